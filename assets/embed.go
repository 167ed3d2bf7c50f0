// Package assets holds what browsers and the editing authority load, as assets/build.mjs built it from the TypeScript and
// CSS of this folder. It refuses to guess: a program that was built without the bundle says so when it starts.
package assets

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
)

// Dist is the built bundle, under "dist". Load reads it.
//
//go:embed all:dist
var Dist embed.FS

// ErrNotBuilt says that the program was compiled before the bundle was built.
var ErrNotBuilt = errors.New("the scripts and style sheets are not in this program: run \"make build\", or \"node assets/build.mjs\" before \"go build\"")

// A Manifest knows the files of one build.
type Manifest struct {
	// Bundle identifies the build of both ends of the editing protocol. Steps are only taken from pages of the same.
	Bundle string

	names map[string]string // plain name → hashed name
	files fs.FS
}

// Load reads the manifest of a bundle, usually Dist. The error is ErrNotBuilt when there is none, and names the file when
// the manifest mentions one that is missing.
func Load(bundle fs.FS) (*Manifest, error) {
	files, err := fs.Sub(bundle, "dist")
	if err != nil {
		return nil, err
	}
	b, err := fs.ReadFile(files, "manifest.json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotBuilt
	}
	if err != nil {
		return nil, fmt.Errorf("read the manifest of the scripts: %w", err)
	}
	m := &Manifest{files: files}
	if err := json.Unmarshal(b, &m.names); err != nil {
		return nil, fmt.Errorf("manifest of the scripts: %w", err)
	}
	m.Bundle = m.names["bundle"]
	delete(m.names, "bundle")
	if m.Bundle == "" {
		return nil, errors.New("manifest of the scripts: no bundle hash")
	}
	for name, hashed := range m.names {
		if _, err := fs.Stat(files, hashed); err != nil {
			return nil, fmt.Errorf("manifest of the scripts: %s: %w", name, err)
		}
	}
	return m, nil
}

// Files are the files of the build under their hashed names.
func (m *Manifest) Files() fs.FS { return m.files }

// Name returns the hashed name of a file, as in "app-0123456789abcdef.css" for "app.css". The error names what is missing.
func (m *Manifest) Name(plain string) (string, error) {
	hashed, ok := m.names[plain]
	if !ok {
		return "", fmt.Errorf("%s is not among the built scripts and style sheets", plain)
	}
	return hashed, nil
}

// Authority returns the script of the editing authority.
func (m *Manifest) Authority() (string, error) {
	name, err := m.Name("authority.js")
	if err != nil {
		return "", err
	}
	b, err := fs.ReadFile(m.files, name)
	return string(b), err
}
