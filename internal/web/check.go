package web

import (
	"net/http"

	"upright/internal/rules"
	"upright/internal/upr"
)

// reportPage lists what the check found, by rule, and what only people can check.
type reportPage struct {
	basePage
	heading
	Groups      []findingGroup
	Count       length
	Checklist   checklist
	Offer       *rulesOffer // newer rules that the submission could take; nil for none
	Unprinted   []unprinted
	Related     relatedAdvice
	Set         string // name of the rule set
	Checked     string // day on which its data was last compared with the sources
	Keeps       bool   // the visitor may keep consents
	Provisional string // says that the rules of earlier cycles stand in for those of the submission's; "" where they do not
	Official    string // where OHCHR publishes the guidelines
}

func (reportPage) template() string { return "check" }

// Step is the page's own in the steps.
func (reportPage) Step() string { return "check" }

// A findingGroup is the findings of one severity, the gravest rules first.
type findingGroup struct {
	Severity rules.Severity
	Total    int
	Rules    []brokenRule
}

// Tag is the class of the tag that shows the severity.
func (g findingGroup) Tag() string { return finding{Severity: g.Severity}.Tag() }

// A brokenRule is what was found against one rule. A rule that a text breaks everywhere would fill the page: it shows the
// first of its findings, and the number of the others.
type brokenRule struct {
	ruleNote
	Findings []finding
	More     int
}

// maxOfRule is how many findings against one rule are shown.
const maxOfRule = 8

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
	p.Keeps = s.may(v, one.ID, upr.KeepConsents)
	ctx := v.Request().Context()
	if p.Checklist, err = s.checklist(ctx, v, one); err != nil {
		return err
	}
	if p.Offer, err = s.rulesOffer(ctx, v, one); err != nil {
		return err
	}
	if p.Related, err = s.relatedAdvice(v); err != nil {
		return err
	}
	return s.render(v, http.StatusOK, p)
}

func (s *Server) reportPage(v *visit, one *upr.Submission, report rules.Report) (reportPage, error) {
	p := reportPage{basePage: s.base(v), heading: s.heading(v, one)}
	set, err := s.ruleSet(v.Request().Context(), one)
	if err != nil {
		return p, err
	}
	p.Count = lengthOf(v, set, report.Count)
	p.Set, p.Checked, p.Official = setName(v, set), s.dayOf(v, set.Checked), webAddress(set.Official)
	p.Provisional = s.provisional(v, set)
	for _, severity := range []rules.Severity{rules.Error, rules.Warning, rules.Advice} {
		if group := s.findingGroup(v, one, set, report.Findings, severity); group.Total > 0 {
			p.Groups = append(p.Groups, group)
		}
	}
	p.Unprinted, err = s.unprinted(v, one)
	return p, err
}

// findingGroup gathers the findings of one severity by rule, in the order in which the rules first come.
func (s *Server) findingGroup(v *visit, one *upr.Submission, set *rules.Set, all []rules.Finding, severity rules.Severity) findingGroup {
	group := findingGroup{Severity: severity}
	at := make(map[string]int) // by id of the rule
	for _, f := range all {
		if f.Severity != severity {
			continue
		}
		group.Total++
		i, known := at[f.Rule]
		if !known {
			i = len(group.Rules)
			at[f.Rule] = i
			group.Rules = append(group.Rules, brokenRule{})
		}
		broken := &group.Rules[i]
		if len(broken.Findings) == maxOfRule {
			broken.More++
			continue
		}
		told := s.finding(v, one, set, f)
		broken.ruleNote = told.ruleNote
		broken.Findings = append(broken.Findings, told)
	}
	return group
}
