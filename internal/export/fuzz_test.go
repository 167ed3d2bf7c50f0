package export_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"

	"upright/internal/document"
	"upright/internal/export"
	"upright/internal/render/pdf/pdfcheck"
	"upright/internal/upr"
)

// documents is how many random submissions TestRandomSubmissions makes files of:
// go test ./internal/export -run RandomSubmissions -documents 10000 -timeout 1h
var documents = flag.Int("documents", 12, "random submissions to make files of")

// TestRandomSubmissions makes the files of random submissions in six languages. None may fail, and each must be well
// formed and say what the document says.
func TestRandomSubmissions(t *testing.T) {
	p := newPress(t)
	var next atomic.Int64
	var mu sync.Mutex
	made := map[string]int{}
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for n := int(next.Add(1)) - 1; n < *documents && !t.Failed(); n = int(next.Add(1)) - 1 {
				s := randomSubmission(t, seeded(n), "")
				// To be read by a checker takes longer than to be made: each language has its turn.
				if err := checkFiles(t.Context(), p, s, n%5 == 0); err != nil {
					t.Errorf("submission %d: %v", n, err)
				}
				mu.Lock()
				made[s.Details.Language]++
				mu.Unlock()
			}
		})
	}
	workers.Wait()
	if len(made) != len(upr.Languages()) {
		t.Errorf("submissions in %v", made)
	}
}

// FuzzSubmission is the same with bytes and a text that a fuzzer chooses. Whatever once went wrong is kept in
// testdata/fuzz and tried in every run.
func FuzzSubmission(f *testing.F) {
	p, err := press()
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte{}, "")
	for i, text := range hostile() {
		if i%24 == 0 {
			f.Add([]byte{byte(i), byte(i / 24)}, text)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, text string) {
		if len(data) > 4096 || len(text) > 20_000 {
			return
		}
		if err := checkFiles(t.Context(), p, randomSubmission(t, data, text), true); err != nil {
			t.Fatal(err)
		}
	})
}

// checkFiles makes the files of a submission and says what is wrong with them. Thorough: it also holds the PDF to its
// standards.
func checkFiles(ctx context.Context, p *export.Press, s *upr.Submission, thorough bool) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	d, err := p.Document(s)
	if err != nil {
		return err
	}
	files := map[export.Format][]byte{}
	for _, format := range papers() {
		var b bytes.Buffer
		if err := p.Write(ctx, &b, s, format); err != nil {
			return fmt.Errorf("%s: %w", format, err)
		}
		files[format] = b.Bytes()
	}
	missing, err := p.Unprintable(s)
	if err != nil {
		return err
	}
	problems := []error{checkHTML(d, files[export.HTML]), checkWord(d, files[export.Word])}
	if thorough {
		problems = append(problems, checkPDF(d, files[export.PDF], len(missing)))
	}
	return errors.Join(problems...)
}

func checkHTML(d *document.Document, page []byte) error {
	if !utf8.Valid(page) {
		return errors.New("html: no UTF-8")
	}
	var text strings.Builder
	notes, depth := 0, 0
	z := html.NewTokenizer(bytes.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if z.Err() != io.EOF {
				return fmt.Errorf("html: %w", z.Err())
			}
			if depth != 0 {
				return fmt.Errorf("html: %d elements stay open", depth)
			}
			if notes != len(d.Notes) {
				return fmt.Errorf("html: %d notes, not %d", notes, len(d.Notes))
			}
			return says("html", text.String(), d)
		case html.StartTagToken:
			switch token := z.Token(); token.Data {
			case "meta", "img", "br", "col":
			case "li":
				if len(token.Attr) > 0 && strings.HasPrefix(token.Attr[0].Val, "note-") {
					notes++
				}
				depth++
			default:
				depth++
			}
		case html.EndTagToken:
			depth--
		case html.TextToken:
			text.Write(z.Text())
		}
	}
}

