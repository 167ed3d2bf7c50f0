package web

import (
	"net/http"
	"slices"
	"strconv"

	"upright/internal/solidarity"
	"upright/internal/upr"
)

// solidarityEntryPage is one row of the matrix as a form.
type solidarityEntryPage struct {
	basePage
	heading
	ID         string // "" for a new one
	Name       string
	Form       form
	Bearers    []choice
	Duties     []choice
	Forms      []choice
	Treaties   []solidarity.Treaty
	Translated bool
	Paragraphs []choice // numbered ones of the text
	Gone       int      // linked ones that are not in the text
	Begun      bool     // filled in from the answers
	Saved      []change
}

func (solidarityEntryPage) template() string { return "solidarity-entry" }

// solidarityEntryForm is a row of the matrix: see upr.SolidarityEntry.
type solidarityEntryForm struct {
	Basis      string   `form:"basis" input:"suggest" validate:"max=2000"`
	Right      string   `form:"right" validate:"max=2000"`
	Holders    string   `form:"holders" input:"lines" validate:"max=2000"`
	Bearer     string   `form:"bearer" input:"radios" validate:"required,max=30"`
	BearerName string   `form:"bearer_name" validate:"max=300"`
	Duty       string   `form:"duty" input:"radios" validate:"required,max=30"`
	Form       string   `form:"kind" input:"select" validate:"max=30"`
	Measure    string   `form:"measure" input:"lines" validate:"max=2000"`
	Indicator  string   `form:"indicator" input:"lines" validate:"max=2000"`
	Paragraphs []string `form:"paragraphs" input:"checkboxes" validate:"max=200"`
	Version    string   `form:"version" input:"hidden" validate:"omitempty,number,max=19"`
}

func newSolidarityEntryForm(e upr.SolidarityEntry, version int64) *solidarityEntryForm {
	return &solidarityEntryForm{
		Basis: e.Basis, Right: e.Right, Holders: e.Holders, Bearer: string(e.Bearer), BearerName: e.BearerName,
		Duty: string(e.Duty), Form: string(e.Form), Measure: e.Measure, Indicator: e.Indicator, Paragraphs: e.Paragraphs,
		Version: strconv.FormatInt(version, 10),
	}
}

// entry is the form as a row. Links to blocks that are gone from the text stay: they may come back.
func (f *solidarityEntryForm) entry(id string, gone []string) upr.SolidarityEntry {
	return upr.SolidarityEntry{
		ID: id, Basis: f.Basis, Right: f.Right, Holders: f.Holders, Bearer: upr.DutyBearer(f.Bearer), BearerName: f.BearerName,
		Duty: upr.Duty(f.Duty), Form: upr.SolidarityForm(f.Form), Measure: f.Measure, Indicator: f.Indicator,
		Paragraphs: append(slices.Clone(f.Paragraphs), gone...),
	}
}

// newSolidarityEntry is the id in the address of a row that is not there yet.
const newSolidarityEntry = "new"

// showSolidarityEntry answers GET /submissions/:submission/solidarity/entries/:entry. A new one is begun from the answers;
// ?bearer= and ?duty= say for which cell of the grid.
func (s *Server) showSolidarityEntry(v *visit) error {
	d, id, err := s.withSolidarityEntry(v)
	if err != nil {
		return err
	}
	var f *solidarityEntryForm
	if id == "" {
		begun := solidarity.BeginRow(upr.DutyBearer(v.QueryParam("bearer")), upr.Duty(v.QueryParam("duty")), d.answers)
		f = newSolidarityEntryForm(begun, 0)
	} else {
		row := d.row(id)
		f = newSolidarityEntryForm(row.SolidarityEntry, row.Version)
	}
	p, err := s.solidarityEntryPage(v, d, id, f, nil)
	if err != nil {
		return err
	}
	p.Begun = id == "" && f.Basis+f.Right+f.Holders != ""
	return s.render(v, http.StatusOK, p)
}

// withSolidarityEntry loads the part and finds the row of the address: "" for a new one.
func (s *Server) withSolidarityEntry(v *visit) (solidarityData, string, error) {
	d, err := s.withSolidarity(v)
	if err != nil {
		return d, "", err
	}
	id := v.Param("entry")
	if id == newSolidarityEntry {
		return d, "", nil
	}
	if d.row(id) == nil {
		return d, "", &upr.Error{Kind: upr.NotFound, Key: "error.not-found"}
	}
	return d, id, nil
}

