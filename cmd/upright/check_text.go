package main

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"upright/internal/i18n"
	"upright/internal/rules"
	"upright/internal/upr"
)

// A teller says in one language what a check found.
type teller struct {
	words      *i18n.Printer
	set        *rules.Set
	submission *upr.Submission
}

func (t teller) message(m rules.Message) string { return t.words.Message(m.Key, m.Args) }

// report is the whole report: findings, then their number and the length of the text, then what it was checked by.
func (t teller) report(r rules.Report) string {
	var b strings.Builder
	n := map[rules.Severity]int{}
	for _, f := range r.Findings {
		n[f.Severity]++
		b.WriteString(t.finding(f))
	}
	var found []string
	for _, severity := range []rules.Severity{rules.Error, rules.Warning, rules.Advice} {
		if n[severity] > 0 {
			found = append(found, t.words.T("command.found."+string(severity), "n", n[severity]))
		}
	}
	if len(found) == 0 {
		found = []string{t.words.T("command.found.none")}
	}
	fmt.Fprintln(&b, strings.Join(found, ", "))
	fmt.Fprintln(&b, t.length(r.Count))
	fmt.Fprintln(&b, t.checkedBy())
	return harmless(b.String())
}

// harmless replaces control characters, with which the words of a stranger's file could command a terminal.
func harmless(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' {
			return unicode.ReplacementChar
		}
		return r
	}, text)
}

// finding is one finding: what and where, then how to mend it and who says so.
func (t teller) finding(f rules.Finding) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s · %s · %s\n", strings.ToUpper(t.words.T("severity."+string(f.Severity))), t.place(f.Place), f.Rule)
	fmt.Fprintf(&b, "  %s\n", t.message(f.Message))
	if f.Place.Quote != "" && (f.Place.Kind == rules.BlockPlace || f.Place.Kind == rules.NotePlace) {
		fmt.Fprintf(&b, "  %s\n", t.words.T("command.quote", "quote", f.Place.Quote))
	}
	fmt.Fprintf(&b, "  %s\n", t.words.T("command.mend", "text", t.message(f.Mend)))
	source := t.document(f)
	if rule, ok := t.set.Rule(f.Rule); !ok || !rule.Own() { // what Upright asks itself needs no proof
		source += " — " + t.words.T("confidence."+string(f.Confidence))
	}
	fmt.Fprintf(&b, "  %s\n\n", t.words.T("command.source", "text", source))
	return b.String()
}

// place says where a finding is, as a reader would.
func (t teller) place(p rules.Place) string {
	switch p.Kind {
	case rules.PartPlace:
		return t.words.T("command.place.part", "title", t.partTitle(p.Part))
	case rules.BlockPlace:
		switch {
		case strings.HasPrefix(p.Number, "R"):
			return t.words.T("command.place.recommendation", "number", p.Number)
		case p.Number != "":
			return t.words.T("command.place.paragraph", "number", p.Number)
		}
		return t.words.T("command.place.block", "title", t.partTitle(p.Part))
	case rules.NotePlace:
		return t.words.T("command.place.note", "number", p.Number)
	case rules.FieldPlace:
		return t.words.T("command.field." + p.ID)
	case rules.OrganizationPlace:
		return t.words.T("command.place.organization", "name", p.Quote) + ", " + t.words.T(organizationField(p.ID))
	}
	return t.words.T("command.place.submission")
}

// organizationField is the key of the label of a field of the organization's page.
func organizationField(name string) string {
	if name == "logo" {
		return "organization.logo.title" // a form of its own there
	}
	return "organization." + name
}

// partTitle is the title of a part as its authors wrote it, else its kind.
func (t teller) partTitle(id string) string {
	for _, part := range t.submission.Manuscript.Parts {
		if part.ID == id && part.Title != "" {
			return part.Title
		} else if part.ID == id {
			return string(part.Kind)
		}
	}
	return id
}

// document names the first source of a finding's rule, with the paragraph where it is known.
func (t teller) document(f rules.Finding) string {
	rule, ok := t.set.Rule(f.Rule)
	if !ok || len(rule.Sources) == 0 {
		return ""
	}
	if rule.Own() {
		return t.words.T("finding.own")
	}
	source := rule.Sources[0]
	name := source.NameMessage()
	text := t.words.Message(name.Key, name.Args)
	if rule.Paragraph != "" {
		text += " (" + rule.Paragraph + ")"
	}
	if source.URL != "" {
		text += ", " + source.URL
	}
	return text
}

// length is the length of the text by the rule set's way of counting.
func (t teller) length(c rules.Count) string {
	counted := c.Counted()
	say := []string{t.words.T("command.words", "n", counted.Words)}
	if c.Limit > 0 {
		say[0] = t.words.T("command.words.limit", "n", counted.Words, "limit", c.Limit, "rule", c.LimitRule)
	}
	if counted.Han > 0 {
		say = append(say, t.words.T("command.characters", "n", counted.Han))
	}
	if c.Notes.Words > 0 {
		say = append(say, t.words.T("command.notes", "n", c.Notes.Words))
	}
	return strings.Join(say, " ")
}

// checkedBy names the rule set, and says when its cycle's own guidelines were not found.
func (t teller) checkedBy() string {
	checked := t.set.Checked
	if day, err := time.Parse(time.DateOnly, checked); err == nil {
		checked = t.words.Date(day)
	}
	say := t.words.T("command.rules", "id", t.set.ID, "date", checked)
	if t.set.Provisional {
		say += " " + t.words.T("rules.provisional", "date", checked)
	}
	return say
}
