package takeover

import (
	"upright/internal/prose"
	"upright/internal/upr"
)

// An Index finds passages in one text, which must not change meanwhile. It reads the text once, however many passages it
// is asked for. Make one with NewIndex.
type Index struct {
	numbers prose.Numbers
	blocks  map[string]prose.Block // that stand directly in a part
	notes   map[string]*prose.Endnote
}

// NewIndex reads a text, the parts that are not printed too. Where an id stands twice, the first place counts.
func NewIndex(m *prose.Manuscript) *Index {
	x := &Index{numbers: prose.Number(m), blocks: map[string]prose.Block{}, notes: map[string]*prose.Endnote{}}
	for _, part := range m.Parts {
		for _, b := range part.Blocks {
			if id := prose.BlockID(b); x.blocks[id] == nil {
				x.blocks[id] = b
			}
		}
		for note := range part.Notes() {
			if x.notes[note.ID] == nil {
				x.notes[note.ID] = note
			}
		}
	}
	return x
}

// Find returns the passage with an id; false when it is not there.
func (x *Index) Find(kind upr.PassageKind, id string) (Passage, bool) {
	if kind == upr.NotePassage {
		note := x.notes[id]
		if note == nil {
			return Passage{}, false
		}
		return ofNote(note, x.numbers), true
	}
	// A paragraph that was made a recommendation since is still what was taken.
	if b := x.blocks[id]; b != nil {
		return ofBlock(b, x.numbers)
	}
	return Passage{}, false
}

// Find returns the passage of a text with an id, be it in a part that is not printed; false when it is not there. Who asks
// for several makes an Index.
func Find(m *prose.Manuscript, kind upr.PassageKind, id string) (Passage, bool) {
	return NewIndex(m).Find(kind, id)
}
