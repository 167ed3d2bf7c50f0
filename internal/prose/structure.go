package prose

import "slices"

func (d *decoder) manuscript(n node) *Manuscript {
	e := d.element(n)
	if d.err != nil {
		return nil
	}
	if e.kind != "doc" {
		d.fail(e.path, "is not a manuscript")
		return nil
	}
	d.only(e)
	if len(e.content) == 0 {
		d.fail(e.path+".content", "has no part")
	}
	m := &Manuscript{}
	for i := range e.content {
		m.Parts = append(m.Parts, d.part(e.child(i)))
		if d.err != nil {
			return nil
		}
	}
	return m
}

func (d *decoder) part(n node) *Part {
	e := d.element(n)
	if d.err != nil {
		return nil
	}
	if e.kind != "part" {
		d.fail(e.path, "is not a part")
		return nil
	}
	d.only(e, "id", "kind", "hidden")
	p := &Part{ID: d.str(e, "id"), Kind: Other, Hidden: d.boolean(e, "hidden", false)}
	if _, present := e.attrs["kind"]; present {
		p.Kind = PartKind(d.str(e, "kind"))
	}
	if !slices.Contains(PartKinds(), p.Kind) {
		d.fail(e.path+".attrs.kind", "is an unknown kind of part")
	}
	if len(e.content) < 2 {
		d.fail(e.path+".content", "a part has a title and at least one block")
		return nil
	}
	title := d.element(e.child(0))
	if d.err == nil && title.kind != "part_title" {
		d.fail(title.path, "is not a part title")
	}
	d.only(title)
	d.boundary(title) // says nothing: a title is joined with nothing
	p.Title = d.text(title)
	for i := 1; i < len(e.content); i++ {
		p.Blocks = append(p.Blocks, d.block(e.child(i)))
		if d.err != nil {
			return nil
		}
	}
	return p
}

func (d *decoder) block(n node) Block {
	e := d.element(n)
	if d.err != nil {
		return nil
	}
	switch e.kind {
	case "paragraph":
		return d.paragraph(e)
	case "heading":
		d.only(e, "id", "level")
		return &Heading{ID: d.str(e, "id"), Level: d.integer(e, "level", 2), Content: d.inlines(e), Suggested: d.boundary(e)}
	case "recommendation":
		d.only(e, "id", "addressee")
		return &Recommendation{ID: d.str(e, "id"), Addressee: d.str(e, "addressee"), Content: d.inlines(e), Suggested: d.boundary(e)}
	case "bullet_list", "ordered_list":
		return d.list(e)
	case "table":
		return d.table(e)
	}
	d.fail(e.path, "is not a block")
	return nil
}

func (d *decoder) paragraph(e element) *Paragraph {
	d.only(e, "id", "numbered")
	return &Paragraph{ID: d.str(e, "id"), Numbered: d.boolean(e, "numbered", true), Content: d.inlines(e), Suggested: d.boundary(e)}
}

func (d *decoder) list(e element) *List {
	d.only(e, "id")
	l := &List{ID: d.str(e, "id"), Ordered: e.kind == "ordered_list", Suggested: d.boundary(e)}
	if len(e.content) == 0 {
		d.fail(e.path+".content", "a list has at least one item")
	}
	for i := range e.content {
		item := d.element(e.child(i))
		if d.err == nil && item.kind != "list_item" {
			d.fail(item.path, "is not a list item")
		}
		if d.err != nil {
			return nil
		}
		d.only(item)
		blocks := d.flow(item)
		if len(blocks) > 0 {
			if _, ok := blocks[0].(*Paragraph); !ok {
				d.fail(item.path, "a list item begins with a paragraph")
			}
		}
		l.Items = append(l.Items, &ListItem{Blocks: blocks})
	}
	return l
}

// flow reads paragraphs and lists, of which there is at least one.
func (d *decoder) flow(e element) []Block {
	if len(e.content) == 0 {
		d.fail(e.path+".content", "has no paragraph")
	}
	var blocks []Block
	for i := range e.content {
		c := d.element(e.child(i))
		if d.err != nil {
			return nil
		}
		switch c.kind {
		case "paragraph":
			blocks = append(blocks, d.paragraph(c))
		case "bullet_list", "ordered_list":
			blocks = append(blocks, d.list(c))
		default:
			d.fail(c.path, "is not a paragraph or a list")
			return nil
		}
	}
	return blocks
}

func (d *decoder) table(e element) *Table {
	d.only(e, "id", "caption")
	t := &Table{ID: d.str(e, "id"), Caption: d.str(e, "caption"), Suggested: d.boundary(e)}
	if len(e.content) == 0 {
		d.fail(e.path+".content", "a table has at least one row")
	}
	for i := range e.content {
		t.Rows = append(t.Rows, d.row(e.child(i)))
		if d.err != nil {
			return nil
		}
	}
	return t
}

func (d *decoder) row(n node) *Row {
	e := d.element(n)
	if d.err != nil {
		return nil
	}
	if e.kind != "table_row" {
		d.fail(e.path, "is not a table row")
		return nil
	}
	d.only(e)
	if len(e.content) == 0 {
		d.fail(e.path+".content", "a row has at least one cell")
	}
	r := &Row{}
	for i := range e.content {
		c := d.element(e.child(i))
		if d.err == nil && c.kind != "table_cell" && c.kind != "table_header" {
			d.fail(c.path, "is not a cell")
		}
		if d.err != nil {
			return nil
		}
		d.only(c, "colspan", "rowspan", "colwidth")
		d.columnWidths(c)
		r.Cells = append(r.Cells, &Cell{
			Header:  c.kind == "table_header",
			Colspan: d.integer(c, "colspan", maxSpan),
			Rowspan: d.integer(c, "rowspan", maxSpan),
			Blocks:  d.flow(c),
		})
	}
	return r
}

// columnWidths checks the widths that the editor keeps for the screen: null or whole numbers.
func (d *decoder) columnWidths(e element) {
	value := e.attrs["colwidth"]
	if value == nil {
		return
	}
	widths, ok := value.([]any)
	for _, width := range widths {
		_, number := width.(float64)
		ok = ok && number
	}
	if !ok {
		d.fail(e.path+".attrs.colwidth", "is not a list of numbers")
	}
}
