package web

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"upright/internal/document"
	"upright/internal/export"
	"upright/internal/importer"
	"upright/internal/store"
	"upright/internal/upr"
)

// finalPage asks whether the text is to be final, and says who stays in it and who is left out.
type finalPage struct {
	basePage
	heading
	Request *requestView
	Stay    []string // names of organizations
	Left    []signoffRow
	Naming  namingView
	Open    int    // points of the checklist that nobody has confirmed for this text; they keep nothing back
	Waiting string // what for: some have not answered and the last day has not passed, or the lead has not signed; "" for nothing
	Form    form
}

func (finalPage) template() string { return "final" }

// Step is the one it belongs to.
func (finalPage) Step() string { return "signoff" }

// finalForm makes sure that somebody means it, and that they mean what they were shown.
type finalForm struct {
	Sure    bool   `form:"sure" input:"checkbox"`
	Version string `form:"version" input:"hidden" validate:"required,number,max=19"`
	Seen    string `form:"seen" input:"hidden" validate:"required,number,max=9"`
}

// showFinal answers GET /submissions/:submission/signoff/final.
func (s *Server) showFinal(v *visit) error {
	d, err := s.finishable(v)
	if err != nil {
		return err
	}
	f := &finalForm{Version: strconv.FormatInt(d.one.Head, 10), Seen: strconv.Itoa(d.now.Seen)}
	return s.render(v, http.StatusOK, s.finalPage(v, d, f, nil))
}

// finishable loads what the page shows, of a text that is not final and without open suggestions.
func (s *Server) finishable(v *visit) (signing, error) {
	d, err := s.askable(v)
	if err == nil {
		err = s.loadNaming(v, &d)
	}
	if err == nil {
		err = s.loadOpen(v, &d)
	}
	switch {
	case err != nil:
		return d, err
	case len(d.members) < 2:
		return d, nil
	case d.now.Request == nil:
		return d, &upr.Error{Kind: upr.Conflict, Key: "signoff.not-asked"}
	case d.wasFinal():
		return d, &upr.Error{Kind: upr.Conflict, Key: "final.again"}
	case d.changes().Words || d.changes().Set:
		return d, &upr.Error{Kind: upr.Conflict, Key: "final.text-moved"}
	case !d.changes().None():
		return d, &upr.Error{Kind: upr.Conflict, Key: "final.details-moved"}
	}
	return d, nil
}

// loadNaming adds who made sure of whom the text names.
func (s *Server) loadNaming(v *visit, d *signing) error {
	ctx := v.Request().Context()
	report, err := s.check(ctx, v.actor(), d.one)
	if err != nil {
		return err
	}
	d.harms = len(openHarms(report))
	d.naming, err = s.Store.Naming(ctx, v.actor(), d.one.ID, d.one.Head)
	return err
}

// loadOpen adds how much of the checklist is open.
func (s *Server) loadOpen(v *visit, d *signing) error {
	list, err := s.checklist(v.Request().Context(), v, d.one)
	d.open = list.open()
	return err
}

func (s *Server) finalPage(v *visit, d signing, f *finalForm, wrong problems) finalPage {
	state := s.signoffPage(v, d)
	p := finalPage{
		basePage: state.basePage, heading: state.heading, Request: state.Request, Waiting: state.Next,
		Form: newForm(v.words, "final", f, wrong), Naming: s.namingView(v, d.one, d.naming, d.harms, d.names),
		Open: d.open,
	}
	for _, row := range state.Rows {
		if state.Alone || row.State == upr.SignedState {
			p.Stay = append(p.Stay, row.Name)
		} else {
			p.Left = append(p.Left, row)
		}
	}
	p.Failed = len(wrong) > 0
	return p
}

// makeFinal answers POST /submissions/:submission/signoff/final.
func (s *Server) makeFinal(v *visit) error {
	d, err := s.finishable(v)
	if err != nil {
		return err
	}
	var f finalForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	if !f.Sure {
		wrong["sure"] = problem{key: "final.sure.missing"}
	}
	if d.naming.Missing(d.harms > 0) > 0 {
		wrong[""] = problem{key: "final.naming"}
	}
	if len(wrong) > 0 {
		return s.render(v, http.StatusUnprocessableEntity, s.finalPage(v, d, &f, wrong))
	}
	finishing, err := s.finishing(v, d, f)
	if err != nil {
		return err
	}
	if _, err := s.Store.MakeFinal(v.Request().Context(), v.actor(), d.one.ID, finishing); err != nil {
		return err
	}
	return s.done(v, "/submissions/"+string(d.one.ID)+"/signoff", "notice.final")
}

// finishing makes of the submission what will stay.
func (s *Server) finishing(v *visit, d signing, shown finalForm) (store.Finishing, error) {
	f := store.Finishing{Name: v.words.T("final.revision"), Today: s.today(v), Naming: d.harms > 0}
	var err error
	if f.Version, err = readVersion(shown.Version); err != nil {
		return f, err
	}
	if f.Seen, err = strconv.Atoi(shown.Seen); err != nil {
		return f, &upr.Error{Kind: upr.Invalid, Key: "error.invalid", Err: err}
	}
	f.Seal = d.stands
	paper := *d.one
	if len(d.members) > 1 {
		f.Revision = d.latest()
		for _, m := range d.members {
			if d.state(m.Organization.ID) != upr.SignedState {
				f.Left = append(f.Left, m.Organization.ID)
			}
		}
		d.now.FillSignatories(&paper)
		leaveOut(&paper, f.Left)
	}
	if f.Sum, err = importer.Sum(&paper); err != nil {
		return f, err
	}
	var portable bytes.Buffer
	err = importer.Write(&portable, &paper)
	f.Portable = portable.Bytes()
	return f, err
}

