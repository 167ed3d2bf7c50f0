package export_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"upright/internal/example"
	"upright/internal/export"
	"upright/internal/upr"
)

// unpacked unpacks a package with Info-ZIP into a new folder and returns it with the names of its files.
func unpacked(t *testing.T, data []byte) (folder string, names []string) {
	t.Helper()
	t.Setenv("LC_ALL", "C.UTF-8")
	file := inFile(t, "package.zip", data)
	folder = t.TempDir()
	run(t, "unzip", "-q", file, "-d", folder)
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		if year := info.ModTime().Year(); year != 2026 {
			t.Errorf("%s is of %d, the submission of 2026", e.Name(), year)
		}
	}
	return folder, names
}

// In every language the package unpacks under the names it was given, and its sums are right.
func TestPackage(t *testing.T) {
	for _, lang := range []string{"en", "fr", "es", "ar", "ru", "zh"} {
		t.Run(lang, func(t *testing.T) {
			s, err := example.Submission(lang)
			if err != nil {
				t.Fatal(err)
			}
			s.Details.Date = upr.Date{Year: 2026, Month: time.November, Day: 3}
			s.Annexes = upr.Annexes{}
			data := write(t, s, export.Package)
			if !bytes.Equal(data, write(t, s, export.Package)) {
				t.Error("the same submission makes other bytes")
			}
			folder, names := unpacked(t, data)
			for _, format := range []export.Format{export.Word, export.PDF} {
				name, err := newPress(t).FileName(s, format)
				if err != nil {
					t.Fatal(err)
				}
				if !slices.Contains(names, name) {
					t.Errorf("no %q among %q", name, names)
				}
			}
			if len(names) != 4 {
				t.Errorf("%d files: %q", len(names), names)
			}
			checkSums(t, folder)
			text, err := os.ReadFile(filepath.Join(folder, "fields.txt"))
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range []string{s.Details.Title, s.Organizations[0].Name, s.Organizations[0].Email} {
				if !strings.Contains(string(text), want) {
					t.Errorf("fields.txt lacks %q", want)
				}
			}
		})
	}
}

func checkSums(t *testing.T, folder string) {
	t.Helper()
	out := run(t, "sh", "-c", `cd "$0" && sha256sum -c --strict SHA256SUMS`, folder)
	if n := strings.Count(out, ": OK"); n < 3 {
		t.Errorf("sha256sum checked %d files:\n%s", n, out)
	}
}

// Annexes stand in files of their own, and not in the text as well.
func TestPackageWithAnnexes(t *testing.T) {
	s, err := example.Submission("en")
	if err != nil {
		t.Fatal(err)
	}
	s.Details.Date = upr.Date{Year: 2026, Month: time.November, Day: 3}
	s.Annexes.Signatories = []upr.Signatory{{
		Organization: upr.Organization{Name: "Network of Invented Neighbours", City: "Oaxaca", Country: "MEX"}, Appearance: upr.FullAppearance,
	}}
	folder, names := unpacked(t, write(t, s, export.Package))
	checkSums(t, folder)
	if len(names) != 6 {
		t.Fatalf("%d files: %q", len(names), names)
	}
	for _, name := range names {
		if !strings.HasSuffix(name, ".pdf") {
			continue
		}
		text := run(t, "pdftotext", filepath.Join(folder, name), "-")
		annexes := strings.Contains(name, "Annexes")
		if strings.Contains(text, "Network of Invented Neighbours") != annexes {
			t.Errorf("%s: the signatory stands in the wrong file", name)
		}
		if strings.Contains(text, "Executive summary") == annexes {
			t.Errorf("%s: the text stands in the wrong file", name)
		}
	}
}

// Who packed it, when and with which program says nothing about the authors: no comment, no owner, no path of a machine.
func TestPackageIsClean(t *testing.T) {
	s := inLanguage(t, "en")
	data := write(t, s, export.Package)
	list := run(t, "zipinfo", "-v", inFile(t, "package.zip", data))
	for _, bad := range []string{"UID", "GID", "Unix UID", "file comment begins"} {
		if strings.Contains(list, bad) {
			t.Errorf("the archive says %q", bad)
		}
	}
	if n := strings.Count(list, "There is no file comment."); n != 6 {
		t.Errorf("%d of 6 files have no comment", n)
	}
}
