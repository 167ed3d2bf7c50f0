package collab_test

import (
	"fmt"
	"testing"

	"upright/internal/collab"
	"upright/internal/upr"
)

// ProseMirror looks types up as names of fields, takes any attributes for none, and ignores fields that it does not know.
// What it reads from such steps is not what Go reads from them: places of comments drift, or cannot be worked out any more.
func TestStepsThatOnlyTheEngineReads(t *testing.T) {
	put := func(node string) string {
		return fmt.Sprintf(`{"stepType":"replace","from":%d,"to":%d,"slice":{"content":[%s]}}`, start, start, node)
	}
	for name, step := range map[string]string{
		"a list for a type":        put(`{"type":["text"],"text":"x"}`),
		"a list for attributes":    put(`{"type":"hard_break","attrs":[]}`),
		"a text for attributes":    put(`{"type":"hard_break","attrs":"x"}`),
		"two texts":                put(`{"type":"text","text":"x","Text":"much longer"}`),
		"two kinds of content":     put(`{"type":"endnote","Content":[{"type":"text","text":"x"}]}`),
		"a list for a mark's type": put(`{"type":"text","text":"x","marks":[{"type":["em"]}]}`),
		"two slices":               fmt.Sprintf(`{"stepType":"replace","from":%d,"to":%d,"slice":{"content":[{"type":"text","text":"x"}],"OpenStart":7}}`, start, start),
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			h := w.hub(t, collab.Options{})
			if err := h.StartThread(t.Context(), w.anna, w.id, newComment(), upr.Anchor{
				Block: "paraaaaaaaaa", Ranged: true, From: start + 4, To: start + 9, Quote: "first",
			}); err != nil {
				t.Fatal(err)
			}
			wantKind(t, w.commitSteps(t, h, w.anna, step), upr.Invalid)
			if got := onlyThread(t, w, h); got.From != start+4 {
				t.Errorf("the thread stands at %d", got.From)
			}
		})
	}
}

// Names of fields can be written in more than one way. Whose suggestion it is is read as the engine reads it.
func TestSuggestionInDisguise(t *testing.T) {
	w := newWorld(t)
	h := w.hub(t, collab.Options{})
	ben := w.user(t, "ben@example.org")
	for name, mark := range map[string]string{
		"an escaped name":      fmt.Sprintf(`{"type":"insertion","attrs":{"id":"s-one","\u0075ser":%q,"at":1}}`, ben.User),
		"escaped all over":     fmt.Sprintf(`{"\u0074ype":"insertion","\u0061ttrs":{"\u0069d":"s-two","\u0075ser":%q,"at":1}}`, ben.User),
		"a list for its type":  fmt.Sprintf(`{"type":["insertion"],"attrs":{"id":"s-three","user":%q,"at":1}}`, ben.User),
		"its kind is escaped":  fmt.Sprintf(`{"type":"\u0069nsertion","attrs":{"id":"s-four","user":%q,"at":1}}`, ben.User),
		"nothing is disguised": fmt.Sprintf(`{"type":"insertion","attrs":{"id":"s-five","user":%q,"at":1}}`, ben.User),
	} {
		t.Run(name, func(t *testing.T) { wantKind(t, w.commitSteps(t, h, w.anna, inserted(start, "x", mark)), upr.Invalid) })
	}
}
