package pdfcheck

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// types that elements may have without a role map (ISO 32000-1, 14.8.4).
var standardTypes = strings.Fields("Document Part P H1 H2 H3 L LI Lbl LBody Table TR TH TD Caption TOC TOCI Reference Link Note Figure Span")

// allowed children where the standard restricts them (ISO 32000-1, 14.8.4.3; ISO 14289-1, 7.5, 7.6).
var children = map[string][]string{
	"L":     {"Caption", "LI", "L"},
	"LI":    {"Lbl", "LBody"},
	"Table": {"Caption", "TR"},
	"TR":    {"TH", "TD"},
	"TOC":   {"Caption", "TOC", "TOCI"},
	"TOCI":  {"Lbl", "Reference", "P", "TOC"},
}

// languageTag is the form of a language tag (RFC 5646, section 2.1), as far as ours go: language, script, region.
var languageTag = regexp.MustCompile(`^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$`)

// parents that some types must have.
var parents = map[string]string{"LI": "L", "LBody": "LI", "TR": "Table", "TH": "TR", "TD": "TR", "TOCI": "TOC"}

// An element is a structure element.
type element struct {
	tag    string
	ref    Ref
	dict   Dict
	parent *element
	kids   []*element
	mcids  int // marked content and annotations of its own
}

// tree walks the structure and checks what the clauses ask of each element.
type tree struct {
	*checker
	content map[[2]int]Ref // page and MCID → element
	annots  map[Ref]Ref    // annotation → element
	ids     map[string]bool
	heading int
	byRef   map[Ref]*element
}

func (c *checker) structure() *tree {
	t := &tree{checker: c, content: map[[2]int]Ref{}, annots: map[Ref]Ref{}, ids: map[string]bool{}, byRef: map[Ref]*element{}}
	root := c.file.Dict(c.file.Catalog()["StructTreeRoot"])
	if root == nil {
		c.problem("UA 7.1", "no structure tree")
		return t
	}
	top, ok := root["K"].(Ref)
	if !ok {
		c.problem("UA 7.1", "the structure tree has no top element")
		return t
	}
	e := t.walk(top, nil, 0)
	if e != nil && e.tag != "Document" {
		c.problem("UA 7.1", "the top element is %s", e.tag)
	}
	t.idTree(root)
	return t
}

func (t *tree) walk(r Ref, parent *element, depth int) *element {
	d := t.file.Dict(r)
	if d == nil || depth > 200 {
		t.problem("UA 7.1", "element %d is missing or too deep", r)
		return nil
	}
	tag, _ := d["S"].(Name)
	e := &element{tag: string(tag), ref: r, dict: d, parent: parent}
	t.byRef[r] = e
	if !slices.Contains(standardTypes, e.tag) {
		t.problem("UA 7.1", "element type %s is not standard", tag)
	}
	if parent != nil && d["P"] != any(parent.ref) {
		t.problem("UA 7.1", "element %d does not point to its parent", r)
	}
	t.before(e)
	for _, k := range t.file.Array(d["K"]) {
		t.kid(e, k, depth)
	}
	t.after(e)
	return e
}

func (t *tree) kid(e *element, k any, depth int) {
	if r, ok := k.(Ref); ok {
		if child := t.walk(r, e, depth+1); child != nil {
			e.kids = append(e.kids, child)
		}
		return
	}
	e.mcids++
	d := t.file.Dict(k)
	page, ok := t.file.pageOf[ref(d["Pg"])]
	switch d["Type"] {
	case Name("MCR"):
		id, _ := d["MCID"].(float64)
		key := [2]int{page, int(id)}
		if _, twice := t.content[key]; !ok || twice {
			t.problem("UA 7.1", "content %d of page %d has no page or two elements", int(id), page+1)
		}
		t.content[key] = e.ref
	case Name("OBJR"):
		t.annots[ref(d["Obj"])] = e.ref
	default:
		t.problem("UA 7.1", "element %d has a kid of no known type", e.ref)
	}
}

func ref(o any) Ref {
	r, _ := o.(Ref)
	return r
}

