// Package architecture holds no code, only tests of the whole tree: who may import what, and what every file keeps to.
package architecture

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

// arrows says which packages of ours each package may import, tests aside. A pattern that ends in "/..." means the
// package and all below it. A package that no row names fails the test: whoever adds one decides where it stands.
var arrows = []struct{ from, to string }{
	// Text flows one way: prose → upr → rules → document → renderers → web.
	{"internal/prose", ""},
	{"internal/upr", "internal/prose"},
	{"internal/calendar", "internal/upr"},
	{"internal/rules", "internal/lazyregexp internal/prose internal/upr internal/rules/persons"},
	{"internal/rules/persons", ""},
	{"internal/solidarity", "internal/prose internal/upr"},
	{"internal/takeover", "internal/prose internal/upr"},
	{"internal/document", "internal/prose internal/upr internal/rules"},
	{"internal/redline", "internal/document"},
	{"internal/render/...", "internal/document internal/fonts internal/prose internal/render/..."},

	// At the side of it, without knowing it or each other.
	{"internal/i18n", ""},
	{"internal/fonts", ""},
	{"internal/ical", ""},
	{"internal/lazyregexp", ""},
	{"internal/config", ""},
	{"internal/localdb/...", "internal/localdb"},
	{"internal/picture", "internal/upr"},
	{"assets", ""},
	{"templates", ""},
	{"migrations", ""},

	// What fetches and keeps.
	{"internal/store/...", "internal/upr internal/prose internal/store migrations"},
	{"internal/mail", "internal/config internal/upr"},
	{"internal/account", "internal/mail internal/store internal/upr"},
	{"internal/notice", "internal/mail internal/store internal/upr"},
	{"internal/collab", "internal/collab/anchor internal/collab/engine internal/upr internal/prose internal/store"},
	{"internal/collab/anchor", "internal/upr"},
	{"internal/collab/engine", "internal/upr"},
	{"internal/importer/...", "internal/lazyregexp internal/picture internal/prose internal/upr"},
	{"internal/example/...", "internal/prose internal/upr internal/importer"},
	{"internal/export/...", "internal/prose internal/upr internal/calendar internal/rules internal/document " +
		"internal/fonts internal/redline internal/render/... internal/store internal/i18n internal/importer"},
	{"internal/intake", "internal/collab internal/importer/word internal/prose internal/upr internal/rules internal/store"},
	{"internal/rulebook", "internal/rules internal/store internal/upr"},

	// What answers.
	{"internal/web/...", "assets templates internal/account internal/calendar internal/collab internal/document internal/example " +
		"internal/export internal/i18n internal/ical internal/importer internal/importer/previous internal/importer/word internal/intake internal/mail internal/notice internal/picture internal/prose internal/redline " +
		"internal/render/... internal/rulebook internal/rules internal/solidarity internal/store internal/takeover internal/upr internal/web/..."},
	{"cmd/upright", "assets templates internal/..."},

	// What only tests use.
	{"internal/store/storetest", "internal/localdb internal/store migrations"},
	{"internal/prose/prosetest", "internal/prose"},
	{"internal/example/exampletest", "internal/example internal/prose internal/upr"},
	{"internal/document/documenttest", "internal/document internal/prose internal/upr"},
}

// fences says which of our packages may import a module of others: each can be replaced in one folder.
var fences = []struct{ module, only string }{
	{"github.com/labstack/echo/v4", "internal/web/..."},
	{"github.com/go-playground/validator/v10", "internal/web/..."},
	{"github.com/prometheus/client_golang", "internal/web/..."},
	{"github.com/jmoiron/sqlx", "internal/store/..."},
	{"github.com/lib/pq", "internal/store/... internal/localdb/..."},
	{"github.com/jung-kurt/gofpdf", "internal/render/pdf"},
	{"github.com/go-text/typesetting", "internal/render/pdf"},
	{"github.com/go-fonts/liberation", "internal/render/pdf"},
	{"github.com/dop251/goja", "internal/collab/engine"},
	{"github.com/wneessen/go-mail", "internal/mail"},
	{"github.com/clipperhouse/uax29/v2", "internal/prose"},
	{"golang.org/x/crypto", "internal/account"},
}

// module is the path of ours.
const module = "upright/"

type listed struct {
	ImportPath string
	Imports    []string
	GoFiles    []string
}

func list(t *testing.T) []listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports,GoFiles", "./...")
	cmd.Dir = root
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, &stderr)
	}
	var all []listed
	for d := json.NewDecoder(bytes.NewReader(out)); d.More(); {
		var p listed
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		if len(p.GoFiles) > 0 { // else tests only, like this one
			all = append(all, p)
		}
	}
	if len(all) < 10 {
		t.Fatalf("go list found only %d packages", len(all))
	}
	return all
}

// matches reports whether the package is one of those that the patterns name.
func matches(pkg, patterns string) bool {
	return slices.ContainsFunc(strings.Fields(patterns), func(pattern string) bool {
		if base, ok := strings.CutSuffix(pattern, "/..."); ok {
			return pkg == base || strings.HasPrefix(pkg, base+"/")
		}
		return pkg == pattern
	})
}

// mayImport returns the patterns for a package, by the row that names it most closely.
func mayImport(pkg string) (string, bool) {
	for from := pkg; ; from = path.Dir(from) {
		for _, a := range arrows {
			if a.from == from && from == pkg || a.from == from+"/..." {
				return a.to, true
			}
		}
		if from == "." {
			return "", false
		}
	}
}

func TestImports(t *testing.T) {
	for _, p := range list(t) {
		pkg := strings.TrimPrefix(p.ImportPath, module)
		allowed, ok := mayImport(pkg)
		if !ok {
			t.Errorf("%s is in no row of arrows: say what it may import", pkg)
			continue
		}
		for _, imported := range p.Imports {
			ours, isOurs := strings.CutPrefix(imported, module)
			if isOurs && !matches(ours, allowed) {
				t.Errorf("%s imports %s; it may import: %s", pkg, ours, allowed)
			}
			for _, f := range fences {
				if (imported == f.module || strings.HasPrefix(imported, f.module+"/")) && !matches(pkg, f.only) {
					t.Errorf("%s imports %s, which belongs in %s", pkg, imported, f.only)
				}
			}
		}
	}
}

// Test helpers must not end up in the program.
func TestProgramHoldsNoTestPackages(t *testing.T) {
	cmd := exec.Command("go", "list", "-deps", "./cmd/upright")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, pkg := range strings.Fields(string(out)) {
		if pkg == "testing" || strings.HasPrefix(pkg, module) && strings.HasSuffix(pkg, "test") {
			t.Errorf("the program depends on %s", pkg)
		}
	}
}

func TestMatches(t *testing.T) {
	tests := []struct {
		pkg, patterns string
		want          bool
	}{
		{"internal/store", "internal/store", true},
		{"internal/store", "internal/web internal/store/...", true},
		{"internal/store/dump", "internal/store/...", true},
		{"internal/store/dump", "internal/store", false},
		{"internal/storefront", "internal/store/...", false},
		{"internal/store", "", false},
	}
	for _, tt := range tests {
		if got := matches(tt.pkg, tt.patterns); got != tt.want {
			t.Errorf("matches(%q, %q) = %v", tt.pkg, tt.patterns, got)
		}
	}
}
