package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// sealRow is the seal of a request, without the digest of its text, which the revision has.
type sealRow struct {
	Sealed     []byte `db:"sealed"`
	Cover      []byte `db:"cover"`
	AnnexesSum []byte `db:"annexes_sum"`
}

// ofSeal are the columns of a sealRow, of a table called q.
const ofSeal = `q.words AS sealed, q.cover, q.annexes_sum`

func (r sealRow) seal(text []byte) (upr.Seal, error) {
	var seal upr.Seal
	copy(seal.Text[:], text)
	copy(seal.Words[:], r.Sealed)
	copy(seal.Annexes[:], r.AnnexesSum)
	if err := json.Unmarshal(r.Cover, &seal.Cover); err != nil {
		return seal, fmt.Errorf("cover of a request for sign-off: %w", err)
	}
	return seal, nil
}

// sealNow is a seal with the cover and the tables as they are in the database now, and the tables. The text is that of the
// given one: the caller holds the submission and knows what became of the text.
func sealNow(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, shown upr.Seal) (upr.Seal, upr.SealedAnnexes, error) {
	one, err := submissionOf(ctx, tx, id)
	if err != nil {
		return shown, upr.SealedAnnexes{}, err
	}
	annexes := upr.SealedAnnexesOf(&one)
	shown.Cover, shown.Annexes = upr.CoverOf(&one), annexes.Sum()
	return shown, annexes, nil
}

// SealedAnnexes returns the tables of the annexes as a request froze them with a revision, for who may read the
// submission. A revision that nobody was asked about is NotFound.
func (s *Store) SealedAnnexes(ctx context.Context, by upr.Actor, id upr.SubmissionID, revision int) (upr.SealedAnnexes, error) {
	var data []byte
	var kept upr.SealedAnnexes
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.ReadSubmission); err != nil {
			return err
		}
		return tx.GetContext(ctx, &data,
			`SELECT annexes FROM signoff_requests WHERE submission_id = $1 AND revision = $2`, id, revision)
	})
	if err == nil {
		err = json.Unmarshal(data, &kept)
	}
	if err != nil {
		return kept, fmt.Errorf("sealed annexes: %w", err)
	}
	return kept, nil
}

// RequestSeals returns the seals of all revisions that organizations were ever asked about, by their numbers, for who may
// read the submission.
func (s *Store) RequestSeals(ctx context.Context, by upr.Actor, id upr.SubmissionID) (map[int]upr.Seal, error) {
	var rows []struct {
		revisionRow
		sealRow
	}
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.ReadSubmission); err != nil {
			return err
		}
		return tx.SelectContext(ctx, &rows, `
			SELECT `+ofRevision+`, `+ofSeal+` FROM signoff_requests q
			JOIN manuscript_revisions r ON r.submission_id = q.submission_id AND r.number = q.revision
			WHERE q.submission_id = $1`, id)
	})
	if err != nil {
		return nil, fmt.Errorf("seals: %w", err)
	}
	seals := make(map[int]upr.Seal, len(rows))
	for _, row := range rows {
		if seals[row.Number], err = row.seal(row.SHA256); err != nil {
			return nil, err
		}
	}
	return seals, nil
}
