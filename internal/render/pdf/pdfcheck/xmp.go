package pdfcheck

import (
	"bytes"
	"encoding/xml"
	"errors"
	"html"
	"io"
	"regexp"
	"strings"
)

func (c *checker) wellFormed(data []byte) {
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			c.problem("A2 6.6.2.1", "the metadata are not well-formed: %v", err)
			return
		}
	}
}

var anyTag = regexp.MustCompile(`<[^>]*>`)

// same checks that the information dictionary and the metadata agree.
func (c *checker) same(xmp string, key Name, property string) {
	info, _ := c.file.Info()[key].(String)
	value := ""
	if _, rest, ok := strings.Cut(xmp, "<"+property+">"); ok {
		inner, _, _ := strings.Cut(rest, "</"+property+">")
		value = html.UnescapeString(anyTag.ReplaceAllString(inner, ""))
	}
	if value != info.Text() {
		c.problem("A2 6.6.3", "%s is %q in the dictionary and %q in the metadata", key, info.Text(), value)
	}
}
