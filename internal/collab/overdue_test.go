package collab_test

import (
	"fmt"
	"log/slog"
	"testing"

	"upright/assets"
	"upright/internal/collab"
	"upright/internal/collab/engine"
	"upright/internal/store/storetest"
	"upright/internal/upr"
)

// slowProgram is the authority, except that it never comes to an end with a commit that says so.
func slowProgram(t *testing.T) *engine.Program {
	t.Helper()
	manifest, err := assets.Load(assets.Dist)
	if err != nil {
		t.Fatal(err)
	}
	script, err := manifest.Authority()
	if err != nil {
		t.Fatal(err)
	}
	p, err := engine.Compile(script + `
		;(function () {
			const receive = authority.receive
			authority.receive = function (key, base, steps, older, sender) {
				if (steps.includes("endless")) for (;;) {}
				return receive(key, base, steps, older, sender)
			}
		})()`)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// A commit that the engine cannot finish in time does not keep others from writing for ever.
func TestAlwaysOverdueIsRefused(t *testing.T) {
	w := newWorld(t)
	h, err := collab.New(storetest.Connect(t, w.url), slowProgram(t), slog.New(slog.NewTextHandler(t.Output(), nil)), collab.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeHub(t, h) })
	endless := insert(0, start, "endless")
	for i, want := range []upr.ErrorKind{upr.Busy, upr.Busy, upr.Invalid} {
		t.Run(fmt.Sprint("time ", i+1), func(t *testing.T) {
			_, err := h.Commit(t.Context(), w.anna, w.id, endless)
			wantKind(t, err, want)
		})
	}
	w.commit(t, h, insert(0, start, "x"))
	_, err = h.Commit(t.Context(), w.anna, w.id, endless)
	wantKind(t, err, upr.Invalid)
	if !h.Open()[w.id] {
		t.Error("a commit that is known to be hopeless still cost the engine")
	}
}
