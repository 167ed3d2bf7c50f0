package pdf

import (
	"crypto/sha256"
	"fmt"
	"math"
	"strconv"
	"unicode/utf16"
)

// An embedded font is a font file as one document uses it. Its codes are the glyph numbers of the subset: every glyph
// gets the next one when first used, and one more for each other text it stands for and each other width, so that what is
// copied is what was written.
type embedded struct {
	file     *fontFile
	resource string // name in the page resources, with the slash
	codes    map[glyphUse]uint16
	latest   []uint16   // by glyph: the code it got last, and nearly always gets again; 0 before the first
	used     []glyphUse // by code, from 1
	widths   []float64  // by code: thousandths of the size
}

type glyphUse struct {
	id      uint32
	text    string
	advance uint16 // in font units
}

// embed returns the document's use of a font.
func (p *painter) embed(index int) *embedded {
	if p.fonts[index] == nil {
		file := p.set.fonts.files[index]
		p.fonts[index] = &embedded{
			file:     file,
			resource: "/L" + strconv.Itoa(index),
			codes:    map[glyphUse]uint16{},
			latest:   make([]uint16, file.tables.glyphs),
			used:     []glyphUse{{advance: file.tables.advance(0)}}, // .notdef
			widths:   make([]float64, 1),
		}
	}
	return p.fonts[index]
}

// code returns the two-byte code of a glyph set in a size, and its width.
func (e *embedded) code(g *glyph, size float64) (uint16, float64) {
	upem := float64(e.file.parsed().Upem())
	use := glyphUse{uint32(g.id), g.text, e.file.tables.advance(int(g.id))}
	if g.widened != 0 {
		use.advance += uint16(math.Round(float64(g.widened) / size * upem))
	}
	if c := e.latest[g.id]; c > 0 && e.used[c] == use {
		return c, e.widths[c]
	}
	if c, ok := e.codes[use]; ok {
		e.latest[g.id] = c
		return c, e.widths[c]
	}
	if len(e.used) > math.MaxUint16 {
		panic("more glyphs than a font can hold")
	}
	c := uint16(len(e.used))
	e.codes[use], e.latest[g.id] = c, c
	e.used = append(e.used, use)
	e.widths = append(e.widths, math.Round(float64(use.advance)*1e6/upem)/1000)
	return c, e.widths[c]
}

// write adds the font to o and returns its object number.
func (e *embedded) write(o *objects) (int, error) {
	program, err := e.file.tables.subset(e.used)
	if err != nil {
		return 0, fmt.Errorf("font %s: %w", e.file.name, err)
	}
	name := subsetTag(program) + "+" + e.file.name
	file := o.stream(fmt.Sprintf("/Length1 %d", len(program)), program)
	m := e.file.tables.metrics()
	scale := 1000 / float64(e.file.parsed().Upem())
	flags, angle, stem := 4+2, 0, 80 // symbolic, serif
	if e.file.style&italic != 0 {
		flags, angle = flags+64, -15
	}
	if e.file.style&bold != 0 {
		stem = 140
	}
	descriptor := o.add(fmt.Sprintf("<</Type /FontDescriptor /FontName /%s /Flags %d /FontBBox [%d %d %d %d] /ItalicAngle %d"+
		" /Ascent %d /Descent %d /CapHeight %d /StemV %d /FontFile2 %d 0 R>>", name, flags,
		scaled(m.box[0], scale), scaled(m.box[1], scale), scaled(m.box[2], scale), scaled(m.box[3], scale), angle,
		scaled(m.ascent, scale), scaled(m.descent, scale), scaled(m.ascent, scale*0.75), stem, file))
	descendant := o.add(fmt.Sprintf("<</Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo <</Registry (Adobe)"+
		" /Ordering (Identity) /Supplement 0>> /FontDescriptor %d 0 R /CIDToGIDMap /Identity /DW 1000 /W [1 [%s]]>>",
		name, descriptor, e.widthList()))
	unicode := o.stream("", e.toUnicode())
	return o.add(fmt.Sprintf("<</Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%d 0 R]"+
		" /ToUnicode %d 0 R>>", name, descendant, unicode)), nil
}

func scaled(v int16, by float64) int { return int(math.Round(float64(v) * by)) }

func (e *embedded) widthList() string {
	var b []byte
	for _, w := range e.widths[1:] {
		b = append(appendNum(b, w), ' ')
	}
	return string(b)
}

// subsetTag is six letters that depend on the subset (ISO 32000-1, 9.6.4).
func subsetTag(program []byte) string {
	sum := sha256.Sum256(program)
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return string(tag)
}

// toUnicode maps each code to the text it stands for (ISO 32000-1, 9.10.3).
func (e *embedded) toUnicode() []byte {
	const most = 100 // entries of one section
	b := []byte("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for from := 1; from < len(e.used); from += most {
		to := min(from+most, len(e.used))
		b = fmt.Appendf(b, "%d beginbfchar\n", to-from)
		for code := from; code < to; code++ {
			b = fmt.Appendf(b, "<%04X> <%s>\n", code, hex16(e.used[code].text))
		}
		b = append(b, "endbfchar\n"...)
	}
	return append(b, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"...)
}

// hex16 is text as UTF-16BE in hexadecimal.
func hex16(text string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(text)) {
		b = append(b, hexDigits[u>>12], hexDigits[u>>8&15], hexDigits[u>>4&15], hexDigits[u&15])
	}
	return string(b)
}
