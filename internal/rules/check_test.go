package rules_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"upright/internal/example"
	"upright/internal/i18n"
	"upright/internal/prose"
	"upright/internal/prose/prosetest"
	"upright/internal/rules"
	"upright/internal/upr"
)

var loadSets = sync.OnceValues(func() (map[string]*rules.Set, error) { return rules.LoadSets(nil) })

func sets(t testing.TB) map[string]*rules.Set {
	t.Helper()
	all, err := loadSets()
	if err != nil {
		t.Fatal(err)
	}
	return maps.Clone(all)
}

// A draft is a submission to be broken in one place.
type draft struct {
	upr.Submission
	ctx rules.Context
}

// good returns a submission that breaks no automatic rule, in the form markup of package prose.
func good(t testing.TB) *draft {
	t.Helper()
	d := &draft{Submission: upr.Submission{
		Details: upr.Details{
			State: "MEX", Session: 59, Cycle: 5, Kind: upr.Individual, Language: "en", Title: "Returning",
			Keywords: []string{"migration", "identity", "education"},
			Deadline: upr.Deadline{At: time.Date(2028, 7, 1, 10, 0, 0, 0, time.UTC), Source: upr.OwnDeadline},
		},
		Organizations: []upr.Organization{{
			Name: "Casa", Acronym: "C", City: "Puebla", Country: "MEX", Founded: 2012, Email: "info@casa.example",
			Website: "https://casa.example", Address: "Calle 1", Logo: &upr.Image{},
			Description: strings.Repeat("Casa accompanies people who return. ", 5),
		}},
		Manuscript: &prose.Manuscript{},
	}}
	d.ctx = rules.Context{Now: time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC), PreviousReview: time.Date(2024, 1, 22, 0, 0, 0, 0, time.UTC)}
	d.add(t, prose.Summary, strings.Repeat("This submission shows what changed for people who return. ", 10))
	d.add(t, prose.Framework, "The State is bound by article 7 of the Convention on the Rights of the Child.")
	d.add(t, prose.FollowUp, "Recommendation 140.7 of the last review was carried out in part.^[A/HRC/56/9, para. 140.7.]")
	rights := d.add(t, prose.Rights, "## Identity\n\nOf those who came to us in 2025, 236 lacked a document.")
	d.add(t, prose.Recommendations, "R: Amend the law on civil registration by 2029 ({ref:"+prose.BlockID(rights.Blocks[1])+"}).")
	return d
}

// add appends a part, or replaces the one of its kind.
func (d *draft) add(t testing.TB, kind prose.PartKind, form string) *prose.Part {
	t.Helper()
	part, err := prose.ParseForm(form, &prose.Part{ID: string(kind), Kind: kind, Title: "Title of " + string(kind)})
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range d.Manuscript.Parts {
		if p.Kind == kind {
			d.Manuscript.Parts[i] = part
			return part
		}
	}
	d.Manuscript.Parts = append(d.Manuscript.Parts, part)
	return part
}

// previous gives the submission a recommendation of an earlier review, cited by blocks.
func (d *draft) previous(blocks ...string) {
	d.Annexes.Previous = append(d.Annexes.Previous, upr.PreviousRecommendation{
		ID: "previous", Symbol: "A/HRC/59/15", Number: "140.7", Text: "Ratify", Paragraphs: blocks,
	})
}

// row gives the good submission a row of the solidarity matrix that keeps all rules, but for what change does to it.
func (d *draft) row(change func(*upr.SolidarityEntry)) {
	e := upr.SolidarityEntry{
		ID: "row", Bearer: upr.StateBearer, Duty: upr.RespectDuty, Basis: "ICCPR, article 22", Indicator: "Charges brought",
		Paragraphs: []string{prose.BlockID(d.Manuscript.Parts[1].Blocks[0])},
	}
	change(&e)
	d.Annexes.Solidarity = append(d.Annexes.Solidarity, e)
}

// What the rules on the solidarity matrix ask for is enough, also in other languages than English.
func TestWholeMatrixHasNoFindings(t *testing.T) {
	for _, lang := range []string{"en", "fr", "es"} {
		d := good(t)
		d.Details.Language = lang
		part := d.add(t, prose.Solidarity, "Texte · texto · text.")
		d.row(func(e *upr.SolidarityEntry) { e.Paragraphs = []string{"gone", prose.BlockID(part.Blocks[0])} })
		for _, f := range rules.Check(sets(t)["cycle-5-provisional"], &d.Submission, d.ctx).Findings {
			if strings.HasPrefix(f.Rule, "UPRIGHT-SOLIDARITY") {
				t.Errorf("%s: %s %+v", lang, f.Message.Key, f.Place)
			}
		}
	}
}

func (d *draft) remove(kind prose.PartKind) {
	d.Manuscript.Parts = slices.DeleteFunc(d.Manuscript.Parts, func(p *prose.Part) bool { return p.Kind == kind })
}

