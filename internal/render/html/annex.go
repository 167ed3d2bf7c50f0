package html

import (
	"fmt"
	"strconv"

	"upright/internal/document"
)

// annexes writes each annex as a section; its heading says which it is.
func (p *page) annexes() {
	for _, a := range p.doc.Annexes {
		class := "annex"
		if a.Landscape {
			class = "annex wide"
		}
		p.open("section", "class", class)
		p.newline()
		p.blocks(a.Blocks)
		p.close("section")
		p.newline()
	}
}

// bar draws a bar as a picture of rectangles, which needs neither styles nor scripts. Its colours are attributes.
func (p *page) bar(b *document.Bar) {
	const height = 8
	whole := max(b.Whole, 1)
	role, hidden := "img", ""
	if b.Alt == "" { // it only shows the colour of its column
		role, hidden = "", "true"
	}
	p.open("svg", "class", "bar", "role", role, "aria-label", b.Alt, "aria-hidden", hidden,
		"viewBox", fmt.Sprintf("0 0 %d %d", whole, height), "preserveAspectRatio", "none", "width", "100%", "height", strconv.Itoa(height))
	from := 0
	for _, part := range b.Parts {
		x := from
		if p.doc.RightToLeft { // the first stretch stands where reading begins
			x = whole - from - part.Count
		}
		red, green, blue := part.Tone.RGB()
		p.open("rect", "x", strconv.Itoa(x), "y", "0", "width", strconv.Itoa(part.Count), "height", strconv.Itoa(height),
			"fill", fmt.Sprintf("#%02x%02x%02x", red, green, blue))
		p.close("rect")
		from += part.Count
	}
	p.close("svg")
}
