package redline

import "upright/internal/document"

// Excerpt returns a redline with only the blocks in which something changed, and their notes.
func Excerpt(d *document.Document) *document.Document {
	out := *d
	out.Body, out.Notes = nil, nil
	for _, b := range d.Body {
		if Touched(d, b) {
			out.Body = append(out.Body, b)
		}
	}
	eachMark(out.Body, func(mark *document.NoteMark) {
		note := noteOf(d, mark)
		if note == nil {
			return
		}
		own := *note
		own.Number = len(out.Notes) + 1
		out.Notes = append(out.Notes, &own)
	})
	out.Body = renumbered(out.Body)
	return &out
}

// Rows returns a redline whose tables have only the rows that head them and those in which something changed: of a long
// list, what is worth looking at. A table with cells over several rows stays whole. It changes nothing in d.
func Rows(d *document.Document) *document.Document {
	out := *d
	out.Body = make([]document.Block, len(d.Body))
	for i, b := range d.Body {
		if t, is := b.(*document.Table); is && !tall(t) {
			b = changedRows(d, t)
		}
		out.Body[i] = b
	}
	return &out
}

func changedRows(d *document.Document, t *document.Table) *document.Table {
	out := *t
	out.Rows, out.RowChanges = nil, nil
	for y, row := range t.Rows {
		change := document.Kept
		if t.RowChanges != nil {
			change = t.RowChanges[y]
		}
		touched := y < t.Head || change != document.Kept
		for _, cell := range row {
			for _, b := range cell.Blocks {
				touched = touched || Touched(d, b)
			}
		}
		if touched {
			out.Rows = append(out.Rows, row)
			if t.RowChanges != nil {
				out.RowChanges = append(out.RowChanges, change)
			}
		}
	}
	return &out
}

// renumbered copies blocks so that their marks count from 1; the redline that they come from keeps its own.
func renumbered(blocks []document.Block) []document.Block {
	n := 0
	m := &merger{}
	var all func([]document.Block) []document.Block
	spans := func(list []document.Span) []document.Span {
		out := make([]document.Span, len(list))
		for i, span := range list {
			if mark, ok := span.(*document.NoteMark); ok {
				n++
				own := *mark
				own.Number = n
				span = &own
			}
			out[i] = span
		}
		return out
	}
	all = func(list []document.Block) []document.Block {
		var out []document.Block
		for _, b := range list {
			switch b := b.(type) {
			case *document.List:
				l := &document.List{Ordered: b.Ordered}
				for _, item := range b.Items {
					l.Items = append(l.Items, all(item))
				}
				out = append(out, l)
			case *document.Table:
				t := *b
				t.Rows = nil
				for _, row := range b.Rows {
					cells := make([]document.Cell, len(row))
					for i, cell := range row {
						cells[i] = cell
						cells[i].Blocks = all(cell.Blocks)
					}
					t.Rows = append(t.Rows, cells)
				}
				out = append(out, &t)
			default:
				text, _ := textOf(b)
				own := m.withText(b, spans(text), document.Kept)
				*document.RevisedOf(own) = *document.RevisedOf(b)
				out = append(out, own)
			}
		}
		return out
	}
	return all(blocks)
}

// Touched reports whether something in a block of a redline changed, or in a note called there. A number that became
// another because something changed before it does not count.
func Touched(d *document.Document, b document.Block) bool {
	if r := document.RevisedOf(b); r != nil && (r.Change != document.Kept || otherKind(r.Before, b)) {
		return true
	}
	text, _ := textOf(b)
	if spansTouched(d, text) {
		return true
	}
	if t, ok := b.(*document.Table); ok && (t.RowChanges != nil || t.Redlined != nil) {
		return true
	}
	touched := false
	eachInside(b, func(inside []document.Block) {
		for _, one := range inside {
			touched = touched || Touched(d, one)
		}
	})
	return touched
}

// otherKind reports whether a block was one of another kind, level or addressee.
func otherKind(was, is document.Block) bool {
	switch was := was.(type) {
	case nil, *document.Table:
		return false
	case *document.Paragraph:
		now, ok := is.(*document.Paragraph)
		return !ok || (now.Number == 0) != (was.Number == 0)
	case *document.Recommendation:
		now, ok := is.(*document.Recommendation)
		return !ok || now.Addressee != was.Addressee
	}
	return true
}

func spansTouched(d *document.Document, spans []document.Span) bool {
	for _, span := range spans {
		if document.ChangeOf(span) != document.Kept {
			return true
		}
		switch span := span.(type) {
		case *document.Text:
			if span.Before != nil {
				return true
			}
		case *document.NoteMark:
			if note := noteOf(d, span); note != nil && spansTouched(d, note.Text) {
				return true
			}
		}
	}
	return false
}
