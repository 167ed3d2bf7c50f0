package prose_test

import (
	"slices"
	"testing"

	"upright/internal/prose"
)

// one is a text of one part with these blocks.
func one(blocks ...prose.Block) *prose.Manuscript {
	return &prose.Manuscript{Parts: []*prose.Part{{ID: "p", Kind: prose.Rights, Title: "Rights", Blocks: blocks}}}
}

func para(content ...prose.Inline) *prose.Paragraph {
	return &prose.Paragraph{ID: "a", Numbered: true, Content: content}
}

func TestSameWords(t *testing.T) {
	run := func(s string) prose.Inline { return &prose.Text{Text: s} }
	link := func(s, to string) prose.Inline { return &prose.Text{Text: s, Link: to} }
	note := func(s string) prose.Inline { return &prose.Endnote{ID: "n", Content: []*prose.Text{{Text: s}}} }
	was := one(para(run(`The "law" of 2020 - it's old...`), note("A/HRC/1")))
	for _, same := range []*prose.Manuscript{
		one(para(run("The  “law”\u00a0of "), &prose.Text{Text: "2020", Strong: true}, run(" — it’s old…"), note("A/HRC/1"))),
		one(para(run("The « law »\u00ad of 2020–it's old ..."), note("A/HRC/1"))),
		{Parts: []*prose.Part{{ID: "other", Kind: prose.Rights, Title: "Rights", Blocks: was.Parts[0].Blocks}}},
	} {
		if !prose.SameWords(was, same) || !prose.SameWords(same, was) {
			t.Errorf("%+v says something else", same.Parts[0].Blocks[0])
		}
	}
	for name, other := range map[string]*prose.Manuscript{
		"a word":      one(para(run(`The "law" of 2021 - it's old...`), note("A/HRC/1"))),
		"joined":      one(para(run(`The "law" of2020 - it's old...`), note("A/HRC/1"))),
		"a comma":     one(para(run(`The "law", of 2020 - it's old...`), note("A/HRC/1"))),
		"case":        one(para(run(`The "Law" of 2020 - it's old...`), note("A/HRC/1"))),
		"a note":      one(para(run(`The "law" of 2020 - it's old...`), note("A/HRC/2"))),
		"no note":     one(para(run(`The "law" of 2020 - it's old...`))),
		"a link":      one(para(link(`The "law" of 2020 - it's old...`, "https://example.org"), note("A/HRC/1"))),
		"not counted": one(&prose.Paragraph{Content: was.Parts[0].Blocks[0].(*prose.Paragraph).Content}),
		"cut in two":  one(para(run(`The "law"`)), para(run(`of 2020 - it's old...`), note("A/HRC/1"))),
		"hidden":      {Parts: []*prose.Part{{Kind: prose.Rights, Title: "Rights", Hidden: true, Blocks: was.Parts[0].Blocks}}},
		"its title":   {Parts: []*prose.Part{{Kind: prose.Rights, Title: "Wrongs", Blocks: was.Parts[0].Blocks}}},
	} {
		if prose.SameWords(was, other) {
			t.Errorf("%s: it says the same", name)
		}
	}
	if a, b := one(para(link("x", "https://a.example"))), one(para(link("x", "https://b.example"))); prose.SameWords(a, b) {
		t.Error("what a link leads to is not seen")
	}
}

func TestWordsSum(t *testing.T) {
	text := func(s string) *prose.Manuscript { return one(para(&prose.Text{Text: s})) }
	if prose.WordsSum(text(`"It is"`)) != prose.WordsSum(text("“It\u00a0is”")) {
		t.Error("what is set otherwise has another sum")
	}
	if prose.WordsSum(text("It is")) == prose.WordsSum(text("It was")) {
		t.Error("what says something else has the same sum")
	}
	if !prose.SetAlike("Iran \"now\"", "Iran\u202f«now»") || prose.SetAlike("Iran now", "Iran then") {
		t.Error("titles are not compared as texts are")
	}
}

func TestReworded(t *testing.T) {
	block := func(id, text string, more ...prose.Inline) *prose.Paragraph {
		return &prose.Paragraph{ID: id, Numbered: true, Content: append([]prose.Inline{&prose.Text{Text: text}}, more...)}
	}
	older := one(block("a", "One"), block("b", `A "word"`), block("c", "Three, see ", &prose.CrossReference{Target: "d"}), block("d", "Four"), block("e", "Five"))
	newer := one(block("b", "A “word”"), block("c", "Three, see ", &prose.CrossReference{Target: "d"}), block("d", "Vier"), block("e", "Five"))
	got := prose.Reworded(older, newer, []string{"e", "d", "c", "b", "a", "unknown"})
	if want := []string{"d", "c", "a"}; !slices.Equal(got, want) { // the reference of c leads to paragraph 3 now
		t.Errorf("%q say something else, want %q", got, want)
	}
	newer.Parts[0].Hidden = true
	if got := prose.Reworded(older, newer, []string{"e"}); len(got) != 1 {
		t.Error("what is no longer printed is said to stand")
	}
}
