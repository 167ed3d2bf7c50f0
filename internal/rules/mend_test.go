package rules_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"upright/internal/prose"
	"upright/internal/rules"
	"upright/internal/upr"
)

// What can be mended without judging is offered; done, the finding is gone.
func TestFixes(t *testing.T) {
	const part = prose.Other
	for _, c := range []struct {
		key, text string
		want      rules.Fix
	}{
		{"UPR-FMT-05.unnumbered", "(unnumbered) Text.", rules.Fix{Kind: rules.NumberParagraph}},
		{"UPR-FMT-05.empty", "Text.\n\n(empty)", rules.Fix{Kind: rules.RemoveEmpty}},
		{"UPRIGHT-HEADING.empty", "##\n\nText.", rules.Fix{Kind: rules.RemoveEmpty}},
		{"UPRIGHT-HEADING.level", "### Low\n\nText.", rules.Fix{Kind: rules.RaiseHeading}},
		{"UPRIGHT-NOTE.empty", "Text.^[ ]", rules.Fix{Kind: rules.RemoveEmpty}},
		{"UPR-CON-13.symbol", "See recommendation 140.7 in a/hrc/56/9/add.1.", rules.Fix{Kind: rules.Replace, Old: "a/hrc/56/9/add.1", New: "A/HRC/56/9/Add.1"}},
		{"UPR-CON-13.symbol", "See recommendation 140.7.^[A / HRC/56/9.]", rules.Fix{Kind: rules.Replace, Old: "A / HRC/56/9", New: "A/HRC/56/9"}},
		{"UPR-CON-13.unknown", "Recommendation 140.170 was noted.", rules.Fix{Kind: rules.Replace, Old: "140.170", New: "140.17"}},
		{"UPR-CON-13.unknown", "Recommendation 104.7 was noted.", rules.Fix{Kind: rules.Replace, Old: "104.7", New: "140.7"}},
		{"UPR-CON-13.unknown", "Recommendation 140.18 was noted.", rules.Fix{Kind: rules.Replace, Old: "140.18", New: "140.17"}},
		{"UPR-CON-13.known", "Recommendation 140.7 was noted.", rules.Fix{Kind: rules.Replace, Old: "140.7", New: "140.7 (A/HRC/59/15)"}},
		{"UPRIGHT-SYMBOL.form", "See CCPR/MEX/CO/6.", rules.Fix{Kind: rules.Replace, Old: "CCPR/MEX/CO/6", New: "CCPR/C/MEX/CO/6"}},
	} {
		d := good(t)
		for _, number := range []string{"140.7", "140.17", "140.90"} {
			d.Annexes.Previous = append(d.Annexes.Previous, upr.PreviousRecommendation{ID: number, Number: number, Symbol: "A/HRC/59/15", Text: "Ratify"})
		}
		find := func(text string) *rules.Finding {
			d.add(t, part, text)
			found := rules.Check(sets(t)["cycle-4"], &d.Submission, d.ctx).Findings
			if i := slices.IndexFunc(found, func(f rules.Finding) bool { return f.Message.Key == "rule."+c.key }); i >= 0 {
				return &found[i]
			}
			return nil
		}
		found := find(c.text)
		if found == nil || found.Fix == nil {
			t.Errorf("%s: nothing is offered for %q", c.key, c.text)
			continue
		}
		if diff := cmp.Diff(c.want, *found.Fix); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.key, diff)
		}
		if c.want.Kind == rules.Replace {
			if mended := strings.Replace(c.text, found.Fix.Old, found.Fix.New, 1); mended == c.text || find(mended) != nil {
				t.Errorf("%s: %q does not mend it", c.key, mended)
			}
		}
	}
	// What is far from every number is no slip.
	d := good(t)
	d.previous()
	d.add(t, part, "Recommendation 6.123 was noted.")
	for _, f := range rules.Check(sets(t)["cycle-4"], &d.Submission, d.ctx).Findings {
		if f.Rule == "UPR-CON-13" && f.Fix != nil {
			t.Errorf("%s offers %+v", f.Message.Key, f.Fix)
		}
	}
}

// Key words are offered from the text: its subheadings, then what it says most often.
func TestKeywordsFromText(t *testing.T) {
	d := good(t)
	d.Details.Keywords = []string{"identity"}
	d.add(t, prose.Rights, "## Identity\n\nOffices ask for registers and registers ask for offices. Registers!\n\n## Schooling abroad\n\n"+
		"Because offices are closed, because, because. ### Not this")
	for _, f := range rules.Check(sets(t)["cycle-4"], &d.Submission, d.ctx).Findings {
		if f.Rule != "UPR-CON-06" {
			continue
		}
		if f.Fix == nil || f.Fix.Kind != rules.TakeKeywords {
			t.Fatalf("nothing is offered: %+v", f.Fix)
		}
		if diff := cmp.Diff([]string{"Schooling abroad", "offices", "registers"}, f.Fix.List); diff != "" {
			t.Errorf("offered (-want +got):\n%s", diff)
		}
		return
	}
	t.Error("one key word is enough")
}
