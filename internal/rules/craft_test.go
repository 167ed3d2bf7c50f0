package rules_test

import (
	"slices"
	"strings"
	"testing"

	"upright/internal/example"
	"upright/internal/prose"
	"upright/internal/rules"
	"upright/internal/upr"
)

// A craft is a text that breaks a rule of Upright's own in one of its ways, and one that comes near and keeps it, in the
// form of the editor without scripts. They stand in the part on rights, or as recommendations. TestTable asks for one way
// of each rule; here are the others.
type craft struct {
	lang, key, breaks, keeps string
}

var crafts = []craft{
	{"en", "UPRIGHT-NAME.person", "In May Maria Lopez was taken away.", "In May a woman was taken away in Ciudad Juárez."},
	{"fr", "UPRIGHT-NAME.person", "En mai, Aminata Diallo a été arrêtée.", "En mai, une femme a été arrêtée à Ciudad Juárez."},
	{"es", "UPRIGHT-NAME.person", "En mayo detuvieron a María López Soto.", "En mayo detuvieron a una mujer en Ciudad Juárez."},

	{"en", "UPRIGHT-CLAIM.reported", "According to the Ministry, nobody was held.", "According to article 9 nobody may be held."},
	{"fr", "UPRIGHT-CLAIM.reported", "Selon le Ministère, personne n’a été détenu.", "Selon le lieu, personne n’est détenu."},
	{"es", "UPRIGHT-CLAIM.reported", "Según el Ministerio, no se detuvo a nadie.", "Según la ley, no se puede detener a nadie."},
	{"en", "UPRIGHT-CLAIM.quoted", "A guard said “nobody here has any rights at all”.", "A guard called them “dogs”."},
	{"fr", "UPRIGHT-CLAIM.quoted", "Un gardien a dit « ici personne n’a le moindre droit ».", "Un gardien les a appelés « chiens »."},
	{"es", "UPRIGHT-CLAIM.quoted", "Un guardia dijo “aquí nadie tiene derecho alguno”.", "Un guardia los llamó “perros”."},

	{"en", "UPRIGHT-SOURCE.address", "It was so.^[https://example.org/a]", "It was so.^[INEGI, Census, 2025, https://example.org/a]"},
	{"fr", "UPRIGHT-SOURCE.address", "C’était ainsi.^[https://example.org/a]", "C’était ainsi.^[INEGI, Recensement, 2025, https://example.org/a]"},
	{"es", "UPRIGHT-SOURCE.address", "Era así.^[https://example.org/a]", "Era así.^[INEGI, Censo, 2025, https://example.org/a]"},
	{"en", "UPRIGHT-SOURCE.bare", "It was so.^[A newspaper.]", "It was so.^[Essay on return, 2024.] It stayed so.^[Essay on return, on work.]"},
	{"fr", "UPRIGHT-SOURCE.bare", "C’était ainsi.^[Un journal.]", "C’était ainsi.^[Essai sur le retour, 2024.] Rien n’a changé.^[Essai sur le retour, sur le travail.]"},
	{"es", "UPRIGHT-SOURCE.bare", "Era así.^[Un periódico.]", "Era así.^[Ensayo sobre el retorno, 2024.] Nada cambió.^[Ensayo sobre el retorno, sobre el trabajo.]"},
	{"en", "UPRIGHT-SOURCE.twice", "One.^[National Institute, Survey of prisons, second edition, 2025, p. 4.] Two.^[National Institute, Survey of prisons, second edition, 2025, p. 4.]", "One.^[National Institute, Survey of prisons, second edition, 2025, p. 4.] Two.^[National Institute, p. 4.]"},
	{"fr", "UPRIGHT-SOURCE.twice", "Un.^[Institut national, Enquête sur les prisons, 2025, p. 4.] Deux.^[Institut national, Enquête sur les prisons, 2025, p. 4.]", "Un.^[Institut national, Enquête sur les prisons, 2025, p. 4.] Deux.^[Institut national, p. 5.]"},
	{"es", "UPRIGHT-SOURCE.twice", "Uno.^[Instituto nacional, Encuesta de prisiones, https://example.org/x, 2025.] Dos.^[Instituto nacional, Encuesta sobre las prisiones del país, https://example.org/x.]", "Uno.^[Instituto nacional, Encuesta de prisiones, 2025, p. 4.] Dos.^[Instituto nacional, p. 5.]"},

	{"en", "UPRIGHT-SYMBOL.form", "See CCPR/MEX/CO/6.", "See CCPR/C/MEX/CO/6 and the CRC/CEDAW meeting."},
	{"fr", "UPRIGHT-SYMBOL.form", "Voir A/HRC/WG6/45/MEX/1.", "Voir A/HRC/WG.6/45/MEX/1 et CAT/OP/MEX/1."},
	{"es", "UPRIGHT-SYMBOL.form", "Véase.^[cedaw/c/mex/co/9/add.1, párr. 3.]", "Véase.^[CEDAW/C/MEX/CO/9/Add.1, párr. 3; E/C.12/MEX/CO/5-6.]"},

	{"en", "UPRIGHT-FIGURE.differ", "In our register 412 persons lacked a document that offices asked for.\n\nIn our register 421 persons lacked some document that offices asked for.", "In 2024, in our register 412 persons lacked a document that offices asked for.\n\nIn 2025, in our register 421 persons lacked a document that offices asked for."},
	{"fr", "UPRIGHT-FIGURE.differ", "Dans notre registre, 1 412 personnes manquaient du document demandé par les bureaux.\n\nDans notre registre, 1 421 personnes manquaient du document demandé par les bureaux.", "Dans notre registre, 412 personnes manquaient du document demandé par les bureaux.\n\nDans notre registre, 412 personnes manquaient du document demandé."},
	{"es", "UPRIGHT-FIGURE.differ", "En nuestro registro 412 personas carecían del documento pedido por las oficinas.\n\nEn nuestro registro 421 personas carecían del documento pedido por las oficinas.", "En nuestro registro 412 personas carecían de documentos.\n\nHubo 27 personas que esperaron un año."},

	{"en", "UPRIGHT-TWICE.sentence", "The order of the steps makes the whole problem worse. So be it.\n\nThe order of the steps makes the whole problem worse.", "The order of the steps matters.\n\nThe order of the steps matters."},
	{"fr", "UPRIGHT-TWICE.sentence", "L’ordre des démarches aggrave encore tout le problème des familles.\n\nL’ordre des démarches aggrave encore tout le problème des familles.", "L’ordre compte.\n\nL’ordre compte."},
	{"es", "UPRIGHT-TWICE.same", "El orden de los trámites agrava todavía más el problema. El orden de los trámites agrava todavía más el problema.", "El orden importa. El orden importa."},

	{"en", "UPRIGHT-ACRONYM.unknown", "The INM holds them.", "The National Institute of Migration (INM) holds them; the UN and the NGOs asked the INM. Part IV of A/HRC/56/9."},
	{"fr", "UPRIGHT-ACRONYM.unknown", "L’OFPRA les retient.", "L’OFPRA (Office français de protection) les retient ; l’ONU et l’OFPRA le savent."},
	{"es", "UPRIGHT-ACRONYM.unknown", "El INM los retiene.", "El Instituto Nacional de Migración (INM) los retiene; la ONU preguntó al INM."},

	{"en", "UPRIGHT-ADDRESSEE.other", "R: Companies should pay by 2029.", "R: The State should make companies pay by 2029."},
	{"fr", "UPRIGHT-ADDRESSEE.other", "R: Les entreprises doivent payer d’ici à 2029.", "R: L’État doit faire payer les entreprises d’ici à 2029."},
	{"es", "UPRIGHT-ADDRESSEE.other", "R (Naciones Unidas): Pagar antes de 2029.", "R (España): Hacer que paguen las empresas antes de 2029."},

	{"en", "UPRIGHT-SUPPORT.none", "R: Amend the law by 2029.", "R: Amend the law by 2029 ({ref:there})."},
	{"fr", "UPRIGHT-SUPPORT.none", "R: Modifier la loi d’ici à 2029.", "R: Modifier la loi d’ici à 2029 ({ref:there})."},
	{"es", "UPRIGHT-SUPPORT.typed", "R: Modificar la ley antes de 2029 (párrafo 12).", "R: Modificar la ley antes de 2029 (párrafo {ref:there})."},

	{"fr", "UPRIGHT-VERB.category-2", "R: Poursuivre, avant 2029, ce qui a été entrepris.", "R: Abroger, avant 2029, l’article 7."},
	{"es", "UPRIGHT-VERB.category-3", "R: Considerar antes de 2029 la ratificación.", "R: Ratificar el tratado antes de 2029."},
	{"es", "UPRIGHT-VERB.several", "R: Ratificar el tratado antes de 2029 y establecer un registro.", "R: Ratificar el tratado y su protocolo antes de 2029."},
	{"fr", "UPRIGHT-VERB.several", "R: Ratifier le traité avant 2029 et créer un registre.", "R: Ratifier le traité et son protocole avant 2029."},
	{"ru", "UPRIGHT-VERB.category-3", "R: Рассмотреть до 2029 года вопрос о ратификации.", "R: Ратифицировать договор до 2029 года."},
	{"ar", "UPRIGHT-VERB.category-2", "R: مواصلة الجهود حتى عام 2029.", "R: التصديق على المعاهدة بحلول عام 2029."},
	{"zh", "UPRIGHT-VERB.category-3", "R: 考虑在2029年前批准该条约。", "R: 在2029年前批准该条约。"},
	{"en", "UPRIGHT-VERB", "", "R: Continue until 2029."}, // English is the matter of UPR-CON-11
}

