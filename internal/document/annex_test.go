package document_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"upright/internal/document"
	"upright/internal/prose"
	"upright/internal/upr"
)

// annexed is a submission with a row in each annex.
func annexed() *upr.Submission {
	s := submission(&prose.Part{ID: "a", Kind: prose.Rights, Blocks: []prose.Block{
		numbered("p1", say("One")...), numbered("p2", prose.Inline(&prose.Endnote{ID: "n1"})),
		&prose.Table{ID: "t1"}, &prose.Recommendation{ID: "r1", Content: say("Do it")},
	}})
	s.Annexes = upr.Annexes{
		Previous: []upr.PreviousRecommendation{{
			Symbol: "A/HRC/99/99", Number: "132.45", Text: "Issue papers\nto children", States: []string{"MEX", "Ruritania"}, Language: "en",
			Position: upr.PositionSupported, Assessed: upr.PartlyDone, Comment: "Slow", Themes: []string{"education", "education", "identity"},
			Paragraphs: []string{"p2", "gone", "r1", "t1", "n1", "a"},
		}},
		Solidarity: []upr.SolidarityEntry{
			{Holders: "Children", Bearer: upr.StateBearer, Duty: upr.FulfilDuty, Form: upr.CooperationForm, Basis: "CRC, article 28",
				Right: "education", Measure: "Agreement", Indicator: "Days", Paragraphs: []string{"p1"}},
			{Bearer: upr.NonStateBearer, BearerName: "Companies", Duty: upr.RespectDuty},
		},
		Signatories: []upr.Signatory{
			{Organization: s.Organizations[0], Appearance: upr.FullAppearance, Signed: upr.Date{Year: 2028, Month: 6, Day: 1},
				Position: "We differ.", Paragraphs: []string{"p1", "p2"}},
		},
	}
	return s
}

func annexes(d *document.Document) string {
	var out []string
	for _, a := range d.Annexes {
		out = append(out, map[bool]string{true: "== wide", false: "=="}[a.Landscape], sketch(a.Blocks))
	}
	return strings.Join(out, "\n")
}

func TestAnnexes(t *testing.T) {
	const want = `== wide
#{annex-previous} Annex I. Previous recommendations and their implementation
Table 0: Previous recommendations and their implementation
| 0.{} No. | 0.{} Recommendation | 0.{} Recommending State | 0.{} Position of the State | 0.{} Assessment | 0.{} Comment | 0.{} Para.
| 0.{} 132.45⏎A/HRC/99/99 | 0.{} Issue papers⏎to children | 0.{} Mexico; Ruritania | 0.{} supported | 0.{} implemented in part | 0.{} Slow | 0.{} <p2:2>, <r1:R1>, <t1:Table 1>
== wide
#{annex-chart} Annex II. Implementation by theme
0.{} The chart counts the recommendations of the annex before it by theme, as assessed by the authors of this submission. A recommendation with several themes counts in each of them and once in the last row.
Table 0: Implementation by theme
| 0.{} Theme | 0.{} Share | 0.{} implemented in part / ▮1:1/1 | 0.{} Total
| 0.{} Right to education | ▮1:1/1 Bar: implemented in full or in part 1 of 1 | 0.{} 1 | 0.{} 1
| 0.{} identity | ▮1:1/1 Bar: implemented in full or in part 1 of 1 | 0.{} 1 | 0.{} 1
| 0.{} All recommendations | ▮1:1/1 Bar: implemented in full or in part 1 of 1 | 0.{} 1 | 0.{} 1
== wide
#{annex-solidarity} Annex III. Solidarity matrix
0.{} The columns follow the revised draft declaration on the right to international solidarity (A/HRC/53/32, annex I). It is a draft and binds no State; the binding provision therefore stands first in each row.
Table 0: Solidarity matrix
| 0.{} Binding basis | 0.{} Rights-holders | 0.{} Duty-bearer | 0.{} Duty and form | 0.{} Measure | 0.{} Indicator | 0.{} Para.
| 0.{} CRC, article 28⏎enables: education | 0.{} Children | 0.{} Mexico⏎State under review | 0.{} fulfil⏎international cooperation | 0.{} Agreement | 0.{} Days | 0.{} <p1:1>
| 0.{}  | 0.{}  | 0.{} Companies⏎non-State actor | 0.{} respect | 0.{}  | 0.{}  | 0.{} 
==
#{annex-signatories} Annex IV. Signatories
Table 0: Signatories
| 0.{} Organization | 0.{} City and country | 0.{} Signed off on
| 0.{} Example House (EH) | 0.{} Puebla (Mexico) | 0.{} 1 June 2028
##{annex-positions} Recorded positions
0.{} These organizations stand behind the text and recorded a difference, in their own words.
0.{} Example House (EH)
0.{} On: <p1:1>, <p2:2>
0.{} We differ.`
	opt := options(t, "en")
	opt.Theme = func(key string) string { return map[string]string{"education": "Right to education"}[key] }
	d := document.Build(annexed(), opt)
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(annexes(d), "\n")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if n := len(d.Headings()); n != 6 {
		t.Errorf("%d headings in the contents, want 6", n)
	}
}

