package redline_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"upright/internal/document"
	"upright/internal/document/documenttest"
	"upright/internal/redline"
)

// TestRandom compares random papers with what random edits made of them. What is kept and inserted must be exactly the
// newer one, what is kept and deleted exactly the older one.
func TestRandom(t *testing.T) {
	for seed := range uint64(400) {
		g := &generator{rand.New(rand.NewPCG(seed, 1)), 0}
		older := g.paper()
		newer := g.edited(older)
		merged := redline.Compare(number(older), number(newer), "a", "b")
		if diff := cmp.Diff(flat(number(newer), document.Inserted), flat(merged, document.Inserted)); diff != "" {
			t.Fatalf("seed %d: accepted (-newer +redline):\n%s", seed, diff)
		}
		if diff := cmp.Diff(flat(number(older), document.Deleted), flat(merged, document.Deleted)); diff != "" {
			t.Fatalf("seed %d: rejected (-older +redline):\n%s", seed, diff)
		}
	}
}

// TestSameIsKept finds no change between a paper and itself.
func TestSameIsKept(t *testing.T) {
	g := &generator{rand.New(rand.NewPCG(7, 7)), 0}
	d := number(g.paper())
	if got, want := show(redline.Compare(d, d, "a", "b")), show(d); got != want {
		t.Errorf("the redline of a paper with itself is\n%s\nwant\n%s", got, want)
	}
}

