package previous

import (
	_ "embed"
	"html"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"upright/internal/lazyregexp"
	"upright/internal/upr"
)

// groupNames are the groups of persons that were seen in OHCHR's lists, one a line.
//
//go:embed groups.txt
var groupNames string

// isGroup reports whether a term of a list of themes names a group of persons.
func isGroup(term string) bool {
	return slices.ContainsFunc(strings.Split(groupNames, "\n"), func(name string) bool {
		return name != "" && strings.EqualFold(name, term)
	})
}

// plain makes a cell what its reader sees: without HTML entities, signs that take no place, the hyphen that lists begin
// with, and blanks around it. Lines stay lines.
func plain(cell string) string {
	if strings.ContainsRune(cell, '&') {
		cell = html.UnescapeString(html.UnescapeString(cell)) // UHRI encodes some of them twice
	}
	cell = strings.ToValidUTF8(cell, "\uFFFD")
	cell = strings.Map(func(r rune) rune {
		switch {
		case r == '\u00A0':
			return ' '
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), r == '\uFEFF', r == '\u200B':
			return -1
		}
		return r
	}, strings.ReplaceAll(cell, "\r\n", "\n"))
	cell = strings.TrimSpace(cell)
	return strings.TrimSpace(strings.TrimPrefix(cell, "- "))
}

// terms splits a cell with several values: on lines each, as UHRI has them, or parted as UPR Info does ("|", with "::"
// between a value and what it belongs to). Names of States are also parted by commas and semicolons.
func terms(cell string, states bool) []string {
	parts := strings.FieldsFunc(plain(cell), func(r rune) bool {
		return r == '\n' || r == '|' || states && r == ';'
	})
	var list []string
	for _, part := range parts {
		if _, child, ok := strings.Cut(part, "::"); ok {
			part = child
		}
		if part = plain(part); part != "" && len(list) < upr.MaxPreviousList {
			list = union(list, []string{part})
		}
	}
	return list
}

// positionOf reads what the State said; addenda and older files use more words than the two of today: accepted is supported,
// and rejected or not supported is noted. A word that is not known says nothing.
func positionOf(cell string) upr.StatePosition {
	words := strings.ToLower(strings.Join(terms(cell, false), "/"))
	switch {
	case words == "":
		return upr.PositionUnknown
	case strings.Contains(words, "part"), strings.Contains(words, "supported") && strings.Contains(words, "noted"):
		return upr.PositionPartly
	case strings.Contains(words, "consider"), strings.Contains(words, "pending"), strings.Contains(words, "deferred"):
		return upr.PositionPending
	case strings.HasPrefix(words, "support"), strings.HasPrefix(words, "accept"):
		return upr.PositionSupported
	case strings.HasPrefix(words, "note"), strings.HasPrefix(words, "not "), strings.HasPrefix(words, "reject"):
		return upr.PositionNoted
	}
	return upr.PositionUnknown
}

// goal is the number that an entry on a goal or its target begins with: "16 - …", "SDG 16.2".
var goal = lazyregexp.New(`(?i)^(?:sdgs?|goals?)?\s*([0-9]{1,2})(?:\.[0-9a-z]{1,2})?\b`)

// goals reads Sustainable Development Goals; targets count as their goal.
func goals(cell string) []int {
	var list []int
	for _, term := range terms(strings.ReplaceAll(cell, ";", "\n"), false) {
		match := goal.FindStringSubmatch(term)
		if match == nil {
			continue
		}
		if n, err := strconv.Atoi(match[1]); err == nil && 1 <= n && n <= 17 && !slices.Contains(list, n) {
			list = append(list, n)
		}
	}
	slices.Sort(list)
	return list
}

var (
	// cycleNumber is the first number in the name of a cycle, sessionNumber that in free text about a session.
	cycleNumber   = lazyregexp.New(`^\D{0,10}([1-9])\b`)
	sessionNumber = lazyregexp.New(`^\D{0,40}?([0-9]{1,2})(?:st|nd|rd|th)?\b`)
)

// lastSessions are the last sessions of the first four cycles.
func lastSessions() []int { return []int{12, 26, 40, 54} }

// cycleOf reads the cycle, or finds it by the session; 0 when neither says it.
func cycleOf(cycle, session string) int {
	if match := cycleNumber.FindStringSubmatch(plain(cycle)); match != nil {
		n, _ := strconv.Atoi(match[1])
		return n
	}
	match := sessionNumber.FindStringSubmatch(plain(session))
	if match == nil {
		return 0
	}
	n, _ := strconv.Atoi(match[1])
	for i, last := range lastSessions() {
		if 1 <= n && n <= last {
			return i + 1
		}
	}
	return 0
}

// languageOf tells the language of a recommendation by its script, and by the commonest words of the three in Latin
// letters; English, in which nearly all are, where that says nothing.
func languageOf(text string) string {
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Han, r):
			return "zh"
		case unicode.Is(unicode.Arabic, r):
			return "ar"
		case unicode.Is(unicode.Cyrillic, r):
			return "ru"
		}
	}
	counts := map[string]int{}
	for _, word := range strings.Fields(strings.ToLower(text)) {
		switch word {
		case "the", "of", "and", "to", "with", "for":
			counts["en"]++
		case "les", "des", "et", "du", "pour", "aux", "dans":
			counts["fr"]++
		case "los", "las", "del", "el", "y", "para", "con":
			counts["es"]++
		}
	}
	switch {
	case counts["fr"] > counts["en"] && counts["fr"] > counts["es"]:
		return "fr"
	case counts["es"] > counts["en"] && counts["es"] > counts["fr"]:
		return "es"
	}
	return "en"
}
