package pdf

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"upright/internal/document"
)

// TestTools has other programs read the files: qpdf, poppler and pdfcpu. They must be installed.
func TestTools(t *testing.T) {
	files := map[string]*document.Document{"big": bigDocument(5630, 150)}
	for _, name := range []string{"tables", "notes", "rtl", "arabic", "chinese", "russian", "cover", "missing"} {
		files[name] = readCase(t, name)
	}
	conf := model.NewDefaultConfiguration()
	conf.Offline = true
	for name, d := range files {
		t.Run(name, func(t *testing.T) {
			b := render(t, d)
			path := filepath.Join(t.TempDir(), "file.pdf")
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
			if out := tool(t, "qpdf", "--check", path); !strings.Contains(out, "No syntax or stream encoding errors") {
				t.Errorf("qpdf: %s", out)
			}
			info := tool(t, "pdfinfo", path)
			for _, want := range []string{`Tagged: +yes`, `Producer: +Upright\n`, `PDF version: +1\.7`, `JavaScript: +no`} {
				if !regexp.MustCompile(want).MatchString(info) {
					t.Errorf("pdfinfo has no %s in\n%s", want, info)
				}
			}
			if out := tool(t, "pdffonts", path); strings.Contains(out, " no ") {
				t.Errorf("a font is not embedded, no subset or without Unicode:\n%s", out)
			}
			if err := api.Validate(bytes.NewReader(b), conf); err != nil {
				t.Errorf("pdfcpu: %v", err)
			}
		})
	}
}

// TestExtraction finds every paragraph and note in what pdftotext reads, whole and in order.
func TestExtraction(t *testing.T) {
	d := bigDocument(2000, 60)
	path := filepath.Join(t.TempDir(), "file.pdf")
	if err := os.WriteFile(path, render(t, d), 0o600); err != nil {
		t.Fatal(err)
	}
	// without furniture: the body of the page is cropped
	text := squeeze(tool(t, "pdftotext", "-x", "72", "-y", "72", "-W", "452", "-H", "698", "-raw", path, "-"))
	at := 0
	find := func(what, want string) {
		t.Helper()
		want = squeeze(want)
		i := strings.Index(text[at:], want)
		if i < 0 {
			t.Fatalf("%s is not there, or not in order: %.80q", what, want)
		}
		at += i + len(want)
	}
	for _, b := range d.Body {
		switch b := b.(type) {
		case *document.Heading:
			find("heading", plainSpans(b.Text))
		case *document.Paragraph:
			find("paragraph", strconv.Itoa(b.Number)+"."+withMarks(b.Text))
		}
	}
	for _, n := range d.Notes {
		find("note", strconv.Itoa(n.Number)+plainSpans(n.Text))
	}
}

func withMarks(spans []document.Span) string {
	var b strings.Builder
	for _, s := range spans {
		switch s := s.(type) {
		case *document.Text:
			b.WriteString(s.Text)
		case *document.NoteMark:
			b.WriteString(strconv.Itoa(s.Number))
		}
	}
	return b.String()
}

// squeeze drops white space: line breaks fall where they like.
func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

// TestStructureText finds each word of a right-to-left text in what poppler reads along the structure; it gives the
// letters in visual order.
func TestStructureText(t *testing.T) {
	const text = "הארגון קיים 214 ראיונות בשנת 2024 ומסר את המסמך A/HRC/47/9 למועצה"
	d := &document.Document{Language: "he", RightToLeft: true, Title: "x", Labels: english,
		Body: []document.Block{&document.Paragraph{Number: 1, Text: spansOf(text)}}}
	path := filepath.Join(t.TempDir(), "file.pdf")
	if err := os.WriteFile(path, render(t, d), 0o600); err != nil {
		t.Fatal(err)
	}
	out := tool(t, "pdfinfo", "-struct-text", path)
	for _, word := range strings.Fields(text) {
		letters := []rune(word)
		if letters[0] > 0x500 {
			slices.Reverse(letters)
		}
		if !strings.Contains(out, string(letters)) {
			t.Errorf("%q is not in the structure:\n%s", word, out)
		}
	}
}