// TestRedline shows what people see of single changes: [-deleted-], {+inserted+}, ⟨restyled⟩, ¶ where blocks end.
func TestRedline(t *testing.T) {
	for _, test := range []struct{ name, older, newer, want string }{
		{"words", "p {a} The State ended bail in 2019.", "p {a} The State abolished cash bail in 2019.",
			"The State [-ended-]{+abolished cash+} bail in 2019.¶"},
		{"elision", "p {a} l’État garantit", "p {a} l’état garantit", "[-l’État-]{+l’état+} garantit¶"},
		{"Arabic", "p {a} تحترم الدولة حرية التعبير", "p {a} تحترم الدولة حق التعبير", "تحترم الدولة [-حرية-]{+حق+} التعبير¶"},
		{"Chinese", "p {a} 国家尊重言论自由。", "p {a} 国家保护言论自由。", "国家[-尊重-]{+保护+}言论自由。¶"},
		{"Russian", "p {a} Государство отменило залог", "p {a} Государство вновь ввело залог", "Государство [-отменило-]{+вновь ввело+} залог¶"},
		{"Spanish", "p {a} ¿Cuándo se abolió?", "p {a} ¿Cuándo se derogó?", "¿Cuándo se [-abolió-]{+derogó+}?¶"},
		{"emoji", "p {a} a 👩‍👧 b", "p {a} a 👩‍👦 b", "a [-👩‍👧-]{+👩‍👦+} b¶"},
		{"blanks between replaced words", "p {a} x one two y z v w", "p {a} x three four y z v w", "x [-one two-]{+three four+} y z v w¶"},
		{"style", "p {a} must end", "p {a} **must** end", "⟨must⟩ end¶"},
		{"style inside a word", "p {a} unlawful", "p {a} **un**lawful", "⟨un⟩lawful¶"},
		{"link", "p {a} see [here](https://a.example) now", "p {a} see [here](https://b.example) now", "see [-here-]{+here+} now¶"},
		{"new paragraph", "num 1 {a} One.\nnum 2 {b} Two.", "num 1 {a} One.\nnum 2 {c} New.\nnum 3 {b} Two.",
			"One.¶\n+{+New.+}¶\n(2)Two.¶"},
		{"gone paragraph", "num 1 {a} One.\nnum 2 {c} Old.\nnum 3 {b} Two.", "num 1 {a} One.\nnum 2 {b} Two.",
			"One.¶\n-[-Old.-]¶\n(3)Two.¶"},
		{"moved", "p {a} First words here.\np {b} Second ones there.\np {c} Third.", "p {b} Second ones there.\np {c} Third.\np {a} First words here.",
			"-moved[-First words here.-]¶\nSecond ones there.¶\nThird.¶\n+moved{+First words here.+}¶"},
		{"split", "num 1 {a} One sentence here. Another sentence there.", "num 1 {a} One sentence here.\nnum 2 {b} Another sentence there.",
			"+One sentence here.[- -]¶\n(1)Another sentence there.¶"},
		{"joined", "num 1 {a} One sentence here.\nnum 2 {b} Another sentence there.", "num 1 {a} One sentence here. Another sentence there.",
			"-One sentence here.¶\n(2){+ +}Another sentence there.¶"},
		{"kind", "p {a} Health", "h2 {a} Health", "(paragraph)Health¶"},
		{"rewritten", "p {a} We ask the State to act now on this and that", "p {a} Nobody wrote any of the older sentence over here again",
			"[-We ask the State to act now on this and that-]{+Nobody wrote any of the older sentence over here again+}¶"},
		{"reference", "num 1 {a} A\nnum 2 {b} See @a=1;", "num 1 {z} Z\nnum 2 {a} A\nnum 3 {b} See @a=2;", "+{+Z+}¶\n(1)A¶\n(2)See 2(was 1)¶"},
		{"note", "p {a} A^1 b^2\n[notes]\n1 {n} Law 5.\n2 {o} Same.", "p {a} A^1 b^2\n[notes]\n1 {n} Law 6.\n2 {o} Same.",
			"A^1(Law [-5-]{+6+}.) b^2(Same.)¶"},
		{"new note", "p {a} A b^1\n[notes]\n1 {o} Same.", "p {a} A^1 b^2\n[notes]\n1 {n} New.\n2 {o} Same.", "A{+^1({+New.+})+} b^2(Same.)¶"},
		{"list", "- one\n- two\n- three", "- one\n- three\n- four", "• one¶\n• -[-two-]¶\n• three¶\n• +{+four+}¶"},
		{"row", "table 1 {t} C\n! A | B\n| 1 | one\n| 2 | two", "table 1 {t} C\n! A | B\n| 1 | one\n| 3 | three\n| 2 | two and",
			"| A¶| B¶\n| 1¶| one¶\n+| +{+3+}¶| +{+three+}¶\n| 2¶| two{+ and+}¶"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := strings.TrimSpace(show(redline.Compare(parse(t, test.older), parse(t, test.newer), "a", "b")))
			if got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func parse(t *testing.T, body string) *document.Document {
	t.Helper()
	d, err := documenttest.Parse("[body]\n" + body)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestHostile bounds the work: texts that share little, or only a letter, over and over.
func TestHostile(t *testing.T) {
	random := func(seed uint64, words, of int) string {
		r := rand.New(rand.NewPCG(seed, 0))
		var s strings.Builder
		for range words {
			fmt.Fprintf(&s, "w%d ", r.IntN(of))
		}
		return s.String()
	}
	one := func(text string) *document.Document {
		return &document.Document{Body: []document.Block{&document.Paragraph{Anchor: "a", Text: []document.Span{&document.Text{Text: text}}}}}
	}
	many := func(seed uint64, n int) *document.Document {
		d := &document.Document{}
		for i := range n {
			d.Body = append(d.Body, &document.Paragraph{Text: []document.Span{&document.Text{Text: random(seed+uint64(i), 10, 5)}}})
		}
		return d
	}
	for name, pair := range map[string][2]*document.Document{
		"two words":       {one(random(1, 100_000, 2)), one(random(2, 100_000, 2))},
		"many words":      {one(random(1, 100_000, 50_000)), one(random(2, 100_000, 50_000))},
		"a long word":     {one(strings.Repeat("a", 1<<20)), one(strings.Repeat("b", 1<<20))},
		"many paragraphs": {many(1, 3000), many(9000, 3000)},
		"blanks":          {one(strings.Repeat(" a", 200_000)), one(strings.Repeat("a ", 100_000))},
	} {
		merged := redline.Compare(pair[0], pair[1], "a", "b")
		if flat(merged, document.Inserted) != flat(pair[1], document.Inserted) || flat(merged, document.Deleted) != flat(pair[0], document.Deleted) {
			t.Errorf("%s: the redline does not hold both versions", name)
		}
	}
}

// show writes a redline for people who read tests.
func show(d *document.Document) string {
	var s strings.Builder
	for _, b := range d.Body {
		showBlock(&s, d, b)
		s.WriteString("\n")
	}
	return s.String()
}

func showBlock(s *strings.Builder, d *document.Document, b document.Block) {
	if r := document.RevisedOf(b); r != nil {
		s.WriteString([]string{"", "+", "-"}[r.Change])
		if r.Moved {
			s.WriteString("moved")
		}
		switch was := r.Before.(type) {
		case *document.Paragraph:
			if was.Number > 0 {
				fmt.Fprintf(s, "(%d)", was.Number)
			} else {
				s.WriteString("(paragraph)")
			}
		}
	}
	switch b := b.(type) {
	case *document.Heading:
		s.WriteString(showSpans(d, b.Text) + "¶")
	case *document.Paragraph:
		s.WriteString(showSpans(d, b.Text) + "¶")
	case *document.Recommendation:
		s.WriteString(showSpans(d, b.Text) + "¶")
	case *document.List:
		for i, item := range b.Items {
			if i > 0 {
				s.WriteString("\n")
			}
			s.WriteString("• ")
			for _, inner := range item {
				showBlock(s, d, inner)
			}
		}
	case *document.Table:
		for y, row := range b.Rows {
			if y > 0 {
				s.WriteString("\n")
			}
			if b.RowChanges != nil {
				s.WriteString([]string{"", "+", "-"}[b.RowChanges[y]])
			}
			for _, cell := range row {
				s.WriteString("| ")
				for _, inner := range cell.Blocks {
					showBlock(s, d, inner)
				}
			}
		}
	}
}

func showSpans(d *document.Document, spans []document.Span) string {
	var s strings.Builder
	for len(spans) > 0 {
		n := document.SameChange(spans)
		c := document.ChangeOf(spans[0])
		s.WriteString([]string{"", "{+", "[-"}[c])
		for _, span := range spans[:n] {
			switch span := span.(type) {
			case *document.Text:
				if span.Before != nil {
					s.WriteString("⟨" + span.Text + "⟩")
				} else {
					s.WriteString(span.Text)
				}
			case *document.NoteMark:
				s.WriteString("^" + span.Name() + "(" + showSpans(d, d.Notes[span.Number-1].Text) + ")")
			case *document.Reference:
				s.WriteString(span.Text)
				if span.Before != "" {
					s.WriteString("(was " + span.Before + ")")
				}
			default:
				s.WriteString("⏎")
			}
		}
		s.WriteString([]string{"", "+}", "-]"}[c])
		spans = spans[n:]
	}
	return s.String()
}

// flat writes one side of a redline, or a paper, so that the same text is the same string.
func flat(d *document.Document, side document.Change) string {
	f := &flattener{d: d, side: side}
	f.blocks(d.Body)
	return f.String()
}

type flattener struct {
	strings.Builder
	d    *document.Document
	side document.Change
}

func (f *flattener) has(c document.Change) bool { return c == document.Kept || c == f.side }

func (f *flattener) blocks(blocks []document.Block) {
	var carried []document.Span
	for _, b := range blocks {
		switch b := b.(type) {
		case *document.List:
			inside := &flattener{d: f.d, side: f.side}
			for _, item := range b.Items {
				one := &flattener{d: f.d, side: f.side}
				one.blocks(item)
				if one.Len() > 0 {
					inside.WriteString("item\n" + one.String())
				}
			}
			if inside.Len() > 0 {
				fmt.Fprintf(f, "list %t\n%send\n", b.Ordered, inside)
			}
			continue
		case *document.Table:
			if f.has(b.Change) {
				f.table(b)
			}
			continue
		}
		r := *document.RevisedOf(b)
		head, text := header(b)
		if f.side == document.Deleted && r.Before != nil {
			head, _ = header(relabelled(r.Before, b))
		}
		carried = append(carried, text...)
		if f.has(r.Change) {
			f.WriteString(head + f.spans(carried) + "\n")
			carried = nil
		}
	}
	if text := f.spans(carried); text != "" {
		f.WriteString("LOST " + text)
	}
}

func header(b document.Block) (string, []document.Span) {
	switch b := b.(type) {
	case *document.Heading:
		return fmt.Sprintf("heading %d: ", b.Level), b.Text
	case *document.Paragraph:
		return fmt.Sprintf("paragraph %d: ", b.Number), b.Text
	case *document.Recommendation:
		return fmt.Sprintf("recommendation %s %q: ", b.Label, b.Addressee), b.Text
	}
	panic("unknown block")
}

// relabelled is a block as it was, with its label.
func relabelled(was, is document.Block) document.Block {
	before, ok := was.(*document.Recommendation)
	if !ok || before.Label != "" {
		return was
	}
	out := *before
	out.Label = is.(*document.Recommendation).Label
	return &out
}

func (f *flattener) table(t *document.Table) {
	number, caption := t.Number, t.Caption
	if was, ok := t.Before.(*document.Table); ok && f.side == document.Deleted {
		number = was.Number
	}
	if t.Redlined != nil {
		caption = ""
		for _, span := range t.Redlined {
			if text := span.(*document.Text); f.has(text.Change) {
				caption += text.Text
			}
		}
	}
	fmt.Fprintf(f, "table %d %q\n", number, caption)
	for y, row := range t.Rows {
		if t.RowChanges != nil && !f.has(t.RowChanges[y]) {
			continue
		}
		f.WriteString("row\n")
		for _, cell := range row {
			fmt.Fprintf(f, "cell %t %d %d\n", cell.Header, cell.Colspan, cell.Rowspan)
			f.blocks(cell.Blocks)
		}
	}
}

func (f *flattener) spans(spans []document.Span) string {
	var s strings.Builder
	last := ""
	for _, span := range spans {
		if !f.has(document.ChangeOf(span)) {
			continue
		}
		switch span := span.(type) {
		case *document.Text:
			strong, em := span.Strong, span.Em
			if span.Before != nil && f.side == document.Deleted {
				strong, em = span.Before.Strong, span.Before.Em
			}
			if look := fmt.Sprintf("<%t %t %s %t>", strong, em, span.Link, span.LeftToRight); look != last {
				s.WriteString(look)
				last = look
			}
			s.WriteString(span.Text)
			continue
		case *document.NoteMark:
			note := f.d.Notes[span.Number-1]
			s.WriteString("^(" + f.spans(note.Text) + ")") // the number of a kept note is the newer one
		case *document.Reference:
			text := span.Text
			if span.Before != "" && f.side == document.Deleted {
				text = span.Before
			}
			s.WriteString("@" + span.Anchor + "=" + text)
		case *document.Break:
			s.WriteString("⏎")
		}
		last = ""
	}
	return s.String()
}

func number(d *document.Document) *document.Document {
	out := *d
	n := 0
	for _, b := range out.Body {
		switch b := b.(type) {
		case *document.Paragraph:
			if b.Number > 0 {
				n++
				b.Number = n
			}
		case *document.Recommendation:
			b.Label = "R" + strconv.Itoa(b.Number)
		}
	}
	return &out
}
