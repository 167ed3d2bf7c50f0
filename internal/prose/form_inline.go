package prose

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// inlines reads the text of a block that stands on lines, from the skip-th byte of the first one on.
func (p *formParser) inlines(lines []line, skip int) []Inline {
	var s strings.Builder
	for i, l := range lines {
		text := trim(l.text)
		if i == 0 {
			text = trim(text[skip:])
		} else {
			s.WriteByte('\n')
		}
		s.WriteString(text)
	}
	r := inlineReader{parser: p, rest: s.String(), line: lines[0].n, bracket: unknown}
	content := r.read("")
	if p.err != nil {
		return nil
	}
	return content
}

// An inlineReader reads inline content from the front of rest.
type inlineReader struct {
	parser *formParser
	rest   string
	line   int
	plain  strings.Builder
	on     Text // the marks that are switched on
	out    []Inline
	inNote bool
	// bracket is how many bytes before the end the next ] stands, or one of the words below. It is looked for once and
	// not at every [, so that a text of brackets is read in linear time.
	bracket int
}

const (
	unknown = -1
	nowhere = -2
)

// read reads until the end, or up to the sign that closes a note.
func (r *inlineReader) read(closing string) []Inline {
	start := r.line
	for r.rest != "" && r.parser.err == nil {
		switch {
		case closing != "" && strings.HasPrefix(r.rest, closing):
			return r.end(start)
		case r.rest[0] == '\\':
			r.backslash()
		case r.rest[0] == '\n':
			r.line++
			r.take(1, " ")
		case r.rest[0] == '*':
			r.star()
		case strings.HasPrefix(r.rest, "^["):
			r.note()
		case strings.HasPrefix(r.rest, "{ref:"):
			r.reference()
		case r.rest[0] == '[' && r.link():
		default:
			_, size := utf8.DecodeRuneInString(r.rest)
			r.take(size, r.rest[:size])
		}
	}
	if closing != "" {
		r.parser.fail(start, OpenNote)
	}
	return r.end(start)
}

func (r *inlineReader) end(start int) []Inline {
	r.flush()
	if r.on.Strong || r.on.Em {
		r.parser.fail(start, OpenEmphasis)
	}
	return Joined(r.out)
}

// take moves n bytes on and adds text to the present run.
func (r *inlineReader) take(n int, text string) {
	r.rest = r.rest[n:]
	r.plain.WriteString(text)
}

// flush ends the present run.
func (r *inlineReader) flush() {
	if r.plain.Len() > 0 {
		t := r.on
		t.Text = r.plain.String()
		r.out = append(r.out, &t)
		r.plain.Reset()
	}
}

func (r *inlineReader) add(inline Inline) {
	r.flush()
	r.out = append(r.out, inline)
}

func (r *inlineReader) backslash() {
	if r.rest == `\` || strings.HasPrefix(r.rest, "\\\n") {
		r.add(&HardBreak{})
		r.rest = r.rest[min(2, len(r.rest)):]
		r.line++
		return
	}
	text, n := escaped(r.rest)
	r.take(n, text)
}

// escaped reads what a backslash at the front of s stands for, and how many bytes that takes.
func escaped(s string) (string, int) {
	if hex, ok := strings.CutPrefix(s, `\u{`); ok {
		if end := strings.IndexByte(hex, '}'); end > 0 && end <= 6 {
			if n, err := strconv.ParseUint(hex[:end], 16, 32); err == nil && n > 0 && utf8.ValidRune(rune(n)) {
				return string(rune(n)), len(`\u{}`) + end
			}
		}
	}
	if len(s) > 1 && strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", s[1]) >= 0 {
		return s[1:2], 2
	}
	return `\`, 1
}

func unescape(s string) string {
	var out strings.Builder
	for s != "" {
		text, n := s[:1], 1
		if s[0] == '\\' {
			text, n = escaped(s)
		}
		out.WriteString(text)
		s = s[n:]
	}
	return out.String()
}

// star switches italic, bold or both.
func (r *inlineReader) star() {
	r.flush()
	n := 1
	for n < 3 && strings.HasPrefix(r.rest[n:], "*") {
		n++
	}
	r.on.Em = r.on.Em != (n != 2)
	r.on.Strong = r.on.Strong != (n >= 2)
	r.rest = r.rest[n:]
}

func (r *inlineReader) note() {
	if r.inNote {
		r.parser.fail(r.line, OpenNote)
		return
	}
	inner := inlineReader{parser: r.parser, rest: r.rest[len("^["):], line: r.line, inNote: true, bracket: unknown}
	content := inner.read("]")
	if r.parser.err != nil {
		return
	}
	note := &Endnote{}
	for _, inline := range content {
		t, ok := inline.(*Text)
		if !ok {
			r.parser.fail(r.line, OpenNote) // a reference or a line break: notes hold text only
			return
		}
		note.Content = append(note.Content, t)
	}
	r.add(note)
	r.rest, r.line = inner.rest[1:], inner.line
}

func (r *inlineReader) reference() {
	body := r.rest[len("{ref:"):]
	end := unguarded(body, '}')
	if end < 0 {
		r.parser.fail(r.line, OpenReference)
		return
	}
	r.add(&CrossReference{Target: unescape(body[:end])})
	r.rest = body[end+1:]
}

// unguarded finds the first sign without a backslash before it; -1 when there is none.
func unguarded(s string, sign byte) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			_, n := escaped(s[i:])
			i += n - 1
		case sign:
			return i
		}
	}
	return -1
}

// nextBracket finds the ] that ends the text of a link; -1 when there is none.
func (r *inlineReader) nextBracket() int {
	if r.bracket == nowhere {
		return -1
	}
	if r.bracket == unknown || r.bracket > len(r.rest) {
		end := unguarded(r.rest, ']')
		if end < 0 {
			r.bracket = nowhere
			return -1
		}
		r.bracket = len(r.rest) - end
	}
	return len(r.rest) - r.bracket
}

// link reads [text](address). It reports false when a bracket is only a bracket.
func (r *inlineReader) link() bool {
	end := r.nextBracket()
	if end < 0 || !strings.HasPrefix(r.rest[end+1:], "(") {
		return false
	}
	address := r.rest[end+2:]
	stop := unguarded(address, ')')
	if stop < 0 || !SafeLink(unescape(address[:stop])) {
		r.parser.fail(r.line, UnsafeLink)
		return true
	}
	inner := inlineReader{parser: r.parser, rest: r.rest[1:end], line: r.line, inNote: true, bracket: nowhere}
	r.flush()
	for _, inline := range inner.read("") {
		t, ok := inline.(*Text)
		if !ok {
			r.parser.fail(r.line, UnsafeLink) // the text of a link is text only
			return true
		}
		t.Link = unescape(address[:stop])
		r.out = append(r.out, t)
	}
	r.rest, r.line = address[stop+1:], inner.line
	return true
}
