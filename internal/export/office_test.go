package export_test

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"upright/internal/document"
	"upright/internal/example"
	"upright/internal/export"
)

// TestWordInLibreOffice has LibreOffice read the Word files of the example in six languages: every paragraph stands in its
// place, behind the number that LibreOffice counts by itself, and the endnotes are endnotes, each with its text. Word
// itself is not to be had.
func TestWordInLibreOffice(t *testing.T) {
	dir := t.TempDir()
	papers := map[string]*document.Document{}
	var files []string
	for _, lang := range example.Languages() {
		s, err := example.Submission(lang)
		if err != nil {
			t.Fatal(err)
		}
		if papers[lang], err = newPress(t).Document(s); err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(dir, lang+".docx")
		if err := os.WriteFile(name, write(t, s, export.Word), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, name)
	}
	for _, to := range []string{"txt:Text (encoded):UTF8", "fodt"} {
		args := []string{"-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--headless", "--convert-to", to, "--outdir", dir}
		run(t, "soffice", append(args, files...)...)
	}
	for lang, d := range papers {
		t.Run(lang, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join(dir, lang+".txt"))
			if err != nil {
				t.Fatal(err)
			}
			standsIn(t, squeezed(string(text)), numbered(d.Body))
			for _, a := range d.Annexes {
				standsIn(t, squeezed(string(text)), numbered(a.Blocks))
			}
			notes := officeNotes(t, filepath.Join(dir, lang+".fodt"))
			if len(notes) != len(d.Notes) {
				t.Fatalf("%d endnotes, not %d", len(notes), len(d.Notes))
			}
			for i, n := range d.Notes {
				if !strings.HasSuffix(squeezed(notes[i]), squeezed(plain(n.Text))) {
					t.Errorf("endnote %d is %q", n.Number, notes[i])
				}
			}
		})
	}
}

// standsIn makes sure that texts stand in a file one after the other.
func standsIn(t *testing.T, file string, texts []string) {
	t.Helper()
	at := 0
	for _, text := range texts {
		found := strings.Index(file[at:], squeezed(text))
		if found < 0 {
			t.Errorf("not there, or not in its place: %.300q", text)
			continue
		}
		at += found + len(squeezed(text))
	}
}

// numbered are the texts of blocks as a reader finds them, each behind its number.
func numbered(blocks []document.Block) []string {
	var list []string
	for _, b := range blocks {
		switch b := b.(type) {
		case *document.Heading:
			list = append(list, marked(b.Text))
		case *document.Paragraph:
			number := ""
			if b.Number > 0 {
				number = strconv.Itoa(b.Number) + "."
			}
			list = append(list, number+marked(b.Text))
		case *document.Recommendation:
			list = append(list, b.Label+"."+b.Addressee+marked(b.Text))
		case *document.List:
			for i, item := range b.Items {
				before := len(list)
				list = append(list, numbered(item)...)
				if b.Ordered && len(list) > before {
					list[before] = strconv.Itoa(i+1) + "." + list[before]
				}
			}
		case *document.Table:
			if b.Number > 0 {
				list = append(list, b.Caption)
			}
			for _, row := range b.Rows {
				for _, cell := range row {
					list = append(list, numbered(cell.Blocks)...)
				}
			}
		}
	}
	return list
}

// marked is a text with the marks of its notes.
func marked(spans []document.Span) string {
	var b strings.Builder
	for _, s := range spans {
		switch s := s.(type) {
		case *document.Text:
			b.WriteString(s.Text)
		case *document.Reference:
			b.WriteString(s.Text)
		case *document.NoteMark:
			b.WriteString(strconv.Itoa(s.Number))
		}
	}
	return b.String()
}

// squeezed leaves out white space and the signs of direction that a file has more of than its text.
func squeezed(s string) string {
	s = strings.Join(strings.Fields(s), "")
	return strings.NewReplacer("\u200e", "", "\u200f", "", "\u2066", "", "\u2067", "", "\u2068", "", "\u2069", "").Replace(s)
}

// officeNotes returns the texts of the endnotes in a file of LibreOffice.
func officeNotes(t *testing.T, name string) []string {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var notes []string
	body := 0 // elements open inside of a note's body
	x := xml.NewDecoder(f)
	for {
		token, err := x.Token()
		if errors.Is(err, io.EOF) {
			return notes
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if body > 0 {
				body++
			} else if token.Name.Local == "note-body" {
				body = 1
				notes = append(notes, "")
			}
		case xml.EndElement:
			if body > 0 {
				body--
			}
		case xml.CharData:
			if body > 0 {
				notes[len(notes)-1] += string(token)
			}
		}
	}
}
