package web

import (
	"strings"

	"upright/internal/rules"
	"upright/internal/upr"
)

// A fixJSON is how the editor can mend a finding when a person says so.
type fixJSON struct {
	Kind  rules.FixKind `json:"kind"`
	Old   string        `json:"old,omitempty"` // words in the place of the finding
	New   string        `json:"new,omitempty"`
	Offer string        `json:"offer"`          // what the button says
	Href  string        `json:"href,omitempty"` // where it is mended instead, for what is not text
}

// takeKeywords is the query of the details with which the key words of the text stand in the form.
const takeKeywords = "keywords=text"

// fixOf puts what can be mended into words; nil for nothing.
func fixOf(v *visit, one *upr.Submission, f rules.Finding) *fixJSON {
	if f.Fix == nil {
		return nil
	}
	fix := &fixJSON{Kind: f.Fix.Kind, Old: f.Fix.Old, New: f.Fix.New}
	switch f.Fix.Kind {
	case rules.Replace:
		fix.Offer = v.words.T("fix.replace", "old", f.Fix.Old, "new", f.Fix.New)
	case rules.RemoveEmpty:
		fix.Offer = v.words.T("fix.remove")
	case rules.NumberParagraph:
		fix.Offer = v.words.T("fix.number")
	case rules.RaiseHeading:
		fix.Offer = v.words.T("fix.raise")
	case rules.TakeKeywords:
		fix.Offer = v.words.T("fix.keywords", "words", strings.Join(f.Fix.List, v.words.Comma()))
		fix.Href = "/submissions/" + string(one.ID) + "/details?" + takeKeywords + "#details-keywords"
	}
	return fix
}

// offerKeywords adds the key words of the text to those of a form, which nobody has saved yet.
func (s *Server) offerKeywords(v *visit, one *upr.Submission, f *detailsForm) error {
	text, err := s.textFor(v.Request().Context(), v.actor(), one.ID)
	if err != nil {
		return err
	}
	f.Keywords = strings.TrimSpace(f.Keywords + "\n" + strings.Join(rules.Keywords(text), "\n"))
	return nil
}
