package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// MostUnread is where counting what somebody has not read ends: who has more is told "99+".
const MostUnread = 100

// mayBeToldOf is true of a notice n whose person may still read what it is about.
func mayBeToldOf() string { return mayBeTold("n.submission_id", "n.organization_id", "n.user_id") }

// UnreadNotices counts what the actor was told and has not looked at, MostUnread at most.
func (s *Store) UnreadNotices(ctx context.Context, by upr.Actor) (int, error) {
	var n int
	if err := s.db.GetContext(ctx, &n, `
		SELECT count(*) FROM (SELECT FROM notices n WHERE n.user_id = $1 AND n.read_at IS NULL AND `+mayBeToldOf()+` LIMIT $2) AS unread`,
		by.User, MostUnread); err != nil {
		return 0, fmt.Errorf("count notices: %w", err)
	}
	return n, nil
}

type noticeRow struct {
	ID           string             `db:"id"`
	Kind         upr.NoticeKind     `db:"kind"`
	Submission   upr.SubmissionID   `db:"submission_id"`
	Organization upr.OrganizationID `db:"organization_id"`
	Title        string             `db:"title"`
	Language     string             `db:"language"`
	State        string             `db:"state"`
	By           string             `db:"by_name"`
	Ref          string             `db:"ref"`
	At           time.Time          `db:"created_at"`
	Read         bool               `db:"read"`
}

func (r noticeRow) notice() upr.Notice {
	return upr.Notice{
		ID: r.ID, Kind: r.Kind, Submission: r.Submission, Organization: r.Organization, Title: r.Title, Language: r.Language,
		State: r.State, By: r.By, Ref: r.Ref, At: r.At.UTC(), Read: r.Read,
	}
}

// selectNotices selects noticeRow: those whose people may still read what they are about, under the pseudonyms that
// hold there.
func selectNotices() string {
	return `
	SELECT n.id, n.kind, coalesce(n.submission_id, '') AS submission_id, coalesce(n.organization_id, '') AS organization_id,
		coalesce(s.title, o.name, '') AS title, coalesce(s.language, '') AS language, coalesce(s.state, '') AS state,
		-- Who invited somebody knows an address: the pseudonym that came of it is not told with it.
		CASE WHEN n.kind = 'joined' AND p.pseudonym <> '' THEN '' ELSE coalesce(nullif(p.pseudonym, ''), u.name, '') END AS by_name, n.ref, n.created_at, n.read_at IS NOT NULL AS read
	FROM notices n LEFT JOIN submissions s ON s.id = n.submission_id LEFT JOIN organizations o ON o.id = n.organization_id
		LEFT JOIN users u ON u.id = n.by_user
		LEFT JOIN submission_people p ON p.submission_id = n.submission_id AND p.user_id = n.by_user
	WHERE ` + mayBeToldOf()
}

// Notices lists what the actor was told, the latest first: about one submission, or about everything when id is "".
func (s *Store) Notices(ctx context.Context, by upr.Actor, id upr.SubmissionID, page Page) ([]upr.Notice, Next, error) {
	after, err := page.position()
	if err != nil {
		return nil, "", err
	}
	var rows []noticeRow
	if err := s.db.SelectContext(ctx, &rows, selectNotices()+`
		AND n.user_id = $1 AND ($2 = '' OR n.submission_id = $2)
		AND ($3::timestamptz IS NULL OR (n.created_at, n.id) < ($3, $4))
		ORDER BY n.created_at DESC, n.id DESC LIMIT $5`, by.User, string(id), after.at, after.id, page.size()+1); err != nil {
		return nil, "", mapped(fmt.Errorf("notices: %w", err))
	}
	var next Next
	if len(rows) > page.size() {
		rows = rows[:page.size()]
		last := rows[len(rows)-1]
		next = nextAfter(last.At, last.ID)
	}
	var list []upr.Notice
	for _, row := range rows {
		list = append(list, row.notice())
	}
	return list, next, nil
}

// NoticedSubmissions lists the submissions about which the actor was told something, by title, 200 at most; of them only
// ID, State, Title and Language are filled.
func (s *Store) NoticedSubmissions(ctx context.Context, by upr.Actor) ([]upr.Submission, error) {
	var rows []struct {
		ID       upr.SubmissionID `db:"id"`
		Title    string           `db:"title"`
		Language string           `db:"language"`
		State    string           `db:"state"`
	}
	if err := s.db.SelectContext(ctx, &rows, `
		SELECT s.id, s.title, s.language, s.state FROM submissions s
		WHERE EXISTS (SELECT FROM notices n WHERE n.user_id = $1 AND n.submission_id = s.id AND `+mayBeToldOf()+`)
		ORDER BY s.title, s.id LIMIT 200`, by.User); err != nil {
		return nil, fmt.Errorf("submissions of notices: %w", err)
	}
	var list []upr.Submission
	for _, r := range rows {
		list = append(list, upr.Submission{ID: r.ID, Details: upr.Details{Title: r.Title, Language: r.Language, State: r.State}})
	}
	return list, nil
}

// OpenNotice returns one notice of the actor and notes that they have seen what it is about. It is not found for others,
// and once they may not read that any more.
func (s *Store) OpenNotice(ctx context.Context, by upr.Actor, id string) (upr.Notice, error) {
	var opened upr.Notice
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		var row noticeRow
		if err := tx.GetContext(ctx, &row, selectNotices()+` AND n.user_id = $1 AND n.id = $2`, by.User, id); err != nil {
			return fmt.Errorf("notice: %w", err)
		}
		opened = row.notice()
		result, err := tx.ExecContext(ctx, `UPDATE notices SET read_at = coalesce(read_at, now()) WHERE id = $1`, id)
		if err != nil {
			return fmt.Errorf("read notice: %w", err)
		}
		if err := affected(result, notFound(errors.New("no notice"))); err != nil || row.Kind != upr.MentionNotice {
			return err
		}
		if _, err := tx.ExecContext(ctx, `
			UPDATE comment_mentions m SET read_at = now() FROM comments c
			WHERE c.id = m.comment_id AND m.user_id = $1 AND m.read_at IS NULL AND c.thread_id = $2`, by.User, row.Ref); err != nil {
			return fmt.Errorf("see mention: %w", err)
		}
		return nil
	})
	return opened, err
}

// ReadNotices notes that the actor has seen what they were told: one notice, or with "" all about a submission, or with
// that empty too, all.
func (s *Store) ReadNotices(ctx context.Context, by upr.Actor, notice string, id upr.SubmissionID) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if _, err := tx.ExecContext(ctx, `
			UPDATE notices SET read_at = now()
			WHERE user_id = $1 AND read_at IS NULL AND ($2 = '' OR id = $2) AND ($3 = '' OR submission_id = $3)`,
			by.User, notice, string(id)); err != nil {
			return fmt.Errorf("read notices: %w", err)
		}
		return nil
	})
}

// readAbout notes that the actor has seen what they were told of a thread of a submission, or of all when it is "".
func readAbout(ctx context.Context, tx *sqlx.Tx, by upr.Actor, id upr.SubmissionID, thread string) error {
	if _, err := tx.ExecContext(ctx, `
		UPDATE notices SET read_at = now()
		WHERE user_id = $1 AND read_at IS NULL AND submission_id = $2 AND kind IN ('mention', 'reply', 'reader') AND ($3 = '' OR ref = $3)`,
		by.User, id, thread); err != nil {
		return fmt.Errorf("read notices of thread: %w", err)
	}
	return nil
}
