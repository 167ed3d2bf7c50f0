// Package anchor keeps places in a text: it moves them over the steps of commits, and says where they stand in a document.
//
// It is a small part of ProseMirror (the maps of steps, positions in a document) written anew, so that thousands of
// places follow thousands of commits without keeping the editing authority busy. assets/shared/anchor.ts does the same in
// the browser; assets/shared/testdata/anchors.json, which ProseMirror's own code writes, holds both to one truth. It
// refuses to read steps or nodes that it does not know.
package anchor

import (
	"encoding/json"
	"fmt"
	"unicode/utf16"
)

// A Map says how positions move over one step: by the ranges that it replaces, in order.
type Map []replaced

// replaced is a range of the text before the step, and its size after it.
type replaced struct{ start, before, after int }

// node is a node of the manuscript as JSON.
type node struct {
	Type  string `json:"type"`
	Attrs struct {
		ID string `json:"id"`
	} `json:"attrs"`
	Content []node `json:"content"`
	Text    string `json:"text"`
}

// size is how many positions a node takes.
func (n *node) size() int {
	switch n.Type {
	case "text":
		return utf16Len(n.Text)
	case "cross_reference", "hard_break":
		return 1
	}
	return 2 + sizeOf(n.Content)
}

func sizeOf(nodes []node) int {
	total := 0
	for i := range nodes {
		total += nodes[i].size()
	}
	return total
}

// utf16Len is the length of a text as JavaScript counts it.
func utf16Len(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// step is a step as JSON, as far as positions depend on it.
type step struct {
	Type    string `json:"stepType"`
	From    int    `json:"from"`
	To      int    `json:"to"`
	GapFrom int    `json:"gapFrom"`
	GapTo   int    `json:"gapTo"`
	Insert  int    `json:"insert"`
	Slice   *struct {
		Content   []node `json:"content"`
		OpenStart int    `json:"openStart"`
		OpenEnd   int    `json:"openEnd"`
	} `json:"slice"`
}

// Maps reads the steps of a commit. Those that only change marks or attributes move nothing and have no map.
func Maps(steps json.RawMessage) ([]Map, error) {
	var list []step
	if err := json.Unmarshal(steps, &list); err != nil {
		return nil, fmt.Errorf("anchor: read steps: %w", err)
	}
	var maps []Map
	for _, s := range list {
		inserted := 0
		if s.Slice != nil {
			inserted = sizeOf(s.Slice.Content) - s.Slice.OpenStart - s.Slice.OpenEnd
		}
		switch s.Type {
		case "replace":
			maps = append(maps, Map{{s.From, s.To - s.From, inserted}})
		case "replaceAround":
			maps = append(maps, Map{
				{s.From, s.GapFrom - s.From, s.Insert},
				{s.GapTo, s.To - s.GapTo, inserted - s.Insert},
			})
		case "addMark", "removeMark", "addNodeMark", "removeNodeMark", "attr", "docAttr", "markSet":
		default:
			return nil, fmt.Errorf("anchor: unknown kind of step %q", s.Type)
		}
	}
	return maps, nil
}

// pos maps a position. What is inserted at it goes before it when assoc is 1, after it when -1.
func (m Map) pos(pos, assoc int) int {
	moved := 0
	for _, r := range m {
		if r.start > pos {
			break
		}
		if end := r.start + r.before; pos <= end {
			side := assoc
			switch {
			case r.before == 0:
			case pos == r.start:
				side = -1
			case pos == end:
				side = 1
			}
			if side < 0 {
				return r.start + moved
			}
			return r.start + moved + r.after
		}
		moved += r.after - r.before
	}
	return pos + moved
}

// Range maps a range: what is inserted at its edges stays outside. An emptied one becomes a point, which a point stays.
func (m Map) Range(from, to int) (int, int) {
	if from >= to {
		point := m.pos(to, -1)
		return point, point
	}
	from, to = m.pos(from, 1), m.pos(to, -1)
	return min(from, to), to
}
