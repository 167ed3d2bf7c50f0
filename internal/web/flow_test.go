package web

import (
	"bytes"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"upright/internal/store"
	"upright/internal/upr"
)

// TestWayIn walks from the set-up link to the organization, out, and in again with a new password.
func TestWayIn(t *testing.T) {
	s := newSite(t)
	link, err := s.Accounts.StartSetUp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	setUp := strings.TrimPrefix(link, "http://upright.test")
	b := s.browser(t)

	// Whoever is not signed in is led to the page for it, and back.
	b.follow(b.get("/account"), "/sign-in?next=%2Faccount").want(http.StatusOK)

	// The set-up link makes the first account, once.
	b.get(setUp).want(http.StatusOK)
	r := b.post(setUp, "name", "Ada Admin", "email", "Ada@Example.org", "password", "short").want(http.StatusUnprocessableEntity)
	if got := attribute(r.find("input", "name", "email")[0], "value"); got != "Ada@Example.org" {
		t.Errorf("the refused form forgot the address: %q", got)
	}
	if got := attribute(r.find("input", "name", "password")[0], "value"); got != "" {
		t.Errorf("the refused form shows the password: %q", got)
	}
	home := b.follow(b.post(setUp, "name", "Ada Admin", "email", "Ada@Example.org", "password", password), "/")
	if got := home.text("div", "class", "notice"); !strings.Contains(got, "set up") {
		t.Errorf("notice says %q", got)
	}
	if again := b.get("/").text("div", "class", "notice"); again != "" {
		t.Errorf("notice is told twice: %q", again)
	}
	s.browser(t).get(setUp).want(http.StatusNotFound)

	// The organization.
	r = b.post("/organizations/new", "name", "", "city", "Nairobi", "founded", "3000", "website", "nowhere").
		want(http.StatusUnprocessableEntity)
	if got := attribute(r.find("input", "name", "city")[0], "value"); got != "Nairobi" {
		t.Errorf("the refused form forgot the city: %q", got)
	}
	for _, field := range []string{"name", "founded", "website"} {
		if len(r.find("a", "href", "#organization-"+field)) == 0 {
			t.Errorf("the summary of errors does not lead to %s", field)
		}
		if got := attribute(r.find("input", "name", field)[0], "aria-invalid"); got != "true" {
			t.Errorf("%s is not marked", field)
		}
	}
	if !strings.HasPrefix(r.text("title"), "Error: ") {
		t.Errorf("title of a refused form is %q", r.text("title"))
	}
	path := b.organization("Example Association")
	r = b.get(path).want(http.StatusOK)
	if got := r.text("p", "class", "panel"); got != "Example Association, Nairobi (Kenya)" {
		t.Errorf("printed as %q", got)
	}

	// Out, and in again by a new password.
	r = b.post("/sign-out").want(http.StatusSeeOther)
	if got := r.Header.Get("Clear-Site-Data"); !strings.Contains(got, `"storage"`) {
		t.Errorf("Clear-Site-Data is %q", got)
	}
	b.get("/").want(http.StatusSeeOther)
	b.post("/forgotten", "email", "ada@example.org").want(http.StatusOK)
	m := s.nextMail(t)
	reset := strings.TrimPrefix(m.Link, "http://upright.test")
	b.get(reset).want(http.StatusOK)
	b.follow(b.post(reset, "password", "another "+password), "/sign-in").want(http.StatusOK)
	b.get(reset).want(http.StatusNotFound)
	b.post("/sign-in", "email", "ada@example.org", "password", password).want(http.StatusUnprocessableEntity)
	b.follow(b.post("/sign-in", "email", "ada@example.org", "password", "another "+password, "next", path), path).
		want(http.StatusOK)
}

