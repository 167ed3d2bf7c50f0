package rules_test

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"upright/internal/prose"
	"upright/internal/rules"
	"upright/internal/upr"
)

// tableLanguages are those in which every rule has a text that breaks it and one that keeps it.
func tableLanguages() []string { return []string{"en", "fr", "es"} }

// unbreakable are rules that no text of a language can break.
func unbreakable(lang, rule string) bool {
	return lang == "en" && rule == "UPRIGHT-VERB" // verbs in English are the matter of UPR-CON-11
}

// TestTable checks the texts of testdata: each that breaks a rule is found out, at the right place, and each that keeps it
// is not. Every rule that a check keeps has both in every language.
func TestTable(t *testing.T) {
	for _, lang := range tableLanguages() {
		archive, err := txtar.ParseFile("testdata/" + lang + ".txtar")
		if err != nil {
			t.Fatal(err)
		}
		base := ""
		breaks, keeps := map[string]int{}, map[string]int{}
		for i, f := range archive.Files {
			text := string(f.Data)
			head := strings.Fields(f.Name)
			switch {
			case f.Name == "base":
				base = text
				t.Run(lang+"/base", func(t *testing.T) {
					for _, found := range check(t, lang, base, "") {
						t.Errorf("%s at %+v", found.Message.Key, found.Place)
					}
				})
			case len(head) == 3 && head[1] == "break":
				breaks[head[0]]++
				t.Run(fmt.Sprintf("%s/%s/break%d", lang, head[0], i), func(t *testing.T) { breaksRule(t, lang, base, text, head[0], head[2]) })
			case len(head) == 2 && head[1] == "keep":
				keeps[head[0]]++
				t.Run(fmt.Sprintf("%s/%s/keep%d", lang, head[0], i), func(t *testing.T) {
					for _, found := range check(t, lang, base, text) {
						if found.Rule == head[0] {
							t.Errorf("%s at %+v", found.Message.Key, found.Place)
						}
					}
				})
			default:
				t.Errorf("%s: what is %q?", lang, f.Name)
			}
		}
		for id, set := range sets(t) {
			for _, r := range set.Rules {
				if r.Check.Kind != rules.Automatic && r.Check.Kind != rules.Semi {
					continue
				}
				if breaks[r.ID] == 0 && !unbreakable(lang, r.ID) || keeps[r.ID] == 0 {
					t.Errorf("%s, %s: %d texts break it and %d keep it in %s", id, r.ID, breaks[r.ID], keeps[r.ID], lang)
				}
			}
		}
	}
}

// breaksRule fails unless a text breaks a rule at a place, and the finding speaks.
func breaksRule(t *testing.T, lang, base, text, rule, place string) {
	t.Helper()
	var places []string
	for _, found := range check(t, lang, base, text) {
		if found.Rule == rule {
			places = append(places, placeOf(found.Place))
			speak(t, found)
		}
	}
	for _, got := range places {
		if got == place {
			return
		}
	}
	t.Errorf("found at %q, want %s", places, place)
}

// placeOf writes a place as the table does. Ids of blocks are made of their part and their number: see tableDraft.
func placeOf(p rules.Place) string {
	block := regexp.MustCompile(`^(.*)-([0-9]+)n?$`).ReplaceAllString(p.ID, "$1/$2")
	switch p.Kind {
	case rules.WholePlace:
		return "whole"
	case rules.BlockPlace:
		return block
	case rules.NotePlace:
		return block + "/note"
	case rules.SolidarityPlace:
		return p.ID
	}
	return string(p.Kind) + "/" + p.ID
}

// check checks the base with what a case changes in it.
func check(t *testing.T, lang, base, change string) []rules.Finding {
	t.Helper()
	d := tableDraft(t, lang, base, change)
	return rules.Check(sets(t)["cycle-5-provisional"], &d.Submission, d.ctx).Findings
}

// tableDraft makes the submission of a case.
func tableDraft(t *testing.T, lang, base, change string) *draft {
	t.Helper()
	d := good(t)
	d.Details.Language = lang
	d.Manuscript = &prose.Manuscript{}
	var settings []string
	for _, text := range []string{base, change} {
		var kind prose.PartKind
		form := ""
		flush := func() {
			if kind != "" {
				d.add(t, kind, strings.TrimSpace(form))
			}
			form = ""
		}
		for _, line := range strings.Split(text, "\n") {
			if name, ok := strings.CutPrefix(line, "= "); ok {
				flush()
				kind = prose.PartKind(strings.TrimSpace(name))
			} else if setting, ok := strings.CutPrefix(line, "! "); ok {
				settings = append(settings, setting)
			} else {
				form += repeated(line) + "\n"
			}
		}
		flush()
	}
	for _, part := range d.Manuscript.Parts {
		nameBlocks(part)
	}
	for _, s := range settings {
		name, value, _ := strings.Cut(s, " ")
		d.set(t, name, strings.TrimSpace(value))
	}
	return d
}

