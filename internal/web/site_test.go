package web

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/net/html"

	"upright/assets"
	"upright/internal/account"
	"upright/internal/calendar"
	"upright/internal/export"
	"upright/internal/i18n"
	"upright/internal/mail"
	"upright/internal/notice"
	"upright/internal/rules"
	"upright/internal/store/storetest"
	"upright/internal/upr"
	"upright/templates"
)

// A site is a whole server on a database of its own.
type site struct {
	*Server
	url      string
	database string // its address
	mails    chan mail.Message
}

// recorder takes mails instead of sending them.
type recorder chan mail.Message

func (r recorder) Send(_ context.Context, m mail.Message) error {
	r <- m
	return nil
}

// builtAssets stand for a build: the tests of the pages need its names, not its content.
func builtAssets(t testing.TB) *assets.Manifest {
	t.Helper()
	m, err := assets.Load(fstest.MapFS{
		"dist/manifest.json": {Data: []byte(`{"app.css":"app-0123456789abcdef.css","site.js":"site-0123456789abcdef.js",
			"editor.css":"editor-0123456789abcdef.css","editor.js":"editor-0123456789abcdef.js","bundle":"0123456789abcdef",
			"authority.js":"authority.js"}`)},
		"dist/app-0123456789abcdef.css":    {Data: []byte("body{}")},
		"dist/site-0123456789abcdef.js":    {Data: []byte("export {}")},
		"dist/editor-0123456789abcdef.css": {Data: []byte("body{}")},
		"dist/editor-0123456789abcdef.js":  {Data: []byte("export {}")},
		"dist/authority.js":                {Data: []byte("0")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// parsedOnce is what every site reads from the files inside the program: it is the same for all, and none changes it.
type parsedOnce struct {
	words    *i18n.Catalogue
	calendar *calendar.Calendar
	sets     map[string]*rules.Set
	press    *export.Press
}

var parsed = sync.OnceValues(func() (p parsedOnce, err error) {
	if p.words, err = i18n.Load(); err != nil {
		return p, err
	}
	if p.calendar, err = calendar.Default(); err != nil {
		return p, err
	}
	if p.sets, err = rules.LoadSets(nil); err != nil {
		return p, err
	}
	p.press, err = export.New(p.words, p.calendar)
	return p, err
})

// newSite starts a site; change may alter its configuration.
func newSite(t testing.TB, change ...func(*Config)) *site {
	t.Helper()
	s := &site{mails: make(chan mail.Message, 10), database: storetest.URL(t)}
	base := &url.URL{Scheme: "http", Host: "upright.test"}
	db := storetest.Connect(t, s.database)
	from, err := parsed()
	if err != nil {
		t.Fatal(err)
	}
	cfg := Config{
		Rules: from.sets, Press: from.press, Calendar: from.calendar, Words: from.words,
		Store: db, Templates: templates.Pages, Assets: builtAssets(t),
		Log: slog.New(slog.DiscardHandler), Now: time.Now, BaseURL: base,
		Accounts: account.New(account.Config{
			Store: db, Mail: recorder(s.mails), BaseURL: base, Log: slog.New(slog.DiscardHandler), Now: time.Now,
			Random: rand.Reader, Cost: account.Cost{Memory: 64, Time: 1, Threads: 1}, Wait: func(context.Context, time.Duration) error { return nil },
		}),
	}
	cfg.Notices = notice.New(notice.Config{
		Store: db, BaseURL: base, StateName: cfg.Calendar.StateName, Log: cfg.Log, Now: time.Now,
	})
	for _, c := range change {
		c(&cfg)
	}
	if s.Server, err = New(cfg); err != nil {
		t.Fatal(err)
	}
	if err := s.KeepRules(t.Context()); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s.Handler())
	t.Cleanup(server.Close)
	s.url = server.URL
	return s
}

// A browser visits a site and keeps its cookies.
type browser struct {
	t    testing.TB
	site *site
	http *http.Client
}

func (s *site) browser(t testing.TB) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t: t, site: s, http: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}}
}

// An answer to a browser, read to its end.
type reply struct {
	t      testing.TB
	Status int
	Header http.Header
	Body   string
	root   *html.Node
}

// get asks for a page.
func (b *browser) get(path string, headers ...string) *reply {
	b.t.Helper()
	return b.send(http.MethodGet, path, "", headers...)
}

