package web

import (
	"net/http"
	"strings"
	"testing"

	"upright/internal/rulebook"
	"upright/internal/upr"
)

// changeRule sends the form of one rule with some of its fields changed.
func (b *browser) changeRule(path string, pairs ...string) *reply {
	b.t.Helper()
	form := b.get(path).want(http.StatusOK)
	values := map[string]string{}
	for _, input := range append(form.find("input"), form.find("textarea")...) {
		if name := attribute(input, "name"); name != "" {
			values[name] = attribute(input, "value")
			if input.Data == "textarea" {
				values[name] = strings.TrimSpace(textOf(input))
			}
		}
	}
	for _, option := range form.find("option") {
		for _, a := range option.Attr {
			if a.Key == "selected" {
				values[attribute(option.Parent, "name")] = attribute(option, "value")
			}
		}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		values[pairs[i]] = pairs[i+1]
	}
	var all []string
	for name, value := range values {
		all = append(all, name, value)
	}
	return b.post(path, all...)
}

// TestRuleSets changes a word limit without a build: nothing holds before it is put in force, submissions that were begun
// keep theirs until a coordinator takes the new one, and the change can be taken back.
func TestRuleSets(t *testing.T) {
	d := newDesk(t)
	admin, home := d.enter(t, "ada@example.org"), "/submissions/"+string(d.id)
	const set = "/administration/rules/cycle-5-provisional"
	rule := set + "/rules/UPR-LEN-01"
	admin.get("/administration").want(http.StatusOK).has(`href="/administration/rules"`)
	admin.get("/administration/rules").want(http.StatusOK).has(set, "Provisional")
	admin.get(set).want(http.StatusOK).has("UPR-LEN-01", "2,815", "UPR Info news item", "seen for an earlier cycle only", "came with the program")
	admin.get(set + "/rules/UPRIGHT-TITLE").want(http.StatusNotFound)
	admin.get(set + "/rules/UPR-NONE-1").want(http.StatusNotFound)

	// What is wrong comes back with what was typed.
	for _, c := range []struct{ name, value, says string }{
		{"param_max_words", "many", "number from 0"},
		{"checked", "today", "year-month-day"},
		{"document", "", "Name the document"},
		{"seen", "two", "for example 2, 4"},
		{"severity", "fatal", "error, warning or advice"},
		{"note", strings.Repeat("x", 2001), "too long"},
	} {
		r := admin.changeRule(rule, c.name, c.value).want(http.StatusUnprocessableEntity).has(c.says)
		if c.name == "param_max_words" && attribute(r.find("input", "name", c.name)[0], "value") != "many" {
			t.Error("the form does not come back as typed")
		}
	}
	kept := admin.changeRule(rule, "param_max_words", "3000", "seen", "5", "checked", "2027-03-01", "document", "New guidelines", "confidence", "confirmed")
	preview := admin.follow(kept, set+"/versions/2").want(http.StatusOK)
	preview.has("2815", "3000", "New guidelines", "Put this version in force", "Most words").hasNot("UPR-LEN-02")
	limit := func(want string) {
		t.Helper()
		d.grace.get(home + "/check").want(http.StatusOK).has("of " + want + " words")
	}
	limit("2,815")
	d.grace.get(home + "/check").hasNot("Newer rules")

	// Somebody else was first: what one looked at is not in force any more.
	admin.post(set+"/versions/2", "seen", "7").want(http.StatusConflict)
	admin.follow(admin.post(set+"/versions/2", "seen", "1"), set).want(http.StatusOK).has("3,000", "Ada Admin", "confirmed")
	admin.get("/administration/log").want(http.StatusOK).has("Put rules in force", "Made a version of rules", "cycle-5-provisional", "version 2")
	limit("2,815")
	d.grace.get(home).want(http.StatusOK).has("Newer rules are in force", home+"/rules")
	offered := d.grace.get(home+"/rules").want(http.StatusOK).has("2815", "3000", "Take these rules")
	if n := len(offered.find("del")); n < 4 {
		t.Errorf("%d differences", n)
	}

	// Readers see the offer, and only coordinators decide; an answer to another offer is none.
	d.given(t, "Rea", "reader", nil).get(home + "/rules").want(http.StatusOK).has("Who coordinates").hasNot("Take these rules")
	answer := func(version, had, do string) *reply {
		return d.grace.post(home+"/rules", "set", "cycle-5-provisional", "version", version, "had", had, "do", do)
	}
	answer("3", "1", "take").want(http.StatusConflict)
	answer("2", "2", "take").want(http.StatusConflict)
	answer("2", "1", "maybe").want(http.StatusUnprocessableEntity)
	d.grace.follow(answer("2", "1", "leave"), home+"/rules").want(http.StatusOK).has("looked at these and left them", "Take these rules")
	limit("2,815")
	d.grace.follow(answer("2", "1", "take"), home+"/rules").want(http.StatusOK).has("version 2").hasNot("Take these rules")
	limit("3,000")
	d.grace.get(home+"/record").want(http.StatusOK).has("Took other rules", "Left offered rules aside", "cycle-5-provisional, version 2")

	// A new submission is begun with it, and so is one at another server on the same database that started before.
	made := d.grace.post(d.organizationPath(t)+"/submissions", "state", "MEX", "session", "59", "language", "en", "title", "New")
	d.grace.get(made.want(http.StatusSeeOther).Header.Get("Location") + "/check").want(http.StatusOK).has("of 3,000 words").hasNot("Newer rules")
	other := rulebook.Open(d.Store, d.Rules)
	sets, err := other.InForce(t.Context())
	if err != nil || sets["cycle-5-provisional"].Version != 2 {
		t.Errorf("the other server: %v", err)
	}

	// Back to what was: the earlier version comes into force again, and a start of the server does not change that.
	admin.follow(admin.post(set+"/versions/1", "seen", "2"), set).want(http.StatusOK).has("2,815")
	if err := d.KeepRules(t.Context()); err != nil {
		t.Fatal(err)
	}
	admin.get(set).has("2,815")
	limit("3,000")
	d.grace.get(home + "/check").want(http.StatusOK).has("Newer rules are in force")

	// Another hour of the deadline holds for whoever gives the day alone.
	admin.changeRule(set+"/rules/UPR-DL-02", "param_hour_seen", "25:00").want(http.StatusUnprocessableEntity).has("for example 12:00")
	admin.changeRule(set+"/rules/UPR-DL-02", "param_hour_seen", "15:30").want(http.StatusSeeOther)
	begin := func() *reply {
		made := d.grace.post(d.organizationPath(t)+"/submissions", "state", "MEX", "session", "59", "language", "en", "title", "New",
			"deadline", "2028-07-01").want(http.StatusSeeOther)
		return d.grace.get(made.Header.Get("Location") + "/details").want(http.StatusOK)
	}
	begin().has(`value="12:00"`)
	admin.post(set+"/versions/3", "seen", "1").want(http.StatusSeeOther)
	begin().has(`value="15:30"`)
}

