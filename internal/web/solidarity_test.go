package web

import (
	"net/http"
	"strings"
	"testing"

	"upright/internal/prose"
	"upright/internal/solidarity"
	"upright/internal/upr"
)

// TestSolidarity walks through the part without JavaScript: answers, a row, the grid, the text begun from them, the files.
func TestSolidarity(t *testing.T) {
	d := newDesk(t)
	b, home := d.grace, "/submissions/"+string(d.id)
	list := b.get(home + "/solidarity").want(http.StatusOK)
	if said := list.text("main"); !strings.Contains(said, "is a revised draft") || !strings.Contains(said, "0 of 12") {
		t.Errorf("the list says %q", said)
	}

	// Each question leads to the next; what cannot be comes back as typed.
	ask := home + "/solidarity/questions/"
	refused := b.post(ask+"rights", "basis1", strings.Repeat("x", 501), "right1", "Kept", "version", "0").want(http.StatusUnprocessableEntity)
	if got := attribute(refused.find("input", "name", "right1")[0], "value"); got != "Kept" {
		t.Errorf("the right came back as %q", got)
	}
	if n := len(b.get(ask+"rights").want(http.StatusOK).find("option", "value", "International Covenant on Civil and Political Rights")); n != 1 {
		t.Errorf("the Covenant stands %d times among the treaties", n)
	}
	made := b.post(ask+"rights", "basis1", "ICCPR, article 22", "right1", "association", "version", "0").want(http.StatusSeeOther)
	if to := made.Header.Get("Location"); to != ask+"form" {
		t.Errorf("after the first question comes %q", to)
	}
	b.post(ask+"form", "reactive", "yes", "version", "0").want(http.StatusSeeOther)
	b.post(ask+"holders", "who", "Volunteers <b>", "version", "0", "then", "list").want(http.StatusSeeOther)
	b.post(ask+"spaces", "spaces", "Pages were copied.", "version", "0").want(http.StatusSeeOther)
	b.post(ask+"demand", "demand", "End questioning by 2028.", "version", "0").want(http.StatusSeeOther)
	b.get(ask + "weather").want(http.StatusNotFound)

	// A row is begun from the answers, and refused where the draft knows no such duty.
	begun := b.get(home + "/solidarity/entries/new?bearer=state&duty=respect").want(http.StatusOK)
	if got := attribute(begun.find("input", "name", "basis")[0], "value"); got != "ICCPR, article 22" {
		t.Errorf("the row is begun with %q", got)
	}
	entry := []string{"basis", "ICCPR, article 22", "holders", "Volunteers <b>", "measure", "None", "indicator", "Charges", "kind", "reactive"}
	wrong := b.post(home+"/solidarity/entries/new", append(entry, "bearer", "non-state-actor", "duty", "fulfil")...).want(http.StatusUnprocessableEntity)
	if said := wrong.text("main"); !strings.Contains(said, "only States protect and fulfil") {
		t.Errorf("a company that fulfils: %q", said)
	}
	if said := b.post(home+"/solidarity/entries/new", append(entry, "bearer", "state", "duty", "respect", "paragraphs", "gone")...).
		want(http.StatusUnprocessableEntity).text("main"); !strings.Contains(said, "not in the text") {
		t.Errorf("a paragraph that is not there: %q", said)
	}
	b.post(home+"/solidarity/entries/new", append(entry, "bearer", "state", "duty", "respect")...).want(http.StatusSeeOther)
	if said := b.get(home + "/solidarity/grid").want(http.StatusOK).text("main"); strings.Count(said, "No row in this cell") != 4 || !strings.Contains(said, "ICCPR, article 22") {
		t.Errorf("the grid says %q", said)
	}
	if said := b.get(home + "/check").want(http.StatusOK).text("main"); !strings.Contains(said, "No paragraph of the text speaks of a row") {
		t.Error("the check does not find the row without a paragraph")
	}
	b.get(home + "/solidarity/entries/none").want(http.StatusNotFound)
}