// post sends a form of names and values.
func (b *browser) post(path string, pairs ...string) *reply {
	b.t.Helper()
	values := make(url.Values)
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	return b.send(http.MethodPost, path, values.Encode(), "Content-Type", "application/x-www-form-urlencoded",
		"Sec-Fetch-Site", "same-origin")
}

func (b *browser) send(method, path, body string, headers ...string) *reply {
	b.t.Helper()
	req, err := http.NewRequestWithContext(b.t.Context(), method, b.site.url+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	response, err := b.http.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return &reply{t: b.t, Status: response.StatusCode, Header: response.Header, Body: string(data)}
}

// want fails the test unless the answer has a status.
func (r *reply) want(status int) *reply {
	r.t.Helper()
	if r.Status != status {
		r.t.Fatalf("status is %d, want %d; page says %q", r.Status, status, r.text("main"))
	}
	return r
}

// follow fails the test unless the answer leads to a path, and goes there.
func (b *browser) follow(r *reply, path string) *reply {
	b.t.Helper()
	r.want(http.StatusSeeOther)
	if got := r.Header.Get("Location"); got != path {
		b.t.Fatalf("leads to %q, want %q", got, path)
	}
	return b.get(path)
}

// find returns the elements of a name whose attributes are as given.
func (r *reply) find(name string, attributes ...string) []*html.Node {
	r.t.Helper()
	if r.root == nil {
		var err error
		if r.root, err = html.Parse(strings.NewReader(r.Body)); err != nil {
			r.t.Fatal(err)
		}
	}
	var found []*html.Node
	for n := range r.root.Descendants() {
		if n.Type == html.ElementNode && n.Data == name && hasAttributes(n, attributes) {
			found = append(found, n)
		}
	}
	return found
}

func hasAttributes(n *html.Node, pairs []string) bool {
	for i := 0; i+1 < len(pairs); i += 2 {
		if attribute(n, pairs[i]) != pairs[i+1] {
			return false
		}
	}
	return true
}

// attribute returns the value of an attribute, "" for none.
func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// text returns the words of all elements of a name.
func (r *reply) text(name string, attributes ...string) string {
	r.t.Helper()
	var words []string
	for _, n := range r.find(name, attributes...) {
		words = append(words, textOf(n))
	}
	return strings.Join(words, "\n")
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && d.Parent.Data != "script" {
			b.WriteString(d.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// The password of everybody in the tests.
const password = "seven herons over the marsh"

// administrator sets the site up and returns its first person's browser, signed in.
func (s *site) administrator(t testing.TB) *browser {
	t.Helper()
	link, err := s.Accounts.StartSetUp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	b := s.browser(t)
	path := strings.TrimPrefix(link, "http://upright.test")
	b.follow(b.post(path, "name", "Ada Admin", "email", "ada@example.org", "password", password), "/")
	return b
}

// person makes an account and returns its browser, signed in. The site has to be set up.
func (s *site) person(t testing.TB, name string) *browser {
	t.Helper()
	email := strings.ToLower(name) + "@example.org"
	ctx := t.Context()
	users, _, err := s.Store.Credentials(ctx, "ada@example.org")
	if err != nil {
		t.Fatal(err)
	}
	link, err := s.Accounts.Invite(ctx, upr.Actor{User: users.ID, Admin: true}, "", "en")
	if err != nil {
		t.Fatal(err)
	}
	b := s.browser(t)
	path := strings.TrimPrefix(link, "http://upright.test")
	b.follow(b.post(path, "name", name, "email", email, "password", password), "/")
	return b
}

// organization makes one and returns its address.
func (b *browser) organization(name string) string {
	b.t.Helper()
	r := b.post("/organizations/new", "name", name, "city", "Nairobi", "country", "KEN").want(http.StatusSeeOther)
	return r.Header.Get("Location")
}

// nextMail waits for a mail.
func (s *site) nextMail(t testing.TB) mail.Message {
	t.Helper()
	select {
	case m := <-s.mails:
		return m
	case <-time.After(20 * time.Second):
		t.Fatal("no mail came")
		return mail.Message{}
	}
}

// emptyText is the text of a submission in which nothing was written.
func emptyText(t testing.TB) json.RawMessage {
	t.Helper()
	return json.RawMessage(`{}`)
}
