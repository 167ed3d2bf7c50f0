package docx

import (
	"math"
	"strconv"
	"strings"

	"upright/internal/document"
)

// Sizes in English Metric Units (1/360,000 cm).
const (
	logoArea = 3_000_000 * 720_000 // that all logos come near to, whatever their shape
	logoGap  = 240_000             // between two of a row, about
)

// logos writes logos in even rows, each about as large to the eye as its neighbours.
func (s *story) logos(l *document.Logos) {
	done := 0
	rows := document.LogoRows(len(l.Images))
	for _, n := range rows {
		s.paragraph("Logos", nil, func() {
			for i := range n {
				if i > 0 {
					s.run("\u2003", properties{})
				}
				s.logo(&l.Images[done+i], n, len(rows))
			}
		})
		done += n
	}
}

// logo writes one of n pictures of a row.
func (s *story) logo(image *document.Image, n, rows int) {
	if image.Format != "png" && image.Format != "jpeg" {
		s.fail("image format %q", image.Format)
		return
	}
	width, height := fit(image.Width, image.Height, textWidth*twip/n-logoGap, rows)
	s.picture(image, "Logo", width, height)
}

// picture writes a picture in the line, with its alternative text, at a size in English Metric Units. One without a text
// is decoration, and says so.
func (s *story) picture(image *document.Image, kind string, width, height int) {
	s.images = append(s.images, image)
	link := s.links.add(office+"image", imageName(len(s.images)-1, image), false)
	id := strconv.Itoa(s.nextID())
	cx, cy := strconv.Itoa(width), strconv.Itoa(height)

	s.open("w:r")
	s.open("w:drawing")
	s.open("wp:inline", "xmlns:wp", nsWP, "distT", "0", "distB", "0", "distL", "0", "distR", "0")
	s.empty("wp:extent", "cx", cx, "cy", cy)
	s.describe(image.Alt, kind+" "+id, id)
	s.open("a:graphic", "xmlns:a", nsA)
	s.open("a:graphicData", "uri", nsPic)
	s.open("pic:pic", "xmlns:pic", nsPic)
	s.open("pic:nvPicPr")
	s.empty("pic:cNvPr", "id", id, "name", kind+" "+id, "descr", image.Alt)
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

// describe writes the properties of a drawing: its alternative text or, without one, that it is decoration.
func (s *story) describe(alt, name, id string) {
	if strings.TrimSpace(alt) != "" {
		s.empty("wp:docPr", "id", id, "name", name, "descr", alt)
		return
	}
	s.open("wp:docPr", "id", id, "name", name, "descr", "")
	s.open("a:extLst", "xmlns:a", nsA)
	s.open("a:ext", "uri", "{C183D7F6-B498-43B3-948B-1728B52AA6E4}")
	s.empty("adec:decorative", "xmlns:adec", "http://schemas.microsoft.com/office/drawing/2017/decorative", "val", "1")
	for _, open := range []string{"a:ext", "a:extLst", "wp:docPr"} {
		s.close(open)
	}
}

// fit returns the size of a logo of so many pixels, in its own proportions: of the area that all have, within its share
// of the row and a height that leaves room for the other rows.
func fit(pixelsWide, pixelsHigh, room, rows int) (width, height int) {
	ratio := float64(max(pixelsWide, 1)) / float64(max(pixelsHigh, 1))
	tallest := float64(max(4-rows, 1))*180_000 + 540_000
	w := math.Sqrt(logoArea * ratio)
	w *= min(1, float64(room)/w, tallest/(w/ratio))
	return max(int(w), 1), max(int(w/ratio), 1)
}
