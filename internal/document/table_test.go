package document_test

import (
	"fmt"
	"strings"
	"testing"

	"upright/internal/document"
	"upright/internal/prose"
)

// parseTable reads rows like "H:a*2 b^3" into a table: a header cell over two columns and a cell over three rows.
func parseTable(t *testing.T, rows ...string) *prose.Table {
	t.Helper()
	table := &prose.Table{ID: "t"}
	for _, row := range rows {
		r := &prose.Row{}
		for _, field := range strings.Fields(row) {
			c := &prose.Cell{Colspan: 1, Rowspan: 1}
			field, c.Header = strings.TrimPrefix(field, "H:"), strings.HasPrefix(field, "H:")
			if before, n, ok := strings.Cut(field, "^"); ok {
				fmt.Sscan(n, &c.Rowspan)
				field = before
			}
			if before, n, ok := strings.Cut(field, "*"); ok {
				fmt.Sscan(n, &c.Colspan)
				field = before
			}
			c.Blocks = []prose.Block{&prose.Paragraph{Content: say(field)}}
			r.Cells = append(r.Cells, c)
		}
		table.Rows = append(table.Rows, r)
	}
	return table
}

func printTable(table *document.Table) string {
	var lines []string
	for _, row := range table.Rows {
		var cells []string
		for _, c := range row {
			var texts []string
			for _, b := range c.Blocks {
				texts = append(texts, line(b.(*document.Paragraph).Text))
			}
			s := strings.Join(texts, "+")
			if c.Colspan != 1 {
				s += fmt.Sprintf("*%d", c.Colspan)
			}
			if c.Rowspan != 1 {
				s += fmt.Sprintf("^%d", c.Rowspan)
			}
			cells = append(cells, s)
		}
		lines = append(lines, strings.Join(cells, " "))
	}
	return fmt.Sprintf("%d columns, head %d: %s", table.Columns, table.Head, strings.Join(lines, " | "))
}

func TestTablesAreLaidOnAFullGrid(t *testing.T) {
	sixtyThree := strings.Repeat("x ", 63)
	for _, test := range []struct {
		rows []string
		want string
	}{
		{[]string{"a b", "c d"}, "2 columns, head 0: a b | c d"},
		{[]string{"H:a H:b", "c d"}, "2 columns, head 1: a b | c d"},
		{[]string{"a b c", "d"}, "3 columns, head 0: a b c | d  "},
		{[]string{"a*2 b", "c d e"}, "3 columns, head 0: a*2 b | c d e"},
		{[]string{"a^2 b", "c"}, "2 columns, head 0: a^2 b | c"},
		{[]string{"a^2 b c^2", "d"}, "3 columns, head 0: a^2 b c^2 | d"},
		{[]string{"a^9 b", "c"}, "2 columns, head 0: a^2 b | c"},                    // longer than the table
		{[]string{"a b^2", "c*2 d"}, "3 columns, head 0: a b^2  | c d"},             // no overlap
		{[]string{"a*0 b^0"}, "2 columns, head 0: a b"},                             // spans below one
		{[]string{"H:a H:b", "H:c H:d"}, "2 columns, head 1: a b | c d"},            // never all head
		{[]string{"H:a^2 H:b", "c", "d e"}, "2 columns, head 0: a^2 b | c | d e"},   // the head would be cut
		{[]string{"H:a^2 H:b", "H:c", "d e"}, "2 columns, head 2: a^2 b | c | d e"}, // a head of two rows
		{[]string{"H:a b", "c d"}, "2 columns, head 0: a b | c d"},                  // a header cell of a row
		{[]string{"a*1000", "b"}, "63 columns, head 0: a*63 | b" + strings.Repeat(" ", 62)},
		{[]string{sixtyThree + "y z"}, "63 columns, head 0: " + sixtyThree[:125] + "+y+z"}, // no text is lost
		{[]string{"a*63^2", "b", "c"}, "63 columns, head 0: a+b*63^2 |  | c" + strings.Repeat(" ", 62)},
	} {
		s := submission(&prose.Part{ID: "p", Blocks: []prose.Block{parseTable(t, test.rows...)}})
		got := printTable(document.Build(s, options(t, "en")).Body[1].(*document.Table))
		if got != test.want {
			t.Errorf("%q\n got %q\nwant %q", test.rows, got, test.want)
		}
	}
}
