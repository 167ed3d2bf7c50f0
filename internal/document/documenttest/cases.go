// Package documenttest gives the tests of the renderers documents to render: a notation that can be read and written by
// hand, and the loop over the cases that hold a document with what each renderer makes of it.
//
// It is for tests only; nothing else may import it.
package documenttest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"upright/internal/document"
)

// sections are what a case may hold: the document, and what the renderers make of it.
var sections = []string{"document", "html", "word", "pdf"}

// Cases runs render on the document of each case in dir, one txtar file each, and compares the outcome with the section
// of the case. With update it writes the section instead. It fails when there are no cases, and for a case without the
// section or with one that nobody knows.
func Cases(t *testing.T, dir, section string, update bool, render func(*testing.T, *document.Document) string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatalf("no cases in %s", dir)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			parts := map[string]string{}
			for _, f := range archive.Files {
				if !slices.Contains(sections, f.Name) {
					t.Fatalf("unknown section %q", f.Name)
				}
				parts[f.Name] = string(f.Data)
			}
			d, err := Parse(parts["document"])
			if err != nil {
				t.Fatal(err)
			}
			got := strings.TrimRight(render(t, d), "\n") + "\n"
			if update {
				write(t, file, archive, section, got)
				return
			}
			want, ok := parts[section]
			if !ok {
				t.Fatalf("no section %q", section)
			}
			if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); diff != "" {
				t.Errorf("%s (-want +got):\n%s", section, diff)
			}
		})
	}
}

func write(t *testing.T, file string, archive *txtar.Archive, section, data string) {
	t.Helper()
	i := slices.IndexFunc(archive.Files, func(f txtar.File) bool { return f.Name == section })
	if i < 0 {
		archive.Files = append(archive.Files, txtar.File{Name: section})
		i = len(archive.Files) - 1
	}
	archive.Files[i].Data = []byte(data)
	if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}
