package docx

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"upright/internal/document"
	"upright/internal/document/documenttest"
	"upright/internal/redline"
)

const olderPaper = `language: en
[body]
h1 {p} Rights
num 1 {a} The State ended bail in 2019.^1 It goes on here.
num 2 {b} An old paragraph that goes.
num 3 {c} One sentence stands here. Another sentence stands there.
num 4 {d} See paragraph @a=1; and **must** end.
num 5 {k} First half.
num 6 {l} Second half of it.
- one
- two
rec 1 {r} To: the Senate | Do this.
table 1 {t} Persons
! A | B
| 1 | one
| 2 | two
num 7 {z} The end.
[notes]
1 {n} Law 5 of the State.`

const newerPaper = `language: en
[body]
h1 {p} Rights
num 1 {a} The State abolished cash bail in 2019.^1 It goes on here.
num 2 {c} One sentence stands here.
num 3 {x} Another sentence stands there.
num 4 {y} A new paragraph that comes.^2
num 5 {d} See paragraph @a=1; and must end.
num 6 {k} First half. Second half of it.
- one
- three
rec 1 {r} To: the Congress | Do that.
table 1 {t} Persons returned
! A | B
| 1 | one more
| 3 | three
num 7 {z} The end.
[notes]
1 {n} Law 6 of the State.
2 {m} New note.`

func redlined(t *testing.T) (older, newer, both *document.Document) {
	t.Helper()
	parse := func(source string) *document.Document {
		d, err := documenttest.Parse(source)
		if err != nil {
			t.Fatal(err)
		}
		d.Labels.Tracked.Author = "Comparison"
		return d
	}
	older, newer = parse(olderPaper), parse(newerPaper)
	return older, newer, redline.Compare(older, newer, "a", "b")
}

// A redline has elements where the schema allows them, ids of changes once each, and no name of a person and no date.
func TestRedlineIsSound(t *testing.T) {
	_, _, both := redlined(t)
	p := open(t, write(t, both))
	ids := map[string]bool{}
	for _, part := range []string{"word/document.xml", "word/endnotes.xml"} {
		tree := p.tree(t, part)
		readSchema().check(t, part, tree)
		for _, name := range []string{"w:ins", "w:del", "w:rPrChange", "w:pPrChange"} {
			for _, n := range tree.all(name) {
				if id := n.attrs["w:id"]; ids[part+id] {
					t.Errorf("%s: two changes have the id %s", part, id)
				} else {
					ids[part+id] = true
				}
				if n.attrs["w:author"] != "Comparison" || n.attrs["w:date"] != "" {
					t.Errorf("%s: %s by %q on %q", part, name, n.attrs["w:author"], n.attrs["w:date"])
				}
			}
		}
		for _, n := range tree.all("w:del") {
			if len(n.all("w:t"))+len(n.all("w:instrText")) > 0 {
				t.Errorf("%s: deleted text that Word would show", part)
			}
		}
	}
	if len(ids) < 20 {
		t.Errorf("only %d tracked changes", len(ids))
	}
}

// LibreOffice reads the tracked changes: with all of them accepted the text is the newer one, with all refused the older
// one, as LibreOffice reads these two by themselves. Empty paragraphs do not count: it leaves one where a paragraph with a
// note was deleted.
func TestLibreOfficeReadsTheRedline(t *testing.T) {
	older, newer, both := redlined(t)
	dir := t.TempDir()
	args := []string{"-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--headless", "--convert-to", "fodt", "--outdir", dir}
	for name, d := range map[string]*document.Document{"older": older, "newer": newer, "both": both} {
		file := filepath.Join(dir, name+".docx")
		if err := os.WriteFile(file, write(t, d), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, file)
	}
	run(t, "soffice", args...)
	text := func(name string, accept bool) []string {
		data, err := os.ReadFile(filepath.Join(dir, name+".fodt"))
		if err != nil {
			t.Fatal(err)
		}
		lines, err := settled(string(data), accept)
		if err != nil {
			t.Fatal(err)
		}
		return lines
	}
	if diff := cmp.Diff(text("newer", true), text("both", true)); diff != "" {
		t.Errorf("all accepted (-newer +redline):\n%s", diff)
	}
	if diff := cmp.Diff(text("older", true), text("both", false)); diff != "" {
		t.Errorf("all refused (-older +redline):\n%s", diff)
	}
	if len(text("both", true)) < 15 {
		t.Errorf("only these lines: %q", text("both", true))
	}
}

// settled returns the paragraphs of a flat OpenDocument text with all changes accepted or refused (ODF 1.3 part 3, 5.5),
// those of notes after the rest.
func settled(data string, accept bool) ([]string, error) {
	s := &settler{dec: xml.NewDecoder(strings.NewReader(data)), out: map[string]bool{}, active: map[string]bool{}}
	var notes []string
	var lines []string
	err := s.text(accept, &lines, &notes)
	return append(lines, notes...), err
}

type settler struct {
	dec    *xml.Decoder
	out    map[string]bool // changes whose text goes
	active map[string]bool // of them, those begun and not ended
}

func (s *settler) text(accept bool, lines, notes *[]string) error {
	var line strings.Builder
	inText, header, region, citation := false, false, "", false
	into := lines
	var outer []string
	for {
		token, err := s.dec.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			switch token.Name.Local {
			case "text":
				inText = inText || strings.Contains(token.Name.Space, "office")
			case "tracked-changes":
				header = true
			case "changed-region":
				region = attribute(token, "id")
			case "deletion", "insertion":
				s.out[region] = header && (token.Name.Local == "deletion") == accept
			case "change-start":
				s.active[attribute(token, "change-id")] = s.out[attribute(token, "change-id")]
			case "change-end":
				delete(s.active, attribute(token, "change-id"))
			case "note-citation":
				citation = true
			case "note-body":
				outer = append(outer, line.String())
				line.Reset()
				into = notes
			case "s":
				if !s.gone() {
					n, _ := strconv.Atoi(attribute(token, "c"))
					line.WriteString(strings.Repeat(" ", max(n, 1)))
				}
			case "line-break", "tab":
				if !s.gone() {
					line.WriteString(" ")
				}
			}
		case xml.EndElement:
			switch token.Name.Local {
			case "tracked-changes":
				header = false
			case "note-citation":
				citation = false
			case "note-body":
				into = lines
				line.WriteString(outer[len(outer)-1])
				outer = outer[:len(outer)-1]
			case "p", "h":
				if inText && !header && !s.gone() {
					if text := strings.TrimSpace(line.String()); text != "" {
						*into = append(*into, text)
					}
					line.Reset()
				} else if into == notes { // of a note that goes with its mark
					line.Reset()
				}
			}
		case xml.CharData:
			if inText && !header && !citation && !s.gone() {
				if text := strings.Trim(string(token), "\n"); strings.TrimSpace(text) != "" || !strings.Contains(string(token), "\n") {
					line.WriteString(text)
				}
			}
		}
	}
}

// gone reports whether what is read goes.
func (s *settler) gone() bool {
	for _, out := range s.active {
		if out {
			return true
		}
	}
	return false
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
