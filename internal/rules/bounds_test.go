package rules_test

import (
	"strings"
	"testing"

	"upright/internal/prose"
	"upright/internal/rules"
)

// A text of marks that open and never close, and a recommendation of words that stand before verbs, once took minutes: each
// mark was looked for until the end, and each word copied the rest.
func TestCheckEnds(t *testing.T) {
	d := good(t)
	d.add(t, prose.Rights, strings.Repeat("“a „b «c ", 30_000))
	d.add(t, prose.Recommendations, "R: "+strings.Repeat("to ", 60_000))
	if report := rules.Check(sets(t)["cycle-4"], &d.Submission, d.ctx); report.Count.Body.Words < 100_000 {
		t.Errorf("%d words were checked", report.Count.Body.Words)
	}
}

// BenchmarkCheck checks a joint submission at the limit of words, and one as large as a text can be, which is fifty times
// that: the time of the second shows whether a check takes more than its share of a long text.
func BenchmarkCheck(b *testing.B) {
	b.Run("limit", func(b *testing.B) { checkWords(b, 5_630) })
	b.Run("largest", func(b *testing.B) { checkWords(b, 300_000) })
}

func checkWords(b *testing.B, words int) {
	d := good(b)
	joint(d)
	paragraph := "In the north, 236 of 412 persons whom the organization accompanied lacked a paper (recommendation 140.7), " +
		"“and nobody could say which office would give it”, as article 7 of the Convention asks.^[A/HRC/56/9, para. 140.7.]\n\n"
	d.add(b, prose.Rights, strings.Repeat(paragraph, words/32))
	set := sets(b)["cycle-4"]
	for b.Loop() {
		rules.Check(set, &d.Submission, d.ctx)
	}
	b.ReportMetric(float64(rules.Measure(set, &d.Submission).Body.Words), "words")
}
