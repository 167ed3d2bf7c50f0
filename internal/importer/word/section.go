package word

import (
	"errors"
	"fmt"
	"strings"

	"upright/internal/prose"
)

// maxSections bounds the headings that a person is asked about; further ones stay subheadings.
const maxSections = 200

// cut cuts the blocks into sections: one for each heading of the level of parts, and of the level below it. Deeper
// headings stay in their section.
func (d *Draft) cut(list []*built) {
	part := partLevel(list)
	d.Sections = []Section{{}}
	for _, b := range list {
		h, ok := b.block.(*prose.Heading)
		current := &d.Sections[len(d.Sections)-1]
		switch {
		case !ok:
			current.Blocks = append(current.Blocks, b.block)
			current.Annex = current.Annex || b.annex
		case b.level > part+1 || len(d.Sections) >= maxSections:
			h.Level = min(max(b.level-part-1, 1), 2)
			current.Blocks = append(current.Blocks, h)
		default:
			d.Sections = append(d.Sections, Section{Heading: h, Level: b.level})
		}
	}
	if len(d.Sections[0].Blocks) == 0 {
		d.Sections = d.Sections[1:]
	}
	for i := range d.Sections {
		d.Sections[i].Suggested = d.Sections[i].suggest(part, len(d.Sections) == 1)
	}
	for i := range d.titles() {
		d.Sections[i].Suggested = LeaveOut
	}
}

// titles is how many of the first headings are the title of the text, in the look of the headings of parts: nothing stands
// below them but the next one, and they name no part.
func (d *Draft) titles() int {
	n := 0
	for n < len(d.Sections)-2 {
		one, next := &d.Sections[n], &d.Sections[n+1]
		if one.Heading == nil || len(one.Blocks) > 0 || one.Level != next.Level || one.Suggested != Part(prose.Other) {
			break
		}
		n++
	}
	return n
}

// partLevel is the level of the headings that seem to begin parts: the highest, but where that one stands once only, at
// the beginning, it is the title of the text.
func partLevel(list []*built) int {
	var count [levels + 2]int
	first, top := 0, 0
	for _, b := range list {
		if b.level == 0 {
			continue
		}
		if first == 0 {
			first = b.level
		}
		if top == 0 || b.level < top {
			top = b.level
		}
		count[b.level]++
	}
	if top == 0 || count[top] > 1 || first != top {
		return max(top, 1)
	}
	for below := top + 1; below <= levels; below++ {
		if count[below] > 1 {
			return below
		}
		if count[below] > 0 {
			break
		}
	}
	return top
}

// Words returns how many words a section has, a Chinese character counting half.
func (s *Section) Words() int {
	n := 0
	for _, b := range s.Blocks {
		for inner := range prose.Nested(b) {
			n += wordsOf(plainText(prose.Content(inner)))
		}
	}
	return n
}

// Beginning returns the first words of a section.
func (s *Section) Beginning(size int) string {
	for _, b := range s.Blocks {
		for inner := range prose.Nested(b) {
			if text := strings.TrimSpace(shownText(prose.Content(inner))); text != "" {
				return excerpt(text, size)
			}
		}
	}
	return ""
}

// Name returns the heading of a section as plain text, without what is suggested to go; "" for the text before the first
// heading.
func (s *Section) Name() string {
	if s.Heading == nil {
		return ""
	}
	return titleOf(s.Heading.Content)
}

func titleOf(content []prose.Inline) string {
	var b strings.Builder
	for _, in := range content {
		if !wholly([]prose.Inline{in}, prose.Deletion) {
			b.WriteString(plainText([]prose.Inline{in}))
		}
	}
	return strings.Trim(b.String(), " \u00a0")
}

// bounded refuses a text that is no manuscript for its size or its depth.
func (d *Draft) bounded() error {
	_, err := prose.Encode(d.asText())
	if errors.Is(err, prose.ErrTooLarge) || errors.Is(err, prose.ErrTooDeep) {
		return tooMuch(err)
	}
	if err != nil {
		return fmt.Errorf("read word file: %w", err)
	}
	return nil
}

// asText is the draft as a manuscript with a part for each section, which begins with its heading.
func (d *Draft) asText() *prose.Manuscript {
	m := &prose.Manuscript{}
	for i := range d.Sections {
		s := &d.Sections[i]
		part := &prose.Part{ID: prose.NewID(), Kind: prose.Other}
		if s.Heading != nil {
			part.Blocks = append(part.Blocks, s.Heading)
		}
		if part.Blocks = append(part.Blocks, s.Blocks...); len(part.Blocks) == 0 {
			part.Blocks = []prose.Block{&prose.Paragraph{ID: prose.NewID()}}
		}
		m.Parts = append(m.Parts, part)
	}
	if len(m.Parts) == 0 {
		m.Parts = []*prose.Part{prose.NewPart(prose.Other, "")}
	}
	return m
}
