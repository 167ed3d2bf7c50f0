package docx

import (
	"bytes"
	"embed"
	"encoding/xml"
	"fmt"
	"strings"
	"text/template"
)

// The parts that are the same for all documents but for language and direction are kept as templates.
//
//go:embed parts/styles.xml parts/settings.xml
var partFiles embed.FS

var partTemplates = template.Must(template.New("").Funcs(template.FuncMap{"escape": escape}).ParseFS(partFiles, "parts/*.xml"))

// static executes the template of a part.
func (f *file) static(name string) ([]byte, error) {
	var b bytes.Buffer
	err := partTemplates.ExecuteTemplate(&b, name, struct {
		Locale      string // of Latin, Greek and Cyrillic letters
		Arabic      string // of right-to-left scripts
		Chinese     string // of East Asian scripts
		RightToLeft bool
		Annexes     bool // endnotes stand before them, not at the end of the file
	}{locale(f.doc.Language), "ar-SA", "zh-CN", f.doc.RightToLeft, len(f.doc.Annexes) > 0})
	if err != nil {
		return nil, fmt.Errorf("docx: %s: %w", name, err)
	}
	return b.Bytes(), nil
}

// locale returns the language that Word checks the spelling of Latin, Greek and Cyrillic letters with. In Arabic and
// Chinese texts those letters are mostly names and symbols, which the United Nations write in English.
func locale(language string) string {
	switch language {
	case "fr":
		return "fr-FR"
	case "es":
		return "es-ES"
	case "ru":
		return "ru-RU"
	case "en", "ar", "zh":
		return "en-GB"
	}
	return language
}

func escape(s string) (string, error) {
	var b strings.Builder
	err := xml.EscapeText(&b, []byte(s))
	return b.String(), err
}
