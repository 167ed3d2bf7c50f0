package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"upright/internal/takeover"
	"upright/internal/upr"
)

// sourceText has what can be taken over: a paragraph with a note, one that refers to it, and a recommendation.
const sourceText = `{"type":"doc","content":[{"type":"part","attrs":{"id":"ssssssssssss","kind":"rights"},"content":[{"type":"part_title"},
	{"type":"paragraph","attrs":{"id":"pppppppppppp"},"content":[{"type":"text","text":"In Mexico 40 were returned."},
		{"type":"endnote","attrs":{"id":"nnnnnnnnnnnn"},"content":[{"type":"text","text":"Report of the Ombudsperson."}]}]},
	{"type":"paragraph","attrs":{"id":"qqqqqqqqqqqq"},"content":[{"type":"text","text":"See "},{"type":"cross_reference","attrs":{"target":"pppppppppppp"}}]},
	{"type":"recommendation","attrs":{"id":"rrrrrrrrrrrr","addressee":"the Congress"},"content":[{"type":"text","text":"Repeal the law."}]}]}]}`

// relatedDesk is a desk with a second submission of Grace, about another State, linked with the first.
func relatedDesk(t *testing.T) (d *desk, other upr.SubmissionID) {
	t.Helper()
	d = newDesk(t)
	details := upr.Details{State: "MEX", Session: 59, Cycle: 5, Kind: upr.Individual, Language: "en", Title: "Those on the road"}
	other, err := d.Store.CreateSubmission(t.Context(), d.actor, d.lead(t), details, "cycle-5-provisional", json.RawMessage(sourceText))
	if err != nil {
		t.Fatal(err)
	}
	home := "/submissions/" + string(d.id)
	if said := d.grace.post(home+"/related", "other", string(d.id)).want(http.StatusUnprocessableEntity).text("main"); !strings.Contains(said, "itself") {
		t.Errorf("linked with itself: %q", said)
	}
	for _, wrong := range []string{"", "none", strings.Repeat("x", 100)} {
		d.grace.post(home+"/related", "other", wrong).want(http.StatusUnprocessableEntity)
	}
	d.grace.post(home+"/related", "other", string(other)).want(http.StatusSeeOther)
	return d, other
}

func (d *desk) related(t *testing.T, b *browser) relatedJSON {
	t.Helper()
	var state relatedJSON
	b.get("/submissions/" + string(d.id) + "/related/state").want(http.StatusOK).decode(&state)
	return state
}

// take asks for a passage as the editor does.
func (d *desk) take(b *browser, source upr.SubmissionID, kind, block, into string) *reply {
	body := fmt.Sprintf(`{"source":%q,"kind":%q,"block":%q,"into":%q}`, source, kind, block, into)
	return b.send(http.MethodPost, "/submissions/"+string(d.id)+"/related/passages", body, "Content-Type", "application/json")
}

// puts brings a block into the text, as the editor does with what it was given.
func (d *desk) puts(t *testing.T, at int, block string) {
	t.Helper()
	_, version := d.text()
	f := insertion(version, "")
	f.Steps = json.RawMessage(fmt.Sprintf(`[{"stepType":"replace","from":%d,"to":%d,"slice":{"content":[%s]}}]`, at, at, block))
	d.grace.commit(d.path, f).want(http.StatusOK)
}