func TestCrafts(t *testing.T) {
	all := sets(t)
	rule := func(key string) string {
		for i := len(key) - 1; i > 0; i-- {
			if key[i] == '.' {
				return key[:i]
			}
		}
		return key
	}
	for _, c := range crafts {
		for _, text := range []string{c.breaks, c.keeps} {
			if text == "" {
				continue
			}
			d := good(t)
			d.Details.Language = c.lang
			kind := prose.Rights
			if text[0] == 'R' && (text[1] == ':' || text[1:3] == " (") {
				kind = prose.Recommendations
				there := d.add(t, prose.Rights, "Of those who came to us, many waited.")
				there.Blocks[0].(*prose.Paragraph).ID = "there"
			}
			d.add(t, kind, text)
			report := rules.Check(all["cycle-5-provisional"], &d.Submission, d.ctx)
			found := slices.IndexFunc(report.Findings, func(f rules.Finding) bool {
				if text == c.breaks {
					return f.Message.Key == "rule."+c.key
				}
				return f.Rule == rule(c.key)
			})
			switch {
			case text == c.breaks && found < 0:
				t.Errorf("%s %s: %q is not found among %v", c.lang, c.key, text, keys(report))
			case text == c.breaks:
				speak(t, report.Findings[found])
			case found >= 0:
				t.Errorf("%s: %q is found by %s: %q", c.lang, text, report.Findings[found].Message.Key, report.Findings[found].Place.Quote)
			}
		}
	}
}

