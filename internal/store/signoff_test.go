package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"upright/internal/store"
	"upright/internal/upr"
)

// lastDay is far from now; a request until then waits.
func lastDay() upr.Date { return upr.Date{Year: 2099, Month: 1, Day: 2} }

func today() upr.Date { return upr.Date{Year: 2099, Month: 1, Day: 1} }

// seal is that of the submission with a version of its text, which has other words than each other version.
func (c *coalition) seal(version int64) upr.Seal {
	c.t.Helper()
	one, err := c.Submission(c.t.Context(), c.anna, c.id)
	c.must(err)
	text := [32]byte{byte(version), 1}
	return upr.Seal{Text: text, Words: text, Cover: upr.CoverOf(&one), Annexes: upr.SealedAnnexesOf(&one).Sum()}
}

// ask freezes a version and asks for sign-off; where it is marked as wordless, its words are those of version 0.
func (c *coalition) ask(by upr.Actor, version int64, latest int, wordless bool) (upr.Revision, error) {
	q := store.NewRequest{Version: version, Seal: c.seal(version), Name: "Sign-off", Until: lastDay(), Latest: latest, Wordless: wordless}
	if wordless {
		q.Seal.Words = c.seal(0).Words
	}
	return c.AskSignoff(c.t.Context(), by, c.id, q)
}

func (c *coalition) sign(by upr.Actor, organization upr.OrganizationID, revision int, answer upr.SignoffAnswer) error {
	s := upr.Signoff{Organization: organization, Revision: upr.Revision{Number: revision}, Answer: answer}
	if answer == upr.WithPosition || answer == upr.Declined {
		s.Words, s.Paragraphs = "We see it otherwise.", []string{"block"}
	}
	return c.Sign(c.t.Context(), by, c.id, s)
}

// write adds commits to the text.
func (c *coalition) write(after int64, n int) error {
	_, err := c.AddCommits(c.t.Context(), c.id, after, commits(after, n, c.anna.User))
	return err
}

func (c *coalition) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

func (c *coalition) signing() *store.Signing {
	c.t.Helper()
	now, err := c.Signing(c.t.Context(), c.anna, c.id)
	c.must(err)
	return now
}

// finish makes the text final as it is at a version, leaving out nobody.
func (c *coalition) finish(version int64, left ...upr.OrganizationID) error {
	now := c.signing()
	f := store.Finishing{
		Version: version, Seal: c.seal(version), Portable: []byte("{}"), Sum: fmt.Sprintf("%064x", version),
		Seen: now.Seen, Left: left, Today: today(),
	}
	if now.Request != nil {
		f.Revision, f.Seal.Words = now.Request.Revision.Number, now.Request.Seal.Words
	}
	_, err := c.MakeFinal(c.t.Context(), c.anna, c.id, f)
	return err
}

func wantKey(t *testing.T, err error, key string) {
	t.Helper()
	var known *upr.Error
	if !errors.As(err, &known) || known.Key != key {
		t.Errorf("the error is %v, want %s", err, key)
	}
}

