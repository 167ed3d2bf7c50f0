package store_test

import (
	"fmt"
	"testing"

	"upright/internal/store"
	"upright/internal/upr"
)

// aCase is a case that names somebody.
func aCase(label string) *upr.Consent {
	return &upr.Consent{
		Label: label, Extent: upr.NamedConsent, Terms: "Name and place, not the age.", Obtainer: "R. S.", Kept: "The safe",
		Obtained: upr.Date{Year: 2026, Month: 3, Day: 1}, Review: upr.Date{Year: 2027, Month: 3, Day: 1}, Names: []string{"María López"},
	}
}

// Cases are read and written by editors and coordinators, also when the text is final, and by nobody else.
func TestConsents(t *testing.T) {
	ctx, w := t.Context(), newTeam(t)
	made := aCase("Case 7")
	if err := w.SaveConsent(ctx, w.ben, w.id, made); err != nil {
		t.Fatal(err)
	}
	wantKey(t, w.SaveConsent(ctx, w.cleo, w.id, aCase("Case 7")), "consent.label.taken")
	wrong := aCase("Case 8")
	wrong.Terms = ""
	wantKey(t, w.SaveConsent(ctx, w.cleo, w.id, wrong), "value.required")

	list, err := w.Consents(ctx, w.cleo, w.id)
	if err != nil || len(list) != 1 {
		t.Fatalf("%d cases, %v", len(list), err)
	}
	got := list[0]
	if got.ID != made.ID || got.Version != 1 || got.By != w.ben.User || got.Review != made.Review || got.Obtained != made.Obtained ||
		got.Names[0] != "María López" || got.Seen != nil {
		t.Errorf("read %+v", got)
	}
	for name, reader := range map[string]upr.Actor{"reader": w.reader, "stranger": w.no} {
		want := upr.Forbidden
		if name == "stranger" {
			want = upr.NotFound
		}
		_, err := w.Consents(ctx, reader, w.id)
		wantKind(t, err, want)
		wantKind(t, w.SaveConsent(ctx, reader, w.id, aCase("Mine")), want)
		wantKind(t, w.SeeConsent(ctx, reader, w.id, made.ID, 1), want)
		wantKind(t, w.RemoveConsent(ctx, reader, w.id, made.ID, 1), want)
		_, err = w.Naming(ctx, reader, w.id, 0)
		wantKind(t, err, want)
		wantKind(t, w.ConfirmNaming(ctx, reader, w.id, 0), want)
	}

	// A second person sees it; a change makes that worth nothing.
	wantKey(t, w.SeeConsent(ctx, w.ben, w.id, made.ID, 1), "consent.seen.own")
	wantKind(t, w.SeeConsent(ctx, w.cleo, w.id, made.ID, 2), upr.Conflict)
	wantKind(t, w.SeeConsent(ctx, w.cleo, w.id, upr.NewID(), 1), upr.NotFound)
	if err := w.SeeConsent(ctx, w.cleo, w.id, made.ID, 1); err != nil {
		t.Fatal(err)
	}
	if list, _ = w.Consents(ctx, w.ben, w.id); list[0].Seen == nil || list[0].Seen.By != w.cleo.User || !list[0].Holds() {
		t.Errorf("seen %+v", list[0].Seen)
	}
	changed := list[0]
	changed.Extent = upr.WithdrawnConsent
	if err := w.SaveConsent(ctx, w.cleo, w.id, &changed); err != nil {
		t.Fatal(err)
	}
	wantKind(t, w.SaveConsent(ctx, w.ben, w.id, &changed), upr.Conflict) // with the version from before
	if list, _ = w.Consents(ctx, w.ben, w.id); list[0].Seen != nil || list[0].Version != 2 || list[0].Extent != upr.WithdrawnConsent {
		t.Errorf("after a change %+v", list[0])
	}
	wantKind(t, w.RemoveConsent(ctx, w.ben, w.id, made.ID, 1), upr.Conflict)
	if err := w.RemoveConsent(ctx, w.ben, w.id, made.ID, 2); err != nil {
		t.Fatal(err)
	}
	if list, _ = w.Consents(ctx, w.ben, w.id); len(list) != 0 {
		t.Errorf("after removing: %+v", list)
	}
	// The record tells of all of it and holds no word of it.
	w.recorded(t, "consent-kept named", "consent-seen named", "consent-kept withdrawn", "consent-removed withdrawn")
}

