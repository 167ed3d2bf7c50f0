package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// The calendar as administrators of the installation add to it. Everybody with an account may know it.

type calendarRow struct {
	ID         string           `db:"id"`
	Kind       upr.CalendarKind `db:"kind"`
	Session    int              `db:"session"`
	State      string           `db:"state"`
	Instead    int              `db:"instead"`
	Symbol     string           `db:"symbol"`
	Starts     *time.Time       `db:"starts"`
	Ends       *time.Time       `db:"ends"`
	Day        *time.Time       `db:"day"`
	Hour       string           `db:"hour"`
	Confidence upr.Confidence   `db:"confidence"`
	Source     string           `db:"source"`
	URL        string           `db:"url"`
	By         upr.UserID       `db:"made_by"`
	Name       string           `db:"name"`
	At         time.Time        `db:"made_at"`
}

const calendarColumns = `e.id, e.kind, e.session, e.state, e.instead, e.symbol, e.starts, e.ends, e.day, e.hour, e.confidence,
	e.source, e.url, coalesce(e.made_by, '') AS made_by, coalesce(u.name, '') AS name, e.made_at`

func (r calendarRow) entry() upr.CalendarEntry {
	return upr.CalendarEntry{
		ID: r.ID, Kind: r.Kind, Session: r.Session, State: r.State, Instead: r.Instead, Symbol: r.Symbol,
		Start: dayOf(r.Starts), End: dayOf(r.Ends), Day: dayOf(r.Day), Hour: r.Hour, Confidence: r.Confidence,
		Source: r.Source, URL: r.URL, By: r.By, Name: r.Name, At: r.At.UTC(),
	}
}

func dayOf(at *time.Time) upr.Date {
	if at == nil {
		return upr.Date{}
	}
	return upr.DateOf(*at)
}

// CalendarEntries returns what administrators entered into the calendar, by session, with its version: each change makes
// a higher one. When known is that version already, it returns no entries.
func (s *Store) CalendarEntries(ctx context.Context, known int64) ([]upr.CalendarEntry, int64, error) {
	var version int64
	if err := s.db.GetContext(ctx, &version, `SELECT calendar_version FROM settings`); err != nil {
		return nil, 0, fmt.Errorf("version of calendar: %w", err)
	}
	if version == known {
		return nil, version, nil
	}
	var list []upr.CalendarEntry
	err := s.inView(ctx, func(tx *sqlx.Tx) error {
		if err := tx.GetContext(ctx, &version, `SELECT calendar_version FROM settings`); err != nil {
			return fmt.Errorf("version of calendar: %w", err)
		}
		var err error
		list, err = calendarEntries(ctx, tx)
		return err
	})
	return list, version, err
}

func calendarEntries(ctx context.Context, tx *sqlx.Tx) ([]upr.CalendarEntry, error) {
	var rows []calendarRow
	if err := tx.SelectContext(ctx, &rows, `
		SELECT `+calendarColumns+` FROM calendar_entries e LEFT JOIN users u ON u.id = e.made_by
		ORDER BY e.session, e.kind, e.state`); err != nil {
		return nil, fmt.Errorf("calendar entries: %w", err)
	}
	var list []upr.CalendarEntry
	for _, r := range rows {
		list = append(list, r.entry())
	}
	return list, nil
}

