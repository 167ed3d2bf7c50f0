package persons_test

import (
	"slices"
	"strings"
	"testing"

	"upright/internal/rules/persons"
)

// Each language has texts with names, which stand between bars, and texts that come near to having one.
var texts = map[string][]struct {
	text string
	kind persons.Kind
}{
	"en": {
		{text: "We met |Thandiwe Nkosi| in prison; |Hong Sovann| was later charged."},
		{text: "Blogger |Le Van Dung| was held."},
		{text: "According to |Maria| nobody came; the family of |Arslan Baig| waited."},
		{text: "Sri Lanka has arrested many; Burkina Faso was reviewed; Amnesty International met Front Line Defenders."},
		{text: "In May |Maria Lopez Hernandez| was taken from her house."},
		{text: "Police detained the activist |Ghulam Nabi| and two others."},
		{text: "|Mary-Anne O’Connor|, aged 23, was not seen again."},
		{text: "Mr. |Okonkwo| and Ms |Diallo|’s sister were questioned."},
		{text: "A woman named |Lindiwe Dlamini| gave evidence."},
		{text: "They asked Mrs |Van Wyk|."},
		{text: "When |Ahmed bin Saleh| came home, nobody was there."},
		{text: "|Tran Thi Hoa| (31 years old) lost her work."},
		{text: "Interview with |Ana Pérez|, 3 May 2025.", kind: persons.Note},
		{text: "Forty migrants died in Ciudad Juárez; others came from Mexico City."},
		{text: "President Juan Pérez spoke. Juan Pérez, Minister of Health, was there; so was the Special Rapporteur on torture, Maria Lopez."},
		{text: "The Vice-President of the Council, Mr. Shalva Tsiskarashvili, spoke; so did Mrs. Kate Gilmore, Deputy High Commissioner."},
		{text: "The director of the National Network for Human Rights, Ramon Castro, said so."},
		{text: "Radilla Pacheco v. Mexico; Maria Lopez v. Spain."},
		{text: "Maria Lopez (name changed) was held; so was “Ana” (pseudonym)."},
		{text: "The Juan Pablo Duarte School and Robert F. Kennedy Human Rights answered."},
		{text: "The Identity and Education Group, the Human Rights Council and Otros Dreams en Acción."},
		{text: "The victims Support Fund helps; the Committee against Torture asked."},
		{text: "Maria Lopez and John Smith, Toward a Return, London, 2021.", kind: persons.Note},
		{text: "It took 14 ms. Nobody else came; Don’t ask."},
		{text: "A. P., a minor, was held. So was M."},
		{text: "A girl, A.B., was raped; a boy called |Wanjala| was shot."},
		{text: "|Abebe Bikila Gonfa|, a farmer from the south, was arrested."},
		{text: "The Jehovah’s Witnesses were arrested; Rohingya Muslims were killed."},
		{text: "Kisumu Central, a town in the west, was reached later. The Finance Bill, the draft of 2024, was beaten."},
	},
	"fr": {
		{text: "L’avocate |Sihem Bouzid| attend; D’après |Ibrahim|, la police est revenue."},
		{text: "Le Burkina Faso a arrêté des manifestants."},
		{text: "Le 3 mai, |Aminata Diallo| a été arrêtée."},
		{text: "M. |Kouassi| et Mme |N’Guessan| ont été entendus."},
		{text: "Le frère d’|Amadou Ba| a disparu."},
		{text: "La militante |Ndèye Fall|, 34 ans, a été libérée."},
		{text: "Entretien avec |Jean-Pierre Mbala|, mars 2025.", kind: persons.Note},
		{text: "La Convention relative aux droits de l’enfant et le Pacte international relatif aux droits civils et politiques."},
		{text: "Le Président Jean Dupont et la ministre de la Justice, Marie Durand, ont répondu."},
		{text: "Les Témoins de Jéhovah ont été arrêtés."},
		{text: "La rue Jean Jaurès et le lycée Victor Hugo."},
		{text: "Marie Durand (nom modifié) a été frappée."},
		{text: "Le Groupe Identité et éducation ; les États-Unis d’Amérique ; Ciudad Juárez."},
	},
	"es": {
		{text: "Amenazaron a |Nayeli Cruz|; según |Marcelino|, volvieron."},
		{text: "Arabia Saudita ha detenido a muchos; Costa Rica fue examinada."},
		{text: "En mayo |María de los Ángeles López| fue detenida."},
		{text: "La señora |Xóchitl Tzompantzi| denunció los hechos."},
		{text: "El periodista |Valentino Quispe Mamani| recibió amenazas."},
		{text: "La niña |Guadalupe| no fue vista."},
		{text: "Una niña de 14 años de nombre |Lupita| fue víctima; vino el joven llamado |Chepe|."},
		{text: "|José Luis Ramírez y Soto|, de 23 años, murió."},
		{text: "Entrevista con |Rosa Quispe|, abril de 2025.", kind: persons.Note},
		{text: "El caso Radilla Pacheco; el municipio Benito Juárez; la calle Francisco Madero; Ciudad Juárez."},
		{text: "El Presidente José Pérez y la Relatora Especial, Ana López, hablaron."},
		{text: "Ana López, ministra de Salud, contestó."},
		{text: "María López (nombre ficticio) fue golpeada."},
		{text: "Clave Única de Registro de Población; Puente de Ida y Vuelta; Otros Dreams en Acción."},
	},
	"ru": {
		{text: "В мае задержали |Иванову Анну Петровну|."},
		{text: "По словам |Анны Петровны Ивановой|, её не пустили."},
		{text: "Активиста |И. И. Сидорова| избили."},
		{text: "Задержан |Сергей Кузнецов|, 34 года."},
		{text: "|Айдос Нурланов|, водитель, был задержан; избили |Дархана Усенова|."},
		{text: "Девочка по имени |Алия| пострадала в школе имени Абая."},
		{text: "Союз журналистов Казахстана, права студентов Алматы, Свидетели Иеговы, адвокаты Москвы."},
		{text: "Нижний Новгород: там был задержан один человек; Южная Украина, где многие погибли."},
		{text: "Потерпевшая |Ли| рассказала об этом."},
		{text: "Интервью с |Ольгой Смирновой|, май 2025 года.", kind: persons.Note},
		{text: "Президент Иван Петрович Сидоров и министр юстиции Анна Петрова ответили."},
		{text: "На улице Ивана Франко; в Сьюдад-Хуаресе; Всеобщая декларация прав человека."},
		{text: "Анна Петрова (имя изменено) рассказала об этом."},
		{text: "Конвенция о правах ребенка; Соединенные Штаты Америки; Рабочая группа."},
		{text: "Иванов И. И. Право на возвращение. М., 2021.", kind: persons.Note},
	},
	"ar": {
		{text: "التقينا |زينب الخواجة| في السجن؛ قالت |أم محمد| إنها خائفة."},
		{text: "حُكم على المدون |رائف| بدوي."},
		{text: "المحامي عن المتهمين؛ الناشط الحقوقي؛ حسن المعاملة وجمال الطبيعة؛ باسم الشعب."},
		{text: "اعتُقلت |فاطمة بنت محمد| في أيار/مايو."},
		{text: "تسكن السيدة |سعاد| هنا؛ اعتُقلت |ماهينور المصري|؛ أشرف على التحقيق؛ السيدة الأولى."},
		{text: "قالت السيدة |أمل| إنها لم تُسمع."},
		{text: "اختفى |محمد أحمد التونسي| منذ سنة."},
		{text: "أُوقف الناشط |كريم عبد الرحمن| في بيته."},
		{text: "اختُطف |عبد الله بن سالم الهاشمي|."},
		{text: "مقابلة مع |زينب علي|، أيار/مايو 2025.", kind: persons.Note},
		{text: "أجاب الرئيس محمد أحمد ووزير العدل خالد حسن."},
		{text: "في شارع محمد علي، وعلى أحمد أن ينتظر؛ الأمل في حل سعيد."},
		{text: "قالت فاطمة علي (اسم مستعار) إنها خافت."},
		{text: "العهد الدولي الخاص بالحقوق المدنية والسياسية، واتفاقية حقوق الطفل."},
	},
	"zh": {
		{text: "14岁女孩|小红|受害；女子|阿芳|失踪；学生小组在开会；|伊力哈木·土赫提|被判刑。"},
		{text: "|黄|女士失去工作；其丈夫|王全璋|一直下落不明。"},
		{text: "|孙桂兰|在市场卖菜。"},
		{text: "金融机构；白人；17岁的高中生；高等法院的判决；方案在执行。"},
		{text: "2025年5月，律师|王全明|被拘留。"},
		{text: "公民|李明|在家中被带走。"},
		{text: "|张小红|女士称未获答复。"},
		{text: "|陈芳|（女，34岁）失踪。"},
		{text: "|玛丽亚·洛佩斯|被拘留。"},
		{text: "访谈：受害人|刘洋|，2025年3月。", kind: persons.Note},
		{text: "（律师）|王全明|、|刘天勇|被拘留；另有律师、记者若干。"},
		{text: "总统何塞·佩雷斯和特别报告员安娜·洛佩斯作出答复。"},
		{text: "受害人王某某被拘留；学生家长李某。"},
		{text: "公民应当，居民高度关注；记者对此表示；律师协会。"},
		{text: "受害人李明（化名）称被打。"},
		{text: "《公民权利和政治权利国际公约》；回返公民中有人；学生陈述。"},
	},
}

func TestFind(t *testing.T) {
	for lang, list := range texts {
		for _, c := range list {
			var want, got []string
			for i, piece := range strings.Split(c.text, "|") {
				if i%2 == 1 {
					want = append(want, piece)
				}
			}
			plain := strings.ReplaceAll(c.text, "|", "")
			for _, n := range persons.Find(plain, c.kind) {
				if plain[n.Start:n.End] != n.Text {
					t.Errorf("%s: %q is not at its place", lang, n.Text)
				}
				got = append(got, n.Text)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: %s\n got %q\nwant %q", lang, plain, got, want)
			}
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, list := range texts {
		for _, c := range list {
			f.Add(c.text)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, n := range persons.Find(text, persons.Body) {
			if n.Start < last || n.End <= n.Start || text[n.Start:n.End] != n.Text {
				t.Fatalf("%q at %d", n.Text, n.Start)
			}
			last = n.End
		}
	})
}
