package exampletest

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"

	"upright/internal/example"
	"upright/internal/upr"
)

// Annexed returns the worked example in a language as a joint submission with every annex. But for the rows of the
// example's own solidarity matrix, what stands in the annexes was invented for the tests, in English in every language,
// and belongs to no review: it must not be shipped.
func Annexed(lang string, previous int) (*upr.Submission, error) {
	s, err := example.Submission(lang)
	if err != nil {
		return nil, err
	}
	s.Details.Kind = upr.Joint
	s.Head = 12
	s.Organizations = append(s.Organizations,
		upr.Organization{ID: "exampleorganization2", Name: "Example Network for the Right to Identity", Acronym: "ENRI", City: "Guadalajara", Country: "MEX",
			Description: "An invented network of registrars and teachers.", Founded: 2009, Email: "mail@enri.example", Phone: "+52 33 0000 0000"},
		upr.Organization{ID: "exampleorganization3", Name: "Example Group that Is Named by Its Acronym Only", Acronym: "EGA", City: "Hidden City", Country: "MEX"},
	)
	logos(s)
	rows, err := entries(lang)
	if err != nil {
		return nil, err
	}
	s.Annexes = upr.Annexes{
		Previous:    recommendations(previous),
		Solidarity:  rows,
		Signatories: signatories(s.Organizations),
	}
	return s, nil
}

// logos gives each organization a logo of another shape and colour.
func logos(s *upr.Submission) {
	for i := range s.Organizations {
		s.Organizations[i].Logo = Logo(i)
	}
}

// Logo returns the n-th of many pictures of odd proportions.
func Logo(n int) *upr.Image {
	sizes := [][2]int{{300, 100}, {120, 120}, {80, 240}, {400, 60}, {200, 150}, {150, 190}, {500, 90}}
	w, h := sizes[n%len(sizes)][0], sizes[n%len(sizes)][1]
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	c := color.NRGBA{uint8(40 + 67*n%180), uint8(60 + 41*n%150), uint8(80 + 97*n%140), 255}
	for y := range h {
		for x := range w {
			if x < 4 || y < 4 || x >= w-4 || y >= h-4 || (x+y)/12%2 == 0 {
				m.SetNRGBA(x, y, c)
			} else {
				m.SetNRGBA(x, y, color.NRGBA{245, 245, 245, 255})
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err) // a picture of ours, into memory
	}
	return &upr.Image{Data: b.Bytes(), Format: "png", Width: w, Height: h}
}

// recommendations invents n of them.
func recommendations(n int) []upr.PreviousRecommendation {
	themes := []string{"Right to education", "Migrants", "Right to health", "Children: protection against violence and exploitation",
		"Administration of justice", "Legal identity", "Freedom of association", "Housing"}
	positions := []upr.StatePosition{upr.PositionSupported, upr.PositionNoted, upr.PositionPartly, upr.PositionPending, upr.PositionUnknown}
	assessments := []upr.Assessment{upr.Implemented, upr.PartlyDone, upr.PartlyDone, upr.NotImplemented, upr.Reversed, upr.NoInformation, upr.NotAssessed}
	states := [][]string{{"FRA"}, {"DEU", "URY"}, {"Ruritania"}, {"SEN", "CRI", "PHL", "NOR"}}
	out := make([]upr.PreviousRecommendation, n)
	for i := range out {
		text := fmt.Sprintf("Invented recommendation %d: issue documents to children who return, whatever papers their parents hold", i+1)
		for range i % 4 {
			text += ", and report each year on how many asked for them, how many got them, and after how long"
		}
		out[i] = upr.PreviousRecommendation{
			ID: fmt.Sprintf("previous%d", i+1), Symbol: "A/HRC/99/99", Number: fmt.Sprintf("132.%d", i+1), Cycle: 4, Language: "en",
			Text: text + ".", States: states[i%len(states)], Position: positions[i%len(positions)],
			Themes: []string{themes[i%len(themes)], themes[i*3%len(themes)]}, Assessed: assessments[i*5%len(assessments)],
			Comment: "Invented comment: offices in three States issue them; two ask for an apostille.", Paragraphs: []string{"p4", "p12", "r2"},
		}
	}
	if n > 5 {
		out[3].Comment = fmt.Sprintf("An invented comment that is longer than a page. %0400d", 0)
		for range 90 {
			out[4].Comment += " One more sentence of an invented comment that goes on over the end of the page."
		}
		out[5].Themes = nil
	}
	return out
}

// entries are the rows of the example, which only speak of States, and two of other duty-bearers.
func entries(lang string) ([]upr.SolidarityEntry, error) {
	rows, err := example.Solidarity(lang)
	return append(rows,
		upr.SolidarityEntry{ID: "entry1", Form: upr.PreventiveForm, Holders: "Workers abroad", Bearer: upr.InternationalBearer,
			BearerName: "Example Bank for Development", Duty: upr.RespectDuty, Basis: "ICESCR, article 12",
			Measure: "Impact assessment before loans", Indicator: "Share of loans with one"},
		upr.SolidarityEntry{ID: "entry2", Holders: "Users of telephones", Bearer: upr.NonStateBearer, Duty: upr.RespectDuty,
			Basis: "ICCPR, article 19", Measure: "Line for complaints", Indicator: "Answers within a month"},
	), err
}

func signatories(organizations []upr.Organization) []upr.Signatory {
	var out []upr.Signatory
	for i, o := range organizations {
		s := upr.Signatory{Organization: o, Appearance: upr.FullAppearance, Signed: upr.Date{Year: 2026, Month: 11, Day: 12 + i}}
		switch i {
		case 1:
			s.Position = "We do not share the call for a single register. Local registers reach people whom a capital does not.\nWe ask for both."
			s.Paragraphs = []string{"p12", "r2"}
		case 2:
			s.Appearance, s.Signed = upr.AcronymAppearance, upr.Date{}
		}
		out = append(out, s)
	}
	return out
}
