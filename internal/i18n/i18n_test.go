package i18n

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/language"
)

func mustLoad(t *testing.T) *Catalogue {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestCatalogues holds every language to the same keys, parameters and full set of plural forms.
func TestCatalogues(t *testing.T) {
	c := mustLoad(t)
	for _, set := range []struct {
		name      string
		languages []string
		printers  map[string]*Printer
	}{
		{"messages", Pages(), c.pages},
		{"paper", Papers(), c.papers},
	} {
		reference := set.printers[set.languages[0]]
		if set.name == "messages" && len(reference.messages) == 0 {
			t.Error("no messages at all")
		}
		for _, lang := range set.languages {
			t.Run(set.name+"/"+lang, func(t *testing.T) { compare(t, reference, set.printers[lang]) })
		}
	}
}

// compare reports what p lacks or has too much against the reference.
func compare(t *testing.T, reference, p *Printer) {
	if diff := cmp.Diff(reference.Keys(), p.Keys()); diff != "" {
		t.Errorf("keys differ from %s (-%s +%s):\n%s", reference.language, reference.language, p.language, diff)
	}
	for _, key := range p.Keys() {
		m := p.messages[key]
		for _, text := range m.texts() {
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s is empty", key)
			}
			if strings.Count(text, "{") != strings.Count(text, "}") {
				t.Errorf("%s has an open brace: %q", key, text)
			}
		}
		if m.forms != nil {
			if diff := cmp.Diff(wholeForms(p.tag), sortedForms(m)); diff != "" {
				t.Errorf("%s: plural forms (-needed +given):\n%s", key, diff)
			}
		}
		want, ok := reference.messages[key]
		if !ok {
			continue // told above
		}
		if (m.forms == nil) != (want.forms == nil) {
			t.Errorf("%s has plural forms in one language only", key)
		}
		if diff := cmp.Diff(allParameters(want), allParameters(m)); diff != "" {
			t.Errorf("%s: parameters (-%s +%s):\n%s", key, reference.language, p.language, diff)
		}
	}
}

// wholeForms are the plural forms that whole numbers take in a language, sorted.
func wholeForms(tag language.Tag) []string {
	var forms []string
	for n := range 1001 {
		forms = append(forms, pluralForm(tag, n))
	}
	// The last one is for what has no form of its own: Russian uses it for fractions alone.
	forms = append(forms, pluralForm(tag, 1_000_000), "other")
	slices.Sort(forms)
	return slices.Compact(forms)
}

func sortedForms(m message) []string {
	var forms []string
	for form := range m.forms {
		forms = append(forms, form)
	}
	slices.Sort(forms)
	return forms
}

