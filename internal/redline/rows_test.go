package redline_test

import (
	"testing"

	"upright/internal/document"
	"upright/internal/redline"
)

// TestRows keeps of a long table its head and what changed, and of one with tall cells everything.
func TestRows(t *testing.T) {
	cell := func(text string) document.Cell {
		return document.Cell{Colspan: 1, Rowspan: 1, Blocks: []document.Block{&document.Paragraph{Text: []document.Span{&document.Text{Text: text}}}}}
	}
	paper := func(rowspan int, rows ...string) *document.Document {
		table := &document.Table{Anchor: "t", Columns: 2, Head: 1, Rows: [][]document.Cell{{cell("Number"), cell("Assessment")}}}
		for _, row := range rows {
			table.Rows = append(table.Rows, []document.Cell{cell("Number " + row[:1]), cell("It was said " + row[1:])})
		}
		table.Rows[1][0].Rowspan = rowspan
		return &document.Document{Body: []document.Block{table}}
	}
	for _, rowspan := range []int{1, 2} {
		older := paper(rowspan, "1 implemented", "2 implemented", "3 implemented", "4 implemented", "5 implemented")
		newer := paper(rowspan, "1 implemented", "2 reversed", "3 implemented", "5 implemented", "6 implemented")
		made := redline.Compare(older, newer, "a", "b")
		whole := len(made.Body[0].(*document.Table).Rows)
		want := 4
		if rowspan > 1 {
			want = whole // the rows that a cell spans cannot be told apart
		}
		got := redline.Rows(made).Body[0].(*document.Table)
		if len(got.Rows) != want || len(got.RowChanges) != 0 && len(got.RowChanges) != len(got.Rows) {
			t.Errorf("with cells over %d rows it has %d rows of %d, want %d, and %d changes", rowspan, len(got.Rows), whole, want, len(got.RowChanges))
		}
		if again := made.Body[0].(*document.Table); len(again.Rows) != whole {
			t.Error("the redline itself was changed")
		}
	}
}
