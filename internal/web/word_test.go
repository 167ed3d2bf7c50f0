package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"upright/internal/example"
	"upright/internal/export"
	"upright/internal/importer/word/wordtest"
	"upright/internal/prose"
	"upright/internal/upr"
)

// uses are what the page proposes for the headings of a file.
func (r *reply) uses() (list []string) {
	for _, option := range r.find("option") {
		chosen := slices.ContainsFunc(option.Attr, func(a html.Attribute) bool { return a.Key == "selected" })
		if chosen && attribute(option.Parent, "name") == "use" {
			list = append(list, attribute(option, "value"))
		}
	}
	return list
}

// takeWord confirms the page of a file with the uses given and further fields.
func (b *browser) takeWord(path string, uses []string, pairs ...string) *reply {
	b.t.Helper()
	for _, u := range uses {
		pairs = append(pairs, "use", u)
	}
	return b.post(path, pairs...)
}

// withText is the text of the desk's submission.
func (d *desk) withText(t *testing.T) *upr.Submission {
	t.Helper()
	one, err := d.Server.textFor(t.Context(), d.actor, d.id)
	if err != nil {
		t.Fatal(err)
	}
	return one
}

// TestWord begins a submission with a Word file: the worked example, printed.
func TestWord(t *testing.T) {
	d := newDesk(t)
	one, err := example.Submission("en")
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := d.Press.Write(t.Context(), &file, one, export.Word); err != nil {
		t.Fatal(err)
	}
	// The questions of a new submission lead to the file.
	asked := d.grace.post("/submissions/new", "organization", string(d.lead(t)), "state", "MEX", "language", "en", "word", "yes").want(http.StatusOK)
	if got := attribute(asked.find("input", "name", "draft")[0], "value"); got != wordDraft {
		t.Fatalf("the details say %q of a draft", got)
	}
	home := d.grace.post("/organizations/"+string(d.lead(t))+"/submissions", "state", "MEX", "session", "59", "language", "en", "title", "Return", "draft", wordDraft).
		want(http.StatusSeeOther).Header.Get("Location")
	d.grace.get(home).want(http.StatusOK).has("Take in a Word file")

	found := d.grace.upload(home, "file", file.Bytes()).want(http.StatusSeeOther).Header.Get("Location")
	shown := d.grace.get(found).want(http.StatusOK).has("fills the empty part “Executive summary”", "Methodology and consultation").hasNot("replaces the text")
	checkPage(t, shown, "en")
	uses := shown.uses()
	if len(uses) < 10 || uses[0] != "leave" || uses[1] != "summary" {
		t.Fatalf("proposed: %v", uses)
	}
	eve := d.person(t, "Eve")
	eve.get(found).want(http.StatusNotFound)
	eve.takeWord(found, uses, "act", "take").want(http.StatusNotFound)

	// Choices that make no text come back, and what comes of a choice is shown before anything is taken in.
	for _, wrong := range [][]string{nil, {"summary"}, append([]string{"elsewhere"}, uses[1:]...), append([]string{"within"}, uses[1:]...), leaveAll(uses)} {
		r := d.grace.takeWord(found, wrong, "act", "take").want(http.StatusUnprocessableEntity)
		if r.text("p", "class", "error") == "" {
			t.Errorf("%v: the form says nothing", wrong)
		}
		checkPage(t, r, "en")
	}
	d.grace.takeWord(found, uses, "act", "show").want(http.StatusOK).has("Legal gaps leave returnees")
	id := upr.SubmissionID(strings.TrimSuffix(strings.TrimPrefix(home, "/submissions/"), "/word"))
	before, err := d.textFor(t.Context(), d.actor, id)
	if err != nil || written(before.Manuscript) {
		t.Fatalf("something is in the text before it was taken in: %v", err)
	}
	d.grace.follow(d.grace.takeWord(found, uses, "act", "take"), "/submissions/"+string(id)+"/write").has("The text of the file is in the submission")
	d.grace.get(found).want(http.StatusNotFound)
	after, err := d.textFor(t.Context(), d.actor, id)
	if err != nil {
		t.Fatal(err)
	}
	for i, part := range one.Manuscript.Parts {
		if got := after.Manuscript.Parts[i]; got.Kind != part.Kind || got.Title != part.Title || len(got.Blocks) != len(part.Blocks) {
			t.Errorf("part %d: %s %q with %d blocks, not %s %q with %d", i, got.Kind, got.Title, len(got.Blocks), part.Kind, part.Title, len(part.Blocks))
		}
	}
}

func leaveAll(uses []string) []string {
	list := make([]string, len(uses))
	for i := range list {
		list[i] = "leave"
	}
	return list
}

