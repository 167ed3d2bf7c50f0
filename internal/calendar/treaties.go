package calendar

import (
	"encoding/json"
	"fmt"
	"strings"
)

// A Treaty is one of the nine core human rights treaties, or one of their nine optional protocols. Which State is bound
// by which is in no data here: it changes, and nobody should read it from a copy.
type Treaty struct {
	Abbreviation string            `json:"abbreviation"` // as OHCHR writes it in documents of the review: "ICCPR-OP 1"
	Kind         string            `json:"kind"`         // "core" or "protocol"
	Parent       string            `json:"parent"`       // of a protocol
	Body         string            `json:"body"`         // abbreviation of the committee that watches over it
	Complaints   string            `json:"complaints"`   // article under which persons can complain, "art. 14"; "" where there is none
	Inquiry      string            `json:"inquiry"`      // article on inquiries
	Names        map[string]string `json:"names"`        // by language; those other than the English ones are not confirmed
}

// Name returns the name in a language and the language that it is in: English where the other is not known.
func (t Treaty) Name(lang string) (name, in string) {
	if name, ok := t.Names[lang]; ok {
		return name, lang
	}
	return t.Names["en"], "en"
}

// ComplaintsArticle is the number of the article under which persons can complain, "14"; "" where there is none.
func (t Treaty) ComplaintsArticle() string { return strings.TrimPrefix(t.Complaints, "art. ") }

// Treaties returns the treaties in the order of OHCHR's documents, each core treaty before its protocols.
func Treaties() ([]Treaty, error) {
	data, err := embedded.ReadFile("data/treaties.json")
	if err != nil {
		return nil, fmt.Errorf("treaties: %w", err)
	}
	var file struct {
		Title    string   `json:"title"`
		Source   string   `json:"source"`
		Checked  string   `json:"checked"`
		Treaties []Treaty `json:"treaties"`
	}
	d := json.NewDecoder(strings.NewReader(string(data)))
	d.DisallowUnknownFields()
	if err := d.Decode(&file); err != nil {
		return nil, fmt.Errorf("treaties: %w", err)
	}
	return file.Treaties, nil
}
