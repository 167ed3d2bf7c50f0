package document

import "strings"

// A Change says what became of a piece of text between two versions of it. In a paper that Build made, nothing has
// changed; package redline makes the papers that show two versions at once.
type Change uint8

// The changes.
const (
	Kept     Change = iota
	Inserted        // it stands in the newer version only
	Deleted         // it stood in the older version only
)

// A Revised is what a redline says of a block. The zero value says that nothing changed.
//
// It speaks of the end of the block, as Word does: a paragraph that was cut in two is one whose end is Inserted, before
// one whose end is Kept; two that were joined are one whose end is Deleted before one whose end is Kept. What stands in
// the block says for itself whether it changed, so a block that is wholly new holds only inserted text.
type Revised struct {
	Change Change
	Moved  bool // the same block stands elsewhere, with the opposite Change
	// Before is the block as it was, without its text, where its kind, level, number or addressee is another now. Nil
	// otherwise. The Label of a Recommendation is "" where it stayed.
	Before Block
}

// A Style is how a Text looked before its look was changed, and nothing else of it.
type Style struct{ Strong, Em bool }

// Tracked are the words about changes, in the language of the document.
type Tracked struct {
	Author   string // whom Word names as the author of every change: a neutral word, since files name no person
	Inserted string // said before inserted text to those who cannot see it: "[inserted:"
	Deleted  string // "[deleted:"
	Restyled string // "[look changed:"
	End      string // said where inserted, deleted or restyled text ends: "]"
	Split    string // said where a paragraph was cut in two
	Joined   string // said where two were joined
	MovedTo  string // said of a block that stands elsewhere now
	MovedUp  string // said of a block that came from elsewhere
	Was      string // "was {number}"

	Legend                        string // "Changes from {old} to {new}: {inserted}, {deleted}."
	LegendInserted, LegendDeleted string // what stands for {inserted} and {deleted}, each looking like what it names
}

// LegendOf returns the legend of a redline between two versions with these names.
func (t Tracked) LegendOf(older, newer string) []Span {
	text := func(template string) *Text { // cut before it is filled: the names may hold anything
		return &Text{Text: fill(template, "old", clean(older), "new", clean(newer))}
	}
	before, rest, _ := strings.Cut(t.Legend, "{inserted}")
	between, after, _ := strings.Cut(rest, "{deleted}")
	return []Span{
		text(before), &Text{Text: t.LegendInserted, Change: Inserted},
		text(between), &Text{Text: t.LegendDeleted, Change: Deleted}, text(after),
	}
}

// WasNumber says which number or label stood here before.
func (t Tracked) WasNumber(number string) string { return fill(t.Was, "number", number) }

// RevisedOf returns what a redline says of a block, and nil for a block that cannot say it: what stands in a list speaks
// for the list.
func RevisedOf(b Block) *Revised {
	switch b := b.(type) {
	case *Heading:
		return &b.Revised
	case *Paragraph:
		return &b.Revised
	case *Recommendation:
		return &b.Revised
	case *Table:
		return &b.Revised
	}
	return nil
}

// ChangeOf returns the change of a span.
func ChangeOf(s Span) Change {
	switch s := s.(type) {
	case *Text:
		return s.Change
	case *NoteMark:
		return s.Change
	case *Reference:
		return s.Change
	case *Break:
		return s.Change
	}
	return Kept
}

// SameChange returns how many of the spans, from the first on, changed as the first did: what is shown as one change.
func SameChange(spans []Span) int {
	for i, s := range spans {
		if ChangeOf(s) != ChangeOf(spans[0]) {
			return i
		}
	}
	return len(spans)
}

// Tracks reports whether d shows changes.
func (d *Document) Tracks() bool { return d.Legend != nil }
