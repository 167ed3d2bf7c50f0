package web

import (
	"net/http"

	"upright/internal/i18n"
	"upright/internal/prose"
	"upright/internal/upr"
)

// writePage is the manuscript in the editor. Without JavaScript it leads to the text to read, and to a plain form for each
// part.
type writePage struct {
	basePage
	heading
	Config    editorConfig // as JSON in the page
	EditorJS  string
	EditorCSS string
	Parts     []plainPart
}

func (writePage) template() string { return "write" }

// Step is the page's own in the steps.
func (writePage) Step() string { return "write" }

// A plainPart leads to the plain form of a part.
type plainPart struct{ Title, Path string }

// editorConfig is what the editor needs to know: see assets/editor/config.ts.
type editorConfig struct {
	Submission   upr.SubmissionID            `json:"submission"`
	Bundle       string                      `json:"bundle"`
	URLs         editorURLs                  `json:"urls"`
	PageLanguage string                      `json:"pageLanguage"`
	TextLanguage string                      `json:"textLanguage"`
	Direction    string                      `json:"direction"`
	Messages     map[string]any              `json:"messages"`
	Guidance     map[prose.PartKind]guidance `json:"guidance"`
	Limit        *editorLimit                `json:"limit"`
	User         editorUser                  `json:"user"`
	Rights       editorRights                `json:"rights"`
}

type editorURLs struct {
	Text     string `json:"text"`
	Rights   string `json:"rights"`
	Commits  string `json:"commits"`
	Events   string `json:"events"`
	Findings string `json:"findings"`
	Check    string `json:"check"`
	Comments string `json:"comments"`
	Presence string `json:"presence"`
	Authors  string `json:"authors"`
	Team     string `json:"team"`
	Assign   string `json:"assign"` // the page to assign a block; its id follows
	// The part on international solidarity: its page, the grid of duties, and where paragraphs are linked to it.
	Solidarity       string `json:"solidarity"`
	SolidarityMatrix string `json:"solidarityMatrix"`
	SolidarityLinks  string `json:"solidarityLinks"`

	Related string `json:"related"` // linked submissions: "/state", "/text/…" and "/passages" follow

	Previous string `json:"previous"` // the table of previous recommendations; "/list" and "/links" follow
	Word     string `json:"word"`     // the page that takes in a Word file
	Preview  string `json:"preview"`
	Pictures string `json:"pictures"` // of the preview; a name follows
	Glyphs   string `json:"glyphs"`   // of the preview; the name of the fonts follows
	PDF      string `json:"pdf"`
	News     string `json:"news"`
}

type editorLimit struct {
	Words int    `json:"words"`
	Rule  string `json:"rule"`
	Notes bool   `json:"notes"` // count towards it: see rules.Set.CountsNotes
}

type editorUser struct {
	ID   upr.Alias  `json:"id"`
	As   upr.UserID `json:"as"` // see asKey
	Name string     `json:"name"`
}

// guidance stands beside a part while it is written.
type guidance struct {
	What     string `json:"what"`
	LooksFor string `json:"looksFor"`
	Example  string `json:"example"`
	Rule     string `json:"rule"`
}

// guidanceFor reads the guidance for a kind of part in the language of the page.
func guidanceFor(words *i18n.Printer, kind prose.PartKind) guidance {
	text := func(what string) string { return words.T("guidance." + string(kind) + "." + what) }
	return guidance{What: text("what"), LooksFor: text("looksFor"), Example: text("example"), Rule: text("rule")}
}

// showWrite answers GET /submissions/:submission/write.
func (s *Server) showWrite(v *visit) error {
	one, err := s.withText(v)
	if err != nil {
		return err
	}
	p, err := s.writePage(v, one)
	if err != nil {
		return err
	}
	ctx := v.Request().Context()
	in, err := s.Store.Standing(ctx, v.actor(), one.ID)
	if err != nil {
		return err
	}
	if p.Config.User.Name, err = s.Store.OwnName(ctx, v.actor(), one.ID); err != nil {
		return err
	}
	people, err := s.Store.Aliases(ctx, one.ID)
	if err != nil {
		return err
	}
	p.Config.User.ID = people.Of(v.actor().User)
	if p.Config.Rights = rightsOf(v, in); !p.Config.Rights.Edit {
		p.Parts = nil // the plain forms are for who edits
	}
	return s.render(v, http.StatusOK, p)
}

func (s *Server) writePage(v *visit, one *upr.Submission) (writePage, error) {
	p := writePage{
		basePage: s.base(v), heading: s.heading(v, one),
		EditorJS: s.editorJS, EditorCSS: s.editorCSS,
	}
	limit, err := s.limitOf(v.Request().Context(), one)
	if err != nil {
		return p, err
	}
	text, as := p.Home+"/text", "?"+asKey+"="+string(v.actor().User)
	p.Config = editorConfig{
		Submission: one.ID, Bundle: s.Assets.Bundle,
		URLs: editorURLs{
			Text: text + as, Rights: text + "/rights" + as, Commits: text + "/commits" + as, Events: text + "/events" + as,
			Findings: p.Home + "/findings", Check: p.Home + "/check",
			Comments: p.Home + "/comments" + as,
			Presence: text + "/presence" + as, Authors: text + "/authors" + as, Team: text + "/team" + as,
			Assign:     p.Home + "/assignments?block=",
			Solidarity: p.Home + "/solidarity", SolidarityMatrix: p.Home + "/solidarity/matrix" + as, SolidarityLinks: p.Home + "/solidarity/links" + as,
			Previous: p.Home + "/previous",
			Word:     p.Home + "/word",
			Related:  p.Home + "/related",
			Preview:  p.Home + "/preview" + as, Pictures: p.Home + "/preview/pictures/", Glyphs: "/preview/glyphs/",
			PDF:  p.Home + "/files/pdf",
			News: "/news/count",
		},
		PageLanguage: v.words.Language(), TextLanguage: one.Details.Language, Direction: i18n.Direction(one.Details.Language),
		Messages: v.words.Messages("editor."),
		Guidance: make(map[prose.PartKind]guidance),
	}
	if v.user != nil {
		p.Config.User = editorUser{As: v.user.ID, Name: v.user.Name}
	}
	p.Config.Limit = limit
	for _, kind := range prose.PartKinds() {
		p.Config.Guidance[kind] = guidanceFor(v.words, kind)
	}
	for _, part := range one.Manuscript.Parts {
		p.Parts = append(p.Parts, plainPart{Title: s.partTitle(one, part), Path: p.Home + "/parts/" + part.ID})
	}
	return p, nil
}
