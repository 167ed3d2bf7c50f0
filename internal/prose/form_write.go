package prose

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// WriteForm writes the blocks of a part as the text of a form. ParseForm gives back the same blocks.
func WriteForm(part *Part) string {
	if len(part.Blocks) == 1 {
		if p, ok := part.Blocks[0].(*Paragraph); ok && p.Numbered && len(p.Content) == 0 {
			return ""
		}
	}
	return writeFlow(part.Blocks) + "\n"
}

// writeFlow writes blocks with a blank line between them.
func writeFlow(blocks []Block) string {
	var s strings.Builder
	for i, b := range blocks {
		if i > 0 {
			s.WriteString("\n\n")
			before, _ := blocks[i-1].(*List)
			if l, ok := b.(*List); ok && before != nil && before.Ordered == l.Ordered {
				s.WriteString(markList + "\n")
			}
		}
		s.WriteString(writeBlock(b))
	}
	return s.String()
}

func writeBlock(b Block) string {
	switch b := b.(type) {
	case *Paragraph:
		content := writeInlines(b.Content)
		switch {
		case !b.Numbered:
			return join(markUnnumbered, content)
		case content == "":
			return markEmpty
		}
		return content
	case *Heading:
		return join(strings.Repeat("#", b.Level+1), writeInlines(b.Content))
	case *Recommendation:
		if b.Addressee == "" {
			return join("R:", writeInlines(b.Content))
		}
		return join("R ("+escape(b.Addressee, "()")+"):", writeInlines(b.Content))
	case *List:
		return writeList(b)
	case *Table:
		return writeTable(b)
	}
	return ""
}

// join puts a mark before content; without content nothing follows the mark.
func join(mark, content string) string {
	if content == "" {
		return mark
	}
	return mark + " " + content
}

func writeList(l *List) string {
	var items []string
	for i, item := range l.Items {
		mark := "- "
		if l.Ordered {
			mark = strconv.Itoa(min(i+1, 999)) + ". " // the reader takes three digits; it counts for itself
		}
		items = append(items, mark+indent(writeFlow(item.Blocks), len(mark)))
	}
	return strings.Join(items, "\n")
}

// indent moves every line but the first to the right; blank lines stay blank.
func indent(s string, by int) string {
	lines := strings.Split(s, "\n")
	for i := 1; i < len(lines); i++ {
		if lines[i] != "" {
			lines[i] = strings.Repeat(" ", by) + lines[i]
		}
	}
	return strings.Join(lines, "\n")
}

func writeTable(t *Table) string {
	var s strings.Builder
	if head, simple := simpleTable(t); simple {
		for i, row := range t.Rows {
			if i > 0 {
				s.WriteByte('\n')
			}
			s.WriteByte('|')
			for _, cell := range row.Cells {
				s.WriteString(" " + writeInlines(Content(cell.Blocks[0])) + " |")
			}
			if i == 0 && head {
				s.WriteString("\n|" + strings.Repeat(" --- |", len(row.Cells)))
			}
		}
	} else {
		writeLongTable(&s, t)
	}
	if t.Caption != "" {
		s.WriteString("\n" + markCaption + " " + guardEnds(escape(t.Caption, "")))
	}
	return s.String()
}

// simpleTable reports whether rows of cells can show a table, and whether its first row is a header.
func simpleTable(t *Table) (head, simple bool) {
	head = t.Rows[0].Cells[0].Header
	for i, row := range t.Rows {
		for _, cell := range row.Cells {
			p, ok := cell.Blocks[0].(*Paragraph)
			if !ok || !p.Numbered || len(cell.Blocks) > 1 || cell.Colspan > 1 || cell.Rowspan > 1 || cell.Header != (head && i == 0) {
				return false, false
			}
			for _, inline := range p.Content {
				if _, ok := inline.(*HardBreak); ok {
					return false, false
				}
			}
		}
	}
	return head, true
}

