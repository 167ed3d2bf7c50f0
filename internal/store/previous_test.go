package store_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"upright/internal/store"
	"upright/internal/upr"
)

// found is a file with recommendations in six languages.
func found() *upr.PreviousImport {
	list := []upr.PreviousRecommendation{
		{Symbol: "A/HRC/59/15", Number: "140.7", Cycle: 4, Text: "Ratifying the conventions", States: []string{"NOR", "CHL"}, Position: upr.PositionSupported,
			Themes: []string{"Ratification"}, Groups: []string{"Children"}, SDGs: []int{5, 16}, Language: "en"},
		{Symbol: "A/HRC/59/15", Number: "140.8", Text: "Libérer les journalistes détenus", States: []string{"Atlantis"}, Position: upr.PositionNoted, Language: "fr"},
		{Number: "3.4", Text: "Garantizar los derechos de las mujeres", Themes: []string{"Women's rights", "Ratification"}, Language: "es"},
		{Text: "حماية حقوق الأطفال", Language: "ar"},
		{Text: "Обеспечить защиту журналистов", Language: "ru"},
		{Text: "继续努力保护儿童权利", Language: "zh"},
	}
	for i := range list {
		list[i].ID = upr.NewID()
	}
	return &upr.PreviousImport{Format: "uhri-json", File: "a.json", Rows: list, Read: 6}
}

// keep keeps what was found in a file.
func keep(t *testing.T, w team, given *upr.PreviousImport) string {
	t.Helper()
	kept, err := w.BeginPreviousImport(t.Context(), w.ben, w.id, given.File, []byte("file"))
	must(t, err)
	must(t, w.FinishPreviousImport(t.Context(), kept, given, ""))
	return kept
}

// takeIn imports recommendations into the submission of a team.
func takeIn(t *testing.T, w team, given *upr.PreviousImport) {
	t.Helper()
	kept := keep(t, w, given)
	if n, err := w.TakePreviousImport(t.Context(), w.ben, w.id, kept); err != nil || n != len(given.Rows) {
		t.Fatalf("took %d, %v", n, err)
	}
}

func TestPreviousImport(t *testing.T) {
	ctx, w := t.Context(), newTeam(t)
	given := found()
	kept := keep(t, w, given)
	// Nothing is stored before it is taken, and nobody else sees or takes it.
	if page, err := w.Previous(ctx, w.ben, w.id, store.PreviousFilter{}, 0, 10); err != nil || page.All != 0 {
		t.Fatalf("%d before, %v", page.All, err)
	}
	read, known, err := w.PreviousImport(ctx, w.ben, w.id, kept)
	if diff := cmp.Diff(*given, read); err != nil || known != 0 || diff != "" {
		t.Fatalf("%d known, %v\n%s", known, err, diff)
	}
	if _, err := w.TakePreviousImport(ctx, w.cleo, w.id, kept); kindOf(err) != upr.NotFound {
		t.Errorf("somebody else takes it: %v", err)
	}
	if _, err := w.BeginPreviousImport(ctx, w.reader, w.id, "a.json", nil); kindOf(err) != upr.Forbidden {
		t.Errorf("a reader imports: %v", err)
	}
	if _, err := w.TakePreviousImport(ctx, w.ben, w.id, kept); err != nil {
		t.Fatal(err)
	}
	if _, err := w.TakePreviousImport(ctx, w.ben, w.id, kept); kindOf(err) != upr.NotFound {
		t.Errorf("taken twice: %v", err)
	}
	one, err := w.Submission(ctx, w.reader, w.id)
	if diff := cmp.Diff(given.Rows, one.Annexes.Previous); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	// The same file again: what was said stays, what the file knows better comes.
	implemented := upr.Implemented
	if err := w.AssessPrevious(ctx, w.ben, w.id, []string{given.Rows[3].ID}, store.AssessmentChange{Assessed: &implemented}); err != nil {
		t.Fatal(err)
	}
	again := found()
	again.Rows[3].Position = upr.PositionNoted
	takeIn(t, w, again)
	page, err := w.Previous(ctx, w.ben, w.id, store.PreviousFilter{}, 3, 1)
	if err != nil || page.All != 6 || page.List[0].Assessed != upr.Implemented || page.List[0].Position != upr.PositionNoted {
		t.Errorf("again: %+v, %v", page, err)
	}
}

