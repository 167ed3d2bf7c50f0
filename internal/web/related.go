package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"upright/internal/takeover"
	"upright/internal/upr"
)

// relatedPage is the submissions linked with one, what was taken over into it, and what was taken from it.
type relatedPage struct {
	basePage
	heading
	Relations []relationRow
	Hidden    int // linked, but not for the visitor to read, who does not end links
	Form      form
	Others    []choice
	Into      []passageRow
	MoreInto  int // that the page leaves to the editor
	Lost      int // taken over, but not in the text any more
	Changed   int
	From      []passageRow
	MoreFrom  int
	CanEdit   bool
	CanLink   bool
}

func (relatedPage) template() string { return "related" }

// Step is none: the page stands beside the steps.
func (relatedPage) Step() string { return "" }

// A relationRow is a linked submission; Name is "" for who may not read it.
type relationRow struct {
	ID, Name, Path string
	Language       string // of the title
	By             string
	At             time.Time
}

// A passageRow tells of one passage: where it stands here, and where it came from or went to.
type passageRow struct {
	ID       string
	Kind     upr.PassageKind
	Place    string // here, in words
	Path     string
	Excerpt  string
	Told     string   // where it came from or went to, who took it, when
	Since    []string // what became of it: whether newer words were settled, and how new its source is
	OtherURL string   // of the place there; "" for who may not read it
	State    passageState
	Names    string
	Language string // of the words
	Runs     []run
	Seen     string // what is settled, as a form says it
	Sum      string
}

// Tag is the class of the tag that shows the state.
func (r passageRow) Tag() string {
	switch r.State {
	case passageSame:
		return "tag--done"
	case passageChanged:
		return "tag--warn"
	}
	return "tag--todo"
}

// relateForm chooses the submission to link.
type relateForm struct {
	Other string `form:"other" input:"select" validate:"required,max=40"`
}

// maxPassages is how many passages the page lists of each kind; the editor lists all.
const maxPassages = 40

// showRelated answers GET /submissions/:submission/related.
func (s *Server) showRelated(v *visit) error {
	return s.answerRelated(v, http.StatusOK, &relateForm{}, nil)
}

// answerRelated shows the page, with a refused form as it was typed.
func (s *Server) answerRelated(v *visit, status int, f *relateForm, wrong problems) error {
	d, err := s.withRelated(v)
	if err != nil {
		return err
	}
	if d.leads {
		if d.choices, err = s.Store.Relatable(v.Request().Context(), v.actor(), d.one.ID); err != nil {
			return err
		}
	}
	p, err := s.relatedPage(v, d, f, wrong)
	if err != nil {
		return err
	}
	return s.render(v, status, p)
}

// relate answers POST /submissions/:submission/related.
func (s *Server) relate(v *visit) error {
	var f relateForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	if len(wrong) == 0 {
		err := s.Store.Relate(v.Request().Context(), v.actor(), submissionOf(v), upr.SubmissionID(f.Other))
		if isNotFound(err) || isForbidden(err) {
			// About the other one: the right to this one was asked for before.
			err = &upr.Error{Kind: upr.Invalid, Key: "related.other.not-yours", Field: "other", Err: err}
		}
		if err := wrong.takeFor("other", err); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		return s.answerRelated(v, http.StatusUnprocessableEntity, &f, wrong)
	}
	return s.done(v, relatedPath(v), "notice.related")
}

func isForbidden(err error) bool {
	var known *upr.Error
	return errors.As(err, &known) && known.Kind == upr.Forbidden
}

// unrelate answers POST /submissions/:submission/related/:relation/end.
func (s *Server) unrelate(v *visit) error {
	if err := s.Store.Unrelate(v.Request().Context(), v.actor(), submissionOf(v), v.Param("relation")); err != nil {
		return err
	}
	return s.done(v, relatedPath(v), "notice.unrelated")
}

func relatedPath(v *visit) string { return "/submissions/" + v.Param("submission") + "/related" }

func (s *Server) relatedPage(v *visit, d relatedData, f *relateForm, wrong problems) (relatedPage, error) {
	p := relatedPage{
		basePage: s.base(v), heading: s.heading(v, d.one), Form: newForm(v.words, "relate", f, wrong),
		Others: []choice{{Label: v.words.T("relate.choose")}}, CanEdit: d.edits, CanLink: d.leads,
	}
	p.Failed = len(wrong) > 0
	for _, r := range d.relations {
		row := relationRow{ID: r.ID, By: d.by(d.one.ID, r.By), At: r.At}
		if other := d.others[r.Other]; other != nil {
			row.Name, row.Path, row.Language = s.nameOfSubmission(v, other), "/submissions/"+string(other.ID), other.Details.Language
		} else if !d.leads {
			p.Hidden++
			continue
		}
		p.Relations = append(p.Relations, row)
	}
	for i := range d.choices {
		p.Others = append(p.Others, choice{Value: string(d.choices[i].ID), Label: s.nameOfSubmission(v, &d.choices[i])})
	}
	list, lost, err := s.comparedPassages(d)
	if err != nil {
		return p, err
	}
	p.Lost = lost
	for _, c := range list {
		if c.state == passageChanged {
			p.Changed++
		}
		if len(p.Into) == maxPassages {
			p.MoreInto++
			continue
		}
		row, err := s.cameFrom(v, d, c, p.Changed <= maxRedlines)
		if err != nil {
			return p, err
		}
		p.Into = append(p.Into, row)
	}
	for _, one := range d.from {
		switch other := d.others[one.Into]; {
		case other == nil:
		case len(p.From) == maxPassages:
			p.MoreFrom++
		default:
			p.From = append(p.From, s.wentTo(v, d, one, other))
		}
	}
	return p, nil
}

