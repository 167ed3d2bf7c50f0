package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"upright/internal/upr"
)

// sendCalendar uploads a file of entries, with what its lines do not say.
func (b *browser) sendCalendar(data string) *reply {
	b.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, pair := range [][2]string{{"source", "OHCHR"}, {"confidence", "confirmed"}} {
		if err := form.WriteField(pair[0], pair[1]); err != nil {
			b.t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile("file", "calendar.csv")
	if err == nil {
		_, err = part.Write([]byte(data))
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		b.t.Fatal(err)
	}
	return b.send(http.MethodPost, "/administration/calendar/upload", body.String(), "Content-Type", form.FormDataContentType())
}

// lets makes what is shown hold.
func (b *browser) lets(t *testing.T, shown *reply) {
	t.Helper()
	address := shown.want(http.StatusSeeOther).Header.Get("Location")
	page := b.get(address).want(http.StatusOK)
	checkPage(t, page, "en")
	version := attribute(page.find("input", "name", "version")[0], "value")
	b.follow(b.post(address, "version", version), "/administration/calendar").want(http.StatusOK).has("The calendar is changed.")
}

// What an administrator enters is shown before it holds; then the submissions of the session have the new deadline, their
// people know, and every other server process does.
func TestEnteredDeadline(t *testing.T) {
	d := newDesk(t)
	ada, home := d.enter(t, "ada@example.org"), "/submissions/"+string(d.id)
	other, err := New(d.Config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(other.Close)
	d.grace.get(home).want(http.StatusOK).has("/states/KEN").hasNot("The calendar has the deadline now")
	entry := []string{"session", "55", "deadline", "2027-03-29", "hour", "15:00", "source", "OHCHR <i>calendar</i>", "confidence", "confirmed"}
	shown := ada.post("/administration/calendar", entry...)
	page := ada.get(shown.Header.Get("Location")).want(http.StatusOK).
		has("Session 55: deadline", "not known", "29 March 2027", "1 submission takes the new deadline")
	checkPage(t, page, "en")
	d.grace.get(shown.Header.Get("Location")).want(http.StatusForbidden)
	d.grace.get(home).want(http.StatusOK).hasNot("29 March 2027")

	ada.lets(t, shown)
	d.grace.get(home).want(http.StatusOK).has("29 March 2027", "15:00", "The calendar has the deadline now")
	d.grace.get("/news").want(http.StatusOK).has("The deadline for submission changed in the calendar")
	if dates, _, err := other.live.Now(t.Context()); err != nil || len(dates.Deadlines()) != len(d.Calendar.Deadlines())+1 {
		t.Errorf("another process knows %v, %v", dates.Deadlines(), err)
	}
	list := ada.get("/administration/calendar").want(http.StatusOK).has("OHCHR &lt;i&gt;calendar&lt;/i&gt;", "Ada Admin")
	checkPage(t, list, "en")
	edit := ""
	for _, a := range list.find("a") {
		if href := attribute(a, "href"); strings.Contains(href, "?entry=") {
			edit = href
		}
	}
	ada.get(edit).want(http.StatusOK).has(`value="2027-03-29"`, "Correct an entry")
	entry[3], entry[5] = "2027-04-12", ""
	first := ada.post("/administration/calendar", entry...).want(http.StatusSeeOther).Header.Get("Location")
	version := attribute(ada.get(first).want(http.StatusOK).has("corrected").find("input", "name", "version")[0], "value")
	d.exec(t, `UPDATE settings SET calendar_version = calendar_version + 1`) // somebody else was faster
	ada.post(first, "version", version).want(http.StatusConflict).has("Somebody changed the calendar meanwhile")
	ada.lets(t, ada.post("/administration/calendar", entry...))
	d.grace.get(home).want(http.StatusOK).has("12 April 2027", "12:00", "before it was 29 March 2027")

	// A deadline of one's own stays, and the page says that OHCHR's is another.
	d.exec(t, `UPDATE submissions SET deadline = '2027-04-01T10:00:00Z', deadline_source = 'own', deadline_moved_at = NULL WHERE id = $1`, d.id)
	remove := strings.TrimSuffix(edit[strings.Index(edit, "=")+1:], "#calendar-entry-form")
	d.grace.get(home).want(http.StatusOK).has("1 April 2027", "The calendar has another deadline: 12 April 2027").hasNot("before it was")
	d.grace.post("/administration/calendar/" + remove + "/remove").want(http.StatusForbidden)
	list = ada.get("/administration/calendar")
	ada.lets(t, ada.post(attribute(list.find("form", "method", "post")[len(list.find("form", "method", "post"))-2], "action")))
	ada.get("/administration/calendar").want(http.StatusOK).has("Nothing yet: what stands in the calendar")
	log := ada.get("/administration/log").want(http.StatusOK).has("Entered into the calendar", "Corrected in the calendar", "Removed from the calendar", "Ada Admin")
	checkPage(t, log, "en")
}

func TestUploadCalendar(t *testing.T) {
	d := newDesk(t)
	ada := d.enter(t, "ada@example.org")
	for name, c := range map[string]struct{ data, says string }{
		"empty":      {"", "choose a file that holds something"},
		"no columns": {"a,b\n1,2\n", "names no column “session”"},
		"a bad line": {"session,state,deadline\n55,KEN,2027-03-29\n55,Atlantis,\n", "no State has this name or code"},
		"too late":   {"session,deadline\n54,2027-06-01\n", "before the session begins"},
		"too large":  {"session\n" + strings.Repeat("55\n", 500_000), "1 MB and 2,000 lines at most"},
	} {
		page := ada.sendCalendar(c.data)
		if page.Status != http.StatusUnprocessableEntity || !strings.Contains(page.Body, c.says) {
			t.Errorf("%s: %d %q", name, page.Status, page.text("main"))
		}
		checkPage(t, page, "en")
	}
	if n := len(ada.post("/administration/calendar", "session", "55").want(http.StatusUnprocessableEntity).find("p", "class", "error")); n < 2 {
		t.Errorf("%d errors on an empty form", n)
	}
	ada.lets(t, ada.sendCalendar("Session;State under review;Begins;Ends;Deadline;Report\n55;Kenya;2027-11-01;2027-11-12;2027-03-29;\n45;Mexico;;;;A/HRC/56/9\n"))
	page := d.grace.get("/states/KEN").want(http.StatusOK).
		has("An administrator of this installation entered session 55", "29 March 2027", "the earlier of the hours that sources give", "Birth registration", "Session 55, cycle 5").
		hasNot("/administration/calendar?state=", "Expected:")
	checkPage(t, page, "en")
	ada.get("/states/MEX").want(http.StatusOK).has("A/HRC/56/9", "/administration/calendar?state=MEX").hasNot("Birth registration")
	d.grace.get("/submissions/" + string(d.id) + "/files/html").want(http.StatusOK).has("November 2027") // on the cover
	// Who begins a submission now has the deadline in the form.
	form := d.grace.post("/submissions/new", "organization", string(d.lead(t)), "state", "KEN", "language", "en").want(http.StatusOK)
	if day := form.find("input", "name", "deadline"); attribute(day[0], "value") != "2027-03-29" {
		t.Errorf("the form begins with %q", attribute(day[0], "value"))
	}
}

func TestState(t *testing.T) {
	d := newDesk(t)
	d.grace.get("/states?q=atlantis").want(http.StatusOK).has("No State has this in its name")
	checkPage(t, d.grace.get("/states?q=kenya").want(http.StatusOK).has("1 of 195"), "en")
	if links := d.grace.get("/states?q=%D0%9A%D0%B5%D0%BD%D0%B8%D1%8F").want(http.StatusOK).find("a", "href", "/states/KEN"); len(links) != 1 {
		t.Errorf("%d links by the Russian name", len(links))
	}
	all := d.grace.get("/states").want(http.StatusOK).has("195 of 195")
	if len(all.Body) > 60_000 {
		t.Errorf("the list has %d bytes", len(all.Body))
	}
	d.grace.get("/states/XXX").want(http.StatusNotFound)
	d.grace.get("/states/ken").want(http.StatusNotFound)
	for state, words := range map[string]string{
		"MEX": "was last reviewed in session 45", "USA": "was put off", "VAT": "no member of the United Nations", "MMR": "No list that was read has this State",
	} {
		page := d.grace.get("/states/"+state).want(http.StatusOK).has(words, "ICCPR-OP 1")
		checkPage(t, page, "en")
	}
	form := d.grace.get("/submissions/new?state=KEN").want(http.StatusOK)
	for _, option := range form.find("option", "value", "KEN") {
		if !slices.ContainsFunc(option.Attr, func(a html.Attribute) bool { return a.Key == "selected" }) {
			t.Error("the form does not begin with the State")
		}
	}
	if _, err := d.Store.SubmissionsAbout(t.Context(), upr.Actor{}, "KEN", 5); err != nil {
		t.Error(err)
	}
}
