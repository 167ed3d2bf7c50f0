package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// ownOrganizations are those of a submission $1 for which a person $2 writes or of which they are a member.
const ownOrganizations = `
	SELECT p.organization_id FROM submission_people p
	WHERE p.submission_id = $1 AND p.user_id = $2 AND ` + roleLasts + ` AND p.organization_id IS NOT NULL
	UNION
	SELECT so.organization_id FROM submission_organizations so JOIN organization_members m USING (organization_id)
	WHERE so.submission_id = $1 AND m.user_id = $2`

type assignmentRow struct {
	ID           upr.AssignmentID   `db:"id"`
	Block        string             `db:"block"`
	User         upr.UserID         `db:"user_id"`
	Organization upr.OrganizationID `db:"organization_id"`
	Due          *time.Time         `db:"due"`
	Note         string             `db:"note"`
	By           upr.UserID         `db:"made_by"`
	Made         time.Time          `db:"made_at"`
	Done         *time.Time         `db:"done_at"`
	DoneBy       upr.UserID         `db:"done_by"`
	Mine         bool               `db:"mine"`
}

// selectAssignments selects assignmentRow, of the submission $1 as the person $2 sees them.
const selectAssignments = `
	SELECT id, block, coalesce(user_id, '') AS user_id, coalesce(organization_id, '') AS organization_id, due, note,
		coalesce(made_by, '') AS made_by, made_at, done_at, coalesce(done_by, '') AS done_by,
		coalesce(user_id = $2 OR organization_id IN (` + ownOrganizations + `), false) AS mine
	FROM assignments WHERE submission_id = $1`

func (r assignmentRow) assignment() upr.Assignment {
	a := upr.Assignment{
		ID: r.ID, Block: r.Block, User: r.User, Organization: r.Organization, Note: r.Note, By: r.By, Made: r.Made.UTC(),
		DoneBy: r.DoneBy, Mine: r.Mine,
	}
	if r.Due != nil {
		a.Due = upr.DateOf(*r.Due)
	}
	if r.Done != nil {
		a.Done = r.Done.UTC()
	}
	return a
}

// Assignments lists the assignments of a submission in the order of upr.SortAssignments, for who may read it.
func (s *Store) Assignments(ctx context.Context, by upr.Actor, id upr.SubmissionID) ([]upr.Assignment, error) {
	var list []upr.Assignment
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.ReadSubmission); err != nil {
			return err
		}
		var rows []assignmentRow
		if err := tx.SelectContext(ctx, &rows, selectAssignments+` ORDER BY made_at, id`, id, by.User); err != nil {
			return fmt.Errorf("assignments: %w", err)
		}
		for _, row := range rows {
			list = append(list, row.assignment())
		}
		return nil
	})
	upr.SortAssignments(list)
	return list, err
}