// withRow begins a submission with an empty part on solidarity and one row of the matrix.
func (d *desk) withRow(t *testing.T) (upr.SolidarityEntry, string) {
	t.Helper()
	text := &prose.Manuscript{Parts: []*prose.Part{prose.NewPart(prose.Summary, "Summary"), prose.NewPart(prose.Solidarity, "Solidarity")}}
	doc, err := prose.Encode(text)
	if err != nil {
		t.Fatal(err)
	}
	details := upr.Details{State: "MEX", Session: 59, Cycle: 5, Kind: upr.Individual, Language: "en", Title: "Solidarity"}
	d.id, err = d.Store.CreateSubmission(t.Context(), d.actor, d.lead(t), details, "cycle-5-provisional", doc)
	if err != nil {
		t.Fatal(err)
	}
	e := upr.SolidarityEntry{
		Bearer: upr.StateBearer, Duty: upr.RespectDuty, Basis: "ICCPR, article 22", Right: "association", Holders: "Volunteers",
		Indicator: "Charges brought",
	}
	if e.ID, err = d.Store.AddSolidarityRow(t.Context(), d.actor, d.id, e); err != nil {
		t.Fatal(err)
	}
	return e, "/submissions/" + string(d.id)
}

// numberOf is the number of a block in the text.
func (d *desk) numberOf(t *testing.T, id string) string {
	t.Helper()
	label, ok := prose.Number(d.manuscript(t)).Label(id)
	if !ok {
		t.Fatalf("block %s has no number", id)
	}
	return label
}

// TestSolidarityText begins the text: the empty paragraph is filled, what is there stays, and rows follow their paragraphs.
func TestSolidarityText(t *testing.T) {
	d := newDesk(t)
	e, home := d.withRow(t)
	b := d.grace
	key := "row-" + e.ID
	if said := b.post(home + "/solidarity/text").want(http.StatusUnprocessableEntity).text("main"); !strings.Contains(said, "at least one") {
		t.Errorf("nothing chosen: %q", said)
	}
	b.post(home+"/solidarity/text", "passages", key).want(http.StatusSeeOther)
	part := d.solidarityPart(t)
	if len(part.Blocks) != 2 {
		t.Fatalf("the part has %d blocks, want a heading and a paragraph", len(part.Blocks))
	}
	first := prose.BlockID(part.Blocks[1])
	if text := prose.Plain(prose.Content(part.Blocks[1])); !strings.HasPrefix(text, "ICCPR, article 22 (association). Rights-holders: Volunteers.") {
		t.Errorf("the text begins %q", text)
	}
	if tags := b.get(home+"/solidarity/text").want(http.StatusOK).text("span", "class", "tag tag--done"); !strings.Contains(tags, "In the text already: "+d.numberOf(t, first)) {
		t.Errorf("the passage is not told to be in the text: %q", tags)
	}
	// Again: nothing is replaced.
	b.post(home+"/solidarity/text", "passages", key).want(http.StatusSeeOther)
	part = d.solidarityPart(t)
	if len(part.Blocks) != 4 || prose.BlockID(part.Blocks[1]) != first {
		t.Errorf("after the second time: %d blocks", len(part.Blocks))
	}
	var notes []string
	for note := range part.Notes() {
		notes = append(notes, note.Plain())
	}
	if len(notes) != 2 || !strings.Contains(notes[0], "not binding") || strings.Contains(notes[1], "not binding") {
		t.Errorf("the source is given in full once: %q", notes)
	}
	rows, err := d.Store.SolidarityRows(t.Context(), d.actor, d.id)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows[0].Paragraphs) != 2 || rows[0].Paragraphs[0] != first {
		t.Errorf("the row is linked to %q", rows[0].Paragraphs)
	}
	// It was written by the visitor, as whoever asks for authors is told.
	if said := b.get(home + "/authors").want(http.StatusOK).text("main"); !strings.Contains(said, "Grace") {
		t.Errorf("the authors are %q", said)
	}
	if n := len(d.matrix(t, home).Cells[0].Rows[0].Paragraphs); n != 2 {
		t.Errorf("the editor is told of %d paragraphs", n)
	}
	// The files print the matrix with the number of the paragraph, and a submission carries it to another installation.
	if page := b.get(home + "/files/html").want(http.StatusOK).Body; !strings.Contains(page, "Solidarity matrix") {
		t.Error("the HTML has no matrix")
	}
	b.post(home+"/solidarity/questions/law", "law", "Article 14", "version", "0").want(http.StatusSeeOther)
	if file := b.get(home + "/files/upright.json").want(http.StatusOK).Body; !strings.Contains(file, `"indicator":"Charges brought"`) ||
		!strings.Contains(file, `{"question":"law","fields":{"law":"Article 14"}}`) {
		t.Error("the portable file has no matrix, or no answers")
	}
}

func (d *desk) solidarityPart(t *testing.T) *prose.Part {
	t.Helper()
	return d.manuscript(t).Parts[1]
}

