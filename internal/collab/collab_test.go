package collab_test

import (
	"context"
	"encoding/json"
	"errors"
	"runtime"
	"strings"
	"testing"

	"upright/internal/collab"
	"upright/internal/upr"
)

func TestCommit(t *testing.T) {
	w := newWorld(t)
	h := w.hub(t, collab.Options{})
	first := insert(0, start, "One ")
	got := w.commit(t, h, first)
	if len(got) != 1 || got[0].Version != 1 || got[0].Ref != first.Ref || got[0].Kept != nil || got[0].User != w.anna.User || got[0].At.IsZero() {
		t.Errorf("the first commit became %+v", got)
	}
	late := w.commit(t, h, insert(0, start+4, "Two "))
	if len(late) != 2 || late[0].Ref != first.Ref || string(late[1].Kept) != "[0]" || !strings.Contains(string(late[1].Steps), `"from":18`) || late[1].Base != 0 {
		t.Errorf("the late commit became %s, kept %s", late[1].Steps, late[1].Kept)
	}
	doc, version := w.manuscript(t, h)
	if version != 2 {
		t.Errorf("the text is at %d", version)
	}
	wantText(t, doc, "One The Two first")
}

// A commit is taken once, however often and wherever it is sent.
func TestSameRefAgain(t *testing.T) {
	w := newWorld(t)
	h, other := w.hub(t, collab.Options{}), w.hub(t, collab.Options{})
	p := insert(0, start, "once ")
	w.commit(t, h, p)
	w.commit(t, h, insert(1, start, "another "))
	for name, h := range map[string]*collab.Hub{"the same process": h, "another process": other, "a new process": w.hub(t, collab.Options{})} {
		again := w.commit(t, h, p)
		if len(again) != 1 || again[0].Version != 1 || again[0].Ref != p.Ref {
			t.Errorf("%s answered %+v", name, again)
		}
	}
	// Both at the same moment, in one batch or in two.
	p = insert(2, start, "twice ")
	results := make(chan error, 8)
	for range cap(results) / 2 {
		for _, h := range []*collab.Hub{h, other} {
			go func() {
				_, err := h.Commit(t.Context(), w.anna, w.id, p)
				results <- err
			}()
		}
	}
	for range cap(results) {
		if err := <-results; err != nil {
			t.Error(err)
		}
	}
	doc, version := w.manuscript(t, h)
	if version != 3 || strings.Count(doc, "once") != 1 || strings.Count(doc, "twice") != 1 {
		t.Errorf("version %d: %s", version, doc)
	}
}

// A commit that was taken before the engine's memory and that of the refs begins is still known.
func TestRefFromLongAgo(t *testing.T) {
	w := newWorld(t)
	h := w.hub(t, collab.Options{})
	first := insert(0, start, "x")
	w.commit(t, h, first)
	for v := int64(1); v < 205; v++ {
		w.commit(t, h, insert(v, start, "x"))
	}
	closeHub(t, h) // the snapshot is saved by then
	if text, err := w.store.Text(t.Context(), w.id, -1); err != nil || text.Version != 200 || text.Head() != 205 {
		t.Fatalf("snapshot %d, head %d, %v", text.Version, text.Head(), err)
	}
	h = w.hub(t, collab.Options{})
	if again := w.commit(t, h, first); len(again) != 1 || again[0].Version != 1 {
		t.Errorf("answered with %d commits", len(again))
	}
	late := w.commit(t, h, insert(1, start+1, "late"))
	if len(late) != 205 || late[204].Version != 206 || string(late[204].Kept) != "[0]" {
		t.Errorf("%d commits", len(late))
	}
	// Nor does a ref that is used for another commit get in the way of others.
	used := insert(206, start, "used")
	used.Ref = first.Ref
	others := make(chan error)
	go func() {
		_, err := h.Commit(t.Context(), w.anna, w.id, insert(206, start, "other"))
		others <- err
	}()
	_, err := h.Commit(t.Context(), w.anna, w.id, used)
	wantKind(t, err, upr.Invalid)
	if err := <-others; err != nil {
		t.Error(err)
	}
	doc, _ := w.manuscript(t, h)
	if replayed, _ := w.replayed(t); replayed != doc {
		t.Errorf("the log makes %s, the hub has %s", replayed, doc)
	}
}

