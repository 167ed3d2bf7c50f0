package upr_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"upright/internal/upr"
)

// A link gives what its kind says, and never a right of people, whatever else stands beside it.
func TestAllowedByLink(t *testing.T) {
	rights := []upr.Right{
		upr.OpenPaper, upr.ReadPaper, upr.CommentPaper, upr.ReadSubmission, upr.CommentText, upr.SuggestText, upr.EditText,
		upr.EditDetails, upr.ManagePeople, upr.Coordinate, upr.KeepConsents, upr.DeleteSubmission, upr.SignOff, upr.UseAccount, "made-up",
	}
	for kind, want := range map[upr.LinkKind]string{
		upr.NoLink: "---------------", upr.PDFLink: "y--------------", upr.ReadLink: "yy-------------",
		upr.CommentLink: "yyy------------", "owner": "---------------",
	} {
		for i, right := range rights {
			if got := upr.AllowedByLink(kind, right); got != (want[i] == 'y') {
				t.Errorf("%q: %s: %t", kind, right, got)
			}
			in := upr.Standing{Link: kind, Given: upr.Coordinator, Lead: upr.OrganizationAdmin}
			if got := upr.AllowedIn(upr.Actor{User: "anna", Link: "l"}, in, right); got != (want[i] == 'y') {
				t.Errorf("%q with a role: %s: %t", kind, right, got)
			}
		}
	}
	if upr.AllowedIn(upr.Actor{User: "anna"}, upr.Standing{Link: upr.CommentLink}, upr.CommentPaper) {
		t.Error("somebody without a link has its rights")
	}
}

// The shape of a link is checked, its label made one line.
func TestNewReaderLink(t *testing.T) {
	now := time.Unix(1e9, 0)
	good := upr.NewReaderLink{Kind: upr.ReadLink, Label: " the focal\n point ", Others: true, MaxUses: upr.MaxLinkUses}
	if err := good.Validate(now); err != nil || good.Label != "the focal point" || good.Others {
		t.Errorf("%+v, %v", good, err)
	}
	for name, change := range map[string]func(*upr.NewReaderLink){
		"kind":     func(l *upr.NewReaderLink) { l.Kind = "word" },
		"label":    func(l *upr.NewReaderLink) { l.Label = strings.Repeat("a", upr.MaxLinkLabel+1) },
		"revision": func(l *upr.NewReaderLink) { l.Revision = -1 },
		"uses":     func(l *upr.NewReaderLink) { l.MaxUses = upr.MaxLinkUses + 1 },
		"ends":     func(l *upr.NewReaderLink) { l.Ends = now },
	} {
		l := upr.NewReaderLink{Kind: upr.ReadLink, Label: "x"}
		change(&l)
		wantField(t, l.Validate(now), name)
	}
}

// wantField fails the test unless an error is Invalid, about a field.
func wantField(t *testing.T, err error, field string) {
	t.Helper()
	var known *upr.Error
	if !errors.As(err, &known) || known.Kind != upr.Invalid || known.Field != field {
		t.Errorf("%s: %v", field, err)
	}
}
