package export_test

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"upright/internal/example"
	"upright/internal/export"
	"upright/internal/render/pdf/pdfcheck"
)

var update = flag.Bool("update", false, "keep the pages as they look now")

const (
	dotsPerInch = 60
	levels      = 16 // of grey, in the pictures that are kept
	// differing is how far apart two blurred pixels are that count as different, of 255, and tolerance the share of a page
	// that may be. Of the same page, Splash and Cairo, the two painters of poppler, differ in up to 0.15 %; a paragraph
	// that moves by a line makes more than 1 %.
	differing = 40
	tolerance = 0.004
)

// TestPages compares three pages of the example in each language with what they looked like when somebody looked at
// them: the cover, the first page with a table, the last. After a change that was meant, look at the new pages:
// go test ./internal/export -run Pages -update
func TestPages(t *testing.T) {
	for _, lang := range example.Languages() {
		s, err := example.Submission(lang)
		if err != nil {
			t.Fatal(err)
		}
		file := write(t, s, export.PDF)
		name := inFile(t, "paper.pdf", file)
		for what, page := range chosenPages(t, file) {
			t.Run(lang+"/"+what, func(t *testing.T) {
				got := drawn(t, name, page)
				kept := filepath.Join("testdata", "pages", lang+"-"+what+".png")
				if *update {
					keep(t, kept, got)
				}
				want := readGrey(t, kept)
				if share := difference(got, want); share > tolerance {
					saw := filepath.Join(os.TempDir(), "upright-"+filepath.Base(kept))
					keep(t, saw, got)
					t.Errorf("page %d differs from %s in %.2f %% of its area; it is now in %s", page, kept, 100*share, saw)
				}
			})
		}
	}
}

// chosenPages returns the numbers of the pages that are kept, by name.
func chosenPages(t *testing.T, file []byte) map[string]int {
	t.Helper()
	shows, err := pdfcheck.Text(file)
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string]int{"cover": 1, "last": shows[len(shows)-1].Page}
	for _, s := range shows {
		if s.Tag == "Caption" {
			pages["table"] = s.Page
			break
		}
	}
	if pages["table"] == 0 {
		t.Fatal("no page has a table")
	}
	return pages
}

// drawn is a page as poppler draws it, in grey.
func drawn(t *testing.T, file string, page int, options ...string) *image.Gray {
	t.Helper()
	n := strconv.Itoa(page)
	args := append(options, "-r", strconv.Itoa(dotsPerInch), "-gray", "-png", "-singlefile", "-f", n, "-l", n, file)
	out, err := exec.CommandContext(t.Context(), "pdftoppm", args...).Output()
	if err != nil {
		t.Fatalf("pdftoppm: %v", err)
	}
	return grey(t, out)
}

func readGrey(t *testing.T, name string) *image.Gray {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatalf("%v (a new page is kept with -update)", err)
	}
	return grey(t, data)
}

func grey(t *testing.T, data []byte) *image.Gray {
	t.Helper()
	m, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	out := image.NewGray(m.Bounds())
	for y := range m.Bounds().Dy() {
		for x := range m.Bounds().Dx() {
			out.Set(x, y, m.At(x, y))
		}
	}
	return out
}

// keep writes a picture in few levels of grey, small enough for a repository.
func keep(t *testing.T, name string, m *image.Gray) {
	t.Helper()
	var palette color.Palette
	for i := range levels {
		palette = append(palette, color.Gray{Y: uint8(i * 255 / (levels - 1))})
	}
	few := image.NewPaletted(m.Bounds(), palette)
	for i, y := range m.Pix {
		few.Pix[i] = uint8((int(y)*(levels-1) + 127) / 255)
	}
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, few); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// difference is the share of pixels that differ once both pictures are blurred, so that the edges of letters, which each
// version of a program draws in its own way, do not count. Pictures of different sizes differ altogether.
func difference(a, b *image.Gray) float64 {
	if a.Bounds() != b.Bounds() {
		return 1
	}
	a, b = blurred(a), blurred(b)
	n := 0
	for i := range a.Pix {
		if max(a.Pix[i], b.Pix[i])-min(a.Pix[i], b.Pix[i]) > differing {
			n++
		}
	}
	return float64(n) / float64(len(a.Pix))
}

// blurred has in each place the mean of the five pixels around it to each side, in both directions.
func blurred(m *image.Gray) *image.Gray {
	return smeared(smeared(m, 1, m.Stride), m.Stride, 1)
}

func smeared(m *image.Gray, step, across int) *image.Gray {
	const reach = 2
	out := image.NewGray(m.Bounds())
	length, count := m.Bounds().Dx(), m.Bounds().Dy()
	if step != 1 {
		length, count = count, length
	}
	for c := range count {
		for i := range length {
			sum, n := 0, 0
			for j := max(0, i-reach); j <= min(length-1, i+reach); j++ {
				sum += int(m.Pix[c*across+j*step])
				n++
			}
			out.Pix[c*across+i*step] = uint8(sum / n)
		}
	}
	return out
}