func TestRefused(t *testing.T) {
	w := newWorld(t)
	h := w.hub(t, collab.Options{})
	stranger := w.user(t, "ben@example.org")
	good := insert(0, start, "x")
	anonymous, noClient := good, good
	anonymous.Ref, noClient.Client = "UPPER", ""
	for name, test := range map[string]struct {
		by   upr.Actor
		id   upr.SubmissionID
		p    collab.Proposal
		want upr.ErrorKind
	}{
		"broken ref":            {w.anna, w.id, anonymous, upr.Invalid},
		"no client":             {w.anna, w.id, noClient, upr.Invalid},
		"against the schema":    {w.anna, w.id, insert(0, 0, "x"), upr.Invalid},
		"position outside":      {w.anna, w.id, insert(0, 9000, "x"), upr.Invalid},
		"ahead of the text":     {w.anna, w.id, insert(7, start, "x"), upr.Stale},
		"too large":             {w.anna, w.id, insert(0, start, strings.Repeat("x", 1<<20)), upr.TooLarge},
		"a stranger":            {stranger, w.id, good, upr.NotFound},
		"nobody":                {upr.Actor{}, w.id, good, upr.NotFound},
		"no such text":          {w.anna, upr.SubmissionID(upr.NewID()), good, upr.NotFound},
		"half a surrogate pair": {w.anna, w.id, proposal(0, `[{"stepType":"replace","from":10,"to":10,"slice":{"content":[{"type":"text","text":"\ud83d"}]}}]`), upr.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := h.Commit(t.Context(), test.by, test.id, test.p)
			wantKind(t, err, test.want)
		})
	}
	if doc, version := w.manuscript(t, h); version != 0 {
		t.Errorf("the text is at %d: %s", version, doc)
	}
}

// One commit that is refused does not take the others of its batch along.
func TestRefusedInABatch(t *testing.T) {
	w := newWorld(t)
	h := w.hub(t, collab.Options{})
	errs := make(chan error, 40)
	for i := range cap(errs) {
		go func() {
			p := insert(0, start, "x")
			if i%4 == 0 {
				p = insert(0, 0, "outside of a block")
			}
			_, err := h.Commit(t.Context(), w.anna, w.id, p)
			errs <- err
		}()
	}
	refused := 0
	for range cap(errs) {
		// Late, it is not refused: a step that lost its place is left out.
		if err := <-errs; err != nil {
			wantKind(t, err, upr.Invalid)
			refused++
		}
	}
	doc, version := w.manuscript(t, h)
	if int(version) != cap(errs)-refused || strings.Count(doc, "x") < 30 || strings.Contains(doc, "outside") {
		t.Errorf("version %d, %d refused: %s", version, refused, doc)
	}
}

