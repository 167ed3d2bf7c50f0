package web

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"upright/assets"
	"upright/internal/collab"
	"upright/internal/collab/engine"
	"upright/internal/upr"
)

// A desk is a site with a submission, the browser of somebody who writes it, and a clock that can be moved.
type desk struct {
	*site
	grace *browser
	actor upr.Actor
	id    upr.SubmissionID
	path  string
	ahead atomic.Int64 // of the real time, in nanoseconds
}

const someText = `{"type":"doc","content":[{"type":"part","attrs":{"id":"aaaaaaaaaaaa","kind":"rights"},"content":[{"type":"part_title"},
	{"type":"paragraph","attrs":{"id":"bbbbbbbbbbbb"},"content":[{"type":"text","text":"Hello."}]}]}]}`

// authority compiles the script of the real build, once for all tests.
var authority = sync.OnceValues(func() (*engine.Program, error) {
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

// newEditorSite is newSite with the editing of texts.
func newEditorSite(t testing.TB, now func() time.Time) *site {
	t.Helper()
	program, err := authority()
	if err != nil {
		t.Fatal(err)
	}
	s := newSite(t, func(c *Config) {
		c.Now = now
		if c.Texts, err = collab.New(c.Store, program, slog.New(slog.DiscardHandler), collab.Options{Now: now}); err != nil {
			t.Fatal(err)
		}
	})
	t.Cleanup(func() {
		s.Close() // the streams that a failed test left open
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := s.Texts.Close(ctx); err != nil {
			t.Error(err)
		}
	})
	return s
}

// alias is what somebody is called in what browsers receive of the desk's submission.
func (d *desk) alias(t testing.TB, user upr.UserID) upr.Alias {
	t.Helper()
	people, err := d.Store.Aliases(t.Context(), d.id)
	if err != nil {
		t.Fatal(err)
	}
	return people.Of(user)
}

func newDesk(t testing.TB) *desk {
	t.Helper()
	d := new(desk)
	d.site = newEditorSite(t, func() time.Time { return time.Now().Add(time.Duration(d.ahead.Load())) })
	d.administrator(t)
	d.grace = d.person(t, "Grace")
	lead := upr.OrganizationID(strings.TrimPrefix(d.grace.organization("Example Association"), "/organizations/"))
	user, _, err := d.Store.Credentials(t.Context(), "grace@example.org")
	if err != nil {
		t.Fatal(err)
	}
	d.actor = upr.Actor{User: user.ID}
	details := upr.Details{State: "KEN", Session: 55, Cycle: 5, Kind: upr.Individual, Language: "en", Title: "Birth registration"}
	if d.id, err = d.Store.CreateSubmission(t.Context(), d.actor, lead, details, "cycle-5-provisional", json.RawMessage(someText)); err != nil {
		t.Fatal(err)
	}
	d.path = "/submissions/" + string(d.id) + "/text"
	return d
}

// insertion is a commit of one letter at the start of the paragraph.
func insertion(base int64, letter string) commitForm {
	steps := fmt.Sprintf(`[{"stepType":"replace","from":4,"to":4,"slice":{"content":[{"type":"text","text":%q}]}}]`, letter)
	return commitForm{
		Bundle: "0123456789abcdef", Client: upr.NewID(), Ref: upr.NewID(), Base: base, Steps: json.RawMessage(steps),
	}
}

func (b *browser) commit(path string, f commitForm) *reply {
	b.t.Helper()
	body, err := json.Marshal(f)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.send(http.MethodPost, path+"/commits", string(body), "Content-Type", "application/json", "Sec-Fetch-Site", "same-origin")
}

func (r *reply) decode(into any) {
	r.t.Helper()
	if err := json.Unmarshal([]byte(r.Body), into); err != nil {
		r.t.Fatalf("%v: %s", err, r.Body)
	}
}

// toldJSON is a commitsJSON as a client reads it.
type toldJSON struct {
	Commits []collab.Told `json:"commits"`
}

func TestText(t *testing.T) {
	d := newDesk(t)
	var text textJSON
	d.grace.get(d.path).want(http.StatusOK).decode(&text)
	if text.Version != 0 || text.Bundle != "0123456789abcdef" || !strings.Contains(string(text.Doc), "Hello.") {
		t.Errorf("the text is %+v", text)
	}
	first := insertion(0, "b")
	var got toldJSON
	d.grace.commit(d.path, first).want(http.StatusOK).decode(&got)
	if len(got.Commits) != 1 || got.Commits[0].Version != 1 || !got.Commits[0].As || got.Commits[0].Steps != nil ||
		got.Commits[0].Ref != first.Ref || got.Commits[0].User != d.alias(t, d.actor.User) || time.Since(got.Commits[0].At) > time.Hour {
		t.Errorf("the first commit is answered with %+v", got)
	}
	// A late one: what was missed comes with its steps, the own one with what was made of it.
	d.grace.commit(d.path, insertion(0, "a")).want(http.StatusOK).decode(&got)
	if len(got.Commits) != 2 || got.Commits[0].Steps == nil || got.Commits[1].As || string(got.Commits[1].Kept) != "[0]" ||
		!strings.Contains(string(got.Commits[1].Steps), `"from":5`) {
		t.Errorf("the late commit is answered with %+v", got)
	}
	// Who has a stream hears there what was missed.
	heard := insertion(0, "c")
	heard.Heard = true
	d.grace.commit(d.path, heard).want(http.StatusOK).decode(&got)
	if len(got.Commits) != 1 || got.Commits[0].Version != 3 || got.Commits[0].Ref != heard.Ref {
		t.Errorf("who has a stream is answered with %+v", got)
	}
	again := d.grace.commit(d.path, first).want(http.StatusOK)
	again.decode(&got)
	if len(got.Commits) != 1 || got.Commits[0].Version != 1 {
		t.Errorf("the same again is answered with %s", again.Body)
	}
	d.grace.get(d.path).decode(&text)
	if text.Version != 3 || !strings.Contains(string(text.Doc), "bacHello.") {
		t.Errorf("in the end the text is %d: %s", text.Version, text.Doc)
	}
}

// What goes wrong comes with a status and a kind that the editor acts on, and in the language of its person.
func TestTextRefusals(t *testing.T) {
	d := newDesk(t)
	eve := d.person(t, "Eve")
	good := insertion(0, "x")
	otherBuild, broken, ahead := good, good, insertion(7, "x")
	otherBuild.Bundle = "fedcba9876543210"
	broken.Steps = json.RawMessage(`[{"stepType":"replace","from":4.5,"to":5}]`)
	large := insertion(0, strings.Repeat("x", 1<<20-50))
	for name, test := range map[string]struct {
		reply  *reply
		status int
		kind   string
		says   string
	}{
		"another build":     {d.grace.commit(d.path, otherBuild), http.StatusConflict, "stale-bundle", "updated"},
		"broken steps":      {d.grace.commit(d.path, broken), http.StatusUnprocessableEntity, "refused", "kept aside"},
		"not JSON":          {d.grace.send(http.MethodPost, d.path+"/commits", "{"), http.StatusUnprocessableEntity, "refused", ""},
		"ahead of the text": {d.grace.commit(d.path, ahead), http.StatusGone, "gone", ""},
		"large steps":       {d.grace.commit(d.path, large), http.StatusRequestEntityTooLarge, "too-large", "pieces"},
		"large body": {d.grace.send(http.MethodPost, d.path+"/commits", `{"client":"`+strings.Repeat("x", 2<<20)+`"}`),
			http.StatusRequestEntityTooLarge, "too-large", "pieces"},
		"a stranger":           {eve.commit(d.path, good), http.StatusNotFound, "not-found", ""},
		"a stranger who reads": {eve.get(d.path), http.StatusNotFound, "not-found", ""},
		"nobody":               {d.browser(t).commit(d.path, good), http.StatusUnauthorized, "signed-out", "Sign in"},
		"nobody who reads":     {d.browser(t).get(d.path + "/events?version=0"), http.StatusUnauthorized, "signed-out", ""},
		"no version":           {d.grace.get(d.path + "/events"), http.StatusUnprocessableEntity, "refused", ""},
		"a future version":     {d.grace.get(d.path + "/events?version=9"), http.StatusGone, "gone", ""},
		"from another site": {d.grace.send(http.MethodPost, d.path+"/commits", "{}", "Sec-Fetch-Site", "cross-site",
			"Accept", "application/json"),
			http.StatusForbidden, "forbidden", ""},
	} {
		t.Run(name, func(t *testing.T) {
			var got struct {
				Error struct{ Kind, Message string }
			}
			test.reply.decode(&got)
			if test.reply.Status != test.status || got.Error.Kind != test.kind || !strings.Contains(got.Error.Message, test.says) || got.Error.Message == "" {
				t.Errorf("answered %d: %s", test.reply.Status, test.reply.Body)
			}
		})
	}
	if err := d.Store.SetLanguage(t.Context(), d.actor, "fr"); err != nil {
		t.Fatal(err)
	}
	if french := d.grace.commit(d.path, broken); !strings.Contains(french.Body, "mis de côté") {
		t.Errorf("answered in French: %s", french.Body)
	}
}

// A stream of events being read.
type stream struct {
	t     *testing.T
	lines *bufio.Reader
	body  io.Closer
}

func (b *browser) stream(t *testing.T, path string, version int, more ...string) *stream {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, fmt.Sprintf("%s%s/events?version=%d%s", b.site.url, path, version, strings.Join(more, "")), nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept", "text/event-stream")
	response, err := b.http.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = response.Body.Close() })
	if response.StatusCode != http.StatusOK || !strings.HasPrefix(response.Header.Get("Content-Type"), "text/event-stream") ||
		response.Header.Get("X-Accel-Buffering") != "no" || response.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("answered %d with %v", response.StatusCode, response.Header)
	}
	return &stream{t: t, lines: bufio.NewReader(response.Body), body: response.Body}
}