// recorded makes sure that the record tells of acts on the cases, and that a case is in it by its id only.
func (w team) recorded(t *testing.T, want ...string) {
	t.Helper()
	entries, err := w.RecordEntries(t.Context(), w.coordinator, w.id, store.RecordFilter{AtMost: 100})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, e := range entries {
		found[fmt.Sprint(e.Kind, " ", e.Value)] = true
	}
	for _, line := range want {
		if !found[line] {
			t.Errorf("the record lacks %q: %v", line, found)
		}
	}
}

// A text that names somebody is final only after two people looked at exactly this version and these cases.
func TestFinalWithNames(t *testing.T) {
	ctx, w := t.Context(), newTeam(t)
	one, err := w.Submission(ctx, w.coordinator, w.id)
	if err != nil {
		t.Fatal(err)
	}
	finish := func(naming bool) error {
		_, err := w.MakeFinal(ctx, w.coordinator, w.id, store.Finishing{
			Seal: upr.Seal{Cover: upr.CoverOf(&one), Annexes: upr.SealedAnnexesOf(&one).Sum()}, Name: "Final", Portable: []byte("{}"),
			Sum: fmt.Sprintf("%064x", 1), Today: today(), Naming: naming,
		})
		return err
	}
	confirm := func(by upr.Actor) {
		t.Helper()
		if err := w.ConfirmNaming(ctx, by, w.id, 0); err != nil {
			t.Fatal(err)
		}
	}
	wantKey(t, finish(true), "final.naming") // nobody looked at what the check found
	if err := w.SaveConsent(ctx, w.ben, w.id, aCase("Case 7")); err != nil {
		t.Fatal(err)
	}
	wantKey(t, finish(false), "final.naming") // a case names somebody, whatever the check found
	confirm(w.coordinator)
	confirm(w.coordinator)
	wantKey(t, finish(false), "final.naming") // one person, twice
	confirm(w.cleo)
	if n, err := w.Naming(ctx, w.ben, w.id, 0); err != nil || len(n.Confirmed) != 2 || n.Missing(true) != 0 || n.Named[0] != "Case 7" {
		t.Errorf("%+v, %v", n, err)
	}
	// Another case takes both back, and so does another version.
	if err := w.SaveConsent(ctx, w.ben, w.id, aCase("Case 8")); err != nil {
		t.Fatal(err)
	}
	wantKey(t, finish(false), "final.naming")
	wantKey(t, w.ConfirmNaming(ctx, w.ben, w.id, 1), "final.text-moved")
	if n, _ := w.Naming(ctx, w.ben, w.id, 1); len(n.Confirmed) != 0 {
		t.Errorf("of another version: %+v", n)
	}
	confirm(w.ben)
	confirm(w.coordinator)
	if err := finish(true); err != nil {
		t.Fatal(err)
	}
	wantKey(t, w.ConfirmNaming(ctx, w.ben, w.id, 0), "error.final")
	// What was agreed can change when the text is final: somebody may take it back.
	if _, err := w.Consents(ctx, w.ben, w.id); err != nil {
		t.Errorf("an editor of a final text: %v", err)
	}
	w.recorded(t, "naming-confirmed ", "final ")

	// They go with the submission.
	w.exec(t, `DELETE FROM submissions WHERE id = $1`, w.id)
	for _, table := range []string{"consents", "naming_confirmations"} {
		w.exec(t, `DO $$ BEGIN IF EXISTS (SELECT FROM `+table+`) THEN RAISE 'left behind'; END IF; END $$`)
	}
}
