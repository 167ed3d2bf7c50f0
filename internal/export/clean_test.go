package export_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"os/user"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"upright/internal/export"
	"upright/internal/picture"
	"upright/internal/prose"
	"upright/internal/upr"
)

// poison stands wherever a file must not show it.
const poison = "POISON"

// poisoned returns a joint submission that carries poison in everything that its pages do not show: ids, hidden parts,
// notes of work, answers, open suggestions, the data around pictures, an organization that must not be named.
func poisoned(t *testing.T) *upr.Submission {
	t.Helper()
	year := time.Date(2031, time.May, 4, 13, 37, 11, 0, time.UTC)
	say := func(s string) []prose.Inline { return []prose.Inline{&prose.Text{Text: s}} }
	named := upr.Organization{ID: poison + "a", Name: "House", City: "Oaxaca", Country: "MEX", ConsultativeStatus: poison, Website: "javascript:alert", UpdatedAt: year}
	second := upr.Organization{ID: poison + "b", Name: "Garden", Country: "MEX", UpdatedAt: year}
	named.Logo, second.Logo = cleanedJPEG(t), cleanedPNG(t)
	unnamed := upr.Organization{ID: poison + "c", Name: poison + " unnamed", Acronym: poison + "U", City: poison, Email: poison + "@example.org", Description: poison, Logo: second.Logo}
	s := &upr.Submission{
		ID: poison, RuleSet: poison, Ready: []string{poison}, Version: 47114711, Created: year, Updated: year,
		Details: upr.Details{
			State: "MEX", Session: 59, Kind: upr.Joint, Language: "en", Title: "Clean", Date: upr.Date{Year: 2028, Month: time.June, Day: 3},
			Deadline: upr.Deadline{At: year, Source: poison},
		},
		Organizations: []upr.Organization{named, second},
		Annexes: upr.Annexes{
			Previous: []upr.PreviousRecommendation{{
				ID: poison + "p", Symbol: "A/HRC/40/8", Number: "132.1", Text: "Recommended", States: []string{"NOR"}, Position: upr.PositionNoted,
				Groups: []string{poison}, SDGs: []int{47134713}, Assessed: upr.Implemented, Evidence: poison, Comment: "Comment", Paragraphs: []string{poison + "2", poison + "4"},
			}},
			Solidarity: []upr.SolidarityEntry{{
				ID: poison + "s", Form: upr.PreventiveForm, Holders: "Children", Bearer: upr.StateBearer, Duty: upr.RespectDuty, Right: "Education", Measure: "Law", Indicator: "Number",
				Paragraphs: []string{poison + "4", poison + "none"},
			}},
			Signatories: []upr.Signatory{
				{Organization: named, Appearance: upr.FullAppearance},
				{Organization: unnamed, Appearance: upr.RepresentedAppearance, Represented: "House"},
			},
		},
		Answers: []upr.SolidarityAnswer{{Question: poison, Fields: map[string]string{"who": poison}, By: poison, At: year}},
	}
	s.SetText(&prose.Manuscript{Parts: []*prose.Part{
		{ID: poison + "1", Kind: prose.Summary, Hidden: true, Title: poison, Blocks: []prose.Block{
			&prose.Paragraph{ID: poison + "2", Numbered: true, Content: say(poison)},
		}},
		{ID: poison + "3", Kind: poison, Title: "Part", Blocks: []prose.Block{
			&prose.Paragraph{ID: poison + "4", Numbered: true, Content: []prose.Inline{
				&prose.Text{Text: "x", Link: "file:///home/" + poison},
				&prose.Endnote{ID: poison + "5", Content: []*prose.Text{{Text: "note", Link: "javascript:" + poison}}},
				&prose.CrossReference{Target: poison + "6"}, &prose.CrossReference{Target: poison + "2"},
			}},
			suggested(),
			&prose.Table{ID: poison + "6", Caption: "Table", Rows: []*prose.Row{{Cells: []*prose.Cell{{Colspan: 1, Rowspan: 1, Blocks: []prose.Block{
				&prose.Paragraph{ID: poison + "7", Content: say("cell")},
			}}}}}},
		}},
	}})
	return s
}

// suggested is a paragraph in which somebody proposed words, a note, an end of another, and a link.
func suggested() *prose.Paragraph {
	by := func(kind prose.SuggestionKind) []prose.Suggestion {
		return []prose.Suggestion{{Kind: kind, ID: poison + string(kind), User: poison, At: 47124712}}
	}
	format := prose.Suggestion{Kind: prose.Format, ID: poison, User: poison, Mark: "link", Had: true, Was: "https://example.org/"}
	return &prose.Paragraph{ID: poison + "8", Numbered: true, Content: []prose.Inline{
		&prose.Text{Text: "Open "}, &prose.Text{Text: poison, Suggested: by(prose.Insertion)},
		&prose.Endnote{ID: poison + "9", Content: []*prose.Text{{Text: poison}}, Suggested: by(prose.Insertion)},
		&prose.Text{Text: "suggestions", Suggested: by(prose.Deletion)},
		&prose.Text{Text: " stay", Link: "https://example.org/" + poison, Suggested: []prose.Suggestion{format}},
	}}
}

// drawing is a small picture.
func drawing() image.Image { return image.NewNRGBA(image.Rect(0, 0, 60, 40)) }

