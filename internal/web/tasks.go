package web

import (
	"net/http"
	"slices"
	"time"

	"upright/internal/prose"
	"upright/internal/rules"
	"upright/internal/upr"
)

// tasksPage is the task list of a submission: every part with its state and its length, the details around the text, and
// what is still missing to be able to submit.
type tasksPage struct {
	basePage
	heading
	Deadline  *deadline
	Moved     string // that the deadline moved with OHCHR's, and from when; "" when it did not
	Published string // the published deadline, where the authors set another; else ""
	StateCode string // for the page of the State
	Details   partState
	Profile   task             // of the organization
	Mine      []assignmentView // open ones
	Parts     []task
	Count     length
	Mentions  []mentionView
	Missing   []finding // errors first, then warnings; the first of them
	More      int       // that are not among Missing
	Errors    int
	Warnings  int
	CanDelete bool
	GoesAt    time.Time // when it is deleted; zero unless somebody asked for that
	OverAt    time.Time // when it is deleted because its review is over; zero unless people were warned
	Asked     []askedView
	CanEdit   bool      // the text and the details
	Keeps     bool      // may keep consents
	Kind      string    // joint or individual, in words
	Checklist checklist // what people confirm
	Offer     *rulesOffer
}

func (tasksPage) template() string { return "submission" }

// Step is the page's own in the steps.
func (tasksPage) Step() string { return "tasks" }

// maxMissing is how many findings the task list shows; the check has them all.
const maxMissing = 6

// A task is one row of the list.
type task struct {
	ID       string
	Title    string
	Path     string
	State    partState
	Length   string // words, and the share of the limit
	Percent  int    // of the limit, 0 without one
	Hidden   bool
	CanReady bool // it can be marked ready, or the mark taken back
	Ready    bool
	Locked   bool
	Assigned []assignmentView // open ones
}

// A partState says how far something is.
type partState string

// The states of a part, in the order in which they win: errors over everything.
const (
	stateErrors  partState = "errors"
	stateHidden  partState = "hidden"
	stateReady   partState = "ready"
	stateEmpty   partState = "empty"
	stateWriting partState = "writing"
)

// Tag is the class of the tag that shows the state.
func (p partState) Tag() string {
	switch p {
	case stateErrors:
		return "tag--wrong"
	case stateReady:
		return "tag--done"
	case stateWriting:
		return "tag--doing"
	}
	return "tag--todo"
}

// A deadline is shown in Geneva time, in which OHCHR states it, and in the reader's own.
type deadline struct {
	Geneva string
	Own    string // "" when the reader's zone is Geneva's
	ISO    string // for the countdown in the browser
	Left   string // in days; what is left below one, the browser counts
	Passed bool
	Source string
}

// A length is what the limit is compared with.
type length struct {
	Words, Notes, Han, Limit int
	Percent                  int    // of the limit, 0 without one
	Rule                     string // where the limit comes from, and how sure that is
	Over                     bool
	WithNotes                bool // the words of the notes are among Words
}

// showTasks answers GET /submissions/:submission.
func (s *Server) showTasks(v *visit) error {
	one, report, err := s.checked(v)
	if err != nil {
		return err
	}
	err = s.Store.RequireSubmission(v.Request().Context(), v.actor(), one.ID, upr.DeleteSubmission)
	p, failed := s.tasksPage(v, one, report)
	if failed != nil {
		return failed
	}
	p.CanDelete = err == nil
	if err := s.addMoved(v, &p, one); err != nil {
		return err
	}
	asked, err := s.Store.Deletion(v.Request().Context(), v.actor(), one.ID)
	if err != nil {
		return err
	}
	p.GoesAt = asked.Due
	kept, _, err := s.Store.Retention(v.Request().Context(), v.actor(), one.ID)
	if err != nil {
		return err
	}
	p.OverAt = kept.Due
	if err := s.addAsked(v, &p, one); err != nil {
		return err
	}
	p.Keeps = s.may(v, one.ID, upr.KeepConsents)
	p.CanEdit = s.Store.RequireSubmission(v.Request().Context(), v.actor(), one.ID, upr.EditDetails) == nil
	if s.Store.RequireOrganization(v.Request().Context(), v.actor(), one.Organizations[0].ID, upr.ManageOrganization) != nil {
		p.Profile.Path = "" // its profile is not for this visitor
	}
	if p.Checklist, err = s.checklist(v.Request().Context(), v, one); err != nil {
		return err
	}
	if p.Offer, err = s.rulesOffer(v.Request().Context(), v, one); err != nil {
		return err
	}
	d, err := s.teamOf(v.Request().Context(), v.actor(), one.ID)
	if err != nil {
		return err
	}
	s.addTeam(v, &p, one, d)
	if p.Mentions, err = s.mentions(v, one.ID); err != nil {
		return err
	}
	return s.render(v, http.StatusOK, p)
}