// organizationPath is the address of the desk's organization.
func (d *desk) organizationPath(t *testing.T) string {
	t.Helper()
	return "/organizations/" + string(d.lead(t))
}

// TestRuleFiles replaces a whole set by a file: what is wrong is named, what is right is looked at first.
func TestRuleFiles(t *testing.T) {
	d := newDesk(t)
	admin := d.enter(t, "ada@example.org")
	file := admin.get("/administration/rules/cycle-4/versions/1/file").want(http.StatusOK)
	if got := file.Header.Get("Content-Disposition"); got != `attachment; filename="cycle-4-1.json"` {
		t.Errorf("the file is %s", got)
	}
	upload := func(old, new string) *reply {
		t.Helper()
		if !strings.Contains(file.Body, old) {
			t.Fatalf("%s is not in the file", old)
		}
		return admin.upload("/administration/rules", "file", []byte(strings.Replace(file.Body, old, new, 1)))
	}
	for says, broken := range map[string][2]string{
		"not the JSON":                           {`"cycle"`, `cycle`},
		"unknown field":                          {`"checked"`, `"chekced"`},
		"year-month-day":                         {"2026-11-23", "23.11.2026"},
		"Rule UPR-LEN-01: max_words has to be":   {`"max_words": 2815`, `"max_words": "many"`},
		"no check “minute”":                      {`"by": "hour"`, `"by": "minute"`},
		"come with the program":                  {`"id": "UPR-LEN-02"`, `"id": "UPRIGHT-LEN-02"`},
		"Rule UPR-LEN-01 stands twice":           {`"id": "UPR-LEN-02"`, `"id": "UPR-LEN-01"`},
		"type of organization that is not known": {`"nhri-a"`, `"parish"`},
	} {
		upload(broken[0], broken[1]).want(http.StatusUnprocessableEntity).has(says)
	}
	admin.upload("/administration/rules", "file", nil).want(http.StatusUnprocessableEntity).has("Choose the file")
	admin.upload("/administration/rules", "file", []byte(file.Body+file.Body)).want(http.StatusUnprocessableEntity).has("more in the file")
	admin.upload("/administration/rules", "file", []byte(strings.Repeat(" ", 1<<20+1))).want(http.StatusUnprocessableEntity).has("larger than 1 MB")
	admin.upload("/administration/rules", "file", make([]byte, 6<<20)).want(http.StatusRequestEntityTooLarge).has("larger than 1 MB")

	// The same again is no new version, a rule taken out and one of one's own are shown as such, in their own words.
	admin.follow(upload("{", "{"), "/administration/rules/cycle-4/versions/1").has("already says", "in force")
	own := upload(`"id": "UPR-SUB-02"`, `"id": "LOCAL-SUB-2"`)
	admin.follow(own, "/administration/rules/cycle-4/versions/2").want(http.StatusOK).has("UPR-SUB-02", "LOCAL-SUB-2", "gone", "new")
	// A set of a new cycle is first looked at too, and then there beside the others.
	fresh := upload(`"id": "cycle-4"`, `"id": "cycle-5"`)
	admin.follow(fresh, "/administration/rules/cycle-5/versions/1").want(http.StatusOK).has("No version of this set is in force")
	admin.get("/administration/rules/cycle-5").want(http.StatusNotFound)
	admin.post("/administration/rules/cycle-5/versions/1", "seen", "").want(http.StatusSeeOther)
	admin.get("/administration/rules").want(http.StatusOK).has("/administration/rules/cycle-5\"")
	admin.get("/administration/rules/cycle-5/versions/9").want(http.StatusNotFound)
	admin.get("/administration/rules/cycle-5/versions/x").want(http.StatusNotFound)
}

