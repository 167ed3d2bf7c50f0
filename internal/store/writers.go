package store

import (
	"context"

	"upright/internal/upr"
)

// A Writer is what somebody may do in a text.
type Writer struct {
	Suggests bool     // propose changes, and nothing else
	Locked   []string // the parts that they may not change now
	Err      error    // what they are told when they may not even suggest: NotFound or Forbidden
}

// Writers returns what each of some people may do in a text now. A batch of commits asks once for all who sent them.
func (s *Store) Writers(ctx context.Context, id upr.SubmissionID, people []upr.UserID) (map[upr.UserID]Writer, error) {
	all, err := standings(ctx, s.hot, id, people)
	if err != nil {
		return nil, mapped(err)
	}
	parts, err := lockedParts(ctx, s.hot, id)
	if err != nil {
		return nil, mapped(err)
	}
	writers := make(map[upr.UserID]Writer, len(people))
	for _, user := range people {
		by, in := upr.Actor{User: user}, all[user]
		w := Writer{Suggests: !upr.AllowedIn(by, in, upr.EditText), Err: allow(by, in, upr.SuggestText)}
		if !upr.AllowedIn(by, in, upr.Coordinate) {
			w.Locked = parts
		}
		writers[user] = w
	}
	return writers, nil
}
