package word_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"hash/crc32"
	"io"
	"strconv"
	"strings"
	"testing"

	"upright/internal/i18n"
	"upright/internal/importer/word"
	. "upright/internal/importer/word/wordtest"
	"upright/internal/upr"
)

// entries are those of a zip file, in order.
func entries(t testing.TB, data []byte) (list []Part) {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, Part{Name: f.Name, Content: string(content)})
	}
	return list
}

// zipped is a zip file of entries, which may have one name. Nothing is packed, or the tests would do little else.
func zipped(t testing.TB, list []Part) []byte { return zippedBy(t, list, by(zip.Store)) }

// by begins entries that are packed by a method.
func by(method uint16) func(*zip.Writer, Part) (io.Writer, error) {
	return func(z *zip.Writer, e Part) (io.Writer, error) {
		return z.CreateHeader(&zip.FileHeader{Name: e.Name, Method: method})
	}
}

func zippedBy(t testing.TB, list []Part, begin func(*zip.Writer, Part) (io.Writer, error)) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range list {
		w, err := begin(z, e)
		if err == nil {
			_, err = w.Write([]byte(e.Content))
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

// remade is a file with its parts changed.
func remade(t testing.TB, data []byte, change func(name, content string) string) []byte {
	t.Helper()
	list := entries(t, data)
	for i, e := range list {
		list[i].Content = change(e.Name, e.Content)
	}
	return zipped(t, list)
}

// lying is a file whose directory says that its text is short.
func lying(t testing.TB) []byte {
	t.Helper()
	long := entries(t, File(t, P("", R(strings.Repeat("long ", 1<<10)))))
	return zippedBy(t, long, func(z *zip.Writer, e Part) (io.Writer, error) {
		return z.CreateRaw(&zip.FileHeader{
			Name: e.Name, CRC32: crc32.ChecksumIEEE([]byte(e.Content)), CompressedSize64: uint64(len(e.Content)), UncompressedSize64: 100,
		})
	})
}

// compound is a compound file that names a stream, as far as it is looked at.
func compound(stream string) []byte {
	b := []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 504))
	for i := range len(stream) {
		b = append(b, stream[i], 0)
	}
	return b
}

// Each file that is no draft is refused with a message that every language of the pages has.
func TestRefused(t *testing.T) {
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	good := File(t, head+P("", R("x")), headings)
	body := func(xml string) []byte {
		return remade(t, good, func(name, content string) string {
			if name == "word/document.xml" {
				return xml
			}
			return content
		})
	}
	const open = `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`
	const shut = `</w:body></w:document>`
	plus := func(name, content string) []byte {
		return zipped(t, append(entries(t, good), Part{Name: name, Content: content}))
	}
	packed := func(data []byte) []byte { return zippedBy(t, entries(t, data), by(zip.Deflate)) }
	tests := []struct {
		name string
		data []byte
		want string
	}{
		{"nothing", nil, "empty"},
		{"too large", make([]byte, word.MaxBytes+1), "large"},
		{"a picture", []byte("\x89PNG\r\n\x1a\n\x00\x00"), "unknown"},
		{"text", []byte("Dear all,"), "unknown"},
		{"pdf", []byte("%PDF-1.7\n"), "pdf"},
		{"rtf", []byte(`{\rtf1\ansi Hello}`), "rtf"},
		{"web page under another name", []byte("\xEF\xBB\xBF <HTML><body>x"), "html"},
		{"flat XML of Word", []byte(`<?xml version="1.0"?><?mso-application progid="Word.Document"?><pkg:package/>`), "xml"},
		{"Word 97", compound("WordDocument"), "doc"},
		{"encrypted", compound("EncryptedPackage"), "encrypted"},
		{"OpenDocument", Zip(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), "odt"},
		{"Pages", Zip(t, map[string]string{"Index/Document.iwa": "x"}), "pages"},
		{"a workbook", Zip(t, map[string]string{"xl/workbook.xml": "<x/>"}), "unknown"},
		{"another zip file", Zip(t, map[string]string{"a.txt": "x"}), "unknown"},
		{"cut off", good[:len(good)/2], "damaged"},
		{"the text is missing", zipped(t, entries(t, Zip(t, map[string]string{"word/styles.xml": "<x/>"}))), "damaged"},
		{"no body", body(`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>`), "damaged"},
		{"XML cut off", body(open + `<w:p><w:r><w:t>x`), "damaged"},
		{"XML cut off behind the body", body(open + P("", R("x")) + `</w:body>`), "damaged"},
		{"a document type", body(`<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>` + open + P("", R("&b;")) + shut), "damaged"},
		{"an entity that reads a file", body(`<!DOCTYPE d SYSTEM "file:///etc/passwd">` + open + shut), "damaged"},
		{"an unknown entity", body(open + P("", R("&secret;")) + shut), "damaged"},
		{"another encoding", body(`<?xml version="1.0" encoding="UTF-16"?>` + open + shut), "damaged"},
		{"a document type in another part", File(t, head, Part{Name: "styles", Content: `<!DOCTYPE x>`}), "damaged"},
		{"elements too deep", body(open + strings.Repeat("<w:sdt><w:sdtContent>", 4000) + strings.Repeat("</w:sdtContent></w:sdt>", 4000) + shut), "large"},
		{"a part too large", body(open + P("", R(strings.Repeat(" ", 33<<20))) + shut), "large"},
		{"tightly packed", packed(body(open + P("", R(strings.Repeat("a", 2<<20))) + shut)), "large"},
		{"a directory that lies", lying(t), "damaged"},
		{"an attribute without an end", body(open + `<w:p w:x="` + strings.Repeat("wordsand", 5<<17) + `"/>` + shut), "large"},
		{"too many paragraphs", body(open + strings.Repeat("<w:p/>", 20_001) + shut), "large"},
		{"a table too large", body(open + `<w:tbl>` + strings.Repeat("<w:tr><w:tc><w:p/><w:p/></w:tc></w:tr>", 35_000) + `</w:tbl>` + shut), "large"},
		{"too much text", body(open + P("", R(strings.Repeat("wordsand", 5<<17))) + shut), "large"},
		{"too many entries", zipped(t, append(entries(t, good), many(2001)...)), "large"},
		{"a name that leads out", plus("../../etc/cron.d/x", "x"), "damaged"},
		{"an absolute name", plus("/etc/passwd", "x"), "damaged"},
		{"a name of Windows", plus(`word\..\..\x`, "x"), "damaged"},
		{"a name twice", plus("word/document.xml", "x"), "damaged"},
		{"a name twice but for its case", plus("Word/Document.XML", "x"), "damaged"},
		{"macros", plus("word/vbaProject.bin", "x"), "macros"},
		{"macros by its type", remade(t, good, func(name, content string) string {
			return strings.ReplaceAll(content, "application/xml", "application/vnd.ms-word.document.macroEnabled.main+xml")
		}), "macros"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := word.Read(t.Context(), bytes.NewReader(tt.data), word.Options{})
			var known *upr.Error
			if !errors.As(err, &known) || known.Key != "word.file."+tt.want {
				t.Fatalf("got %v, want %s", err, tt.want)
			}
			for _, lang := range i18n.Pages() {
				if !words.Printer(lang).Has(known.Key) {
					t.Errorf("%s has no message %s", lang, known.Key)
				}
			}
		})
	}
}

