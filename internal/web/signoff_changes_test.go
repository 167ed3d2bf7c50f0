package web

import (
	"net/http"
	"strings"
	"testing"

	"upright/internal/upr"
)

// asks freezes what stands and asks for sign-off.
func (d *desk) asks(t *testing.T, home string) {
	t.Helper()
	page := d.grace.get(home + "/signoff/ask").want(http.StatusOK).Body
	d.grace.post(home+"/signoff/ask", "until", "2099-12-31", "version", hidden(t, page, "version"),
		"latest", hidden(t, page, "latest"), "details", hidden(t, page, "details")).want(http.StatusSeeOther)
}

// titled gives the submission another title.
func (d *desk) titled(t *testing.T, title string) {
	t.Helper()
	one, err := d.Store.Submission(t.Context(), d.actor, d.id)
	if err != nil {
		t.Fatal(err)
	}
	one.Details.Title = title
	if _, err := d.Store.UpdateDetails(t.Context(), d.actor, d.id, one.Version, one.Details, one.RuleSet); err != nil {
		t.Fatal(err)
	}
}

// TestSignoffOfMoreThanWords changes what is signed with the text: the title, and a table of the annexes. It is reopened at
// once, shown, frozen as it is, and renewed with one press.
func TestSignoffOfMoreThanWords(t *testing.T) {
	d := newDesk(t)
	home := "/submissions/" + string(d.id)
	member := d.member(t, "Marta")
	own := organizationsOf(t, d)
	path := home + "/signoff/" + own[1]
	was, err := d.Store.Submission(t.Context(), d.actor, d.id)
	if err != nil {
		t.Fatal(err)
	}
	d.asks(t, home)
	member.post(path, "answer", "position", "paragraphs", "1", "words", "We differ.", "revision", "1").want(http.StatusSeeOther)

	shown := d.grace.get(home + "/signoff/ask").want(http.StatusOK).Body
	d.titled(t, "Another <title>")
	d.grace.post(home+"/signoff/ask", "until", "2099-12-31", "version", "0", "latest", "1", "details", hidden(t, shown, "details")).
		want(http.StatusConflict).has("Somebody changed the title")
	member.get(home+"/signoff").want(http.StatusOK).has("Signed with a position", "Changed since it signed", "What the cover says has changed since then: Title.").hasNot("Words of the text have changed")
	member.get(path).want(http.StatusOK).
		has("Before: </span>"+was.Details.Title, "Now: </span>Another &lt;title&gt;", "This has not been frozen yet").
		hasNot("Sign this text too", "Compare the whole text", "your position names")
	d.grace.get(home + "/signoff/final").want(http.StatusConflict).has("are not those that were signed any more")
	if one, err := d.Store.Submission(t.Context(), d.actor, d.id); err != nil || one.Annexes.Signatories[1].Position != "" {
		t.Errorf("under a title that it has not seen stands %+v, %v", one.Annexes.Signatories, err)
	}

	d.asks(t, home)
	member.get(path).want(http.StatusOK).has("Sign this text too, with the same position", "Another &lt;title&gt;")
	member.get(home + "/revisions/1/files/html").want(http.StatusOK).has(was.Details.Title).hasNot("Another")
	member.get(home + "/revisions/2/files/html").want(http.StatusOK).has("Another &lt;title&gt;").hasNot("We differ.")
	for revision, title := range map[string]string{"1": was.Details.Title, "2": "Another <title>"} { // likewise for reviewers
		link := d.link(t, "kind", "read", "revision", revision)
		if text := d.opened(t, link).get(link + "/text").want(http.StatusOK).text("main"); !strings.Contains(text, title) {
			t.Errorf("a link to revision %s shows\n%s", revision, text)
		}
	}
	member.post(path, "answer", "renewed", "revision", "2").want(http.StatusSeeOther)
	member.get(home + "/revisions/2/files/html").want(http.StatusOK).has("We differ.")

	if _, err := d.Store.AddSolidarityRow(t.Context(), d.actor, d.id, upr.SolidarityEntry{
		Bearer: upr.StateBearer, Duty: upr.RespectDuty, Right: "The right to a name",
	}); err != nil {
		t.Fatal(err)
	}
	d.grace.commit(d.path, insertion(0, "Later ")).want(http.StatusOK)
	d.asks(t, home)
	member.get(home + "/signoff").want(http.StatusOK).has("Changed since, as numbered then: 1")
	member.get(path).want(http.StatusOK).has("In the tables of the annexes", "The right to a name", "<ins>",
		"Of the paragraphs that your position names, these have changed (numbers as you signed them): 1", "Compare the whole text")
	member.get(home+"/revisions/2/files/html").want(http.StatusOK).hasNot("The right to a name", "Later")

	// Set otherwise, and marked so, it holds; and that is said.
	member.post(path, "answer", "renewed", "revision", "3").want(http.StatusSeeOther)
	d.titled(t, "Another\u00a0 <title>")
	page := d.grace.get(home + "/signoff/ask").want(http.StatusOK).has("checked").Body
	d.grace.post(home+"/signoff/ask", "until", "2099-12-31", "version", hidden(t, page, "version"), "latest", "3",
		"details", hidden(t, page, "details"), "wordless", "yes").want(http.StatusSeeOther)
	member.get(home+"/signoff").want(http.StatusOK).has("Signed with a position", "Marked by the coordinator as a correction").hasNot("Changed since it signed")
}
