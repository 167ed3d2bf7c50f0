package web

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"upright/internal/upr"
)

// TestSubmission walks from the first question to the files without JavaScript, and looks at what comes back.
func TestSubmission(t *testing.T) {
	d := newDesk(t)
	b := d.grace
	lead := d.lead(t)
	asked := b.post("/submissions/new", "organization", string(lead), "state", "MEX", "language", "es").want(http.StatusOK)
	if got := attribute(asked.find("input", "name", "session")[0], "value"); got != "59" {
		t.Errorf("the suggested session is %q, want 59", got)
	}
	if said := asked.text("div", "class", "callout"); !strings.Contains(said, "order of review") {
		t.Errorf("the suggestion does not say where it comes from: %q", said)
	}
	title := attribute(asked.find("input", "name", "title")[0], "value")
	if !strings.Contains(title, "México") {
		t.Errorf("the suggested title %q is not in the language of the text", title)
	}

	// What is wrong comes back with everything that was typed.
	create := "/organizations/" + string(lead) + "/submissions"
	refused := b.post(create, "state", "MEX", "session", "999", "language", "es", "title", "Kept title", "deadline", "2028-13-01").
		want(http.StatusUnprocessableEntity)
	if got := attribute(refused.find("input", "name", "title")[0], "value"); got != "Kept title" {
		t.Errorf("the title came back as %q", got)
	}
	for _, link := range []string{"#details-session", "#details-deadline"} {
		if len(refused.find("a", "href", link)) == 0 {
			t.Errorf("the summary of errors does not lead to %s", link)
		}
	}

	made := b.post(create, "state", "MEX", "session", "59", "language", "es", "title", title,
		"keywords", "migrantes\nidentidad; salud", "deadline", "2028-03-31", "hour", "15:00").want(http.StatusSeeOther)
	path := made.Header.Get("Location")
	tasks := b.get(path).want(http.StatusOK)
	if n := len(tasks.find("form", "class", "exit")); n != 1 {
		t.Errorf("%d ways to exit", n)
	}
	if said := tasks.text("section", "class", "panel deadline"); !strings.Contains(said, "31 March 2028, 15:00") {
		t.Errorf("the deadline is not told in Geneva time: %q", said)
	}
	if got := strings.Count(tasks.text("span", "class", "tag tag--todo"), "Not started"); got == 0 {
		t.Error("no part is shown as not started")
	}

	// A part in the plain form.
	link := partLink(t, b.get(path+"/write").want(http.StatusOK))
	form := b.get(link).want(http.StatusOK)
	version := attribute(form.find("input", "name", "version")[0], "value")
	text := "Primer párrafo con nota.^[Fuente: A/HRC/53/32.]\n\n## Subtítulo\n\n- uno\n- dos\n"
	if said := b.post(link, "title", "Resumen", "text", "Una *palabra", "version", version).want(http.StatusUnprocessableEntity).text("main"); !strings.Contains(said, "Line 1") {
		t.Errorf("a mark without its partner is refused without its line: %q", said)
	}
	b.post(link, "title", "Resumen", "text", text, "version", version).want(http.StatusSeeOther)
	again := b.get(link)
	if got := again.text("textarea"); !strings.Contains(got, "^[Fuente: A/HRC/53/32.]") || !strings.Contains(got, "## Subtítulo") {
		t.Errorf("the part came back as %q", got)
	}
	if read := b.get(path + "/read").want(http.StatusOK).text("article"); !strings.Contains(read, "Primer párrafo") {
		t.Errorf("the text to read lacks the paragraph: %q", read)
	}

	// Ready, and not ready again.
	part := link[strings.LastIndex(link, "/")+1:]
	b.follow(b.post(path+"/parts/"+part+"/ready", "ready", "yes"), path)
	if got := b.get(path).text("span", "class", "tag tag--done"); !strings.Contains(got, "Ready") {
		t.Error("the part is not shown as ready")
	}
	b.post(path + "/parts/" + part + "/ready").want(http.StatusSeeOther)

	check := b.get(path + "/check").want(http.StatusOK)
	if n := len(check.find("li", "class", "finding")); n < 3 {
		t.Errorf("%d findings in a submission that is nearly empty", n)
	}
	var found findingsJSON
	b.get(path + "/findings").want(http.StatusOK).decode(&found)
	if len(found.Findings) == 0 || found.Count.Body.Words == 0 || found.Findings[0].Message == "" {
		t.Errorf("the editor gets %+v", found)
	}

	if said := b.get(path).text("ul", "class", "tasks"); !strings.Contains(said, "Reader links") {
		t.Errorf("the task list does not lead to reader links: %q", said)
	}
	answers := b.get(path + "/answers").want(http.StatusOK)
	if said := answers.text("main"); !strings.Contains(said, "published as it is") || !strings.Contains(said, "Español") {
		t.Errorf("the answers lack something: %q", said)
	}
	for format, begins := range map[string]string{"pdf": "%PDF-1.7", "docx": "PK\x03\x04", "html": "<!DOCTYPE html>", "upright.json": `{"format":"upright-submission"`} {
		file := b.get(path + "/files/" + format).want(http.StatusOK)
		if !strings.HasPrefix(file.Body, begins) {
			t.Errorf("the %s begins with %q", format, file.Body[:min(20, len(file.Body))])
		}
		if got := file.Header.Get("Content-Disposition"); !strings.HasPrefix(got, "attachment") || !strings.Contains(got, "."+format) {
			t.Errorf("the %s is sent as %q", format, got)
		}
	}
	b.get(path + "/files/exe").want(http.StatusNotFound)

	// Somebody else sees nothing of it.
	stranger := d.person(t, "Eve")
	for _, page := range []string{"", "/details", "/write", "/read", "/check", "/findings", "/answers", "/files/pdf", "/delete", "/parts/" + part} {
		stranger.get(path + page).want(http.StatusNotFound)
	}

	asked = b.post(path + "/delete").want(http.StatusUnprocessableEntity)
	if said := asked.text("dl"); !strings.Contains(said, "43 words") {
		t.Errorf("what is lost is not told: %q", said)
	}
	b.follow(b.post(path+"/delete", "sure", "yes"), path+"/delete")
	if said := b.get(path).text("main"); !strings.Contains(said, "will be deleted") {
		t.Error("the task list does not say that the submission will be deleted")
	}
	b.follow(b.post(path+"/delete/call-off"), path)
	b.post(path+"/delete", "sure", "yes").want(http.StatusSeeOther)
	if err := d.Store.SweepDeletions(t.Context(), time.Now().Add(2*upr.UsualDeletionWait)); err != nil {
		t.Fatal(err)
	}
	b.get(path).want(http.StatusNotFound)
}

