package web

import (
	"context"
	"net/http"
	"strings"

	"upright/internal/prose"
	"upright/internal/solidarity"
	"upright/internal/store"
	"upright/internal/upr"
)

// solidarityPage is the part on international solidarity as a list of questions, and the matrix that follows from them.
type solidarityPage struct {
	basePage
	heading
	Questions []questionView
	Answered  int
	Rows      []solidarityRowView
	Unwritten int // cells of the grid without a paragraph
	Unbound   int // rows without a binding provision
	CanEdit   bool
}

func (solidarityPage) template() string { return "solidarity" }

// Step is none: the page stands beside the steps.
func (solidarityPage) Step() string { return "" }

// A questionView is a guiding question in the list.
type questionView struct {
	ID       upr.SolidarityQuestion
	Title    string
	Source   string // the articles it rests on, and its number in the checklist
	Answered bool
	Answers  []change // label and what was answered
}

// A solidarityRowView is a row of the matrix on a page.
type solidarityRowView struct {
	ID         string
	Name       string // who owes what, in words
	Basis      string // "" for none
	Right      string
	Holders    string
	Measure    string
	Indicator  string
	Paragraphs []placeView
	Gone       int // paragraphs that are not in the text any more
	First      bool
	Last       bool
}

// A placeView leads to a paragraph of the text.
type placeView struct{ Label, Path string }

// solidarityData is what the pages of the part show.
type solidarityData struct {
	one     *upr.Submission
	rows    []store.SolidarityRow
	answers map[upr.SolidarityQuestion]upr.SolidarityAnswer
	edits   bool
	blocks  []numberedBlock
}

// A numberedBlock is a block of the text that can be linked to a row.
type numberedBlock struct{ id, label, text string }

// withSolidarity loads the submission of the address with its text and its part on solidarity.
func (s *Server) withSolidarity(v *visit) (solidarityData, error) {
	d := solidarityData{}
	var err error
	if d.one, err = s.withText(v); err != nil {
		return d, err
	}
	ctx := v.Request().Context()
	if d.rows, err = s.Store.SolidarityRows(ctx, v.actor(), d.one.ID); err != nil {
		return d, err
	}
	if d.answers, err = s.Store.SolidarityAnswers(ctx, v.actor(), d.one.ID); err != nil {
		return d, err
	}
	d.edits = s.mayEdit(ctx, v, d.one.ID)
	d.blocks = numberedBlocks(d.one.Manuscript)
	return d, nil
}

func (s *Server) mayEdit(ctx context.Context, v *visit, id upr.SubmissionID) bool {
	return s.Store.RequireSubmission(ctx, v.actor(), id, upr.EditText) == nil
}

// numberedBlocks lists the paragraphs and recommendations that will be printed with a number.
func numberedBlocks(m *prose.Manuscript) []numberedBlock {
	numbers := prose.Number(m)
	var list []numberedBlock
	for part := range m.Visible() {
		for block := range part.All() {
			id := prose.BlockID(block)
			label, numbered := numbers.Label(id)
			if _, table := block.(*prose.Table); table || !numbered {
				continue
			}
			list = append(list, numberedBlock{id, label, excerpt(numbers.PlainBlock(block))})
		}
	}
	return list
}

// excerpt is the beginning of a text, for a list.
func excerpt(text string) string {
	const most = 90
	text = strings.Join(strings.Fields(text), " ")
	if letters := []rune(text); len(letters) > most {
		return strings.TrimSpace(string(letters[:most])) + "…"
	}
	return text
}

// there reports whether a block is in the text that will be printed.
func (d solidarityData) there(id string) bool {
	_, ok := d.label(id)
	return ok
}

// label is the number of a block; false for one that is not there.
func (d solidarityData) label(id string) (string, bool) {
	for _, b := range d.blocks {
		if b.id == id {
			return b.label, true
		}
	}
	return "", false
}

// entries are the rows as the domain has them.
func (d solidarityData) entries() []upr.SolidarityEntry {
	list := make([]upr.SolidarityEntry, len(d.rows))
	for i := range d.rows {
		list[i] = d.rows[i].SolidarityEntry
	}
	return list
}

