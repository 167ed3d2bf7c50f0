package web

import (
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"upright/internal/document"
	"upright/internal/prose"
	"upright/internal/store"
	"upright/internal/upr"
)

// signPage shows one organization exactly the text that it is asked to sign, and takes its answer.
type signPage struct {
	basePage
	heading
	Name        string // of the organization
	Represented bool   // a position of it would not be printed
	Request     *requestView
	Last        *signoffRow   // what it said last; nil for nothing
	Since       *renewalView  // what changed since it signed; nil where that holds
	Changed     upr.Changes   // of what stands now since it was frozen
	Text        template.HTML // made by render/html, which escapes everything
	CanWithdraw bool
	Form        form
	Answers     []choice
}

func (signPage) template() string { return "sign" }

// Step is the one it belongs to.
func (signPage) Step() string { return "signoff" }

// signForm is an answer, and the revision that the page showed.
type signForm struct {
	Answer     string `form:"answer" input:"radios" validate:"required,oneof=endorsed position declined withdrawn renewed"`
	Paragraphs string `form:"paragraphs" input:"text" validate:"max=500"`
	Words      string `form:"words" input:"lines" validate:"max=6000"`
	Revision   string `form:"revision" input:"hidden" validate:"required,number,max=9"`
}

// renewed is the answer of a form that says again what was said to an older text.
const renewed = "renewed"

// signer loads the page's data and the organization of the address, for who signs for it.
func (s *Server) signer(v *visit) (signing, store.CoalitionMember, error) {
	d, err := s.withSigning(v)
	if err != nil {
		return d, store.CoalitionMember{}, err
	}
	id := upr.OrganizationID(v.Param("organization"))
	at := slices.IndexFunc(d.members, func(m store.CoalitionMember) bool { return m.Organization.ID == id })
	switch {
	case at < 0:
		return d, store.CoalitionMember{}, &upr.Error{Kind: upr.NotFound, Key: "error.not-found"}
	case !d.in.SignsFor(id):
		return d, store.CoalitionMember{}, &upr.Error{Kind: upr.Forbidden, Key: "error.forbidden"}
	case d.now.Request == nil:
		return d, store.CoalitionMember{}, &upr.Error{Kind: upr.Conflict, Key: "signoff.not-asked"}
	}
	return d, d.members[at], s.loadSigned(v, &d, id)
}

// showSign answers GET /submissions/:submission/signoff/:organization.
func (s *Server) showSign(v *visit) error {
	d, member, err := s.signer(v)
	if err != nil {
		return err
	}
	f := &signForm{Revision: strconv.Itoa(d.latest())}
	if last := d.now.Last[member.Organization.ID]; last != nil && last.Answer == upr.WithPosition {
		f.Words, f.Paragraphs = last.Words, strings.Join(labelsOf(d.frozen.Manuscript, last.Paragraphs), ", ")
	}
	if err := s.Store.ReadSignoff(v.Request().Context(), v.actor(), d.one.ID); err != nil {
		return err
	}
	p, err := s.signPage(v, d, member, f, nil)
	if err != nil {
		return err
	}
	return s.render(v, http.StatusOK, p)
}

func (s *Server) signPage(v *visit, d signing, member store.CoalitionMember, f *signForm, wrong problems) (signPage, error) {
	state, id := s.signoffPage(v, d), member.Organization.ID
	p := signPage{
		basePage: state.basePage, heading: state.heading, Request: state.Request, Name: member.Organization.Name,
		Changed: state.Changed, Represented: member.Appearance == upr.RepresentedAppearance, Form: newForm(v.words, "sign", f, wrong),
	}
	p.Failed = len(wrong) > 0
	for _, answer := range []upr.SignoffAnswer{upr.Endorsed, upr.WithPosition, upr.Declined} {
		p.Answers = append(p.Answers, choice{
			Value: string(answer), Label: v.words.T("sign.answer." + string(answer)), Hint: v.words.T("sign.answer." + string(answer) + ".hint"),
		})
	}
	if last := d.now.Last[id]; last != nil {
		row := state.row(v, d, member)
		p.Last, p.CanWithdraw = &row, last.Answer.Signs()
	}
	shown := *d.frozen
	d.now.FillSignatories(&shown)
	var err error
	if p.Text, err = paperText(s.Press.As(document.DraftRevision(d.latest())), &shown); err != nil {
		return p, err
	}
	if p.Last != nil && p.Last.State == upr.ReopenedState {
		if p.Since, err = s.sinceSigned(v, d, id); err == nil {
			p.Since.Touched = p.Last.Touched
		}
	}
	return p, err
}

// sign answers POST /submissions/:submission/signoff/:organization.
func (s *Server) sign(v *visit) error {
	d, member, err := s.signer(v)
	if err != nil {
		return err
	}
	var f signForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	answer, err := signedAnswer(d, member.Organization.ID, &f, wrong)
	if err != nil {
		return err
	}
	if len(wrong) == 0 {
		if err := wrong.take(s.Store.Sign(v.Request().Context(), v.actor(), d.one.ID, answer)); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		p, err := s.signPage(v, d, member, &f, wrong)
		if err != nil {
			return err
		}
		return s.render(v, http.StatusUnprocessableEntity, p)
	}
	return s.done(v, "/submissions/"+string(d.one.ID)+"/signoff", "notice.signed."+string(answer.Answer))
}

// signedAnswer is the form as an answer. A renewal says what was said to the older text, as far as it is about paragraphs
// that are still there.
func signedAnswer(d signing, organization upr.OrganizationID, f *signForm, wrong problems) (upr.Signoff, error) {
	answer := upr.Signoff{Organization: organization, Answer: upr.SignoffAnswer(f.Answer)}
	if len(wrong) > 0 {
		return answer, nil
	}
	var err error
	if answer.Revision.Number, err = strconv.Atoi(f.Revision); err != nil {
		return answer, fmt.Errorf("revision: %w", err)
	}
	switch last := d.now.Last[organization]; {
	case f.Answer == renewed:
		if last == nil || !last.Answer.Signs() {
			return answer, &upr.Error{Kind: upr.Conflict, Key: "signoff.nothing-signed"}
		}
		answer.Answer, answer.Words = last.Answer, last.Words
		f.Answer, f.Words = string(last.Answer), last.Words
		f.Paragraphs = strings.Join(labelsOf(d.frozen.Manuscript, last.Paragraphs), ", ")
	case answer.Answer != upr.Endorsed:
		answer.Words = f.Words // what stands in the field of an endorsement without one was left over
	}
	if answer.Answer != upr.WithPosition {
		return answer, nil
	}
	known := blocksByLabel(d.frozen.Manuscript)
	for label := range strings.FieldsFuncSeq(f.Paragraphs, func(r rune) bool { return strings.ContainsRune(" ,;،、.", r) }) {
		id, there := known[strings.ToUpper(label)]
		if !there {
			wrong["paragraphs"] = problem{key: "sign.paragraphs.unknown", args: map[string]any{"number": label}}
			break
		}
		if !slices.Contains(answer.Paragraphs, id) {
			answer.Paragraphs = append(answer.Paragraphs, id)
		}
	}
	return answer, nil
}

// blocksByLabel finds paragraphs and recommendations by the numbers that readers see.
func blocksByLabel(m *prose.Manuscript) map[string]string {
	numbers := prose.Number(m)
	found := make(map[string]string, len(numbers.Paragraphs))
	for id := range numbers.Paragraphs {
		label, _ := numbers.Label(id)
		found[label] = id
	}
	for id := range numbers.Recommendations {
		label, _ := numbers.Label(id)
		found[label] = id
	}
	return found
}
