package web

import (
	"strconv"
	"time"

	"upright/internal/upr"
)

// organizationForm is the profile of an organization as typed.
type organizationForm struct {
	Name        string `form:"name" autocomplete:"organization" validate:"required,max=300"`
	Acronym     string `form:"acronym" input:"short" validate:"max=30"`
	City        string `form:"city" input:"short" validate:"max=100"`
	Country     string `form:"country" input:"select" autocomplete:"country" validate:"max=3"`
	Founded     string `form:"founded" input:"year" validate:"omitempty,number,max=4"`
	Description string `form:"description" input:"lines" validate:"max=3000"`
	Type        string `form:"type" input:"radios" validate:"omitempty,oneof=nhri-a nhri regional"`
	Status      string `form:"consultative_status" input:"radios" validate:"omitempty,oneof=general special roster"`
	Website     string `form:"website" input:"url" autocomplete:"url" validate:"omitempty,http_url,max=300"`
	Email       string `form:"email" input:"email" validate:"omitempty,email,max=254"`
	Phone       string `form:"phone" input:"tel" validate:"max=50"`
	Address     string `form:"address" input:"lines" validate:"max=500"`
}

// logoForm is the form around a logo. The file itself does not fit a form struct: see uploaded.
type logoForm struct {
	Logo string `form:"logo" input:"file" validate:"required"`
}

// newOrganizationForm puts a kept organization into a form.
func newOrganizationForm(o upr.Organization) *organizationForm {
	f := &organizationForm{
		Name: o.Name, Acronym: o.Acronym, City: o.City, Country: o.Country, Description: o.Description,
		Type: string(o.Type), Status: string(o.ConsultativeStatus), Website: o.Website, Email: o.Email, Phone: o.Phone, Address: o.Address,
	}
	if o.Founded != 0 {
		f.Founded = strconv.Itoa(o.Founded)
	}
	return f
}

// organization converts the form; what upr refuses about its meaning joins wrong.
func (f *organizationForm) organization(now time.Time, wrong problems) (upr.Organization, error) {
	o := upr.Organization{
		Name: f.Name, Acronym: f.Acronym, City: f.City, Country: f.Country, Description: f.Description,
		Type: upr.OrganizationType(f.Type), ConsultativeStatus: upr.ConsultativeStatus(f.Status),
		Website: f.Website, Email: f.Email, Phone: f.Phone, Address: f.Address,
	}
	if f.Founded != "" && wrong["founded"].key == "" {
		year, err := strconv.Atoi(f.Founded)
		if err != nil || year > now.Year() {
			wrong["founded"] = problem{key: "value.year"}
		}
		o.Founded = year
	}
	if len(wrong) > 0 {
		return o, nil
	}
	return o, wrong.take(o.Validate())
}
