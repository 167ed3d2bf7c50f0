package collab_test

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"upright/internal/collab"
	"upright/internal/store"
	"upright/internal/upr"
)

// seedsOf returns the seeds of a run: UPRIGHT_SEEDS says how many, UPRIGHT_SEED plays one again.
func seedsOf(t *testing.T, usual int) []uint64 {
	t.Helper()
	number := func(name string, otherwise uint64) uint64 {
		value := os.Getenv(name)
		if value == "" {
			return otherwise
		}
		n, err := strconv.ParseUint(value, 10, 64)
		if err != nil {
			t.Fatalf("%s is %q", name, value)
		}
		return n
	}
	if seed := number("UPRIGHT_SEED", 0); seed != 0 {
		return []uint64{seed}
	}
	seeds := make([]uint64, number("UPRIGHT_SEEDS", uint64(usual)))
	for i := range seeds {
		seeds[i] = rand.Uint64()
	}
	return seeds
}

// Two to twelve people write at two processes, wait at times, send commits twice and to both, and lose the right to write
// and get it back while they do. However it goes, all end with the same text, the log makes it, and every character of it
// has an author.
func TestSeedsConverge(t *testing.T) {
	w := newWorld(t)
	hubs := []*collab.Hub{w.hub(t, collab.Options{}), w.hub(t, collab.Options{})}
	people := make([]upr.Actor, 12)
	for i := range people {
		people[i] = w.user(t, fmt.Sprintf("writer%d@example.org", i))
	}
	refused := 0
	for _, seed := range seedsOf(t, usualSeeds) {
		run := &seeded{world: *w, hubs: hubs, random: rand.New(rand.NewPCG(seed, 0))}
		run.id = w.submission(t)
		t.Logf("seed %d", seed)
		run.play(t, seed, people[:2+run.random.IntN(11)])
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
		refused += run.refused
	}
	if refused == 0 && os.Getenv("UPRIGHT_SEED") == "" {
		t.Error("nobody was refused: the changes of rights prove nothing")
	}
}

// usualSeeds is few, for the race detector, which makes them slow; make test plays two hundred without it, and two hundred
// on the running program (test/server), make converge thousands of both.
const usualSeeds = 12

// seeded is one run.
type seeded struct {
	world
	hubs   []*collab.Hub
	random *rand.Rand

	mu      sync.Mutex
	refused int // guarded by mu
}

const seededEdits = 5 // of each person

func (run *seeded) play(t *testing.T, seed uint64, people []upr.Actor) {
	writers, copied := make([]*writer, len(people)), newReplica(t, &run.world)
	for i, person := range people {
		run.join(t, person, fmt.Sprint(seed, i))
		writers[i] = newWriter(fmt.Sprintf("w%d-", i), seed+uint64(i), copied)
	}
	unlucky := people[run.random.IntN(len(people))].User
	var working sync.WaitGroup
	for i, person := range people {
		working.Go(func() {
			if err := run.write(t, i, person, writers[i]); err != nil {
				t.Error(err)
			}
		})
	}
	working.Go(func() {
		for _, role := range []upr.SubmissionRole{upr.Reader, upr.Editor, upr.Commenter, upr.Editor} {
			if err := run.store.SetPerson(t.Context(), run.anna, run.id, unlucky, store.PersonChange{Role: role}); err != nil {
				t.Error(err)
			}
		}
	})
	working.Wait()
	if !t.Failed() {
		run.wantOneText(t, writers, copied)
	}
}

// join lets a person write here.
func (run *seeded) join(t *testing.T, person upr.Actor, link string) {
	t.Helper()
	now, hash := time.Now(), sha256.Sum256([]byte(link))
	_, err := run.store.InvitePerson(t.Context(), run.anna, store.NewPeopleInvitation{
		TokenHash: hash[:], Submission: run.id, Organization: run.org, Role: string(upr.Editor), Created: now, Expires: now.Add(time.Hour),
	})
	if err == nil {
		_, err = run.store.Join(t.Context(), person, hash[:], now, store.Joining{})
	}
	if err != nil {
		t.Fatal(err)
	}
}

func (run *seeded) write(t *testing.T, i int, person upr.Actor, writer *writer) error {
	h := run.hubs[i%len(run.hubs)]
	for range seededEdits {
		if writer.random.IntN(3) == 0 {
			time.Sleep(time.Duration(writer.random.IntN(2000)) * time.Microsecond) // a delay of the line
		}
		p, err := writer.edit()
		if err != nil {
			return err
		}
		if writer.random.IntN(5) == 0 { // the answer was lost, and the page was loaded from the other server
			if _, err := run.hubs[(i+1)%len(run.hubs)].Commit(t.Context(), person, run.id, p); err != nil && !isBusy(err) && !isForbidden(err) {
				return err
			}
		}
		commits, err := h.Commit(t.Context(), person, run.id, p)
		for isBusy(err) {
			commits, err = h.Commit(t.Context(), person, run.id, p)
		}
		if isForbidden(err) {
			run.mu.Lock()
			run.refused++
			run.mu.Unlock()
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %s: %w", writer.name, p.Steps, err)
		}
		if err := writer.follow(commits); err != nil {
			return err
		}
	}
	return nil
}

func isForbidden(err error) bool {
	var known *upr.Error
	return errors.As(err, &known) && known.Kind == upr.Forbidden
}

// wantOneText compares what the writers were told with the log, and the text that it makes with that of both processes.
func (run *seeded) wantOneText(t *testing.T, writers []*writer, copied *replica) {
	t.Helper()
	head, err := run.store.TextHead(t.Context(), run.id)
	if err != nil {
		t.Fatal(err)
	}
	log, err := run.store.Commits(t.Context(), run.id, 0, head)
	if err != nil {
		t.Fatal(err)
	}
	for _, writer := range append(writers, newWriter("the log", 0, copied)) {
		if err := writer.follow(log); err != nil {
			t.Fatal(err)
		}
		if writer.version != head {
			t.Errorf("%s has version %d of %d", writer.name, writer.version, head)
		}
	}
	want := copied.at(head)
	for i, h := range run.hubs {
		if doc, version := run.manuscript(t, h); doc != want || version != head {
			t.Errorf("process %d has at version %d:\n%s\nthe log makes\n%s", i, version, doc, want)
		}
	}
	authors, err := run.hubs[0].Authorship(t.Context(), run.anna, run.id, head)
	if err != nil {
		t.Fatal(err)
	}
	var doc jsonNode
	if err := json.Unmarshal([]byte(want), &doc); err != nil {
		t.Fatal(err)
	}
	attributed := 0
	for i := 0; i < len(authors.Runs); i += 2 {
		attributed += authors.Runs[i]
	}
	if size := doc.size() - 2; attributed != size {
		t.Errorf("%d of %d positions have an author", attributed, size)
	}
}
