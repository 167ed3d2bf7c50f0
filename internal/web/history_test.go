package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"upright/internal/upr"
)

// text returns the text of the desk as JSON, and its version.
func (d *desk) text() (string, int64) {
	var text textJSON
	d.grace.get(d.path).want(http.StatusOK).decode(&text)
	return string(text.Doc), text.Version
}

func TestHistory(t *testing.T) {
	d := newDesk(t)
	home := "/submissions/" + string(d.id)
	d.grace.get(home+"/history").want(http.StatusOK).has("Nothing has been written yet.", "No version has a name yet")
	d.grace.commit(d.path, insertion(0, "First ")).want(http.StatusOK)

	// A name is asked for, bounded, and given to the version of the page, whatever was written since.
	d.grace.post(home + "/history/1/name").want(http.StatusUnprocessableEntity).has("errors-title")
	d.grace.post(home+"/history/1/name", "name", strings.Repeat("x", 201)).want(http.StatusUnprocessableEntity)
	d.grace.post(home+"/history/99/name", "name", "Future").want(http.StatusNotFound)
	d.grace.commit(d.path, insertion(1, "Second ")).want(http.StatusOK)
	d.grace.post(home+"/history/1/name", "name", " Sent  to <all> ").want(http.StatusSeeOther)
	d.grace.get(home+"/history").want(http.StatusOK).has("Sent to &lt;all&gt;", "Revision 1", "Grace", "2 changes")

	d.grace.get(home+"/history/0").want(http.StatusOK).has("Hello.", "older version").hasNot("First")
	d.grace.get(home+"/history/1").want(http.StatusOK).has("First Hello.", "Sent to &lt;all&gt;").hasNot("Second")
	d.grace.get(home+"/history/2").want(http.StatusOK).has("Second First Hello.", "the text as it is now")
	for _, wrong := range []string{"3", "-1", "x", "99999999999999999999"} {
		d.grace.get(home + "/history/" + wrong).want(http.StatusNotFound)
		d.grace.get(home + "/compare?from=" + wrong).want(http.StatusNotFound)
	}

	d.grace.get(home+"/compare?from=0").want(http.StatusOK).has("<ins>", "Second First", "Bring back: Paragraph 1")
	d.grace.get(home + "/compare?from=1&to=0").want(http.StatusOK).has("<ins>").hasNot("Bring back")
	d.grace.get(home + "/compare?from=2").want(http.StatusOK).has("the same text")
	word := d.grace.get(home + "/compare/docx?from=0&to=1").want(http.StatusOK)
	if !strings.HasPrefix(word.Body, "PK") || !strings.Contains(word.Header.Get("Content-Disposition"), "changes.docx") {
		t.Errorf("the Word file is %.20q, %v", word.Body, word.Header)
	}
	if pdf := d.grace.get(home + "/compare/pdf?from=0").want(http.StatusOK); !strings.HasPrefix(pdf.Body, "%PDF") {
		t.Errorf("the PDF is %.20q", pdf.Body)
	}
	d.grace.get(home + "/compare/html?from=0").want(http.StatusNotFound)
}

