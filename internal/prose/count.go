package prose

import (
	"strings"
	"unicode"

	"github.com/clipperhouse/uax29/v2/words"
)

// A Count is the length of a text.
//
// Words are the segments of UAX #29 that hold at least one letter or digit, where every Han character counts as one
// word; Han is how many of them there are. For Chinese, Han is the number of characters, and both are shown: how OHCHR
// counts words in Chinese was not found.
type Count struct {
	Words int `json:"words"`
	Han   int `json:"han"`
}

// Add returns the sum of both counts.
func (c Count) Add(d Count) Count { return Count{Words: c.Words + d.Words, Han: c.Han + d.Han} }

// CountWords counts a text.
//
// Before it is cut into segments, Han characters are taken out and counted (browsers would cut them into words with a
// dictionary), and colons and the at sign become spaces: browsers disagree with each other and with the plain
// algorithm about them, and the editor must show the number that the check judges. assets/shared/testdata/counts.json
// holds both ends to this. Other scripts without spaces (Thai, Khmer, kana) may count differently in the browser, by a
// dictionary: none of the languages of the United Nations is written in them.
func CountWords(text string) Count {
	var c Count
	spaced := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Han, r) {
			c.Han++
			return ' '
		}
		if strings.ContainsRune(separators, r) {
			return ' '
		}
		return r
	}, text)
	c.Words = c.Han
	for segments := words.FromString(spaced); segments.Next(); {
		if strings.ContainsFunc(segments.Value(), wordlike) {
			c.Words++
		}
	}
	return c
}

const separators = ":@\uFE55\uFF1A\uFE6B\uFF20"

func wordlike(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// Count returns the length of the manuscript: its visible parts, notes apart.
func (m *Manuscript) Count() (body, notes Count) {
	for part := range m.Visible() {
		b, n := part.Count()
		body, notes = body.Add(b), notes.Add(n)
	}
	return body, notes
}

// Count returns the length of a part, hidden or not: its title, headings, paragraphs, lists, tables with their
// captions, and recommendations, notes apart. Numbers that the file adds (of paragraphs, "R1") are not counted.
func (p *Part) Count() (body, notes Count) {
	body = CountWords(p.Title)
	for _, b := range p.Blocks {
		bb, bn := CountBlock(b)
		body, notes = body.Add(bb), notes.Add(bn)
	}
	return body, notes
}

// CountBlock returns the length of a block with everything in it, notes apart. In its text the mark of an endnote
// leaves no trace ("law¹s" is one word), a line break parts words, and a cross-reference counts like the number it
// prints.
func CountBlock(b Block) (body, notes Count) {
	if t, ok := b.(*Table); ok {
		body = CountWords(t.Caption)
	}
	for inner := range Nested(b) {
		content := Content(inner)
		body = body.Add(CountWords(countable(content)))
		for _, inline := range content {
			if note, ok := inline.(*Endnote); ok {
				notes = notes.Add(CountWords(note.Plain()))
			}
		}
	}
	return body, notes
}

// countable is the text as it is counted: a cross-reference stands as one digit.
func countable(content []Inline) string {
	return plain(content, func(*CrossReference) string { return "0" })
}
