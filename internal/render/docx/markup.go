package docx

import (
	"bytes"
	"encoding/xml"
)

// Namespaces of the parts, and the line that begins each of them.
const (
	declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	nsW         = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	nsR         = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	nsWP        = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
	nsA         = "http://schemas.openxmlformats.org/drawingml/2006/main"
	nsPic       = "http://schemas.openxmlformats.org/drawingml/2006/picture"
)

// A markup is XML in the making: well formed by construction, every text and attribute escaped. Attributes come as pairs
// of name and value.
type markup struct {
	bytes.Buffer
	stack []string
}

// newPart begins a part whose root element declares the namespaces that WordprocessingML parts of ours use.
func newPart(root string) *markup {
	m := &markup{}
	m.WriteString(declaration)
	m.open(root, "xmlns:w", nsW, "xmlns:r", nsR)
	return m
}

func (m *markup) open(name string, attrs ...string) {
	m.tag(name, attrs)
	m.WriteByte('>')
	m.stack = append(m.stack, name)
}

func (m *markup) empty(name string, attrs ...string) {
	m.tag(name, attrs)
	m.WriteString("/>")
}

// close ends the innermost element, which must be the named one.
func (m *markup) close(name string) {
	last := len(m.stack) - 1
	if m.stack[last] != name {
		panic("docx: " + m.stack[last] + " is open, not " + name)
	}
	m.stack = m.stack[:last]
	m.WriteString("</" + name + ">")
}

// text writes characters; those that XML 1.0 cannot hold become U+FFFD.
func (m *markup) text(s string) { xml.EscapeText(&m.Buffer, []byte(s)) }

// part ends the root element and returns the whole part.
func (m *markup) part() []byte {
	m.close(m.stack[0])
	return m.Bytes()
}

func (m *markup) tag(name string, attrs []string) {
	m.WriteByte('<')
	m.WriteString(name)
	for i := 0; i+1 < len(attrs); i += 2 {
		m.WriteByte(' ')
		m.WriteString(attrs[i])
		m.WriteString(`="`)
		m.text(attrs[i+1])
		m.WriteByte('"')
	}
}

// value writes an element whose only content is the attribute w:val.
func (m *markup) value(name, value string) { m.empty(name, "w:val", value) }
