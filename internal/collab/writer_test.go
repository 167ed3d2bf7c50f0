package collab_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"upright/internal/collab"
	"upright/internal/collab/engine"
	"upright/internal/store"
	"upright/internal/upr"
)

// A writer edits at random, on a mirror of the text that follows the log, as a strict client does that waits for the
// answer to one commit before it sends the next.
type writer struct {
	name    string
	random  *rand.Rand
	mirror  *engine.Text
	version int64
	count   int
}

func newWriter(t testing.TB, w *world, name string, seed uint64) *writer {
	t.Helper()
	first, err := w.store.Text(t.Context(), w.id, 0)
	if err != nil {
		t.Fatal(err)
	}
	mirror, err := compiled(t).Open(first.Snapshot, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	return &writer{name: name, random: rand.New(rand.NewPCG(seed, 1)), mirror: mirror}
}

// follow applies what the server has accepted, its form of the own commit included.
func (w *writer) follow(commits []store.Commit) error {
	for _, c := range commits {
		if c.Version <= w.version {
			continue
		}
		if c.Version != w.version+1 {
			return fmt.Errorf("%s: version %d follows on %d", w.name, c.Version, w.version)
		}
		if err := w.mirror.Replay(c.Steps, engine.Sender{}); err != nil {
			return fmt.Errorf("%s: version %d: %w", w.name, c.Version, err)
		}
		w.version = c.Version
	}
	return nil
}

type jsonNode struct {
	Type    string
	Text    string
	Content []jsonNode
}

// A block is a paragraph of the mirror: where its content begins, and how long it is.
type block struct{ start, size int }

func (n *jsonNode) size() int {
	if n.Type == "text" {
		return len([]rune(n.Text)) // these texts have no characters outside the basic plane
	}
	size := 2
	for i := range n.Content {
		size += n.Content[i].size()
	}
	return size
}

func blocks(n *jsonNode, pos int) []block {
	if n.Type == "paragraph" {
		return []block{{pos + 1, n.size() - 2}}
	}
	if n.Type != "doc" {
		pos++
	}
	var list []block
	for i := range n.Content {
		list = append(list, blocks(&n.Content[i], pos)...)
		pos += n.Content[i].size()
	}
	return list
}

// edit makes a commit of one or two steps.
func (w *writer) edit() (collab.Proposal, error) {
	snapshot, err := w.mirror.Snapshot()
	if err != nil {
		return collab.Proposal{}, err
	}
	var doc jsonNode
	if err := json.Unmarshal(snapshot, &doc); err != nil {
		return collab.Proposal{}, err
	}
	all := blocks(&doc, 0)
	i := w.random.IntN(len(all))
	at := all[i]
	from := at.start + w.random.IntN(at.size+1)
	to := min(at.start+at.size, from+w.random.IntN(9))
	w.count++
	step := fmt.Sprintf(`{"stepType":"replace","from":%d,"to":%d,"slice":{"content":[{"type":"text","text":"%s%d "}]}}`, from, from, w.name, w.count)
	switch w.random.IntN(12) {
	case 0, 1: // delete
		step = fmt.Sprintf(`{"stepType":"replace","from":%d,"to":%d}`, from, to)
	case 2: // split, and write into the new paragraph
		step = fmt.Sprintf(`{"stepType":"replace","from":%d,"to":%d,"slice":{"content":[{"type":"paragraph"},{"type":"paragraph","attrs":{"id":"%s"}}],
			"openStart":1,"openEnd":1},"structure":true},`, from, from, upr.NewID()[:12]) +
			fmt.Sprintf(`{"stepType":"replace","from":%d,"to":%d,"slice":{"content":[{"type":"text","text":"split "}]}}`, from+2, from+2)
	case 3: // marks
		step = fmt.Sprintf(`{"stepType":"addMark","from":%d,"to":%d,"mark":{"type":"em"}}`, from, to)
	case 4: // delete over a boundary, where the next paragraph is beside this one
		if i+1 < len(all) && all[i+1].start == at.start+at.size+2 {
			step = fmt.Sprintf(`{"stepType":"replace","from":%d,"to":%d}`, from, all[i+1].start+all[i+1].size/2)
		}
	case 5: // marks away
		step = fmt.Sprintf(`{"stepType":"removeMark","from":%d,"to":%d,"mark":{"type":"em"}}`, from, to)
	case 6: // an attribute of the paragraph
		step = fmt.Sprintf(`{"stepType":"attr","pos":%d,"attr":"numbered","value":%t}`, at.start-1, w.count%2 == 0)
	}
	return proposal(w.version, "["+step+"]"), nil
}
