package previous

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"
)

// readZip reads a workbook or a Word file. Entries are looked up by the names that the formats give them; no name is used
// for anything else.
func readZip(c *collector, r io.ReaderAt, size int64) error {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return broken("previous.file.damaged", err)
	}
	if len(z.File) > maxEntries {
		return tooMuch(errors.New("too many entries"))
	}
	p := &pack{entries: make(map[string]*zip.File), left: maxInflated, texts: maxShared}
	for _, f := range z.File {
		if _, twice := p.entries[f.Name]; twice {
			return broken("previous.file.damaged", errors.New("an entry twice"))
		}
		p.entries[f.Name] = f
	}
	switch {
	case p.entries["word/document.xml"] != nil:
		return readWord(c, p)
	case p.entries["xl/workbook.xml"] != nil:
		return readSheet(c, p)
	}
	return broken("previous.file.unknown", nil)
}

// A pack is a zip file with what may still be unpacked of it.
type pack struct {
	entries map[string]*zip.File
	left    int64
	texts   int // bytes of texts that cells share
}

var errInflated = errors.New("too much is packed in the file")

// open gives an entry as XML. All entries together are bounded by what comes out of them, whatever their sizes claim.
func (p *pack) open(name string) (*xmlReader, error) {
	f := p.entries[name]
	if f == nil {
		return nil, broken("previous.file.damaged", errors.New("an entry is missing"))
	}
	if f.Flags&1 != 0 {
		return nil, broken("previous.file.encrypted", nil)
	}
	in, err := f.Open()
	if err != nil {
		return nil, broken("previous.file.damaged", err)
	}
	source := &inflated{r: in, p: p}
	d := xml.NewDecoder(source)
	d.Strict = true
	d.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, errors.New("not in UTF-8") }
	return &xmlReader{d: d, source: source, close: in.Close}, nil
}

// firstSheet is the name of the first sheet: the lowest number.
func (p *pack) firstSheet() string {
	best := ""
	for name := range p.entries {
		dir, file := path.Split(name)
		if dir != "xl/worksheets/" || !strings.HasSuffix(file, ".xml") {
			continue
		}
		if best == "" || len(name) < len(best) || len(name) == len(best) && name < best {
			best = name
		}
	}
	return best
}

// maxToken bounds what is between two brackets, which the decoder of XML keeps in memory.
const maxToken = 4 << 20

// inflated bounds what comes out of an entry: in all, and for one token.
type inflated struct {
	r     io.Reader
	p     *pack
	token int64 // since the last token
}

func (i *inflated) Read(b []byte) (int, error) {
	if i.p.left <= 0 || i.token > maxToken {
		return 0, errInflated
	}
	n, err := i.r.Read(b[:min(int64(len(b)), i.p.left)])
	i.p.left -= int64(n)
	i.token += int64(n)
	return n, err
}

// maxDepth bounds how deep elements may be in each other.
const maxDepth = 256

// An xmlReader gives the elements of an entry, without a document type: entities are how XML grows or reads files.
type xmlReader struct {
	d      *xml.Decoder
	source *inflated
	close  func() error
	depth  int
}

// next returns the next token; io.EOF ends the file. A token holds until the one after it.
func (x *xmlReader) next() (xml.Token, error) {
	x.source.token = 0
	// Raw, because names are told apart by their last part alone and elements are counted here: it is twice as fast.
	token, err := x.d.RawToken()
	if err != nil {
		switch {
		case errors.Is(err, io.EOF) && x.depth == 0:
			return nil, err
		case errors.Is(err, io.EOF):
			return nil, broken("previous.file.damaged", io.ErrUnexpectedEOF)
		case errors.Is(err, errInflated):
			return nil, tooMuch(err)
		}
		return nil, broken("previous.file.damaged", err)
	}
	switch token.(type) {
	case xml.Directive:
		return nil, broken("previous.file.damaged", errors.New("a document type"))
	case xml.StartElement:
		if x.depth++; x.depth > maxDepth {
			return nil, broken("previous.file.damaged", errors.New("elements too deep"))
		}
	case xml.EndElement:
		x.depth--
	}
	return token, nil
}

// attribute returns the value of an attribute, "" when there is none.
func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
