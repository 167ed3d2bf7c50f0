package web

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"upright/internal/picture"
	"upright/internal/upr"
)

// organizationPage shows an organization's profile as a form: what stands in it is what OHCHR publishes.
type organizationPage struct {
	basePage
	Form      form
	New       bool
	ID        upr.OrganizationID
	Name      string
	Countries []choice
	Statuses  []choice
	Types     []choice
	HasLogo   bool
	LogoForm  form
	Printed   string // as OHCHR prints organizations in its endnotes
}

func (organizationPage) template() string { return "organization" }

// showNewOrganization answers GET /organizations/new.
func (s *Server) showNewOrganization(v *visit) error {
	return s.render(v, http.StatusOK, s.organizationPage(v, upr.Organization{}, &organizationForm{}, nil))
}

// createOrganization answers POST /organizations/new.
func (s *Server) createOrganization(v *visit) error {
	var f organizationForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	o, err := f.organization(s.Now(), wrong)
	if err != nil {
		return err
	}
	var id upr.OrganizationID
	if len(wrong) == 0 {
		id, err = s.Store.CreateOrganization(v.Request().Context(), v.actor(), o)
		if err := wrong.take(err); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		return s.render(v, http.StatusUnprocessableEntity, s.organizationPage(v, upr.Organization{}, &f, wrong))
	}
	return s.done(v, "/organizations/"+string(id), "notice.organization")
}

// showOrganization answers GET /organizations/:organization. Members who do not manage it are led to the members.
func (s *Server) showOrganization(v *visit) error {
	ctx := v.Request().Context()
	if s.Store.RequireOrganization(ctx, v.actor(), organizationIn(v), upr.ManageOrganization) != nil {
		return v.Redirect(http.StatusSeeOther, membersPath(v))
	}
	o, err := s.organizationOf(v)
	if err != nil {
		return err
	}
	return s.render(v, http.StatusOK, s.organizationPage(v, o, newOrganizationForm(o), nil))
}

// updateOrganization answers POST /organizations/:organization.
func (s *Server) updateOrganization(v *visit) error {
	kept, err := s.organizationOf(v)
	if err != nil {
		return err
	}
	var f organizationForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	o, err := f.organization(s.Now(), wrong)
	if err != nil {
		return err
	}
	if len(wrong) == 0 {
		o.Example = kept.Example
		if err := wrong.take(s.Store.UpdateOrganization(v.Request().Context(), v.actor(), kept.ID, o)); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		return s.render(v, http.StatusUnprocessableEntity, s.organizationPage(v, kept, &f, wrong))
	}
	return s.done(v, "/organizations/"+string(kept.ID), "notice.organization")
}

// showLogo answers GET /organizations/:organization/logo.
func (s *Server) showLogo(v *visit) error {
	o, err := s.organizationOf(v)
	if err != nil {
		return err
	}
	if o.Logo == nil {
		return &upr.Error{Kind: upr.NotFound, Key: "error.not-found"}
	}
	return v.Blob(http.StatusOK, "image/"+o.Logo.Format, o.Logo.Data)
}

// updateLogo answers POST /organizations/:organization/logo. What is kept is decoded and encoded again: nothing but
// pixels comes through.
func (s *Server) updateLogo(v *visit) error {
	o, err := s.organizationOf(v)
	if err != nil {
		return err
	}
	wrong := make(problems)
	data, err := uploaded(v, "logo")
	if err != nil {
		return err
	}
	if len(data) == 0 {
		wrong["logo"] = problem{key: "logo.missing"}
	} else {
		logo, err := picture.Decode(bytes.NewReader(data))
		if err := wrong.takeFor("logo", err); err != nil {
			return err
		}
		if err == nil {
			if err := wrong.takeFor("logo", s.Store.SetLogo(v.Request().Context(), v.actor(), o.ID, logo)); err != nil {
				return err
			}
		}
	}
	if len(wrong) > 0 {
		p := s.organizationPage(v, o, newOrganizationForm(o), nil)
		p.LogoForm = newForm(v.words, "logo", &logoForm{}, wrong)
		p.Failed = true
		return s.render(v, http.StatusUnprocessableEntity, p)
	}
	return s.done(v, "/organizations/"+string(o.ID), "notice.logo")
}

// removeLogo answers POST /organizations/:organization/logo/remove.
func (s *Server) removeLogo(v *visit) error {
	id := upr.OrganizationID(v.Param("organization"))
	if err := s.Store.SetLogo(v.Request().Context(), v.actor(), id, nil); err != nil {
		return err
	}
	return s.done(v, "/organizations/"+string(id), "notice.logo-removed")
}

// organizationOf loads the organization of the address.
func (s *Server) organizationOf(v *visit) (upr.Organization, error) {
	return s.Store.Organization(v.Request().Context(), v.actor(), upr.OrganizationID(v.Param("organization")))
}

// uploaded reads the file of a form field into memory; the route bounds its size. No file is no bytes.
func uploaded(v *visit, name string) ([]byte, error) {
	header, err := v.FormFile(name)
	switch {
	case errors.Is(err, http.ErrMissingFile), errors.Is(err, http.ErrNotMultipart):
		return nil, nil
	case err != nil && isTooLarge(err):
		return nil, err
	case err != nil:
		return nil, &upr.Error{Kind: upr.Invalid, Key: "error.invalid", Err: err}
	}
	file, err := header.Open()
	if err != nil {
		return nil, fmt.Errorf("open upload: %w", err)
	}
	defer func() { _ = file.Close() }()
	data, err := io.ReadAll(file)
	if err != nil {
		return nil, fmt.Errorf("read upload: %w", err)
	}
	return data, nil
}

// organizationPage fills the page for a kept organization (zero for a new one) and what stands in its form.
func (s *Server) organizationPage(v *visit, o upr.Organization, f *organizationForm, wrong problems) organizationPage {
	p := organizationPage{
		basePage:  s.base(v),
		Form:      newForm(v.words, "organization", f, wrong),
		New:       o.ID == "",
		ID:        o.ID,
		Name:      o.Name,
		Countries: s.countries(v),
		Statuses:  statuses(v),
		Types:     organizationTypes(v),
		HasLogo:   o.Logo != nil,
		LogoForm:  newForm(v.words, "logo", &logoForm{}, nil),
		Printed:   printedName(o, s.stateName(v, o.Country)),
	}
	p.Failed = len(wrong) > 0
	return p
}

// organizationTypes are as what an organization can take part in the review.
func organizationTypes(v *visit) []choice {
	var list []choice
	for _, t := range upr.OrganizationTypes() {
		list = append(list, choice{Value: string(t), Label: organizationTypeName(v, t)})
	}
	return list
}

// printedName is how OHCHR's summaries name an organization in their endnotes: "ACRONYM Full name, City (Country)".
func printedName(o upr.Organization, country string) string {
	name := strings.TrimSpace(o.Acronym + " " + o.Name)
	if o.City != "" {
		name += ", " + o.City
	}
	if country != "" {
		name += " (" + country + ")"
	}
	return name
}

// statuses lists the consultative statuses.
func statuses(v *visit) []choice {
	return []choice{
		{Value: string(upr.NoStatus), Label: v.words.T("organization.status.none")},
		{Value: string(upr.GeneralStatus), Label: v.words.T("organization.status.general")},
		{Value: string(upr.SpecialStatus), Label: v.words.T("organization.status.special")},
		{Value: string(upr.RosterStatus), Label: v.words.T("organization.status.roster")},
	}
}
