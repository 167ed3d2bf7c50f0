package pdf

import (
	"strings"
	"unicode"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"

	"upright/internal/document"
)

const (
	unit      = 64   // shaping units to a point, so that rounding stays under 1/4000 pt
	raisedBy  = 0.33 // of the size: how far a note mark stands above the baseline
	raisedFor = 0.65 // of the size: how large it is
)

// A setter shapes and breaks text for one render at a time.
type setter struct {
	fonts    *fontSet
	cache    *lineCache
	faces    []*font.Face // by fontFile.index, nil before its first use; see face
	files    map[*font.Face]*fontFile
	families map[*fontFile]*family
	lang     string
	own      *family         // of the language, or nil
	script   language.Script // of the stretch whose fonts are being chosen
	rtl      bool
	shaped   int // texts that were not in the cache

	latin     shaping.Input // what a stretch of Latin letters is in this language; its Face is nil before the first
	text      shaped        // the text being set: its room serves one text after the other
	segmenter shaping.Segmenter
	shaper    shaping.HarfbuzzShaper
	wrapper   shaping.LineWrapper
}

// setter returns an idle setter, or a new one, ready for d.
func (r *Renderer) setter(d *document.Document) *setter {
	s, ok := r.idle.Get().(*setter)
	if !ok {
		s = newSetter(r.fonts, r.cache)
	}
	s.lang, s.rtl = d.Language, d.RightToLeft
	s.own = s.fonts.own(d.Language)
	s.latin = shaping.Input{}
	return s
}

func newSetter(fonts *fontSet, cache *lineCache) *setter {
	s := &setter{fonts: fonts, cache: cache, faces: make([]*font.Face, len(fonts.files)),
		files: map[*font.Face]*fontFile{}, families: map[*fontFile]*family{}}
	for _, fam := range fonts.families {
		for _, file := range fam.files {
			s.families[file] = fam
		}
	}
	s.shaper.SetFontCacheSize(32)
	return s
}

// face returns the setter's own face of a font.
func (s *setter) face(file *fontFile) *font.Face {
	face := s.faces[file.index]
	if face == nil {
		face = font.NewFace(file.parsed())
		s.faces[file.index], s.files[face] = face, file
	}
	return face
}

// SetScript implements shaping.FontmapScript.
func (s *setter) SetScript(script language.Script) { s.script = script }

// ResolveFace implements shaping.Fontmap: the regular font of the family that draws r.
func (s *setter) ResolveFace(r rune) *font.Face {
	return s.face(s.fonts.choose(r, s.own, s.script).files[0])
}

// A shaped text is the runs of one line or paragraph as glyphs, not yet broken into lines.
type shaped struct {
	text    []rune
	offsets []int // of each rune in source, and the length of source
	source  string
	owner   []int // run of each rune
	pieces  []shaping.Output
}

func (s *setter) direction() di.Direction {
	if s.rtl {
		return di.DirectionRTL
	}
	return di.DirectionLTR
}

// features are asked of every font: Chinese full-width marks that meet share their blank halves.
var features = []shaping.FontFeature{{Tag: opentype.MustNewTag("chws"), Value: 1}}

// shape shapes runs[lo:hi], which hold no line break. The next call takes the room of what it returns.
func (s *setter) shape(runs []run, lo, hi int, size float64) *shaped {
	out := &s.text
	out.fill(runs, lo, hi)
	if len(out.text) == 0 {
		return out
	}
	whole := shaping.Input{Text: out.text, RunEnd: len(out.text), Direction: s.direction(),
		Language: language.NewLanguage(s.lang), Size: fixed.I(int(size * unit)), FontFeatures: features}
	for _, in := range s.split(whole) {
		out.pieces = s.shapeStyles(out.pieces, in, out.owner, runs, size)
	}
	return out
}

