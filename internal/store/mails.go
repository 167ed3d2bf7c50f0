package store

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// The queue of mails about notices. A mail goes three ways: PlanMails gathers what is due for a person, TakeMail gives it
// to one of the processes for a while, and that ends it with SentMail, DelayMail or RefuseMail. A process that dies
// leaves a mail that another takes when the while is over: a mail is lost by nothing that happens here, and comes twice
// only if a process dies between the answer of the mail server and SentMail.

// How many mails are sent within an hour of the clock, of all kinds: to one address, and altogether.
const (
	MaxMailsToOne  = 20
	MaxMailsHourly = 2000
)

// A Mail is a mail that is to be handed over.
type Mail struct {
	ID      string // the same at each try
	To      upr.User
	Daily   bool
	Tries   int          // this one included
	Notices []upr.Notice // what it tells, the oldest first; none when there is nothing left to tell
}

// PlanMails makes mails of what is due: one for each person and pace, for all of it. Who still has one waiting gets the
// next after it.
func (s *Store) PlanMails(ctx context.Context, now time.Time) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		var due []struct {
			User  upr.UserID `db:"user_id"`
			Daily bool       `db:"daily"`
		}
		if err := tx.SelectContext(ctx, &due, `
			SELECT DISTINCT n.user_id, n.daily FROM notices n
			WHERE n.mail_due <= $1 AND NOT EXISTS (SELECT FROM mails m
				WHERE m.user_id = n.user_id AND m.daily = n.daily AND m.sent_at IS NULL AND m.failed_at IS NULL)
			ORDER BY 1, 2 LIMIT 500`, now); err != nil {
			return fmt.Errorf("due notices: %w", err)
		}
		for _, d := range due {
			if err := planMail(ctx, tx, d.User, d.Daily, now); err != nil {
				return err
			}
		}
		return nil
	})
}

func planMail(ctx context.Context, tx *sqlx.Tx, user upr.UserID, daily bool, now time.Time) error {
	var made []string
	// Another process that plans the same has the mail; then nothing is left to do.
	if err := tx.SelectContext(ctx, &made, `
		INSERT INTO mails (id, user_id, daily, due_at, created_at) VALUES ($1, $2, $3, $4, $4)
		ON CONFLICT (user_id, daily) WHERE sent_at IS NULL AND failed_at IS NULL DO NOTHING RETURNING id`,
		upr.NewID(), user, daily, now); err != nil {
		return fmt.Errorf("plan mail: %w", err)
	}
	for _, id := range made {
		if _, err := tx.ExecContext(ctx, `
			WITH told AS (
				UPDATE notices SET mail_due = NULL WHERE user_id = $2 AND daily = $3 AND mail_due <= $4 RETURNING id)
			INSERT INTO mail_notices (mail_id, notice_id) SELECT $1, id FROM told`, id, user, daily, now); err != nil {
			return fmt.Errorf("notices of mail: %w", err)
		}
	}
	return nil
}

// TakeMail takes one mail that is due, until a moment at which another process may take it; false when none is, or when
// enough were sent in this hour. One to an address that had enough waits for the next hour.
func (s *Store) TakeMail(ctx context.Context, now, until time.Time) (Mail, bool, error) {
	for {
		var taken Mail
		var found, spare bool
		err := s.inTx(ctx, func(tx *sqlx.Tx) (err error) {
			taken, found, spare, err = takeMail(ctx, tx, now, until)
			return err
		})
		if err != nil || !found || spare {
			return taken, found, err
		}
	}
}

// takeMail takes one mail; spare is false when it was put off, and another should be tried.
func takeMail(ctx context.Context, tx *sqlx.Tx, now, until time.Time) (m Mail, found, spare bool, err error) {
	var rows []struct {
		ID    string `db:"mail_id"`
		Daily bool   `db:"daily"`
		Tries int    `db:"tries"`
		userRow
	}
	if err := tx.SelectContext(ctx, &rows, `
		SELECT m.id AS mail_id, m.daily, m.tries, `+userColumns+` FROM mails m JOIN users u ON u.id = m.user_id
		WHERE m.sent_at IS NULL AND m.failed_at IS NULL AND m.due_at <= $1 AND (m.taken_until IS NULL OR m.taken_until <= $1)
		ORDER BY m.due_at, m.id LIMIT 1 FOR UPDATE OF m SKIP LOCKED`, now); err != nil || len(rows) == 0 {
		return m, false, false, asked("take mail", err)
	}
	m = Mail{ID: rows[0].ID, To: rows[0].user(), Daily: rows[0].Daily, Tries: rows[0].Tries + 1}
	full, all, err := countMail(ctx, tx, m.To.Email, now)
	if err != nil || all {
		return m, false, false, err
	}
	if full {
		_, err := tx.ExecContext(ctx, `UPDATE mails SET due_at = $2 WHERE id = $1`, m.ID, hourOf(now).Add(time.Hour))
		return m, true, false, asked("put mail off", err)
	}
	if _, err := tx.ExecContext(ctx,
		`UPDATE mails SET taken_until = $2, tries = tries + 1 WHERE id = $1`, m.ID, until); err != nil {
		return m, false, false, fmt.Errorf("take mail: %w", err)
	}
	var notices []noticeRow
	if err := tx.SelectContext(ctx, &notices, selectNotices()+` AND n.read_at IS NULL
		AND n.id IN (SELECT notice_id FROM mail_notices WHERE mail_id = $1)
		AND NOT EXISTS (SELECT FROM notice_choices c WHERE c.user_id = n.user_id AND c.kind = n.kind AND c.pace = 'never')
		ORDER BY n.created_at, n.id`, m.ID); err != nil {
		return m, false, false, fmt.Errorf("notices of mail: %w", err)
	}
	for _, n := range notices {
		m.Notices = append(m.Notices, n.notice())
	}
	return m, true, true, nil
}