// updateSolidarityEntry answers POST /submissions/:submission/solidarity/entries/:entry.
func (s *Server) updateSolidarityEntry(v *visit) error {
	d, id, err := s.withSolidarityEntry(v)
	if err != nil {
		return err
	}
	var f solidarityEntryForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	version, err := strconv.ParseInt("0"+f.Version, 10, 64)
	if err != nil {
		return &upr.Error{Kind: upr.Invalid, Key: "error.invalid", Err: err}
	}
	if slices.ContainsFunc(f.Paragraphs, func(id string) bool { return !d.there(id) }) {
		wrong["paragraphs"] = problem{key: "solidarity.entry.paragraphs.gone"}
	}
	if len(wrong) == 0 {
		e := f.entry(id, d.gone(id))
		if err = e.Validate(); err == nil {
			err = s.saveSolidarityEntry(v, d.one.ID, version, e)
		}
		if isConflict(err) {
			return s.showSolidarityConflict(v, &f)
		}
		if err := wrong.take(err); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		p, err := s.solidarityEntryPage(v, d, id, &f, wrong)
		if err != nil {
			return err
		}
		return s.render(v, http.StatusUnprocessableEntity, p)
	}
	return s.done(v, "/submissions/"+string(d.one.ID)+"/solidarity#rows", "notice.solidarity-entry")
}

func (s *Server) saveSolidarityEntry(v *visit, id upr.SubmissionID, version int64, e upr.SolidarityEntry) error {
	if e.ID == "" {
		_, err := s.Store.AddSolidarityRow(v.Request().Context(), v.actor(), id, e)
		return err
	}
	return s.Store.UpdateSolidarityRow(v.Request().Context(), v.actor(), id, version, e)
}

// gone are the links of a row to blocks that are not in the text.
func (d solidarityData) gone(id string) []string {
	row := d.row(id)
	if row == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(row.Paragraphs), d.there)
}

// showSolidarityConflict gives back what was typed with what somebody else saved meanwhile.
func (s *Server) showSolidarityConflict(v *visit, typed *solidarityEntryForm) error {
	d, id, err := s.withSolidarityEntry(v)
	if err != nil {
		return err
	}
	row := d.row(id)
	saved := newSolidarityEntryForm(row.SolidarityEntry, row.Version)
	typed.Version = saved.Version
	p, err := s.solidarityEntryPage(v, d, id, typed, problems{"": {key: "solidarity.conflict"}})
	if err != nil {
		return err
	}
	p.Saved = differences(newForm(v.words, "solidarity-entry", saved, nil), newForm(v.words, "solidarity-entry", typed, nil))
	return s.render(v, http.StatusConflict, p)
}

func (s *Server) solidarityEntryPage(
	v *visit, d solidarityData, id string, f *solidarityEntryForm, wrong problems,
) (solidarityEntryPage, error) {
	p := solidarityEntryPage{
		basePage: s.base(v), heading: s.heading(v, d.one), ID: id, Form: newForm(v.words, "solidarity-entry", f, wrong),
		Forms: []choice{{Label: v.words.T("solidarity.form.none")}}, Gone: len(d.gone(id)),
	}
	p.Failed = len(wrong) > 0
	if row := d.row(id); row != nil {
		p.Name = s.owes(v, d.one, &row.SolidarityEntry)
	}
	for _, bearer := range upr.DutyBearers() {
		p.Bearers = append(p.Bearers, choice{Value: string(bearer), Label: v.words.T("solidarity.bearer." + string(bearer))})
	}
	for _, duty := range upr.Duties() {
		p.Duties = append(p.Duties, choice{
			Value: string(duty), Label: v.words.T("solidarity.duty." + string(duty)), Hint: v.words.T("solidarity.duty." + string(duty) + ".hint"),
		})
	}
	for _, form := range upr.SolidarityForms() {
		p.Forms = append(p.Forms, choice{Value: string(form), Label: v.words.T("solidarity.form." + string(form))})
	}
	for _, b := range d.blocks {
		chosen := slices.Contains(f.Paragraphs, b.id)
		if b.text == "" && !chosen {
			continue // nothing speaks there yet
		}
		p.Paragraphs = append(p.Paragraphs, choice{
			Value: b.id, Label: b.label, Hint: b.text, ID: "paragraph-" + b.id, Chosen: chosen,
		})
	}
	var err error
	p.Treaties, p.Translated, err = treatiesFor(d.one)
	return p, err
}

// moveSolidarityEntry answers POST /submissions/:submission/solidarity/entries/:entry/move.
func (s *Server) moveSolidarityEntry(v *visit) error {
	var f struct {
		Way string `form:"way" validate:"required,oneof=up down"`
	}
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return &upr.Error{Kind: upr.Invalid, Key: "error.invalid"}
	}
	id := submissionOf(v)
	if err := s.Store.MoveSolidarityRow(v.Request().Context(), v.actor(), id, v.Param("entry"), f.Way == "down"); err != nil {
		return err
	}
	return s.done(v, "/submissions/"+string(id)+"/solidarity#rows", "notice.solidarity-moved")
}

// removeSolidarityEntry answers POST /submissions/:submission/solidarity/entries/:entry/remove.
func (s *Server) removeSolidarityEntry(v *visit) error {
	id := submissionOf(v)
	if err := s.Store.RemoveSolidarityRow(v.Request().Context(), v.actor(), id, v.Param("entry")); err != nil {
		return err
	}
	return s.done(v, "/submissions/"+string(id)+"/solidarity#rows", "notice.solidarity-removed")
}