// TestDetailsConflict: two people change the details; the second gets back what was typed and sees what the first saved.
func TestDetailsConflict(t *testing.T) {
	d := newDesk(t)
	path := "/submissions/" + string(d.id) + "/details"
	form := []string{"state", "KEN", "session", "63", "language", "en", "version", "1"}
	d.grace.post(path, append(form, "title", "From the first")...).want(http.StatusSeeOther)
	second := d.grace.post(path, append(form, "title", "From the second")...).want(http.StatusConflict)
	if got := attribute(second.find("input", "name", "title")[0], "value"); got != "From the second" {
		t.Errorf("what was typed came back as %q", got)
	}
	if said := second.text("dl"); !strings.Contains(said, "From the first") {
		t.Errorf("what the first saved is not shown: %q", said)
	}
	version := attribute(second.find("input", "name", "version")[0], "value")
	d.grace.post(path, "state", "KEN", "session", "63", "language", "en", "title", "From the second", "version", version).want(http.StatusSeeOther)
}

// TestAnotherCycle: a session of another cycle brings the rules of that cycle; one of the same cycle leaves them alone.
func TestAnotherCycle(t *testing.T) {
	d := newDesk(t)
	path := "/submissions/" + string(d.id) + "/details"
	for i, test := range []struct{ session, set string }{{"54", "cycle-4"}, {"53", "cycle-4"}, {"63", "cycle-5-provisional"}} {
		d.grace.post(path, "state", "KEN", "session", test.session, "language", "en", "title", "Birth registration",
			"version", strconv.Itoa(i+1)).want(http.StatusSeeOther)
		one, err := d.Store.Submission(t.Context(), d.actor, d.id)
		if err != nil {
			t.Fatal(err)
		}
		if one.RuleSet != test.set {
			t.Errorf("session %s is checked by %s, want %s", test.session, one.RuleSet, test.set)
		}
	}
}

// TestPartMerge: a form filled in on an older text is merged with what others wrote since.
func TestPartMerge(t *testing.T) {
	d := newDesk(t)
	link := "/submissions/" + string(d.id) + "/parts/aaaaaaaaaaaa"
	d.grace.commit(d.path, insertion(0, "X")).want(http.StatusOK)
	d.grace.post(link, "title", "", "text", "Hello.\n\nA second paragraph.", "version", "0").want(http.StatusSeeOther)
	got := d.grace.get(link).text("textarea")
	if !strings.Contains(got, "XHello.") || !strings.Contains(got, "A second paragraph.") {
		t.Errorf("merged to %q", got)
	}
}

// lead is the organization of the desk's submission.
func (d *desk) lead(t testing.TB) upr.OrganizationID {
	t.Helper()
	one, err := d.Store.Submission(t.Context(), d.actor, d.id)
	if err != nil {
		t.Fatal(err)
	}
	return one.Organizations[0].ID
}

// partLink is the address of the plain form of the first part, which stands where scripts do not run.
func partLink(t *testing.T, page *reply) string {
	t.Helper()
	_, plain, _ := strings.Cut(page.Body, `<noscript>`)
	found := regexp.MustCompile(`href="([^"]+/parts/[^"]+)"`).FindStringSubmatch(plain)
	if found == nil {
		t.Fatal("no link to the form of a part")
	}
	return found[1]
}
