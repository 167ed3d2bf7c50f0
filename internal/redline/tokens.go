package redline

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"upright/internal/document"
)

// A kind says what a token is.
type kind uint8

const (
	word  kind = iota // letters and digits; in scripts without blanks, one character
	blank             // white space
	sign              // one sign
	other             // a note mark, a reference, a line break
	end               // of a block
)

// A token is the least that a redline tells apart.
type token struct {
	id     int32 // the same for tokens that are the same but for their look
	kind   kind
	pieces []piece        // of a word, blank or sign
	text   *document.Text // what their link and direction are, beside the look
	span   document.Span  // of other
	block  document.Block // whose end it is
}

// A piece is a part of a word in one look.
type piece struct {
	text  string
	style document.Style
}

// id returns the number of a token that says this.
func (m *merger) id(what string) int32 {
	id, ok := m.ids[what]
	if !ok {
		id = int32(len(m.ids))
		m.ids[what] = id
	}
	return id
}

// tokens cuts spans of a version into tokens.
func (m *merger) tokens(d *document.Document, spans []document.Span) []token {
	var out []token
	for i := 0; i < len(spans); {
		if _, ok := spans[i].(*document.Text); ok {
			n := stretch(spans[i:])
			out = m.words(out, spans[i:i+n])
			i += n
			continue
		}
		out = append(out, token{id: m.id(m.name(d, spans[i])), kind: other, span: spans[i]})
		i++
	}
	return out
}

// name returns what makes two marks, references or breaks the same: what they point to, not the number they print.
func (m *merger) name(d *document.Document, span document.Span) string {
	switch span := span.(type) {
	case *document.NoteMark:
		note := noteOf(d, span)
		if note == nil {
			return "mark"
		}
		if note.Anchor == "" {
			return "mark of " + document.PlainText(note.Text)
		}
		return "mark " + note.Anchor
	case *document.Reference:
		if span.Anchor == "" {
			return "lost " + span.Text
		}
		return "reference " + span.Anchor
	case *document.Break:
		return "break"
	}
	panic("redline: unknown span")
}

// stretch counts the leading texts with one link, direction and language: a word may change its look inside, not these.
func stretch(spans []document.Span) int {
	first := spans[0].(*document.Text)
	for i, span := range spans {
		t, ok := span.(*document.Text)
		if !ok || !alike(t, first) {
			return i
		}
	}
	return len(spans)
}

// alike reports whether two texts may differ in their look only.
func alike(a, b *document.Text) bool {
	return a.Link == b.Link && a.LeftToRight == b.LeftToRight && a.Language == b.Language
}

// words cuts the texts of one stretch.
func (m *merger) words(out []token, spans []document.Span) []token {
	first := spans[0].(*document.Text)
	prefix := "text " + strconv.FormatBool(first.LeftToRight) + " " + first.Language + " " + first.Link + "\x00"
	var all strings.Builder
	var ends []int // of each span in the whole
	for _, span := range spans {
		all.WriteString(span.(*document.Text).Text)
		ends = append(ends, all.Len())
	}
	whole := all.String()
	at, part := 0, 0
	for at < len(whole) {
		n, kind := cut(whole[at:])
		t := token{id: m.id(prefix + whole[at:at+n]), kind: kind, text: first}
		for to := at + n; at < to; {
			for ends[part] <= at {
				part++
			}
			upTo := min(ends[part], to)
			look := spans[part].(*document.Text)
			t.pieces = append(t.pieces, piece{whole[at:upTo], document.Style{Strong: look.Strong, Em: look.Em}})
			at = upTo
		}
		out = append(out, t)
	}
	return out
}

// longestWord bounds a token in bytes: a line of a million letters is no word.
const longestWord = 256

// cut returns the length and kind of the first token of a text that is not empty. A word is a run of letters and digits
// with the marks on them; an apostrophe or hyphen between two letters belongs to it, as in "l’État". Characters of scripts
// that have no blanks are words of their own. Joiners and variation selectors stay with the sign before them, so that no
// picture character is torn.
func cut(s string) (int, kind) {
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case unicode.IsSpace(r):
		for n < len(s) && n < longestWord {
			next, size := utf8.DecodeRuneInString(s[n:])
			if !unicode.IsSpace(next) {
				break
			}
			n += size
		}
		return n, blank
	case alone(r):
		return n + attached(s[n:]), word
	case letter(r):
		return n + letters(s[n:]), word
	}
	return n + attached(s[n:]), sign
}

// letters counts the bytes that go on a word.
func letters(s string) int {
	n := 0
	for n < len(s) && n < longestWord {
		r, size := utf8.DecodeRuneInString(s[n:])
		switch {
		case letter(r) && !alone(r), joins(r):
		case r == '\'' || r == '’':
			next, _ := utf8.DecodeRuneInString(s[n+size:])
			if !letter(next) || alone(next) {
				return n
			}
		default:
			return n
		}
		n += size
	}
	return n
}

// attached counts the bytes of marks and joiners after a sign, with what a joiner joins.
func attached(s string) int {
	n := 0
	for n < len(s) && n < longestWord {
		r, size := utf8.DecodeRuneInString(s[n:])
		if !joins(r) {
			return n
		}
		n += size
		if r == '\u200d' && n < len(s) {
			_, size = utf8.DecodeRuneInString(s[n:])
			n += size
		}
	}
	return n
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// joins reports whether a character belongs to the one before it.
func joins(r rune) bool {
	return unicode.In(r, unicode.M) || r == '\u200c' || r == '\u200d' || r == '\u00ad' || r == '\u2060' || r >= 0x1f3fb && r <= 0x1f3ff
}

// alone reports whether a character is a word by itself: in scripts that are written without blanks between words.
func alone(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
