package export_test

import (
	"archive/zip"
	"bytes"
	"html"
	"regexp"
	"strings"
	"testing"

	"upright/internal/export"
	"upright/internal/prose"
	"upright/internal/render/pdf/pdfcheck"
)

// TestAsTyped makes sure that no renderer mends what somebody typed: a space before a French mark is neither put in nor
// taken away nor made another one, quotation marks and apostrophes stay what they are.
func TestAsTyped(t *testing.T) {
	lines := []string{
		"Sans espace: oui; non! vraiment? «ainsi» et \"autrement\", l'autre l’une...",
		"Avec espace : oui ; non ! vraiment ? « ainsi » 50 %",
		"Insécable\u00A0: oui\u00A0; non\u00A0! vraiment\u00A0? «\u00A0ainsi\u00A0» 50\u00A0%",
		"Fine\u202F: oui\u202F; non\u202F! vraiment\u202F? «\u202Fainsi\u202F» 5\u202F630",
	}
	for _, lang := range []string{"fr", "en", "ar"} {
		var blocks []prose.Block
		for _, line := range lines {
			blocks = append(blocks, paragraph("", line))
		}
		s := withBlocks(lang, blocks...)
		page := regexp.MustCompile(`</?(span|bdi)[^>]*>`).ReplaceAllString(string(write(t, s, export.HTML)), "")
		word := wordText(t, write(t, s, export.Word))
		shown, err := pdfcheck.Text(write(t, s, export.PDF))
		if err != nil {
			t.Fatal(err)
		}
		var portable strings.Builder
		for _, show := range shown {
			portable.WriteString(show.Text)
		}
		for _, line := range lines {
			if !strings.Contains(html.UnescapeString(page), line) {
				t.Errorf("%s: the page has not %q", lang, line)
			}
			if !strings.Contains(word, line) {
				t.Errorf("%s: the Word file has not %q", lang, line)
			}
			// The blank at the end of a line is not drawn, and lines to the left have another order.
			if ends := strings.NewReplacer(" ", "").Replace; lang != "ar" && !strings.Contains(ends(portable.String()), ends(line)) {
				t.Errorf("%s: the PDF has not %q", lang, line)
			}
		}
	}
}

// wordText is the text of a Word file's main part.
func wordText(t *testing.T, file []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	part, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer part.Close()
	text, _, err := readWord(part)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
