package store

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"upright/internal/upr"
)

// Sign records what an organization says to the revision of the open request, by somebody who signs for it. The answer
// names the revision that the person was shown: when another is asked about by now it is a Conflict, and nothing is
// recorded, so that nobody endorses what they did not see. A withdrawal needs an endorsement, and no open request.
func (s *Store) Sign(ctx context.Context, by upr.Actor, id upr.SubmissionID, answer upr.Signoff) error {
	if err := answer.Validate(); err != nil {
		return err
	}
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if _, err := lockSigning(ctx, tx, id); err != nil {
			return err
		}
		in, err := requireStanding(ctx, tx, by, id, upr.SignOff)
		if err != nil {
			return err
		}
		if !in.SignsFor(answer.Organization) {
			return forbidden(upr.SignOff)
		}
		now, err := signingOf(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := mayAnswer(now, answer); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO signoff_answers (submission_id, number, revision, organization_id, answer, words, paragraphs, answered_by)
			VALUES ($1, $8, $2, $3, $4, $5, $6, $7)`,
			id, answer.Revision.Number, answer.Organization, answer.Answer, answer.Words,
			pq.Array(append([]string{}, answer.Paragraphs...)), by.User, now.Seen+1); err != nil {
			return fmt.Errorf("sign: %w", err)
		}
		if err := record(ctx, tx, Entry{
			Submission: id, By: by.User, Kind: upr.SignedRecord, Organization: answer.Organization,
			Ref: number(answer.Revision.Number), Value: string(answer.Answer),
		}); err != nil {
			return err
		}
		if err := readSignoff(ctx, tx, by, id); err != nil {
			return err
		}
		return announce(ctx, tx, id, TopicSignoff)
	})
}

// mayAnswer makes sure that an answer is one to what is asked.
func mayAnswer(now *Signing, answer upr.Signoff) error {
	last := now.Last[answer.Organization]
	if answer.Answer == upr.Withdrawn {
		if last == nil || !last.Answer.Signs() {
			return &upr.Error{Kind: upr.Conflict, Key: "signoff.nothing-signed"}
		}
		return nil
	}
	switch {
	case now.Request == nil || !now.Request.Open:
		return &upr.Error{Kind: upr.Conflict, Key: "signoff.not-asked"}
	case now.Request.Revision.Number != answer.Revision.Number:
		return &upr.Error{Kind: upr.Conflict, Key: "signoff.moved"}
	}
	return nil
}
