package rules_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"upright/internal/prose"
	"upright/internal/rules"
	"upright/internal/upr"
)

func TestLoadSets(t *testing.T) {
	all := sets(t)
	if len(all) != 2 || all["cycle-4"] == nil || all["cycle-5-provisional"] == nil || !all["cycle-5-provisional"].Provisional {
		t.Fatalf("%v", all)
	}
	for id, set := range all {
		if n := len(set.Rules) - own(set); n != 52 {
			t.Errorf("%s has %d rules of OHCHR", id, n)
		}
		if n := own(set); n != 23 {
			t.Errorf("%s has %d rules of the program", id, n)
		}
	}
}

func own(set *rules.Set) int {
	n := 0
	for _, r := range set.Rules {
		if r.Own() {
			n++
		}
	}
	return n
}

func TestSetFor(t *testing.T) {
	all := sets(t)
	for cycle, want := range map[int]string{3: "", 4: "cycle-4", 5: "cycle-5-provisional", 6: "cycle-5-provisional"} {
		if got := rules.SetFor(all, cycle); got != want {
			t.Errorf("cycle %d: %q, want %q", cycle, got, want)
		}
	}
	final := *all["cycle-5-provisional"]
	final.ID, final.Provisional = "cycle-5", false
	all["cycle-5"] = &final
	if got := rules.SetFor(all, 5); got != "cycle-5" {
		t.Errorf("a final set beside a provisional one: %q", got)
	}
}

// An administrator puts a file with corrected numbers beside the program.
func TestLoadSetsFromAFolder(t *testing.T) {
	data, err := os.ReadFile("data/cycle-4.json")
	if err != nil {
		t.Fatal(err)
	}
	change := func(old, new string) fstest.MapFS {
		if !strings.Contains(string(data), old) {
			t.Fatalf("%s is not in the file", old)
		}
		return fstest.MapFS{"mine.json": {Data: []byte(strings.Replace(string(data), old, new, 1))}}
	}
	all, err := rules.LoadSets(change(`"max_words": 2815`, `"max_words": 3000`))
	if err != nil {
		t.Fatal(err)
	}
	if words, _ := all["cycle-4"].Limit(&upr.Submission{Details: upr.Details{Kind: upr.Individual}}); words != 3000 {
		t.Errorf("limit %d", words)
	}
	if words, _ := all["cycle-5-provisional"].Limit(&upr.Submission{Details: upr.Details{Kind: upr.Individual}}); words != 2815 {
		t.Errorf("limit of the other set %d", words)
	}
	if _, ok := all["cycle-4"].Rule("UPRIGHT-TITLE"); !ok {
		t.Error("the set from the folder lacks the rules of the program")
	}
	rule, _ := all["cycle-4"].Rule("UPR-LEN-01")
	if rule.StatementMessage().Args["max_words"] != float64(3000) {
		t.Error("the statement speaks of another number")
	}

	all, err = rules.LoadSets(change(`"id": "UPR-LEN-01"`, `"id": "LOCAL-LEN-1"`))
	if err != nil {
		t.Fatal(err)
	}
	local, _ := all["cycle-4"].Rule("LOCAL-LEN-1")
	if m := local.TitleMessage(); m.Args["text"] != local.Title || !catalogue(t).Printer("fr").Has(m.Key) {
		t.Errorf("a rule that the catalogues do not know: %+v", m)
	}
	d := good(t)
	d.add(t, prose.Other, strings.Repeat("word ", 3000))
	if f := rules.Check(all["cycle-4"], &d.Submission, d.ctx).Findings[0]; f.Rule != "LOCAL-LEN-1" || f.Message.Key != "rule.UPR-LEN-01.over" {
		t.Errorf("%+v", f)
	}

	unread, _ := all["cycle-4"].Rule("UPR-CON-08")
	if m := unread.Sources[0].NameMessage(); m.Args != nil || !catalogue(t).Printer("ru").Has(m.Key) {
		t.Errorf("the source of a rule that no text confirms: %+v", m)
	}
	if m := all["cycle-4"].TitleMessage(); !catalogue(t).Printer("zh").Has(m.Key) || m.Args != nil {
		t.Errorf("the name of a set that is the program's by its title: %+v", m)
	}
	if all, err = rules.LoadSets(change("Fourth cycle", "Our own")); err != nil {
		t.Fatal(err)
	}
	if m := all["cycle-4"].TitleMessage(); m.Args["text"] != all["cycle-4"].Title {
		t.Errorf("the name of a set that somebody named: %+v", m)
	}

	twice := change(`"id": "cycle-4"`, `"id": "cycle-9"`)
	twice["other.json"] = twice["mine.json"]
	for name, c := range map[string]struct {
		fsys fstest.MapFS
		want []string
	}{
		"not JSON":          {fstest.MapFS{"mine.json": {Data: []byte("{")}}, []string{"mine.json"}},
		"unknown field":     {change(`"checked"`, `"checkd"`), []string{"mine.json", "checkd"}},
		"no day":            {change(`"2026-11-23"`, `"yesterday"`), []string{"mine.json", "checked"}},
		"id":                {change(`"id": "cycle-4"`, `"id": "Cycle 4"`), []string{"mine.json", "id"}},
		"severity":          {change(`"severity": "error"`, `"severity": "fatal"`), []string{"mine.json", "rule UPR-", "severity"}},
		"confidence":        {change(`"confidence": "confirmed"`, `"confidence": "sure"`), []string{"mine.json", "rule UPR-", "confidence"}},
		"number is a word":  {change(`"max_words": 2815`, `"max_words": "many"`), []string{"mine.json", "rule UPR-LEN-01", "max_words"}},
		"number is missing": {change(`"warn_at_ratio"`, `"warn_at"`), []string{"mine.json", "rule UPR-LEN-01", "warn_at_ratio"}},
		"unknown check":     {change(`"by": "hour"`, `"by": "minute"`), []string{"mine.json", "rule UPR-DL-02", `"minute"`}},
		"unknown kind":      {change(`"kind": "automatic"`, `"kind": "magic"`), []string{"mine.json", "rule UPR-LEN-01", "kind"}},
		"rule twice":        {change(`"id": "UPR-LEN-02"`, `"id": "UPR-LEN-01"`), []string{"mine.json", "UPR-LEN-01 stands twice"}},
		"own rule":          {change(`"id": "UPR-LEN-02"`, `"id": "UPRIGHT-TITLE"`), []string{"mine.json", "UPRIGHT-TITLE"}},
		"set twice":         {twice, []string{"other.json", "cycle-9"}},
	} {
		_, err := rules.LoadSets(c.fsys)
		if err == nil {
			t.Errorf("%s: loaded", name)
			continue
		}
		for _, part := range c.want {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%s: %v does not name %s", name, err, part)
			}
		}
	}
}
