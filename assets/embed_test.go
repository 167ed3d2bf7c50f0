package assets_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"upright/assets"
)

func bundle(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{"dist/README": {}}
	for name, text := range files {
		fsys["dist/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func TestLoad(t *testing.T) {
	m, err := assets.Load(bundle(map[string]string{
		"manifest.json":   `{"app.css": "app-0123.css", "authority.js": "authority.js", "bundle": "abcd"}`,
		"app-0123.css":    "p{}",
		"authority.js":    "run()",
		"not-listed.file": "",
	}))
	if err != nil {
		t.Fatal(err)
	}
	if m.Bundle != "abcd" {
		t.Errorf("Bundle = %q", m.Bundle)
	}
	if got, err := m.Name("app.css"); err != nil || got != "app-0123.css" {
		t.Errorf("Name(app.css) = %q, %v", got, err)
	}
	for _, name := range []string{"bundle", "none.css"} {
		if got, err := m.Name(name); err == nil {
			t.Errorf("Name(%s) = %q, want an error", name, got)
		}
	}
	if got, err := m.Authority(); err != nil || got != "run()" {
		t.Errorf("Authority() = %q, %v", got, err)
	}
}

func TestLoadRefuses(t *testing.T) {
	_, err := assets.Load(bundle(nil))
	if !errors.Is(err, assets.ErrNotBuilt) {
		t.Errorf("without a manifest: %v", err)
	}
	for name, tt := range map[string]struct{ manifest, want string }{
		"damaged":      {`{"app.css"`, "manifest"},
		"no hash":      {`{}`, "no bundle hash"},
		"missing file": {`{"app.css": "app-0123.css", "bundle": "abcd"}`, "app.css"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := assets.Load(bundle(map[string]string{"manifest.json": tt.manifest}))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v does not say %q", err, tt.want)
			}
		})
	}
}
