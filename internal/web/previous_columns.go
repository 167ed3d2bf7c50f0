package web

import (
	"bytes"
	"net/http"
	"slices"
	"strconv"

	"upright/internal/importer/previous"
	"upright/internal/upr"
)

// previousColumnsPage asks what the columns of a table are.
type previousColumnsPage struct {
	basePage
	heading
	Form    form
	Import  string
	File    string
	Unknown bool // they were not recognized
	Columns []columnView
	Named   bool // by the file, so no row has the names
	Rows    []tableRow
	Heads   []choice // which row has the names of the columns
}

func (previousColumnsPage) template() string { return "previous-columns" }

// Step is none: the page stands beside the steps.
func (previousColumnsPage) Step() string { return "" }

// A tableRow is a row of the table as it stands in the file.
type tableRow struct {
	Number int
	Cells  []string
}

// A columnView is a column, to choose what it is.
type columnView struct {
	Number  int    // from 1
	Name    string // that the file has for it in each entry; "" where a row has the names
	Choices []choice
}

// columnsForm says what each column is, in their order, and which row of the file has their names.
type columnsForm struct {
	Columns []string `form:"column" input:"select" validate:"max=100,dive,max=20"`
	Head    string   `form:"head" input:"select" validate:"max=6"`
}

// previousColumnsPage fills the page with what was recognized, or what was chosen: f is nil at first.
func (s *Server) previousColumnsPage(
	v *visit, one *upr.Submission, kept string, found *upr.PreviousImport, f *columnsForm, wrong problems,
) previousColumnsPage {
	if f == nil {
		f = &columnsForm{Columns: found.Table.Columns, Head: strconv.Itoa(found.Table.Numbers[0])}
	}
	p := previousColumnsPage{
		basePage: s.base(v), heading: s.heading(v, one), Form: newForm(v.words, "previous-columns", f, wrong),
		Import: kept, File: found.File, Unknown: len(found.Rows) == 0, Named: found.Table.Fields != nil,
		Heads: []choice{{Label: v.words.T("previous-columns.head.none")}},
	}
	p.Failed = len(wrong) > 0
	for i := range found.Table.Columns {
		view := columnView{Number: i + 1, Name: fieldName(found.Table, i), Choices: []choice{{Label: v.words.T("previous-column.none")}}}
		for _, name := range upr.PreviousColumns() {
			view.Choices = append(view.Choices, choice{
				Value: name, Label: v.words.T("previous-column." + name), Chosen: i < len(f.Columns) && f.Columns[i] == name,
			})
		}
		p.Columns = append(p.Columns, view)
	}
	for i, row := range found.Table.Rows {
		number := found.Table.Numbers[i]
		cells := make([]string, len(found.Table.Columns))
		copy(cells, row)
		p.Rows = append(p.Rows, tableRow{Number: number, Cells: cells})
		label := v.words.T("previous-columns.head.row", "n", number)
		p.Heads = append(p.Heads, choice{Value: strconv.Itoa(number), Label: label})
	}
	return p
}

// fieldName is the name that a file has for a column in each entry; "" for none.
func fieldName(t *upr.PreviousTable, at int) string {
	if at < len(t.Fields) {
		return t.Fields[at]
	}
	return ""
}

// choosePreviousColumns answers POST /submissions/:submission/previous/import/:import/columns: the file is read again.
func (s *Server) choosePreviousColumns(v *visit) error {
	ctx, id, kept := v.Request().Context(), submissionOf(v), v.Param("import")
	var f columnsForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	found, _, err := s.Store.PreviousImport(ctx, v.actor(), id, kept)
	if err != nil {
		return err
	}
	if found.Table == nil || len(found.Table.Numbers) == 0 {
		return &upr.Error{Kind: upr.NotFound, Key: "error.not-found"}
	}
	one, err := s.Store.Outline(ctx, v.actor(), id)
	if err != nil {
		return err
	}
	head, err := strconv.Atoi(f.Head)
	if f.Head == "" {
		head, err = found.Table.Numbers[0]-1, nil
	}
	if err != nil || head < 0 {
		wrong["head"] = problem{key: "value.choice"}
	}
	for _, name := range f.Columns {
		if name != "" && !slices.Contains(upr.PreviousColumns(), name) {
			wrong["column"] = problem{key: "value.choice"}
		}
	}
	if !slices.Contains(f.Columns, upr.PreviousColumns()[0]) {
		wrong["column"] = problem{key: "previous-columns.text"}
	}
	if len(wrong) > 0 {
		return s.render(v, http.StatusUnprocessableEntity, s.previousColumnsPage(v, &one, kept, &found, &f, wrong))
	}
	file, err := s.Store.AgainPreviousImport(ctx, v.actor(), id, kept)
	if isConflict(err) {
		return s.afterReading(v, kept) // a second click on the button
	}
	if err != nil {
		return err
	}
	o := previous.Options{
		Name: found.File, State: one.Details.State, Code: s.Calendar.Codes(), Columns: f.Columns, FirstRow: head + 1,
		Fields: found.Table.Fields,
	}
	s.read(v, kept, inMemory{bytes.NewReader(file)}, int64(len(file)), o)
	return s.afterReading(v, kept)
}

// inMemory is a file that needs no closing.
type inMemory struct{ *bytes.Reader }

// Close does nothing.
func (inMemory) Close() error { return nil }