func TestPreviousSearch(t *testing.T) {
	ctx, w := t.Context(), newTeam(t)
	takeIn(t, w, found())
	supported, none := upr.PositionSupported, upr.NotAssessed
	for name, c := range map[string]struct {
		filter store.PreviousFilter
		want   []string // languages
	}{
		"all":         {store.PreviousFilter{}, []string{"en", "fr", "es", "ar", "ru", "zh"}},
		"english":     {store.PreviousFilter{Words: "ratify convention"}, []string{"en"}},
		"french":      {store.PreviousFilter{Words: "journaliste"}, []string{"fr"}},
		"spanish":     {store.PreviousFilter{Words: "mujeres derecho"}, []string{"es"}},
		"arabic":      {store.PreviousFilter{Words: "الأطفال"}, []string{"ar"}},
		"no article":  {store.PreviousFilter{Words: "أطفال"}, []string{"ar"}},
		"no hamza":    {store.PreviousFilter{Words: "اطفال"}, []string{"ar"}},
		"vowels":      {store.PreviousFilter{Words: "الأَطْفال"}, []string{"ar"}},
		"a long line": {store.PreviousFilter{Words: "حقـــوق"}, []string{"ar"}},
		"two words":   {store.PreviousFilter{Words: "حقوق الأطفال"}, []string{"ar"}},
		"no Arabic":   {store.PreviousFilter{Words: "المرأة"}, nil},
		"apart":       {store.PreviousFilter{Words: "保护 权利"}, []string{"zh"}},
		"a phrase":    {store.PreviousFilter{Words: "努力保护儿童"}, []string{"zh"}},
		"mixed":       {store.PreviousFilter{Words: "儿童权利 继续"}, []string{"zh"}},
		"russian":     {store.PreviousFilter{Words: "журналист защита"}, []string{"ru"}},
		"chinese":     {store.PreviousFilter{Words: "儿童权利"}, []string{"zh"}},
		"a character": {store.PreviousFilter{Words: "童"}, []string{"zh"}},
		"its end":     {store.PreviousFilter{Words: "利"}, []string{"zh"}},
		"no Chinese":  {store.PreviousFilter{Words: "儿权"}, nil},
		"both":        {store.PreviousFilter{Words: "ratify 儿童"}, nil},
		"number":      {store.PreviousFilter{Words: "140.8"}, []string{"fr"}},
		"symbol":      {store.PreviousFilter{Words: "A/HRC/59/15"}, []string{"en", "fr"}},
		"operators":   {store.PreviousFilter{Words: `' & | ! ( :* "`}, nil},
		"theme":       {store.PreviousFilter{Theme: "Ratification"}, []string{"en", "es"}},
		"group":       {store.PreviousFilter{Group: "Children"}, []string{"en"}},
		"state":       {store.PreviousFilter{State: "Atlantis"}, []string{"fr"}},
		"goal":        {store.PreviousFilter{SDG: 16}, []string{"en"}},
		"cycle":       {store.PreviousFilter{Cycle: 4}, []string{"en"}},
		"position":    {store.PreviousFilter{Position: &supported}, []string{"en"}},
		"unassessed":  {store.PreviousFilter{Assessed: &none, Theme: "Women's rights"}, []string{"es"}},
	} {
		t.Run(name, func(t *testing.T) {
			page, err := w.Previous(ctx, w.reader, w.id, c.filter, 0, 0)
			var got []string
			for _, r := range page.List {
				got = append(got, r.Language)
			}
			if err != nil || !slices.Equal(got, c.want) || page.Total != len(c.want) || page.All != 6 {
				t.Errorf("got %v (%d of %d), %v; want %v", got, page.Total, page.All, err, c.want)
			}
		})
	}
	if _, err := w.Previous(ctx, w.no, w.id, store.PreviousFilter{}, 0, 0); kindOf(err) != upr.NotFound {
		t.Errorf("a stranger reads: %v", err)
	}
	facets, err := w.PreviousFacets(ctx, w.reader, w.id)
	if err != nil || facets.Themes[0] != (store.Facet{Value: "Ratification", Count: 2}) || !slices.Equal(facets.SDGs, []int{5, 16}) || facets.Assessed[""] != 6 {
		t.Errorf("%+v, %v", facets, err)
	}
}

func TestPreviousAssess(t *testing.T) {
	ctx, w := t.Context(), newTeam(t)
	given := found()
	takeIn(t, w, given)
	ids := []string{given.Rows[0].ID, given.Rows[1].ID}
	reversed, evidence, wrong := upr.Reversed, "Act 12", upr.Assessment("well")
	if err := w.AssessPrevious(ctx, w.ben, w.id, ids, store.AssessmentChange{Assessed: &reversed, Evidence: &evidence}); err != nil {
		t.Fatal(err)
	}
	page, err := w.Previous(ctx, w.ben, w.id, store.PreviousFilter{Assessed: &reversed}, 0, 0)
	if err != nil || page.Total != 2 || page.List[1].Evidence != evidence {
		t.Errorf("%+v, %v", page, err)
	}
	for name, err := range map[string]error{
		"value": w.AssessPrevious(ctx, w.ben, w.id, ids, store.AssessmentChange{Assessed: &wrong}),
		"gone":  w.AssessPrevious(ctx, w.ben, w.id, append(ids, "gone"), store.AssessmentChange{Evidence: new(string)}),
		"right": w.AssessPrevious(ctx, w.reader, w.id, ids, store.AssessmentChange{Evidence: new(string)}),
		"link":  w.LinkPrevious(ctx, w.reader, w.id, ids[0], "b", true),
		"none":  w.LinkPrevious(ctx, w.ben, w.id, "gone", "b", true),
	} {
		if err == nil {
			t.Errorf("%s was taken", name)
		}
	}
	for _, step := range []struct {
		block  string
		linked bool
		want   []string
	}{{"b1", true, []string{"b1"}}, {"b2", true, []string{"b1", "b2"}}, {"b1", true, []string{"b2", "b1"}}, {"b2", false, []string{"b1"}}} {
		if err := w.LinkPrevious(ctx, w.ben, w.id, ids[0], step.block, step.linked); err != nil {
			t.Fatal(err)
		}
		page, err := w.Previous(ctx, w.ben, w.id, store.PreviousFilter{IDs: ids[:1]}, 0, 0)
		if err != nil || !slices.Equal(page.List[0].Paragraphs, step.want) || page.List[0].Evidence != evidence {
			t.Errorf("%+v: %+v, %v", step, page.List, err)
		}
	}
	if err := w.RemovePrevious(ctx, w.ben, w.id, ids); err != nil {
		t.Fatal(err)
	}
	if page, err := w.Previous(ctx, w.ben, w.id, store.PreviousFilter{}, 0, 0); err != nil || page.All != 4 {
		t.Errorf("%d left, %v", page.All, err)
	}
}

