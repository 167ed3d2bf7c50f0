// Package redline shows two versions of a paper as one: what was inserted, deleted, moved, restyled, cut in two or joined,
// word by word. Compare returns a document whose spans and blocks say so (document.Change); the renderers draw it.
//
// Blocks are found again by their ids, and by their words where ids differ, as after an import. It is bounded: texts of any
// size, made to be hard, take seconds at most and come out coarser, never wrong. Taking what is kept and inserted gives
// exactly the newer text, what is kept and deleted exactly the older one.
//
// It refuses to know where the versions come from, and compares only the text: the cover and the words of
// the paper are those of the newer one, and annexes, of which no older version is kept, are left out.
package redline

import (
	"strconv"

	"upright/internal/document"
)

// budget is how many steps all comparisons of one redline may take together, about a second on a slow machine.
const budget = 40_000_000

// Compare returns the redline from an older to a newer paper. The names are those of the versions, for the legend. It
// changes neither of the two.
func Compare(older, newer *document.Document, olderName, newerName string) *document.Document {
	m := &merger{
		older: older, newer: newer, ids: map[string]int32{}, work: budget,
		anchors: anchors(newer), notes: map[*document.NoteMark]*document.Note{},
	}
	out := *newer
	out.Body = m.blocks(older.Body, newer.Body)
	out.Notes, out.Annexes = nil, nil
	eachMark(out.Body, func(mark *document.NoteMark) {
		note := m.notes[mark]
		if note == nil { // a mark without a note: renderers refuse it, as they would have
			return
		}
		mark.Number = len(out.Notes) + 1
		note.Number = mark.Number
		out.Notes = append(out.Notes, note)
	})
	out.Legend = newer.Labels.Tracked.LegendOf(olderName, newerName)
	return &out
}

// A merger holds what one comparison knows.
type merger struct {
	older, newer *document.Document
	ids          map[string]int32                      // of tokens, by what they are
	work         int                                   // steps left
	anchors      map[string]bool                       // of the newer text: what is gone must not take them
	notes        map[*document.NoteMark]*document.Note // of the marks in the redline
}

// anchor returns the anchor of something in the redline: what is deleted keeps its own only when nothing newer has it.
func (m *merger) anchor(anchor string, c document.Change) string {
	if c == document.Deleted && m.anchors[anchor] {
		return ""
	}
	return anchor
}

// source is the version that something with this change comes from.
func (m *merger) source(c document.Change) *document.Document {
	if c == document.Deleted {
		return m.older
	}
	return m.newer
}

// note returns the note of a mark of a version, or nil.
func noteOf(d *document.Document, mark *document.NoteMark) *document.Note {
	if mark.Number < 1 || mark.Number > len(d.Notes) {
		return nil
	}
	return d.Notes[mark.Number-1]
}

// mark copies a mark of one version with its note.
func (m *merger) mark(mark *document.NoteMark, c document.Change) *document.NoteMark {
	out := &document.NoteMark{Number: mark.Number, Label: strconv.Itoa(mark.Number), Change: c}
	if note := noteOf(m.source(c), mark); note != nil {
		m.notes[out] = &document.Note{
			Anchor: m.anchor(note.Anchor, c), Text: m.spansAs(note.Text, c), Label: strconv.Itoa(note.Number), Change: c,
		}
	}
	return out
}

// keptMark makes one of a mark in both versions; its note may have changed.
func (m *merger) keptMark(older, newer *document.NoteMark) *document.NoteMark {
	out := m.mark(newer, document.Kept)
	was, is := noteOf(m.older, older), noteOf(m.newer, newer)
	if was != nil && is != nil {
		m.notes[out].Text = m.spans(was.Text, is.Text)
	}
	return out
}

// anchors returns the anchors of blocks and notes of a paper.
func anchors(d *document.Document) map[string]bool {
	all := map[string]bool{}
	var collect func(blocks []document.Block)
	collect = func(blocks []document.Block) {
		for _, b := range blocks {
			all[document.AnchorOf(b)] = true
			eachInside(b, collect)
		}
	}
	collect(d.Body)
	for _, n := range d.Notes {
		all[n.Anchor] = true
	}
	return all
}

// textOf returns the text of a block, and whether it is a block of text.
func textOf(b document.Block) ([]document.Span, bool) {
	switch b := b.(type) {
	case *document.Heading:
		return b.Text, true
	case *document.Paragraph:
		return b.Text, true
	case *document.Recommendation:
		return b.Text, true
	}
	return nil, false
}

// eachInside calls f for the blocks in each item or cell of a block.
func eachInside(b document.Block, f func([]document.Block)) {
	switch b := b.(type) {
	case *document.List:
		for _, item := range b.Items {
			f(item)
		}
	case *document.Table:
		for _, row := range b.Rows {
			for _, cell := range row {
				f(cell.Blocks)
			}
		}
	}
}

// eachMark calls f for every note mark in blocks, in order.
func eachMark(blocks []document.Block, f func(*document.NoteMark)) {
	for _, b := range blocks {
		text, _ := textOf(b)
		for _, span := range text {
			if mark, ok := span.(*document.NoteMark); ok {
				f(mark)
			}
		}
		eachInside(b, func(inside []document.Block) { eachMark(inside, f) })
	}
}
