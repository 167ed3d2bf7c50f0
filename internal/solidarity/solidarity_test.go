package solidarity_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"upright/internal/example"
	"upright/internal/prose"
	"upright/internal/solidarity"
	"upright/internal/upr"
)

// TestQuestions holds the questions to the data: every one rests on a paragraph of the draft that is there, every entry of
// its checklist is asked, and the order is that of the domain.
func TestQuestions(t *testing.T) {
	data, err := os.ReadFile("data/declaration.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Articles []struct {
			Paragraphs []struct {
				Ref string `json:"ref"`
			} `json:"paragraphs"`
		} `json:"articles"`
		Checklist []struct {
			ID string `json:"id"`
		} `json:"checklist_for_a_section"`
		Status, Label, Confidence string
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(file.Status, "Draft.") || file.Label != "a" || file.Confidence == "" {
		t.Errorf("the data does not say what the declaration is: %q, label %q", file.Status, file.Label)
	}
	refs := map[string]bool{}
	for _, article := range file.Articles {
		for _, p := range article.Paragraphs {
			refs[p.Ref] = true
		}
	}
	var asked []string
	var order []upr.SolidarityQuestion
	for _, q := range solidarity.Questions() {
		order = append(order, q.ID)
		asked = append(asked, q.Number)
		for _, article := range q.Articles {
			if !refs[article] {
				t.Errorf("%s rests on article %s, which the data does not have", q.ID, article)
			}
		}
	}
	if !slices.Equal(order, upr.SolidarityQuestions()) {
		t.Errorf("the order is %v", order)
	}
	for _, item := range file.Checklist {
		if !slices.Contains(asked, item.ID) {
			t.Errorf("%s is not asked", item.ID)
		}
	}
}

func TestTreaties(t *testing.T) {
	for _, lang := range example.Languages() {
		list, err := solidarity.Treaties(lang)
		if err != nil || len(list) != 18 {
			t.Fatalf("%s: %d treaties, %v", lang, len(list), err)
		}
		for _, treaty := range list {
			if treaty.Name == "" || treaty.Abbreviation == "" {
				t.Errorf("%s: %+v", lang, treaty)
			}
		}
		if sure := !slices.ContainsFunc(list, func(t solidarity.Treaty) bool { return !t.Confirmed }); sure != (lang == "en") {
			t.Errorf("%s: all names confirmed is %v", lang, sure)
		}
	}
}

// TestExampleBases finds the treaty of every row of the worked example in the data, in its language.
func TestExampleBases(t *testing.T) {
	for _, lang := range example.Languages() {
		list, err := solidarity.Treaties(lang)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := example.Solidarity(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			known := slices.ContainsFunc(list, func(t solidarity.Treaty) bool { return strings.Contains(row.Basis, t.Name) })
			// In Chinese, two names of the Covenant on civil and political rights are in use.
			if other := lang == "zh" && strings.Contains(row.Basis, "公民及政治权利国际公约"); !known && !other {
				t.Errorf("%s: no treaty of the data is in %q", lang, row.Basis)
			}
		}
	}
}

func TestGrid(t *testing.T) {
	entries := []upr.SolidarityEntry{
		{ID: "a", Bearer: upr.StateBearer, Duty: upr.ProtectDuty, Paragraphs: []string{"gone", "p1", "p1"}},
		{ID: "b", Bearer: upr.NonStateBearer, Duty: upr.RespectDuty, Basis: "ICCPR, article 19", Paragraphs: []string{"gone"}},
	}
	var unwritten []string
	owed := 0
	for _, cell := range solidarity.Grid(entries, func(id string) bool { return id == "p1" }) {
		if cell.Owed {
			owed++
		}
		if cell.Unwritten() {
			unwritten = append(unwritten, string(cell.Bearer)+" "+string(cell.Duty))
		}
		for _, row := range cell.Rows {
			if row.Unbound() != (row.Entry.ID == "a") {
				t.Errorf("row %s: unbound is %v", row.Entry.ID, row.Unbound())
			}
			if row.Entry.ID == "a" && !slices.Equal(row.Paragraphs, []string{"p1"}) {
				t.Errorf("paragraphs of a: %q", row.Paragraphs)
			}
		}
	}
	want := []string{"state respect", "state fulfil", "international-organization respect", "non-state-actor respect"}
	if owed != 5 || !slices.Equal(unwritten, want) {
		t.Errorf("%d cells are owed, without a paragraph are %q", owed, unwritten)
	}
}

