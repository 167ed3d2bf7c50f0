package architecture

import (
	"bytes"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestReadme holds the README to the tree: a line for each folder, in order, none too many; short enough to be read.
func TestReadme(t *testing.T) {
	text := read(t, "README.md")
	_, layout, found := strings.Cut(string(text), "\n## Layout\n")
	if !found {
		t.Fatal("README.md has no section Layout")
	}
	layout, _, _ = strings.Cut(layout, "\n## ")
	var told []string
	for _, row := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\| .{10,} \\|$").FindAllStringSubmatch(layout, -1) {
		told = append(told, row[1])
	}
	// The table grows with the tree; the rest is what people read.
	if n := bytes.Count(text, []byte("\n")) - len(told); n > 140 {
		t.Errorf("README.md has %d lines beside the table of the layout, the limit is 140", n)
	}
	if diff := cmp.Diff(folders(t), told); diff != "" {
		t.Errorf("the table of the layout (-in the tree +in README.md):\n%s", diff)
	}
}

// folders are those of the project that somebody fills by hand; of internal and cmd the ones below.
func folders(t *testing.T) []string {
	t.Helper()
	var list []string
	for _, above := range []string{".", "internal", "cmd"} {
		entries, err := os.ReadDir(filepath.Join(root, above))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			hidden := strings.HasPrefix(e.Name(), ".") && e.Name() != ".ci"
			if name := path.Join(above, e.Name()); e.IsDir() && !hidden && !slices.Contains(append(made, "internal", "cmd"), name) {
				list = append(list, name)
			}
		}
	}
	slices.Sort(list)
	return list
}
