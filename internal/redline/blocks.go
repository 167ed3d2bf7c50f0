package redline

import (
	"slices"

	"upright/internal/document"
)

// blocks merges two lists of blocks.
func (m *merger) blocks(older, newer []document.Block) []document.Block {
	a, b := m.items(m.older, older), m.items(m.newer, newer)
	p := m.pair(a, b)
	var out []document.Block
	for _, u := range m.units(a, b, p) {
		was, is := older[u.older:u.olderEnd], newer[u.newer:u.newerEnd]
		switch {
		case len(was) == 0:
			out = append(out, m.alone(is, document.Inserted, p.newer[u.newer] == moved)...)
		case len(is) == 0:
			out = append(out, m.alone(was, document.Deleted, p.older[u.older] == moved)...)
		default:
			out = append(out, m.both(was, is)...)
		}
	}
	return out
}

// both merges blocks that are the same block in both versions, or one that became several texts, or several one.
func (m *merger) both(was, is []document.Block) []document.Block {
	switch newer := is[0].(type) {
	case *document.List:
		return []document.Block{m.list(was[0].(*document.List), newer)}
	case *document.Table:
		return m.table(was[0].(*document.Table), newer)
	}
	return m.texts(was, is)
}

// alone copies blocks that only one version has in this place.
func (m *merger) alone(blocks []document.Block, c document.Change, moved bool) []document.Block {
	var out []document.Block
	for _, b := range blocks {
		one := m.blockAs(b, c)
		if r := document.RevisedOf(one); r != nil {
			r.Moved = moved
		}
		out = append(out, one)
	}
	return out
}

// blockAs copies a block of one version, all of it with the same change.
func (m *merger) blockAs(b document.Block, c document.Change) document.Block {
	switch b := b.(type) {
	case *document.List:
		out := &document.List{Ordered: b.Ordered}
		for _, item := range b.Items {
			out.Items = append(out.Items, m.blocksAs(item, c))
		}
		return out
	case *document.Table:
		out := *b
		out.Anchor = m.anchor(b.Anchor, c)
		out.Revised = document.Revised{Change: c}
		out.Rows, out.RowChanges = nil, nil
		for _, row := range b.Rows {
			out.Rows = append(out.Rows, m.rowAs(row, c))
			out.RowChanges = append(out.RowChanges, c)
		}
		if b.Caption != "" {
			out.Redlined = []document.Span{&document.Text{Text: b.Caption, Change: c}}
		}
		return &out
	}
	text, ok := textOf(b)
	if !ok {
		panic("redline: unknown block")
	}
	return m.withText(b, m.spansAs(text, c), c)
}

func (m *merger) blocksAs(blocks []document.Block, c document.Change) []document.Block {
	var out []document.Block
	for _, b := range blocks {
		out = append(out, m.blockAs(b, c))
	}
	return out
}

func (m *merger) rowAs(row []document.Cell, c document.Change) []document.Cell {
	out := make([]document.Cell, len(row))
	for i, cell := range row {
		out[i] = cell
		out[i].Blocks = m.blocksAs(cell.Blocks, c)
	}
	return out
}

// list merges two lists of one kind, item by item.
func (m *merger) list(older, newer *document.List) *document.List {
	out := &document.List{Ordered: newer.Ordered}
	group := func(d *document.Document, items [][]document.Block) []item {
		var all []item
		for _, blocks := range items {
			all = append(all, m.group(d, blocks, "item"))
		}
		return all
	}
	a, b := group(m.older, older.Items), group(m.newer, newer.Items)
	for _, u := range m.units(a, b, m.pair(a, b)) {
		switch {
		case u.older == u.olderEnd:
			out.Items = append(out.Items, m.blocksAs(newer.Items[u.newer], document.Inserted))
		case u.newer == u.newerEnd:
			out.Items = append(out.Items, m.blocksAs(older.Items[u.older], document.Deleted))
		default:
			out.Items = append(out.Items, m.blocks(older.Items[u.older], newer.Items[u.newer]))
		}
	}
	return out
}

// table merges two tables row by row. Where columns were added or taken away, or cells span several rows and the rows are
// not the same, both tables are shown whole: Word has no tracked change for it either.
func (m *merger) table(older, newer *document.Table) []document.Block {
	a, b := m.rows(m.older, older), m.rows(m.newer, newer)
	if older.Columns != newer.Columns || (tall(older) || tall(newer)) && !sameShapes(a, b) {
		return []document.Block{m.blockAs(older, document.Deleted), m.blockAs(newer, document.Inserted)}
	}
	p := m.pair(a, b)
	if tall(newer) {
		p = sideBySide(len(a))
	}
	out := *newer
	out.Revised, out.Rows, out.Head = document.Revised{}, nil, 0
	changed, head := false, true
	for _, u := range m.units(a, b, p) {
		c := document.Kept
		isHead := u.newer < newer.Head
		var row []document.Cell
		switch {
		case u.older == u.olderEnd:
			c, row = document.Inserted, m.rowAs(newer.Rows[u.newer], document.Inserted)
		case u.newer == u.newerEnd:
			c, row, isHead = document.Deleted, m.rowAs(older.Rows[u.older], document.Deleted), u.older < older.Head
		default:
			row = m.row(older.Rows[u.older], newer.Rows[u.newer])
		}
		if head = head && isHead; head {
			out.Head++
		}
		changed = changed || c != document.Kept
		out.Rows, out.RowChanges = append(out.Rows, row), append(out.RowChanges, c)
	}
	if !changed {
		out.RowChanges = nil
	}
	if out.Head == len(out.Rows) {
		out.Head = 0
	}
	m.caption(&out, older, newer)
	return []document.Block{&out}
}

// caption merges what stands above a table.
func (m *merger) caption(out, older, newer *document.Table) {
	if older.Caption != newer.Caption {
		say := func(s string) []document.Span {
			if s == "" {
				return nil
			}
			return []document.Span{&document.Text{Text: s}}
		}
		out.Redlined = m.spans(say(older.Caption), say(newer.Caption))
	}
	if older.Number != newer.Number {
		out.Before = &document.Table{Number: older.Number}
	}
}

// row merges two rows with the same cells.
func (m *merger) row(older, newer []document.Cell) []document.Cell {
	out := make([]document.Cell, len(newer))
	for i := range newer {
		out[i] = newer[i]
		out[i].Blocks = m.cell(older[i].Blocks, newer[i].Blocks)
	}
	return out
}

// cell merges what stands in a cell. Paragraphs alone are one text: the end of the last one is that of the cell, which no
// change can take away.
func (m *merger) cell(older, newer []document.Block) []document.Block {
	for _, b := range slices.Concat(older, newer) {
		if _, ok := textOf(b); !ok {
			return m.blocks(older, newer)
		}
	}
	if len(older) == 0 || len(newer) == 0 {
		return m.blocks(older, newer)
	}
	return m.texts(older, newer)
}

// tall reports whether a cell spans several rows.
func tall(t *document.Table) bool {
	for _, row := range t.Rows {
		for _, cell := range row {
			if cell.Rowspan > 1 {
				return true
			}
		}
	}
	return false
}

func sameShapes(a, b []item) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].kind != b[i].kind {
			return false
		}
	}
	return true
}
