package export_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"upright/internal/calendar"
	"upright/internal/example"
	"upright/internal/export"
	"upright/internal/i18n"
	"upright/internal/importer"
	"upright/internal/prose"
	"upright/internal/upr"
)

// press is one press for all tests, as the server has one for all requests.
var press = sync.OnceValues(startPress)

func startPress() (*export.Press, error) {
	words, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	dates, err := calendar.Default()
	if err != nil {
		return nil, err
	}
	return export.New(words, dates)
}

func newPress(t *testing.T) *export.Press {
	t.Helper()
	p, err := press()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// inLanguage is the example under the labels of a language; its text stays English.
func inLanguage(t *testing.T, lang string) *upr.Submission {
	t.Helper()
	s, err := example.Submission("en")
	if err != nil {
		t.Fatal(err)
	}
	s.Details.Language = lang
	return s
}

func write(t *testing.T, s *upr.Submission, format export.Format) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := newPress(t).Write(t.Context(), &b, s, format); err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	return b.Bytes()
}

// run runs a program and returns what it prints.
func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func inFile(t *testing.T, name string, data []byte) string {
	t.Helper()
	name = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// languages are those that papers are made in today.
func languages() []string { return []string{"en", "fr", "es", "ru"} }

func TestPDF(t *testing.T) {
	for _, lang := range languages() {
		t.Run(lang, func(t *testing.T) {
			s := inLanguage(t, lang)
			file := inFile(t, "paper.pdf", write(t, s, export.PDF))
			run(t, "qpdf", "--check", file)
			// Between running head and foot, so that a paragraph over two pages is whole.
			text := run(t, "pdftotext", "-r", "72", "-x", "0", "-y", "60", "-W", "595", "-H", "715", file, "-")
			inOrder(t, letters(text), texts(s))
			hasLabels(t, lang, text)
		})
	}
}

func TestHTML(t *testing.T) {
	tag := regexp.MustCompile(`<style.*?</style>|<[^>]*>`)
	for _, lang := range languages() {
		s := inLanguage(t, lang)
		page := strings.ReplaceAll(string(write(t, s, export.HTML)), "\n", " ")
		if !strings.Contains(page, `lang="`+lang+`"`) {
			t.Errorf("%s: the page does not say its language", lang)
		}
		text := tag.ReplaceAllString(page, " ")
		inOrder(t, letters(strings.NewReplacer("&#34;", `"`, "&#39;", "'", "&amp;", "&").Replace(text)), texts(s))
		hasLabels(t, lang, text)
	}
	var fragment strings.Builder
	if err := newPress(t).WriteFragment(&fragment, inLanguage(t, "en")); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(fragment.String(), "<html") || !strings.Contains(fragment.String(), "Executive summary") {
		t.Errorf("the fragment is\n%.300s", fragment.String())
	}
}

func TestWordInEveryLanguage(t *testing.T) {
	for _, lang := range languages() {
		s := inLanguage(t, lang)
		file := inFile(t, "paper.docx", write(t, s, export.Word))
		body := run(t, "unzip", "-p", file, "word/document.xml")
		paragraphs := strings.ReplaceAll(body, "</w:p>", " ")
		text := regexp.MustCompile(`<w:instrText[^>]*>[^<]*</w:instrText>|<[^>]*>`).ReplaceAllString(paragraphs, "")
		inOrder(t, letters(strings.NewReplacer("&#34;", `"`, "&#39;", "'", "&amp;", "&").Replace(text)), texts(s))
		notes := run(t, "unzip", "-p", file, "word/endnotes.xml")
		if n := strings.Count(notes, "<w:endnote "); n != 25+2 { // Word wants a separator and its continuation
			t.Errorf("%s: there are %d endnotes", lang, n-2)
		}
	}
}

func TestPortable(t *testing.T) {
	s := inLanguage(t, "en")
	data := write(t, s, export.Portable)
	again, err := importer.Read(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(write(t, again, export.Portable), data) {
		t.Error("what was read writes another file")
	}
}

func TestSameTextSameBytes(t *testing.T) {
	for _, format := range []export.Format{export.PDF, export.Word, export.HTML, export.Portable} {
		if !bytes.Equal(write(t, inLanguage(t, "fr"), format), write(t, inLanguage(t, "fr"), format)) {
			t.Errorf("%s: two files of one text differ", format)
		}
	}
}

func TestFileName(t *testing.T) {
	name, err := newPress(t).FileName(inLanguage(t, "en"), export.Word)
	if err != nil || !strings.HasSuffix(name, ".docx") || !strings.Contains(name, "PIV") || !strings.Contains(name, "Mexico") {
		t.Errorf("the file is called %q, %v", name, err)
	}
	for format, want := range map[export.Format]string{
		export.PDF: "application/pdf", export.HTML: "text/html; charset=utf-8", export.Portable: "application/json",
		export.Word:           "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		export.Format("xlsx"): "application/octet-stream",
	} {
		if got := format.MediaType(); got != want {
			t.Errorf("%s is %s, want %s", format, got, want)
		}
	}
}

// A paper without a day of its own carries the day of the last change, never today's.
func TestDate(t *testing.T) {
	s := inLanguage(t, "en")
	s.Details.Date = upr.Date{}
	s.Updated = s.Updated.AddDate(0, 0, 5)
	if page := string(write(t, s, export.HTML)); !strings.Contains(page, "25 November 2026") {
		t.Error("the day of the last change is not there")
	}
}

func TestUnprintable(t *testing.T) {
	s := inLanguage(t, "en")
	if missing, err := newPress(t).Unprintable(s); err != nil || len(missing) != 0 {
		t.Errorf("of the example %v cannot be printed, %v", missing, err)
	}
	s.Details.Title = "A unicorn: 🦄"
	missing, err := newPress(t).Unprintable(s)
	if err != nil || len(missing) != 1 || missing[0].Rune != '🦄' {
		t.Errorf("it names %v, %v", missing, err)
	}
	write(t, s, export.PDF)
}

// Whatever cannot be shown is told of with its place, wherever it stands: never only a box on the page.
func TestUnprintablePlaces(t *testing.T) {
	const unicorn = "🦄"
	s := withBlocks("en",
		paragraph("emoji", "an "+unicorn),
		paragraph("rare", "a character of Unicode 13: 𰀀"),
		paragraph("private", "\ue123"),
		&prose.Heading{ID: "heading", Level: 1, Content: []prose.Inline{&prose.Text{Text: unicorn}}},
		&prose.Recommendation{ID: "recommendation", Addressee: unicorn, Content: []prose.Inline{&prose.Text{Text: "Do."}}},
		&prose.List{ID: "list", Items: []*prose.ListItem{{Blocks: []prose.Block{paragraph("item", unicorn)}}}},
		&prose.Table{ID: "table", Caption: unicorn, Rows: []*prose.Row{{Cells: []*prose.Cell{{Colspan: 1, Rowspan: 1, Blocks: []prose.Block{paragraph("cell", unicorn)}}}}}},
		&prose.Paragraph{ID: "noted", Numbered: true, Content: []prose.Inline{&prose.Text{Text: "x"}, &prose.Endnote{ID: "note", Content: []*prose.Text{{Text: unicorn}}}}},
		paragraph("shown", "broken \xff UTF-8, \u202e a direction, \u2029 a separator"),
	)
	missing, err := newPress(t).Unprintable(s)
	if err != nil {
		t.Fatal(err)
	}
	var places []string
	for _, m := range missing {
		places = append(places, m.Place)
		if !strings.ContainsRune(m.Quote, m.Rune) {
			t.Errorf("%U is said to stand in %q", m.Rune, m.Quote)
		}
	}
	for _, want := range []string{"emoji", "rare", "private", "heading", "recommendation", "item", "table", "cell", "note"} {
		if !slices.Contains(places, want) {
			t.Errorf("nobody is told of what %s cannot show; only of %q", want, places)
		}
	}
	if slices.Contains(places, "noted") {
		t.Error("what stands in a note is said to stand in its paragraph")
	}
}

func TestRefused(t *testing.T) {
	p, s := newPress(t), inLanguage(t, "de")
	var b bytes.Buffer
	for _, format := range []export.Format{export.PDF, export.Word, export.HTML} {
		err := p.Write(t.Context(), &b, s, format)
		var known *upr.Error
		if !errors.As(err, &known) || known.Kind != upr.Invalid || known.Key != "export.language" || b.Len() > 0 {
			t.Errorf("%s in German: %v, %d bytes", format, err, b.Len())
		}
	}
	if _, err := p.FileName(s, export.PDF); err == nil {
		t.Error("a file in German has a name")
	}
	if err := p.Write(t.Context(), &b, inLanguage(t, "en"), "odt"); err == nil || b.Len() > 0 {
		t.Errorf("an unknown format: %v, %d bytes", err, b.Len())
	}
}

// What takes too long is cut, and nothing is written.
func TestDeadline(t *testing.T) {
	p, s := newPress(t), inLanguage(t, "en")
	part := s.Manuscript.Parts[0]
	for i := range 5_000 { // words that no earlier test has shaped
		part.Blocks = append(part.Blocks, &prose.Paragraph{
			ID: fmt.Sprintf("long%d", i), Numbered: true, Content: []prose.Inline{&prose.Text{Text: strings.Repeat(fmt.Sprintf("word%d ", i), 50)}},
		})
	}
	deadline, stop := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer stop()
	var b bytes.Buffer
	if err := p.Write(deadline, &b, s, export.PDF); !errors.Is(err, context.DeadlineExceeded) || b.Len() > 0 {
		t.Errorf("it says %v and wrote %d bytes", err, b.Len())
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for _, format := range []export.Format{export.PDF, export.Word, export.HTML, export.Portable} {
		if err := p.Write(ended, io.Discard, inLanguage(t, "en"), format); !errors.Is(err, context.Canceled) {
			t.Errorf("%s for nobody: %v", format, err)
		}
	}
}

// letters leaves out what layout changes: spaces, hyphens, marks of notes.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, text)
}

// texts are the titles, paragraphs, recommendations and cells of a submission, in order.
func texts(s *upr.Submission) []string {
	var list []string
	numbers := prose.Number(s.Manuscript)
	for part := range s.Manuscript.Visible() {
		list = append(list, part.Title)
		for b := range part.All() {
			if text := numbers.Plain(prose.Content(b)); text != "" {
				list = append(list, text)
			}
		}
	}
	return list
}

// inOrder makes sure that the texts stand in a file one after the other, each whole.
func inOrder(t *testing.T, file string, texts []string) {
	t.Helper()
	if len(texts) < 60 {
		t.Fatalf("only %d texts to look for", len(texts))
	}
	at := 0
	for _, text := range texts {
		found := strings.Index(file[at:], letters(text))
		if found < 0 {
			t.Errorf("not there, or not in its place: %q", text)
			continue
		}
		at += found + len(letters(text))
	}
}

// hasLabels makes sure that a file speaks the language of its text where it speaks by itself.
func hasLabels(t *testing.T, lang, text string) {
	t.Helper()
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	paper, ok := words.Paper(lang)
	if !ok {
		t.Fatalf("no words in %s", lang)
	}
	for _, key := range []string{"contents", "endnotes"} {
		if !strings.Contains(text, paper.T(key)) {
			t.Errorf("%s: %q is not there", lang, paper.T(key))
		}
	}
}
