package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"upright/internal/prose"
	"upright/internal/store"
	"upright/internal/upr"
)

// historyPage lists what became of a text: its named revisions, and when who wrote.
type historyPage struct {
	basePage
	heading
	Revisions []moment
	Days      []day
	Moments   []moment // all that the page knows, the latest first, to choose two of
	Older     string   // address of the sittings before these; "" when there are none
	Form      form     // names the text as it is now
	Compacted upr.Compaction
	CanEdit   bool
	Now       int64
}

func (historyPage) template() string { return "history" }

// Step is the page's own in the steps.
func (historyPage) Step() string { return "history" }

// A moment is a version of the text that can be read.
type moment struct {
	Version int64
	Name    string // of a named revision, or the time in words
	Number  int    // of a named revision; 0 for none
	At      time.Time
	By      string // who named it
	Read    string // addresses
	Compare string // with now
}

// A day is what was written on one day.
type day struct {
	Date     time.Time
	Sittings []sitting
}

// A sitting is a time in which people wrote.
type sitting struct {
	moment
	First   int64 // version after its first change
	From    time.Time
	Writers []string
	Commits int
	Changes string // address of what changed in it; "" where its changes were compacted away
}

// maxSittings is how many sittings a page lists.
const maxSittings = 100

// nameForm names a version of the text.
type nameForm struct {
	Name string `form:"name" input:"text" validate:"required,max=200"`
}

// showHistory answers GET /submissions/:submission/history.
func (s *Server) showHistory(v *visit) error {
	p, err := s.historyPage(v, &nameForm{}, nil)
	if err != nil {
		return err
	}
	return s.render(v, http.StatusOK, p)
}

// nameRevision answers POST /submissions/:submission/history/:version/name.
func (s *Server) nameRevision(v *visit) error {
	version, err := versionParam(v)
	if err != nil {
		return err
	}
	var f nameForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	id := submissionOf(v)
	if len(wrong) == 0 {
		_, err := s.Texts.NameRevision(v.Request().Context(), v.actor(), id, version, f.Name)
		if err := wrong.take(notReached(err)); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		p, err := s.historyPage(v, &f, wrong)
		if err != nil {
			return err
		}
		p.Now = version
		return s.render(v, http.StatusUnprocessableEntity, p)
	}
	return s.done(v, "/submissions/"+string(id)+"/history", "notice.revision")
}

// notReached makes a version that the text never had what the address of a page that is not there is. One that was
// compacted away says so.
func notReached(err error) error {
	var known *upr.Error
	switch {
	case store.IsCompacted(err):
		return &upr.Error{Kind: upr.NotFound, Key: "text.compacted", Err: err}
	case errors.As(err, &known) && known.Kind == upr.Stale:
		return &upr.Error{Kind: upr.NotFound, Key: "error.not-found", Err: err}
	}
	return err
}

func (s *Server) historyPage(v *visit, f *nameForm, wrong problems) (historyPage, error) {
	ctx := v.Request().Context()
	one, err := s.withText(v)
	if err != nil {
		return historyPage{}, err
	}
	before, _ := strconv.ParseInt(v.QueryParam("before"), 10, 64) // anything else: from the latest
	list, err := s.Store.Sittings(ctx, v.actor(), one.ID, max(before, 0), maxSittings+1)
	if err != nil {
		return historyPage{}, err
	}
	revisions, err := s.Store.Revisions(ctx, v.actor(), one.ID)
	if err != nil {
		return historyPage{}, err
	}
	authors, err := s.authorNames(ctx, v, one.ID)
	if err != nil {
		return historyPage{}, err
	}
	compacted, err := s.Store.Compaction(ctx, v.actor(), one.ID)
	if err != nil {
		return historyPage{}, err
	}
	p := s.historyView(v, one, list, revisions, authors, newForm(v.words, "revision", f, wrong))
	p.compact(compacted)
	p.Failed = len(wrong) > 0
	p.CanEdit = s.may(v, one.ID, upr.EditText)
	return p, nil
}

