package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"upright/assets"
	"upright/internal/importer"
	"upright/internal/importer/word"
	"upright/internal/intake"
	"upright/internal/rulebook"
	"upright/internal/store"
	"upright/internal/upr"
)

// importFile is the command "import".
func (p program) importFile(ctx context.Context, args []string) error {
	flags := noFlags()
	into := flags.String("organization", "", "")
	email := flags.String("user", "", "")
	about := addWordFlags(flags)
	return p.withDatabase(ctx, flags, args, 1, func(o opened, args []string) (err error) {
		if *email == "" {
			return usageError{"-user EMAIL is needed: who the submission is to belong to"}
		}
		shown, data, err := p.readAll(args[0])
		if err != nil {
			return err
		}
		s, err := openStore(ctx, o.db, o.log)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, s.Close()) }()
		by, err := actorOf(ctx, s, *email)
		if err != nil {
			return err
		}
		var id upr.SubmissionID
		if isWord(shown, data) {
			id, err = p.takeWord(ctx, o, s, by, shown, data, about, upr.OrganizationID(*into))
		} else {
			id, err = o.takePortable(ctx, s, by, shown, data, upr.OrganizationID(*into))
		}
		if known := new(upr.Error); errors.As(err, &known) && known.Kind == upr.NotFound {
			return fmt.Errorf("%s is in no organization %s", *email, *into)
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(p.stdout, "%s\n%s\n", id, o.cfg.PublicURL.JoinPath("submissions", string(id)))
		return nil
	})
}

// actorOf is the person with an address.
func actorOf(ctx context.Context, s *store.Store, email string) (upr.Actor, error) {
	user, _, err := s.Credentials(ctx, strings.ToLower(email))
	if known := new(upr.Error); errors.As(err, &known) && known.Kind == upr.NotFound {
		return upr.Actor{}, fmt.Errorf("nobody here has the address %s", email)
	}
	return upr.Actor{User: user.ID, Admin: user.Admin}, err
}

// takePortable stores a portable submission in the organization given, else in that of the person's which has the name of
// the file's, else in a new one.
func (o opened) takePortable(
	ctx context.Context, s *store.Store, by upr.Actor, shown string, data []byte, into upr.OrganizationID,
) (upr.SubmissionID, error) {
	given, err := importer.Read(bytes.NewReader(data))
	if err != nil {
		return "", unreadable(shown, err)
	}
	loaded, err := loadRules(o.cfg)
	if err != nil {
		return "", err
	}
	sets, err := rulebook.Open(s, loaded).InForce(ctx)
	if err != nil {
		return "", err
	}
	if into == "" {
		if into, err = intake.Home(ctx, s, by, given); err != nil {
			return "", err
		}
	}
	return intake.Take(ctx, s, sets, by, given, into)
}

// takeWord stores a Word file as a new submission in the organization given, else in the only one of the person.
func (p program) takeWord(
	ctx context.Context, o opened, s *store.Store, by upr.Actor, shown string, data []byte, about *wordFlags, into upr.OrganizationID,
) (upr.SubmissionID, error) {
	if about.state == "" {
		return "", usageError{"-state CODE is needed: the State under review, as MEX"}
	}
	if into == "" {
		own, err := s.Organizations(ctx, by)
		if err != nil {
			return "", err
		}
		if len(own) != 1 {
			return "", usageError{fmt.Sprintf("-organization ID is needed: this person has %d", len(own))}
		}
		into = own[0].ID
	}
	given, comments, err := p.wordSubmission(ctx, o.cfg, data, about, by.User)
	if err != nil {
		var usage usageError
		if errors.As(err, &usage) {
			return "", err
		}
		return "", unreadable(shown, err)
	}
	given.Organizations = []upr.Organization{{ID: into}} // that into stands for
	if err := given.Details.Validate(); err != nil {
		return "", err
	}
	sets, err := loadRules(o.cfg)
	if err != nil {
		return "", err
	}
	id, err := intake.Take(ctx, s, sets, by, given, into)
	if err != nil {
		return "", err
	}
	return id, o.takeComments(ctx, s, by, id, comments)
}

// takeComments adds the comments of a Word file.
func (o opened) takeComments(
	ctx context.Context, s *store.Store, by upr.Actor, id upr.SubmissionID, comments []word.Comment,
) (err error) {
	if len(comments) == 0 {
		return nil
	}
	bundle, err := assets.Load(assets.Dist)
	if err != nil {
		return err
	}
	texts, err := openTexts(bundle, s, o.log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, texts.Close(ctx)) }()
	_, err = texts.TakeRemarks(ctx, by, id, intake.Remarks(comments, nil))
	return err
}