func writeLongTable(s *strings.Builder, t *Table) {
	s.WriteString(markTable)
	for _, row := range t.Rows {
		s.WriteString("\n" + markRow)
		for _, cell := range row.Cells {
			kind := "cell"
			if cell.Header {
				kind = "header"
			}
			if cell.Colspan > 1 || cell.Rowspan > 1 {
				kind += fmt.Sprintf(" %dx%d", cell.Colspan, cell.Rowspan)
			}
			s.WriteString("\n(" + kind + ")\n  " + indent(writeFlow(cell.Blocks), 2))
		}
	}
}

// writeInlines writes inline content. Where bold or italic begins or ends stand ** or *: they switch, so that every
// sequence of runs can be written.
func writeInlines(content []Inline) string {
	var s strings.Builder
	var on Text
	turn := func(strong, em bool) {
		if on.Strong != strong {
			s.WriteString("**")
		}
		if on.Em != em {
			s.WriteString("*")
		}
		on.Strong, on.Em = strong, em
	}
	for _, inline := range content {
		t, ok := inline.(*Text)
		if ok && t.Link == "" {
			turn(t.Strong, t.Em)
			s.WriteString(escapeText(t.Text))
			continue
		}
		turn(false, false)
		switch inline := inline.(type) {
		case *Text:
			s.WriteByte('[')
			turn(t.Strong, t.Em)
			s.WriteString(escapeText(inline.Text))
			turn(false, false)
			s.WriteString("](" + escape(inline.Link, ")") + ")")
		case *Endnote:
			runs := make([]Inline, len(inline.Content))
			for i, run := range inline.Content {
				runs[i] = run
			}
			s.WriteString("^[" + writeInlines(runs) + "]")
		case *CrossReference:
			s.WriteString("{ref:" + escape(inline.Target, "}") + "}")
		case *HardBreak:
			s.WriteString("\\\n")
		}
	}
	turn(false, false)
	return escapeStarts(s.String())
}

// blockStart matches text that would begin something else than a paragraph: the sign to escape is the last one.
var blockStart = regexp.MustCompile(`^(?:##|-|\((?:unnumbered\)|empty\)|list\)|table\)|row\)|header|cell)|R:|R *\(|Caption:|[0-9]{1,3}\.)`)

// escapeStarts takes the meaning from what stands at the start of a line, and guards spaces at both ends.
func escapeStarts(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		if at := blockStart.FindStringIndex(l); at != nil {
			sign := at[1] - 1
			if l[0] == '(' {
				sign = 0
			}
			l = l[:sign] + "\\" + l[sign:]
		}
		lines[i] = guardEnds(l)
	}
	return strings.Join(lines, "\n")
}

// guardEnds writes a space at either end so that trimming leaves it.
func guardEnds(s string) string {
	if strings.HasPrefix(s, " ") {
		s = `\u{20}` + s[1:]
	}
	if strings.HasSuffix(s, " ") {
		s = s[:len(s)-1] + `\u{20}`
	}
	return s
}

// escapeText writes a run of text. A sign that has a meaning anywhere is escaped everywhere; ^ and { only where they
// would have one.
func escapeText(text string) string {
	s := strings.ReplaceAll(escape(text, `*[]|`), "{ref:", `\{ref:`)
	if strings.HasSuffix(s, "^") {
		s = s[:len(s)-1] + `\^` // a note or a link may follow
	}
	return s
}

// escape writes the signs, and backslashes, with a backslash before them, and what a form cannot carry as a number.
func escape(text, signs string) string {
	var s strings.Builder
	for _, r := range text {
		switch {
		case r == '\\' || strings.ContainsRune(signs, r):
			s.WriteByte('\\')
			s.WriteRune(r)
		case unicode.IsControl(r) || r == '\u2028' || r == '\u2029':
			fmt.Fprintf(&s, `\u{%x}`, r)
		default:
			s.WriteRune(r)
		}
	}
	return s.String()
}
