// Package solidarity knows the revised draft declaration on the right to international solidarity (A/HRC/53/32, Annex I):
// what each guiding question asks for, the grid of duty-bearers and duties, the binding treaties that are cited first, and
// how a text is begun from answers.
//
// It refuses to take the draft for law: whatever it writes puts the binding provision first and calls the declaration a
// draft. It knows no database, no pages, and which treaties no State has ratified.
package solidarity

import (
	"embed"
	"encoding/json"
	"fmt"
	"sync"

	"upright/internal/upr"
)

//go:embed data/*.json
var embedded embed.FS

// Symbol is the document that the draft declaration stands in.
const Symbol = "A/HRC/53/32"

// A Question is a guiding question with what it rests on.
type Question struct {
	ID       upr.SolidarityQuestion
	Number   string   // in the checklist of declaration.json: "IS-3"; "" for one that is not in it
	Articles []string // of the draft declaration, as declaration.json counts them
}

// Questions lists the guiding questions in the order in which they are asked.
func Questions() []Question {
	return []Question{
		{upr.AskRights, "IS-7", []string{"8(2)"}},
		{upr.AskForm, "IS-1", []string{"2(1)", "2(2)", "2(3)"}},
		{upr.AskHolders, "IS-2", []string{"5"}},
		{upr.AskDuties, "IS-3", []string{"6(1)", "6(2)", "6(3)"}},
		{upr.AskActs, "", []string{"3(6)"}},
		{upr.AskSpaces, "", []string{"8(3)"}},
		{upr.AskClaims, "", []string{"6(3)"}},
		{upr.AskLaw, "", []string{"8(1)"}},
		{upr.AskMeasures, "IS-4", []string{"8(1)"}},
		{upr.AskIndicators, "IS-5", []string{"8(1)"}},
		{upr.AskAssessment, "IS-6", []string{"7(3)", "7(4)"}},
		{upr.AskDemand, "", []string{"8(1)"}},
	}
}

// A Treaty is one of the core human rights treaties or their protocols.
type Treaty struct {
	Abbreviation string
	Name         string
	Confirmed    bool // the name was seen in a document of the United Nations in this language
}

// treaties reads the data once; nothing changes it.
var treaties = sync.OnceValues(func() ([]treatyData, error) {
	data, err := embedded.ReadFile("data/treaties.json")
	if err != nil {
		return nil, fmt.Errorf("solidarity: %w", err)
	}
	var file struct {
		Treaties []treatyData `json:"treaties"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("solidarity: treaties.json: %w", err)
	}
	return file.Treaties, nil
})

type treatyData struct {
	Abbreviation string            `json:"abbr"`
	Names        map[string]string `json:"names"`
}

// Treaties lists the treaties with their names in a language; those without a name in it have their English one.
func Treaties(lang string) ([]Treaty, error) {
	all, err := treaties()
	if err != nil {
		return nil, err
	}
	list := make([]Treaty, len(all))
	for i, t := range all {
		name, here := t.Names[lang]
		if !here {
			name = t.Names["en"]
		}
		list[i] = Treaty{Abbreviation: t.Abbreviation, Name: name, Confirmed: !here || lang == "en"}
	}
	return list, nil
}
