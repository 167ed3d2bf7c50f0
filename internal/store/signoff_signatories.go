package store

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// addSignoffs writes into the list of signatories who has signed the text as it stands, when, and with which position.
// While somebody writes on, or has changed the title or another thing that is signed with the text, nobody has: see Signing.FillSignatories for the text of the revision itself.
func addSignoffs(ctx context.Context, tx *sqlx.Tx, one *upr.Submission) error {
	if len(one.Annexes.Signatories) == 0 {
		return nil
	}
	now, err := signingOf(ctx, tx, one.ID)
	if err != nil || now.Request == nil {
		return err
	}
	var head int64
	if err := tx.GetContext(ctx, &head, `SELECT head FROM manuscripts WHERE submission_id = $1`, one.ID); err != nil {
		return fmt.Errorf("head of text: %w", err)
	}
	if head != now.Request.Revision.Version {
		return nil
	}
	seal := now.Request.Seal
	seal.Cover, seal.Annexes = upr.CoverOf(one), upr.SealedAnnexesOf(one).Sum()
	if seal.Since(now.Request.Seal).None() {
		now.FillSignatories(one)
	}
	return nil
}

// FillSignatories writes into the list of signatories of a submission who has signed the revision of the latest request.
func (s *Signing) FillSignatories(one *upr.Submission) {
	list := append([]upr.Signatory(nil), one.Annexes.Signatories...)
	for i := range list {
		list[i].Signed, list[i].Position, list[i].Paragraphs = upr.Date{}, "", nil
		organization := list[i].Organization.ID
		if s.Request == nil || s.State(organization) != upr.SignedState {
			continue
		}
		last := s.Last[organization]
		list[i].Signed = upr.DateOf(last.At)
		if last.Answer == upr.WithPosition {
			list[i].Position, list[i].Paragraphs = last.Words, last.Paragraphs
		}
	}
	one.Annexes.Signatories = list
}
