package collab

import (
	"context"
	"encoding/json"

	"upright/internal/collab/anchor"
	"upright/internal/store"
	"upright/internal/upr"
)

// Replace makes the text on version base another one, for somebody who may edit it, as Restore does with an older version:
// parts are matched by their ids and changed block by block, as commits that are merged with what others wrote since. The
// text that was there stays in the history. It returns the new version and how many changes could not be merged.
func (h *Hub) Replace(
	ctx context.Context, by upr.Actor, id upr.SubmissionID, base int64, wanted json.RawMessage,
) (now int64, lost int, err error) {
	if err := h.store.RequireSubmission(ctx, by, id, upr.EditText); err != nil {
		return 0, 0, err
	}
	current, err := h.ManuscriptAt(ctx, by, id, base)
	if err != nil {
		return 0, 0, err
	}
	return h.become(ctx, by, id, base, current, wanted, true, nil)
}

// A Remark is a thread of comments that was made elsewhere, with its place in a text by the ids of blocks.
type Remark struct {
	Block string // that it is about; where words are, the one that they begin in
	// FromBlock and ToBlock are the blocks in which its words begin and end, From and To the positions inside of these;
	// FromBlock is "" for a remark on a whole block.
	FromBlock, ToBlock string
	From, To           int
	Resolved           bool
	Comments           []string // one at least
}

// TakeRemarks adds threads of comments that were made elsewhere, by somebody who may comment, and returns how many found
// their place: those on blocks that are not in the text are left out. Nobody is told of them.
func (h *Hub) TakeRemarks(ctx context.Context, by upr.Actor, id upr.SubmissionID, list []Remark) (int, error) {
	if len(list) == 0 {
		return 0, nil
	}
	doc, version, err := h.places(ctx, by, id)
	if err != nil {
		return 0, err
	}
	var threads []store.TakenThread
	for _, r := range list {
		a, ok := placeRemark(doc, r)
		if !ok || len(r.Comments) == 0 {
			continue
		}
		a.Version = version
		threads = append(threads, store.TakenThread{Anchor: a, Resolved: r.Resolved, Comments: r.Comments})
	}
	return len(threads), h.store.TakeThreads(ctx, by, id, threads)
}

// placeRemark finds the place of a remark: its words, else the block.
func placeRemark(doc *anchor.Document, r Remark) (upr.Anchor, bool) {
	if r.FromBlock != "" {
		from, begins := doc.Position(r.FromBlock, r.From)
		to, ends := doc.Position(r.ToBlock, r.To)
		if begins && ends && from < to {
			if a, err := firstPlace(doc, upr.Anchor{Ranged: true, From: from, To: to}); err == nil {
				return a, true
			}
		}
	}
	a, err := firstPlace(doc, upr.Anchor{Block: r.Block})
	return a, err == nil
}