// TestWordIntoWrittenText takes a file with tracked changes and comments into a text that has words.
func TestWordIntoWrittenText(t *testing.T) {
	d := newDesk(t)
	home := "/submissions/" + string(d.id)
	by := ` w:id="1" w:author="Secret Name" w:date="2026-05-02T10:00:00Z"`
	file := wordtest.File(t, wordtest.P("Heading1", wordtest.R("Human rights"))+
		wordtest.P("", wordtest.R("Kept ")+`<w:ins`+by+`>`+wordtest.R("new")+`</w:ins><w:commentRangeStart w:id="7"/>`+wordtest.R(" words")+`<w:commentRangeEnd w:id="7"/>`)+
		`<w:p><w:pPr><w:rPr><w:ins`+by+`/></w:rPr></w:pPr><w:ins`+by+`>`+wordtest.R("Quite new.")+`</w:ins></w:p>`+wordtest.P("", wordtest.R("Old."))+
		wordtest.P("Heading1", wordtest.R("Odds and ends"))+wordtest.P("", wordtest.R("End.")),
		wordtest.Part{Name: "styles", Content: wordtest.Heading("1")},
		wordtest.Part{Name: "comments", Content: `<w:comment` + strings.Replace(by, `"1"`, `"7"`, 1) + `>` + wordtest.P("", wordtest.R("Which ones?")) + `</w:comment>`})
	was := d.withText(t)

	// Behind what is there.
	found := d.grace.sendWord(home+"/word", file, "comments", "yes").want(http.StatusSeeOther).Header.Get("Location")
	shown := d.grace.get(found).want(http.StatusOK).has("goes behind the text of the part", "becomes a new part", "Replace it").hasNot("Secret Name")
	// However often the button is pressed, it goes there once.
	pressed, proposed := make(chan int), shown.uses()
	for range 3 {
		go func() {
			pressed <- d.grace.takeWord(found, proposed, "act", "take", "place", wordBehind, "number", "yes").Status
		}()
	}
	for range 3 {
		if status := <-pressed; status != http.StatusSeeOther && status != http.StatusNotFound {
			t.Errorf("status %d", status)
		}
	}
	now := d.withText(t)
	first := now.Text().Parts[0]
	if len(first.Blocks) != len(was.Text().Parts[0].Blocks)+3 || first.Suggestions() != 2 || first.Title != was.Text().Parts[0].Title {
		t.Errorf("the first part has %d blocks and %d suggestions", len(first.Blocks), first.Suggestions())
	}
	if got := now.Text().Parts[1]; got.Kind != prose.Other || got.Title != "Odds and ends" {
		t.Errorf("the second part is %s %q", got.Kind, got.Title)
	}
	threads := d.comments(t, d.grace)
	if len(threads.Threads) != 1 || threads.Threads[0].Anchor.Quote != "words" && threads.Threads[0].Anchor.Quote != " words" || threads.Threads[0].Comments[0].Body != "Which ones?" {
		t.Fatalf("the comments: %+v", threads.Threads)
	}

	// Instead of it, with names.
	found = d.grace.sendWord(home+"/word", file, "comments", "yes", "names", "yes").want(http.StatusSeeOther).Header.Get("Location")
	d.grace.takeWord(found, shown.uses(), "act", "take", "place", wordInstead).want(http.StatusSeeOther)
	now = d.withText(t)
	if first := now.Text().Parts[0]; len(first.Blocks) != 3 || first.Title != "Human rights" || len(now.Text().Parts) != len(was.Text().Parts)+2 {
		t.Errorf("the first part is %q with %d blocks; %d parts", first.Title, len(first.Blocks), len(now.Text().Parts))
	}
	said := 0
	for _, thread := range d.comments(t, d.grace).Threads {
		if thread.Comments[0].Body == "Secret Name, 2026-05-02:\nWhich ones?" {
			said++
		}
	}
	if said != 1 {
		t.Errorf("%d comments with a name", said)
	}

	// Suggestions are the visitor's, as those that are made in the editor.
	settled := now.Manuscript.Parts[0]
	if len(settled.Blocks) != 2 || now.Text().Parts[0].Blocks[2].(*prose.Paragraph).Suggested[0].User != string(d.actor.User) {
		t.Errorf("without suggestions the first part has %d blocks", len(settled.Blocks))
	}

	// Nothing of what was there is lost.
	old, err := d.Texts.ManuscriptAt(t.Context(), d.actor, d.id, was.Head)
	if err != nil {
		t.Fatal(err)
	}
	if want, err := prose.Encode(was.Text()); err != nil || !bytes.Equal(want, old) {
		t.Errorf("the text of before is not in the history: %v", err)
	}
}

// What is no Word file comes back with a sentence that says what to do, and a document is no file of Upright.
func TestWordRefuses(t *testing.T) {
	d := newDesk(t)
	home := "/submissions/" + string(d.id) + "/word"
	for want, file := range map[string]string{
		"Choose a Word file": "", "older Word": "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "This is a PDF": "%PDF-1.7", "damaged": "PK\x03\x04...", "no Word file": "x",
	} {
		var data []byte
		if file != "" {
			data = []byte(file)
		}
		r := d.grace.upload(home, "file", data).want(http.StatusUnprocessableEntity)
		if said := r.text("p", "class", "error"); !strings.Contains(said, want) {
			t.Errorf("the form says %q, want %q", said, want)
		}
		checkPage(t, r, "en")
	}
	d.grace.upload(home, "file", make([]byte, forWord().body)).want(http.StatusRequestEntityTooLarge)
	if said := d.grace.importFile([]byte("PK\x03\x04"), string(d.lead(t))).want(http.StatusUnprocessableEntity).text("p", "class", "error"); !strings.Contains(said, "Start a submission") {
		t.Errorf("the import says %q", said)
	}
}

// sendWord sends a file with other fields.
func (b *browser) sendWord(path string, file []byte, pairs ...string) *reply {
	b.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i+1 < len(pairs); i += 2 {
		if err := form.WriteField(pairs[i], pairs[i+1]); err != nil {
			b.t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile("file", "draft.docx")
	if err == nil {
		_, err = part.Write(file)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		b.t.Fatal(err)
	}
	return b.send(http.MethodPost, path, body.String(), "Content-Type", form.FormDataContentType())
}
