package persons

// The lists are in small letters and without accents where fold is asked, with accents elsewhere. They were written for
// this program, from general knowledge of the languages; no register of persons was used.

// given are given names that are rarely anything else. Those that are places, months or common words as well (Santiago,
// Victoria, April, Grace) are left out: with a form of address or a word for somebody before them they are found all the same.
var given = list(`
maria jose juan luis carlos jorge miguel pedro francisco antonio manuel rafael fernando ricardo eduardo roberto alejandro
javier sergio raul hector oscar mario victor pablo alberto enrique arturo gerardo ramon jaime ernesto gustavo rodrigo
lupita lupe paquita chela guillermo alfredo julio andres felipe ignacio esteban emilio joaquin ruben gabriel gonzalo rogelio leonel nestor wilmer
yair elmer edgar edwin brayan kevin ana rosa carmen juana teresa margarita guadalupe patricia veronica alejandra
gabriela adriana claudia silvia leticia norma beatriz yolanda irma alicia martha marta elena laura lucia isabel ines
susana cecilia rocio catalina daniela fernanda valeria ximena mariana paola karla yesenia berta bertha nohemi xiomara
marisol graciela josefina consuelo petrona
john james robert michael william david richard joseph thomas charles christopher daniel matthew anthony donald steven
andrew joshua kenneth george timothy ronald edward jason jeffrey ryan jacob nicholas jonathan stephen brandon benjamin
samuel patrick peter paul alexander philip simon martin alan ian neil mary jennifer linda elizabeth barbara susan jessica
sarah karen lisa nancy sandra ashley emily kimberly margaret donna michelle amanda melissa deborah stephanie rebecca
cynthia kathleen amy angela anna brenda pamela emma nicole helen samantha katherine catherine rachel maria heather diane
julie joyce virginie joan judith hannah jane alice lucy sophie kate ellen claire anne anne-marie caroline
jean pierre michel philippe alain bernard jacques andre gerard louis henri marcel francois thierry pascal didier bruno
olivier laurent frederic stephane guillaume nicolas julien sebastien christophe vincent mathieu antoine etienne gilles
yves rene roger jean-pierre marie jeanne francoise monique nathalie isabelle sylvie catherine martine jacqueline
christine valerie sandrine veronique celine aurelie delphine brigitte chantal agnes elodie camille manon aminata fatou
mamadou amadou ousmane moussa ibrahima abdoulaye seydou souleymane boubacar cheikh modou oumar kadiatou mariama aissatou
awa ndeye khadidiatou salimata kouassi yao koffi kwame kofi akua ama ngozi chinedu emeka chukwuma adaeze olusegun tunde
folake ifeoma obinna uche wanjiku kamau njoroge otieno achieng wairimu tendai tatenda farai thabo sipho nomsa themba
lerato mpho juma asha mwajuma habimana uwimana niyonzima ndayishimiye jean-baptiste dieudonne esperance
mohammed mohamed muhammad mohammad ahmed ahmad ali hassan hussein hussain ibrahim ismail khalid omar umar osman othman
abdullah abdallah abdul abdulrahman abdelrahman abdelaziz abdulaziz yousef yusuf youssef mustafa moustafa mahmoud hamid
hamza bilal tariq tarek walid karim kareem salim saleh samir nabil fouad rachid rashid faisal fahad sultan nasser jamal
mansour anwar ayman hisham hicham yasser ziad zaid bashir fatima fatma fatimah aisha aicha khadija zainab zeinab maryam
mariam amina aminah layla leila salma samira nadia yasmin yasmine noura hala rania dalia huda houda zahra soraya nasrin
narges parisa shirin farah farzana shabana nasreen sunita sushila lakshmi lalita priya deepa anita rajesh ramesh suresh
mahesh dinesh rakesh sanjay vijay ajay arun kumar ravi anil sunil manoj amit rahul harpreet gurpreet tenzin dorji pema
sonam bimal krishna hari gopal
nguyen nguyễn tran trần phạm le-thi min-jun ji-hoon
ivan dmitry dmitri sergei sergey andrei andrey alexei alexey nikolai nikolay vladimir mikhail boris yuri yury oleg igor
viktor anatoly evgeny yevgeny konstantin maksim pavel ruslan timur aslan magomed akhmed natalia natalya tatiana tatyana
olga irina svetlana ekaterina yekaterina ludmila lyudmila galina oksana yulia anastasia ksenia dilshod bakhtiyor
gulnara aigul nurlan azamat bakyt farkhod akmal
ruth esther naomi miriam dorcas eunice gloria beatrice irene edith lilian winnie moses elijah isaac abraham noah caleb aaron
silas emmanuel ezekiel tomasz piotr krzysztof marek pawel andrzej wojciech agnieszka katarzyna zofia arslan imran asif nadeem
shahid rizwan zubair salif bakary issa adama lamine alioune babacar nayeli itzel citlali xochitl hipolito arnulfo
luz petrona marcelino milagros wilmer italo rosario-elena solange kpatcha thandiwe grace-anne
aung thida htet zaw nyein somchai somsak wichai sitthichai budi agus joko slamet siti dewi sri-wahyuni
ferhat mehmet ayse emre hakan zeynep elif murat kemal baran rojda
`)

