package document

import (
	"strings"
	"unicode"
)

// A Stretch is a part of a text in one language.
type Stretch struct {
	Text string
	// Language is a BCP 47 tag, "" for the language of the document.
	Language    string
	RightToLeft bool // of a stretch in another language
}

// Stretches cuts a text where another script begins and ends, so that a screen reader changes its voice, Word its
// dictionary and a browser its fonts.
//
// The language follows from the script, and only as far as that is certain. Hangul is Korean and kana is Japanese. Han
// and Arabic letters are Chinese and Arabic here, which among the languages of the United Nations nobody else writes them
// in, unless the letters themselves say otherwise (kana among the Han, Persian or Urdu letters among the Arabic). Latin
// and Cyrillic letters serve hundreds of languages: a name in them is "und-Latn" or "und-Cyrl", undetermined. French and
// English are never told apart, because a wrong language is read out worse than none.
//
// A stretch begins and ends with a letter; the number of a symbol belongs to it ("A/HRC/53/32"), the bracket or quotation
// mark that closes one inside it, and in a text from right to left every number after Latin letters.
func Stretches(text, language string) []Stretch {
	own := ownScript(language)
	if own == latin && isASCII(text) {
		return []Stretch{{Text: text}}
	}
	var out []Stretch
	for text != "" {
		start, end, s := foreign(text, own)
		if start > 0 {
			out = append(out, Stretch{Text: text[:start]})
		}
		if end > start {
			part := text[start:end]
			out = append(out, Stretch{Text: part, Language: s.language(part), RightToLeft: s == arabic || s == hebrew})
		}
		text = text[end:]
	}
	return out
}

// Spelled cuts a span into spans of one language each. One whose language is known, or that holds an address or a
// telephone number, stays whole.
func (t *Text) Spelled(language string) []*Text {
	if t.Language == language {
		own := *t
		own.Language = ""
		t = &own
	}
	if t.Language != "" || t.LeftToRight || isAddress(t) {
		return []*Text{t}
	}
	stretches := Stretches(t.Text, language)
	if len(stretches) == 1 && stretches[0].Language == "" {
		return []*Text{t}
	}
	out := make([]*Text, len(stretches))
	for i, s := range stretches {
		part := *t
		part.Text, part.Language = s.Text, s.Language
		out[i] = &part
	}
	return out
}

// wholly returns the language of a text without a letter in the direction of the document, "" for every other.
func wholly(text, language string) string {
	is := ""
	for _, s := range Stretches(text, language) {
		switch {
		case s.Language == "" && strings.ContainsFunc(s.Text, unicode.IsLetter):
			return ""
		case s.Language != "" && (is != "" && s.Language != is || s.RightToLeft == RightToLeft(language)):
			return ""
		case s.Language != "":
			is = s.Language
		}
	}
	return is
}

// isAddress reports whether a link shows where it leads to: an address is in no language.
func isAddress(t *Text) bool {
	shown := strings.TrimSuffix(strings.TrimSpace(t.Text), "/")
	return t.Link != "" && shown != "" && strings.HasSuffix(strings.TrimSuffix(t.Link, "/"), shown)
}

// RightToLeft reports whether a language is written from right to left.
func RightToLeft(language string) bool {
	switch language {
	case "ar", "he", "und-Arab", "fa", "ur":
		return true
	}
	return false
}

// A script is one that tells something about the language.
type script uint8

const (
	unknown script = iota // signs, digits, and scripts that fonts here do not draw
	latin
	cyrillic
	greek
	arabic
	hebrew
	han // with kana, which Japanese writes among it
	hangul
	armenian
	georgian
	thai
)

func ownScript(language string) script {
	switch language {
	case "ar":
		return arabic
	case "zh":
		return han
	case "ru":
		return cyrillic
	case "he":
		return hebrew
	}
	return latin
}

