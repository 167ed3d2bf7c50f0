package prose_test

import (
	"errors"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"upright/internal/prose"
	"upright/internal/prose/prosetest"
)

// encoded is a part as JSON, for comparing and for showing.
func encoded(t testing.TB, p *prose.Part) string {
	t.Helper()
	data, err := prose.Encode(&prose.Manuscript{Parts: []*prose.Part{p}})
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestFormRoundTrip(t *testing.T) {
	for seed := range uint64(800) {
		part := prosetest.RandomPart(rand.New(rand.NewPCG(seed, 1)))
		form := prose.WriteForm(part)
		got, err := prose.ParseForm(form, part)
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, form)
		}
		if want, got := encoded(t, part), encoded(t, got); got != want {
			t.Fatalf("seed %d\nform: %s\ngot:  %s\nwant: %s", seed, form, got, want)
		}
		// Browsers send forms with CR LF.
		if got, err := prose.ParseForm(strings.ReplaceAll(form, "\n", "\r\n"), part); err != nil || encoded(t, got) != encoded(t, part) {
			t.Fatalf("seed %d with CR LF: %v", seed, err)
		}
	}
}

// What a person types, not what WriteForm writes.
func TestParseForm(t *testing.T) {
	p := func(content ...prose.Inline) *prose.Paragraph {
		return &prose.Paragraph{Numbered: true, Content: content}
	}
	x := func(s string) *prose.Text { return &prose.Text{Text: s} }
	cell := func(head bool, s string) *prose.Cell {
		return &prose.Cell{Header: head, Colspan: 1, Rowspan: 1, Blocks: []prose.Block{p(x(s))}}
	}
	for _, c := range []struct {
		name, form string
		want       []prose.Block
	}{
		{"nothing", " \n\n", []prose.Block{p()}},
		{"wrapped lines and headings", "## One\nsame heading\n\n### Two\n\nA line\n  and its rest.",
			[]prose.Block{&prose.Heading{Level: 1, Content: []prose.Inline{x("One same heading")}}, &prose.Heading{Level: 2, Content: []prose.Inline{x("Two")}}, p(x("A line and its rest."))}},
		{"recommendations", "R: Ratify.\nR (OAS (Council)): no\n\nR(OAS): Publish.",
			[]prose.Block{&prose.Recommendation{Content: []prose.Inline{x("Ratify. R (OAS (Council)): no")}}, &prose.Recommendation{Addressee: "OAS", Content: []prose.Inline{x("Publish.")}}}},
		{"list right after a line", "Three:\n- one\n- two\n  still two\n\n- three",
			[]prose.Block{p(x("Three:")), &prose.List{Items: []*prose.ListItem{{Blocks: []prose.Block{p(x("one"))}}, {Blocks: []prose.Block{p(x("two still two"))}}, {Blocks: []prose.Block{p(x("three"))}}}}}},
		{"a year is no list", "Reported in\n2024. Nothing since.", []prose.Block{p(x("Reported in 2024. Nothing since."))}},
		{"nested list", "1. one\n   - under one\n2. two",
			[]prose.Block{&prose.List{Ordered: true, Items: []*prose.ListItem{
				{Blocks: []prose.Block{p(x("one")), &prose.List{Items: []*prose.ListItem{{Blocks: []prose.Block{p(x("under one"))}}}}}},
				{Blocks: []prose.Block{p(x("two"))}}}}}},
		{"table", "| What | Cases |\n| --- | --- |\n| Detention | 12 |\nCaption: Cases",
			[]prose.Block{&prose.Table{Caption: "Cases", Rows: []*prose.Row{{Cells: []*prose.Cell{cell(true, "What"), cell(true, "Cases")}}, {Cells: []*prose.Cell{cell(false, "Detention"), cell(false, "12")}}}}}},
		{"marks", "*a* **b** ***c*** [d](https://e.example) [sic] {f}",
			[]prose.Block{p(&prose.Text{Text: "a", Em: true}, x(" "), &prose.Text{Text: "b", Strong: true}, x(" "), &prose.Text{Text: "c", Em: true, Strong: true}, x(" "), &prose.Text{Text: "d", Link: "https://e.example"}, x(" [sic] {f}"))}},
		{"note, reference, break", "Law.^[*CRC*, art. 7.] See {ref:p1}.\\\nNext",
			[]prose.Block{p(x("Law."), &prose.Endnote{Content: []*prose.Text{{Text: "CRC", Em: true}, {Text: ", art. 7."}}}, x(" See "), &prose.CrossReference{Target: "p1"}, x("."), &prose.HardBreak{}, x("Next"))}},
		{"backslashes", `5 \* 3 C:\new \\`, []prose.Block{p(x(`5 * 3 C:\new \`))}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := prose.ParseForm(c.form, &prose.Part{ID: "part", Kind: prose.Rights, Title: "T"})
			if err != nil {
				t.Fatal(err)
			}
			want := &prose.Part{ID: "part", Kind: prose.Rights, Title: "T", Blocks: c.want}
			if forget(got); !reflect.DeepEqual(got, want) {
				t.Errorf("\ngot  %s\nwant %s", encoded(t, got), encoded(t, want))
			}
		})
	}
}

// forget takes all ids away, after each was seen to be there.
func forget(p *prose.Part) {
	for b := range p.All() {
		switch b := b.(type) {
		case *prose.Paragraph:
			b.ID = ""
		case *prose.Heading:
			b.ID = ""
		case *prose.Recommendation:
			b.ID = ""
		case *prose.List:
			b.ID = ""
		case *prose.Table:
			b.ID = ""
		}
	}
	for note := range p.Notes() {
		note.ID = ""
	}
}

func TestParseFormNamesTheLine(t *testing.T) {
	for _, c := range []struct {
		form    string
		line    int
		problem prose.FormProblem
	}{
		{"one\n\ntwo *three", 3, prose.OpenEmphasis},
		{"one\ntwo^[three", 2, prose.OpenNote},
		{"a^[b^[c]]", 1, prose.OpenNote},
		{"\n\n{ref:x", 3, prose.OpenReference},
		{"x [a](javascript:alert)", 1, prose.UnsafeLink},
		{"x\n\n[a](https://b.example", 3, prose.UnsafeLink},
		{"(table)\n(cell)\n  x", 2, prose.BrokenTable},
		{"x\n\n(table)\nCaption: y", 3, prose.BrokenTable},
		{"(table)\n(row)\n(cell 0x1)", 3, prose.BrokenTable},
		{"x\n\n|", 3, prose.BrokenTable},
		{nested(40), 17, prose.TooDeep},
	} {
		_, err := prose.ParseForm(c.form, &prose.Part{})
		var form *prose.FormError
		if !errors.As(err, &form) || form.Line != c.line || form.Problem != c.problem {
			t.Errorf("%q: got %v, want line %d: %s", c.form, err, c.line, c.problem)
		}
	}
	if _, err := prose.ParseForm("\xff", &prose.Part{}); !errors.Is(err, prose.ErrNotText) {
		t.Errorf("not UTF-8: %v", err)
	}
}

func nested(depth int) string {
	var s strings.Builder
	for i := range depth {
		s.WriteString(strings.Repeat("  ", i) + "- x\n")
	}
	return s.String()
}

// Comments, findings and cross-references hang on ids: an edit elsewhere must not move them.
func TestParseFormKeepsIDs(t *testing.T) {
	para := func(id, s string, more ...prose.Inline) prose.Block {
		return &prose.Paragraph{ID: id, Numbered: true, Content: append([]prose.Inline{&prose.Text{Text: s}}, more...)}
	}
	note := func(id, s string) prose.Inline { return &prose.Endnote{ID: id, Content: []*prose.Text{{Text: s}}} }
	old := &prose.Part{ID: "part", Kind: prose.Rights, Blocks: []prose.Block{
		para("a", "The first paragraph is about arrests in the capital.", note("n1", "Own records.")),
		para("b", "The second is about schools in the north.", note("n2", "Report of 2024.")),
		para("c", "The third is about health care for returnees."),
		&prose.List{ID: "l", Items: []*prose.ListItem{{Blocks: []prose.Block{para("i1", "one")}}, {Blocks: []prose.Block{para("i2", "two")}}}},
	}}
	const edited = `A new paragraph before all others.

The second is about schools in the north and their teachers.^[Report of 2024, p. 3.]

The third is about health care for returnees.

- one
- one and a half
- two`
	got, err := prose.ParseForm(edited, old)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	known := map[string]bool{"a": true, "b": true, "c": true, "l": true, "i1": true, "i2": true}
	for b := range got.All() {
		id := prose.BlockID(b)
		if !known[id] {
			id = "new"
		}
		ids = append(ids, id)
	}
	if want := "new b c l i1 new i2"; strings.Join(ids, " ") != want {
		t.Errorf("blocks %v, want %s", ids, want)
	}
	for n := range got.Notes() {
		if n.ID != "n2" {
			t.Errorf("note %q has the id %q", n.Plain(), n.ID)
		}
	}
}

// Hostile forms: what once took quadratic time or unbounded stack.
func TestParseFormIsLinear(t *testing.T) {
	for _, s := range []string{"[", "^[", "[](", "- ", "*", "\\", "| ", "{ref:", "a\n\n", "  - x\n", "(table)\n(row)\n(cell)\n"} {
		done := make(chan struct{})
		go func() {
			defer close(done)
			_, _ = prose.ParseForm(strings.Repeat(s, 100_000/len(s)), &prose.Part{ID: "p", Kind: prose.Other})
		}()
		select {
		case <-done:
		case <-time.After(20 * time.Second):
			t.Fatalf("%q many times: not done in 20 s", s)
		}
	}
}

func FuzzParseForm(f *testing.F) {
	for seed := range uint64(50) {
		f.Add(prose.WriteForm(prosetest.RandomPart(rand.New(rand.NewPCG(seed, 2)))))
	}
	f.Fuzz(func(t *testing.T, form string) {
		part, err := prose.ParseForm(form, &prose.Part{ID: "p", Kind: prose.Other})
		if err != nil {
			return
		}
		written := prose.WriteForm(part)
		again, err := prose.ParseForm(written, part)
		if err != nil {
			t.Fatalf("what WriteForm wrote is refused: %v\n%s", err, written)
		}
		if want, got := encoded(t, part), encoded(t, again); got != want {
			t.Fatalf("form %s\ngot  %s\nwant %s", written, got, want)
		}
	})
}
