package pdf

import (
	"unicode"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

type align uint8

const (
	alignStart align = iota // left, or right in a right-to-left text
	alignJustify
	alignCenter
	alignEnd
)

// A line is a broken and placed line. Lines are kept in the cache and shared between renders: they never change.
type line struct {
	pieces []piece // in logical order
	width  float64 // natural width without the blank at its end
}

// A piece is a stretch of a line in one font, from one run.
type piece struct {
	font   int     // fontFile.index
	size   float64 // points
	rise   float64
	x      float64 // from the start edge of the line's box, points
	width  float64
	run    int
	rtl    bool
	visual int32
	glyphs []glyph
}

type glyph struct {
	text    string // what it stands for
	id      font.GID
	advance float32 // points
	dx, dy  float32
	widened float32 // how much of advance is room before the next letter, which readers would take for a blank
	stretch stretch
}

// stretch says where a justified line may open.
type stretch uint8

const (
	rigid stretch = iota
	blank
	ideograph
)

// lines breaks runs into lines of the given width.
func (s *setter) lines(runs []run, size, width float64, a align) []line {
	width = max(width, size)
	key := s.key(runs, size, width, a)
	if kept := s.cache.get(key); kept != nil {
		return kept.lines
	}
	s.shaped++
	var out []line
	for lo := 0; lo < len(runs); {
		hi := lo + 1
		for hi < len(runs) && !runs[hi-1].end {
			hi++
		}
		out = append(out, s.breakLines(runs, lo, hi, size, width, a)...)
		lo = hi
	}
	s.cache.put(&cached{key: key, lines: out})
	return out
}

func (s *setter) breakLines(runs []run, lo, hi int, size, width float64, a align) []line {
	sh := s.shape(runs, lo, hi, size)
	if len(sh.text) == 0 {
		return []line{{}}
	}
	fit := width
	if hyphen := s.hyphenWidth(sh, size); hyphen < width/4 {
		fit -= hyphen // room for the hyphen that a line may end in
	}
	s.wrapper.Prepare(shaping.WrapConfig{Direction: s.direction()}, sh.text, shaping.NewSliceIterator(sh.pieces))
	var out []line
	for done := false; !done; {
		var wrapped shaping.WrappedLine
		wrapped, done = s.wrapper.WrapNextLineF(fixed.Int26_6(fit * unit * 64))
		ln := s.line(wrapped.Line, sh, runs, size)
		ln.trim()
		if !done {
			s.endHyphen(&ln, wrapped.Line, sh, runs, size)
		}
		ln.place(width, a, done, s.rtl)
		out = append(out, ln)
	}
	return out
}

// line copies a wrapped line out of the shaper's buffers.
func (s *setter) line(wrapped shaping.Line, sh *shaped, runs []run, size float64) line {
	var ln line
	for i := range wrapped {
		o := &wrapped[i]
		file := s.files[o.Face]
		p := piece{font: file.index, size: points(o.Size), run: sh.owner[o.Runes.Offset],
			rtl: o.Direction.Progression() == di.TowardTopLeft, visual: o.VisualIndex}
		if runs[p.run].raised {
			p.rise = size * raisedBy
		}
		p.glyphs = make([]glyph, 0, len(o.Glyphs))
		for from := 0; from < len(o.Glyphs); {
			to := from + 1
			for to < len(o.Glyphs) && o.Glyphs[to].TextIndex() == o.Glyphs[from].TextIndex() {
				to++
			}
			p.addCluster(o.Glyphs[from:to], sh, file)
			from = to
		}
		p.close()
		if len(p.glyphs) > 0 {
			ln.pieces = append(ln.pieces, p)
			ln.width += p.width
		}
	}
	return ln
}

func (p *piece) addCluster(glyphs []shaping.Glyph, sh *shaped, file *fontFile) {
	first := glyphs[0].TextIndex()
	text := sh.source[sh.offsets[first]:sh.offsets[first+glyphs[0].RunesCount()]]
	if !plain(text) {
		text = drawn(text)
	}
	if text == "" {
		return
	}
	open := stretching(sh.text[first])
	if len(glyphs) == 1 {
		p.add(&glyphs[0], text, open, file)
		return
	}
	for i, t := range cluster(glyphs, text, p.rtl) {
		p.add(&glyphs[i], t, open, file)
	}
}

// close gives the room that an Arabic letter keeps from its neighbour's dots to the neighbour, as part of its width. As a
// move between glyphs readers take it for a blank, and "الهوية" is two words.
func (p *piece) close() {
	if !p.rtl {
		return
	}
	for i := range max(len(p.glyphs)-1, 0) {
		g, next := &p.glyphs[i], &p.glyphs[i+1]
		if room := next.dx; room > 0 && g.advance > 0 && next.advance > room && g.stretch == rigid {
			g.advance, g.widened = g.advance+room, room
			next.advance, next.dx = next.advance-room, 0
		}
	}
}

func (p *piece) add(g *shaping.Glyph, text string, open stretch, file *fontFile) {
	id := g.GlyphID
	if id == 0 {
		id = file.box() // .notdef must not be drawn (ISO 14289-1, 7.21.8)
	}
	if id == 0 {
		return // a font without □; Liberation Serif has it
	}
	out := glyph{text: text, id: id, advance: float32(points(g.Advance)), dx: float32(points(g.XOffset)),
		dy: float32(points(g.YOffset))}
	if out.advance > 0 {
		out.stretch = open
	}
	p.glyphs = append(p.glyphs, out)
	p.width += float64(out.advance)
}

func stretching(r rune) stretch {
	switch {
	case r == ' ' || r == 0xA0:
		return blank
	case r >= 0x3000 && (unicode.Is(unicode.Han, r) || r < 0x3040 || r >= 0xFF00 && r < 0xFFF0):
		return ideograph
	default:
		return rigid
	}
}

func (s *setter) hyphenWidth(sh *shaped, size float64) float64 {
	for _, r := range sh.text {
		if r == softHyphen {
			return size * 0.33
		}
	}
	return 0
}

// endHyphen shows the soft hyphen that a line was broken at. As text it stays U+00AD, so that a copied word is whole
// (ISO 32000-1, 14.8.2.2.3).
func (s *setter) endHyphen(ln *line, wrapped shaping.Line, sh *shaped, runs []run, size float64) {
	end := 0
	for i := range wrapped {
		end = max(end, wrapped[i].Runes.Offset+wrapped[i].Runes.Count)
	}
	if end == 0 || sh.text[end-1] != softHyphen || len(ln.pieces) == 0 {
		return
	}
	last := &ln.pieces[len(ln.pieces)-1]
	id, ok := s.fonts.files[last.font].parsed().NominalGlyph('-')
	if !ok {
		return
	}
	face := s.faces[last.font]
	g := glyph{text: string(rune(softHyphen)), id: id,
		advance: face.HorizontalAdvance(id) * float32(last.size) / float32(face.Upem())}
	if last.rtl {
		last.glyphs = append([]glyph{g}, last.glyphs...)
	} else {
		last.glyphs = append(last.glyphs, g)
	}
	last.width += float64(g.advance)
	ln.width += float64(g.advance)
}

// measured stands for the alignment in the key of a text that is only measured.
const measured align = 255

// measure returns the width of the longest word and of the whole text on one line.
func (s *setter) measure(runs []run, size float64) (word, whole float64) {
	key := s.key(runs, size, 0, measured)
	if kept := s.cache.get(key); kept != nil {
		return kept.word, kept.whole
	}
	for lo := 0; lo < len(runs); {
		hi := lo + 1
		for hi < len(runs) && !runs[hi-1].end {
			hi++
		}
		w, all := s.shape(runs, lo, hi, size).widths()
		word, whole = max(word, w), max(whole, all)
		lo = hi
	}
	s.cache.put(&cached{key: key, word: word, whole: whole})
	return word, whole
}

func (sh *shaped) widths() (word, whole float64) {
	current := 0.0
	for _, o := range sh.pieces {
		for _, g := range o.Glyphs {
			advance := points(g.Advance)
			whole += advance
			switch r := sh.text[g.TextIndex()]; {
			case r == ' ', r == 0x200B, stretching(r) == ideograph:
				word, current = max(word, current, advance), 0
			default:
				current += advance
			}
		}
	}
	return max(word, current), whole
}
