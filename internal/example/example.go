// Package example holds the worked example: one complete submission by an invented organization, written from published
// facts. It is what `upright example` writes, what the README shows, and what many tests use.
//
// The text stands in the folder of its language, one file for each part, in the light markup of prose.ParseForm. A cross-
// reference names its target by its number: {ref:p12} is paragraph 12, {ref:r3} the third recommendation. It refuses to
// be taken for a real submission: the organization is marked as an example and says that its figures are invented.
// Recommendations of a real review are not invented for it.
package example

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"strconv"
	"time"

	"upright/internal/prose"
	"upright/internal/upr"
)

//go:embed en fr es ru ar zh
var texts embed.FS

// Languages lists the languages the example is written in: the six of the United Nations, English first. English is the
// source; the others are translations of it, paragraph by paragraph.
func Languages() []string { return []string{"en", "fr", "es", "ru", "ar", "zh"} }

// A profile is what stands in details.json beside the text of a language.
type profile struct {
	Title        string                    `json:"title"`
	Keywords     []string                  `json:"keywords"`
	Organization upr.Organization          `json:"organization"`
	Parts        map[prose.PartKind]string `json:"parts"` // titles
	Solidarity   []upr.SolidarityEntry     `json:"solidarity"`
}

// Submission returns the worked example in one of Languages. Each call makes a new one, the same to the last byte.
func Submission(lang string) (*upr.Submission, error) {
	p, err := read(lang)
	if err != nil {
		return nil, err
	}
	text, err := manuscript(lang, p.Parts)
	if err != nil {
		return nil, err
	}
	p.Organization.ID, p.Organization.Example = "exampleorganization1", true
	written := time.Date(2026, time.November, 20, 9, 0, 0, 0, time.UTC)
	p.Organization.UpdatedAt = written
	return &upr.Submission{
		ID: "examplesubmission001",
		Details: upr.Details{
			State: "MEX", Session: 59, Cycle: 5, Kind: upr.Individual, Language: lang,
			Title: p.Title, Keywords: p.Keywords,
			Date: upr.Date{Year: 2026, Month: time.November, Day: 20},
		},
		RuleSet:       "cycle-5-provisional",
		Version:       1,
		Created:       written,
		Updated:       written,
		Organizations: []upr.Organization{p.Organization},
		Manuscript:    text,
		Annexes:       upr.Annexes{Solidarity: p.Solidarity},
	}, nil
}

// Solidarity returns the rows of the solidarity matrix of the example in a language, which follow from its text.
func Solidarity(lang string) ([]upr.SolidarityEntry, error) {
	p, err := read(lang)
	return p.Solidarity, err
}

// read returns what stands in details.json.
func read(lang string) (profile, error) {
	var p profile
	data, err := texts.ReadFile(lang + "/details.json")
	if err != nil {
		return p, fmt.Errorf("example: there is none in %q: %w", lang, err)
	}
	if err := json.Unmarshal(data, &p); err != nil {
		return p, fmt.Errorf("example: %s: %w", lang, err)
	}
	for i := range p.Solidarity {
		p.Solidarity[i].ID = "solidarity" + strconv.Itoa(i+1)
	}
	return p, nil
}

// manuscript reads the parts in the standard order.
func manuscript(lang string, titles map[prose.PartKind]string) (*prose.Manuscript, error) {
	m := &prose.Manuscript{}
	for _, kind := range prose.PartKinds() {
		if kind == prose.Other {
			continue
		}
		text, err := fs.ReadFile(texts, lang+"/"+string(kind)+".txt")
		if err != nil {
			return nil, fmt.Errorf("example: %w", err)
		}
		frame := &prose.Part{ID: "part-" + string(kind), Kind: kind, Title: titles[kind]}
		part, err := prose.ParseForm(string(text), frame)
		if err != nil {
			return nil, fmt.Errorf("example: %s/%s.txt: %w", lang, kind, err)
		}
		m.Parts = append(m.Parts, part)
	}
	name(m)
	return m, nil
}

// name gives every block and endnote an id that follows from its place, so that the example is the same each time it is
// made: p12 for paragraph 12, r3 for the third recommendation, n7 for the seventh endnote, b4 for any other block.
func name(m *prose.Manuscript) {
	var paragraphs, recommendations, notes, others int
	next := func(n *int, prefix string) string { *n++; return prefix + strconv.Itoa(*n) }
	for _, part := range m.Parts {
		direct := map[prose.Block]bool{}
		for _, b := range part.Blocks {
			direct[b] = true
		}
		for b := range part.All() {
			switch b := b.(type) {
			case *prose.Paragraph:
				if b.Numbered && direct[b] {
					b.ID = next(&paragraphs, "p")
				} else {
					b.ID = next(&others, "b")
				}
			case *prose.Recommendation:
				b.ID = next(&recommendations, "r")
			case *prose.Heading:
				b.ID = next(&others, "b")
			case *prose.List:
				b.ID = next(&others, "b")
			case *prose.Table:
				b.ID = next(&others, "b")
			}
		}
		for note := range part.Notes() {
			note.ID = next(&notes, "n")
		}
	}
}
