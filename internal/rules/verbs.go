package rules

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"upright/internal/lazyregexp"
)

// ownVerbsFile holds verbs for the languages that UPR Info's table is not in.
const ownVerbsFile = "data/verbs-own.json"

// translated are the verbs of one language, by the categories of UPR Info. The lists are Upright's own: translations of the
// English verbs whose category the table tells reliably, and nobody counted in these languages.
type translated struct {
	category map[string]Category
	known    map[string]bool
}

func readTranslatedVerbs() (map[string]translated, error) {
	data, err := embedded.ReadFile(ownVerbsFile)
	if err != nil {
		return nil, fmt.Errorf("rules: %w", err)
	}
	var file struct {
		Source, Note string
		Languages    map[string]struct {
			Category map[Category][]string
			Others   []string
		}
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("rules: %s: %w", ownVerbsFile, err)
	}
	all := make(map[string]translated)
	for lang, lists := range file.Languages {
		v := translated{category: map[string]Category{}, known: map[string]bool{}}
		for category, words := range lists.Category {
			for _, w := range words {
				v.category[w], v.known[w] = category, true
			}
		}
		for _, w := range lists.Others {
			v.known[w] = true
		}
		all[lang] = v
	}
	return all, nil
}

// EstimateIn is Estimate for a recommendation in any of the six languages. For others than English it goes by lists of
// Upright's own.
func (s *Set) EstimateIn(lang, recommendation string) (Category, string) {
	if lang == "en" {
		return s.Estimate(recommendation)
	}
	v, ok := s.verbs.translated[lang]
	if !ok {
		return 0, ""
	}
	verb := v.first(lang, recommendation)
	return v.category[verb], verb
}

// opening is what stands before the verb without being one: "que l'État partie", "por favor", and adverbs.
var opening = map[string]*lazyregexp.Regexp{
	"fr": lazyregexp.New(`^(?:de |d[’']|à |que l[’']état |(?:rapidement|pleinement|sans délai|en outre|également)[ ,]+)+`),
	"es": lazyregexp.New(`^(?:a |de |que el estado |(?:rápidamente|plenamente|sin demora|además|también|seguir )[ ,]*)+`),
	"ru": lazyregexp.New(`^(?:(?:государству|правительству|властям)[ ,]+|(?:незамедлительно|безотлагательно|также|в полной мере|оперативно)[ ,]+)+`),
	"ar": lazyregexp.New(`^(?:أن |على الدولة أن |(?:فوراً|بسرعة|كذلك)[ ،]+)+`),
	"zh": lazyregexp.New(`^(?:(?:立即|尽快|进一步|充分|迅速|请|该国|政府|应|须)[，,]?)+`),
}

// first returns the verb that a recommendation begins with, as the lists write it; "" for one they do not have.
func (v translated) first(lang, text string) string {
	text = strings.ToLower(strings.TrimSpace(text))
	if at := subject.FindStringIndex(text); at != nil {
		text = strings.TrimSpace(text[at[1]:])
	}
	if before := opening[lang]; before != nil {
		text = before.ReplaceAllString(text, "")
	}
	return v.at(lang, text)
}

// at returns the verb of the lists that a text begins with; "" for none. In Chinese no space follows it; of two that fit it is
// the longer.
func (v translated) at(lang, text string) string {
	if lang == "zh" {
		for _, n := range []int{4, 3, 2} {
			if letters := []rune(text); len(letters) >= n && v.known[string(letters[:n])] {
				return string(letters[:n])
			}
		}
		return ""
	}
	words := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \u00a0,.;:()«»“”،؛", r) })
	for n := min(2, len(words)); n > 0; n-- {
		if verb := strings.Join(words[:n], " "); v.known[verb] {
			return verb
		}
	}
	return ""
}

// further is where another action can begin, in the languages of the lists.
var further = map[string]*lazyregexp.Regexp{
	"fr": lazyregexp.New(`(?:,? et |; ?)(?:de |d[’']|à )?`),
	"es": lazyregexp.New(`(?:,? y |,? e |; ?)(?:a |de )?`),
	"ru": lazyregexp.New(`,? и |; ?`),
	"ar": lazyregexp.New(`،? و|؛ ?`),
	"zh": lazyregexp.New(`，并|并且|；|，同时`),
}

// actions returns the verbs of a recommendation that begin an action each.
func (v translated) actions(lang, text string) []string {
	first := v.first(lang, text)
	if first == "" {
		return nil
	}
	list := []string{first}
	text = strings.ToLower(text)
	for _, at := range further[lang].FindAllStringIndex(text, 20) {
		if verb := v.at(lang, text[at[1]:]); verb != "" && !slices.Contains(list, verb) {
			list = append(list, verb)
		}
	}
	return list
}

// checkVerbs judges the verbs of recommendations in other languages than English by lists of Upright's own (UPRIGHT-VERB).
// Recommendations in English are judged by UPR Info's table, in UPR-CON-11.
func checkVerbs(c *checker) {
	lang := c.s.Details.Language
	v, ok := c.set.verbs.translated[lang]
	if !ok {
		return
	}
	for _, s := range c.recommendations() {
		if category, verb := c.set.EstimateIn(lang, s.text); category > 0 && category < Category(c.rule.Check.number("warn_below_category")) {
			c.block(Advice, s, verb, fmt.Sprintf("category-%d", category), map[string]any{
				"verb": verb, "specific": percent(c.set.Accepted(5)), "general": percent(c.set.Accepted(4)),
			})
		}
		if verbs := v.actions(lang, s.text); len(verbs) > 1 {
			c.block(Advice, s, s.text, "several", map[string]any{"verbs": strings.Join(verbs, ", ")})
		}
	}
}
