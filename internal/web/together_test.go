package web

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"upright/internal/collab"
	"upright/internal/store"
	"upright/internal/upr"
)

// until reads a stream until a block says something.
func (s *stream) until(parts ...string) string {
	s.t.Helper()
	for {
		block := s.next()
		if block == "" {
			s.t.Fatalf("the stream ended before %q", parts)
		}
		all := true
		for _, part := range parts {
			all = all && strings.Contains(block, part)
		}
		if all {
			return block
		}
	}
}

// watch is a stream with what happens beside the text, from a mark.
func (b *browser) watch(t *testing.T, path, mark string) *stream {
	t.Helper()
	return b.stream(t, path, 0, "&news="+mark)
}

// exec changes the database, past the store.
func (d *desk) exec(t *testing.T, statement string, args ...any) {
	t.Helper()
	db, err := sql.Open("postgres", d.database)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(t.Context(), statement, args...); err != nil {
		t.Fatal(err)
	}
}

func (b *browser) move(path string, body string) *reply {
	b.t.Helper()
	return b.send(http.MethodPost, path+"/presence", body, "Content-Type", "text/plain;charset=UTF-8", "Sec-Fetch-Site", "same-origin")
}

func TestPresenceEvents(t *testing.T) {
	d := newDesk(t)
	s := d.grace.watch(t, d.path, "")
	first := s.until("event: news")
	for _, topic := range store.Topics() {
		if !strings.Contains(first, `"`+string(topic)+`"`) {
			t.Errorf("the first news say nothing of %s: %s", topic, first)
		}
	}
	tab := upr.NewID()
	d.grace.move(d.path, fmt.Sprintf(`{"client":"%s","v":0,"a":4,"h":6}`, tab)).want(http.StatusNoContent)
	s.until("event: presence", tab, `"a":4,"h":6`, string(d.alias(t, d.actor.User)))
	d.grace.move(d.path, fmt.Sprintf(`{"client":"%s","gone":true}`, tab)).want(http.StatusNoContent)
	s.until("event: presence", `"all":true,"here":[]`)
	// Something beside the text.
	if err := d.Store.SetReady(t.Context(), d.actor, d.id, "aaaaaaaaaaaa", true); err != nil {
		t.Fatal(err)
	}
	s.until("event: news", `"topics":["assignments"]`, `"mark":"`)

	for body, status := range map[string]int{
		"{":                                     http.StatusUnprocessableEntity,
		`{"client":"x","v":0,"a":0,"h":0}`:      http.StatusUnprocessableEntity,
		`{"client":"` + tab + `","v":0,"a":-1}`: http.StatusUnprocessableEntity,
		`{"client":"` + tab + `","gone":true,"x":"` + strings.Repeat("x", 2000) + `"}`: http.StatusRequestEntityTooLarge,
	} {
		d.grace.move(d.path, body).want(status)
	}
	d.person(t, "Eve").move(d.path, fmt.Sprintf(`{"client":"%s","v":0,"a":4,"h":6}`, tab)).want(http.StatusNotFound)
}

// A request that waits is told the same, with where to go on from; somebody who moves does not end the wait at once.
func TestPresencePoll(t *testing.T) {
	d := newDesk(t)
	var got eventsJSON
	d.grace.get(d.path + "/events?version=0&news=").want(http.StatusOK).decode(&got)
	if len(got.Topics) != len(store.Topics()) || got.Mark == "" {
		t.Fatalf("first %+v", got)
	}
	tab := upr.NewID()
	d.grace.move(d.path, fmt.Sprintf(`{"client":"%s","v":0,"a":4,"h":6}`, tab)).want(http.StatusNoContent)
	begun := time.Now()
	mark := got.Mark
	got = eventsJSON{}
	d.grace.get(d.path + "/events?version=0&news=" + mark).want(http.StatusOK).decode(&got)
	var told collab.Presence
	if err := json.Unmarshal(got.Presence, &told); err != nil || len(told.Here) != 1 || told.Here[0].Client != tab || len(got.Topics) != 0 {
		t.Errorf("then %+v (%v)", got, err)
	}
	if waited := time.Since(begun); waited < calm/2 {
		t.Errorf("after %s already", waited)
	}
	d.waits.poll = 30 * time.Millisecond
	if again := d.grace.get(d.path + "/events?version=0&news=" + got.Mark).want(http.StatusOK); again.Body != `{"commits":[]}`+"\n" {
		t.Errorf("and then %s", again.Body)
	}
}

// Who is taken out of a submission is cut at once, and not at the next heartbeat.
func TestPeopleNewsCutAtOnce(t *testing.T) {
	d := newDesk(t)
	ben := d.person(t, "Ben")
	user, _, err := d.Store.Credentials(t.Context(), "ben@example.org")
	if err != nil {
		t.Fatal(err)
	}
	d.exec(t, `INSERT INTO submission_people (submission_id, user_id, role, began_at) VALUES ($1, $2, 'editor', now())`, d.id, user.ID)
	s := ben.watch(t, d.path, "")
	s.until("event: news")
	if err := d.Store.EndPerson(t.Context(), d.actor, d.id, user.ID); err != nil {
		t.Fatal(err)
	}
	s.until("event: end")
}

