package word

import (
	"strconv"
	"strings"

	"upright/internal/prose"
)

// A table is a table of the file.
type table struct {
	id      string
	rows    [][]*cell
	caption string
	annex   bool // Upright made it for an annex
	under   string
}

// A cell holds items; what a manuscript does not allow in cells is made paragraphs of.
type cell struct {
	header           bool
	colspan, rowspan int
	items            []item
}

// maxSpan is the widest and the highest a cell may be, as in the editor's schema.
const maxSpan = 100

// table reads a table.
func (r *reader) table(n *node) *table {
	t := &table{id: prose.NewID(), under: r.under}
	var above []*cell // the cell that reaches down, by the column in which it begins
	for _, row := range within(n, "w:tr") {
		cells, grown := r.row(t, row, &above)
		if len(cells) > 0 {
			t.rows = append(t.rows, cells)
			continue
		}
		for _, c := range grown { // a row of nothing but cells that go on is none
			c.rowspan--
		}
	}
	t.headFromLook()
	return t
}

// row reads a row. A cell that goes on from the row above makes that one higher; these are returned too.
func (r *reader) row(t *table, row *node, above *[]*cell) (cells, grown []*cell) {
	props := row.child("w:trPr")
	head, _ := props.on("w:tblHeader")
	if props.has("w:ins", "w:del") {
		r.lose(LostRow, textOf(row))
	}
	at := 0
	if skip, err := strconv.Atoi(props.child("w:gridBefore").attr("val")); err == nil && skip > 0 {
		at = min(skip, maxSpan)
		cells = append(cells, &cell{colspan: at, rowspan: 1})
	}
	for _, tc := range within(row, "w:tc") {
		c := r.cell(t, tc)
		c.header = c.header || head
		for len(*above) <= at+c.colspan {
			*above = append(*above, nil)
		}
		merge := tc.child("w:tcPr", "w:vMerge")
		if up := (*above)[at]; merge.name != "" && merge.attr("val") != "restart" && up != nil {
			if up.rowspan < maxSpan {
				up.rowspan++
				grown = append(grown, up)
			}
			up.items = append(up.items, filled(c.items)...)
		} else {
			cells = append(cells, c)
			(*above)[at] = nil
			if merge.name != "" {
				(*above)[at] = c
			}
		}
		for i := at + 1; i < at+c.colspan; i++ {
			(*above)[i] = nil
		}
		at = min(at+c.colspan, 10*maxSpan)
	}
	return cells, grown
}

func (r *reader) cell(t *table, tc *node) *cell {
	c := &cell{colspan: 1, rowspan: 1}
	if span, err := strconv.Atoi(tc.child("w:tcPr", "w:gridSpan").attr("val")); err == nil {
		c.colspan = min(max(span, 1), maxSpan)
	}
	under := r.under
	for _, it := range r.blocks(tc, nil) {
		if it.table != nil {
			r.lose(LostNested, it.table.text())
			c.items = append(c.items, it.table.flattened()...)
			continue
		}
		it.para.level = 0
		c.items = append(c.items, it)
		c.header = c.header || it.para.style == "tablerowheading" || it.para.style == "tableheading"
		t.annex = t.annex || strings.HasPrefix(it.para.style, "annex")
	}
	r.under = under // a heading in a cell heads nothing
	return c
}

// within returns the elements of a name in n, through elements that only wrap them.
func within(n *node, name string) []*node {
	var list []*node
	for _, c := range n.children {
		switch c.name {
		case name:
			list = append(list, c)
		case "w:sdt":
			list = append(list, within(c.child("w:sdtContent"), name)...)
		case "w:customXml", "w:smartTag", "w:ins", "w:del":
			list = append(list, within(c, name)...)
		}
	}
	return list
}

// filled leaves out empty paragraphs.
func filled(items []item) []item {
	var out []item
	for _, it := range items {
		if it.para != nil && !it.para.empty() {
			out = append(out, it)
		}
	}
	return out
}

// flattened is a table as paragraphs, one for each row.
func (t *table) flattened() []item {
	var out []item
	for _, row := range t.rows {
		p := &para{id: prose.NewID(), under: t.under}
		for _, c := range row {
			for _, it := range filled(c.items) {
				if len(p.pieces) > 0 {
					p.add(piece{inline: &prose.Text{Text: " | "}})
				}
				p.pieces = append(p.pieces, it.para.pieces...)
			}
		}
		if !p.empty() {
			out = append(out, item{para: p})
		}
	}
	return out
}

func (t *table) text() string {
	var b strings.Builder
	for _, it := range t.flattened() {
		b.WriteString(it.para.text() + " ")
	}
	return b.String()
}

// headFromLook makes the first row the head of a table that has none, where all of its text is bold and the rest is not.
func (t *table) headFromLook() {
	for i, row := range t.rows {
		bold := true
		for _, c := range row {
			if c.header && i == 0 {
				return
			}
			bold = bold && c.bold()
		}
		if i == 0 && !bold || i == 1 && bold {
			return
		}
	}
	if len(t.rows) < 2 {
		return
	}
	for _, c := range t.rows[0] {
		c.header = true
	}
}

// bold reports whether a cell holds text and all of it is bold.
func (c *cell) bold() bool {
	some := false
	for _, it := range c.items {
		for _, p := range it.para.pieces {
			if t, ok := p.inline.(*prose.Text); ok && strings.TrimSpace(t.Text) != "" {
				if !t.Strong {
					return false
				}
				some = true
			}
		}
	}
	return some
}
