package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"upright/internal/upr"
)

// A Signing is how the sign-off of a submission stands, as one moment saw it.
type Signing struct {
	Request *upr.SignoffRequest                 // the latest; nil when none was made
	Last    map[upr.OrganizationID]*upr.Signoff // what each organization said last
	Answers []upr.Signoff                       // all that was ever said, the first first
	Seen    int                                 // how much of it there is: see MakeFinal
	Final   *upr.FinalText                      // while the submission is final
	Finals  []upr.FinalText                     // also those that were reopened, the last first
}

// State is where an organization stands with the latest request.
func (s *Signing) State(organization upr.OrganizationID) upr.SignoffState {
	if s.Request == nil {
		return upr.AwaitedState
	}
	return s.Request.StateOf(s.Last[organization])
}

// Signing reads how the sign-off of a submission stands, for who may read it.
func (s *Store) Signing(ctx context.Context, by upr.Actor, id upr.SubmissionID) (*Signing, error) {
	var found *Signing
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.ReadSubmission); err != nil {
			return err
		}
		var err error
		found, err = signingOf(ctx, tx, id)
		return err
	})
	return found, err
}

// signingOf reads all of it. Who decides by it holds the row of the text: see lockSigning.
func signingOf(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID) (*Signing, error) {
	out := &Signing{Last: make(map[upr.OrganizationID]*upr.Signoff)}
	var err error
	if out.Request, err = latestRequest(ctx, tx, id); err != nil {
		return nil, err
	}
	if out.Answers, err = signoffsOf(ctx, tx, id); err != nil {
		return nil, err
	}
	out.Seen = len(out.Answers)
	for i := range out.Answers {
		out.Last[out.Answers[i].Organization] = &out.Answers[i]
	}
	if out.Finals, err = finalsOf(ctx, tx, id); err != nil {
		return nil, err
	}
	if len(out.Finals) > 0 && out.Finals[0].Reopened.IsZero() {
		out.Final = &out.Finals[0]
	}
	return out, nil
}

// ofRevision are the columns of a revision beside others.
const ofRevision = `r.number, r.version, r.name, coalesce(r.made_by, '') AS made_by, r.made_at, r.sha256`

func latestRequest(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID) (*upr.SignoffRequest, error) {
	var row struct {
		revisionRow
		sealRow
		Wordless bool       `db:"wordless"`
		Message  string     `db:"message"`
		Until    time.Time  `db:"until"`
		AskedBy  upr.UserID `db:"asked_by"`
		AskedAt  time.Time  `db:"asked_at"`
		Open     bool       `db:"is_open"`
	}
	err := tx.GetContext(ctx, &row, `
		SELECT `+ofRevision+`, `+ofSeal+`, q.wordless, q.message, q.until, coalesce(q.asked_by, '') AS asked_by, q.asked_at, q.is_open
		FROM signoff_requests q JOIN manuscript_revisions r ON r.submission_id = q.submission_id AND r.number = q.revision
		WHERE q.submission_id = $1 ORDER BY q.revision DESC LIMIT 1`, id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("request for sign-off: %w", err)
	}
	seal, err := row.seal(row.SHA256)
	if err != nil {
		return nil, err
	}
	return &upr.SignoffRequest{
		Revision: row.revision(), Seal: seal, Wordless: row.Wordless, Message: row.Message, Until: upr.DateOf(row.Until),
		By: row.AskedBy, At: row.AskedAt.UTC(), Open: row.Open,
	}, nil
}

func signoffsOf(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID) ([]upr.Signoff, error) {
	var rows []struct {
		revisionRow
		sealRow
		Organization upr.OrganizationID `db:"organization_id"`
		Answer       upr.SignoffAnswer  `db:"answer"`
		Words        string             `db:"said"`
		Paragraphs   pq.StringArray     `db:"paragraphs"`
		AnsweredBy   upr.UserID         `db:"answered_by"`
		AnsweredAt   time.Time          `db:"answered_at"`
	}
	if err := tx.SelectContext(ctx, &rows, `
		SELECT `+ofRevision+`, `+ofSeal+`, a.organization_id, a.answer, a.words AS said, a.paragraphs,
			coalesce(a.answered_by, '') AS answered_by, a.answered_at
		FROM signoff_answers a JOIN manuscript_revisions r ON r.submission_id = a.submission_id AND r.number = a.revision
			JOIN signoff_requests q ON q.submission_id = a.submission_id AND q.revision = a.revision
		WHERE a.submission_id = $1 ORDER BY a.number`, id); err != nil {
		return nil, fmt.Errorf("answers to requests for sign-off: %w", err)
	}
	list := make([]upr.Signoff, len(rows))
	for i, row := range rows {
		seal, err := row.seal(row.SHA256)
		if err != nil {
			return nil, err
		}
		list[i] = upr.Signoff{
			Organization: row.Organization, Revision: row.revision(), Seal: seal, Answer: row.Answer, Words: row.Words,
			Paragraphs: row.Paragraphs, By: row.AnsweredBy, At: row.AnsweredAt.UTC(),
		}
	}
	return list, nil
}

// announceSigning tells who has the submission open that its sign-off has moved on.
func announceSigning(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID) error {
	if err := announce(ctx, tx, id, TopicRevisions); err != nil {
		return err
	}
	return announce(ctx, tx, id, TopicSignoff)
}

// lockSigning lets what concerns the sign-off of a submission, its details and its organizations happen one after the
// other, and no commit between. Rights are asked for after it: they may be others by the time the lock is there.
func lockSigning(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID) (head int64, err error) {
	if err := lockSubmission(ctx, tx, id); err != nil {
		return 0, err
	}
	if err := tx.GetContext(ctx, &head, `SELECT head FROM manuscripts WHERE submission_id = $1 FOR UPDATE`, id); err != nil {
		return 0, fmt.Errorf("lock text: %w", err)
	}
	return head, nil
}

// requireNotFinal makes sure that a submission is not final.
func requireNotFinal(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID) error {
	var final bool
	if err := tx.GetContext(ctx, &final, `SELECT final IS NOT NULL FROM manuscripts WHERE submission_id = $1`, id); err != nil {
		return fmt.Errorf("final text: %w", err)
	}
	if final {
		return isFinal(upr.Conflict)
	}
	return nil
}

// isFinal answers who would change a final submission.
func isFinal(kind upr.ErrorKind) error { return &upr.Error{Kind: kind, Key: "error.final"} }
