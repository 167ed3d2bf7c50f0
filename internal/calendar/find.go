package calendar

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Find returns the States whose name in any of the six languages, whose other name or whose code has all the words of a
// query in it, in the alphabetical order of the language. Case, accents and signs make no difference. An empty query finds
// all.
func (c *Calendar) Find(query, lang string) []State {
	words := strings.Fields(withoutAccents(plainState(query)))
	others := make(map[string][]string)
	for name, code := range otherNames() {
		others[code] = append(others[code], name)
	}
	var found []State
	for _, s := range c.States(lang) {
		names := append(others[s.Code], plainState(s.Code))
		for _, name := range c.states[s.Code].names {
			names = append(names, plainState(name))
		}
		all := withoutAccents(strings.Join(names, "\n"))
		has := true
		for _, word := range words {
			has = has && strings.Contains(all, word)
		}
		if has {
			found = append(found, s)
		}
	}
	return found
}

// withoutAccents takes the marks off letters: "côte" becomes "cote".
func withoutAccents(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s))
}
