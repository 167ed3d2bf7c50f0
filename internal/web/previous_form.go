package web

import (
	"net/url"
	"slices"
	"strconv"

	"upright/internal/store"
	"upright/internal/upr"
)

// previousFilter is the form above the table of previous recommendations; it travels in the address.
type previousFilter struct {
	Words    string `form:"q" input:"search"`
	Theme    string `form:"theme" input:"select"`
	Group    string `form:"group" input:"select"`
	State    string `form:"state" input:"select"`
	Position string `form:"position" input:"select"`
	Assessed string `form:"assessed" input:"select"`
	SDG      string `form:"sdg" input:"select"`
	Cycle    string `form:"cycle" input:"select"`
}

// noValue chooses what has no position, or no assessment.
const noValue = "none"

// readPreviousFilter reads the filter from an address; what is no filter chooses all.
func readPreviousFilter(q url.Values) *previousFilter {
	text := func(name string) string {
		value := clean(q.Get(name), "")
		if runes := []rune(value); len(runes) > upr.MaxPreviousTerm {
			value = string(runes[:upr.MaxPreviousTerm])
		}
		return value
	}
	return &previousFilter{
		Words: text("q"), Theme: text("theme"), Group: text("group"), State: text("state"), Position: text("position"),
		Assessed: text("assessed"), SDG: text("sdg"), Cycle: text("cycle"),
	}
}

// filter is what the store is asked for.
func (f *previousFilter) filter() store.PreviousFilter {
	out := store.PreviousFilter{Words: f.Words, Theme: f.Theme, Group: f.Group, State: f.State}
	out.SDG, _ = strconv.Atoi(f.SDG)
	out.Cycle, _ = strconv.Atoi(f.Cycle)
	if out.SDG < 0 || out.SDG > 17 {
		out.SDG = 0
	}
	if out.Cycle < 0 || out.Cycle > 99 {
		out.Cycle = 0
	}
	if p := upr.StatePosition(f.Position); f.Position == noValue {
		out.Position = new(upr.StatePosition)
	} else if p != "" && slices.Contains(upr.StatePositions(), p) {
		out.Position = &p
	}
	if a := upr.Assessment(f.Assessed); f.Assessed == noValue {
		out.Assessed = new(upr.Assessment)
	} else if a != "" && slices.Contains(upr.Assessments(), a) {
		out.Assessed = &a
	}
	return out
}

// query is the filter as the end of an address.
func (f *previousFilter) query() url.Values {
	q := url.Values{}
	for name, value := range map[string]string{
		"q": f.Words, "theme": f.Theme, "group": f.Group, "state": f.State, "position": f.Position, "assessed": f.Assessed,
		"sdg": f.SDG, "cycle": f.Cycle,
	} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return q
}

// assessForm is what is said of the chosen recommendations. Of several at once, evidence and comment that are left empty
// stay as they are; of one alone they are what the form holds.
type assessForm struct {
	IDs      []string `form:"id" validate:"max=200,dive,max=500"`
	Assessed string   `form:"assessed" input:"select" validate:"max=40"`
	Evidence string   `form:"evidence" input:"lines" validate:"max=20000"`
	Comment  string   `form:"comment" input:"lines" validate:"max=20000"`
	Alone    string   `form:"alone" validate:"max=500"`
	Do       string   `form:"do" validate:"max=20"`
}

// leaveAssessment is the choice to leave the assessment of several as it is.
const leaveAssessment = "unchanged"

// change is what the form asks for, and what is wrong with it.
func (f *assessForm) change() (store.AssessmentChange, problems) {
	var change store.AssessmentChange
	wrong := problems{}
	if len(f.IDs) == 0 {
		wrong[""] = problem{key: "previous.choose"}
	}
	if f.Assessed != leaveAssessment {
		a := upr.Assessment(f.Assessed)
		if f.Assessed == noValue {
			a = upr.NotAssessed
		} else if a == "" || !slices.Contains(upr.Assessments(), a) {
			wrong["assessed"] = problem{key: "value.choice"}
		}
		change.Assessed = &a
	}
	if f.Alone != "" || f.Evidence != "" {
		change.Evidence = &f.Evidence
	}
	if f.Alone != "" || f.Comment != "" {
		change.Comment = &f.Comment
	}
	if change == (store.AssessmentChange{}) && len(wrong) == 0 {
		wrong["assessed"] = problem{key: "previous.nothing"}
	}
	return change, wrong
}
