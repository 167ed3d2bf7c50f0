package persons

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A word is a run of letters of a text, with marks, apostrophes and hyphens inside it.
type word struct {
	start, end int
	text       string
	upper      bool   // its first letter is a capital one
	script     script // of its first letter
}

type script byte

const (
	latinScript script = iota
	cyrillicScript
	arabicScript
	otherScript
)

func scriptOf(r rune) script {
	switch {
	case r < 0x250 || r >= 0x1e00 && r < 0x1f00:
		return latinScript
	case r >= 0x400 && r < 0x530:
		return cyrillicScript
	case r >= 0x600 && r < 0x700 || r >= 0x750 && r < 0x780:
		return arabicScript
	}
	return otherScript
}

// split returns the words of a text. Those of scripts that the package reads letter by letter, such as Han, are left out.
func split(text string) []word {
	words := make([]word, 0, len(text)/6)
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		kind := scriptOf(r)
		if kind == otherScript || !letter(r) {
			at += size
			continue
		}
		end := at + wordLength(text[at:], kind)
		words = append(words, word{at, end, text[at:end], unicode.IsUpper(r), kind})
		at = end
	}
	return words
}

// letter is unicode.IsLetter, sooner for most letters.
func letter(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r|0x20 && r|0x20 <= 'z'
	}
	return unicode.IsLetter(r)
}

// wordLength returns how many bytes of a text its first word has.
func wordLength(text string, kind script) int {
	for at, r := range text {
		switch {
		case letter(r) && scriptOf(r) == kind || unicode.Is(unicode.Mn, r):
		case (r == '-' || r == '\'' || r == '’') && at > 0:
			next, _ := utf8.DecodeRuneInString(text[at+utf8.RuneLen(r):])
			if r != '-' && elisions[strings.ToLower(text[:at])] && (text[0] >= 'a' || unicode.IsLower(next)) {
				return at // "l’avocate", "L’avocate", "d’Amina", but not "D’Angelo"
			}
			if !letter(next) || scriptOf(next) != kind {
				return at
			}
		default:
			return at
		}
	}
	return len(text)
}

// elisions are what French writes before a vowel: the name begins behind the apostrophe.
var elisions = list("d l qu j n s c m t")

// between returns what stands between two words of a text.
func between(text string, a, b word) string { return text[a.end:b.start] }

// together reports whether nothing but a space stands between two words, or a full stop and a space behind an initial.
func together(text string, a, b word) bool {
	switch gap := between(text, a, b); gap {
	case " ", "\u00a0", "\u202f":
		return true
	case ".", ". ", ".\u00a0", ".\u202f":
		return utf8.RuneCountInString(a.text) == 1 && a.upper
	}
	return false
}

// list makes a set of the words in a text.
func list(text string) map[string]bool {
	set := make(map[string]bool)
	for _, w := range strings.Fields(text) {
		set[w] = true
	}
	return set
}
