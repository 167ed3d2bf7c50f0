package pdf

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"upright/internal/document"
	"upright/internal/render/pdf/pdfcheck"
)

var update = flag.Bool("update", false, "write the goldens anew")

// TestCases renders each case, checks the file against the standards and compares what its pages show with the golden.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/cases/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			b := render(t, parseCase(t, ar))
			checkClauses(t, b)
			got := drawList(t, b)
			if *update {
				ar.Files = append(ar.Files[:1], txtar.File{Name: "draw", Data: []byte(got)})
				if err := os.WriteFile(name, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if len(ar.Files) != 2 || ar.Files[1].Name != "draw" {
				t.Fatal("no golden; run with -update and look at the pages")
			}
			if diff := cmp.Diff(string(ar.Files[1].Data), got); diff != "" {
				t.Errorf("pages differ (-golden +now):\n%s", diff)
			}
		})
	}
}

func parseCase(t *testing.T, ar *txtar.Archive) *document.Document {
	t.Helper()
	if len(ar.Files) == 0 || ar.Files[0].Name != "document" {
		t.Fatal("the case has no document")
	}
	d, err := parseDocument(string(ar.Files[0].Data))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func render(t testing.TB, d *document.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := Write(t.Context(), &b, d, Options{}); err != nil {
		t.Fatal(err)
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
