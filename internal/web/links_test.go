package web

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"upright/internal/upr"
)

// link makes a link as a coordinator does and returns its path.
func (d *desk) link(t *testing.T, pairs ...string) string {
	t.Helper()
	fields := append([]string{"label", "the Ministry’s focal point"}, pairs...)
	page := d.grace.post("/submissions/"+string(d.id)+"/links", fields...).want(http.StatusCreated)
	return strings.TrimPrefix(page.text("code"), "http://upright.test")
}

// opened is a fresh browser in which a link was opened.
func (d *desk) opened(t *testing.T, link string) *browser {
	t.Helper()
	b := d.browser(t)
	b.post(link).want(http.StatusSeeOther)
	return b
}

// formID finds the id that the open form gives a new comment.
func formID(t *testing.T, page *reply) string {
	t.Helper()
	found := regexp.MustCompile(`name="id" value="([a-z2-7]{20})"`).FindStringSubmatch(page.Body)
	if found == nil {
		t.Fatal("no form is open")
	}
	return found[1]
}

// A link from its making to its withdrawal.
func TestLink(t *testing.T) {
	d := newDesk(t)
	link := d.link(t, "kind", "comment", "uses", "1", "phrase", "seven quiet rivers")
	b := d.browser(t)

	// Programs that look at addresses get no further, use nothing up, and learn nothing.
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		if r := b.send(method, link, ""); strings.Contains(r.Body, "Birth registration") || strings.Contains(r.Body, "focal point") {
			t.Errorf("%s of the address tells what it is for", method)
		}
	}
	for _, path := range []string{"/text", "/pdf"} {
		if r := b.get(link + path).want(http.StatusSeeOther); r.Header.Get("Location") != link {
			t.Errorf("%s of an unopened link leads to %q", path, r.Header.Get("Location"))
		}
	}
	checkPage(t, b.post(link, "phrase", "seven loud rivers").want(http.StatusUnprocessableEntity), "en")
	b.post(link, "phrase", " seven quiet rivers ").want(http.StatusSeeOther)
	b.post(link).want(http.StatusSeeOther) // pressed twice: open here already
	b.get(link).want(http.StatusSeeOther)

	page := b.get(link + "/text").want(http.StatusOK)
	checkPage(t, page, "en")
	for _, want := range []string{"Birth registration", "Kenya", "Example Association", "Hello", "focal point"} {
		if !strings.Contains(page.text("main"), want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if page.Header.Get("Cache-Control") != "no-store" {
		t.Error("the page may be kept")
	}
	b.get(link + "/state").want(http.StatusOK)

	// Somebody else with the same address: its one use is gone.
	if r := d.browser(t).get(link).want(http.StatusGone); !strings.Contains(r.text("main"), "as often as it may be") {
		t.Errorf("used up, it says %q", r.text("main"))
	}

	d.grace.post("/submissions/" + string(d.id) + "/links/" + string(d.only(t).ID) + "/withdraw").want(http.StatusSeeOther)
	b.get(link + "/text").want(http.StatusSeeOther)
	b.get(link + "/pdf").want(http.StatusSeeOther)
	b.post(link+"/comments", "on", "bbbbbbbbbbbb", "id", upr.NewID(), "name", "Eve", "body", "late").want(http.StatusSeeOther)
	if r := b.get(link + "/state").want(http.StatusGone); !strings.Contains(r.Body, "withdrawn") || strings.Contains(r.Body, "focal") {
		t.Errorf("an open page is told %s", r.Body)
	}
	if r := b.get(link).want(http.StatusGone); !strings.Contains(r.text("main"), "was withdrawn") {
		t.Errorf("withdrawn, it says %q", r.text("main"))
	}
	if r := b.get("/links/" + strings.Repeat("a", 43)).want(http.StatusNotFound); !strings.Contains(r.text("main"), "no such link") {
		t.Errorf("of an unknown one it says %q", r.text("main"))
	}
}

// only is the only link of the submission.
func (d *desk) only(t *testing.T) upr.ReaderLink {
	t.Helper()
	list, err := d.Store.Links(t.Context(), d.actor, d.id)
	if err != nil || len(list) != 1 {
		t.Fatalf("%d links, %v", len(list), err)
	}
	return list[0]
}

// Comments by a reader stand beside those of the team, which the reader does not see.
func TestLinkComments(t *testing.T) {
	d := newDesk(t)
	d.grace.sendJSON("/submissions/"+string(d.id)+"/comments", newInput("Between us.")).want(http.StatusOK)
	link := d.link(t, "kind", "comment")
	b := d.opened(t, link)
	form := b.get(link + "/text?on=bbbbbbbbbbbb").want(http.StatusOK)
	if strings.Contains(form.Body, "Between us.") {
		t.Fatal("a reader sees what the team says")
	}
	id := formID(t, form)
	send := func(pairs ...string) *reply {
		return b.post(link+"/comments", append([]string{"on", "bbbbbbbbbbbb", "id", id}, pairs...)...)
	}
	refused := send("body", "Which year?").want(http.StatusUnprocessableEntity)
	if checkPage(t, refused, "en"); !strings.Contains(refused.Body, "Which year?") {
		t.Error("what was typed is gone")
	}
	send("name", "Eve <b>", "body", "").want(http.StatusUnprocessableEntity)
	send("name", "Eve <b>", "body", strings.Repeat("a", 5001)).want(http.StatusUnprocessableEntity)
	send("name", "Eve <b>", "body", "Which year?").want(http.StatusSeeOther)
	send("name", "Eve <b>", "body", "Which year?").want(http.StatusSeeOther) // sent twice
	page := b.get(link + "/text").want(http.StatusOK)
	if checkPage(t, page, "en"); strings.Count(page.text("article", "class", "thread"), "Which year?") != 1 || !strings.Contains(page.text("article", "class", "thread"), "Eve <b>") {
		t.Errorf("the reader sees %q", page.text("article", "class", "thread"))
	}
	if asked := b.get(link + "/text?on=bbbbbbbbbbbb"); strings.Contains(asked.Body, `name="name"`) {
		t.Error("the name is asked for twice")
	}
	got := d.comments(t, d.grace)
	if len(got.Threads) != 2 || got.Threads[0].Comments[0].Reader+got.Threads[1].Comments[0].Reader != "Eve <b>" {
		t.Errorf("the team sees %+v", got.Threads)
	}
	if read := d.grace.get("/submissions/"+string(d.id)+"/read").text("article", "class", "thread"); !strings.Contains(read, "reviewer") {
		t.Errorf("the page to read marks %q", read)
	}
	// A paragraph that went while the form was open: another can be chosen, nothing typed is lost.
	gone := b.post(link+"/comments", "on", "zzzzzzzzzzzz", "id", upr.NewID(), "body", "Lost?").want(http.StatusUnprocessableEntity)
	if checkPage(t, gone, "en"); !strings.Contains(gone.Body, "Lost?") || !strings.Contains(gone.Body, "<select") {
		t.Error("a comment whose place went is lost")
	}
}

// What a reader wrote is changed and deleted from the same browser, without JavaScript, and from no other.
func TestLinkOwnComments(t *testing.T) {
	d := newDesk(t)
	link := d.link(t, "kind", "comment", "others", "yes")
	b, other := d.opened(t, link), d.opened(t, link)
	write := func(body string) string {
		id := upr.NewID()
		b.post(link+"/comments", "on", "bbbbbbbbbbbb", "id", id, "name", "Eve", "body", body).want(http.StatusSeeOther)
		return id
	}
	id := write("Wich year?")
	page := b.get(link + "/text?edit=" + id).want(http.StatusOK)
	checkPage(t, page, "en")
	form := page.find("form", "class", "comment-form")
	if len(form) != 1 || attribute(form[0], "action") != link+"/comments/"+id+"/"+id || !strings.Contains(page.text("form", "class", "comment-form"), "Wich year?") {
		t.Fatalf("the form to change it: %d forms, %q", len(form), page.text("form", "class", "comment-form"))
	}
	change := link + "/comments/" + id + "/" + id
	b.post(change, "body", "").want(http.StatusUnprocessableEntity)
	b.follow(b.post(change, "body", "Which year?"), link+"/text#thread-"+id)
	if said := other.get(link + "/text?edit=" + id).want(http.StatusOK); !strings.Contains(said.text("article", "class", "thread"), "Which year?") ||
		len(said.find("form", "class", "comment-form")) != 0 || strings.Contains(said.Body, "/delete") {
		t.Errorf("another reader is offered to change it: %q", said.text("article", "class", "thread"))
	}
	other.post(change, "body", "Mine now").want(http.StatusUnprocessableEntity) // what was typed is not lost
	other.post(change + "/delete").want(http.StatusNotFound)
	if read := d.grace.get("/submissions/"+string(d.id)+"/read").text("article", "class", "thread"); !strings.Contains(read, "changed") {
		t.Errorf("the team is not told that it was changed: %q", read)
	}
	b.follow(b.post(change+"/delete"), link+"/text")
	if n := len(d.comments(t, d.grace).Threads); n != 0 {
		t.Errorf("%d threads are left", n)
	}
	b.post(change, "body", "Gone?").want(http.StatusUnprocessableEntity)
}

// A link reaches what it was made for and nothing else: every route of the site, with its cookie.
func TestLinkReaches(t *testing.T) {
	d := newDesk(t)
	pdf, read, other := d.link(t, "kind", "pdf"), d.link(t, "kind", "read"), d.link(t, "kind", "comment")
	b := d.opened(t, pdf)
	b.post(read).want(http.StatusSeeOther)
	comment := []string{"on", "bbbbbbbbbbbb", "id", upr.NewID(), "name", "Eve", "body", "x"}
	if r := b.get(pdf + "/text").want(http.StatusOK); strings.Contains(r.Body, "Hello") {
		t.Error("a link to the PDF shows the text")
	}
	if r := b.get(read + "/text?on=bbbbbbbbbbbb").want(http.StatusOK); !strings.Contains(r.Body, "Hello") || strings.Contains(r.Body, `name="body"`) {
		t.Error("a link to read shows no text, or a form for comments")
	}
	b.post(pdf+"/comments", comment...).want(http.StatusNotFound)
	b.post(read+"/comments", comment...).want(http.StatusNotFound)
	b.get(other + "/text").want(http.StatusSeeOther) // open in this browser is another one
	for _, r := range d.routes() {
		if !strings.Contains(r.path, ":submission") {
			continue
		}
		path := fill(strings.Replace(r.path, ":submission", string(d.id), 1), "made-up")
		got := b.send(r.method, path, "", "Content-Type", "application/x-www-form-urlencoded").Status
		if got != http.StatusSeeOther && got != http.StatusUnauthorized {
			t.Errorf("%s %s answers a reader with %d", r.method, r.path, got)
		}
	}
	// Closed here, it is to be opened again.
	b.post(read + "/close").want(http.StatusSeeOther)
	b.get(read + "/text").want(http.StatusSeeOther)
	b.get(pdf + "/text").want(http.StatusOK)
}

// A link for one revision shows that one, whatever is written later, and its comments find the paragraph in both.
func TestLinkRevision(t *testing.T) {
	d := newDesk(t)
	d.grace.commit(d.path, insertion(0, "Old ")).want(http.StatusOK)
	d.grace.post("/submissions/"+string(d.id)+"/history/1/name", "name", "Internal name").want(http.StatusSeeOther)
	d.grace.commit(d.path, insertion(1, "New ")).want(http.StatusOK)
	link := d.link(t, "kind", "comment", "revision", "1")
	b := d.opened(t, link)
	page := b.get(link + "/text?on=bbbbbbbbbbbb").want(http.StatusOK)
	if text := page.text("main"); !strings.Contains(text, "Old ") || strings.Contains(text, "New ") || strings.Contains(text, "Internal name") {
		t.Errorf("the link shows %q", text)
	}
	b.post(link+"/comments", "on", "bbbbbbbbbbbb", "id", formID(t, page), "name", "Eve", "body", "Here").want(http.StatusSeeOther)
	if got := b.get(link + "/text").text("aside"); !strings.Contains(got, "Here") {
		t.Error("the comment is not beside its paragraph")
	}
	if got := d.comments(t, d.grace).Threads; len(got) != 1 || got[0].Anchor.Shown != "bbbbbbbbbbbb" {
		t.Errorf("the team finds it at %+v", got)
	}
	newest := d.link(t, "kind", "read")
	if text := d.opened(t, newest).get(newest + "/text"); text.Status != http.StatusOK || !strings.Contains(text.text("main"), "New ") {
		t.Error("a link to the newest text shows another")
	}
}

// When the submission is final, a link to the newest text shows the final one as it was kept.
func TestLinkFinal(t *testing.T) {
	d := newDesk(t)
	home := "/submissions/" + string(d.id)
	link := d.link(t, "kind", "comment")
	b := d.opened(t, link)
	final := d.grace.get(home + "/signoff/final").want(http.StatusOK).Body
	d.grace.post(home+"/signoff/final", "sure", "yes", "version", hidden(t, final, "version"), "seen", hidden(t, final, "seen")).
		want(http.StatusSeeOther)
	page := b.get(link + "/text?on=bbbbbbbbbbbb").want(http.StatusOK)
	if text := page.text("main"); !strings.Contains(text, "Final text, revision 1") || !strings.Contains(text, "Hello") || strings.Contains(text, "Draft") {
		t.Errorf("the link shows %q", text)
	}
	b.post(link+"/comments", "on", "bbbbbbbbbbbb", "id", formID(t, page), "name", "Eve", "body", "Here").want(http.StatusSeeOther)
	if r := b.get(link + "/pdf").want(http.StatusOK); !strings.HasPrefix(r.Body, "%PDF") {
		t.Error("no PDF")
	}
}

// TestLinkFinalWithoutDeclined: the page of the link named an organization that had declined, which the final files left
// out.
func TestLinkFinalWithoutDeclined(t *testing.T) {
	d := newDesk(t)
	home := "/submissions/" + string(d.id)
	member := d.member(t, "Marta")
	own := organizationsOf(t, d)
	ask := d.grace.get(home + "/signoff/ask").want(http.StatusOK).Body
	d.grace.post(home+"/signoff/ask", "until", "2099-12-31", "version", hidden(t, ask, "version"),
		"latest", hidden(t, ask, "latest"), "details", hidden(t, ask, "details")).want(http.StatusSeeOther)
	link, asked := d.link(t, "kind", "read"), d.link(t, "kind", "read", "revision", "1")
	b, c := d.opened(t, link), d.opened(t, asked)
	c.get(asked + "/text").want(http.StatusOK).has("Organization of Marta")
	d.grace.post(home+"/signoff/"+own[0], "answer", "endorsed", "revision", "1").want(http.StatusSeeOther)
	member.post(home+"/signoff/"+own[1], "answer", "declined", "words", "Not ours.", "revision", "1").want(http.StatusSeeOther)
	final := d.grace.get(home + "/signoff/final").want(http.StatusOK).Body
	d.grace.post(home+"/signoff/final", "sure", "yes", "version", hidden(t, final, "version"), "seen", hidden(t, final, "seen")).
		want(http.StatusSeeOther)
	b.get(link+"/text").want(http.StatusOK).has("Example Association", "Final text, revision 1").hasNot("Organization of Marta")
	c.get(asked + "/text").want(http.StatusOK).hasNot("Organization of Marta")
}

// Bad input comes back with what was typed.
func TestLinkForm(t *testing.T) {
	d := newDesk(t)
	path := "/submissions/" + string(d.id) + "/links"
	for _, c := range [][]string{
		{}, {"kind", "word"}, {"uses", "0"}, {"uses", "1001"}, {"uses", "two"}, {"ends", "2020-01-01"}, {"ends", "soon"},
		{"revision", "7"}, {"revision", "x"}, {"revision", "-1"}, {"phrase", "short"}, {"label", strings.Repeat("a", 121)},
	} {
		fields := map[string]string{"label": "somebody", "kind": "pdf"}
		for i := 0; i < len(c); i += 2 {
			fields[c[i]] = c[i+1]
		}
		if len(c) == 0 {
			fields = map[string]string{}
		}
		var pairs []string
		for name, value := range fields {
			pairs = append(pairs, name, value)
		}
		page := d.grace.post(path, pairs...).want(http.StatusUnprocessableEntity)
		checkPage(t, page, "en")
		if label := fields["label"]; label != "" && !strings.Contains(page.Body, `value="`+label+`"`) {
			t.Errorf("%q: what was typed is gone", c)
		}
	}
	if list, err := d.Store.Links(t.Context(), d.actor, d.id); err != nil || len(list) != 0 {
		t.Errorf("links: %+v, %v", list, err)
	}
	d.link(t, "kind", "pdf", "uses", "5", "ends", time.Now().AddDate(0, 0, 2).Format(time.DateOnly))
	checkPage(t, d.grace.get(path).want(http.StatusOK), "en")
}

// Over https the cookie is for that address alone, and not sent in clear.
func TestLinkCookie(t *testing.T) {
	d := newDesk(t)
	link := d.link(t, "kind", "pdf")
	header := d.browser(t).post(link).want(http.StatusSeeOther).Header.Get("Set-Cookie")
	for _, want := range []string{"link-" + string(d.only(t).ID) + "=", "Path=" + link, "HttpOnly", "SameSite=Lax"} {
		if !strings.Contains(header, want) {
			t.Errorf("the cookie %q has no %q", header, want)
		}
	}
	if strings.Contains(header, "Max-Age") || strings.Contains(header, "Expires") {
		t.Errorf("the cookie %q outlives the browser", header)
	}
}
