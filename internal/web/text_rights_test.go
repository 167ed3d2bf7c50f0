package web

import (
	"database/sql"
	"net/http"
	"strings"
	"testing"
	"time"

	"upright/internal/store"
	"upright/internal/upr"
)

// TestTextStreamEndsByTheClock: a role that ends while nothing is written and nobody changes anything ends the stream,
// long before the next heartbeat.
func TestTextStreamEndsByTheClock(t *testing.T) {
	d := newDesk(t)
	d.waits.heartbeat, d.waits.lapse = time.Hour, 20*time.Millisecond
	edi := d.given(t, "Edi", "editor", nil)
	s := edi.stream(t, d.path, 0)
	s.want(": here")
	db, err := sql.Open("postgres", d.database)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	// Not by the store, which would tell the stream.
	if _, err := db.ExecContext(t.Context(), `UPDATE submission_people SET ends_at = now()`); err != nil {
		t.Fatal(err)
	}
	s.want("event: end")
}

// TestTextRights: the editor is told what its person may do, and the stream that somebody's role has changed.
func TestTextRights(t *testing.T) {
	d := newDesk(t)
	var user upr.UserID
	edi := d.given(t, "Edi", "editor", func(id upr.UserID) { user = id })
	rights := func(want string) {
		t.Helper()
		if got := strings.TrimSpace(edi.get(d.path + "/rights").want(http.StatusOK).Body); got != want {
			t.Errorf("rights are %s, want %s", got, want)
		}
	}
	rights(`{"comment":true,"suggest":true,"edit":true,"coordinate":false,"final":false,"limit":{"words":2815,"rule":"UPR-LEN-01","notes":false}}`)
	edi.commit(d.path, insertion(0, "E")).want(http.StatusOK)
	s := edi.stream(t, d.path, 1, "&news=")
	s.want(": here")
	first := s.next() // everybody and everything, once
	for !strings.HasPrefix(first, "event: news") {
		first = s.next()
	}
	if err := d.Store.SetPerson(t.Context(), d.actor, d.id, user, store.PersonChange{Role: upr.Reader}); err != nil {
		t.Fatal(err)
	}
	if said := s.next(); !strings.Contains(said, `"topics":["people"]`) {
		t.Errorf("the stream says %q", said)
	}
	rights(`{"comment":false,"suggest":false,"edit":false,"coordinate":false,"final":false,"limit":{"words":2815,"rule":"UPR-LEN-01","notes":false}}`)
	edi.commit(d.path, insertion(1, "E")).want(http.StatusForbidden)
}
