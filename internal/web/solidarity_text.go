package web

import (
	"net/http"
	"slices"
	"strings"

	"upright/internal/prose"
	"upright/internal/solidarity"
	"upright/internal/upr"
)

// solidarityTextPage shows the passages that the answers give, to choose which of them begin the text.
type solidarityTextPage struct {
	basePage
	heading
	Form     form
	Passages []passageView
	Part     string // title of the part that they go into; "" when the text has none
	Written  bool   // the part has text already; the passages come behind it
}

func (solidarityTextPage) template() string { return "solidarity-text" }

// A passageView is a passage to choose.
type passageView struct {
	Key            string
	Text           string
	Recommendation bool
	Chosen         bool
	Told           string // number of the paragraph of the text that has it already; "" for none
}

// solidarityTextForm says which passages were chosen.
type solidarityTextForm struct {
	Passages []string `form:"passages" input:"checkboxes" validate:"max=2000"`
}

// showSolidarityText answers GET /submissions/:submission/solidarity/text.
func (s *Server) showSolidarityText(v *visit) error {
	d, err := s.withSolidarity(v)
	if err != nil {
		return err
	}
	passages, err := s.solidarityPassages(d)
	if err != nil {
		return err
	}
	return s.render(v, http.StatusOK, s.solidarityTextPage(v, d, passages, new(solidarityTextForm), nil))
}

// solidarityPassages are what the answers and rows give, in the language of the text.
func (s *Server) solidarityPassages(d solidarityData) ([]solidarity.Passage, error) {
	lang := d.one.Details.Language
	return solidarity.Begin(lang, s.Calendar.StateName(d.one.Details.State, lang), d.entries(), d.answers)
}

func (s *Server) solidarityTextPage(
	v *visit, d solidarityData, passages []solidarity.Passage, f *solidarityTextForm, wrong problems,
) solidarityTextPage {
	p := solidarityTextPage{
		basePage: s.base(v), heading: s.heading(v, d.one), Form: newForm(v.words, "solidarity-text", f, wrong),
	}
	p.Failed = len(wrong) > 0
	for _, passage := range passages {
		_, recommendation := passage.Block.(*prose.Recommendation)
		p.Passages = append(p.Passages, passageView{
			Key: passage.Key, Text: passage.Text, Recommendation: recommendation,
			Chosen: slices.Contains(f.Passages, passage.Key), Told: d.told(passage),
		})
	}
	if part := solidarityPart(d.one.Manuscript); part != nil {
		p.Part, p.Written = s.partTitle(d.one, part), !part.Empty()
	}
	return p
}

// told is the number of the paragraph that says a passage already, word by word or as one that is linked to its row; ""
// when none does.
func (d solidarityData) told(passage solidarity.Passage) string {
	if row := d.row(passage.Entry); row != nil {
		for _, id := range row.Paragraphs {
			if label, there := d.label(id); there {
				return label
			}
		}
	}
	for _, b := range d.blocks {
		if b.text == excerpt(passage.Text) {
			return b.label
		}
	}
	return ""
}

// citesDraft reports whether a note of the parts before one, or of that one, names the document of the draft declaration.
func citesDraft(m *prose.Manuscript, part *prose.Part) bool {
	for _, each := range m.Parts {
		for note := range each.Notes() {
			if strings.Contains(note.Plain(), solidarity.Symbol) {
				return true
			}
		}
		if each.ID == part.ID {
			break
		}
	}
	return false
}

// solidarityPart is the part on international solidarity; nil in a text without one.
func solidarityPart(m *prose.Manuscript) *prose.Part {
	for _, part := range m.Parts {
		if part.Kind == prose.Solidarity {
			return part
		}
	}
	return nil
}

// beginSolidarityText answers POST /submissions/:submission/solidarity/text: the chosen passages are put at the end of the
// part, as a change of the text by the visitor that the editing authority merges with everybody else's.
func (s *Server) beginSolidarityText(v *visit) error {
	d, err := s.withSolidarity(v)
	if err != nil {
		return err
	}
	passages, err := s.solidarityPassages(d)
	if err != nil {
		return err
	}
	var f solidarityTextForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	chosen := slices.DeleteFunc(slices.Clone(passages), func(p solidarity.Passage) bool {
		return !slices.Contains(f.Passages, p.Key)
	})
	part := solidarityPart(d.one.Text())
	switch {
	case part == nil:
		wrong["passages"] = problem{key: "solidarity.text.no-part"}
	case len(chosen) == 0:
		wrong["passages"] = problem{key: "solidarity.text.none-chosen"}
	}
	if len(wrong) == 0 {
		if err := wrong.takeFor("passages", s.putPassages(v, d.one, part, chosen)); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		return s.render(v, http.StatusUnprocessableEntity, s.solidarityTextPage(v, d, passages, &f, wrong))
	}
	return s.done(v, "/submissions/"+string(d.one.ID)+"/write#"+part.ID, "notice.solidarity-text")
}

// putPassages adds passages to a part and links the rows that they tell to their paragraphs.
func (s *Server) putPassages(v *visit, one *upr.Submission, part *prose.Part, chosen []solidarity.Passage) error {
	blocks, err := solidarity.Blocks(one.Details.Language, chosen, citesDraft(one.Text(), part))
	if err != nil {
		return err
	}
	longer := *part
	longer.Blocks = append(slices.Clone(part.Blocks), blocks...)
	if fillEmpty(part, blocks) {
		longer.Blocks = blocks
	}
	encoded, err := prose.EncodePart(&longer)
	if err != nil {
		return err
	}
	ctx := v.Request().Context()
	if _, _, err := s.Texts.ReplacePart(ctx, v.actor(), one.ID, one.Head, encoded); err != nil {
		return err
	}
	for _, passage := range chosen {
		if passage.Entry == "" {
			continue
		}
		if err := s.Store.LinkSolidarity(ctx, v.actor(), one.ID, passage.Entry, true, prose.BlockID(passage.Block)); err != nil {
			return err
		}
	}
	return nil
}

// fillEmpty makes the first new paragraph the one empty paragraph that a part begins with, and reports whether it could. By
// its id it stays the same paragraph: what somebody types into it at this moment is kept.
func fillEmpty(part *prose.Part, blocks []prose.Block) bool {
	if len(part.Blocks) != 1 || !part.Empty() {
		return false
	}
	empty, ok := part.Blocks[0].(*prose.Paragraph)
	if !ok || !empty.Numbered {
		return false
	}
	for _, block := range blocks {
		if first, ok := block.(*prose.Paragraph); ok {
			first.ID = empty.ID
			return true
		}
	}
	return false
}
