package prose

import "iter"

// Visible yields the parts that are not hidden.
func (m *Manuscript) Visible() iter.Seq[*Part] {
	return func(yield func(*Part) bool) {
		for _, part := range m.Parts {
			if !part.Hidden && !yield(part) {
				return
			}
		}
	}
}

// Part returns the part with the id, or nil.
func (m *Manuscript) Part(id string) *Part {
	for _, part := range m.Parts {
		if part.ID == id {
			return part
		}
	}
	return nil
}

// All yields every block of the part in the order of the text: each block before the ones nested in its list items
// and cells.
func (p *Part) All() iter.Seq[Block] {
	return func(yield func(Block) bool) { walk(p.Blocks, yield) }
}

// Notes yields the endnotes of the part, each with the innermost block its mark stands in, in the order of the marks.
func (p *Part) Notes() iter.Seq2[*Endnote, Block] {
	return func(yield func(*Endnote, Block) bool) {
		for b := range p.All() {
			for _, inline := range Content(b) {
				if note, ok := inline.(*Endnote); ok && !yield(note, b) {
					return
				}
			}
		}
	}
}

// Nested yields the block itself and then every block nested in it, in the order of the text.
func Nested(b Block) iter.Seq[Block] {
	return func(yield func(Block) bool) { walk([]Block{b}, yield) }
}

func walk(blocks []Block, yield func(Block) bool) bool {
	for _, b := range blocks {
		if !yield(b) {
			return false
		}
		switch b := b.(type) {
		case *List:
			for _, item := range b.Items {
				if !walk(item.Blocks, yield) {
					return false
				}
			}
		case *Table:
			for _, row := range b.Rows {
				for _, cell := range row.Cells {
					if !walk(cell.Blocks, yield) {
						return false
					}
				}
			}
		}
	}
	return true
}

// Content returns the inline content that stands directly in a block; nil for lists and tables.
func Content(b Block) []Inline {
	switch b := b.(type) {
	case *Paragraph:
		return b.Content
	case *Heading:
		return b.Content
	case *Recommendation:
		return b.Content
	}
	return nil
}

// BlockID returns the id of a block.
func BlockID(b Block) string {
	switch b := b.(type) {
	case *Paragraph:
		return b.ID
	case *Heading:
		return b.ID
	case *Recommendation:
		return b.ID
	case *List:
		return b.ID
	case *Table:
		return b.ID
	}
	return ""
}