// before checks an element by its type, its ancestors and its attributes.
func (t *tree) before(e *element) {
	if want := parents[e.tag]; want != "" && (e.parent == nil || e.parent.tag != want) {
		t.problem("UA 7.2", "%s outside of %s", e.tag, want)
	}
	if lang, ok := e.dict["Lang"]; ok {
		if tag, ok := lang.(String); !ok || !languageTag.MatchString(tag.Text()) {
			t.problem("UA 7.2", "%s has the language %q", e.tag, lang)
		}
	}
	switch e.tag {
	case "H1", "H2", "H3":
		level := int(e.tag[1] - '0')
		if level > t.heading+1 {
			t.problem("UA 7.4.2", "%s after a heading of level %d", e.tag, t.heading)
		}
		t.heading = level
	case "Figure":
		if alt, ok := e.dict["Alt"].(String); !ok || strings.TrimSpace(alt.Text()) == "" {
			t.problem("UA 7.3", "a Figure has no alternative text")
		}
		if t.file.Dict(e.dict["A"])["BBox"] == nil {
			t.problem("UA 7.3", "a Figure has no bounding box")
		}
	case "Note":
		id, ok := e.dict["ID"].(String)
		if !ok || t.ids[string(id)] {
			t.problem("UA 7.9", "a Note has no ID of its own")
		}
	case "TH":
		if t.file.Dict(e.dict["A"])["Scope"] == nil {
			t.problem("UA 7.5", "a TH has no Scope")
		}
	case "L":
		if t.file.Dict(e.dict["A"])["ListNumbering"] == nil {
			t.problem("UA 7.6", "a list does not say how it is numbered")
		}
	}
	if id, ok := e.dict["ID"].(String); ok {
		t.ids[string(id)] = true
	}
}

// after checks an element by its children.
func (t *tree) after(e *element) {
	if allowed := children[e.tag]; allowed != nil {
		for _, k := range e.kids {
			if !slices.Contains(allowed, k.tag) {
				t.problem("UA 7.2", "%s inside %s", k.tag, e.tag)
			}
		}
		for i, k := range e.kids {
			if k.tag == "Caption" && i > 0 && (e.tag != "Table" || i < len(e.kids)-1) {
				t.problem("UA 7.2", "the Caption of %s stands neither first nor, of a table, last", e.tag)
			}
		}
		if e.mcids > 0 {
			t.problem("UA 7.2", "%s holds content of its own", e.tag)
		}
	}
	if e.tag == "Table" {
		t.grid(e)
	}
	if e.tag == "Link" && e.mcids == 0 {
		t.problem("UA 7.18.5", "a Link is empty")
	}
}

// grid checks that a table is regular: every place of its grid is covered once.
func (t *tree) grid(table *element) {
	var covered []int // by column: rows still covered from above
	row := 0
	for _, tr := range table.kids {
		if tr.tag != "TR" {
			continue
		}
		at := 0
		for _, cell := range tr.kids {
			for at < len(covered) && covered[at] > 0 {
				at++
			}
			a := t.file.Dict(cell.dict["A"])
			for range span(a["ColSpan"]) {
				if row == 0 {
					covered = append(covered, 0)
				}
				if at >= len(covered) || covered[at] > 0 {
					t.problem("UA 7.5", "row %d of a table has too many cells", row+1)
					return
				}
				covered[at] = span(a["RowSpan"])
				at++
			}
		}
		for i := range covered {
			if covered[i] == 0 {
				t.problem("UA 7.5", "row %d of a table lacks a cell", row+1)
				return
			}
			covered[i]--
		}
		row++
	}
	for _, left := range covered {
		if left > 0 {
			t.problem("UA 7.5", "a cell reaches below its table")
		}
	}
}

func span(o any) int {
	if f, ok := o.(float64); ok {
		return int(f)
	}
	return 1
}

