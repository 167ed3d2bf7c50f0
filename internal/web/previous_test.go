package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"upright/internal/importer"
	"upright/internal/upr"
)

// uhriFile is an export of the Universal Human Rights Index about Kenya, with one row that cannot be read.
func uhriFile() []byte {
	return []byte(`[
		{"Body":"- UPR","Countries":["- Kenya"],"Symbol":"A/HRC/56/9","Text":"140.1 Ratify <b>it</b> (Norway)","Themes":["- Right to health"],"UprPositions":["Supported"]},
		{"Body":"- UPR","Countries":["- Kenya"],"Symbol":"A/HRC/56/9","Text":"140.2 Study it (Chile)","UprPositions":["Noted"]},
		{"Body":"- UPR","Countries":["- Kenya"],"Text":""},{"Body":"- CRC","Countries":["- Kenya"],"Text":"Other"}]`)
}

func TestPrevious(t *testing.T) {
	d := newDesk(t)
	home := "/submissions/" + string(d.id) + "/previous"
	d.grace.get(home).want(http.StatusOK).has("There are no recommendations yet")
	for name, file := range map[string]string{"nothing": "", "a picture": "\x89PNG\r\n\x1a\n\x00", "cut off": string(uhriFile()[:200])} {
		r := d.grace.upload(home+"/import", "file", []byte(file)).want(http.StatusUnprocessableEntity)
		if r.text("p", "class", "error") == "" {
			t.Errorf("%s: the form says nothing", name)
		}
		checkPage(t, r, "en")
	}
	shown := d.grace.upload(home+"/import", "file", uhriFile()).want(http.StatusSeeOther)
	preview := shown.Header.Get("Location")
	d.grace.get(preview).want(http.StatusOK).has("2 recommendations can be taken in", "Ratify &lt;b&gt;it&lt;/b&gt;", "It has no text of a recommendation", "supported")
	d.grace.get(home).want(http.StatusOK).has("There are no recommendations yet")
	eve := d.person(t, "Eve")
	eve.get(preview).want(http.StatusNotFound)
	eve.post(preview).want(http.StatusNotFound)
	d.grace.post(preview).want(http.StatusSeeOther)
	d.grace.post(preview).want(http.StatusNotFound)

	one, err := d.Store.Submission(t.Context(), d.actor, d.id)
	if err != nil || len(one.Annexes.Previous) != 2 {
		t.Fatalf("%+v, %v", one.Annexes.Previous, err)
	}
	first := one.Annexes.Previous[0].ID
	d.grace.get(home+"?q=ratify&theme="+url.QueryEscape("Right to health")).want(http.StatusOK).has("1 to 1 of 1", "140.1").hasNot("140.2")
	d.grace.get(home + "?q=nowhere&sdg=99&cycle=x&from=-5&position=no").want(http.StatusOK).has("No recommendation fits")
	d.grace.post(home, "assessed", "unchanged").want(http.StatusUnprocessableEntity).has("Choose at least one")
	d.grace.post(home, "id", first, "assessed", "well", "comment", "Typed").want(http.StatusUnprocessableEntity).has("Typed")
	d.grace.post(home, "id", first, "assessed", "unchanged").want(http.StatusUnprocessableEntity).has("Choose an assessment")
	d.grace.post(home+"?q=ratify", "id", first, "assessed", "reversed", "comment", "Worse <i>now</i>").want(http.StatusSeeOther)
	d.grace.get(home+"?one="+first).want(http.StatusOK).has("Worse &lt;i&gt;now&lt;/i&gt;", "situation got worse", `name="alone"`)
	d.previousForEditor(t, home, first)
	d.grace.post(home, "id", first, "do", "remove").want(http.StatusSeeOther)
	d.grace.get(home).want(http.StatusOK).hasNot("140.1 A/HRC")
}

// previousForEditor asks as the panel of the editor does, and finds the link in the file of the submission.
func (d *desk) previousForEditor(t *testing.T, home, first string) {
	t.Helper()
	as := "as=" + url.QueryEscape(string(d.actor.User))
	var got previousJSON
	d.grace.get(home+"/list?q=140.1&"+as, "Sec-Fetch-Site", "same-origin").want(http.StatusOK).decode(&got)
	if got.All != 2 || got.Total != 1 || got.List[0].Citation.Note != "A/HRC/56/9, para. 140.1 (Norway); supported." {
		t.Errorf("the list: %+v", got)
	}
	link := func(block string) *reply {
		return d.grace.sendJSON(home+"/links?"+as, citeInput{ID: first, Block: block, Linked: true})
	}
	link("nowhere").want(http.StatusUnprocessableEntity)
	link("bbbbbbbbbbbb").want(http.StatusOK)
	file := d.grace.get("/submissions/" + string(d.id) + "/files/upright.json").want(http.StatusOK)
	read, err := importer.Read(strings.NewReader(file.Body))
	if err != nil || len(read.Annexes.Previous) != 2 {
		t.Fatalf("the file: %+v, %v", read, err)
	}
	if r := read.Annexes.Previous[0]; r.Number != "140.1" || r.Assessed != upr.Reversed || len(r.Paragraphs) != 1 || r.States[0] != "NOR" {
		t.Errorf("in the file: %+v", r)
	}
}