// updateReady answers POST /submissions/:submission/parts/:part/ready: the mark is set or taken back.
func (s *Server) updateReady(v *visit) error {
	var f struct {
		Ready bool `form:"ready"`
	}
	if _, err := bind(v.Request(), &f); err != nil {
		return err
	}
	one, err := s.withText(v)
	if err != nil {
		return err
	}
	part := one.Manuscript.Part(v.Param("part"))
	if part == nil {
		return &upr.Error{Kind: upr.NotFound, Key: "error.not-found"}
	}
	if err := s.Store.SetReady(v.Request().Context(), v.actor(), one.ID, part.ID, f.Ready); err != nil {
		return err
	}
	notice := "notice.part-open"
	if f.Ready {
		notice = "notice.part-ready"
	}
	return s.done(v, "/submissions/"+string(one.ID), notice)
}

func (s *Server) tasksPage(v *visit, one *upr.Submission, report rules.Report) (tasksPage, error) {
	p := tasksPage{basePage: s.base(v), heading: s.heading(v, one), Deadline: s.deadlineView(v, one.Details.Deadline)}
	set, err := s.ruleSet(v.Request().Context(), one)
	if err != nil {
		return p, err
	}
	p.Count = lengthOf(v, set, report.Count)
	if p.Kind, err = s.kindWords(v, one); err != nil {
		return p, err
	}
	wrong := make(map[string]bool) // places of errors, by part id or by kind
	for _, f := range report.Findings {
		switch f.Severity {
		case rules.Error:
			p.Errors++
			wrong[f.Place.Part], wrong[string(f.Place.Kind)] = true, true
			if f.Place.Kind == rules.PartPlace {
				wrong[f.Place.ID] = true
			}
		case rules.Warning:
			p.Warnings++
		case rules.Advice:
			continue
		}
		if len(p.Missing) == maxMissing {
			p.More++
			continue
		}
		p.Missing = append(p.Missing, s.finding(v, one, set, f))
	}
	p.Details, p.Profile = stateReady, task{State: stateReady}
	if wrong[string(rules.FieldPlace)] {
		p.Details = stateErrors
	}
	if wrong[string(rules.OrganizationPlace)] {
		p.Profile.State = stateErrors
	}
	if len(one.Organizations) > 0 {
		p.Profile.Path = "/organizations/" + string(one.Organizations[0].ID)
		p.Profile.Title = one.Organizations[0].Name
	}
	for _, part := range one.Manuscript.Parts {
		p.Parts = append(p.Parts, s.task(v, one, part, report.Count, wrong[part.ID]))
	}
	return p, nil
}

// task makes the row of one part.
func (s *Server) task(v *visit, one *upr.Submission, part *prose.Part, count rules.Count, wrong bool) task {
	t := task{
		ID: part.ID, Title: s.partTitle(one, part), Path: "/submissions/" + string(one.ID) + "/write#" + part.ID,
		Hidden: part.Hidden, Ready: slices.Contains(one.Ready, part.ID), CanReady: !part.Hidden && !part.Empty(),
	}
	switch {
	case wrong:
		t.State = stateErrors
	case part.Hidden:
		t.State = stateHidden
	case part.Empty():
		t.State = stateEmpty
	case t.Ready:
		t.State = stateReady
	default:
		t.State = stateWriting
	}
	for _, c := range count.Parts {
		if c.ID != part.ID {
			continue
		}
		n := count.CountedOf(c).Words
		t.Length = v.words.T("tasks.words", "n", n)
		if count.Limit > 0 {
			t.Percent = percent(n, count.Limit)
			t.Length = v.words.T("tasks.share", "n", n, "percent", t.Percent)
		}
	}
	return t
}

// partTitle is the title of a part, or what its kind is called where the author gave none.
func (s *Server) partTitle(one *upr.Submission, part *prose.Part) string {
	if part.Title != "" {
		return part.Title
	}
	if words, ok := s.Words.Paper(one.Details.Language); ok {
		return words.T("part." + string(part.Kind))
	}
	return string(part.Kind)
}

// lengthOf tells the length of a submission and where its limit comes from.
func lengthOf(v *visit, set *rules.Set, count rules.Count) length {
	counted := count.Counted()
	l := length{
		Words: counted.Words, Notes: count.Notes.Words, WithNotes: count.WithNotes, Han: counted.Han, Limit: count.Limit,
		Percent: percent(counted.Words, count.Limit), Over: count.Limit > 0 && counted.Words > count.Limit,
	}
	if rule, ok := set.Rule(count.LimitRule); ok {
		l.Rule = v.words.T("finding.source", "rule", rule.ID, "confidence", v.words.T("confidence."+string(set.Confidence(rule))))
	}
	return l
}

// percent is the share of a limit, rounded up so that little is not nothing; 0 without a limit.
func percent(n, limit int) int {
	if limit == 0 {
		return 0
	}
	return (100*n + limit - 1) / limit
}

// deadlineView tells a deadline; nil when none is known.
func (s *Server) deadlineView(v *visit, d upr.Deadline) *deadline {
	if d.At.IsZero() {
		return nil
	}
	left := d.At.Sub(s.Now())
	told := &deadline{
		Geneva: v.words.DateTime(d.At.In(s.Calendar.Geneva())),
		ISO:    d.At.UTC().Format(time.RFC3339),
		Passed: left <= 0,
		Source: v.words.T("deadline.source." + string(d.Source)),
	}
	if own := v.words.DateTime(d.At.In(v.zone())); own != told.Geneva {
		told.Own = own
	}
	if !told.Passed {
		told.Left = v.words.T("deadline.left", "n", int(left/(24*time.Hour)))
	}
	return told
}
