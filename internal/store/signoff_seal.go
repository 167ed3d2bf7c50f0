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

// A Sealed is what a request froze with a revision.
type Sealed struct {
	Seal    upr.Seal
	Annexes upr.SealedAnnexes
}

// Sealed returns what was frozen with a revision, for who may open the paper, be it with a reader link. A revision that
// organizations were never asked about is NotFound.
func (s *Store) Sealed(ctx context.Context, by upr.Actor, id upr.SubmissionID, revision int) (Sealed, error) {
	var row struct {
		sealRow
		Text    []byte `db:"text"`
		Annexes []byte `db:"annexes"`
	}
	var kept Sealed
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.OpenPaper); err != nil {
			return err
		}
		return tx.GetContext(ctx, &row, `
			SELECT r.sha256 AS text, `+ofSeal+`, q.annexes FROM signoff_requests q
			JOIN manuscript_revisions r ON r.submission_id = q.submission_id AND r.number = q.revision
			WHERE q.submission_id = $1 AND q.revision = $2`, id, revision)
	})
	if err == nil {
		kept.Seal, err = row.seal(row.Text)
	}
	if err == nil {
		err = json.Unmarshal(row.Annexes, &kept.Annexes)
	}
	if err != nil {
		return kept, fmt.Errorf("sealed revision: %w", err)
	}
	return kept, nil
}

// sealNow is what is signed, with the cover and the tables as they are in the database now. The text is that of the given
// seal: the caller knows what became of it.
func sealNow(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, shown upr.Seal) (Sealed, error) {
	one, err := submissionOf(ctx, tx, id)
	if err != nil {
		return Sealed{}, err
	}
	now := Sealed{shown, upr.SealedAnnexesOf(&one)}
	now.Seal.Cover, now.Seal.Annexes = upr.CoverOf(&one), now.Annexes.Sum()
	return now, nil
}
