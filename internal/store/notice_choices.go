package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"upright/internal/upr"
)

// Paces returns how soon the actor gets a mail about each kind of thing.
func (s *Store) Paces(ctx context.Context, by upr.Actor) (map[upr.NoticeKind]upr.Pace, error) {
	var rows []struct {
		Kind upr.NoticeKind `db:"kind"`
		Pace upr.Pace       `db:"pace"`
	}
	if err := s.db.SelectContext(ctx, &rows, `SELECT kind, pace FROM notice_choices WHERE user_id = $1`, by.User); err != nil {
		return nil, fmt.Errorf("choices about mails: %w", err)
	}
	paces := make(map[upr.NoticeKind]upr.Pace)
	for _, kind := range upr.NoticeKinds() {
		paces[kind] = upr.UsualPace(kind)
	}
	for _, r := range rows {
		paces[r.Kind] = r.Pace
	}
	return paces, nil
}

// SetPaces changes how soon the actor gets a mail about some kinds of things, from now on. What waits to be mailed about a
// kind that goes another way now is not mailed any more.
func (s *Store) SetPaces(ctx context.Context, by upr.Actor, paces map[upr.NoticeKind]upr.Pace) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error { return setPaces(ctx, tx, by.User, paces) })
}

// StopMails ends mails to a person about some kinds of things. That this is what the person wants was proved by a link
// from one of them; see UnsubscribeKey.
func (s *Store) StopMails(ctx context.Context, user upr.UserID, kinds []upr.NoticeKind) error {
	never := make(map[upr.NoticeKind]upr.Pace)
	for _, kind := range kinds {
		never[kind] = upr.Never
	}
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		var there bool
		if err := tx.GetContext(ctx, &there, `SELECT EXISTS (SELECT FROM users WHERE id = $1)`, user); err != nil || !there {
			return asked("person of link", err) // of an account that is gone: no mails come any more
		}
		return setPaces(ctx, tx, user, never)
	})
}

func setPaces(ctx context.Context, tx *sqlx.Tx, user upr.UserID, paces map[upr.NoticeKind]upr.Pace) error {
	for _, kind := range slices.Sorted(maps.Keys(paces)) {
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO notice_choices (user_id, kind, pace) VALUES ($1, $2, $3)
			ON CONFLICT (user_id, kind) DO UPDATE SET pace = excluded.pace`, user, kind, paces[kind]); err != nil {
			return fmt.Errorf("choose about mails: %w", err)
		}
	}
	if _, err := tx.ExecContext(ctx, `
		UPDATE notices n SET mail_due = NULL FROM notice_choices c
		WHERE n.user_id = $1 AND c.user_id = $1 AND n.kind = c.kind AND n.mail_due IS NOT NULL AND n.kind = ANY ($2::text[])
			AND (c.pace = 'never' OR n.daily <> (c.pace = 'daily'))`, user, kindArray(paces)); err != nil {
		return fmt.Errorf("end waiting mails: %w", err)
	}
	return nil
}

func kindArray(paces map[upr.NoticeKind]upr.Pace) any {
	var kinds []string
	for kind := range paces {
		kinds = append(kinds, string(kind))
	}
	return pq.Array(kinds)
}

// UnsubscribeKey is what signs the links that end mails: 32 bytes, of this installation alone.
func (s *Store) UnsubscribeKey(ctx context.Context) ([]byte, error) {
	var key []byte
	if err := s.db.GetContext(ctx, &key, `SELECT unsubscribe_key FROM settings`); err != nil {
		return nil, fmt.Errorf("key of links: %w", err)
	}
	return key, nil
}

// A FailedMail is a mail that was given up. What it told is in the person's news.
type FailedMail struct {
	ID     string
	To     upr.User
	Daily  bool
	Tries  int
	Answer int // code of the mail server; 0 when it was not reached
	Failed time.Time
}

// MailQueue says how mails are doing.
type MailQueue struct {
	Waiting int       // to be sent, or tried again
	Retried int       // of these, how many were tried at least once
	Oldest  time.Time // when the oldest of them was made; zero when none waits
	Sent    int       // within the last month
	Failed  []FailedMail
}

// mostFailed is how many failed mails are listed, the latest.
const mostFailed = 100

// Mails says how mails are doing, for an administrator of the installation. It names no submission.
func (s *Store) Mails(ctx context.Context, by upr.Actor) (MailQueue, error) {
	var q MailQueue
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireAdmin(ctx, tx, by); err != nil {
			return err
		}
		var row struct {
			Waiting int        `db:"waiting"`
			Retried int        `db:"retried"`
			Sent    int        `db:"sent"`
			Oldest  *time.Time `db:"oldest"`
		}
		if err := tx.GetContext(ctx, &row, `
			SELECT count(*) FILTER (WHERE sent_at IS NULL AND failed_at IS NULL) AS waiting,
				count(*) FILTER (WHERE sent_at IS NULL AND failed_at IS NULL AND tries > 0) AS retried,
				count(*) FILTER (WHERE sent_at IS NOT NULL) AS sent,
				min(created_at) FILTER (WHERE sent_at IS NULL AND failed_at IS NULL) AS oldest
			FROM mails`); err != nil {
			return fmt.Errorf("mails: %w", err)
		}
		q = MailQueue{Waiting: row.Waiting, Retried: row.Retried, Sent: row.Sent, Oldest: timeOf(row.Oldest)}
		var failed []struct {
			ID     string    `db:"mail_id"`
			Daily  bool      `db:"daily"`
			Tries  int       `db:"tries"`
			Answer int       `db:"answer"`
			Failed time.Time `db:"failed_at"`
			userRow
		}
		if err := tx.SelectContext(ctx, &failed, `
			SELECT m.id AS mail_id, m.daily, m.tries, m.answer, m.failed_at, `+userColumns+`
			FROM mails m JOIN users u ON u.id = m.user_id WHERE m.failed_at IS NOT NULL
			ORDER BY m.failed_at DESC, m.id LIMIT $1`, mostFailed); err != nil {
			return fmt.Errorf("failed mails: %w", err)
		}
		for _, r := range failed {
			q.Failed = append(q.Failed, FailedMail{
				ID: r.ID, To: r.user(), Daily: r.Daily, Tries: r.Tries, Answer: r.Answer, Failed: r.Failed.UTC(),
			})
		}
		return nil
	})
	return q, err
}

// RetryMail lets what a failed mail told be mailed again, for an administrator of the installation. It is not found when
// it did not fail.
func (s *Store) RetryMail(ctx context.Context, by upr.Actor, id string, now time.Time) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireAdmin(ctx, tx, by); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `
			UPDATE notices n SET mail_due = $2 FROM mail_notices mn JOIN mails m ON m.id = mn.mail_id
			WHERE n.id = mn.notice_id AND m.id = $1 AND m.failed_at IS NOT NULL AND n.read_at IS NULL`, id, now); err != nil {
			return fmt.Errorf("mail again: %w", err)
		}
		result, err := tx.ExecContext(ctx, `DELETE FROM mails WHERE id = $1 AND failed_at IS NOT NULL`, id)
		if err != nil {
			return fmt.Errorf("forget failed mail: %w", err)
		}
		return affected(result, notFound(nil))
	})
}
