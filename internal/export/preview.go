package export

import (
	"context"
	"fmt"
	"time"

	"upright/internal/document"
	"upright/internal/render/pdf"
	"upright/internal/upr"
)

// previewTime bounds one preview: it is asked for again and again while somebody types.
const previewTime = 10 * time.Second

// previewsAtOnce is how many previews are made at the same time. They have turns of their own: nobody's download waits
// for somebody's typing, nor the other way round.
const previewsAtOnce = 2

// Preview returns the pages of the PDF of a submission whose Manuscript is filled, as drawings for a screen. It waits for
// a turn as files do, and a panic below is returned as an error.
func (p *Press) Preview(ctx context.Context, s *upr.Submission) (preview *pdf.Preview, err error) {
	defer caught(&err)
	ctx, cancel := context.WithTimeout(ctx, previewTime)
	defer cancel()
	done, err := oneOf(ctx, p.previews)
	if err != nil {
		return nil, err
	}
	defer done()
	opt, err := p.options(s)
	if err != nil {
		return nil, err
	}
	if p.state == nil {
		// The number of the version stands beside the preview: on the pages it would make all of them new at each letter.
		opt.State = document.Draft(0)
	}
	return p.pdf.Preview(ctx, document.Build(s, opt))
}

// FontsName names the fonts that previews are drawn with.
func (p *Press) FontsName() string { return p.pdf.FontsName() }

// Glyphs are the shapes of some glyphs of one font.
type Glyphs struct {
	UnitsPerEm int                 `json:"em"`
	Glyphs     map[int]pdf.Outline `json:"glyphs"`
}

// Glyphs returns the shapes of glyphs for previews. It fails with upr.NotFound when there is no such font or glyph.
func (p *Press) Glyphs(font int, numbers []int) (Glyphs, error) {
	out := Glyphs{UnitsPerEm: p.pdf.UnitsPerEm(font), Glyphs: make(map[int]pdf.Outline, len(numbers))}
	for _, n := range numbers {
		outline, err := p.pdf.Outline(font, n)
		if err != nil {
			return Glyphs{}, &upr.Error{Kind: upr.NotFound, Key: "error.not-found", Err: err}
		}
		out.Glyphs[n] = outline
	}
	return out, nil
}

// Picture returns a picture of the paper by the name that a preview gives it. It fails with upr.NotFound when the paper
// has none of that name.
func (p *Press) Picture(s *upr.Submission, name string) (document.Image, error) {
	d, err := p.Document(s)
	if err != nil {
		return document.Image{}, err
	}
	for _, b := range d.Cover {
		logos, ok := b.(*document.Logos)
		if !ok {
			continue
		}
		for _, im := range logos.Images {
			if pdf.PictureName(im) == name {
				return im, nil
			}
		}
	}
	return document.Image{}, &upr.Error{Kind: upr.NotFound, Key: "error.not-found", Err: fmt.Errorf("no picture %.20q", name)}
}
