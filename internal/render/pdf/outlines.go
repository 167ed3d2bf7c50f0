package pdf

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
)

// ErrNoGlyph says that a font or a glyph was asked for that the renderer does not have.
var ErrNoGlyph = errors.New("pdf: no such glyph")

// An Outline is the shape of a glyph in the units of its font, for Drawings.
type Outline struct {
	Advance int `json:"a"`
	// Path is in the language of the d attribute of SVG; y grows upwards, as in fonts. "" for a blank.
	Path string `json:"d"`
}

// UnitsPerEm returns how many units the size of a font has, or 0 for a font that the renderer does not have.
func (r *Renderer) UnitsPerEm(font int) int {
	if font < 0 || font >= len(r.fonts.files) {
		return 0
	}
	return int(r.fonts.files[font].parsed().Upem())
}

// FontsName names the fonts of the renderer: with other fonts, other numbers of glyphs mean other shapes.
func (r *Renderer) FontsName() string {
	var heads []byte
	for _, f := range r.fonts.files {
		heads = append(heads, f.tables.head...)
	}
	return shortSum(heads)
}

// Outline returns the shape of a glyph of a font, both by the numbers in Letters. It fails with ErrNoGlyph when there is
// none.
func (r *Renderer) Outline(font, glyph int) (Outline, error) {
	if font < 0 || font >= len(r.fonts.files) {
		return Outline{}, ErrNoGlyph
	}
	tables := r.fonts.files[font].tables
	if glyph < 0 || glyph >= tables.glyphs {
		return Outline{}, ErrNoGlyph
	}
	p := path{font: tables}
	if err := p.glyph(glyph, unmoved, 0); err != nil {
		return Outline{}, fmt.Errorf("pdf: glyph %d of %s: %w", glyph, r.fonts.files[font].name, err)
	}
	return Outline{Advance: int(tables.advance(glyph)), Path: string(p.out)}, nil
}

// A transform maps a component into its glyph: x' = xx·x + yx·y + dx and so on.
type transform struct{ xx, xy, yx, yy, dx, dy float64 }

var unmoved = transform{xx: 1, yy: 1}

func (t transform) apply(x, y float64) (float64, float64) {
	return t.xx*x + t.yx*y + t.dx, t.xy*x + t.yy*y + t.dy
}

// then returns the transform that applies t and then outer.
func (t transform) then(outer transform) transform {
	var u transform
	u.xx, u.xy = outer.xx*t.xx+outer.yx*t.xy, outer.xy*t.xx+outer.yy*t.xy
	u.yx, u.yy = outer.xx*t.yx+outer.yx*t.yy, outer.xy*t.yx+outer.yy*t.yy
	u.dx, u.dy = outer.apply(t.dx, t.dy)
	return u
}

// deepest is how far composite glyphs may be nested; the fonts have two levels.
const deepest = 6

// A path collects the outline of one glyph.
type path struct {
	font *sfnt
	out  []byte
}

// glyph adds a glyph under a transform.
func (p *path) glyph(number int, t transform, depth int) error {
	data, err := p.font.outline(number)
	if err != nil || len(data) == 0 {
		return err
	}
	if depth > deepest || len(data) < 10 {
		return errFont
	}
	if contours := int(int16(binary.BigEndian.Uint16(data))); contours >= 0 {
		points, ends, err := readPoints(data[10:], contours)
		if err != nil {
			return err
		}
		start := 0
		for _, end := range ends {
			p.contour(points[start:end+1], t)
			start = end + 1
		}
		return nil
	}
	return p.composite(data[10:], t, depth)
}

// composite adds the glyphs that one is made of.
func (p *path) composite(data []byte, t transform, depth int) error {
	const argsAreXY = 0x0002
	for {
		if len(data) < 4 {
			return errFont
		}
		flags := binary.BigEndian.Uint16(data)
		size := componentSize(flags)
		if len(data) < size || flags&argsAreXY == 0 { // our fonts place components by offsets, never by points
			return errFont
		}
		if err := p.glyph(int(binary.BigEndian.Uint16(data[2:])), component(data[4:size], flags).then(t), depth+1); err != nil {
			return err
		}
		if data = data[size:]; flags&moreComponents == 0 {
			return nil
		}
	}
}

// component reads where a component stands.
func component(data []byte, flags uint16) transform {
	t := unmoved
	if flags&argsAreWords != 0 {
		t.dx, t.dy = float64(int16(binary.BigEndian.Uint16(data))), float64(int16(binary.BigEndian.Uint16(data[2:])))
		data = data[4:]
	} else {
		t.dx, t.dy = float64(int8(data[0])), float64(int8(data[1]))
		data = data[2:]
	}
	f2dot14 := func(i int) float64 { return float64(int16(binary.BigEndian.Uint16(data[2*i:]))) / (1 << 14) }
	switch {
	case flags&hasScale != 0:
		t.xx = f2dot14(0)
		t.yy = t.xx
	case flags&hasXYScale != 0:
		t.xx, t.yy = f2dot14(0), f2dot14(1)
	case flags&hasTwoByTwo != 0:
		t.xx, t.xy, t.yx, t.yy = f2dot14(0), f2dot14(1), f2dot14(2), f2dot14(3)
	}
	return t
}

// A point is one of an outline; between two that are not on it lies another that is.
type point struct {
	x, y float64
	on   bool
}

func (p point) mid(q point) point { return point{(p.x + q.x) / 2, (p.y + q.y) / 2, true} }

// contour adds one closed line of quadratic curves.
func (p *path) contour(points []point, t transform) {
	if len(points) < 2 {
		return
	}
	first := 0
	for first < len(points) && !points[first].on {
		first++
	}
	begin, rest := points[len(points)-1].mid(points[0]), points
	if first < len(points) {
		begin = points[first]
		rest = append(append([]point(nil), points[first+1:]...), points[:first]...)
	}
	p.move('M', t, begin)
	var control *point
	for i := range rest {
		switch q := rest[i]; {
		case q.on && control == nil:
			p.move('L', t, q)
		case q.on:
			p.move('Q', t, *control, q)
			control = nil
		case control == nil:
			control = &q
		default:
			p.move('Q', t, *control, control.mid(q))
			control = &q
		}
	}
	if control != nil {
		p.move('Q', t, *control, begin)
	}
	p.out = append(p.out, 'Z')
}

// move adds a command with its points, to whole units: a letter of 1,000 units is some 20 pixels high.
func (p *path) move(command byte, t transform, points ...point) {
	p.out = append(p.out, command)
	for i, q := range points {
		x, y := t.apply(q.x, q.y)
		if i > 0 {
			p.out = append(p.out, ' ')
		}
		p.out = strconv.AppendInt(p.out, round(x), 10)
		p.out = append(p.out, ' ')
		p.out = strconv.AppendInt(p.out, round(y), 10)
	}
}
