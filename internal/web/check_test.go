package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"upright/internal/rules"
	"upright/internal/upr"
)

// TestCheckTellsItsSources: rules of another cycle are shown as what they are, with a link that gives nothing away.
func TestCheckTellsItsSources(t *testing.T) {
	d := newDesk(t)
	path := "/submissions/" + string(d.id)
	r := d.grace.get(path + "/check").want(http.StatusOK)
	said := r.text("main")
	for _, want := range []string{"The guidelines for this cycle were not found", "was not seen for the cycle", "seen for an earlier cycle only"} {
		if !strings.Contains(said, want) {
			t.Errorf("the check does not say %q", want)
		}
	}
	n := 0
	for _, link := range r.find("a") {
		if !strings.HasPrefix(attribute(link, "href"), "http") {
			continue
		}
		n++
		if got := attribute(link, "rel"); got != "noopener noreferrer" {
			t.Errorf("the link to %s has rel=%q", attribute(link, "href"), got)
		}
	}
	if n == 0 {
		t.Error("no source is linked")
	}
	if said := d.grace.get(path + "/details").want(http.StatusOK).text("main"); !strings.Contains(said, "The guidelines for this cycle were not found") {
		t.Error("the details do not say that the rules are those of earlier cycles")
	}
	for page, label := range map[string]string{"": "Tasks", "/write": "Write", "/check": "Check", "/answers": "Download"} {
		if got := d.grace.get(path+page).want(http.StatusOK).text("a", "aria-current", "page"); got != label {
			t.Errorf("%s stands at the step %q, want %q", page, got, label)
		}
	}
}

// TestCheckStaysShort: a text that breaks a few rules hundreds of times is told so on a page that a poor line carries.
func TestCheckStaysShort(t *testing.T) {
	s := newSite(t)
	v := galleryVisit(s.Server, "fr")
	one := exhibitExample()
	set := s.Rules[one.RuleSet]
	var report rules.Report
	for i := range 2000 {
		severity := rules.Warning
		if i%2 == 0 {
			severity = rules.Advice
		}
		report.Findings = append(report.Findings, rules.Finding{
			Rule: set.Rules[i%10].ID, Severity: severity,
			Place:   rules.Place{Kind: rules.BlockPlace, ID: fmt.Sprint("block", i), Number: fmt.Sprint(i), Quote: strings.Repeat("mot ", 30)},
			Message: rules.Message{Key: "rules.itself", Args: map[string]any{"text": strings.Repeat("Trop long. ", 8)}},
			Mend:    rules.Message{Key: "rules.itself", Args: map[string]any{"text": strings.Repeat("Abréger. ", 8)}},
		})
	}
	page, err := s.reportPage(v, one, report)
	if err != nil {
		t.Fatal(err)
	}
	checkPage(t, rendered(t, s, page), "fr")
	if got := page.Groups[0].Total + page.Groups[1].Total; got != 2000 {
		t.Errorf("%d findings are counted", got)
	}
	if got := page.Groups[0].Rules[0]; len(got.Findings) != maxOfRule || got.More != 200-maxOfRule {
		t.Errorf("%d findings of a rule and %d more", len(got.Findings), got.More)
	}
	tasks, err := s.tasksPage(v, one, report)
	if err != nil {
		t.Fatal(err)
	}
	checkPage(t, rendered(t, s, tasks), "fr")
	if len(tasks.Missing) != maxMissing || tasks.More != 1000-maxMissing || tasks.Warnings != 1000 {
		t.Errorf("the task list shows %d of %d, %d more", len(tasks.Missing), tasks.Warnings, tasks.More)
	}
}

// rendered is a page as a browser gets it.
func rendered(t *testing.T, s *site, p view) *reply {
	t.Helper()
	body, err := s.templates.execute(p)
	if err != nil {
		t.Fatal(err)
	}
	return &reply{t: t, Body: string(body)}
}

// TestFindingsQuoteOnce: a quotation that only says again where a finding is, is left out.
func TestFindingsQuoteOnce(t *testing.T) {
	s := newSite(t)
	v := galleryVisit(s.Server, "en")
	one := exhibitExample()
	part := one.Manuscript.Parts[0]
	for _, place := range []rules.Place{
		{Kind: rules.PartPlace, ID: part.ID, Quote: part.Title},
		{Kind: rules.OrganizationPlace, ID: "city", Quote: one.Organizations[0].Name},
	} {
		f := rules.Finding{Rule: "UPRIGHT-TITLE", Severity: rules.Warning, Place: place, Message: rules.Message{Key: "rules.itself"}, Mend: rules.Message{Key: "rules.itself"}}
		if told := s.finding(v, one, s.Rules[one.RuleSet], f); told.Quote != "" {
			t.Errorf("%s is quoted: %q", told.Where, told.Quote)
		}
	}
	one.Organizations = append(one.Organizations, upr.Organization{Name: "Another"})
	f := rules.Finding{Rule: "UPRIGHT-TITLE", Place: rules.Place{Kind: rules.OrganizationPlace, ID: "city", Quote: "Another"}, Message: rules.Message{Key: "rules.itself"}, Mend: rules.Message{Key: "rules.itself"}}
	if told := s.finding(v, one, s.Rules[one.RuleSet], f); told.Quote != "Another" {
		t.Error("which organization of several it is about is not told")
	}
}
