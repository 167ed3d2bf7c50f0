package collab_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"upright/internal/collab"
	"upright/internal/collab/engine"
	"upright/internal/store"
	"upright/internal/upr"
)

// A replica is a text as the log makes it, kept at every version: what the writers of one text work on. Each hands in what
// the server told it, and all of them must have been told the same, so that one replay stands for all.
type replica struct {
	mu    sync.Mutex
	text  *engine.Text // as of the last version
	steps []any        // of the commit that made each version but the first
	docs  []string     // by version
}

func newReplica(t testing.TB, w *world) *replica {
	t.Helper()
	first, err := w.store.Text(t.Context(), w.id, 0)
	if err != nil {
		t.Fatal(err)
	}
	text, err := compiled(t).Open(first.Snapshot, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := text.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	return &replica{text: text, docs: []string{string(doc)}}
}

// add takes a commit that a writer was told: a new one is applied, one that others were told before must be the same.
func (r *replica) add(c store.Commit) error {
	var steps any
	if err := json.Unmarshal(c.Steps, &steps); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	switch known := int64(len(r.steps)); {
	case c.Version <= known:
		if diff := cmp.Diff(r.steps[c.Version-1], steps); diff != "" {
			return fmt.Errorf("version %d was told in two ways:\n%s", c.Version, diff)
		}
		return nil
	case c.Version > known+1:
		return fmt.Errorf("version %d follows on %d", c.Version, known)
	}
	err := r.text.Replay(c.Steps, engine.Sender{})
	if err != nil {
		return fmt.Errorf("version %d: %w", c.Version, err)
	}
	doc, err := r.text.Snapshot()
	if err != nil {
		return err
	}
	r.steps, r.docs = append(r.steps, steps), append(r.docs, string(doc))
	return nil
}

// at returns the document of a version that was told.
func (r *replica) at(version int64) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.docs[version]
}

// A writer edits a replica at random, as a strict client does that waits for the answer to one commit before it sends the
// next.
type writer struct {
	name    string
	random  *rand.Rand
	replica *replica
	version int64 // what the writer knows of it
	count   int
}

func newWriter(name string, seed uint64, r *replica) *writer {
	return &writer{name: name, random: rand.New(rand.NewPCG(seed, 1)), replica: r}
}

// follow takes what the server has accepted, its form of the own commit included.
func (w *writer) follow(commits []store.Commit) error {
	for _, c := range commits {
		if c.Version <= w.version {
			continue
		}
		if c.Version != w.version+1 {
			return fmt.Errorf("%s: version %d follows on %d", w.name, c.Version, w.version)
		}
		if err := w.replica.add(c); err != nil {
			return fmt.Errorf("%s: %w", w.name, err)
		}
		w.version = c.Version
	}
	return nil
}

// blocks returns the paragraphs that the writer sees.
func (w *writer) blocks() ([]block, error) {
	var doc jsonNode
	if err := json.Unmarshal([]byte(w.replica.at(w.version)), &doc); err != nil {
		return nil, err
	}
	return blocks(&doc, 0), nil
}

type jsonNode struct {
	Type    string
	Text    string
	Content []jsonNode
}

// A block is a paragraph: where its content begins, and how long it is.
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
	all, err := w.blocks()
	if err != nil {
		return collab.Proposal{}, err
	}
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
