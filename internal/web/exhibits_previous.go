package web

import (
	"strings"

	"upright/internal/store"
	"upright/internal/upr"
)

// exhibitsOfPrevious are the pages of the recommendations of earlier reviews.
func exhibitsOfPrevious() []exhibit {
	table := func(rows []upr.PreviousRecommendation, edits, alone bool, f *assessForm, wrong problems) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view {
			one := exhibitExample()
			d := previousData{one: one, edits: edits, filter: &previousFilter{}, facets: exhibitFacets()}
			d.page = store.PreviousPage{List: rows, Total: 5 * len(rows), All: 5 * len(rows)}
			if alone {
				d.alone = &rows[0]
			}
			return s.previousPage(v, d, f, wrong)
		})
	}
	rows, first := exhibitPrevious(), &assessForm{Assessed: leaveAssessment}
	return append([]exhibit{
		{"nothing imported", table(nil, true, false, first, nil)},
		{"table", table(rows, true, false, first, nil)},
		{"reader", table(rows, false, false, first, nil)},
		{"one alone", table(rows, true, true, &assessForm{IDs: []string{"a"}, Alone: "a", Assessed: "in-part"}, nil)},
		{"errors", table(rows, true, false, &assessForm{IDs: []string{"b"}}, problems{
			"": {key: "previous.choose"}, "assessed": {key: "previous.nothing"},
		})},
	}, exhibitsOfPreviousImport()...)
}

func exhibitsOfPreviousImport() []exhibit {
	form := func(wrong problems) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view { return s.previousImportPage(v, exhibitExample(), wrong) })
	}
	found := func(found *upr.PreviousImport, known int, wrong problems) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view {
			return s.previousFoundPage(v, exhibitExample(), "i", found, known, wrong)
		})
	}
	columns := func(found *upr.PreviousImport, f *columnsForm, wrong problems) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view {
			return s.previousColumnsPage(v, exhibitExample(), "i", found, f, wrong)
		})
	}
	reading := func(rows int) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view {
			return s.previousReadingPage(v, exhibitExample(), "i", upr.PreviousReading{File: "a.csv", Rows: rows})
		})
	}
	table := &upr.PreviousTable{
		Numbers: []int{1, 3, 4}, Columns: []string{"", "states", ""},
		Rows: [][]string{{"Notes"}, {"Was", "Wer"}, {"الاستمرار في حماية الأطفال", "Norway", strings.Repeat("long ", 24)}},
	}
	file := strings.Repeat("very-long-name-", 6) + ".xlsx"
	return []exhibit{
		{"first", form(nil)},
		{"errors", form(problems{"file": {key: "previous.file.columns"}})},
		{"nothing found", found(&upr.PreviousImport{Format: "upr-info-csv", File: "Recommendations 2024.csv", Others: 900}, 0, nil)},
		{"found", found(&upr.PreviousImport{
			Format: "uhri-xlsx", File: file, Rows: exhibitPrevious(), Joined: 3, Others: 12, MoreUnread: 7,
			Unread: []upr.UnreadRow{{Row: 17, Reason: "previous.unread.text"}, {Row: 90_000, Reason: "previous.unread.long"}},
		}, 1, nil)},
		{"waiting", reading(0)},
		{"far", reading(95_000)},
		{"not recognized", columns(&upr.PreviousImport{File: file, Table: table}, nil, nil)},
		{"fields of a list", columns(&upr.PreviousImport{File: "a.json", Table: &upr.PreviousTable{
			Numbers: []int{1, 2}, Columns: []string{"states", "", "", ""}, Fields: []string{"Wer", "التوصية", strings.Repeat("a_long_name", 10), ""},
			Rows: [][]string{{"Norway", "حماية الأطفال"}, {"", "", "long", "nameless"}},
		}}, nil, nil)},
		{"to correct, errors", columns(&upr.PreviousImport{File: "a.csv", Table: table, Rows: exhibitPrevious()}, &columnsForm{}, problems{
			"column": {key: "previous-columns.text"}, "head": {key: "value.choice"},
		})},
		{"too many", found(&upr.PreviousImport{Format: "ohchr-docx", File: "list.docx", Rows: exhibitPrevious()}, 0, problems{
			"": {key: "previous.many", args: map[string]any{"n": upr.MaxPrevious}},
		})},
	}
}

// exhibitPrevious are recommendations: one with everything, a long one, one in Arabic, and one of which little is known.
func exhibitPrevious() []upr.PreviousRecommendation {
	return []upr.PreviousRecommendation{
		{
			ID: "a", Symbol: "A/HRC/59/15", Number: "140.7", Cycle: 4, Text: "Ratify the Optional Protocol", States: []string{"NOR", "CHL"},
			Position: upr.PositionSupported, Themes: []string{"Ratification of & accession to international instruments"},
			Groups: []string{"Children"}, SDGs: []int{5, 16}, Language: "en", Assessed: upr.PartlyDone,
			Evidence: "Act 12 of 2025", Comment: "Signed, not ratified.", Paragraphs: []string{"gone"},
		},
		{ID: "b", Number: "140.8", Text: strings.Repeat("Continue to strengthen its efforts ", 40), States: []string{"Atlantis"}, Language: "en"},
		{ID: "c", Text: "مواصلة الجهود الرامية إلى حماية حقوق الطفل", Language: "ar", Position: upr.PositionNoted, Assessed: upr.Reversed},
		{ID: "d", Text: "Study", Language: "en"},
	}
}

func exhibitFacets() store.PreviousFacets {
	return store.PreviousFacets{
		Themes: []store.Facet{{Value: "Ratification of & accession to international instruments", Count: 12}, {Value: strings.Repeat("Long theme ", 20), Count: 1}},
		Groups: []store.Facet{{Value: "Children", Count: 4}}, States: []store.Facet{{Value: "NOR", Count: 2}, {Value: "Atlantis", Count: 1}},
		SDGs: []int{5, 16}, Cycles: []int{3, 4}, Assessed: map[upr.Assessment]int{upr.PartlyDone: 1, upr.Reversed: 1, upr.NotAssessed: 1200},
	}
}
