package docx

import (
	"path"
	"strings"
	"testing"
)

// check holds a Word file to what Word demands of every file, or it says "unreadable content".
func check(t testing.TB, p pack) {
	t.Helper()
	checkTypes(t, p)
	order := readSchema()
	for _, name := range p.names {
		if ext := path.Ext(name); ext != ".xml" && ext != ".rels" {
			continue
		}
		root := p.tree(t, name)
		order.check(t, name, root)
		checkRelations(t, p, name, root)
	}
	checkNumbering(t, p)
	checkStyles(t, p)
	checkEndnotes(t, p)
	checkFields(t, p)
}

// checkTypes fails for a part without a type, and for a type without a part.
func checkTypes(t testing.TB, p pack) {
	t.Helper()
	if p.names[0] != "[Content_Types].xml" {
		t.Errorf("the archive begins with %s", p.names[0])
	}
	types := map[string]bool{}
	for _, c := range p.tree(t, "[Content_Types].xml").elements() {
		types[c.attrs["Extension"]+strings.TrimPrefix(c.attrs["PartName"], "/")] = true
		if part := c.attrs["PartName"]; part != "" && p.parts[part[1:]] == nil {
			t.Errorf("there is no %s", part)
		}
	}
	for _, name := range p.names {
		ext := strings.TrimPrefix(path.Ext(name), ".")
		if !types[name] && (ext == "xml" || !types[ext]) && name != p.names[0] {
			t.Errorf("%s has no type", name)
		}
	}
}

func relationTargets(t testing.TB, p pack, name string) map[string]string {
	t.Helper()
	targets := map[string]string{}
	if p.parts[name] == nil {
		return targets
	}
	for _, r := range p.tree(t, name).elements() {
		if targets[r.attrs["Id"]] != "" {
			t.Errorf("%s: %s stands twice", name, r.attrs["Id"])
		}
		targets[r.attrs["Id"]] = r.attrs["Target"]
	}
	return targets
}

// checkRelations fails for a link without a target, inside the file, and for one that nobody uses.
func checkRelations(t testing.TB, p pack, name string, root *node) {
	t.Helper()
	if path.Ext(name) == ".rels" {
		base := path.Dir(path.Dir(name))
		for _, r := range root.elements() {
			if r.attrs["TargetMode"] != "External" && p.parts[path.Join(base, r.attrs["Target"])] == nil {
				t.Errorf("%s: there is no %s", name, r.attrs["Target"])
			}
		}
		return
	}
	targets := relationTargets(t, p, path.Join(path.Dir(name), "_rels", path.Base(name)+".rels"))
	var visit func(*node)
	visit = func(n *node) {
		for _, attr := range []string{"r:id", "r:embed"} {
			if id, ok := n.attrs[attr]; ok && targets[id] == "" {
				t.Errorf("%s: %s %s leads nowhere", name, n.name, id)
			}
		}
		for _, c := range n.children {
			visit(c)
		}
	}
	visit(root)
}

// checkNumbering fails for a numbering that is not there, and for ids that stand twice.
func checkNumbering(t testing.TB, p pack) {
	t.Helper()
	root := p.tree(t, "word/numbering.xml")
	abstract, numberings := map[string]bool{}, map[string]bool{}
	for _, n := range root.all("w:abstractNum") {
		abstract[n.attrs["w:abstractNumId"]] = true
	}
	for _, n := range root.all("w:num") {
		if !abstract[n.child("w:abstractNumId").attrs["w:val"]] || numberings[n.attrs["w:numId"]] {
			t.Errorf("numbering %s", n.attrs["w:numId"])
		}
		numberings[n.attrs["w:numId"]] = true
	}
	for _, name := range []string{"word/document.xml", "word/styles.xml"} {
		for _, n := range p.tree(t, name).all("w:numId") {
			if !numberings[n.attrs["w:val"]] {
				t.Errorf("%s: there is no numbering %s", name, n.attrs["w:val"])
			}
		}
	}
	ids := map[string]bool{}
	for _, n := range p.tree(t, "word/document.xml").all("w:bookmarkStart") {
		if ids[n.attrs["w:id"]] || ids[n.attrs["w:name"]] {
			t.Errorf("bookmark %s %s stands twice", n.attrs["w:id"], n.attrs["w:name"])
		}
		ids[n.attrs["w:id"]], ids[n.attrs["w:name"]] = true, true
	}
}

// checkStyles fails for a style that is used and not there.
func checkStyles(t testing.TB, p pack) {
	t.Helper()
	styles := map[string]bool{}
	for _, n := range p.tree(t, "word/styles.xml").all("w:style") {
		if styles[n.attrs["w:styleId"]] {
			t.Errorf("style %s stands twice", n.attrs["w:styleId"])
		}
		styles[n.attrs["w:styleId"]] = true
	}
	for name := range p.parts {
		if path.Ext(name) != ".xml" {
			continue
		}
		root := p.tree(t, name)
		for _, element := range []string{"w:pStyle", "w:rStyle", "w:tblStyle", "w:basedOn", "w:next"} {
			for _, n := range root.all(element) {
				if !styles[n.attrs["w:val"]] {
					t.Errorf("%s: there is no style %s", name, n.attrs["w:val"])
				}
			}
		}
	}
}

// checkEndnotes fails unless each mark has one note, and each note at most one mark.
func checkEndnotes(t testing.TB, p pack) {
	t.Helper()
	notes := map[string]bool{}
	for _, n := range p.tree(t, "word/endnotes.xml").all("w:endnote") {
		notes[n.attrs["w:id"]] = true
	}
	for _, n := range p.tree(t, "word/document.xml").all("w:endnoteReference") {
		if !notes[n.attrs["w:id"]] {
			t.Errorf("there is no endnote %s, or it has two marks", n.attrs["w:id"])
		}
		delete(notes, n.attrs["w:id"])
	}
}

// checkFields fails for fields that do not end, and for fields whose bookmark is not there.
func checkFields(t testing.TB, p pack) {
	t.Helper()
	root := p.tree(t, "word/document.xml")
	marks := map[string]bool{}
	for _, n := range root.all("w:bookmarkStart") {
		marks[n.attrs["w:name"]] = true
	}
	for _, n := range root.all("w:instrText") {
		if words := strings.Fields(n.content()); strings.HasSuffix(words[0], "REF") && !marks[words[1]] {
			t.Errorf("field %s has no bookmark", n.content())
		}
	}
	for _, n := range root.all("w:hyperlink") {
		if anchor := n.attrs["w:anchor"]; anchor != "" && !marks[anchor] {
			t.Errorf("link to %s has no bookmark", anchor)
		}
	}
	depth := 0
	for _, n := range root.all("w:fldChar") {
		switch n.attrs["w:fldCharType"] {
		case "begin":
			depth++
		case "end":
			depth--
		}
		if depth < 0 || depth > 1 {
			t.Errorf("fields nest to %d", depth)
		}
	}
	if depth != 0 {
		t.Error("a field does not end")
	}
}