// TestNoEnumeration compares what an address with an account and one without get to see.
func TestNoEnumeration(t *testing.T) {
	s := newSite(t)
	ada := s.administrator(t)
	ada.post("/administration/registration", "registration", "open").want(http.StatusSeeOther)
	for _, path := range []string{"/sign-in", "/forgotten", "/register"} {
		var bodies [2]string
		for i, email := range []string{"ada@example.org", "nobody@example.org"} {
			r := s.browser(t).post(path, "email", email, "password", "wrong password, wrong")
			body := strings.ReplaceAll(r.Body, email, "ADDRESS")
			bodies[i] = http.StatusText(r.Status) + body
		}
		if bodies[0] != bodies[1] {
			t.Errorf("%s tells who has an account:\n%s\n%s", path, bodies[0], bodies[1])
		}
	}
}

// TestSessions ends them: one, all, and those of other browsers with a new password.
func TestSessions(t *testing.T) {
	s := newSite(t)
	first := s.administrator(t)
	second := s.browser(t)
	enter := func() {
		t.Helper()
		second.follow(second.post("/sign-in", "email", "ada@example.org", "password", password), "/").want(http.StatusOK)
	}
	enter()
	enter() // while signed in: the session that the browser had until now ends
	if rows := first.get("/account").find("tr"); len(rows) != 3 {
		t.Errorf("%d rows of sessions, want a heading and two", len(rows))
	}
	first.post("/account/password", "current", "wrong", "password", "a new "+password).want(http.StatusUnprocessableEntity)
	first.follow(first.post("/account/password", "current", password, "password", password+" two"), "/account").
		want(http.StatusOK)
	second.get("/account").want(http.StatusSeeOther)
	second.follow(second.post("/sign-in", "email", "ada@example.org", "password", password+" two"), "/")
	second.post("/account/sign-out-everywhere").want(http.StatusSeeOther)
	first.get("/account").want(http.StatusSeeOther)
	second.get("/account").want(http.StatusSeeOther)
}

// TestInvitations makes, renews, accepts and withdraws them.
func TestInvitations(t *testing.T) {
	s := newSite(t)
	ada := s.administrator(t)
	made := ada.post("/administration/invitations", "email", "grace@example.org").want(http.StatusCreated)
	old := strings.TrimPrefix(made.text("code", "class", "secret"), "http://upright.test")
	if m := s.nextMail(t); m.Link != "http://upright.test"+old || m.To != "grace@example.org" {
		t.Errorf("mailed %q to %q, shown %q", m.Link, m.To, old)
	}
	if strings.Contains(ada.get("/administration").Body, old) {
		t.Error("the link is shown again")
	}
	renew := attribute(ada.get("/administration").find("form")[len(ada.get("/administration").find("form"))-3], "action")
	if !strings.HasSuffix(renew, "/renew") {
		t.Fatalf("third form from the end leads to %s", renew)
	}
	link := strings.TrimPrefix(ada.post(renew).want(http.StatusCreated).text("code", "class", "secret"), "http://upright.test")
	grace := s.browser(t)
	grace.get(old).want(http.StatusNotFound)
	if page := grace.get(link).want(http.StatusOK); len(page.find("input", "name", "email")) != 0 {
		t.Error("an invitation for an address asks for one")
	}
	grace.follow(grace.post(link, "name", "Grace", "email", "other@example.org", "password", password), "/").want(http.StatusOK)
	if got := grace.get("/account").text("dd"); got != "grace@example.org" {
		t.Errorf("the account has the address %q", got)
	}
	s.browser(t).post(link, "name", "Eve", "email", "eve@example.org", "password", password).want(http.StatusNotFound)

	second := ada.post("/administration/invitations").want(http.StatusCreated)
	withdraw := strings.TrimSuffix(renewOf(ada.get("/administration")), "renew") + "withdraw"
	ada.follow(ada.post(withdraw), "/administration").want(http.StatusOK)
	ended := strings.TrimPrefix(second.text("code", "class", "secret"), "http://upright.test")
	s.browser(t).get(ended).want(http.StatusNotFound)
}

