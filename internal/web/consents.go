package web

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"upright/internal/rules"
	"upright/internal/upr"
)

// consentsPage is what persons agreed to of whom the text tells, and who made sure of it before the text is final. Editors
// and coordinators see it, nobody else: what stands here leads to people.
type consentsPage struct {
	basePage
	heading
	Rows    []consentRow
	Naming  namingView
	Found   []finding // what may lead to a person and no case covers
	MoreOf  int       // that are not among Found
	Form    form      // of the confirmation
	Version int64     // of the text
}

func (consentsPage) template() string { return "consents" }

// Step is none: the cases stand beside the steps.
func (consentsPage) Step() string { return "" }

// A consentRow is one case in the list.
type consentRow struct {
	ID      string
	Label   string
	Extent  string // in words
	Tag     string
	Terms   string
	Who     string // obtained it, and when
	Kept    string
	Review  string
	Due     bool // the day has come to ask again
	Names   []string
	Changed string // by whom
	At      time.Time
	Seen    string // by whom; "" for nobody
	SeenAt  time.Time
	Alone   bool // it covers without a second person
	MaySee  bool // the visitor is a second person
	Version int64
}

// A namingView is who made sure of whom the text names.
type namingView struct {
	Named     []string // labels of the cases that name somebody
	Open      int      // findings that no case covers
	Needed    bool
	Missing   int
	Confirmed []confirmationRow
	Mine      bool // the visitor is among them
	Final     bool // the text is final: it is too late, or done
}

// A confirmationRow is one who made sure.
type confirmationRow struct {
	Name string
	At   time.Time
}

// consentsData is what the pages of the cases show.
type consentsData struct {
	one    *upr.Submission
	cases  []upr.Consent
	naming upr.Naming
	report rules.Report
	names  map[upr.UserID]string
}

// harms are the findings that may lead to a person and that no case covers.
func (d consentsData) harms() []rules.Finding { return openHarms(d.report) }

func openHarms(report rules.Report) []rules.Finding {
	var list []rules.Finding
	for _, f := range report.Findings {
		if f.Harm == rules.OpenHarm {
			list = append(list, f)
		}
	}
	return list
}

// withConsents loads the cases of the submission of the address, with its text as it is checked.
func (s *Server) withConsents(v *visit) (consentsData, error) {
	var d consentsData
	var err error
	ctx := v.Request().Context()
	if d.one, d.report, err = s.checked(v); err != nil {
		return d, err
	}
	if d.cases, err = s.Store.Consents(ctx, v.actor(), d.one.ID); err != nil {
		return d, err
	}
	if d.naming, err = s.Store.Naming(ctx, v.actor(), d.one.ID, d.one.Head); err != nil {
		return d, err
	}
	d.names, err = s.authorNames(ctx, v, d.one.ID)
	return d, err
}

// consentsFor are the cases by which a text is checked for an actor: none for who may not know of them.
func (s *Server) consentsFor(ctx context.Context, by upr.Actor, id upr.SubmissionID) ([]upr.Consent, error) {
	list, err := s.Store.Consents(ctx, by, id)
	if isForbidden(err) || isNotFound(err) {
		return nil, nil
	}
	return list, err
}

// showConsents answers GET /submissions/:submission/consents.
func (s *Server) showConsents(v *visit) error {
	d, err := s.withConsents(v)
	if err != nil {
		return err
	}
	p, err := s.consentsPage(v, d, nil)
	if err != nil {
		return err
	}
	return s.render(v, http.StatusOK, p)
}

// maxFound is how many findings the page of the cases shows; the check has them all.
const maxFound = 12

func (s *Server) consentsPage(v *visit, d consentsData, wrong problems) (consentsPage, error) {
	f := &confirmNamingForm{Version: strconv.FormatInt(d.one.Head, 10)}
	p := consentsPage{
		basePage: s.base(v), heading: s.heading(v, d.one), Form: newForm(v.words, "naming", f, wrong), Version: d.one.Head,
		Naming: s.namingView(v, d.one, d.naming, len(d.harms()), d.names),
	}
	p.Failed = len(wrong) > 0
	for i := range d.cases {
		p.Rows = append(p.Rows, s.consentRow(v, &d.cases[i], d.names))
	}
	set, err := s.ruleSet(v.Request().Context(), d.one)
	if err != nil {
		return p, err
	}
	for i, f := range d.harms() {
		if i == maxFound {
			p.MoreOf = len(d.harms()) - maxFound
			break
		}
		p.Found = append(p.Found, s.finding(v, d.one, set, f))
	}
	return p, nil
}

// namingView tells who made sure of whom a text names, and how many more have to.
func (s *Server) namingView(v *visit, one *upr.Submission, n upr.Naming, open int, names map[upr.UserID]string) namingView {
	view := namingView{
		Named: n.Named, Open: open, Needed: len(n.Named) > 0 || open > 0, Missing: n.Missing(open > 0), Final: one.Final > 0,
	}
	for _, c := range n.Confirmed {
		view.Confirmed = append(view.Confirmed, confirmationRow{s.knownAs(v, names, c.By), c.At})
		view.Mine = view.Mine || v.user != nil && c.By == v.user.ID
	}
	return view
}

// knownAs is the name of somebody in the submission, also when they are gone.
func (s *Server) knownAs(v *visit, names map[upr.UserID]string, user upr.UserID) string {
	if name := names[user]; name != "" {
		return name
	}
	if v.user != nil && user == v.user.ID {
		return v.user.Name
	}
	return v.words.T("authors.unknown")
}

// consentRow tells one case.
func (s *Server) consentRow(v *visit, c *upr.Consent, names map[upr.UserID]string) consentRow {
	row := consentRow{
		ID: c.ID, Label: c.Label, Extent: v.words.T("consent.extent." + string(c.Extent)), Tag: "tag--done", Terms: c.Terms,
		Who: c.Obtainer, Kept: c.Kept, Review: dayOf(v, c.Review), Due: c.Due(s.today(v)), Names: c.Names,
		Changed: s.knownAs(v, names, c.By), At: c.At, Version: c.Version,
	}
	if day := dayOf(v, c.Obtained); day != "" {
		row.Who = v.words.T("consent.obtained.by", "who", c.Obtainer, "day", day)
	}
	switch c.Extent {
	case upr.NamedConsent:
		row.Tag = "tag--warn"
	case upr.AnonymousConsent, upr.WithdrawnConsent:
		row.Tag = "tag--wrong"
	}
	row.Alone = c.Seen == nil && c.Holds()
	if c.Seen != nil {
		row.Seen, row.SeenAt = s.knownAs(v, names, c.Seen.By), c.Seen.At
	} else {
		row.MaySee = v.user == nil || c.By != v.user.ID
	}
	return row
}
