package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"upright/internal/example"
	"upright/internal/i18n"
	"upright/internal/rules"
	"upright/internal/upr"
)

// The names in the output of -json are what scripts rely on.
func TestFindingsAsJSON(t *testing.T) {
	name, _ := portable(t, func(s *upr.Submission) { s.Organizations[0].Email = "anna@gmail.com" })
	got := runLine(t, nil, "check", name, "-json")
	if got.status != statusOK || got.stderr != "" {
		t.Fatalf("%+v", got)
	}
	var list []map[string]any
	if err := json.Unmarshal([]byte(got.stdout), &list); err != nil {
		t.Fatal(err)
	}
	if len(list) < 2 {
		t.Fatalf("only %d findings", len(list))
	}
	want := []string{"confidence", "mend", "message", "place", "rule", "severity", "source"}
	for _, f := range list {
		if names := slices.Sorted(maps.Keys(f)); !slices.Equal(names, want) {
			t.Errorf("fields are %v, want %v", names, want)
		}
		for _, name := range want {
			if text, ok := f[name].(string); name != "place" && (!ok || text == "" || strings.Contains(text, "⟦")) {
				t.Errorf("%s of %v is %q", name, f["rule"], f[name])
			}
		}
		if place, ok := f["place"].(map[string]any); !ok || place["kind"] == "" {
			t.Errorf("place of %v is %v", f["rule"], f["place"])
		}
	}

	// A submission in which nothing is found is an empty array, not null.
	var stdout bytes.Buffer
	p := program{stdout: &stdout}
	if err := p.writeFindings(teller{}, rules.Report{}); err != nil || stdout.String() != "[]\n" {
		t.Errorf("no findings are %q, %v", stdout.String(), err)
	}
}

// One folder holds an administrator's rule sets and calendar; the sets were once read from every file in it.
func TestRulesBesideTheCalendar(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "internal", "calendar", "data", "calendar.json"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "calendar.json"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	name, _ := portable(t, func(*upr.Submission) {})
	if got := runLine(t, map[string]string{"UPRIGHT_RULES_DIR": dir}, "check", name); got.status != statusOK {
		t.Errorf("%+v", got)
	}
}

// Every place and every rule that a finding can have is said in words, in every language.
func TestTellerHasWordsForEverything(t *testing.T) {
	sets, err := rules.LoadSets(nil)
	if err != nil {
		t.Fatal(err)
	}
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	s, err := example.Submission("en")
	if err != nil {
		t.Fatal(err)
	}
	part := s.Manuscript.Parts[0].ID
	places := []rules.Place{
		{Kind: rules.WholePlace},
		{Kind: rules.PartPlace, ID: part, Part: part},
		{Kind: rules.BlockPlace, ID: "p1", Part: part, Number: "1"},
		{Kind: rules.BlockPlace, ID: "r3", Part: part, Number: "R3"},
		{Kind: rules.BlockPlace, ID: "b1", Part: part},
		{Kind: rules.NotePlace, ID: "n1", Part: part, Number: "1", Quote: "words"},
	}
	for _, field := range []string{"state", "session", "language", "title", "keywords", "deadline", "organization"} {
		places = append(places, rules.Place{Kind: rules.FieldPlace, ID: field})
	}
	for _, field := range []string{"name", "acronym", "city", "country", "address", "phone", "email", "website", "logo", "founded", "description"} {
		places = append(places, rules.Place{Kind: rules.OrganizationPlace, ID: field, Quote: "Name"})
	}
	for _, lang := range i18n.Pages() {
		said := map[string]bool{}
		for _, set := range sets {
			tell := teller{words.Printer(lang), set, s}
			for _, place := range places {
				text := tell.place(place)
				if strings.Contains(text, "⟦") || strings.Contains(text, "{") {
					t.Errorf("%s: %+v is %q", lang, place, text)
				}
				said[text] = true
			}
			for _, r := range set.Rules {
				f := rules.Finding{Rule: r.ID, Severity: r.Severity, Confidence: set.Confidence(r)}
				if text := tell.finding(f); strings.Contains(strings.ReplaceAll(text, "⟦⟧", ""), "⟦") {
					t.Errorf("%s: %s", lang, text)
				}
			}
		}
		if len(said) != len(places) {
			t.Errorf("%s: %d places have %d names", lang, len(places), len(said))
		}
	}
}

// A title that holds an escape sequence does not reach the terminal as one.
func TestReportIsHarmless(t *testing.T) {
	name, _ := portable(t, func(s *upr.Submission) { s.Manuscript.Parts[3].Title = "Red\x1b[31m\u0090 title" })
	got := runLine(t, nil, "check", name)
	if got.status != statusOK || !strings.Contains(got.stdout, "Red\ufffd[31m\ufffd title") {
		t.Errorf("%+v", got)
	}
}

func TestTellerSaysLength(t *testing.T) {
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	var c rules.Count
	c.Body.Words, c.Body.Han, c.Notes.Words = 1200, 3, 1
	tell := teller{words: words.Printer("en"), set: &rules.Set{}}
	if got := tell.length(c); got != "1,200 words. 3 Chinese characters. 1 word in endnotes." {
		t.Errorf("it says %q", got)
	}
	c.Limit, c.LimitRule, c.Body.Han, c.Notes.Words = 2815, "UPR-LEN-01", 0, 0
	if got := tell.length(c); got != "1,200 words of 2,815 (UPR-LEN-01)." {
		t.Errorf("it says %q", got)
	}
	if got := tell.report(rules.Report{}); !strings.HasPrefix(got, "Nothing found.\n") {
		t.Errorf("it says %q", got)
	}
}