func (d *desk) manuscript(t *testing.T) *prose.Manuscript {
	t.Helper()
	doc, _, err := d.Texts.Manuscript(t.Context(), d.actor, d.id)
	if err != nil {
		t.Fatal(err)
	}
	text, err := prose.Decode(doc)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func (d *desk) matrix(t *testing.T, home string) matrixJSON {
	t.Helper()
	var m matrixJSON
	d.grace.get(home + "/solidarity/matrix").want(http.StatusOK).decode(&m)
	return m
}

// TestSolidarityLinks links a paragraph as the editor does: to a row, and to a cell that gets one.
func TestSolidarityLinks(t *testing.T) {
	d := newDesk(t)
	e, home := d.withRow(t)
	block := prose.BlockID(d.solidarityPart(t).Blocks[0])
	link := func(body string) *reply {
		return d.grace.send(http.MethodPost, home+"/solidarity/links", body, "Content-Type", "application/json")
	}
	link(`{"entry":"` + e.ID + `","block":"` + block + `","linked":true}`).want(http.StatusOK)
	link(`{"bearer":"non-state-actor","duty":"respect","block":"` + block + `","linked":true}`).want(http.StatusOK)
	link(`{"bearer":"non-state-actor","duty":"protect","block":"` + block + `","linked":true}`).want(http.StatusUnprocessableEntity)
	link(`{"entry":"` + e.ID + `","block":"gone","linked":true}`).want(http.StatusUnprocessableEntity)
	link(`{"entry":"none","block":"` + block + `","linked":true}`).want(http.StatusNotFound)
	link(`no JSON`).want(http.StatusUnprocessableEntity)
	m := d.matrix(t, home)
	linked := map[upr.DutyBearer]int{}
	for _, cell := range m.Cells {
		for _, row := range cell.Rows {
			linked[cell.Bearer] += len(row.Paragraphs)
		}
	}
	if len(m.Cells) != 5 || linked[upr.StateBearer] != 1 || linked[upr.NonStateBearer] != 1 {
		t.Errorf("%d cells, linked %v", len(m.Cells), linked)
	}
	link(`{"entry":"` + e.ID + `","block":"` + block + `","linked":false}`).want(http.StatusOK)
	if n := len(d.matrix(t, home).Cells[0].Rows[0].Paragraphs); n != 0 {
		t.Errorf("%d links are left", n)
	}
}

// TestSolidarityConflict gives back what was typed where somebody else saved meanwhile, with what they saved.
func TestSolidarityConflict(t *testing.T) {
	d := newDesk(t)
	e, home := d.withRow(t)
	b := d.grace
	question := home + "/solidarity/questions/law"
	b.post(question, "law", "First", "version", "0").want(http.StatusSeeOther)
	page := b.post(question, "law", "Second", "version", "0").want(http.StatusConflict)
	if got := page.text("textarea"); !strings.Contains(got, "Second") || !strings.Contains(page.text("main"), "First") {
		t.Errorf("the question comes back with %q", got)
	}
	version := attribute(page.find("input", "name", "version")[0], "value")
	b.post(question, "law", "Second", "version", version).want(http.StatusSeeOther)

	row := home + "/solidarity/entries/" + e.ID
	fields := []string{"bearer", "state", "duty", "respect", "version", "1"}
	b.post(row, append(fields, "basis", "First")...).want(http.StatusSeeOther)
	page = b.post(row, append(fields, "basis", "Second")...).want(http.StatusConflict)
	if got := attribute(page.find("input", "name", "basis")[0], "value"); got != "Second" || !strings.Contains(page.text("main"), "First") {
		t.Errorf("the row comes back with %q", got)
	}
	b.post(row+"/move", "way", "sideways").want(http.StatusUnprocessableEntity)
	b.post(row + "/remove").want(http.StatusSeeOther)
	b.post(row, append(fields, "basis", "Third")...).want(http.StatusNotFound)
}

// Every question has a form whose labels are there, and an answer comes back from it as it was given.
func TestQuestionForms(t *testing.T) {
	words := loadWords(t)
	for _, q := range solidarity.Questions() {
		answer := exhibitAnswers("words")[q.ID]
		f := newQuestionForm(q.ID)
		fillQuestion(f, answer)
		got, err := answerOf(q.ID, f)
		if err != nil || len(got.Fields) == 0 || got.Version != answer.Version {
			t.Errorf("%s: %+v, %v", q.ID, got, err)
		}
		for name, text := range got.Fields {
			if key := questionPrefix(q.ID) + "." + name; !words.Has(key) || text != answer.Fields[name] {
				t.Errorf("%s: %q has no label, or came back as %q", q.ID, key, text)
			}
		}
	}
}