// Data that lead to a person, in the six languages, and what looks alike.
func TestPersonalData(t *testing.T) {
	set := sets(t)["cycle-5-provisional"]
	for _, c := range []struct {
		what, found string // found is the words, "" for a text that keeps the rule
		text        string
	}{
		{"email", "ana.p@correo.example", "Write to ana.p@correo.example."},
		{"email", "chen@example.cn", "电子邮件chen@example.cn。"},
		{"email", "", "Write to info@casa.example."}, // the organization's own
		{"phone", "+52 55 1234 5678", "Call +52 55 1234 5678."},
		{"phone", "+٢٠ ١٠ ١٢٣٤ ٥٦٧٨", "هاتفها +٢٠ ١٠ ١٢٣٤ ٥٦٧٨."},
		{"phone", "", "In all, 1 234 567 persons in 2019–2024; ISBN 978-3-16-148410-0."},
		{"birth", "born on 3 May", "She was born on 3 May 1990 there."},
		{"birth", "nacida el 3 de mayo", "Fue nacida el 3 de mayo de 1990."},
		{"birth", "née le 3 mai", "Elle est née le 3 mai 1990."},
		{"birth", "Nació el 3 de marzo", "Nació el 3 de marzo de 1985 allí."},
		{"birth", "1985 г.р.", "Г-жа И., 1985 г.р., была там."},
		{"birth", "ولدت في 3/5", "وقد ولدت في 3/5/1985 هناك."},
		{"birth", "", "People born in 2001 and later; les enfants nés en 2001."},
		{"identity", "12345678Z", "En el acta figura 12345678Z."},
		{"identity", "X1234567L", "El NIE X1234567L."},
		{"identity", "", "El expediente 12345678A quedó abierto."}, // another letter: no DNI
		{"identity", "11010519491231002X", "其证件为11010519491231002X。"},
		{"identity", "", "其编号为110105194912310021。"},
		{"identity", "112-233-445 95", "Его номер 112-233-445 95."},
		{"identity", "", "Дело 112-233-445 96."},
		{"identity", "2 55 08 14 168 025 38", "Son numéro, 2 55 08 14 168 025 38, figure au dossier."},
		{"identity", "sécurité sociale est 1 80 04 59", "Son numéro de sécurité sociale est 1 80 04 59."},
		{"identity", "ИНН 7707083893", "Его ИНН 7707083893 указан."},
		{"identity", "", "Расходы на длинный период: 7707083893 рублей."},
		{"identity", "", "Les années 2019 2020 2021 2022 et 2023."},
		{"identity", "12.345.678-5", "El RUT 12.345.678-5."},
		{"identity", "", "La suma de 12.345.678-4 pesos."},
		{"identity", "٢٩٠٠١٠١٠١٢٣٤٥٦", "رقمها ٢٩٠٠١٠١٠١٢٣٤٥٦."},
		{"address", "12 Green Street", "They live at 12 Green Street in the north."},
		{"address", "Calle Madero 45", "Viven en la Calle Madero 45."},
		{"address", "14, rue de la Paix", "Ils habitent 14, rue de la Paix."},
		{"address", "ул. Ленина, д. 5", "Живут на ул. Ленина, д. 5."},
		{"address", "شارع النيل 15", "يسكنون في شارع النيل 15."},
		{"address", "北京市朝阳路12号", "住在北京市朝阳路12号。"},
		{"address", "", "The Street children project; en la calle Madero murieron; la rue est à tous en 2023."},
		{"plate", "licence plate: ABC 1234", "A car with the licence plate: ABC 1234 followed them."},
		{"plate", "placas ABC-123-D", "Un coche con placas ABC-123-D los siguió."},
		{"plate", "京A12345", "一辆京A12345的汽车尾随他们。"},
		{"plate", "لوحة السيارة 1234", "كانت لوحة السيارة 1234 مسجلة."},
		{"plate", "", "Steel plates were found; car plates are not asked for in 2024 by law."},
		{"coordinates", "19.432608, -99.133209", "The grave lies at 19.432608, -99.133209."},
		{"coordinates", "31° 44' 22\" N", "It lies at 31° 44' 22\" N."},
		{"coordinates", "", "It was 38.5 °C; the sum of 1234.5678 and 3.14159."},
	} {
		d := good(t)
		d.add(t, prose.Other, c.text)
		report := rules.Check(set, &d.Submission, d.ctx)
		at := slices.IndexFunc(report.Findings, func(f rules.Finding) bool { return f.Message.Key == "rule.UPR-PUB-02."+c.what })
		switch {
		case c.found == "" && at >= 0:
			t.Errorf("%s in %q: %q", c.what, c.text, report.Findings[at].Place.Quote)
		case c.found != "" && at < 0:
			t.Errorf("no %s in %q: %v", c.what, c.text, keys(report))
		case c.found != "" && c.what != "address" && report.Findings[at].Place.Quote != c.found:
			t.Errorf("%s in %q: %q", c.what, c.text, report.Findings[at].Place.Quote)
		case c.found != "" && (report.Findings[at].Harm != rules.OpenHarm || report.Findings[at].Severity != rules.Warning):
			t.Errorf("%s: %+v", c.what, report.Findings[at])
		}
	}
}

