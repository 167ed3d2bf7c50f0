package web

import (
	"slices"
	"strconv"
	"strings"

	"upright/internal/rules"
	"upright/internal/upr"
)

// A ruleRow is a rule of a set, with everything that is known of it.
type ruleRow struct {
	ruleNote
	Level     string
	Severity  string // the gravest that its findings can be; "" for rules without any
	Paragraph string // of the source
	Seen      string // the cycles that it was seen for; "" for none
	For       string // whom it is for; "" for all
	Kept      string // who makes sure that it is kept
	Values    []fact // that its check goes by
	Change    string // address of the form that changes it; "" for who may not
}

// ruleRow puts a rule into the words of the page.
func (s *Server) ruleRow(v *visit, set *rules.Set, r rules.Rule) ruleRow {
	row := ruleRow{
		ruleNote: s.ruleNote(v, set, r), Level: v.words.T("rules.level." + string(r.Level)),
		Paragraph: r.Paragraph, Kept: v.words.T("rules.kept." + string(r.Check.Kind)),
	}
	if r.Check.Kind == rules.Automatic || r.Check.Kind == rules.Semi {
		row.Severity = v.words.T("rules.at-most", "severity", v.words.T("severity."+string(r.Severity)))
	}
	var seen []string
	for _, cycle := range r.Seen {
		seen = append(seen, strconv.Itoa(cycle))
	}
	row.Seen = strings.Join(seen, v.words.Comma())
	var whom []string
	if r.Only != "" {
		whom = append(whom, v.words.T("rules.only."+string(r.Only)))
	}
	for _, t := range r.For {
		whom = append(whom, organizationTypeName(v, t))
	}
	row.For = strings.Join(whom, v.words.Comma())
	for _, p := range r.Params() {
		row.Values = append(row.Values, fact{paramName(v, p.Name), paramValue(v, p.Text)})
	}
	return row
}

// setName is the name of a rule set in the language of the page; the name that an administrator gave, as it was given.
func setName(v *visit, set *rules.Set) string {
	name := set.TitleMessage()
	return v.words.Message(name.Key, name.Args)
}

// organizationTypeName names a type of organization.
func organizationTypeName(v *visit, t upr.OrganizationType) string {
	if t == upr.CivilSociety {
		return v.words.T("organization.type.civil")
	}
	return v.words.T("organization.type." + string(t))
}

// paramName names a value that a check goes by; one that the catalogues do not know keeps the name of the data.
func paramName(v *visit, name string) string {
	if key := "rules.param." + strings.ReplaceAll(name, "_", "-"); v.words.Has(key) {
		return v.words.T(key)
	}
	return name
}

// paramValue is a value that a check goes by on one line; yes and no in the words of the page.
func paramValue(v *visit, text string) string {
	if text == "true" || text == "false" {
		return v.words.T("rules.truth." + text)
	}
	return strings.ReplaceAll(text, "\n", v.words.Comma())
}

// differencesView is what two versions of a rule set say differently.
type differencesView struct {
	Set   []valueChange
	Rules []ruleChangeView
}

// A valueChange is one value before and after.
type valueChange struct{ Label, Old, New string }

// A ruleChangeView is what became of one rule.
type ruleChangeView struct {
	ruleNote
	Kind   string // in words
	Tag    string // class of its tag
	Fields []valueChange
}

// differences puts what two versions say differently into the words of the page.
func (s *Server) differences(v *visit, older, newer *rules.Set) differencesView {
	found := rules.Compare(older, newer)
	var told differencesView
	for _, f := range found.Set {
		change := s.valueChange(v, f)
		if f.Field == "title" {
			change.Old, change.New = setName(v, older), setName(v, newer)
		}
		told.Set = append(told.Set, change)
	}
	for _, r := range found.Rules {
		of, tag := newer, "tag--doing"
		switch r.Kind {
		case rules.AddedRule:
			tag = "tag--done"
		case rules.RemovedRule:
			of, tag = older, "tag--warn"
		}
		view := ruleChangeView{ruleNote: s.ruleNote(v, of, r.Rule), Kind: v.words.T("rules.change." + string(r.Kind)), Tag: tag}
		for _, f := range r.Fields {
			change := s.valueChange(v, f)
			if before, ok := older.Rule(r.Rule.ID); ok && (f.Field == "title" || f.Field == "statement") {
				change.Old, change.New = ruleWords(v, before, f.Field), ruleWords(v, r.Rule, f.Field)
			}
			view.Fields = append(view.Fields, change)
		}
		told.Rules = append(told.Rules, view)
	}
	return told
}

// ruleWords are the title of a rule or its statement, in the language of the page where the catalogues have them.
func ruleWords(v *visit, r rules.Rule, field string) string {
	words := r.StatementMessage()
	if field == "title" {
		words = r.TitleMessage()
	}
	return v.words.Message(words.Key, words.Args)
}

// valueChange puts one change into words. Values that are codes of the data get the words that pages have for them.
func (s *Server) valueChange(v *visit, f rules.FieldChange) valueChange {
	if name, ok := strings.CutPrefix(f.Field, "param."); ok {
		return valueChange{paramName(v, name), paramValue(v, f.Old), paramValue(v, f.New)}
	}
	word := func(value string) string {
		if prefix := codedFields()[f.Field]; prefix != "" && v.words.Has(prefix+value) {
			return v.words.T(prefix + value)
		}
		if f.Field == "checked" {
			return s.dayOf(v, value)
		}
		return value
	}
	return valueChange{v.words.T("rules.field." + f.Field), word(f.Old), word(f.New)}
}

// codedFields are the fields whose values are codes, with what the keys of their words begin with.
func codedFields() map[string]string {
	return map[string]string{
		"level": "rules.level.", "severity": "severity.", "confidence": "confidence.", "kept": "rules.kept.",
		"only": "rules.only.", "provisional": "rules.truth.", "tick": "rules.truth.",
	}
}

// changedRules are the ids of the rules that a newer version says otherwise, or not any more.
func changedRules(older, newer *rules.Set) []string {
	ids := []string{}
	for _, r := range rules.Compare(older, newer).Rules {
		ids = append(ids, r.Rule.ID)
	}
	slices.Sort(ids)
	return ids
}
