package prose_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"

	"upright/internal/prose"
)

// vectors are the manuscripts that the editor's own model was shown too.
func vectors(t testing.TB) []vector {
	t.Helper()
	data, err := os.ReadFile("../../assets/shared/testdata/manuscripts.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []vector
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatal("no vectors")
	}
	return all
}

type vector struct {
	Name  string
	Valid bool
	Doc   json.RawMessage
}

func TestDecodeAgreesWithTheEditor(t *testing.T) {
	for _, v := range vectors(t) {
		t.Run(v.Name, func(t *testing.T) {
			m, err := prose.Decode(v.Doc)
			if (err == nil) != v.Valid {
				t.Fatalf("valid is %v, Decode says: %v", v.Valid, err)
			}
			if err == nil {
				checkStable(t, m)
			}
		})
	}
}

func checkStable(t *testing.T, m *prose.Manuscript) {
	t.Helper()
	encoded, err := prose.Encode(m)
	if err != nil {
		t.Fatalf("Encode refuses what Decode gave: %v", err)
	}
	again, err := prose.Decode(encoded)
	if err != nil {
		t.Fatalf("Decode refuses what Encode wrote: %v\n%s", err, encoded)
	}
	// Not cmp.Diff: its time doubles with each level of a nested list.
	if !reflect.DeepEqual(m, again) {
		t.Fatalf("decode, encode, decode gives another manuscript: %s", encoded)
	}
}

// What the editor's model writes for a text with every attribute present comes back byte for byte.
func TestEncodeIsTheEditorsJSON(t *testing.T) {
	const doc = `{"type":"doc","content":[{"type":"part","attrs":{"id":"p","kind":"rights","hidden":false},"content":[` +
		`{"type":"part_title","content":[{"type":"text","text":"A \"title\" \\ \u001f\n<&>` + "\u2028" + `"}]},` +
		`{"type":"paragraph","attrs":{"id":"a","numbered":true}},` +
		`{"type":"heading","attrs":{"id":"b","level":2},"content":[{"type":"text","marks":[{"type":"link","attrs":{"href":"https://a.example/?x=1&y=2"}},{"type":"em"},{"type":"strong"}],"text":"x"},{"type":"hard_break"},{"type":"cross_reference","attrs":{"target":"a"}},{"type":"endnote","attrs":{"id":"n"},"content":[{"type":"text","marks":[{"type":"em"}],"text":"Note"}]}]},` +
		`{"type":"recommendation","attrs":{"id":"c","addressee":"OAS"},"content":[{"type":"text","marks":[{"type":"strong"}],"text":"Ratify"}]},` +
		`{"type":"ordered_list","attrs":{"id":"d"},"content":[{"type":"list_item","content":[{"type":"paragraph","attrs":{"id":"e","numbered":true}},{"type":"bullet_list","attrs":{"id":"f"},"content":[{"type":"list_item","content":[{"type":"paragraph","attrs":{"id":"g","numbered":false}}]}]}]}]},` +
		`{"type":"table","attrs":{"id":"h","caption":"Cases"},"content":[{"type":"table_row","content":[{"type":"table_header","attrs":{"colspan":2,"rowspan":1,"colwidth":null},"content":[{"type":"paragraph","attrs":{"id":"i","numbered":true}}]}]}]}` +
		`]}]}`
	m, err := prose.Decode([]byte(doc))
	if err != nil {
		t.Fatal(err)
	}
	got, err := prose.Encode(m)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != doc {
		t.Errorf("got  %s\nwant %s", got, doc)
	}
}

func TestDecodeNamesThePlace(t *testing.T) {
	part := func(blocks string) string {
		return `{"type":"doc","content":[{"type":"part","content":[{"type":"part_title"},` + blocks + `]}]}`
	}
	for _, c := range []struct{ name, doc, path string }{
		{"not an object", `[]`, "doc"},
		{"unknown field", `{"type":"doc","style":1}`, "doc"},
		{"no part", `{"type":"doc"}`, "doc.content"},
		{"level", part(`{"type":"heading","attrs":{"level":3}}`), "doc.content[0].content[1].attrs.level"},
		{"unknown attribute", part(`{"type":"paragraph","attrs":{"style":"x"}}`), "doc.content[0].content[1].attrs"},
		{"unknown mark", part(`{"type":"paragraph","content":[{"type":"text","text":"x","marks":[{"type":"underline"}]}]}`), "doc.content[0].content[1].content[0].marks[0]"},
		{"marks in the wrong order", part(`{"type":"paragraph","content":[{"type":"text","text":"x","marks":[{"type":"strong"},{"type":"em"}]}]}`), "doc.content[0].content[1].content[0].marks[1]"},
		{"marks on a block", part(`{"type":"paragraph","marks":[{"type":"em"}]}`), "doc.content[0].content[1].marks"},
		{"script link", part(`{"type":"paragraph","content":[{"type":"text","text":"x","marks":[{"type":"link","attrs":{"href":"JavaScript:alert(1)"}}]}]}`), "doc.content[0].content[1].content[0].marks[0].attrs.href"},
		{"block in a cell", part(`{"type":"table","content":[{"type":"table_row","content":[{"type":"table_cell","content":[{"type":"heading"}]}]}]}`), "doc.content[0].content[1].content[0].content[0].content[0]"},
		{"width", part(`{"type":"table","content":[{"type":"table_row","content":[{"type":"table_cell","attrs":{"colwidth":"1"},"content":[{"type":"paragraph"}]}]}]}`), "doc.content[0].content[1].content[0].content[0].attrs.colwidth"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := prose.Decode([]byte(c.doc))
			var decode *prose.DecodeError
			if !errors.As(err, &decode) || decode.Path != c.path {
				t.Errorf("got %v, want an error at %s", err, c.path)
			}
		})
	}
}