// next returns the next block: an event with its data, or a comment; "" at the end.
func (s *stream) next() string {
	s.t.Helper()
	var block strings.Builder
	for {
		line, err := s.lines.ReadString('\n')
		if err == io.EOF {
			return block.String()
		}
		if err != nil {
			s.t.Fatal(err)
		}
		if line == "\n" {
			return block.String()
		}
		block.WriteString(line)
	}
}

func (s *stream) want(parts ...string) {
	s.t.Helper()
	block := s.next()
	for _, part := range parts {
		if !strings.Contains(block, part) {
			s.t.Fatalf("the stream says %q, want %q", block, part)
		}
	}
}

func TestTextStream(t *testing.T) {
	d := newDesk(t)
	d.grace.commit(d.path, insertion(0, "a")).want(http.StatusOK)
	s := d.grace.stream(t, d.path, 0)
	s.want(": here")
	s.want("event: commits", `"v":1`, `"as":true`, `"steps":[`)
	d.grace.commit(d.path, insertion(0, "b")).want(http.StatusOK)
	s.want("event: commits", `"v":2`, `"kept":[0]`, `"steps":[`)

	// A version that this text never had.
	gone := d.grace.stream(t, d.path, 9)
	gone.want(": here")
	gone.want("event: reload")
	if rest := gone.next(); rest != "" {
		t.Errorf("after reload comes %q", rest)
	}
}

