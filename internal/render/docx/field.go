package docx

import (
	"strconv"
	"strings"

	"upright/internal/document"
)

// A bookmark is a place that fields point to. Word hides bookmarks whose name begins with an underscore.
type bookmark struct {
	name  string
	code  string // of the field that prints the target's number
	taken bool   // it stands in the text already
}

// bookmarks returns the bookmarks of the targets of references, by anchor. A field repeats the number of a paragraph
// (REF \r), the text inside the bookmark (REF), or the mark of a note (NOTEREF), each with a link (\h).
func bookmarks(d *document.Document) map[string]*bookmark {
	wanted := map[string]bool{}
	for _, b := range d.Main() {
		references(b, wanted)
	}
	marks := map[string]*bookmark{}
	add := func(anchor, command, switches string) {
		if anchor != "" && wanted[anchor] && marks[anchor] == nil {
			name := "_Ref" + strconv.Itoa(len(marks)+1)
			marks[anchor] = &bookmark{name: name, code: command + " " + name + " " + switches}
		}
	}
	for _, b := range d.Body {
		switch b := b.(type) {
		case *document.Paragraph:
			if b.Number > 0 {
				add(b.Anchor, "REF", `\r \h`)
			}
		case *document.Recommendation:
			add(b.Anchor, "REF", `\r \h`)
		case *document.Table:
			add(b.Anchor, "REF", `\h`)
		}
	}
	for _, n := range d.Notes {
		add(n.Anchor, "NOTEREF", `\h`)
	}
	return marks
}

// references collects the anchors that references in a block point to.
func references(b document.Block, wanted map[string]bool) {
	collect := func(spans []document.Span) {
		for _, span := range spans {
			if r, ok := span.(*document.Reference); ok {
				wanted[r.Anchor] = true
			}
		}
	}
	nested := func(blocks []document.Block) {
		for _, inner := range blocks {
			references(inner, wanted)
		}
	}
	switch b := b.(type) {
	case *document.Heading:
		collect(b.Text)
	case *document.Paragraph:
		collect(b.Text)
	case *document.Recommendation:
		collect(b.Text)
	case *document.List:
		for _, item := range b.Items {
			nested(item)
		}
	case *document.Table:
		for _, row := range b.Rows {
			for _, cell := range row {
				nested(cell.Blocks)
			}
		}
	}
}

// bookmark begins the bookmark of an anchor, when a field points to it, and returns what ends it.
func (s *story) bookmark(anchor string) (end func()) {
	mark := s.marks[anchor]
	if mark == nil || mark.taken {
		return func() {}
	}
	mark.taken = true
	return s.namedBookmark(mark.name)
}

func (s *story) namedBookmark(name string) (end func()) {
	id := strconv.Itoa(s.nextID())
	s.empty("w:bookmarkStart", "w:id", id, "w:name", name)
	return func() { s.empty("w:bookmarkEnd", "w:id", id) }
}

// reference writes a field that follows the numbering, with the present number as its result. One that has lost its
// target is plain text.
func (s *story) reference(r *document.Reference) {
	if mark := s.marks[r.Anchor]; mark != nil {
		s.field(mark.code, r.Text, properties{})
		return
	}
	s.run(r.Text, properties{})
}

// field writes a field with its result, which Word shows until it computes the field anew.
func (s *story) field(code, result string, p properties) {
	s.fieldBegin(code)
	s.run(result, p)
	s.fieldEnd()
}

func (s *story) fieldBegin(code string) {
	s.fieldChar("begin")
	s.openRun()
	s.open(s.codeElement(), "xml:space", "preserve")
	s.text(" " + code + " ")
	s.close(s.codeElement())
	s.closeRun()
	s.fieldChar("separate")
}

func (s *story) fieldEnd() { s.fieldChar("end") }

func (s *story) fieldChar(kind string) {
	s.openRun()
	s.empty("w:fldChar", "w:fldCharType", kind)
	s.closeRun()
}

// template writes text with a field for each {name} that fields holds.
func (s *story) template(text string, fields map[string]func()) {
	for text != "" {
		before, rest, _ := strings.Cut(text, "{")
		name, after, ok := strings.Cut(rest, "}")
		field := fields[name]
		if !ok || field == nil {
			s.run(text, properties{})
			return
		}
		if before != "" {
			s.run(before, properties{})
		}
		field()
		text = after
	}
}
