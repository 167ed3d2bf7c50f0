package pdfcheck

import (
	"encoding/binary"
	"math"
	"regexp"
	"strings"
)

// A fontUse is a font with the codes that pages showed.
type fontUse struct {
	name    string
	unicode map[uint16]string
	widths  map[uint16]float64
	used    map[uint16]bool
}

func (f *fontUse) use(code uint16) string {
	f.used[code] = true
	return f.unicode[code]
}

var subsetName = regexp.MustCompile(`^[A-Z]{6}\+(.+)$`)

// loadFont reads a composite font of the shared resources.
func (c *checker) loadFont(o any) *fontUse {
	f := &fontUse{unicode: map[uint16]string{}, widths: map[uint16]float64{}, used: map[uint16]bool{}}
	d := c.file.Dict(o)
	base, _ := d["BaseFont"].(Name)
	m := subsetName.FindStringSubmatch(string(base))
	if m == nil {
		c.problem("A2 6.2.11.4", "font %s has no subset tag", base)
		f.name = string(base)
	} else {
		f.name = m[1]
	}
	if d["Subtype"] != Name("Type0") || d["Encoding"] != Name("Identity-H") {
		c.problem("UA 7.21.3", "font %s is not a Type 0 font with Identity-H", base)
	}
	if s := c.file.Stream(d["ToUnicode"]); s != nil {
		c.readToUnicode(f, s.Data)
	} else {
		c.problem("UA 7.21.7", "font %s has no ToUnicode map", base)
	}
	kids := c.file.Array(d["DescendantFonts"])
	if len(kids) != 1 {
		c.problem("UA 7.21.3", "font %s has %d descendants", base, len(kids))
		return f
	}
	f.readWidths(c.file, c.file.Dict(kids[0]))
	return f
}

func (f *fontUse) readWidths(file *File, cid Dict) {
	list := file.Array(cid["W"])
	for i := 0; i+1 < len(list); i += 2 {
		first, _ := list[i].(float64)
		for k, w := range file.Array(list[i+1]) {
			f.widths[uint16(int(first)+k)], _ = w.(float64)
		}
	}
}

func (c *checker) readToUnicode(f *fontUse, data []byte) {
	text := string(data)
	for {
		_, rest, ok := strings.Cut(text, " beginbfchar\n")
		if !ok {
			return
		}
		section, after, ok := strings.Cut(rest, "endbfchar")
		if !ok {
			c.problem("UA 7.21.7", "ToUnicode map of %s is cut off", f.name)
			return
		}
		l := &lexer{in: []byte(section)}
		for !l.done() {
			code, err1 := l.object()
			value, err2 := l.object()
			from, ok1 := code.(String)
			to, ok2 := value.(String)
			if err1 != nil || err2 != nil || !ok1 || !ok2 || len(from) != 2 {
				c.problem("UA 7.21.7", "ToUnicode map of %s is malformed", f.name)
				return
			}
			f.unicode[uint16(from[0])<<8|uint16(from[1])] = String("\xFE\xFF" + string(to)).Text()
		}
		text = after
	}
}

// checkFont checks a font against the codes that were shown with it.
func (c *checker) checkFont(f *fontUse, o any) {
	cid := c.file.Dict(c.file.Array(c.file.Dict(o)["DescendantFonts"])[0])
	info := c.file.Dict(cid["CIDSystemInfo"])
	if info["Registry"] == nil || info["Ordering"] == nil || info["Supplement"] == nil {
		c.problem("UA 7.21.3.1", "%s: CIDSystemInfo is not whole", f.name)
	}
	if cid["CIDToGIDMap"] != Name("Identity") {
		c.problem("UA 7.21.3.2", "%s: CIDToGIDMap is not Identity", f.name)
	}
	program := c.file.Stream(c.file.Dict(cid["FontDescriptor"])["FontFile2"])
	if program == nil {
		c.problem("UA 7.21.4.1", "%s is not embedded", f.name)
		return
	}
	tt, err := readTrueType(program.Data)
	if err != "" {
		c.problem("UA 7.21.4.1", "%s: %s", f.name, err)
		return
	}
	for code := range f.used {
		c.checkCode(f, tt, code)
	}
}

func (c *checker) checkCode(f *fontUse, tt *trueType, code uint16) {
	switch text := f.unicode[code]; {
	case text == "":
		c.problem("UA 7.21.7", "%s: code %04X has no Unicode value", f.name, code)
	case strings.ContainsAny(text, "\x00\uFEFF\uFFFE"):
		c.problem("UA 7.21.7", "%s: code %04X stands for %q", f.name, code, text)
	}
	if code == 0 {
		c.problem("UA 7.21.8", "%s: .notdef is shown", f.name)
	}
	if int(code) >= tt.glyphs {
		c.problem("UA 7.21.4.1", "%s: glyph %d is not in the font", f.name, code)
		return
	}
	if w := tt.width(int(code)); math.Abs(w-f.widths[code]) > 1 {
		c.problem("UA 7.21.5", "%s: code %04X is %g wide in the file and %g in the font", f.name, code, f.widths[code], w)
	}
}

// A trueType is what the checks need of a font program.
type trueType struct {
	hmtx             []byte
	glyphs, hmetrics int
	upem             float64
}

func readTrueType(b []byte) (t *trueType, problem string) {
	if len(b) < 12 {
		return nil, "no font program"
	}
	tables := map[string][]byte{}
	for i := range int(binary.BigEndian.Uint16(b[4:])) {
		if 12+16*i+16 > len(b) {
			return nil, "table directory is cut off"
		}
		e := b[12+16*i:]
		from, size := int(binary.BigEndian.Uint32(e[8:])), int(binary.BigEndian.Uint32(e[12:]))
		if from+size > len(b) || from%4 != 0 {
			return nil, "table " + string(e[:4]) + " lies outside or is not aligned"
		}
		tables[string(e[:4])] = b[from : from+size]
	}
	for _, tag := range []string{"glyf", "head", "hhea", "hmtx", "loca", "maxp"} {
		if tables[tag] == nil {
			return nil, "no table " + tag
		}
	}
	t = &trueType{hmtx: tables["hmtx"], glyphs: int(binary.BigEndian.Uint16(tables["maxp"][4:])),
		hmetrics: int(binary.BigEndian.Uint16(tables["hhea"][34:])), upem: float64(binary.BigEndian.Uint16(tables["head"][18:]))}
	loca := tables["loca"]
	if len(loca) != 4*(t.glyphs+1) || len(t.hmtx) < 4*t.hmetrics {
		return nil, "loca or hmtx has the wrong size"
	}
	last := uint32(0)
	for i := range t.glyphs + 1 {
		at := binary.BigEndian.Uint32(loca[4*i:])
		if at < last || int(at) > len(tables["glyf"]) {
			return nil, "loca is not in order"
		}
		last = at
	}
	return t, ""
}

func (t *trueType) width(glyph int) float64 {
	return float64(binary.BigEndian.Uint16(t.hmtx[4*min(glyph, t.hmetrics-1):])) * 1000 / t.upem
}
