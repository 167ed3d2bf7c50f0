package web

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// TestStylesLoadNothing reads the sources of the style sheets and scripts of the pages: no address of another host, and
// no left or right, which would be wrong in Arabic.
func TestStylesLoadNothing(t *testing.T) {
	files, err := filepath.Glob("../../assets/css/*.css")
	if err != nil || len(files) == 0 {
		t.Fatalf("style sheets: %d, %v", len(files), err)
	}
	scripts, err := filepath.Glob("../../assets/site/*.ts")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("scripts: %d, %v", len(scripts), err)
	}
	foreign := regexp.MustCompile(`(https?:)?//[a-z0-9-]+\.[a-z]+`)
	physical := regexp.MustCompile(`(?m)^\s*((margin|padding|border)-(left|right)|left|right|float|text-align:\s*(left|right))\b.*$`)
	for _, file := range append(files, scripts...) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if found := foreign.Find(data); found != nil {
			t.Errorf("%s names another host: %s", file, found)
		}
		if filepath.Ext(file) != ".css" {
			continue
		}
		if found := physical.Find(data); found != nil {
			t.Errorf("%s uses a physical side: %s", file, found)
		}
	}
}
