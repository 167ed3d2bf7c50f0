package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// suggests puts suggestions by the desk's person into its text: "Hello." is to become "Hello, world!", in two of them.
func (d *desk) suggests(t *testing.T) {
	t.Helper()
	mark := func(kind, id string) string {
		return fmt.Sprintf(`{"type":%q,"attrs":{"id":%q,"user":%q,"at":1}}`, kind, id, d.alias(t, d.actor.User))
	}
	insert := `{"stepType":"replace","from":9,"to":9,"slice":{"content":[{"type":"text","text":", world!","marks":[` + mark("insertion", "s1") + `]}]}}`
	remove := `{"stepType":"addMark","from":17,"to":18,"mark":` + mark("deletion", "s2") + `}`
	f := insertion(0, "x")
	f.Steps = json.RawMessage("[" + insert + "," + remove + "]")
	d.grace.commit(d.path, f).want(http.StatusOK)
}

func (r *reply) says(want bool, text string) {
	r.t.Helper()
	if strings.Contains(r.Body, text) != want {
		r.t.Errorf("%q is there: %v, in\n%s", text, !want, r.Body)
	}
}

// What is open is in no page and no file that prints the text, and the pages say so.
func TestOpenSuggestionsAreNotPrinted(t *testing.T) {
	d := newDesk(t)
	d.suggests(t)
	home := "/submissions/" + string(d.id)
	for _, page := range []string{"", "/read", "/check", "/answers"} {
		r := d.grace.get(home + page).want(http.StatusOK)
		r.says(false, "world")
		r.says(true, "2 suggestions are open.")
	}
	html := d.grace.get(home + "/files/html").want(http.StatusOK)
	html.says(true, "Hello.")
	html.says(false, "world")
	portable := d.grace.get(home + "/files/upright.json").want(http.StatusOK)
	portable.says(true, ", world!")
	portable.says(true, `"type":"deletion"`)
}

// The form without JavaScript shows the text without suggestions, keeps those in what is left alone, and takes those in
// what is changed.
func TestTheFormKeepsSuggestions(t *testing.T) {
	d := newDesk(t)
	d.suggests(t)
	link := "/submissions/" + string(d.id) + "/parts/aaaaaaaaaaaa"
	shown := d.grace.get(link).want(http.StatusOK)
	shown.says(true, ">\nHello.\n</textarea>")
	shown.says(true, "2 suggestions are open in this part.")
	text := func() string { return d.grace.get(d.path).want(http.StatusOK).Body }

	d.grace.post(link, "title", "Rights", "text", "Hello.\n\nAdded.", "version", "1").want(http.StatusSeeOther)
	if now := text(); !strings.Contains(now, ", world!") || !strings.Contains(now, "Added.") || !strings.Contains(now, `"type":"deletion"`) {
		t.Errorf("the text is %s", now)
	}
	d.grace.post(link, "title", "Rights", "text", "Hello, all.\n\nAdded.", "version", "2").want(http.StatusSeeOther)
	if now := text(); strings.Contains(now, "world") || !strings.Contains(now, "Hello, all.") || strings.Contains(now, `"type":"deletion"`) {
		t.Errorf("the text is %s", now)
	}
}
