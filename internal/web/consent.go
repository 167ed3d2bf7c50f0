package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"upright/internal/upr"
)

// consentPage is one case as a form.
type consentPage struct {
	basePage
	heading
	ID      string // "" for a new one
	Label   string
	Form    form
	Extents []choice
	Saved   []change // what somebody else saved meanwhile
}

func (consentPage) template() string { return "consent" }

// consentForm is a case: see upr.Consent.
type consentForm struct {
	Label    string `form:"label" autocomplete:"off" validate:"required,max=100"`
	Extent   string `form:"extent" input:"radios" validate:"required,max=20"`
	Names    string `form:"names" input:"lines" autocomplete:"off" validate:"max=11000"`
	Terms    string `form:"terms" input:"lines" validate:"required,max=2000"`
	Obtainer string `form:"obtainer" autocomplete:"off" validate:"max=2000"`
	Obtained string `form:"obtained" input:"date" validate:"max=10"`
	Kept     string `form:"kept" autocomplete:"off" validate:"max=2000"`
	Review   string `form:"review" input:"date" validate:"max=10"`
	Version  string `form:"version" input:"hidden" validate:"omitempty,number,max=19"`
}

func newConsentForm(c *upr.Consent) *consentForm {
	return &consentForm{
		Label: c.Label, Extent: string(c.Extent), Names: strings.Join(c.Names, "\n"), Terms: c.Terms, Obtainer: c.Obtainer,
		Obtained: dateInput(c.Obtained), Kept: c.Kept, Review: dateInput(c.Review), Version: strconv.FormatInt(c.Version, 10),
	}
}

// dateInput writes a day as date fields have it.
func dateInput(d upr.Date) string {
	if d == (upr.Date{}) {
		return ""
	}
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

// consent converts the form; days that are none are among the problems.
func (f *consentForm) consent(id string, wrong problems) upr.Consent {
	c := upr.Consent{
		ID: id, Label: f.Label, Extent: upr.ConsentExtent(f.Extent), Terms: f.Terms, Obtainer: f.Obtainer, Kept: f.Kept,
		Obtained: readDay("obtained", f.Obtained, wrong), Review: readDay("review", f.Review, wrong),
	}
	for _, line := range strings.Split(f.Names, "\n") {
		if line = strings.TrimSpace(line); line != "" && !slices.Contains(c.Names, line) {
			c.Names = append(c.Names, line)
		}
	}
	return c
}

func readDay(field, text string, wrong problems) upr.Date {
	if text == "" {
		return upr.Date{}
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		wrong[field] = problem{key: "value.date"}
		return upr.Date{}
	}
	return upr.DateOf(day)
}

// newConsent is the id in the address of a case that is not there yet.
const newConsent = "new"

// showConsent answers GET /submissions/:submission/consents/:consent. For a new one ?at= names the place of a finding,
// whose words it begins with: words that lead to somebody do not stand in addresses.
func (s *Server) showConsent(v *visit) error {
	d, c, err := s.withConsent(v)
	if err != nil {
		return err
	}
	if at := v.QueryParam("at"); c.ID == "" && at != "" {
		for _, f := range d.harms() {
			if f.Place.ID == at && f.Place.Quote != "" && len(c.Names) < upr.MaxConsentNames && !slices.Contains(c.Names, f.Place.Quote) {
				c.Names = append(c.Names, f.Place.Quote)
			}
		}
	}
	return s.render(v, http.StatusOK, s.consentPage(v, d, c, newConsentForm(c), nil))
}

// withConsent loads the cases and finds the one of the address; a new one has no id.
func (s *Server) withConsent(v *visit) (consentsData, *upr.Consent, error) {
	d, err := s.withConsents(v)
	if err != nil {
		return d, nil, err
	}
	id := v.Param("consent")
	if id == newConsent {
		return d, &upr.Consent{}, nil
	}
	at := slices.IndexFunc(d.cases, func(c upr.Consent) bool { return c.ID == id })
	if at < 0 {
		return d, nil, &upr.Error{Kind: upr.NotFound, Key: "error.not-found"}
	}
	return d, &d.cases[at], nil
}

func (s *Server) consentPage(v *visit, d consentsData, c *upr.Consent, f *consentForm, wrong problems) consentPage {
	p := consentPage{
		basePage: s.base(v), heading: s.heading(v, d.one), ID: c.ID, Label: c.Label, Form: newForm(v.words, "consent", f, wrong),
	}
	p.Failed = len(wrong) > 0
	for _, extent := range upr.ConsentExtents() {
		key := "consent.extent." + string(extent)
		p.Extents = append(p.Extents, choice{Value: string(extent), Label: v.words.T(key), Hint: v.words.T(key + ".hint")})
	}
	return p
}

// updateConsent answers POST /submissions/:submission/consents/:consent.
func (s *Server) updateConsent(v *visit) error {
	d, was, err := s.withConsent(v)
	if err != nil {
		return err
	}
	var f consentForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	c := f.consent(was.ID, wrong)
	if c.Version, err = strconv.ParseInt("0"+f.Version, 10, 64); err != nil {
		return &upr.Error{Kind: upr.Invalid, Key: "error.invalid", Err: err}
	}
	if len(wrong) == 0 {
		err = s.Store.SaveConsent(v.Request().Context(), v.actor(), d.one.ID, &c)
		if was.ID != "" && was.Version != c.Version && isConflict(err) {
			return s.showConsentConflict(v, &f)
		}
		if err := wrong.take(err); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		return s.render(v, http.StatusUnprocessableEntity, s.consentPage(v, d, was, &f, wrong))
	}
	notice := "notice.consent-kept"
	if c.Holds() {
		notice = "notice.consent-holds"
	}
	return s.done(v, consentsPath(d.one.ID)+"#case-"+c.ID, notice)
}

// showConsentConflict gives back what was typed with what somebody else saved meanwhile.
func (s *Server) showConsentConflict(v *visit, typed *consentForm) error {
	d, now, err := s.withConsent(v)
	if err != nil {
		return err
	}
	saved := newConsentForm(now)
	typed.Version = saved.Version
	p := s.consentPage(v, d, now, typed, problems{"": {key: "consent.conflict"}})
	p.Saved = differences(newForm(v.words, "consent", saved, nil), newForm(v.words, "consent", typed, nil))
	return s.render(v, http.StatusConflict, p)
}

// consentsPath is the page of the cases of a submission.
func consentsPath(id upr.SubmissionID) string { return "/submissions/" + string(id) + "/consents" }

// versionForm says which version of a case somebody was shown.
type versionForm struct {
	Version string `form:"version" input:"hidden" validate:"required,number,max=19"`
}

// readVersionForm reads which version of a case the form was made from.
func readVersionForm(v *visit) (int64, error) {
	var f versionForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return 0, err
	}
	if len(wrong) > 0 {
		return 0, &upr.Error{Kind: upr.Invalid, Key: "error.invalid"}
	}
	return readVersion(f.Version)
}