func (t *tree) idTree(root Dict) {
	found := map[string]bool{}
	last := ""
	for _, k := range t.file.Array(t.file.Dict(root["IDTree"])["Kids"]) {
		names := t.file.Array(t.file.Dict(k)["Names"])
		for i := 0; i+1 < len(names); i += 2 {
			id, _ := names[i].(String)
			if string(id) <= last {
				t.problem("UA 7.9", "the ID tree is not in order at %s", id)
			}
			last = string(id)
			found[last] = true
			if e := t.byRef[ref(names[i+1])]; e == nil || e.dict["ID"] != any(id) {
				t.problem("UA 7.9", "ID %s leads to another element", id)
			}
		}
	}
	for id := range t.ids {
		if !found[id] {
			t.problem("UA 7.9", "ID %s is not in the ID tree", id)
		}
	}
}

// parentTree checks that content and annotations lead back to the elements that hold them.
func (t *tree) parentTree(mcids []map[int]Name) {
	root := t.file.Dict(t.file.Catalog()["StructTreeRoot"])
	nums := t.file.Array(t.file.Dict(root["ParentTree"])["Nums"])
	entries := map[int]any{}
	for i := 0; i+1 < len(nums); i += 2 {
		key, _ := nums[i].(float64)
		entries[int(key)] = nums[i+1]
	}
	for page, marks := range mcids {
		key, ok := t.file.pages[page]["StructParents"].(float64)
		owners := t.file.Array(entries[int(key)])
		if !ok || len(owners) != len(marks) {
			t.problem("UA 7.1", "page %d has %d marked contents, the parent tree %d", page+1, len(marks), len(owners))
			continue
		}
		for id, tag := range marks {
			owner := t.content[[2]int{page, id}]
			switch e := t.byRef[owner]; {
			case id >= len(owners) || ref(owners[id]) != owner || e == nil:
				t.problem("UA 7.1", "content %d of page %d: structure and parent tree differ", id, page+1)
			case e.tag != string(tag):
				t.problem("UA 7.1", "content %d of page %d is marked %s in %s", id, page+1, tag, e.tag)
			}
		}
	}
	count := 0
	for _, m := range mcids {
		count += len(m)
	}
	if count != len(t.content) {
		t.problem("UA 7.1", "%d contents on the pages, %d in the structure", count, len(t.content))
	}
	t.annotations(entries)
}

func (t *tree) annotations(entries map[int]any) {
	for i, p := range t.file.pages {
		for _, a := range t.file.Array(p["Annots"]) {
			d := t.file.Dict(a)
			where := fmt.Sprintf("annotation %d of page %d", ref(a), i+1)
			if d["Subtype"] != Name("Link") {
				t.problem("A2 6.3.1", "%s is no link: this project writes no other", where)
			}
			if d["AA"] != nil {
				t.problem("A2 6.5.2", "%s acts by itself", where)
			}
			if flags, _ := d["F"].(float64); int(flags)&4 == 0 || int(flags)&^4 != 0 {
				t.problem("A2 6.3.2", "%s is not printed, or hidden", where)
			}
			if s, ok := d["Contents"].(String); !ok || strings.TrimSpace(s.Text()) == "" {
				t.problem("UA 7.18.5", "%s has no description", where)
			}
			key, ok := d["StructParent"].(float64)
			owner := t.byRef[t.annots[ref(a)]]
			if !ok || owner == nil || ref(entries[int(key)]) != owner.ref {
				t.problem("UA 7.18.1", "%s is not in the structure", where)
			} else if owner.tag != "Link" {
				t.problem("UA 7.18.5", "%s is in %s", where, owner.tag)
			}
			t.target(d, where)
		}
	}
}

func (t *tree) target(d Dict, where string) {
	if dest := t.file.Array(d["Dest"]); dest != nil {
		if _, ok := t.file.pageOf[ref(dest[0])]; !ok {
			t.problem("UA 7.18.5", "%s leads to no page", where)
		}
		return
	}
	action := t.file.Dict(d["A"])
	if kind, _ := action["S"].(Name); kind != "URI" && kind != "GoTo" {
		t.problem("A2 6.5.1", "%s has an action of the kind %q", where, kind)
	}
	uri, _ := action["URI"].(String)
	if action["S"] != Name("URI") || uri == "" || strings.IndexFunc(string(uri), func(r rune) bool { return r <= ' ' || r > '~' }) >= 0 {
		t.problem("UA 7.18.5", "%s leads nowhere: %q", where, uri)
	}
}
