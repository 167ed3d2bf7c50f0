package pdf

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
)

// sfnt is a TrueType file: the tables that shaping and a PDF need, and where the outlines are. These are read in place,
// one by one: a Chinese font holds 14 MB of them, a text uses some hundreds.
type sfnt struct {
	file     io.ReaderAt
	table    map[string][]byte // all but glyf
	glyf     [2]int64          // offset and length
	glyphs   int
	hmetrics int  // entries of hmtx with an advance
	longLoca bool // loca holds 4-byte offsets
}

var errFont = errors.New("not a TrueType font with glyf outlines")

// required tables (ISO 32000-1, 9.9: no cmap, name or post in a CIDFont; cmap serves the shaper). GPOS is required because
// a shaper without it would place marks by their outlines, which it is not given.
var required = [...]string{"head", "hhea", "hmtx", "loca", "maxp", "cmap", "GPOS"}

// hinting tables are copied when there are any.
var hinting = [...]string{"cvt ", "fpgm", "prep"}

// layout tables are what the shaper gets.
var layoutTables = [...]string{"head", "hhea", "hmtx", "maxp", "cmap", "OS/2", "GSUB", "GPOS", "GDEF", "kern"}

func readTables(file io.ReaderAt) (*sfnt, error) {
	f := &sfnt{file: file, table: map[string][]byte{}}
	head := make([]byte, 12)
	if _, err := file.ReadAt(head, 0); err != nil || binary.BigEndian.Uint32(head) != 0x00010000 {
		return nil, errFont
	}
	directory := make([]byte, 16*int(binary.BigEndian.Uint16(head[4:])))
	if _, err := file.ReadAt(directory, 12); err != nil {
		return nil, errFont
	}
	for e := range slices.Chunk(directory, 16) {
		if err := f.readTable(e); err != nil {
			return nil, err
		}
	}
	for _, tag := range required {
		if len(f.table[tag]) == 0 {
			return nil, fmt.Errorf("%w: no table %q", errFont, tag)
		}
	}
	if len(f.table["head"]) < 54 || len(f.table["hhea"]) < 36 || len(f.table["maxp"]) < 6 {
		return nil, errFont
	}
	f.glyphs = int(binary.BigEndian.Uint16(f.table["maxp"][4:]))
	f.hmetrics = int(binary.BigEndian.Uint16(f.table["hhea"][34:]))
	f.longLoca = binary.BigEndian.Uint16(f.table["head"][50:]) == 1
	return f, f.checkSizes()
}

// readTable reads the table of an entry of the directory, if it is one of those needed.
func (f *sfnt) readTable(entry []byte) error {
	tag := string(entry[:4])
	from, size := int64(binary.BigEndian.Uint32(entry[8:])), int64(binary.BigEndian.Uint32(entry[12:]))
	cut := fmt.Errorf("%w: table %q is cut off", errFont, tag)
	if tag == "glyf" {
		f.glyf = [2]int64{from, size}
		if _, err := f.file.ReadAt(make([]byte, 1), from+size-1); err != nil {
			return cut
		}
		return nil
	}
	const longest = 16 << 20
	needed := slices.Contains(required[:], tag) || slices.Contains(hinting[:], tag) || slices.Contains(layoutTables[:], tag)
	if !needed || size == 0 {
		return nil
	}
	if size > longest {
		return cut
	}
	f.table[tag] = make([]byte, size)
	if _, err := f.file.ReadAt(f.table[tag], from); err != nil {
		return cut
	}
	return nil
}

// forShaping is the font without its outlines, which take thirty times the memory when the shaper parses them.
func (f *sfnt) forShaping() []byte {
	tables := map[string][]byte{}
	for _, tag := range layoutTables {
		if t := f.table[tag]; t != nil {
			tables[tag] = slices.Clone(t)
		}
	}
	return assembleFont(tables)
}

func (f *sfnt) checkSizes() error {
	entry := 2
	if f.longLoca {
		entry = 4
	}
	if f.hmetrics < 1 || len(f.table["hmtx"]) < 4*f.hmetrics+2*(f.glyphs-f.hmetrics) || len(f.table["loca"]) < entry*(f.glyphs+1) {
		return fmt.Errorf("%w: hmtx or loca is too short", errFont)
	}
	return nil
}

// advance is the width of a glyph in font units.
func (f *sfnt) advance(glyph int) uint16 {
	return binary.BigEndian.Uint16(f.table["hmtx"][4*min(glyph, f.hmetrics-1):])
}

func (f *sfnt) bearing(glyph int) uint16 {
	if glyph < f.hmetrics {
		return binary.BigEndian.Uint16(f.table["hmtx"][4*glyph+2:])
	}
	return binary.BigEndian.Uint16(f.table["hmtx"][4*f.hmetrics+2*(glyph-f.hmetrics):])
}

// outline is the glyf entry of a glyph; empty for a blank.
func (f *sfnt) outline(glyph int) ([]byte, error) {
	if glyph < 0 || glyph >= f.glyphs {
		return nil, fmt.Errorf("%w: no glyph %d", errFont, glyph)
	}
	from, to := f.offset(glyph), f.offset(glyph+1)
	if from > to || int64(to) > f.glyf[1] {
		return nil, fmt.Errorf("%w: glyph %d lies outside", errFont, glyph)
	}
	out := make([]byte, to-from)
	if _, err := f.file.ReadAt(out, f.glyf[0]+int64(from)); err != nil && len(out) > 0 {
		return nil, fmt.Errorf("%w: glyph %d: %w", errFont, glyph, err)
	}
	return out, nil
}

func (f *sfnt) offset(glyph int) int {
	if f.longLoca {
		return int(binary.BigEndian.Uint32(f.table["loca"][4*glyph:]))
	}
	return 2 * int(binary.BigEndian.Uint16(f.table["loca"][2*glyph:]))
}

type fontMetrics struct {
	box             [4]int16
	ascent, descent int16
}

func (f *sfnt) metrics() fontMetrics {
	var m fontMetrics
	for i := range m.box {
		m.box[i] = int16(binary.BigEndian.Uint16(f.table["head"][36+2*i:]))
	}
	m.ascent = int16(binary.BigEndian.Uint16(f.table["hhea"][4:]))
	m.descent = int16(binary.BigEndian.Uint16(f.table["hhea"][6:]))
	return m
}
