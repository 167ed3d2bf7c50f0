package web

import (
	"net/http"
	"net/url"

	"upright/internal/prose"
	"upright/internal/rules"
	"upright/internal/upr"
)

// A finding is a rules.Finding in words: what is wrong, where, how to mend it, and which rule says so.
type finding struct {
	Rule       string
	Severity   rules.Severity
	Message    string
	Mend       string
	Where      string // "paragraph 12", "endnote 3", the name of a part or field
	Link       string // to the place
	Quote      string
	Title      string // what the rule is called
	Source     string // the document that says so
	SourceURL  string
	Confidence string
	place      rules.Place
}

// Tag is the class of the tag that shows the severity.
func (f finding) Tag() string {
	switch f.Severity {
	case rules.Error:
		return "tag--wrong"
	case rules.Warning:
		return "tag--warn"
	}
	return "tag--todo"
}

// finding puts a finding into the words of the page.
func (s *Server) finding(v *visit, one *upr.Submission, set *rules.Set, f rules.Finding) finding {
	told := finding{
		Rule: f.Rule, Severity: f.Severity, Quote: f.Place.Quote, place: f.Place,
		Message: v.words.Message(f.Message.Key, f.Message.Args),
		Mend:    v.words.Message(f.Mend.Key, f.Mend.Args),
		Where:   s.where(v, one, f.Place),
		Link:    linkTo(one, f.Place),
	}
	rule, ok := set.Rule(f.Rule)
	if !ok {
		return told
	}
	title := rule.TitleMessage()
	told.Title = v.words.Message(title.Key, title.Args)
	told.Confidence = v.words.T("confidence." + string(set.Confidence(rule)))
	if rule.Own() {
		told.Source, told.Confidence = v.words.T("finding.own"), ""
	} else if len(rule.Sources) > 0 {
		told.Source, told.SourceURL = rule.Sources[0].Document, webAddress(rule.Sources[0].URL)
	}
	return told
}

// webAddress returns an address that a link may lead to, and "" for anything else: rule sets can be replaced by files.
func webAddress(s string) string {
	if u, err := url.Parse(s); err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" {
		return s
	}
	return ""
}

// where says in words where a finding is.
func (s *Server) where(v *visit, one *upr.Submission, p rules.Place) string {
	switch p.Kind {
	case rules.NotePlace:
		return v.words.T("finding.where.note", "number", p.Number)
	case rules.BlockPlace:
		if p.Number != "" {
			return v.words.T("finding.where.paragraph", "number", p.Number)
		}
		return s.titleOfPart(one, p.Part)
	case rules.PartPlace:
		return s.titleOfPart(one, p.ID)
	case rules.FieldPlace:
		if key := "details." + p.ID; v.words.Has(key) {
			return v.words.T(key)
		}
		return v.words.T("finding.where.details")
	case rules.OrganizationPlace:
		if key := "organization." + p.ID; v.words.Has(key) {
			return v.words.T(key)
		}
		return v.words.T("finding.where.organization")
	case rules.WholePlace:
	}
	return v.words.T("finding.where.submission")
}

func (s *Server) titleOfPart(one *upr.Submission, id string) string {
	if part := one.Manuscript.Part(id); part != nil {
		return s.partTitle(one, part)
	}
	return ""
}

// linkTo is the address of the place of a finding: a paragraph in the text, or a field of a form.
func linkTo(one *upr.Submission, p rules.Place) string {
	path := "/submissions/" + string(one.ID)
	switch p.Kind {
	case rules.BlockPlace, rules.NotePlace, rules.PartPlace:
		return path + "/write#" + p.ID
	case rules.FieldPlace:
		return path + "/details#details-" + p.ID
	case rules.OrganizationPlace:
		if len(one.Organizations) > 0 {
			return "/organizations/" + string(one.Organizations[0].ID) + "#organization-" + p.ID
		}
	case rules.WholePlace:
	}
	return path + "/write"
}

// reportPage lists every finding.
type reportPage struct {
	basePage
	heading
	Groups    []findingGroup
	Count     length
	Checklist []checkItem
	Unprinted []unprinted
	Set       string // name of the rule set
	Checked   string // day on which its data was last compared with the sources
	Official  string // where OHCHR publishes the guidelines
}

