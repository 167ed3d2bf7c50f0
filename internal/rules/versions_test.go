package rules_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"upright/internal/prose"
	"upright/internal/rules"
	"upright/internal/upr"
)

// request is the change that leaves a rule as it is.
func request(set *rules.Set, r rules.Rule) rules.RuleChangeRequest {
	want := rules.RuleChangeRequest{
		Params: map[string]string{}, Severity: r.Severity, Confidence: r.SetConfidence, Paragraph: r.Paragraph, Note: r.Note,
		Source: r.Sources[0], Checked: set.Checked,
	}
	var seen []string
	for _, cycle := range r.Seen {
		seen = append(seen, string(rune('0'+cycle)))
	}
	want.Seen = strings.Join(seen, ", ")
	for _, p := range r.Params() {
		want.Params[p.Name] = p.Text
	}
	return want
}

// A change of nothing is none, for every rule; and what is kept comes back as it was.
func TestContent(t *testing.T) {
	for _, set := range sets(t) {
		again, err := rules.Stored(set.Content(), set.Version)
		if err != nil {
			t.Fatal(err)
		}
		if again.Content() != set.Content() || !rules.Compare(set, again).Empty() || len(again.Rules) != len(set.Rules) {
			t.Errorf("%s is another set once it was kept: %+v", set.ID, rules.Compare(set, again))
		}
		file, err := rules.Parse([]byte(set.File()))
		if err != nil || file.Version != set.Version || !rules.Compare(set, file).Empty() {
			t.Errorf("%s as a file: %v", set.ID, err)
		}
		for _, r := range set.Rules {
			if r.Own() {
				if _, err := set.With(r.ID, request(set, r)); err == nil {
					t.Errorf("%s could be changed", r.ID)
				}
				continue
			}
			same, err := set.With(r.ID, request(set, r))
			if err != nil || same.Content() != set.Content() {
				t.Errorf("%s: the same values make another set: %v %+v", r.ID, err, rules.Compare(set, same))
			}
		}
	}
}

func TestWith(t *testing.T) {
	set := sets(t)["cycle-4"]
	before := set.Content()
	r, _ := set.Rule("UPR-FMT-01")
	want := request(set, r)
	want.Params["preferred"] = "en\n\n fr \n"
	want.Seen, want.Checked = "4,1 4", "2027-01-02"
	made, err := set.With(r.ID, want)
	if err != nil {
		t.Fatal(err)
	}
	if set.Content() != before {
		t.Error("the set itself was changed")
	}
	diff := rules.Compare(set, made)
	if got := cmp.Diff(rules.Differences{
		Set: []rules.FieldChange{{Field: "checked", Old: "2026-11-23", New: "2027-01-02"}},
		Rules: []rules.RuleChange{{Kind: rules.ChangedRule, Rule: diff.Rules[0].Rule, Fields: []rules.FieldChange{
			{Field: "seen", Old: "1", New: "1, 4"}, {Field: "param.preferred", Old: "en\nfr\nes", New: "en\nfr"},
		}}},
	}, diff, cmp.AllowUnexported(rules.Rule{})); got != "" {
		t.Errorf("differences (-want +got):\n%s", got)
	}
	d := good(t)
	d.Details.Language = "es"
	if found := rules.Check(made, &d.Submission, d.ctx).Findings; !slices.ContainsFunc(found, func(f rules.Finding) bool { return f.Message.Key == "rule.UPR-FMT-01.notpreferred" }) {
		t.Error("the check does not go by the new value")
	}
}

// Numbers are taken as people write them in the languages of the pages: 2,815 words are not 2.815.
func TestWithNumbers(t *testing.T) {
	set := sets(t)["cycle-5-provisional"]
	r, _ := set.Rule("UPR-LEN-01")
	for typed, number := range map[string]float64{
		"2815": 2815, " 2,815 ": 2815, "2.815": 2815, "2 815": 2815, "2\u00a0815": 2815, "2\u202f815": 2815, "2’815": 2815,
		"1,000,000": 1e6, "1.5": 1.5, "1,5": 1.5, "0.125": 0.125, "28,15": 28.15,
	} {
		want := request(set, r)
		want.Params["max_words"] = typed
		made, err := set.With(r.ID, want)
		if err != nil {
			t.Errorf("%q: %v", typed, err)
			continue
		}
		if changed, _ := made.Rule(r.ID); changed.Check.Params["max_words"] != number {
			t.Errorf("%q is taken as %v, want %v", typed, changed.Check.Params["max_words"], number)
		}
	}
	for _, typed := range []string{"", "many", "2,8155,0", "2 8", "NaN", "1e3x", "1,000,001", "-1"} {
		want := request(set, r)
		want.Params["max_words"] = typed
		if found, ok := rules.AsFlaw(second(set.With(r.ID, want))); !ok || found.Message.Key != "rules.flaw.number" {
			t.Errorf("%q: %v", typed, found)
		}
	}
}

