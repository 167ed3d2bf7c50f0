package word

import (
	"encoding/json"
	"fmt"

	"upright/internal/prose"
)

// kept is a draft as it is kept until somebody has said which section is which part.
type kept struct {
	Language string          `json:"language,omitempty"`
	Title    string          `json:"title,omitempty"`
	Sections []keptSection   `json:"sections"`
	Text     json.RawMessage `json:"text"` // a part for each section
	Comments []Comment       `json:"comments,omitempty"`
	Lost     []Loss          `json:"lost,omitempty"`
	MoreLost int             `json:"more_lost,omitempty"`
	Numbered bool            `json:"numbered,omitempty"`
	Styled   bool            `json:"styled,omitempty"`
}

type keptSection struct {
	Headed    bool `json:"headed,omitempty"` // its first block is its heading
	Empty     bool `json:"empty,omitempty"`  // its last block is none of its own
	Level     int  `json:"level,omitempty"`
	Annex     bool `json:"annex,omitempty"`
	Suggested Use  `json:"suggested"`
}

// Encode writes a draft so that Decode reads the same: blocks keep their ids.
func (d *Draft) Encode() ([]byte, error) {
	k := kept{
		Language: d.Language, Title: d.Title, Comments: d.Comments, Lost: d.Lost, MoreLost: d.MoreLost, Numbered: d.Numbered, Styled: d.Styled,
	}
	for i := range d.Sections {
		s := &d.Sections[i]
		k.Sections = append(k.Sections, keptSection{
			Headed: s.Heading != nil, Empty: s.Heading == nil && len(s.Blocks) == 0, Level: s.Level, Annex: s.Annex, Suggested: s.Suggested,
		})
	}
	var err error
	if k.Text, err = prose.Encode(d.asText()); err != nil {
		return nil, fmt.Errorf("keep draft: %w", err)
	}
	data, err := json.Marshal(k)
	if err != nil {
		return nil, fmt.Errorf("keep draft: %w", err)
	}
	return data, nil
}

// Decode reads what Encode wrote.
func Decode(data []byte) (*Draft, error) {
	var k kept
	if err := json.Unmarshal(data, &k); err != nil {
		return nil, fmt.Errorf("read kept draft: %w", err)
	}
	text, err := prose.Decode(k.Text)
	if err != nil {
		return nil, fmt.Errorf("read kept draft: %w", err)
	}
	d := &Draft{
		Language: k.Language, Title: k.Title, Comments: k.Comments, Lost: k.Lost, MoreLost: k.MoreLost, Numbered: k.Numbered, Styled: k.Styled,
	}
	for i, ks := range k.Sections {
		if i >= len(text.Parts) {
			return nil, fmt.Errorf("read kept draft: section %d has no text", i)
		}
		s := Section{Level: ks.Level, Annex: ks.Annex, Suggested: ks.Suggested, Blocks: text.Parts[i].Blocks}
		if ks.Headed {
			s.Heading, _ = s.Blocks[0].(*prose.Heading)
			s.Blocks = s.Blocks[1:]
		}
		if ks.Empty || len(s.Blocks) == 0 {
			s.Blocks = nil
		}
		d.Sections = append(d.Sections, s)
	}
	return d, nil
}
