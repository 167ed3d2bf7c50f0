package takeover

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// hasWord reports whether a text has a word or some words that are not part of longer ones: Niger is not in Nigeria. Where a
// script has no spaces between words, or puts other words together with a name as Arabic does, the letters are enough.
func hasWord(text, word string) bool {
	for {
		at := strings.Index(text, word)
		if at < 0 {
			return false
		}
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		rest := text[at+len(word):]
		after, _ := utf8.DecodeRuneInString(rest)
		if !parted(word) || !continues(before) && !continues(after) {
			return true
		}
		text = rest
	}
}

// parted reports whether the words of a script stand apart.
func parted(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	return !unicode.In(first, unicode.Han, unicode.Arabic)
}

func continues(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) }
