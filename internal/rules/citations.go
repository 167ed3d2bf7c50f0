package rules

import (
	"strings"
	"unicode/utf8"

	"upright/internal/lazyregexp"
	"upright/internal/prose"
)

var (
	// recommendationNumber is how recommendations are numbered in reports of the Working Group: 140.7 (UPR-CON-13).
	recommendationNumber = lazyregexp.New(`(?:^|[^0-9.,])([0-9]{1,3}\.[0-9]{1,3})(?:$|[^0-9.,%]|[.,](?:\s|$))`)
	// recommendationWord names recommendations in the six languages.
	recommendationWord = lazyregexp.New(`(?i)recomm?[ea]nda|рекомендаци|توصي|建议`)
	// reportSymbol is the symbol of a report of the Working Group or of its addendum.
	reportSymbol = lazyregexp.New(`\bA/HRC/[0-9]{1,3}/[0-9]{1,3}(?:/Add\.[0-9]+)?\b`)
	// looseLead and looseSymbol are what people write when they mean one, before the letters HRC and from there on. Bound
	// to a place they are quick; one pattern would be tried at every letter of the text.
	looseLead   = lazyregexp.New(`(?i)\bA\s?/?\s?$`)
	looseSymbol = lazyregexp.New(`(?i)^HRC\s?/\s?([0-9]{1,3})\s?/\s?([0-9]{1,3})(?:\s?/\s?Add\s?\.?\s?([0-9]+))?\b`)
)

// cites reports whether a spot cites a recommendation of a review by its number.
func (s spot) cites() bool {
	text := s.text + "\n" + s.notes
	return numberOfRecommendation(text) != "" && (recommendationWord.MatchString(text) || reportSymbol.MatchString(text))
}

// numberOfRecommendation returns the first number in a text that is written as those of recommendations, "" for none.
func numberOfRecommendation(text string) string {
	for at := 1; at+1 < len(text); at++ {
		if text[at] == '.' && isDigit(text[at-1]) && isDigit(text[at+1]) { // else the pattern, which is slow, finds nothing
			if match := recommendationNumber.FindStringSubmatch(text); match != nil {
				return match[1]
			}
			return ""
		}
	}
	return ""
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// hasDigit is asked before the patterns that need one: it is a hundred times faster.
func hasDigit(text string) bool { return strings.ContainsAny(text, "0123456789") }

// checkFollowUp advises to cite at least one recommendation of the previous review by its number (UPR-CON-01). It waits
// until there is something in the part for it; a part that is missing or empty has rules of its own.
func checkFollowUp(c *checker) {
	var part *prose.Part
	linked := c.linkedBlocks()
	for _, s := range c.spots {
		if s.cites() || linked[prose.BlockID(s.block)] {
			return
		}
		if s.part.Kind == prose.FollowUp && part == nil && !s.part.Empty() {
			part = s.part
		}
	}
	switch n := len(c.s.Annexes.Previous); {
	case part != nil && n > 0:
		c.part(Warning, part, "imported", map[string]any{"n": n})
	case part != nil:
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
				c.fix(Fix{Kind: Replace, Old: match[0], New: symbol})
			}
		}
		if number := numberOfRecommendation(s.text); number != "" && recommendationWord.MatchString(s.text) {
			c.citation(s, number, len(symbols) > 0)
		}
	}
}

// citation looks at a recommendation that a text cites by its number. Where those of earlier reviews were imported, it knows
// the document, and whether there is such a recommendation at all.
func (c *checker) citation(s spot, number string, documented bool) {
	numbered, symbol, there := false, "", false
	for i := range c.s.Annexes.Previous {
		r := &c.s.Annexes.Previous[i]
		numbered = numbered || r.Number != ""
		if r.Number == number {
			there, symbol = true, r.Symbol
		}
	}
	switch {
	case numbered && !there:
		c.block(Advice, s, number, "unknown", map[string]any{"number": number})
		if nearest := c.nearestNumber(number); nearest != "" {
			c.fix(Fix{Kind: Replace, Old: number, New: nearest})
		}
	case !documented && symbol != "":
		c.block(Advice, s, number, "known", map[string]any{"number": number, "symbol": symbol})
		c.fix(Fix{Kind: Replace, Old: number, New: number + " (" + symbol + ")"})
	case !documented:
		c.block(Advice, s, number, "document", map[string]any{"number": number})
	}
}

