package store_test

import (
	"strings"
	"testing"

	"upright/internal/store"
	"upright/internal/store/storetest"
)

// The longest message that is named is one that PostgreSQL takes, and a longer one is refused with its size.
func TestTellPresenceIsBounded(t *testing.T) {
	s := storetest.Open(t)
	longest := strings.Repeat("x", store.MaxPresence)
	if err := s.TellPresence(t.Context(), []string{longest, longest[1:]}); err != nil {
		t.Error(err)
	}
	if err := s.TellPresence(t.Context(), []string{"short", longest + "x"}); err == nil || !strings.Contains(err.Error(), "7901 bytes") {
		t.Errorf("a longer one: %v", err)
	}
}
