package rules

import (
	"strings"

	"upright/internal/prose"
)

// minRepeat is how many words a sentence has at least that is worth saying once only; of Han characters it takes twice as many.
const minRepeat = 8

// checkRepeats finds sentences that stand twice (UPRIGHT-TWICE). The summary may say again what the text says.
func checkRepeats(c *checker) {
	first := map[string]*spot{}
	for _, s := range c.sentences() {
		if s.spot.part.Kind == prose.Summary || len(s.words) < minRepeat || len(s.words) < 2*minRepeat && strings.ContainsFunc(s.text, isHan) {
			continue
		}
		key := strings.Join(s.words, " ")
		before, twice := first[key]
		if !twice {
			first[key] = s.spot
			continue
		}
		number, _ := c.numbers.Label(prose.BlockID(before.block))
		if before.block == s.spot.block || number == "" {
			c.block(Advice, *s.spot, s.text, "same", nil)
			continue
		}
		c.block(Advice, *s.spot, s.text, "sentence", map[string]any{"number": number})
	}
}
