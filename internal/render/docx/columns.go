package docx

import (
	"math"
	"strings"
	"unicode/utf8"

	"upright/internal/document"
)

// cellPadding is the room at either side of a cell's text, in twips, as in styles.xml.
const cellPadding = 108

// columnWidths shares a width among the columns of a table, in twips: as the document says, or else a column gets room after the square
// root of the text in it, so that a long one does not starve the others, and no less than its longest word, as far as
// all words fit.
func columnWidths(t *document.Table, width int) []int {
	const (
		perCharacter = 120 // an average letter of 12 pt
		padding      = 2 * cellPadding
	)
	if len(t.Widths) == t.Columns && t.Columns > 0 {
		return given(t.Widths, width)
	}
	want, need := make([]float64, t.Columns), make([]float64, t.Columns)
	for i := range want {
		want[i], need[i] = 1, perCharacter+padding
	}
	eachCell(t, func(x int, c *document.Cell) {
		if c.Colspan > 1 {
			return
		}
		text := cellText(c.Blocks)
		want[x] = max(want[x], math.Sqrt(float64(utf8.RuneCountInString(text))))
		for _, word := range strings.Fields(text) {
			need[x] = max(need[x], float64(min(utf8.RuneCountInString(word), 16)*perCharacter+padding))
		}
	})
	scale := min(1, float64(width)/total(need))
	room := float64(width) - total(need)*scale
	widths, left := make([]int, t.Columns), width
	for i := range widths {
		widths[i] = int(need[i]*scale + max(room, 0)*want[i]/total(want))
		left -= widths[i]
	}
	if len(widths) > 0 {
		widths[len(widths)-1] += left
	}
	return widths
}

// given shares a width in the given proportions.
func given(proportions []int, width int) []int {
	sum := 0
	for _, p := range proportions {
		sum += max(p, 1)
	}
	widths, from := make([]int, len(proportions)), 0
	for i, p := range proportions {
		from += max(p, 1)
		widths[i] = width * from / sum
	}
	for i := len(widths) - 1; i > 0; i-- {
		widths[i] -= widths[i-1]
	}
	return widths
}

func total(numbers []float64) float64 {
	sum := 0.0
	for _, n := range numbers {
		sum += n
	}
	return sum
}

// eachCell visits the cells of a table with the column they begin in.
func eachCell(t *document.Table, visit func(x int, c *document.Cell)) {
	covered := make([]int, t.Columns) // rows that a cell above still takes
	for _, row := range t.Rows {
		x := 0
		for i := range row {
			for x < t.Columns && covered[x] > 0 {
				covered[x]--
				x++
			}
			if x >= t.Columns {
				break
			}
			c := &row[i]
			visit(x, c)
			for range min(max(c.Colspan, 1), t.Columns-x) {
				covered[x] = max(c.Rowspan, 1) - 1
				x++
			}
		}
		for ; x < t.Columns; x++ {
			covered[x] = max(covered[x]-1, 0)
		}
	}
}

func cellText(blocks []document.Block) string {
	var texts []string
	for _, b := range blocks {
		switch b := b.(type) {
		case *document.Paragraph:
			texts = append(texts, document.PlainText(b.Text))
		case *document.List:
			for _, item := range b.Items {
				texts = append(texts, cellText(item))
			}
		}
	}
	return strings.Join(texts, " ")
}
