package web

import (
	"strings"
	"time"

	"upright/internal/example"
	"upright/internal/prose"
	"upright/internal/rules"
	"upright/internal/store"
	"upright/internal/upr"
)

// exhibitsOfSubmissions are the pages around one submission: the worked example, an empty one, and one with long names
// and something wrong everywhere.
func exhibitsOfSubmissions() []exhibit {
	organizations := []upr.Organization{{ID: "o", Name: "Example Association"}, {ID: "p", Name: strings.Repeat("Long Name ", 20)}}
	missing := problems{"organization": {key: "value.required"}, "state": {key: "value.required"}}
	pages := []exhibit{
		{"first", signedIn(func(s *Server, v *visit) view {
			return s.reviewPage(v, organizations, &reviewForm{Language: "fr"}, nil)
		})},
		{"errors", signedIn(func(s *Server, v *visit) view { return s.reviewPage(v, organizations, &reviewForm{}, missing) })},
		{"new, session derived", signedIn(func(s *Server, v *visit) view {
			d := upr.Details{State: "MEX", Session: 59, Language: "es", Title: s.suggestedTitles("MEX", "es")[upr.Individual]}
			p := s.newDetailsPage(v, "o", newDetailsForm(d, 0, s.Calendar.Geneva()), nil)
			p.Rules = s.provisional(v, s.Rules["cycle-5-provisional"])
			return p
		})},
		{"errors", signedIn(func(s *Server, v *visit) view {
			f := &detailsForm{State: "SDN", Session: "0", Day: "2027-02-30", Language: "ar"}
			return s.newDetailsPage(v, "o", f, problems{"session": {key: "details.session.unknown"}, "deadline": {key: "value.date"}})
		})},
	}
	pages = append(pages, exhibitsOfImport(organizations)...)
	pages = append(pages, exhibitsOf("example", exhibitExample)...)
	pages = append(pages, exhibitsOf("empty", exhibitEmpty)...)
	return append(pages, exhibitsOf("overfull", exhibitOverfull)...)
}

// exhibitsOfImport are the form for a file: first, between organizations, and refused.
func exhibitsOfImport(own []upr.Organization) []exhibit {
	return []exhibit{
		{"no organization", signedIn(func(s *Server, v *visit) view { return s.importPage(v, nil, firstImport(nil), nil) })},
		{"several organizations", signedIn(func(s *Server, v *visit) view { return s.importPage(v, own, firstImport(own), nil) })},
		{"refused", signedIn(func(s *Server, v *visit) view {
			return s.importPage(v, own, &importForm{}, problems{
				"file":         {key: "import.newer", args: map[string]any{"version": "2"}},
				"organization": {key: "value.choice"},
			})
		})},
	}
}

