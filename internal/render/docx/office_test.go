package docx

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"upright/internal/document"
)

// LibreOffice opens the file, numbers paragraphs, recommendations and notes as the document does, and prints the results
// of the fields. It is the only other reader of Word files to be had; Word itself is not.
func TestLibreOfficeReadsIt(t *testing.T) {
	d := readCase(t, "combined")
	dir := t.TempDir()
	file := filepath.Join(dir, "paper.docx")
	if err := os.WriteFile(file, write(t, d), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, "soffice", "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", "--convert-to", "pdf",
		"--outdir", dir, file)
	text := run(t, "pdftotext", "-layout", filepath.Join(dir, "paper.pdf"), "-")
	text = regexp.MustCompile(`\s+`).ReplaceAllString(text, " ")

	var want []string
	for _, b := range d.Body {
		switch b := b.(type) {
		case *document.Heading:
			want = append(want, document.PlainText(b.Text))
		case *document.Paragraph:
			if b.Number > 0 {
				want = append(want, strconv.Itoa(b.Number)+". "+opening(b.Text))
			}
		case *document.Recommendation:
			if b.Addressee == "" {
				want = append(want, b.Label+". "+opening(b.Text))
			} else {
				want = append(want, b.Label+". "+b.Addressee)
			}
		case *document.Table:
			want = append(want, d.Labels.TableCaption(b))
		}
	}
	for _, n := range d.Notes {
		want = append(want, strconv.Itoa(n.Number)+" "+opening(n.Text))
	}
	_, rest, _ := strings.Cut(text, "Contents")
	rest = strings.TrimPrefix(rest, " Executive summary Numbers & measures Deeper Recommendations")
	for _, words := range want {
		_, after, ok := strings.Cut(rest, words)
		if !ok {
			t.Fatalf("%q is not in order in %q", words, text)
		}
		rest = after
	}
	for _, words := range []string{"See paragraph 2 and R2, 1 and note 1.", "Page 2 of 3", "a. inner one b. inner two", "1. one 2. two"} {
		if !strings.Contains(text, words) {
			t.Errorf("no %q in %q", words, text)
		}
	}
}

// opening returns the first run of a text, which no field or mark interrupts.
func opening(spans []document.Span) string {
	return strings.TrimSpace(spans[0].(*document.Text).Text)
}

func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}
