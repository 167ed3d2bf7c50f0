package docx

import (
	"bytes"
	"image"
	"image/color"
	"image/png"

	"upright/internal/document"
)

// annexes writes each annex in a section of its own: on new pages, which may lie on their side. The last section of the
// file ends with the body, the others in a paragraph of their own.
func (s *story) annexes() {
	for i, a := range s.doc.Annexes {
		s.sideways = a.Landscape
		last := i == len(s.doc.Annexes)-1
		for j, b := range a.Blocks {
			s.beforeBreak = !last && j == len(a.Blocks)-1
			s.bodyBlock(b)
		}
		s.beforeBreak = false
		if !last {
			s.sectionBreak()
		}
	}
}

// sectionBreak ends a section inside the text.
func (s *story) sectionBreak() {
	s.open("w:p")
	s.open("w:pPr")
	s.value("w:pStyle", "Separator")
	s.section(false)
	s.close("w:pPr")
	s.close("w:p")
}

const (
	barPixels = 360 // width of the picture of a whole bar
	barHigh   = 114_300
	keyHigh   = 50_800 // of a bar that only explains a colour
	twip      = 635    // English Metric Units
)

// bar writes a bar as a picture over the width of a cell. Word, LibreOffice and screen readers all show a picture with
// its alternative text; nested tables are read out cell by cell, and drawings of Word's own not everywhere shown.
func (s *story) bar(b *document.Bar, style string, width int) {
	pixels := make([]uint8, 0, barPixels)
	palette := color.Palette{color.White}
	for i, part := range b.Parts {
		red, green, blue := part.Tone.RGB()
		palette = append(palette, color.RGBA{red, green, blue, 255})
		for n := part.Count * barPixels / max(b.Whole, 1); n > 0 && len(pixels) < barPixels; n-- {
			pixels = append(pixels, uint8(i+1))
		}
		if n := len(pixels); n > 1 && i < len(b.Parts)-1 {
			pixels[n-1] = 0 // white between two stretches, so that their border shows without colours
		}
	}
	s.paragraph(style, nil, func() {
		if len(pixels) == 0 {
			return
		}
		if s.doc.RightToLeft { // the first stretch stands where reading begins
			for i, j := 0, len(pixels)-1; i < j; i, j = i+1, j-1 {
				pixels[i], pixels[j] = pixels[j], pixels[i]
			}
		}
		im := &image.Paletted{Pix: pixels, Stride: len(pixels), Rect: image.Rect(0, 0, len(pixels), 1), Palette: palette}
		var data bytes.Buffer
		if err := png.Encode(&data, im); err != nil {
			s.fail("bar: %w", err)
			return
		}
		high := barHigh
		if b.Alt == "" {
			high = keyHigh
		}
		room := (width - 2*cellPadding) * twip
		s.picture(&document.Image{Data: data.Bytes(), Format: "png", Alt: b.Alt}, "Bar", room*len(pixels)/barPixels, high)
	})
}
