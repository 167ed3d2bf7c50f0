package store_test

import (
	"sync"
	"testing"

	"upright/internal/store"
	"upright/internal/upr"
)

// a pair of submissions about two States, linked, the second of which ben may only read.
func newRelated(t *testing.T) (w team, other upr.SubmissionID) {
	t.Helper()
	w = newTeam(t)
	d := someDetails()
	d.State = "HND"
	other = addSubmission(t, w.Store, w.coordinator, w.org, d)
	w.exec(t, `INSERT INTO submission_people (submission_id, user_id, role, began_at) VALUES ($1, $2, 'reader', now())`, other, w.ben.User)
	if err := w.Relate(t.Context(), w.coordinator, w.id, other); err != nil {
		t.Fatal(err)
	}
	return w, other
}

// passage is one that can be taken over into w.id.
func passage(w team, from upr.SubmissionID, block string) upr.Passage {
	return upr.Passage{
		Kind: upr.ParagraphPassage, Into: w.id, Block: block,
		Source: upr.PassageSource{Submission: from, Block: "source", Label: "12", Version: 3, Words: "{}"},
	}
}

func TestRelate(t *testing.T) {
	ctx, w := t.Context(), newTeam(t)
	d := someDetails()
	same := addSubmission(t, w.Store, w.coordinator, w.org, d)
	d.State = "HND"
	other := addSubmission(t, w.Store, w.coordinator, w.org, d)
	foreign := addSubmission(t, w.Store, w.no, addOrganization(t, w.Store, w.no, "Elsewhere"), d)
	for name, one := range map[string]struct {
		by   upr.Actor
		with upr.SubmissionID
		want upr.ErrorKind
	}{
		"itself":                     {w.coordinator, w.id, upr.Invalid},
		"the same State":             {w.coordinator, same, upr.Invalid},
		"one that is not theirs":     {w.coordinator, foreign, upr.NotFound},
		"one that is not there":      {w.coordinator, "none", upr.NotFound},
		"an editor of this one":      {w.ben, other, upr.Forbidden},
		"a coordinator of the other": {w.no, foreign, upr.NotFound},
	} {
		if err := w.Relate(ctx, one.by, w.id, one.with); kindOf(err) != one.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	// A final text serves others still.
	w.exec(t, `UPDATE manuscripts SET final = 1 WHERE submission_id = $1`, other)
	if err := w.Relate(ctx, w.coordinator, w.id, other); err != nil {
		t.Fatal(err)
	}
	if err := w.Relate(ctx, w.coordinator, other, w.id); kindOf(err) != upr.Conflict {
		t.Errorf("linked twice: %v", err)
	}
	for by, want := range map[upr.Actor]upr.SubmissionID{w.coordinator: other, w.reader: ""} {
		list, err := w.Relations(ctx, by, w.id)
		if err != nil || len(list) != 1 || list[0].Other != want || list[0].By != w.coordinator.User {
			t.Errorf("%s sees %+v, %v", by.User, list, err)
		}
	}
	list, err := w.Relations(ctx, w.coordinator, other)
	if err != nil || len(list) != 1 || list[0].Other != w.id {
		t.Fatalf("from the other side: %+v, %v", list, err)
	}
	if err := w.Unrelate(ctx, w.ben, w.id, list[0].ID); kindOf(err) != upr.Forbidden {
		t.Errorf("an editor unlinks: %v", err)
	}
	if err := w.Unrelate(ctx, w.coordinator, same, list[0].ID); kindOf(err) != upr.NotFound {
		t.Errorf("unlinked through a third submission: %v", err)
	}
	if err := w.Unrelate(ctx, w.coordinator, other, list[0].ID); err != nil {
		t.Fatal(err)
	}
	for _, id := range []upr.SubmissionID{w.id, other} {
		if kinds := w.kinds(t, id); kinds[upr.RelatedRecord] != 1 || kinds[upr.UnrelatedRecord] != 1 {
			t.Errorf("the record of %s has %v", id, kinds)
		}
	}
}

// kinds counts the entries of a record by what they tell.
func (w team) kinds(t *testing.T, id upr.SubmissionID) map[upr.RecordKind]int {
	t.Helper()
	list, err := w.RecordEntries(t.Context(), w.coordinator, id, store.RecordFilter{AtMost: 100})
	if err != nil {
		t.Fatal(err)
	}
	counts := map[upr.RecordKind]int{}
	for _, e := range list {
		counts[e.Kind]++
	}
	return counts
}

func TestPassages(t *testing.T) {
	ctx := t.Context()
	w, other := newRelated(t)
	given, err := w.TakePassage(ctx, w.ben, passage(w, other, "aaaaaaaaaaaa"))
	if err != nil {
		t.Fatal(err)
	}
	for name, one := range map[string]struct {
		by     upr.Actor
		change func(*upr.Passage)
		want   upr.ErrorKind
	}{
		"the same block":         {w.ben, func(p *upr.Passage) { p.Block = "aaaaaaaaaaaa" }, upr.Conflict},
		"who may not edit here":  {w.reader, func(*upr.Passage) {}, upr.Forbidden},
		"who may not read there": {w.cleo, func(*upr.Passage) {}, upr.NotFound},
		"a stranger":             {w.no, func(*upr.Passage) {}, upr.NotFound},
		"the other way round":    {w.ben, func(p *upr.Passage) { p.Into, p.Source.Submission = other, w.id }, upr.Forbidden},
		"no id of a block":       {w.ben, func(p *upr.Passage) { p.Block = "<b>" }, upr.Invalid},
		"no words":               {w.ben, func(p *upr.Passage) { p.Source.Words = "" }, upr.Invalid},
		"too many words":         {w.ben, func(p *upr.Passage) { p.Source.Words = string(make([]byte, upr.MaxPassageBytes+1)) }, upr.TooLarge},
		"an unknown kind":        {w.ben, func(p *upr.Passage) { p.Kind = "picture" }, upr.Invalid},
	} {
		p := passage(w, other, "bbbbbbbbbbbb")
		one.change(&p)
		if _, err := w.TakePassage(ctx, one.by, p); kindOf(err) != one.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Who may read both sees both sides; who may not learns nothing of the other.
	into, from, err := w.Passages(ctx, w.ben, w.id)
	if err != nil || len(into) != 1 || len(from) != 0 || into[0].Source.Submission != other || into[0].Source.Label != "12" || !into[0].Linked {
		t.Fatalf("into %+v, from %+v, %v", into, from, err)
	}
	if into, _, err = w.Passages(ctx, w.cleo, w.id); err != nil || len(into) != 1 || into[0].Source != (upr.PassageSource{}) || into[0].Gone {
		t.Errorf("cleo sees %+v, %v", into, err)
	}
	w.exec(t, `INSERT INTO submission_people (submission_id, user_id, role, began_at) VALUES ($1, $2, 'coordinator', now())`, other, w.no.User)
	for by, want := range map[upr.Actor]int{w.ben: 1, w.no: 0} {
		if _, from, err = w.Passages(ctx, by, other); err != nil || len(from) != want {
			t.Errorf("%s sees %d passages that were taken, %v", by.User, len(from), err)
		}
	}
	// Newer words are settled once.
	newer := upr.PassageSource{Label: "13", Version: 8, Words: `{"x":1}`}
	for name, one := range map[string]struct {
		by   upr.Actor
		seen int64
		want upr.ErrorKind
	}{"a reader": {w.reader, 3, upr.Forbidden}, "who may not read there": {w.cleo, 3, upr.NotFound}, "an older view": {w.ben, 2, upr.Conflict}} {
		if err := w.SettlePassage(ctx, one.by, w.id, given, one.seen, newer, true); kindOf(err) != one.want {
			t.Errorf("%s settles: %v", name, err)
		}
	}
	if err := w.SettlePassage(ctx, w.ben, w.id, given, 3, newer, true); err != nil {
		t.Fatal(err)
	}
	if err := w.SettlePassage(ctx, w.ben, w.id, given, 8, upr.PassageSource{Version: 9, Words: "{}"}, false); err != nil {
		t.Fatal(err)
	}
	if into, _, err = w.Passages(ctx, w.ben, w.id); err != nil || into[0].Source.Version != 9 || into[0].SeenBy != w.ben.User || into[0].SeenAt.IsZero() {
		t.Errorf("after settling %+v, %v", into, err)
	}
	if kinds := w.kinds(t, w.id); kinds[upr.TakenOverRecord] != 1 || kinds[upr.TakenAgainRecord] != 1 || kinds[upr.LeftAsItIsRecord] != 1 {
		t.Errorf("the record has %v", kinds)
	}
	if kinds := w.kinds(t, other); kinds[upr.GivenRecord] != 2 {
		t.Errorf("the record of the source has %v", kinds)
	}
	w.afterTheSource(t, other, given)
}

// afterTheSource follows a passage when the submissions are not linked any more, and when the source is deleted.
func (w team) afterTheSource(t *testing.T, other upr.SubmissionID, given string) {
	t.Helper()
	ctx := t.Context()
	list, err := w.Relations(ctx, w.coordinator, w.id)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Unrelate(ctx, w.coordinator, w.id, list[0].ID); err != nil {
		t.Fatal(err)
	}
	if _, err := w.TakePassage(ctx, w.ben, passage(w, other, "cccccccccccc")); kindOf(err) != upr.NotFound {
		t.Errorf("taken from one that is not linked: %v", err)
	}
	if err := w.SettlePassage(ctx, w.ben, w.id, given, 9, upr.PassageSource{Version: 10, Words: "{}"}, true); kindOf(err) != upr.NotFound {
		t.Errorf("settled with one that is not linked: %v", err)
	}
	into, _, err := w.Passages(ctx, w.ben, w.id)
	if err != nil || len(into) != 1 || into[0].Linked || into[0].Source.Submission != other {
		t.Errorf("not linked any more: %+v, %v", into, err)
	}
	w.exec(t, `DELETE FROM submissions WHERE id = $1`, other)
	if into, _, err = w.Passages(ctx, w.ben, w.id); err != nil || len(into) != 1 || !into[0].Gone || into[0].Source != (upr.PassageSource{}) {
		t.Errorf("after the source was deleted: %+v, %v", into, err)
	}
}

// Two who take passages over in both directions at once record in both submissions, and neither waits for ever.
func TestPassagesAtOnce(t *testing.T) {
	ctx := t.Context()
	w, other := newRelated(t)
	var all sync.WaitGroup
	for i := range 8 {
		p := passage(w, other, "aaaaaaaaaaa"+string(rune('a'+i)))
		if i%2 == 0 {
			p.Into, p.Source.Submission = other, w.id
		}
		all.Go(func() {
			if _, err := w.TakePassage(ctx, w.coordinator, p); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if kinds := w.kinds(t, w.id); kinds[upr.TakenOverRecord] != 4 || kinds[upr.GivenRecord] != 4 {
		t.Errorf("the record has %v", kinds)
	}
}

// One more passage fits, and one more is what two get who take one over at the same time.
func TestPassagesBound(t *testing.T) {
	ctx := t.Context()
	w, other := newRelated(t)
	w.exec(t, `INSERT INTO taken_passages (id, submission_id, kind, block)
		SELECT lpad(translate(n::text, '0123456789', 'abcdefghij'), 20, 'a'), $1, 'paragraph', 'block' || n FROM generate_series(1, $2) n`, w.id, upr.MaxPassages-1)
	for range 5 { // without a lock one round may end well
		wantOneWinner(t, atOnce(8, func(i int) error {
			_, err := w.TakePassage(ctx, w.ben, passage(w, other, "aaaaaaaaaaa"+string(rune('a'+i))))
			return err
		}), upr.TooMany)
		w.exec(t, `DELETE FROM taken_passages WHERE submission_id = $1 AND block LIKE 'aaaaaaaaaaa_'`, w.id)
	}
}

// What can be linked is what Relate takes: another State, edited by who coordinates this one, not linked yet.
func TestRelatable(t *testing.T) {
	ctx := t.Context()
	w, linked := newRelated(t)
	add := func(by upr.Actor, org upr.OrganizationID, state string) upr.SubmissionID {
		d := someDetails()
		d.State = state
		return addSubmission(t, w.Store, by, org, d)
	}
	own, final, same := add(w.coordinator, w.org, "GTM"), add(w.coordinator, w.org, "SLV"), add(w.coordinator, w.org, someDetails().State)
	w.exec(t, `UPDATE manuscripts SET final = 1 WHERE submission_id = $1`, final)
	elsewhere := addOrganization(t, w.Store, w.no, "Elsewhere")
	edited, read, left := add(w.no, elsewhere, "BLZ"), add(w.no, elsewhere, "NIC"), add(w.no, elsewhere, "CRI")
	for id, role := range map[upr.SubmissionID]string{edited: "editor", read: "reader", left: "editor"} {
		w.exec(t, `INSERT INTO submission_people (submission_id, user_id, role, began_at) VALUES ($1, $2, $3, now())`,
			id, w.coordinator.User, role)
	}
	w.exec(t, `UPDATE submission_people SET left_at = now() WHERE submission_id = $1 AND user_id = $2`, left, w.coordinator.User)
	list, err := w.Relatable(ctx, w.coordinator, w.id)
	must(t, err)
	found := map[upr.SubmissionID]bool{}
	for _, one := range list {
		found[one.ID] = true
	}
	for id, want := range map[upr.SubmissionID]bool{
		own: true, final: true, edited: true, same: false, linked: false, read: false, left: false, w.id: false,
	} {
		if found[id] != want {
			t.Errorf("%s can be linked: %v, want %v", id, found[id], want)
		}
		if _, err := w.Relations(ctx, w.coordinator, id); err == nil && (w.Relate(ctx, w.coordinator, w.id, id) == nil) != want {
			t.Errorf("%s is linked against the list", id)
		}
	}
	if len(list) != 3 {
		t.Errorf("%d can be linked", len(list))
	}
	_, err = w.Relatable(ctx, w.ben, w.id)
	wantKind(t, err, upr.Forbidden)
	_, err = w.Relatable(ctx, w.no, w.id)
	wantKind(t, err, upr.NotFound)
}
