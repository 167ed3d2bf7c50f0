package collab

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"upright/internal/collab/anchor"
	"upright/internal/store"
	"upright/internal/upr"
)

// Bounds of bringing threads up to date with a text.
const (
	followAtOnce   = 500    // commits in memory
	keepEvery      = 10_000 // commits after which what was worked out is kept, so that one that is broken off was not in vain
	maxThreadDelay = 20_000 // commits that a new thread may have missed
	blockQuote     = 160    // characters of a block that are quoted for a thread about all of it
)

// Threads lists the comments of a text in the order of their places, with the version that these are of, for somebody
// who may read it. Threads that were last looked at in an older version are moved over the commits since, and kept
// there, so that the next call begins from here.
func (h *Hub) Threads(ctx context.Context, by upr.Actor, id upr.SubmissionID) ([]upr.Thread, int64, error) {
	threads, err := h.store.Threads(ctx, by, id)
	if err != nil {
		return nil, 0, err
	}
	version, err := h.store.TextHead(ctx, id)
	if err != nil {
		return nil, 0, err
	}
	if slices.ContainsFunc(threads, func(t upr.Thread) bool { return t.Anchor.Version < version }) {
		if version, err = h.bringUp(ctx, by, id, threads); err != nil {
			return nil, 0, err
		}
	}
	slices.SortStableFunc(threads, func(a, b upr.Thread) int {
		return cmp.Or(cmp.Compare(a.Anchor.From, b.Anchor.From), a.Created.Compare(b.Created))
	})
	return threads, version, nil
}

// bringUp moves threads to the head of the text, which it returns.
func (h *Hub) bringUp(ctx context.Context, by upr.Actor, id upr.SubmissionID, threads []upr.Thread) (int64, error) {
	doc, version, err := h.places(ctx, by, id)
	if err != nil {
		return 0, err
	}
	var list []*upr.Anchor
	for i := range threads {
		if a := &threads[i].Anchor; a.Version < version {
			list = append(list, a)
		}
	}
	keep := func() error { return h.store.MoveThreads(ctx, id, threads) }
	floor, err := h.store.TextFloor(ctx, id)
	if err != nil {
		return 0, err
	}
	loseTrack(list, min(floor, version))
	if err := followCommits(ctx, h.store, id, list, version, keep); err != nil {
		return 0, err
	}
	for _, a := range list {
		if err := ctx.Err(); err != nil { // words that are gone are looked for, in texts of any size
			return 0, err
		}
		*a = doc.Settle(*a)
	}
	return version, keep()
}

// places reads the document with the positions of what is in it.
func (h *Hub) places(ctx context.Context, by upr.Actor, id upr.SubmissionID) (*anchor.Document, int64, error) {
	text, version, err := h.Manuscript(ctx, by, id)
	if err != nil {
		return nil, 0, err
	}
	doc, err := anchor.Read(text)
	return doc, version, err
}

// followCommits moves anchors over the commits up to a version, a few at a time, and calls keep now and then. It is Stale
// where they stand in a version before the floor of the log.
func followCommits(
	ctx context.Context, s *store.Store, id upr.SubmissionID, list []*upr.Anchor, version int64, keep func() error,
) error {
	after := version
	for _, a := range list {
		after = min(after, a.Version)
	}
	kept := after
	for after < version {
		commits, err := s.Commits(ctx, id, after, min(after+followAtOnce, version))
		if err != nil {
			return err
		}
		if len(commits) == 0 {
			return fmt.Errorf("no commits after version %d of %d", after, version)
		}
		for _, c := range commits {
			maps, err := anchor.Maps(c.Steps)
			if err != nil {
				return fmt.Errorf("version %d: %w", c.Version, err)
			}
			for _, a := range list {
				if a.Version >= c.Version {
					continue
				}
				for _, m := range maps {
					a.From, a.To = m.Range(a.From, a.To)
				}
				a.Version = c.Version
			}
		}
		after = commits[len(commits)-1].Version
		if after-kept >= keepEvery && after < version {
			if err := keep(); err != nil {
				return err
			}
			kept = after
		}
	}
	return nil
}

// loseTrack brings anchors to a version up to which commits are not kept any more. Their words have to be looked for:
// Settle does so for a range that has become a point. Compact moves anchors first, so this is for a database that was
// changed by hand.
func loseTrack(list []*upr.Anchor, version int64) {
	for _, a := range list {
		if a.Version < version {
			a.Version, a.To = version, a.From
		}
	}
}

// StartThread begins a thread at a place of the text as it was at a version, for somebody who may comment. Of the anchor
// are read: Version, and either Ranged with From, To and Quote, or Block (and From, where it is known, so that a block
// that was removed meanwhile leaves the thread beside where it was). Errors: those of Store.StartThread, Stale for a
// version that the text has not reached or that is too long ago, and Invalid of the field "block" for a block that is not
// there.
func (h *Hub) StartThread(ctx context.Context, by upr.Actor, id upr.SubmissionID, c upr.NewComment, a upr.Anchor) error {
	if err := c.Validate(); err != nil {
		return err
	}
	if err := upr.CheckAnchor(a); err != nil {
		return err
	}
	if err := h.store.RequireSubmission(ctx, by, id, upr.CommentText); err != nil {
		return err
	}
	a, err := h.newAnchor(ctx, by, id, a)
	if err != nil {
		return err
	}
	return h.store.StartThread(ctx, by, id, c, a)
}

// newAnchor brings the place of a new thread to the head of the text.
func (h *Hub) newAnchor(ctx context.Context, by upr.Actor, id upr.SubmissionID, a upr.Anchor) (upr.Anchor, error) {
	doc, version, err := h.places(ctx, by, id)
	if err != nil {
		return a, err
	}
	if a.Version > version || version-a.Version > maxThreadDelay {
		return a, gone(fmt.Errorf("a place in version %d of %d", a.Version, version))
	}
	if err := followCommits(ctx, h.store, id, []*upr.Anchor{&a}, version, func() error { return nil }); err != nil {
		return a, err
	}
	return firstPlace(doc, a)
}

// firstPlace settles a new anchor. What it quotes is read from the text wherever the words are there.
func firstPlace(doc *anchor.Document, a upr.Anchor) (upr.Anchor, error) {
	if a.Ranged {
		if quote, block := doc.Quote(a.From, a.To); a.From < a.To && quote != "" {
			a.Quote, a.Block = quote, block
		} else if a.Quote == "" {
			return a, &upr.Error{Kind: upr.Invalid, Key: "comment.no-words", Field: "block", Err: errors.New("an empty range")}
		}
		return doc.Settle(a), nil
	}
	if !doc.Has(a.Block) && a.From == 0 {
		return a, &upr.Error{Kind: upr.Invalid, Key: "comment.gone", Field: "block", Err: errors.New("no such block")}
	}
	a.Quote = doc.Beginning(a.Block, blockQuote)
	return doc.Settle(a), nil
}
