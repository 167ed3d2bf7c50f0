package rules

import (
	"strings"

	"upright/internal/lazyregexp"
	"upright/internal/prose"
)

var (
	// hearsay begins what somebody else said or counted, in the six languages (UPRIGHT-CLAIM).
	hearsay = lazyregexp.New(`(?i)\b(?:according to|(?:it (?:is|was|has been) )reported|reportedly|allegedly|is said to)\b` +
		`|(?:^|[\s(«])(?:selon|d[’']après|il a été signalé)\s|(?:^|[\s(«])(?:según|de acuerdo con|se ha informado|presuntamente)\s` +
		`|(?:^|[\s(«])(?:по данным|по словам|по сообщениям|как сообщается)\s|(?:^|\s)(?:وفقاً? ل|وفقًا ل|بحسب |أفادت تقارير)|据(?:报|称|悉|[^，。]{1,12}(?:统计|报道))`)
	// norms are what one acts according to, and no source that would need a note.
	norms = lazyregexp.New(`(?i)^[\s\pL’']{0,25}(?:article|law|rule|order|constitution|covenant|convention|age|need|loi|ordre|pacte|besoin|ley|norma|orden|artículo|pacto|стат|закон|правил|конвенц|المادة|لمادة|لقانون|لدستور|لاتفاقية|لعهد|法|第)`)
	// speakers are those who say or count, behind the words of hearsay: somebody with a name, or a word for a source. Without
	// one, "selon le lieu" would be hearsay.
	speakers = lazyregexp.New(`^[^.。؛;]{0,40}?(?:\b\p{Lu}\pL|(?i:report|stud|survey|press|media|figures|data|statistic|witness|organi[sz]ation|authorit|government|ministr|source|residents|families|relatives` +
		`|rapport|étude|enquête|presse|médias|chiffres|données|statisti|témoin|autorités|gouvernement|ministère|habitants|familles|proches` +
		`|informe|estudio|encuesta|prensa|medios|cifras|datos|estadístic|testigo|organizaci|autoridades|gobierno|ministerio|fuentes|familiares)` +
		`|(?i:доклад|исследован|опрос|пресс|сми|данны|статисти|свидетел|очевид|организаци|власт|правительств|министерств|источник|жител|родственник)` +
		`|تقرير|تقارير|دراسة|شهود|وسائل|بيانات|إحصاءات|منظم|السلطات|الحكومة|وزارة|مصادر|أسر|报|统计|称|悉)`)
	// hearsayHints are parts of what hearsay finds; a text without any of them is not searched.
	hearsayHints = []string{
		"according", "reported", "alleged", "is said", "selon", "après", "signalé", "según", "acuerdo con", "informado", "presunt",
		"по данным", "по словам", "по сообщ", "сообщается", "وفق", "بحسب", "تقارير", "据",
	}
	minQuotation = 5 // words from which on a quotation needs a source
)

// checkClaims advises a note where a paragraph gives what others said or wrote, and names no place where it can be read
// (UPRIGHT-CLAIM). Figures are the matter of UPR-CON-07.
func checkClaims(c *checker) {
	for _, s := range c.spotsIn(claims()...) {
		if _, ok := s.block.(*prose.Paragraph); !ok || s.notes != "" {
			continue
		}
		said := containsAny(s.lower, hearsayHints)
		quoted := strings.ContainsAny(s.text, "“«„「『\"")
		if !said && !quoted || byOurselves(s.lower) || treatyBodySymbol.MatchString(s.text) {
			continue
		}
		if said && c.hearsay(s) || !quoted {
			continue
		}
		for _, words := range quotations(s.text) {
			if count := prose.CountWords(words); count.Words >= minQuotation && (count.Han == 0 || count.Han >= 2*minQuotation) {
				c.block(Advice, s, words, "quoted", nil)
				break
			}
		}
	}
}

// hearsay reports what a paragraph has from others.
func (c *checker) hearsay(s spot) bool {
	for _, at := range hearsay.FindAllStringIndex(s.text, 10) {
		if rest := s.text[at[1]:]; !norms.MatchString(rest) && (strings.HasPrefix(s.text[at[0]:], "据") || speakers.MatchString(rest)) {
			c.block(Advice, s, s.text[at[0]:], "reported", nil)
			return true
		}
	}
	return false
}

func containsAny(text string, words []string) bool {
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}
