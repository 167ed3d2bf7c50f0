package architecture

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// root is the folder of the project, seen from here.
const root = "../.."

// made are the folders whose content is made by tools, or is somebody's data.
var made = []string{"node_modules", "dist", ".git", ".cache", "bin", "data", "testdata"}

// written returns the files of the project with one of the endings, as paths from its folder.
func written(t *testing.T, endings ...string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && slices.Contains(made, d.Name()):
			return filepath.SkipDir
		case !d.IsDir() && slices.Contains(endings, filepath.Ext(file)):
			files = append(files, strings.TrimPrefix(file, root+"/"))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatalf("no files that end in %q", endings)
	}
	return files
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, file))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func isTest(file string) bool {
	return strings.HasSuffix(file, "_test.go") || strings.Contains(file, ".test.") || strings.HasPrefix(file, "test/")
}

// maxLines is the hard ceiling of a file; the middle one is to have about 120.
const maxLines = 400

func TestFilesAreShort(t *testing.T) {
	for _, file := range written(t, ".go", ".ts", ".js", ".mjs", ".css", ".html", ".sh") {
		if isTest(file) {
			continue
		}
		if n := bytes.Count(read(t, file), []byte("\n")); n > maxLines {
			t.Errorf("%s has %d lines; the ceiling is %d", file, n, maxLines)
		}
	}
}

// pure are the packages that know no clock: dates come in as arguments.
const pure = "internal/prose/... internal/upr internal/calendar internal/rules/... internal/document/... internal/render/... internal/store"

func TestGoFiles(t *testing.T) {
	const maxFunction = 50 // lines; one function in ten may have more
	functions, long := 0, 0
	for _, file := range written(t, ".go") {
		if isTest(file) {
			continue
		}
		fset := token.NewFileSet()
		parsed, err := parser.ParseFile(fset, file, read(t, file), parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		isPure := matches(filepath.ToSlash(filepath.Dir(file)), pure)
		ast.Inspect(parsed, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Recv == nil && n.Name.Name == "init" {
					t.Errorf("%s: init() runs where nobody looks; main wires", fset.Position(n.Pos()))
				}
				functions++
				if fset.Position(n.End()).Line-fset.Position(n.Pos()).Line >= maxFunction {
					long++
				}
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); ok && isPure && x.Name == "time" && n.Sel.Name == "Now" {
					t.Errorf("%s: time.Now; in this package the time is an argument", fset.Position(n.Pos()))
				}
			}
			return true
		})
	}
	if long*10 > functions {
		t.Errorf("%d of %d functions have %d lines or more; at most one in ten may", long, functions, maxFunction)
	}
}

// A skipped test says "ok", and testify hides what is compared.
func TestTestsAreReal(t *testing.T) {
	for _, file := range written(t, ".go") {
		if !isTest(file) {
			continue
		}
		for _, never := range []string{"t.Ski" + "p", "b.Ski" + "p", "stretchr/" + "testify"} {
			if bytes.Contains(read(t, file), []byte(never)) {
				t.Errorf("%s holds %s", file, never)
			}
		}
	}
}

func TestMigrationsAreNumbered(t *testing.T) {
	var names []string
	for _, file := range written(t, ".sql") {
		if name := filepath.Base(file); filepath.Dir(file) == "migrations" && name != "schema.sql" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	if len(names) == 0 {
		t.Fatal("no migrations")
	}
	for i, name := range names {
		if want := fmt.Sprintf("%04d_", i+1); !strings.HasPrefix(name, want) {
			t.Errorf("%s: the number %s was expected", name, want)
		}
	}
}

// goja takes \p{…} in a regular expression and then matches nothing.
func TestAuthorityUsesNoUnicodeClasses(t *testing.T) {
	const bundle = "assets/dist/authority.js"
	b, err := os.ReadFile(filepath.Join(root, bundle))
	if err != nil {
		t.Fatalf("%v; \"make build\" makes it", err)
	}
	for i, line := range bytes.Split(b, []byte("\n")) {
		if bytes.Contains(line, []byte(`\p{`)) || bytes.Contains(line, []byte(`\P{`)) {
			t.Errorf("%s:%d: %.100s", bundle, i+1, line)
		}
	}
}
