// Package exampletest makes the largest submission that OHCHR takes, for measurements.
package exampletest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"unicode"

	"upright/internal/example"
	"upright/internal/prose"
	"upright/internal/upr"
)

// What Joint holds: the words that UPR-LEN-02 allows a joint submission, and more endnotes than are usual.
const (
	Words = 5630
	Notes = 150
)

// Joint returns a joint submission of three organizations with exactly Words words and Notes endnotes: the worked example,
// with paragraphs of its own words in random order added to the part on rights. Each call makes the same.
func Joint() (*upr.Submission, error) {
	s, err := example.Submission("en")
	if err != nil {
		return nil, err
	}
	s.Details.Kind = upr.Joint
	for i := 2; i <= 3; i++ {
		partner := s.Organizations[0]
		partner.ID = upr.OrganizationID(fmt.Sprintf("exampleorganization%d", i))
		partner.Name, partner.Acronym = fmt.Sprintf("%s %d", partner.Name, i), ""
		s.Organizations = append(s.Organizations, partner)
	}
	g := &generator{random: rand.New(rand.NewPCG(7, 7)), words: vocabulary(s.Manuscript)}
	body, _ := s.Manuscript.Count()
	for _, part := range s.Manuscript.Parts {
		for range part.Notes() {
			g.notes++
		}
	}
	notes, missing := g.notes, Words-body.Words
	for _, part := range s.Manuscript.Parts {
		if part.Kind != prose.Rights {
			continue
		}
		for written := 0; written < missing; {
			n := min(85, missing-written)
			written += n
			part.Blocks = append(part.Blocks, g.paragraph(n, notes+(Notes-notes)*written/missing))
		}
	}
	return s, nil
}

// vocabulary returns the plain words of a text, each as often as it stands there.
func vocabulary(m *prose.Manuscript) []string {
	var words []string
	for _, part := range m.Parts {
		for b := range part.All() {
			for word := range strings.FieldsSeq(prose.Plain(prose.Content(b))) {
				if strings.IndexFunc(word, func(r rune) bool { return !unicode.IsLower(r) }) < 0 {
					words = append(words, word)
				}
			}
		}
	}
	return words
}

type generator struct {
	random     *rand.Rand
	words      []string
	paragraphs int
	notes      int
}

// paragraph makes one of n words, with as many endnotes as are missing to a total, after its sentences.
func (g *generator) paragraph(n, notes int) *prose.Paragraph {
	g.paragraphs++
	p := &prose.Paragraph{ID: fmt.Sprintf("j%d", g.paragraphs), Numbered: true}
	for n > 0 {
		length := min(n, 12+g.random.IntN(12))
		n -= length
		p.Content = append(p.Content, &prose.Text{Text: g.sentence(length)})
		for g.notes < notes {
			g.notes++
			source := fmt.Sprintf("%s A/HRC/%d/%d, para. %d.", g.sentence(8), 40+g.notes%20, g.notes, 1+g.notes%90)
			p.Content = append(p.Content, &prose.Endnote{ID: fmt.Sprintf("e%d", g.notes), Content: []*prose.Text{{Text: source}}})
			if n > 0 {
				break // one after each sentence, what is left after the last
			}
		}
		if n > 0 {
			p.Content = append(p.Content, &prose.Text{Text: " "})
		}
	}
	return p
}

func (g *generator) sentence(words int) string {
	list := make([]string, words)
	for i := range list {
		list[i] = g.words[g.random.IntN(len(g.words))]
	}
	return strings.ToUpper(list[0][:1]) + strings.Join(list, " ")[1:] + "."
}