// As many as a submission can have; one more is refused and changes nothing.
func TestPreviousMany(t *testing.T) {
	ctx, w := t.Context(), newTeam(t)
	many := &upr.PreviousImport{Format: "uhri-json"}
	for i := range upr.MaxPrevious {
		many.Rows = append(many.Rows, upr.PreviousRecommendation{ID: upr.NewID(), Symbol: "A/HRC/1/1", Number: fmt.Sprintf("1.%d", i), Text: "Ratify", Language: "en"})
	}
	takeIn(t, w, many)
	kept := keep(t, w, found())
	if _, err := w.TakePreviousImport(ctx, w.ben, w.id, kept); kindOf(err) != upr.TooMany {
		t.Errorf("one too many: %v", err)
	}
	page, err := w.Previous(ctx, w.ben, w.id, store.PreviousFilter{Words: "1.9999"}, 0, 0)
	if err != nil || page.All != upr.MaxPrevious || page.Total != 1 {
		t.Errorf("%d of %d, %v", page.Total, page.All, err)
	}
}

// A file is read by the server while the person looks at how far it is, and again when they say what its columns are.
func TestPreviousReading(t *testing.T) {
	ctx, w := t.Context(), newTeam(t)
	kept, err := w.BeginPreviousImport(ctx, w.ben, w.id, "a.csv", []byte("Was;Wer"))
	must(t, err)
	reading := func() upr.PreviousReading {
		t.Helper()
		now, err := w.PreviousReading(ctx, w.ben, w.id, kept)
		must(t, err)
		return now
	}
	must(t, w.ProgressPreviousImport(ctx, kept, 12_000))
	if now := reading(); now.Done || now.Rows != 12_000 || now.File != "a.csv" || !now.Kept || now.Seen.IsZero() {
		t.Errorf("%+v", now)
	}
	_, _, err = w.PreviousImport(ctx, w.ben, w.id, kept)
	wantKind(t, err, upr.NotFound)
	_, err = w.PreviousReading(ctx, w.cleo, w.id, kept)
	wantKind(t, err, upr.NotFound)
	table := &upr.PreviousImport{Table: &upr.PreviousTable{Numbers: []int{1}, Rows: [][]string{{"Was", "Wer"}}, Columns: []string{"", ""}}}
	must(t, w.FinishPreviousImport(ctx, kept, table, "previous.file.columns"))
	if now := reading(); !now.Done || now.Failure != "previous.file.columns" {
		t.Errorf("%+v", now)
	}
	_, err = w.TakePreviousImport(ctx, w.ben, w.id, kept)
	wantKind(t, err, upr.NotFound)
	_, err = w.AgainPreviousImport(ctx, w.cleo, w.id, kept)
	wantKind(t, err, upr.NotFound)
	file, err := w.AgainPreviousImport(ctx, w.ben, w.id, kept)
	_, twice := w.AgainPreviousImport(ctx, w.ben, w.id, kept) // a second click: one reading is enough
	wantKind(t, twice, upr.Conflict)
	if err != nil || string(file) != "Was;Wer" || reading().Done {
		t.Errorf("%q, %v", file, err)
	}
	must(t, w.FinishPreviousImport(ctx, kept, found(), ""))
	wantKind(t, w.ProgressPreviousImport(ctx, kept, 99), upr.NotFound) // late
	if now := reading(); now.Rows != 0 || !now.Done || now.Failure != "" {
		t.Errorf("%+v", now)
	}
	large, err := w.BeginPreviousImport(ctx, w.ben, w.id, "b.csv", make([]byte, store.MaxKeptImport+1))
	must(t, err)
	_, err = w.AgainPreviousImport(ctx, w.ben, w.id, large)
	wantKind(t, err, upr.NotFound)
	_, err = w.PreviousReading(ctx, w.ben, w.id, kept) // a new file takes its place
	wantKind(t, err, upr.NotFound)
	wantKind(t, w.ProgressPreviousImport(ctx, kept, 99), upr.NotFound) // so nobody waits for it
	must(t, w.FinishPreviousImport(ctx, kept, nil, "previous.file.cut-off"))
}
