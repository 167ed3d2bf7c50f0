package store

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// A NewRequest freezes a version of a text, with what is printed around it, and asks all organizations to sign it off.
type NewRequest struct {
	Version  int64    // the one that who asks was shown
	Seal     upr.Seal // of the submission with that version, as who asks was shown it
	Name     string   // of the revision
	Message  string
	Until    upr.Date
	Wordless bool // who asks says that it has the words of what the latest request is about
	Latest   int  // number of the revision of that request, 0 for none: what who asks was shown
}

// AskSignoff freezes a version of a text as a revision, with the details, names and tables as they are, makes it what all
// organizations are asked to sign off, and tells those who sign. It is a Conflict when somebody asked or answered with
// another revision meanwhile, or when details, names or tables are not those of the seal any more: one request is open at
// a time, and nobody freezes what they were not shown. Wordless is Invalid when something that counts has changed.
func (s *Store) AskSignoff(ctx context.Context, by upr.Actor, id upr.SubmissionID, q NewRequest) (upr.Revision, error) {
	var made upr.Revision
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if _, err := lockSigning(ctx, tx, id); err != nil {
			return err
		}
		if err := requireSubmission(ctx, tx, by, id, upr.Coordinate); err != nil {
			return err
		}
		if err := requireReadable(ctx, tx, id, q.Version); err != nil {
			return err
		}
		if err := requireNotFinal(ctx, tx, id); err != nil {
			return err
		}
		sealed, err := mayAsk(ctx, tx, id, q)
		if err != nil {
			return err
		}
		if made, err = addRevision(ctx, tx, by, id, newRevision{q.Version, q.Name, q.Seal.Text}); err != nil {
			return err
		}
		if err := addRequest(ctx, tx, by, id, made.Number, q, sealed); err != nil {
			return err
		}
		if err := tellAsked(ctx, tx, by, id); err != nil {
			return err
		}
		if err := record(ctx, tx, Entry{
			Submission: id, By: by.User, Kind: upr.SignoffAskedRecord, Ref: number(made.Number),
		}); err != nil {
			return err
		}
		return announceSigning(ctx, tx, id)
	})
	return made, err
}

// mayAsk makes sure that a request is made on what who asks was shown, and returns what it freezes.
func mayAsk(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, q NewRequest) (Sealed, error) {
	before, err := latestRequest(ctx, tx, id)
	if err != nil {
		return Sealed{}, err
	}
	latest := 0
	if before != nil {
		latest = before.Revision.Number
	}
	switch {
	case latest != q.Latest:
		return Sealed{}, &upr.Error{Kind: upr.Conflict, Key: "signoff.already"}
	case q.Wordless && (before == nil || q.Seal.Since(before.Seal).Affect()):
		return Sealed{}, &upr.Error{Kind: upr.Invalid, Key: "ask.wordless.not", Field: "wordless"}
	}
	now, err := sealNow(ctx, tx, id, q.Seal)
	if err == nil && !now.Seal.Since(q.Seal).None() {
		err = &upr.Error{Kind: upr.Conflict, Key: "ask.details-moved"}
	}
	return now, err
}

func addRequest(
	ctx context.Context, tx *sqlx.Tx, by upr.Actor, id upr.SubmissionID, revision int, q NewRequest, sealed Sealed,
) error {
	if _, err := tx.ExecContext(ctx, `UPDATE signoff_requests SET is_open = false WHERE submission_id = $1`, id); err != nil {
		return fmt.Errorf("close request: %w", err)
	}
	cover, err := json.Marshal(sealed.Seal.Cover)
	if err != nil {
		return fmt.Errorf("write cover: %w", err)
	}
	tables, err := json.Marshal(sealed.Annexes)
	if err != nil {
		return fmt.Errorf("write annexes: %w", err)
	}
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO signoff_requests (submission_id, revision, words, cover, annexes, annexes_sum, wordless, message, until, asked_by)
		VALUES ($1, $2, decode($3, 'hex'), $4, $5, decode($6, 'hex'), $7, $8, $9, $10)`,
		id, revision, hex.EncodeToString(sealed.Seal.Words[:]), string(cover), string(tables), hex.EncodeToString(sealed.Seal.Annexes[:]),
		q.Wordless, q.Message, dateArg(q.Until), by.User); err != nil {
		return fmt.Errorf("ask for sign-off: %w", err)
	}
	return nil
}
