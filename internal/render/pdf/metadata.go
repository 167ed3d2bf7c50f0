package pdf

import (
	"bytes"
	"encoding/xml"
	"strings"
	"time"

	"upright/internal/document"
)

// producer is all that a file says of the program that made it.
const producer = "Upright"

// epoch is the date that gofpdf is given.
var epoch = time.Unix(0, 0).UTC()

// metadata writes the same facts twice, as PDF/A asks for (ISO 19005-2, 6.6.3): as information dictionary and as XMP.
type metadata struct {
	doc *document.Document
}

// title is never empty: PDF/UA wants one (ISO 14289-1, 7.1).
func (m metadata) title() string {
	for _, t := range []string{m.doc.Title, m.doc.ShortTitle, m.doc.Author} {
		if t = strings.TrimSpace(xmlText(t)); t != "" {
			return t
		}
	}
	return producer
}

func (m metadata) keywords() string { return strings.Join(m.doc.Keywords, ", ") }

func (m metadata) info() string {
	d := m.doc
	b := "<</Producer (" + producer + ")"
	for _, e := range []struct{ key, value string }{
		{"Title", m.title()}, {"Author", d.Author}, {"Subject", d.Subject}, {"Keywords", m.keywords()},
	} {
		if e.value != "" {
			b += " /" + e.key + " " + textString(xmlText(e.value))
		}
	}
	if !d.Date.IsZero() {
		at := pdfDate(d.Date)
		b += " /CreationDate (" + at + ") /ModDate (" + at + ")"
	}
	return b + ">>"
}

// pdfDate writes a date to the second, with its offset (ISO 32000-1, 7.9.4).
func pdfDate(t time.Time) string {
	zone := t.Format("-07'00'")
	if zone == "+00'00'" {
		zone = "Z"
	}
	return "D:" + t.Format("20060102150405") + zone
}

const xmpHead = "<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
	`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
<dc:format>application/pdf</dc:format>
<pdf:Producer>` + producer + "</pdf:Producer>\n"

// The PDF/UA identifier is no schema that PDF/A knows, so it is described (ISO 19005-2, 6.6.2.3).
const xmpTail = `</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Part of ISO 14289</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`

func (m metadata) xmp() []byte {
	d := m.doc
	var b bytes.Buffer
	b.WriteString(xmpHead)
	element(&b, "dc:language", "rdf:Bag", "", d.Language)
	element(&b, "dc:title", "rdf:Alt", ` xml:lang="x-default"`, m.title())
	element(&b, "dc:creator", "rdf:Seq", "", d.Author)
	element(&b, "dc:description", "rdf:Alt", ` xml:lang="x-default"`, d.Subject)
	if k := m.keywords(); k != "" {
		b.WriteString("<pdf:Keywords>" + escaped(k) + "</pdf:Keywords>\n")
	}
	if !d.Date.IsZero() {
		at := d.Date.Format(time.RFC3339)
		b.WriteString("<xmp:CreateDate>" + at + "</xmp:CreateDate><xmp:ModifyDate>" + at + "</xmp:ModifyDate>\n")
	}
	b.WriteString(xmpTail)
	return b.Bytes()
}

// element writes a property that is an array of one.
func element(b *bytes.Buffer, name, array, attr, value string) {
	if value == "" {
		return
	}
	b.WriteString("<" + name + "><" + array + "><rdf:li" + attr + ">" + escaped(value) + "</rdf:li></" + array + "></" + name + ">\n")
}

func escaped(s string) string {
	var b bytes.Buffer
	xml.EscapeText(&b, []byte(xmlText(s))) // a bytes.Buffer takes everything
	return b.String()
}

// xmlText is s without what XML cannot carry, so that both places say the same.
func xmlText(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case r < ' ', r == 0xFFFE, r == 0xFFFF:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}
