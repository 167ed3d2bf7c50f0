package pdf

import (
	"bytes"
	"fmt"
	"strings"
	"sync"

	"github.com/go-fonts/liberation/liberationserifbold"
	"github.com/go-fonts/liberation/liberationserifbolditalic"
	"github.com/go-fonts/liberation/liberationserifitalic"
	"github.com/go-fonts/liberation/liberationserifregular"
	"github.com/go-text/typesetting/font"
)

// A Family is a set of TrueType files (glyf outlines, one font a file) with the same look. Regular is required; a
// missing style is drawn with the nearest one there is.
type Family struct {
	Name      string
	Regular   []byte
	Bold      []byte
	Italic    []byte
	BoldItal  []byte
	Languages []string // texts in these languages try this family before Liberation Serif
}

// style is a set of bits that chooses one of a family's four fonts.
type style uint8

const (
	bold style = 1 << iota
	italic
	styles = 4
)

// A fontFile is one parsed font of the set; index is its place in fontSet.files.
type fontFile struct {
	index  int
	name   string // PostScript name
	parsed *font.Font
	tables *sfnt
	style  style
	box    font.GID // □, drawn for what is missing
}

type family struct {
	name      string
	languages []string
	files     [styles]*fontFile
}

type fontSet struct {
	families []*family // Liberation Serif first
	files    []*fontFile
}

// CheckFonts parses the fonts that are always there and says what is wrong with them: unreadable, or without what this
// package prints by itself. Call it when the program starts.
func CheckFonts() error {
	f, err := liberation()
	if err != nil {
		return err
	}
	for _, file := range f.files {
		for _, r := range string(replacement) + strings.Join(bullets[:], "") + "0123456789-.,…" {
			if _, ok := file.parsed.NominalGlyph(r); !ok {
				return fmt.Errorf("pdf: font %s lacks %q", file.name, r)
			}
		}
	}
	return nil
}

// The Liberation fonts never change, so they are parsed once for all renderers.
var liberation = sync.OnceValues(func() (*family, error) {
	return parseFamily(Family{
		Name:     "LiberationSerif",
		Regular:  liberationserifregular.TTF,
		Bold:     liberationserifbold.TTF,
		Italic:   liberationserifitalic.TTF,
		BoldItal: liberationserifbolditalic.TTF,
	})
})

func newFontSet(more []Family) (*fontSet, error) {
	base, err := liberation()
	if err != nil {
		return nil, err
	}
	families := []*family{base}
	for _, f := range more {
		parsed, err := parseFamily(f)
		if err != nil {
			return nil, err
		}
		families = append(families, parsed)
	}
	set := &fontSet{}
	for _, f := range families {
		set.add(f)
	}
	return set, nil
}

// add copies the family's files into the set: their index belongs to one set, the parsed font to all.
func (s *fontSet) add(f *family) {
	own := &family{name: f.name, languages: f.languages}
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

func parseFamily(f Family) (*family, error) {
	out := &family{name: f.Name, languages: f.Languages}
	for i, data := range [styles][]byte{f.Regular, f.Bold, f.Italic, f.BoldItal} {
		st := style(i)
		if len(data) == 0 {
			if st == 0 {
				return nil, fmt.Errorf("pdf: font %s has no regular style", f.Name)
			}
			out.files[st] = nearest(out, st)
			continue
		}
		file, err := parseFont(f.Name+st.suffix(), data, st)
		if err != nil {
			return nil, err
		}
		out.files[st] = file
	}
	return out, nil
}

func nearest(f *family, st style) *fontFile {
	if st == bold|italic {
		return f.files[bold]
	}
	return f.files[0]
}

func parseFont(name string, data []byte, st style) (*fontFile, error) {
	face, err := font.ParseTTF(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("pdf: font %s: %w", name, err)
	}
	tables, err := readTables(data)
	if err != nil {
		return nil, fmt.Errorf("pdf: font %s: %w", name, err)
	}
	box, _ := face.Font.NominalGlyph(replacement)
	return &fontFile{name: name, parsed: face.Font, tables: tables, style: st, box: box}, nil
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

// order returns the families in the order in which a text of this language tries them.
func (s *fontSet) order(lang string) []*family {
	var first, rest []*family
	for _, f := range s.families {
		own := false
		for _, l := range f.languages {
			own = own || l == lang
		}
		if own {
			first = append(first, f)
		} else {
			rest = append(rest, f)
		}
	}
	return append(first, rest...)
}

// has reports whether some font can draw r.
func (s *fontSet) has(r rune) bool {
	for _, f := range s.families {
		if _, ok := f.files[0].parsed.NominalGlyph(r); ok {
			return true
		}
	}
	return false
}
