package store_test

import (
	"testing"

	"upright/internal/store"
	"upright/internal/upr"
)

// What was read of a Word file goes into a text once, and back to its owner when it did not get there.
func TestWordImport(t *testing.T) {
	ctx, w := t.Context(), newTeam(t)
	sent := store.WordImport{File: "a.docx", Draft: []byte("{}")}
	kept, err := w.KeepWordImport(ctx, w.ben, w.id, sent)
	must(t, err)
	wantKind(t, w.TakeWordImport(ctx, w.cleo, w.id, kept), upr.NotFound)
	wantOneWinner(t, atOnce(4, func(int) error { return w.TakeWordImport(ctx, w.ben, w.id, kept) }), upr.NotFound)
	_, err = w.WordImport(ctx, w.ben, w.id, kept)
	wantKind(t, err, upr.NotFound)

	must(t, w.ReturnWordImport(ctx, w.ben, w.id, kept, sent))
	if found, err := w.WordImport(ctx, w.ben, w.id, kept); err != nil || found.File != sent.File || string(found.Draft) != "{}" {
		t.Errorf("what came back is %+v, %v", found, err)
	}
	must(t, w.TakeWordImport(ctx, w.ben, w.id, kept))
	newer, err := w.KeepWordImport(ctx, w.ben, w.id, store.WordImport{File: "b.docx", Draft: []byte("{}")})
	must(t, err)
	must(t, w.ReturnWordImport(ctx, w.ben, w.id, kept, sent)) // too late: another file took its place
	_, err = w.WordImport(ctx, w.ben, w.id, kept)
	wantKind(t, err, upr.NotFound)
	_, err = w.WordImport(ctx, w.ben, w.id, newer)
	must(t, err)
}

// The bound of a submission's comments holds for threads that come from files, also for two files at once.
func TestTakeThreadsBound(t *testing.T) {
	ctx, w := t.Context(), newTeam(t)
	w.exec(t, `
		INSERT INTO comment_threads (id, submission_id, version, block, ranged, from_pos, to_pos, quote, shown, part)
		VALUES (repeat('a', 20), $1, 0, 'p', false, 0, 0, '', 'p', 'p')`, w.id)
	w.exec(t, `INSERT INTO comments (id, thread_id, body) SELECT lpad(translate(n::text, '0123456789', 'abcdefghij'), 20, 'a'), repeat('a', 20), 'x' FROM generate_series(1, $1) n`, upr.MaxComments-1)
	file := []store.TakenThread{{Anchor: upr.Anchor{Block: "p"}, Comments: []string{"Who said so?"}}}
	wantOneWinner(t, atOnce(8, func(i int) error {
		return w.TakeThreads(ctx, []upr.Actor{w.ben, w.coordinator}[i%2], w.id, file)
	}), upr.TooMany)
}
