package lazyregexp

import (
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestMethods asks each method what it says, and regexp.
func TestMethods(t *testing.T) {
	const expression, text = `([a-z])([0-9])`, "a1 b2 c3"
	lazy, eager := New(expression), regexp.MustCompile(expression)
	star := func(s string) string { return s + "*" }
	for _, pair := range []struct {
		name      string
		got, want any
	}{
		{"MatchString", lazy.MatchString(text), eager.MatchString(text)},
		{"FindString", lazy.FindString(text), eager.FindString(text)},
		{"FindStringIndex", lazy.FindStringIndex(text), eager.FindStringIndex(text)},
		{"FindStringSubmatch", lazy.FindStringSubmatch(text), eager.FindStringSubmatch(text)},
		{"FindAllString", lazy.FindAllString(text, 2), eager.FindAllString(text, 2)},
		{"FindAllStringIndex", lazy.FindAllStringIndex(text, -1), eager.FindAllStringIndex(text, -1)},
		{"FindAllStringSubmatch", lazy.FindAllStringSubmatch(text, -1), eager.FindAllStringSubmatch(text, -1)},
		{"ReplaceAllString", lazy.ReplaceAllString(text, "$2$1"), eager.ReplaceAllString(text, "$2$1")},
		{"ReplaceAllStringFunc", lazy.ReplaceAllStringFunc(text, star), eager.ReplaceAllStringFunc(text, star)},
	} {
		if d := cmp.Diff(pair.want, pair.got); d != "" {
			t.Errorf("%s: %s", pair.name, d)
		}
	}
}

// TestMistake has a wrong expression found where it is written: a test need not use a pattern to hold it.
func TestMistake(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a wrong expression went unseen")
		}
	}()
	New(`(`)
}
