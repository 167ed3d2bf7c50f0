package collab_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"upright/assets"
	"upright/internal/collab"
	"upright/internal/collab/engine"
	"upright/internal/localdb"
	"upright/internal/store"
	"upright/internal/store/storetest"
	"upright/internal/upr"
)

// program compiles the authority once for all tests.
var program = sync.OnceValues(func() (*engine.Program, error) {
	manifest, err := assets.Load(assets.Dist)
	if err != nil {
		return nil, err
	}
	script, err := manifest.Authority()
	if err != nil {
		return nil, err
	}
	return engine.Compile(script)
})

func compiled(t testing.TB) *engine.Program {
	t.Helper()
	p, err := program()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// world is a database with a submission of Anna's organization.
type world struct {
	url   string
	dir   string // of the cluster, for a durable world
	store *store.Store
	anna  upr.Actor
	org   upr.OrganizationID
	id    upr.SubmissionID
}

const firstText = `{"type":"doc","content":[
	{"type":"part","attrs":{"id":"partaaaaaaaa","kind":"rights"},"content":[{"type":"part_title","content":[{"type":"text","text":"Rights"}]},
		{"type":"paragraph","attrs":{"id":"paraaaaaaaaa"},"content":[{"type":"text","text":"The first paragraph."}]},
		{"type":"paragraph","attrs":{"id":"parabbbbbbbb"},"content":[{"type":"text","text":"The second paragraph."}]},
		{"type":"paragraph","attrs":{"id":"paracccccccc"},"content":[{"type":"text","text":"The third paragraph."}]}]},
	{"type":"part","attrs":{"id":"partbbbbbbbb","kind":"other"},"content":[{"type":"part_title"},{"type":"paragraph","attrs":{"id":"paradddddddd"}}]}]}`

// start is the position before the first character of the first paragraph.
const start = 10

func newWorld(t testing.TB) *world {
	t.Helper()
	return worldOn(t, storetest.URL(t))
}

// durableWorld is a world on a cluster of its own that waits for the disk, which the one for tests need not do.
func durableWorld(t testing.TB) *world {
	t.Helper()
	dir, err := os.MkdirTemp("", "upright-durable-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	cluster, err := localdb.Start(t.Context(), dir, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cluster.Stop(); err != nil {
			t.Error(err)
		}
	})
	s := storetest.Connect(t, cluster.URL())
	if _, err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	w := worldOn(t, cluster.URL())
	w.dir = dir
	for _, setting := range []string{"fsync", "synchronous_commit"} {
		if value := query(t, w, "SHOW "+setting); value != "on" {
			t.Fatalf("%s is %s: this proves nothing", setting, value)
		}
	}
	return w
}

func worldOn(t testing.TB, url string) *world {
	t.Helper()
	w := &world{url: url, store: storetest.Connect(t, url)}
	w.anna = w.user(t, "anna@example.org")
	var err error
	if w.org, err = w.store.CreateOrganization(t.Context(), w.anna, upr.Organization{Name: "Rights Now"}); err != nil {
		t.Fatal(err)
	}
	w.id = w.submission(t)
	return w
}

func (w *world) user(t testing.TB, email string) upr.Actor {
	t.Helper()
	user, err := w.store.CreateUser(t.Context(), store.NewUser{Name: email, Email: email, PasswordHash: "x"})
	if err != nil {
		t.Fatal(err)
	}
	return upr.Actor{User: user.ID}
}

func (w *world) submission(t testing.TB) upr.SubmissionID {
	t.Helper()
	details := upr.Details{State: "XXA", Session: 54, Cycle: 4, Kind: upr.Individual, Language: "en", Title: "Rights"}
	id, err := w.store.CreateSubmission(t.Context(), w.anna, w.org, details, "cycle-4", json.RawMessage(firstText))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// hub is a process of its own: with its own connections to the database.
func (w *world) hub(t testing.TB, options collab.Options) *collab.Hub {
	t.Helper()
	h, err := collab.New(storetest.Connect(t, w.url), compiled(t), slog.New(slog.NewTextHandler(t.Output(), nil)), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeHub(t, h) })
	return h
}

func closeHub(t testing.TB, h *collab.Hub) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := h.Close(ctx); err != nil {
		t.Error(err)
	}
}

// insert is a commit that inserts a text.
func insert(base int64, at int, text string) collab.Proposal {
	quoted, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return proposal(base, fmt.Sprintf(`[{"stepType":"replace","from":%d,"to":%d,"slice":{"content":[{"type":"text","text":%s}]}}]`, at, at, quoted))
}

func proposal(base int64, steps string) collab.Proposal {
	return collab.Proposal{Client: upr.NewID(), Ref: upr.NewID(), Base: base, Steps: json.RawMessage(steps)}
}

func (w *world) commit(t testing.TB, h *collab.Hub, p collab.Proposal) []store.Commit {
	t.Helper()
	commits, err := h.Commit(t.Context(), w.anna, w.id, p)
	if err != nil {
		t.Fatal(err)
	}
	return commits
}

func (w *world) manuscript(t testing.TB, h *collab.Hub) (string, int64) {
	t.Helper()
	doc, version, err := h.Manuscript(t.Context(), w.anna, w.id)
	if err != nil {
		t.Fatal(err)
	}
	return string(doc), version
}

// replayed is the text made from its first snapshot and every commit since.
func (w *world) replayed(t testing.TB) (string, int64) {
	t.Helper()
	first, err := w.store.Text(t.Context(), w.id, 0)
	if err != nil {
		t.Fatal(err)
	}
	text, err := compiled(t).Open(first.Snapshot, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	head, err := w.store.TextHead(t.Context(), w.id)
	if err != nil {
		t.Fatal(err)
	}
	commits, err := w.store.Commits(t.Context(), w.id, 0, head)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range commits {
		if c.Version != int64(i)+1 {
			t.Fatalf("commit %d has version %d", i, c.Version)
		}
		if err := text.Replay(c.Steps, engine.Sender{User: c.User}); err != nil {
			t.Fatal(err)
		}
	}
	doc, err := text.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	return string(doc), head
}

func wantKind(t testing.TB, err error, kind upr.ErrorKind) {
	t.Helper()
	var known *upr.Error
	if !errors.As(err, &known) || known.Kind != kind {
		t.Errorf("error is %v, want kind %d", err, kind)
	}
}

func wantText(t testing.TB, doc, text string) {
	t.Helper()
	if !strings.Contains(doc, text) {
		t.Errorf("%q is not in %s", text, doc)
	}
}

// query asks the database for one value, past the store.
func query(t testing.TB, w *world, query string) string {
	t.Helper()
	db, err := sql.Open("postgres", w.url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	var value string
	if err := db.QueryRowContext(t.Context(), query).Scan(&value); err != nil {
		t.Fatal(err)
	}
	return value
}

// change changes the database, past the store.
func change(t testing.TB, w *world, statement string) {
	t.Helper()
	db, err := sql.Open("postgres", w.url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}
