package rules

import (
	"regexp"
	"strings"

	"upright/internal/prose"
)

var (
	// recommendationNumber is how recommendations are numbered in reports of the Working Group: 140.7 (UPR-CON-13).
	recommendationNumber = regexp.MustCompile(`(?:^|[^0-9.,])([0-9]{1,3}\.[0-9]{1,3})(?:$|[^0-9.,%]|[.,](?:\s|$))`)
	// recommendationWord names recommendations in the six languages.
	recommendationWord = regexp.MustCompile(`(?i)recom[me]+nda|рекомендаци|توصي|建议`)
	// reportSymbol is the symbol of a report of the Working Group or of its addendum.
	reportSymbol = regexp.MustCompile(`\bA/HRC/[0-9]{1,3}/[0-9]{1,3}(?:/Add\.[0-9]+)?\b`)
	// looseSymbol is what people write when they mean one.
	looseSymbol = regexp.MustCompile(`(?i)\bA\s?/?\s?HRC\s?/\s?([0-9]{1,3})\s?/\s?([0-9]{1,3})(?:\s?/\s?Add\s?\.?\s?([0-9]+))?\b`)
)

// cites reports whether a spot cites a recommendation of a review by its number.
func (s spot) cites() bool {
	text := s.text + "\n" + s.notes
	return recommendationNumber.MatchString(text) && (recommendationWord.MatchString(text) || reportSymbol.MatchString(text))
}

// checkFollowUp advises to cite at least one recommendation of the previous review by its number (UPR-CON-01). It waits
// until there is something in the part for it; a part that is missing or empty has rules of its own.
func checkFollowUp(c *checker) {
	var part *prose.Part
	for _, s := range c.spots {
		if s.cites() {
			return
		}
		if s.part.Kind == prose.FollowUp && part == nil && !s.part.Empty() {
			part = s.part
		}
	}
	if part != nil {
		c.part(Warning, part, "none", nil)
	}
}

// checkCitations looks at how recommendations of reviews are cited: with the document, and its symbol as it is printed
// (UPR-CON-13).
func checkCitations(c *checker) {
	for _, s := range c.spots {
		text := s.text + "\n" + s.notes
		symbols := symbolsIn(text)
		for _, match := range symbols {
			symbol := "A/HRC/" + match[1] + "/" + match[2]
			if match[3] != "" {
				symbol += "/Add." + match[3]
			}
			if match[0] != symbol {
				c.block(Advice, s, match[0], "symbol", map[string]any{"symbol": symbol})
			}
		}
		number := recommendationNumber.FindStringSubmatch(s.text)
		if number != nil && recommendationWord.MatchString(s.text) && len(symbols) == 0 {
			c.block(Advice, s, number[1], "document", map[string]any{"number": number[1]})
		}
	}
}

// symbolsIn finds what looks like a symbol of the Council, with its numbers.
func symbolsIn(text string) [][]string {
	if !strings.Contains(strings.ToUpper(text), "HRC") {
		return nil
	}
	return looseSymbol.FindAllStringSubmatch(text, -1)
}

var (
	// treatyBodySymbol is that of a document of a treaty body or of the Council's experts (UPR-CON-09).
	treatyBodySymbol = regexp.MustCompile(`\b(?:CCPR|E/C\.12|CEDAW|CRC|CAT|CERD|CMW|CRPD|CED)/C/[A-Z0-9/.-]+|\bE/C\.12/[A-Z0-9/.-]+|\bA/HRC/[0-9]{1,3}/[0-9]{1,3}`)
	quotation        = regexp.MustCompile(`“[^”]*”|«[^»]*»|„[^“”]*[“”]|「[^」]*」|『[^』]*』|《[^》]*》|"[^"]*"`)
)

// mostly is the share of a paragraph from which on it is a quotation.
const mostly = 0.6

// checkQuotations finds paragraphs that mainly quote a United Nations body (UPR-CON-09): the Council has that text in the
// compilation.
func checkQuotations(c *checker) {
	for _, s := range c.spots {
		quoted := strings.Join(quotation.FindAllString(s.text, -1), " ")
		if float64(len(quoted)) < mostly*float64(len(s.text))/2 || !treatyBodySymbol.MatchString(s.text) && !treatyBodySymbol.MatchString(s.notes) {
			continue // far from it: the words need not be counted
		}
		n := prose.CountWords(quoted).Words
		if all := prose.CountWords(s.text).Words; n >= 20 && float64(n) >= mostly*float64(all) {
			c.block(Advice, s, s.text, "quoted", map[string]any{"percent": 100 * n / all})
		}
	}
}
