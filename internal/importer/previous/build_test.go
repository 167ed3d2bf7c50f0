package previous_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"html"
	"io"
	"strings"
	"testing"

	"upright/internal/importer/previous"
	"upright/internal/upr"
)

// codes gives the codes of some States.
func codes(name string) string {
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "slovenia", "svn":
		return "SVN"
	case "norway", "nor":
		return "NOR"
	case "chile", "chl":
		return "CHL"
	case "côte d’ivoire", "côte d'ivoire", "civ":
		return "CIV"
	case "iran (islamic republic of)", "irn":
		return "IRN"
	case "estonia", "est":
		return "EST"
	case "albania":
		return "ALB"
	}
	return ""
}

func read(t testing.TB, data []byte) (*upr.PreviousImport, error) {
	t.Helper()
	return previous.Read(t.Context(), bytes.NewReader(data), int64(len(data)), previous.Options{Name: "file", State: "SVN", Code: codes})
}

// pack makes a zip file of entries: name, content, name, content …
func pack(t testing.TB, entries ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	for i := 0; i < len(entries); i += 2 {
		w, err := z.Create(entries[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(entries[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const workbook = `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets><sheet name="Sheet1" sheetId="1"/></sheets></workbook>`

// sheet makes a workbook as UHRI's export is: texts shared between cells for every second column, in the cell for others.
func sheet(t testing.TB, rows [][]string) []byte {
	t.Helper()
	var cells, shared strings.Builder
	n := 0
	cells.WriteString(`<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
	for i, row := range rows {
		fmt.Fprintf(&cells, `<row r="%d">`, i+1)
		for j, value := range row {
			name := fmt.Sprintf("%c%d", 'A'+j, i+1)
			switch {
			case value == "":
			case j%2 == 0:
				fmt.Fprintf(&cells, `<c r="%s" t="s"><v>%d</v></c>`, name, n)
				fmt.Fprintf(&shared, `<si><r><t xml:space="preserve">%s</t></r></si>`, html.EscapeString(value))
				n++
			default:
				fmt.Fprintf(&cells, `<c r="%s" t="inlineStr"><is><t>%s</t></is></c>`, name, html.EscapeString(value))
			}
		}
		cells.WriteString(`</row>`)
	}
	cells.WriteString(`</sheetData></worksheet>`)
	return pack(t, "xl/workbook.xml", workbook, "xl/sharedStrings.xml", `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`+shared.String()+`</sst>`,
		"xl/worksheets/sheet1.xml", cells.String())
}

// uhriColumns are the names of the columns of UHRI's export, in their order, with its two misspellings.
func uhriColumns() []string {
	return strings.Split("Text|Countries Concerned|Reccomending Body|Document Symbol|Themes|Affected Persons|Sdgs|Document Publication Date|"+
		"UPR Reccomending States|UPR Position|Type|OHCHR Annotation Id|UPR Session|Regions Concerned|Recommending Regions|Date of publication on UHRI", "|")
}

// uhriRow is a row of UHRI's export.
func uhriRow(text, country, themes, states, position string) []string {
	return []string{
		text, country, "- UPR", "A/HRC/59/15", themes, "- Children\n- Women &amp; girls", "- 16 - PEACE, JUSTICE AND STRONG INSTITUTIONS\n- 5.2 - Eliminate violence",
		"45961", states, position, "- Recommendations", "12345", "- 48 - January 2025", "- Europe", "- Europe", "45999",
	}
}

// document makes a Word file of one table.
func document(t testing.TB, rows [][]string) []byte {
	t.Helper()
	var b strings.Builder
	b.WriteString(`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>A title</w:t></w:r></w:p><w:tbl>`)
	for _, row := range rows {
		b.WriteString(`<w:tr>`)
		for _, cell := range row {
			b.WriteString(`<w:tc><w:tcPr/>`)
			for _, line := range strings.Split(cell, "\n") {
				half := len(line) / 2
				for half > 0 && line[half]&0xC0 == 0x80 {
					half--
				}
				fmt.Fprintf(&b, `<w:p><w:r><w:t xml:space="preserve">%s</w:t></w:r><w:r><w:t>%s</w:t></w:r></w:p>`, html.EscapeString(line[:half]), html.EscapeString(line[half:]))
			}
			b.WriteString(`</w:tc>`)
		}
		b.WriteString(`</w:tr>`)
	}
	b.WriteString(`</w:tbl></w:body></w:document>`)
	return pack(t, "word/document.xml", b.String())
}
