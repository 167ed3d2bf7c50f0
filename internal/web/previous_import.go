package web

import (
	"errors"
	"fmt"
	"net/http"
	"path"
	"strings"

	"upright/internal/importer/previous"
	"upright/internal/upr"
)

// forPrevious bounds the form around the largest file of recommendations.
func forPrevious() routeKind {
	k := forUpload()
	k.body = previous.MaxBytes + 64<<10
	return k
}

// previousImportPage asks for a file with recommendations.
type previousImportPage struct {
	basePage
	heading
	Form form
}

func (previousImportPage) template() string { return "previous-import" }

// Step is none: the page stands beside the steps.
func (previousImportPage) Step() string { return "" }

// previousImportForm is the file.
type previousImportForm struct {
	File string `form:"file" input:"file"`
}

// previousFoundPage shows what was found in a file, before anything of it is taken in.
type previousFoundPage struct {
	basePage
	heading
	Form    form
	Import  string
	Found   *upr.PreviousImport
	Format  string
	Count   int
	Known   int
	New     int
	Sample  []previousRow
	Unread  []unreadView
	More    int // rows that could not be read and are not listed
	Skipped int // all rows that could not be read
	// CanCorrect says that the person can say what the columns of the file are.
	CanCorrect bool
}

func (previousFoundPage) template() string { return "previous-found" }

// Step is none: the page stands beside the steps.
func (previousFoundPage) Step() string { return "" }

// takeForm has no fields: the button says it all. What is wrong stands above.
type takeForm struct{}

// An unreadView is a row that could not be read.
type unreadView struct {
	Row    int
	Reason string
}

// sampleSize is how many recommendations of a file are shown before it is taken in.
const sampleSize = 5

// showPreviousImport answers GET /submissions/:submission/previous/import.
func (s *Server) showPreviousImport(v *visit) error {
	return s.renderPreviousImport(v, http.StatusOK, nil)
}

func (s *Server) renderPreviousImport(v *visit, status int, wrong problems) error {
	one, err := s.Store.Outline(v.Request().Context(), v.actor(), submissionOf(v))
	if err != nil {
		return err
	}
	return s.render(v, status, s.previousImportPage(v, &one, wrong))
}

func (s *Server) previousImportPage(v *visit, one *upr.Submission, wrong problems) previousImportPage {
	p := previousImportPage{
		basePage: s.base(v), heading: s.heading(v, one), Form: newForm(v.words, "previous-import", &previousImportForm{}, wrong),
	}
	p.Failed = len(wrong) > 0
	return p
}

// readPrevious answers POST /submissions/:submission/previous/import: the file is read while the person looks at how far
// that is. Of a file that cannot be read nothing is kept.
func (s *Server) readPrevious(v *visit) error {
	ctx, id := v.Request().Context(), submissionOf(v)
	wrong, err := bind(v.Request(), &previousImportForm{})
	if isTooLarge(err) {
		return s.renderPreviousImport(v, http.StatusRequestEntityTooLarge, problems{"file": {key: "previous.file.large"}})
	}
	if err != nil {
		return err
	}
	one, err := s.Store.Outline(ctx, v.actor(), id)
	if err != nil {
		return err
	}
	header, err := v.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		wrong["file"] = problem{key: "previous.file.missing"}
		return s.renderPreviousImport(v, http.StatusUnprocessableEntity, wrong)
	}
	if err != nil {
		return &upr.Error{Kind: upr.Invalid, Key: "error.invalid", Err: err}
	}
	file, err := header.Open() // it stays readable after the request, which removes its name
	if err != nil {
		return fmt.Errorf("open upload: %w", err)
	}
	kept, err := s.beginReading(v, one.Details.State, fileName(header.Filename), file, header.Size)
	if err != nil {
		return errors.Join(err, file.Close())
	}
	return s.afterReading(v, kept)
}

// fileName is what a browser calls a file, without folders and not too long: only people read it.
func fileName(name string) string {
	name = clean(path.Base(strings.ReplaceAll(name, `\`, "/")), "")
	if runes := []rune(name); len(runes) > 100 {
		name = string(runes[:100])
	}
	return name
}

// showPreviousFound answers GET /submissions/:submission/previous/import/:import: how far the reading is, then what was
// found; ?columns=yes asks what the columns are.
func (s *Server) showPreviousFound(v *visit) error {
	return s.renderPreviousFound(v, http.StatusOK, nil)
}

func (s *Server) renderPreviousFound(v *visit, status int, wrong problems) error {
	ctx, kept := v.Request().Context(), v.Param("import")
	one, err := s.Store.Outline(ctx, v.actor(), submissionOf(v))
	if err != nil {
		return err
	}
	reading, err := s.Store.PreviousReading(ctx, v.actor(), one.ID, kept)
	if err != nil {
		return err
	}
	if !reading.Done {
		return s.renderReading(v, &one, kept, reading)
	}
	found, known, err := s.Store.PreviousImport(ctx, v.actor(), one.ID, kept)
	if reading.Failure != "" && (err != nil || found.Table == nil || !reading.Kept) {
		wrong := problems{"file": {key: reading.Failure}}
		return s.render(v, http.StatusUnprocessableEntity, s.previousImportPage(v, &one, wrong))
	}
	if err != nil {
		return err
	}
	if reading.Failure != "" || v.QueryParam("columns") != "" && found.Table != nil && reading.Kept {
		return s.render(v, status, s.previousColumnsPage(v, &one, kept, &found, nil, problems{}))
	}
	p := s.previousFoundPage(v, &one, kept, &found, known, wrong)
	p.CanCorrect = found.Table != nil && reading.Kept
	return s.render(v, status, p)
}

func (s *Server) previousFoundPage(
	v *visit, one *upr.Submission, kept string, found *upr.PreviousImport, known int, wrong problems,
) previousFoundPage {
	p := previousFoundPage{
		basePage: s.base(v), heading: s.heading(v, one), Form: newForm(v.words, "previous-found", &takeForm{}, wrong),
		Import: kept, Found: found, Format: v.words.T("previous.format." + found.Format), Count: len(found.Rows), Known: known,
		New: len(found.Rows) - known, More: found.MoreUnread, Skipped: len(found.Unread) + found.MoreUnread,
	}
	p.Failed = len(wrong) > 0
	for i := range found.Rows[:min(sampleSize, len(found.Rows))] {
		row := previousRow{PreviousRecommendation: found.Rows[i], Names: s.namesOf(v, found.Rows[i].States)}
		row.Place = strings.TrimSpace(row.Number + " " + row.Symbol)
		p.Sample = append(p.Sample, row)
	}
	for _, one := range found.Unread {
		p.Unread = append(p.Unread, unreadView{Row: one.Row, Reason: v.words.T(one.Reason)})
	}
	return p
}

// takePrevious answers POST /submissions/:submission/previous/import/:import.
func (s *Server) takePrevious(v *visit) error {
	wrong := problems{}
	_, err := s.Store.TakePreviousImport(v.Request().Context(), v.actor(), submissionOf(v), v.Param("import"))
	if err == nil {
		return s.done(v, "/submissions/"+string(submissionOf(v))+"/previous", "notice.previous-imported")
	}
	var known *upr.Error
	if !errors.As(err, &known) || known.Kind != upr.TooMany {
		return err
	}
	wrong[""] = problem{key: known.Key, args: known.Args}
	return s.renderPreviousFound(v, http.StatusUnprocessableEntity, wrong)
}
