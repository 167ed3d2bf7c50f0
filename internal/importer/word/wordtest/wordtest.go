// Package wordtest makes Word files for tests, of the XML that matters to them.
package wordtest

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
)

// The namespaces that the parts declare: those of the transitional class, as Word writes them.
const (
	declared = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" ` +
		`xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" ` +
		`xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" ` +
		`xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" ` +
		`xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" ` +
		`xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" ` +
		`xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" ` +
		`xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"`
	related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

// A Part is one more part of a file: "styles", "numbering", "footnotes", "endnotes", "comments", "commentsExtended", with
// the elements inside of its root.
type Part struct{ Name, Content string }

// Link is a relation of the main part to an address, under an id.
func Link(id, address string) Part { return Part{Name: "link:" + id, Content: address} }

// File makes a file of the elements in the body of its main part. A part whose name has a dot is written as it is.
func File(t testing.TB, body string, parts ...Part) []byte {
	t.Helper()
	files := map[string]string{
		"word/document.xml": `<?xml version="1.0"?><w:document ` + declared + `><w:body>` + body + `</w:body></w:document>`,
		"_rels/.rels":       relations(`<Relationship Id="a" Type="` + related + `officeDocument" Target="word/document.xml"/>`),
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
			`<Default Extension="xml" ContentType="application/xml"/></Types>`,
	}
	var links strings.Builder
	for _, p := range parts {
		id, isLink := strings.CutPrefix(p.Name, "link:")
		switch {
		case isLink:
			links.WriteString(`<Relationship Id="` + id + `" Type="` + related + `hyperlink" Target="` + p.Content + `" TargetMode="External"/>`)
		case strings.Contains(p.Name, "."):
			files[p.Name] = p.Content
		default:
			files["word/"+p.Name+".xml"] = root(p)
			links.WriteString(`<Relationship Id="` + p.Name + `" Type="` + related + p.Name + `" Target="` + p.Name + `.xml"/>`)
		}
	}
	if files["word/_rels/document.xml.rels"] == "" {
		files["word/_rels/document.xml.rels"] = relations(links.String())
	}
	return Zip(t, files)
}

func relations(list string) string {
	return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + list + `</Relationships>`
}

// root is a part with its root, whose name follows from that of the part.
func root(p Part) string {
	name := "w:" + p.Name
	if p.Name == "commentsExtended" {
		name = "w15:commentsEx"
	}
	return "<" + name + " " + declared + ">" + p.Content + "</" + name + ">"
}

// Zip makes a zip file.
func Zip(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range files {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// P is a paragraph in a style, "" for none, with runs as they stand.
func P(style, runs string) string {
	if style != "" {
		style = `<w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>`
	}
	return "<w:p>" + style + runs + "</w:p>"
}

// R is a run of text.
func R(text string) string { return `<w:r><w:t xml:space="preserve">` + text + `</w:t></w:r>` }

// Heading is a style of headings in the part "styles".
func Heading(level string) string {
	return `<w:style w:type="paragraph" w:styleId="Heading` + level + `"><w:name w:val="heading ` + level + `"/></w:style>`
}
