package collab_test

import (
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
	if doc, now := w.manuscript(t, h); doc != before || now != head {
		t.Errorf("version %d instead of %d, and the text is another: %v", now, head, doc != before)
	}
}
