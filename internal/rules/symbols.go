package rules

import (
	"strings"

	"upright/internal/lazyregexp"
)

var (
	// symbolLike is what looks like the symbol of a United Nations document.
	symbolLike = lazyregexp.New(`\b(?:A|E|S|ST|CCPR|CEDAW|CRC|CAT|CERD|CMW|CRPD|CED)/[A-Z0-9][A-Za-z0-9./-]*[0-9]`)
	// bodySymbol is the form of the symbols of treaty bodies: the body, C for the committee (or OP, SP for a protocol's), what
	// follows.
	bodySymbol = lazyregexp.New(`^(?:CCPR|CEDAW|CRC|CAT|CERD|CMW|CRPD|CED)/(?:C|OP|SP)(?:/[A-Z0-9][A-Z0-9.-]*)+(?:/(?:Add|Corr|Rev)\.[0-9]+)*$|^E/C\.12(?:/[A-Z0-9][A-Z0-9.-]*)+(?:/(?:Add|Corr|Rev)\.[0-9]+)*$`)
	// reviewSymbol is the form of the documents of the Working Group on the review: session, State, and 1, 2 or 3 for
	// national report, compilation and summary.
	reviewSymbol = lazyregexp.New(`^A/HRC/WG\.6/[0-9]{1,2}/(?:[A-Z]{3}/[1-3]|[A-Z]{3}/L\.[0-9]+|L\.[0-9]+|[0-9]+)(?:/(?:Add|Corr|Rev)\.[0-9]+)*$`)
	// tails are parts of symbols that are not written in capitals.
	tails = strings.NewReplacer("/ADD.", "/Add.", "/CORR.", "/Corr.", "/REV.", "/Rev.")
)

// bodies are the treaty bodies by the first word of their symbols.
var bodies = map[string]bool{
	"CCPR": true, "CEDAW": true, "CRC": true, "CAT": true, "CERD": true, "CMW": true, "CRPD": true, "CED": true,
}

// checkSymbols looks at the symbols of documents of treaty bodies and of the review: whether they are written as they are
// printed, so that a reader finds them (UPRIGHT-SYMBOL). Those of the Council's other reports are the matter of UPR-CON-13.
func checkSymbols(c *checker) {
	for _, s := range c.spots {
		for _, given := range writtenSymbols(s.text) {
			if right, ok := mendSymbol(given); ok {
				c.block(Advice, s, given, "form", map[string]any{"symbol": right})
				c.fix(Fix{Kind: Replace, Old: given, New: right})
			}
		}
		if s.notes == "" {
			continue
		}
		for _, note := range notesOf(s.block) {
			for _, given := range writtenSymbols(note.Plain()) {
				if right, ok := mendSymbol(given); ok {
					c.note(Advice, s, note, given, "form", map[string]any{"symbol": right})
					c.fix(Fix{Kind: Replace, Old: given, New: right})
				}
			}
		}
	}
}

// writtenSymbols returns what stands in a text between spaces with a stroke in it and may be a symbol.
func writtenSymbols(text string) []string {
	var list []string
	for at := 0; at < len(text); {
		next := strings.IndexByte(text[at:], '/')
		if next < 0 {
			break
		}
		start, end := at+next, at+next+1
		for start > at && ofSymbol(text[start-1]) {
			start--
		}
		for end < len(text) && ofSymbol(text[end]) {
			end++
		}
		if word := strings.Trim(text[start:end], ".-/"); strings.Contains(word, "/") {
			list = append(list, word)
		}
		at = end
	}
	return list
}

func ofSymbol(b byte) bool {
	return isDigit(b) || 'a' <= b|0x20 && b|0x20 <= 'z' || b == '/' || b == '.' || b == '-'
}

// mendSymbol returns how a symbol is printed that was written in another way; false for one that is right, and for what is
// none or cannot be mended.
func mendSymbol(given string) (string, bool) {
	upper := tails.Replace(strings.ToUpper(given))
	if strings.Count(upper, "/") < 2 || !hasDigit(upper) || strings.Contains(given, "//") {
		return "", false
	}
	parts := strings.Split(upper, "/")
	switch {
	case bodies[parts[0]]:
		if second := parts[1]; second != "C" && second != "OP" && second != "SP" {
			if len(second) != 3 || hasDigit(second) || bodies[second] {
				return "", false // not the code of a State: nothing is known of it
			}
			parts = append([]string{parts[0], "C"}, parts[1:]...)
		}
		right := strings.Join(parts, "/")
		return right, right != given && bodySymbol.MatchString(right)
	case parts[0] == "E" && (parts[1] == "C12" || parts[1] == "C.12"):
		parts[1] = "C.12"
		right := strings.Join(parts, "/")
		return right, right != given && bodySymbol.MatchString(right)
	case len(parts) > 3 && parts[0] == "A" && parts[1] == "HRC" && (parts[2] == "WG6" || parts[2] == "WG.6" || parts[2] == "WG-6"):
		parts[2] = "WG.6"
		right := strings.Join(parts, "/")
		return right, right != given && reviewSymbol.MatchString(right)
	}
	return "", false
}