func TestReplacePart(t *testing.T) {
	w := newWorld(t)
	h := w.hub(t, collab.Options{})
	part := `{"type":"part","attrs":{"id":"partaaaaaaaa","kind":"rights","hidden":false},"content":[{"type":"part_title","content":[{"type":"text","text":"Human rights"}]},
		{"type":"paragraph","attrs":{"id":"paraaaaaaaaa","numbered":true},"content":[{"type":"text","text":"The first paragraph, mended."}]},
		{"type":"paragraph","attrs":{"id":"parabbbbbbbb","numbered":true},"content":[{"type":"text","text":"The second paragraph."}]},
		{"type":"recommendation","attrs":{"id":"paraeeeeeeee","addressee":""},"content":[{"type":"text","text":"A new one."}]}]}`
	// While the form was open somebody wrote into the second paragraph.
	w.commit(t, h, insert(0, start+22, "Meanwhile: "))
	version, lost, err := h.ReplacePart(t.Context(), w.anna, w.id, 0, json.RawMessage(part))
	if err != nil || version != 2 || lost != 0 {
		t.Fatalf("version %d, %d lost, %v", version, lost, err)
	}
	doc, _ := w.manuscript(t, h)
	for _, text := range []string{"Human rights", "paragraph, mended.", "Meanwhile: The second", "A new one."} {
		wantText(t, doc, text)
	}
	if strings.Contains(doc, "third") {
		t.Errorf("the third paragraph is still there: %s", doc)
	}

	if version, _, err = h.ReplacePart(t.Context(), w.anna, w.id, 0, json.RawMessage(`{"type":"part","attrs":{"id":"partbbbbbbbb","kind":"other","hidden":false},
		"content":[{"type":"part_title"},{"type":"paragraph","attrs":{"id":"paradddddddd"}}]}`)); err != nil || version != 0 {
		t.Errorf("a form sent back as it was: version %d, %v", version, err)
	}
	for name, test := range map[string]struct {
		by   upr.Actor
		base int64
		part string
		want upr.ErrorKind
	}{
		"no such part":    {w.anna, 2, strings.Replace(part, "partaaaaaaaa", "partzzzzzzzz", 1), upr.NotFound},
		"not a part":      {w.anna, 2, `{"type":"paragraph"}`, upr.Invalid},
		"not JSON":        {w.anna, 2, `{`, upr.Invalid},
		"future version":  {w.anna, 9, part, upr.Stale},
		"negative":        {w.anna, -1, part, upr.Stale},
		"a stranger":      {w.user(t, "ben@example.org"), 2, part, upr.NotFound},
		"outside of kind": {w.anna, 2, strings.Replace(part, `"rights"`, `"poetry"`, 1), upr.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := h.ReplacePart(t.Context(), test.by, w.id, test.base, json.RawMessage(test.part))
			wantKind(t, err, test.want)
		})
	}
}

func TestLoad(t *testing.T) {
	w := newWorld(t)
	h := w.hub(t, collab.Options{})
	w.commit(t, h, insert(0, start, "x"))
	doc, version, err := collab.Load(t.Context(), w.store, compiled(t), w.id)
	if want, _ := w.manuscript(t, h); err != nil || version != 1 || string(doc) != want {
		t.Errorf("version %d, %v: %s", version, err, doc)
	}
}

