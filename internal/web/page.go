package web

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"upright/internal/i18n"
	"upright/internal/upr"
)

// A view is what one template shows. Each file under templates/pages has exactly one view type; a test checks the two
// against each other, and the gallery shows each view with made-up data.
type view interface {
	// template names the file under templates/pages, without ".html".
	template() string
}

// A basePage is what the layout needs from every view. Views embed it.
type basePage struct {
	words   *i18n.Printer
	zone    *time.Location
	User    *upr.User // nil when nobody is signed in
	Path    string    // of this page, to come back to it
	Notice  string    // what the last form did, told once
	Exit    string    // where "Exit this page" leads; "" for a blank page
	AppCSS  string
	SiteJS  string
	Failed  bool // the page holds a form that was refused: its title says so
	Request string
	Unread  int // notices that the visitor has not seen, for the menu: see UnreadLabel
}

// base fills the part of a view that all views have.
func (s *Server) base(v *visit) basePage {
	return basePage{
		words:   v.words,
		zone:    v.zone(),
		User:    v.user,
		Path:    wayBack(v.Request()),
		Notice:  s.takeNotice(v),
		Exit:    s.ExitURL,
		AppCSS:  s.appCSS,
		SiteJS:  s.siteJS,
		Request: requestID(v),
		Unread:  s.unread(v),
	}
}

// T returns a message: {{.T "home.title"}}, {{.T "home.count" "n" .Count}}; inside range and with, {{$.T …}}.
func (b basePage) T(key string, pairs ...any) string { return b.words.T(key, pairs...) }

// Language is the language of the page, for the lang attribute.
func (b basePage) Language() string { return b.words.Language() }

// Unchecked says that no native speaker has checked the language of the page yet; the footer tells it.
func (b basePage) Unchecked() bool { return b.words.Unchecked() }

// Direction is in which direction the page's language is written, for the dir attribute.
func (b basePage) Direction() string { return b.words.Direction() }

// Languages are the languages a reader can choose, each under its own name.
func (b basePage) Languages() []languageChoice {
	var choices []languageChoice
	for _, lang := range i18n.Pages() {
		choices = append(choices, languageChoice{lang, i18n.Name(lang), lang == b.words.Language()})
	}
	return choices
}

// A languageChoice is one language of the pages.
type languageChoice struct {
	Code    string
	Name    string // in the language itself
	Current bool
}

// DateTime writes a time in the reader's own zone.
func (b basePage) DateTime(t time.Time) string { return b.words.DateTime(t.In(b.zone)) }

// Date writes a day in the reader's own zone.
func (b basePage) Date(t time.Time) string { return b.words.Date(t.In(b.zone)) }

// Number writes a whole number the way the language writes it.
func (b basePage) Number(n int) string { return b.words.Number(n) }

// Comma stands between the items of a list.
func (b basePage) Comma() string { return b.words.Comma() }

// templateSets are the parsed templates: layout, partials and one page each.
type templateSets struct {
	fsys  fs.FS
	fresh bool // parse again for each page
	sets  map[string]*template.Template
}

// loadTemplates parses every page, so that a broken one stops the start.
func loadTemplates(fsys fs.FS, fresh bool) (*templateSets, error) {
	t := &templateSets{fsys: fsys, fresh: fresh, sets: make(map[string]*template.Template)}
	files, err := fs.Glob(fsys, "pages/*.html")
	if err != nil {
		return nil, fmt.Errorf("list templates: %w", err)
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("no templates under pages/")
	}
	frame, err := parseFrame(fsys)
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		name := strings.TrimSuffix(path.Base(file), ".html")
		if t.sets[name], err = parsePage(fsys, frame, name); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// parseFrame parses what all pages share: the layout and the partials.
func parseFrame(fsys fs.FS) (*template.Template, error) {
	frame, err := template.New("layout.html").Option("missingkey=error").ParseFS(fsys, "layout.html", "partials/*.html")
	if err != nil {
		return nil, fmt.Errorf("templates that pages share: %w", err)
	}
	return frame, nil
}

// parsePage parses one page into a copy of what all share.
func parsePage(fsys fs.FS, frame *template.Template, name string) (*template.Template, error) {
	page, err := frame.Clone()
	if err == nil {
		page, err = page.ParseFS(fsys, "pages/"+name+".html")
	}
	if err != nil {
		return nil, fmt.Errorf("template %s: %w", name, err)
	}
	return page, nil
}

// set returns the templates of a page.
func (t *templateSets) set(name string) (*template.Template, error) {
	if t.fresh {
		frame, err := parseFrame(t.fsys)
		if err != nil {
			return nil, err
		}
		return parsePage(t.fsys, frame, name)
	}
	set, ok := t.sets[name]
	if !ok {
		return nil, fmt.Errorf("no template %s", name)
	}
	return set, nil
}

// execute renders a view into memory.
func (t *templateSets) execute(p view) ([]byte, error) {
	set, err := t.set(p.template())
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := set.Execute(&out, p); err != nil {
		return nil, fmt.Errorf("render %s: %w", p.template(), err)
	}
	return out.Bytes(), nil
}

// render answers with a page. Nothing is written before all of it is rendered, so a failure is still an error page.
func (s *Server) render(c echo.Context, status int, p view) error {
	html, err := s.templates.execute(p)
	if err != nil {
		return err
	}
	return answerPage(c, status, html)
}
