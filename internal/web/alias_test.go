package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"upright/internal/upr"
)

// Whatever browsers receive of two submissions, no identifier of a person is in both: who is in the two cannot tell that a
// pseudonym in one is a name in the other. And an account cannot be tried out in the place of an alias.
func TestAliasesAreOfOneSubmission(t *testing.T) {
	d := newDesk(t)
	d.suggests(t)
	comment := newInput("Is this so, @Grace?")
	comment.Mentions = []upr.Alias{d.alias(t, d.actor.User)}
	d.grace.sendJSON("/submissions/"+string(d.id)+"/comments", comment).want(http.StatusOK)
	home := "/submissions/" + string(d.id)
	alias := string(d.alias(t, d.actor.User))
	for path, named := range map[string]bool{
		"/text": true, "/text/authors": true, "/text/team": true, "/comments": true, "/write": true,
		"/people": false, "/assignments": true, "/record": true, "/record/jsonl": true, "/record/csv": true, "/files/upright.json": false, "/text/events?version=0": true,
	} {
		body := d.grace.get(home + path).want(http.StatusOK).Body
		if path == "/write" { // the page says whom it was made for: its own reader
			body = strings.ReplaceAll(body, "as="+string(d.actor.User), "")
			body = strings.Replace(body, `"as":"`+string(d.actor.User)+`"`, "", 1)
		}
		if strings.Contains(body, string(d.actor.User)) {
			t.Errorf("%s names the account:\n%s", path, body)
		}
		if strings.Contains(body, alias) != named {
			t.Errorf("%s has the alias: %v", path, !named)
		}
	}
	for name, field := range map[string]string{"plain": `"user"`, "escaped": `"\u0075ser"`} {
		f := insertion(1, "x")
		f.Steps = fmt.Appendf(nil, `[{"stepType":"addMark","from":4,"to":5,"mark":{"type":"deletion","attrs":{"id":"s2",%s:%q,"at":1}}}]`, field, d.actor.User)
		if r := d.grace.commit(d.path, f); r.Status != http.StatusUnprocessableEntity {
			t.Errorf("an account in the place of an alias, %s: %d", name, r.Status)
		}
	}
}
