package store

import (
	"context"
	"fmt"
	"strconv"

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
		in, err := requireStanding(ctx, tx, by, id, upr.SignOff)
		if err != nil {
			return err
		}
		if !in.SignsFor(answer.Organization) {
			return forbidden(upr.SignOff)
		}
		if _, err := lockSigning(ctx, tx, id); err != nil {
			return err
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
		return announce(ctx, tx, id, TopicSignoff)
	})
}

// mayAnswer makes sure that an answer is one to what is asked.
func mayAnswer(now *Signing, answer upr.Signoff) error {
	last := now.Last[answer.Organization]
	if answer.Answer == upr.Withdrawn {
		if last == nil || last.Answer != upr.Endorsed && last.Answer != upr.WithPosition {
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

// tellAsked tells who signs for an organization that it is asked, or that what it signed has changed.
func tellAsked(ctx context.Context, tx *sqlx.Tx, by upr.Actor, id upr.SubmissionID) error {
	now, err := signingOf(ctx, tx, id)
	if err != nil {
		return err
	}
	var rows []struct {
		Organization upr.OrganizationID `db:"organization_id"`
		User         upr.UserID         `db:"user_id"`
	}
	if err := tx.SelectContext(ctx, &rows, `
		SELECT m.organization_id, m.user_id FROM submission_organizations so
		JOIN organization_members m ON m.organization_id = so.organization_id AND m.role = 'administrator'
		WHERE so.submission_id = $1 ORDER BY m.organization_id, m.user_id`, id); err != nil {
		return fmt.Errorf("who signs: %w", err)
	}
	asked, changed := Event{Kind: upr.SignoffNotice}, make(map[int]*Event)
	for _, row := range rows {
		switch now.State(row.Organization) {
		case upr.AwaitedState, upr.WithdrawnState:
			asked.To = append(asked.To, row.User)
		case upr.ReopenedState:
			signed := now.Last[row.Organization].Revision.Number
			if changed[signed] == nil {
				changed[signed] = &Event{Kind: upr.ChangedNotice, Ref: strconv.Itoa(signed)}
			}
			changed[signed].To = append(changed[signed].To, row.User)
		}
	}
	asked.Ref = strconv.Itoa(now.Request.Revision.Number)
	for _, e := range append(eventsOf(changed), asked) {
		e.Submission, e.By = id, by.User
		if err := notify(ctx, tx, e); err != nil {
			return err
		}
	}
	return nil
}

func eventsOf(byRevision map[int]*Event) []Event {
	list := make([]Event, 0, len(byRevision)+1)
	for _, e := range byRevision {
		list = append(list, *e)
	}
	return list
}

// tellAll tells everybody who may read a submission.
func tellAll(ctx context.Context, tx *sqlx.Tx, by upr.Actor, id upr.SubmissionID, kind upr.NoticeKind, revision int) error {
	to, err := whoMay(ctx, tx, id, upr.ReadSubmission)
	if err != nil {
		return err
	}
	return notify(ctx, tx, Event{Kind: kind, Submission: id, To: to, By: by.User, Ref: strconv.Itoa(revision)})
}