// What is in the mailbox when the server shuts down is still written; what comes later is not, and says so.
func TestClose(t *testing.T) {
	w := newWorld(t)
	h := w.hub(t, collab.Options{})
	reader, err := h.Follow(t.Context(), w.anna, w.id, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	type result struct {
		ref string
		err error
	}
	results := make(chan result, 50)
	for i := range cap(results) {
		go func() {
			p := insert(0, start, "x")
			_, err := h.Commit(t.Context(), w.anna, w.id, p)
			results <- result{p.Ref, err}
		}()
		if i == 30 {
			<-results // some have been taken by now, some have not
			go closeHub(t, h)
		}
	}
	for range cap(results) - 1 {
		r := <-results
		version, err := w.store.CommitVersion(t.Context(), w.id, r.ref, 0)
		if err != nil {
			t.Fatal(err)
		}
		if r.err == nil && version == 0 {
			t.Error("a commit that was acknowledged is not there")
		}
		if r.err != nil {
			wantKind(t, r.err, upr.Busy)
		}
	}
	closeHub(t, h)
	for err == nil {
		_, err = reader.Next(t.Context())
	}
	wantKind(t, err, upr.Busy)
	_, err = h.Commit(t.Context(), w.anna, w.id, insert(0, start, "x"))
	wantKind(t, err, upr.Busy)
}

func TestIdleTextsAreClosed(t *testing.T) {
	w := newWorld(t)
	h := w.hub(t, collab.Options{})
	w.commit(t, h, insert(0, start, "x"))
	if open := h.Open(); !open[w.id] {
		t.Fatalf("open: %v", open)
	}
	reader, err := h.Follow(t.Context(), w.anna, w.id, 1)
	if err != nil {
		t.Fatal(err)
	}
	h.PassIdleTime()
	for h.Open()[w.id] { // the actor closes the engine when it gets to it
		runtime.Gosched()
	}
	if _, there := h.Open()[w.id]; !there {
		t.Error("a text that is read was forgotten")
	}
	w.commit(t, w.hub(t, collab.Options{}), insert(1, start, "y"))
	if news, err := reader.Next(t.Context()); err != nil || len(news.Commits) != 1 {
		t.Errorf("read %v, %v", news, err)
	}
	w.commit(t, h, insert(2, start, "z"))
	reader.Close()
	h.PassIdleTime()
	if open := h.Open(); len(open) != 0 {
		t.Errorf("open: %v", open)
	}
	if doc, version := w.manuscript(t, h); version != 3 || !strings.Contains(doc, "zyxThe") {
		t.Errorf("version %d: %s", version, doc)
	}
}

func TestOpenTextsAreBounded(t *testing.T) {
	w := newWorld(t)
	h := w.hub(t, collab.Options{MaxOpen: 2})
	for i := range 12 {
		id := w.submission(t)
		if _, err := h.Commit(t.Context(), w.anna, id, insert(0, start, "x")); err != nil {
			t.Fatal(i, err)
		}
		for awake := 3; awake > 2; { // the one that was sent to rest does so when its actor gets to it
			runtime.Gosched()
			awake = 0
			for _, open := range h.Open() {
				if open {
					awake++
				}
			}
		}
	}
}

func TestReader(t *testing.T) {
	w := newWorld(t)
	h, other := w.hub(t, collab.Options{}), w.hub(t, collab.Options{})
	_, err := h.Follow(t.Context(), w.user(t, "ben@example.org"), w.id, 0)
	wantKind(t, err, upr.NotFound)
	_, err = h.Follow(t.Context(), w.anna, w.id, 5)
	wantKind(t, err, upr.Stale)
	_, err = h.Follow(t.Context(), w.anna, w.id, -1)
	wantKind(t, err, upr.Stale)

	reader, err := h.Follow(t.Context(), w.anna, w.id, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	brief, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := reader.Next(brief); !errors.Is(err, context.Canceled) {
		t.Errorf("error: %v", err)
	}
	for v := range int64(3) {
		p := insert(v, start, "x")
		w.commit(t, other, p)
		news, err := reader.Next(t.Context())
		if err != nil || len(news.Commits) != 1 || news.Commits[0].Ref != p.Ref || news.Commits[0].Version != v+1 {
			t.Errorf("read %+v, %v", news, err)
		}
	}
	// One who comes late gets everything, from memory or from the database.
	for _, h := range []*collab.Hub{other, w.hub(t, collab.Options{})} {
		late, err := h.Follow(t.Context(), w.anna, w.id, 1)
		if err != nil {
			t.Fatal(err)
		}
		if news, err := late.Next(t.Context()); err != nil || len(news.Commits) != 2 || news.Commits[0].Version != 2 {
			t.Errorf("read %+v, %v", news, err)
		}
		late.Close()
	}
}

// A connection that listens can be lost, and what happened meanwhile is not.
func TestListenerIsCut(t *testing.T) {
	w := newWorld(t)
	h, other := w.hub(t, collab.Options{}), w.hub(t, collab.Options{})
	reader, err := h.Follow(t.Context(), w.anna, w.id, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if cut := query(t, w, `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
		WHERE datname = current_database() AND query ILIKE 'LISTEN%'`); cut == "0" {
		t.Fatal("nobody listens")
	}
	w.commit(t, other, insert(0, start, "unheard "))
	if news, err := reader.Next(t.Context()); err != nil || len(news.Commits) != 1 {
		t.Errorf("read %+v, %v", news, err)
	}
}