// TestBegin begins a text in each language from the rows of the worked example: the binding provision stands first, the
// note calls the declaration a draft, and the blocks are a part that the authority takes.
func TestBegin(t *testing.T) {
	answers := map[upr.SolidarityQuestion]upr.SolidarityAnswer{
		upr.AskSpaces: {Fields: map[string]string{"spaces": "One.\n\n  Two\tthings.  "}},
		upr.AskDemand: {Fields: map[string]string{"demand": "End questioning by 2028."}},
	}
	for _, lang := range example.Languages() {
		rows, err := example.Solidarity(lang)
		if err != nil {
			t.Fatal(err)
		}
		passages, err := solidarity.Begin(lang, "México", rows, answers)
		if err != nil {
			t.Fatal(err)
		}
		if len(passages) != len(rows)+3 {
			t.Fatalf("%s: %d passages", lang, len(passages))
		}
		for i, row := range rows {
			if p := passages[i]; !strings.HasPrefix(p.Text, row.Basis) || p.Entry != row.ID || !strings.Contains(p.Text, row.Holders) {
				t.Errorf("%s: %q does not begin with the binding provision", lang, p.Text)
			}
			note, ok := prose.Content(passages[i].Block)[1].(*prose.Endnote)
			if !ok || !strings.Contains(note.Plain(), solidarity.Symbol) || strings.Contains(note.Plain(), "{") {
				t.Errorf("%s: the note is %+v", lang, note)
			}
		}
		first := "Convention on the Rights of the Child, art. 28 (education). Rights-holders: Children who return with their families. " +
			"Duty-bearer: México (fulfil). Measure: Since 2024 no apostille is required on foreign school transcripts. " +
			"Indicator: Share of returned children placed in the grade they had completed."
		if lang == "en" && passages[0].Text != first {
			t.Errorf("the first row is told as %q", passages[0].Text)
		}
		if got := passages[len(rows)+1].Text; got != "Two things." {
			t.Errorf("%s: the second space is %q", lang, got)
		}
		last := passages[len(passages)-1]
		if _, ok := last.Block.(*prose.Recommendation); !ok || !strings.HasPrefix(last.Text, rows[0].Basis) {
			t.Errorf("%s: the last passage is %T %q", lang, last.Block, last.Text)
		}
		blocks, err := solidarity.Blocks(lang, passages, false)
		if err != nil {
			t.Fatal(err)
		}
		if len(blocks) != len(passages)+2 { // two headings: who owes what, what is practised
			t.Errorf("%s: %d blocks of %d passages", lang, len(blocks), len(passages))
		}
		if _, err := prose.EncodePart(&prose.Part{ID: "p", Kind: prose.Solidarity, Blocks: blocks}); err != nil {
			t.Errorf("%s: %v", lang, err)
		}
		wantOneInFull(t, lang, passages, blocks)
	}
}