// scriptOf returns the script of a letter.
func scriptOf(r rune) script {
	switch {
	case r < 'A' || r > 'Z' && r < 'a' || r > 'z' && r < 0xaa:
		return unknown
	case r <= 0x24f:
		if r <= 'z' || unicode.IsLetter(r) {
			return latin
		}
		return unknown
	case !unicode.IsLetter(r):
		return unknown
	}
	for _, s := range [...]struct {
		table *unicode.RangeTable
		is    script
	}{
		{unicode.Han, han}, {unicode.Arabic, arabic}, {unicode.Cyrillic, cyrillic}, {unicode.Latin, latin},
		{unicode.Greek, greek}, {unicode.Hebrew, hebrew}, {unicode.Hiragana, han}, {unicode.Katakana, han},
		{unicode.Hangul, hangul}, {unicode.Armenian, armenian}, {unicode.Georgian, georgian}, {unicode.Thai, thai},
	} {
		if unicode.Is(s.table, r) {
			return s.is
		}
	}
	return unknown
}

// language returns the tag of a text in the script.
func (s script) language(text string) string {
	switch s {
	case latin:
		return "und-Latn"
	case cyrillic:
		return "und-Cyrl"
	case greek:
		return "el"
	case arabic:
		for _, r := range text {
			if unicode.IsLetter(r) && !arabicLetter(r) {
				return "und-Arab"
			}
		}
		return "ar"
	case hebrew:
		return "he"
	case han:
		for _, r := range text {
			if unicode.In(r, unicode.Hiragana, unicode.Katakana) {
				return "ja"
			}
		}
		return "zh"
	case hangul:
		return "ko"
	case armenian:
		return "hy"
	case georgian:
		return "ka"
	case thai:
		return "th"
	}
	return ""
}

// arabicLetter reports whether Arabic has the letter; Persian, Urdu, Kurdish, Pashto and Uyghur have more.
func arabicLetter(r rune) bool {
	return r >= 0x621 && r <= 0x63a || r >= 0x640 && r <= 0x64a || r == 0x671 || r >= 0xfe70
}

// foreign returns the first stretch of text in a script that is not the document's own. Without one, both ends are the
// length of the text.
func foreign(text string, own script) (start, end int, of script) {
	start = len(text)
	for i, r := range text {
		size := len(string(r))
		if r == unicode.ReplacementChar && text[i] != 0xef {
			size = 1 // broken UTF-8
		}
		s := scriptOf(r)
		switch {
		case of == unknown && s != unknown && s != own:
			start, end, of = i, i+size, s
		case of == unknown:
		case s == of:
			end = i + size
		case s != unknown, punctuates(r, own):
			return start, end, of
		case unicode.Is(unicode.Mn, r) && end == i,
			of == latin && unicode.IsDigit(r) && (own == arabic || joined(text[end:i])),
			end == i && closes(r, text[start:i]):
			end = i + size
		}
	}
	if of == unknown {
		end = len(text)
	}
	return start, end, of
}

// joined reports whether what stands between letters and a digit makes one symbol of them.
func joined(between string) bool { return strings.Trim(between, "0123456789/.-") == "" }

// punctuates reports whether a sign belongs to the script of the document alone.
func punctuates(r rune, own script) bool {
	switch own {
	case han:
		return r >= 0x3001 && r <= 0x303f || r >= 0xff01 && r <= 0xff65 && scriptOf(r) == unknown
	case arabic:
		return r == '،' || r == '؛' || r == '؟'
	}
	return false
}

// closes reports whether r closes a bracket or quotation that is open in text; one that is far away does not count.
func closes(r rune, text string) bool {
	const far = 500
	open := opening(r)
	text = text[max(len(text)-far, 0):]
	return open != 0 && strings.Count(text, string(open)) > strings.Count(text, string(r))
}

// opening returns the mark that a closing one answers; 0 for other characters.
func opening(r rune) rune {
	switch r {
	case ')':
		return '('
	case ']':
		return '['
	case '”':
		return '“'
	case '»':
		return '«'
	}
	return 0
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
