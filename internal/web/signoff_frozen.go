package web

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"upright/internal/store"
	"upright/internal/upr"
)

// besideText names what is signed with a text, as a page shows it: who freezes it later names what they saw.
func besideText(seal upr.Seal) string {
	sum := sha256.New()
	fmt.Fprintf(sum, "%q %x", fmt.Sprintf("%+v", seal.Cover), seal.Annexes)
	return hex.EncodeToString(sum.Sum(nil))
}

// frozenAt is a submission as a request froze it with a revision.
func (s *Server) frozenAt(v *visit, one *upr.Submission, r upr.Revision) (*upr.Submission, error) {
	text, err := s.at(v, one, r.Version)
	if err != nil {
		return nil, err
	}
	kept, err := s.Store.Sealed(v.Request().Context(), v.actor(), one.ID, r.Number)
	if err != nil {
		return nil, err
	}
	return asFrozen(text, kept), nil
}

// asFrozen is a submission with the text of a revision, and with what its cover and its tables said when it was frozen.
// How organizations present themselves is as it is by now; one that was not named then is not.
func asFrozen(text *upr.Submission, kept store.Sealed) *upr.Submission {
	frozen := *text
	frozen.Details = kept.Seal.Cover.Details(text.Details)
	joined := upr.CoverOf(text).Joined(kept.Seal.Cover)
	frozen.Organizations = slices.DeleteFunc(slices.Clone(text.Organizations), func(o upr.Organization) bool {
		return slices.Contains(joined, o.ID)
	})
	frozen.Annexes.Signatories = slices.DeleteFunc(slices.Clone(text.Annexes.Signatories), func(o upr.Signatory) bool {
		return frozen.Details.Kind != upr.Joint || slices.Contains(joined, o.Organization.ID)
	})
	frozen.Annexes.Previous, frozen.Annexes.Solidarity = kept.Annexes.Previous, kept.Annexes.Solidarity
	return &frozen
}

// loadSigned loads what an organization signed, where that has changed since.
func (s *Server) loadSigned(v *visit, d *signing, organization upr.OrganizationID) error {
	last := d.now.Last[organization]
	if d.state(organization) != upr.ReopenedState || d.signed[last.Revision.Number] != nil {
		return nil
	}
	was, err := s.frozenAt(v, d.one, last.Revision)
	if err != nil {
		return err
	}
	if d.signed == nil {
		d.signed = make(map[int]*upr.Submission)
	}
	d.signed[last.Revision.Number] = was
	return nil
}

// changes are how what stands now differs from what is asked about.
func (d signing) changes() upr.Changes {
	if d.now.Request == nil {
		return upr.Changes{}
	}
	return d.stands.Since(d.now.Request.Seal)
}

// state is where an organization stands: with the request, and with what became of the submission since. A sign-off is
// reopened by the change itself, not only when the coordinator freezes it.
func (d signing) state(organization upr.OrganizationID) upr.SignoffState {
	state := d.now.State(organization)
	if last := d.now.Last[organization]; state == upr.SignedState && d.stands.Since(last.Seal).Affect() {
		return upr.ReopenedState
	}
	return state
}

// canRenew reports whether an organization whose sign-off was reopened can say again what it said: there is a request
// about something else than it signed.
func (d signing) canRenew(organization upr.OrganizationID) bool {
	return d.now.State(organization) == upr.ReopenedState && d.now.Request.Open
}

// renewed is what such an organization is shown the changes up to: what it is asked to sign or, while it is not asked
// about anything newer, what stands now.
func (d signing) renewed(organization upr.OrganizationID) *upr.Submission {
	if d.now.State(organization) == upr.ReopenedState {
		return d.frozen
	}
	return d.one
}