// Assign asks a person or an organization of a submission to see to a block, for who coordinates it; who may edit the
// text can take something on themselves. The caller has validated the assignment and knows that the block is there. It is
// Invalid for who has no part in the submission, and TooMany beyond upr.MaxAssignments.
func (s *Store) Assign(ctx context.Context, by upr.Actor, id upr.SubmissionID, a upr.Assignment) (upr.AssignmentID, error) {
	given := upr.AssignmentID(upr.NewID())
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		right := upr.Coordinate
		if a.User == by.User {
			right = upr.EditText
		}
		if err := requireSubmission(ctx, tx, by, id, right); err != nil {
			return err
		}
		if err := requireAssignable(ctx, tx, id, a); err != nil {
			return err
		}
		var count int
		if err := tx.GetContext(ctx, &count, `
			SELECT count(*) FROM assignments
			WHERE submission_id = (SELECT id FROM submissions WHERE id = $1 FOR UPDATE)`, id); err != nil {
			return fmt.Errorf("count assignments: %w", err)
		}
		if count >= upr.MaxAssignments {
			return &upr.Error{Kind: upr.TooMany, Key: "assignment.too-many", Args: map[string]any{"n": upr.MaxAssignments}}
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO assignments (id, submission_id, block, user_id, organization_id, due, note, made_by)
			VALUES ($1, $2, $3, nullif($4, ''), nullif($5, ''), $6, $7, $8)`,
			given, id, a.Block, string(a.User), string(a.Organization), dateArg(a.Due), a.Note, by.User); err != nil {
			return fmt.Errorf("assign: %w", err)
		}
		if err := tellAssigned(ctx, tx, by, id, a); err != nil {
			return err
		}
		if err := recordAssignment(ctx, tx, by, id, upr.AssignedRecord, a); err != nil {
			return err
		}
		return announce(ctx, tx, id, TopicAssignments)
	})
	return given, err
}

// tellAssigned tells whom something is assigned to.
func tellAssigned(ctx context.Context, tx *sqlx.Tx, by upr.Actor, id upr.SubmissionID, a upr.Assignment) error {
	to, err := assignees(ctx, tx, id, a)
	if err != nil {
		return err
	}
	return notify(ctx, tx, Event{Kind: upr.AssignmentNotice, Submission: id, To: to, By: by.User, Ref: a.Block})
}

// assignees are whom something is assigned to: the person, or those of an organization.
func assignees(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, a upr.Assignment) ([]upr.UserID, error) {
	if a.Organization == "" {
		return []upr.UserID{a.User}, nil
	}
	var to []upr.UserID
	if err := tx.SelectContext(ctx, &to, peopleOfOrganization, id, a.Organization); err != nil {
		return nil, fmt.Errorf("people of organization: %w", err)
	}
	return to, nil
}

// peopleOfOrganization are who writes for an organization $2 in a submission $1, and its members; not all may read it.
const peopleOfOrganization = `
	SELECT p.user_id FROM submission_people p
	WHERE p.submission_id = $1 AND p.organization_id = $2 AND ` + roleLasts + `
	UNION SELECT m.user_id FROM organization_members m WHERE m.organization_id = $2`

// requireAssignable makes sure that whom something is assigned to has a part in the submission.
func requireAssignable(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, a upr.Assignment) error {
	stranger := &upr.Error{Kind: upr.Invalid, Key: "assignment.stranger", Field: "who"}
	if a.User != "" {
		in, err := standing(ctx, tx, upr.Actor{User: a.User}, id)
		if err == nil && !upr.AllowedIn(upr.Actor{User: a.User}, in, upr.ReadSubmission) {
			return stranger
		}
		return err
	}
	var there bool
	if err := tx.GetContext(ctx, &there, `
		SELECT EXISTS (SELECT FROM submission_organizations WHERE submission_id = $1 AND organization_id = $2)`,
		id, a.Organization); err != nil {
		return fmt.Errorf("organization of submission: %w", err)
	}
	if !there {
		return stranger
	}
	return nil
}

// FinishAssignment marks an assignment as done or as open again, for whom it is assigned to and who coordinates.
func (s *Store) FinishAssignment(
	ctx context.Context, by upr.Actor, id upr.SubmissionID, assignment upr.AssignmentID, done bool,
) error {
	return s.changeAssignment(ctx, by, id, assignment, func(tx *sqlx.Tx, a upr.Assignment, coordinates bool) error {
		if !a.Mine && !coordinates {
			return forbidden(upr.Coordinate)
		}
		if _, err := tx.ExecContext(ctx, `
			UPDATE assignments SET done_at = CASE WHEN $3 THEN coalesce(done_at, now()) END,
				done_by = CASE WHEN $3 THEN coalesce(done_by, $4) END
			WHERE submission_id = $1 AND id = $2`, id, assignment, done, by.User); err != nil {
			return fmt.Errorf("finish assignment: %w", err)
		}
		kind := upr.AssignmentOpenRecord
		if done {
			kind = upr.AssignmentDoneRecord
		}
		return recordAssignment(ctx, tx, by, id, kind, a)
	})
}

// RemoveAssignment removes an assignment, for who made it and who coordinates.
func (s *Store) RemoveAssignment(ctx context.Context, by upr.Actor, id upr.SubmissionID, assignment upr.AssignmentID) error {
	return s.changeAssignment(ctx, by, id, assignment, func(tx *sqlx.Tx, a upr.Assignment, coordinates bool) error {
		if a.By != by.User && !coordinates {
			return forbidden(upr.Coordinate)
		}
		if _, err := tx.ExecContext(ctx,
			`DELETE FROM assignments WHERE submission_id = $1 AND id = $2`, id, assignment); err != nil {
			return fmt.Errorf("remove assignment: %w", err)
		}
		return recordAssignment(ctx, tx, by, id, upr.UnassignedRecord, a)
	})
}

func recordAssignment(
	ctx context.Context, tx *sqlx.Tx, by upr.Actor, id upr.SubmissionID, kind upr.RecordKind, a upr.Assignment,
) error {
	return record(ctx, tx, Entry{
		Submission: id, By: by.User, Kind: kind, Person: a.User, Organization: a.Organization, Ref: a.Block,
	})
}

// changeAssignment gives an assignment, locked, to f, with whether the actor coordinates the submission.
func (s *Store) changeAssignment(
	ctx context.Context, by upr.Actor, id upr.SubmissionID, assignment upr.AssignmentID,
	f func(tx *sqlx.Tx, a upr.Assignment, coordinates bool) error,
) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		in, err := requireStanding(ctx, tx, by, id, upr.ReadSubmission)
		if err != nil {
			return err
		}
		var row assignmentRow
		if err := tx.GetContext(ctx, &row, selectAssignments+` AND id = $3 FOR UPDATE OF assignments`, id, by.User, assignment); err != nil {
			return fmt.Errorf("assignment: %w", err)
		}
		if err := f(tx, row.assignment(), upr.AllowedIn(by, in, upr.Coordinate)); err != nil {
			return err
		}
		return announce(ctx, tx, id, TopicAssignments)
	})
}
