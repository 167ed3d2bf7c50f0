package collab_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"upright/internal/collab"
	"upright/internal/store"
	"upright/internal/upr"
)

// letters are what people write in these tests, one each: they stand nowhere else, so that the text itself says whose a
// character is.
const letters = "ΩЖßø"

// member is a person who writes the text in the organization that leads it.
func (w *world) member(t testing.TB, email string) upr.Actor {
	t.Helper()
	person := w.user(t, email)
	w.exec(t, `INSERT INTO organization_members (organization_id, user_id, role) VALUES ($1, $2, 'member')`, w.org, person.User)
	return person
}

// exec changes the database, past the store.
func (w *world) exec(t testing.TB, statement string, args ...any) {
	t.Helper()
	db, err := sql.Open("postgres", w.url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(t.Context(), statement, args...); err != nil {
		t.Fatal(err)
	}
}

// wantOwn holds what is said about who wrote a text to the letters in it.
func wantOwn(t testing.TB, doc string, got *collab.Authorship, owners map[rune]upr.UserID) {
	t.Helper()
	var root jsonNode
	if err := json.Unmarshal([]byte(doc), &root); err != nil {
		t.Fatal(err)
	}
	var by []upr.UserID
	for i := 0; i+1 < len(got.Runs); i += 2 {
		for range got.Runs[i] {
			by = append(by, got.Users[got.Runs[i+1]])
		}
	}
	if size := root.size() - 2; len(by) != size {
		t.Fatalf("%d positions have authors, of %d", len(by), size)
	}
	characters := 0
	var walk func(n *jsonNode, pos int)
	walk = func(n *jsonNode, pos int) {
		for i, c := range []rune(n.Text) {
			characters++
			want, own := owners[c]
			if !own {
				want = owners[' ']
			}
			if by[pos+i] != want {
				t.Fatalf("%q at %d is by %s, want %s", c, pos+i, by[pos+i], want)
			}
		}
		for i := range n.Content {
			inner := pos
			if n.Type != "doc" {
				inner++
			}
			walk(&n.Content[i], inner)
			pos += n.Content[i].size()
		}
	}
	walk(&root, 0)
	shared := 0
	for _, counts := range got.Shares {
		for i := 1; i < len(counts); i += 2 {
			shared += counts[i]
		}
	}
	if shared != characters {
		t.Errorf("the shares are of %d characters, the text has %d", shared, characters)
	}
}

// letterEdit writes letters of one's own, takes text out, splits or marks.
func letterEdit(w *writer, letter string) (collab.Proposal, error) {
	all, err := w.blocks()
	if err != nil {
		return collab.Proposal{}, err
	}
	at := all[w.random.IntN(len(all))]
	from := at.start + w.random.IntN(at.size+1)
	to := min(at.start+at.size, from+w.random.IntN(12))
	step := fmt.Sprintf(`{"stepType":"replace","from":%d,"to":%d,"slice":{"content":[{"type":"text","text":"%s"}]}}`,
		from, from, strings.Repeat(letter, 1+w.random.IntN(30)))
	switch w.random.IntN(8) {
	case 0, 1:
		step = fmt.Sprintf(`{"stepType":"replace","from":%d,"to":%d}`, from, to)
	case 2:
		step = fmt.Sprintf(`{"stepType":"replace","from":%d,"to":%d,"slice":{"content":[{"type":"paragraph"},{"type":"paragraph","attrs":{"id":"%s"}}],
			"openStart":1,"openEnd":1},"structure":true}`, from, from, upr.NewID()[:12])
	case 3:
		step = fmt.Sprintf(`{"stepType":"addMark","from":%d,"to":%d,"mark":{"type":"em"}}`, from, to)
	}
	return proposal(w.version, "["+step+"]"), nil
}

// writeLetters lets several people write at random, each a letter of their own, and returns whose a letter is; what was
// there before is Anna's. All of them begin with the first version and merge what they missed.
func writeLetters(t *testing.T, w *world, hubs []*collab.Hub, seed uint64, edits int) map[rune]upr.UserID {
	t.Helper()
	owners := map[rune]upr.UserID{' ': w.anna.User}
	ended := make(chan error, len(letters))
	people, copied := 0, newReplica(t, w)
	for _, letter := range letters {
		person, hub := w.member(t, fmt.Sprintf("p%d@example.org", people)), hubs[people%len(hubs)]
		owners[letter] = person.User
		writer := newWriter(string(letter), seed+uint64(people), copied)
		people++
		go func() {
			ended <- func() error {
				for range edits {
					p, err := letterEdit(writer, string(letter))
					if err != nil {
						return err
					}
					var commits []store.Commit
					for {
						if commits, err = hub.Commit(t.Context(), person, w.id, p); !isBusy(err) {
							break
						}
					}
					if err == nil {
						err = writer.follow(commits)
					}
					if err != nil {
						return err
					}
				}
				return nil
			}()
		}()
	}
	for range people {
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
	}
	return owners
}

// Several people in two processes, most commits late: every character is whose letter it is, in both processes, in one
// that only reads the log, at a version in between, and after the log was replayed from the beginning.
func TestEveryCharacterHasItsAuthor(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	const edits = 70
	w := newWorld(t)
	hubs := []*collab.Hub{w.hub(t, collab.Options{}), w.hub(t, collab.Options{})}
	owners := writeLetters(t, w, hubs, seed, edits)
	people := len(owners) - 1

	const between = 150
	check := func(h *collab.Hub) {
		t.Helper()
		got, err := h.Authorship(t.Context(), w.anna, w.id, -1)
		if err != nil {
			t.Fatal(err)
		}
		if got.Version != int64(people)*edits {
			t.Errorf("authors of version %d", got.Version)
		}
		doc, _ := w.manuscript(t, h)
		wantOwn(t, doc, got, owners)
		if got, err = h.Authorship(t.Context(), w.anna, w.id, between); err != nil {
			t.Fatal(err)
		}
		old, err := h.ManuscriptAt(t.Context(), w.anna, w.id, between)
		if err != nil {
			t.Fatal(err)
		}
		wantOwn(t, string(old), got, owners)
	}
	for _, h := range hubs {
		check(h)
		closeHub(t, h)
	}
	if n := query(t, w, "SELECT count(*) FROM manuscript_snapshots WHERE authors IS NOT NULL"); n == "0" {
		t.Error("no snapshot has authors: this proves less")
	}
	check(w.hub(t, collab.Options{}))
	w.exec(t, "DELETE FROM manuscript_snapshots WHERE version > 0")
	check(w.hub(t, collab.Options{}))
}

// The log can be taken away up to a snapshot, and the authors stay.
func TestAuthorsOutliveTheLog(t *testing.T) {
	w := newWorld(t)
	h := w.hub(t, collab.Options{})
	ben := w.member(t, "ben@example.org")
	for v := range int64(201) {
		if _, err := h.Commit(t.Context(), ben, w.id, insert(v, start, "Ж")); err != nil {
			t.Fatal(err)
		}
	}
	closeHub(t, h)
	w.exec(t, "DELETE FROM manuscript_snapshots WHERE version = 0")
	w.exec(t, "DELETE FROM manuscript_commits WHERE version <= (SELECT min(version) FROM manuscript_snapshots)")
	h = w.hub(t, collab.Options{})
	got, err := h.Authorship(t.Context(), w.anna, w.id, -1)
	if err != nil {
		t.Fatal(err)
	}
	doc, _ := w.manuscript(t, h)
	wantOwn(t, doc, got, map[rune]upr.UserID{' ': w.anna.User, 'Ж': ben.User})
	touch, touched := got.Touched["paraaaaaaaaa"]
	if !touched || got.Users[touch[0]] != ben.User || touch[1] == 0 {
		t.Errorf("the paragraph was touched by %v", touch)
	}
	if _, touched := got.Touched["parabbbbbbbb"]; touched {
		t.Error("a paragraph that nobody touched was")
	}
	_, err = h.Authorship(t.Context(), w.user(t, "eve@example.org"), w.id, -1)
	wantKind(t, err, upr.NotFound)
	_, err = h.Authorship(t.Context(), w.anna, w.id, 999)
	wantKind(t, err, upr.Stale)
}
