package web

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"upright/internal/document"
	"upright/internal/prose"
	"upright/internal/redline"
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
	Redline     template.HTML // from what it signed to what it is asked now; "" when nothing changed
	Compare     string        // address of the whole of that
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
	if d.now.State(id) == upr.ReopenedState {
		d.signed, err = s.at(v, d.one, d.now.Last[id].Revision.Version)
	}
	return d, d.members[at], err
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
	p, err := s.signPage(v, d, member, f, nil)
	if err != nil {
		return err
	}
	return s.render(v, http.StatusOK, p)
}

func (s *Server) signPage(v *visit, d signing, member store.CoalitionMember, f *signForm, wrong problems) (signPage, error) {
	state := s.signoffPage(v, d)
	p := signPage{
		basePage: state.basePage, heading: state.heading, Request: state.Request, Name: member.Organization.Name,
		Represented: member.Appearance == upr.RepresentedAppearance, Form: newForm(v.words, "sign", f, wrong),
	}
	p.Failed = len(wrong) > 0
	for _, answer := range []upr.SignoffAnswer{upr.Endorsed, upr.WithPosition, upr.Declined} {
		p.Answers = append(p.Answers, choice{
			Value: string(answer), Label: v.words.T("sign.answer." + string(answer)), Hint: v.words.T("sign.answer." + string(answer) + ".hint"),
		})
	}
	last := d.now.Last[member.Organization.ID]
	if last != nil {
		row := state.row(v, d, member)
		p.Last, p.CanWithdraw = &row, last.Answer == upr.Endorsed || last.Answer == upr.WithPosition
	}
	shown := *d.frozen
	d.now.FillSignatories(&shown)
	var err error
	if p.Text, err = paperText(s.Press.As(document.DraftRevision(d.latest())), &shown); err != nil {
		return p, err
	}
	if p.Last != nil && p.Last.State == upr.ReopenedState {
		p.Compare = p.Last.Changes
		p.Redline, err = s.sinceSigned(v, d, last.Revision.Number)
	}
	return p, err
}

// sinceSigned is a redline, as HTML, of what changed from the revision that was signed to the one that is asked about.
func (s *Server) sinceSigned(v *visit, d signing, number int) (template.HTML, error) {
	c := comparison(version{text: d.signed}, version{text: d.frozen})
	c.OlderName = v.words.T("signoff.revision", "n", number)
	c.NewerName = v.words.T("signoff.revision", "n", d.latest())
	made, err := s.Press.Redline(c)
	if err != nil {
		return "", err
	}
	// The text itself stands on the same page: no two things on it have one id.
	apart := strings.NewReplacer(` role="doc-endnotes" aria-labelledby="paper-endnotes"`, "", ` id="`, ` id="since-`, `href="#`, `href="#since-`)
	var text bytes.Buffer
	if err := s.Press.WriteRedlineFragment(&text, redline.Excerpt(made)); err != nil {
		return "", err
	}
	return template.HTML(apart.Replace(text.String())), nil // made by render/html, which escapes everything
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
		if last == nil {
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