// Every answer names one revision, is given by who signs for the organization, and is kept beside the later ones.
func TestSign(t *testing.T) {
	c := newCoalition(t)
	wantKey(t, c.sign(c.anna, c.lead, 1, upr.Endorsed), "signoff.not-asked")
	_, err := c.ask(c.ben, 0, 0, false)
	wantKind(t, err, upr.Forbidden)
	_, err = c.ask(c.anna, 1, 0, false) // no such version
	wantKind(t, err, upr.NotFound)
	first, err := c.ask(c.anna, 0, 0, false)
	c.must(err)

	wantKind(t, c.sign(c.anna, c.member, first.Number, upr.Endorsed), upr.Forbidden) // a coordinator signs for nobody else
	editor := c.give("cleo@example.org", c.member, upr.Editor)
	wantKind(t, c.sign(editor, c.member, first.Number, upr.Endorsed), upr.Forbidden)
	wantKind(t, c.sign(addUser(t, c.Store, "eve@example.org", false), c.member, first.Number, upr.Endorsed), upr.NotFound)
	wantKey(t, c.sign(c.ben, c.member, first.Number+1, upr.Endorsed), "signoff.moved")
	wantKey(t, c.sign(c.ben, c.member, first.Number, upr.Withdrawn), "signoff.nothing-signed")

	c.must(c.sign(c.ben, c.member, first.Number, upr.WithPosition))
	one, err := c.Submission(t.Context(), c.ben, c.id)
	c.must(err)
	if s := one.Annexes.Signatories[1]; s.Position != "We see it otherwise." || !slices.Equal(s.Paragraphs, []string{"block"}) || s.Signed == (upr.Date{}) {
		t.Errorf("the list of signatories has %+v", s)
	}
	if s := one.Annexes.Signatories[0]; s.Signed != (upr.Date{}) {
		t.Errorf("the lead has not signed: %+v", s)
	}
	c.must(c.sign(c.ben, c.member, first.Number, upr.Withdrawn))
	c.must(c.sign(c.ben, c.member, first.Number, upr.Declined))
	now := c.signing()
	if last := now.Last[c.member]; now.State(c.member) != upr.DeclinedState || last.By != c.ben.User || last.Revision.SHA256 != first.SHA256 || len(now.Answers) != 3 {
		t.Errorf("the last of %d answers is %+v", len(now.Answers), last)
	}
}

// A change of words reopens what was signed; one that touches none, and is marked so, keeps it.
func TestSignAgain(t *testing.T) {
	c := newCoalition(t)
	first, err := c.ask(c.anna, 0, 0, false)
	c.must(err)
	c.must(c.sign(c.ben, c.member, first.Number, upr.Endorsed))
	c.must(c.write(0, 2))
	if one, err := c.Submission(t.Context(), c.ben, c.id); err != nil || one.Annexes.Signatories[1].Signed != (upr.Date{}) {
		t.Errorf("what was written since is signed: %+v, %v", one.Annexes.Signatories, err)
	}
	second, err := c.ask(c.anna, 1, first.Number, true)
	c.must(err)
	if now := c.signing(); now.State(c.member) != upr.SignedState || now.State(c.lead) != upr.AwaitedState {
		t.Errorf("after a change without words: %s, %s", now.State(c.member), now.State(c.lead))
	}
	third, err := c.ask(c.anna, 2, second.Number, false)
	c.must(err)
	if now := c.signing(); now.State(c.member) != upr.ReopenedState {
		t.Errorf("after a change of words: %s", now.State(c.member))
	}
	wantKinds(t, c.Store, c.ben, "changed*", "signoff") // who signs has looked
	wantKey(t, c.sign(c.ben, c.member, first.Number, upr.Endorsed), "signoff.moved")
	c.must(c.sign(c.ben, c.member, third.Number, upr.Endorsed))
	if now := c.signing(); now.State(c.member) != upr.SignedState {
		t.Errorf("after the renewal: %s", now.State(c.member))
	}
}

// Of coordinators who freeze at once, one wins and the others are told.
func TestAskAtOnce(t *testing.T) {
	c := newCoalition(t)
	other := c.give("cora@example.org", c.lead, upr.Coordinator)
	for round := range 5 {
		errs := atOnce(4, func(i int) error {
			_, err := c.ask([]upr.Actor{c.anna, other}[i%2], 0, round, false)
			return err
		})
		wantOneWinner(t, errs, upr.Conflict)
	}
	if now := c.signing(); now.Request.Revision.Number != 5 || !now.Request.Open {
		t.Errorf("the request is %+v", now.Request)
	}
}