// Annexes without rows are not printed, and those that are count from I.
func TestAnnexesAreNumberedInTheirOrder(t *testing.T) {
	s := annexed()
	s.Annexes.Previous = nil
	if got := annexes(document.Build(s, options(t, "fr"))); !strings.HasPrefix(got, "== wide\n#{annex-solidarity} Annexe I. ") || !strings.Contains(got, "Annexe II. Signataires") {
		t.Error(got)
	}
}

func TestAnnexesApart(t *testing.T) {
	opt := options(t, "en")
	opt.Annexes = document.WithoutAnnexes
	d := document.Build(annexed(), opt)
	if len(d.Annexes) != 0 || len(d.Body) == 0 || len(d.Notes) != 1 {
		t.Errorf("without annexes there are %d annexes, %d blocks, %d notes", len(d.Annexes), len(d.Body), len(d.Notes))
	}
	opt.Annexes = document.OnlyAnnexes
	d = document.Build(annexed(), opt)
	if len(d.Annexes) != 4 || len(d.Body) != 0 || len(d.Notes) != 0 {
		t.Errorf("annexes alone are %d annexes, %d blocks, %d notes", len(d.Annexes), len(d.Body), len(d.Notes))
	}
	// The text stands in another file: its numbers are printed, and nothing leads there.
	if got := annexes(d); !strings.Contains(got, "<:2>, <:R1>") {
		t.Error(got)
	}
	if got := front(d.Cover); !strings.Contains(got, "Annexes") {
		t.Errorf("the cover does not say that these are annexes:\n%s", got)
	}
	if name := document.FileName(annexed(), opt, "pdf"); !strings.HasSuffix(name, " - Annexes.pdf") {
		t.Error(name)
	}
}

