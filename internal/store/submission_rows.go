package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"upright/internal/upr"
)

type submissionRow struct {
	ID             upr.SubmissionID   `db:"id"`
	State          string             `db:"state"`
	Session        int                `db:"session"`
	Cycle          int                `db:"cycle"`
	Kind           upr.Kind           `db:"kind"`
	Language       string             `db:"language"`
	Title          string             `db:"title"`
	Keywords       pq.StringArray     `db:"keywords"`
	Deadline       *time.Time         `db:"deadline"`
	DeadlineSource upr.DeadlineSource `db:"deadline_source"`
	Date           *time.Time         `db:"date"`
	RuleSet        string             `db:"rule_set"`
	RuleVersion    int                `db:"rule_version"`
	LeftSet        string             `db:"left_set"`
	LeftVersion    int                `db:"left_version"`
	Ready          pq.StringArray     `db:"ready"`
	Version        int64              `db:"version"`
	CreatedAt      time.Time          `db:"created_at"`
	UpdatedAt      time.Time          `db:"updated_at"`
	Final          int                `db:"final"`
}

// submissionColumns are the columns of submissionRow, of a table called s. A submission changed when its details did or
// its text.
const submissionColumns = `s.id, s.state, s.session, s.cycle, s.kind, s.language, s.title, s.keywords, s.deadline,
	s.deadline_source, s.date, s.rule_set, s.rule_version,
	coalesce(s.left_set, '') AS left_set, coalesce(s.left_version, 0) AS left_version, s.ready, s.version, s.created_at,
	coalesce((SELECT m.final FROM manuscripts m WHERE m.submission_id = s.id), 0) AS final,
	greatest(s.updated_at, (SELECT m.changed_at FROM manuscripts m WHERE m.submission_id = s.id)) AS updated_at`

func (r submissionRow) submission() upr.Submission {
	d := upr.Details{
		State: r.State, Session: r.Session, Cycle: r.Cycle, Kind: r.Kind, Language: r.Language, Title: r.Title,
		Keywords: r.Keywords, Deadline: upr.Deadline{Source: r.DeadlineSource},
	}
	if r.Deadline != nil {
		d.Deadline.At = r.Deadline.UTC()
	}
	if r.Date != nil {
		d.Date = upr.Date{Year: r.Date.Year(), Month: r.Date.Month(), Day: r.Date.Day()}
	}
	return upr.Submission{
		ID: r.ID, Details: d, RuleSet: r.RuleSet, RuleVersion: r.RuleVersion,
		Left: upr.RulesRef{Set: r.LeftSet, Version: r.LeftVersion}, Ready: r.Ready, Version: r.Version, Final: r.Final,
		Created: r.CreatedAt.UTC(), Updated: r.UpdatedAt.UTC(),
	}
}

// Submission returns one submission that the actor may read, be it with a reader link, with its organizations and their
// logos, without its text.
func (s *Store) Submission(ctx context.Context, by upr.Actor, id upr.SubmissionID) (upr.Submission, error) {
	var found upr.Submission
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.OpenPaper); err != nil {
			return err
		}
		var err error
		found, err = submissionOf(ctx, tx, id)
		return err
	})
	return found, err
}

// SubmissionForOperator is Submission without asking for a right: for the command line, whose user has the database
// anyway.
func (s *Store) SubmissionForOperator(ctx context.Context, id upr.SubmissionID) (upr.Submission, error) {
	var found upr.Submission
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		var err error
		if found, err = submissionOf(ctx, tx, id); err != nil {
			return err
		}
		found.Answers, err = solidarityAnswers(ctx, tx, id)
		return err
	})
	return found, err
}

func submissionOf(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID) (upr.Submission, error) {
	var row submissionRow
	if err := tx.GetContext(ctx, &row, `SELECT `+submissionColumns+` FROM submissions s WHERE s.id = $1`, id); err != nil {
		return upr.Submission{}, fmt.Errorf("submission: %w", err)
	}
	return fullSubmission(ctx, tx, row)
}