// KeepCalendarChange keeps changes until the administrator who made them has looked at what they do, for a day. Changes
// that they made before and did not apply are forgotten. The caller has validated the entries.
func (s *Store) KeepCalendarChange(ctx context.Context, by upr.Actor, changes []upr.CalendarChange, now time.Time) (string, error) {
	id := upr.NewID()
	data, err := json.Marshal(changes)
	if err != nil {
		return "", fmt.Errorf("encode changes: %w", err)
	}
	return id, s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireAdmin(ctx, tx, by); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `
			DELETE FROM calendar_changes WHERE user_id = $1 OR made_at < $2`, by.User, now.AddDate(0, 0, -1)); err != nil {
			return fmt.Errorf("forget changes: %w", err)
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO calendar_changes (id, user_id, changes, made_at) VALUES ($1, $2, $3, $4)`,
			id, by.User, string(data), now); err != nil {
			return fmt.Errorf("keep changes: %w", err)
		}
		return nil
	})
}

// CalendarChange returns changes that the administrator kept to look at.
func (s *Store) CalendarChange(ctx context.Context, by upr.Actor, id string) ([]upr.CalendarChange, error) {
	var changes []upr.CalendarChange
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		var err error
		changes, err = calendarChange(ctx, tx, by, id)
		return err
	})
	return changes, err
}

func calendarChange(ctx context.Context, tx *sqlx.Tx, by upr.Actor, id string) ([]upr.CalendarChange, error) {
	if err := requireAdmin(ctx, tx, by); err != nil {
		return nil, err
	}
	var data []byte
	if err := tx.GetContext(ctx, &data, `SELECT changes FROM calendar_changes WHERE id = $1 AND user_id = $2`, id, by.User); err != nil {
		return nil, fmt.Errorf("changes of calendar: %w", err)
	}
	var changes []upr.CalendarChange
	if err := json.Unmarshal(data, &changes); err != nil {
		return nil, fmt.Errorf("decode changes: %w", err)
	}
	return changes, nil
}

// ApplyCalendarChange makes kept changes hold, and writes each into the log of the administration. It is a Conflict when
// the calendar has another version than the one that the administrator looked at, and TooMany beyond
// upr.MaxCalendarEntries.
func (s *Store) ApplyCalendarChange(ctx context.Context, by upr.Actor, id string, version int64, now time.Time) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		changes, err := calendarChange(ctx, tx, by, id)
		if err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx, `
			UPDATE settings SET calendar_version = calendar_version + 1 WHERE calendar_version = $1`, version)
		if err != nil {
			return fmt.Errorf("count change: %w", err)
		}
		if err := affected(result, conflict()); err != nil {
			return err
		}
		entries, err := calendarEntries(ctx, tx)
		if err != nil {
			return err
		}
		before := make(map[upr.CalendarKey]upr.CalendarEntry)
		for _, e := range entries {
			before[e.Key()] = e
		}
		for _, c := range changes {
			if err := applyCalendarChange(ctx, tx, by, c, before[c.Entry.Key()], now); err != nil {
				return err
			}
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM calendar_changes WHERE id = $1`, id); err != nil {
			return fmt.Errorf("forget changes: %w", err)
		}
		return boundedCalendar(ctx, tx)
	})
}

// applyCalendarChange makes one change hold; was is the entry before, zero for none. What changes nothing is no act.
func applyCalendarChange(
	ctx context.Context, tx *sqlx.Tx, by upr.Actor, c upr.CalendarChange, was upr.CalendarEntry, now time.Time,
) error {
	e := c.Entry
	if c.Remove {
		if was.ID == "" {
			return nil
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM calendar_entries WHERE id = $1`, was.ID); err != nil {
			return fmt.Errorf("remove calendar entry: %w", err)
		}
		return logAct(ctx, tx, by, upr.CalendarRemovedAct, now, was, nil)
	}
	if was.ID != "" && was.Same(e) {
		return nil
	}
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO calendar_entries (id, kind, session, state, instead, symbol, starts, ends, day, hour, confidence,
			source, url, made_by, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
		ON CONFLICT (kind, session, state) DO UPDATE SET instead = excluded.instead, symbol = excluded.symbol,
			starts = excluded.starts, ends = excluded.ends, day = excluded.day, hour = excluded.hour,
			confidence = excluded.confidence, source = excluded.source, url = excluded.url, made_by = excluded.made_by,
			made_at = excluded.made_at`,
		upr.NewID(), e.Kind, e.Session, e.State, e.Instead, e.Symbol, dateArg(e.Start), dateArg(e.End), dateArg(e.Day), e.Hour,
		e.Confidence, e.Source, e.URL, by.User, now); err != nil {
		return fmt.Errorf("add calendar entry: %w", err)
	}
	if was.ID == "" {
		return logAct(ctx, tx, by, upr.CalendarAddedAct, now, nil, e)
	}
	return logAct(ctx, tx, by, upr.CalendarCorrectedAct, now, was, e)
}

func boundedCalendar(ctx context.Context, tx *sqlx.Tx) error {
	var n int
	if err := tx.GetContext(ctx, &n, `SELECT count(*) FROM calendar_entries`); err != nil {
		return fmt.Errorf("count calendar entries: %w", err)
	}
	if n > upr.MaxCalendarEntries {
		return &upr.Error{Kind: upr.TooMany, Key: "calendar-entry.many", Args: map[string]any{"n": upr.MaxCalendarEntries}}
	}
	return nil
}
