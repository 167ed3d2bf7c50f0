package pdf

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
)

// sfnt is a TrueType file: the tables that shaping and a PDF need, which are read when one of them is first asked for, and
// where the outlines are. These are read in place, one by one: a Chinese font holds 14 MB of them, a text uses some hundreds.
type sfnt struct {
	file     io.ReaderAt
	sections map[string]section                // of the tables needed, all but glyf
	tables   func() (map[string][]byte, error) // what stands in the sections
	glyf     section
	head     []byte // what every such table has; it holds a checksum of the whole font
	glyphs   int
	hmetrics int  // entries of hmtx with an advance
	longLoca bool // loca holds 4-byte offsets
}

// A section is where a table stands in its file.
type section struct{ from, size int64 }

var errFont = errors.New("not a TrueType font with glyf outlines")

// required tables (ISO 32000-1, 9.9: no cmap, name or post in a CIDFont; cmap serves the shaper). GPOS is required because
// a shaper without it would place marks by their outlines, which it is not given.
var required = [...]string{"head", "hhea", "hmtx", "loca", "maxp", "cmap", "GPOS"}

// hinting tables are copied when there are any.
var hinting = [...]string{"cvt ", "fpgm", "prep"}

// layout tables are what the shaper gets.
var layoutTables = [...]string{"head", "hhea", "hmtx", "maxp", "cmap", "OS/2", "GSUB", "GPOS", "GDEF", "kern"}

// readTables finds the tables of a file. All are there, and of the sizes that they should have; what they hold is seen when
// the font is first used.
func readTables(file io.ReaderAt) (*sfnt, error) {
	f := &sfnt{file: file, sections: map[string]section{}}
	f.tables = sync.OnceValues(f.readSections)
	head := make([]byte, 12)
	if _, err := file.ReadAt(head, 0); err != nil || binary.BigEndian.Uint32(head) != 0x00010000 {
		return nil, errFont
	}
	directory := make([]byte, 16*int(binary.BigEndian.Uint16(head[4:])))
	if _, err := file.ReadAt(directory, 12); err != nil {
		return nil, errFont
	}
	for e := range slices.Chunk(directory, 16) {
		if err := f.findTable(e); err != nil {
			return nil, err
		}
	}
	for _, tag := range required {
		if f.sections[tag].size == 0 {
			return nil, fmt.Errorf("%w: no table %q", errFont, tag)
		}
	}
	if err := f.readHeads(); err != nil {
		return nil, err
	}
	return f, f.checkSizes()
}

// readHeads reads what says how the other tables are to be read.
func (f *sfnt) readHeads() error {
	var heads [3][]byte
	for i, need := range []struct {
		tag  string
		size int64
	}{{"head", 54}, {"hhea", 36}, {"maxp", 6}} {
		at := f.sections[need.tag]
		heads[i] = make([]byte, need.size)
		if _, err := f.file.ReadAt(heads[i], at.from); err != nil || at.size < need.size {
			return errFont
		}
	}
	f.head = heads[0]
	f.longLoca = binary.BigEndian.Uint16(heads[0][50:]) == 1
	f.hmetrics = int(binary.BigEndian.Uint16(heads[1][34:]))
	f.glyphs = int(binary.BigEndian.Uint16(heads[2][4:]))
	return nil
}

// findTable notes where the table of an entry of the directory stands, if it is one of those needed.
func (f *sfnt) findTable(entry []byte) error {
	tag := string(entry[:4])
	at := section{int64(binary.BigEndian.Uint32(entry[8:])), int64(binary.BigEndian.Uint32(entry[12:]))}
	needed := slices.Contains(required[:], tag) || slices.Contains(hinting[:], tag) || slices.Contains(layoutTables[:], tag)
	if tag != "glyf" && (!needed || at.size == 0) {
		return nil
	}
	const longest = 16 << 20
	if _, err := f.file.ReadAt(make([]byte, 1), at.from+at.size-1); err != nil || tag != "glyf" && at.size > longest {
		return fmt.Errorf("%w: table %q is cut off", errFont, tag)
	}
	if tag == "glyf" {
		f.glyf = at
	} else {
		f.sections[tag] = at
	}
	return nil
}

