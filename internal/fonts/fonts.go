// Package fonts holds the typefaces that the paper needs besides the Latin and Cyrillic one of its renderer: Amiri for
// Arabic and Noto Serif SC for Chinese. They come from npm packages when the program is built and are never committed.
//
// A font is read in place, from the program's own file: nobody pays memory for the thirty thousand Chinese characters that
// a text does not use. The package refuses to know how text is set.
package fonts

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"unicode"
)

//go:embed data
var data embed.FS

// ErrNotBuilt says that the program was compiled before the fonts were there.
var ErrNotBuilt = errors.New("is not in this program: run \"make build\", or \"npm ci\" and \"node scripts/fonts.mjs\" before \"go build\"")

// A Family is a typeface in up to four styles: TrueType files with glyf outlines, one font a file. Regular is required; for
// a missing style the nearest one is used.
type Family struct {
	Name                              string // as in PostScript: letters and digits
	Regular, Bold, Italic, BoldItalic io.ReaderAt

	// Languages are those of the texts in which this family sets its own script, although another may have it too:
	// ISO 639-1, as in a document's language.
	Languages []string
	// Script is the family's own: ISO 15924, as "Arab".
	Script string
	// Beside reports the characters of no script, as quotation marks, that this family sets as well where they stand
	// beside its script. Nil: none.
	Beside func(rune) bool
	// Leading is how much wider apart lines stand in texts of the family's languages: their letters are higher, or fill
	// the square. 0 is as good as 1.
	Leading float64
}

// All returns the families of this build. The error wraps ErrNotBuilt and names the font that is missing.
func All() ([]Family, error) { return all(data) }

func all(files fs.FS) ([]Family, error) {
	arabic := Family{Name: "Amiri", Languages: []string{"ar"}, Script: "Arab", Beside: besideArabic, Leading: 1.2}
	chinese := Family{Name: "NotoSerifSC", Languages: []string{"zh"}, Script: "Hani", Beside: besideHan, Leading: 1.2}
	for _, f := range []struct {
		name string
		into *io.ReaderAt
	}{
		{"Amiri-Regular", &arabic.Regular},
		{"Amiri-Bold", &arabic.Bold},
		{"Amiri-Italic", &arabic.Italic},
		{"Amiri-BoldItalic", &arabic.BoldItalic},
		{"NotoSerifSC-Regular", &chinese.Regular},
		{"NotoSerifSC-Bold", &chinese.Bold},
	} {
		file, err := open(files, f.name)
		if err != nil {
			return nil, err
		}
		*f.into = file
	}
	return []Family{arabic, chinese}, nil
}

func open(files fs.FS, name string) (io.ReaderAt, error) {
	f, err := files.Open("data/" + name + ".ttf")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("the font %s %w", name, ErrNotBuilt)
	}
	if err != nil {
		return nil, fmt.Errorf("the font %s: %w", name, err)
	}
	r, ok := f.(io.ReaderAt) // an embedded file is one; it needs no closing
	if !ok {
		return nil, fmt.Errorf("the font %s cannot be read in place", name)
	}
	return r, nil
}

// besideArabic: all punctuation, so that brackets and full stops have the weight of the letters. Digits stay Latin, as in
// symbols and page numbers.
func besideArabic(r rune) bool { return unicode.IsPunct(r) || unicode.IsSymbol(r) }

// besideHan: the marks that Chinese shares with Latin in Unicode but prints over a full width.
func besideHan(r rune) bool { return strings.ContainsRune("“”‘’…—·‖", r) }
