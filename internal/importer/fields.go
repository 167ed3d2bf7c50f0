package importer

import (
	"errors"
	"fmt"
	"regexp"
	"time"

	"upright/internal/upr"
)

// submission is what the file says of a submission beside its text. Names of fields are part of the format: they stay.
type submission struct {
	State         string         `json:"state"`
	Session       int            `json:"session"`
	Cycle         int            `json:"cycle"`
	Kind          upr.Kind       `json:"kind"`
	Language      string         `json:"language"`
	Title         string         `json:"title"`
	Keywords      []string       `json:"keywords,omitempty"`
	Deadline      *deadline      `json:"deadline,omitempty"`
	Date          date           `json:"date,omitzero"`
	RuleSet       string         `json:"rule_set,omitempty"`
	Ready         []string       `json:"ready,omitempty"`
	Updated       time.Time      `json:"updated"`
	Organizations []organization `json:"organizations"`
	Annexes       *annexes       `json:"annexes,omitempty"`
}

type deadline struct {
	At     time.Time          `json:"at"`
	Source upr.DeadlineSource `json:"source"`
}

type organization struct {
	Type               upr.OrganizationType   `json:"type,omitempty"`
	Name               string                 `json:"name"`
	Acronym            string                 `json:"acronym,omitempty"`
	City               string                 `json:"city,omitempty"`
	Country            string                 `json:"country,omitempty"`
	Founded            int                    `json:"founded,omitempty"`
	Description        string                 `json:"description,omitempty"`
	ConsultativeStatus upr.ConsultativeStatus `json:"consultative_status,omitempty"`
	Website            string                 `json:"website,omitempty"`
	Email              string                 `json:"email,omitempty"`
	Phone              string                 `json:"phone,omitempty"`
	Address            string                 `json:"address,omitempty"`
	Logo               *logo                  `json:"logo,omitempty"`
	Example            bool                   `json:"example,omitempty"`
	Updated            time.Time              `json:"updated,omitzero"`
}

type logo struct {
	Format string `json:"format"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
	Data   []byte `json:"data"` // base 64
}

// A date is written as 2006-01-02.
type date upr.Date

// IsZero makes the field disappear when there is no date.
func (d date) IsZero() bool { return d == date{} }

// MarshalText writes the day.
func (d date) MarshalText() ([]byte, error) {
	return fmt.Appendf(nil, "%04d-%02d-%02d", d.Year, int(d.Month), d.Day), nil
}

// UnmarshalText reads the day and refuses one that does not exist.
func (d *date) UnmarshalText(text []byte) error {
	t, err := time.Parse(time.DateOnly, string(text))
	if err != nil {
		return errors.New("a date is no date")
	}
	*d = date{Year: t.Year(), Month: t.Month(), Day: t.Day()}
	return nil
}

func ofSubmission(s *upr.Submission) submission {
	d := s.Details
	out := submission{
		State: d.State, Session: d.Session, Cycle: d.Cycle, Kind: d.Kind, Language: d.Language, Title: d.Title,
		Keywords: d.Keywords, Date: date(d.Date), RuleSet: s.RuleSet, Ready: s.Ready, Updated: s.Updated.UTC(),
	}
	if d.Deadline != (upr.Deadline{}) {
		out.Deadline = &deadline{At: d.Deadline.At.UTC(), Source: d.Deadline.Source}
	}
	for _, o := range s.Organizations {
		out.Organizations = append(out.Organizations, ofOrganization(o))
	}
	out.Annexes = ofAnnexes(s.Annexes)
	return out
}

func ofOrganization(o upr.Organization) organization {
	out := organization{
		Name: o.Name, Acronym: o.Acronym, City: o.City, Country: o.Country, Founded: o.Founded,
		Description: o.Description, ConsultativeStatus: o.ConsultativeStatus, Website: o.Website, Email: o.Email,
		Phone: o.Phone, Address: o.Address, Example: o.Example, Type: o.Type,
	}
	if !o.UpdatedAt.IsZero() {
		out.Updated = o.UpdatedAt.UTC()
	}
	if o.Logo != nil {
		out.Logo = &logo{Format: o.Logo.Format, Width: o.Logo.Width, Height: o.Logo.Height, Data: o.Logo.Data}
	}
	return out
}

var (
	ruleSetID = regexp.MustCompile(`^[a-z0-9-]{0,100}$`)
	partID    = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
)

// submission checks every field and gives them as the domain has them.
func (f submission) submission() (*upr.Submission, error) {
	s := &upr.Submission{
		Details: upr.Details{
			State: f.State, Session: f.Session, Cycle: f.Cycle, Kind: f.Kind, Language: f.Language, Title: f.Title,
			Keywords: filled(f.Keywords), Date: upr.Date(f.Date),
		},
		RuleSet: f.RuleSet, Ready: filled(f.Ready), Updated: f.Updated.UTC(),
	}
	if f.Deadline != nil {
		s.Details.Deadline = upr.Deadline{At: f.Deadline.At.UTC(), Source: f.Deadline.Source}
	}
	if err := s.Details.Validate(); err != nil {
		return nil, err
	}
	if !ruleSetID.MatchString(f.RuleSet) || len(f.Ready) > maxReady {
		return nil, damaged(errors.New("rule set or list of ready parts"))
	}
	for _, id := range f.Ready {
		if !partID.MatchString(id) {
			return nil, damaged(errors.New("id of a ready part"))
		}
	}
	if len(f.Organizations) == 0 || len(f.Organizations) > maxOrganizations || f.Kind == upr.Individual && len(f.Organizations) > 1 {
		return nil, damaged(fmt.Errorf("%d organizations", len(f.Organizations)))
	}
	for _, o := range f.Organizations {
		organization, err := o.organization()
		if err != nil {
			return nil, err
		}
		s.Organizations = append(s.Organizations, organization)
	}
	var err error
	s.Annexes, err = f.Annexes.annexes()
	return s, err
}

func (f organization) organization() (upr.Organization, error) {
	o := upr.Organization{
		Name: f.Name, Acronym: f.Acronym, City: f.City, Country: f.Country, Founded: f.Founded,
		Description: f.Description, ConsultativeStatus: f.ConsultativeStatus, Website: f.Website, Email: f.Email,
		Phone: f.Phone, Address: f.Address, Example: f.Example, UpdatedAt: f.Updated.UTC(), Type: f.Type,
	}
	if err := o.Validate(); err != nil {
		return o, err
	}
	if f.Logo != nil {
		if err := f.Logo.check(); err != nil {
			return o, &upr.Error{Kind: upr.Invalid, Key: "import.logo", Err: err}
		}
		o.Logo = &upr.Image{Data: f.Logo.Data, Format: f.Logo.Format, Width: f.Logo.Width, Height: f.Logo.Height}
	}
	return o, nil
}

// filled makes an empty list nil, as one that is left out.
func filled(list []string) []string {
	if len(list) == 0 {
		return nil
	}
	return list
}