// seeConsent answers POST /submissions/:submission/consents/:consent/seen.
func (s *Server) seeConsent(v *visit) error {
	version, err := readVersionForm(v)
	if err != nil {
		return err
	}
	id := submissionOf(v)
	if err := s.Store.SeeConsent(v.Request().Context(), v.actor(), id, v.Param("consent"), version); err != nil {
		return err
	}
	return s.done(v, consentsPath(id)+"#case-"+v.Param("consent"), "notice.consent-seen")
}

// showConsentRemoval answers GET /submissions/:submission/consents/:consent/remove.
func (s *Server) showConsentRemoval(v *visit) error {
	d, c, err := s.withConsent(v)
	if err != nil {
		return err
	}
	return s.render(v, http.StatusOK, s.consentRemovalPage(v, d.one, c))
}

// consentRemovalPage is what is asked before a case is removed.
type consentRemovalPage struct {
	confirmPage
	Version int64
}

func (consentRemovalPage) template() string { return "consent-removal" }

func (s *Server) consentRemovalPage(v *visit, one *upr.Submission, c *upr.Consent) consentRemovalPage {
	h := s.heading(v, one)
	return consentRemovalPage{s.confirmPage(v, "consent", c.Label, &h, h.Home+"/consents", nil), c.Version}
}

// removeConsent answers POST /submissions/:submission/consents/:consent/remove.
func (s *Server) removeConsent(v *visit) error {
	version, err := readVersionForm(v)
	if err != nil {
		return err
	}
	id := submissionOf(v)
	if err := s.Store.RemoveConsent(v.Request().Context(), v.actor(), id, v.Param("consent"), version); err != nil {
		return err
	}
	return s.done(v, consentsPath(id), "notice.consent-removed")
}

// confirmNamingForm makes sure that somebody looked, and at which text.
type confirmNamingForm struct {
	Looked  bool   `form:"looked" input:"checkbox"`
	Version string `form:"version" input:"hidden" validate:"required,number,max=19"`
}

// confirmNaming answers POST /submissions/:submission/naming.
func (s *Server) confirmNaming(v *visit) error {
	var f confirmNamingForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	version, err := readVersion(f.Version)
	if err != nil {
		return err
	}
	if !f.Looked {
		wrong["looked"] = problem{key: "naming.looked.missing"}
		d, err := s.withConsents(v)
		if err != nil {
			return err
		}
		p, err := s.consentsPage(v, d, wrong)
		if err != nil {
			return err
		}
		return s.render(v, http.StatusUnprocessableEntity, p)
	}
	id := submissionOf(v)
	if err := s.Store.ConfirmNaming(v.Request().Context(), v.actor(), id, version); err != nil {
		return err
	}
	return s.done(v, consentsPath(id)+"#naming", "notice.naming-confirmed")
}
