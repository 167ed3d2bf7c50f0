package docx

import (
	"archive/zip"
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"upright/internal/document"
	"upright/internal/prose"
	"upright/internal/upr"
)

// poisoned returns a submission that carries the word POISON wherever the paper must not show it.
func poisoned() *upr.Submission {
	const poison = "POISON"
	now := time.Date(2031, time.May, 4, 13, 37, 11, 0, time.UTC)
	say := func(s string) []prose.Inline { return []prose.Inline{&prose.Text{Text: s}} }
	return &upr.Submission{
		ID: poison, RuleSet: poison, Ready: []string{poison}, Version: 4711, Created: now, Updated: now, Head: 4712,
		Details: upr.Details{
			State: "MEX", Kind: upr.Individual, Language: "en", Title: "Clean", Date: upr.Date{Year: 2028, Month: time.June, Day: 3},
			Deadline: upr.Deadline{At: now, Source: poison},
		},
		Organizations: []upr.Organization{{
			ID: poison, Name: "House", ConsultativeStatus: poison, Website: "javascript:alert", UpdatedAt: now,
		}},
		Manuscript: &prose.Manuscript{Parts: []*prose.Part{
			{ID: poison + "1", Kind: prose.Summary, Hidden: true, Title: poison, Blocks: []prose.Block{
				&prose.Paragraph{ID: poison + "2", Numbered: true, Content: say(poison)},
			}},
			{ID: poison + "3", Kind: poison, Title: "Part", Blocks: []prose.Block{
				&prose.Paragraph{ID: poison + "4", Numbered: true, Content: []prose.Inline{
					&prose.Text{Text: "x", Link: "file:///home/" + poison},
					&prose.Endnote{ID: poison + "5", Content: []*prose.Text{{Text: "note"}}},
					&prose.CrossReference{Target: poison + "6"}, &prose.CrossReference{Target: poison + "5"},
					&prose.CrossReference{Target: poison + "2"},
				}},
				&prose.Table{ID: poison + "6", Rows: []*prose.Row{{Cells: []*prose.Cell{{Colspan: 1, Rowspan: 1, Blocks: []prose.Block{
					&prose.Paragraph{ID: poison + "7", Content: say("cell")},
				}}}}}},
			}},
		}},
	}
}

// OHCHR publishes the file as it is received: nothing may be in it that its pages do not show (UPR-PUB-05).
func TestNothingIsInTheFileButWhatItsPagesShow(t *testing.T) {
	opt := document.Options{Words: echo(), Country: func(string) string { return "Mexico" }, State: document.Final(3, "0123456789abcdef")}
	data := write(t, document.Build(poisoned(), opt))
	p := open(t, data)
	check(t, p)
	banned := []string{
		"poison", "rsid", "comment", "w:ins>", "w:del>", "lastmodifiedby", "revision", "company", "manager", "template",
		"totaltime", "thumbnail", "paraid", "docvars", "proofErr", "0123456789ab", "2031", "4711", "4712", "13:37",
	}
	if host, err := os.Hostname(); err == nil && len(host) > 3 {
		banned = append(banned, host)
	}
	for name, part := range p.parts {
		for _, word := range banned {
			if i := strings.Index(strings.ToLower(name+"\n"+string(part)), strings.ToLower(word)); i >= 0 {
				t.Errorf("%s holds %q", name, word)
			}
		}
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		if f.Modified.Year() != 1980 || f.Comment != "" || f.ExternalAttrs != 0 {
			t.Errorf("%s was changed %v, comment %q, attributes %x", f.Name, f.Modified, f.Comment, f.ExternalAttrs)
		}
	}
	if z.Comment != "" {
		t.Errorf("the archive has the comment %q", z.Comment)
	}
}

// The properties are three: title, organization, date of the submission.
func TestProperties(t *testing.T) {
	d := readCase(t, "combined")
	p := open(t, write(t, d))
	got := map[string]string{}
	for _, n := range p.tree(t, "docProps/core.xml").elements() {
		got[n.name] = n.content()
	}
	want := map[string]string{
		"title": d.Title, "creator": d.Author, "created": "2028-06-03T00:00:00Z", "modified": "2028-06-03T00:00:00Z",
	}
	for name, value := range want {
		if got[name] != value {
			t.Errorf("%s is %q, want %q", name, got[name], value)
		}
	}
	if len(got) != len(want) {
		t.Errorf("properties are %v", got)
	}
	if app := p.tree(t, "docProps/app.xml").content(); app != "Upright" {
		t.Errorf("the program says %q of itself", app)
	}
	for name, part := range p.parts {
		if bytes.Contains(part, []byte("3fa9c1")) {
			t.Errorf("%s holds the foot of the PDF", name)
		}
	}
}

// echo returns words that show which ones they are.
func echo() document.Words {
	return document.NewWords(func(key string) string { return key + " {n}{page}{pages}{table}{caption}{name}" },
		func(d time.Time) string { return d.Format(time.DateOnly) }, func(d time.Time) string { return d.Format("2006-01") })
}
