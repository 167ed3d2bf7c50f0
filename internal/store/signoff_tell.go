package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// tellAsked tells who signs for an organization that it is asked, or that what it signed has changed.
func tellAsked(ctx context.Context, tx *sqlx.Tx, by upr.Actor, id upr.SubmissionID) error {
	now, err := signingOf(ctx, tx, id)
	if err != nil {
		return err
	}
	signers, err := signersOf(ctx, tx, id)
	if err != nil {
		return err
	}
	asked := Event{Kind: upr.SignoffNotice, Submission: id, By: by.User, Ref: strconv.Itoa(now.Request.Revision.Number)}
	reopened := make(map[int][]upr.UserID)
	for organization, users := range signers {
		switch now.State(organization) {
		case upr.AwaitedState, upr.WithdrawnState:
			asked.To = append(asked.To, users...)
		case upr.ReopenedState:
			signed := now.Last[organization].Revision.Number
			reopened[signed] = append(reopened[signed], users...)
		}
	}
	if err := tellReopened(ctx, tx, by, id, reopened); err != nil {
		return err
	}
	return notify(ctx, tx, asked)
}

// signersOf lists who signs for each organization of a submission.
func signersOf(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID) (map[upr.OrganizationID][]upr.UserID, error) {
	var rows []struct {
		Organization upr.OrganizationID `db:"organization_id"`
		User         upr.UserID         `db:"user_id"`
	}
	if err := tx.SelectContext(ctx, &rows, `
		SELECT m.organization_id, m.user_id FROM submission_organizations so
		JOIN organization_members m ON m.organization_id = so.organization_id AND m.role = 'administrator'
		WHERE so.submission_id = $1`, id); err != nil {
		return nil, fmt.Errorf("who signs: %w", err)
	}
	signers := make(map[upr.OrganizationID][]upr.UserID)
	for _, row := range rows {
		signers[row.Organization] = append(signers[row.Organization], row.User)
	}
	return signers, nil
}

// tellReopened tells people, by the number of the revision that they signed, that it has changed.
func tellReopened(ctx context.Context, tx *sqlx.Tx, by upr.Actor, id upr.SubmissionID, signed map[int][]upr.UserID) error {
	for _, revision := range slices.Sorted(maps.Keys(signed)) {
		if err := notify(ctx, tx, Event{
			Kind: upr.ChangedNotice, Submission: id, By: by.User, To: signed[revision], Ref: strconv.Itoa(revision),
		}); err != nil {
			return err
		}
	}
	return nil
}

// tellAll tells everybody who may read a submission.
func tellAll(ctx context.Context, tx *sqlx.Tx, by upr.Actor, id upr.SubmissionID, kind upr.NoticeKind, revision int) error {
	to, err := whoMay(ctx, tx, id, upr.ReadSubmission)
	if err != nil {
		return err
	}
	return notify(ctx, tx, Event{Kind: kind, Submission: id, To: to, By: by.User, Ref: strconv.Itoa(revision)})
}

// readSignoff notes that the actor has seen what they were told of the sign-off of a submission.
func readSignoff(ctx context.Context, tx *sqlx.Tx, by upr.Actor, id upr.SubmissionID) error {
	if _, err := tx.ExecContext(ctx, `
		UPDATE notices SET read_at = now()
		WHERE user_id = $1 AND read_at IS NULL AND submission_id = $2 AND kind IN ('signoff', 'changed')`, by.User, id); err != nil {
		return fmt.Errorf("read notices of sign-off: %w", err)
	}
	return nil
}

// ReadSignoff notes that the actor looks at what they were told of the sign-off of a submission: another change is told
// anew.
func (s *Store) ReadSignoff(ctx context.Context, by upr.Actor, id upr.SubmissionID) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error { return readSignoff(ctx, tx, by, id) })
}

// A Rested is a submission that somebody signed and that was changed since it was last compared with what they signed.
type Rested struct {
	Submission upr.SubmissionID `db:"submission_id"`
	At         time.Time        `db:"changed_at"` // of the last change
}

// maxRested is how many submissions are compared in one go; the others come with the next.
const maxRested = 100

// RestedSinceSigned lists submissions that somebody signed and whose text, details, organizations or tables were changed
// since they were last compared, the last time before the given moment: nobody is told at each keystroke. The first
// changed come first.
func (s *Store) RestedSinceSigned(ctx context.Context, before time.Time) ([]Rested, error) {
	var list []Rested
	if err := s.db.SelectContext(ctx, &list, `
		SELECT submission_id, changed_at FROM (
			SELECT DISTINCT ON (q.submission_id) q.submission_id, q.compared_at, greatest(m.changed_at, s.updated_at) AS changed_at
			FROM signoff_requests q JOIN manuscripts m ON m.submission_id = q.submission_id AND m.final IS NULL
				JOIN submissions s ON s.id = q.submission_id
			WHERE EXISTS (SELECT FROM signoff_answers a WHERE a.submission_id = q.submission_id AND a.answer IN ('endorsed', 'position'))
			ORDER BY q.submission_id, q.revision DESC
		) AS latest WHERE changed_at > compared_at AND changed_at < $1 ORDER BY changed_at, submission_id LIMIT $2`,
		before, maxRested); err != nil {
		return nil, fmt.Errorf("changed since sign-off: %w", err)
	}
	return list, nil
}

// TellChanged tells who signed something else than the given seal, which is what stands since a submission has rested,
// that it changed. Told once, somebody is told again only after they looked and it changed again.
func (s *Store) TellChanged(ctx context.Context, rested Rested, stands upr.Seal) error {
	id := rested.Submission
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if _, err := lockSigning(ctx, tx, id); err != nil {
			return err
		}
		now, err := signingOf(ctx, tx, id)
		if err != nil {
			return err
		}
		signers, err := signersOf(ctx, tx, id)
		if err != nil {
			return err
		}
		reopened := make(map[int][]upr.UserID)
		for organization, users := range signers {
			if last := now.Last[organization]; last != nil && last.Answer.Signs() && stands.Since(last.Seal).Affect() {
				reopened[last.Revision.Number] = append(reopened[last.Revision.Number], users...)
			}
		}
		if now.Final == nil {
			if err := tellReopened(ctx, tx, upr.Actor{}, id, reopened); err != nil {
				return err
			}
		}
		if _, err := tx.ExecContext(ctx, `
			UPDATE signoff_requests SET compared_at = $2 WHERE submission_id = $1 AND compared_at < $2`, id, rested.At); err != nil {
			return fmt.Errorf("note comparison: %w", err)
		}
		return nil
	})
}
