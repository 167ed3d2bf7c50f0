package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"upright/internal/upr"
)

// send posts what the editor posts.
func (b *browser) sendJSON(path string, in any) *reply {
	b.t.Helper()
	body, err := json.Marshal(in)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.send(http.MethodPost, path, string(body), "Content-Type", "application/json", "Sec-Fetch-Site", "same-origin")
}

func newInput(body string) commentInput {
	return commentInput{
		ID: upr.CommentID(upr.NewID()), Thread: upr.ThreadID(upr.NewID()), Body: body,
		Anchor: anchorJSON{Block: "bbbbbbbbbbbb", Ranged: true, From: 4, To: 9, Quote: "Hello"},
	}
}

func (d *desk) comments(t *testing.T, b *browser) threadsJSON {
	t.Helper()
	var got threadsJSON
	b.get("/submissions/" + string(d.id) + "/comments").want(http.StatusOK).decode(&got)
	return got
}

func TestComments(t *testing.T) {
	d := newDesk(t)
	path := "/submissions/" + string(d.id) + "/comments"
	first := newInput("Is this so, @Grace?")
	d.grace.sendJSON(path, first).want(http.StatusOK)
	d.grace.sendJSON(path, first).want(http.StatusOK) // sent again
	d.grace.commit(d.path, insertion(0, "x")).want(http.StatusOK)
	answer := newInput("نعم")
	thread := path + "/" + string(first.Thread)
	d.grace.sendJSON(thread, answer).want(http.StatusOK)

	got := d.comments(t, d.grace)
	if len(got.Threads) != 1 || got.Version != 1 || !got.Rights.Comment || !got.Rights.Coordinate {
		t.Fatalf("comments: %+v", got)
	}
	one := got.Threads[0]
	if one.Anchor != (anchorJSON{Block: "bbbbbbbbbbbb", Ranged: true, From: 5, To: 10, Quote: "Hello", Shown: "bbbbbbbbbbbb", Part: "aaaaaaaaaaaa"}) {
		t.Errorf("its place: %+v", one.Anchor)
	}
	if len(one.Comments) != 2 || one.Comments[1].Body != "نعم" || len(one.Comments[0].Mentions) != 1 || one.Comments[0].User != d.alias(t, d.actor.User) {
		t.Errorf("its comments: %+v", one.Comments)
	}
	if len(got.People) != 1 || got.People[0].Name != "Grace" {
		t.Errorf("people: %+v", got.People)
	}

	changed := first
	changed.Body = "Is this still so?"
	d.grace.sendJSON(thread+"/"+string(first.ID), changed).want(http.StatusOK)
	d.grace.sendJSON(thread+"/state", map[string]bool{"resolved": true}).want(http.StatusOK)
	d.grace.sendJSON(thread+"/seen", struct{}{}).want(http.StatusOK)
	if one = d.comments(t, d.grace).Threads[0]; !one.Resolved || one.Comments[0].Body != changed.Body || one.Comments[0].Edited == nil {
		t.Errorf("changed and resolved: %+v", one)
	}
	d.grace.sendJSON(thread+"/"+string(answer.ID)+"/delete", struct{}{}).want(http.StatusOK)
	if one = d.comments(t, d.grace).Threads[0]; len(one.Comments) != 1 {
		t.Errorf("after the answer was deleted: %+v", one.Comments)
	}
	// A page that was made for somebody else.
	d.grace.sendJSON(path+"?as=aaaaaaaaaaaaaaaaaaaa", newInput("x")).want(http.StatusUnauthorized)
	d.grace.get(path + "?as=aaaaaaaaaaaaaaaaaaaa").want(http.StatusUnauthorized)
}

func TestCommentsRefused(t *testing.T) {
	d := newDesk(t)
	path := "/submissions/" + string(d.id) + "/comments"
	nowhere, ahead, blank := newInput("x"), newInput("x"), newInput("  ")
	nowhere.Anchor = anchorJSON{Block: "nowhere"}
	ahead.Version = 7
	for name, test := range map[string]struct {
		in     any
		status int
		says   string
	}{
		"no words":      {blank, http.StatusUnprocessableEntity, "Comment: this has to be filled in"},
		"too long":      {newInput(strings.Repeat("a", upr.MaxComment+1)), http.StatusUnprocessableEntity, "5,000 characters"},
		"larger still":  {newInput(strings.Repeat("a", maxComment)), http.StatusRequestEntityTooLarge, "too long"},
		"no such block": {nowhere, http.StatusUnprocessableEntity, "not in the text any more"},
		"ahead":         {ahead, http.StatusGone, ""},
		"no comment":    {[]int{1}, http.StatusUnprocessableEntity, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := d.grace.sendJSON(path, test.in).want(test.status)
			if !strings.Contains(r.Body, test.says) {
				t.Errorf("says %s", r.Body)
			}
		})
	}
	if got := d.comments(t, d.grace); len(got.Threads) != 0 {
		t.Errorf("kept all the same: %+v", got.Threads)
	}
}

