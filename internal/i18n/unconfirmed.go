package i18n

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
)

// An unconfirmed is what is not certain about the words of one language, in messages/unconfirmed.json.
type unconfirmed struct {
	Catalogue bool     `json:"catalogue"` // no native speaker has read the translation
	Terms     []string `json:"terms"`     // keys with terms that no document of the United Nations was seen to use
}

// loadUnconfirmed reads what a native speaker still has to check of the pages. A language that is not named is checked.
func (c *Catalogue) loadUnconfirmed(fsys fs.FS) error {
	const name = "messages/unconfirmed.json"
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return fmt.Errorf("i18n: %w", err)
	}
	var file struct {
		Languages map[string]unconfirmed `json:"languages"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return fmt.Errorf("i18n: %s: %w", name, err)
	}
	for lang, u := range file.Languages {
		p, ok := c.pages[lang]
		if !ok {
			return fmt.Errorf("i18n: %s: there are no pages in %q", name, lang)
		}
		for _, key := range u.Terms {
			if !p.Has(key) {
				return fmt.Errorf("i18n: %s: %s: %q is not in the catalogue", name, lang, key)
			}
		}
		p.unchecked, p.terms = u.Catalogue, u.Terms
	}
	return nil
}

// Unchecked says that no native speaker has checked the words of the language yet. Pages tell it to their readers.
func (p *Printer) Unchecked() bool { return p.unchecked }

// UnconfirmedTerms returns the keys whose terms were not seen in a document of the United Nations, for whoever checks
// the translation.
func (p *Printer) UnconfirmedTerms() []string { return slices.Clone(p.terms) }
