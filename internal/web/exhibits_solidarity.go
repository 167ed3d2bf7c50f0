package web

import (
	"strings"

	"upright/internal/solidarity"
	"upright/internal/store"
	"upright/internal/upr"
)

// exhibitsOfSolidarity are the pages of the part on international solidarity: nothing answered, the worked example, and
// something too long everywhere, with errors.
func exhibitsOfSolidarity() []exhibit {
	show := func(make func() solidarityData, page func(*Server, *visit, solidarityData) (view, error)) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view {
			made, err := page(s, v, make())
			if err != nil {
				panic(err) // made-up data that does not fit its page: a test fails
			}
			return made
		})
	}
	var list []exhibit
	for _, state := range []struct {
		name string
		make func() solidarityData
	}{{"empty", exhibitNoSolidarity}, {"example", exhibitSolidarity}, {"overfull", exhibitMuchSolidarity}} {
		list = append(list,
			exhibit{state.name, show(state.make, func(s *Server, v *visit, d solidarityData) (view, error) {
				return s.solidarityPage(v, d), nil
			})},
			exhibit{state.name, show(state.make, func(s *Server, v *visit, d solidarityData) (view, error) {
				return s.solidarityGridPage(v, d), nil
			})},
			exhibit{state.name, show(state.make, func(s *Server, v *visit, d solidarityData) (view, error) {
				passages, err := s.solidarityPassages(d)
				return s.solidarityTextPage(v, d, passages, new(solidarityTextForm), nil), err
			})},
			exhibit{state.name, show(state.make, func(s *Server, v *visit, d solidarityData) (view, error) {
				return s.solidarityEntryPage(v, d, "", newSolidarityEntryForm(solidarity.BeginRow("", "", d.answers), 0), nil)
			})},
		)
	}
	list = append(list, exhibit{"errors", show(exhibitMuchSolidarity, func(s *Server, v *visit, d solidarityData) (view, error) {
		f := newSolidarityEntryForm(d.rows[1].SolidarityEntry, 3)
		p, err := s.solidarityEntryPage(v, d, d.rows[1].ID, f, problems{
			"": {key: "solidarity.conflict"}, "duty": {key: "solidarity.entry.not-owed"}, "bearer": {key: "value.required"},
			"paragraphs": {key: "solidarity.entry.paragraphs.gone"}, "basis": {key: "value.long", args: map[string]any{"n": 2000}},
		})
		p.Saved = []change{{Label: v.words.T("solidarity-entry.basis"), Value: "ICCPR, article 22"}}
		return p, err
	})}, exhibit{"errors", show(exhibitSolidarity, func(s *Server, v *visit, d solidarityData) (view, error) {
		passages, err := s.solidarityPassages(d)
		return s.solidarityTextPage(v, d, passages, new(solidarityTextForm), problems{"passages": {key: "solidarity.text.none-chosen"}}), err
	})})
	return append(list, exhibitsOfQuestions(show)...)
}

// exhibitsOfQuestions are the guiding questions, each answered, and one that somebody else answered meanwhile.
func exhibitsOfQuestions(
	show func(func() solidarityData, func(*Server, *visit, solidarityData) (view, error)) func(*Server, *visit) view,
) []exhibit {
	var list []exhibit
	for _, q := range solidarity.Questions() {
		list = append(list, exhibit{string(q.ID), show(exhibitSolidarity, func(s *Server, v *visit, d solidarityData) (view, error) {
			f := newQuestionForm(q.ID)
			fillQuestion(f, d.answers[q.ID])
			return s.solidarityQuestionPage(v, d.one, q, f, nil)
		})})
	}
	return append(list, exhibit{"conflict", show(exhibitMuchSolidarity, func(s *Server, v *visit, d solidarityData) (view, error) {
		q := solidarity.Questions()[0]
		f := newQuestionForm(q.ID)
		fillQuestion(f, d.answers[q.ID])
		p, err := s.solidarityQuestionPage(v, d.one, q, f, problems{
			"": {key: "solidarity.conflict"}, "basis2": {key: "value.long", args: map[string]any{"n": 500}},
		})
		p.Saved = s.answered(v, d.answers[upr.AskForm])
		return p, err
	})})
}

func exhibitNoSolidarity() solidarityData {
	one := exhibitEmpty()
	return solidarityData{one: one, edits: true, blocks: numberedBlocks(one.Manuscript)}
}

// exhibitSolidarity is the worked example with its matrix, and with an answer to everything.
func exhibitSolidarity() solidarityData {
	one := exhibitExample()
	d := solidarityData{one: one, edits: true, blocks: numberedBlocks(one.Manuscript), answers: exhibitAnswers("Those who bring water.")}
	for _, e := range one.Annexes.Solidarity {
		d.rows = append(d.rows, store.SolidarityRow{SolidarityEntry: e, Version: 1})
	}
	return d
}

// exhibitAnswers answer every question with the same words.
func exhibitAnswers(words string) map[upr.SolidarityQuestion]upr.SolidarityAnswer {
	answers := map[upr.SolidarityQuestion]upr.SolidarityAnswer{}
	for _, q := range upr.SolidarityQuestions() {
		fields := map[string]string{}
		for _, name := range []string{
			"basis1", "right1", "preventive", "how", "who", "abroad", "respect", "organization", "abstain", "acts", "penalties",
			"spaces", "claims", "answers", "law", "measures", "agreements", "indicators", "assessment", "participation", "demand",
		} {
			fields[name] = words
		}
		fields["preventive"], fields["report"] = checkedValue, "no"
		answers[q] = upr.SolidarityAnswer{Question: q, Fields: fields, Version: 2, By: "u", At: exhibitTime()}
	}
	return answers
}

// exhibitMuchSolidarity has words without a place to break them, rows of all kinds, and links to what is gone.
func exhibitMuchSolidarity() solidarityData {
	one := exhibitOverfull()
	long := strings.Repeat("Solidarność", 30)
	d := solidarityData{one: one, edits: true, blocks: numberedBlocks(one.Manuscript), answers: exhibitAnswers(long + "\n" + long)}
	for _, cell := range solidarity.Grid(nil, d.there) {
		if !cell.Owed {
			continue
		}
		d.rows = append(d.rows,
			store.SolidarityRow{Version: 1, SolidarityEntry: upr.SolidarityEntry{
				ID: "a" + string(cell.Bearer) + string(cell.Duty), Bearer: cell.Bearer, Duty: cell.Duty, BearerName: long,
				Basis: long, Right: long, Holders: long, Paragraphs: []string{"gone"},
			}},
			store.SolidarityRow{Version: 1, SolidarityEntry: upr.SolidarityEntry{
				ID: "b" + string(cell.Bearer) + string(cell.Duty), Bearer: cell.Bearer, Duty: cell.Duty,
			}},
		)
	}
	return d
}
