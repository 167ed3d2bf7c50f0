package pdf

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// replacement is printed for a character that no font has. Every base font must have it.
const replacement = '□'

const (
	wordJoiner      = "\u2060" // forbids a line break
	zeroWidthSpace  = "\u200B" // allows one
	rightToLeftMark = "\u200F"

	leftToRightIsolate = "\u2066"
	rightToLeftIsolate = "\u2067"
	popIsolate         = "\u2069"
	softHyphen         = 0xAD
)

// clean returns s as it can be shaped: no control characters or paragraph separators (go-text's wrapper panics on them),
// no characters that mean nothing in print, and □ for what no font has. Broken UTF-8 counts as U+FFFD.
func (s *fontSet) clean(text string) string {
	if plain(text) {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	for _, r := range text {
		switch out := s.printable(r); out {
		case dropped:
		case nonBreakingHyphen:
			b.WriteString("-" + wordJoiner)
		default:
			b.WriteRune(out)
		}
	}
	return b.String()
}

func plain(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
	}
	return true
}

const (
	dropped           = rune(-1)
	nonBreakingHyphen = '\u2011'
)

// printable says what stands on paper for r: itself, a blank, □, or nothing (dropped).
func (s *fontSet) printable(r rune) rune {
	switch {
	case r >= ' ' && r <= '~', ignorable(r):
		return r
	case unicode.IsControl(r), r == 0x2028, r == 0x2029:
		return ' '
	case unprinted(r):
		return dropped
	case s.has(r):
		return r
	case r == nonBreakingHyphen:
		return r // drawn as a hyphen that holds its line
	case unicode.Is(unicode.Zs, r):
		return ' '
	default:
		return replacement
	}
}

// ignorable characters steer shaping, direction or line breaks and are never drawn.
func ignorable(r rune) bool {
	return r == softHyphen || r == 0x61C || r >= 0x200B && r <= 0x200F || r >= 0x202A && r <= 0x202E ||
		r >= 0x2060 && r <= 0x2064 || r >= 0x2066 && r <= 0x2069
}

// unprinted characters carry nothing that print could show: variation selectors, the byte order mark, annotation
// anchors and tags.
func unprinted(r rune) bool {
	return r >= 0xFE00 && r <= 0xFE0F || r == 0xFEFF || r >= 0xFFF9 && r <= 0xFFFB || r >= 0xE0000 && r <= 0xE0FFF ||
		r >= 0x180B && r <= 0x180E || r == 0x34F
}

// drawn is text as a reader hears it: without the characters that are never drawn.
func drawn(text string) string {
	if plain(text) {
		return text
	}
	return strings.Map(func(r rune) rune {
		if ignorable(r) {
			return -1
		}
		return r
	}, text)
}

// jointed steers where words of letters and digits may break that stand in text of any script: web addresses at their
// joints, symbols of documents as A/HRC/53/32 nowhere.
func jointed(text string) string {
	if !strings.Contains(text, "/") && !strings.Contains(text, "www.") {
		return text
	}
	var b strings.Builder
	for text != "" {
		n := strings.IndexFunc(text, func(r rune) bool { return r <= ' ' || r > '~' })
		if n < 0 {
			n = len(text)
		}
		switch word := text[:n]; {
		case strings.Contains(word, "://"), strings.HasPrefix(word, "www."):
			b.WriteString(addJoints(word))
		default:
			b.WriteString(heldTogether(word))
		}
		_, size := utf8.DecodeRuneInString(text[n:])
		b.WriteString(text[n : n+size])
		text = text[n+size:]
	}
	return b.String()
}

// heldTogether forbids breaks after slashes between capitals or digits: no reader should look for A/HRC/ at the end of one
// line and 53/32 in the next. A word longer than any symbol may break.
func heldTogether(word string) string {
	const longest = 32
	if len(word) > longest || !strings.Contains(word, "/") {
		return word
	}
	var b strings.Builder
	for i := range len(word) {
		b.WriteByte(word[i])
		if word[i] == '/' && i > 0 && i+1 < len(word) && symbolic(word[i-1]) && symbolic(word[i+1]) {
			b.WriteString(wordJoiner)
		}
	}
	return b.String()
}

func symbolic(c byte) bool { return c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' }

// addJoints lets a web address break, never with a hyphen and never after one (it would look as if it had been added):
// after a slash, before other punctuation (Chicago Manual of Style, 7.46).
func addJoints(word string) string {
	var b strings.Builder
	const least = 4 // characters after a joint: a line of less looks lost
	last := utf8.RuneCountInString(word) - least
	prev, i := ' ', -1
	for _, r := range word {
		i++
		switch {
		case prev == '-', prev == '/' && r != '/' && i > last:
			b.WriteString(wordJoiner)
		case i == 0 || i > last:
		case strings.ContainsRune(".,~_-?#%=&", r):
			b.WriteString(zeroWidthSpace)
		case prev == '/' && r != '/':
			b.WriteString(zeroWidthSpace)
		}
		b.WriteRune(r)
		prev = r
	}
	return b.String()
}
