package word

import (
	"slices"

	"upright/internal/prose"
	"upright/internal/upr"
)

// Wishes are what a person wants of the manuscript beside the use of each section.
type Wishes struct {
	// Number gives every paragraph a number, as OHCHR asks for.
	Number bool
	// Recommend makes a recommendation of each numbered paragraph and each item of a list in the part of recommendations.
	Recommend bool
	// Title names a part that several sections make up, in the language of the text.
	Title func(prose.PartKind) string
}

// Usual returns the wishes that suit the draft: what the file says of numbers and recommendations is not said again.
func (d *Draft) Usual() Wishes { return Wishes{Number: !d.Numbered, Recommend: !d.Styled} }

// Suggested returns what each section seems to be.
func (d *Draft) Suggested() []Use {
	uses := make([]Use, len(d.Sections))
	for i := range d.Sections {
		uses[i] = d.Sections[i].Suggested
	}
	return uses
}

// Manuscript puts the sections together, with a use for each. Sections of one kind of part make one part, except those of
// the kind "other", each of which is a part of its own; a part of one section has its heading as title. The draft must not
// be used afterwards: the manuscript has its blocks.
//
// Errors are Invalid: word.uses (not one use for each section), word.nothing (all is left out), word.first (a subheading
// before any part).
func (d *Draft) Manuscript(uses []Use, w Wishes) (*prose.Manuscript, error) {
	if len(uses) != len(d.Sections) || slices.ContainsFunc(uses, func(u Use) bool { return !u.Valid() }) {
		return nil, &upr.Error{Kind: upr.Invalid, Key: "word.uses"}
	}
	a := assembly{wishes: w, shared: map[Use]int{}, parts: map[Use]*prose.Part{}}
	for _, u := range uses {
		a.shared[u]++
	}
	for i, u := range uses {
		if u == LeaveOut {
			continue
		}
		if u == Within && a.current == nil {
			return nil, &upr.Error{Kind: upr.Invalid, Key: "word.first", Field: "use"}
		}
		a.section(&d.Sections[i], u)
	}
	if len(a.made.Parts) == 0 {
		return nil, &upr.Error{Kind: upr.Invalid, Key: "word.nothing", Field: "use"}
	}
	for _, part := range a.made.Parts {
		a.finish(part)
	}
	return &a.made, nil
}

// An assembly is a manuscript that is being put together.
type assembly struct {
	wishes  Wishes
	shared  map[Use]int
	parts   map[Use]*prose.Part
	made    prose.Manuscript
	current *prose.Part
	level   int // in the file, of the headings that are subheadings of the first level in the current part
}

func (a *assembly) section(s *Section, u Use) {
	titled := false
	if u != Within {
		part := a.parts[u]
		shared := a.shared[u] > 1 && u != Part(prose.Other)
		if part == nil || !shared {
			part = &prose.Part{ID: prose.NewID(), Kind: prose.PartKind(u)}
			a.parts[u] = part
			a.made.Parts = append(a.made.Parts, part)
			if titled = !shared && s.Heading != nil; titled {
				a.entitle(part, s.Heading)
			} else if a.wishes.Title != nil {
				part.Title = a.wishes.Title(part.Kind)
			}
		}
		a.current, a.level = part, s.Level
		if titled {
			a.level++
		}
	}
	if s.Heading != nil && !titled {
		s.Heading.Level = 1
		if s.Level > a.level {
			s.Heading.Level = 2
		}
		a.current.Blocks = append(a.current.Blocks, s.Heading)
	}
	for _, b := range s.Blocks {
		if h, ok := b.(*prose.Heading); ok && !titled {
			h.Level = 2
		}
		a.current.Blocks = append(a.current.Blocks, b)
	}
}

