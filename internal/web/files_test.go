package web

import (
	"archive/zip"
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// The page of files names every file as it is saved, and the package comes whole.
func TestPackageDownload(t *testing.T) {
	d := newDesk(t)
	home := "/submissions/" + string(d.id)
	d.person(t, "Eve").get(home + "/files/zip").want(http.StatusNotFound)

	page := d.grace.get(home + "/answers").want(http.StatusOK)
	reply := d.grace.get(home + "/files/zip").want(http.StatusOK)
	if got := reply.Header.Get("Content-Type"); got != "application/zip" {
		t.Errorf("Content-Type: %s", got)
	}
	_, name, _ := strings.Cut(reply.Header.Get("Content-Disposition"), `filename="`)
	name = strings.TrimSuffix(name, `"`)
	if !strings.HasSuffix(name, ".zip") || !strings.Contains(page.Body, `href="`+home+`/files/zip" download="`+name+`"`) {
		t.Errorf("the package is saved as %q, and the page names another", name)
	}
	archive, err := zip.NewReader(bytes.NewReader([]byte(reply.Body)), int64(len(reply.Body)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range archive.File {
		names = append(names, f.Name)
	}
	for _, ending := range []string{".docx", ".pdf", "fields.txt", "SHA256SUMS"} {
		if !slices.ContainsFunc(names, func(name string) bool { return strings.HasSuffix(name, ending) }) {
			t.Errorf("no %s among %q", ending, names)
		}
	}
	d.grace.get(home + "/files/exe").want(http.StatusNotFound)
}