// fill takes the text of runs[lo:hi], unshaped.
func (sh *shaped) fill(runs []run, lo, hi int) {
	clear(sh.pieces) // the glyphs of the last text are garbage
	sh.text, sh.offsets, sh.owner, sh.pieces = sh.text[:0], sh.offsets[:0], sh.owner[:0], sh.pieces[:0]
	sh.source = runs[lo].text
	if hi-lo > 1 {
		var all strings.Builder
		for i := lo; i < hi; i++ {
			all.WriteString(runs[i].text)
		}
		sh.source = all.String()
	}
	at := 0
	for i := lo; i < hi; i++ {
		for n, r := range runs[i].text {
			sh.text = append(sh.text, r)
			sh.offsets = append(sh.offsets, at+n)
			sh.owner = append(sh.owner, i)
		}
		at += len(runs[i].text)
	}
	sh.offsets = append(sh.offsets, len(sh.source))
}

// lone reports whether a stretch is punctuation between numbers or Latin words and the right-to-left text around it: a full
// stop after a year, a bracket before a symbol. It looks as elsewhere in the text.
func (s *setter) lone(in shaping.Input) bool {
	if s.own == nil || in.Direction != di.DirectionRTL {
		return false
	}
	for _, r := range in.Text[in.RunStart:in.RunEnd] {
		if !ignorable(r) && !unicode.Is(unicode.Zs, r) && (!s.own.sets(r) || !s.own.has(r)) {
			return false
		}
	}
	return true
}

// shapeStyles cuts a stretch of one script, direction and family where the style changes, and shapes the parts.
func (s *setter) shapeStyles(pieces []shaping.Output, in shaping.Input, owner []int, runs []run, size float64) []shaping.Output {
	fam := s.fonts.families[0]
	switch {
	case s.lone(in):
		fam = s.own
		in.Script = fam.script // it chooses forms, too
	case in.Face != nil:
		fam = s.families[s.files[in.Face]]
	}
	for from := in.RunStart; from < in.RunEnd; {
		to := from + 1
		for to < in.RunEnd && owner[to] == owner[from] {
			to++
		}
		r := &runs[owner[from]]
		part := in
		part.RunStart, part.RunEnd = from, to
		part.Face = s.face(fam.files[r.style])
		part.Size = fixed.Int26_6(r.size(size) * unit * 64)
		piece := s.shaper.ShapeNoExtents(part)
		markInk(piece.Glyphs, in.Text)
		pieces = append(pieces, piece)
		from = to
	}
	return pieces
}

// markInk gives a width to glyphs that show something: the wrapper takes those without for blanks, which may hang over the
// end of a line. The shaper has no outlines to tell by.
func markInk(glyphs []shaping.Glyph, text []rune) {
	for i := range glyphs {
		if r := text[glyphs[i].TextIndex()]; r > ' ' && r <= '~' || !unicode.Is(unicode.Zs, r) && !ignorable(r) {
			glyphs[i].Width = 1
		}
	}
}

func (r *run) size(size float64) float64 {
	if r.raised {
		return size * raisedFor
	}
	return size
}

func points(v fixed.Int26_6) float64 { return float64(v) / 64 / unit }

// cluster shares the characters of a cluster out to its glyphs: the widest glyph is the base and takes the letters, the
// others take one mark each, so that every glyph can be copied as text. A glyph left over stands for a word joiner,
// which copies as nothing (ISO 19005-2, 6.2.11.7.2 forbids an empty entry).
func cluster(glyphs []shaping.Glyph, text string, rtl bool) []string {
	out := make([]string, len(glyphs))
	if len(glyphs) == 1 {
		out[0] = text
		return out
	}
	base := 0
	for i, g := range glyphs {
		if g.Advance > glyphs[base].Advance {
			base = i
		}
	}
	var letters, marks []rune
	for _, r := range text {
		if unicode.Is(unicode.Mn, r) {
			marks = append(marks, r)
		} else {
			letters = append(letters, r)
		}
	}
	if len(letters) == 0 || len(marks) != len(glyphs)-1 {
		for i := range out {
			out[i] = wordJoiner
		}
		out[base] = text
		return out
	}
	out[base] = string(letters)
	next := 0
	for i := range glyphs {
		if rtl {
			i = len(glyphs) - 1 - i
		}
		if i != base {
			out[i] = string(marks[next])
			next++
		}
	}
	return out
}
