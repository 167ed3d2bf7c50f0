package prose

// Settled returns the manuscript as it is without its open suggestions: what is proposed to go is in it, what is proposed
// to come is not. Everything that counts, checks, numbers and prints goes by this text. A manuscript without suggestions
// is returned itself; otherwise parts without any are shared with it. assets/shared/suggest_settle.ts is the same for the
// editor, and testdata/suggestions.json holds both to it.
func (m *Manuscript) Settled() *Manuscript {
	if m.Suggestions() == 0 {
		return m
	}
	out := &Manuscript{Parts: make([]*Part, len(m.Parts))}
	for i, part := range m.Parts {
		out.Parts[i], _ = part.settled()
	}
	return out
}

// Settled returns the part as it is without its open suggestions.
func (p *Part) Settled() *Part {
	settled, _ := p.settled()
	return settled
}

// settled returns the part without suggestions, and for each of its blocks those it was made of.
func (p *Part) settled() (*Part, [][]Block) {
	out := *p
	var origins [][]Block
	out.Blocks, origins = settleBlocks(p.Blocks)
	return &out, origins
}

func settleBlocks(blocks []Block) (settled []Block, origins [][]Block) {
	var folds []int
	for _, b := range blocks {
		now := settleBlock(b)
		last := len(settled) - 1
		if split, ok := proposedSplit(b); ok && last >= 0 {
			if folded := fold(settled[last], now, split.KeepsAfter); folded != nil {
				settled[last] = folded
				if origins[last] = append(origins[last], b); len(origins[last]) == 2 {
					folds = append(folds, last)
				}
				continue
			}
		}
		settled, origins = append(settled, now), append(origins, []Block{b})
	}
	for _, i := range folds {
		settled[i], _ = withContent(settled[i], Joined(Content(settled[i])))
	}
	return settled, origins
}

func proposedSplit(b Block) (Suggestion, bool) {
	for _, s := range blockSuggestions(b) {
		if s.Kind == Split {
			return s, true
		}
	}
	return Suggestion{}, false
}

// fold makes one block of two that are settled, of the kind of the first or of the second; nil when one of them is a list
// or a table. Their texts stay apart.
func fold(before, after Block, keepsAfter bool) Block {
	content := append(Content(before), Content(after)...)
	if _, ok := withContent(before, nil); !ok {
		return nil
	}
	folded, ok := withContent(after, content)
	if !ok {
		return nil
	}
	if !keepsAfter {
		folded, _ = withContent(before, content)
	}
	return folded
}

// withContent returns a paragraph, heading or recommendation with other content and without suggestions.
func withContent(b Block, content []Inline) (Block, bool) {
	switch b := b.(type) {
	case *Paragraph:
		return &Paragraph{ID: b.ID, Numbered: b.Numbered, Content: content}, true
	case *Heading:
		return &Heading{ID: b.ID, Level: b.Level, Content: content}, true
	case *Recommendation:
		return &Recommendation{ID: b.ID, Addressee: b.Addressee, Content: content}, true
	}
	return nil, false
}

func settleBlock(b Block) Block {
	if block, ok := withContent(b, settleInlines(Content(b))); ok {
		return block
	}
	switch b := b.(type) {
	case *List:
		out := &List{ID: b.ID, Ordered: b.Ordered}
		for _, item := range b.Items {
			blocks, _ := settleBlocks(item.Blocks)
			out.Items = append(out.Items, &ListItem{Blocks: blocks})
		}
		return out
	case *Table:
		out := &Table{ID: b.ID, Caption: b.Caption}
		for _, row := range b.Rows {
			settled := &Row{}
			for _, cell := range row.Cells {
				blocks, _ := settleBlocks(cell.Blocks)
				settled.Cells = append(settled.Cells, &Cell{Header: cell.Header, Colspan: cell.Colspan, Rowspan: cell.Rowspan, Blocks: blocks})
			}
			out.Rows = append(out.Rows, settled)
		}
		return out
	}
	return b
}

func settleInlines(content []Inline) []Inline {
	var out []Inline
	for _, inline := range content {
		if suggested(inlineSuggestions(inline), Insertion) {
			continue
		}
		switch inline := inline.(type) {
		case *Text:
			out = append(out, settleText(inline))
		case *Endnote:
			out = append(out, &Endnote{ID: inline.ID, Content: settleNote(inline.Content)})
		case *CrossReference:
			out = append(out, &CrossReference{Target: inline.Target})
		case *HardBreak:
			out = append(out, &HardBreak{})
		default:
			out = append(out, inline)
		}
	}
	return Joined(out)
}

func settleNote(content []*Text) []*Text {
	var out []*Text
	for _, t := range content {
		if suggested(t.Suggested, Insertion) {
			continue
		}
		out = append(out, settleText(t))
	}
	return Joined(out)
}

// settleText takes changes of formatting back, the last first: what it changed is what those before it left.
func settleText(t *Text) *Text {
	out := &Text{Text: t.Text, Strong: t.Strong, Em: t.Em, Link: t.Link}
	for i := len(t.Suggested) - 1; i >= 0; i-- {
		s := t.Suggested[i]
		if s.Kind != Format {
			continue
		}
		switch s.Mark {
		case "strong":
			out.Strong = s.Had
		case "em":
			out.Em = s.Had
		case "link":
			out.Link = s.Was
		}
	}
	return out
}
