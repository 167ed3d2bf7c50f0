package account

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"testing"

	"upright/internal/upr"
)

// cheap is a cost for tests of the form, not of the strength.
func cheap() Cost { return Cost{Memory: 64, Time: 1, Threads: 1} }

func TestHash(t *testing.T) {
	ctx, h := t.Context(), newHasher(rand.Reader, cheap())
	one, err := h.hash(ctx, "three quiet harbours")
	if err != nil {
		t.Fatal(err)
	}
	two, err := h.hash(ctx, "three quiet harbours")
	if err != nil || one == two {
		t.Errorf("the same salt twice: %q, %v", two, err)
	}
	if !strings.HasPrefix(one, "$argon2id$v=19$m=64,t=1,p=1$") {
		t.Errorf("the cost does not stand in %q", one)
	}
	for _, c := range []struct {
		password, encoded string
		matches, outdated bool
	}{
		{"three quiet harbours", one, true, false},
		{"three quiet harbour", one, false, false},
		{"", one, false, false},
		{"", "", false, false},
		{"!", noPassword, false, false},
	} {
		matches, outdated, err := h.matches(ctx, c.password, c.encoded)
		if err != nil || matches != c.matches || outdated != c.outdated {
			t.Errorf("%q against %q: %t, %t, %v", c.password, c.encoded, matches, outdated, err)
		}
	}
	dearer := newHasher(rand.Reader, Cost{Memory: 128, Time: 1, Threads: 1})
	if matches, outdated, err := dearer.matches(ctx, "three quiet harbours", one); err != nil || !matches || !outdated {
		t.Errorf("with another cost: %t, %t, %v; want a match to renew", matches, outdated, err)
	}
}

// TestHashComposed: the same password typed on a Mac and on Windows has other bytes for é.
func TestHashComposed(t *testing.T) {
	ctx, h := t.Context(), newHasher(rand.Reader, cheap())
	encoded, err := h.hash(ctx, "cafe\u0301 de la gare")
	if err != nil {
		t.Fatal(err)
	}
	if matches, _, err := h.matches(ctx, "caf\u00e9 de la gare", encoded); err != nil || !matches {
		t.Errorf("%t, %v", matches, err)
	}
}

func TestHashRefuses(t *testing.T) {
	h := newHasher(rand.Reader, cheap())
	const salt, key = "AAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	for _, encoded := range []string{
		"plain", "$argon2id$v=19$m=64,t=1,p=1$" + salt, "$argon2i$v=19$m=64,t=1,p=1$" + salt + "$" + key,
		"$argon2id$v=18$m=64,t=1,p=1$" + salt + "$" + key, "$argon2id$v=19$m=4294967295,t=1,p=1$" + salt + "$" + key,
		"$argon2id$v=19$m=64,t=0,p=1$" + salt + "$" + key, "$argon2id$v=19$m=64,t=1,p=1$short$" + key,
		"$argon2id$v=19$m=64,t=1,p=1$" + salt + "$",
	} {
		if matches, _, err := h.matches(t.Context(), "x", encoded); !errors.Is(err, errHashForm) || matches {
			t.Errorf("%q: %t, %v", encoded, matches, err)
		}
	}
}

func TestHashWaitsForAProcessor(t *testing.T) {
	h := newHasher(rand.Reader, cheap())
	for range cap(h.slots) {
		h.slots <- struct{}{}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.hash(ctx, "three quiet harbours"); !errors.Is(err, context.Canceled) {
		t.Errorf("with all processors taken: %v", err)
	}
}

func TestCheckPassword(t *testing.T) {
	for _, c := range []struct{ password, key string }{
		{"three quiet harbours", ""},
		{"ثلاثة موانئ هادئة", ""},
		{"三个安静的港口在北方的海边", ""},
		{"elevenchars", "account.password.short"},
		{"éééééééééééé", "account.password.common"}, // twelve, but all the same
		{strings.Repeat("ab cd ef ", 29), "account.password.long"},
		{"anna.berg@example.org", "account.password.email"},
		{"Anna.Berg@Example.org", "account.password.email"},
		{"Anna.Berg2026!", "account.password.email"},
		{"PasswordPassword", "account.password.common"},
		{"correct horse battery staple", "account.password.common"},
		{"121212121212", "account.password.common"},
	} {
		err := checkPassword("password", c.password, "anna.berg@example.org")
		var known *upr.Error
		switch {
		case c.key == "" && err != nil:
			t.Errorf("%q refused: %v", c.password, err)
		case c.key != "" && (!errors.As(err, &known) || known.Key != c.key || known.Field != "password"):
			t.Errorf("%q: %v, want %s", c.password, err, c.key)
		}
	}
}

func TestCommonPasswordsAreLongEnough(t *testing.T) {
	n := 0
	for line := range strings.Lines(common) {
		n++
		word := strings.TrimSpace(line)
		if len([]rune(word)) < minPassword || word != strings.ToLower(word) {
			t.Errorf("%q never matches a password that is long enough", word)
		}
	}
	if n < 100 {
		t.Errorf("%d common passwords", n)
	}
}

func TestSummary(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0": "Edge, Windows",
		"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36":           "Chrome, Android",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18 Safari/604.1":   "Safari, iPhone",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0":                                      "Firefox, macOS",
		"curl/8.0 " + strings.Repeat("x", 5000): "",
		"":                                      "",
	} {
		if got := summary(agent); got != want {
			t.Errorf("%q: %q, want %q", agent, got, want)
		}
	}
}

func BenchmarkHash(b *testing.B) {
	h := newHasher(rand.Reader, DefaultCost())
	for b.Loop() {
		if _, err := h.hash(b.Context(), "three quiet harbours"); err != nil {
			b.Fatal(err)
		}
	}
}