// An endorsement that races a new request names the text that was shown, or is refused; one that races commits names the
// revision, whatever became of the text.
func TestSignWhileWriting(t *testing.T) {
	c := newCoalition(t)
	_, err := c.ask(c.anna, 0, 0, false)
	c.must(errors.Join(err, c.write(0, 1)))
	for round := 1; round <= 8; round++ {
		before := c.signing().Request.Revision
		errs := atOnce(3, func(i int) error {
			switch i {
			case 0:
				return c.write(int64(round), 1)
			case 1:
				_, err := c.ask(c.anna, int64(round), before.Number, false)
				return err
			}
			return c.sign(c.ben, c.member, before.Number, upr.Endorsed)
		})
		c.must(errors.Join(errs[:2]...))
		now := c.signing()
		last := now.Last[c.member]
		switch {
		case errs[2] == nil && (last == nil || last.Revision.SHA256 != before.SHA256 || now.State(c.member) != upr.ReopenedState):
			t.Errorf("round %d: endorsed %+v, shown %+v", round, last, before)
		case errs[2] != nil:
			wantKey(t, errs[2], "signoff.moved")
		}
	}
}

// Final is final when all have signed: for commits that are on their way, for details, for organizations.
func TestMakeFinal(t *testing.T) {
	c := newCoalition(t)
	wantKey(t, c.finish(0), "signoff.not-asked")
	first, err := c.ask(c.anna, 0, 0, false)
	c.must(err)
	wantKey(t, c.finish(0), "final.lead")
	c.must(c.sign(c.anna, c.lead, first.Number, upr.Endorsed))
	wantKey(t, c.finish(0, c.member), "final.waiting")
	c.must(c.sign(c.ben, c.member, first.Number, upr.Endorsed))
	shown := c.signing().Seen
	c.must(c.sign(c.ben, c.member, first.Number, upr.WithPosition)) // nobody else signs, but not the same
	_, err = c.MakeFinal(t.Context(), c.anna, c.id, store.Finishing{
		Seal: c.seal(0), Portable: []byte("{}"), Sum: fmt.Sprintf("%064x", 1), Revision: first.Number, Seen: shown, Today: today(),
	})
	wantKey(t, err, "final.answers-moved")
	c.must(c.write(0, 1))
	wantKey(t, c.finish(1), "final.text-moved")
	wantKey(t, c.finish(0), "final.text-moved")
	second, err := c.ask(c.anna, 1, first.Number, true)
	c.must(err)
	before, err := c.Submission(t.Context(), c.anna, c.id)
	c.must(err)
	c.must(c.finish(1))

	wantKey(t, c.write(1, 1), "error.final")
	_, err = c.UpdateDetails(t.Context(), c.anna, c.id, before.Version, before.Details, "r")
	wantKey(t, err, "error.final")
	wantKey(t, c.RequireSubmission(t.Context(), c.anna, c.id, upr.EditText), "error.final")
	wantKey(t, c.RemoveOrganization(t.Context(), c.anna, c.id, c.member), "error.final")
	wantKey(t, c.finish(1), "error.final")
	_, err = c.ask(c.anna, 1, second.Number, false)
	wantKey(t, err, "error.final")
	one, err := c.Submission(t.Context(), c.ben, c.id)
	c.must(err)
	if one.Final != second.Number || one.Version <= before.Version {
		t.Errorf("final is %d; details that were read before could be saved", one.Final)
	}
	if data, sum, err := c.FinalSubmission(t.Context(), c.ben, c.id, second.Number); err != nil || string(data) != "{}" || sum != fmt.Sprintf("%064x", 1) {
		t.Errorf("what was kept is %q, %s, %v", data, sum, err)
	}
	wantKinds(t, c.Store, c.ben, "final*", "signoff")

	// It is reopened only to become another revision, and what was final stays.
	wantKind(t, c.Reopen(t.Context(), c.ben, c.id, second.Number), upr.Forbidden)
	wantKind(t, c.Reopen(t.Context(), c.anna, c.id, first.Number), upr.Conflict)
	c.must(c.Reopen(t.Context(), c.anna, c.id, second.Number))
	wantKinds(t, c.Store, c.ben, "final*", "reopened*", "signoff")
	wantKey(t, c.finish(1), "final.again")
	c.must(c.write(1, 1))
	if now := c.signing(); now.Final != nil || len(now.Finals) != 1 || now.Finals[0].Reopened.IsZero() {
		t.Errorf("after reopening: %+v", now.Finals)
	}
	_, _, err = c.FinalSubmission(t.Context(), c.ben, c.id, second.Number)
	c.must(err)
}

