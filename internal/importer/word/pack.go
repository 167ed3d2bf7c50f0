package word

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// Bounds of a file. Only the parts that hold text are unpacked, each as a stream, and nothing ever to disk.
const (
	MaxBytes   = 20 << 20 // of the file
	maxEntries = 2_000
	maxPart    = 32 << 20 // unpacked bytes of one part
	maxTotal   = 96 << 20 // of all parts that are read
	maxRatio   = 200      // unpacked to packed, of parts above minRatio
	minRatio   = 1 << 20
)

// A pack is an Office Open XML package (ECMA-376 part 2): a zip file with parts, and with relations between them.
type pack struct {
	ctx     context.Context
	entries map[string]*zip.File
	left    int64 // that may still be unpacked
}

// openPack looks at the directory of a file, and refuses what no program that writes Word files writes.
func openPack(ctx context.Context, data []byte) (*pack, error) {
	if len(data) == 0 {
		return nil, refuse("empty", nil)
	}
	if len(data) > MaxBytes {
		return nil, tooMuch(fmt.Errorf("%d bytes", len(data)))
	}
	if err := foreign(data); err != nil {
		return nil, err
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, refuse("damaged", err)
	}
	if len(z.File) > maxEntries {
		return nil, tooMuch(errors.New("too many entries"))
	}
	p := &pack{ctx: ctx, entries: make(map[string]*zip.File, len(z.File)), left: maxTotal}
	for _, f := range z.File {
		name := partName(f.Name)
		if _, twice := p.entries[name]; twice || !plainName(f.Name) {
			return nil, refuse("damaged", errors.New("an entry has a name that stands twice or leads out of the file"))
		}
		if f.Flags&1 != 0 {
			return nil, refuse("encrypted", nil)
		}
		p.entries[name] = f
	}
	return p, nil
}

// partName is the name of a part as it is looked up: names are the same whatever their case (ECMA-376 part 2, 6.2.2.3).
func partName(name string) string { return strings.ToLower(strings.TrimPrefix(name, "/")) }

// plainName reports whether the name of an entry stays inside of the file. Nothing is written under it anyway.
func plainName(name string) bool {
	if name == "" || strings.HasPrefix(name, "/") || strings.ContainsAny(name, "\\\x00") || strings.Contains(name, ":") {
		return false
	}
	clean := strings.TrimSuffix(name, "/")
	return path.Clean(clean) == clean && clean != ".." && !strings.HasPrefix(clean, "../")
}

// errNoPart says that there is no part of a name.
var errNoPart = errors.New("no such part")

// open gives a part as XML; errNoPart when it is not there.
func (p *pack) open(name string) (*xmlReader, error) {
	f := p.entries[partName(name)]
	if f == nil {
		return nil, errNoPart
	}
	if f.UncompressedSize64 > maxPart {
		return nil, tooMuch(errors.New("a part is too large"))
	}
	if f.UncompressedSize64 > minRatio && f.UncompressedSize64/max(f.CompressedSize64, 1) > maxRatio {
		return nil, tooMuch(errors.New("a part is packed too tightly"))
	}
	in, err := f.Open()
	if err != nil {
		return nil, refuse("damaged", err)
	}
	return newXMLReader(&unpacked{r: in, p: p, part: maxPart}), nil
}

var errUnpacked = errors.New("too much is packed in the file")

// unpacked bounds what comes out of a part, whatever the directory claims: in all, and between two tokens of XML, which
// the decoder keeps in memory.
type unpacked struct {
	r     io.ReadCloser
	p     *pack
	part  int64 // that may still come out of this part
	token int64 // that came out since the last token
}

func (u *unpacked) Read(b []byte) (int, error) {
	if err := u.p.ctx.Err(); err != nil {
		return 0, err
	}
	if u.part <= 0 || u.p.left <= 0 || u.token > maxToken {
		return 0, errUnpacked
	}
	n, err := u.r.Read(b[:min(int64(len(b)), u.part, u.p.left)])
	u.part -= int64(n)
	u.p.left -= int64(n)
	u.token += int64(n)
	return n, err
}

// A relation leads from a part to another one, or out of the file.
type relation struct {
	kind     string // the last word of its type: "styles", "hyperlink"
	target   string // the name of a part, or an address
	external bool
}

// Bounds of the relations of a part.
const (
	maxRelations = 20_000
	maxTarget    = 16 << 10 // bytes of where one leads: longer than any link may be, and links may lead there often
)

// relations reads the relations of a part by their ids. "" is the package itself. Without any the map is empty.
func (p *pack) relations(part string) (map[string]relation, error) {
	folder, file := path.Split(part)
	found := map[string]relation{}
	return found, p.elements(folder+"_rels/"+file+".rels", func(_ *xmlReader, n *node) error {
		if n.name != "Relationship" {
			return nil
		}
		if len(found) >= maxRelations {
			return tooMuch(errors.New("too many relations"))
		}
		r := relation{kind: path.Base(n.attr("Type")), target: n.attr("Target"), external: n.attr("TargetMode") == "External"}
		r.target = r.target[:min(len(r.target), maxTarget)] // no link that a manuscript takes, and no part
		if !r.external {
			r.target = resolvePart(folder, r.target)
		}
		found[n.attr("Id")] = r
		return nil
	})
}

// resolvePart is the name of the part that a relation from a folder leads to. It cannot leave the file: names are only
// looked up among its entries.
func resolvePart(folder, target string) string {
	if strings.HasPrefix(target, "/") {
		return strings.TrimPrefix(path.Clean(target), "/")
	}
	return strings.TrimPrefix(path.Clean("/"+folder+target), "/")
}

// related returns the part that a relation of a kind leads to; "" for none.
func related(relations map[string]relation, kind string) string {
	for _, r := range relations {
		if r.kind == kind && !r.external {
			return r.target
		}
	}
	return ""
}

// mainPart finds the text of the file by the relation that leads to it: some programs call it document2.xml.
func (p *pack) mainPart() (string, error) {
	relations, err := p.relations("")
	if err != nil {
		return "", err
	}
	main := related(relations, "officeDocument")
	if main == "" || p.entries[partName(main)] == nil {
		return "", otherPackage(p.entries)
	}
	if strings.HasPrefix(main, "xl/") || strings.HasPrefix(main, "ppt/") {
		return "", refuse("unknown", nil)
	}
	return main, p.refuseMacros()
}

// contentTypes is the part that says of what type each part is (ECMA-376 part 2, 6.3).
const contentTypes = "[Content_Types].xml"

// refuseMacros refuses files with programs in them: nothing here would run them, but whoever sends such a file should
// know that it is one.
func (p *pack) refuseMacros() error {
	for name := range p.entries {
		if path.Base(name) == "vbaproject.bin" || path.Base(name) == "vbadata.xml" {
			return refuse("macros", nil)
		}
	}
	if p.entries[partName(contentTypes)] == nil {
		return refuse("damaged", errors.New("no content types"))
	}
	return p.elements(contentTypes, func(_ *xmlReader, n *node) error {
		if strings.Contains(strings.ToLower(n.attr("ContentType")), "macroenabled") {
			return refuse("macros", nil)
		}
		return nil
	})
}
