package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"upright/internal/prose"
	"upright/internal/store"
	"upright/internal/upr"
)

// previousPage is the working table of the recommendations that the State got in earlier reviews.
type previousPage struct {
	basePage
	heading
	Filter  form
	Choices previousChoices
	Rows    []previousRow
	Total   int
	All     int
	Counts  []previousCount
	Form    form
	Ways    []choice // to assess
	Alone   *previousRow
	CanEdit bool
	Here    string // with the filter
	Before  string // address of the page before; "" on the first
	Next    string
	First   int // number of the first row that is shown
	Last    int
}

func (previousPage) template() string { return "previous" }

// Step is none: the page stands beside the steps.
func (previousPage) Step() string { return "" }

// previousChoices are what the table can be filtered by.
type previousChoices struct {
	Theme, Group, State, Position, Assessed, SDG, Cycle []choice
}

// previousRow is a recommendation in the table.
type previousRow struct {
	upr.PreviousRecommendation
	Names    string // of the recommending States
	Place    string // number and symbol
	Goals    string
	Blocks   []blockLink
	Chosen   bool
	EditPath string
}

// A blockLink leads to a paragraph that speaks of something.
type blockLink struct{ Label, Path string }

// A previousCount says how many recommendations have an assessment.
type previousCount struct {
	Label string
	Count int
	Path  string
}

// previousSize is how many rows stand on a page.
const previousSize = 50

// previousData is what the table is made of.
type previousData struct {
	one    *upr.Submission
	page   store.PreviousPage
	facets store.PreviousFacets
	filter *previousFilter
	offset int
	alone  *upr.PreviousRecommendation // that is assessed on its own
	edits  bool
}

// showPrevious answers GET /submissions/:submission/previous; ?one= chooses a recommendation to assess on its own.
func (s *Server) showPrevious(v *visit) error {
	d, err := s.previousData(v)
	if err != nil {
		return err
	}
	f := &assessForm{Assessed: leaveAssessment}
	if d.alone != nil {
		f = &assessForm{
			IDs: []string{d.alone.ID}, Alone: d.alone.ID, Assessed: string(d.alone.Assessed), Evidence: d.alone.Evidence, Comment: d.alone.Comment,
		}
		if f.Assessed == "" {
			f.Assessed = noValue
		}
	}
	return s.render(v, http.StatusOK, s.previousPage(v, d, f, nil))
}

func (s *Server) previousData(v *visit) (previousData, error) {
	q := v.QueryParams()
	d := previousData{filter: readPreviousFilter(q)}
	d.offset, _ = strconv.Atoi(q.Get("from"))
	d.offset = min(max(d.offset, 0), upr.MaxPrevious) / previousSize * previousSize
	var err error
	ctx, by := v.Request().Context(), v.actor()
	if d.one, err = s.outlineWithText(ctx, by, submissionOf(v)); err != nil {
		return d, err
	}
	if d.page, err = s.Store.Previous(ctx, by, d.one.ID, d.filter.filter(), d.offset, previousSize); err != nil {
		return d, err
	}
	if d.facets, err = s.Store.PreviousFacets(ctx, by, d.one.ID); err != nil {
		return d, err
	}
	in, err := s.Store.Standing(ctx, by, d.one.ID)
	if err != nil {
		return d, err
	}
	d.edits = upr.AllowedIn(by, in, upr.EditText)
	if id := q.Get("one"); id != "" && d.edits {
		one, err := s.Store.Previous(ctx, by, d.one.ID, store.PreviousFilter{IDs: []string{id}}, 0, 1)
		if err != nil {
			return d, err
		}
		if len(one.List) == 1 {
			d.alone = &one.List[0]
		}
	}
	return d, nil
}

func (s *Server) previousPage(v *visit, d previousData, f *assessForm, wrong problems) previousPage {
	p := previousPage{
		basePage: s.base(v), heading: s.heading(v, d.one), Total: d.page.Total, All: d.page.All, CanEdit: d.edits,
		Filter: newForm(v.words, "previous-filter", d.filter, nil), Form: newForm(v.words, "assess", f, wrong),
		Choices: s.previousChoices(v, d.facets),
	}
	p.Failed = len(wrong) > 0
	own := p.Home + "/previous"
	p.Here = address(own, d.filter.query(), d.offset)
	if d.offset > 0 {
		p.Before = address(own, d.filter.query(), d.offset-previousSize)
	}
	if next := d.offset + previousSize; next < d.page.Total {
		p.Next = address(own, d.filter.query(), next)
	}
	numbers := prose.Number(d.one.Manuscript)
	for i := range d.page.List {
		row := s.previousRow(v, p.Home, &d.page.List[i], numbers)
		for _, id := range f.IDs {
			row.Chosen = row.Chosen || id == row.ID
		}
		row.EditPath = own + "?" + with(d.filter.query(), d.offset, row.ID).Encode() + "#assess"
		p.Rows = append(p.Rows, row)
	}
	p.First, p.Last = d.offset+1, d.offset+len(p.Rows)
	if d.alone != nil {
		row := s.previousRow(v, p.Home, d.alone, numbers)
		p.Alone = &row
	}
	if p.Alone == nil {
		p.Ways = append(p.Ways, choice{Value: leaveAssessment, Label: v.words.T("previous.unchanged")})
	}
	p.Ways = append(p.Ways, assessmentChoices(v)...)
	for _, way := range assessmentChoices(v) {
		a := upr.Assessment(way.Value)
		if way.Value == noValue {
			a = upr.NotAssessed
		}
		p.Counts = append(p.Counts, previousCount{Label: way.Label, Count: d.facets.Assessed[a], Path: own + "?assessed=" + way.Value})
	}
	return p
}

