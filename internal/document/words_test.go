package document_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"upright/internal/document"
)

// catalogue is where the words of the files are kept; the package itself gets them as arguments.
const catalogue = "../i18n/paper"

func entries(t *testing.T, lang string) map[string]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(catalogue, lang+".json"))
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	if err := json.Unmarshal(data, &texts); err != nil {
		t.Fatalf("%s: %v", lang, err)
	}
	return texts
}

func words(t *testing.T, lang string) document.Words {
	t.Helper()
	texts := entries(t, lang)
	return document.NewWords(func(key string) string {
		text, ok := texts[key]
		if !ok {
			t.Errorf("%s has no word for %q", lang, key)
		}
		return text
	}, func(d time.Time) string { return d.Format("2 January 2006") }, func(d time.Time) string { return d.Format("January 2006") })
}

// Every word is asked for, and none is kept that nobody prints.
func TestWordsUseTheWholeCatalogue(t *testing.T) {
	for _, lang := range []string{"en", "fr", "es", "ar", "ru", "zh"} {
		used := map[string]bool{}
		document.NewWords(func(key string) string { used[key] = true; return "" }, nil, nil)
		want, got := slices.Sorted(maps.Keys(entries(t, lang))), slices.Sorted(maps.Keys(used))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: keys in the file and keys asked for (-file +asked):\n%s", lang, diff)
		}
	}
}

// The list for the native check names keys that exist.
func TestUnconfirmedWordsExist(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(catalogue, "unconfirmed.json"))
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		t.Fatal(err)
	}
	delete(raw, "_comment")
	if len(raw) != 5 {
		t.Errorf("%d languages, want the five besides English", len(raw))
	}
	for lang, list := range raw {
		var keys []string
		if err := json.Unmarshal(list, &keys); err != nil {
			t.Fatal(err)
		}
		have := entries(t, lang)
		for _, key := range keys {
			if _, ok := have[key]; !ok {
				t.Errorf("%s: %q is not in the catalogue", lang, key)
			}
		}
	}
}

// Each page number stands once in the template of the foot, whichever comes first: the renderers cut it there.
func TestPageLabelHasBothNumbersOnce(t *testing.T) {
	for _, lang := range []string{"en", "fr", "es", "ar", "ru", "zh"} {
		label := words(t, lang).Labels.Page
		if strings.Count(label, "{page}") != 1 || strings.Count(label, "{pages}") != 1 {
			t.Errorf("%s: %q", lang, label)
		}
	}
}
