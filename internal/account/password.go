package account

import (
	_ "embed"
	"strings"
	"unicode/utf8"

	"upright/internal/upr"
)

// Bounds of a password. NIST SP 800-63B asks for 8 characters at least where a second factor is, ASVS 5.0 recommends
// 15; there is no rule about kinds of characters, which only makes passwords easier to guess.
const (
	minPassword = 12  // characters
	maxPassword = 256 // bytes
)

// common holds passwords long enough to pass that guessers try first, one a line, in lower case.
//
//go:embed common.txt
var common string

// checkPassword says what is wrong with a new password of the account with an address, as an error of a form's field.
func checkPassword(field, password, email string) error {
	refuse := func(key string, args map[string]any) error {
		return &upr.Error{Kind: upr.Invalid, Key: key, Args: args, Field: field}
	}
	lower := strings.ToLower(strings.TrimSpace(password))
	local, _, _ := strings.Cut(email, "@")
	switch {
	case utf8.RuneCountInString(password) < minPassword:
		return refuse("account.password.short", map[string]any{"n": minPassword})
	case len(password) > maxPassword:
		return refuse("account.password.long", map[string]any{"n": maxPassword})
	case email != "" && (lower == email || strings.Trim(lower, "0123456789!?.*-_ ") == local):
		return refuse("account.password.email", nil)
	case isCommon(lower) || differentRunes(lower) < 5:
		return refuse("account.password.common", nil)
	}
	return nil
}

func isCommon(lower string) bool {
	for line := range strings.Lines(common) {
		if strings.TrimSpace(line) == lower {
			return true
		}
	}
	return false
}

func differentRunes(s string) int {
	seen := make(map[rune]bool)
	for _, r := range s {
		seen[r] = true
	}
	return len(seen)
}
