package docx

import (
	"strings"
	"testing"
)

// sketch writes what Word reads, one line for each paragraph: style, numbering in parentheses, then the runs. In a run
// <…> are its properties, {…} fields and notes.
func sketch(t *testing.T, p pack) string {
	t.Helper()
	s := &sketcher{links: relationTargets(t, p, "word/_rels/document.xml.rels")}
	s.line("== document")
	s.blocks(p.tree(t, "word/document.xml").child("w:body"), "")
	s.links = relationTargets(t, p, "word/_rels/endnotes.xml.rels")
	s.line("== endnotes")
	for _, n := range p.tree(t, "word/endnotes.xml").all("w:endnote") {
		s.blocks(n, n.attrs["w:id"]+": ")
	}
	for _, name := range []string{"header1", "header2", "footer1"} {
		s.line("== " + name)
		s.blocks(p.tree(t, "word/"+name+".xml"), "")
	}
	return s.String()
}

type sketcher struct {
	strings.Builder
	links map[string]string
}

func (s *sketcher) line(text string) { s.WriteString(strings.TrimRight(text, " ") + "\n") }

func (s *sketcher) blocks(parent *node, indent string) {
	for _, c := range parent.elements() {
		switch c.name {
		case "w:p":
			properties := c.child("w:pPr")
			head := properties.child("w:pStyle").attrs["w:val"]
			if num := properties.child("w:numPr"); num.name != "" {
				head += " (" + num.child("w:numId").attrs["w:val"] + "." + num.child("w:ilvl").attrs["w:val"] + ")"
			}
			s.line(indent + head + " " + s.inline(c))
			if section := properties.child("w:sectPr"); section.name != "" {
				s.line(indent + "-- section " + names(section))
			}
		case "w:tbl":
			s.line(indent + "table " + names(c.child("w:tblPr")))
			for _, row := range c.all("w:tr") {
				s.line(indent + "  row " + names(row.child("w:trPr")))
				for _, cell := range row.all("w:tc") {
					properties := cell.child("w:tcPr")
					s.line(indent + "    cell " + properties.child("w:gridSpan").attrs["w:val"] + properties.child("w:vMerge").attrs["w:val"])
					s.blocks(cell, indent+"      ")
				}
			}
		case "w:sdt":
			s.line(indent + "sdt " + c.child("w:sdtPr", "w:docPartObj", "w:docPartGallery").attrs["w:val"])
			s.blocks(c.child("w:sdtContent"), indent+"  ")
		case "w:sectPr":
			s.line(indent + "-- section " + names(c))
		}
	}
}

func (s *sketcher) inline(parent *node) string {
	var b strings.Builder
	for _, c := range parent.elements() {
		switch c.name {
		case "w:r":
			b.WriteString(s.run(c))
		case "w:hyperlink":
			b.WriteString("[" + s.inline(c) + "](" + s.links[c.attrs["r:id"]] + c.attrs["w:anchor"] + ")")
		case "w:bookmarkStart":
			b.WriteString("«" + c.attrs["w:name"] + ":")
		case "w:bookmarkEnd":
			b.WriteString("»")
		}
	}
	return b.String()
}

func (s *sketcher) run(r *node) string {
	var b strings.Builder
	if properties := r.child("w:rPr"); properties.name != "" {
		var said []string
		for _, c := range properties.elements() {
			said = append(said, strings.TrimPrefix(c.name, "w:")+c.attrs["w:val"]+c.attrs["w:hint"]+c.attrs["w:eastAsia"]+c.attrs["w:bidi"])
		}
		b.WriteString("<" + strings.Join(said, " ") + ">")
	}
	for _, c := range r.elements() {
		switch c.name {
		case "w:t":
			b.WriteString(c.content())
		case "w:rPr":
		case "w:fldChar":
			b.WriteString(map[string]string{"begin": "{", "separate": "=", "end": "}"}[c.attrs["w:fldCharType"]])
		case "w:instrText":
			b.WriteString(strings.TrimSpace(c.content()))
		case "w:endnoteReference":
			b.WriteString("{endnote " + c.attrs["w:id"] + "}")
		case "w:drawing":
			b.WriteString("{picture " + s.links[c.all("a:blip")[0].attrs["r:embed"]] + ": " + c.all("wp:docPr")[0].attrs["descr"] + "}")
		default:
			b.WriteString("{" + strings.TrimPrefix(c.name, "w:") + "}")
		}
	}
	return b.String()
}

// names lists the children of an element that says something by having them.
func names(n *node) string {
	var found []string
	for _, c := range n.elements() {
		found = append(found, strings.TrimPrefix(c.name, "w:"))
	}
	return strings.Join(found, " ")
}