// That notes do not count is assumed: a set in which they do compares both together with the limit, and says so.
func TestNotesThatCount(t *testing.T) {
	set := sets(t)["cycle-5-provisional"]
	r, _ := set.Rule("UPR-LEN-03")
	want := request(set, r)
	want.Params["count_notes"] = "perhaps"
	if found, ok := rules.AsFlaw(second(set.With(r.ID, want))); !ok || found.Message.Key != "rules.flaw.flag" {
		t.Errorf("neither yes nor no: %v", found)
	}
	want.Params["count_notes"] = "true"
	made, err := set.With(r.ID, want)
	if err != nil {
		t.Fatal(err)
	}
	if diff := rules.Compare(set, made).Rules; len(diff) != 1 || len(diff[0].Fields) != 1 || diff[0].Fields[0] != (rules.FieldChange{Field: "param.count_notes", Old: "false", New: "true"}) {
		t.Errorf("differences %+v", diff)
	}
	kept, err := rules.Stored(made.Content(), 2)
	if err != nil {
		t.Fatal(err)
	}
	d := good(t)
	d.add(t, prose.Other, strings.Repeat("word ", 2000)+"^["+strings.Repeat("word ", 900)+"]")
	for _, c := range []struct {
		set       *rules.Set
		key       string
		statement string
	}{{set, "rule.UPR-LEN-03.notes", "rule.UPR-LEN-03.statement"}, {kept, "rule.UPR-LEN-01.over", "rule.UPR-LEN-03.statement-counted"}} {
		report := rules.Check(c.set, &d.Submission, d.ctx)
		var found []string
		for _, f := range report.Findings {
			if key := f.Message.Key; strings.HasPrefix(key, "rule.UPR-LEN-01") || strings.HasPrefix(key, "rule.UPR-LEN-03") {
				found = append(found, key)
			}
		}
		if r, _ := c.set.Rule("UPR-LEN-03"); !slices.Equal(found, []string{c.key}) || r.StatementMessage().Key != c.statement {
			t.Errorf("found %v, want %s; %s", found, c.key, r.StatementMessage().Key)
		}
		parts := 0
		for _, part := range report.Count.Parts {
			parts += report.Count.CountedOf(part).Words
		}
		if n := report.Count.Counted().Words; n != parts || (n > 2815) != (c.set == kept) {
			t.Errorf("%d words count, %d of them in parts", n, parts)
		}
	}
}

