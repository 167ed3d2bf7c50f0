package web

import (
	"net/http"
	"strconv"
	"time"

	"upright/internal/upr"
)

// linksPage is the reader links of a submission, with what was done with them, for who coordinates.
type linksPage struct {
	basePage
	heading
	Form      form
	Kinds     []choice
	Revisions []choice
	Links     []linkRow
}

func (linksPage) template() string { return "links" }

// Step is none: the links stand beside the steps.
func (linksPage) Step() string { return "" }

// A linkRow is one link in the list.
type linkRow struct {
	ID         upr.LinkID
	Label      string
	Short      string // its id, as PDFs carry it
	Opens      string // what, in words
	Shows      string // which text, in words
	Uses       string
	Phrase     bool
	Others     bool
	MadeBy     string
	Made, Ends time.Time
	State, Tag string
	Open       bool // it can be withdrawn
	Events     []linkEventRow
}

// A linkEventRow is something that was done with a link.
type linkEventRow struct {
	What string
	At   time.Time
}

// linkForm is what a link is made of.
type linkForm struct {
	Label    string `form:"label" autocomplete:"off" validate:"required,max=120"`
	Kind     string `form:"kind" input:"radios" validate:"required,oneof=pdf read comment"`
	Others   bool   `form:"others" input:"checkbox"`
	Revision string `form:"revision" input:"select" validate:"max=10"`
	Phrase   string `form:"phrase" input:"short" autocomplete:"off" validate:"max=256"`
	Ends     string `form:"ends" input:"date" validate:"max=10"`
	Uses     string `form:"uses" input:"year" autocomplete:"off" validate:"max=10"`
}

// link converts the form; what is no number is among the problems.
func (f *linkForm) link(id upr.SubmissionID, ends time.Time, wrong problems) upr.NewReaderLink {
	l := upr.NewReaderLink{Submission: id, Kind: upr.LinkKind(f.Kind), Label: f.Label, Others: f.Others, Ends: ends}
	read := func(field, text, key string, least int) int {
		n, err := strconv.Atoi(text)
		if text != "" && (err != nil || n < least) {
			wrong[field] = problem{key: key, args: map[string]any{"n": upr.MaxLinkUses}}
		}
		return n
	}
	l.Revision = read("revision", f.Revision, "value.choice", 1)
	l.MaxUses = read("uses", f.Uses, "links.uses.range", 1)
	return l
}

// showLinks answers GET /submissions/:submission/links.
func (s *Server) showLinks(v *visit) error { return s.answerLinks(v, http.StatusOK, &linkForm{}, nil) }

// makeLink answers POST /submissions/:submission/links and shows the address, once.
func (s *Server) makeLink(v *visit) error {
	var f linkForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	made := f.link(submissionOf(v), s.lastDay(v, f.Ends, wrong), wrong)
	var address string
	if len(wrong) == 0 {
		address, err = s.Accounts.MakeLink(v.Request().Context(), v.actor(), made, f.Phrase)
		if err := wrong.take(err); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		return s.answerLinks(v, http.StatusUnprocessableEntity, &f, wrong)
	}
	return s.render(v, http.StatusCreated, linkMadePage{
		basePage: s.base(v), Label: made.Label, Link: address, Phrase: f.Phrase != "", Back: linksPath(v),
	})
}

// withdrawLink answers POST /submissions/:submission/links/:link/withdraw.
func (s *Server) withdrawLink(v *visit) error {
	err := s.Store.WithdrawLink(v.Request().Context(), v.actor(), submissionOf(v), upr.LinkID(v.Param("link")))
	if err != nil {
		return err
	}
	return s.done(v, linksPath(v)+"#links", "notice.link-withdrawn")
}

// linksPath is the page of the links of the submission that the address names.
func linksPath(v *visit) string { return "/submissions/" + v.Param("submission") + "/links" }

// linkMadePage shows the address of a new link: only its hash is kept.
type linkMadePage struct {
	basePage
	Label  string
	Link   string
	Phrase bool
	Back   string
}

func (linkMadePage) template() string { return "link-made" }

// linksData is what the page shows of the store.
type linksData struct {
	one       upr.Submission
	links     []upr.ReaderLink
	revisions []upr.Revision
	names     map[upr.UserID]string
}

// answerLinks shows the page, with a refused form as it was typed.
func (s *Server) answerLinks(v *visit, status int, f *linkForm, wrong problems) error {
	ctx, by, id := v.Request().Context(), v.actor(), submissionOf(v)
	var d linksData
	var err error
	if d.one, err = s.Store.Submission(ctx, by, id); err != nil {
		return err
	}
	if d.links, err = s.Store.Links(ctx, by, id); err != nil {
		return err
	}
	if d.revisions, err = s.Store.Revisions(ctx, by, id); err != nil {
		return err
	}
	if d.names, err = s.authorNames(ctx, v, id); err != nil {
		return err
	}
	return s.render(v, status, s.linksPage(v, d, f, wrong))
}

func (s *Server) linksPage(v *visit, d linksData, f *linkForm, wrong problems) linksPage {
	p := linksPage{
		basePage: s.base(v), heading: s.heading(v, &d.one), Form: newForm(v.words, "links", f, wrong),
		Revisions: []choice{{Label: v.words.T("links.newest")}},
	}
	for _, kind := range upr.LinkKinds() {
		key := "links.kind." + string(kind)
		p.Kinds = append(p.Kinds, choice{Value: string(kind), Label: v.words.T(key), Hint: v.words.T(key + ".hint")})
	}
	for _, r := range d.revisions {
		p.Revisions = append(p.Revisions, choice{
			Value: strconv.Itoa(r.Number), Label: v.words.T("links.revision.number", "n", strconv.Itoa(r.Number)) + ": " + r.Name,
		})
	}
	for _, l := range d.links {
		p.Links = append(p.Links, s.linkRow(v, l, d.names))
	}
	p.Failed = len(wrong) > 0
	return p
}

// linkRow tells one link.
func (s *Server) linkRow(v *visit, l upr.ReaderLink, names map[upr.UserID]string) linkRow {
	state := l.State(s.Now())
	row := linkRow{
		ID: l.ID, Label: l.Label, Short: l.ShortID(), Opens: v.words.T("links.kind." + string(l.Kind)), Phrase: l.Phrase,
		Others: l.Others, MadeBy: names[l.By], Made: l.Created, Ends: l.Ends, Shows: v.words.T("links.newest"),
		State: v.words.T("links.state." + string(state)), Tag: "tag--todo", Open: l.Withdrawn.IsZero(),
		Uses: v.words.T("links.used", "n", l.Uses),
	}
	if state == upr.LinkWorks {
		row.Tag = "tag--done"
	}
	if l.Revision > 0 {
		row.Shows = v.words.T("links.revision.number", "n", strconv.Itoa(l.Revision))
	}
	if l.MaxUses > 0 {
		row.Uses = v.words.T("links.used.of", "n", l.Uses, "limit", v.words.Number(l.MaxUses))
	}
	for _, e := range l.Events {
		row.Events = append(row.Events, linkEventRow{v.words.T("links.event." + string(e.Kind)), e.At})
	}
	return row
}
