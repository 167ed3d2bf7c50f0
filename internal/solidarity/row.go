package solidarity

import (
	"strings"

	"upright/internal/upr"
)

// BeginRow is a row of the matrix as far as the answers fill it in, for a person to complete: for a cell of the grid where
// the duty-bearer owes the duty, else without both. What does not fit into a row is cut.
func BeginRow(
	bearer upr.DutyBearer, duty upr.Duty, answers map[upr.SolidarityQuestion]upr.SolidarityAnswer,
) upr.SolidarityEntry {
	e := upr.SolidarityEntry{
		Holders: fit(answers[upr.AskHolders].Fields["who"]), Measure: fit(answers[upr.AskMeasures].Fields["measures"]),
		Indicator: fit(answers[upr.AskIndicators].Fields["indicators"]), Form: onlyForm(answers[upr.AskForm]),
	}
	if rights := Rights(answers[upr.AskRights]); len(rights) > 0 {
		e.Basis, e.Right = fit(rights[0].Basis), fit(rights[0].Right)
	}
	if !bearer.Owes(duty) {
		return e
	}
	e.Bearer, e.Duty = bearer, duty
	duties := answers[upr.AskDuties].Fields
	switch bearer {
	case upr.InternationalBearer:
		e.BearerName = duties["organization"]
	case upr.NonStateBearer:
		e.BearerName = duties["actor"]
	case upr.StateBearer:
	}
	return e
}

// onlyForm is the form of solidarity when exactly one was answered.
func onlyForm(a upr.SolidarityAnswer) upr.SolidarityForm {
	only := upr.NoForm
	for _, form := range upr.SolidarityForms() {
		if a.Fields[string(form)] == "" {
			continue
		}
		if only != upr.NoForm {
			return upr.NoForm
		}
		only = form
	}
	return only
}

// fit cuts a text to what a row holds.
func fit(text string) string {
	text = strings.TrimSpace(text)
	if letters := []rune(text); len(letters) > upr.MaxSolidarityText {
		return string(letters[:upr.MaxSolidarityText-1]) + "…"
	}
	return text
}
