package pdf

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"strconv"

	"github.com/jung-kurt/gofpdf"

	"upright/internal/document"
)

// A painter writes the content of the pages and collects what the file needs around it.
type painter struct {
	doc    *document.Document
	set    *setter
	layout *layout
	sheets []sheet
	where  map[string]position
	out    *gofpdf.Fpdf
	fonts  []*embedded // by fontFile.index; nil while unused
	annots []*annot
	owners [][]*node // of each page's marked content
	sketch *sketch   // painted on instead of out, where a preview is made

	written int // bytes that gofpdf was handed

	// of the page being written
	page   int
	format format
	buf    bytes.Buffer
	font   string  // font and size in force
	color  string  // fill colour in force
	open   *node   // element of the open marked content
	inArt  bool    // an artifact is open
	kind   string  // its properties
	mcids  []*node // elements of the page so far
}

// A position is a point of a page, from the top.
type position struct {
	page int
	y    float64
}

func newPainter(d *document.Document, s *setter, l *layout, sheets []sheet) *painter {
	p := &painter{doc: d, set: s, layout: l, sheets: sheets, where: map[string]position{},
		fonts: make([]*embedded, len(s.fonts.files))}
	for i, sh := range sheets {
		for _, pl := range sh {
			if pl.again {
				continue
			}
			for _, at := range pl.box.places {
				if _, taken := p.where[at.name]; !taken {
					p.where[at.name] = position{page: i, y: margin + pl.y + at.y}
				}
			}
		}
	}
	return p
}

// paint writes all pages.
func (p *painter) paint(ctx context.Context) error {
	p.out = gofpdf.New("P", "pt", "A4", "")
	p.out.SetAutoPageBreak(false, 0)
	p.out.SetCatalogSort(true)
	p.out.SetCompression(false) // assemble compresses
	if err := p.registerPictures(); err != nil {
		return err
	}
	for i, sh := range p.sheets {
		if err := ctx.Err(); err != nil {
			return err
		}
		p.newPage(i)
		p.sheet(sh)
		p.endPage()
	}
	return p.out.Error()
}

// sheet paints what stands on a page.
func (p *painter) sheet(sh sheet) {
	for _, pl := range sh {
		if p.sketch != nil {
			p.sketch.enter(pl.box, margin+pl.y, pl.again)
		}
		for _, it := range pl.box.items {
			it.draw(p, margin, margin+pl.y, pl.again)
		}
	}
	p.furniture()
}

func (p *painter) registerPictures() error {
	for i, im := range p.layout.pictures {
		kind := "PNG"
		if im.Format == "jpeg" {
			kind = "JPG"
		}
		p.out.RegisterImageOptionsReader(strconv.Itoa(i), gofpdf.ImageOptions{ImageType: kind}, bytes.NewReader(im.Data))
		if err := p.out.Error(); err != nil {
			return fmt.Errorf("picture %q: %w", im.Alt, err)
		}
	}
	return nil
}

func (p *painter) newPage(i int) {
	p.turn(i)
	way := "P"
	if p.format == landscape {
		way = "L"
	}
	p.out.AddPageFormat(way, p.out.GetPageSizeStr("A4"))
}

// turn begins a page.
func (p *painter) turn(i int) {
	p.format = p.sheets[i].format()
	p.layout.format = p.format // of the furniture
	p.page, p.font, p.color, p.mcids = i, "", "", nil
}

func (p *painter) endPage() {
	p.end()
	p.flush()
	p.owners = append(p.owners, p.mcids)
}

// flush hands the collected operators to gofpdf, which writes its own in between (pictures).
func (p *painter) flush() {
	if p.buf.Len() > 0 {
		p.written += p.buf.Len()
		p.out.RawWriteBuf(&p.buf)
		p.buf.Reset()
	}
}

// begin opens marked content of n, unless that is open already: one sequence serves all lines of a paragraph.
func (p *painter) begin(n *node) {
	if p.open == n {
		return
	}
	p.end()
	fmt.Fprintf(&p.buf, "/%s <</MCID %d>> BDC\n", n.tag, len(p.mcids))
	n.kids = append(n.kids, kid{page: p.page, mcid: len(p.mcids)})
	p.mcids = append(p.mcids, n)
	p.open = n
}

// artifact opens an artifact with the given properties, unless such a one is open.
func (p *painter) artifact(properties string) {
	if p.inArt && p.kind == properties {
		return
	}
	p.end()
	if properties == "" {
		p.buf.WriteString("/Artifact BMC\n")
	} else {
		p.buf.WriteString("/Artifact <<" + properties + ">> BDC\n")
	}
	p.inArt, p.kind = true, properties
}

func (p *painter) end() {
	if p.open != nil || p.inArt {
		p.buf.WriteString("EMC\n")
	}
	p.open, p.inArt = nil, false
}

const repeated = "/Type /Pagination"

func (f fill) draw(p *painter, x, y float64, again bool) {
	kind := "/Type /Layout"
	if again {
		kind = repeated
	}
	p.artifact(kind)
	p.fillColor(grayOp(f.gray))
	if p.sketch != nil {
		p.sketch.page.Fills = append(p.sketch.page.Fills, [5]int{hundredths(x + f.x), hundredths(y + f.y),
			hundredths(f.width), hundredths(f.height), hundredths(f.gray)})
		return
	}
	fmt.Fprintf(&p.buf, "%s %s %s %s re f\n", num(x+f.x), num(p.format.height-y-f.y-f.height), num(f.width), num(f.height))
}

// dots draws round dots from one point of the page to another, the first at from.
func (p *painter) dots(from, to, y, step float64) {
	if p.sketch != nil {
		p.sketch.page.Dots = append(p.sketch.page.Dots, [4]int{hundredths(from), hundredths(to), hundredths(y), hundredths(step)})
		return
	}
	fmt.Fprintf(&p.buf, "q 0.35 G 1 J 0.9 w [0 %s] 0 d %s %s m %s %s l S Q\n", num(step),
		num(from), num(p.format.height-y), num(to), num(p.format.height-y))
}

func (p picture) draw(to *painter, x, y float64, _ bool) {
	left, bottom := x+p.x, to.format.height-y-p.y-p.height
	if p.node == nil {
		to.artifact("/Type /Layout")
	} else {
		p.node.attr = fmt.Sprintf("/O /Layout /Placement /Block /BBox [%s %s %s %s]", num(left), num(bottom),
			num(left+p.width), num(bottom+p.height))
		to.begin(p.node)
	}
	if to.sketch != nil {
		to.sketch.picture(p, left, y+p.y)
		return
	}
	to.flush()
	to.out.ImageOptions(p.name, left, y+p.y, p.width, p.height, false, gofpdf.ImageOptions{}, 0, "")
}

func (p *painter) fillColor(op string) {
	if p.color != op {
		p.buf.WriteString(op + "\n")
		p.color = op
	}
}

const (
	black     = "0 g"
	linkColor = "0 0.2 0.5 rg" // of web addresses: 11.6 : 1 on white
)

func grayOp(v float64) string { return num(v) + " g" }

// num writes a coordinate: to 1/1000 point, no exponent, no trailing zeros.
func num(v float64) string {
	return string(appendNum(nil, v))
}

func appendNum(b []byte, v float64) []byte {
	v = math.Round(v*1000) / 1000
	if v == 0 {
		return append(b, '0') // never "-0"
	}
	return strconv.AppendFloat(b, v, 'f', -1, 64)
}