// wantOneInFull makes sure that the draft is cited in full once, and that no note hides that it is one.
func wantOneInFull(t *testing.T, lang string, passages []solidarity.Passage, blocks []prose.Block) {
	t.Helper()
	inFull := map[string]string{
		"en": "is not binding", "fr": "n’est pas contraignant", "es": "no es vinculante", "ru": "не имеет обязательной силы",
		"ar": "غير ملزم", "zh": "不具约束力",
	}
	draft := map[string]string{"en": "draft", "fr": "projet", "es": "proyecto", "ru": "проект", "ar": "مشروع", "zh": "草案"}
	count := func(blocks []prose.Block) (full, notes int) {
		for note := range (&prose.Part{Blocks: blocks}).Notes() {
			text := note.Plain()
			if notes++; strings.Contains(text, inFull[lang]) {
				full++
			}
			if !strings.Contains(text, solidarity.Symbol) || !strings.Contains(text, draft[lang]) || strings.Contains(text, "{") {
				t.Errorf("%s: the note is %q", lang, text)
			}
		}
		return full, notes
	}
	if full, notes := count(blocks); full != 1 || notes < 3 {
		t.Errorf("%s: %d of %d notes are in full", lang, full, notes)
	}
	blocks, err := solidarity.Blocks(lang, passages, true)
	if err != nil {
		t.Fatal(err)
	}
	if full, _ := count(blocks); full != 0 {
		t.Errorf("%s: %d notes are in full behind one that is", lang, full)
	}
}

// A provision that was answered and that no row names is not forgotten.
func TestBeginTellsProvisionsOfNoRow(t *testing.T) {
	answers := map[upr.SolidarityQuestion]upr.SolidarityAnswer{upr.AskRights: {Fields: map[string]string{
		"basis1": "ICCPR, article 22", "right1": "association", "basis2": "ICESCR, article 12", "right2": "health",
	}}}
	rows := []upr.SolidarityEntry{{ID: "a", Bearer: upr.StateBearer, Duty: upr.RespectDuty, Basis: "ICCPR, article 22; CRC, article 28"}}
	passages, err := solidarity.Begin("en", "Mexico", rows, answers)
	if err != nil || len(passages) != 2 || passages[0].Entry != "a" || passages[1].Text != "ICESCR, article 12: health." {
		t.Errorf("passages are %+v, %v", passages, err)
	}
}

// Without rows, the answers about rights begin the text; without a binding provision none is made up.
func TestBeginFromAnswers(t *testing.T) {
	answers := map[upr.SolidarityQuestion]upr.SolidarityAnswer{
		upr.AskRights: {Fields: map[string]string{"right1": "association", "basis3": "ICCPR, article 22", "right3": "assembly"}},
		upr.AskDemand: {Fields: map[string]string{"demand": "Repeal the law."}},
	}
	passages, err := solidarity.Begin("en", "Mexico", nil, answers)
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, p := range passages {
		texts = append(texts, p.Text)
	}
	want := []string{"association.", "ICCPR, article 22: assembly.", "ICCPR, article 22: Repeal the law."}
	if !slices.Equal(texts, want) {
		t.Errorf("passages are %q", texts)
	}
	delete(answers, upr.AskRights)
	if passages, _ = solidarity.Begin("en", "Mexico", nil, answers); len(passages) != 1 || passages[0].Text != "Repeal the law." {
		t.Errorf("without a provision: %+v", passages)
	}
	if passages, err = solidarity.Begin("zh", "", nil, nil); err != nil || len(passages) != 0 {
		t.Errorf("from nothing: %d passages, %v", len(passages), err)
	}
}

