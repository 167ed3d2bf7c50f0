// Package pdfcheck reads the files that render/pdf writes and checks the rules of PDF/UA-1 (ISO 14289-1:2014, "UA") and
// PDF/A-2b (ISO 19005-2:2011, "A2") that a program can check, each by its clause. It also tells what the pages show, for
// golden files.
//
// It is for tests. It shares no code with the writer, and it is no validator: a file without problems is built to the
// standards as far as these checks reach.
package pdfcheck

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
)

// A Problem is one breach of a clause.
type Problem struct {
	Clause string // "UA 7.1"
	Text   string
}

func (p Problem) String() string { return p.Clause + ": " + p.Text }

const maxProblems = 100

type checker struct {
	file     *File
	problems []Problem
}

func (c *checker) problem(clause, format string, args ...any) {
	if len(c.problems) < maxProblems {
		c.problems = append(c.problems, Problem{clause, fmt.Sprintf(format, args...)})
	}
}

// Check returns what is wrong with a file, at most 100 problems. The error says that it could not be read at all.
func Check(b []byte) ([]Problem, error) {
	f, err := Open(b)
	if err != nil {
		return nil, err
	}
	return check(f), nil
}

func check(f *File) []Problem {
	c := &checker{file: f}
	c.header()
	c.catalog()
	c.metadata()
	c.outputIntent()
	fonts := c.fonts()
	mcids, _ := c.pages(fonts)
	t := c.structure()
	t.parentTree(mcids)
	resources := c.file.Dict(c.file.pages[0]["Resources"])
	for name, o := range c.file.Dict(resources["Font"]) {
		c.checkFont(fonts[name], o)
	}
	c.images(resources)
	c.objects()
	return c.problems
}

// Text returns what the pages show, in the order of their content.
func Text(b []byte) ([]Show, error) {
	f, err := Open(b)
	if err != nil {
		return nil, err
	}
	c := &checker{file: f}
	_, shows := c.pages(c.fonts())
	return shows, nil
}

func (c *checker) header() {
	head, _, _ := bytes.Cut(c.file.raw, []byte("\n%"))
	binary := c.file.raw[min(len(head)+2, len(c.file.raw)):]
	if string(head) != "%PDF-1.7" || len(binary) < 4 || binary[0] < 128 || binary[1] < 128 || binary[2] < 128 || binary[3] < 128 {
		c.problem("A2 6.1.2", "the header has no version 1.7 or no binary comment")
	}
	if !bytes.HasSuffix(c.file.raw, []byte("%%EOF\n")) {
		c.problem("A2 6.1.3", "bytes after the end of the file")
	}
	if id := c.file.Array(c.file.trailer["ID"]); len(id) != 2 {
		c.problem("A2 6.1.3", "no file identifier")
	}
	if c.file.trailer["Encrypt"] != nil {
		c.problem("A2 6.1.3", "the file is encrypted")
	}
}

