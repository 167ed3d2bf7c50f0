package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"upright/assets"
	"upright/internal/collab"
	"upright/internal/importer"
	"upright/internal/prose"
	"upright/internal/store"
	"upright/internal/upr"
)

// export is the command of that name.
func (p program) export(ctx context.Context, args []string) error {
	flags := noFlags()
	out := flags.String("o", "", "")
	return p.withDatabase(ctx, flags, args, 1, func(o opened, args []string) (err error) {
		s, err := openStore(ctx, o.db, o.log)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, s.Close()) }()
		whole, err := loadSubmission(ctx, s, upr.SubmissionID(args[0]))
		if known := new(upr.Error); errors.As(err, &known) && known.Kind == upr.NotFound {
			return fmt.Errorf("there is no submission %s", args[0])
		}
		if err != nil {
			return err
		}
		if *out == "" {
			return importer.Write(p.stdout, whole)
		}
		return writeFile(ctx, *out, func(w io.Writer) error { return importer.Write(w, whole) })
	})
}

// loadSubmission reads a submission with its text.
func loadSubmission(ctx context.Context, s *store.Store, id upr.SubmissionID) (*upr.Submission, error) {
	bundle, err := assets.Load(assets.Dist)
	if err != nil {
		return nil, err
	}
	program, err := authority(bundle)
	if err != nil {
		return nil, err
	}
	return wholeSubmission(ctx, s, id, func(ctx context.Context, id upr.SubmissionID) (json.RawMessage, int64, error) {
		return collab.Load(ctx, s, program, id)
	})
}

// wholeSubmission reads a submission with the text that load gives, asking for no right.
func wholeSubmission(
	ctx context.Context, s *store.Store, id upr.SubmissionID,
	load func(context.Context, upr.SubmissionID) (json.RawMessage, int64, error),
) (*upr.Submission, error) {
	whole, err := s.SubmissionForOperator(ctx, id)
	if err != nil {
		return nil, err
	}
	text, head, err := load(ctx, id)
	if err != nil {
		return nil, err
	}
	whole.Head = head
	decoded, err := prose.Decode(text)
	if err != nil {
		return nil, fmt.Errorf("text of %s: %w", id, err)
	}
	whole.SetText(decoded)
	return &whole, nil
}
