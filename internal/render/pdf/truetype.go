package pdf

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// sfnt holds the tables of a TrueType file that a PDF needs.
type sfnt struct {
	table    map[string][]byte
	glyphs   int
	hmetrics int  // entries of hmtx with an advance
	longLoca bool // loca holds 4-byte offsets
}

var errFont = errors.New("not a TrueType font with glyf outlines")

// required tables, in the order in which they are written (ISO 32000-1, 9.9: no cmap, name or post in a CIDFont).
var required = [...]string{"glyf", "head", "hhea", "hmtx", "loca", "maxp"}

// hinting tables are copied when there are any.
var hinting = [...]string{"cvt ", "fpgm", "prep"}

func readTables(data []byte) (*sfnt, error) {
	if len(data) < 12 || binary.BigEndian.Uint32(data) != 0x00010000 {
		return nil, errFont
	}
	f := &sfnt{table: map[string][]byte{}}
	n := int(binary.BigEndian.Uint16(data[4:]))
	if len(data) < 12+16*n {
		return nil, errFont
	}
	for i := range n {
		e := data[12+16*i:]
		from, size := uint64(binary.BigEndian.Uint32(e[8:])), uint64(binary.BigEndian.Uint32(e[12:]))
		if from+size > uint64(len(data)) {
			return nil, fmt.Errorf("%w: table %q is cut off", errFont, e[:4])
		}
		f.table[string(e[:4])] = data[from : from+size]
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
	if from > to || to > len(f.table["glyf"]) {
		return nil, fmt.Errorf("%w: glyph %d lies outside", errFont, glyph)
	}
	return f.table["glyf"][from:to], nil
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
