package web

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"time"

	"upright/internal/importer/word"
	"upright/internal/store"
	"upright/internal/upr"
)

// forWord bounds the form around the largest Word file.
func forWord() routeKind {
	k := forUpload()
	k.body = word.MaxBytes + 64<<10
	return k
}

// wordReading is how long the reading of a file may take: the largest that is allowed takes seconds.
const wordReading = 30 * time.Second

// wordPage asks for a draft that was written as a Word file.
type wordPage struct {
	basePage
	heading
	Form form
}

func (wordPage) template() string { return "word" }

// Step is none: the page stands beside the steps.
func (wordPage) Step() string { return "" }

// wordForm is the file, and what of the comments in it is wanted.
type wordForm struct {
	File     string `form:"file" input:"file"`
	Comments bool   `form:"comments" input:"checkbox"`
	Names    bool   `form:"names" input:"checkbox"`
}

// showWord answers GET /submissions/:submission/word.
func (s *Server) showWord(v *visit) error {
	return s.renderWord(v, http.StatusOK, &wordForm{Comments: true}, nil)
}

func (s *Server) renderWord(v *visit, status int, f *wordForm, wrong problems) error {
	one, err := s.Store.Submission(v.Request().Context(), v.actor(), submissionOf(v))
	if err != nil {
		return err
	}
	return s.render(v, status, s.wordPage(v, &one, f, wrong))
}

func (s *Server) wordPage(v *visit, one *upr.Submission, f *wordForm, wrong problems) wordPage {
	p := wordPage{basePage: s.base(v), heading: s.heading(v, one), Form: newForm(v.words, "word", f, wrong)}
	p.Failed = len(wrong) > 0
	return p
}

// readWord answers POST /submissions/:submission/word: it reads the file and keeps what was found until the person has
// said which heading is which part. The file itself is not kept, and of one that cannot be read nothing is.
func (s *Server) readWord(v *visit) error {
	ctx, id := v.Request().Context(), submissionOf(v)
	f := &wordForm{}
	wrong, err := bind(v.Request(), f)
	if isTooLarge(err) {
		return s.renderWord(v, http.StatusRequestEntityTooLarge, &wordForm{Comments: true}, problems{"file": {key: "word.file.large"}})
	}
	if err != nil {
		return err
	}
	draft, name, err := s.wordFile(v, f)
	if err := wrong.takeFile(v, err); err != nil {
		return err
	}
	if len(wrong) > 0 {
		return s.renderWord(v, http.StatusUnprocessableEntity, f, wrong)
	}
	data, err := draft.Encode()
	if err != nil {
		return err
	}
	kept, err := s.Store.KeepWordImport(ctx, v.actor(), id, store.WordImport{File: name, Draft: data})
	if err != nil {
		return err
	}
	return v.Redirect(http.StatusSeeOther, "/submissions/"+string(id)+"/word/"+kept)
}

// wordFile reads the file of the form.
func (s *Server) wordFile(v *visit, f *wordForm) (*word.Draft, string, error) {
	data, err := uploaded(v, "file")
	if err != nil {
		return nil, "", err
	}
	header, err := v.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return nil, "", &upr.Error{Kind: upr.Invalid, Key: "word.file.missing"}
	}
	if err != nil {
		return nil, "", &upr.Error{Kind: upr.Invalid, Key: "error.invalid", Err: err}
	}
	ctx, cancel := context.WithTimeout(v.Request().Context(), wordReading)
	defer cancel()
	select {
	case s.readings <- struct{}{}: // the largest file takes a hundred megabytes
		defer func() { <-s.readings }()
	case <-ctx.Done():
		return nil, "", &upr.Error{Kind: upr.Busy, Key: "error.busy", Err: ctx.Err()}
	}
	draft, err := word.Read(ctx, bytes.NewReader(data), word.Options{User: v.actor().User, Comments: f.Comments, Names: f.Comments && f.Names})
	if errors.Is(err, context.DeadlineExceeded) {
		return nil, "", &upr.Error{Kind: upr.TooMany, Key: "word.file.large", Err: err}
	}
	return draft, fileName(header.Filename), err
}
