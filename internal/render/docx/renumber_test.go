package docx

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"upright/internal/document/documenttest"
)

// Somebody goes on working in the file: a paragraph and a recommendation more, in nothing but the style that a person would
// choose, and all later numbers follow, with the references to them from the text and from an annex.
func TestWhatIsAddedRenumbers(t *testing.T) {
	d, err := documenttest.Parse(`title: x
[body]
h1 {h} Part
num 1 {p1} First paragraph.
num 2 {p2} Second paragraph, see paragraph @p3=3; and @r1=R1;.
num 3 {p3} Third paragraph.
rec 1 {r1} Only recommendation.
[wide annex]
h1 {a} Annex I. Table
table 0 Table
! Text | Para.
| Row of the annex | @p3=3;
[annex]
h1 {b} Annex II. Positions
p Last words on @r1=R1;.`)
	if err != nil {
		t.Fatal(err)
	}
	added := func(style, words string) string {
		return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr><w:r><w:t>` + words + `</w:t></w:r></w:p>`
	}
	data := edit(t, write(t, d), "word/document.xml", func(body string) string {
		for _, insert := range []struct{ before, style, words string }{
			{"First paragraph", "NumberedParagraph", "Added paragraph."}, {"Only recommendation", "Recommendation", "Added recommendation."},
		} {
			at := strings.LastIndex(body[:strings.Index(body, insert.before)], "<w:p>")
			body = body[:at] + added(insert.style, insert.words) + body[at:]
		}
		return body
	})
	dir := t.TempDir()
	file := filepath.Join(dir, "edited.docx")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, "soffice", "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", "--convert-to", "pdf", "--outdir", dir, file)
	text := run(t, "pdftotext", "-layout", filepath.Join(dir, "edited.pdf"), "-")
	text = regexp.MustCompile(`\s+`).ReplaceAllString(text, " ")
	for _, want := range []string{
		"1. Added paragraph.", "2. First paragraph.", "3. Second paragraph, see paragraph 4 and R2.", "4. Third paragraph.",
		"R1. Added recommendation.", "R2. Only recommendation.", "Row of the annex 4", "Last words on R2.", "Page 4 of 4",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %q", want, text)
		}
	}
	sizes := run(t, "pdfinfo", "-l", "9", filepath.Join(dir, "edited.pdf"))
	if got := regexp.MustCompile(`Page\s+\d+ size:\s+(\d+)`).FindAllStringSubmatch(sizes, -1); len(got) != 4 || got[1][1] != "595" || got[2][1] != "841" || got[3][1] != "595" {
		t.Errorf("the pages are %v wide", got)
	}
}

// edit changes one part of a Word file and leaves the others as they are.
func edit(t *testing.T, data []byte, name string, change func(string) string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == name {
			part = []byte(change(string(part)))
		}
		w, err := out.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(part); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
