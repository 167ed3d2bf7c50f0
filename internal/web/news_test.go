package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"upright/internal/notice"
	"upright/internal/upr"
)

// told makes Ben an editor whom Grace has named in a comment, and returns his browser and account.
func (d *desk) told(t *testing.T) (*browser, upr.User) {
	t.Helper()
	ben := d.person(t, "Ben")
	user, _, err := d.Store.Credentials(t.Context(), "ben@example.org")
	if err != nil {
		t.Fatal(err)
	}
	d.exec(t, `INSERT INTO submission_people (submission_id, user_id, role, began_at) VALUES ($1, $2, 'editor', now())`, d.id, user.ID)
	d.grace.sendJSON("/submissions/"+string(d.id)+"/comments", newInput("Is it so, @Ben?")).want(http.StatusOK)
	return ben, user
}

func TestNews(t *testing.T) {
	d := newDesk(t)
	ben, user := d.told(t)
	if said := ben.get("/help").text("a", "href", "/news"); !strings.HasSuffix(said, "1 unread") {
		t.Errorf("the menu says %q", said)
	}
	page := ben.get("/news").want(http.StatusOK)
	link := attribute(page.find("a", "dir", "auto")[0], "href")
	if !strings.Contains(page.Body, "Grace mentioned you in a comment") || !strings.HasPrefix(link, "/news/") {
		t.Fatalf("no news: %s", page.text("main"))
	}
	d.grace.get(link).want(http.StatusNotFound)
	place := ben.get(link).want(http.StatusSeeOther).Header.Get("Location")
	if read := ben.get(place).want(http.StatusOK); !strings.Contains(place, "#thread-") ||
		!strings.Contains(read.Body, `id="`+place[strings.Index(place, "#")+1:]+`"`) {
		t.Errorf("%s does not lead to the comment", place)
	}
	if count := ben.get("/news/count").want(http.StatusOK).Body; !strings.Contains(count, `"unread":0,"label":""`) {
		t.Errorf("after it was opened: %s", count)
	}
	for range 3 {
		d.grace.sendJSON("/submissions/"+string(d.id)+"/comments", newInput("And this, @Ben?")).want(http.StatusOK)
	}
	page = ben.get("/news?submission=" + string(d.id))
	if n := strings.Count(page.Body, "news__item--new"); n != 3 {
		t.Errorf("%d new", n)
	}
	ben.post("/news/read", "notice", attribute(page.find("input", "name", "notice")[0], "value")).want(http.StatusSeeOther)
	if count := ben.get("/news/count").Body; !strings.Contains(count, `"label":"2"`) {
		t.Errorf("after one was read: %s", count)
	}
	ben.post("/news/read", "submission", string(d.id)).want(http.StatusSeeOther)
	if count := ben.get("/news/count").Body; !strings.Contains(count, `"unread":0`) {
		t.Errorf("after all were read: %s", count)
	}
	ben.post("/news/read", "notice", strings.Repeat("a", 21)).want(http.StatusUnprocessableEntity)
	d.exec(t, `DELETE FROM submission_people WHERE user_id = $1`, user.ID)
	if page := ben.get("/news").want(http.StatusOK); strings.Contains(page.Body, "Grace") || strings.Contains(page.Body, string(d.id)) {
		t.Error("who lost the right still reads the news")
	}
	ben.get(link).want(http.StatusNotFound)
}

func TestNewsChoices(t *testing.T) {
	d := newDesk(t)
	ben, user := d.told(t)
	var pairs []string
	for _, kind := range upr.NoticeKinds() {
		pairs = append(pairs, string(kind), "daily")
	}
	ben.post("/account/news", pairs...).want(http.StatusSeeOther)
	paces, err := d.Store.Paces(t.Context(), upr.Actor{User: user.ID})
	if err != nil || paces[upr.SignoffNotice] != upr.Daily {
		t.Errorf("%v, %v", paces, err)
	}
	pairs[1] = "hourly"
	refused := ben.post("/account/news", pairs...).want(http.StatusUnprocessableEntity)
	if len(refused.find("a", "href", "#news-choice-mention")) != 1 {
		t.Error("the summary does not lead to the field")
	}
}

