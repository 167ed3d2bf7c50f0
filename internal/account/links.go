package account

import (
	"context"
	"encoding/hex"
	"errors"

	"upright/internal/upr"
)

// Reader links: the address of one is a secret like that of an invitation, and so is what a browser keeps of an opened
// one. A pass phrase is kept like a password.

// MakeLink makes a reader link, for who coordinates, and returns its address, which is told this once. phrase is asked for
// before the link opens; "" for none. Errors: Invalid about the fields of upr.NewReaderLink and "phrase", and those of the
// right.
func (s *Service) MakeLink(ctx context.Context, by upr.Actor, l upr.NewReaderLink, phrase string) (string, error) {
	if err := l.Validate(s.Now()); err != nil {
		return "", err
	}
	// Before the work of hashing.
	if err := s.Store.RequireSubmission(ctx, by, l.Submission, upr.Coordinate); err != nil {
		return "", err
	}
	var hash string
	if phrase != "" {
		err := checkPassword("phrase", phrase, "")
		if err == nil {
			hash, err = s.hasher.hash(ctx, phrase)
		}
		if err != nil {
			return "", err
		}
	}
	token, err := s.newSecret()
	if err != nil {
		return "", err
	}
	if _, err := s.Store.CreateLink(ctx, by, l, token.hash(), hash); err != nil {
		return "", err
	}
	return s.link("links", token), nil
}

// ReaderLink returns the link of an address, in whatever state it is. It is NotFound when there never was such a link.
func (s *Service) ReaderLink(ctx context.Context, token string) (upr.ReaderLink, error) {
	found, _, err := s.Store.LinkByAddress(ctx, secret(token).hash())
	return found, linkUnknown(err)
}

// OpenLink begins a visit with a link, which is one use, and returns its secret for the browser's cookie. A wrong pass
// phrase is Invalid about the field "phrase", costs no use, and slows the next attempts down as wrong passwords do. Other
// errors are those of store.OpenLink.
func (s *Service) OpenLink(ctx context.Context, token, phrase string) (string, error) {
	found, hash, err := s.Store.LinkByAddress(ctx, secret(token).hash())
	if err != nil {
		return "", linkUnknown(err)
	}
	if state := found.State(s.Now()); state != upr.LinkWorks {
		return "", &upr.Error{Kind: upr.Conflict, Key: "link." + string(state)}
	}
	if hash != "" {
		if err := s.checkPhrase(ctx, token, phrase, hash); err != nil {
			return "", err
		}
	}
	visit, err := s.newSecret()
	if err != nil {
		return "", err
	}
	if _, err := s.Store.OpenLink(ctx, secret(token).hash(), s.Now(), visit.hash()); err != nil {
		return "", linkUnknown(err)
	}
	return string(visit), nil
}

// checkPhrase compares a pass phrase, as slowly as it has to be.
func (s *Service) checkPhrase(ctx context.Context, token, phrase, hash string) error {
	own, all := attemptKey("link", hex.EncodeToString(secret(token).hash())), attemptKey("link", "")
	if err := s.slowDown(ctx, own, all); err != nil {
		return err
	}
	if len(phrase) > maxPassword {
		phrase = "" // no link has it
	}
	matches, _, err := s.hasher.matches(ctx, phrase, hash)
	if err != nil {
		return err
	}
	if !matches {
		return &upr.Error{Kind: upr.Invalid, Key: "link.phrase.wrong", Field: "phrase"}
	}
	if err := s.Store.ForgetAttempts(ctx, own); err != nil {
		return err
	}
	return s.Store.TakeBackAttempt(ctx, all)
}

// LinkVisit returns the visit of a link that a browser's secret stands for. It is NotFound when it has ended, or is one of
// another link.
func (s *Service) LinkVisit(ctx context.Context, link upr.LinkID, visit string) (upr.LinkVisit, error) {
	return s.Store.LinkVisit(ctx, link, secret(visit).hash(), s.Now())
}

// EndLinkVisit ends a visit, as at a computer that others use. One that has ended is fine.
func (s *Service) EndLinkVisit(ctx context.Context, link upr.LinkID, visit string) error {
	return s.Store.EndLinkVisit(ctx, link, secret(visit).hash())
}

// linkUnknown says in words that there is no such link; other errors pass.
func linkUnknown(err error) error {
	var known *upr.Error
	if errors.As(err, &known) && known.Kind == upr.NotFound {
		return &upr.Error{Kind: upr.NotFound, Key: "link.unknown", Err: err}
	}
	return err
}