// nameOfSubmission names a submission among others: the State, the session and the title.
func (s *Server) nameOfSubmission(v *visit, one *upr.Submission) string {
	return v.words.T("related.name", "state", s.stateName(v, one.Details.State), "session", strconv.Itoa(one.Details.Session),
		"title", one.Details.Title)
}

// placeOfPassage says in words where a passage is, by its number.
func placeOfPassage(v *visit, kind upr.PassageKind, label string) string {
	if label == "" {
		return v.words.T("related.place.none")
	}
	if kind != upr.NotePassage { // a paragraph may have been made a recommendation
		if kind = upr.ParagraphPassage; strings.HasPrefix(label, "R") {
			kind = upr.RecommendationPassage
		}
	}
	return v.words.T("related.place."+string(kind), "number", label)
}

// cameFrom tells a passage that was taken over.
func (s *Server) cameFrom(v *visit, d relatedData, c comparedPassage, redline bool) (passageRow, error) {
	row := passageRow{
		ID: c.ID, Kind: c.Kind, Place: placeOfPassage(v, c.Kind, c.here.Label), Excerpt: excerpt(c.here.Plain),
		Path: "/submissions/" + string(d.one.ID) + "/write#" + c.Block, State: c.state, Names: c.names,
	}
	by := d.by(d.one.ID, c.By)
	if c.source == nil {
		row.Told = s.toldOfPassage(v, c.Passage, nil, "", by)
		return row, nil
	}
	row.Told = s.toldOfPassage(v, c.Passage, c.source, placeOfPassage(v, c.Kind, c.Source.Label), by)
	row.Language = c.source.Details.Language
	row.OtherURL = "/submissions/" + string(c.source.ID) + "/write#" + c.Source.Block
	row.Since = s.sincePassage(v, d, c)
	if c.state != passageChanged {
		return row, nil
	}
	row.Seen = strconv.FormatInt(c.Source.Version, 10)
	words, err := takeover.Words(c.now.Text)
	if err != nil {
		return row, err
	}
	row.Sum = takeover.Sum(words)
	if redline {
		row.Runs, err = s.redlined(row.Language, c.was, c.now.Text)
	}
	return row, err
}

// sincePassage says when newer words of a passage were taken or left, and when a source whose words are newer changed last.
func (s *Server) sincePassage(v *visit, d relatedData, c comparedPassage) []string {
	var said []string
	if at := v.words.DateTime(c.SeenAt.In(v.zone())); !c.SeenAt.IsZero() {
		if by := d.by(d.one.ID, c.SeenBy); by != "" {
			said = append(said, v.words.T("related.settled.by", "by", by, "at", at))
		} else {
			said = append(said, v.words.T("related.settled", "at", at))
		}
	}
	if c.state == passageChanged {
		said = append(said, v.words.T("related.source-now", "version", strconv.FormatInt(c.source.Head, 10),
			"at", v.words.DateTime(c.source.Updated.In(v.zone()))))
	}
	return said
}

// toldOfPassage says in words where a passage came from or went to, who took it, and when. Of a submission that the visitor
// may not read, nil, it says nothing.
func (s *Server) toldOfPassage(v *visit, p upr.Passage, other *upr.Submission, place, by string) string {
	key, pairs := "related.told", []any{"at", v.words.DateTime(p.At.In(v.zone()))}
	if other == nil {
		key = "related.told.unknown"
	} else {
		pairs = append(pairs, "name", s.nameOfSubmission(v, other), "place", place, "version", strconv.FormatInt(p.Source.Version, 10))
	}
	if by != "" {
		key, pairs = key+".by", append(pairs, "by", by)
	}
	return v.words.T(key, pairs...)
}

// wentTo tells a passage that was taken from the submission.
func (s *Server) wentTo(v *visit, d relatedData, p upr.Passage, other *upr.Submission) passageRow {
	row := passageRow{
		ID: p.ID, Kind: p.Kind, State: passageMissing, Place: placeOfPassage(v, p.Kind, p.Source.Label),
		OtherURL: "/submissions/" + string(other.ID) + "/related",
	}
	if here, there := d.find(d.one.Manuscript, p.Kind, p.Source.Block); there {
		row.Place, row.Excerpt, row.State = placeOfPassage(v, p.Kind, here.Label), excerpt(here.Plain), passageSame
		row.Path = "/submissions/" + string(d.one.ID) + "/write#" + p.Source.Block
		if was, err := takeover.Read(p.Source.Words); err == nil && !takeover.Same(was, here.Text) {
			row.State = passageChanged
		}
	}
	place := v.words.T("related.place.gone")
	if there, found := d.standing(other, p.Kind, p.Block); found {
		place = placeOfPassage(v, p.Kind, there.Label)
		row.OtherURL = "/submissions/" + string(other.ID) + "/write#" + p.Block
	}
	row.Told = s.toldOfPassage(v, p, other, place, d.by(other.ID, p.By))
	return row
}
