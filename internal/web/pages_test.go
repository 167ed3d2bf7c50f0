package web

import (
	"io/fs"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/jba/templatecheck"
	"github.com/labstack/echo/v4"
	"golang.org/x/net/html"

	"upright/internal/i18n"
	"upright/templates"
)

// A page has to come through a poor line: maxPage is what none exceeds in characters, maxSent in bytes as browsers get it
// (see answerPage). A letter of Arabic or Russian takes two bytes and one of Chinese three, so that the bytes before
// compressing would ask for shorter texts in some languages than in others.
const (
	maxPage = 60_000
	maxSent = 20_000
)

// TestTemplatesFitTheirViews type-checks every template against the type of its page. A template without an exhibit
// fails: nobody could look at it.
func TestTemplatesFitTheirViews(t *testing.T) {
	s := newSite(t)
	v := galleryVisit(s.Server, "en")
	seen := make(map[string]bool)
	for _, e := range exhibits() {
		p := e.make(s.Server, v)
		name := p.template()
		if seen[name] {
			continue
		}
		seen[name] = true
		set, err := s.templates.set(name)
		if err != nil {
			t.Error(err)
			continue
		}
		if err := templatecheck.CheckHTML(set, p); err != nil {
			t.Errorf("%s against %T: %v", name, p, err)
		}
	}
	files, err := fs.Glob(templates.Pages, "pages/*.html")
	if err != nil || len(files) == 0 {
		t.Fatalf("templates: %d, %v", len(files), err)
	}
	for _, file := range files {
		if name := strings.TrimSuffix(strings.TrimPrefix(file, "pages/"), ".html"); !seen[name] {
			t.Errorf("%s has no exhibit in the gallery", file)
		}
	}
}

// galleryVisit is a visit by nobody, for pages that are only rendered.
func galleryVisit(s *Server, language string) *visit {
	c := echo.New().NewContext(httptest.NewRequest("GET", "/gallery/0", nil), httptest.NewRecorder())
	return &visit{Context: c, words: s.Words.Printer(language)}
}

// TestExhibits renders every page in every state and looks at its bones: in English, in Arabic and in one of the other
// languages, which share the states among them to keep the test short. That each language has every message is tested
// with the catalogues.
func TestExhibits(t *testing.T) {
	s := newSite(t)
	others := slices.DeleteFunc(i18n.Pages(), func(lang string) bool { return lang == "en" || lang == "ar" })
	for _, language := range i18n.Pages() {
		v := galleryVisit(s.Server, language)
		share := slices.Index(others, language)
		for i, e := range exhibits() {
			if share >= 0 && i%len(others) != share {
				continue
			}
			p := e.make(s.Server, v)
			t.Run(language+"/"+p.template()+"/"+e.State, func(t *testing.T) {
				body, err := s.templates.execute(p)
				if err != nil {
					t.Fatal(err)
				}
				checkPage(t, &reply{t: t, Body: string(body)}, language)
			})
		}
	}
}

// parameter is a place in a message that should have been filled in.
var parameter = regexp.MustCompile(`\{[a-z]+\}`)

// checkPage holds a page to what is true of every page.
func checkPage(t *testing.T, r *reply, language string) {
	t.Helper()
	packed, err := pack([]byte(r.Body))
	if err != nil {
		t.Fatal(err)
	}
	if n := utf8.RuneCountInString(r.Body); n > maxPage || len(packed) > maxSent {
		t.Errorf("%d characters, %d bytes as sent, more than %d or %d", n, len(packed), maxPage, maxSent)
	}
	if i := strings.Index(r.Body, "⟦"); i >= 0 {
		t.Errorf("message missing: %s", r.Body[i:min(len(r.Body), i+60)])
	}
	if found := parameter.FindString(textOf(r.find("body")[0])); found != "" {
		t.Errorf("parameter not filled in: %s", found)
	}
	if got := attribute(r.find("html")[0], "lang"); got != language {
		t.Errorf("lang is %q", got)
	}
	if n := len(r.find("h1")); n != 1 {
		t.Errorf("%d headings of the first level", n)
	}
	checkStrangers(t, r)
	checkIDs(t, r)
	for n := range r.root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if attribute(n, "style") != "" || slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return strings.HasPrefix(a.Key, "on") }) {
			t.Errorf("<%s> has inline style or script, which the policy refuses", n.Data)
		}
		if (n.Data == "script" && attribute(n, "src") == "" && attribute(n, "type") != "application/json") || n.Data == "style" {
			t.Errorf("inline <%s>, which the policy refuses", n.Data)
		}
	}
}

// checkStrangers fails for anything that a browser would load from another host, or send to one.
func checkStrangers(t *testing.T, r *reply) {
	t.Helper()
	r.find("html")
	for n := range r.root.Descendants() {
		for _, a := range n.Attr {
			loads := a.Key == "src" || a.Key == "srcset" || a.Key == "action" || a.Key == "formaction" || a.Key == "poster" ||
				a.Key == "data" || (a.Key == "href" && n.Data == "link")
			if !loads {
				continue
			}
			u, err := url.Parse(a.Val)
			if err != nil || u.Host != "" {
				t.Errorf("<%s %s=%q> leads to another host", n.Data, a.Key, a.Val)
			}
		}
	}
}

// checkIDs fails for ids that are twice, references to none, and fields without a label.
func checkIDs(t *testing.T, r *reply) {
	t.Helper()
	ids := make(map[string]bool)
	labels := make(map[string]bool)
	for n := range r.root.Descendants() {
		if id := attribute(n, "id"); id != "" {
			if ids[id] {
				t.Errorf("id %q is there twice", id)
			}
			ids[id] = true
		}
		if n.Data == "label" {
			labels[attribute(n, "for")] = true
		}
	}
	for n := range r.root.Descendants() {
		for _, key := range []string{"aria-describedby", "aria-labelledby", "for"} {
			for _, id := range strings.Fields(attribute(n, key)) {
				if !ids[id] {
					t.Errorf("<%s %s=%q> refers to nothing", n.Data, key, id)
				}
			}
		}
		if href := attribute(n, "href"); strings.HasPrefix(href, "#") && !ids[href[1:]] {
			t.Errorf("<a href=%q> leads nowhere", href)
		}
		if isField := n.Data == "select" || n.Data == "textarea" || (n.Data == "input" && attribute(n, "type") != "hidden"); isField {
			if !labels[attribute(n, "id")] {
				t.Errorf("<%s name=%q> has no label", n.Data, attribute(n, "name"))
			}
		}
	}
}