// What is wrong is told in every language, and never taken.
func TestFlaws(t *testing.T) {
	data, err := os.ReadFile("data/cycle-4.json")
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("x", 2001)
	for name, c := range map[string]struct{ old, new, key, rule string }{
		"json":         {`"cycle"`, `cycle`, "json", ""},
		"more":         {`{`, `{}{`, "more", ""},
		"head":         {`"cycle": 4`, `"cycle": 400`, "head", ""},
		"checked":      {`2026-11-23`, `soon`, "checked", ""},
		"official":     {`https://www.ohchr.org/en/hr-bodies/upr/ngos-nhris"`, `javascript:alert(1)"`, "official", ""},
		"id":           {`"UPR-G-01"`, `"upr g 1"`, "id", "upr g 1"},
		"words":        {`"group": "general"`, `"group": ""`, "words", "UPR-G-01"},
		"long":         {`"Binding and advisory parts"`, `"` + long + `"`, "long", "UPR-G-01"},
		"control":      {`"Binding and advisory parts"`, `"Bin\u0000ding"`, "long", "UPR-G-01"},
		"level":        {`"level": "binding"`, `"level": "strict"`, "level", "UPR-G-01"},
		"severity":     {`"severity": "advice"`, `"severity": "info"`, "severity", "UPR-G-01"},
		"confidence":   {`"confidence": "confirmed-older-cycle"`, `"confidence": "sure"`, "confidence", "UPR-G-01"},
		"only":         {`"only": "individual"`, `"only": "both"`, "only", "UPR-LEN-01"},
		"for":          {`"nhri-a"`, `"parish"`, "for", "UPR-NHRI-01"},
		"seen":         {"\"seen_for_cycles\": [\n    2", "\"seen_for_cycles\": [\n    200", "seen", "UPR-G-01"},
		"source":       {`"document": "OHCHR, UPR: information`, `"document": "", "read": "OHCHR`, "source", "UPR-G-01"},
		"construction": {`"by": "render/docx"`, `"by": ""`, "construction", "UPR-FMT-02"},
		"kind":         {`"kind": "information"`, `"kind": "magic"`, "kind", "UPR-G-01"},
		"check":        {`"by": "hour"`, `"by": "minute"`, "check", "UPR-DL-02"},
		"number":       {`"max_words": 2815`, `"max_words": -1`, "number", "UPR-LEN-01"},
		"list":         {`"allowed": [`, `"allowed": [1,`, "list", "UPR-FMT-01"},
		"hour":         {`"hour_seen": "12:00"`, `"hour_seen": "noon"`, "hour", "UPR-DL-02"},
		"flag":         {`"count_notes": false`, `"count_notes": "perhaps"`, "flag", "UPR-LEN-03"},
		"own":          {`"UPR-G-01"`, `"UPRIGHT-G-01"`, "own", "UPRIGHT-G-01"},
		"twice":        {`"UPR-G-02"`, `"UPR-G-01"`, "twice", ""},
	} {
		if !strings.Contains(string(data), c.old) {
			t.Fatalf("%s: %s is not in the file", name, c.old)
		}
		_, err := rules.Parse([]byte(strings.Replace(string(data), c.old, c.new, 1)))
		found, ok := rules.AsFlaw(err)
		if !ok || found.Message.Key != "rules.flaw."+c.key || found.Rule != c.rule {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, lang := range []string{"en", "fr", "es"} {
			if text := catalogue(t).Printer(lang).Message(found.Message.Key, found.Message.Args); strings.ContainsAny(text, "⟦{}") {
				t.Errorf("%s in %s: %s", name, lang, text)
			}
		}
	}
	for name, text := range map[string]string{"more": string(data) + "{}", "large": strings.Repeat(" ", rules.MaxContent+1), "json": "[]"} {
		if found, ok := rules.AsFlaw(second(rules.Parse([]byte(text)))); !ok || found.Message.Key != "rules.flaw."+name {
			t.Errorf("%s: %v", name, found)
		}
	}
}

func second(_ *rules.Set, err error) error { return err }

// A version that was kept by a program with a check that this one does not have is still there: people look after the rule.
func TestStoredOutlivesAProgram(t *testing.T) {
	set := sets(t)["cycle-4"]
	old, err := rules.Stored(strings.Replace(set.Content(), `"by": "keywords"`, `"by": "gone"`, 1), 7)
	if err != nil {
		t.Fatal(err)
	}
	r, _ := old.Rule("UPR-CON-06")
	if !r.Ticked() || r.TickMessage().Args["text"] == nil || old.Version != 7 {
		t.Errorf("%+v", r.Check)
	}
}

// A rule for some types of organization takes the place of the one for all that the same check keeps.
func TestRulesForTypes(t *testing.T) {
	set := sets(t)["cycle-4"]
	text := strings.Replace(set.Content(), `"only": "individual",`, `"only": "individual", "for": ["regional"],`, 1)
	text = strings.Replace(text, `"UPR-LEN-01"`, `"LOCAL-LEN-1"`, 1)
	own := set.Content()
	at := strings.Index(own, `"rules": [`) + len(`"rules": [`)
	cut := strings.Index(text, `"LOCAL-LEN-1"`)
	begin, end := strings.LastIndex(text[:cut], "\n  {"), cut+strings.Index(text[cut:], "\n  }")+len("\n  }")
	mixed, err := rules.Stored(own[:at]+strings.Replace(text[begin:end], "2815", "4000", 1)+","+own[at:], 1)
	if err != nil {
		t.Fatal(err)
	}
	d := good(t)
	for kind, want := range map[upr.OrganizationType]int{upr.CivilSociety: 2815, upr.OtherNHRI: 2815, upr.RegionalMandate: 4000} {
		d.Organizations[0].Type = kind
		if words, _ := mixed.Limit(&d.Submission); words != want {
			t.Errorf("%q may write %d words, want %d", kind, words, want)
		}
	}
	has := func(id string) bool {
		return slices.ContainsFunc(mixed.For(&d.Submission), func(r rules.Rule) bool { return r.ID == id })
	}
	d.Organizations[0].Type = upr.FullNHRI
	if !has("UPR-NHRI-01") || has("UPR-REG-01") || has("LOCAL-LEN-1") || !has("UPR-LEN-01") {
		t.Error("an institution with A status is held to other rules")
	}
	d.Organizations[0].Type = upr.RegionalMandate
	if has("UPR-NHRI-01") || !has("UPR-REG-01") || !has("LOCAL-LEN-1") || has("UPR-LEN-01") {
		t.Error("a regional organization is held to other rules")
	}
}