// cleanedJPEG is a picture as a camera makes it, with its place and time inside, after the upload.
func cleanedJPEG(t *testing.T) *upr.Image {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, drawing(), nil); err != nil {
		t.Fatal(err)
	}
	exif := "Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00" + poison + " 46.2044 6.1432"
	segment := append([]byte{0xff, 0xe1}, binary.BigEndian.AppendUint16(nil, uint16(len(exif)+2))...)
	return uploaded(t, slices.Concat(b.Bytes()[:2], segment, []byte(exif), b.Bytes()[2:]))
}

// cleanedPNG is a picture with something behind its end, after the upload.
func cleanedPNG(t *testing.T) *upr.Image {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, drawing()); err != nil {
		t.Fatal(err)
	}
	return uploaded(t, append(b.Bytes(), poison...))
}

func uploaded(t *testing.T, file []byte) *upr.Image {
	t.Helper()
	logo, err := picture.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return logo
}

// OHCHR publishes a file as it arrives (UPR-PUB-05): what its pages do not show may not be in its bytes, however it is
// packed. Nor may the machine, the person and the moment that made it.
func TestClean(t *testing.T) {
	s := poisoned(t)
	banned := []string{poison, strings.ToLower(poison), "47114711", "47134713", "47124712", "2031-05", "20310504", "13:37", "Exif", "46.2044", "gofpdf", "FPDF", "go1.", "/tmp"}
	now := time.Now()
	banned = append(banned, now.Format("2006-01-02"), now.Format("20060102"))
	for _, about := range []func() (string, error){os.Hostname, os.Getwd, os.UserHomeDir, userName} {
		if word, err := about(); err == nil && len(word) > 4 { // shorter ones are words of the text
			banned = append(banned, word)
		}
	}
	for _, format := range []export.Format{export.PDF, export.Word, export.HTML, export.Package} {
		name, err := newPress(t).FileName(s, format)
		if err != nil {
			t.Fatal(err)
		}
		data := write(t, s, format)
		if format == export.PDF { // else the test would look for what nobody put in
			shown := run(t, "pdftotext", inFile(t, "paper.pdf", data), "-")
			for _, want := range []string{"Open suggestions stay", "cell", "Recommended"} {
				if !strings.Contains(shown, want) {
					t.Errorf("the paper lacks %q", want)
				}
			}
		}
		if format == export.HTML { // whose links lead to the ids of blocks
			data = regexp.MustCompile(`"#?block-[^"]*"`).ReplaceAll(data, nil)
		}
		everyPart(t, name, data, func(name string, data []byte) {
			for _, word := range banned {
				for kind, form := range forms(word) {
					if at := bytes.Index(data, form); at >= 0 {
						t.Errorf("%s: %s holds %q as %s: %.120q", format, name, word, kind, data[at:])
					}
				}
				if strings.Contains(name, word) {
					t.Errorf("%s is called %s", format, name)
				}
			}
		})
	}
}

func userName() (string, error) {
	u, err := user.Current()
	if err != nil {
		return "", err
	}
	return u.Username, nil
}

// forms are the ways in which a word may stand in a file.
func forms(word string) map[string][]byte {
	var wide []byte
	for _, unit := range utf16.Encode([]rune(word)) {
		wide = binary.BigEndian.AppendUint16(wide, unit)
	}
	return map[string][]byte{
		"text": []byte(word), "UTF-16": wide, "UTF-16 in hexadecimal": fmt.Appendf(nil, "%x", wide), "hexadecimal": fmt.Appendf(nil, "%x", word),
	}
}

// everyPart gives every part of a file to look, down to the streams of a PDF.
func everyPart(t *testing.T, name string, data []byte, look func(name string, data []byte)) {
	t.Helper()
	look(name, data)
	switch filepath.Ext(name) {
	case ".docx", ".zip":
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		if z.Comment != "" {
			t.Errorf("%s has a comment", name)
		}
		for _, f := range z.File {
			if f.Comment != "" || f.ExternalAttrs != 0 || f.Modified.Year() != 2028 && f.Modified.Year() != 1980 {
				t.Errorf("%s: %s is of %v, with attributes %x", name, f.Name, f.Modified, f.ExternalAttrs)
			}
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			part, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			everyPart(t, name+"/"+f.Name, part, look)
		}
	case ".pdf":
		in := inFile(t, "packed.pdf", data)
		run(t, "qpdf", "--qdf", "--object-streams=disable", in, in+".plain")
		plain, err := os.ReadFile(in + ".plain")
		if err != nil {
			t.Fatal(err)
		}
		look(name+" unpacked", plain)
		properties(t, name, run(t, "pdfinfo", in))
	}
}

// properties makes sure that a PDF says nothing of itself but what is meant.
func properties(t *testing.T, name, info string) {
	t.Helper()
	meant := []string{
		"Title", "Subject", "Keywords", "Author", "Producer", "CreationDate", "ModDate", "Custom Metadata", "Metadata Stream", "Tagged", "UserProperties",
		"Suspects", "Form", "JavaScript", "Pages", "Encrypted", "Page size", "Page rot", "File size", "Optimized", "PDF version", "PDF subtype", "Standard", "Abbreviation", "Subtitle", "Part", "Conformance",
	}
	for _, line := range regexp.MustCompile(`(?m)^ *([A-Z][A-Za-z ]*?): +(.*)$`).FindAllStringSubmatch(info, -1) {
		key, value := line[1], line[2]
		if !slices.Contains(meant, key) {
			t.Errorf("%s says %s: %s", name, key, value)
		}
		if strings.HasSuffix(key, "Date") && !strings.Contains(value, "2028") {
			t.Errorf("%s is of %s", name, value)
		}
		if key == "Producer" && value != "Upright" {
			t.Errorf("%s was made by %s", name, value)
		}
	}
}