// row is a row by its id; nil when it is not there.
func (d solidarityData) row(id string) *store.SolidarityRow {
	for i := range d.rows {
		if d.rows[i].ID == id {
			return &d.rows[i]
		}
	}
	return nil
}

// showSolidarity answers GET /submissions/:submission/solidarity.
func (s *Server) showSolidarity(v *visit) error {
	d, err := s.withSolidarity(v)
	if err != nil {
		return err
	}
	return s.render(v, http.StatusOK, s.solidarityPage(v, d))
}

func (s *Server) solidarityPage(v *visit, d solidarityData) solidarityPage {
	p := solidarityPage{basePage: s.base(v), heading: s.heading(v, d.one), CanEdit: d.edits}
	for _, q := range solidarity.Questions() {
		view := questionView{ID: q.ID, Title: v.words.T("solidarity-question." + string(q.ID)), Source: sourceOf(v, q)}
		if a, answered := d.answers[q.ID]; answered && len(a.Fields) > 0 {
			view.Answered, view.Answers = true, s.answered(v, a)
			p.Answered++
		}
		p.Questions = append(p.Questions, view)
	}
	for i := range d.rows {
		view := s.solidarityRowView(v, d, d.rows[i].SolidarityEntry)
		view.First, view.Last = i == 0, i == len(d.rows)-1
		p.Rows = append(p.Rows, view)
	}
	for _, cell := range solidarity.Grid(d.entries(), d.there) {
		if cell.Unwritten() {
			p.Unwritten++
		}
		for _, row := range cell.Rows {
			if row.Unbound() {
				p.Unbound++
			}
		}
	}
	return p
}

// sourceOf says what a question rests on.
func sourceOf(v *visit, q solidarity.Question) string {
	articles := v.words.T("solidarity.source", "n", len(q.Articles), "articles", strings.Join(q.Articles, v.words.Comma()))
	if q.Number == "" {
		return articles
	}
	return q.Number + " · " + articles
}

// answered tells an answer with the labels of its fields.
func (s *Server) answered(v *visit, a upr.SolidarityAnswer) []change {
	values := newQuestionForm(a.Question)
	fillQuestion(values, a)
	form := newForm(v.words, questionPrefix(a.Question), values, nil)
	var list []change
	for _, name := range form.order {
		f := form.fields[name]
		switch {
		case f.Type == "hidden":
		case f.Type == "checkbox" && f.Checked:
			list = append(list, change{Label: f.Label, Value: v.words.T("solidarity.yes")})
		case f.Type == "radios" && f.Value != "":
			list = append(list, change{Label: f.Label, Value: v.words.T("solidarity.report." + f.Value)})
		case f.Value != "":
			list = append(list, change{Label: f.Label, Value: f.Value})
		}
	}
	return list
}

// solidarityRowView tells a row.
func (s *Server) solidarityRowView(v *visit, d solidarityData, e upr.SolidarityEntry) solidarityRowView {
	view := solidarityRowView{
		ID: e.ID, Name: s.owes(v, d.one, &e), Basis: strings.TrimSpace(e.Basis), Right: e.Right, Holders: e.Holders,
		Measure: e.Measure, Indicator: e.Indicator,
	}
	for _, id := range e.Paragraphs {
		label, there := d.label(id)
		if !there {
			view.Gone++
			continue
		}
		view.Paragraphs = append(view.Paragraphs, placeView{Label: label, Path: "/submissions/" + string(d.one.ID) + "/write#" + id})
	}
	return view
}

// owes says in words who owes what.
func (s *Server) owes(v *visit, one *upr.Submission, e *upr.SolidarityEntry) string {
	bearer := strings.TrimSpace(e.BearerName)
	switch {
	case bearer == "" && e.Bearer == upr.StateBearer:
		bearer = s.stateName(v, one.Details.State)
	case bearer == "":
		bearer = v.words.T("solidarity.bearer." + string(e.Bearer))
	}
	return v.words.T("solidarity.owes", "bearer", bearer, "duty", v.words.T("solidarity.duty."+string(e.Duty)))
}
