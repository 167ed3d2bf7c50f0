package rules

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"upright/internal/lazyregexp"
	"upright/internal/prose"
)

// A Category is how far-reaching a recommendation is, by the categories of UPR Info: 1 minimal, 2 continuing, 3 considering,
// 4 general, 5 specific action. 0 is not known.
type Category int

// verbs tell the category of a recommendation from its first verb, in English only: that is the language of the 41,066
// recommendations from which the table was computed.
type verbs struct {
	reliable map[string]Category  // at least 80 per cent of the recommendations with the verb are in the category
	known    map[string]bool      // begins an action, of whatever category
	accepted map[Category]float64 // share of the recommendations that States accepted in sessions 1 to 20

	translated map[string]translated // by language; Upright's own
}

func readVerbs() (*verbs, error) {
	data, err := embedded.ReadFile(verbsFile)
	if err != nil {
		return nil, fmt.Errorf("rules: %w", err)
	}
	var file struct {
		Source, Note string
		Accepted     map[Category]float64
		Reliable     map[Category][]string
		Unreliable   []string
		Others       []string
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("rules: %s: %w", verbsFile, err)
	}
	v := &verbs{reliable: map[string]Category{}, known: map[string]bool{}, accepted: file.Accepted}
	for category, list := range file.Reliable {
		for _, verb := range list {
			v.reliable[verb], v.known[verb] = category, true
		}
	}
	for _, verb := range slices.Concat(file.Unreliable, file.Others) {
		v.known[verb] = true
	}
	v.translated, err = readTranslatedVerbs()
	return v, err
}

// Estimate returns the category of a recommendation in English and the verb it goes by; 0 and "" when the verb alone does
// not tell.
func (s *Set) Estimate(recommendation string) (Category, string) {
	verb := firstVerb(recommendation)
	if category, ok := s.verbs.reliable[verb]; ok {
		return category, verb
	}
	return 0, ""
}

// Accepted returns the share of recommendations of a category that States accepted in sessions 1 to 20 of the review.
func (s *Set) Accepted(category Category) float64 { return s.verbs.accepted[category] }

// filler stands before the verb without being one.
var filler = lazyregexp.New(`^(?:to|the|also|further|fully|swiftly|promptly|urgently|immediately|effectively|actively|duly|please|that)\s+`)

// modal ends the subject of a sentence: what follows is the verb.
var modal = lazyregexp.New(`^.{0,80}?\b(?:should|shall|must|ought to)\s+`)

// firstVerb returns the first word that can be the verb, in lower case.
func firstVerb(text string) string {
	text = strings.ToLower(strings.TrimSpace(text))
	if at := modal.FindStringIndex(text); at != nil {
		text = text[at[1]:]
	}
	for at := filler.FindStringIndex(text); at != nil; at = filler.FindStringIndex(text) {
		text = text[at[1]:]
	}
	word, _, _ := strings.Cut(text, " ")
	return strings.Trim(word, ",.;:()")
}

var (
	// nounFirst is how a sentence begins that does not begin with what to do.
	nounFirst = lazyregexp.New(`(?i)^(?:the|a|an|we|it|this|there|these|those|all|our|in|on|by|for|with|government|state|authorities)\b`)
	// measurable is what makes it possible to see whether a recommendation was carried out by a time: a year or another
	// number, or words for a time limit, in the six languages.
	measurable = lazyregexp.New(`[0-9٠-٩]|(?i:\b(?:within|by the end|(?:by|in|at) (?:its|the) next|before|annual|annually|every|each year|deadline|one year|no later|prochaine?|délai|avant|d['’]ici|chaque|annuel\pL*|antes|próxim[oa]|plazo|cada|anual\pL*|a más tardar)\b|в течение|до конца|ежегодн|срок|следующ|خلال|غضون|المقبل|بحلول|قبل|سنوي|内|之前|每年|下次|年底)`)
)

// checkRecommendations looks at each own recommendation (UPR-CON-11): length, one action each, a verb that can be verified,
// something to measure it by. The verb is judged in English only.
func checkRecommendations(c *checker) {
	list := c.recommendations()
	n := len(list)
	for _, s := range list {
		most := int(c.rule.Check.number("max_words"))
		if words := prose.CountWords(s.text).Words; words > most {
			c.block(Advice, s, s.text, "long", map[string]any{"n": words, "limit": most})
		}
		if c.s.Details.Language == "en" {
			checkVerb(c, s)
		}
		if !measurable.MatchString(prose.Plain(prose.Content(s.block))) { // numbers of paragraphs are no date
			c.block(Advice, s, s.text, "time", nil)
		}
	}
	part := -1
	for i, p := range c.parts {
		if p.Kind == prose.Recommendations && !p.Empty() {
			part = i
		}
	}
	if n == 0 && part >= 0 {
		c.part(Warning, c.parts[part], "none", nil)
	}
}

// recommendations are the spots of the organization's own recommendations that have text.
func (c *checker) recommendations() []spot {
	var list []spot
	for _, s := range c.spots {
		if r, ok := s.block.(*prose.Recommendation); ok && !prose.Empty(r) {
			list = append(list, s)
		}
	}
	return list
}

// checkVerb judges the verbs of a recommendation in English. It is honest about the price: specific recommendations can
// be verified, and States accept fewer of them.
func checkVerb(c *checker, s spot) {
	category, verb := c.set.Estimate(s.text)
	switch {
	case category > 0 && category < Category(c.rule.Check.number("warn_below_category")):
		c.block(Advice, s, verb, fmt.Sprintf("category-%d", category), map[string]any{
			"verb": verb, "specific": percent(c.set.Accepted(5)), "general": percent(c.set.Accepted(4)),
		})
	case category == 0 && !modal.MatchString(strings.ToLower(s.text)) && nounFirst.MatchString(s.text):
		c.block(Advice, s, s.text, "verb", nil)
	}
	if verbs := c.set.actions(s.text); len(verbs) > 1 {
		c.block(Advice, s, s.text, "several", map[string]any{"verbs": strings.Join(verbs, ", ")})
	}
}

func percent(share float64) int { return int(share*100 + 0.5) }

// andThen is where a further action can begin.
var andThen = lazyregexp.New(`(?i)(?:,? and|;) (?:to |also )?([a-z]+) (?:the|a|an|all|its|their|them|it|that|to|any|every|each|of)\b`)

// actions returns the first verb of a recommendation and the known verbs that begin further actions.
func (s *Set) actions(text string) []string {
	first := firstVerb(text)
	if first == "" {
		return nil
	}
	list := []string{first}
	for _, match := range andThen.FindAllStringSubmatch(text, -1) {
		if verb := strings.ToLower(match[1]); s.verbs.known[verb] {
			list = append(list, verb)
		}
	}
	return list
}
