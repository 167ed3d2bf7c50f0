package web

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"upright/internal/collab"
)

// After the log is compacted the pages offer what can still be read, and say why there is no more.
func TestHistoryOfACompactedText(t *testing.T) {
	d := newDesk(t)
	home := "/submissions/" + string(d.id)
	for v := range int64(30) {
		d.grace.commit(d.path, insertion(v, fmt.Sprintf("w%d ", v+1))).want(http.StatusOK)
	}
	d.grace.post(home+"/history/5/name", "name", "Sent to all").want(http.StatusSeeOther)
	d.exec(t, `UPDATE manuscript_commits SET created_at = now() - interval '90 days' + version * interval '1 hour' WHERE submission_id = $1`, d.id)
	program, err := authority()
	if err != nil {
		t.Fatal(err)
	}
	plan, err := collab.Compact(t.Context(), d.Store, program, d.id, time.Now().Add(-collab.CompactAge), 10, false)
	if err != nil || plan.Cut != 20 {
		t.Fatalf("%+v, %v", plan, err)
	}

	d.grace.get(home+"/history").want(http.StatusOK).
		has("were compacted on", "Sent to all", "/history/20\"", "/history/5\"", "compare?from=29", "Grace").
		hasNot("Every version of the text is kept", "/history/4\"", "compare?from=4&", "compare?from=19&")
	d.grace.get(home+"/history/5").want(http.StatusOK).has("w5 w4", "Sent to all", "were compacted on").hasNot("w6 ", "/history/4\"")
	d.grace.get(home+"/history/20").want(http.StatusOK).has("w20 w19", "Last change by")
	d.grace.get(home + "/history/21").want(http.StatusOK).has("w21 w20")
	d.grace.get(home + "/history/0").want(http.StatusOK).has("Hello.").hasNot("w1 ")
	for _, path := range []string{"/history/4", "/history/19/restore", "/compare?from=4", "/compare/pdf?from=5&to=6"} {
		d.grace.get(home + path).want(http.StatusNotFound).has("is not kept any more")
	}
	d.grace.post(home+"/history/4/name", "name", "Gone").want(http.StatusNotFound)
	d.grace.get(home+"/compare?from=5&to=20").want(http.StatusOK).has("<ins>", "w20")
	if word := d.grace.get(home + "/compare/docx?from=5").want(http.StatusOK); word.Body[:2] != "PK" {
		t.Errorf("the Word file is %.20q", word.Body)
	}
	// A form that was filled in before the floor is given back with what was typed.
	part := d.grace.post(home+"/parts/aaaaaaaaaaaa", "version", "4", "title", "", "text", "Typed long ago.")
	part.want(http.StatusConflict).has("Typed long ago.")
	d.grace.post(home+"/history/5/restore", "base", "30").want(http.StatusSeeOther)
}