// asked wraps the error of a statement.
func asked(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}

// hourOf is the hour of the clock that a moment is in.
func hourOf(now time.Time) time.Time { return now.UTC().Truncate(time.Hour) }

// countMail counts a mail to an address, and reports whether that had its share of this hour already, or all together
// had: then it is not counted.
func countMail(ctx context.Context, tx *sqlx.Tx, email string, now time.Time) (full, all bool, err error) {
	one, every := sha256.Sum256([]byte("mails to "+email)), sha256.Sum256([]byte("mails"))
	// The one row that all count in comes first: whoever has it is alone until the end.
	for _, c := range []struct {
		key  []byte
		most int
		over *bool
	}{{every[:], MaxMailsHourly, &all}, {one[:], MaxMailsToOne, &full}} {
		var sent int
		if err := tx.GetContext(ctx, &sent, `
			INSERT INTO mail_hours AS h (key, hour, sent) VALUES ($1, $2, 1)
			ON CONFLICT (key, hour) DO UPDATE SET sent = h.sent + 1 RETURNING sent`, c.key, hourOf(now)); err != nil {
			return false, false, fmt.Errorf("count mail: %w", err)
		}
		*c.over = sent > c.most
	}
	if !full && !all {
		return false, false, nil
	}
	_, err = tx.ExecContext(ctx,
		`UPDATE mail_hours SET sent = sent - 1 WHERE key IN ($1, $2) AND hour = $3`, one[:], every[:], hourOf(now))
	return full, all, asked("take count back", err)
}

// CountMail counts a mail that is sent past the queue, and reports whether it may be: whether its address, and all
// together, had fewer than their share of this hour.
func (s *Store) CountMail(ctx context.Context, email string, now time.Time) (bool, error) {
	var may bool
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		full, all, err := countMail(ctx, tx, email, now)
		may = !full && !all
		return err
	})
	return may, err
}

// SentMail ends a mail that the mail server took, or that had nothing left to tell.
func (s *Store) SentMail(ctx context.Context, id string, now time.Time) error {
	return s.endMail(ctx, `UPDATE mails SET sent_at = $2, taken_until = NULL WHERE id = $1`, id, now)
}

// DelayMail lets a mail wait for another try. The answer is the mail server's code, 0 when it was not reached.
func (s *Store) DelayMail(ctx context.Context, id string, until time.Time, answer int) error {
	return s.endMail(ctx, `UPDATE mails SET due_at = $2, taken_until = NULL, answer = $3 WHERE id = $1`, id, until, answer)
}

// RefuseMail ends a mail that will never be taken, by the mail server's code or after the last try. What it tells stays
// in the person's news.
func (s *Store) RefuseMail(ctx context.Context, id string, now time.Time, answer int) error {
	return s.endMail(ctx, `UPDATE mails SET failed_at = $2, taken_until = NULL, answer = $3 WHERE id = $1`, id, now, answer)
}

func (s *Store) endMail(ctx context.Context, query, id string, args ...any) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		// One that the other process has ended meanwhile stays as it is.
		query += ` AND sent_at IS NULL AND failed_at IS NULL`
		if _, err := tx.ExecContext(ctx, query, append([]any{id}, args...)...); err != nil {
			return fmt.Errorf("end mail: %w", err)
		}
		return nil
	})
}

// DropMails forgets the mails that are due: there is no mail server, and one that is set up later should not send what
// is old by then. The notices stay in the news.
func (s *Store) DropMails(ctx context.Context, now time.Time) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		for _, query := range []string{
			`UPDATE notices SET mail_due = NULL WHERE mail_due <= $1`,
			`DELETE FROM mails WHERE sent_at IS NULL AND failed_at IS NULL AND due_at <= $1`,
		} {
			if _, err := tx.ExecContext(ctx, query, now); err != nil {
				return fmt.Errorf("drop mails: %w", err)
			}
		}
		return nil
	})
}

// How long things are kept after they have ended.
const (
	mailsStay   = 30 * 24 * time.Hour
	noticesStay = 365 * 24 * time.Hour
)

// SweepNotices removes notices of a year ago and mails that ended a month ago. Nothing depends on when it runs.
func (s *Store) SweepNotices(ctx context.Context, now time.Time) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		for query, until := range map[string]time.Time{
			`DELETE FROM notices WHERE created_at <= $1`:               now.Add(-noticesStay),
			`DELETE FROM mails WHERE sent_at <= $1 OR failed_at <= $1`: now.Add(-mailsStay),
			`DELETE FROM mail_hours WHERE hour <= $1`:                  now.Add(-24 * time.Hour),
		} {
			if _, err := tx.ExecContext(ctx, query, until); err != nil {
				return fmt.Errorf("sweep notices: %w", err)
			}
		}
		return nil
	})
}
