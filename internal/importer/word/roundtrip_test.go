package word_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"upright/internal/calendar"
	"upright/internal/example"
	"upright/internal/export"
	"upright/internal/i18n"
	"upright/internal/importer/word"
	"upright/internal/prose"
	"upright/internal/upr"
)

// press is one press for all tests: it takes a while to read its fonts.
var press = sync.OnceValues(func() (*export.Press, error) {
	words, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	dates, err := calendar.Default()
	if err != nil {
		return nil, err
	}
	return export.New(words, dates)
})

// paper is a submission as a Word file.
func paper(t testing.TB, s *upr.Submission) []byte {
	t.Helper()
	p, err := press()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := p.Write(t.Context(), &b, s, export.Word); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func read(t testing.TB, data []byte) *word.Draft {
	t.Helper()
	d, err := word.Read(t.Context(), bytes.NewReader(data), word.Options{User: "ana", Comments: true})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// taken is the manuscript of a draft as it is suggested.
func taken(t testing.TB, d *word.Draft) *prose.Manuscript {
	t.Helper()
	m, err := d.Manuscript(d.Suggested(), d.Usual())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := prose.Encode(m); err != nil {
		t.Fatal(err)
	}
	return m
}

// named gives blocks, notes and parts names by their places, so that two manuscripts can be compared.
func named(m *prose.Manuscript) *prose.Manuscript {
	names := map[string]string{}
	name := func(id *string) {
		names[*id] = "id" + strconv.Itoa(len(names))
		*id = names[*id]
	}
	var refs []*prose.CrossReference
	for _, part := range m.Parts {
		name(&part.ID)
		for b := range part.All() {
			switch b := b.(type) {
			case *prose.Paragraph:
				name(&b.ID)
			case *prose.Heading:
				name(&b.ID)
			case *prose.Recommendation:
				name(&b.ID)
			case *prose.List:
				name(&b.ID)
			case *prose.Table:
				name(&b.ID)
			}
			for _, in := range prose.Content(b) {
				switch in := in.(type) {
				case *prose.Endnote:
					name(&in.ID)
				case *prose.CrossReference:
					refs = append(refs, in)
				}
			}
		}
	}
	for _, r := range refs {
		r.Target = names[r.Target]
	}
	return m
}

// TestRoundTrip writes the example in six languages as a Word file and reads it again: it is the same text.
func TestRoundTrip(t *testing.T) {
	for _, lang := range example.Languages() {
		t.Run(lang, func(t *testing.T) {
			s, err := example.Submission(lang)
			if err != nil {
				t.Fatal(err)
			}
			d := read(t, paper(t, s))
			if d.Language != lang {
				t.Errorf("language %q", d.Language)
			}
			if diff := cmp.Diff(named(s.Manuscript), named(taken(t, d))); diff != "" {
				t.Errorf("not the same (-written +read):\n%s", diff)
			}
		})
	}
}

// TestLibreOfficeRoundTrip has LibreOffice open and save the files first. One difference is left: LibreOffice keeps the mark
// of direction that Upright writes behind an Arabic note that ends in a sign, but not that its run goes from left to right,
// by which the mark is known again.
func TestLibreOfficeRoundTrip(t *testing.T) {
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in"), filepath.Join(dir, "out")
	if err := os.Mkdir(in, 0o700); err != nil {
		t.Fatal(err)
	}
	args := []string{"-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--headless", "--convert-to", "docx", "--outdir", out}
	for _, lang := range example.Languages() {
		s, err := example.Submission(lang)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(in, lang+".docx")
		if err := os.WriteFile(name, paper(t, s), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, name)
	}
	if said, err := exec.CommandContext(t.Context(), "soffice", args...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	for _, lang := range example.Languages() {
		t.Run(lang, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(out, lang+".docx"))
			if err != nil {
				t.Fatal(err)
			}
			s, err := example.Submission(lang)
			if err != nil {
				t.Fatal(err)
			}
			got := named(taken(t, read(t, data)))
			if lang == "ar" {
				withoutMark(got)
			}
			if diff := cmp.Diff(named(s.Manuscript), got); diff != "" {
				t.Errorf("not the same (-written +read):\n%s", diff)
			}
		})
	}
}

// withoutMark takes the marks of direction off the ends of notes.
func withoutMark(m *prose.Manuscript) {
	for _, part := range m.Parts {
		for note := range part.Notes() {
			last := note.Content[len(note.Content)-1]
			last.Text = strings.TrimSuffix(last.Text, "\u200e")
		}
	}
}

// trimmedLines takes the blanks off the ends of lines, as forms write them, too.
func trimmedLines(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(strings.TrimSuffix(lines[i], `\u{20}`), " ")
	}
	return strings.Join(lines, "\n")
}