// TestChecklist confirms what no program can check: with a name that may be a pseudonym, and for one text.
func TestChecklist(t *testing.T) {
	d := newDesk(t)
	home := "/submissions/" + string(d.id)
	tick := home + "/checklist/UPR-PUB-01"
	if err := d.Store.SetPseudonym(t.Context(), d.actor, d.id, "Heron"); err != nil {
		t.Fatal(err)
	}
	sum := func() string { return hidden(t, d.grace.get(home+"/check").want(http.StatusOK).Body, "sum") }
	item := func() string {
		return textOf(d.grace.get(home+"/check").want(http.StatusOK).find("li", "id", "tick-UPR-PUB-01")[0])
	}
	if said := item(); !strings.Contains(said, "I confirm this") || strings.Contains(said, "Heron") {
		t.Errorf("before: %q", said)
	}
	d.grace.post(tick, "done", "yes", "sum", "short").want(http.StatusUnprocessableEntity)
	d.grace.post(home+"/checklist/UPR-LEN-01", "done", "yes", "sum", sum()).want(http.StatusNotFound)
	d.grace.post(home+"/checklist/UPR-JNT-04", "done", "yes", "sum", sum()).want(http.StatusNotFound) // for joint submissions
	d.grace.post(tick, "done", "yes", "sum", sum()).want(http.StatusSeeOther)
	if said := item(); !strings.Contains(said, "confirmed") || !strings.Contains(said, "Heron") || strings.Contains(said, "Grace") || strings.Contains(said, "changed") {
		t.Errorf("confirmed: %q", said)
	}
	d.grace.get(home).want(http.StatusOK).has("1 of ", "What only people can check")

	// Another text is not what was confirmed.
	d.grace.commit(d.path, insertion(0, "x")).want(http.StatusOK)
	if said := item(); !strings.Contains(said, "text changed since") || !strings.Contains(said, "for the text as it is now") {
		t.Errorf("after a change: %q", said)
	}
	d.grace.get(home).has("text has changed since one")
	d.grace.post(tick, "done", "yes", "sum", sum()).want(http.StatusSeeOther)
	if said := item(); strings.Contains(said, "changed") {
		t.Errorf("confirmed again: %q", said)
	}
	// Others see it and may not touch it.
	reader := d.given(t, "Rea", "reader", nil)
	page := reader.get(home + "/check").want(http.StatusOK).has("Heron")
	if len(page.find("form", "action", tick)) != 0 {
		t.Error("a reader is offered to confirm")
	}
	reader.post(tick, "done", "").want(http.StatusForbidden)
	d.grace.post(tick, "done", "").want(http.StatusSeeOther)
	d.grace.post(tick, "done", "").want(http.StatusSeeOther) // twice: nothing more happens
	if said := item(); strings.Contains(said, "Heron") {
		t.Errorf("taken back: %q", said)
	}
	record := d.grace.get(home+"/record").want(http.StatusOK).has("Took back the confirmation", "UPR-PUB-01")
	if n := strings.Count(record.text("main"), "Took back the confirmation"); n != 2 { // one entry, one choice of the filter
		t.Errorf("taken back %d times", n)
	}
	d.exec(t, `INSERT INTO checklist_ticks (submission_id, rule, by_user, text_sum) VALUES ($1, 'UPR-PUB-01', NULL, decode(repeat('00', 32), 'hex'))`, string(d.id))
	if said := item(); !strings.Contains(said, "no longer here") {
		t.Errorf("by nobody known: %q", said)
	}
	if _, err := d.Store.Ticks(t.Context(), upr.Actor{User: "somebody"}, d.id); err == nil {
		t.Error("a stranger reads it")
	}
}

