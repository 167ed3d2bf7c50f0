package word

import (
	"archive/zip"
	"bytes"
	"strings"

	"upright/internal/upr"
)

// refuse says what a file is that cannot be read, by the end of a message key: each message says what to do instead.
func refuse(reason string, cause error) error {
	return &upr.Error{Kind: upr.Invalid, Key: "word.file." + reason, Err: cause}
}

// tooMuch says that a file exceeds a bound.
func tooMuch(cause error) error {
	return &upr.Error{Kind: upr.TooMany, Key: "word.file.large", Err: cause}
}

// Recognizes reports whether a file is a text of a word processor, or a PDF: one that Read reads, or says what to do with.
func Recognizes(data []byte) bool {
	for _, begin := range []string{"PK\x03\x04", "\xD0\xCF\x11\xE0", "{\\rtf", "%PDF"} {
		if bytes.HasPrefix(data, []byte(begin)) {
			return true
		}
	}
	return false
}

// foreign recognizes by its first bytes, not by its name, a file that is no zip file at all. The Compound File Binary
// Format ([MS-CFB]) holds Word files before 2007 and, under another name inside, encrypted ones ([MS-OFFCRYPTO] 1.3).
func foreign(data []byte) error {
	text := bytes.TrimLeft(bytes.TrimPrefix(data[:min(len(data), 4096)], []byte("\xEF\xBB\xBF")), " \t\r\n")
	lower := bytes.ToLower(text)
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return nil
	case bytes.HasPrefix(data, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		if bytes.Contains(data, utf16Name("EncryptedPackage")) {
			return refuse("encrypted", nil)
		}
		return refuse("doc", nil)
	case bytes.HasPrefix(text, []byte(`{\rtf`)):
		return refuse("rtf", nil)
	case bytes.HasPrefix(text, []byte("%PDF")):
		return refuse("pdf", nil)
	case bytes.HasPrefix(lower, []byte("<html")), bytes.HasPrefix(lower, []byte("<!doctype html")), bytes.HasPrefix(lower, []byte("mime-version:")):
		return refuse("html", nil)
	case bytes.HasPrefix(lower, []byte("<?xml")), bytes.HasPrefix(lower, []byte("<pkg:package")):
		return refuse("xml", nil)
	}
	return refuse("unknown", nil)
}

// utf16Name is a name as directories of compound files write it.
func utf16Name(name string) []byte {
	var b []byte
	for i := range len(name) {
		b = append(b, name[i], 0)
	}
	return b
}

// otherPackage recognizes a zip file of another program.
func otherPackage(entries map[string]*zip.File) error {
	has := func(prefix string) bool {
		for name := range entries {
			if strings.HasPrefix(name, prefix) {
				return true
			}
		}
		return false
	}
	switch {
	case entries["content.xml"] != nil && entries["mimetype"] != nil:
		return refuse("odt", nil)
	case has("index/"), has("index.zip"):
		return refuse("pages", nil)
	case has("xl/"), has("ppt/"):
		return refuse("unknown", nil)
	case has("word/"):
		return refuse("damaged", nil)
	}
	return refuse("unknown", nil)
}
