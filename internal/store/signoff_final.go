package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// A Finishing makes a submission final.
type Finishing struct {
	Version  int64    // of the text that is to be final: the head, whatever was written since refuses it
	Seal     upr.Seal // of the submission as it is now, before anybody is left out
	Name     string   // of the revision, where one is made: for a submission without a request
	Portable []byte   // the whole submission as it will stay: importer.Write
	Sum      string   // importer.Sum of it
	Naming   bool     // the check found what may lead to a person: see upr.Naming
	// What follows is what who decides was shown, for a submission of several organizations.
	Revision int                  // of the request; 0 where one organization alone decides
	Seen     int                  // Signing.Seen
	Left     []upr.OrganizationID // organizations that did not sign and are left out
	Today    upr.Date
}

// MakeFinal makes a submission final, for who coordinates it: from here on nobody changes its text, its details and its
// organizations. With several organizations, all of them have answered or the last day has passed, the lead has signed,
// and Left names those that have not. Anything that is not as the caller was shown it is a Conflict.
func (s *Store) MakeFinal(ctx context.Context, by upr.Actor, id upr.SubmissionID, f Finishing) (upr.Revision, error) {
	var revision upr.Revision
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		head, err := lockSigning(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := requireSubmission(ctx, tx, by, id, upr.Coordinate); err != nil {
			return err
		}
		if err := requireNotFinal(ctx, tx, id); err != nil {
			return err
		}
		if head != f.Version {
			return &upr.Error{Kind: upr.Conflict, Key: "final.text-moved"}
		}
		if err := requireEyes(ctx, tx, id, head, f.Naming); err != nil {
			return err
		}
		if revision, err = finalRevision(ctx, tx, by, id, f); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO signoff_finals (submission_id, revision, portable, sum, made_by) VALUES ($1, $2, $3, $4, $5)`,
			id, revision.Number, f.Portable, f.Sum, by.User); err != nil {
			return fmt.Errorf("make final: %w", err)
		}
		if err := setFinal(ctx, tx, id, revision.Number); err != nil {
			return err
		}
		if err := tellAll(ctx, tx, by, id, upr.FinalNotice, revision.Number); err != nil {
			return err
		}
		return record(ctx, tx, Entry{Submission: id, By: by.User, Kind: upr.FinalRecord, Ref: number(revision.Number)})
	})
	return revision, err
}

// finalRevision returns the revision that is to be final, and makes it where one organization alone decides.
func finalRevision(ctx context.Context, tx *sqlx.Tx, by upr.Actor, id upr.SubmissionID, f Finishing) (upr.Revision, error) {
	members, err := membersOf(ctx, tx, id)
	if err != nil {
		return upr.Revision{}, err
	}
	stands, err := sealNow(ctx, tx, id, f.Seal)
	switch {
	case err != nil:
		return upr.Revision{}, err
	case !stands.Seal.Since(f.Seal).None() || !slices.Equal(stands.Seal.Cover.Organizations, f.Seal.Cover.Organizations):
		// Portable has other details, names or tables.
		return upr.Revision{}, &upr.Error{Kind: upr.Conflict, Key: "final.details-moved"}
	case len(members) < 2:
		return addRevision(ctx, tx, by, id, newRevision{f.Version, f.Name, f.Seal.Text})
	}
	now, err := signingOf(ctx, tx, id)
	if err != nil {
		return upr.Revision{}, err
	}
	request := now.Request
	switch {
	case request == nil:
		return upr.Revision{}, &upr.Error{Kind: upr.Conflict, Key: "signoff.not-asked"}
	case request.Revision.Number != f.Revision || now.Seen != f.Seen:
		return upr.Revision{}, &upr.Error{Kind: upr.Conflict, Key: "final.answers-moved"}
	case slices.ContainsFunc(now.Finals, func(f upr.FinalText) bool { return f.Revision.Number == request.Revision.Number }):
		// What was final stays as it was: after a reopening, another revision is asked about first.
		return upr.Revision{}, &upr.Error{Kind: upr.Conflict, Key: "final.again"}
	case request.Revision.SHA256 != f.Seal.Text:
		return upr.Revision{}, &upr.Error{Kind: upr.Conflict, Key: "final.text-moved"}
	case !f.Seal.Since(request.Seal).None():
		return upr.Revision{}, &upr.Error{Kind: upr.Conflict, Key: "final.details-moved"}
	}
	var left []upr.OrganizationID
	waiting := false
	for i, organization := range members {
		state := now.State(organization)
		waiting = waiting || !state.Answered()
		if state == upr.SignedState {
			continue
		}
		if i == 0 {
			return upr.Revision{}, &upr.Error{Kind: upr.Conflict, Key: "final.lead"}
		}
		left = append(left, organization)
	}
	switch {
	case waiting && !request.Until.Before(f.Today):
		return upr.Revision{}, &upr.Error{Kind: upr.Conflict, Key: "final.waiting"}
	case !slices.Equal(left, f.Left):
		return upr.Revision{}, &upr.Error{Kind: upr.Conflict, Key: "final.answers-moved"}
	}
	return request.Revision, nil
}

// membersOf lists the organizations of a submission, lead first.
func membersOf(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID) ([]upr.OrganizationID, error) {
	var list []upr.OrganizationID
	if err := tx.SelectContext(ctx, &list,
		`SELECT organization_id FROM submission_organizations WHERE submission_id = $1 ORDER BY position`, id); err != nil {
		return nil, fmt.Errorf("organizations of submission: %w", err)
	}
	return list, nil
}

// setFinal makes a text final, or open again for revision 0, and tells who has it open. Details that somebody is about to
// save get another version, so that they are refused. The caller holds both rows.
func setFinal(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, revision int) error {
	if _, err := tx.ExecContext(ctx,
		`UPDATE manuscripts SET final = nullif($2::int, 0) WHERE submission_id = $1`, id, revision); err != nil {
		return fmt.Errorf("final text: %w", err)
	}
	if _, err := tx.ExecContext(ctx, `UPDATE submissions SET version = version + 1 WHERE id = $1`, id); err != nil {
		return fmt.Errorf("details of final text: %w", err)
	}
	if _, err := tx.ExecContext(ctx, `UPDATE signoff_requests SET is_open = false WHERE submission_id = $1`, id); err != nil {
		return fmt.Errorf("close request: %w", err)
	}
	for _, topic := range []Topic{TopicPeople, TopicDetails} { // rights and details are others now
		if err := announce(ctx, tx, id, topic); err != nil {
			return err
		}
	}
	return announceSigning(ctx, tx, id)
}

// Reopen lets a final submission be changed again, for who coordinates it, and tells everybody. What was final stays as
// it was, with its files: what is written from here on can only become another revision. It is a Conflict when it is not
// the given revision that is final.
func (s *Store) Reopen(ctx context.Context, by upr.Actor, id upr.SubmissionID, revision int) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if _, err := lockSigning(ctx, tx, id); err != nil {
			return err
		}
		if err := requireSubmission(ctx, tx, by, id, upr.Coordinate); err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx, `
			UPDATE signoff_finals SET reopened_by = $3, reopened_at = now()
			WHERE submission_id = $1 AND revision = $2 AND reopened_at IS NULL`, id, revision, by.User)
		if err != nil {
			return fmt.Errorf("reopen: %w", err)
		}
		if err := affected(result, conflict()); err != nil {
			return err
		}
		if err := setFinal(ctx, tx, id, 0); err != nil {
			return err
		}
		if err := tellAll(ctx, tx, by, id, upr.ReopenedNotice, revision); err != nil {
			return err
		}
		return record(ctx, tx, Entry{Submission: id, By: by.User, Kind: upr.ReopenedRecord, Ref: number(revision)})
	})
}

// FinalSubmission returns the portable form and its sum of a revision that is or was final, for who may read the
// submission. Any other revision is NotFound.
func (s *Store) FinalSubmission(ctx context.Context, by upr.Actor, id upr.SubmissionID, revision int) (portable []byte, sum string, err error) {
	var row struct {
		Portable []byte `db:"portable"`
		Sum      string `db:"sum"`
	}
	err = s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.OpenPaper); err != nil {
			return err
		}
		err := tx.GetContext(ctx, &row,
			`SELECT portable, sum FROM signoff_finals WHERE submission_id = $1 AND revision = $2`, id, revision)
		if errors.Is(err, sql.ErrNoRows) {
			return notFound(err)
		}
		return err
	})
	if err != nil {
		return nil, "", fmt.Errorf("final submission: %w", err)
	}
	return row.Portable, row.Sum, nil
}

func finalsOf(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID) ([]upr.FinalText, error) {
	var rows []struct {
		revisionRow
		Sum          string          `db:"sum"`
		FinalBy      upr.UserID      `db:"final_by"`
		FinalAt      time.Time       `db:"final_at"`
		Reopened     *time.Time      `db:"reopened_at"`
		HandedIn     *time.Time      `db:"handed_in_at"`
		Confirmation string          `db:"confirmation"`
		RecordedBy   upr.UserID      `db:"recorded_by"`
		Recorded     *time.Time      `db:"recorded_at"`
		Receipt      upr.ReceiptType `db:"receipt_type"`
	}
	if err := tx.SelectContext(ctx, &rows, `
		SELECT `+ofRevision+`, f.sum, coalesce(f.made_by, '') AS final_by, f.made_at AS final_at, f.reopened_at,
			f.handed_in_at, f.confirmation, coalesce(f.recorded_by, '') AS recorded_by, f.recorded_at, f.receipt_type
		FROM signoff_finals f JOIN manuscript_revisions r ON r.submission_id = f.submission_id AND r.number = f.revision
		WHERE f.submission_id = $1 ORDER BY f.reopened_at IS NOT NULL, f.revision DESC`, id); err != nil {
		return nil, fmt.Errorf("final texts: %w", err)
	}
	list := make([]upr.FinalText, len(rows))
	for i, row := range rows {
		list[i] = upr.FinalText{
			Revision: row.revision(), Sum: row.Sum, By: row.FinalBy, At: row.FinalAt.UTC(), Reopened: timeOf(row.Reopened),
		}
		if row.HandedIn != nil {
			list[i].HandedIn = &upr.HandedIn{
				At: row.HandedIn.UTC(), Confirmation: row.Confirmation, By: row.RecordedBy, Recorded: timeOf(row.Recorded),
				Receipt: row.Receipt,
			}
		}
	}
	return list, nil
}
