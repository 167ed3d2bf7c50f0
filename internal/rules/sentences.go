package rules

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"upright/internal/prose"
)

// A sentence is one of a paragraph, with the spot it stands in.
type sentence struct {
	spot  *spot
	text  string
	words []string // in lower case, without marks; of scripts without spaces one for each character
}

// sentences returns those of the paragraphs of parts of some kinds; of all parts when none is named.
func (c *checker) sentences(kinds ...prose.PartKind) []sentence {
	spots := c.spotsIn(kinds...)
	list := make([]sentence, 0, 4*len(spots))
	for i := range spots {
		switch spots[i].block.(type) {
		case *prose.Paragraph, *prose.List, *prose.Recommendation:
		default:
			continue
		}
		for _, text := range cutSentences(spots[i].text) {
			list = append(list, sentence{spot: &spots[i], text: text, words: plainWords(text)})
		}
	}
	return list
}

// cutSentences cuts a text behind full stops that a space and no small letter follows, and at their like in other scripts.
func cutSentences(text string) []string {
	var list []string
	start := 0
	for at, r := range text {
		end := at + utf8.RuneLen(r)
		switch r {
		case '。', '！', '？', '\n', '؟', '!', '?':
		case '.':
			next, _ := utf8.DecodeRuneInString(strings.TrimLeft(text[end:], " \u00a0"))
			if end < len(text) && text[end] != ' ' || unicode.IsLower(next) || unicode.IsDigit(next) {
				continue
			}
		default:
			continue
		}
		list = append(list, text[start:end])
		start = end
	}
	return append(list, text[start:])
}

// plainWords returns the words of a text in lower case. Each Han character is one; digits with what groups them are one.
func plainWords(text string) []string {
	words := make([]string, 0, len(text)/6)
	start := -1
	end := func(at int) {
		if start >= 0 {
			words = append(words, strings.ToLower(text[start:at]))
		}
		start = -1
	}
	for at, r := range text {
		switch {
		case r < utf8.RuneSelf && (isDigit(byte(r)) || 'a' <= r|0x20 && r|0x20 <= 'z'):
			if start < 0 {
				start = at
			}
		case r < utf8.RuneSelf:
			if grouped(text, start, at, r) {
				continue
			}
			end(at)
		case unicode.Is(unicode.Han, r):
			end(at)
			words = append(words, string(r))
		case unicode.IsLetter(r), unicode.Is(unicode.Mn, r), unicode.IsDigit(r):
			if start < 0 {
				start = at
			}
		case (r == '\u00a0' || r == '\u202f') && grouped(text, start, at, r):
		default:
			end(at)
		}
	}
	end(len(text))
	return words
}

// grouped reports whether a mark or a space stands between the digits of one number: 1,250 and 1 250.
func grouped(text string, start, at int, mark rune) bool {
	if start < 0 || !isDigit(text[start]) || !strings.ContainsRune(",. \u00a0\u202f", mark) {
		return false
	}
	rest := text[at+utf8.RuneLen(mark):]
	n := 0
	for n < len(rest) && isDigit(rest[n]) {
		n++
	}
	return isDigit(text[at-1]) && (n == 3 || n > 0 && (mark == '.' || mark == ','))
}
