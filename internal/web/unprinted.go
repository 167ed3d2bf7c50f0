package web

import (
	"fmt"
	"strings"

	"upright/internal/prose"
	"upright/internal/render/pdf"
	"upright/internal/rules"
	"upright/internal/upr"
)

// An unprinted is a character that no font of the PDF has, with its place and the words around it.
type unprinted struct{ Character, Code, Where, Quote, Link string }

// unprinted lists the characters that the PDF shows as an empty box.
func (s *Server) unprinted(v *visit, one *upr.Submission) ([]unprinted, error) {
	missing, err := s.Press.Unprintable(one)
	if err != nil {
		return nil, err
	}
	var list []unprinted
	for _, m := range missing {
		place := placeOf(one, m)
		list = append(list, unprinted{
			Character: string(m.Rune), Code: fmt.Sprintf("U+%04X", m.Rune), Quote: m.Quote,
			Where: s.where(v, one, place), Link: linkTo(one, place),
		})
	}
	return list, nil
}

// placeOf finds what people can change: an endnote, a block of the text, or on the cover a field of the details or of the
// lead's profile. What stands in an annex is in the submission as a whole.
func placeOf(one *upr.Submission, m pdf.MissingGlyph) rules.Place {
	if m.Place == "" {
		return placeOnCover(one, m.Rune)
	}
	numbers := prose.Number(one.Manuscript)
	if number, ok := numbers.Notes[m.Place]; ok {
		return rules.Place{Kind: rules.NotePlace, ID: m.Place, Number: fmt.Sprint(number)}
	}
	for part := range one.Manuscript.Visible() {
		if part.ID == m.Place {
			return rules.Place{Kind: rules.PartPlace, ID: part.ID}
		}
		for b := range part.All() {
			if prose.BlockID(b) != m.Place {
				continue
			}
			place := rules.Place{Kind: rules.BlockPlace, ID: m.Place, Part: part.ID}
			if _, table := numbers.Tables[m.Place]; !table { // "Paragraph 2" is not what table 2 is called
				place.Number, _ = numbers.Label(m.Place)
			}
			return place
		}
	}
	return rules.Place{Kind: rules.WholePlace}
}

// placeOnCover finds a character among what the cover shows.
func placeOnCover(one *upr.Submission, r rune) rules.Place {
	switch {
	case strings.ContainsRune(one.Details.Title, r):
		return rules.Place{Kind: rules.FieldPlace, ID: "title"}
	case strings.ContainsRune(strings.Join(one.Details.Keywords, " "), r):
		return rules.Place{Kind: rules.FieldPlace, ID: "keywords"}
	}
	if len(one.Organizations) > 0 {
		o := one.Organizations[0]
		for _, field := range []struct{ id, text string }{
			{"name", o.Name}, {"acronym", o.Acronym}, {"city", o.City}, {"description", o.Description}, {"website", o.Website},
			{"email", o.Email}, {"phone", o.Phone}, {"address", o.Address},
		} {
			if strings.ContainsRune(field.text, r) {
				return rules.Place{Kind: rules.OrganizationPlace, ID: field.id}
			}
		}
	}
	return rules.Place{Kind: rules.WholePlace}
}