// address is that of the table with a filter, from a row on.
func address(own string, q url.Values, offset int) string {
	if q = with(q, offset, ""); len(q) == 0 {
		return own
	}
	return own + "?" + q.Encode()
}

func with(q url.Values, offset int, one string) url.Values {
	if offset > 0 {
		q.Set("from", strconv.Itoa(offset))
	}
	if one != "" {
		q.Set("one", one)
	}
	return q
}

func (s *Server) previousRow(v *visit, home string, r *upr.PreviousRecommendation, numbers prose.Numbers) previousRow {
	row := previousRow{PreviousRecommendation: *r, Names: s.namesOf(v, r.States)}
	row.Place = strings.TrimSpace(strings.Join([]string{r.Number, r.Symbol}, " "))
	var goals []string
	for _, n := range r.SDGs {
		goals = append(goals, strconv.Itoa(n))
	}
	row.Goals = strings.Join(goals, v.words.Comma())
	for _, id := range r.Paragraphs {
		if label, ok := numbers.Label(id); ok {
			row.Blocks = append(row.Blocks, blockLink{Label: label, Path: home + "/write#" + id})
		}
	}
	return row
}

// namesOf gives the names of States in the language of the page; one that has no code as it was imported.
func (s *Server) namesOf(v *visit, states []string) string {
	var names []string
	for _, code := range states {
		names = append(names, s.nameOrCode(v, code))
	}
	return strings.Join(names, v.words.Comma())
}

func (s *Server) nameOrCode(v *visit, code string) string {
	if name := s.stateName(v, code); name != "" {
		return name
	}
	return code
}

// assessmentChoices are the assessments, none first.
func assessmentChoices(v *visit) []choice {
	list := []choice{{Value: noValue, Label: v.words.T("assessment.none")}}
	for _, a := range upr.Assessments()[1:] {
		list = append(list, choice{Value: string(a), Label: v.words.T("assessment." + string(a))})
	}
	return list
}

// positionChoices are the positions, not known last.
func positionChoices(v *visit) []choice {
	var list []choice
	for _, p := range upr.StatePositions()[1:] {
		list = append(list, choice{Value: string(p), Label: v.words.T("position." + string(p))})
	}
	return append(list, choice{Value: noValue, Label: v.words.T("position.none")})
}

func (s *Server) previousChoices(v *visit, f store.PreviousFacets) previousChoices {
	any := choice{Label: v.words.T("previous.any")}
	of := func(facets []store.Facet, label func(string) string) []choice {
		list := []choice{any}
		for _, one := range facets {
			list = append(list, choice{Value: one.Value, Label: label(one.Value) + " (" + strconv.Itoa(one.Count) + ")"})
		}
		return list
	}
	numbers := func(list []int) []choice {
		out := []choice{any}
		for _, n := range list {
			out = append(out, choice{Value: strconv.Itoa(n), Label: strconv.Itoa(n)})
		}
		return out
	}
	same := func(text string) string { return text }
	return previousChoices{
		Theme: of(f.Themes, same), Group: of(f.Groups, same),
		State:    of(f.States, func(code string) string { return s.nameOrCode(v, code) }),
		Position: append([]choice{any}, positionChoices(v)...), Assessed: append([]choice{any}, assessmentChoices(v)...),
		SDG: numbers(f.SDGs), Cycle: numbers(f.Cycles),
	}
}

// assessPrevious answers POST /submissions/:submission/previous: it assesses the chosen recommendations or removes them.
func (s *Server) assessPrevious(v *visit) error {
	var f assessForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	ctx, id := v.Request().Context(), submissionOf(v)
	if f.Do == "remove" && len(f.IDs) > 0 && len(wrong) == 0 {
		if err := s.Store.RemovePrevious(ctx, v.actor(), id, f.IDs); err != nil {
			return err
		}
		return s.done(v, s.backToPrevious(v), "notice.previous-removed")
	}
	change, unmeant := f.change()
	for field, one := range unmeant {
		wrong[field] = one
	}
	if len(wrong) == 0 {
		err := s.Store.AssessPrevious(ctx, v.actor(), id, f.IDs, change)
		if err == nil {
			return s.done(v, s.backToPrevious(v), "notice.previous-assessed")
		}
		if err := wrong.take(err); err != nil {
			return err
		}
	}
	d, err := s.previousData(v)
	if err != nil {
		return err
	}
	return s.render(v, http.StatusUnprocessableEntity, s.previousPage(v, d, &f, wrong))
}

// backToPrevious is the table as it was filtered.
func (s *Server) backToPrevious(v *visit) string {
	q := v.QueryParams()
	offset, _ := strconv.Atoi(q.Get("from"))
	return address("/submissions/"+string(submissionOf(v))+"/previous", readPreviousFilter(q).query(), offset)
}
