package upr_test

import (
	"slices"
	"testing"

	"upright/internal/prose"
	"upright/internal/upr"
)

// paper is what somebody signs in these tests.
func paper() *upr.Submission {
	text := &prose.Text{Text: `The "law" of 2020`}
	return &upr.Submission{
		Details: upr.Details{
			Title: `Kenya: "the law"`, State: "KEN", Session: 49, Cycle: 4, Kind: upr.Joint, Language: "en",
			Keywords: []string{"identity"}, Date: upr.Date{Year: 2026, Month: 10, Day: 1},
		},
		Organizations: []upr.Organization{{ID: "a", Name: "A", Description: "Founded 1990"}, {ID: "b", Name: "B"}, {ID: "c", Name: "C"}},
		Annexes: upr.Annexes{
			Previous:    []upr.PreviousRecommendation{{ID: "r", Number: "1.1", Text: "Do", Assessed: upr.Implemented, Evidence: "Own visit"}},
			Solidarity:  []upr.SolidarityEntry{{ID: "s", Right: "To a name"}},
			Signatories: []upr.Signatory{{Organization: upr.Organization{ID: "b"}, Appearance: upr.FullAppearance}},
		},
		Manuscript: &prose.Manuscript{Parts: []*prose.Part{{ID: "p", Kind: prose.Rights, Title: "Rights", Blocks: []prose.Block{
			&prose.Paragraph{ID: "x", Numbered: true, Content: []prose.Inline{text}},
		}}}},
	}
}

// seal is that of the paper.
func seal() upr.Seal { return sealOf(paper()) }

func sealOf(s *upr.Submission) upr.Seal {
	seal, err := upr.SealOf(s)
	if err != nil {
		panic(err)
	}
	return seal
}

// TestSealSince is the rule which changes reopen what was signed.
func TestSealSince(t *testing.T) {
	type change struct {
		what   string
		change func(s *upr.Submission)
		want   upr.Changes
	}
	words := func(s *upr.Submission, text string) {
		s.Manuscript.Parts[0].Blocks[0].(*prose.Paragraph).Content = []prose.Inline{&prose.Text{Text: text}}
	}
	cover := func(fields ...upr.CoverField) upr.Changes { return upr.Changes{Cover: fields} }
	for _, c := range []change{
		{"nothing", func(*upr.Submission) {}, upr.Changes{}},
		{"a word", func(s *upr.Submission) { words(s, `The "law" of 2021`) }, upr.Changes{Words: true}},
		{"a part is not printed", func(s *upr.Submission) { s.Manuscript.Parts[0].Hidden = true }, upr.Changes{Words: true}},
		{"quotation marks", func(s *upr.Submission) { words(s, "The “law” of\u00a02020") }, upr.Changes{Set: true}},
		{"emphasis", func(s *upr.Submission) {
			s.Manuscript.Parts[0].Blocks[0].(*prose.Paragraph).Content[0].(*prose.Text).Strong = true
		}, upr.Changes{Set: true}},
		{"the title", func(s *upr.Submission) { s.Details.Title = "Kenya" }, cover(upr.TitleField)},
		{"how the title is set", func(s *upr.Submission) { s.Details.Title = "Kenya: “the law”" }, upr.Changes{Set: true}},
		{"the State", func(s *upr.Submission) { s.Details.State = "UGA" }, cover(upr.StateField)},
		{"session and cycle", func(s *upr.Submission) { s.Details.Session, s.Details.Cycle = 56, 5 }, cover(upr.SessionField, upr.CycleField)},
		{"the kind", func(s *upr.Submission) { s.Details.Kind = upr.Individual }, cover(upr.KindField)},
		{"the language", func(s *upr.Submission) { s.Details.Language = "fr" }, cover(upr.LanguageField)},
		{"the date", func(s *upr.Submission) { s.Details.Date.Day++ }, cover(upr.DateField)},
		{"a key word", func(s *upr.Submission) { s.Details.Keywords = append(s.Details.Keywords, "names") }, cover(upr.KeywordsField)},
		{"when it is due, which is not printed", func(s *upr.Submission) { s.Details.Deadline.Source = upr.OwnDeadline }, upr.Changes{}},
		{"another leads", func(s *upr.Submission) { slices.Reverse(s.Organizations) }, cover(upr.LeadField)},
		{"the order of the others", func(s *upr.Submission) { slices.Reverse(s.Organizations[1:]) }, upr.Changes{}},
		{"one more", func(s *upr.Submission) {
			s.Organizations = append(s.Organizations, upr.Organization{ID: "d"})
		}, cover(upr.OrganizationsField)},
		{"one less", func(s *upr.Submission) { s.Organizations = s.Organizations[:2] }, upr.Changes{}},
		{"one in place of another", func(s *upr.Submission) { s.Organizations[2].ID = "d" }, cover(upr.OrganizationsField)},
		{"what one says of itself", func(s *upr.Submission) {
			s.Organizations[1] = upr.Organization{ID: "b", Name: "BB", City: "Nairobi", Description: "New", Logo: &upr.Image{}}
		}, upr.Changes{}},
		{"by its acronym", func(s *upr.Submission) { s.Annexes.Signatories[0].Appearance = upr.AcronymAppearance }, upr.Changes{}},
		{"a position of another", func(s *upr.Submission) { s.Annexes.Signatories[0].Position = "We differ" }, upr.Changes{}},
		{"an assessment", func(s *upr.Submission) { s.Annexes.Previous[0].Assessed = upr.Reversed }, upr.Changes{Annexes: true}},
		{"the evidence, which is not printed", func(s *upr.Submission) { s.Annexes.Previous[0].Evidence = "" }, upr.Changes{}},
		{"a row on solidarity", func(s *upr.Submission) { s.Annexes.Solidarity = nil }, upr.Changes{Annexes: true}},
		{"all at once", func(s *upr.Submission) {
			words(s, "Else")
			s.Details.Title, s.Annexes.Previous = "Else", nil
		}, upr.Changes{Words: true, Annexes: true, Cover: []upr.CoverField{upr.TitleField}}},
	} {
		other := paper()
		c.change(other)
		got := sealOf(other).Since(seal())
		if got.Set != c.want.Set || got.Words != c.want.Words || got.Annexes != c.want.Annexes || !slices.Equal(got.Cover, c.want.Cover) {
			t.Errorf("%s: %+v, want %+v", c.what, got, c.want)
		}
		if affects := c.want.Words || c.want.Annexes || len(c.want.Cover) > 0; got.Affect() != affects || got.None() != (!affects && !c.want.Set) {
			t.Errorf("%s: it affects %t, nothing %t", c.what, got.Affect(), got.None())
		}
	}
}
