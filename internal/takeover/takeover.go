// Package takeover finds what can be taken over from one text into another, and compares what was taken with what the source
// says now: a paragraph or recommendation that stands directly in a part, or an endnote on its own.
//
// A passage travels and is kept as a manuscript that holds nothing else. It is known by the id of its block or note in each
// of the two texts, so moving it changes nothing, and splitting it or joining it leaves the link to the half that kept the
// id.
//
// It refuses to know who may read what, and changes no text: the editor does, as with everything that is written.
package takeover

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"upright/internal/prose"
	"upright/internal/upr"
)

// A Passage is one in the text that it stands in.
type Passage struct {
	Kind  upr.PassageKind
	ID    string
	Label string            // "12", "R3", or the number of a note; "" for what has none
	Plain string            // its text as a reader sees it, without notes
	Notes []Passage         // called in it
	Text  *prose.Manuscript // that holds this passage only
}

// List returns the passages of the parts that are printed, in their order, without empty ones. Notes stand in the passage
// that calls them.
func List(m *prose.Manuscript) []Passage {
	numbers := prose.Number(m)
	var list []Passage
	for part := range m.Visible() {
		for _, b := range part.Blocks {
			if p, ok := ofBlock(b, numbers); ok && !prose.Empty(b) {
				list = append(list, p)
			}
		}
	}
	return list
}

func ofBlock(b prose.Block, numbers prose.Numbers) (Passage, bool) {
	p := Passage{ID: prose.BlockID(b), Plain: numbers.PlainBlock(b), Text: alone(b)}
	switch b.(type) {
	case *prose.Paragraph:
		p.Kind = upr.ParagraphPassage
	case *prose.Recommendation:
		p.Kind = upr.RecommendationPassage
	default:
		return p, false
	}
	p.Label, _ = numbers.Label(p.ID)
	for _, inline := range prose.Content(b) {
		if note, ok := inline.(*prose.Endnote); ok {
			p.Notes = append(p.Notes, ofNote(note, numbers))
		}
	}
	return p, p.ID != ""
}

func ofNote(note *prose.Endnote, numbers prose.Numbers) Passage {
	p := Passage{Kind: upr.NotePassage, ID: note.ID, Plain: note.Plain()}
	p.Text = alone(&prose.Paragraph{Content: []prose.Inline{note}})
	p.Label, _ = numbers.Label(note.ID)
	return p
}

// alone is a manuscript with one block.
func alone(b prose.Block) *prose.Manuscript {
	return &prose.Manuscript{Parts: []*prose.Part{{Kind: prose.Other, Blocks: []prose.Block{b}}}}
}

// block is the one block of a passage.
func block(m *prose.Manuscript) prose.Block { return m.Parts[0].Blocks[0] }

// Words returns the JSON form of a passage.
func Words(m *prose.Manuscript) (string, error) {
	data, err := prose.Encode(m)
	if err != nil {
		return "", fmt.Errorf("words of a passage: %w", err)
	}
	return string(data), nil
}

// Read reads what Words wrote.
func Read(words string) (*prose.Manuscript, error) {
	m, err := prose.Decode([]byte(words))
	if err != nil {
		return nil, fmt.Errorf("passage: %w", err)
	}
	if len(m.Parts) != 1 || len(m.Parts[0].Blocks) != 1 {
		return nil, fmt.Errorf("passage: %d parts", len(m.Parts))
	}
	return m, nil
}

// Sum names the words of a passage: who settles newer ones says by it which they saw.
func Sum(words string) string {
	sum := sha256.Sum256([]byte(words))
	return hex.EncodeToString(sum[:])
}

// Same reports whether two passages say the same: see prose.SameWords. What kind of block they are, and whether it is
// numbered, does not count.
func Same(a, b *prose.Manuscript) bool { return prose.SameWords(Flat(a), Flat(b)) }

// Flat returns a passage as a paragraph without a number, an addressee before its words: the form in which two are
// compared. References, whose targets are not in it, show what they were.
func Flat(m *prose.Manuscript) *prose.Manuscript {
	b := block(m)
	content := slices.Clone(prose.Content(b))
	if r, ok := b.(*prose.Recommendation); ok && strings.TrimSpace(r.Addressee) != "" {
		content = slices.Insert(content, 0, prose.Inline(&prose.Text{Text: r.Addressee + ": ", Em: true}))
	}
	return alone(&prose.Paragraph{ID: prose.BlockID(b), Content: content})
}

// Translated returns a passage whose references lead to what the blocks they led to became in another text. A reference to
// a block that was not taken over keeps its target, which that text does not have: it is found there as one that leads
// nowhere, and mended when the block comes.
func Translated(m *prose.Manuscript, became map[string]string) *prose.Manuscript {
	var content []prose.Inline
	for _, inline := range prose.Content(block(m)) {
		if r, ok := inline.(*prose.CrossReference); ok && became[r.Target] != "" {
			inline = &prose.CrossReference{Target: became[r.Target]}
		}
		content = append(content, inline)
	}
	switch b := block(m).(type) {
	case *prose.Paragraph:
		return alone(&prose.Paragraph{ID: b.ID, Numbered: b.Numbered, Content: content})
	case *prose.Recommendation:
		return alone(&prose.Recommendation{ID: b.ID, Addressee: b.Addressee, Content: content})
	}
	return m
}

// Names reports whether a passage, its notes and its addressee included, names a State: by the name up to a bracket, as a
// word of its own.
func Names(m *prose.Manuscript, state string) bool {
	state, _, _ = strings.Cut(state, " (")
	state, _, _ = strings.Cut(state, "（")
	if state == "" {
		return false
	}
	text := prose.Plain(prose.Content(Flat(m).Parts[0].Blocks[0]))
	for note := range m.Parts[0].Notes() {
		text += "\n" + note.Plain()
	}
	return hasWord(text, state)
}