// What was chosen is told in each language, whoever owes a duty is named, and each passage cites its own article.
func TestBeginTellsWhatWasChosen(t *testing.T) {
	answers := map[upr.SolidarityQuestion]upr.SolidarityAnswer{
		upr.AskForm:       {Fields: map[string]string{"reactive": "yes", "cooperation": "yes"}},
		upr.AskDuties:     {Fields: map[string]string{"actor": "Example Telephones", "refrain": "No data about callers", "abstain": "No aid"}},
		upr.AskIndicators: {Fields: map[string]string{"report": "no"}},
		upr.AskAssessment: {Fields: map[string]string{"assessment": "None", "participation": "Nobody was heard"}},
	}
	type passage struct{ text, article string }
	want := []passage{
		{"No aid", "6(2)"}, {"Example Telephones: No data about callers", "6(3)"},
		{"Form of solidarity: reactive solidarity; international cooperation.", "2"},
		{"The national report gives no indicators of transnational solidarity.", "8(1)"}, {"None", "7(3)"}, {"Nobody was heard", "7(4)"},
	}
	for _, lang := range example.Languages() {
		passages, err := solidarity.Begin(lang, "Mexico", nil, answers)
		if err != nil || len(passages) != len(want) {
			t.Fatalf("%s: %d passages, %v", lang, len(passages), err)
		}
		for i, p := range passages {
			note := prose.Content(p.Block)[1].(*prose.Endnote).Plain()
			if lang == "en" && p.Text != want[i].text || !strings.Contains(note, want[i].article) {
				t.Errorf("%s: passage %d is %q, with %q", lang, i, p.Text, note)
			}
		}
		if report := passages[3].Text; report == "" || lang != "en" && report == want[3].text {
			t.Errorf("%s: the report is told as %q", lang, report)
		}
	}
	answers[upr.AskIndicators].Fields["report"] = "unknown"
	if passages, _ := solidarity.Begin("en", "Mexico", nil, answers); len(passages) != len(want)-1 {
		t.Error("what is not known is told")
	}
}

// Nothing that was answered in somebody's own words is left out of what the text can be begun with.
func TestBeginKeepsEveryAnswer(t *testing.T) {
	answers := map[upr.SolidarityQuestion]upr.SolidarityAnswer{}
	fields := map[upr.SolidarityQuestion][]string{
		upr.AskRights: {"right1"}, upr.AskForm: {"how"}, upr.AskHolders: {"who", "abroad"},
		upr.AskDuties: {"respect", "protect", "fulfil", "abstain", "refrain"}, upr.AskActs: {"acts", "penalties"},
		upr.AskSpaces: {"spaces"}, upr.AskClaims: {"claims", "answers"}, upr.AskLaw: {"law"},
		upr.AskMeasures: {"measures", "agreements"}, upr.AskIndicators: {"indicators"},
		upr.AskAssessment: {"assessment", "participation"}, upr.AskDemand: {"demand"},
	}
	n := 0
	for _, q := range upr.SolidarityQuestions() {
		answers[q] = upr.SolidarityAnswer{Fields: map[string]string{}}
		for _, field := range fields[q] {
			answers[q].Fields[field] = string(q) + " " + field
			n++
		}
	}
	passages, err := solidarity.Begin("en", "Mexico", nil, answers)
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]bool{}
	for _, p := range passages {
		keys[p.Key] = true
	}
	if len(passages) != n || len(keys) != n {
		t.Errorf("%d passages with %d keys of %d answers", len(passages), len(keys), n)
	}
}

func TestBeginRow(t *testing.T) {
	answers := map[upr.SolidarityQuestion]upr.SolidarityAnswer{
		upr.AskRights:  {Fields: map[string]string{"basis2": "ICCPR, article 22", "right2": "association"}},
		upr.AskForm:    {Fields: map[string]string{"reactive": "yes"}},
		upr.AskHolders: {Fields: map[string]string{"who": strings.Repeat("é", upr.MaxSolidarityText+9)}},
		upr.AskDuties:  {Fields: map[string]string{"actor": "Example Telephones"}},
	}
	row := solidarity.BeginRow(upr.NonStateBearer, upr.RespectDuty, answers)
	if row.Basis != "ICCPR, article 22" || row.Form != upr.ReactiveForm || row.BearerName != "Example Telephones" || row.Duty != upr.RespectDuty {
		t.Errorf("the row is begun as %+v", row)
	}
	if err := row.Validate(); err != nil {
		t.Errorf("an answer that is too long for a row: %v", err)
	}
	answers[upr.AskForm].Fields["preventive"] = "yes"
	row = solidarity.BeginRow(upr.NonStateBearer, upr.FulfilDuty, answers)
	if row.Form != upr.NoForm || row.Bearer != "" || row.Duty != "" {
		t.Errorf("of two forms and a duty that is not owed: %+v", row)
	}
}
