package docx

import (
	"archive/zip"
	"fmt"
	"io"
	"strconv"
	"time"
)

// The file is a package of parts (ECMA-376 part 2, Open Packaging Conventions): XML files in a zip archive, whose types
// [Content_Types].xml lists and whose links among one another and to the outside _rels/*.rels hold.

const (
	nsTypes     = "http://schemas.openxmlformats.org/package/2006/content-types"
	nsRelations = "http://schemas.openxmlformats.org/package/2006/relationships"
	office      = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	corePart    = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
	wordType    = "application/vnd.openxmlformats-officedocument.wordprocessingml."
)

// A part is one file of the package.
type part struct {
	name        string // without the leading slash
	contentType string // "" where the extension says it
	data        []byte
}

// relations are the links of one part. The same link is kept once.
type relations struct {
	ids  map[relation]string
	list []relation
}

type relation struct {
	kind, target string
	external     bool
}

// add returns the id of a link.
func (r *relations) add(kind, target string, external bool) string {
	rel := relation{kind, target, external}
	if id, ok := r.ids[rel]; ok {
		return id
	}
	if r.ids == nil {
		r.ids = map[relation]string{}
	}
	r.list = append(r.list, rel)
	id := "rId" + strconv.Itoa(len(r.list))
	r.ids[rel] = id
	return id
}

func (r *relations) part(name string) part {
	m := &markup{}
	m.WriteString(declaration)
	m.open("Relationships", "xmlns", nsRelations)
	for i, rel := range r.list {
		attrs := []string{"Id", "rId" + strconv.Itoa(i+1), "Type", rel.kind, "Target", rel.target}
		if rel.external {
			attrs = append(attrs, "TargetMode", "External")
		}
		m.empty("Relationship", attrs...)
	}
	return part{name: name, data: m.part()}
}

// contentTypes lists the types of the parts.
func contentTypes(parts []part) part {
	m := &markup{}
	m.WriteString(declaration)
	m.open("Types", "xmlns", nsTypes)
	for _, d := range [][2]string{
		{"rels", "application/vnd.openxmlformats-package.relationships+xml"},
		{"xml", "application/xml"},
		{"png", "image/png"},
		{"jpeg", "image/jpeg"},
	} {
		m.empty("Default", "Extension", d[0], "ContentType", d[1])
	}
	for _, p := range parts {
		if p.contentType != "" {
			m.empty("Override", "PartName", "/"+p.name, "ContentType", p.contentType)
		}
	}
	return part{name: "[Content_Types].xml", data: m.part()}
}

// writeZip writes the parts with the one date that says nothing: the first that zip archives know.
func writeZip(w io.Writer, parts []part) error {
	z := zip.NewWriter(w)
	for _, p := range append([]part{contentTypes(parts)}, parts...) {
		f, err := z.CreateHeader(&zip.FileHeader{
			Name: p.name, Method: zip.Deflate, Modified: time.Date(1980, time.January, 1, 0, 0, 0, 0, time.UTC),
		})
		if err == nil {
			_, err = f.Write(p.data)
		}
		if err != nil {
			return fmt.Errorf("docx: write %s: %w", p.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("docx: %w", err)
	}
	return nil
}
