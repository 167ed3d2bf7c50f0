package pdf

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/go-fonts/liberation/liberationserifbold"
	"github.com/go-fonts/liberation/liberationserifbolditalic"
	"github.com/go-fonts/liberation/liberationserifitalic"
	"github.com/go-fonts/liberation/liberationserifregular"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"

	"upright/internal/fonts"
)

// style is a set of bits that chooses one of a family's four fonts.
type style uint8

const (
	bold style = 1 << iota
	italic
	styles = 4
)

// A fontFile is one font of the set; index is its place in fontSet.files.
type fontFile struct {
	index  int
	name   string // PostScript name
	tables *sfnt
	style  style
	parse  func() (*font.Font, error) // once, at its first use: an English text pays for no Arabic font
}

// parsed returns the font as the shaper wants it. It panics for one that CheckFonts would refuse; a render that comes to
// it fails.
func (f *fontFile) parsed() *font.Font {
	parsed, err := f.parse()
	if err != nil {
		panic(err)
	}
	return parsed
}

// box is the glyph of □, drawn for what is missing.
func (f *fontFile) box() font.GID {
	box, _ := f.parsed().NominalGlyph(replacement)
	return box
}

type family struct {
	fonts.Family
	script language.Script
	files  [styles]*fontFile
}

type fontSet struct {
	families []*family // Liberation Serif first
	files    []*fontFile
}

// CheckFonts says what is wrong with the renderer's fonts: unreadable, or, for the one that is always there, without what
// this package prints by itself. A server calls it at its start; without it, a font is read when a text first needs it.
func (r *Renderer) CheckFonts() error {
	for _, file := range r.fonts.files {
		if _, err := file.parse(); err != nil {
			return err
		}
	}
	for _, file := range r.fonts.families[0].files {
		for _, r := range string(replacement) + strings.Join(bullets[:], "") + "0123456789-.,…" {
			if _, ok := file.parsed().NominalGlyph(r); !ok {
				return fmt.Errorf("pdf: font %s lacks %q", file.name, r)
			}
		}
	}
	return nil
}

// The Liberation fonts never change, so they are read once for all renderers.
var liberation = sync.OnceValues(func() (*family, error) {
	return readFamily(fonts.Family{
		Name:       "LiberationSerif",
		Regular:    bytes.NewReader(liberationserifregular.TTF),
		Bold:       bytes.NewReader(liberationserifbold.TTF),
		Italic:     bytes.NewReader(liberationserifitalic.TTF),
		BoldItalic: bytes.NewReader(liberationserifbolditalic.TTF),
		Script:     "Latn",
	})
})

func newFontSet(more []fonts.Family) (*fontSet, error) {
	base, err := liberation()
	if err != nil {
		return nil, err
	}
	set := &fontSet{}
	set.add(base)
	for _, f := range more {
		parsed, err := readFamily(f)
		if err != nil {
			return nil, err
		}
		set.add(parsed)
	}
	return set, nil
}

// add copies the family's files into the set: their index belongs to one set, the parsed font to all.
func (s *fontSet) add(f *family) {
	own := &family{Family: f.Family, script: f.script}
	seen := map[*fontFile]*fontFile{}
	for i, file := range f.files {
		if seen[file] == nil {
			dup := *file
			dup.index = len(s.files)
			s.files = append(s.files, &dup)
			seen[file] = &dup
		}
		own.files[i] = seen[file]
	}
	s.families = append(s.families, own)
}

func readFamily(f fonts.Family) (*family, error) {
	out := &family{Family: f}
	var err error
	if out.script, err = language.ParseScript(f.Script); err != nil {
		return nil, fmt.Errorf("pdf: font %s: %w", f.Name, err)
	}
	for i, data := range [styles]io.ReaderAt{f.Regular, f.Bold, f.Italic, f.BoldItalic} {
		st := style(i)
		if data == nil {
			if st == 0 {
				return nil, fmt.Errorf("pdf: font %s has no regular style", f.Name)
			}
			out.files[st] = nearest(out, st)
			continue
		}
		if out.files[st], err = readFont(f.Name+st.suffix(), data, st); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func nearest(f *family, st style) *fontFile {
	if st == bold|italic {
		return f.files[bold]
	}
	return f.files[0]
}

func readFont(name string, data io.ReaderAt, st style) (*fontFile, error) {
	tables, err := readTables(data)
	if err != nil {
		return nil, fmt.Errorf("pdf: font %s: %w", name, err)
	}
	return &fontFile{name: name, tables: tables, style: st, parse: sync.OnceValues(func() (*font.Font, error) {
		program, err := tables.forShaping()
		if err != nil {
			return nil, fmt.Errorf("pdf: font %s: %w", name, err)
		}
		face, err := font.ParseTTF(bytes.NewReader(program))
		if err != nil {
			return nil, fmt.Errorf("pdf: font %s: %w", name, err)
		}
		return face.Font, nil
	})}, nil
}

func (s style) suffix() string {
	switch s {
	case bold:
		return "-Bold"
	case italic:
		return "-Italic"
	case bold | italic:
		return "-BoldItalic"
	default:
		return ""
	}
}

// own returns the family of texts in a language, nil where there is none: Liberation Serif is enough.
func (s *fontSet) own(lang string) *family {
	for _, f := range s.families {
		if slices.Contains(f.Languages, lang) {
			return f
		}
	}
	return nil
}

// choose returns the family that draws r inside a stretch of a script, in a text whose own family is given or nil: that
// one for its script and what stands beside, else Liberation Serif, else the first that has r.
func (s *fontSet) choose(r rune, own *family, script language.Script) *family {
	base := s.families[0]
	switch {
	case own != nil && script == own.script && own.sets(r) && own.has(r):
		return own
	case base.has(r):
		return base
	case own != nil && own.has(r):
		return own
	}
	for _, f := range s.families {
		if f.has(r) {
			return f
		}
	}
	return base
}

// sets reports whether r is of the family's script or stands beside it.
func (f *family) sets(r rune) bool {
	return language.LookupScript(r) == f.script || f.Beside != nil && f.Beside(r)
}

func (f *family) has(r rune) bool {
	_, ok := f.files[0].parsed().NominalGlyph(r)
	return ok
}

// has reports whether some font can draw r.
func (s *fontSet) has(r rune) bool {
	return slices.ContainsFunc(s.families, func(f *family) bool { return f.has(r) })
}