// Who has not signed by the last day is left out, when the one who decides was shown exactly that.
func TestMakeFinalWithoutSome(t *testing.T) {
	c := newCoalition(t)
	first, err := c.ask(c.anna, 0, 0, false)
	c.must(err)
	c.must(c.sign(c.anna, c.lead, first.Number, upr.Endorsed))
	c.must(c.sign(c.ben, c.member, first.Number, upr.Declined)) // all have answered: nobody is waited for
	wantKey(t, c.finish(0), "final.answers-moved")
	shown := c.signing().Seen
	c.must(c.sign(c.ben, c.member, first.Number, upr.Endorsed))
	_, err = c.MakeFinal(t.Context(), c.anna, c.id, store.Finishing{
		Seal: c.seal(0), Portable: []byte("{}"), Sum: fmt.Sprintf("%064x", 1), Revision: first.Number, Seen: shown,
		Left: []upr.OrganizationID{c.member}, Today: today(),
	})
	wantKey(t, err, "final.answers-moved")
	c.must(c.sign(c.ben, c.member, first.Number, upr.Withdrawn))
	c.must(c.finish(0, c.member))
}

// A commit and the end of the text race: either the commit is in the final text's past, or it is refused.
func TestFinalWhileWriting(t *testing.T) {
	for range 4 {
		c := newCoalition(t)
		first, err := c.ask(c.anna, 0, 0, false)
		c.must(err)
		c.must(c.sign(c.anna, c.lead, first.Number, upr.Endorsed))
		c.must(c.sign(c.ben, c.member, first.Number, upr.Endorsed))
		errs := atOnce(2, func(i int) error {
			if i == 0 {
				return c.write(0, 1)
			}
			return c.finish(0)
		})
		switch {
		case errs[0] == nil:
			wantKey(t, errs[1], "final.text-moved")
		case errs[1] == nil:
			wantKey(t, errs[0], "error.final")
		default:
			t.Errorf("both are refused: %v", errs)
		}
	}
}

func TestHandIn(t *testing.T) {
	c := newCoalition(t)
	c.exec(`DELETE FROM submission_organizations WHERE submission_id = $1 AND organization_id = $2`, c.id, c.member)
	record := upr.HandedIn{At: time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC), Confirmation: "Number 7", Receipt: upr.PDFReceipt}
	wantKind(t, c.HandIn(t.Context(), c.anna, c.id, 1, record, []byte("%PDF-")), upr.Conflict)
	_, err := c.MakeFinal(t.Context(), c.anna, c.id, store.Finishing{
		Name: "Final", Seal: c.seal(0), Portable: []byte("{}"), Sum: fmt.Sprintf("%064x", 1), Today: today(),
	})
	c.must(err)
	c.must(c.HandIn(t.Context(), c.anna, c.id, 1, record, []byte("%PDF-")))
	wantKind(t, c.HandIn(t.Context(), c.ben, c.id, 1, record, nil), upr.Forbidden)
	stranger := addUser(t, c.Store, "eve@example.org", false)
	wantKind(t, c.HandIn(t.Context(), stranger, c.id, 1, record, nil), upr.NotFound)
	record.Confirmation = "Number 8"
	c.must(c.HandIn(t.Context(), c.anna, c.id, 1, record, nil)) // the receipt stays
	if h := c.signing().Final.HandedIn; h == nil || h.Confirmation != "Number 8" || h.Receipt != upr.PDFReceipt || h.By != c.anna.User || !h.At.Equal(record.At) {
		t.Errorf("recorded is %+v", h)
	}
	if data, kind, err := c.Receipt(t.Context(), c.ben, c.id, 1); err != nil || !bytes.Equal(data, []byte("%PDF-")) || kind != upr.PDFReceipt {
		t.Errorf("the receipt is %q, %s, %v", data, kind, err)
	}
	_, _, err = c.Receipt(t.Context(), stranger, c.id, 1)
	wantKind(t, err, upr.NotFound)
}