// fullSubmission adds to a row the organizations with their logos, the list of signatories of a joint submission, the
// recommendations of earlier reviews, and the solidarity matrix.
func fullSubmission(ctx context.Context, tx *sqlx.Tx, row submissionRow) (upr.Submission, error) {
	found := row.submission()
	if err := addOrganizations(ctx, tx, []*upr.Submission{&found}); err != nil {
		return found, err
	}
	for i := range found.Organizations {
		var err error
		o := &found.Organizations[i]
		if found.Appears(o.ID) != upr.FullAppearance {
			continue
		}
		if o.Logo, err = logoOf(ctx, tx, o.ID); err != nil {
			return found, err
		}
	}
	if err := addPrevious(ctx, tx, &found); err != nil {
		return found, err
	}
	if err := addSolidarity(ctx, tx, &found); err != nil {
		return found, err
	}
	return found, addSignoffs(ctx, tx, &found) // the last: what was signed has everything else in it
}

// Submissions lists the submissions that the actor may read, the last begun first, with their organizations but without
// logos and texts.
func (s *Store) Submissions(ctx context.Context, by upr.Actor, page Page) ([]upr.Submission, Next, error) {
	var list []upr.Submission
	var next Next
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		after, err := page.position()
		if err != nil {
			return err
		}
		var rows []submissionRow
		// Each organization gives its next few from one index, and so do the roles that were given; with a condition on
		// submissions instead, somebody with few of them would make the database look at all.
		if err := tx.SelectContext(ctx, &rows, `
			WITH place AS (
				SELECT own.created_at, own.submission_id
				FROM organization_members m CROSS JOIN LATERAL (
					SELECT so.created_at, so.submission_id FROM submission_organizations so
					WHERE so.organization_id = m.organization_id AND `+membershipCounts+`
						AND ($2::timestamptz IS NULL OR (so.created_at, so.submission_id) < ($2, $3))
					ORDER BY so.created_at DESC, so.submission_id DESC LIMIT $4
				) own
				WHERE m.user_id = $1
				UNION
				(SELECT p.began_at, p.submission_id FROM submission_people p
				WHERE p.user_id = $1 AND `+roleLasts+`
					AND ($2::timestamptz IS NULL OR (p.began_at, p.submission_id) < ($2, $3))
				ORDER BY p.began_at DESC, p.submission_id DESC LIMIT $4)
				ORDER BY 1 DESC, 2 DESC LIMIT $4
			)
			SELECT `+submissionColumns+` FROM place JOIN submissions s ON s.id = place.submission_id
			ORDER BY place.created_at DESC, place.submission_id DESC`,
			by.User, after.at, after.id, page.size()+1); err != nil {
			return fmt.Errorf("submissions: %w", err)
		}
		if len(rows) > page.size() {
			rows = rows[:page.size()]
			last := rows[len(rows)-1]
			next = nextAfter(last.CreatedAt, string(last.ID))
		}
		list = make([]upr.Submission, len(rows))
		pointers := make([]*upr.Submission, len(rows))
		for i, row := range rows {
			list[i] = row.submission()
			pointers[i] = &list[i]
		}
		return addOrganizations(ctx, tx, pointers)
	})
	return list, next, err
}

// addOrganizations fills in the organizations of submissions, lead first, without logos, with one query for all. They are
// as the files name them: one that others represent is not among them, for nothing that is made of a submission may name
// it. With several, they are the signatories.
func addOrganizations(ctx context.Context, tx *sqlx.Tx, list []*upr.Submission) error {
	ids := make([]string, len(list))
	byID := make(map[upr.SubmissionID]*upr.Submission, len(list))
	for i, one := range list {
		ids[i] = string(one.ID)
		byID[one.ID] = one
	}
	var rows []struct {
		Submission upr.SubmissionID `db:"submission_id"`
		Appearance upr.Appearance   `db:"appearance"`
		organizationRow
	}
	if err := tx.SelectContext(ctx, &rows, `
		SELECT so.submission_id, so.appearance, `+organizationColumns+`
		FROM submission_organizations so JOIN organizations o ON o.id = so.organization_id
		WHERE so.submission_id = ANY ($1)
		ORDER BY so.submission_id, so.position`, pq.Array(ids)); err != nil {
		return fmt.Errorf("organizations of submissions: %w", err)
	}
	for _, row := range rows {
		o, named := row.organization().As(row.Appearance)
		if !named {
			continue
		}
		one := byID[row.Submission]
		one.Organizations = append(one.Organizations, o)
		one.Annexes.Signatories = append(one.Annexes.Signatories, upr.Signatory{Organization: o, Appearance: row.Appearance})
	}
	for _, one := range list {
		if one.Details.Kind != upr.Joint {
			one.Annexes.Signatories = nil
		}
	}
	return nil
}