// What will be public is more than the text: the title, and what people write into the annexes.
func TestHarmOutsideTheText(t *testing.T) {
	const name = "In May Maria Lopez was taken away."
	for kind, change := range map[rules.PlaceKind]func(*draft){
		rules.FieldPlace:      func(d *draft) { d.Details.Title = "The case of Maria Lopez Soto" },
		rules.SolidarityPlace: func(d *draft) { d.row(func(e *upr.SolidarityEntry) { e.Measure = name }) },
		rules.PreviousPlace: func(d *draft) {
			d.previous()
			d.Annexes.Previous[0].Comment = name
		},
	} {
		d := good(t)
		change(d)
		found := rules.Check(sets(t)["cycle-5-provisional"], &d.Submission, d.ctx).Findings
		if !slices.ContainsFunc(found, func(f rules.Finding) bool {
			return f.Rule == "UPRIGHT-NAME" && f.Place.Kind == kind && f.Place.ID != ""
		}) {
			t.Errorf("%s: %+v", kind, found)
		}
	}
}

// Words of the time before the previous review, in the six languages; digits are those of the language.
func TestPeriodInSixLanguages(t *testing.T) {
	set := sets(t)["cycle-5-provisional"]
	for key, texts := range map[string][]string{
		"rule.UPR-CON-02.before": {"في عامي ٢٠١٩ و٢٠٢١ شهدنا اعتقالات.", "В 2019 и 2021 годах были аресты.", "2019年和2021年有人被捕。"},
		"rule.UPR-CON-02.cycle": {
			"In the third cycle the State promised much.", "Au troisième cycle, l’État a beaucoup promis.", "En el tercer ciclo el Estado prometió mucho.",
			"В третьем цикле государство многое обещало.", "في الجولة الثالثة وعدت الدولة بالكثير.", "在第三轮审议中，国家作出许多承诺。",
		},
		"":                     {"In the fourth cycle the State promised much.", "Since the third cycle, in 2025, much was done.", "The third and the fourth cycle saw it."},
		"rule.UPR-CON-07.none": {"منذ ذلك الحين احتُجز ١٢٥٠ شخصاً."},
	} {
		for _, text := range texts {
			d := good(t)
			d.add(t, prose.Rights, text)
			found := keys(rules.Check(set, &d.Submission, d.ctx))
			if key != "" && !slices.Contains(found, key) || key == "" && slices.ContainsFunc(found, func(k string) bool { return strings.HasPrefix(k, "rule.UPR-CON-02") }) {
				t.Errorf("%q: %v, want %q", text, found, key)
			}
		}
	}
}

