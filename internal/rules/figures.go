package rules

import (
	"slices"
	"strings"
	"unicode/utf8"

	"upright/internal/prose"
)

// A counted is a number in a sentence with what it counts.
type counted struct {
	number string
	noun   string          // stem of the word behind the number
	about  map[string]bool // stems of the other words of the sentence
	years  []string        // that the sentence names, and other numbers are not compared
	spot   *spot
	text   string
}

const (
	stem = 5 // letters by which a word is known again in another form
	// alike is the share of its words that the shorter of two sentences has in common with the other, from which on both
	// are taken to speak of one thing.
	alike    = 0.7
	minAlike = 4 // words in common, at least
	// maxSame is how many numbers of one noun are compared with the later ones: a text that counts one thing more often is a
	// list, and to compare all of them takes time.
	maxSame = 40
)

// checkFigures finds sentences of two paragraphs that say nearly the same with another number (UPRIGHT-FIGURE): one of them
// was corrected and the other was not, most often. Sentences that name different years may well differ.
func checkFigures(c *checker) {
	byNoun := map[string][]counted{}
	for _, s := range c.sentences() {
		for _, now := range countsIn(s) {
			for _, before := range byNoun[now.noun] {
				if before.number != now.number && before.spot.block != now.spot.block && before.likely(&now) {
					number, _ := c.numbers.Label(prose.BlockID(before.spot.block))
					if number == "" {
						continue
					}
					c.block(Advice, *now.spot, now.text, "differ", map[string]any{"here": now.number, "there": before.number, "number": number})
					break
				}
			}
			if len(byNoun[now.noun]) < maxSame {
				byNoun[now.noun] = append(byNoun[now.noun], now)
			}
		}
	}
}

// likely reports whether two numbers are said of one thing.
func (a *counted) likely(b *counted) bool {
	if len(a.years) > 0 && len(b.years) > 0 && !slices.Equal(a.years, b.years) {
		return false
	}
	common := 0
	for w := range a.about {
		if b.about[w] {
			common++
		}
	}
	least := min(len(a.about), len(b.about))
	return common >= minAlike && float64(common) >= alike*float64(least)
}

// countsIn returns the numbers of a sentence that count something. Of several it takes none but the first three: a list of
// figures says what it is about once for all of them.
func countsIn(s sentence) []counted {
	if !hasDigit(s.text) && len(foldDigits(s.text)) == len(s.text) {
		return nil
	}
	var list []counted
	var years []string
	about := map[string]bool{}
	for i, w := range s.words {
		w = foldDigits(w)
		switch {
		case !isDigit(w[0]):
			if content(w) {
				about[cutStem(w)] = true
			}
		case len(w) == 4 && (strings.HasPrefix(w, "19") || strings.HasPrefix(w, "20")):
			years = append(years, w)
		default:
			if noun := nounBehind(s.words[i+1:]); noun != "" && allDigits(w) && len(list) < 3 {
				list = append(list, counted{number: w, noun: noun, spot: s.spot, text: strings.TrimSpace(s.text)})
			}
		}
	}
	for i := range list {
		list[i].about, list[i].years = about, years
	}
	return list
}

// nounBehind returns the stem of the first word that says something behind a number: in the two words that follow, or the
// two characters of a script without spaces.
func nounBehind(words []string) string {
	if len(words) > 1 && strings.ContainsFunc(words[0], isHan) {
		return words[0] + words[1]
	}
	for _, w := range words[:min(2, len(words))] {
		if content(w) {
			return cutStem(w)
		}
	}
	return ""
}

// content reports whether a word says something: long enough, and no number. A Han character always does.
func content(w string) bool {
	first, _ := utf8.DecodeRuneInString(w)
	return isHan(first) || !isDigit(w[0]) && utf8.RuneCountInString(w) >= 4
}

func cutStem(w string) string {
	n := 0
	for at := range w {
		if n == stem {
			return w[:at]
		}
		n++
	}
	return w
}

func allDigits(w string) bool {
	for i := range len(w) {
		if !isDigit(w[i]) && w[i] != '.' && w[i] != ',' && w[i] != ' ' && w[i] < utf8.RuneSelf {
			return false
		}
	}
	return true
}