func many(n int) (list []Part) {
	for i := range n {
		list = append(list, Part{Name: "x/" + strconv.Itoa(i)})
	}
	return list
}

// The reading ends with the context, and not as damage of the file.
func TestReadEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := word.Read(ctx, bytes.NewReader(File(t, head)), word.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// What leads out of the file, or in a circle, or is there twice, does no harm.
func TestHarmless(t *testing.T) {
	styles := Heading("1") + `<w:style w:type="paragraph" w:styleId="A"><w:name w:val="A"/><w:basedOn w:val="B"/></w:style>` +
		`<w:style w:type="paragraph" w:styleId="B"><w:name w:val="B"/><w:basedOn w:val="A"/></w:style>`
	numbers := `<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="A"/></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>`
	comment := `<w:comment w:id="1"><w:p w14:paraId="AA"><w:r><w:t>c</w:t></w:r></w:p></w:comment>`
	data := File(t, head+`<w:p><w:pPr><w:pStyle w:val="A"/><w:numPr><w:ilvl w:val="99"/><w:numId w:val="1"/></w:numPr></w:pPr>`+R("x")+
		strings.Repeat(`<w:r><w:fldChar w:fldCharType="begin"/></w:r>`, 60)+`<w:r><w:fldChar w:fldCharType="end"/><w:fldChar w:fldCharType="separate"/></w:r></w:p>`+
		`<w:p>`+R("hidden by the fields that are open")+`</w:p>`,
		Part{Name: "styles", Content: styles}, Part{Name: "numbering", Content: numbers}, Part{Name: "comments", Content: comment + comment},
		Part{Name: "commentsExtended", Content: `<w15:commentEx w15:paraId="AA" w15:paraIdParent="AA"/>`},
		Part{Name: "word/_rels/settings.xml.rels", Content: `<Relationships><Relationship Id="x" Type="attachedTemplate" Target="https://evil.example/t.dotm" TargetMode="External"/></Relationships>`},
		Part{Name: "word/embeddings/oleObject1.bin", Content: "x"})
	if got := sketch(taken(t, read(t, data))); got != "= other: Further matters\nx\n" {
		t.Errorf("got %q", got)
	}
}
