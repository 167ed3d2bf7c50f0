package word

import (
	"slices"
	"strings"

	"upright/internal/prose"
)

// A built is a block of the manuscript with what is still to be decided about it.
type built struct {
	block prose.Block
	end   change // of the end of its last paragraph
	level int    // of a heading in the file
	under string
	annex bool // a table that Upright made for an annex
}

// draft makes the blocks of what was read, and cuts them into sections.
func (r *reader) draft() (*Draft, error) {
	r.classify()
	targets := r.targets()
	var list []*built
	b := &builder{r: r, targets: targets}
	tracked := false
	for _, it := range r.items {
		if it.para != nil {
			it.para.joins, tracked = tracked, it.para.end.id != ""
		}
		list = b.add(list, it)
	}
	list = b.close(list)
	r.boundaries(list)
	d := &Draft{Lost: r.lost, MoreLost: r.moreLost, Comments: r.threads(), Language: r.mainLanguage(), Title: r.title()}
	d.cut(list)
	for _, it := range r.items {
		if it.para != nil {
			d.Numbered = d.Numbered || it.para.role == numberedRole
			d.Styled = d.Styled || it.para.role == recommendationRole
		}
	}
	return d, d.bounded()
}

// mainLanguage is the language that most characters are in.
func (r *reader) mainLanguage() string {
	best := ""
	for _, lang := range []string{"en", "fr", "es", "ru", "ar", "zh"} {
		if r.language[lang] > r.language[best] || best == "" && r.language[lang] > 0 {
			best = lang
		}
	}
	if r.language[""] > r.language[best] {
		return ""
	}
	return best
}

// title is the first paragraph in the style of titles.
func (r *reader) title() string {
	for _, it := range r.items {
		if it.para != nil && it.para.style == "title" && !it.para.empty() {
			return strings.TrimSpace(it.para.text())
		}
	}
	return ""
}

// A target is what a bookmark stands at: a block, or the endnote behind it.
type target struct{ block, note string }

// targets finds what each bookmark stands at, as far as it has a number in a manuscript.
func (r *reader) targets() map[string]target {
	found := map[string]target{}
	for _, it := range r.items {
		p := it.para
		if p == nil {
			continue
		}
		block := ""
		switch p.role {
		case numberedRole, recommendationRole:
			block = p.id
		case captionRole:
			block = p.tableID
		}
		p.targets(block, found)
	}
	return found
}

// targets adds what the bookmarks of a paragraph stand at: its block, or the endnote right behind the bookmark. The first
// bookmark of a name counts. It goes from the end to the beginning, to pass each piece once.
func (p *para) targets(block string, found map[string]target) {
	own, note := map[string]target{}, ""
	for _, piece := range slices.Backward(p.pieces) {
		switch in := piece.inline.(type) {
		case nil:
			if piece.ref != nil {
				note = ""
			}
		case *prose.Endnote:
			note = in.ID
		default:
			note = ""
		}
		if piece.mark != "" {
			own[piece.mark] = target{block: block, note: note}
		}
	}
	for name, to := range own {
		if _, twice := found[name]; !twice {
			found[name] = to
		}
	}
}

// A builder makes blocks of items. Lists are open while items of them follow.
type builder struct {
	r       *reader
	targets map[string]target
	lists   []openList
	flow    bool // in a cell: numbers are lists, headings and recommendations are paragraphs
}

// add appends the block of an item, or puts it into the list before it.
func (b *builder) add(list []*built, it item) []*built {
	if it.table != nil {
		if len(it.table.rows) == 0 {
			return list
		}
		return append(b.close(list), &built{block: b.table(it.table), under: it.table.under, annex: it.table.annex})
	}
	p := it.para
	if p.role == captionRole || p.empty() && p.role != listRole {
		b.passOver(p, list)
		return list
	}
	switch p.role {
	case listRole:
		if p.empty() {
			return list
		}
		return b.listItem(list, p)
	case continueRole:
		if b.continued(p) {
			return list
		}
	}
	return append(b.close(list), &built{block: b.paragraphBlock(p), end: p.end, level: p.level, under: p.under})
}

// passOver keeps the places of comments in a paragraph that makes no block.
func (b *builder) passOver(p *para, list []*built) {
	id := p.tableID
	if id == "" && len(list) > 0 {
		id = prose.BlockID(list[len(list)-1].block)
	}
	for _, piece := range p.pieces {
		if s := b.r.spans[piece.opens]; piece.opens != "" && s != nil && id != "" {
			s.whole = id
		}
	}
}

func (b *builder) paragraphBlock(p *para) prose.Block {
	switch p.role {
	case headingRole:
		if p.allBold() {
			p.unbold()
		}
		return &prose.Heading{ID: p.id, Level: 1, Content: b.compose(p)}
	case recommendationRole:
		to := b.addressee(p)
		return &prose.Recommendation{ID: p.id, Addressee: to, Content: b.compose(p)}
	}
	return &prose.Paragraph{ID: p.id, Numbered: p.role == numberedRole || b.flow, Content: b.compose(p)}
}

// addressee takes the line off a recommendation that says whom it is addressed to, and returns the name in it.
func (b *builder) addressee(p *para) string {
	var name strings.Builder
	for i, at := range p.pieces {
		switch in := at.inline.(type) {
		case *prose.Text:
			if at.style != "addressee" {
				return ""
			}
			name.WriteString(in.Text)
		case *prose.HardBreak:
			if name.Len() == 0 {
				return ""
			}
			marks := slices.DeleteFunc(slices.Clone(p.pieces[:i]), func(one piece) bool { return one.inline != nil })
			p.pieces = append(marks, p.pieces[i+1:]...)
			return afterColon(name.String())
		case nil:
		default:
			return ""
		}
	}
	return ""
}

// afterColon is what stands behind the first colon: "Addressed to: the Senate".
func afterColon(line string) string {
	for _, colon := range []string{":", "："} {
		if _, name, ok := strings.Cut(line, colon); ok {
			return strings.TrimSpace(strings.Trim(name, "\u00a0"))
		}
	}
	return strings.TrimSpace(line)
}

// table makes the block of a table.
func (b *builder) table(t *table) *prose.Table {
	out := &prose.Table{ID: t.id, Caption: t.caption}
	for _, row := range t.rows {
		made := &prose.Row{}
		for _, c := range row {
			made.Cells = append(made.Cells, b.cell(c))
		}
		out.Rows = append(out.Rows, made)
	}
	return out
}

func (b *builder) cell(c *cell) *prose.Cell {
	inner := &builder{r: b.r, targets: b.targets, flow: true}
	var list []*built
	for _, it := range c.items {
		it.para.role = plainRole
		switch style := it.para.style; {
		case strings.HasPrefix(style, "tablecontinue"), strings.HasPrefix(style, "listcontinue"):
			it.para.role = continueRole
		case it.para.num.id != "":
			it.para.role = listRole
		}
		if c.header && c.bold() {
			it.para.unbold()
		}
		list = inner.add(list, it)
	}
	list = inner.close(list)
	out := &prose.Cell{Header: c.header, Colspan: c.colspan, Rowspan: c.rowspan}
	for _, one := range list {
		if one.end.id != "" {
			b.r.loseAt(LostBoundary, one.under, plainText(prose.Content(one.block)))
		}
		out.Blocks = append(out.Blocks, one.block)
	}
	if len(out.Blocks) == 0 {
		out.Blocks = []prose.Block{&prose.Paragraph{ID: prose.NewID(), Numbered: true}}
	}
	return out
}
