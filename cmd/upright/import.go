package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"upright/internal/intake"
	"upright/internal/store"
	"upright/internal/upr"
)

// importFile is the command "import".
func (p program) importFile(ctx context.Context, args []string) error {
	flags := noFlags()
	into := flags.String("organization", "", "")
	email := flags.String("user", "", "")
	return p.withDatabase(ctx, flags, args, 1, func(o opened, args []string) (err error) {
		if *email == "" {
			return usageError{"-user EMAIL is needed: who the submission is to belong to"}
		}
		given, err := p.readSubmission(args[0])
		if err != nil {
			return err
		}
		s, err := openStore(ctx, o.db, o.log)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, s.Close()) }()
		id, err := o.take(ctx, s, given, *email, upr.OrganizationID(*into))
		if err != nil {
			return err
		}
		fmt.Fprintf(p.stdout, "%s\n%s\n", id, o.cfg.PublicURL.JoinPath("submissions", string(id)))
		return nil
	})
}

// take stores a submission for the person with an address, in the organization given, else in that of theirs which has
// the name of the file's, else in a new one.
func (o opened) take(
	ctx context.Context, s *store.Store, given *upr.Submission, email string, into upr.OrganizationID,
) (upr.SubmissionID, error) {
	sets, err := loadRules(o.cfg)
	if err != nil {
		return "", err
	}
	user, _, err := s.Credentials(ctx, strings.ToLower(email))
	if known := new(upr.Error); errors.As(err, &known) && known.Kind == upr.NotFound {
		return "", fmt.Errorf("nobody here has the address %s", email)
	}
	if err != nil {
		return "", err
	}
	by := upr.Actor{User: user.ID, Admin: user.Admin}
	if into == "" {
		if into, err = intake.Home(ctx, s, by, given); err != nil {
			return "", err
		}
	}
	id, err := intake.Take(ctx, s, sets, by, given, into)
	if known := new(upr.Error); errors.As(err, &known) && known.Kind == upr.NotFound {
		return "", fmt.Errorf("%s is in no organization %s", email, into)
	}
	return id, err
}
