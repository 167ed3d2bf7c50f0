package anchor

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestOccurrences compares with looking at every place, on texts that repeat themselves.
func TestOccurrences(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	letters := func(n int) []uint16 {
		list := make([]uint16, n)
		for i := range list {
			list[i] = 'a' + uint16(r.IntN(2))
		}
		return list
	}
	most := 0
	for range 2000 {
		units, wanted := letters(r.IntN(40)), letters(r.IntN(6))
		var want []int
		for i := 0; len(wanted) > 0 && i+len(wanted) <= len(units); i++ {
			if slices.Equal(units[i:i+len(wanted)], wanted) {
				want = append(want, i)
			}
		}
		most = max(most, len(want))
		if got := occurrences(units, wanted); !slices.Equal(got, want) {
			t.Fatalf("%v in %v: at %v, want %v", wanted, units, got, want)
		}
	}
	if most < 10 {
		t.Errorf("at most %d at once: the texts prove little", most)
	}
}
