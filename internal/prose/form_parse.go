package prose

import (
	"regexp"
	"strconv"
	"strings"
)

// A line of a form with its number, which stays when the indentation is taken away.
type line struct {
	n    int
	text string
}

// trim takes blanks from both ends, and leaves every other kind of space alone.
func trim(s string) string { return strings.Trim(s, " \t") }

func (l line) blank() bool { return trim(l.text) == "" }

// A formParser keeps the first error. Nested says that it reads a list item or a cell, which hold paragraphs and lists.
type formParser struct {
	err   *FormError
	depth int
}

func (p *formParser) fail(n int, problem FormProblem) {
	if p.err == nil {
		p.err = &FormError{Line: n, Problem: problem}
	}
}

var (
	itemMark   = regexp.MustCompile(`^(-|[0-9]{1,3}\.)( +|$)`)
	headMark   = regexp.MustCompile(`^(##|###)( +|$)`)
	recMark    = regexp.MustCompile(`^R(?: *\(((?:[^()\\]|\\.)*)\))?:( +|$)`)
	cellMark   = regexp.MustCompile(`^\((header|cell)(?: ([0-9]{1,4})x([0-9]{1,4}))?\)$`)
	ruleCell   = regexp.MustCompile(`^-{3,}$`)
	formMarker = regexp.MustCompile(`^\((?:list|table)\)$`)
)

// starts reports whether a line begins a block of its own, even right after the line of a paragraph.
func (p *formParser) starts(l line) bool {
	s := trim(l.text)
	if m := itemMark.FindStringSubmatch(s); m != nil && (m[1] == "-" || m[1] == "1.") {
		return true
	}
	if formMarker.MatchString(s) {
		return true
	}
	return p.depth == 0 && (headMark.MatchString(s) || recMark.MatchString(s) || strings.HasPrefix(s, "|"))
}

// blocks reads everything that lines hold.
func (p *formParser) blocks(lines []line) []Block {
	var blocks []Block
	newList := false
	for len(lines) > 0 && p.err == nil {
		first := trim(lines[0].text)
		var b Block
		switch {
		case first == "":
			lines = lines[1:]
			continue
		case first == markList:
			newList, lines = true, lines[1:]
			continue
		case itemMark.MatchString(first):
			b, lines = p.list(lines)
		case p.depth == 0 && first == markTable:
			b, lines = p.longTable(lines[1:], lines[0].n)
		case p.depth == 0 && strings.HasPrefix(first, "|"):
			b, lines = p.table(lines)
		default:
			b, lines = p.text(lines)
		}
		blocks = appendBlock(blocks, b, newList)
		newList = false
	}
	return blocks
}

// appendBlock appends a block; a list goes on the list of the same kind right before it unless a new one was asked for.
func appendBlock(blocks []Block, b Block, newList bool) []Block {
	if l, ok := b.(*List); ok && !newList && len(blocks) > 0 {
		if before, ok := blocks[len(blocks)-1].(*List); ok && before.Ordered == l.Ordered {
			before.Items = append(before.Items, l.Items...)
			return blocks
		}
	}
	return append(blocks, b)
}

// text reads a paragraph, a heading or a recommendation: the lines up to a blank one or one that begins a block.
func (p *formParser) text(lines []line) (Block, []line) {
	end := 1
	for end < len(lines) && !lines[end].blank() && !p.starts(lines[end]) {
		end++
	}
	head, rest := lines[:end], lines[end:]
	first := trim(head[0].text)
	if p.depth == 0 {
		if m := headMark.FindStringSubmatch(first); m != nil {
			return &Heading{Level: len(m[1]) - 1, Content: p.inlines(head, len(m[0]))}, rest
		}
		if m := recMark.FindStringSubmatch(first); m != nil {
			return &Recommendation{Addressee: unescape(m[1]), Content: p.inlines(head, len(m[0]))}, rest
		}
	}
	if first == markEmpty && len(head) == 1 {
		return &Paragraph{Numbered: true}, rest
	}
	if strings.HasPrefix(first, markUnnumbered) {
		return &Paragraph{Content: p.inlines(head, len(markUnnumbered))}, rest
	}
	return &Paragraph{Numbered: true, Content: p.inlines(head, 0)}, rest
}

// list reads the items of one list; blank lines between its items do not end it.
func (p *formParser) list(lines []line) (Block, []line) {
	base := indentation(lines[0].text)
	l := &List{Ordered: trim(lines[0].text)[0] != '-'}
	for len(lines) > 0 && p.err == nil {
		m := itemMark.FindStringSubmatch(trim(lines[0].text))
		if m == nil || indentation(lines[0].text) != base || (m[1] != "-") != l.Ordered {
			break
		}
		end := 1
		for end < len(lines) && (lines[end].blank() || indentation(lines[end].text) > base) {
			end++
		}
		l.Items = append(l.Items, p.item(lines[:end], base+len(m[0])))
		lines = lines[end:]
	}
	return l, lines
}