func TestRelated(t *testing.T) {
	d, other := relatedDesk(t)
	home := "/submissions/" + string(d.id)
	var offers offersJSON
	d.grace.get(home + "/related/text/" + string(other)).want(http.StatusOK).decode(&offers)
	if offers.Total != 3 || len(offers.List[0].Notes) != 1 || offers.List[2].Place != "recommendation R1" || offers.List[0].Here != "" {
		t.Fatalf("offered is %+v", offers)
	}
	for search, want := range map[string]int{"OMBUDS": 1, "see": 1, "R1": 1, "nothing of this": 0} {
		d.grace.get(home + "/related/text/" + string(other) + "?q=" + strings.ReplaceAll(search, " ", "+")).decode(&offers)
		if offers.Total != want {
			t.Errorf("%q finds %d", search, offers.Total)
		}
	}
	// What is taken over comes with its words; a reference to it leads to it from then on.
	var taken takenJSON
	d.take(d.grace, other, "paragraph", "pppppppppppp", "cccccccccccc").want(http.StatusOK).decode(&taken)
	if !strings.Contains(string(taken.Doc), "40 were returned") || !strings.Contains(string(taken.Doc), "Ombudsperson") {
		t.Errorf("given is %s", taken.Doc)
	}
	d.puts(t, 11, `{"type":"paragraph","attrs":{"id":"cccccccccccc"},"content":[{"type":"text","text":"In Mexico 40 were returned."},
		{"type":"endnote","attrs":{"id":"dddddddddddd"},"content":[{"type":"text","text":"Report of the Ombudsperson."}]}]}`)
	d.take(d.grace, other, "paragraph", "qqqqqqqqqqqq", "eeeeeeeeeeee").want(http.StatusOK).decode(&taken)
	if !strings.Contains(string(taken.Doc), `"target":"cccccccccccc"`) {
		t.Errorf("the reference leads elsewhere: %s", taken.Doc)
	}
	for status, body := range map[int][]string{
		http.StatusConflict:            {string(other), "paragraph", "pppppppppppp", "cccccccccccc"},
		http.StatusUnprocessableEntity: {string(other), "paragraph", "pppppppppppp", "NO"},
		http.StatusNotFound:            {string(other), "note", "gone", "ffffffffffff"},
	} {
		d.take(d.grace, upr.SubmissionID(body[0]), body[1], body[2], body[3]).want(status)
	}
	d.grace.send(http.MethodPost, home+"/related/passages", "no JSON", "Content-Type", "application/json").want(http.StatusUnprocessableEntity)

	// The second was never put into the text: it is not told of.
	state := d.related(t, d.grace)
	if len(state.Into) != 1 || state.Into[0].State != passageSame || state.Into[0].Names != "Mexico" || !strings.Contains(state.Into[0].Told, "paragraph 1, version 0 · Grace") {
		t.Fatalf("the state is %+v", state)
	}
	if said := d.grace.get(home+"/check").want(http.StatusOK).text("section", "aria-labelledby", "related"); !strings.Contains(said, "still names Mexico") {
		t.Errorf("the check says of what was taken over: %q", said)
	}
	d.changes(t, other)
	d.sides(t, other)
}

