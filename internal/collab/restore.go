package collab

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"

	"upright/internal/prose"
	"upright/internal/store"
	"upright/internal/upr"
)

// NameRevision gives a version of a text a name, for somebody who may edit it. Errors are those of ManuscriptAt and
// store.AddRevision.
func (h *Hub) NameRevision(
	ctx context.Context, by upr.Actor, id upr.SubmissionID, version int64, name string,
) (upr.Revision, error) {
	doc, err := h.ManuscriptAt(ctx, by, id, version)
	if err != nil {
		return upr.Revision{}, err
	}
	digest, err := Digest(doc)
	if err != nil {
		return upr.Revision{}, err
	}
	return h.store.AddRevision(ctx, by, id, version, name, digest)
}

// Digest returns the SHA-256 of a text in its canonical form: the same for the same text, however it was stored.
func Digest(doc json.RawMessage) ([32]byte, error) {
	text, err := prose.Decode(doc)
	if err != nil {
		return [32]byte{}, fmt.Errorf("digest of a text: %w", err)
	}
	canonical, err := prose.Encode(text)
	if err != nil {
		return [32]byte{}, fmt.Errorf("digest of a text: %w", err)
	}
	return sha256.Sum256(canonical), nil
}

// Restore brings an older version back as new commits by somebody who may edit the text: the whole text when block is "",
// else the one block with that id. It is made on version base and merged with what others wrote since; blocks that are the
// same in both versions are not touched and keep their authors. The log is only added to, at once: all of the version comes
// back or nothing does, and the record tells of it. It returns the new version and how many changes could not be merged.
// Errors are those of Commit and Restored; what is TooLarge can come back block by block.
func (h *Hub) Restore(
	ctx context.Context, by upr.Actor, id upr.SubmissionID, base, version int64, block string,
) (now int64, lost int, err error) {
	if err := h.store.RequireSubmission(ctx, by, id, upr.EditText); err != nil {
		return 0, 0, err
	}
	current, err := h.ManuscriptAt(ctx, by, id, base)
	if err != nil {
		return 0, 0, err
	}
	old, err := h.ManuscriptAt(ctx, by, id, version)
	if err != nil {
		return 0, 0, err
	}
	wanted, err := Restored(current, old, block)
	if err != nil {
		return 0, 0, err
	}
	entry := &store.Entry{Submission: id, By: by.User, Kind: upr.RestoredRecord, Ref: strconv.FormatInt(version, 10)}
	now, lost, err = h.become(ctx, by, id, base, current, wanted, block == "", entry)
	return now, lost, notRestored(err)
}

// notRestored says what an error means to somebody who typed nothing: text.locked and its like tell what becomes of what
// they wrote.
func notRestored(err error) error {
	var known *upr.Error
	if !errors.As(err, &known) {
		return err
	}
	key := map[string]string{
		"text.too-large": "history.too-large", "text.locked": "history.locked", "text.busy": "history.busy", "text.gone": "history.gone",
	}[known.Key]
	if key == "" {
		return err
	}
	return &upr.Error{Kind: known.Kind, Key: key, Err: err}
}

// become makes the text on version base another one, part by part; with arrange it gets the parts of that one in their
// order, too. All of that is written at once or nothing, and with it the entry for the record, nil for none.
func (h *Hub) become(
	ctx context.Context, by upr.Actor, id upr.SubmissionID, base int64, current, wanted json.RawMessage, arrange bool,
	entry *store.Entry,
) (now int64, lost int, err error) {
	parts, err := changedParts(current, wanted)
	if err != nil {
		return 0, 0, err
	}
	changes, err := h.changesTo(ctx, id, base, wanted, parts, arrange)
	if err != nil {
		return 0, 0, err
	}
	return h.commitTogether(ctx, by, id, base, changes, entry)
}

// changesTo works out all commits that make the text on version base another one, each within the bounds of a commit.
func (h *Hub) changesTo(
	ctx context.Context, id upr.SubmissionID, base int64, wanted json.RawMessage, parts []json.RawMessage, arrange bool,
) ([]json.RawMessage, error) {
	var changes []json.RawMessage
	if arrange {
		steps, err := h.stepsToArrange(ctx, id, base, wanted)
		if err != nil {
			return nil, err
		}
		changes = append(changes, steps)
	}
	for _, part := range parts {
		if err := checkText(part); err != nil {
			return nil, refused(err)
		}
		steps, err := h.stepsToReplace(ctx, id, base, part)
		if err != nil {
			return nil, ofEngine(err)
		}
		changes = append(changes, steps)
	}
	changes = slices.DeleteFunc(changes, func(steps json.RawMessage) bool { return string(steps) == "[]" })
	for _, steps := range changes {
		if err := checkSteps(steps); err != nil {
			return nil, err
		}
	}
	return changes, nil
}

