package web

import (
	"encoding/json"
	"errors"
	"net/http"

	"upright/internal/solidarity"
	"upright/internal/upr"
)

// solidarityGridPage is the grid of article 6: which paragraphs speak of which duty, and what is missing.
type solidarityGridPage struct {
	basePage
	heading
	Bearers []gridRow
	CanEdit bool
}

func (solidarityGridPage) template() string { return "solidarity-grid" }

// A gridRow is what one duty-bearer owes.
type gridRow struct {
	Name  string
	Cells []gridCell
}

// A gridCell is one cell of the grid.
type gridCell struct {
	Bearer    upr.DutyBearer
	Duty      upr.Duty
	Name      string // who owes what, in words
	DutyName  string
	Owed      bool
	Unwritten bool
	Answer    string // what was answered about the duty
	Rows      []solidarityRowView
}

// showSolidarityGrid answers GET /submissions/:submission/solidarity/grid.
func (s *Server) showSolidarityGrid(v *visit) error {
	d, err := s.withSolidarity(v)
	if err != nil {
		return err
	}
	return s.render(v, http.StatusOK, s.solidarityGridPage(v, d))
}

func (s *Server) solidarityGridPage(v *visit, d solidarityData) solidarityGridPage {
	p := solidarityGridPage{basePage: s.base(v), heading: s.heading(v, d.one), CanEdit: d.edits}
	for _, cell := range solidarity.Grid(d.entries(), d.there) {
		name := v.words.T("solidarity.bearer." + string(cell.Bearer))
		if n := len(p.Bearers); n == 0 || p.Bearers[n-1].Name != name {
			p.Bearers = append(p.Bearers, gridRow{Name: name})
		}
		row := &p.Bearers[len(p.Bearers)-1]
		row.Cells = append(row.Cells, s.gridCell(v, d, cell))
	}
	return p
}

func (s *Server) gridCell(v *visit, d solidarityData, cell solidarity.Cell) gridCell {
	view := gridCell{
		Bearer: cell.Bearer, Duty: cell.Duty, Owed: cell.Owed, Unwritten: cell.Unwritten(),
		DutyName: v.words.T("solidarity.duty." + string(cell.Duty)),
		Answer:   excerpt(d.answers[upr.AskDuties].Fields[dutyField(cell)]),
	}
	view.Name = v.words.T("solidarity.owes", "bearer", v.words.T("solidarity.bearer."+string(cell.Bearer)), "duty", view.DutyName)
	for _, row := range cell.Rows {
		view.Rows = append(view.Rows, s.solidarityRowView(v, d, row.Entry))
	}
	return view
}

// dutyField is the field of dutiesForm about a cell.
func dutyField(cell solidarity.Cell) string {
	switch cell.Bearer {
	case upr.InternationalBearer:
		return "abstain"
	case upr.NonStateBearer:
		return "refrain"
	case upr.StateBearer:
	}
	return string(cell.Duty)
}

// matrixJSON is the grid as the editor reads it: see assets/editor/solidarity.ts.
type matrixJSON struct {
	Cells []cellJSON `json:"cells"` // those in which something is owed
}

type cellJSON struct {
	Bearer upr.DutyBearer `json:"bearer"`
	Duty   upr.Duty       `json:"duty"`
	Name   string         `json:"name"`
	Rows   []rowJSON      `json:"rows"`
}

type rowJSON struct {
	ID         string   `json:"id"`
	Name       string   `json:"name"`
	Basis      string   `json:"basis"`
	Paragraphs []string `json:"paragraphs"` // ids of blocks, those that are gone from the text included
}

// listSolidarity answers GET /submissions/:submission/solidarity/matrix.
func (s *Server) listSolidarity(v *visit) error {
	if err := samePerson(v); err != nil {
		return err
	}
	d, err := s.withSolidarity(v)
	if err != nil {
		return err
	}
	return v.JSON(http.StatusOK, s.matrixJSON(v, d))
}

func (s *Server) matrixJSON(v *visit, d solidarityData) matrixJSON {
	answer := matrixJSON{Cells: []cellJSON{}}
	for _, cell := range solidarity.Grid(d.entries(), d.there) {
		if !cell.Owed {
			continue
		}
		told := cellJSON{Bearer: cell.Bearer, Duty: cell.Duty, Name: s.gridCell(v, d, cell).Name, Rows: []rowJSON{}}
		for _, row := range cell.Rows {
			e := row.Entry
			name := firstOf(e.Right, e.Holders, s.owes(v, d.one, &e))
			told.Rows = append(told.Rows, rowJSON{
				ID: e.ID, Name: excerpt(name), Basis: excerpt(e.Basis), Paragraphs: append([]string{}, e.Paragraphs...),
			})
		}
		answer.Cells = append(answer.Cells, told)
	}
	return answer
}

// firstOf is the first text that says something.
func firstOf(texts ...string) string {
	for _, text := range texts {
		if excerpt(text) != "" {
			return text
		}
	}
	return ""
}

// linkInput links a block to a row or to a cell of the grid: a cell without a row gets one.
type linkInput struct {
	Entry  string         `json:"entry"` // "" for the cell
	Bearer upr.DutyBearer `json:"bearer"`
	Duty   upr.Duty       `json:"duty"`
	Block  string         `json:"block"`
	Linked bool           `json:"linked"`
}

// linkSolidarity answers POST /submissions/:submission/solidarity/links with the matrix as it is then.
func (s *Server) linkSolidarity(v *visit) error {
	if err := samePerson(v); err != nil {
		return err
	}
	var in linkInput
	if err := json.NewDecoder(v.Request().Body).Decode(&in); err != nil {
		// Its message may quote what was sent.
		return &upr.Error{Kind: upr.Invalid, Key: "error.invalid", Err: errors.New("a link that is no JSON")}
	}
	d, err := s.withSolidarity(v)
	if err != nil {
		return err
	}
	if in.Linked && !d.there(in.Block) {
		return &upr.Error{Kind: upr.Invalid, Key: "solidarity.entry.paragraphs.gone", Field: "block"}
	}
	ctx := v.Request().Context()
	if in.Entry == "" {
		e := upr.SolidarityEntry{Bearer: in.Bearer, Duty: in.Duty, Paragraphs: []string{in.Block}}
		_, err = s.Store.AddSolidarityRow(ctx, v.actor(), d.one.ID, e)
	} else {
		err = s.Store.LinkSolidarity(ctx, v.actor(), d.one.ID, in.Entry, in.Linked, in.Block)
	}
	if err != nil {
		return err
	}
	if d.rows, err = s.Store.SolidarityRows(ctx, v.actor(), d.one.ID); err != nil {
		return err
	}
	return v.JSON(http.StatusOK, s.matrixJSON(v, d))
}