// linkedBlocks are the ids of the blocks that previous recommendations are linked to.
func (c *checker) linkedBlocks() map[string]bool {
	linked := make(map[string]bool)
	for i := range c.s.Annexes.Previous {
		for _, id := range c.s.Annexes.Previous[i].Paragraphs {
			linked[id] = true
		}
	}
	return linked
}

// symbolsIn finds what looks like a symbol of the Council, with its numbers.
func symbolsIn(text string) [][]string {
	var symbols [][]string
	for at := 0; at+len("HRC") < len(text); at++ {
		if !strings.EqualFold(text[at:at+len("HRC")], "HRC") {
			continue
		}
		lead := looseLead.FindString(text[max(0, at-len("xA / ")):at])
		if match := looseSymbol.FindStringSubmatch(text[at:]); lead != "" && match != nil {
			match[0] = lead + match[0]
			symbols = append(symbols, match)
		}
	}
	return symbols
}

// treatyBodySymbol is that of a document of a treaty body or of the Council's experts (UPR-CON-09).
var treatyBodySymbol = lazyregexp.New(`\b(?:CCPR|E/C\.12|CEDAW|CRC|CAT|CERD|CMW|CRPD|CED)/C/[A-Z0-9/.-]+|\bE/C\.12/[A-Z0-9/.-]+|\bA/HRC/[0-9]{1,3}/[0-9]{1,3}`)

// closings returns the marks that end a quotation which begins with a mark.
func closings(opening rune) string {
	switch opening {
	case '“':
		return "”"
	case '«':
		return "»"
	case '„':
		return "“”"
	case '「':
		return "」"
	case '『':
		return "』"
	case '《':
		return "》"
	}
	return `"`
}

// quotations returns what stands between quotation marks in a text, with the marks. Marks that were looked for once and do
// not come any more are not looked for again: a long text of opening marks would take minutes.
func quotations(text string) []string {
	var list []string
	gone := map[string]bool{} // closing marks that the rest of the text has not
	for {
		begin := strings.IndexAny(text, "“«„「『《\"")
		if begin < 0 {
			return list
		}
		text = text[begin:]
		opening, size := utf8.DecodeRuneInString(text)
		marks, end := closings(opening), -1
		if !gone[marks] {
			end = strings.IndexAny(text[size:], marks)
		}
		if end < 0 {
			gone[marks] = true
			text = text[size:]
			continue
		}
		_, last := utf8.DecodeRuneInString(text[size+end:])
		list = append(list, text[:size+end+last])
		text = text[size+end+last:]
	}
}

// mostly is the share of a paragraph from which on it is a quotation.
const mostly = 0.6

// checkQuotations finds paragraphs that mainly quote a United Nations body (UPR-CON-09): the Council has that text in the
// compilation.
func checkQuotations(c *checker) {
	for _, s := range c.spots {
		quoted := strings.Join(quotations(s.text), " ")
		if float64(len(quoted)) < mostly*float64(len(s.text))/2 || !treatyBodySymbol.MatchString(s.text) && !treatyBodySymbol.MatchString(s.notes) {
			continue // far from it: the words need not be counted
		}
		n := prose.CountWords(quoted).Words
		if all := prose.CountWords(s.text).Words; n >= 20 && float64(n) >= mostly*float64(all) {
			c.block(Advice, s, s.text, "quoted", map[string]any{"percent": 100 * n / all})
		}
	}
}
