package document

import (
	"cmp"
	"slices"
	"strconv"

	"upright/internal/upr"
)

// Assessments are in the order in which a chart shows them, from done to unknown.
func assessments() []upr.Assessment {
	return []upr.Assessment{upr.Implemented, upr.PartlyDone, upr.NotImplemented, upr.Reversed, upr.NoInformation, upr.NotAssessed}
}

// A Bar is a row of coloured stretches as long as what they count, in the cell of a table whose other cells say the same
// in figures. All bars of a chart are as long as their cell: they show shares, which compare themes of all sizes.
type Bar struct {
	Parts []BarPart
	Whole int    // what the whole width of the cell stands for; at least the sum of the parts
	Alt   string // says what the bar shows; "" for a bar that only explains a colour
}

func (*Bar) block() {}

// A BarPart is one stretch of a Bar.
type BarPart struct {
	Tone  Tone
	Count int
}

// A Tone names one of the six colours of charts. They differ in lightness too, for those who see no colours and for
// paper that shows none.
type Tone uint8

// RGB returns the colour: blues for what was done, oranges for what was not, grays for what nobody knows.
func (t Tone) RGB() (red, green, blue uint8) {
	c := [...][3]uint8{{0x1f, 0x4e, 0x79}, {0x7f, 0xa7, 0xcf}, {0xe0, 0x8e, 0x45}, {0x8a, 0x36, 0x0f}, {0xa6, 0xa6, 0xa6}, {0xdd, 0xdd, 0xdd}}
	i := int(t) % len(c)
	return c[i][0], c[i][1], c[i][2]
}

// maxThemes is how many themes a chart names, so that it stays on one page; the smallest are put together.
const maxThemes = 12

// A tally counts recommendations by assessment.
type tally struct {
	name  string
	count map[upr.Assessment]int
	all   int
}

func (t *tally) add(as upr.Assessment, n int) {
	if t.count == nil {
		t.count = map[upr.Assessment]int{}
	}
	t.count[as] += n
	t.all += n
}

// chart counts the assessments of all recommendations by theme. A recommendation with several themes counts in each of
// them and once in the total.
func (a *annexer) chart(previous []upr.PreviousRecommendation) []Block {
	total := &tally{name: a.say.Chart.All}
	byTheme := map[string]*tally{}
	for i := range previous {
		r := &previous[i]
		total.add(r.Assessed, 1)
		keys := slices.Compact(slices.Sorted(slices.Values(r.Themes)))
		if len(keys) == 0 {
			keys = []string{""}
		}
		for _, key := range keys {
			if byTheme[key] == nil {
				byTheme[key] = &tally{name: a.theme(key)}
			}
			byTheme[key].add(r.Assessed, 1)
		}
	}
	return []Block{&Paragraph{Text: plain(a.say.Chart.Note)}, a.bars(a.themes(byTheme), total)}
}

// theme names a theme by its key; an unknown key stands for itself.
func (a *annexer) theme(key string) string {
	if key == "" {
		return a.say.Chart.NoTheme
	}
	if a.opt.Theme != nil {
		if name := clean(a.opt.Theme(key)); name != "" {
			return name
		}
	}
	return clean(key)
}

// themes orders themes by size, and by name where that is the same.
func (a *annexer) themes(byTheme map[string]*tally) []*tally {
	var out []*tally
	for _, t := range byTheme {
		out = append(out, t)
	}
	slices.SortFunc(out, func(x, y *tally) int { return cmp.Or(cmp.Compare(y.all, x.all), cmp.Compare(x.name, y.name)) })
	if len(out) <= maxThemes {
		return out
	}
	rest := &tally{name: fill(a.say.Chart.Others, "n", strconv.Itoa(len(out)-maxThemes+1))}
	for _, t := range out[maxThemes-1:] {
		for as, n := range t.count {
			rest.add(as, n)
		}
	}
	return append(out[:maxThemes-1], rest)
}

// bars makes the table: theme, bar, a column for each assessment that occurs, the sum.
func (a *annexer) bars(themes []*tally, total *tally) *Table {
	w := a.say.Chart
	var shown []upr.Assessment
	head := heads(w.Theme, w.Bar)
	widths := []int{21, 19}
	for i, as := range assessments() {
		if total.count[as] == 0 {
			continue
		}
		shown = append(shown, as)
		cell := heads(a.say.Previous.Assessments[as])[0]
		cell.Blocks = append(cell.Blocks, &Bar{Parts: []BarPart{{Tone(i), 1}}, Whole: 1})
		head, widths = append(head, cell), append(widths, 13)
	}
	head, widths = append(head, heads(w.Sum)...), append(widths, 10)
	t := &Table{Caption: w.Title, Columns: len(head), Head: 1, Widths: widths, Rows: [][]Cell{head}}
	for _, theme := range themes {
		t.Rows = append(t.Rows, a.barRow(theme, shown))
	}
	t.Rows = append(t.Rows, a.barRow(total, shown))
	return t
}

func (a *annexer) barRow(t *tally, shown []upr.Assessment) []Cell {
	bar := &Bar{Whole: t.all, Alt: fill(a.say.Chart.Alt,
		"done", strconv.Itoa(t.count[upr.Implemented]+t.count[upr.PartlyDone]), "all", strconv.Itoa(t.all))}
	for i, as := range assessments() {
		if n := t.count[as]; n > 0 {
			bar.Parts = append(bar.Parts, BarPart{Tone(i), n})
		}
	}
	cells := row(false, plain(t.name), nil)
	cells[1].Blocks = []Block{bar}
	for _, as := range shown {
		cells = append(cells, figure(t.count[as]))
	}
	return append(cells, figure(t.all))
}

func figure(n int) Cell {
	return Cell{Colspan: 1, Rowspan: 1, Blocks: []Block{&Paragraph{Text: plain(strconv.Itoa(n))}}}
}
