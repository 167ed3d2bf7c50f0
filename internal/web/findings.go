package web

import (
	"net/http"
	"net/url"
	"strings"

	"upright/internal/prose"
	"upright/internal/rules"
	"upright/internal/upr"
)

// A finding is a rules.Finding in words: what is wrong, where, how to mend it, and which rule says so.
type finding struct {
	ruleNote
	Severity rules.Severity
	Message  string
	Mend     string
	Where    string // "paragraph 12", "endnote 3", the name of a part or field
	Link     string // to the place
	Fix      *fixJSON
	Consent  string // to a case of the record of consents that begins with the words, for who may keep one; "" for none
	Quote    string
}

// A ruleNote is a rule in words, with the document that says so.
type ruleNote struct {
	Rule       string
	Title      string
	Statement  string
	Source     string
	SourceURL  string // "" where the source has no address that a link may lead to
	Confidence string
	Unseen     bool // not read in a source for the cycle of the submission
}

// ruleNote puts a rule into the words of the page.
func (s *Server) ruleNote(v *visit, set *rules.Set, rule rules.Rule) ruleNote {
	title, statement := rule.TitleMessage(), rule.StatementMessage()
	note := ruleNote{
		Rule: rule.ID, Title: v.words.Message(title.Key, title.Args), Statement: v.words.Message(statement.Key, statement.Args),
		Unseen: !set.Seen(rule),
	}
	if rule.Own() {
		note.Source = v.words.T("finding.own")
		return note
	}
	note.Confidence = v.words.T("confidence." + string(set.Confidence(rule)))
	if len(rule.Sources) > 0 {
		name := rule.Sources[0].NameMessage()
		note.Source, note.SourceURL = v.words.Message(name.Key, name.Args), webAddress(rule.Sources[0].URL)
	}
	return note
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
		ruleNote: ruleNote{Rule: f.Rule}, Severity: f.Severity, Quote: f.Place.Quote,
		Message: v.words.Message(f.Message.Key, f.Message.Args),
		Mend:    v.words.Message(f.Mend.Key, f.Mend.Args),
		Where:   s.where(v, one, f.Place),
		Link:    linkTo(one, f.Place),
		Fix:     fixOf(v, one, f),
	}
	if f.Harm == rules.OpenHarm {
		told.Consent = consentsPath(one.ID) + "/new?at=" + url.QueryEscape(f.Place.ID)
	}
	if told.Quote == told.Where || f.Place.Kind == rules.OrganizationPlace && len(one.Organizations) == 1 {
		told.Quote = "" // it would only say again where this is
	}
	if rule, ok := set.Rule(f.Rule); ok {
		told.ruleNote = s.ruleNote(v, set, rule)
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
		switch {
		case strings.HasPrefix(p.Number, "R"):
			return v.words.T("finding.where.recommendation", "number", p.Number)
		case p.Number != "":
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
	case rules.SolidarityPlace:
		return v.words.T("finding.where.solidarity")
	case rules.PreviousPlace:
		return v.words.T("finding.where.previous")
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
	case rules.SolidarityPlace:
		return path + "/solidarity#row-" + p.ID
	case rules.PreviousPlace:
		return path + "/previous#r-" + p.ID
	case rules.WholePlace:
	}
	return path + "/write"
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
	Fix      *fixJSON       `json:"fix,omitempty"`
	Consent  string         `json:"consent,omitempty"` // address of a new case for its words
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
	set, err := s.ruleSet(v.Request().Context(), one)
	if err != nil {
		return err
	}
	answer := findingsJSON{
		Version: one.Head, Findings: []findingJSON{},
		Count: countJSON{Body: report.Count.Body, Notes: report.Count.Notes, Limit: report.Count.Limit, Parts: []partCountJSON{}},
	}
	keeps := s.may(v, one.ID, upr.KeepConsents)
	for _, f := range report.Findings {
		told := s.finding(v, one, set, f)
		if !keeps {
			told.Consent = ""
		}
		source := told.Rule + " · " + told.Source
		if told.Confidence != "" {
			source += " · " + told.Confidence
		}
		answer.Findings = append(answer.Findings, findingJSON{
			Rule: f.Rule, Severity: f.Severity, Place: f.Place, Message: told.Message, Mend: told.Mend, Source: source, Fix: fixOf(v, one, f),
			Consent: told.Consent,
		})
	}
	for _, c := range report.Count.Parts {
		answer.Count.Parts = append(answer.Count.Parts, partCountJSON(c))
	}
	return v.JSON(http.StatusOK, answer)
}
