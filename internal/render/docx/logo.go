package docx

import (
	"strconv"

	"upright/internal/document"
)

// Sizes in English Metric Units (1/360,000 cm).
const (
	logoWidth  = 5 * 360_000 // the largest a logo gets
	logoHeight = 2 * 360_000
	logoRow    = 3 // in one row, at most
)

// logos writes logos in rows of the same length, as far as their number allows.
func (s *story) logos(l *document.Logos) {
	n := len(l.Images)
	rows := (n + logoRow - 1) / logoRow
	for row := range rows {
		s.paragraph("Logos", nil, func() {
			for i := row * n / rows; i < (row+1)*n/rows; i++ {
				if i > row*n/rows {
					s.run("\u2003", properties{})
				}
				s.logo(&l.Images[i])
			}
		})
	}
}

// logo writes one picture in the line, with its alternative text.
func (s *story) logo(image *document.Image) {
	if image.Format != "png" && image.Format != "jpeg" {
		s.fail("image format %q", image.Format)
		return
	}
	s.images = append(s.images, image)
	link := s.links.add(office+"image", imageName(len(s.images)-1, image), false)
	id := strconv.Itoa(s.nextID())
	width, height := fit(image.Width, image.Height)
	cx, cy := strconv.Itoa(width), strconv.Itoa(height)

	s.open("w:r")
	s.open("w:drawing")
	s.open("wp:inline", "xmlns:wp", nsWP, "distT", "0", "distB", "0", "distL", "0", "distR", "0")
	s.empty("wp:extent", "cx", cx, "cy", cy)
	s.empty("wp:docPr", "id", id, "name", "Logo "+id, "descr", image.Alt)
	s.open("a:graphic", "xmlns:a", nsA)
	s.open("a:graphicData", "uri", nsPic)
	s.open("pic:pic", "xmlns:pic", nsPic)
	s.open("pic:nvPicPr")
	s.empty("pic:cNvPr", "id", id, "name", "Logo "+id, "descr", image.Alt)
	s.empty("pic:cNvPicPr")
	s.close("pic:nvPicPr")
	s.open("pic:blipFill")
	s.empty("a:blip", "r:embed", link)
	s.open("a:stretch")
	s.empty("a:fillRect")
	s.close("a:stretch")
	s.close("pic:blipFill")
	s.open("pic:spPr")
	s.open("a:xfrm")
	s.empty("a:off", "x", "0", "y", "0")
	s.empty("a:ext", "cx", cx, "cy", cy)
	s.close("a:xfrm")
	s.open("a:prstGeom", "prst", "rect")
	s.empty("a:avLst")
	s.close("a:prstGeom")
	for _, name := range []string{"pic:spPr", "pic:pic", "a:graphicData", "a:graphic", "wp:inline", "w:drawing", "w:r"} {
		s.close(name)
	}
}

// fit returns the size at which a picture of so many pixels fills the room of a logo, in its own proportions.
func fit(pixelsWide, pixelsHigh int) (width, height int) {
	w, h := max(pixelsWide, 1), max(pixelsHigh, 1)
	if w*logoHeight > h*logoWidth {
		return logoWidth, max(logoWidth*h/w, 1)
	}
	return max(logoHeight*w/h, 1), logoHeight
}
