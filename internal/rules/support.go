package rules

import (
	"strings"

	"upright/internal/lazyregexp"
	"upright/internal/prose"
)

// typedParagraph is a number of a paragraph that was typed: it stays when the paragraphs move.
var typedParagraph = lazyregexp.New(`(?i)(?:\bpara(?:graph|graphe)?s?\.?|\bpárr(?:afos?|s?\.)|пункт\pL*|п\.|الفقر\pL+|第)\s*[0-9]+`)

// checkSupport finds recommendations that no paragraph of this text is linked to (UPRIGHT-SUPPORT): neither does the
// recommendation refer to one, nor one to it. What was typed by hand is not known to lead anywhere.
func checkSupport(c *checker) {
	linked := map[string]bool{} // recommendations that a paragraph refers to
	paragraphs := false
	for _, s := range c.spots {
		if s.part.Kind == prose.Recommendations {
			continue
		}
		paragraphs = paragraphs || s.part.Kind == prose.Rights && !s.part.Empty()
		for _, target := range referencesOf(s.block) {
			linked[target] = true
		}
	}
	if !paragraphs {
		return // there is nothing yet that could justify them
	}
	for _, s := range c.spots {
		r, ok := s.block.(*prose.Recommendation)
		if !ok || prose.Empty(r) || linked[r.ID] || c.refersToParagraph(r) {
			continue
		}
		if typedParagraph.MatchString(s.text) {
			c.block(Advice, s, s.text, "typed", nil)
			continue
		}
		c.block(Advice, s, s.text, "none", nil)
	}
}

// refersToParagraph reports whether a recommendation has a cross-reference to a paragraph that is there.
func (c *checker) refersToParagraph(r *prose.Recommendation) bool {
	for _, target := range referencesOf(r) {
		if _, there := c.numbers.Paragraphs[target]; there {
			return true
		}
		if _, there := c.numbers.Tables[target]; there {
			return true
		}
	}
	return false
}

// referencesOf returns the targets of the cross-references in a block and in what is nested in it.
func referencesOf(b prose.Block) []string {
	var targets []string
	for inner := range prose.Nested(b) {
		for _, inline := range prose.Content(inner) {
			if reference, ok := inline.(*prose.CrossReference); ok {
				targets = append(targets, reference.Target)
			}
		}
	}
	return targets
}

// notStates are words for those who are asked for much and who do not answer in the review, in the six languages.
var notStates = lazyregexp.New(`(?i)\b(?:international community|united nations|ohchr|donors?|compan(?:y|ies)|business(?:es)?|corporations?|employers|civil society|ngos?|world bank|churches)\b` +
	`|communauté internationale|nations unies|\bhcdh\b|entreprises|société civile|bailleurs|\bong\b|employeurs|églises` +
	`|comunidad internacional|naciones unidas|\bacnudh\b|empresas|sociedad civil|donantes|empleadores|iglesias` +
	`|международно\pL+ сообществ|организаци\pL+ объединенных|\bкомпани|предприяти|гражданско\pL+ обществ|донор|работодател` +
	`|المجتمع الدولي|الأمم المتحدة|الشركات|المجتمع المدني|المانحين|أصحاب العمل|国际社会|联合国|企业|公司|民间社会|捐助方|雇主`)

// subject is what stands before the verb of a recommendation that is a sentence.
var subject = lazyregexp.New(`(?i)^.{0,80}?(?:\b(?:should|shall|must|ought to)\b|\bdoi(?:t|vent)\b|\bdevrai(?:t|ent)\b|\bdebe(?:n|ría|rían)?\b|долж[нне]\pL*|следует|ينبغي|يجب|应当?|须)`)

// checkAddressee finds recommendations to somebody who is not a State (UPRIGHT-ADDRESSEE): the State under review answers, and
// nobody else.
func checkAddressee(c *checker) {
	for _, s := range c.spots {
		r, ok := s.block.(*prose.Recommendation)
		if !ok || prose.Empty(r) {
			continue
		}
		who := r.Addressee
		if strings.TrimSpace(who) == "" {
			who = subject.FindString(s.text)
		}
		if other := notStates.FindString(who); other != "" {
			c.block(Advice, s, s.text, "other", map[string]any{"who": strings.TrimSpace(other)})
		}
	}
}
