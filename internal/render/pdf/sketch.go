package pdf

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"upright/internal/document"
)

// A Preview is the pages of a document as drawings for a screen: laid out, broken and painted by the same code as the
// file, so that both have the same lines on the same pages.
type Preview struct {
	Width, Height float64 // of a page, in points
	Pages         []*Drawing
}

// A Drawing is one page. Lengths are hundredths of a point from the upper left corner. What it does not hold are the
// outlines of its letters: they come from Outlines, once for all pages.
type Drawing struct {
	Landscape bool      `json:"landscape,omitempty"` // the page lies on its side: its width is Preview.Height
	Letters   []Letters `json:"letters"`
	Fills     [][5]int  `json:"fills,omitempty"`    // rectangles: x, y, width, height, gray from 0 (black) to 100
	Dots      [][4]int  `json:"dots,omitempty"`     // leaders of the contents: from x, to x, y, step
	Tints     []Tint    `json:"tints,omitempty"`    // coloured rectangles: bars of charts
	Pictures  []Placed  `json:"pictures,omitempty"` // logos
	Areas     []Area    `json:"areas"`              // what stands where, in reading order
	hash      string
}

// Hash names the content of the page: pages with the same one look the same.
func (d *Drawing) Hash() string { return d.hash }

// Letters are glyphs of one font, size and colour on one line.
type Letters struct {
	Font  int     `json:"f"`           // see Outlines
	Size  float64 `json:"s"`           // points
	Y     int     `json:"y"`           // of the baseline
	Color string  `json:"c,omitempty"` // "#rrggbb"; "" is black
	// Words are stretches in which each glyph begins where the one before ends by its font: x, then glyph numbers.
	Words [][]int `json:"w"`
}

// A Tint is a coloured rectangle.
type Tint struct {
	Box   [4]int `json:"box"` // x, y, width, height
	Color string `json:"c"`   // "#rrggbb"
}

// A Placed is a picture.
type Placed struct {
	Picture string `json:"n"`   // see PictureName
	Box     [4]int `json:"box"` // x, y, width, height
	Alt     string `json:"alt,omitempty"`
}

// An Area is the room that a block of the manuscript, or of what stands around it, takes on a page. Head and foot of the
// page belong to none.
type Area struct {
	Block  string   `json:"id,omitempty"` // id in the manuscript; "" where there is none: the cover, the contents
	Inside []string `json:"in,omitempty"` // ids of further blocks there: in the other cells of a row
	Y      int      `json:"y"`
	Height int      `json:"h"`
	Lines  []string `json:"lines"` // what stands there, line by line
}

// Holds reports whether the block with the id begins in the area.
func (a *Area) Holds(block string) bool {
	return block != "" && (a.Block == block || slices.Contains(a.Inside, block))
}

// Preview lays d out and returns its pages. It fails as Write does, and costs less.
func (r *Renderer) Preview(ctx context.Context, d *document.Document) (preview *Preview, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("pdf: preview failed: %v", p)
		}
	}()
	set := r.setter(d)
	l := newLayout(ctx, d, set)
	if err := l.build(); err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	sheets, err := paginate(ctx, l.boxes, bodyHeight)
	if err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	p := newPainter(d, set, l, sheets)
	preview, err = p.sketches(ctx)
	if err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	r.idle.Put(set)
	return preview, nil
}

// sketches paints all pages as drawings.
func (p *painter) sketches(ctx context.Context) (*Preview, error) {
	out := &Preview{Width: pageWidth, Height: pageHeight}
	names := make([]string, len(p.layout.pictures))
	for i, im := range p.layout.pictures {
		names[i] = PictureName(im)
	}
	for i, sh := range p.sheets {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		p.sketch = &sketch{page: &Drawing{Landscape: p.sheets[i].format() == landscape, Letters: []Letters{}, Areas: []Area{}}, pictures: names, area: -1}
		p.turn(i)
		p.sheet(sh)
		p.end()
		p.buf.Reset()
		p.owners = append(p.owners, p.mcids)
		if err := p.sketch.page.seal(); err != nil {
			return nil, err
		}
		out.Pages = append(out.Pages, p.sketch.page)
	}
	return out, nil
}

// PictureName names a picture by its content.
func PictureName(im document.Image) string { return shortSum(im.Data) }

// seal gives the page its hash.
func (d *Drawing) seal() error {
	data, err := json.Marshal(d)
	if err != nil {
		return err
	}
	d.hash = shortSum(data)
	return nil
}

// shortSum tells contents of one text apart; nobody gains by making two alike.
func shortSum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}

// A sketch is the drawing of a page being made. A painter that has one paints on it, and not into a file.
type sketch struct {
	page     *Drawing
	pictures []string // names, by number
	area     int      // index of the open one; -1 for none
	lineY    int      // of the last line of the open area
	lineX    float64  // where it ends
	after    float64  // space below the last box
}