// entitle makes a heading the title of a part, which has the heading's id from then on: comments on it stay with it. What
// stands in the title as a note goes to the first paragraph, and the boundary before it is none any more: what was tracked
// of it is said of the paragraph before, where all of that one was put in or is to go.
func (a *assembly) entitle(part *prose.Part, h *prose.Heading) {
	part.ID, part.Title = h.ID, titleOf(h.Content)
	if tracked := suggestedOf(h); len(tracked) > 0 && a.current != nil && len(a.current.Blocks) > 1 {
		last := len(a.current.Blocks) - 1
		end, before := &built{block: a.current.Blocks[last]}, &built{block: a.current.Blocks[last-1]}
		kind := prose.Insertion
		if tracked[0].Kind == prose.Join {
			kind = prose.Deletion
		}
		if foldable(end) && foldable(before) && len(suggestedOf(end.block)) == 0 && wholly(prose.Content(end.block), kind) {
			moved := tracked[0]
			moved.KeepsAfter = false
			suggest(end.block, []prose.Suggestion{moved})
		}
	}
	for _, in := range h.Content {
		if note, ok := in.(*prose.Endnote); ok {
			a.orphans(part, note)
		}
	}
}

// orphans keeps a note of a title in a paragraph, for the first one of the part to take.
func (a *assembly) orphans(part *prose.Part, note *prose.Endnote) {
	if len(part.Blocks) == 0 {
		part.Blocks = []prose.Block{&prose.Paragraph{ID: prose.NewID()}}
	}
	p := part.Blocks[0].(*prose.Paragraph)
	p.Content = append(p.Content, note)
}

// finish makes a part one of the kind that it is.
func (a *assembly) finish(part *prose.Part) {
	a.placeOrphans(part)
	if part.Kind == prose.Recommendations && a.wishes.Recommend {
		part.Blocks = recommended(part.Blocks)
	}
	if a.wishes.Number {
		for _, b := range part.Blocks {
			if p, ok := b.(*prose.Paragraph); ok {
				p.Numbered = true
			}
		}
	}
	if len(part.Blocks) == 0 {
		part.Blocks = prose.NewPart(part.Kind, "").Blocks
	}
	suggest(part.Blocks[0], nil) // there is no boundary before the first block
}

// placeOrphans moves the notes of a title to the end of the paragraph behind it.
func (a *assembly) placeOrphans(part *prose.Part) {
	if len(part.Blocks) < 2 {
		return
	}
	first, ok := part.Blocks[0].(*prose.Paragraph)
	if !ok || len(first.Content) == 0 {
		return
	}
	for _, in := range first.Content {
		if _, note := in.(*prose.Endnote); !note {
			return
		}
	}
	if next, ok := part.Blocks[1].(*prose.Paragraph); ok {
		next.Content = append(next.Content, first.Content...)
		part.Blocks = part.Blocks[1:]
	}
}

// recommended makes recommendations of numbered paragraphs and of the items of lists. What an item holds beside its
// paragraphs stays behind it.
func recommended(blocks []prose.Block) []prose.Block {
	var out []prose.Block
	for _, b := range blocks {
		switch b := b.(type) {
		case *prose.Paragraph:
			if !b.Numbered {
				out = append(out, b)
				continue
			}
			out = append(out, &prose.Recommendation{ID: b.ID, Content: b.Content, Suggested: b.Suggested})
		case *prose.List:
			for _, item := range b.Items {
				out = append(out, recommendedItem(item)...)
			}
		default:
			out = append(out, b)
		}
	}
	return out
}

func recommendedItem(item *prose.ListItem) []prose.Block {
	first := item.Blocks[0].(*prose.Paragraph)
	r := &prose.Recommendation{ID: first.ID, Content: first.Content}
	out := []prose.Block{r}
	for _, b := range item.Blocks[1:] {
		if p, ok := b.(*prose.Paragraph); ok && len(out) == 1 {
			r.Content = append(append(r.Content, &prose.HardBreak{}), p.Content...)
			continue
		}
		out = append(out, b)
	}
	return out
}
