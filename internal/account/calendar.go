package account

import (
	"context"

	"upright/internal/upr"
)

// MakeFeed gives the actor's calendar a secret address and returns it; the one before ends. It is shown once: only its
// hash is kept. Calendar programs cannot sign in, so whoever has the address sees the calendar, and nothing else.
func (s *Service) MakeFeed(ctx context.Context, by upr.Actor) (string, error) {
	token, err := s.newSecret()
	if err != nil {
		return "", err
	}
	if err := s.Store.SetFeed(ctx, by, token.hash(), s.Now()); err != nil {
		return "", err
	}
	return s.link("calendar", token) + ".ics", nil
}

// FeedOwner returns whose calendar a secret address is, by its last part; not found for one that has ended.
func (s *Service) FeedOwner(ctx context.Context, token string) (upr.User, error) {
	return s.Store.FeedOwner(ctx, secret(token).hash())
}
