package i18n_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// TestFrenchSpaces finds blanks at which a line of French could break before a sign that belongs to the word before it.
func TestFrenchSpaces(t *testing.T) {
	files, err := filepath.Glob("messages/fr/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("catalogues: %d, %v", len(files), err)
	}
	breakable := regexp.MustCompile(`[^\s"] [:;?!»%]|« `)
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range breakable.FindAllIndex(data, -1) {
			t.Errorf("%s: …%s…", file, data[max(0, at[0]-30):min(len(data), at[1]+20)])
		}
	}
}
