package collab_test

import (
	"errors"
	"strings"
	"testing"

	"upright/internal/collab"
	"upright/internal/upr"
)

// Bringing a version back is in the record, once, however many commits it takes; and the text stays as it is where the
// record takes no entry.
func TestRestoreIsRecordedWithTheText(t *testing.T) {
	w := newWorld(t)
	h := w.hub(t, collab.Options{})
	const inSecond = 81
	w.commit(t, h, insert(0, inSecond, "in the second part"))
	w.commit(t, h, insert(1, start, "in the first part "))
	before, head := w.manuscript(t, h)
	restored := func() string {
		return query(t, w, `SELECT count(*) || ' of version ' || coalesce(max(ref), '') || ' by ' || coalesce(max(u.email), '')
			FROM record_entries r LEFT JOIN users u ON u.id = r.by_user WHERE kind = 'restored'`)
	}
	change(t, w, `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the record is full'; END $$`)
	change(t, w, `CREATE TRIGGER full_record BEFORE INSERT ON record_entries FOR EACH ROW EXECUTE FUNCTION refuse()`)
	if _, _, err := h.Restore(t.Context(), w.anna, w.id, head, 0, ""); err == nil {
		t.Error("it is not recorded, or its error is not heard")
	}
	if doc, now := w.manuscript(t, h); doc != before || now != head {
		t.Errorf("version %d without its record: %s", now, doc)
	}
	change(t, w, `DROP TRIGGER full_record ON record_entries`)
	now, lost, err := h.Restore(t.Context(), w.anna, w.id, head, 0, "")
	if err != nil || lost != 0 || now != head+2 {
		t.Fatalf("version %d, %d lost, %v", now, lost, err)
	}
	if got := restored(); got != "1 of version 0 by anna@example.org" {
		t.Errorf("the record has %s", got)
	}
	if _, _, err := h.Restore(t.Context(), w.anna, w.id, now, 0, ""); err != nil {
		t.Fatal(err)
	}
	if got := restored(); got != "1 of version 0 by anna@example.org" {
		t.Errorf("nothing was brought back, and the record has %s", got)
	}
}

// Of a version of which one part is more than a commit holds, nothing is brought back: the parts before it would be.
func TestRestoreIsWholeOrNot(t *testing.T) {
	w := newWorld(t)
	h := w.hub(t, collab.Options{})
	const inSecond, pieces, piece = 81, 2, 270_000
	for i := range pieces {
		w.commit(t, h, insert(int64(i), inSecond, strings.Repeat(`"`, piece)))
	}
	w.commit(t, h, insert(pieces, start, "in the first part "))
	want := int64(pieces + 1)
	w.commit(t, h, proposal(want, "["+removed(start, start+18)+"]"))
	w.commit(t, h, proposal(want+1, "["+removed(inSecond, inSecond+pieces*piece)+"]"))
	before, head := w.manuscript(t, h)
	_, _, err := h.Restore(t.Context(), w.anna, w.id, head, want, "")
	wantKind(t, err, upr.TooLarge)
	var known *upr.Error
	if errors.As(err, &known) && known.Key != "history.too-large" {
		t.Errorf("the message %s does not say what to do", known.Key)
	}
	if doc, now := w.manuscript(t, h); doc != before || now != head {
		t.Errorf("version %d instead of %d, and the text is another: %v", now, head, doc != before)
	}
}

// When another process was first, the whole version is written under the lock, over what that wrote: in commits that
// follow on each other, with one entry in the record.
func TestRestoreAfterALostRace(t *testing.T) {
	w := newWorld(t)
	h := w.hub(t, collab.Options{})
	const inSecond = 81
	w.commit(t, h, insert(0, inSecond, "in the second part"))
	w.commit(t, h, insert(1, start, "in the first part "))
	_, head := w.manuscript(t, h)
	w.commit(t, h, insert(head, start+60, "meanwhile "))
	change(t, w, `CREATE SEQUENCE tries`)
	change(t, w, `CREATE FUNCTION lose_once() RETURNS trigger LANGUAGE plpgsql AS $$
		BEGIN IF nextval('tries') = 1 THEN RETURN NULL; END IF; RETURN NEW; END $$`)
	change(t, w, `CREATE TRIGGER lost_race BEFORE UPDATE OF head ON manuscripts FOR EACH ROW EXECUTE FUNCTION lose_once()`)
	now, lost, err := h.Restore(t.Context(), w.anna, w.id, head, 0, "")
	if err != nil || lost != 0 || now != head+3 {
		t.Fatalf("version %d, %d lost, %v", now, lost, err)
	}
	if tries := query(t, w, `SELECT last_value::text FROM tries`); tries != "2" {
		t.Errorf("%s tries: nothing was lost", tries)
	}
	doc, _ := w.manuscript(t, h)
	wantText(t, doc, "meanwhile ")
	if strings.Contains(doc, "in the first part") || strings.Contains(doc, "in the second part") {
		t.Errorf("the text is %s", doc)
	}
	if again, _ := w.replayed(t); again != doc {
		t.Errorf("the log makes another text: %s", again)
	}
	if n := query(t, w, `SELECT count(*)::text FROM record_entries WHERE kind = 'restored'`); n != "1" {
		t.Errorf("%s entries in the record", n)
	}
}