// renewOf returns the address to renew the first invitation that can be.
func renewOf(r *reply) string {
	for _, form := range r.find("form") {
		if action := attribute(form, "action"); strings.HasSuffix(action, "/renew") {
			return action
		}
	}
	return ""
}

// TestRegistration is open or by invitation, as the administrator decides.
func TestRegistration(t *testing.T) {
	s := newSite(t)
	ada := s.administrator(t)
	stranger := s.browser(t)
	stranger.get("/register").want(http.StatusForbidden)
	stranger.post("/register", "email", "new@example.org").want(http.StatusForbidden)
	ada.post("/administration/registration", "registration", "everybody").want(http.StatusUnprocessableEntity)
	ada.follow(ada.post("/administration/registration", "registration", string(store.OpenRegistration)), "/administration")
	stranger.post("/register", "email", "nonsense").want(http.StatusUnprocessableEntity)
	stranger.post("/register", "email", "new@example.org").want(http.StatusOK)
	link := strings.TrimPrefix(s.nextMail(t).Link, "http://upright.test")
	stranger.follow(stranger.post(link, "name", "New", "password", password), "/").want(http.StatusOK)
}

// TestAccount keeps what a person says about themselves, and speaks their language from then on.
func TestAccount(t *testing.T) {
	s := newSite(t)
	b := s.administrator(t)
	b.post("/account", "name", "Ada", "language", "de", "timezone", "").want(http.StatusUnprocessableEntity)
	b.post("/account", "name", "Ada", "language", "fr", "timezone", "Nowhere/Land").want(http.StatusUnprocessableEntity)
	r := b.follow(b.post("/account", "name", "Ada Lovelace", "language", "fr", "timezone", "Africa/Nairobi"), "/account")
	if got := r.text("h1"); got != "Votre compte" {
		t.Errorf("heading is %q", got)
	}
	if got := r.find("option", "selected", "", "value", "Africa/Nairobi"); len(got) != 1 {
		t.Error("the time zone is not the chosen one")
	}
}

// TestLanguage follows the browser, then the reader's choice.
func TestLanguage(t *testing.T) {
	s := newSite(t)
	b := s.browser(t)
	if got := b.get("/sign-in", "Accept-Language", "es-AR,es;q=0.9").text("h1"); got != "Iniciar sesión" {
		t.Errorf("for a Spanish browser the heading is %q", got)
	}
	r := b.follow(b.post("/language", "language", "fr", "back", "/help"), "/help")
	if got := attribute(r.find("html")[0], "lang"); got != "fr" {
		t.Errorf("page is in %q", got)
	}
	b.post("/language", "language", "tlh", "back", "/help").want(http.StatusUnprocessableEntity)
	for _, foreign := range []string{"https://evil.example", "//evil.example", `/\evil.example`, "", "/\t/evil.example"} {
		b.follow(b.post("/language", "language", "fr", "back", foreign), "/")
	}
}

// TestExit leaves nothing behind, with an account and without.
func TestExit(t *testing.T) {
	s := newSite(t)
	b := s.administrator(t)
	r := b.post("/exit").want(http.StatusOK)
	if !strings.Contains(r.Header.Get("Clear-Site-Data"), `"cookies"`) || strings.Contains(r.Body, "Upright") {
		t.Errorf("exit leaves traces: %v\n%s", r.Header, r.Body)
	}
	b.get("/").want(http.StatusSeeOther)
	s.browser(t).post("/exit").want(http.StatusOK)

	away := newSite(t, func(c *Config) { c.ExitURL = "https://weather.example" })
	if got := away.browser(t).post("/exit").Header.Get("Refresh"); got != "0; url=https://weather.example" {
		t.Errorf("exit leads to %q", got)
	}
}

// TestOthersOrganization is not there for anybody but its own people; the administrator of the site is no exception.
func TestOthersOrganization(t *testing.T) {
	s := newSite(t)
	ada := s.administrator(t)
	path := s.person(t, "Grace").organization("Example Association")
	for _, b := range []*browser{ada, s.person(t, "Eve")} {
		b.get(path).want(http.StatusNotFound)
		b.post(path, "name", "Taken over").want(http.StatusNotFound)
		b.post(path + "/logo/remove").want(http.StatusNotFound)
	}
}

