package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// linkRow is a row of reader_links, with whether it has an address.
type linkRow struct {
	ID         upr.LinkID       `db:"id"`
	Submission upr.SubmissionID `db:"submission_id"`
	Kind       upr.LinkKind     `db:"kind"`
	Label      string           `db:"label"`
	Revision   int              `db:"revision"`
	Version    int64            `db:"version"`
	Others     bool             `db:"others"`
	PhraseHash string           `db:"phrase_hash"`
	MaxUses    int              `db:"max_uses"`
	Uses       int              `db:"uses"`
	By         upr.UserID       `db:"made_by"`
	Created    time.Time        `db:"created_at"`
	Ends       *time.Time       `db:"ends_at"`
	Withdrawn  *time.Time       `db:"withdrawn_at"`
	Linked     bool             `db:"linked"`
}

func (r linkRow) link() upr.ReaderLink {
	return upr.ReaderLink{
		ID: r.ID, Submission: r.Submission, Kind: r.Kind, Label: r.Label, Revision: r.Revision, Version: r.Version,
		Others: r.Others, Phrase: r.PhraseHash != "", MaxUses: r.MaxUses, Uses: r.Uses, By: r.By,
		Created: r.Created.UTC(), Ends: timeOf(r.Ends), Withdrawn: timeOf(r.Withdrawn), Lost: !r.Linked,
	}
}

// selectLinks reads links; a condition on reader_links l follows.
const selectLinks = `
	SELECT l.id, l.submission_id, l.kind, l.label, coalesce(l.revision, 0) AS revision, coalesce(r.version, 0) AS version,
		l.others, l.phrase_hash, coalesce(l.max_uses, 0) AS max_uses, l.uses, coalesce(l.made_by, '') AS made_by, l.created_at,
		l.ends_at, l.withdrawn_at, EXISTS (SELECT FROM reader_link_tokens t WHERE t.link_id = l.id) AS linked
	FROM reader_links l LEFT JOIN manuscript_revisions r ON r.submission_id = l.submission_id AND r.number = l.revision `

// linkLasts is true of a link l that has not ended. A visit ends by itself.
const linkLasts = `(l.withdrawn_at IS NULL AND (l.ends_at IS NULL OR l.ends_at > now()))`

// linkKind returns what the link that acts opens of a submission: nothing when it has ended, when the visit is not one of
// it or has ended, and when it was made for another submission.
func linkKind(ctx context.Context, db sqlx.QueryerContext, by upr.Actor, id upr.SubmissionID) (upr.LinkKind, error) {
	var kinds []upr.LinkKind
	if err := sqlx.SelectContext(ctx, db, &kinds, `
		SELECT l.kind FROM reader_links l JOIN reader_visits v ON v.link_id = l.id
		WHERE l.id = $1 AND l.submission_id = $2 AND v.id = $3 AND v.ends_at > now() AND `+linkLasts,
		by.Link, id, by.Visit); err != nil {
		return upr.NoLink, fmt.Errorf("rights of link: %w", err)
	}
	if len(kinds) == 0 {
		return upr.NoLink, nil
	}
	return kinds[0], nil
}

