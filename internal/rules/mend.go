package rules

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"upright/internal/prose"
	"upright/internal/upr"
)

// A Fix is how a finding can be mended without judging anything. It is offered, and done only when a person says so.
type Fix struct {
	Kind FixKind
	Old  string   // of Replace: the words as they stand in the place of the finding
	New  string   // of Replace: those to put there
	List []string // of TakeKeywords
}

// FixKind says what mends a finding.
type FixKind string

// The kinds of fix. All but the last change the text at the place of the finding.
const (
	Replace         FixKind = "replace"
	RemoveEmpty     FixKind = "remove" // a block or an endnote without words
	NumberParagraph FixKind = "number"
	RaiseHeading    FixKind = "raise" // a subheading to the first level
	TakeKeywords    FixKind = "keywords"
)

// fix offers to mend the last finding.
func (c *checker) fix(f Fix) { c.found[len(c.found)-1].Fix = &f }

// nearestNumber returns the number of an imported recommendation that differs least from one that is not there; "" when
// none is near: more than two signs are no slip.
func (c *checker) nearestNumber(number string) string {
	best, distance := "", 3
	for i := range c.s.Annexes.Previous {
		other := c.s.Annexes.Previous[i].Number
		if other == "" {
			continue
		}
		d := slips(number, other)
		if d < distance || d == distance && apart(number, other) < apart(number, best) {
			best, distance = other, d
		}
	}
	return best
}

// slips counts the signs to put in, take out or change to make one text of another, and two neighbours that changed places
// as one.
func slips(a, b string) int {
	before, row := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		older := before
		before, row = row, make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			changed := 1
			if a[i-1] == b[j-1] {
				changed = 0
			}
			row[j] = min(before[j]+1, row[j-1]+1, before[j-1]+changed)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], older[j-2]+1)
			}
		}
	}
	return row[len(b)]
}

// apart is how far two numbers of recommendations are from each other in a report.
func apart(a, b string) int {
	place := func(s string) int {
		_, after, _ := strings.Cut(s, ".")
		n, _ := strconv.Atoi(after)
		return n
	}
	return max(place(a)-place(b), place(b)-place(a))
}

const (
	maxKeywords = 8  // offered
	minLetters  = 6  // of a frequent word that can be a key word
	minTimes    = 3  // that it stands in the text
	maxKeyword  = 60 // characters of a subheading that can be one
)

// keywordsFromText returns what the text is about, as far as it says so itself: the subheadings of the parts on rights, then
// the words that it uses most. Those that are key words already are not among them.
func (c *checker) keywordsFromText() []string {
	taken := map[string]bool{}
	for _, word := range c.s.Details.Keywords {
		taken[strings.ToLower(word)] = true
	}
	var list []string
	take := func(word string) {
		if key := strings.ToLower(word); !taken[key] && len(list) < maxKeywords {
			taken[key] = true
			list = append(list, word)
		}
	}
	for _, s := range c.spotsIn(prose.Rights) {
		if h, ok := s.block.(*prose.Heading); ok && h.Level == 1 && utf8.RuneCountInString(s.text) <= maxKeyword && strings.TrimSpace(s.text) != "" {
			take(strings.TrimSpace(s.text))
		}
	}
	for _, word := range c.frequent() {
		take(word)
	}
	return list
}

// offerKeywords offers what the text is about, where it can be told.
func (c *checker) offerKeywords() {
	if list := c.keywordsFromText(); len(list) > 0 {
		c.fix(Fix{Kind: TakeKeywords, List: list})
	}
}

// Keywords returns what the text of a submission offers as key words beside those that it has; see TakeKeywords.
func Keywords(s *upr.Submission) []string {
	return newChecker(&Set{}, s, Context{}).keywordsFromText()
}

// frequent returns the words of the parts on rights and solidarity that stand there most often, the most frequent first.
func (c *checker) frequent() []string {
	times := map[string]int{}
	for _, s := range c.spotsIn(prose.Rights, prose.Solidarity) {
		for _, word := range strings.FieldsFunc(s.lower, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }) {
			if utf8.RuneCountInString(word) >= minLetters && !commonWords[word] {
				times[word]++
			}
		}
	}
	var words []string
	for word, n := range times {
		if n >= minTimes {
			words = append(words, word)
		}
	}
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(times[b]-times[a], cmp.Compare(a, b)) })
	return words
}

// commonWords are long words that say nothing of what a text is about, in the languages with such words.
var commonWords = wordSet(`
	because before between during however according against without within whether another should people person persons
	government state states article paragraph recommendation recommendations through although million number authorities
	personnes personne pendant toutefois cependant contre entre depuis notamment certains certaines plusieurs article
	paragraphe recommandation recommandations autorités gouvernement nombre ailleurs également
	personas persona durante embargo contra entre desde además algunos algunas varios varias artículo párrafo recomendación
	recomendaciones autoridades gobierno número también
	государства государство которые который которых человек людей статья рекомендация рекомендации также однако
`)
