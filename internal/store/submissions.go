package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"upright/internal/upr"
)

// CreateSubmission begins a submission of one organization, the lead, with its text as the JSON of a ProseMirror
// document, for who may begin one there. The caller has validated the details and the text.
func (s *Store) CreateSubmission(
	ctx context.Context, by upr.Actor, lead upr.OrganizationID, d upr.Details, ruleSet string, manuscript json.RawMessage,
) (upr.SubmissionID, error) {
	id := upr.SubmissionID(upr.NewID())
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireOrganization(ctx, tx, by, lead, upr.BeginSubmission); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO submissions (id, state, session, cycle, language, title, keywords, deadline, deadline_source,
				date, kind, rule_set, created_by, rule_version)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, `+inForce("$12")+`)`,
			append(detailsArgs(id, d), d.Kind, ruleSet, by.User)...); err != nil {
			return fmt.Errorf("add submission: %w", err)
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO submission_organizations (submission_id, organization_id, position) VALUES ($1, $2, 0)`,
			id, lead); err != nil {
			return fmt.Errorf("add lead organization: %w", err)
		}
		if err := createManuscript(ctx, tx, id, manuscript); err != nil {
			return err
		}
		return record(ctx, tx, Entry{Submission: id, By: by.User, Kind: upr.CreatedRecord, Organization: lead})
	})
	return id, err
}

// UpdateDetails replaces a submission's details, and the rule set that goes with them, when they still have the version
// they were read with, and returns the new one. It is a Conflict when somebody else saved since. Whether the submission is
// a joint one, its organizations say: see coalitionChanged.
func (s *Store) UpdateDetails(
	ctx context.Context, by upr.Actor, id upr.SubmissionID, version int64, d upr.Details, ruleSet string,
) (int64, error) {
	var next int64
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := lockSubmission(ctx, tx, id); err != nil {
			return err
		}
		if err := requireSubmission(ctx, tx, by, id, upr.EditDetails); err != nil {
			return err
		}
		var versions []int64
		if err := tx.SelectContext(ctx, &versions, `
			UPDATE submissions SET state = $2, session = $3, cycle = $4, language = $5, title = $6,
				keywords = $7, deadline = $8, deadline_source = $9, date = $10, rule_set = $12, version = version + 1,
				rule_version = CASE WHEN rule_set = $12 THEN rule_version ELSE `+inForce("$12")+` END,
				updated_at = now(), deadline_moved_at = CASE WHEN deadline = $8 THEN deadline_moved_at END
			WHERE id = $1 AND version = $11
			RETURNING version`, append(detailsArgs(id, d), version, ruleSet)...); err != nil {
			return fmt.Errorf("update details: %w", err)
		}
		if len(versions) == 0 {
			return conflict()
		}
		next = versions[0]
		return record(ctx, tx, Entry{Submission: id, By: by.User, Kind: upr.DetailsRecord, Value: number(next)})
	})
	return next, err
}

// SetReady marks a part of a submission ready or takes the mark back, for who may edit the text; a Conflict when the part
// is locked. It says nothing about the details, so their version stays.
func (s *Store) SetReady(ctx context.Context, by upr.Actor, id upr.SubmissionID, part string, ready bool) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.EditText); err != nil {
			return err
		}
		if err := requireOpen(ctx, tx, id, part); err != nil {
			return err
		}
		if err := setReady(ctx, tx, id, part, ready); err != nil {
			return err
		}
		kind := upr.UnreadyRecord
		if ready {
			kind = upr.ReadyRecord
		}
		if err := record(ctx, tx, Entry{Submission: id, By: by.User, Kind: kind, Ref: part}); err != nil {
			return err
		}
		return announce(ctx, tx, id, TopicAssignments)
	})
}

func setReady(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, part string, ready bool) error {
	if _, err := tx.ExecContext(ctx, `
		UPDATE submissions SET updated_at = now(),
			ready = array_remove(ready, $2) || CASE WHEN $3 THEN ARRAY[$2] ELSE ARRAY[]::text[] END
		WHERE id = $1`, id, part, ready); err != nil {
		return fmt.Errorf("mark part: %w", err)
	}
	return nil
}

// RequireSubmission makes sure that the actor has a right to a submission: nil, NotFound for who may not read it, or
// Forbidden. For whoever needs the answer before the work, such as a page that shows only what one may do.
func (s *Store) RequireSubmission(ctx context.Context, by upr.Actor, id upr.SubmissionID, right upr.Right) error {
	// One statement, and no transaction around it: this is asked for every commit.
	return mapped(requireSubmission(ctx, s.hot, by, id, right))
}

// RequireOrganization is RequireSubmission for an organization.
func (s *Store) RequireOrganization(ctx context.Context, by upr.Actor, id upr.OrganizationID, right upr.Right) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error { return requireOrganization(ctx, tx, by, id, right) })
}

// Duplicates counts the other individual submissions, among those the actor may read, of the same organization to the
// review of the same State in the same session. It is 0 for a joint submission.
func (s *Store) Duplicates(ctx context.Context, by upr.Actor, id upr.SubmissionID) (int, error) {
	var n int
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.ReadSubmission); err != nil {
			return err
		}
		if err := tx.GetContext(ctx, &n, `
			SELECT count(DISTINCT other.id)
			FROM submissions this
			JOIN submission_organizations mine ON mine.submission_id = this.id AND mine.position = 0
			JOIN organization_members m ON m.organization_id = mine.organization_id AND m.user_id = $2
			JOIN submission_organizations theirs ON theirs.organization_id = mine.organization_id AND theirs.position = 0
			JOIN submissions other ON other.id = theirs.submission_id
			WHERE this.id = $1 AND other.id <> this.id AND this.kind = 'individual' AND other.kind = 'individual'
				AND other.state = this.state AND other.session = this.session`, id, by.User); err != nil {
			return fmt.Errorf("duplicates: %w", err)
		}
		return nil
	})
	return n, err
}

// detailsArgs are the values of the columns of details, after the id, without the kind.
func detailsArgs(id upr.SubmissionID, d upr.Details) []any {
	var deadline any
	if !d.Deadline.At.IsZero() {
		deadline = d.Deadline.At.UTC()
	}
	keywords := d.Keywords
	if keywords == nil {
		keywords = []string{} // the driver writes nil as NULL
	}
	return []any{
		id, d.State, d.Session, d.Cycle, d.Language, d.Title, pq.Array(keywords), deadline, d.Deadline.Source, dateArg(d.Date),
	}
}

// dateArg is a day as an argument; the zero value is none.
func dateArg(d upr.Date) any {
	if d == (upr.Date{}) {
		return nil
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}
