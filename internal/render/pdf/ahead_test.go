package pdf

import (
	"bytes"
	"testing"
)

// A text that is shaped from both ends at once makes the same file as one that is shaped from the front alone, and when it
// is known, nothing is shaped ahead.
func TestAhead(t *testing.T) {
	d := bigDocument(1200, 40)
	alone := render(t, d)
	for range 5 {
		r, err := NewRenderer(Options{Families: families(t)})
		if err != nil {
			t.Fatal(err)
		}
		var both bytes.Buffer
		if _, err := r.Write(t.Context(), &both, d); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(alone, both.Bytes()) {
			t.Fatal("it makes another file")
		}
		set := r.setter(d)
		before := set.shaped
		newLayout(t.Context(), d, set).backwards()
		if set.shaped != before {
			t.Errorf("%d texts were shaped again", set.shaped-before)
		}
	}
}