// exhibitsOf are the pages of one submission.
func exhibitsOf(name string, make func() *upr.Submission) []exhibit {
	show := func(page func(*Server, *visit, *upr.Submission, rules.Report) (view, error)) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view {
			one := make()
			report := rules.Check(s.Rules[one.RuleSet], one, rules.Context{Now: exhibitTime()})
			made, err := page(s, v, one, report)
			if err != nil {
				panic(err) // made-up data that does not fit its page: a test fails
			}
			return made
		})
	}
	return []exhibit{
		{name, show(func(s *Server, v *visit, one *upr.Submission, report rules.Report) (view, error) {
			p, err := s.tasksPage(v, one, report)
			p.CanDelete, p.CanEdit = true, true
			if name != "empty" {
				s.addTeam(v, &p, one, exhibitTeam(one))
				p.Asked = s.askedViews(v, exhibitSigning())
			}
			p.Mentions = s.mentionViews(v, exhibitMentions())
			if err != nil {
				return p, err
			}
			p.Checklist, err = exhibitChecklist(s, v, one)
			return p, err
		})},
		{name, show(func(s *Server, v *visit, one *upr.Submission, report rules.Report) (view, error) {
			p, err := s.reportPage(v, one, report)
			if err != nil {
				return p, err
			}
			set := s.Rules[one.RuleSet]
			p.Offer = s.offerOf(v, one, set, exhibitNewRules(set))
			p.Related = relatedAdvice{Changed: 2, Naming: []namingPassage{{placeView{v.words.T("related.place.note", "number", "3"), "/x"}, "Honduras"}}}
			p.Checklist, err = exhibitChecklist(s, v, one)
			return p, err
		})},
		{name, show(func(s *Server, v *visit, one *upr.Submission, report rules.Report) (view, error) {
			p, err := s.answersPage(v, one, report)
			if err != nil {
				return p, err
			}
			p.Checklist, err = exhibitChecklist(s, v, one)
			return p, err
		})},
		{name, show(func(s *Server, v *visit, one *upr.Submission, _ rules.Report) (view, error) {
			return s.writePage(v, one)
		})},
		{name, show(func(s *Server, v *visit, one *upr.Submission, _ rules.Report) (view, error) {
			return s.readPage(v, one, exhibitDiscussion(v, one))
		})},
		{name, show(func(s *Server, v *visit, one *upr.Submission, _ rules.Report) (view, error) {
			part := one.Manuscript.Parts[0]
			return s.partPage(v, one, part, newPartForm(part, 1), nil), nil
		})},
		{name + ", suggestions", show(func(s *Server, v *visit, one *upr.Submission, _ rules.Report) (view, error) {
			part := one.Manuscript.Parts[0]
			p := s.partPage(v, one, part, newPartForm(part, 1), nil)
			p.Open = 3
			return p, nil
		})},
		{name + ", suggestions", show(func(s *Server, v *visit, one *upr.Submission, report rules.Report) (view, error) {
			p, err := s.answersPage(v, one, report)
			p.OpenSuggestions = 3
			return p, err
		})},
		{name + ", lost", show(func(s *Server, v *visit, one *upr.Submission, _ rules.Report) (view, error) {
			part := one.Manuscript.Parts[0]
			p := s.partPage(v, one, part, newPartForm(part, 1), problems{"text": {key: "part.lost"}})
			p.Lost, p.Now = true, prose.WriteForm(part)
			return p, nil
		})},
		{name + ", conflict", show(func(s *Server, v *visit, one *upr.Submission, _ rules.Report) (view, error) {
			p := s.detailsPage(v, one, newDetailsForm(one.Details, 1, s.Calendar.Geneva()), problems{"": {key: "details.conflict"}})
			p.Saved = []change{{Label: v.words.T("details.title"), Value: "Another title"}}
			return p, nil
		})},
		{name, show(func(s *Server, v *visit, one *upr.Submission, _ rules.Report) (view, error) {
			return exhibitHistory(s, v, one), nil
		})},
		{name, show(func(s *Server, v *visit, one *upr.Submission, _ rules.Report) (view, error) {
			then := *one
			then.Head = 40
			p, err := s.momentPage(v, &then, exhibitTime(), exhibitSittings(), exhibitRevisions(), upr.Compaction{})
			p.By, p.CanEdit = "Amina", true
			return p, err
		})},
		{name + ", compacted", show(func(s *Server, v *visit, one *upr.Submission, _ rules.Report) (view, error) {
			return exhibitCompacted(s, v, one), nil
		})},
		{name + ", compacted", show(func(s *Server, v *visit, one *upr.Submission, _ rules.Report) (view, error) {
			then := *one
			then.Head = 40
			return s.momentPage(v, &then, exhibitTime(), exhibitSittings(), exhibitRevisions(), exhibitCompaction())
		})},
		{name, show(func(s *Server, v *visit, one *upr.Submission, _ rules.Report) (view, error) {
			return exhibitCompare(s, v, one)
		})},
		{name, show(func(s *Server, v *visit, one *upr.Submission, _ rules.Report) (view, error) {
			return exhibitRestore(s, v, one)
		})},
		{name, show(func(s *Server, v *visit, one *upr.Submission, report rules.Report) (view, error) {
			p := s.removalPage(v, one, report, problems{"sure": {key: "removal.sure.missing"}})
			p.Days = 7
			return p, nil
		})},
		{name + ", to be confirmed", show(func(s *Server, v *visit, one *upr.Submission, report rules.Report) (view, error) {
			p := s.removalPage(v, one, report, nil)
			p.Asked = store.Deletion{At: exhibitTime(), Due: exhibitTime().Add(upr.UsualDeletionWait)}
			p.AskedBy = "Amina"
			return p, nil
		})},
	}
}

func exhibitExample() *upr.Submission {
	one, err := example.Submission("en")
	if err != nil {
		panic(err) // embedded: a test would have failed
	}
	one.Details.Deadline = upr.Deadline{At: exhibitTime().Add(40 * 24 * time.Hour), Source: upr.OwnDeadline}
	one.Ready = []string{one.Manuscript.Parts[0].ID}
	return one
}

func exhibitEmpty() *upr.Submission {
	one := exhibitExample()
	one.Details.Title, one.Details.Keywords, one.Details.Deadline, one.Ready = "–", nil, upr.Deadline{}, nil
	one.Organizations = []upr.Organization{{ID: "o", Name: "Example Association"}}
	one.Manuscript, one.Annexes = &prose.Manuscript{}, upr.Annexes{}
	for _, kind := range prose.PartKinds() {
		one.Manuscript.Parts = append(one.Manuscript.Parts, prose.NewPart(kind, ""))
	}
	return one
}

// exhibitOverfull has long names, a text over the limit, a late deadline, a hidden part and signs no font has.
func exhibitOverfull() *upr.Submission {
	one := exhibitExample()
	long := strings.TrimSpace(strings.Repeat("Unconstitutionality and intergenerational ", 7))
	one.Details.Title, one.Details.Deadline.At = long, exhibitTime().Add(-time.Hour)
	one.Organizations[0].Name = long
	text := strings.TrimSpace(strings.Repeat("word ", 2400)) + " \U0001F54A"
	one.Manuscript.Parts[0].Blocks = []prose.Block{&prose.Paragraph{ID: "long", Numbered: true, Content: []prose.Inline{&prose.Text{Text: text}}}}
	one.Manuscript.Parts[1].Hidden = true
	one.Manuscript.Parts[2].Title = long
	return one
}
