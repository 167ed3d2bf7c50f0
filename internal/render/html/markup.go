package html

import (
	"bytes"
	"html"
	"strings"
	"unicode"
)

// A markup is HTML in the making: balanced by construction, every text and attribute escaped. Attributes come as pairs
// of name and value; one without a value is left out, except alt, whose emptiness says something.
type markup struct {
	bytes.Buffer
	stack []string
}

func (m *markup) open(name string, attrs ...string) {
	m.empty(name, attrs...)
	m.stack = append(m.stack, name)
}

// empty writes a start tag that no end tag belongs to.
func (m *markup) empty(name string, attrs ...string) {
	m.WriteByte('<')
	m.WriteString(name)
	for i := 0; i+1 < len(attrs); i += 2 {
		if attrs[i+1] == "" && attrs[i] != "alt" {
			continue
		}
		m.WriteByte(' ')
		m.WriteString(attrs[i])
		m.WriteString(`="`)
		m.text(attrs[i+1])
		m.WriteByte('"')
	}
	m.WriteByte('>')
}

// close ends the innermost element, which must be the named one.
func (m *markup) close(name string) {
	last := len(m.stack) - 1
	if m.stack[last] != name {
		panic("html: " + m.stack[last] + " is open, not " + name)
	}
	m.stack = m.stack[:last]
	m.WriteString("</" + name + ">")
}

// text writes characters; control characters, which HTML forbids, become blanks.
func (m *markup) text(s string) {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	m.WriteString(html.EscapeString(s))
}

// line writes an element with text only on a line of its own.
func (m *markup) line(name, class, text string) {
	m.open(name, "class", class)
	m.text(text)
	m.close(name)
	m.newline()
}

func (m *markup) newline() { m.WriteByte('\n') }