func (reportPage) template() string { return "check" }

// A findingGroup is the findings of one severity.
type findingGroup struct {
	Severity rules.Severity
	Findings []finding
}

// A checkItem is a rule that only people can judge.
type checkItem struct{ Rule, Text, Source, Confidence string }

// An unprinted is a character that no font of the PDF has.
type unprinted struct{ Character, Code, Quote, Link string }

// showCheck answers GET /submissions/:submission/check.
func (s *Server) showCheck(v *visit) error {
	one, report, err := s.checked(v)
	if err != nil {
		return err
	}
	p, err := s.reportPage(v, one, report)
	if err != nil {
		return err
	}
	return s.render(v, http.StatusOK, p)
}

func (s *Server) reportPage(v *visit, one *upr.Submission, report rules.Report) (reportPage, error) {
	p := reportPage{basePage: s.base(v), heading: s.heading(v, one)}
	set, err := s.ruleSet(one)
	if err != nil {
		return p, err
	}
	p.Count = lengthOf(v, set, report.Count)
	p.Set, p.Checked, p.Official = set.Title, set.Checked, webAddress(set.Official)
	for _, severity := range []rules.Severity{rules.Error, rules.Warning, rules.Advice} {
		group := findingGroup{Severity: severity}
		for _, f := range report.Findings {
			if f.Severity == severity {
				group.Findings = append(group.Findings, s.finding(v, one, set, f))
			}
		}
		if len(group.Findings) > 0 {
			p.Groups = append(p.Groups, group)
		}
	}
	for _, rule := range set.Checklist(one.Details.Kind) {
		tick := rule.TickMessage()
		item := checkItem{
			Rule: rule.ID, Text: v.words.Message(tick.Key, tick.Args),
			Confidence: v.words.T("confidence." + string(set.Confidence(rule))),
		}
		if len(rule.Sources) > 0 {
			item.Source = rule.Sources[0].Document
		}
		p.Checklist = append(p.Checklist, item)
	}
	p.Unprinted, err = s.unprinted(one)
	return p, err
}

// findingsJSON is what the editor shows in its margin.
type findingsJSON struct {
	Version  int64         `json:"version"`
	Findings []findingJSON `json:"findings"`
	Count    countJSON     `json:"count"`
}

type findingJSON struct {
	Rule     string         `json:"rule"`
	Severity rules.Severity `json:"severity"`
	Place    rules.Place    `json:"place"`
	Message  string         `json:"message"`
	Mend     string         `json:"mend"`
	Source   string         `json:"source"`
}

type countJSON struct {
	Body  prose.Count     `json:"body"`
	Notes prose.Count     `json:"notes"`
	Limit int             `json:"limit"`
	Parts []partCountJSON `json:"parts"`
}

type partCountJSON struct {
	ID    string      `json:"id"`
	Body  prose.Count `json:"body"`
	Notes prose.Count `json:"notes"`
}

// listFindings answers GET /submissions/:submission/findings for the editor.
func (s *Server) listFindings(v *visit) error {
	one, report, err := s.checked(v)
	if err != nil {
		return err
	}
	set, err := s.ruleSet(one)
	if err != nil {
		return err
	}
	answer := findingsJSON{
		Version: one.Head, Findings: []findingJSON{},
		Count: countJSON{Body: report.Count.Body, Notes: report.Count.Notes, Limit: report.Count.Limit, Parts: []partCountJSON{}},
	}
	for _, f := range report.Findings {
		told := s.finding(v, one, set, f)
		source := told.Rule + " · " + told.Source
		if told.Confidence != "" {
			source += " · " + told.Confidence
		}
		answer.Findings = append(answer.Findings, findingJSON{
			Rule: f.Rule, Severity: f.Severity, Place: f.Place, Message: told.Message, Mend: told.Mend, Source: source,
		})
	}
	for _, c := range report.Count.Parts {
		answer.Count.Parts = append(answer.Count.Parts, partCountJSON(c))
	}
	return v.JSON(http.StatusOK, answer)
}
