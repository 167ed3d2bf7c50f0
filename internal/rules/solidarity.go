package rules

import (
	"slices"
	"strings"

	"upright/internal/prose"
	"upright/internal/upr"
)

// checkMatrixParagraphs finds rows of the solidarity matrix of which no paragraph of the text speaks
// (UPRIGHT-SOLIDARITY-TEXT): an annex is not summarized, so what stands there alone is not read.
func checkMatrixParagraphs(c *checker) {
	there := func(id string) bool { return slices.ContainsFunc(c.spots, func(s spot) bool { return s.holds(id) }) }
	for i := range c.s.Annexes.Solidarity {
		if e := &c.s.Annexes.Solidarity[i]; !slices.ContainsFunc(e.Paragraphs, there) {
			c.matrix(Warning, e, "paragraph")
		}
	}
}

// holds reports whether a spot is the block with an id, or has it inside.
func (s spot) holds(id string) bool {
	for inner := range prose.Nested(s.block) {
		if id != "" && prose.BlockID(inner) == id {
			return true
		}
	}
	return false
}

// checkMatrixBasis finds rows of the solidarity matrix without a binding provision (UPRIGHT-SOLIDARITY-BASIS): the
// declaration they follow is a draft and binds no State.
func checkMatrixBasis(c *checker) {
	for i := range c.s.Annexes.Solidarity {
		if e := &c.s.Annexes.Solidarity[i]; strings.TrimSpace(e.Basis) == "" {
			c.matrix(Warning, e, "basis")
		}
	}
}

// checkMatrixIndicators advises indicators where the text has a part on solidarity (UPRIGHT-SOLIDARITY-INDICATOR).
func checkMatrixIndicators(c *checker) {
	if slices.ContainsFunc(c.s.Annexes.Solidarity, func(e upr.SolidarityEntry) bool { return strings.TrimSpace(e.Indicator) != "" }) {
		return
	}
	for _, part := range c.parts {
		if part.Kind == prose.Solidarity && !part.Empty() {
			c.part(Advice, part, "none", nil)
		}
	}
}

// matrix reports a finding on a row of the solidarity matrix; its binding provision or what it enables is quoted.
func (c *checker) matrix(severity Severity, e *upr.SolidarityEntry, what string) {
	words := e.Basis
	for _, other := range []string{e.Right, e.Holders} {
		if strings.TrimSpace(words) == "" {
			words = other
		}
	}
	c.report(severity, 0, Place{Kind: SolidarityPlace, ID: e.ID, Quote: quote(words)}, what, nil)
}