func TestDecodeBounds(t *testing.T) {
	if _, err := prose.Decode(bytes.Repeat([]byte(" "), prose.MaxBytes+1)); !errors.Is(err, prose.ErrTooLarge) {
		t.Errorf("too large: %v", err)
	}
	deep := strings.Repeat(`[`, prose.MaxDepth+1) + strings.Repeat(`]`, prose.MaxDepth+1)
	if _, err := prose.Decode([]byte(deep)); !errors.Is(err, prose.ErrTooDeep) {
		t.Errorf("too deep: %v", err)
	}
	if _, err := prose.Decode([]byte("{\"type\":\"\xff\"}")); !errors.Is(err, prose.ErrNotText) {
		t.Errorf("not UTF-8: %v", err)
	}
	brackets := `{"type":"doc","content":[{"type":"part","content":[{"type":"part_title","content":[{"type":"text","text":"\"` +
		strings.Repeat("[{", 100) + `"}]},{"type":"paragraph"}]}]}`
	if _, err := prose.Decode([]byte(brackets)); err != nil {
		t.Errorf("brackets in a text are not depth: %v", err)
	}
}

func TestEncodeRefusesBrokenStructure(t *testing.T) {
	paragraph := &prose.Paragraph{}
	for name, b := range map[string]prose.Block{
		"level":        &prose.Heading{Level: 3},
		"empty list":   &prose.List{},
		"empty item":   &prose.List{Items: []*prose.ListItem{{}}},
		"list first":   &prose.List{Items: []*prose.ListItem{{Blocks: []prose.Block{&prose.List{Items: []*prose.ListItem{{Blocks: []prose.Block{paragraph}}}}}}}},
		"no rows":      &prose.Table{},
		"no cells":     &prose.Table{Rows: []*prose.Row{{}}},
		"no span":      &prose.Table{Rows: []*prose.Row{{Cells: []*prose.Cell{{Blocks: []prose.Block{paragraph}}}}}},
		"table inside": &prose.Table{Rows: []*prose.Row{{Cells: []*prose.Cell{{Colspan: 1, Rowspan: 1, Blocks: []prose.Block{&prose.Table{}}}}}}},
		"empty text":   &prose.Paragraph{Content: []prose.Inline{&prose.Text{}}},
		"link":         &prose.Paragraph{Content: []prose.Inline{&prose.Text{Text: "x", Link: "file:///etc"}}},
	} {
		m := &prose.Manuscript{Parts: []*prose.Part{{Kind: prose.Other, Blocks: []prose.Block{b}}}}
		if _, err := prose.Encode(m); err == nil {
			t.Errorf("%s: encoded", name)
		}
	}
	if _, err := prose.Encode(&prose.Manuscript{}); err == nil {
		t.Error("no part: encoded")
	}
	if _, err := prose.Encode(&prose.Manuscript{Parts: []*prose.Part{{Kind: "verse", Blocks: []prose.Block{paragraph}}}}); err == nil {
		t.Error("unknown kind: encoded")
	}
}

func FuzzDecode(f *testing.F) {
	for _, v := range vectors(f) {
		f.Add([]byte(v.Doc))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := prose.Decode(data)
		if err != nil {
			return
		}
		encoded, err := prose.Encode(m)
		// What is written spells out the attributes that were left out, so it can outgrow the bounds that the input kept.
		if errors.Is(err, prose.ErrTooLarge) {
			return
		}
		if err != nil {
			t.Fatalf("Encode refuses what Decode gave: %v", err)
		}
		again, err := prose.Decode(encoded)
		if err != nil {
			t.Fatalf("Decode refuses what Encode wrote: %v", err)
		}
		if !reflect.DeepEqual(m, again) {
			t.Fatalf("decode, encode, decode gives another manuscript: %s", encoded)
		}
	})
}
