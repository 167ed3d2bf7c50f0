package collab

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"upright/internal/collab/anchor"
	"upright/internal/upr"
)

// ReaderThreads is Threads for the reader link that acts: only what its readers said, see Store.ReaderThreads.
func (h *Hub) ReaderThreads(ctx context.Context, by upr.Actor, id upr.SubmissionID) ([]upr.Thread, error) {
	threads, err := h.store.ReaderThreads(ctx, by, id)
	if err != nil {
		return nil, err
	}
	head, err := h.store.TextHead(ctx, id)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(threads, func(t upr.Thread) bool { return t.Anchor.Version < head }) {
		if _, err := h.bringUp(ctx, by, id, threads); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(threads, func(a, b upr.Thread) int {
		return cmp.Or(cmp.Compare(a.Anchor.From, b.Anchor.From), a.Created.Compare(b.Created))
	})
	return threads, nil
}

// StartReaderThread begins a thread on a block of the text as it was at a version, by a reader with a link. A block that
// is gone since leaves the thread where it was, with its first words. Errors are those of StartThread and
// Store.StartReaderThread.
func (h *Hub) StartReaderThread(
	ctx context.Context, by upr.Actor, id upr.SubmissionID, name string, c upr.NewComment, block string, version int64,
) error {
	if err := c.Validate(); err != nil {
		return err
	}
	if err := h.store.RequireSubmission(ctx, by, id, upr.CommentPaper); err != nil {
		return err
	}
	text, err := h.ManuscriptAt(ctx, by, id, version)
	if err != nil {
		return err
	}
	asked, err := onBlock(text, block, version)
	if err != nil {
		return err
	}
	a, err := h.newAnchor(ctx, by, id, asked)
	if err != nil {
		return err
	}
	a.Quote = cmp.Or(a.Quote, asked.Quote)
	return h.store.StartReaderThread(ctx, by, id, name, c, a)
}

// onBlock is the place of a block in the text at a version.
func onBlock(text json.RawMessage, block string, version int64) (upr.Anchor, error) {
	a := upr.Anchor{Block: block, Version: version}
	if err := upr.CheckAnchor(a); err != nil {
		return a, err
	}
	doc, err := anchor.Read(text)
	if err != nil {
		return a, err
	}
	a.From = doc.Place(block)
	a.To, a.Quote = a.From, doc.Beginning(block, blockQuote)
	return a, nil
}
