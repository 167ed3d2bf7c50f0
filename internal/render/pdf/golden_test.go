package pdf

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/txtar"

	"upright/internal/document"
	"upright/internal/document/documenttest"
	"upright/internal/fonts"
	"upright/internal/render/pdf/pdfcheck"
)

var update = flag.Bool("update", false, "write the pages of the cases anew")

// TestCases renders each case, those of all renderers and those that only pages can show, checks the file against the
// standards and compares what its pages show.
func TestCases(t *testing.T) {
	for _, dir := range []string{"../testdata", "testdata/cases"} {
		documenttest.Cases(t, dir, "pdf", *update, func(t *testing.T, d *document.Document) string {
			b := render(t, d)
			checkClauses(t, b)
			return drawList(t, b)
		})
	}
}

// readCase returns the document of one of our own cases.
func readCase(t testing.TB, name string) *document.Document {
	t.Helper()
	ar, err := txtar.ParseFile("testdata/cases/" + name + ".txtar")
	if err != nil {
		t.Fatal(err)
	}
	d, err := documenttest.Parse(string(ar.Files[0].Data))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// forgetful is one renderer for the tests, with the fonts of the build. It keeps nothing between renders.
var forgetful = sync.OnceValues(func() (*Renderer, error) {
	all, err := fonts.All()
	if err != nil {
		return nil, err
	}
	return NewRenderer(Options{Families: all, CacheBytes: -1})
})

func render(t testing.TB, d *document.Document) []byte {
	t.Helper()
	r, err := forgetful()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := r.Write(t.Context(), &b, d); err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("UPRIGHT_KEEP_PDF"); dir != "" { // to look at the pages
		name := strings.ReplaceAll(t.Name(), "/", "-")
		if err := os.WriteFile(dir+"/"+name+".pdf", b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

func checkClauses(t testing.TB, b []byte) {
	t.Helper()
	problems, err := pdfcheck.Check(b)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Error(p)
	}
}

// drawList tells what the pages show: page, position, font, size, structure type, text.
func drawList(t testing.TB, b []byte) string {
	t.Helper()
	shows, err := pdfcheck.Text(b)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, s := range shows {
		fmt.Fprintf(&out, "%d %.1f %.1f %s %g %s %q\n", s.Page, s.X, s.Y, strings.TrimPrefix(s.Font, "LiberationSerif"), s.Size, s.Tag, s.Text)
	}
	return out.String()
}
