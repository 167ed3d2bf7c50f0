package rules

import (
	"slices"

	"upright/internal/prose"
)

// checkLanguage holds the language of the text to those that are accepted and preferred (UPR-FMT-01).
func checkLanguage(c *checker) {
	lang := c.s.Details.Language
	switch {
	case !slices.Contains(c.rule.Check.list("allowed"), lang):
		c.field(Error, "language", "other", nil)
	case !slices.Contains(c.rule.Check.list("preferred"), lang):
		c.field(Advice, "language", "notpreferred", nil)
	}
}

// checkNumbering finds body paragraphs without a number, and numbers without a paragraph (UPR-FMT-05). Parts that are
// empty as a whole are left to their own rule.
func checkNumbering(c *checker) {
	for _, s := range c.spots {
		p, ok := s.block.(*prose.Paragraph)
		if !ok || s.part.Empty() {
			continue
		}
		empty := prose.Empty(p)
		switch {
		case empty && p.Numbered:
			c.block(Error, s, "", "empty", nil)
			c.fix(Fix{Kind: RemoveEmpty})
		case !empty && !p.Numbered:
			c.block(Error, s, s.text, "unnumbered", nil)
			c.fix(Fix{Kind: NumberParagraph})
		}
	}
}

// checkOrder advises the order of OHCHR's summary when parts stand in another one (UPR-STR-01).
func checkOrder(c *checker) {
	last := -1
	for _, part := range c.parts {
		rank := slices.Index(prose.PartKinds(), part.Kind)
		if part.Kind == prose.Other {
			continue
		}
		if rank < last {
			c.part(Advice, part, "order", nil)
			return
		}
		last = rank
	}
}

// checkSettled finds suggestions that nobody decided on: the files are made without them, and a text that is handed in is
// hardly taken again (UPR-FMT-09).
func checkSettled(c *checker) {
	if n := c.s.OpenSuggestions(); n > 0 {
		c.whole(Warning, "open", map[string]any{"n": n})
	}
}
