package prose

// A SuggestionKind says what a suggestion would change.
type SuggestionKind string

// The kinds of suggestion. The first three stand on inline content, the last two on a block: they are about the boundary
// between it and the block before.
const (
	Insertion SuggestionKind = "insertion" // it was put in
	Deletion  SuggestionKind = "deletion"  // it is to go
	Format    SuggestionKind = "format"    // bold, italic or a link was put on, changed or taken away
	Split     SuggestionKind = "split"     // the boundary was put in
	Join      SuggestionKind = "join"      // the boundary is to go
)

// A Suggestion is a change that somebody proposed and nobody has accepted or refused yet. Several with the same ID belong
// to one change. Comparable.
type Suggestion struct {
	Kind SuggestionKind
	ID   string
	User string // who proposed it
	At   int64  // when, in seconds since 1970; 0 when that is not known

	Mark string // of a Format: "link", "em" or "strong"
	Had  bool   // of a Format: the mark was there before
	Was  string // of a Format of a link that was there: its address

	// KeepsAfter: without the boundary the two blocks are one, of the kind and with the attributes of the block after it,
	// not of the one before. Of a Split or Join.
	KeepsAfter bool
}

// suggested reports whether one of the kind is among suggestions.
func suggested(list []Suggestion, kind SuggestionKind) bool {
	for _, s := range list {
		if s.Kind == kind {
			return true
		}
	}
	return false
}

// inlineSuggestions returns the suggestions on an inline.
func inlineSuggestions(inline Inline) []Suggestion {
	switch inline := inline.(type) {
	case *Text:
		return inline.Suggested
	case *Endnote:
		return inline.Suggested
	case *CrossReference:
		return inline.Suggested
	case *HardBreak:
		return inline.Suggested
	}
	return nil
}

// blockSuggestions returns the suggestions about the boundary before a block.
func blockSuggestions(b Block) []Suggestion {
	switch b := b.(type) {
	case *Paragraph:
		return b.Suggested
	case *Heading:
		return b.Suggested
	case *Recommendation:
		return b.Suggested
	case *List:
		return b.Suggested
	case *Table:
		return b.Suggested
	}
	return nil
}

// Suggestions returns how many changes are proposed in the manuscript, hidden parts included.
func (m *Manuscript) Suggestions() int {
	ids := map[string]bool{}
	for _, part := range m.Parts {
		part.suggestions(ids)
	}
	return len(ids)
}

// Suggestions returns how many changes are proposed in the part.
func (p *Part) Suggestions() int {
	ids := map[string]bool{}
	p.suggestions(ids)
	return len(ids)
}

func (p *Part) suggestions(ids map[string]bool) {
	add := func(list []Suggestion) {
		for _, s := range list {
			ids[s.ID] = true
		}
	}
	for b := range p.All() {
		add(blockSuggestions(b))
		for _, inline := range Content(b) {
			add(inlineSuggestions(inline))
			if note, ok := inline.(*Endnote); ok {
				for _, t := range note.Content {
					add(t.Suggested)
				}
			}
		}
	}
}
