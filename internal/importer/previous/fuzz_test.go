package previous_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"upright/internal/importer/previous"
	"upright/internal/upr"
)

// check reads anything: it is refused with a reason, or what it gives can be kept.
func check(t *testing.T, data []byte) {
	found, err := previous.Read(context.Background(), bytes.NewReader(data), int64(len(data)), previous.Options{State: "SVN", Code: codes})
	var known *upr.Error
	if err != nil {
		if !errors.As(err, &known) || !strings.HasPrefix(known.Key, "previous.file.") {
			t.Fatalf("an error that nobody can act on: %v", err)
		}
		return
	}
	identities := map[string]bool{}
	for i := range found.Rows {
		r := &found.Rows[i]
		if err := r.Validate(); err != nil || identities[r.Identity()] && !strings.HasPrefix(found.Format, "upr-info") {
			t.Fatalf("a row that cannot be kept: %+v", r)
		}
		identities[r.Identity()] = true
	}
	if len(found.Unread) > upr.MaxUnread {
		t.Fatal("too many rows are listed")
	}
}

func FuzzFile(f *testing.F) {
	f.Add([]byte("Text,From,To\nRatify,Norway,Slovenia\n"))
	f.Add([]byte("\xff\xfeT\x00e\x00"))
	f.Add([]byte(`{"results":[{"Text":"140.1 Ratify (Norway)","Countries":["Slovenia"],"UprSession":[48]}]}`))
	f.Add(sheet(f, [][]string{uhriColumns(), uhriRow("140.7 Ratify (Norway)", "Slovenia", "", "", "")}))
	f.Add(document(f, [][]string{{"Recommendation", "Position"}, {"140.7 Ratify (Norway)", "Noted"}}))
	f.Fuzz(check)
}

// FuzzSheet and FuzzWord reach the readers behind the zip.
func FuzzSheet(f *testing.F) {
	f.Add(`<worksheet><sheetData><row><c r="A1" t="inlineStr"><is><t>Text</t></is></c><c t="s"><v>0</v></c></row></sheetData></worksheet>`, `<sst><si><t>Themes</t></si></sst>`)
	f.Add(`<worksheet><row r="9"><c r="ZZ1"><f>A1</f><v>1</v></c></row></worksheet>`, ``)
	f.Fuzz(func(t *testing.T, cells, shared string) {
		check(t, pack(t, "xl/workbook.xml", workbook, "xl/sharedStrings.xml", shared, "xl/worksheets/sheet1.xml", cells))
	})
}

// FuzzColumns reads tables as somebody may say that they are.
func FuzzColumns(f *testing.F) {
	f.Add("Was,Wer\nRatify,Norway\n", "text states", 2)
	f.Add("a\tb\tc\n", " text", -1)
	f.Fuzz(func(t *testing.T, text, columns string, first int) {
		list := strings.Split(columns, " ")
		found, err := readAs([]byte(text), first, list[:min(len(list), upr.MaxPreviousColumns)]...)
		if err != nil && !strings.HasPrefix(keyOf(err), "previous.file.") {
			t.Fatalf("an error that nobody can act on: %v", err)
		}
		if err == nil && found.Format != "chosen" {
			t.Fatalf("read as %s", found.Format)
		}
	})
}

// FuzzJSON reads entries of UHRI's export and what looks like them: names of fields are few, values are anything.
func FuzzJSON(f *testing.F) {
	f.Add("Text", `"140.7 Ratify (Norway)"`, "Countries", `["Slovenia"]`)
	f.Add("text", `{"en":"140.7 Ratify","fr":null}`, "UprPosition", `[["Supported"],{"Name":"x"}]`)
	f.Add("Recommendation", `1e400`, "Themes", `"\ud800"`)
	f.Add("Text", `"x"}],"y":[{"Text":"z"`, "State", `""`)
	f.Fuzz(func(t *testing.T, name1, value1, name2, value2 string) {
		entry := fmt.Sprintf(`{%q:%s,%q:%s}`, name1, value1, name2, value2)
		check(t, []byte(`[`+entry+`]`))
		check(t, []byte(`{"results":[`+entry+`,`+entry+`]}`))
	})
}

func FuzzWord(f *testing.F) {
	f.Add(`<d><tr><tc><p><t>Recommendation</t></p></tc><tc><t>Position</t></tc></tr><tr><tc><t>140.1 Ratify (Norway)</t></tc><tc><del><t>x</t></del></tc></tr></d>`)
	f.Fuzz(func(t *testing.T, text string) { check(t, pack(t, "word/document.xml", text)) })
}
