package word

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Bounds of XML.
const (
	maxToken = 4 << 20 // bytes between two brackets, and of all attributes of an element
	maxDepth = 256     // of elements in each other
	maxNodes = 300_000 // of one block of the text: a paragraph, or a whole table
	maxAttrs = 900_000 // of all elements of such a block
)

// prefix is the usual prefix of a namespace that is understood, in both conformance classes of ECMA-376: the
// transitional ones and the strict ones. Elements of others have the prefix "?".
func prefix(space string) string {
	switch space {
	case "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main":
		return "w:"
	case "http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships":
		return "r:"
	case "http://schemas.openxmlformats.org/officeDocument/2006/math", "http://purl.oclc.org/ooxml/officeDocument/math":
		return "m:"
	case "http://schemas.openxmlformats.org/markup-compatibility/2006":
		return "mc:"
	case "http://schemas.microsoft.com/office/word/2010/wordml":
		return "w14:"
	case "http://schemas.microsoft.com/office/word/2012/wordml":
		return "w15:"
	case "", "http://schemas.openxmlformats.org/package/2006/relationships", "http://schemas.openxmlformats.org/package/2006/content-types",
		"http://www.w3.org/XML/1998/namespace":
		return ""
	}
	return "?"
}

// A node is an element with what is in it, or, without a name, a text.
type node struct {
	name     string
	attrs    []xml.Attr
	children []*node
	text     string
}

// attr returns the value of an attribute by its name without a prefix; "" when there is none.
func (n *node) attr(name string) string {
	for _, a := range n.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// child returns the first element in n with a name; an empty node when there is none.
func (n *node) child(names ...string) *node {
	for _, name := range names {
		var next *node
		for _, c := range n.children {
			if c.name == name {
				next = c
				break
			}
		}
		if next == nil {
			return &node{}
		}
		n = next
	}
	return n
}

// all calls visit for n and every element inside of it.
func (n *node) all(visit func(*node)) {
	visit(n)
	for _, c := range n.children {
		if c.name != "" {
			c.all(visit)
		}
	}
}

// has reports whether an element of one of the names stands inside of n.
func (n *node) has(names ...string) bool {
	found := false
	n.all(func(c *node) {
		for _, name := range names {
			found = found || c.name == name
		}
	})
	return found
}

// on reads a toggle (ECMA-376 part 1, 17.17.4): present means on, unless its value says no. told is false when it is not
// there.
func (n *node) on(name string) (value, told bool) {
	c := n.child(name)
	if c.name == "" {
		return false, false
	}
	switch c.attr("val") {
	case "0", "false", "off":
		return false, true
	}
	return true, true
}

// An xmlReader gives the elements of a part one after the other. A document type is refused: entities are how XML grows,
// or reads files.
type xmlReader struct {
	d      *xml.Decoder
	source *unpacked
	depth  int
}

func newXMLReader(source *unpacked) *xmlReader {
	d := xml.NewDecoder(source)
	d.Strict = true
	d.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, errors.New("not in UTF-8") }
	return &xmlReader{d: d, source: source}
}

func (x *xmlReader) close() { _ = x.source.r.Close() } // nothing was written

// next returns the next token; io.EOF ends the part.
func (x *xmlReader) next() (xml.Token, error) {
	x.source.token = 0
	token, err := x.d.Token()
	if err != nil {
		return nil, x.fault(err)
	}
	switch token.(type) {
	case xml.Directive:
		return nil, refuse("damaged", errors.New("a document type"))
	case xml.StartElement:
		if x.depth++; x.depth > maxDepth {
			return nil, tooMuch(errors.New("elements too deep"))
		}
	case xml.EndElement:
		x.depth--
	}
	return token, nil
}

func (x *xmlReader) fault(err error) error {
	switch cause := x.source.p.ctx.Err(); {
	case cause != nil:
		return cause
	case errors.Is(err, errUnpacked):
		return tooMuch(err)
	case errors.Is(err, io.EOF) && x.depth == 0:
		return io.EOF
	}
	// The decoder's own message may quote the draft.
	return refuse("damaged", fmt.Errorf("XML at byte %d", x.d.InputOffset()))
}

// element returns the next element that begins, without what is in it.
func (x *xmlReader) element() (*node, error) {
	for {
		token, err := x.next()
		if err != nil {
			return nil, err
		}
		if start, ok := token.(xml.StartElement); ok {
			return nodeOf(start), nil
		}
	}
}

func nodeOf(start xml.StartElement) *node {
	return &node{name: prefix(start.Name.Space) + start.Name.Local, attrs: start.Attr}
}

// fill reads what is in an element that has just begun, up to its end.
func (x *xmlReader) fill(n *node) error {
	open, count, attrs := []*node{n}, 0, 0
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			return refuse("damaged", io.ErrUnexpectedEOF)
		}
		if err != nil {
			return err
		}
		if count++; count > maxNodes || attrs > maxAttrs {
			return tooMuch(errors.New("a block of the text is too large"))
		}
		top := open[len(open)-1]
		switch token := token.(type) {
		case xml.StartElement:
			c := nodeOf(token)
			attrs += len(c.attrs)
			top.children = append(top.children, c)
			open = append(open, c)
		case xml.EndElement:
			if open = open[:len(open)-1]; len(open) == 0 {
				return nil
			}
		case xml.CharData:
			if keepsText(top.name) {
				top.children = append(top.children, &node{text: string(token)})
			}
		}
	}
}

// keepsText reports whether the characters in an element are text: everything else between elements is layout.
func keepsText(name string) bool {
	switch name {
	case "w:t", "w:delText", "w:instrText", "w:delInstrText", "m:t":
		return true
	}
	return false
}

// content is the characters that stand in an element itself, not in elements inside of it: where all of these are gone
// through, no character is taken twice.
func (n *node) content() string {
	var b strings.Builder
	for _, t := range n.children {
		if t.name == "" {
			b.WriteString(t.text)
		}
	}
	return b.String()
}
