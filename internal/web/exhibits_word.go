package web

import (
	"strings"

	"upright/internal/example"
	"upright/internal/importer/word"
	"upright/internal/prose"
	"upright/internal/store"
)

// exhibitsOfWord are the pages that take in a Word file.
func exhibitsOfWord() []exhibit {
	form := func(f *wordForm, wrong problems) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view { return s.wordPage(v, exhibitExample(), f, wrong) })
	}
	found := func(d func() *word.Draft, f *wordFoundForm, wrong problems) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view {
			draft := d()
			if f.Uses == nil {
				for _, u := range draft.Suggested() {
					f.Uses = append(f.Uses, string(u))
				}
			}
			if wrong == nil {
				wrong = problems{}
			}
			p, err := s.wordFoundPage(v, &keptWord{id: "i", found: store.WordImport{File: strings.Repeat("very-long-name-", 6) + ".docx"}, one: exhibitExample(), draft: draft}, f, wrong)
			if err != nil {
				panic(err) // made up: a test would have failed
			}
			return p
		})
	}
	return []exhibit{
		{"first", form(&wordForm{Comments: true}, nil)},
		{"errors", form(&wordForm{Comments: true, Names: true}, problems{"file": {key: "word.file.encrypted"}})},
		{"found", found(exhibitDraft, &wordFoundForm{Number: true, Recommend: true, Place: wordBehind}, nil)},
		{"shown", found(exhibitShortDraft, &wordFoundForm{Place: wordInstead, Act: "show"}, nil)},
		{"nothing chosen", found(exhibitShortDraft, &wordFoundForm{Uses: []string{"leave", "leave"}}, nil)},
	}
}

// exhibitShortDraft has a title and a part in Arabic, and lost nothing.
func exhibitShortDraft() *word.Draft {
	say := func(text string) []prose.Inline { return []prose.Inline{&prose.Text{Text: text}} }
	return &word.Draft{Language: "ar", Sections: []word.Section{
		{Blocks: []prose.Block{&prose.Paragraph{ID: "a", Content: say("Draft of May")}}, Suggested: word.LeaveOut},
		{
			Heading: &prose.Heading{ID: "b", Level: 1, Content: say("التوصيات")}, Level: 1, Suggested: word.Part(prose.Recommendations),
			Blocks: []prose.Block{&prose.Recommendation{ID: "c", Content: say("مواصلة الجهود الرامية إلى حماية حقوق الطفل")}},
		},
	}}
}

// exhibitDraft is the example as a draft, with a heading that is too long and a list of everything that can be lost.
func exhibitDraft() *word.Draft {
	one, err := example.Submission("en")
	if err != nil {
		panic(err) // embedded: a test would have failed
	}
	d := &word.Draft{Language: "en", Comments: make([]word.Comment, 7), MoreLost: 12}
	for _, part := range one.Manuscript.Parts {
		d.Sections = append(d.Sections, word.Section{
			Heading: &prose.Heading{ID: part.ID, Level: 1, Content: []prose.Inline{&prose.Text{Text: part.Title}}},
			Level:   1, Blocks: part.Blocks, Suggested: word.Part(part.Kind),
		})
	}
	long := strings.Repeat("A heading that somebody never ended ", 8)
	d.Sections = append(d.Sections, word.Section{
		Heading: &prose.Heading{ID: "long", Level: 1, Content: []prose.Inline{&prose.Text{Text: long}}}, Level: 2, Suggested: word.Within,
	})
	for _, kind := range word.LossKinds() {
		d.Lost = append(d.Lost, word.Loss{Kind: kind, Under: "Rights on the ground", Words: "Persons returned, by year"})
	}
	d.Lost[0].Under, d.Lost[1].Words = "", ""
	return d
}
