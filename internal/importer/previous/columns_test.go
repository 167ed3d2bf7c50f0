package previous_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"upright/internal/importer/previous"
	"upright/internal/upr"
)

// readAs reads a file with columns that a person chose.
func readAs(data []byte, first int, columns ...string) (*upr.PreviousImport, error) {
	return previous.Read(context.Background(), bytes.NewReader(data), int64(len(data)), previous.Options{
		Name: "file", State: "SVN", Code: codes, Columns: columns, FirstRow: first,
	})
}

// A table whose columns nobody knows is shown, and read as a person says what they are.
func TestChosenColumns(t *testing.T) {
	want := upr.PreviousRecommendation{
		Text: "Ratify the Convention", States: []string{"NOR"}, Position: upr.PositionNoted, Themes: []string{"Health"}, Language: "en",
	}
	rows := [][]string{{"Notes of the team"}, {"Was", "Wer", "Antwort", "Thema"}, {"Ratify the Convention", "Norway", "Noted", "Health"}, {"", "Chile", "", ""}}
	for name, data := range map[string][]byte{
		"sheet": sheet(t, rows), "word": document(t, rows),
		"csv": []byte("Notes of the team\nWas;Wer;Antwort;Thema\nRatify the Convention;Norway;Noted;Health\n;Chile;;\n"),
	} {
		t.Run(name, func(t *testing.T) {
			found, err := read(t, data)
			if !previous.UnknownColumns(err) || found == nil || found.Table.Numbers[0] != 1 {
				t.Fatalf("%+v, %v", found, err)
			}
			if !slices.Equal(found.Table.Rows[1], rows[1]) || len(found.Table.Columns) != 4 {
				t.Errorf("it is shown as %+v", found.Table)
			}
			got, err := readAs(data, 3, "text", "states", "position", "themes")
			wantRows(t, got, err, "chosen", want)
			if len(got.Unread) != 1 || got.Unread[0].Row != 4 || !slices.Equal(got.Table.Columns, []string{"text", "states", "position", "themes"}) {
				t.Errorf("unread %+v, table %+v", got.Unread, got.Table)
			}
			if _, err := readAs(data, 3, "states", "", "position"); !previous.UnknownColumns(err) {
				t.Errorf("without the text: %v", err)
			}
			// From the first row on, and with more columns than there are.
			got, err = readAs(data, 1, append([]string{"text"}, slices.Repeat([]string{"", "action"}, 40)...)...)
			if err != nil || len(got.Rows)+len(got.Rows[0].Themes) != 3 { // in Word a row of one cell is a heading
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

// A list of entries whose fields nobody knows is shown as a table, and read as a person says what the fields are.
func TestChosenFields(t *testing.T) {
	const data = `{"list":[{"Wer":["Norway"],"Was":"Ratify the Convention","TEXT":null},7,{"Was":"","Antwort":"Noted"},
		{"Antwort":"Noted","Was":"Release them","Thema":"Health"}]}`
	unknown := strings.ReplaceAll(data, "TEXT", "was")
	found, err := read(t, []byte(unknown))
	if !previous.UnknownColumns(err) || found == nil {
		t.Fatalf("%+v, %v", found, err)
	}
	want := &upr.PreviousTable{
		Rows:    [][]string{{"Norway", "Ratify the Convention", ""}, {"", "", "", "Noted"}, {"", "Release them", "", "Noted", "Health"}},
		Numbers: []int{1, 3, 4}, Columns: []string{"", "", "", "", ""}, Fields: []string{"Wer", "Was", "was", "Antwort", "Thema"},
	}
	if diff := cmp.Diff(want, found.Table); diff != "" {
		t.Errorf("shown (-want +got):\n%s", diff)
	}
	got, err := previous.Read(context.Background(), strings.NewReader(unknown), int64(len(unknown)), previous.Options{
		State: "SVN", Code: codes, Fields: want.Fields, Columns: []string{"states", "text", "", "position", "themes"},
	})
	wantRows(t, got, err, "chosen",
		upr.PreviousRecommendation{Text: "Ratify the Convention", States: []string{"NOR"}, Language: "en"},
		upr.PreviousRecommendation{Text: "Release them", Position: upr.PositionNoted, Themes: []string{"Health"}, Language: "en"})
	if len(got.Unread) != 2 || !slices.Equal(got.Table.Fields, want.Fields) || got.Table.Columns[1] != "text" {
		t.Errorf("unread %+v, table %+v", got.Unread, got.Table)
	}

	// What was recognized is offered to be corrected.
	got, err = read(t, []byte(`[{"Text":"Ratify the Convention","Wer":"Norway","Symbol":"A/HRC/59/15"}]`))
	if err != nil || !slices.Equal(got.Table.Columns, []string{"text", "", "symbol"}) {
		t.Errorf("%+v, %v", got, err)
	}
	// A list without anything to show is none.
	if found, err := read(t, []byte(`[7,8]`)); keyOf(err) != "previous.file.empty" {
		t.Errorf("%+v, %v", found, err)
	}
}

// What was recognized is shown too, so that it can be corrected.
func TestRecognizedColumns(t *testing.T) {
	long := strings.Repeat("ж", 500)
	found, err := read(t, sheet(t, [][]string{{"Title"}, {"Text", "Other", "Upr position"}, {"Ratify it " + long, "x", "Noted"}}))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"text", "", "position"}, found.Table.Columns); diff != "" || found.Table.Numbers[0] != 2 {
		t.Errorf("row %d\n%s", found.Table.Numbers[0], diff)
	}
	if cell := found.Table.Rows[1][0]; len([]rune(cell)) != upr.MaxPreviousTableCell || strings.ContainsRune(cell, '\uFFFD') {
		t.Errorf("a long cell is shown as %q", cell)
	}
}

// Every column that a person can choose is read.
func TestEveryColumn(t *testing.T) {
	for _, name := range upr.PreviousColumns() {
		row := []string{"Ratify the Convention", "value"}
		got, err := readAs([]byte(strings.Join(row, ",")+"\n"), 1, "text", name)
		if err != nil || len(got.Rows)+got.Others != 1 {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

// OHCHR's matrices of the second cycle have the older words for positions, and codes before the names of themes.
func TestSecondCycleWord(t *testing.T) {
	got, err := read(t, document(t, [][]string{
		{"Matrix of recommendations"},
		{"Recommendation", "Position", "Full list of themes", "Assessment/comments on level of implementation"},
		{"Theme: A12 Acceptance of international norms"},
		{"94.3. Ratify the Convention (Chile);\nSource of position: A/HRC/20/5", "Accepted", "A12 Acceptance of international norms\nAffected persons:\n- general", "not implemented"},
		{"Theme: B31 Equality & non-discrimination"},
		{"94.4 Repeal the law (Norway);\nSource of position: A/HRC/20/5/Add.1", "Rejected", "B31 Equality & non-discrimination\nAffected persons:\n- women", ""},
		{"Recommendation", "Position", "Full list of themes", "Assessment/comments on level of implementation"},
		{"95.1 Consider it (Estonia);\nSource of position: A/HRC/20/5", "To be considered", "B31 Equality & non-discrimination", ""},
	}))
	if err != nil || len(got.Rows) != 3 || len(got.Unread) != 0 {
		t.Fatalf("%+v, %v", got, err)
	}
	want := []upr.PreviousRecommendation{
		{Symbol: "A/HRC/20/5", Number: "94.3", Text: "Ratify the Convention", States: []string{"CHL"}, Position: upr.PositionSupported, Themes: []string{"A12 Acceptance of international norms"}, Groups: []string{"general"}, Language: "en"},
		{Symbol: "A/HRC/20/5", Number: "94.4", Text: "Repeal the law", States: []string{"NOR"}, Position: upr.PositionNoted, Themes: []string{"B31 Equality & non-discrimination"}, Groups: []string{"women"}, Language: "en"},
		{Symbol: "A/HRC/20/5", Number: "95.1", Text: "Consider it", States: []string{"EST"}, Position: upr.PositionPending, Themes: []string{"B31 Equality & non-discrimination"}, Language: "en"},
	}
	wantRows(t, got, err, "ohchr-docx", want...)
}

// Files that are small and unpack to much, in each place where something is unpacked.
func TestBombs(t *testing.T) {
	for name, c := range map[string]struct{ data, key string }{
		"shared texts, short": {
			string(pack(t, "xl/workbook.xml", workbook, "xl/worksheets/sheet1.xml", "<worksheet/>", "xl/sharedStrings.xml",
				"<sst>"+strings.Repeat("<si/>", 1_100_000)+"</sst>")), "previous.file.large",
		},
		"one shared text": {
			string(pack(t, "xl/workbook.xml", workbook, "xl/worksheets/sheet1.xml", "<worksheet/>", "xl/sharedStrings.xml",
				"<sst><si><t>"+strings.Repeat("a", 20<<20)+"</t></si></sst>")), "previous.file.large",
		},
		"a name without end": {string(pack(t, "word/document.xml", "<"+strings.Repeat("a", 8<<20))), "previous.file.large"},
		"rows without end":   {string(pack(t, "xl/workbook.xml", workbook, "xl/worksheets/sheet1.xml", "<a>"+strings.Repeat("<row/>", 201_000)+"</a>")), "previous.file.large"},
		"entities in texts":  {string(pack(t, "xl/workbook.xml", workbook, "xl/worksheets/sheet1.xml", "<a/>", "xl/sharedStrings.xml", `<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>`)), "previous.file.damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := read(t, []byte(c.data))
			if known := keyOf(err); known != c.key {
				t.Errorf("got %v, want %s", err, c.key)
			}
		})
	}
}

// keyOf is the message of an error; "" for one that nobody can act on.
func keyOf(err error) string {
	var known *upr.Error
	if !errors.As(err, &known) {
		return ""
	}
	return known.Key
}
