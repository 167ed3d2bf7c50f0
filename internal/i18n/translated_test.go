package i18n

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// TestTranslated fails for English sentences that stand in a catalogue of another script: somebody copied a new message
// and forgot it. Names, codes and forms of files are the same in every language.
func TestTranslated(t *testing.T) {
	c := mustLoad(t)
	sentence := regexp.MustCompile(`\b[a-z]{2,} [a-z]{2,}\b`)
	for lang, script := range map[string]*unicode.RangeTable{"ar": unicode.Arabic, "ru": unicode.Cyrillic, "zh": unicode.Han} {
		p := c.Printer(lang)
		if p.Language() != lang {
			t.Fatalf("no pages in %s", lang)
		}
		for _, key := range p.Keys() {
			for _, text := range p.messages[key].texts() {
				own := strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(script, r) })
				if !own && sentence.MatchString(text) {
					t.Errorf("%s: %s is not translated: %q", lang, key, text)
				}
			}
		}
	}
}

// TestIsolation: what is filled into an Arabic sentence keeps its own direction; numbers need no help, nor do other
// languages.
func TestIsolation(t *testing.T) {
	c := mustLoad(t)
	for _, test := range []struct{ lang, want string }{
		{"ar", "\u2068A (B)\u2069 (\u2068Kenya\u2069)"},
		{"en", "A (B) (Kenya)"},
		{"zh", "A (B)（Kenya）"},
	} {
		if got := c.Printer(test.lang).T("news.about", "title", "A (B)", "state", "Kenya"); got != test.want {
			t.Errorf("%s: %q, want %q", test.lang, got, test.want)
		}
	}
	if got := c.Printer("ar").T("retention.banner", "due", "Inc."); strings.Contains(got, ".\u2069.") {
		t.Errorf("a second full stop after that of an abbreviation: %q", got)
	}
	if got := c.Printer("ar").T("links.used", "n", 12); strings.ContainsAny(got, firstStrongIsolate) || !strings.Contains(got, "12") {
		t.Errorf("a number is written as %q", got)
	}
	if paper, _ := c.Paper("ar"); strings.Contains(paper.T("copy", "name", "Kenya"), firstStrongIsolate) {
		t.Error("papers hold signs that nobody sees")
	}
}

// TestUnconfirmed: English is the original. What the list says of the others changes as people check them; that its keys
// are there is checked when it is loaded.
func TestUnconfirmed(t *testing.T) {
	c := mustLoad(t)
	if p := c.Printer("en"); p.Unchecked() || len(p.UnconfirmedTerms()) != 0 {
		t.Error("English needs no check of its translation")
	}
	if all := strings.Join(c.Printer("ar").UnconfirmedTerms(), " "); c.Printer("ar").Unchecked() && !strings.Contains(all, "signoff.title") {
		t.Errorf("the list of terms to check in Arabic is %q", all)
	}
}
