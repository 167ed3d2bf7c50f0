package upr_test

import (
	"bytes"
	"strings"
	"testing"

	"upright/internal/upr"
)

func aliases(t *testing.T, key byte) upr.Aliases {
	t.Helper()
	a, err := upr.NewAliases(bytes.Repeat([]byte{key}, upr.AliasKey))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// An alias leads back to its person with the key of the submission, and with no other.
func TestAliases(t *testing.T) {
	here, there := aliases(t, 1), aliases(t, 2)
	seen := make(map[upr.Alias]bool)
	for range 1000 {
		user := upr.UserID(upr.NewID())
		alias := here.Of(user)
		if alias == there.Of(user) || alias != here.Of(user) || strings.Contains(string(alias), string(user)) {
			t.Fatalf("%s is %s here and %s there", user, alias, there.Of(user))
		}
		if back, ok := here.User(alias); !ok || back != user {
			t.Fatalf("%s leads to %q", alias, back)
		}
		if back, ok := there.User(alias); ok {
			t.Fatalf("%s leads to %q elsewhere", alias, back)
		}
		seen[alias] = true
	}
	if len(seen) != 1000 {
		t.Errorf("%d aliases of 1000 people", len(seen))
	}
}

// What names nobody here is not made into somebody, and identifiers of accounts are no aliases.
func TestNoAliases(t *testing.T) {
	a := aliases(t, 1)
	alias := string(a.Of(upr.UserID(upr.NewID())))
	last := map[bool]string{true: "b", false: "a"}[strings.HasSuffix(alias, "a")]
	for _, text := range []string{
		"", "a", upr.NewID(), strings.Repeat("a", 26), strings.ToUpper(alias), alias + "a", alias[1:], alias[:25] + last, "1" + alias[1:], " " + alias[1:],
	} {
		if user, ok := a.User(upr.Alias(text)); ok {
			t.Errorf("%q leads to %q", text, user)
		}
	}
	for _, user := range []upr.UserID{"", "u", "from-elsewhere", upr.UserID(alias)} {
		if got := a.Of(user); string(got) != string(user) {
			t.Errorf("%q became %q", user, got)
		}
	}
	if _, err := upr.NewAliases(make([]byte, 15)); err == nil {
		t.Error("a short key was taken")
	}
}
