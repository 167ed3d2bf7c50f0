package rules

import (
	"slices"
	"strings"

	"upright/internal/prose"
)

// checkText makes sure that there is something to submit (UPRIGHT-TEXT).
func checkText(c *checker) {
	if !slices.ContainsFunc(c.parts, func(p *prose.Part) bool { return !p.Empty() }) {
		c.whole(Error, "none", nil)
	}
}

// checkEmptyParts finds parts that would print their title and nothing below it (UPRIGHT-PART). A text that is empty
// altogether is one finding of its own, not nine.
func checkEmptyParts(c *checker) {
	if !slices.ContainsFunc(c.parts, func(p *prose.Part) bool { return !p.Empty() }) {
		return
	}
	for _, part := range c.parts {
		if !part.Empty() {
			continue
		}
		if slices.Contains(c.rule.Check.list("required"), string(part.Kind)) {
			c.part(Error, part, "required", nil)
		} else {
			c.part(Warning, part, "empty", nil)
		}
	}
}

// checkPartTitles finds parts of the author's own without a title; the others have a standard one (UPRIGHT-PART-TITLE).
func checkPartTitles(c *checker) {
	for _, part := range c.parts {
		if part.Kind == prose.Other && strings.TrimSpace(part.Title) == "" {
			c.part(Warning, part, "missing", nil)
		}
	}
}

// checkHeadings finds subheadings without words and lower ones without a higher one (UPRIGHT-HEADING).
func checkHeadings(c *checker) {
	var part *prose.Part
	higher := false
	for _, s := range c.spots {
		if s.part != part {
			part, higher = s.part, false
		}
		h, ok := s.block.(*prose.Heading)
		if !ok {
			continue
		}
		switch {
		case prose.Empty(h):
			c.block(Warning, s, "", "empty", nil)
			c.fix(Fix{Kind: RemoveEmpty})
		case h.Level == 1:
			higher = true
		case !higher:
			c.block(Advice, s, s.text, "level", nil)
			c.fix(Fix{Kind: RaiseHeading})
		}
	}
}

// checkReferences finds cross-references that would print a question mark (UPRIGHT-REFERENCE).
func checkReferences(c *checker) {
	for _, s := range c.spots {
		for inner := range prose.Nested(s.block) {
			for _, inline := range prose.Content(inner) {
				reference, ok := inline.(*prose.CrossReference)
				if !ok {
					continue
				}
				if _, ok := c.numbers.Label(reference.Target); !ok {
					c.block(Error, s, s.text, "broken", nil)
				}
			}
		}
	}
}

// checkEmptyNotes finds endnotes without text (UPRIGHT-NOTE).
func checkEmptyNotes(c *checker) {
	for _, s := range c.spots {
		for _, note := range notesOf(s.block) {
			if strings.TrimSpace(note.Plain()) == "" {
				c.note(Error, s, note, "", "empty", nil)
				c.fix(Fix{Kind: RemoveEmpty})
			}
		}
	}
}

// checkEmptyRecommendations finds recommendations without text, outside of parts that are empty as a whole
// (UPRIGHT-RECOMMENDATION).
func checkEmptyRecommendations(c *checker) {
	for _, s := range c.spots {
		if r, ok := s.block.(*prose.Recommendation); ok && prose.Empty(r) && !s.part.Empty() {
			c.block(Error, s, "", "empty", nil)
			c.fix(Fix{Kind: RemoveEmpty})
		}
	}
}

// checkCaptions advises captions (UPRIGHT-CAPTION).
func checkCaptions(c *checker) {
	for _, s := range c.spots {
		if t, ok := s.block.(*prose.Table); ok && strings.TrimSpace(t.Caption) == "" {
			c.block(Advice, s, s.text, "missing", nil)
		}
	}
}

// checkIdentifiers finds blocks and notes whose id stands twice or is missing (UPRIGHT-ID). The editor mends them as
// soon as somebody with the right to write opens the text.
func checkIdentifiers(c *checker) {
	seen := map[string]bool{"": true}
	for _, s := range c.spots {
		twice := false
		for inner := range prose.Nested(s.block) {
			twice = twice || seen[prose.BlockID(inner)]
			seen[prose.BlockID(inner)] = true
		}
		for _, note := range notesOf(s.block) {
			twice = twice || seen[note.ID]
			seen[note.ID] = true
		}
		if twice {
			c.block(Warning, s, s.text, "twice", nil)
		}
	}
}