// forms of address, in lower case with accents; also as they are shortened.
var forms = list(`mr mrs ms miss mx mme mlle messrs monsieur madame mademoiselle sr sra srta señor señora señorita don doña`)

// people are words for those to whom something happens, or who tell of it.
var people = list(`
victim victims survivor survivors witness complainant detainee prisoner defender activist journalist reporter blogger lawyer
student teacher worker farmer nurse migrant refugee child girl boy woman man mother father sister brother daughter son wife
family relatives body inmate fisherman vendor driver unionist husband widow named called nephew niece cousin uncle aunt
victime victimes survivante survivant témoin plaignante plaignant détenu détenue prisonnier prisonnière défenseur
défenseure défenseuse militant militante journaliste blogueur blogueuse avocat avocate étudiant étudiante enseignant
enseignante paysan paysanne infirmière migrante réfugié réfugiée enfant fille garçon femme homme mère père sœur frère fils
famille corps syndicaliste pêcheur vendeur vendeuse chauffeur codétenu épouse mari veuve nommé nommée prénommé prénommée appelé appelée
víctima víctimas superviviente sobreviviente testigo denunciante detenido detenida preso presa defensor defensora activista
periodista reportero reportera bloguero bloguera abogado abogada estudiante maestro maestra trabajador trabajadora
campesino campesina enfermera refugiado refugiada niño niña muchacho muchacha mujer hombre madre padre hermana hermano
familia cuerpo sindicalista pescador vendedor vendedora recluso reclusa hija hijo esposa esposo viuda llamado llamada joven desaparecido desaparecida
`)

// naming are words that can stand between such a word and the name.
var naming = list(`named called identified as of from a de nommé nommée appelé appelée llamado llamada identificado identificada como`)

// particles stand inside names.
var particles = list(`de del la las los y e da do dos das di van von der den ter bin bint ibn ben al el ould mint ag du des le o`)

// joints stand between an office and the name of its holder: "the Minister for Health of Mexico and ...".
var joints = list(`of for the and on in to at from then former its their then-president und d l les aux au a en para por sobre contra`)

// named are what is called after persons or saints, before the name.
var named = list(`
calle avenida av colonia barrio plaza paseo carretera municipio ciudad pueblo comunidad hospital escuela colegio
universidad instituto fundacion premio ley caso carcel penal aeropuerto estadio parque isla rio cerro
rue avenue boulevard place quai lycee ecole college universite hopital fondation prix loi affaire prison commune village quartier
street road square school hospital university foundation award prize law act case prison airport park mount lake river
province district county island port camp institute centre center municipality
`)

// offices are words for who holds an office, without accents.
var offices = list(`
president presidents vice haut haute high alta alto representative representant representante envoy minister ministers premier chancellor king queen prince princess emir sultan-of pope
judge justice prosecutor governor mayor senator deputy congressman congresswoman ambassador commissioner rapporteur
secretary secretary-general director chair chairperson chairman spokesperson ombudsman ombudsperson general colonel
major captain commander lieutenant sheriff professor prof dr doctor author authors editor scholar
presidente presidenta ministro ministra primer canciller rey reina juez jueza fiscal procurador procuradora gobernador
gobernadora alcalde alcaldesa senador senadora diputado diputada embajador embajadora comisionado comisionada relator
relatora secretario secretaria directora portavoz coronel mayor capitan comandante teniente autor autora expresidente
presidente-de ministre chancelier roi reine juge procureur procureure gouverneur maire senateur senatrice depute
ambassadeur ambassadrice commissaire rapporteuse secretaire directeur directrice porte-parole colonel capitaine
commandant auteur autrice professeur professeure
`)