// The chart stays on one page: it names the largest themes and puts the others together, and nothing is lost.
func TestChartPutsSmallThemesTogether(t *testing.T) {
	s := annexed()
	s.Annexes.Previous = nil
	for i := range 40 {
		for range i + 1 {
			s.Annexes.Previous = append(s.Annexes.Previous, upr.PreviousRecommendation{Themes: []string{fmt.Sprintf("theme %02d", i)}, Assessed: upr.Implemented})
		}
	}
	table := document.Build(s, options(t, "en")).Annexes[1].Blocks[2].(*document.Table)
	if len(table.Rows) != 14 {
		t.Fatalf("%d rows, want the head, 12 themes and the sum", len(table.Rows))
	}
	got := sketch([]document.Block{table})
	for _, want := range []string{"theme 39", "theme 29", "Other themes (29) | ▮0:435/435", "All recommendations | ▮0:820/820"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

// Who asked to be named by an acronym is named by nothing else, in the metadata too; who is represented is not named.
func TestMembersAppearAsTheyAsked(t *testing.T) {
	for _, ids := range []bool{true, false} {
		s := annexed()
		s.Details.Kind = upr.Joint
		secret := upr.Organization{ID: "2", Name: "Secret Society", Acronym: "SECS", City: "Hidden City", Description: "Tells who it is",
			Email: "who@secret.example", Logo: &upr.Image{Data: []byte("x"), Format: "png", Width: 1, Height: 1}}
		hidden := upr.Organization{ID: "3", Name: "Hidden House", Acronym: "HH"}
		nameless := upr.Organization{ID: "4", Name: "Nameless Network"}
		if !ids {
			secret.ID, hidden.ID, nameless.ID = "", "", ""
		}
		s.Organizations = append([]upr.Organization{secret, hidden, nameless}, s.Organizations...)
		s.Annexes.Signatories = append(s.Annexes.Signatories,
			upr.Signatory{Organization: secret, Appearance: upr.AcronymAppearance, Position: "We differ too."},
			upr.Signatory{Organization: hidden, Appearance: upr.RepresentedAppearance},
			upr.Signatory{Organization: nameless, Appearance: upr.AcronymAppearance})
		opt := options(t, "en")
		d := document.Build(s, opt)
		all := fmt.Sprint(front(d.Cover), annexes(d), d.Author, d.ShortTitle, d.Title, document.FileName(s, opt, "pdf"))
		for _, name := range []string{"Secret", "Hidden", "HH", "Nameless", "who@", "Tells"} {
			if strings.Contains(all, name) {
				t.Errorf("%q is in the paper:\n%s", name, all)
			}
		}
		if strings.Count(all, "SECS") < 5 || !strings.Contains(all, "We differ too.") {
			t.Errorf("the acronym is missing:\n%s", all)
		}
		for _, b := range d.Cover {
			if _, ok := b.(*document.Logos); ok {
				t.Error("a logo tells who it is")
			}
		}
	}
}

func TestState(t *testing.T) {
	const hash = "9F2C61D0A4B7e3aa"
	for _, test := range []struct {
		state      document.State
		lang       string
		mark, foot string
	}{
		{document.State{}, "en", "Draft", ""},
		{document.Draft(0), "fr", "Projet", ""},
		{document.Draft(1234), "en", "Draft · version 1234", ""},
		{document.DraftRevision(12), "en", "Draft · revision 12", ""},
		{document.DraftRevision(12), "zh", "草稿 · 修订 12", ""},
		{document.Final(3, hash), "en", "", "Revision 3 · 9f2c61d0a4b7"},
		{document.Final(3, "9f"), "ar", "", "المراجعة 3 · 9f"},
	} {
		opt := options(t, test.lang)
		opt.State = test.state
		if d := document.Build(submission(), opt); d.Mark != test.mark || d.Foot != test.foot {
			t.Errorf("%+v: mark %q, foot %q", test.state, d.Mark, d.Foot)
		}
	}
}

func TestLogoRows(t *testing.T) {
	for n, want := range map[int]string{0: "[]", 1: "[1]", 2: "[2]", 3: "[3]", 5: "[3 2]", 7: "[4 3]", 9: "[3 3 3]", 12: "[4 4 4]", 13: "[5 4 4]", 20: "[5 5 5 5]"} {
		if got := fmt.Sprint(document.LogoRows(n)); got != want {
			t.Errorf("%d logos stand in %s, want %s", n, got, want)
		}
	}
}

// Who has not signed off yet is marked beside those who have; where nobody has, the list does not speak of it.
func TestOpenSignOff(t *testing.T) {
	s := annexed()
	opt := options(t, "es")
	opt.Words.Day = func(time.Time) string { return "a day" }
	s.Annexes.Signatories = append(s.Annexes.Signatories, upr.Signatory{Organization: upr.Organization{Name: "Second"}, Appearance: upr.FullAppearance})
	if got := annexes(document.Build(s, opt)); !strings.Contains(got, "| 0.{} a day\n| 0.{} Second | 0.{}  | 0.{} pendiente\n") {
		t.Error(got)
	}
	s.Annexes.Signatories[0].Signed = upr.Date{}
	if got := annexes(document.Build(s, opt)); strings.Contains(got, "pendiente") || !strings.Contains(got, "| 0.{} Second | 0.{} \n") {
		t.Error(got)
	}
}
