package notice_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"upright/internal/store"
	"upright/internal/upr"
)

// TestCompare mails who signed that it has changed: once, when the change has rested, and no word of what it is. What
// cannot be read keeps nobody else waiting.
func TestCompare(t *testing.T) {
	ctx, o := t.Context(), newOffice(t)
	one, err := o.Submission(ctx, o.anna, o.id)
	must(t, err)
	stands := upr.Seal{Cover: upr.CoverOf(&one), Annexes: upr.SealedAnnexesOf(&one).Sum()}
	made, err := o.AskSignoff(ctx, o.anna, o.id, store.NewRequest{Seal: stands, Name: "Sign-off", Until: upr.Date{Year: 2099, Month: 1, Day: 1}})
	must(t, err)
	must(t, o.Sign(ctx, o.anna, o.id, upr.Signoff{Organization: one.Organizations[0].ID, Revision: made, Answer: upr.Endorsed}))
	if mails := o.send(); len(mails) > 0 {
		t.Fatalf("%d mails before anything has changed", len(mails))
	}

	one.Details.Title = "A title that nobody signed"
	_, err = o.UpdateDetails(ctx, o.anna, o.id, one.Version, one.Details, one.RuleSet)
	must(t, err)
	unread, asked := errors.New("this text cannot be read"), 0
	o.Seal = func(_ context.Context, id upr.SubmissionID) (upr.Seal, error) {
		if asked++; asked == 1 {
			return upr.Seal{}, unread
		}
		changed := stands
		changed.Cover.Title = one.Details.Title
		return changed, nil
	}
	o.now = time.Now()
	must(t, o.Compare(ctx))
	if mails := o.send(); len(mails) > 0 || asked > 0 {
		t.Fatalf("while it is still being changed, %d mails go out and %d texts are read", len(mails), asked)
	}
	o.now = o.now.Add(2 * time.Minute)
	if err := o.Compare(ctx); !errors.Is(err, unread) {
		t.Errorf("a text that cannot be read: %v", err)
	}
	for range 3 {
		must(t, o.Compare(ctx))
	}
	mails := o.send()
	if len(mails) != 1 || asked != 2 {
		t.Fatalf("%d mails, %d texts read; want one mail, and the text read until it could be", len(mails), asked)
	}
	text, _ := mails[0].parts(t)
	if !strings.Contains(text, "Mexico") || strings.Contains(text, "title that nobody") {
		t.Errorf("the mail says\n%s", text)
	}
}
