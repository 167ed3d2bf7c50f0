package prose

import (
	"encoding/json"
	"os"
	"reflect"
	"testing"
)

// suggestionVector is a text with suggestions, and what the editor says it is without them.
type suggestionVector struct {
	Doc, Settled json.RawMessage
	Open         int
	Length       struct{ Body, Notes Count }
}

func suggestionVectors(t *testing.T) []suggestionVector {
	t.Helper()
	data, err := os.ReadFile("../../assets/shared/testdata/suggestions.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []suggestionVector
	if err := json.Unmarshal(data, &all); err != nil || len(all) < 5 {
		t.Fatalf("%d vectors (error: %v)", len(all), err)
	}
	return all
}

func decodeForTest(t *testing.T, data []byte) *Manuscript {
	t.Helper()
	m, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func encodeForTest(t *testing.T, m *Manuscript) string {
	t.Helper()
	data, err := Encode(m)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestSettledIsWhatTheEditorSays(t *testing.T) {
	for i, v := range suggestionVectors(t) {
		m := decodeForTest(t, v.Doc)
		if got := m.Suggestions(); got != v.Open {
			t.Errorf("vector %d: %d suggestions are open, the editor has %d", i, got, v.Open)
		}
		if again := decodeForTest(t, []byte(encodeForTest(t, m))); !reflect.DeepEqual(again, m) {
			t.Errorf("vector %d is changed by a round trip", i)
		}
		settled := m.Settled()
		if got, want := encodeForTest(t, settled), encodeForTest(t, decodeForTest(t, v.Settled)); got != want {
			t.Errorf("vector %d without suggestions is\n%s\nin the editor\n%s", i, got, want)
		}
		if settled.Suggestions() != 0 || settled.Settled() != settled {
			t.Errorf("vector %d: suggestions are left", i)
		}
		if body, notes := settled.Count(); body != v.Length.Body || notes != v.Length.Notes {
			t.Errorf("vector %d: %v and %v, the editor counts %v", i, body, notes, v.Length)
		}
	}
}

func TestSettledDoesNotChangeWhatItIsMadeOf(t *testing.T) {
	for i, v := range suggestionVectors(t) {
		m := decodeForTest(t, v.Doc)
		before := encodeForTest(t, m)
		m.Settled()
		if encodeForTest(t, m) != before {
			t.Errorf("vector %d was changed", i)
		}
	}
}

func TestAFormKeepsSuggestionsInBlocksThatWereNotChanged(t *testing.T) {
	by := func(kind SuggestionKind, id string) []Suggestion {
		return []Suggestion{{Kind: kind, ID: id, User: "ann"}}
	}
	was := &Part{ID: "p", Kind: Other, Blocks: []Block{
		&Paragraph{ID: "a", Numbered: true, Content: []Inline{&Text{Text: "Kept"}, &Text{Text: " new", Suggested: by(Insertion, "s1")}}},
		&Paragraph{ID: "b", Numbered: true, Content: []Inline{&Text{Text: "Split "}}},
		&Paragraph{ID: "c", Numbered: true, Content: []Inline{&Text{Text: "here"}}, Suggested: by(Split, "s2")},
		&Paragraph{ID: "d", Numbered: true, Content: []Inline{&Text{Text: "Changed", Suggested: by(Deletion, "s3")}}},
	}}
	settled := was.Settled()
	if got, want := WriteForm(settled), "Kept\n\nSplit here\n\nChanged\n"; got != want {
		t.Fatalf("the form shows %q, want %q", got, want)
	}
	for _, c := range []struct {
		text   string
		lost   int
		blocks int
	}{
		{WriteForm(settled), 0, 4},
		{"Kept\n\nSplit here\n\nChanged in the form\n", 1, 4},
		{"Kept\n\nSplit anew here\n\nChanged\n", 1, 3},
		{"Changed\n", 2, 1},
	} {
		edited, err := ParseForm(c.text, settled)
		if err != nil {
			t.Fatal(err)
		}
		part, lost := Reopen(edited, was)
		if lost != c.lost || len(part.Blocks) != c.blocks || part.Suggestions() != 3-c.lost {
			t.Errorf("%q: %d lost in %d blocks, want %d in %d", c.text, lost, len(part.Blocks), c.lost, c.blocks)
		}
	}
	edited, err := ParseForm(WriteForm(settled), settled)
	if err != nil {
		t.Fatal(err)
	}
	if part, _ := Reopen(edited, was); !reflect.DeepEqual(part.Blocks, was.Blocks) {
		t.Error("a form that was sent back as it came changes the part")
	}
}
