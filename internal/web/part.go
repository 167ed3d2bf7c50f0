package web

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"upright/internal/prose"
	"upright/internal/store"
	"upright/internal/upr"
)

// partPage edits one part as plain text, for browsers without JavaScript. Structure, notes and the ids of blocks are kept.
type partPage struct {
	basePage
	heading
	ID       string
	Part     string // its title
	Ready    bool   // marked as ready
	Locked   bool   // the visitor cannot change it now
	Form     form
	Guidance guidance
	Open     int  // suggestions in the part; the form shows its text without them
	Lost     bool // something could not be merged: what was typed stands in the form, what is kept in the text below
	Now      string
}

func (partPage) template() string { return "part" }

// partForm is a part as typed: the text in the light markup of prose.ParseForm.
type partForm struct {
	Title   string `form:"title" validate:"max=300"`
	Text    string `form:"text" input:"text" validate:"max=1000000"`
	Hidden  bool   `form:"hidden" input:"checkbox"`
	Version string `form:"version" input:"hidden" validate:"required,number,max=19"`
}

func newPartForm(part *prose.Part, version int64) *partForm {
	return &partForm{
		Title: part.Title, Text: prose.WriteForm(part), Hidden: part.Hidden, Version: strconv.FormatInt(version, 10),
	}
}

// showPart answers GET /submissions/:submission/parts/:part.
func (s *Server) showPart(v *visit) error {
	one, part, err := s.partOf(v)
	if err != nil {
		return err
	}
	locked, err := s.Store.LockedFor(v.Request().Context(), v.actor(), one.ID)
	if err != nil {
		return err
	}
	p := s.partPage(v, one, part, newPartForm(part.Settled(), one.Head), nil)
	p.Locked = slices.Contains(locked, part.ID)
	return s.render(v, http.StatusOK, p)
}

// updatePart answers POST /submissions/:submission/parts/:part. The form was filled in on an older text when others wrote
// meanwhile: the editing authority merges, as it does for everybody.
func (s *Server) updatePart(v *visit) error {
	one, old, err := s.partOf(v)
	if err != nil {
		return err
	}
	var f partForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	base, err := strconv.ParseInt(f.Version, 10, 64)
	if err != nil {
		return &upr.Error{Kind: upr.Invalid, Key: "error.invalid", Err: err}
	}
	// The ids of blocks are found by what the form showed, not by what others made of the text since.
	old, err = s.partAt(v, one, base, old.ID)
	if store.IsCompacted(err) { // filled in so long ago that nothing can be merged: what was typed is given back
		return s.showLost(v, &f, wrong)
	}
	if err != nil {
		return err
	}
	part, err := prose.ParseForm(f.Text, old.Settled())
	var unclear *prose.FormError
	switch {
	case errors.As(err, &unclear):
		wrong["text"] = problem{key: "part.form." + string(unclear.Problem), args: map[string]any{"line": strconv.Itoa(unclear.Line)}}
	case errors.Is(err, prose.ErrTooLarge):
		wrong["text"] = problem{key: "part.form.large"}
	case errors.Is(err, prose.ErrNotText):
		wrong["text"] = problem{key: "part.form.large"}
	case err != nil:
		return err
	}
	if len(wrong) > 0 {
		return s.render(v, http.StatusUnprocessableEntity, s.partPage(v, one, old, &f, wrong))
	}
	part.Title, part.Hidden = f.Title, f.Hidden
	part, _ = prose.Reopen(part, old) // the page has said which suggestions go
	encoded, err := prose.EncodePart(part)
	if err != nil {
		return err
	}
	_, lost, err := s.Texts.ReplacePart(v.Request().Context(), v.actor(), one.ID, base, encoded)
	if err := wrong.takeFor("text", err); err != nil {
		return err
	}
	if lost > 0 || len(wrong) > 0 {
		return s.showLost(v, &f, wrong)
	}
	return s.done(v, "/submissions/"+string(one.ID)+"/write", "notice.part")
}

// showLost gives back what was typed where not all of it could be merged, with the text as it stands now.
func (s *Server) showLost(v *visit, typed *partForm, wrong problems) error {
	one, part, err := s.partOf(v)
	if err != nil {
		return err
	}
	if len(wrong) == 0 {
		wrong["text"] = problem{key: "part.lost"}
	}
	typed.Version = strconv.FormatInt(one.Head, 10)
	p := s.partPage(v, one, part, typed, wrong)
	p.Lost, p.Now = true, prose.WriteForm(part.Settled())
	return s.render(v, http.StatusConflict, p)
}

// partAt returns a part as it was at a version of the text, with suggestions.
func (s *Server) partAt(v *visit, one *upr.Submission, version int64, id string) (*prose.Part, error) {
	text := one.Text()
	if version != one.Head {
		doc, err := s.Texts.ManuscriptAt(v.Request().Context(), v.actor(), one.ID, version)
		if err != nil {
			return nil, err
		}
		if text, err = prose.Decode(doc); err != nil {
			return nil, fmt.Errorf("text of %s at version %d: %w", one.ID, version, err)
		}
	}
	part := text.Part(id)
	if part == nil {
		return nil, &upr.Error{Kind: upr.NotFound, Key: "error.not-found"}
	}
	return part, nil
}

// partOf loads the submission and the part of the address, with suggestions.
func (s *Server) partOf(v *visit) (*upr.Submission, *prose.Part, error) {
	one, err := s.withText(v)
	if err != nil {
		return nil, nil, err
	}
	part := one.Text().Part(v.Param("part"))
	if part == nil {
		return nil, nil, &upr.Error{Kind: upr.NotFound, Key: "error.not-found"}
	}
	return one, part, nil
}

func (s *Server) partPage(v *visit, one *upr.Submission, part *prose.Part, f *partForm, wrong problems) partPage {
	p := partPage{
		basePage: s.base(v), heading: s.heading(v, one),
		ID: part.ID, Part: s.partTitle(one, part), Ready: slices.Contains(one.Ready, part.ID),
		Form: newForm(v.words, "part", f, wrong), Guidance: guidanceFor(v.words, part.Kind),
		Open: part.Suggestions(),
	}
	p.Failed = len(wrong) > 0
	return p
}