// TestSubmissionsAreListed shows a person's own submissions, page after page.
func TestSubmissionsAreListed(t *testing.T) {
	s := newSite(t)
	s.administrator(t)
	grace := s.person(t, "Grace")
	id := upr.OrganizationID(strings.TrimPrefix(grace.organization("Example Association"), "/organizations/"))
	user, _, err := s.Store.Credentials(t.Context(), "grace@example.org")
	if err != nil {
		t.Fatal(err)
	}
	for range 30 {
		d := upr.Details{State: "KEN", Session: 55, Cycle: 5, Kind: upr.Individual, Language: "en", Title: "Birth registration"}
		if _, err := s.Store.CreateSubmission(t.Context(), upr.Actor{User: user.ID}, id, d, "cycle-5-provisional", emptyText(t)); err != nil {
			t.Fatal(err)
		}
	}
	first := grace.get("/").want(http.StatusOK)
	next := first.find("a", "rel", "next")
	if n := cards(first); n != 25 || len(next) != 1 {
		t.Fatalf("%d submissions and %d links to a next page", n, len(next))
	}
	second := grace.get(attribute(next[0], "href")).want(http.StatusOK)
	if n := cards(second); n != 5 || len(second.find("a", "rel", "next")) != 0 {
		t.Errorf("%d submissions on the second page", n)
	}
	grace.get("/?after=nonsense").want(http.StatusNotFound)
}

// cards counts the entries of a list of submissions.
func cards(r *reply) int {
	n := 0
	for _, link := range r.find("a") {
		if strings.HasPrefix(attribute(link, "href"), "/submissions/") && attribute(link, "href") != "/submissions/new" && attribute(link, "href") != "/submissions/import" {
			n++
		}
	}
	return n
}

// TestLogo takes a picture, shows it, and takes nothing else.
func TestLogo(t *testing.T) {
	s := newSite(t)
	b := s.administrator(t)
	path := b.organization("Example Association")
	r := b.upload(path+"/logo", "logo", []byte("#!/bin/sh")).want(http.StatusUnprocessableEntity)
	if len(r.find("a", "href", "#logo-logo")) == 0 {
		t.Error("the summary of errors does not lead to the picture")
	}
	if got := attribute(r.find("input", "name", "name")[0], "value"); got != "Example Association" {
		t.Errorf("the profile beside it shows the name %q", got)
	}
	b.upload(path+"/logo", "logo", nil).want(http.StatusUnprocessableEntity)
	b.upload(path+"/logo", "logo", make([]byte, 6<<20)).want(http.StatusRequestEntityTooLarge)

	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewRGBA(image.Rect(0, 0, 40, 20))); err != nil {
		t.Fatal(err)
	}
	b.follow(b.upload(path+"/logo", "logo", picture.Bytes()), path).want(http.StatusOK)
	shown := b.get(path + "/logo").want(http.StatusOK)
	if _, err := png.Decode(strings.NewReader(shown.Body)); err != nil || shown.Header.Get("Content-Type") != "image/png" {
		t.Errorf("the logo comes back as %s: %v", shown.Header.Get("Content-Type"), err)
	}
	b.follow(b.post(path+"/logo/remove"), path)
	b.get(path + "/logo").want(http.StatusNotFound)
}

// upload sends a file.
func (b *browser) upload(path, name string, data []byte) *reply {
	b.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	if data != nil {
		part, err := form.CreateFormFile(name, "picture.png")
		if err == nil {
			_, err = part.Write(data)
		}
		if err != nil {
			b.t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		b.t.Fatal(err)
	}
	return b.send(http.MethodPost, path, body.String(), "Content-Type", form.FormDataContentType())
}