// readSections reads all tables but glyf.
func (f *sfnt) readSections() (map[string][]byte, error) {
	tables := make(map[string][]byte, len(f.sections))
	for tag, at := range f.sections {
		tables[tag] = make([]byte, at.size)
		if _, err := f.file.ReadAt(tables[tag], at.from); err != nil {
			return nil, fmt.Errorf("%w: table %q: %w", errFont, tag, err)
		}
	}
	return tables, nil
}

// table returns a table, nil for one that the font does not have. It panics when the file cannot be read any more, as
// fontFile.parsed does.
func (f *sfnt) table(tag string) []byte {
	tables, err := f.tables()
	if err != nil {
		panic(err)
	}
	return tables[tag]
}

// forShaping is the font without its outlines, which take thirty times the memory when the shaper parses them.
func (f *sfnt) forShaping() ([]byte, error) {
	all, err := f.tables()
	if err != nil {
		return nil, err
	}
	tables := map[string][]byte{}
	for _, tag := range layoutTables {
		if t := all[tag]; t != nil {
			tables[tag] = t
		}
	}
	tables["head"] = slices.Clone(tables["head"]) // gets another sum
	return assembleFont(tables), nil
}

func (f *sfnt) checkSizes() error {
	entry := 2
	if f.longLoca {
		entry = 4
	}
	if f.hmetrics < 1 || f.sections["hmtx"].size < int64(4*f.hmetrics+2*(f.glyphs-f.hmetrics)) ||
		f.sections["loca"].size < int64(entry*(f.glyphs+1)) {
		return fmt.Errorf("%w: hmtx or loca is too short", errFont)
	}
	return nil
}

// advance is the width of a glyph in font units.
func (f *sfnt) advance(glyph int) uint16 {
	return binary.BigEndian.Uint16(f.table("hmtx")[4*min(glyph, f.hmetrics-1):])
}

func (f *sfnt) bearing(glyph int) uint16 {
	if glyph < f.hmetrics {
		return binary.BigEndian.Uint16(f.table("hmtx")[4*glyph+2:])
	}
	return binary.BigEndian.Uint16(f.table("hmtx")[4*f.hmetrics+2*(glyph-f.hmetrics):])
}

// outline is the glyf entry of a glyph; empty for a blank.
func (f *sfnt) outline(glyph int) ([]byte, error) {
	if glyph < 0 || glyph >= f.glyphs {
		return nil, fmt.Errorf("%w: no glyph %d", errFont, glyph)
	}
	from, to := f.offset(glyph), f.offset(glyph+1)
	if from > to || int64(to) > f.glyf.size {
		return nil, fmt.Errorf("%w: glyph %d lies outside", errFont, glyph)
	}
	out := make([]byte, to-from)
	if _, err := f.file.ReadAt(out, f.glyf.from+int64(from)); err != nil && len(out) > 0 {
		return nil, fmt.Errorf("%w: glyph %d: %w", errFont, glyph, err)
	}
	return out, nil
}

func (f *sfnt) offset(glyph int) int {
	if f.longLoca {
		return int(binary.BigEndian.Uint32(f.table("loca")[4*glyph:]))
	}
	return 2 * int(binary.BigEndian.Uint16(f.table("loca")[2*glyph:]))
}

type fontMetrics struct {
	box             [4]int16
	ascent, descent int16
}

func (f *sfnt) metrics() fontMetrics {
	var m fontMetrics
	for i := range m.box {
		m.box[i] = int16(binary.BigEndian.Uint16(f.table("head")[36+2*i:]))
	}
	m.ascent = int16(binary.BigEndian.Uint16(f.table("hhea")[4:]))
	m.descent = int16(binary.BigEndian.Uint16(f.table("hhea")[6:]))
	return m
}