// leaveOut takes organizations out of a paper. One organization that is left submits alone.
func leaveOut(paper *upr.Submission, left []upr.OrganizationID) {
	paper.Organizations = slices.DeleteFunc(slices.Clone(paper.Organizations), func(o upr.Organization) bool {
		return slices.Contains(left, o.ID)
	})
	paper.Annexes.Signatories = slices.DeleteFunc(slices.Clone(paper.Annexes.Signatories), func(o upr.Signatory) bool {
		return slices.Contains(left, o.Organization.ID)
	})
	if len(paper.Organizations) == 1 {
		paper.Details.Kind, paper.Annexes.Signatories = upr.Individual, nil
	}
}

// showReopen answers GET /submissions/:submission/signoff/reopen.
func (s *Server) showReopen(v *visit) error {
	d, err := s.withSigning(v)
	if err != nil {
		return err
	}
	if d.now.Final == nil {
		return &upr.Error{Kind: upr.Conflict, Key: "final.not"}
	}
	return s.render(v, http.StatusOK, s.reopenPage(v, d))
}

func (s *Server) reopenPage(v *visit, d signing) confirmPage {
	h := s.heading(v, d.one)
	what := "reopen"
	if d.now.Final.HandedIn != nil {
		what = "reopen-handed-in"
	}
	return s.confirmPage(v, what, strconv.Itoa(d.now.Final.Revision.Number), &h, h.Home+"/signoff", nil)
}

// reopen answers POST /submissions/:submission/signoff/reopen.
func (s *Server) reopen(v *visit) error {
	id := submissionOf(v)
	now, err := s.Store.Signing(v.Request().Context(), v.actor(), id)
	if err != nil {
		return err
	}
	if now.Final == nil {
		return &upr.Error{Kind: upr.Conflict, Key: "final.not"}
	}
	if err := s.Store.Reopen(v.Request().Context(), v.actor(), id, now.Final.Revision.Number); err != nil {
		return err
	}
	return s.done(v, "/submissions/"+string(id)+"/signoff", "notice.reopened")
}

// paperOf is the paper of a submission and the press that prints it: of a final one what was kept, as final.
func (s *Server) paperOf(v *visit, one *upr.Submission) (*export.Press, *upr.Submission, error) {
	if one.Final == 0 {
		return s.Press, one, nil
	}
	return s.finalPaper(v, one, one.Final)
}

// finalPaper is the paper of a revision that is or was final, as it was kept.
func (s *Server) finalPaper(v *visit, one *upr.Submission, revision int) (*export.Press, *upr.Submission, error) {
	return s.finalPaperFor(v.Request().Context(), v.actor(), one, revision)
}

// finalPaperFor is finalPaper for whoever acts, be it with a reader link.
func (s *Server) finalPaperFor(
	ctx context.Context, by upr.Actor, one *upr.Submission, revision int,
) (*export.Press, *upr.Submission, error) {
	data, sum, err := s.Store.FinalSubmission(ctx, by, one.ID, revision)
	if err != nil {
		return nil, nil, err
	}
	kept, err := importer.Read(bytes.NewReader(data))
	if err != nil {
		return nil, nil, fmt.Errorf("final text %d of %s: %w", revision, one.ID, err)
	}
	kept.ID, kept.Head = one.ID, one.Head
	return s.Press.As(document.Final(revision, sum)), kept, nil
}

// downloadRevision answers GET /submissions/:submission/revisions/:revision/files/:format: files of a frozen text.
func (s *Server) downloadRevision(v *visit) error {
	number, err := readVersion(v.Param("revision"))
	if err != nil {
		return err
	}
	d, err := s.withSigning(v)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(d.now.Finals, func(f upr.FinalText) bool { return int64(f.Revision.Number) == number }) {
		press, paper, err := s.finalPaper(v, d.one, int(number))
		if err != nil {
			return err
		}
		return s.sendFile(v, press, paper)
	}
	revisions, err := s.Store.Revisions(v.Request().Context(), v.actor(), d.one.ID)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(revisions, func(r upr.Revision) bool { return int64(r.Number) == number })
	if at < 0 {
		return &upr.Error{Kind: upr.NotFound, Key: "error.not-found"}
	}
	frozen, err := s.frozenAt(v, d.one, revisions[at])
	if isKind(err, upr.NotFound) { // a revision that nobody was asked about is a text alone
		frozen, err = s.at(v, d.one, revisions[at].Version)
	}
	if err != nil {
		return err
	}
	paper := *frozen
	if d.latest() == int(number) {
		d.now.FillSignatories(&paper)
	}
	return s.sendFile(v, s.Press.As(document.DraftRevision(int(number))), &paper)
}