func (c *checker) catalog() {
	cat := c.file.Catalog()
	if lang, ok := cat["Lang"].(String); !ok || !regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]+)*$`).MatchString(lang.Text()) {
		c.problem("UA 7.2", "the language is %v", cat["Lang"])
	}
	if c.file.Dict(cat["MarkInfo"])["Marked"] != true {
		c.problem("UA 7.1", "MarkInfo does not say that the file is tagged")
	}
	if c.file.Dict(cat["MarkInfo"])["Suspects"] == true {
		c.problem("UA 7.1", "MarkInfo says that the tags are suspect")
	}
	if c.file.Dict(cat["ViewerPreferences"])["DisplayDocTitle"] != true {
		c.problem("UA 7.1", "the title is not displayed")
	}
	for _, key := range []Name{"AA", "OpenAction", "AcroForm", "OCProperties", "Names", "Requirements"} {
		if cat[key] != nil {
			c.problem("A2 6.1", "the catalogue holds %s", key)
		}
	}
	for i, p := range c.file.pages {
		for _, key := range []Name{"AA", "PresSteps"} {
			if p[key] != nil {
				c.problem("A2 6.5.2", "page %d holds %s", i+1, key)
			}
		}
		if p["Tabs"] != Name("S") {
			c.problem("UA 7.18.3", "the tab order of page %d does not follow the structure", i+1)
		}
	}
}

func (c *checker) metadata() {
	s := c.file.Stream(c.file.Catalog()["Metadata"])
	if s == nil {
		c.problem("A2 6.6.2.1", "the catalogue points to no metadata")
		return
	}
	if s.Dict["Filter"] != nil || s.Dict["Subtype"] != Name("XML") {
		c.problem("A2 6.6.2.1", "the metadata are not plain XML")
	}
	xmp := string(s.Data)
	for _, want := range []struct{ clause, text string }{
		{"A2 6.6.4", "<pdfaid:part>2</pdfaid:part>"}, {"A2 6.6.4", "<pdfaid:conformance>B</pdfaid:conformance>"},
		{"UA 5", "<pdfuaid:part>1</pdfuaid:part>"}, {"A2 6.6.2.3", "http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"},
		{"UA 7.1", "<dc:title>"},
	} {
		if !strings.Contains(xmp, want.text) {
			c.problem(want.clause, "the metadata lack %s", want.text)
		}
	}
	c.wellFormed(s.Data)
	c.same(xmp, "Title", "dc:title")
	c.same(xmp, "Author", "dc:creator")
	c.same(xmp, "Subject", "dc:description")
	c.same(xmp, "Keywords", "pdf:Keywords")
	c.same(xmp, "Producer", "pdf:Producer")
}

func (c *checker) outputIntent() {
	intents := c.file.Array(c.file.Catalog()["OutputIntents"])
	if len(intents) != 1 {
		c.problem("A2 6.2.3", "%d output intents", len(intents))
		return
	}
	d := c.file.Dict(intents[0])
	s := c.file.Stream(d["DestOutputProfile"])
	if d["S"] != Name("GTS_PDFA1") || s == nil {
		c.problem("A2 6.2.3", "the output intent has no profile")
		return
	}
	b := s.Data
	if len(b) < 132 || string(b[36:40]) != "acsp" || string(b[16:20]) != "RGB " || b[8] > 4 || s.Dict["N"] != 3.0 ||
		int(b[0])<<24|int(b[1])<<16|int(b[2])<<8|int(b[3]) != len(b) {
		c.problem("A2 6.2.3", "the profile is no RGB profile")
	}
}

func (c *checker) fonts() map[Name]*fontUse {
	out := map[Name]*fontUse{}
	for name, o := range c.file.Dict(c.file.Dict(c.file.pages[0]["Resources"])["Font"]) {
		out[name] = c.loadFont(o)
	}
	return out
}

func (c *checker) pages(fonts map[Name]*fontUse) (mcids []map[int]Name, shows []Show) {
	for i, p := range c.file.pages {
		s := &scan{file: c.file, page: i, fonts: fonts, mcids: map[int]Name{}}
		s.report = func(clause, format string, args ...any) {
			c.problem(clause, "page %d: "+format, append([]any{i + 1}, args...)...)
		}
		if stream := c.file.Stream(p["Contents"]); stream != nil {
			s.run(stream.Data)
		} else {
			c.problem("A2 6.2.2", "page %d has no content", i+1)
		}
		mcids = append(mcids, s.mcids)
		shows = append(shows, s.shows...)
	}
	return mcids, shows
}

func (c *checker) images(resources Dict) {
	for name, o := range c.file.Dict(resources["XObject"]) {
		d := c.file.Dict(o)
		if d["Interpolate"] == true || d["Alternates"] != nil || d["OPI"] != nil {
			c.problem("A2 6.2.8", "picture %s has a forbidden entry", name)
		}
		if cs := c.file.Resolve(d["ColorSpace"]); cs == Name("DeviceCMYK") {
			c.problem("A2 6.2.4.3", "picture %s is in CMYK, the output intent in RGB", name)
		}
	}
}