// checkWord reads every part of a Word file. What Word demands beyond good form is tested where the file is written.
func checkWord(d *document.Document, file []byte) error {
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return fmt.Errorf("docx: %w", err)
	}
	for _, f := range z.File {
		if ext := path.Ext(f.Name); ext != ".xml" && ext != ".rels" {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return fmt.Errorf("docx: %w", err)
		}
		text, notes, err := readWord(r)
		if err != nil {
			return fmt.Errorf("docx: %s: %w", f.Name, err)
		}
		switch f.Name {
		case "word/document.xml":
			if err := says("docx", text, d); err != nil {
				return err
			}
		case "word/endnotes.xml":
			if notes-2 != len(d.Notes) { // Word wants a separator and its continuation
				return fmt.Errorf("docx: %d notes, not %d", notes-2, len(d.Notes))
			}
		}
	}
	return nil
}

// readWord returns the text of a part, without the instructions of its fields, and how many notes it holds.
func readWord(r io.Reader) (text string, notes int, err error) {
	var b strings.Builder
	in := ""
	x := xml.NewDecoder(r)
	for {
		token, err := x.Token()
		if err == io.EOF {
			return b.String(), notes, nil
		}
		if err != nil {
			return "", 0, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			in = token.Name.Local
			if in == "endnote" {
				notes++
			}
		case xml.EndElement:
			in = ""
		case xml.CharData:
			if in == "t" {
				b.Write(token)
			}
		}
	}
}

// checkPDF holds a PDF to its standards. It shows a box where a character is missing, and then only.
func checkPDF(d *document.Document, file []byte, missing int) error {
	problems, err := pdfcheck.Check(file)
	if err != nil {
		return fmt.Errorf("pdf: %w", err)
	}
	if len(problems) > 0 {
		return fmt.Errorf("pdf: %v", problems)
	}
	shows, err := pdfcheck.Text(file)
	if err != nil {
		return fmt.Errorf("pdf: %w", err)
	}
	boxes := 0
	for _, s := range shows {
		boxes += strings.Count(s.Text, "□")
	}
	typed := strings.Count(strings.Join(printed(slices.Concat(d.Cover, everything(d))), ""), "□")
	for _, n := range d.Notes {
		typed += strings.Count(plain(n.Text), "□")
	}
	if boxes > 0 && missing == 0 && typed == 0 {
		return fmt.Errorf("pdf: %d boxes, and nobody is told", boxes)
	}
	return nil
}

// says makes sure that a file has the letters of the text, each paragraph in its place.
func says(name, file string, d *document.Document) error {
	file = letters(file)
	at := 0
	for _, text := range printed(everything(d)) {
		found := strings.Index(file[at:], letters(text))
		if found < 0 {
			return fmt.Errorf("%s: not there, or not in its place: %.200q", name, text)
		}
		at += found + len(letters(text))
	}
	return nil
}

// everything is the blocks of body and annexes.
func everything(d *document.Document) []document.Block {
	blocks := slices.Clone(d.Body)
	for _, a := range d.Annexes {
		blocks = append(blocks, a.Blocks...)
	}
	return blocks
}

// printed returns the texts of blocks in the order of the pages.
func printed(blocks []document.Block) []string {
	var list []string
	for _, b := range blocks {
		switch b := b.(type) {
		case *document.Title:
			list = append(list, b.Text)
		case *document.Subtitle:
			list = append(list, b.Text)
		case *document.Fields:
			for _, f := range b.Items {
				list = append(list, f.Label, plain(f.Value))
			}
		case *document.Heading:
			list = append(list, plain(b.Text))
		case *document.Paragraph:
			list = append(list, plain(b.Text))
		case *document.Recommendation:
			list = append(list, b.Addressee, plain(b.Text))
		case *document.List:
			for _, item := range b.Items {
				list = append(list, printed(item)...)
			}
		case *document.Table:
			if b.Number > 0 { // else only programs that read aloud say it
				list = append(list, b.Caption)
			}
			for _, row := range b.Rows {
				for _, cell := range row {
					list = append(list, printed(cell.Blocks)...)
				}
			}
		}
	}
	return list
}

func plain(spans []document.Span) string { return document.PlainText(spans) }
