package web

import (
	"testing"

	"upright/internal/rules"
)

// TestWhere: people read "Recommendation R3", not "Paragraph R3".
func TestWhere(t *testing.T) {
	s := newSite(t)
	v, one := galleryVisit(s.Server, "en"), exhibitExample()
	part := one.Manuscript.Parts[0]
	for want, place := range map[string]rules.Place{
		"Paragraph 12":              {Kind: rules.BlockPlace, ID: "p12", Number: "12"},
		"Recommendation R3":         {Kind: rules.BlockPlace, ID: "r3", Number: "R3"},
		"Endnote 7":                 {Kind: rules.NotePlace, ID: "n7", Number: "7"},
		part.Title:                  {Kind: rules.BlockPlace, ID: "b1", Part: part.ID},
		"Key words":                 {Kind: rules.FieldPlace, ID: "keywords"},
		"The whole submission":      {Kind: rules.WholePlace},
		"Details of the submission": {Kind: rules.FieldPlace, ID: "made-up"},
	} {
		if got := s.where(v, one, place); got != want {
			t.Errorf("%+v is called %q, want %q", place, got, want)
		}
	}
}