// changes follows a passage whose source changes.
func (d *desk) changes(t *testing.T, other upr.SubmissionID) {
	t.Helper()
	home, source := "/submissions/"+string(d.id), "/submissions/"+string(other)+"/text"
	f := insertion(0, "")
	f.Steps = json.RawMessage(`[{"stepType":"replace","from":14,"to":16,"slice":{"content":[{"type":"text","text":"52"}]}}]`)
	d.grace.commit(source, f).want(http.StatusOK)
	one := d.related(t, d.grace).Into[0]
	want := []run{{Text: "In Mexico "}, {Text: "40", Change: "deleted"}, {Text: "52", Change: "inserted"}, {Text: " were returned."}, {Text: " [Report of the Ombudsperson.]", Note: true}}
	if one.State != passageChanged || fmt.Sprint(one.Runs) != fmt.Sprint(want) || !strings.Contains(string(one.Now), "52") || !strings.Contains(string(one.Was), "40") {
		t.Fatalf("after the change %+v", one)
	}
	page := d.grace.get(home + "/related").want(http.StatusOK)
	if page.text("del") != "deleted: 40" || page.text("ins") != "inserted: 52" || !strings.Contains(page.text("main"), "One passage changed") {
		t.Errorf("the page says %q", page.text("main"))
	}
	if now := "is at version 1 now, last changed on "; len(one.Since) != 1 || !strings.Contains(one.Since[0], now) || !strings.Contains(page.text("main"), now) {
		t.Errorf("when the source changed: %q", one.Since)
	}
	// Left, but not what was not seen.
	leave := home + "/related/passages/" + one.ID + "/leave"
	d.grace.post(leave, "seen", one.Seen, "sum", takeover.Sum("other words")).want(http.StatusConflict)
	d.grace.post(leave, "seen", "7", "sum", one.Sum).want(http.StatusConflict)
	d.grace.post(leave).want(http.StatusUnprocessableEntity)
	d.grace.post(home+"/related/passages/none/leave", "seen", one.Seen, "sum", one.Sum).want(http.StatusNotFound)
	d.grace.post(leave, "seen", one.Seen, "sum", one.Sum).want(http.StatusSeeOther)
	if one = d.related(t, d.grace).Into[0]; one.State != passageSame || len(one.Since) != 1 || !strings.HasPrefix(one.Since[0], "Grace took or left newer words on ") {
		t.Errorf("after it was left %+v", one)
	}
	// Deleted at its source, it stays here.
	f = insertion(1, "")
	f.Steps = json.RawMessage(`[{"stepType":"replace","from":3,"to":61}]`)
	d.grace.commit(source, f).want(http.StatusOK)
	if one = d.related(t, d.grace).Into[0]; one.State != passageMissing {
		t.Errorf("after the paragraph was deleted %+v", one)
	}
}

// sides asks who sees what of a passage, on either side.
func (d *desk) sides(t *testing.T, other upr.SubmissionID) {
	t.Helper()
	home := "/submissions/" + string(d.id)
	// An editor of this one who may not read the other learns neither its title nor its State.
	edi := d.given(t, "Edi", "editor", nil)
	for _, page := range []string{home + "/related", home + "/related/state", home + "/record", home + "/check"} {
		if body := edi.get(page).Body; strings.Contains(body, "Those on the road") || strings.Contains(body, "Mexico, session") || strings.Contains(body, string(other)) {
			t.Errorf("%s tells of the other submission: %s", page, body)
		}
	}
	if state := d.related(t, edi); len(state.Others) != 0 || len(state.Into) != 1 || state.Into[0].State != passageClosed {
		t.Errorf("who may not read the other sees %+v", state)
	}
	edi.get(home + "/related/text/" + string(other)).want(http.StatusNotFound)
	d.take(edi, other, "recommendation", "rrrrrrrrrrrr", "gggggggggggg").want(http.StatusNotFound)
	// From the other side: where it went to, for who may read that.
	page := d.grace.get("/submissions/" + string(other) + "/related").want(http.StatusOK).text("main")
	if !strings.Contains(page, "Birth registration, paragraph 2") || !strings.Contains(page, "not in this text any more") {
		t.Errorf("the other side says %q", page)
	}
	// The link ends, then the whole source goes.
	relations, err := d.Store.Relations(t.Context(), d.actor, d.id)
	if err != nil {
		t.Fatal(err)
	}
	d.grace.post(home + "/related/" + relations[0].ID + "/end").want(http.StatusSeeOther)
	d.take(d.grace, other, "recommendation", "rrrrrrrrrrrr", "gggggggggggg").want(http.StatusNotFound)
	if state := d.related(t, d.grace); len(state.Into) != 1 || state.Into[0].State != passageParted {
		t.Errorf("after the link ended %+v", state)
	}
	d.exec(t, `DELETE FROM submissions WHERE id = $1`, other)
	if state := d.related(t, d.grace); len(state.Into) != 1 || state.Into[0].State != passageDeleted || state.Into[0].URL != "" {
		t.Errorf("after the source was deleted %+v", state)
	}
	d.grace.get(home + "/related").want(http.StatusOK)
	if file := d.grace.get(home + "/files/upright.json").want(http.StatusOK).Body; strings.Contains(file, "related") || strings.Contains(file, string(other)) {
		t.Error("the portable file tells of the link")
	}
}