// stepsToArrange works out the steps that give the text on version base the parts of another.
func (h *Hub) stepsToArrange(ctx context.Context, id upr.SubmissionID, base int64, doc json.RawMessage) (json.RawMessage, error) {
	opened, err := h.openAt(ctx, id, base)
	if err != nil {
		return nil, err
	}
	steps, err := opened.ArrangeParts(doc)
	if err != nil {
		return nil, ofEngine(err)
	}
	return steps, nil
}

// Restored returns a text as it will be when an older version of it is brought back: that version, or the text with one
// block as it was there. A block that is gone from the text comes back behind the one it stood behind. Without the block in
// the older version, or its part in the text, it is NotFound.
func Restored(current, old json.RawMessage, block string) (json.RawMessage, error) {
	if block == "" {
		return old, nil
	}
	var now, was node
	if err := errors.Join(json.Unmarshal(current, &now), json.Unmarshal(old, &was)); err != nil {
		return nil, fmt.Errorf("read texts: %w", err)
	}
	for _, part := range was.Content {
		at := part.indexOf(block)
		if at < 0 {
			continue
		}
		if home := now.home(part, block); home != nil {
			home.takeBack(part, at)
			return json.Marshal(now)
		}
	}
	return nil, &upr.Error{Kind: upr.NotFound, Key: "history.block-gone"}
}

// A node is a node of a text as far as blocks are concerned; what is inside a block stays as it is.
type node struct {
	Type    string          `json:"type"`
	Attrs   json.RawMessage `json:"attrs,omitempty"`
	Content []*node         `json:"content,omitempty"`
	Marks   json.RawMessage `json:"marks,omitempty"`
	Text    string          `json:"text,omitempty"`
}

// id returns the id of a node, "" for none.
func (n *node) id() string {
	var attrs struct {
		ID string `json:"id"`
	}
	if len(n.Attrs) == 0 || json.Unmarshal(n.Attrs, &attrs) != nil {
		return ""
	}
	return attrs.ID
}

// indexOf returns the place of the child with an id, or that holds it (a list with the paragraph of an item); -1 for none.
func (n *node) indexOf(id string) int {
	if id == "" {
		return -1
	}
	for i, child := range n.Content {
		if child.holds(id) {
			return i
		}
	}
	return -1
}

func (n *node) holds(id string) bool { return n.id() == id || n.indexOf(id) >= 0 }

// home returns the part that has the block now, else the one that the older part became.
func (n *node) home(older *node, block string) *node {
	if at := n.indexOf(block); at >= 0 {
		return n.Content[at]
	}
	for _, part := range n.Content {
		if part.id() == older.id() && part.id() != "" {
			return part
		}
	}
	return nil
}

// takeBack puts the child of an older part in its place here.
func (n *node) takeBack(older *node, at int) {
	block := older.Content[at]
	for i, child := range n.Content {
		if sameBlock(child, block) {
			n.Content[i] = block
			return
		}
	}
	// Behind the nearest block before it that is still here; the title of a part is always its first.
	place := 1
	for before := at - 1; before > 0; before-- {
		if i := n.place(older.Content[before]); i > 0 {
			place = i + 1
			break
		}
	}
	n.Content = append(n.Content[:place:place], append([]*node{block}, n.Content[place:]...)...)
}

func (n *node) place(like *node) int {
	for i, child := range n.Content {
		if sameBlock(child, like) {
			return i
		}
	}
	return -1
}

// sameBlock reports whether two blocks are the same one in two versions: by their ids, or by the first id inside.
func sameBlock(a, b *node) bool {
	id := a.firstID()
	return id != "" && id == b.firstID()
}

func (n *node) firstID() string {
	if id := n.id(); id != "" {
		return id
	}
	for _, child := range n.Content {
		if id := child.firstID(); id != "" {
			return id
		}
	}
	return ""
}

// changedParts returns the parts of a text that another version of it has, too, and that differ there.
func changedParts(current, wanted json.RawMessage) ([]json.RawMessage, error) {
	type text struct {
		Content []json.RawMessage `json:"content"`
	}
	var now, then text
	if err := errors.Join(json.Unmarshal(current, &now), json.Unmarshal(wanted, &then)); err != nil {
		return nil, fmt.Errorf("read texts: %w", err)
	}
	known := map[string]any{}
	for _, raw := range now.Content {
		id, value, err := readPart(raw)
		if err != nil {
			return nil, err
		}
		known[id] = value
	}
	var changed []json.RawMessage
	for _, raw := range then.Content {
		id, value, err := readPart(raw)
		if err != nil {
			return nil, err
		}
		if before, here := known[id]; here && !reflect.DeepEqual(before, value) {
			changed = append(changed, raw)
		}
	}
	return changed, nil
}

func readPart(raw json.RawMessage) (id string, value any, err error) {
	var part node
	if err := errors.Join(json.Unmarshal(raw, &part), json.Unmarshal(raw, &value)); err != nil {
		return "", nil, fmt.Errorf("read part: %w", err)
	}
	return part.id(), value, nil
}