// historyView fills the page; the gallery calls it with made-up sittings.
func (s *Server) historyView(
	v *visit, one *upr.Submission, list []upr.Sitting, revisions []upr.Revision, authors map[upr.UserID]string, f form,
) historyPage {
	p := historyPage{basePage: s.base(v), heading: s.heading(v, one), Form: f, Now: one.Head}
	if len(list) > maxSittings {
		list = list[:maxSittings]
		p.Older = p.Home + "/history?before=" + strconv.FormatInt(list[maxSittings-1].First, 10)
	}
	for _, r := range revisions {
		m := p.moment(r.Version, r.Name, r.At)
		m.Number, m.By = r.Number, authors[r.By]
		p.Revisions = append(p.Revisions, m)
	}
	for _, sat := range list {
		at := p.moment(sat.Last, p.DateTime(sat.To), sat.To)
		one := sitting{
			moment: at, First: sat.First, From: sat.From, Commits: sat.Commits,
			Changes: p.Home + "/compare?from=" + strconv.FormatInt(sat.First-1, 10) + "&to=" + strconv.FormatInt(sat.Last, 10),
		}
		for _, w := range sat.Writers {
			if name := authors[w]; name != "" {
				one.Writers = append(one.Writers, name)
			}
		}
		slices.Sort(one.Writers)
		p.Moments = append(p.Moments, at)
		local := sat.To.In(p.zone)
		if n := len(p.Days); n == 0 || !sameDay(p.Days[n-1].Date, local) {
			p.Days = append(p.Days, day{Date: local})
		}
		last := &p.Days[len(p.Days)-1]
		last.Sittings = append(last.Sittings, one)
	}
	return p
}

// compact leaves of the sittings whose changes were compacted away what can still be read: the versions that were kept.
// Those of sittings on other pages can be chosen all the same.
func (p *historyPage) compact(c upr.Compaction) {
	p.Compacted = c
	for _, d := range p.Days {
		for i := range d.Sittings {
			one := &d.Sittings[i]
			if one.Version > c.Floor {
				continue
			}
			one.Changes = ""
			kept, found := c.Last(one.First, one.Version)
			if one.Read = ""; found {
				one.Read = p.moment(kept.Version, "", kept.At).Read
			}
		}
	}
	p.Moments = slices.DeleteFunc(p.Moments, func(m moment) bool { return m.Version <= c.Floor })
	for _, kept := range slices.Backward(c.Kept) {
		p.Moments = append(p.Moments, p.moment(kept.Version, p.DateTime(kept.At), kept.At))
	}
}

func sameDay(a, b time.Time) bool { return a.YearDay() == b.YearDay() && a.Year() == b.Year() }

// moment is a version with its addresses.
func (h heading) moment(version int64, name string, at time.Time) moment {
	number := strconv.FormatInt(version, 10)
	return moment{
		Version: version, Name: name, At: at, Read: h.Home + "/history/" + number, Compare: h.Home + "/compare?from=" + number,
	}
}

// Time writes the time of day of a moment in the reader's own zone.
func (b basePage) Time(t time.Time) string { return b.words.Clock(t.In(b.zone)) }

// authorNames are the names of everybody who wrote in a submission, as they appear there; who left is called a former member.
func (s *Server) authorNames(ctx context.Context, v *visit, id upr.SubmissionID) (map[upr.UserID]string, error) {
	list, err := s.Store.Authors(ctx, v.actor(), id)
	if err != nil {
		return nil, err
	}
	names := make(map[upr.UserID]string, len(list))
	for _, a := range list {
		names[a.User] = a.Name
		if a.Former {
			names[a.User] += " " + v.words.T("editor.comments.former")
		}
	}
	return names, nil
}

// may says whether the visitor has a right to a submission, to show what it allows. The right is asked for again there.
func (s *Server) may(v *visit, id upr.SubmissionID, right upr.Right) bool {
	return s.Store.RequireSubmission(v.Request().Context(), v.actor(), id, right) == nil
}

// versionParam reads the version of the address.
func versionParam(v *visit) (int64, error) { return readVersion(v.Param("version")) }

func readVersion(text string) (int64, error) {
	version, err := strconv.ParseInt(text, 10, 64)
	if err != nil || version < 0 {
		return 0, &upr.Error{Kind: upr.NotFound, Key: "error.not-found", Err: err}
	}
	return version, nil
}

// at returns a submission with its text as it was at a version.
func (s *Server) at(v *visit, one *upr.Submission, version int64) (*upr.Submission, error) {
	if version == one.Head {
		return one, nil
	}
	if version > one.Head {
		return nil, &upr.Error{Kind: upr.NotFound, Key: "error.not-found"}
	}
	doc, err := s.Texts.ManuscriptAt(v.Request().Context(), v.actor(), one.ID, version)
	if err != nil {
		return nil, notReached(err)
	}
	return withDoc(one, doc, version)
}

// withDoc returns a submission with another text.
func withDoc(one *upr.Submission, doc []byte, version int64) (*upr.Submission, error) {
	text, err := prose.Decode(doc)
	if err != nil {
		return nil, fmt.Errorf("text of %s at version %d: %w", one.ID, version, err)
	}
	other := *one
	other.SetText(text)
	other.Head = version
	return &other, nil
}