// allParameters are those of all forms together: "one" may leave out the number.
func allParameters(m message) []string {
	var names []string
	for _, text := range m.texts() {
		names = append(names, parameters(text)...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func TestLoadRefuses(t *testing.T) {
	whole := func(change func(fstest.MapFS)) fstest.MapFS {
		fsys := fstest.MapFS{"messages/unconfirmed.json": &fstest.MapFile{Data: []byte(`{"languages":{"fr":{"catalogue":true,"terms":["a"]}}}`)}}
		for _, lang := range Pages() {
			fsys["messages/"+lang+"/web.json"] = &fstest.MapFile{Data: []byte(`{"a":"b"}`)}
		}
		for _, lang := range Papers() {
			fsys["paper/"+lang+".json"] = &fstest.MapFile{Data: []byte(`{}`)}
		}
		change(fsys)
		return fsys
	}
	for _, test := range []struct {
		name   string
		change func(fstest.MapFS)
		want   string // in the error; "" for none
	}{
		{"nothing", func(fstest.MapFS) {}, ""},
		{"key in two files", func(f fstest.MapFS) {
			f["messages/en/rules.json"] = &fstest.MapFile{Data: []byte(`{"a":"c"}`)}
		}, `"a" is defined in another file too`},
		{"language without messages", func(f fstest.MapFS) { delete(f, "messages/fr/web.json") }, "no messages for fr"},
		{"plural without other", func(f fstest.MapFS) {
			f["messages/es/web.json"] = &fstest.MapFile{Data: []byte(`{"a":{"one":"x"}}`)}
		}, `needs the form "other"`},
		{"unconfirmed term that is not there", func(f fstest.MapFS) {
			f["messages/unconfirmed.json"] = &fstest.MapFile{Data: []byte(`{"languages":{"fr":{"terms":["b"]}}}`)}
		}, `"b" is not in the catalogue`},
		{"unconfirmed language without pages", func(f fstest.MapFS) {
			f["messages/unconfirmed.json"] = &fstest.MapFile{Data: []byte(`{"languages":{"de":{"catalogue":true}}}`)}
		}, `no pages in "de"`},
		{"no list of what is unconfirmed", func(f fstest.MapFS) { delete(f, "messages/unconfirmed.json") }, "unconfirmed.json"},
		{"broken JSON", func(f fstest.MapFS) { f["paper/zh.json"] = &fstest.MapFile{Data: []byte(`{`)} }, "paper/zh.json"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := load(whole(test.change))
			switch {
			case test.want == "" && err != nil:
				t.Fatal(err)
			case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
				t.Fatalf("error is %v, should say %q", err, test.want)
			}
		})
	}
}

func TestLoadPapers(t *testing.T) {
	whole, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	papers, err := LoadPapers()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range Papers() {
		want, _ := whole.Paper(lang)
		got, ok := papers.Paper(lang)
		if !ok || got.T("contents") != want.T("contents") {
			t.Errorf("the papers in %s are others", lang)
		}
	}
}

func TestMatch(t *testing.T) {
	for header, want := range map[string]string{
		"":                             "en",
		"fr":                           "fr",
		"fr-CH, fr;q=0.9, en;q=0.8":    "fr",
		"es-419,es;q=0.9":              "es",
		"de, es;q=0.5":                 "es",
		"zh-Hans":                      "zh",
		"de, ru;q=0.5":                 "ru",
		"sw":                           "en",
		"ar-EG,en;q=0.8":               "ar",
		"nonsense;;q=x":                "en",
		strings.Repeat("fr,", 300):     "en",
		"en;q=0.1, fr;q=0.2, es;q=0.3": "es",
	} {
		if got := Match(header); got != want {
			t.Errorf("Match(%.40q) = %s, want %s", header, got, want)
		}
	}
}

func TestPrinter(t *testing.T) {
	p := &Printer{language: "ru", tag: language.Russian, messages: map[string]message{
		"words": {forms: map[string]string{"one": "{n} слово", "few": "{n} слова", "many": "{n} слов", "other": "{n} слова"}},
		"hello": {text: "{name}, {name}!"},
		"until": {text: "Срок: {when}. Имя: {name}."},
	}}
	for _, test := range []struct{ got, want string }{
		{p.T("words", "n", 1), "1 слово"},
		{p.T("words", "n", 3), "3 слова"},
		{p.T("words", "n", 11), "11 слов"},
		{p.T("words", "n", 2815), "2\u00a0815 слов"},
		{p.T("words", "n", float64(21)), "21 слово"},
		{p.T("hello", "name", "{name}"), "{name}, {name}!"}, // what somebody typed is not filled in again
		{p.T("hello", "name", "2026"), "2026, 2026!"},
		{p.T("absent"), "⟦absent⟧"},
		// The stop of an abbreviation ends the sentence too.
		{p.T("until", "when", "1 марта 2027 г.", "name", "Example Inc."), "Срок: 1 марта 2027 г. Имя: Example Inc."},
		{p.T("until", "when", "14:05", "name", "a..."), "Срок: 14:05. Имя: a...."},
	} {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
}

func TestNumbersAndTimes(t *testing.T) {
	c := mustLoad(t)
	geneva, err := time.LoadLocation(GenevaZone)
	if err != nil {
		t.Fatal(err)
	}
	first := time.Date(2027, time.March, 1, 14, 5, 0, 0, time.UTC).In(geneva)
	for lang, want := range map[string][5]string{
		"en": {"1,234,567", "1 March 2027, 15:05", "March 2027", "−7", ", "},
		"fr": {"1\u202f234\u202f567", "1er mars 2027 à 15\u00a0h\u00a005", "mars 2027", "−7", ", "},
		"es": {"1.234.567", "1 de marzo de 2027, 15:05 h", "marzo de 2027", "−7", ", "},
		"ru": {"1\u00a0234\u00a0567", "1 марта 2027 г., 15:05", "март 2027 г.", "−7", ", "},
		"ar": {"1,234,567", "1 آذار/مارس 2027، 15:05", "آذار/مارس 2027", "−7", "، "},
		"zh": {"1,234,567", "2027年3月1日 15:05", "2027年3月", "−7", "、"},
	} {
		p, ok := c.Paper(lang)
		if !ok {
			t.Fatalf("no printer for %s", lang)
		}
		got := [5]string{p.Number(1234567), p.DateTime(first), p.Month(first), p.Number(-7), p.Comma()}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", lang, diff)
		}
	}
	if _, ok := c.Paper("de"); ok {
		t.Error("there is no German paper")
	}
	if got := c.Printer("de").Language(); got != "en" {
		t.Errorf("pages in German fall back to %s", got)
	}
}