// TestFixes: the check says what can be mended, the editor is told how, and key words of the text come into the form unsaved.
func TestFixes(t *testing.T) {
	d := newDesk(t)
	home := "/submissions/" + string(d.id)
	one, err := d.textFor(t.Context(), d.actor, d.id)
	if err != nil {
		t.Fatal(err)
	}
	part := one.Manuscript.Parts[0]
	version := hidden(t, d.grace.get(home+"/parts/"+part.ID).want(http.StatusOK).Body, "version")
	d.grace.post(home+"/parts/"+part.ID, "title", "Rights", "text", "(unnumbered) See recommendation 140.7 in a/hrc/56/9.", "version", version).
		want(http.StatusSeeOther)
	var found findingsJSON
	d.grace.get(home + "/findings").want(http.StatusOK).decode(&found)
	offers := map[string]*fixJSON{}
	for _, f := range found.Findings {
		if f.Fix != nil {
			offers[f.Rule] = f.Fix
		}
	}
	if f := offers["UPR-CON-13"]; f == nil || f.Kind != "replace" || f.Old != "a/hrc/56/9" || f.New != "A/HRC/56/9" || !strings.Contains(f.Offer, "Replace “a/hrc/56/9”") {
		t.Errorf("the symbol: %+v", f)
	}
	if f := offers["UPR-FMT-05"]; f == nil || f.Kind != "number" || f.Offer == "" {
		t.Errorf("the number: %+v", f)
	}
	d.grace.get(home + "/check").want(http.StatusOK).has("a button does this: Replace")
	d.grace.get(home + "/details").hasNot("Key words from the text")
	d.grace.get(home + "/details?keywords=text").want(http.StatusOK).has("Key words from the text were added")
	if again, err := d.Store.Submission(t.Context(), d.actor, d.id); err != nil || len(again.Details.Keywords) != 0 {
		t.Errorf("saved without being asked: %v %v", again.Details.Keywords, err)
	}
}

// TestRulesByOrganization: as what an organization takes part decides which rules are for it.
func TestRulesByOrganization(t *testing.T) {
	d := newDesk(t)
	home, profile := "/submissions/"+string(d.id), d.organizationPath(t)
	d.grace.get(home+"/rules").want(http.StatusOK).has("UPR-LEN-01").hasNot("UPR-NHRI-01", "UPR-REG-01", "UPR-JNT-01")
	d.grace.post(profile, "name", "Example Institute", "type", "parish").want(http.StatusUnprocessableEntity)
	d.grace.post(profile, "name", "Example Institute", "type", "nhri-a").want(http.StatusSeeOther)
	page := d.grace.get(profile).want(http.StatusOK)
	if n := len(page.find("input", "name", "type")); n != 4 {
		t.Errorf("%d types to choose from", n)
	}
	page.has(`value="nhri-a" checked`)
	d.grace.get(home + "/rules").want(http.StatusOK).has("UPR-NHRI-01").hasNot("UPR-REG-01")
	file := d.grace.get(home + "/files/upright.json").want(http.StatusOK)
	if !strings.Contains(file.Body, `"type":"nhri-a"`) {
		t.Error("the portable file does not say so")
	}
}