func TestGoodSubmissionHasNoFindings(t *testing.T) {
	d := good(t)
	for _, f := range rules.Check(sets(t)["cycle-5-provisional"], &d.Submission, d.ctx).Findings {
		t.Errorf("%s %+v %s", f.Rule, f.Place, f.Message.Key)
	}
}

// Each case breaks the good submission in one place.
func TestCheck(t *testing.T) {
	words := func(n int) string { return strings.Repeat("word ", n) }
	for _, c := range []struct {
		key      string // of the finding; the rule is in it
		change   func(t *testing.T, d *draft)
		severity rules.Severity
		kind     rules.PlaceKind
		id       string // of the place; "" for any
	}{
		{"UPR-LEN-01.over", func(t *testing.T, d *draft) { d.add(t, prose.Other, words(2815)) }, rules.Warning, rules.WholePlace, ""},
		{"UPR-LEN-01.near", func(t *testing.T, d *draft) { d.add(t, prose.Other, words(2600)) }, rules.Advice, rules.WholePlace, ""},
		{"UPR-LEN-01.over-zh", func(t *testing.T, d *draft) {
			d.Details.Language = "zh"
			d.add(t, prose.Other, strings.Repeat("国家", 1500))
		}, rules.Warning, rules.WholePlace, ""},
		{"UPR-LEN-01.near-zh", func(t *testing.T, d *draft) {
			d.Details.Language = "zh"
			d.add(t, prose.Other, strings.Repeat("国", 2600))
		}, rules.Advice, rules.WholePlace, ""},
		{"UPR-LEN-02.over", func(t *testing.T, d *draft) { joint(d); d.add(t, prose.Other, words(5600)) }, rules.Warning, rules.WholePlace, ""},
		{"UPR-LEN-03.notes", func(t *testing.T, d *draft) { d.add(t, prose.Other, words(2000)+"^["+words(900)+"]") }, rules.Warning, rules.WholePlace, ""},
		{"UPR-LEN-04.long", func(t *testing.T, d *draft) { d.add(t, prose.Other, "x^["+words(51)+"]") }, rules.Advice, rules.NotePlace, ""},
		{"UPR-LEN-04.sentences", func(t *testing.T, d *draft) {
			d.add(t, prose.Other, "x^[政府在委员会面前否认曾有任何人在那里死亡。自听证会结束以来政府没有为此说明任何理由。]")
		}, rules.Advice, rules.NotePlace, ""},
		{"UPR-LEN-04.share", func(t *testing.T, d *draft) {
			d.add(t, prose.Other, words(300)+strings.Repeat("^["+words(40)+"]", 6))
		}, rules.Advice, rules.WholePlace, ""},
		{"UPR-FMT-01.other", func(t *testing.T, d *draft) { d.Details.Language = "de" }, rules.Warning, rules.FieldPlace, "language"},
		{"UPR-FMT-01.notpreferred", func(t *testing.T, d *draft) { d.Details.Language = "ru" }, rules.Advice, rules.FieldPlace, "language"},
		{"UPR-FMT-05.unnumbered", func(t *testing.T, d *draft) { d.add(t, prose.Other, "(unnumbered) Text.") }, rules.Warning, rules.BlockPlace, ""},
		{"UPR-FMT-05.empty", func(t *testing.T, d *draft) { d.add(t, prose.Other, "Text.\n\n(empty)") }, rules.Warning, rules.BlockPlace, ""},
		{"UPR-FMT-09.open", func(t *testing.T, d *draft) {
			d.Suggested = &prose.Manuscript{Parts: []*prose.Part{d.add(t, prose.Other, "Text.")}}
			d.Suggested.Parts[0].Blocks[0].(*prose.Paragraph).Content = []prose.Inline{&prose.Text{Text: "New.", Suggested: []prose.Suggestion{{Kind: prose.Insertion, ID: "s"}}}}
		}, rules.Warning, rules.WholePlace, ""},
		{"UPR-STR-01.order", func(t *testing.T, d *draft) { d.add(t, prose.Methodology, "Text.") }, rules.Advice, rules.PartPlace, "methodology"},
		{"UPR-COV-01.none", func(t *testing.T, d *draft) { d.Organizations = nil }, rules.Warning, rules.FieldPlace, "organization"},
		{"UPR-COV-01.name", func(t *testing.T, d *draft) { d.Organizations[0].Name = " " }, rules.Warning, rules.OrganizationPlace, "name"},
		{"UPR-COV-01.email", func(t *testing.T, d *draft) { d.Organizations[0].Email = "" }, rules.Warning, rules.OrganizationPlace, "email"},
		{"UPR-COV-01.city", func(t *testing.T, d *draft) { d.Organizations[0].City = "" }, rules.Warning, rules.OrganizationPlace, "city"},
		{"UPR-COV-01.country", func(t *testing.T, d *draft) { d.Organizations[0].Country = "" }, rules.Warning, rules.OrganizationPlace, "country"},
		{"UPR-COV-01.acronym", func(t *testing.T, d *draft) { d.Organizations[0].Acronym = "" }, rules.Advice, rules.OrganizationPlace, "acronym"},
		{"UPR-COV-01.website", func(t *testing.T, d *draft) { d.Organizations[0].Website = "" }, rules.Advice, rules.OrganizationPlace, "website"},
		{"UPR-COV-01.address", func(t *testing.T, d *draft) { d.Organizations[0].Address = "" }, rules.Advice, rules.OrganizationPlace, "address"},
		{"UPR-COV-01.logo", func(t *testing.T, d *draft) { d.Organizations[0].Logo = nil }, rules.Advice, rules.OrganizationPlace, "logo"},
		{"UPR-COV-02.missing", func(t *testing.T, d *draft) { d.Organizations[0].Description = "" }, rules.Advice, rules.OrganizationPlace, "description"},
		{"UPR-COV-02.short", func(t *testing.T, d *draft) { d.Organizations[0].Description = "Casa." }, rules.Advice, rules.OrganizationPlace, "description"},
		{"UPR-COV-02.long", func(t *testing.T, d *draft) { d.Organizations[0].Description = words(121) }, rules.Advice, rules.OrganizationPlace, "description"},
		{"UPR-COV-02.founded", func(t *testing.T, d *draft) { d.Organizations[0].Founded = 0 }, rules.Advice, rules.OrganizationPlace, "founded"},
		{"UPR-COV-03.state", func(t *testing.T, d *draft) { d.Details.State = "" }, rules.Warning, rules.FieldPlace, "state"},
		{"UPR-COV-03.session", func(t *testing.T, d *draft) { d.Details.Session = 0 }, rules.Warning, rules.FieldPlace, "session"},
		{"UPR-COV-04.email", func(t *testing.T, d *draft) { d.Organizations[0].Email = "ana@GMail.com" }, rules.Advice, rules.OrganizationPlace, "email"},
		{"UPR-JNT-01.few", func(t *testing.T, d *draft) { d.Details.Kind = upr.Joint }, rules.Warning, rules.WholePlace, ""},
		{"UPR-JNT-01.twice", func(t *testing.T, d *draft) { joint(d); d.Organizations[1].Name = "CASA " }, rules.Warning, rules.OrganizationPlace, "name"},
		{"UPR-JNT-03.more", func(t *testing.T, d *draft) { d.ctx.Duplicates = 1 }, rules.Warning, rules.WholePlace, ""},
		{"UPR-DL-01.past", func(t *testing.T, d *draft) { d.ctx.Now = d.Details.Deadline.At.Add(time.Second) }, rules.Warning, rules.FieldPlace, "deadline"},
		{"UPR-DL-01.soon", func(t *testing.T, d *draft) { d.ctx.Now = d.Details.Deadline.At.Add(-7 * 24 * time.Hour) }, rules.Advice, rules.FieldPlace, "deadline"},
		{"UPR-DL-02.hour", func(t *testing.T, d *draft) { d.Details.Deadline.Source = upr.CalendarDeadline }, rules.Advice, rules.FieldPlace, "deadline"},
		{"UPR-DL-03.unknown", func(t *testing.T, d *draft) { d.Details.Deadline = upr.Deadline{} }, rules.Advice, rules.FieldPlace, "deadline"},
		{"UPR-PUB-02.email", func(t *testing.T, d *draft) { d.add(t, prose.Other, "Write to ana.p@correo.example.") }, rules.Warning, rules.BlockPlace, ""},
		{"UPR-PUB-02.phone", func(t *testing.T, d *draft) { d.add(t, prose.Other, "x^[Call +52 55 1234 5678.]") }, rules.Warning, rules.NotePlace, ""},
		{"UPR-PUB-02.birth", func(t *testing.T, d *draft) { d.add(t, prose.Other, "A. P., born on 3 May 2025, was held.") }, rules.Warning, rules.BlockPlace, ""},
		{"UPR-PUB-02.identity", func(t *testing.T, d *draft) {
			d.add(t, prose.Other, "The passport was kept. "+words(40)+" PEMA900101MDFRRN05 (CURP).")
		}, rules.Warning, rules.BlockPlace, ""},
		{"UPR-PUB-02.identity", func(t *testing.T, d *draft) { d.add(t, prose.Other, "Her passport no. G12345678 was kept.") }, rules.Warning, rules.BlockPlace, ""},
		{"UPR-CON-01.none", func(t *testing.T, d *draft) { d.add(t, prose.FollowUp, "Little was done.") }, rules.Warning, rules.PartPlace, "followup"},
		{"UPR-CON-02.before", func(t *testing.T, d *draft) { d.add(t, prose.Rights, "In 2019 and 2021 we saw arrests.") }, rules.Advice, rules.BlockPlace, ""},
		{"UPR-CON-03.none", func(t *testing.T, d *draft) { d.add(t, prose.Framework, words(300)) }, rules.Advice, rules.WholePlace, ""},
		{"UPR-CON-04.framework", func(t *testing.T, d *draft) { d.remove(prose.Framework) }, rules.Warning, rules.WholePlace, ""},
		{"UPR-CON-04.followup", func(t *testing.T, d *draft) { d.remove(prose.FollowUp) }, rules.Warning, rules.WholePlace, ""},
		{"UPR-CON-04.rights", func(t *testing.T, d *draft) { d.Manuscript.Parts[3].Hidden = true }, rules.Warning, rules.WholePlace, ""},
		{"UPR-CON-04.recommendations", func(t *testing.T, d *draft) { d.remove(prose.Recommendations) }, rules.Warning, rules.WholePlace, ""},
		{"UPR-CON-05.missing", func(t *testing.T, d *draft) { d.remove(prose.Summary) }, rules.Warning, rules.WholePlace, ""},
		{"UPR-CON-05.short", func(t *testing.T, d *draft) { d.add(t, prose.Summary, words(79)) }, rules.Warning, rules.PartPlace, "summary"},
		{"UPR-CON-05.long", func(t *testing.T, d *draft) { d.add(t, prose.Summary, words(301)) }, rules.Warning, rules.PartPlace, "summary"},
		{"UPR-CON-06.none", func(t *testing.T, d *draft) { d.Details.Keywords = nil }, rules.Advice, rules.FieldPlace, "keywords"},
		{"UPR-CON-06.few", func(t *testing.T, d *draft) { d.Details.Keywords = []string{"a", "b"} }, rules.Advice, rules.FieldPlace, "keywords"},
		{"UPR-CON-06.many", func(t *testing.T, d *draft) { d.Details.Keywords = strings.Split("abcdefghijk", "") }, rules.Advice, rules.FieldPlace, "keywords"},
		{"UPR-CON-07.none", func(t *testing.T, d *draft) { d.add(t, prose.Rights, "Since 2024 some 1,250 people were held.") }, rules.Advice, rules.BlockPlace, ""},
		{"UPR-CON-09.quoted", func(t *testing.T, d *draft) {
			d.add(t, prose.Other, "The Committee said: “"+words(30)+"”^[CRC/C/MEX/CO/6-7.]")
		}, rules.Advice, rules.BlockPlace, ""},
		{"UPR-CON-09.quoted", func(t *testing.T, d *draft) {
			d.add(t, prose.Other, "„"+words(20)+"“ and «"+words(20)+"»^[CRC/C/MEX/CO/6-7.]")
		}, rules.Advice, rules.BlockPlace, ""},
		{"UPR-CON-10.many", func(t *testing.T, d *draft) { d.add(t, prose.Rights, strings.Repeat("## Issue\n\nText.\n\n", 9)) }, rules.Advice, rules.WholePlace, ""},
		{"UPR-CON-11.long", func(t *testing.T, d *draft) { d.add(t, prose.Recommendations, "R: Amend by 2029 "+words(40)) }, rules.Advice, rules.BlockPlace, ""},
		{"UPR-CON-11.category-1", func(t *testing.T, d *draft) { d.add(t, prose.Recommendations, "R: Share by 2029 what was learned.") }, rules.Advice, rules.BlockPlace, ""},
		{"UPR-CON-11.category-2", func(t *testing.T, d *draft) {
			d.add(t, prose.Recommendations, "R: The Government should continue its efforts until 2029.")
		}, rules.Advice, rules.BlockPlace, ""},
		{"UPR-CON-11.category-3", func(t *testing.T, d *draft) {
			d.add(t, prose.Recommendations, "R: To consider ratifying the treaty by 2029.")
		}, rules.Advice, rules.BlockPlace, ""},
		{"UPR-CON-11.verb", func(t *testing.T, d *draft) {
			d.add(t, prose.Recommendations, "R: The law is out of date since 2024.")
		}, rules.Advice, rules.BlockPlace, ""},
		{"UPR-CON-11.several", func(t *testing.T, d *draft) {
			d.add(t, prose.Recommendations, "R: Ratify the treaty by 2029 and establish a register.")
		}, rules.Advice, rules.BlockPlace, ""},
		{"UPR-CON-11.time", func(t *testing.T, d *draft) { d.add(t, prose.Recommendations, "R: Amend the law.") }, rules.Advice, rules.BlockPlace, ""},
		{"UPR-CON-11.none", func(t *testing.T, d *draft) { d.add(t, prose.Recommendations, "We ask for much.") }, rules.Advice, rules.PartPlace, "recommendations"},
		{"UPR-CON-13.symbol", func(t *testing.T, d *draft) {
			d.add(t, prose.Other, "See recommendation 140.8 in a/hrc/56/9/add.1.")
		}, rules.Advice, rules.BlockPlace, ""},
		{"UPR-CON-13.symbol", func(t *testing.T, d *draft) { d.add(t, prose.Other, "The HRC has A / HRC / 56 / 9.") }, rules.Advice, rules.BlockPlace, ""},
		{"UPR-CON-13.document", func(t *testing.T, d *draft) { d.add(t, prose.Other, "Recommendation 140.8 was noted.") }, rules.Advice, rules.BlockPlace, ""},
		{"UPR-CON-01.imported", func(t *testing.T, d *draft) { d.previous(); d.add(t, prose.FollowUp, "Little was done.") }, rules.Warning, rules.PartPlace, "followup"},
		{"UPR-CON-13.known", func(t *testing.T, d *draft) { d.previous(); d.add(t, prose.Other, "Recommendation 140.7 was noted.") }, rules.Advice, rules.BlockPlace, ""},
		{"UPR-CON-13.unknown", func(t *testing.T, d *draft) { d.previous(); d.add(t, prose.Other, "Recommendation 140.8 was noted.") }, rules.Advice, rules.BlockPlace, ""},
		{"UPRIGHT-TITLE.missing", func(t *testing.T, d *draft) { d.Details.Title = "\t" }, rules.Error, rules.FieldPlace, "title"},
		{"UPRIGHT-TEXT.none", func(t *testing.T, d *draft) {
			for _, p := range d.Manuscript.Parts {
				d.add(t, p.Kind, "")
			}
		}, rules.Error, rules.WholePlace, ""},
		{"UPRIGHT-PART.required", func(t *testing.T, d *draft) { d.add(t, prose.Summary, "") }, rules.Error, rules.PartPlace, "summary"},
		{"UPRIGHT-PART.empty", func(t *testing.T, d *draft) { d.add(t, prose.Framework, "") }, rules.Warning, rules.PartPlace, "framework"},
		{"UPRIGHT-PART-TITLE.missing", func(t *testing.T, d *draft) { d.add(t, prose.Other, "Text.").Title = "" }, rules.Warning, rules.PartPlace, "other"},
		{"UPRIGHT-HEADING.empty", func(t *testing.T, d *draft) { d.add(t, prose.Other, "##\n\nText.") }, rules.Warning, rules.BlockPlace, ""},
		{"UPRIGHT-HEADING.level", func(t *testing.T, d *draft) { d.add(t, prose.Other, "### Low\n\nText.") }, rules.Advice, rules.BlockPlace, ""},
		{"UPRIGHT-REFERENCE.broken", func(t *testing.T, d *draft) { d.add(t, prose.Other, "- See {ref:gone}.") }, rules.Error, rules.BlockPlace, ""},
		{"UPRIGHT-NOTE.empty", func(t *testing.T, d *draft) { d.add(t, prose.Other, "Text.^[ ]") }, rules.Error, rules.NotePlace, ""},
		{"UPRIGHT-RECOMMENDATION.empty", func(t *testing.T, d *draft) {
			d.add(t, prose.Recommendations, "R: Amend the law by 2029.\n\nR:")
		}, rules.Error, rules.BlockPlace, ""},
		{"UPRIGHT-SOLIDARITY-TEXT.paragraph", func(t *testing.T, d *draft) {
			d.row(func(e *upr.SolidarityEntry) { e.Paragraphs = []string{"gone", ""} })
		}, rules.Warning, rules.SolidarityPlace, "row"},
		{"UPRIGHT-SOLIDARITY-TEXT.paragraph", func(t *testing.T, d *draft) {
			part := d.add(t, prose.Other, "Aside.")
			part.Hidden = true
			d.row(func(e *upr.SolidarityEntry) { e.Paragraphs = []string{prose.BlockID(part.Blocks[0])} })
		}, rules.Warning, rules.SolidarityPlace, "row"},
		{"UPRIGHT-SOLIDARITY-BASIS.basis", func(t *testing.T, d *draft) {
			d.row(func(e *upr.SolidarityEntry) { e.Basis = " " })
		}, rules.Warning, rules.SolidarityPlace, "row"},
		{"UPRIGHT-SOLIDARITY-INDICATOR.none", func(t *testing.T, d *draft) {
			d.add(t, prose.Solidarity, "Volunteers help.")
		}, rules.Advice, rules.PartPlace, "solidarity"},
		{"UPRIGHT-CAPTION.missing", func(t *testing.T, d *draft) { d.add(t, prose.Other, "| a | b |") }, rules.Advice, rules.BlockPlace, ""},
		{"UPRIGHT-ID.twice", func(t *testing.T, d *draft) {
			part := d.add(t, prose.Other, "One.\n\nTwo.")
			part.Blocks[1].(*prose.Paragraph).ID = prose.BlockID(part.Blocks[0])
		}, rules.Warning, rules.BlockPlace, ""},
	} {
		t.Run(c.key, func(t *testing.T) {
			d := good(t)
			c.change(t, d)
			report := rules.Check(sets(t)["cycle-5-provisional"], &d.Submission, d.ctx)
			i := slices.IndexFunc(report.Findings, func(f rules.Finding) bool { return f.Message.Key == "rule."+c.key })
			if i < 0 {
				t.Fatalf("not found among %v", keys(report))
			}
			f := report.Findings[i]
			if f.Severity != c.severity || f.Place.Kind != c.kind || c.id != "" && f.Place.ID != c.id {
				t.Errorf("%s at %+v", f.Severity, f.Place)
			}
			if f.Rule+"."+c.key[len(f.Rule)+1:] != c.key || f.Mend.Key != f.Message.Key+".mend" || f.Confidence == "" {
				t.Errorf("%+v", f)
			}
			if (f.Place.Kind == rules.BlockPlace || f.Place.Kind == rules.NotePlace) && (f.Place.ID == "" || f.Place.Part == "") {
				t.Errorf("nobody finds %+v", f.Place)
			}
			speak(t, f)
			for _, other := range report.Findings {
				if other.Rule == f.Rule && other.Message.Key != f.Message.Key && !strings.HasPrefix(c.key, "UPR-COV") {
					t.Logf("also %s", other.Message.Key)
				}
			}
		})
	}
}

