package web

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"upright/internal/i18n"
	"upright/templates"
)

// TestKeysOfTemplates finds every message that a template asks for by name.
func TestKeysOfTemplates(t *testing.T) {
	words := loadWords(t)
	asks := regexp.MustCompile(`\.T "([^"]+)"`)
	n := 0
	err := fs.WalkDir(templates.Pages, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(templates.Pages, name)
		if err != nil {
			return err
		}
		for _, found := range asks.FindAllStringSubmatch(string(data), -1) {
			n++
			if !words.Has(found[1]) {
				t.Errorf("%s asks for %q, which no catalogue has", name, found[1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n < 50 {
		t.Fatalf("only %d messages found in templates: does the pattern still fit?", n)
	}
}

// TestKeysOfCode finds every string of the server's code that looks like a message key (its first word is one that keys
// begin with) and is none.
func TestKeysOfCode(t *testing.T) {
	words := loadWords(t)
	begins := make(map[string]bool)
	for _, key := range words.Keys() {
		first, _, _ := strings.Cut(key, ".")
		begins[first] = true
	}
	shape := regexp.MustCompile(`^[a-z-]+(\.[A-Za-z0-9-]+)+$`)
	n := 0
	for _, file := range codeFiles(t) {
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(node ast.Node) bool {
			literal, ok := node.(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(literal.Value)
			if err != nil || !shape.MatchString(text) || path.Ext(text) == ".js" || path.Ext(text) == ".css" ||
				path.Ext(text) == ".html" || path.Ext(text) == ".json" {
				return true
			}
			if first, _, _ := strings.Cut(text, "."); !begins[first] {
				return true
			}
			n++
			if !words.Has(text) {
				t.Errorf("%s: %q is not in the catalogues", filepath.Base(file), text)
			}
			return true
		})
	}
	if n < 50 {
		t.Fatalf("only %d message keys found in the code: does the pattern still fit?", n)
	}
}

// codeFiles are the files whose messages reach the pages.
func codeFiles(t *testing.T) []string {
	t.Helper()
	var files []string
	for _, dir := range []string{".", "../account", "../store", "../upr", "../picture"} {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if name := e.Name(); strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
				files = append(files, filepath.Join(dir, name))
			}
		}
	}
	return files
}

func loadWords(t *testing.T) *i18n.Printer {
	t.Helper()
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c.Printer("en")
}