func TestTextStreamBeats(t *testing.T) {
	d := newDesk(t)
	d.waits.heartbeat = 20 * time.Millisecond
	s := d.grace.stream(t, d.path, 0)
	s.want(": here")
	s.want(": still here")
	s.want(": still here")
	d.Close() // the server shuts down
	for s.next() != "" {
	}
}

// Who signs out in another tab, or loses the submission, is sent nothing any more.
func TestTextStreamEnds(t *testing.T) {
	for name, leave := range map[string]func(d *desk){
		"signed out": func(d *desk) { d.grace.post("/sign-out").want(http.StatusSeeOther) },
		"signed out everywhere": func(d *desk) {
			if err := d.Accounts.SignOutEverywhere(t.Context(), d.actor); err != nil {
				t.Fatal(err)
			}
		},
		"deleted": func(d *desk) {
			now := time.Now()
			if _, err := d.Store.DeleteSubmission(t.Context(), d.actor, d.id, now); err != nil {
				t.Fatal(err)
			}
			if err := d.Store.SweepDeletions(t.Context(), now.Add(upr.UsualDeletionWait)); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.waits.heartbeat = 20 * time.Millisecond
			s := d.grace.stream(t, d.path, 0)
			s.want(": here")
			leave(d)
			d.ahead.Add(int64(2 * time.Second))
			for {
				block := s.next()
				if strings.HasPrefix(block, ": still here") {
					continue // before it was noticed
				}
				if !strings.HasPrefix(block, "event: end") {
					t.Errorf("the stream says %q", block)
				}
				break
			}
		})
	}
}

func TestTextPoll(t *testing.T) {
	d := newDesk(t)
	d.waits.poll = 30 * time.Millisecond
	var got toldJSON
	nothing := d.grace.get(d.path + "/events?version=0").want(http.StatusOK)
	nothing.decode(&got)
	if nothing.Body != `{"commits":[]}`+"\n" {
		t.Errorf("nothing is %q", nothing.Body)
	}
	d.waits.poll = 20 * time.Second
	answer := make(chan *reply)
	go func() { answer <- d.grace.get(d.path + "/events?version=0") }()
	d.grace.commit(d.path, insertion(0, "a")).want(http.StatusOK)
	(<-answer).want(http.StatusOK).decode(&got)
	if len(got.Commits) != 1 || got.Commits[0].Version != 1 || !got.Commits[0].As || got.Commits[0].Steps == nil {
		t.Errorf("answered %+v", got)
	}
	d.waits.poll = 30 * time.Millisecond
	if err := d.Accounts.SignOutEverywhere(t.Context(), d.actor); err != nil {
		t.Fatal(err)
	}
	d.grace.get(d.path + "/events?version=1").want(http.StatusUnauthorized)
}
