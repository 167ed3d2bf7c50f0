package importer

import (
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"upright/internal/upr"
)

// Bounds of the annexes in a file.
const (
	maxPrevious  = upr.MaxPrevious
	maxEntries   = upr.MaxSolidarityEntries
	maxReference = 200    // paragraphs, States, themes of one row
	maxWords     = 20_000 // characters of one text
	maxTerm      = 500    // characters of a name, number or key
)

// annexes is what the file says of what stands after the text. A file without annexes has none of it.
type annexes struct {
	Previous    []previous  `json:"previous,omitempty"`
	Solidarity  []entry     `json:"solidarity,omitempty"`
	Signatories []signatory `json:"signatories,omitempty"`
}

type previous struct {
	ID         string            `json:"-"` // each installation gives its own
	Symbol     string            `json:"symbol,omitempty"`
	Number     string            `json:"number,omitempty"`
	Cycle      int               `json:"cycle,omitempty"`
	Text       string            `json:"text"`
	States     []string          `json:"states,omitempty"`
	Position   upr.StatePosition `json:"position,omitempty"`
	Themes     []string          `json:"themes,omitempty"`
	Groups     []string          `json:"groups,omitempty"`
	SDGs       []int             `json:"sdgs,omitempty"`
	Language   string            `json:"language,omitempty"`
	Assessed   upr.Assessment    `json:"assessed,omitempty"`
	Evidence   string            `json:"evidence,omitempty"`
	Comment    string            `json:"comment,omitempty"`
	Paragraphs []string          `json:"paragraphs,omitempty"`
}

type entry struct {
	ID         string             `json:"-"` // each installation gives its own
	Form       upr.SolidarityForm `json:"form,omitempty"`
	Holders    string             `json:"holders,omitempty"`
	Bearer     upr.DutyBearer     `json:"bearer"`
	BearerName string             `json:"bearer_name,omitempty"`
	Duty       upr.Duty           `json:"duty"`
	Right      string             `json:"right,omitempty"`
	Basis      string             `json:"basis,omitempty"`
	Measure    string             `json:"measure,omitempty"`
	Indicator  string             `json:"indicator,omitempty"`
	Paragraphs []string           `json:"paragraphs,omitempty"`
}

type signatory struct {
	Organization organization   `json:"organization"`
	Appearance   upr.Appearance `json:"appearance"`
	Signed       date           `json:"signed,omitzero"`
	Position     string         `json:"position,omitempty"`
	Paragraphs   []string       `json:"paragraphs,omitempty"`
}

// ofAnnexes leaves out members that others represent: they are named in no file.
func ofAnnexes(a upr.Annexes) *annexes {
	var out annexes
	for i := range a.Previous {
		out.Previous = append(out.Previous, ofPrevious(&a.Previous[i]))
	}
	for _, e := range a.Solidarity {
		out.Solidarity = append(out.Solidarity, entry(e))
	}
	told := slices.ContainsFunc(a.Signatories, tells)
	for _, s := range a.Signatories {
		if s.Appearance == upr.RepresentedAppearance || !told {
			continue
		}
		out.Signatories = append(out.Signatories, signatory{
			Organization: ofOrganization(s.Organization), Appearance: s.Appearance, Signed: date(s.Signed),
			Position: s.Position, Paragraphs: s.Paragraphs,
		})
	}
	if len(out.Previous)+len(out.Solidarity)+len(out.Signatories) == 0 {
		return nil
	}
	return &out
}

// tells reports whether a signatory says more than that it is one of the organizations, which the file lists anyway.
func tells(s upr.Signatory) bool {
	return s.Appearance == upr.AcronymAppearance || s.Signed != (upr.Date{}) || s.Position != ""
}

func ofPrevious(r *upr.PreviousRecommendation) previous { return previous(*r) }

// annexes checks every field and gives them as the domain has them.
func (a *annexes) annexes() (upr.Annexes, error) {
	var out upr.Annexes
	if a == nil {
		return out, nil
	}
	if len(a.Previous) > maxPrevious || len(a.Solidarity) > maxEntries || len(a.Signatories) > maxOrganizations {
		return out, damaged(errors.New("an annex has too many rows"))
	}
	for i, r := range a.Previous {
		if err := r.check(); err != nil {
			return out, damaged(fmt.Errorf("previous recommendation %d: %w", i+1, err))
		}
		out.Previous = append(out.Previous, upr.PreviousRecommendation(r))
	}
	for i, e := range a.Solidarity {
		if err := e.check(); err != nil {
			return out, damaged(fmt.Errorf("row %d of the solidarity matrix: %w", i+1, err))
		}
		out.Solidarity = append(out.Solidarity, upr.SolidarityEntry(e))
	}
	for i, s := range a.Signatories {
		organization, err := s.Organization.organization()
		if err != nil {
			return out, err
		}
		if err := s.check(); err != nil {
			return out, damaged(fmt.Errorf("signatory %d: %w", i+1, err))
		}
		out.Signatories = append(out.Signatories, upr.Signatory{
			Organization: organization, Appearance: s.Appearance, Signed: upr.Date(s.Signed), Position: s.Position,
			Paragraphs: s.Paragraphs,
		})
	}
	return out, nil
}

func (r *previous) check() error {
	domain := upr.PreviousRecommendation(*r)
	return errors.Join(bounded(maxTerm, r.ID), domain.Validate())
}

func (e *entry) check() error {
	domain := upr.SolidarityEntry(*e)
	return errors.Join(bounded(maxTerm, e.ID), domain.Validate())
}

func (s *signatory) check() error {
	if s.Appearance != upr.FullAppearance && s.Appearance != upr.AcronymAppearance {
		return errors.New("appearance")
	}
	return errors.Join(bounded(maxWords, s.Position), listed(s.Paragraphs))
}

// bounded refuses texts of more than n characters.
func bounded(n int, texts ...string) error {
	for _, t := range texts {
		if utf8.RuneCountInString(t) > n {
			return fmt.Errorf("a text of more than %d characters", n)
		}
	}
	return nil
}

// listed refuses long lists and long terms in them.
func listed(terms []string) error {
	if len(terms) > maxReference {
		return fmt.Errorf("a list of more than %d", maxReference)
	}
	return bounded(maxTerm, terms...)
}
