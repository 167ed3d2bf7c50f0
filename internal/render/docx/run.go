package docx

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
)

// properties are what a run says beside its paragraph's style.
type properties struct {
	style        string // of the character, or ""
	bold, italic bool
	leftToRight  bool // whatever its characters say
	language     wordLanguage

	before *properties // what they were before they were changed, or nil
}

// run writes text, cut into runs where the direction changes: Word orders a run by what its properties say, not by the
// bidirectional algorithm alone.
func (s *story) run(text string, p properties) {
	pieces := []piece{{fenced(text), false}}
	if !p.leftToRight {
		pieces = directions(text, s.doc.RightToLeft)
	}
	for _, piece := range pieces {
		s.openRun()
		s.properties(p, piece.rightToLeft)
		s.characters(piece.text)
		s.closeRun()
	}
}

// fenced puts left-to-right marks around a text that keeps its order where it does not begin or end with a letter: Word goes
// by the properties of the run, LibreOffice by the characters, and a telephone number has no letters.
func fenced(text string) string {
	const mark = "\u200e"
	first, _ := utf8.DecodeRuneInString(text)
	last, _ := utf8.DecodeLastRuneInString(text)
	if strong, _ := direction(first); !strong {
		text = mark + text
	}
	if strong, _ := direction(last); !strong {
		text += mark
	}
	return text
}

// properties writes the properties of a run in the order of the schema. The style Normal says the direction of the
// document; a run says it only when it differs, but in a document from right to left always, as Word itself does.
func (s *story) properties(p properties, rightToLeft bool) {
	chinese := s.doc.Language == "zh"
	if p == (properties{}) && !rightToLeft && !s.doc.RightToLeft && !chinese {
		return
	}
	s.open("w:rPr")
	s.listProperties(p, rightToLeft)
	if p.before != nil {
		s.open("w:rPrChange", s.tracked()...)
		s.open("w:rPr")
		s.listProperties(*p.before, rightToLeft)
		s.close("w:rPr")
		s.close("w:rPrChange")
	}
	s.close("w:rPr")
}

func (s *story) listProperties(p properties, rightToLeft bool) {
	chinese := s.doc.Language == "zh"
	if p.style != "" {
		s.value("w:rStyle", p.style)
	}
	if chinese {
		// Quotation marks and dashes belong to Latin and Chinese: take the Chinese form.
		s.empty("w:rFonts", "w:hint", "eastAsia")
	}
	if p.bold {
		s.empty("w:b")
		s.empty("w:bCs")
	}
	if p.italic {
		s.empty("w:i")
		s.empty("w:iCs")
	}
	switch {
	case rightToLeft:
		s.empty("w:rtl")
	case s.doc.RightToLeft:
		s.value("w:rtl", "0")
	}
	s.language(p.language)
}

// characters writes text; Word has elements for the two hyphens that are not characters to it.
func (s *story) characters(text string) {
	for text != "" {
		before, hyphen, after := cutHyphen(text)
		if before != "" {
			s.open(s.textElement(), "xml:space", "preserve")
			s.text(before)
			s.close(s.textElement())
		}
		if hyphen != "" {
			s.empty(hyphen)
		}
		text = after
	}
}

func cutHyphen(text string) (before, element, after string) {
	i := strings.IndexAny(text, "\u00ad\u2011")
	if i < 0 {
		return text, "", ""
	}
	if rest, ok := strings.CutPrefix(text[i:], "\u00ad"); ok {
		return text[:i], "w:softHyphen", rest
	}
	return text[:i], "w:noBreakHyphen", text[i+len("\u2011"):]
}

// A piece is a text of one direction.
type piece struct {
	text        string
	rightToLeft bool
}

// directions cuts text into pieces of one direction.
func directions(text string, rightToLeft bool) []piece {
	var pieces []piece
	for text != "" {
		start, end := foreign(text, rightToLeft)
		if start > 0 {
			pieces = append(pieces, piece{text[:start], rightToLeft})
		}
		if end > start {
			pieces = append(pieces, piece{text[start:end], !rightToLeft})
		}
		text = text[end:]
	}
	return pieces
}

// foreign returns the first stretch of text that runs against the document. It begins and ends with a letter; signs and
// blanks inside it belong to it, and digits after Latin letters do: "A/HRC/53/32" is one stretch. Without one, both ends
// are the length of the text.
func foreign(text string, rightToLeft bool) (start, end int) {
	start = len(text)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		strong, toLeft := direction(r)
		switch {
		case strong && toLeft != rightToLeft:
			start, end = min(start, i), i+size
		case strong && end > 0:
			return start, end
		case end > 0 && rightToLeft && unicode.IsDigit(r):
			end = i + size
		}
		i += size
	}
	if end == 0 {
		end = len(text)
	}
	return start, end
}

// direction returns whether a character has a strong direction, and whether that is from right to left.
func direction(r rune) (strong, rightToLeft bool) {
	if r < 0x80 {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z', false
	}
	switch p, _ := bidi.LookupRune(r); p.Class() {
	case bidi.L:
		return true, false
	case bidi.R, bidi.AL:
		return true, true
	}
	return false, false
}

// fail keeps the first error; what is written after it is thrown away.
func (s *story) fail(format string, args ...any) {
	if s.err == nil {
		s.err = fmt.Errorf("docx: "+format, args...)
	}
}