func TestAuthorshipEndpoint(t *testing.T) {
	d := newDesk(t)
	d.grace.commit(d.path, insertion(0, "b")).want(http.StatusOK)
	var got collab.Authorship
	d.grace.get(d.path + "/authors").want(http.StatusOK).decode(&got)
	if got.Version != 1 || len(got.Users) != 1 || got.Users[0] != upr.UserID(d.alias(t, d.actor.User)) || len(got.Runs) != 2 || got.Touched["bbbbbbbbbbbb"][1] == 0 {
		t.Errorf("who wrote what: %+v", got)
	}
	d.grace.get(d.path + "/authors?version=0").want(http.StatusOK).decode(&got)
	if got.Version != 0 {
		t.Errorf("at version 0: %+v", got)
	}
	d.grace.get(d.path + "/authors?version=9").want(http.StatusGone)
	d.grace.get(d.path + "/authors?version=x").want(http.StatusUnprocessableEntity)
	d.person(t, "Eve").get(d.path + "/authors").want(http.StatusNotFound)
	page := d.grace.get("/submissions/" + string(d.id) + "/authors").want(http.StatusOK)
	for _, said := range []string{"bHello.", "Last changed by Grace", "100 %"} {
		if !strings.Contains(page.Body, said) {
			t.Errorf("the page does not say %q", said)
		}
	}
}

func TestAssignmentsPage(t *testing.T) {
	d := newDesk(t)
	home := "/submissions/" + string(d.id)
	who := whoPerson + string(d.alias(t, d.actor.User))
	wrong := d.grace.post(home+"/assignments", "block", "nowhere", "who", "", "due", "31.12.", "note", strings.Repeat("n", 501)).want(http.StatusUnprocessableEntity)
	for _, said := range []string{"in the text", "31.12.", strings.Repeat("n", 501)} {
		if !strings.Contains(wrong.Body, said) {
			t.Errorf("the refused form lacks %q", said)
		}
	}
	d.grace.post(home+"/assignments", "block", "bbbbbbbbbbbb", "who", who, "due", "2001-01-01").want(http.StatusUnprocessableEntity)
	d.grace.post(home+"/assignments", "block", "bbbbbbbbbbbb", "who", who, "due", "2099-01-31", "note", "Ask <b>them</b>").want(http.StatusSeeOther)
	page := d.grace.get(home + "/assignments").want(http.StatusOK)
	for _, said := range []string{"Paragraph 1 in", "Grace", "31 January 2099", "Ask &lt;b&gt;them", "/write#bbbbbbbbbbbb"} {
		if !strings.Contains(page.Body, said) {
			t.Errorf("the page lacks %q", said)
		}
	}
	if tasks := d.grace.get(home).want(http.StatusOK); !strings.Contains(tasks.Body, "For you") || !strings.Contains(tasks.Body, "31 January 2099") {
		t.Error("the task list does not have it")
	}
	list, err := d.Store.Assignments(t.Context(), d.actor, d.id)
	if err != nil || len(list) != 1 {
		t.Fatalf("%d, %v", len(list), err)
	}
	done := home + "/assignments/" + string(list[0].ID)
	d.person(t, "Eve").post(done+"/done", "done", "yes").want(http.StatusNotFound)
	d.grace.post(done+"/done", "done", "yes").want(http.StatusSeeOther)
	if page := d.grace.get(home + "/assignments"); !strings.Contains(page.Body, "Open again") {
		t.Error("it cannot be opened again")
	}
	d.grace.post(done + "/remove").want(http.StatusSeeOther)
	if page := d.grace.get(home + "/assignments"); !strings.Contains(page.Body, "Nothing is assigned yet") {
		t.Error("it is still there")
	}
}

func TestLockByForm(t *testing.T) {
	d := newDesk(t)
	home := "/submissions/" + string(d.id)
	ben := d.person(t, "Ben")
	user, _, err := d.Store.Credentials(t.Context(), "ben@example.org")
	if err != nil {
		t.Fatal(err)
	}
	d.exec(t, `INSERT INTO submission_people (submission_id, user_id, role, began_at) VALUES ($1, $2, 'editor', now())`, d.id, user.ID)
	ben.post(home+"/parts/aaaaaaaaaaaa/lock", "lock", "yes").want(http.StatusForbidden)
	d.grace.post(home+"/parts/nowhere/lock", "lock", "yes").want(http.StatusNotFound)
	d.grace.post(home+"/parts/aaaaaaaaaaaa/lock", "lock", "yes").want(http.StatusSeeOther)
	var refused struct {
		Error struct{ Kind, Message string }
	}
	ben.commit(d.path, insertion(0, "x")).want(http.StatusUnprocessableEntity).decode(&refused)
	if refused.Error.Kind != "refused" || !strings.Contains(refused.Error.Message, "locked") {
		t.Errorf("refused with %+v", refused)
	}
	var team teamJSON
	ben.get(d.path + "/team").want(http.StatusOK).decode(&team)
	if len(team.Locks) != 1 || team.Locks[0].By != "Grace" || team.Locks[0].Mine || team.Coordinates || len(team.People) != 2 {
		t.Errorf("the editor is told %+v", team)
	}
	if page := ben.get(home + "/parts/aaaaaaaaaaaa").want(http.StatusOK); !strings.Contains(page.Body, "locked as ready") {
		t.Error("the form does not say that the part is locked")
	}
	typed := ben.post(home+"/parts/aaaaaaaaaaaa", "title", "T", "text", "Typed in vain.", "version", "0")
	if typed.Status != http.StatusConflict && typed.Status != http.StatusUnprocessableEntity || !strings.Contains(typed.Body, "Typed in vain.") || !strings.Contains(typed.Body, "locked") {
		t.Errorf("the form of a locked part is answered with %d", typed.Status)
	}
	d.grace.post(home + "/parts/aaaaaaaaaaaa/lock").want(http.StatusSeeOther)
	ben.commit(d.path, insertion(0, "x")).want(http.StatusOK)
}
