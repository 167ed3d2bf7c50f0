// Package i18n holds the words of the pages and of the papers, and the way each language writes numbers, dates and times.
//
// Words are message keys everywhere else; a Printer turns them into text at the last moment. The catalogues are JSON files
// in this folder, embedded: messages/<language>/*.json for the pages, paper/<language>.json for what is printed in the
// files. A value is a text with {parameters}, or an object with one text for each plural form of the language, chosen by
// the parameter n. unconfirmed.json in either folder lists what a native speaker still has to check.
//
// It refuses to hold markup: a message is plain text, and the template around it decides how it looks.
package i18n

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/language"
)

//go:embed messages paper
var embedded embed.FS

// Pages are the languages of the pages, those of the papers; the first is the one to fall back to.
func Pages() []string { return Papers() }

// Papers are the languages of the files: the six official languages of the United Nations.
func Papers() []string { return []string{"en", "fr", "es", "ar", "ru", "zh"} }

// Name returns the name of a language of the pages or papers in itself: "Français" for fr.
func Name(lang string) string {
	names := map[string]string{
		"en": "English", "fr": "Français", "es": "Español", "ar": "العربية", "ru": "Русский", "zh": "中文",
	}
	return names[lang]
}

// A Catalogue holds every message in every language. It never changes after it was loaded.
type Catalogue struct {
	pages  map[string]*Printer
	papers map[string]*Printer
}

// Load reads the embedded catalogues.
func Load() (*Catalogue, error) { return load(embedded) }

// LoadPapers reads what is printed in the files and no words of the pages, which are many more: for a
// program that makes one file and ends. Printer is not for such a catalogue.
func LoadPapers() (*Catalogue, error) {
	c := &Catalogue{}
	return c, c.loadPapers(embedded)
}

// load reads the catalogues of a file system laid out like this folder.
func load(fsys fs.FS) (*Catalogue, error) {
	c := &Catalogue{pages: make(map[string]*Printer)}
	for _, lang := range Pages() {
		files, err := fs.Glob(fsys, path.Join("messages", lang, "*.json"))
		if err != nil {
			return nil, fmt.Errorf("i18n: list the messages of %s: %w", lang, err)
		}
		p, err := newPrinter(fsys, lang, files)
		if err != nil {
			return nil, err
		}
		p.isolates = p.Direction() == "rtl"
		c.pages[lang] = p
	}
	if err := c.loadUnconfirmed(fsys); err != nil {
		return nil, err
	}
	return c, c.loadPapers(fsys)
}

func (c *Catalogue) loadPapers(fsys fs.FS) (err error) {
	c.papers = make(map[string]*Printer)
	for _, lang := range Papers() {
		if c.papers[lang], err = newPrinter(fsys, lang, []string{path.Join("paper", lang+".json")}); err != nil {
			return err
		}
	}
	return nil
}

// newPrinter merges files into the messages of one language. A key that two files define is an error.
func newPrinter(fsys fs.FS, lang string, files []string) (*Printer, error) {
	if len(files) == 0 {
		return nil, fmt.Errorf("i18n: no messages for %s", lang)
	}
	p := &Printer{language: lang, tag: language.MustParse(lang), messages: make(map[string]message)}
	for _, name := range files {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("i18n: %w", err)
		}
		var found map[string]message
		if err := json.Unmarshal(data, &found); err != nil {
			return nil, fmt.Errorf("i18n: %s: %w", name, err)
		}
		for key, m := range found {
			if _, twice := p.messages[key]; twice {
				return nil, fmt.Errorf("i18n: %s: %q is defined in another file too", name, key)
			}
			p.messages[key] = m
		}
	}
	return p, nil
}

// Printer returns the printer of the pages for lang; for a language without pages, the one of the first of Pages.
func (c *Catalogue) Printer(lang string) *Printer {
	if p, ok := c.pages[lang]; ok {
		return p
	}
	return c.pages[Pages()[0]]
}

// Paper returns the printer of the files for lang, with false for a language without one.
func (c *Catalogue) Paper(lang string) (*Printer, bool) {
	p, ok := c.papers[lang]
	return p, ok
}

// Match returns the language of the pages that fits the Accept-Language header of a browser best.
func Match(acceptLanguage string) string {
	// A header that is longer than any browser's is not worth the work of reading it.
	if len(acceptLanguage) > 500 {
		return Pages()[0]
	}
	wanted, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil {
		return Pages()[0]
	}
	_, i, _ := pagesMatcher().Match(wanted...)
	return Pages()[i]
}

// pagesMatcher is made once: every request asks it.
var pagesMatcher = sync.OnceValue(func() language.Matcher {
	var have []language.Tag
	for _, lang := range Pages() {
		have = append(have, language.MustParse(lang))
	}
	return language.NewMatcher(have)
})

// A message is one text, or one for each plural form.
type message struct {
	text  string
	forms map[string]string // by CLDR name: zero, one, two, few, many, other
}

// UnmarshalJSON reads a string or an object of plural forms.
func (m *message) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		return json.Unmarshal(data, &m.text)
	}
	if err := json.Unmarshal(data, &m.forms); err != nil {
		return err
	}
	if m.forms["other"] == "" {
		return errors.New(`a message with plural forms needs the form "other"`)
	}
	return nil
}

// texts returns every text of the message, in a fixed order.
func (m message) texts() []string {
	if m.forms == nil {
		return []string{m.text}
	}
	var all []string
	for _, form := range slices.Sorted(maps.Keys(m.forms)) {
		all = append(all, m.forms[form])
	}
	return all
}

// parameters returns the names in braces of a text, sorted, each once.
func parameters(text string) []string {
	var names []string
	for {
		_, rest, ok := strings.Cut(text, "{")
		if !ok {
			break
		}
		name, rest, ok := strings.Cut(rest, "}")
		if !ok {
			break
		}
		names = append(names, name)
		text = rest
	}
	slices.Sort(names)
	return slices.Compact(names)
}
