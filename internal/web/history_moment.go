package web

import (
	"bytes"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"time"

	"upright/internal/upr"
)

// momentPage is the text as it was at one moment, to read, between the moments before and after it. With JavaScript they
// are a slider (assets/site/moments.ts).
type momentPage struct {
	basePage
	heading
	At       time.Time
	Version  int64
	Revision string // its name, "" for none
	By       string // who made the last change
	Moments  []moment
	Text     template.HTML // made by render/html, which escapes everything
	IsNow    bool
	CanEdit  bool
	Form     form

	Compacted upr.Compaction
}

func (momentPage) template() string { return "moment" }

// Step is none: the history stands beside the steps.
func (momentPage) Step() string { return "" }

// ComparePath is the address of what changed since.
func (p momentPage) ComparePath() string {
	return p.Home + "/compare?from=" + strconv.FormatInt(p.Version, 10)
}

// RestorePath is the address that asks whether to bring this text back.
func (p momentPage) RestorePath() string {
	return p.Home + "/history/" + strconv.FormatInt(p.Version, 10) + "/restore"
}

// NamePath takes a name for this moment.
func (p momentPage) NamePath() string {
	return p.Home + "/history/" + strconv.FormatInt(p.Version, 10) + "/name"
}

// showMoment answers GET /submissions/:submission/history/:version.
func (s *Server) showMoment(v *visit) error {
	version, err := versionParam(v)
	if err != nil {
		return err
	}
	now, err := s.withText(v)
	if err != nil {
		return err
	}
	one, err := s.at(v, now, version)
	if err != nil {
		return err
	}
	ctx := v.Request().Context()
	at, by, err := s.Store.VersionTime(ctx, one.ID, version)
	if err != nil {
		return err
	}
	sittings, err := s.Store.Sittings(ctx, v.actor(), one.ID, 0, maxSittings)
	if err != nil {
		return err
	}
	revisions, err := s.Store.Revisions(ctx, v.actor(), one.ID)
	if err != nil {
		return err
	}
	authors, err := s.authorNames(ctx, v, one.ID)
	if err != nil {
		return err
	}
	compacted, err := s.Store.Compaction(ctx, v.actor(), one.ID)
	if err != nil {
		return err
	}
	p, err := s.momentPage(v, one, at, sittings, revisions, compacted)
	if err != nil {
		return err
	}
	p.By, p.IsNow, p.CanEdit = authors[by], version == now.Head, s.may(v, one.ID, upr.EditText)
	return s.render(v, http.StatusOK, p)
}

func (s *Server) momentPage(
	v *visit, one *upr.Submission, at time.Time, sittings []upr.Sitting, revisions []upr.Revision, compacted upr.Compaction,
) (momentPage, error) {
	p := momentPage{
		basePage: s.base(v), heading: s.heading(v, one), At: at, Version: one.Head,
		Form: newForm(v.words, "revision", &nameForm{}, nil), Compacted: compacted,
	}
	p.Moments = p.moments(sittings, revisions, one.Head, at)
	for _, m := range p.Moments {
		if m.Version == one.Head && m.Number > 0 {
			p.Revision = m.Name
		}
	}
	var text bytes.Buffer
	if err := s.Press.WriteFragment(&text, one); err != nil {
		return p, err
	}
	p.Text = template.HTML(text.String()) // see momentPage.Text
	return p, nil
}

// moments puts the ends of sittings, the named revisions, what was kept of the time that was compacted, the beginning and
// the moment of the page into one order, the oldest first.
func (p momentPage) moments(sittings []upr.Sitting, revisions []upr.Revision, version int64, at time.Time) []moment {
	byVersion := map[int64]moment{0: p.moment(0, p.T("history.beginning"), time.Time{})}
	if version > 0 {
		byVersion[version] = p.moment(version, p.DateTime(at), at)
	}
	for _, kept := range p.Compacted.Kept {
		byVersion[kept.Version] = p.moment(kept.Version, p.DateTime(kept.At), kept.At)
	}
	for _, sat := range sittings {
		if sat.Compacted {
			continue
		}
		byVersion[sat.Last] = p.moment(sat.Last, p.DateTime(sat.To), sat.To)
	}
	for _, r := range slices.Backward(revisions) { // the latest name of a version wins
		m := p.moment(r.Version, r.Name, r.At)
		m.Number = r.Number
		byVersion[r.Version] = m
	}
	list := make([]moment, 0, len(byVersion))
	for _, m := range byVersion {
		list = append(list, m)
	}
	slices.SortFunc(list, func(a, b moment) int { return int(a.Version - b.Version) })
	return list
}