func joint(d *draft) {
	d.Details.Kind = upr.Joint
	second := d.Organizations[0]
	second.Name = "Puente"
	d.Organizations = append(d.Organizations, second)
}

func keys(r rules.Report) []string {
	var list []string
	for _, f := range r.Findings {
		list = append(list, f.Message.Key)
	}
	return list
}

var loadWords = sync.OnceValues(i18n.Load)

func catalogue(t testing.TB) *i18n.Catalogue {
	t.Helper()
	c, err := loadWords()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// speak makes sure that a finding has words in every language and that all their parameters are filled.
func speak(t testing.TB, f rules.Finding) {
	t.Helper()
	for _, lang := range i18n.Pages() {
		for _, m := range []rules.Message{f.Message, f.Mend} {
			if text := catalogue(t).Printer(lang).Message(m.Key, m.Args); strings.ContainsAny(text, "⟦{}") {
				t.Errorf("%s: %s", lang, text)
			}
		}
	}
}

// Texts that keep a rule although they come near to breaking it.
func TestCheckLeavesAlone(t *testing.T) {
	for _, c := range []struct {
		rule, name string
		change     func(t *testing.T, d *draft)
	}{
		{"UPR-PUB-02", "symbols, sums and spans of years", func(t *testing.T, d *draft) {
			d.add(t, prose.Other, "In 2019–2024, A/HRC/56/9, ISBN 978-3-16-148410-0, 1 234 567 persons, + 12 per cent; people born in 2001 and later.")
		}},
		{"UPR-CON-07", "the organization is the source", func(t *testing.T, d *draft) { d.add(t, prose.Rights, "We counted 1,250 persons.") }},
		{"UPR-CON-07", "years and articles are no figures", func(t *testing.T, d *draft) {
			d.add(t, prose.Rights, "Since 2024 article 26 and paragraph 140.12 have not been carried out; see para. 33.")
		}},
		{"UPR-CON-07", "a note gives the source", func(t *testing.T, d *draft) { d.add(t, prose.Rights, "It was 45 per cent.^[INEGI, 2025.]") }},
		{"UPR-CON-02", "an old year beside a new one", func(t *testing.T, d *draft) { d.add(t, prose.Rights, "The law of 2011 was changed in 2025.") }},
		{"UPR-CON-02", "the framework may look back", func(t *testing.T, d *draft) {
			d.add(t, prose.Framework, "The Convention was ratified in 1990.")
		}},
		{"UPR-CON-02", "not known when the previous review was", func(t *testing.T, d *draft) {
			d.ctx.PreviousReview = time.Time{}
			d.add(t, prose.Rights, "In 2019 we saw arrests.")
		}},
		{"UPR-CON-09", "a short quotation", func(t *testing.T, d *draft) {
			d.add(t, prose.Other, "The Committee asked for “prompt registration” (CRC/C/MEX/CO/6-7). Nothing came of it in the north.")
		}},
		{"UPR-CON-11", "one action on two things", func(t *testing.T, d *draft) {
			d.add(t, prose.Recommendations, "R: Amend, by 2029, the law on registration and the law on schools.")
		}},
		{"UPR-CON-11", "verbs are judged in English only", func(t *testing.T, d *draft) {
			d.Details.Language = "fr"
			d.add(t, prose.Recommendations, "R: Continue, avant 2029, ce qui a commencé.")
		}},
		{"UPR-CON-11", "an unknown verb", func(t *testing.T, d *draft) { d.add(t, prose.Recommendations, "R: Fingerprint nobody after 2029.") }},
		{"UPR-CON-13", "the symbol stands in the note", func(t *testing.T, d *draft) {
			d.add(t, prose.Other, "Recommendation 140.8 was noted.^[A/HRC/56/9.]")
		}},
		{"UPR-CON-01", "a linked paragraph cites without a number", func(t *testing.T, d *draft) {
			part := d.add(t, prose.FollowUp, "Little was done of what was recommended.")
			d.previous(prose.BlockID(part.Blocks[0]))
		}},
		{"UPR-CON-13", "a number that was imported", func(t *testing.T, d *draft) {
			d.previous()
			d.add(t, prose.Other, "Recommendation 140.7 of A/HRC/59/15 was noted.")
		}},
		{"UPR-CON-13", "a number that is a share", func(t *testing.T, d *draft) { d.add(t, prose.Other, "The recommendation helped 12.5% of them.") }},
		{"UPR-FMT-05", "numbers are not asked for in lists, cells and subheadings", func(t *testing.T, d *draft) {
			d.add(t, prose.Other, "## Heading\n\n- (unnumbered) item\n\n(table)\n(row)\n(cell)\n  (unnumbered) cell\nCaption: C")
		}},
		{"UPRIGHT-REFERENCE", "to a recommendation", func(t *testing.T, d *draft) {
			r := d.add(t, prose.Recommendations, "R: Amend the law by 2029.")
			d.add(t, prose.Other, "See {ref:"+prose.BlockID(r.Blocks[0])+"}.")
		}},
		{"UPR-LEN-04", "authors, titles and places between full stops, in scripts without capitals too", func(t *testing.T, d *draft) {
			d.add(t, prose.Other, "x^[Amnistía Internacional. México: la tortura. Londres, 2021.] y^[国际组织。墨西哥的酷刑。伦敦，2021年。] "+
				"z^[منظمة الدار. تقرير عن الشمال. المكسيك، 2025.] w^[Дом. Доклад о севере страны. Мехико, 2025.]")
		}},
		{"UPR-LEN-01", "a joint submission has another limit", func(t *testing.T, d *draft) {
			joint(d)
			d.add(t, prose.Other, strings.Repeat("word ", 3000))
		}},
		{"UPR-DL-01", "eight days left", func(t *testing.T, d *draft) { d.ctx.Now = d.Details.Deadline.At.Add(-8 * 24 * time.Hour) }},
	} {
		t.Run(c.rule+" "+c.name, func(t *testing.T) {
			d := good(t)
			c.change(t, d)
			for _, f := range rules.Check(sets(t)["cycle-5-provisional"], &d.Submission, d.ctx).Findings {
				if f.Rule == c.rule {
					t.Errorf("%s %q %v", f.Message.Key, f.Place.Quote, f.Message.Args)
				}
			}
		})
	}
}

// A rule that was not seen for the cycle never gives more than a warning, and says how it is known.
func TestUnseenRulesOnlyWarn(t *testing.T) {
	seen := sets(t)["cycle-5-provisional"]
	d := good(t)
	d.add(t, prose.Other, strings.Repeat("word ", 3000))
	severity := func(cycles ...int) rules.Finding {
		changed := *seen
		changed.Rules = slices.Clone(seen.Rules)
		for i, r := range changed.Rules {
			if r.ID == "UPR-LEN-01" {
				changed.Rules[i].Seen = cycles
			}
		}
		return rules.Check(&changed, &d.Submission, d.ctx).Findings[0]
	}
	if f := severity(2); f.Rule != "UPR-LEN-01" || f.Severity != rules.Warning || f.Confidence != rules.ConfirmedOlderCycle {
		t.Errorf("seen for the second cycle: %+v", f)
	}
	if f := severity(2, 5); f.Rule != "UPR-LEN-01" || f.Severity != rules.Error {
		t.Errorf("seen for the fifth cycle: %+v", f)
	}
	for id, set := range sets(t) {
		for _, r := range set.Rules {
			if !r.Own() && !set.Seen(r) && set.Confidence(r) == rules.Confirmed {
				t.Errorf("%s says that %s is confirmed", id, r.ID)
			}
		}
	}
}

func TestReportIsOrdered(t *testing.T) {
	set := sets(t)["cycle-4"]
	for seed := range uint64(100) {
		d := good(t)
		d.Details.Title, d.Details.Keywords = "", nil
		d.Manuscript = prosetest.Random(rand.New(rand.NewPCG(seed, 3)))
		report := rules.Check(set, &d.Submission, d.ctx)
		if again := rules.Check(set, &d.Submission, d.ctx); !reflect.DeepEqual(report, again) {
			t.Fatal("the same submission gives another report")
		}
		rank := map[rules.Severity]int{rules.Error: 0, rules.Warning: 1, rules.Advice: 2}
		if !slices.IsSortedFunc(report.Findings, func(a, b rules.Finding) int { return rank[a.Severity] - rank[b.Severity] }) {
			t.Fatalf("not gravest first: %v", keys(report))
		}
		for _, f := range report.Findings {
			speak(t, f)
			if n := len([]rune(f.Place.Quote)); n > 120 || strings.Contains(f.Place.Quote, "\n") {
				t.Errorf("quote of %d characters: %q", n, f.Place.Quote)
			}
		}
	}
	for _, f := range rules.Check(set, &upr.Submission{}, rules.Context{}).Findings {
		speak(t, f) // no manuscript at all
	}
}

func TestExampleHasNoErrors(t *testing.T) {
	for _, lang := range example.Languages() {
		s, err := example.Submission(lang)
		if err != nil {
			t.Fatal(err)
		}
		ctx := rules.Context{Now: s.Updated, PreviousReview: time.Date(2024, 1, 22, 0, 0, 0, 0, time.UTC)}
		for _, f := range rules.Check(sets(t)[s.RuleSet], s, ctx).Findings {
			line := fmt.Sprintf("%s %s %s %s %q %v", f.Severity, f.Message.Key, f.Place.Part, f.Place.Number, f.Place.Quote, f.Message.Args)
			if f.Severity == rules.Error {
				t.Error(line)
			} else {
				t.Log(line)
			}
		}
	}
}

func TestCount(t *testing.T) {
	d := good(t)
	d.add(t, prose.Other, "Three little words.^[Two notes.]").Title = "Title"
	hidden := d.add(t, prose.Solidarity, "Hidden words.")
	hidden.Hidden = true
	set := sets(t)["cycle-4"]
	before := rules.Measure(set, &d.Submission)
	if before.Limit != 2815 || before.LimitRule != "UPR-LEN-01" {
		t.Errorf("limit %d by %s", before.Limit, before.LimitRule)
	}
	last := before.Parts[len(before.Parts)-1]
	if len(before.Parts) != 6 || last.ID != "other" || last.Body.Words != 4 || last.Notes.Words != 2 {
		t.Errorf("parts %+v", before.Parts)
	}
	d.remove(prose.Other)
	after := rules.Measure(set, &d.Submission)
	if before.Body.Words-after.Body.Words != 4 || before.Notes.Words-after.Notes.Words != 2 {
		t.Errorf("before %+v after %+v", before, after)
	}
}

func TestEstimate(t *testing.T) {
	set := sets(t)["cycle-4"]
	for text, want := range map[string]rules.Category{
		"Ratify the Optional Protocol":              5,
		"Swiftly ratify the Optional Protocol":      5,
		"The Government of Mexico should ratify it": 5,
		"Ensure that":                   4,
		"To further consider ratifying": 3,
		"Continue to amend":             2,
		"Adopt a law":                   0, // 80 per cent of nothing: never judged by the verb alone
		"Despite everything":            0,
		"":                              0,
		"That the State party must promptly abolish this": 5,
	} {
		if got, _ := set.Estimate(text); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
	if set.Accepted(5) >= set.Accepted(4) {
		t.Error("specific recommendations are accepted less often")
	}
}

func TestChecklist(t *testing.T) {
	set := sets(t)["cycle-4"]
	individual, both := set.Checklist(&upr.Submission{Details: upr.Details{Kind: upr.Individual}}), set.Checklist(&upr.Submission{Details: upr.Details{Kind: upr.Joint}})
	if len(individual) < 5 || len(both) != len(individual)+1 {
		t.Errorf("%d and %d items", len(individual), len(both))
	}
	for id, set := range sets(t) {
		for _, r := range set.Rules {
			for _, lang := range i18n.Pages() {
				messages := []rules.Message{r.TitleMessage(), r.StatementMessage()}
				if r.Ticked() {
					messages = append(messages, r.TickMessage())
				}
				for _, m := range messages {
					if text := catalogue(t).Printer(lang).Message(m.Key, m.Args); strings.ContainsAny(text, "⟦{}") {
						t.Errorf("%s %s: %s", id, lang, text)
					}
				}
			}
		}
	}
}

// TestPlaceOfTable: the label of a table is "1" too, which every reader of a place takes for paragraph 1.
func TestPlaceOfTable(t *testing.T) {
	d := good(t)
	d.add(t, prose.Other, "| a | b |")
	for _, f := range rules.Check(sets(t)["cycle-5-provisional"], &d.Submission, d.ctx).Findings {
		if f.Rule == "UPRIGHT-CAPTION" {
			if f.Place.Number != "" {
				t.Errorf("a table is placed at %q", f.Place.Number)
			}
			return
		}
	}
	t.Error("the table without a caption was not found")
}