// The worked example names nobody: whatever is found in it is a false alarm.
func TestExamplesHarmNobody(t *testing.T) {
	for _, lang := range example.Languages() {
		s, err := example.Submission(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range rules.Check(sets(t)[s.RuleSet], s, rules.Context{Now: s.Updated}).Findings {
			if f.Harm != rules.NoHarm {
				t.Errorf("%s: %s %q in %s", lang, f.Message.Key, f.Place.Quote, f.Place.Part)
			}
		}
	}
}

// A case of the record of consents covers its words once a second person has seen it; one that forbids words finds them.
func TestConsents(t *testing.T) {
	seen := &upr.ConsentSeen{By: "somebody"}
	for _, c := range []struct {
		name    string
		consent upr.Consent
		key     string
		harm    rules.Harm
	}{
		{"none", upr.Consent{}, "rule.UPRIGHT-NAME.person", rules.OpenHarm},
		{"of somebody else", upr.Consent{Extent: upr.NamedConsent, Names: []string{"Ana Ruiz"}, Seen: seen}, "rule.UPRIGHT-NAME.person", rules.OpenHarm},
		{"covers", upr.Consent{Label: "7", Extent: upr.NamedConsent, Names: []string{"Maria Lopez Soto"}, Seen: seen}, "rule.UPRIGHT-NAME.covered", rules.CoveredHarm},
		{"no person", upr.Consent{Label: "7", Extent: upr.NoConsentNeeded, Names: []string{"Maria Lopez"}}, "rule.UPRIGHT-NAME.covered", rules.CoveredHarm},
		{"a first name only", upr.Consent{Label: "7", Extent: upr.PartlyConsent, Names: []string{"Maria"}, Seen: seen}, "rule.UPRIGHT-NAME.person", rules.OpenHarm},
		{"not seen", upr.Consent{Label: "7", Extent: upr.NamedConsent, Names: []string{"Maria Lopez"}}, "rule.UPRIGHT-NAME.unseen", rules.OpenHarm},
		{"anonymous", upr.Consent{Label: "7", Extent: upr.AnonymousConsent, Names: []string{"Maria Lopez"}, Seen: seen}, "rule.UPRIGHT-NAME.anonymous", rules.OpenHarm},
		{"anonymous, with more words", upr.Consent{Label: "7", Extent: upr.AnonymousConsent, Names: []string{"Maria Lopez Soto"}, Seen: seen}, "rule.UPRIGHT-NAME.person", rules.OpenHarm},
		{"withdrawn", upr.Consent{Label: "7", Extent: upr.WithdrawnConsent, Names: []string{"woman from the hills"}, Seen: seen}, "rule.UPRIGHT-NAME.withdrawn", rules.OpenHarm},
	} {
		d := good(t)
		d.add(t, prose.Other, "In May Maria Lopez was taken away. A Woman from the hills saw it.")
		d.ctx.Consents = []upr.Consent{c.consent}
		var got []rules.Finding
		for _, f := range rules.Check(sets(t)["cycle-5-provisional"], &d.Submission, d.ctx).Findings {
			if f.Harm != rules.NoHarm {
				got = append(got, f)
			}
		}
		want := 1
		if c.name == "withdrawn" {
			want = 2 // the name is still not covered
		}
		at := slices.IndexFunc(got, func(f rules.Finding) bool { return f.Message.Key == c.key })
		if len(got) != want || at < 0 || got[at].Harm != c.harm {
			t.Errorf("%s: %+v", c.name, got)
			continue
		}
		speak(t, got[at])
	}
}
