package collab_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"upright/internal/collab"
	"upright/internal/localdb"
	"upright/internal/store"
)

// buildServer builds the server of testdata, without the race detector.
func buildServer(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "server")
	if out, err := exec.Command("go", "build", "-o", program, "./testdata/server").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

// startServer starts the server as a process and returns its address.
func startServer(t *testing.T, program, database string) (*exec.Cmd, string) {
	t.Helper()
	cmd := exec.Command(program, database)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the server did not start: %v", err)
	}
	return cmd, "http://" + strings.TrimSpace(address)
}

// A typist types one word after the other at the start of the first paragraph. A commit that got no answer is sent again
// as it is, until it gets one.
type typist struct {
	world    *world
	name     string
	version  int64
	unsent   *collab.Proposal
	word     string
	accepted map[string]int64 // word → version that was acknowledged
}

func (ty *typist) type1(address string) error {
	if ty.unsent == nil {
		ty.word = fmt.Sprintf("%s-%d.", ty.name, len(ty.accepted))
		p := insert(ty.version, start, ty.word)
		ty.unsent = &p
	}
	body, err := json.Marshal(*ty.unsent)
	if err != nil {
		return err
	}
	address += fmt.Sprintf("/?submission=%s&user=%s", ty.world.id, ty.world.anna.User)
	answer, err := http.Post(address, "application/json", bytes.NewReader(body))
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	content, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s (%v)", answer.Status, content, err)
	}
	var commits []store.Commit
	if err := json.Unmarshal(content, &commits); err != nil {
		return err
	}
	ty.version = commits[len(commits)-1].Version
	ty.accepted[ty.word] = ty.version
	ty.unsent = nil
	return nil
}

// faultsIn says how many faults TestNothingAcknowledgedIsLost makes; more, for a longer run, by UPRIGHT_FAULTS.
func faultsIn(t *testing.T) int {
	t.Helper()
	value := os.Getenv("UPRIGHT_FAULTS")
	if value == "" {
		return 50
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 {
		t.Fatalf("UPRIGHT_FAULTS is %q", value)
	}
	return n
}

// The server is killed again and again while people type, and every fifth time it is PostgreSQL that stops at once, with
// the server left alone. Whatever was acknowledged is there after each fault, once, in the version that was named; and
// what was sent again is not there twice.
func TestNothingAcknowledgedIsLost(t *testing.T) {
	const people = 20
	faults, program, w := faultsIn(t), buildServer(t), durableWorld(t)
	typists := make([]*typist, people)
	for i := range typists {
		typists[i] = &typist{world: w, name: fmt.Sprint("typist", i), accepted: make(map[string]int64)}
	}
	var server *exec.Cmd
	var address string
	for fault := range faults {
		if server == nil {
			server, address = startServer(t, program, w.url)
		}
		typing := w.typeUntilFault(address, typists)
		time.Sleep(time.Duration(rand.IntN(40_000)) * time.Microsecond) // the moment of the fault, not a wait for something
		if fault%5 == 4 {
			w.stopDatabase(t)
			typing.Wait()
			w.startDatabase(t)
		} else {
			if err := server.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			_ = server.Wait()
			server = nil
			typing.Wait()
		}
		w.wantAccepted(t, typists)
	}

	if server == nil {
		_, address = startServer(t, program, w.url)
	}
	for _, ty := range typists {
		if err := ty.type1(address); err != nil {
			t.Error(err)
		}
	}
	doc, head := w.replayed(t)
	words := 0
	for _, ty := range typists {
		words += len(ty.accepted)
		for word := range ty.accepted {
			if n := strings.Count(doc, word); n != 1 {
				t.Errorf("%s is there %d times", word, n)
			}
		}
	}
	if int64(words) != head {
		t.Errorf("%d words were acknowledged, the text is at %d", words, head)
	}
	t.Logf("%d faults, %d commits", faults, head)
}

// typeUntilFault lets everybody type until there is no answer, and returns once one commit was acknowledged.
func (w *world) typeUntilFault(address string, typists []*typist) *sync.WaitGroup {
	var typing sync.WaitGroup
	first := make(chan struct{}, len(typists))
	for _, ty := range typists {
		typing.Go(func() {
			for ty.type1(address) == nil {
				select {
				case first <- struct{}{}:
				default:
				}
			}
		})
	}
	<-first
	return &typing
}

// stopDatabase stops the cluster as a power cut would: nothing is written that was not.
func (w *world) stopDatabase(t *testing.T) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(w.dir, "*", "postmaster.pid"))
	if err != nil || len(found) != 1 {
		t.Fatalf("files of the cluster's process: %q, %v", found, err)
	}
	content, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	line, _, _ := strings.Cut(string(content), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGQUIT); err != nil {
		t.Fatal(err)
	}
	for syscall.Kill(pid, 0) == nil {
		time.Sleep(time.Millisecond)
	}
}

// startDatabase starts the cluster again, which recovers from its log.
func (w *world) startDatabase(t *testing.T) {
	t.Helper()
	cluster, err := localdb.Start(t.Context(), w.dir, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cluster.Stop(); err != nil {
			t.Error(err)
		}
	})
	if cluster.URL() != w.url {
		t.Fatalf("the cluster moved from %s to %s", w.url, cluster.URL())
	}
}

// wantAccepted makes sure that every acknowledged word is in the commit that made the version named.
func (w *world) wantAccepted(t *testing.T, typists []*typist) {
	t.Helper()
	head, err := w.store.TextHead(t.Context(), w.id)
	if err != nil {
		t.Fatal(err)
	}
	commits, err := w.store.Commits(t.Context(), w.id, 0, head)
	if err != nil {
		t.Fatal(err)
	}
	for _, ty := range typists {
		for word, version := range ty.accepted {
			if version > head || !strings.Contains(string(commits[version-1].Steps), `"`+word+`"`) {
				t.Fatalf("%s was acknowledged as version %d and is not there", word, version)
			}
		}
	}
}