// enter begins what a box holds: it joins the open area when both are of one block.
func (s *sketch) enter(b *box, y float64, again bool) {
	if again {
		s.area = -1
		return
	}
	top, bottom := hundredths(y), hundredths(y+b.height)
	area := Area{Block: b.block, Y: top, Height: bottom - top, Lines: []string{}}
	for _, at := range b.places {
		if block, ok := strings.CutPrefix(at.name, blockPlace("")); ok && block != b.block {
			area.Inside = append(area.Inside, block)
		}
	}
	if len(area.Inside) > 0 { // a row of a table leads to its first cell, and not to the head of the table
		area.Block, area.Inside = area.Inside[0], area.Inside[1:]
	}
	// What has no id are lines of one block as long as no space parts them.
	joins := s.area >= 0 && s.page.Areas[s.area].Block == area.Block && (b.block != "" || s.after == 0 && b.before == 0)
	s.after = b.after
	if joins {
		a := &s.page.Areas[s.area]
		a.Height = bottom - a.Y
		return
	}
	s.page.Areas = append(s.page.Areas, area)
	s.area, s.lineY = len(s.page.Areas)-1, math.MinInt
}

// piece records the glyphs of a piece, with its baseline starting at x, y.
func (s *sketch) piece(pc *piece, file *fontFile, color string, x, y float64, text bool) {
	if text && s.area >= 0 {
		s.text(pc, x, y)
	}
	scale := pc.size / float64(file.parsed().Upem())
	open := Letters{Font: pc.font, Size: math.Round(pc.size*100) / 100, Y: hundredths(y - pc.rise), Color: cssColor(color)}
	base, expected := open.Y, math.Inf(-1)
	flush := func() {
		if len(open.Words) > 0 {
			s.page.Letters = append(s.page.Letters, open)
			open.Words = nil
		}
	}
	for i := range pc.glyphs {
		g := &pc.glyphs[i]
		if at := base - hundredths(float64(g.dy)); at != open.Y {
			flush()
			open.Y, expected = at, math.Inf(-1)
		}
		at := x + float64(g.dx)
		if g.stretch == blank {
			expected = math.Inf(-1)
		} else {
			if n := len(open.Words); n > 0 && math.Abs(at-expected) < 0.02 {
				open.Words[n-1] = append(open.Words[n-1], int(g.id))
			} else {
				open.Words = append(open.Words, []int{hundredths(at), int(g.id)})
				expected = at
			}
			expected += float64(file.tables.advance(int(g.id))) * scale
		}
		x += float64(g.advance)
	}
	flush()
}

// text adds what a piece stands for to the open area: to its last line when it is on that.
func (s *sketch) text(pc *piece, x, y float64) {
	var b strings.Builder
	for i := range pc.glyphs {
		if pc.rtl {
			i = len(pc.glyphs) - 1 - i
		}
		b.WriteString(pc.glyphs[i].text)
	}
	a := &s.page.Areas[s.area]
	if at := hundredths(y); at != s.lineY {
		a.Lines = append(a.Lines, "")
		s.lineY = at
	}
	last := &a.Lines[len(a.Lines)-1]
	// Columns of a table, or a label and its text: what is far apart is not one word.
	if *last != "" && !strings.HasSuffix(*last, " ") && math.Abs(x-s.lineX) > pc.size {
		*last += " "
	}
	*last += strings.ReplaceAll(b.String(), wordJoiner, "")
	s.lineX = x + pc.width
}

// cssColor is the colour of an operator of fillColor as browsers write it; "" for black.
func cssColor(op string) string {
	f := strings.Fields(op)
	part := func(s string) int {
		v, _ := strconv.ParseFloat(s, 64) // ours: see fillColor
		return int(math.Round(v * 255))
	}
	switch {
	case op == black || len(f) < 2:
		return ""
	case len(f) == 2:
		v := part(f[0])
		return fmt.Sprintf("#%02x%02x%02x", v, v, v)
	default:
		return fmt.Sprintf("#%02x%02x%02x", part(f[0]), part(f[1]), part(f[2]))
	}
}

func hundredths(v float64) int { return int(math.Round(v * 100)) }

// tint records a coloured rectangle whose upper left corner is at x, y.
func (s *sketch) tint(x, y, width, height float64, color string) {
	s.page.Tints = append(s.page.Tints, Tint{
		Box: [4]int{hundredths(x), hundredths(y), hundredths(width), hundredths(height)}, Color: cssColor(color),
	})
}

// picture records a picture whose upper left corner is at x, y.
func (s *sketch) picture(p picture, x, y float64) {
	n, err := strconv.Atoi(p.name)
	if err != nil {
		panic("a picture without a number: " + p.name)
	}
	at := Placed{Picture: s.pictures[n], Box: [4]int{hundredths(x), hundredths(y), hundredths(p.width), hundredths(p.height)}}
	if p.node != nil {
		at.Alt = p.node.alt
	}
	s.page.Pictures = append(s.page.Pictures, at)
}
