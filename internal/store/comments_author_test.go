package store_test

import (
	"errors"
	"slices"
	"testing"

	"upright/internal/upr"
)

// A reader changes and deletes what they wrote in their visit, while the link works, and nothing else.
func TestReadersOwnComments(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	link, hash := d.aLink(t, func(l *upr.NewReaderLink) { l.Others = true })
	eve, fay := d.visit(t, hash), d.visit(t, hash)
	first := newComment("one")
	if err := d.StartReaderThread(ctx, eve, d.id, "Eve", first, onWords()); err != nil {
		t.Fatal(err)
	}
	answer := answerTo(first, "from the team")
	if err := d.Reply(ctx, d.anna, d.id, answer); err != nil {
		t.Fatal(err)
	}
	change := func(by upr.Actor, c upr.NewComment, body string) error {
		c.Body = body
		return d.EditComment(ctx, by, d.id, c)
	}
	remove := func(by upr.Actor, c upr.NewComment) error { return d.DeleteComment(ctx, by, d.id, c.Thread, c.ID) }
	if err := change(eve, first, "one, better, @Name of anna@example.org"); err != nil {
		t.Fatal(err)
	}
	if list := d.threads(t); list[0].Comments[0].Body != "one, better, @Name of anna@example.org" || list[0].Comments[0].Edited.IsZero() {
		t.Errorf("the team sees %+v", list[0].Comments[0])
	}
	if list, err := d.ReaderThreads(ctx, eve, d.id); err != nil || list[0].Comments[0].Edited.IsZero() {
		t.Errorf("the reader sees %+v, %v", list, err)
	}
	wantKinds(t, d.Store, d.anna, "reader*") // and not that somebody outside names her
	for name, err := range map[string]error{
		"change another visit's":      change(fay, first, "x"),
		"change the team's":           change(eve, answer, "x"),
		"delete another visit's":      remove(fay, first),
		"delete the team's":           remove(eve, answer),
		"a made-up visit":             change(upr.Actor{Link: link, Visit: "made-up"}, first, "x"),
		"no visit":                    change(upr.Actor{Link: link}, first, "x"),
		"change one that is not here": change(eve, newComment("x"), "x"),
		"the visit without the link":  change(upr.Actor{Visit: eve.Visit}, first, "x"),
	} {
		t.Run(name, func(t *testing.T) { wantKind(t, err, upr.NotFound) })
	}
	wantKind(t, change(eve, first, " "), upr.Invalid)
	wantKind(t, change(d.anna, first, "x"), upr.NotFound)
	if err := remove(eve, first); err != nil {
		t.Fatal(err)
	}
	if got := d.bodies(t); !slices.Equal(got, []string{"–", "from the team"}) {
		t.Errorf("left is %q", got)
	}
	second := newComment("two")
	if err := d.StartReaderThread(ctx, eve, d.id, "", second, onWords()); err != nil {
		t.Fatal(err)
	}
	if err := d.WithdrawLink(ctx, d.anna, d.id, link); err != nil {
		t.Fatal(err)
	}
	wantKind(t, change(eve, second, "x"), upr.NotFound)
	wantKind(t, remove(eve, second), upr.NotFound)
}

// TestCommentsAtOnce: who sends many at the same moment, and one of them twice, is held to the rate all the same; and so
// are several readers of one link together.
func TestCommentsAtOnce(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	_, hash := d.aLink(t, plain)
	readers := []upr.Actor{d.visit(t, hash), d.visit(t, hash)}
	const more = 10
	list := make([]upr.NewComment, upr.MaxCommentsOften+more)
	for i := range list {
		list[i] = newComment("x")
	}
	list[len(list)-1] = list[0]
	for name, write := range map[string]func(i int) error{
		"a person": func(i int) error { return d.StartThread(ctx, d.ben, d.id, list[i], onWords()) },
		"two visitors": func(i int) error {
			return d.StartReaderThread(ctx, readers[i%2], d.id, "Eve", newComment("x"), onWords())
		},
	} {
		before := len(d.bodies(t))
		refused := 0
		for _, err := range atOnce(len(list), write) {
			var known *upr.Error
			switch {
			case err == nil:
			case errors.As(err, &known) && known.Kind == upr.TooMany:
				refused++
			default:
				t.Errorf("%s: %v", name, err)
			}
		}
		if got := len(d.bodies(t)) - before; got != upr.MaxCommentsOften || refused < more-1 {
			t.Errorf("%s: %d comments, %d refused", name, got, refused)
		}
	}
}