var repetition = regexp.MustCompile(`%([0-9]+) ([^\]”»]+)`)

// repeated says words as often as the number before them.
func repeated(line string) string {
	return repetition.ReplaceAllStringFunc(line, func(match string) string {
		parts := repetition.FindStringSubmatch(match)
		n, _ := strconv.Atoi(parts[1])
		return strings.TrimSpace(strings.Repeat(strings.TrimSpace(parts[2])+" ", n))
	})
}

// nameBlocks gives blocks and notes of a part ids that a case can name.
func nameBlocks(part *prose.Part) {
	for i, b := range part.Blocks {
		id := fmt.Sprintf("%s-%d", part.Kind, i)
		switch b := b.(type) {
		case *prose.Paragraph:
			b.ID = id
		case *prose.Recommendation:
			b.ID = id
		case *prose.Heading:
			b.ID = id
		case *prose.Table:
			b.ID = id
		}
		for inner := range prose.Nested(b) {
			for _, inline := range prose.Content(inner) {
				if note, ok := inline.(*prose.Endnote); ok {
					note.ID = id + "n"
				}
			}
		}
	}
}

// set changes what is not text.
func (d *draft) set(t *testing.T, name, value string) {
	t.Helper()
	o := &d.Organizations[0]
	part := func() *prose.Part {
		for _, p := range d.Manuscript.Parts {
			if string(p.Kind) == value {
				return p
			}
		}
		t.Fatalf("no part %q", value)
		return nil
	}
	switch name {
	case "title":
		d.Details.Title = value
	case "keywords":
		d.Details.Keywords = strings.Split(value, ", ")
	case "language":
		if value != "own" {
			d.Details.Language = value
		}
	case "state":
		d.Details.State = value
	case "email":
		o.Email = value
	case "description":
		o.Description = value
	case "founded":
		o.Founded, _ = strconv.Atoi(value)
	case "joint":
		joint(d)
		d.Organizations[1].Name = value
	case "duplicates":
		d.ctx.Duplicates, _ = strconv.Atoi(value)
	case "deadline":
		d.setDeadline(value)
	case "suggestion":
		d.Suggested = &prose.Manuscript{Parts: []*prose.Part{{Kind: prose.Other, Blocks: []prose.Block{&prose.Paragraph{
			Content: []prose.Inline{&prose.Text{Text: value, Suggested: []prose.Suggestion{{Kind: prose.Insertion, ID: "s"}}}},
		}}}}}
	case "row":
		basis, paragraph, _ := strings.Cut(value, "|")
		d.row(func(e *upr.SolidarityEntry) {
			e.Basis, e.Paragraphs = strings.TrimSpace(basis), []string{strings.TrimSpace(paragraph)}
		})
	case "remove":
		d.remove(prose.PartKind(value))
	case "empty":
		for _, p := range d.Manuscript.Parts {
			p.Blocks = nil
		}
	case "hide":
		part().Hidden = true
	case "untitled":
		part().Title = ""
	case "twice":
		p := part()
		p.Blocks[1].(*prose.Paragraph).ID = prose.BlockID(p.Blocks[0])
	case "first", "last":
		p := part()
		d.remove(p.Kind)
		if name == "last" {
			d.Manuscript.Parts = append(d.Manuscript.Parts, p)
		} else {
			d.Manuscript.Parts = append([]*prose.Part{d.Manuscript.Parts[0], p}, d.Manuscript.Parts[1:]...)
		}
	default:
		t.Fatalf("what is %q?", name)
	}
}

func (d *draft) setDeadline(value string) {
	switch value {
	case "past":
		d.Details.Deadline.At = d.ctx.Now.Add(-time.Hour)
	case "calendar":
		d.Details.Deadline.Source = upr.CalendarDeadline
	case "none":
		d.Details.Deadline = upr.Deadline{}
	}
}

// The files say what their sections mean, for whoever adds a rule.
func TestTableExplainsItself(t *testing.T) {
	for _, lang := range tableLanguages() {
		data, err := os.ReadFile("testdata/" + lang + ".txtar")
		if err != nil {
			t.Fatal(err)
		}
		if intro, _, _ := strings.Cut(string(data), "\n-- "); !strings.Contains(intro, "TestTable") {
			t.Errorf("%s does not say who reads it", lang)
		}
	}
}
