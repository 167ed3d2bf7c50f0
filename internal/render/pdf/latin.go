package pdf

import (
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
)

// split cuts a text where script, direction or family change. Most texts of half the languages have nothing to cut, which
// is sooner seen than found out by the rules of Unicode for text of all directions. What it returns is good until the next
// call.
func (s *setter) split(whole shaping.Input) []shaping.Input {
	if s.rtl || !s.latinAlone(whole.Text) {
		return s.segmenter.Split(whole, s)
	}
	one := s.latin
	one.Text, one.RunStart, one.RunEnd = whole.Text, whole.RunStart, whole.RunEnd
	one.Size, one.FontFeatures = whole.Size, whole.FontFeatures
	return []shaping.Input{one}
}

// latinAlone reports whether a text is one stretch: it has a Latin letter, and nothing but Latin letters in Liberation Serif
// and characters that belong to the letters around them and run from left to right in a text that does.
func (s *setter) latinAlone(text []rune) bool {
	letter := false
	for _, r := range text {
		switch {
		case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z':
			letter = true
		case r >= ' ' && r <= '~', r == softHyphen, r == '\u200B', r == '\u2060':
		case r >= 0xA0 && r < 0x250, r >= 0x2010 && r <= 0x2027, r == '€':
			// Every letter among them is Latin, and no sign is of another script.
			if s.fonts.choose(r, s.own, language.Latin) != s.fonts.families[0] {
				return false
			}
		default:
			return false
		}
	}
	if letter && s.latin.Face == nil {
		s.latin = s.segmenter.Split(shaping.Input{Text: []rune{'a'}, RunEnd: 1, Direction: s.direction(),
			Language: language.NewLanguage(s.lang)}, s)[0]
	}
	return letter
}
