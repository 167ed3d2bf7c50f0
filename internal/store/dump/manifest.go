package dump

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// format is the version of the layout of a backup.
const format = 1

const (
	manifestFile = "manifest.json"
	sumsFile     = "SHA256SUMS"
)

// A Manifest says what is in a backup.
type Manifest struct {
	Format int       `json:"format"`
	Made   time.Time `json:"made"`
	Schema string    `json:"schema"` // name of the last migration that was applied
	Tables []Table   `json:"tables"` // in an order in which they can be filled
}

// A Table is one table of a backup.
type Table struct {
	Name    string   `json:"name"`
	Columns []string `json:"columns"`
	Rows    int      `json:"rows"`
}

func (t Table) file() string { return t.Name + rowsSuffix }

// Rows is the number of rows in all tables.
func (m Manifest) Rows() int {
	n := 0
	for _, t := range m.Tables {
		n += t.Rows
	}
	return n
}

// files are the names of all files but the one with the sums.
func (m Manifest) files() []string {
	names := []string{manifestFile}
	for _, t := range m.Tables {
		names = append(names, t.file())
	}
	return names
}

// write writes the manifest and then the sums, which make the backup complete.
func (m Manifest) write(dir string) error {
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	if err := writeFile(filepath.Join(dir, manifestFile), append(b, '\n')); err != nil {
		return err
	}
	var sums bytes.Buffer
	for _, name := range m.files() {
		sum, err := sumOf(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		fmt.Fprintf(&sums, "%s  %s\n", sum, name)
	}
	if err := writeFile(filepath.Join(dir, sumsFile), sums.Bytes()); err != nil {
		return err
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func writeFile(path string, b []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(b)
	return errors.Join(err, file.Sync(), file.Close())
}

func sumOf(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	h := sha256.New()
	if _, err := io.Copy(h, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// readManifest checks every file of a backup against its sum and returns what is in it.
func readManifest(dir string) (Manifest, error) {
	var m Manifest
	sums, err := os.ReadFile(filepath.Join(dir, sumsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return m, fmt.Errorf("%s is not a complete backup: %s is missing", dir, sumsFile)
	}
	if err != nil {
		return m, err
	}
	var listed []string
	for line := range strings.Lines(string(sums)) {
		sum, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		if !ok || name != filepath.Base(name) {
			return m, fmt.Errorf("%s is damaged", sumsFile)
		}
		is, err := sumOf(filepath.Join(dir, name))
		if err != nil {
			return m, err
		}
		if is != sum {
			return m, fmt.Errorf("%s is damaged: its SHA-256 sum is not the recorded one", name)
		}
		listed = append(listed, name)
	}
	b, err := os.ReadFile(filepath.Join(dir, manifestFile))
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(b, &m); err != nil {
		return m, fmt.Errorf("%s: %w", manifestFile, err)
	}
	if m.Format != format {
		return m, fmt.Errorf("the backup has format %d; this version of Upright reads format %d", m.Format, format)
	}
	if !slices.Equal(listed, m.files()) {
		return m, fmt.Errorf("%s and %s name different files", sumsFile, manifestFile)
	}
	return m, nil
}
