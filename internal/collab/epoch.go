package collab

import (
	"context"
	"errors"

	"upright/internal/upr"
)

// errEpoch is the cause when a client knows the text from before a backup was restored.
var errEpoch = errors.New("of another epoch")

// Epoch returns the epoch of a text, which is another after each restore of a backup. The caller has asked for the right.
func (h *Hub) Epoch(ctx context.Context, id upr.SubmissionID) (string, error) {
	t, err := h.acquire(ctx, id)
	if err != nil {
		return "", err
	}
	defer h.release(t)
	return t.epoch, nil
}

// RequireEpoch makes sure that a client goes on from this text and not from one of before a restore, which may have had
// other commits under the same versions: those would be merged into what they never belonged to. It is Stale then, and
// the client begins anew. The caller has asked for the right.
func (h *Hub) RequireEpoch(ctx context.Context, id upr.SubmissionID, epoch string) error {
	now, err := h.Epoch(ctx, id)
	if err == nil && epoch != now {
		err = gone(errEpoch)
	}
	return err
}