func (p *formParser) item(lines []line, width int) *ListItem {
	blocks := p.flow(lines, width)
	if len(blocks) == 0 {
		blocks = []Block{&Paragraph{Numbered: true}}
	}
	if _, ok := blocks[0].(*Paragraph); !ok {
		blocks = append([]Block{&Paragraph{Numbered: true}}, blocks...)
	}
	return &ListItem{Blocks: blocks}
}

// flow reads what belongs to a list item or a cell: the first line from width on, the others without as much
// indentation as they have of it.
func (p *formParser) flow(lines []line, width int) []Block {
	if p.depth++; p.depth > maxFormDepth {
		p.fail(lines[0].n, TooDeep)
		return nil
	}
	inner := make([]line, len(lines))
	for i, l := range lines {
		cut := min(width, indentation(l.text))
		if i == 0 {
			cut = min(width, len(l.text))
		}
		inner[i] = line{n: l.n, text: l.text[cut:]}
	}
	blocks := p.blocks(inner)
	p.depth--
	return blocks
}

func indentation(s string) int { return len(s) - len(strings.TrimLeft(s, " \t")) }

// table reads rows of cells and the caption below them.
func (p *formParser) table(lines []line) (Block, []line) {
	t := &Table{}
	for len(lines) > 0 && strings.HasPrefix(trim(lines[0].text), "|") {
		cells := splitRow(trim(lines[0].text))
		if len(cells) == 0 {
			p.fail(lines[0].n, BrokenTable)
			return t, nil
		}
		if rule(cells) && len(t.Rows) > 0 {
			for _, row := range t.Rows {
				for _, cell := range row.Cells {
					cell.Header = true
				}
			}
		} else {
			row := &Row{}
			for _, text := range cells {
				content := p.inlines([]line{{n: lines[0].n, text: text}}, 0)
				row.Cells = append(row.Cells, &Cell{Colspan: 1, Rowspan: 1, Blocks: []Block{&Paragraph{Numbered: true, Content: content}}})
			}
			t.Rows = append(t.Rows, row)
		}
		lines = lines[1:]
	}
	return t, caption(t, lines)
}

// rule reports whether a row only draws the line below the headers.
func rule(cells []string) bool {
	for _, cell := range cells {
		if !ruleCell.MatchString(cell) {
			return false
		}
	}
	return true
}

// splitRow cuts "| a | b |" at the bars that no backslash guards.
func splitRow(s string) []string {
	var cells []string
	start := 1
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '|':
			cells = append(cells, trim(s[start:i]))
			start = i + 1
		}
	}
	if start < len(s) {
		cells = append(cells, trim(s[start:]))
	}
	return cells
}

// caption takes the line with the caption, if there is one, and returns the lines after it.
func caption(t *Table, lines []line) []line {
	if len(lines) == 0 {
		return lines
	}
	text, ok := strings.CutPrefix(trim(lines[0].text), markCaption)
	if !ok {
		return lines
	}
	t.Caption = unescape(trim(text))
	return lines[1:]
}

// longTable reads a table of which every cell has lines of its own. At is the number of the line that began it.
func (p *formParser) longTable(lines []line, at int) (Block, []line) {
	t := &Table{}
	for len(lines) > 0 && p.err == nil {
		first := trim(lines[0].text)
		m := cellMark.FindStringSubmatch(first)
		switch {
		case first == markRow:
			t.Rows = append(t.Rows, &Row{})
			lines = lines[1:]
		case m != nil && len(t.Rows) > 0:
			row := t.Rows[len(t.Rows)-1]
			var cell *Cell
			cell, lines = p.cell(m, lines)
			row.Cells = append(row.Cells, cell)
		case m != nil:
			p.fail(lines[0].n, BrokenTable)
		default:
			return p.finish(t, at), caption(t, lines)
		}
	}
	return p.finish(t, at), lines
}

func (p *formParser) finish(t *Table, at int) *Table {
	if len(t.Rows) == 0 {
		p.fail(at, BrokenTable)
	}
	for _, row := range t.Rows {
		if len(row.Cells) == 0 {
			p.fail(at, BrokenTable)
		}
	}
	return t
}

// cell reads one cell: the lines below its mark that are blank or indented.
func (p *formParser) cell(mark []string, lines []line) (*Cell, []line) {
	end := 1
	for end < len(lines) && (lines[end].blank() || indentation(lines[end].text) > 0) {
		end++
	}
	c := &Cell{Header: mark[1] == "header", Colspan: 1, Rowspan: 1}
	if mark[2] != "" {
		c.Colspan, _ = strconv.Atoi(mark[2]) // the mark holds digits only
		c.Rowspan, _ = strconv.Atoi(mark[3])
		if c.Colspan < 1 || c.Colspan > maxSpan || c.Rowspan < 1 || c.Rowspan > maxSpan {
			p.fail(lines[0].n, BrokenTable)
		}
	}
	if end > 1 {
		c.Blocks = p.flow(lines[1:end], indentation(lines[1].text))
	}
	if len(c.Blocks) == 0 {
		c.Blocks = []Block{&Paragraph{Numbered: true}}
	}
	return c, lines[end:]
}