// Bringing back is a new commit on top of the log, by who asked for it; what others wrote since the question stays.
func TestRestore(t *testing.T) {
	d := newDesk(t)
	home := "/submissions/" + string(d.id)
	d.grace.commit(d.path, insertion(0, "New words. ")).want(http.StatusOK)
	d.grace.get(home+"/history/0/restore").want(http.StatusOK).has("<del>", "New words.", `name="base" value="1"`)
	d.grace.get(home+"/history/0/restore?block=bbbbbbbbbbbb").want(http.StatusOK).has("<del>", "New words.")
	d.grace.get(home + "/history/0/restore?block=nowhere").want(http.StatusNotFound)
	d.grace.get(home + "/history/1/restore").want(http.StatusOK).has("would change nothing")

	// Meanwhile somebody adds a paragraph.
	other := insertion(1, "")
	other.Steps = []byte(`[{"stepType":"replace","from":22,"to":22,"slice":{"content":[{"type":"paragraph","attrs":{"id":"cccccccccccc"},
		"content":[{"type":"text","text":"Theirs."}]}]}}]`)
	d.grace.commit(d.path, other).want(http.StatusOK)
	d.grace.post(home+"/history/0/restore", "block", "bbbbbbbbbbbb", "base", "1").want(http.StatusSeeOther)
	if doc, version := d.text(); version != 3 || strings.Contains(doc, "New words.") || !strings.Contains(doc, "Hello.") || !strings.Contains(doc, "Theirs.") {
		t.Errorf("after bringing a paragraph back the text is %d: %s", version, doc)
	}
	d.grace.post(home+"/history/1/restore", "base", "3").want(http.StatusSeeOther)
	if doc, version := d.text(); version != 4 || !strings.Contains(doc, "New words. Hello.") || strings.Contains(doc, "Theirs.") {
		t.Errorf("after bringing a version back the text is %d: %s", version, doc)
	}
	// A paragraph that is gone comes back behind the one it stood behind.
	d.grace.post(home+"/history/3/restore", "block", "cccccccccccc", "base", "4").want(http.StatusSeeOther)
	if doc, _ := d.text(); strings.Index(doc, "Theirs.") < strings.Index(doc, "Hello.") {
		t.Errorf("the paragraph is not behind the other: %s", doc)
	}
	for _, wrong := range []string{"", "x", "99"} {
		if status := d.grace.post(home+"/history/0/restore", "base", wrong).Status; status == http.StatusSeeOther || status >= 500 {
			t.Errorf("on version %q it answers %d", wrong, status)
		}
	}
	var commits int
	list, err := d.Store.Commits(t.Context(), d.id, 0, 100)
	if commits = len(list); err != nil || commits != 5 || list[4].User != d.actor.User {
		t.Errorf("the log has %d commits, %v", commits, err)
	}
}

// Whole parts come and go with a version, too.
func TestRestoreParts(t *testing.T) {
	d := newDesk(t)
	home := "/submissions/" + string(d.id)
	doc, _ := d.text()
	if !strings.Contains(doc, "aaaaaaaaaaaa") {
		t.Fatal(doc)
	}
	swap := insertion(0, "")
	swap.Steps = []byte(`[{"stepType":"replace","from":0,"to":12,"slice":{"content":[{"type":"part","attrs":{"id":"dddddddddddd","kind":"followup"},
		"content":[{"type":"part_title"},{"type":"paragraph","attrs":{"id":"eeeeeeeeeeee"},"content":[{"type":"text","text":"Other part."}]}]}]}}]`)
	d.grace.commit(d.path, swap).want(http.StatusOK)
	d.grace.post(home+"/history/0/restore", "base", "1").want(http.StatusSeeOther)
	if doc, version := d.text(); version != 2 || !strings.Contains(doc, "Hello.") || strings.Contains(doc, "Other part.") {
		t.Errorf("the text is %d: %s", version, doc)
	}
}

// Who may only read sees the history and cannot change anything by it; a stranger is told that there is nothing.
func TestHistoryRights(t *testing.T) {
	d := newDesk(t)
	home := "/submissions/" + string(d.id)
	d.grace.commit(d.path, insertion(0, "x")).want(http.StatusOK)
	stranger := d.person(t, "Stranger")
	for _, path := range []string{"/history", "/history/0", "/history/0/restore", "/compare?from=0", "/compare/pdf?from=0"} {
		stranger.get(home + path).want(http.StatusNotFound)
	}
	stranger.post(home+"/history/0/name", "name", "Mine").want(http.StatusNotFound)
	stranger.post(home+"/history/0/restore", "base", "1").want(http.StatusNotFound)
	if list, err := d.Store.Revisions(t.Context(), d.actor, d.id); err != nil || len(list) != 0 {
		t.Errorf("revisions: %v, %v", list, err)
	}
	for i := range upr.MaxRevisions {
		if _, err := d.Store.AddRevision(t.Context(), d.actor, d.id, 1, "r"+strconv.Itoa(i), [32]byte{1}); err != nil {
			t.Fatal(err)
		}
	}
	d.grace.post(home+"/history/1/name", "name", "one more").want(http.StatusUnprocessableEntity).has(fmt.Sprint(upr.MaxRevisions))
}

// has fails the test unless the page's HTML holds all of the words.
func (r *reply) has(words ...string) *reply {
	r.t.Helper()
	for _, w := range words {
		if !strings.Contains(r.Body, w) {
			r.t.Errorf("no %q in the page:\n%s", w, r.text("main"))
		}
	}
	return r
}

// hasNot fails the test when it holds any of them.
func (r *reply) hasNot(words ...string) *reply {
	r.t.Helper()
	for _, w := range words {
		if strings.Contains(r.Body, w) {
			r.t.Errorf("%q is in the page:\n%s", w, r.text("main"))
		}
	}
	return r
}