// CreateLink makes a reader link, for who coordinates. The caller has validated it; tokenHash is of its address,
// phraseHash of its pass phrase, "" for none. Errors: Invalid (a revision that is not there), TooMany, and those of the
// right.
func (s *Store) CreateLink(
	ctx context.Context, by upr.Actor, l upr.NewReaderLink, tokenHash []byte, phraseHash string,
) (upr.LinkID, error) {
	id := upr.LinkID(upr.NewID())
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, l.Submission, upr.Coordinate); err != nil {
			return err
		}
		var n struct {
			Links int  `db:"links"`
			Named bool `db:"named"`
		}
		if err := tx.GetContext(ctx, &n, `
			SELECT (SELECT count(*) FROM reader_links WHERE submission_id = $1) AS links,
				EXISTS (SELECT FROM manuscript_revisions WHERE submission_id = $1 AND number = $2) AS named`,
			l.Submission, l.Revision); err != nil {
			return fmt.Errorf("count links: %w", err)
		}
		if n.Links >= upr.MaxLinks {
			return &upr.Error{Kind: upr.Invalid, Key: "links.many", Args: map[string]any{"n": upr.MaxLinks}}
		}
		if l.Revision != 0 && !n.Named {
			return &upr.Error{Kind: upr.Invalid, Key: "value.choice", Field: "revision"}
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO reader_links (id, submission_id, kind, label, revision, others, phrase_hash, max_uses, ends_at, made_by)
			VALUES ($1, $2, $3, $4, nullif($5, 0), $6, $7, nullif($8, 0), $9, $10)`,
			id, l.Submission, l.Kind, l.Label, l.Revision, l.Others, phraseHash, l.MaxUses, moment(l.Ends), by.User); err != nil {
			return fmt.Errorf("add link: %w", err)
		}
		if _, err := tx.ExecContext(ctx,
			`INSERT INTO reader_link_tokens (token_hash, link_id) VALUES ($1, $2)`, tokenHash, id); err != nil {
			return fmt.Errorf("add address of link: %w", err)
		}
		if err := record(ctx, tx, Entry{
			Submission: l.Submission, By: by.User, Kind: upr.LinkMadeRecord, Ref: string(id), Value: string(l.Kind),
		}); err != nil {
			return err
		}
		return announce(ctx, tx, l.Submission, TopicLinks)
	})
	return id, err
}

// Links lists the reader links of a submission with what was done with them, the latest first, for who coordinates.
func (s *Store) Links(ctx context.Context, by upr.Actor, id upr.SubmissionID) ([]upr.ReaderLink, error) {
	var list []upr.ReaderLink
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.Coordinate); err != nil {
			return err
		}
		var rows []linkRow
		if err := tx.SelectContext(ctx, &rows,
			selectLinks+`WHERE l.submission_id = $1 ORDER BY l.created_at DESC, l.id`, id); err != nil {
			return fmt.Errorf("links: %w", err)
		}
		place := make(map[upr.LinkID]int, len(rows))
		for i, row := range rows {
			place[row.ID] = i
			list = append(list, row.link())
		}
		var events []struct {
			Link upr.LinkID        `db:"link_id"`
			Kind upr.LinkEventKind `db:"kind"`
			At   time.Time         `db:"at"`
		}
		if err := tx.SelectContext(ctx, &events, `
			SELECT e.link_id, e.kind, e.at FROM reader_links l CROSS JOIN LATERAL (
				SELECT * FROM reader_link_events WHERE link_id = l.id ORDER BY at DESC LIMIT $2) e
			WHERE l.submission_id = $1 ORDER BY e.at DESC`, id, upr.MostLinkEvents); err != nil {
			return fmt.Errorf("events of links: %w", err)
		}
		for _, e := range events {
			if at, ok := place[e.Link]; ok {
				list[at].Events = append(list[at].Events, upr.LinkEvent{Kind: e.Kind, At: e.At.UTC()})
			}
		}
		return nil
	})
	return list, err
}

// WithdrawLink ends a link at once, also for who has it open, for who coordinates. Once more is fine.
func (s *Store) WithdrawLink(ctx context.Context, by upr.Actor, id upr.SubmissionID, link upr.LinkID) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.Coordinate); err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx, `
			UPDATE reader_links SET withdrawn_at = coalesce(withdrawn_at, now()) WHERE id = $1 AND submission_id = $2`, link, id)
		if err != nil {
			return fmt.Errorf("withdraw link: %w", err)
		}
		if err := affected(result, notFound(errors.New("no link"))); err != nil {
			return err
		}
		if err := record(ctx, tx, Entry{Submission: id, By: by.User, Kind: upr.LinkWithdrawnRecord, Ref: string(link)}); err != nil {
			return err
		}
		return announce(ctx, tx, id, TopicLinks)
	})
}

// LinkByAddress returns the link of an address in whatever state it is, with the hash of its pass phrase, "" for none.
func (s *Store) LinkByAddress(ctx context.Context, tokenHash []byte) (upr.ReaderLink, string, error) {
	var row linkRow
	if err := s.db.GetContext(ctx, &row,
		selectLinks+`JOIN reader_link_tokens a ON a.link_id = l.id WHERE a.token_hash = $1`, tokenHash); err != nil {
		return upr.ReaderLink{}, "", mapped(fmt.Errorf("link: %w", err))
	}
	return row.link(), row.PhraseHash, nil
}

// OpenLink begins a visit with a link: one use. The caller has compared the pass phrase. Errors: NotFound, Conflict with
// the key "link.<state>" of a link that does not work, TooMany when it is opened suspiciously often.
func (s *Store) OpenLink(ctx context.Context, tokenHash []byte, now time.Time, visitHash []byte) (upr.ReaderLink, error) {
	var opened upr.ReaderLink
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		// Locked, so that of several who come at once no more get in than uses are left.
		var row linkRow
		if err := tx.GetContext(ctx, &row, selectLinks+`
			JOIN reader_link_tokens a ON a.link_id = l.id WHERE a.token_hash = $1 FOR UPDATE OF l`, tokenHash); err != nil {
			return fmt.Errorf("link: %w", err)
		}
		opened = row.link()
		if state := opened.State(now); state != upr.LinkWorks {
			return &upr.Error{Kind: upr.Conflict, Key: "link." + string(state)}
		}
		var lately int
		if err := tx.GetContext(ctx, &lately, `
			SELECT count(*) FROM reader_link_events WHERE link_id = $1 AND kind = 'open' AND at > now() - make_interval(secs => $2)`,
			opened.ID, upr.LinkOpenWindow.Seconds()); err != nil {
			return fmt.Errorf("count openings: %w", err)
		}
		if lately >= upr.MaxLinkOpenings {
			return &upr.Error{Kind: upr.TooMany, Key: "link.busy"}
		}
		if _, err := tx.ExecContext(ctx, `UPDATE reader_links SET uses = uses + 1 WHERE id = $1`, opened.ID); err != nil {
			return fmt.Errorf("count use: %w", err)
		}
		opened.Uses++
		if _, err := tx.ExecContext(ctx, `INSERT INTO reader_visits (id, link_id, token_hash, ends_at) VALUES ($1, $2, $3, $4)`,
			upr.NewID(), opened.ID, visitHash, now.Add(upr.LinkVisitValid)); err != nil {
			return fmt.Errorf("add visit: %w", err)
		}
		return noteLink(ctx, tx, opened.Submission, opened.ID, upr.LinkOpened)
	})
	return opened, err
}

// LinkVisit returns a living visit of a link by its secret. It is NotFound when it has ended, or is one of another link.
func (s *Store) LinkVisit(ctx context.Context, link upr.LinkID, visitHash []byte, now time.Time) (upr.LinkVisit, error) {
	var row struct {
		ID   upr.VisitID `db:"id"`
		Name string      `db:"name"`
		Ends time.Time   `db:"ends_at"`
	}
	err := s.db.GetContext(ctx, &row, `
		SELECT id, name, ends_at FROM reader_visits WHERE link_id = $1 AND token_hash = $2 AND ends_at > $3`, link, visitHash, now)
	if errors.Is(err, sql.ErrNoRows) {
		return upr.LinkVisit{}, notFound(err)
	}
	if err != nil {
		return upr.LinkVisit{}, fmt.Errorf("visit of link: %w", err)
	}
	return upr.LinkVisit{ID: row.ID, Name: row.Name, Ends: row.Ends.UTC()}, nil
}

// EndLinkVisit ends a visit. One that has ended is fine.
func (s *Store) EndLinkVisit(ctx context.Context, link upr.LinkID, visitHash []byte) error {
	if _, err := s.db.ExecContext(ctx,
		`DELETE FROM reader_visits WHERE link_id = $1 AND token_hash = $2`, link, visitHash); err != nil {
		return fmt.Errorf("end visit of link: %w", err)
	}
	return nil
}

// againAfter is the time within which the same thing, done again with a link, is told once.
const againAfter = time.Minute

// NoteLink tells who coordinates that the link that acts was used for something.
func (s *Store) NoteLink(ctx context.Context, by upr.Actor, id upr.SubmissionID, kind upr.LinkEventKind) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.OpenPaper); err != nil {
			return err
		}
		var again bool
		if err := tx.GetContext(ctx, &again, `SELECT EXISTS (SELECT FROM reader_link_events
			WHERE link_id = $1 AND kind = $2 AND at > now() - make_interval(secs => $3))`,
			by.Link, kind, againAfter.Seconds()); err != nil {
			return fmt.Errorf("events of link: %w", err)
		}
		if again {
			return nil
		}
		return noteLink(ctx, tx, id, by.Link, kind)
	})
}

func noteLink(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, link upr.LinkID, kind upr.LinkEventKind) error {
	if _, err := tx.ExecContext(ctx, `INSERT INTO reader_link_events (link_id, kind) VALUES ($1, $2)`, link, kind); err != nil {
		return fmt.Errorf("note event of link: %w", err)
	}
	return announce(ctx, tx, id, TopicLinks)
}
