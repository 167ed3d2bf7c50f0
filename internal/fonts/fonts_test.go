package fonts

import (
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/fstest"
)

// TestAll reads the head of every font of the build. It fails in a build without them, as the program does.
func TestAll(t *testing.T) {
	families, err := All()
	if err != nil {
		t.Fatal(err)
	}
	if len(families) != 2 {
		t.Fatalf("%d families", len(families))
	}
	for _, f := range families {
		for i, r := range []io.ReaderAt{f.Regular, f.Bold, f.Italic, f.BoldItalic} {
			if r == nil {
				if i < 2 {
					t.Errorf("%s has no style %d", f.Name, i)
				}
				continue
			}
			head := make([]byte, 4)
			if _, err := r.ReadAt(head, 0); err != nil || binary.BigEndian.Uint32(head) != 0x00010000 {
				t.Errorf("%s, style %d: no TrueType file: %x, %v", f.Name, i, head, err)
			}
		}
	}
}

// TestNotBuilt says which font is missing and what to do.
func TestNotBuilt(t *testing.T) {
	files := fstest.MapFS{}
	for _, name := range []string{"Amiri-Regular", "Amiri-Bold", "Amiri-Italic"} {
		files["data/"+name+".ttf"] = &fstest.MapFile{Data: []byte("font")}
	}
	_, err := all(files)
	if !errors.Is(err, ErrNotBuilt) {
		t.Fatal(err)
	}
	for _, want := range []string{"Amiri-BoldItalic", "make build", "node scripts/fonts.mjs"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %q", want, err)
		}
	}
}

func TestBeside(t *testing.T) {
	for _, r := range "().:،؛؟«»–%" {
		if !besideArabic(r) {
			t.Errorf("%c is not set in the Arabic font", r)
		}
	}
	for _, r := range "09٤aد " {
		if besideArabic(r) {
			t.Errorf("%c is taken for punctuation", r)
		}
	}
	if !besideHan('“') || !besideHan('…') || besideHan('.') || besideHan('-') || besideHan('1') {
		t.Error("what stands beside Han is wrong")
	}
}