// The text, its version and its files never change through a comment, and hold none.
func TestCommentsStayOutOfFiles(t *testing.T) {
	d := newDesk(t)
	home := "/submissions/" + string(d.id)
	formats := []string{"docx", "pdf", "html", "upright.json"}
	before := make(map[string]string)
	for _, format := range formats {
		before[format] = d.grace.get(home + "/files/" + format).want(http.StatusOK).Body
	}
	secret := newInput("Quetzalcoatl must not be printed.")
	d.grace.sendJSON(home+"/comments", secret).want(http.StatusOK)
	for _, format := range formats {
		after := d.grace.get(home + "/files/" + format).want(http.StatusOK).Body
		if after != before[format] {
			t.Errorf("%s is another file, of %d bytes instead of %d", format, len(after), len(before[format]))
		}
		if strings.Contains(after, "Quetzalcoatl") {
			t.Errorf("%s holds the comment", format)
		}
	}
	if head, err := d.Store.TextHead(t.Context(), d.id); err != nil || head != 0 {
		t.Errorf("the text is at version %d, %v", head, err)
	}
	if body := d.grace.get(home + "/read").want(http.StatusOK).Body; !strings.Contains(body, "Quetzalcoatl") {
		t.Error("the page to read does not show it")
	}
}

// TestReadAndComment is the way of somebody without JavaScript.
func TestReadAndComment(t *testing.T) {
	d := newDesk(t)
	home := "/submissions/" + string(d.id)
	page := d.grace.get(home + "/read?on=bbbbbbbbbbbb").want(http.StatusOK)
	checkPage(t, page, "en")
	send := func(pairs ...string) *reply { return d.grace.post(home+"/read/comments", pairs...) }
	id := upr.NewID()
	refused := send("on", "bbbbbbbbbbbb", "id", id, "body", strings.Repeat("long ", 1200)).want(http.StatusUnprocessableEntity)
	checkPage(t, refused, "en")
	if !strings.Contains(refused.Body, "long long") || !strings.Contains(refused.Body, id) {
		t.Error("what was typed is gone")
	}
	for range 2 { // pressed twice
		send("on", "bbbbbbbbbbbb", "id", id, "body", "<b>Bold</b>, @Grace").want(http.StatusSeeOther)
	}
	gone := send("on", "nowhere", "id", upr.NewID(), "body", "Kept words.").want(http.StatusUnprocessableEntity)
	if !strings.Contains(gone.Body, "Kept words.") {
		t.Error("a comment on a block that is gone is gone too")
	}
	gone = send("reply", upr.NewID(), "id", upr.NewID(), "body", "Kept answer.").want(http.StatusUnprocessableEntity)
	if !strings.Contains(gone.Body, "Kept answer.") {
		t.Error("an answer to a thread that is gone is gone too")
	}
	send("reply", id, "id", upr.NewID(), "body", "An answer.").want(http.StatusSeeOther)
	page = d.grace.get(home + "/read").want(http.StatusOK)
	checkPage(t, page, "en")
	if n := strings.Count(page.Body, `class="thread"`); n != 1 || !strings.Contains(page.Body, "&lt;b&gt;Bold") || !strings.Contains(page.Body, "An answer.") {
		t.Errorf("%d threads", n)
	}
	mark := func(pairs ...string) *reply { return d.grace.post(home+"/read/comments/"+id, pairs...) }
	mark("do", "resolve").want(http.StatusSeeOther)
	if page = d.grace.get(home + "/read").want(http.StatusOK); strings.Contains(page.Body, `class="thread"`) {
		t.Error("a resolved thread is among the open ones")
	}
	if page = d.grace.get(home + "/read?comments=all").want(http.StatusOK); !strings.Contains(page.Body, "Resolved by Grace.") {
		t.Error("a resolved thread is not among all")
	}
	mark("do", "burn").want(http.StatusUnprocessableEntity)
	mark("do", "delete", "comment", id).want(http.StatusSeeOther)
	if page = d.grace.get(home + "/read?comments=all").want(http.StatusOK); strings.Contains(page.Body, "Bold") {
		t.Error("a deleted comment is shown")
	}
	d.grace.post(home+"/mentions", "thread", "").want(http.StatusSeeOther)
}