// TestUnsubscribe: a link of a mail, by programs that look at it, by mail programs, and by people who are not signed in.
func TestUnsubscribe(t *testing.T) {
	d := newDesk(t)
	_, user := d.told(t)
	key, err := d.Store.UnsubscribeKey(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	pace := func() upr.Pace {
		t.Helper()
		paces, err := d.Store.Paces(t.Context(), upr.Actor{User: user.ID})
		if err != nil {
			t.Fatal(err)
		}
		return paces[upr.MentionNotice]
	}
	link := "/unsubscribe/" + notice.Stop{User: user.ID, Kind: upr.MentionNotice}.Token(key)
	nobody := d.browser(t)
	page := nobody.get(link).want(http.StatusOK)
	if pace() != upr.AtOnce || !strings.Contains(page.Body, "Somebody mentions me in a comment") || strings.Contains(page.Body, "Ben") {
		t.Errorf("looking at the link: %s, %s", pace(), page.text("main"))
	}
	// What a mail program sends, as RFC 8058 (3.2) says: no cookies, no origin, and no redirection after it.
	nobody.send(http.MethodPost, link, "List-Unsubscribe=One-Click", "Content-Type", "application/x-www-form-urlencoded").want(http.StatusOK)
	if pace() != upr.Never {
		t.Errorf("after one click: %s", pace())
	}
	nobody.post(link[:len(link)-1], "List-Unsubscribe", "One-Click").want(http.StatusNotFound)
	nobody.post(link, "all", "yes").want(http.StatusOK)
	paces, err := d.Store.Paces(t.Context(), upr.Actor{User: user.ID})
	if err != nil || paces[upr.DueNotice] != upr.Never {
		t.Errorf("after all were stopped: %v, %v", paces, err)
	}
	gone := "/unsubscribe/" + notice.Stop{User: upr.UserID(upr.NewID())}.Token(key)
	nobody.post(gone).want(http.StatusOK) // an account that is no more: no mails come, as asked
}

func TestCalendar(t *testing.T) {
	d := newDesk(t)
	ben, user := d.told(t)
	home := "/submissions/" + string(d.id)
	d.exec(t, `UPDATE submissions SET deadline = '2099-01-12T14:00:00Z', deadline_source = 'own', version = 7 WHERE id = $1`, d.id)
	for _, a := range []upr.Assignment{
		{Block: "bbbbbbbbbbbb", User: user.ID, Due: upr.Date{Year: 2099, Month: time.January, Day: 5}, Note: "hush"},
		{Block: "bbbbbbbbbbbb", User: d.actor.User, Due: upr.Date{Year: 2099, Month: time.January, Day: 6}},
	} {
		if _, err := d.Store.Assign(t.Context(), d.actor, d.id, a); err != nil {
			t.Fatal(err)
		}
	}
	file := ben.get(home + "/calendar").want(http.StatusOK)
	if !strings.Contains(file.Header.Get("Content-Disposition"), "upright.ics") {
		t.Error("it is no file to keep")
	}
	made := ben.post("/account/calendar").want(http.StatusCreated)
	link := strings.TrimPrefix(made.text("code", "class", "secret"), "http://upright.test")
	nobody := d.browser(t)
	feed := nobody.get(link).want(http.StatusOK)
	if feed.Body != file.Body || feed.Header.Get("Content-Type") != "text/calendar; charset=utf-8" {
		t.Errorf("the feed is %s\n%s", feed.Header.Get("Content-Type"), feed.Body)
	}
	for _, line := range []string{
		"UID:deadline-" + string(d.id), "SEQUENCE:6", "DTSTART:20990112T140000Z", "DTSTART;VALUE=DATE:20990105", "DTEND;VALUE=DATE:20990106",
	} {
		if !strings.Contains(feed.Body, "\r\n"+line+"\r\n") {
			t.Errorf("no line %s in\n%s", line, feed.Body)
		}
	}
	one, err := d.Store.Submission(t.Context(), d.actor, d.id)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{one.Details.Title, "hush", "Ben", "Grace", "20990106T", "VALUE=DATE:20990106\r\nDTEND"} {
		if strings.Contains(feed.Body, secret) {
			t.Errorf("the feed holds %q:\n%s", secret, feed.Body)
		}
	}
	again := ben.post("/account/calendar").want(http.StatusCreated).text("code", "class", "secret")
	nobody.get(link).want(http.StatusNotFound)
	link = strings.TrimPrefix(again, "http://upright.test")
	nobody.get(strings.TrimSuffix(link, ".ics")).want(http.StatusNotFound)
	d.exec(t, `DELETE FROM submission_people WHERE user_id = $1`, user.ID)
	if feed := nobody.get(link).want(http.StatusOK); strings.Contains(feed.Body, "VEVENT") {
		t.Errorf("who lost the right still sees\n%s", feed.Body)
	}
	ben.post("/account/calendar/end").want(http.StatusSeeOther)
	nobody.get(link).want(http.StatusNotFound)
}

func TestMailsOfTheInstallation(t *testing.T) {
	s := newSite(t)
	ada := s.administrator(t)
	if page := ada.get("/administration/mails").want(http.StatusOK); !strings.Contains(page.Body, "None.") {
		t.Error("an empty queue has failed mails")
	}
	user, _, err := s.Store.Credentials(t.Context(), "ada@example.org")
	if err != nil {
		t.Fatal(err)
	}
	id := upr.NewID()
	(&desk{site: s}).exec(t, `INSERT INTO mails (id, user_id, daily, due_at, created_at, tries, answer, failed_at)
		VALUES ($1, $2, false, now(), now(), 1, 550, now())`, id, user.ID)
	page := ada.get("/administration/mails").want(http.StatusOK)
	if !strings.Contains(page.Body, "550") || !strings.Contains(page.Body, "ada@example.org") {
		t.Errorf("the page says %s", page.text("main"))
	}
	ada.post("/administration/mails/" + id + "/retry").want(http.StatusSeeOther)
	ada.post("/administration/mails/" + id + "/retry").want(http.StatusNotFound)
}
