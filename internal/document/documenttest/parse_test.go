package documenttest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"upright/internal/document"
)

func TestParse(t *testing.T) {
	d, err := Parse(`language: ar
title: T
[cover]
field A = b
field C = d
[body]
h2 {x} Part
num 3 {a} See **b** //i// [l](https://example.org) @a=3;^1⏎end
- one
  + two
& three
rec 1 {r} Senate | Do
table 1 {t} C
! H<<2
| a^^2 | b
| c ¶ - d
[notes]
1 {n} Note`)
	if err != nil {
		t.Fatal(err)
	}
	say := func(s string) []document.Span { return []document.Span{&document.Text{Text: s}} }
	one := func(s string) []document.Block { return []document.Block{&document.Paragraph{Text: say(s)}} }
	want := []document.Block{
		&document.Heading{Level: 2, Anchor: "x", Text: say("Part")},
		&document.Paragraph{Number: 3, Anchor: "a", Text: []document.Span{
			&document.Text{Text: "See "}, &document.Text{Text: "b", Strong: true}, &document.Text{Text: " "},
			&document.Text{Text: "i", Em: true}, &document.Text{Text: " "}, &document.Text{Text: "l", Link: "https://example.org"},
			&document.Text{Text: " "}, &document.Reference{Anchor: "a", Text: "3"}, &document.NoteMark{Number: 1},
			&document.Break{}, &document.Text{Text: "end"},
		}},
		&document.List{Items: [][]document.Block{append(one("one"),
			&document.List{Ordered: true, Items: [][]document.Block{one("two")}}, one("three")[0])}},
		&document.Recommendation{Number: 1, Label: "R1", Anchor: "r", Addressee: "Senate", Text: say("Do")},
		&document.Table{Number: 1, Anchor: "t", Caption: "C", Columns: 2, Head: 1, Rows: [][]document.Cell{
			{{Header: true, Colspan: 2, Rowspan: 1, Blocks: one("H")}},
			{{Colspan: 1, Rowspan: 2, Blocks: one("a")}, {Colspan: 1, Rowspan: 1, Blocks: one("b")}},
			{{Colspan: 1, Rowspan: 1, Blocks: append(one("c"), &document.List{Items: [][]document.Block{one("d")}})}},
		}},
	}
	if diff := cmp.Diff(want, d.Body); diff != "" {
		t.Errorf("body (-want +got):\n%s", diff)
	}
	if !d.RightToLeft || len(d.Cover) != 1 || len(d.Cover[0].(*document.Fields).Items) != 2 || d.Notes[0].Anchor != "n" {
		t.Errorf("document is %+v", d)
	}
}

func TestParseRefusesWhatItDoesNotKnow(t *testing.T) {
	for _, source := range []string{
		"colour: red", "date: soon", "[body]\nquote x", "[body]\nnum x y", "[cover]\nlogo big", "[notes]\nfirst note",
	} {
		if _, err := Parse(source); err == nil {
			t.Errorf("%q was read", source)
		}
	}
}
