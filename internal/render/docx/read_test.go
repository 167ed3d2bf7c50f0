package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"
)

// A pack is a Word file taken apart.
type pack struct {
	names []string
	parts map[string][]byte
	trees map[string]*node // of the parts read so far
}

func open(t testing.TB, data []byte) pack {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	p := pack{parts: map[string][]byte{}, trees: map[string]*node{}}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if _, twice := p.parts[f.Name]; twice {
			t.Errorf("%s stands twice in the archive", f.Name)
		}
		p.names = append(p.names, f.Name)
		p.parts[f.Name] = content
	}
	return p
}

// tree returns the elements of a part.
func (p pack) tree(t testing.TB, name string) *node {
	t.Helper()
	if root := p.trees[name]; root != nil {
		return root
	}
	data, ok := p.parts[name]
	if !ok {
		t.Fatalf("no part %s", name)
	}
	root, err := parse(data)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	p.trees[name] = root
	return root
}

// A node is one element, named with its usual prefix, or a text without a name.
type node struct {
	name     string
	attrs    map[string]string
	children []*node
	text     string
}

// prefixes of the namespaces, as everybody writes them.
func prefix(space string) string {
	switch space {
	case nsW:
		return "w:"
	case nsR:
		return "r:"
	case nsWP:
		return "wp:"
	case nsA:
		return "a:"
	case nsPic:
		return "pic:"
	}
	return ""
}

func parse(data []byte) (*node, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	stack := []*node{{}}
	for {
		token, err := d.Token()
		if err == io.EOF {
			return stack[0].elements()[0], nil
		}
		if err != nil {
			return nil, err
		}
		top := stack[len(stack)-1]
		switch token := token.(type) {
		case xml.StartElement:
			n := &node{name: prefix(token.Name.Space) + token.Name.Local, attrs: map[string]string{}}
			for _, a := range token.Attr {
				n.attrs[prefix(a.Name.Space)+a.Name.Local] = a.Value
			}
			top.children = append(top.children, n)
			stack = append(stack, n)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			top.children = append(top.children, &node{text: string(token)})
		}
	}
}

// all returns the elements with a name inside n, in order.
func (n *node) all(name string) []*node {
	var found []*node
	for _, c := range n.children {
		if c.name == name {
			found = append(found, c)
		}
		found = append(found, c.all(name)...)
	}
	return found
}

// child returns the first child with a name; an empty node when there is none.
func (n *node) child(path ...string) *node {
	for _, name := range path {
		next := &node{}
		for _, c := range n.children {
			if c.name == name {
				next = c
				break
			}
		}
		n = next
	}
	return n
}

// elements returns the children without the white space between them.
func (n *node) elements() []*node {
	var found []*node
	for _, c := range n.children {
		if c.name != "" {
			found = append(found, c)
		}
	}
	return found
}

func (n *node) content() string {
	var s strings.Builder
	s.WriteString(n.text)
	for _, c := range n.children {
		s.WriteString(c.content())
	}
	return s.String()
}