// things are words that make of a run of capitals something that is not a person, without accents.
var things = list(`
city town village district province region state states republic kingdom federation union nation nations united
international national federal central regional african american european asian arab islamic indigenous
human rights right law laws act code bill constitution convention covenant charter protocol declaration treaty
agreement resolution decision report article recommendation recommendations plan programme program strategy policy policies
committee commission council court tribunal ministry department office agency institute institution university college
school faculty hospital clinic center centre foundation association organization organisation network coalition alliance
group movement party front forum federation society committee bank fund company corporation limited ltd inc
police army guard navy forces security prison detention camp airport port station street avenue road square park lake
mount mountain river island islands ocean sea bay cape valley desert north south east west northern southern eastern western
new old great upper lower saint st san santa santo sao sainte mission church mosque temple cathedral parish order day week
month year monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
september october november december watch amnesty press news times journal magazine review radio television post
award prize fellowship project initiative campaign award university-press annex table figure section chapter part paragraph
cluster pact compact solidarity working universal periodic special high general assembly secretariat
ciudad pueblo municipio distrito provincia estado estados republica reino federacion union naciones unidas internacional
nacional central regional derechos humanos derecho ley codigo constitucion convencion pacto carta protocolo declaracion
tratado acuerdo resolucion informe articulo recomendacion plan programa estrategia politica comite comision consejo corte
tribunal ministerio secretaria departamento oficina agencia instituto universidad colegio escuela facultad hospital centro
fundacion asociacion organizacion red coalicion alianza grupo movimiento partido frente foro sociedad banco fondo policia
ejercito guardia penal carcel aeropuerto puerto calle avenida colonia plaza parque lago monte rio isla islas oceano mar
norte sur este oeste nuevo nueva viejo gran villa valle iglesia catedral lunes martes miercoles jueves viernes sabado domingo
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre premio prensa proyecto campana
anexo cuadro seccion capitulo parte parrafo casa colectivo examen periodico alto comisionado registro civil
ville commune departement province region etat etats republique royaume federation nations unies internationale
nationale international national central regional droits homme droit loi code constitution convention pacte charte
protocole declaration traite accord resolution rapport recommandation programme strategie politique comite commission
conseil cour tribunal ministere bureau agence institut universite college ecole faculte hopital centre fondation
association organisation reseau coalition alliance groupe mouvement parti front forum societe banque fonds police armee
garde prison aeroport port rue avenue place parc lac mont fleuve ile iles ocean mer nord sud est ouest nouveau nouvelle
vieux grand eglise cathedrale lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril mai juin
juillet aout septembre octobre novembre decembre prix presse projet campagne annexe tableau section chapitre partie
paragraphe examen universel haut commissariat
america africa asia europa europe afrique amerique asie
sri lanka burkina faso sierra leone costa rica arabia arabie saudi saudita saoudite salvador puerto rico papua papouasie guinea
guinee timor leste viet nam verde cabo cote ivoire emirates emiratos emirats korea coree corea kong zealand zelanda zelande
bissau lucia kitts nevis trinidad tobago antigua barbuda bosnia bosnie herzegovina herzegovine macedonia macedoine
marshall solomon salomon sudan soudan congo brazzaville
jehovah witnesses temoins testigos muslims musulmans musulmanes christians chretiens cristianos jews juifs judios africans
americans asians europeans arabs kurds palestinians rohingyas
`)

// sources stand before who told something.
var sources = list("selon après según told")

// ands join two names.
var ands = list("and et y e")

// sufferings are verbs of arrest and violence, without accents.
var sufferings = list(`
arrested detained beaten beat tortured killed shot raped threatened abducted kidnapped disappeared charged convicted sentenced
imprisoned evicted deported questioned interrogated harassed assaulted stabbed murdered interviewed met
arrete arretee arretes arretees detenu detenue battu battue frappe frappee torture torturee tue tuee viole violee menace menacee
enleve enlevee disparu disparue condamne condamnee expulse expulsee interroge interrogee agresse agressee rencontre
detenido detenida detenidos detenidas golpeado golpeada golpearon detuvieron torturado torturada torturaron asesinado asesinada
asesinaron violada violado violaron amenazado amenazada amenazaron secuestrado secuestrada secuestraron desaparecido desaparecida
condenado condenada desalojado desalojada deportado deportada interrogado interrogada agredido agredida conocimos entrevistamos
`)

// articles begin what is said of somebody between commas: "Abebe Gonfa, a farmer, was arrested".
var articles = list("a an the un une le la una el who qui quien")

// introductions are words behind which a name stands, whatever it looks like, when one for somebody stands before them.
var introductions = list("named called nommé nommée prénommé prénommée appelé appelée llamado llamada")

// auxiliaries stand between a name and such a verb.
var auxiliaries = list("was were has have had been also then later and a ont ete est sont fue fueron ha han sido es")

// calendar are months and days, which stand before a name without belonging to it.
var calendar = list(`
january february march april may june july august september october november december monday tuesday wednesday thursday
friday saturday sunday
`)

// accents are letters with their plain form.
var accents = map[rune]rune{
	'á': 'a', 'à': 'a', 'â': 'a', 'ä': 'a', 'ã': 'a', 'å': 'a', 'ā': 'a', 'é': 'e', 'è': 'e', 'ê': 'e', 'ë': 'e', 'ē': 'e',
	'í': 'i', 'ì': 'i', 'î': 'i', 'ï': 'i', 'ī': 'i', 'ó': 'o', 'ò': 'o', 'ô': 'o', 'ö': 'o', 'õ': 'o', 'ō': 'o', 'ø': 'o',
	'ú': 'u', 'ù': 'u', 'û': 'u', 'ü': 'u', 'ū': 'u', 'ç': 'c', 'ñ': 'n', 'š': 's', 'ş': 's', 'ž': 'z', 'ğ': 'g', 'ı': 'i', 'ÿ': 'y',
}
