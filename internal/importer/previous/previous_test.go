package previous_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"upright/internal/upr"
)

// ratify is what every format says of the same recommendation.
func ratify() upr.PreviousRecommendation {
	return upr.PreviousRecommendation{
		Symbol: "A/HRC/59/15", Number: "140.7", Cycle: 4, Text: "Ratify the Convention & its Protocol", States: []string{"NOR", "CHL"},
		Position: upr.PositionSupported, Themes: []string{"Ratification of & accession to international instruments"},
		Groups: []string{"Children", "Women & girls"}, SDGs: []int{5, 16}, Language: "en",
	}
}

func wantRows(t *testing.T, got *upr.PreviousImport, err error, format string, want ...upr.PreviousRecommendation) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if got.Format != format {
		t.Errorf("format %q, want %q", got.Format, format)
	}
	if diff := cmp.Diff(want, got.Rows, cmpopts.IgnoreFields(upr.PreviousRecommendation{}, "ID")); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

// The columns are found by name: in another order, spelled right, with blanks.
func TestSheet(t *testing.T) {
	first := uhriRow("140.7 Ratify the Convention &amp;amp; its&nbsp;Protocol (Norway) (Chile);", "- Slovenia", "- Ratification of &amp; accession to international instruments", "- Norway\n- Chile", "- Supported")
	other := uhriRow("12.1 Continue (Chile)", "- Albania", "", "- Chile", "- Noted")
	treaty := uhriRow("The Committee recommends", "- Slovenia", "", "", "")
	treaty[2] = "- CRC"
	blank := uhriRow("", "- Slovenia", "", "- Chile", "- Noted")
	both := uhriRow("140.7 Ratify the Convention", "- Slovenia", "- Other", "- Estonia", "- Noted")
	got, err := read(t, sheet(t, [][]string{{"Export of 1 January"}, uhriColumns(), first, other, {}, treaty, blank, both}))
	want := ratify()
	want.States, want.Themes, want.Position = append(want.States, "EST"), append(want.Themes, "Other"), upr.PositionPartly
	wantRows(t, got, err, "uhri-xlsx", want)
	if got.Read != 5 || got.Others != 2 || got.Joined != 1 {
		t.Errorf("%d read, %d others, %d joined", got.Read, got.Others, got.Joined)
	}
	if diff := cmp.Diff([]upr.UnreadRow{{Row: 7, Reason: "previous.unread.text"}}, got.Unread); diff != "" {
		t.Error(diff)
	}
	turned := [][]string{{"UPR Recommending States ", "upr position:", "TEXT", "Document  symbol", "Recommending Body"}, {"- Norway", "Supported/Noted", "=HYPERLINK(\"http://x\")", "", "- Universal Periodic Review"}}
	got, err = read(t, sheet(t, turned))
	wantRows(t, got, err, "uhri-xlsx", upr.PreviousRecommendation{
		Text: `=HYPERLINK("http://x")`, States: []string{"NOR"}, Position: upr.PositionPartly, Language: "en",
	})
}

func TestJSON(t *testing.T) {
	entry := `{"AnnotationId":"1","AnnotationType":"- Recommendations","Body":"- UPR","Countries":["- Slovenia"],"Symbol":"A/HRC/59/15",
		"Text":"- 140.7. Ratify the Convention &amp; its Protocol","Themes":["- Ratification of & accession to international instruments"],
		"AffectedPersons":["- Children","- Women & girls"],"Sdgs":["16 - PEACE","5.2 - x"],"UprCycle":"4th cycle","UprSession":["48"],
		"UprPositions":["Supported"],"UprRecommendingCountry":["Norway","Chile"],"Deep":{"a":[1]}}`
	for name, data := range map[string]string{
		"list": "\ufeff[" + entry + "]", "object": `{"total":1,"results":[` + entry + `]}`,
	} {
		t.Run(name, func(t *testing.T) {
			got, err := read(t, []byte(data))
			wantRows(t, got, err, "uhri-json", ratify())
		})
	}
	got, err := read(t, []byte(`[`+entry+`,7,{"Text":null},{"Symbol":"x"}]`))
	wantRows(t, got, err, "uhri-json", ratify())
	if len(got.Unread) != 3 || got.Unread[0].Row != 2 {
		t.Errorf("unread %+v", got.Unread)
	}
}

func TestWord(t *testing.T) {
	cell := "140.7 Ratify the Convention & its Protocol (Norway) (Chile); Source of Position: A/HRC/59/15/Add.1 - Para.3"
	want := ratify()
	want.Cycle = 0
	got, err := read(t, document(t, [][]string{
		{"Recommendation and recommending State", "Position of the State under review", "Human rights themes and groups of persons", "Relevant SDGs"},
		{"Theme: Ratification of & accession to international instruments"},
		{cell, "Supported", "- Ratification of & accession to international instruments\n- Children\nGroups of persons: Women & girls", "16\n5.2 x"},
		{"140.8 End child labour (ages 12-15) (Iran (Islamic Republic of))", "Under consideration", "", ""},
		{"140.9 Alone"},
	}))
	if err == nil {
		got.Rows[1].Themes = nil
	}
	wantRows(t, got, err, "ohchr-docx", want, upr.PreviousRecommendation{
		Number: "140.8", Text: "End child labour (ages 12-15)", States: []string{"IRN"}, Position: upr.PositionPending, Language: "en",
	})
	if len(got.Unread) != 1 || got.Unread[0].Reason != "previous.unread.cells" {
		t.Errorf("unread %+v", got.Unread)
	}
	// Of the third cycle.
	got, err = read(t, document(t, [][]string{
		{"Recommendation", "Position", "Full list of themes", "Assessment/comments on level of implementation"},
		{"Theme: B31 Equality"},
		{"105.1 Continue its efforts (Chile);\nSource of position: A/HRC/28/15/Add.1", "Noted", "B31 Equality\nD51 Work\nAffected persons:\n- women", ""},
	}))
	if err != nil || len(got.Rows) != 1 || got.Rows[0].Symbol != "A/HRC/28/15" || got.Rows[0].Position != upr.PositionNoted {
		t.Errorf("third cycle: %+v, %v", got, err)
	}
}

// One row for each recommending State, lines that end as on old Macs, several issues in a cell.
func TestOldCSV(t *testing.T) {
	text := "To,To-Rgrp,To-Org,Text,From,From-Rgrp,From-Org,Response,Action,Issue,Session\r" +
		`Slovenia,EEG,"EU, OSCE","Ratify the ""Convention"", at last",Norway,WEOG,,Accepted,5,"Women's rights,Migrants",20` + "\r" +
		`Slovenia,EEG,"EU","Ratify the ""Convention"", at last",Chile,GRULAC,,Accepted,5,"Women's rights",20` + "\r" +
		`Albania,EEG,,Something else,Chile,GRULAC,,Noted,5,Other,20` + "\r" +
		`Slovenia,EEG,"EU","Ratify the ""Convention"", at last",Estonia,EEG,,Noted,5,"Women's rights",20` + "\r"
	want := upr.PreviousRecommendation{
		Cycle: 2, Text: `Ratify the "Convention", at last`, States: []string{"NOR", "CHL"}, Position: upr.PositionSupported,
		Themes: []string{"Women's rights", "Migrants"}, Language: "en",
	}
	noted := want
	noted.States, noted.Position, noted.Themes = []string{"EST"}, upr.PositionNoted, []string{"Women's rights"}
	got, err := read(t, []byte(text))
	wantRows(t, got, err, "upr-info-csv-old", want, noted)
	if got.Joined != 1 || got.Others != 1 {
		t.Errorf("%d joined, %d others", got.Joined, got.Others)
	}
}

func TestNewCSV(t *testing.T) {
	lines := "Title,Date added,Template,Text,State under review,Recommending State,Response,Issues,Cycle,Session,Action category,Published\n" +
		"Ratify…,2024-01-02,Recommendation,Ratify with Côte,Slovenia,Côte d’Ivoire|Chile,Supported,Rights::Women's rights|Migrants,4 - 2022-2027,48 - January 2025,5 - Specific action,Published\n" +
		"Pledge,2024-01-02,Voluntary pledge,We promise,Slovenia,,,,,,,Published\n"
	want := upr.PreviousRecommendation{
		Cycle: 4, Text: "Ratify with Côte", States: []string{"CIV", "CHL"}, Position: upr.PositionSupported,
		Themes: []string{"Women's rights", "Migrants"}, Language: "en",
	}
	var wide []byte
	for _, u := range utf16.Encode([]rune("\ufeff" + lines)) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	windows := strings.NewReplacer("ô", "\xF4", "’", "\x92", "…", "\x85").Replace(lines)
	for name, data := range map[string]string{
		"utf-8": lines, "mark": "\ufeff" + lines, "utf-16": string(wide), "windows-1252": windows,
		"windows lines": strings.ReplaceAll(lines, "\n", "\r\n"), "semicolons": strings.ReplaceAll(lines, ",", ";"),
		"tabs": strings.ReplaceAll(lines, ",", "\t"),
	} {
		t.Run(name, func(t *testing.T) {
			got, err := read(t, []byte(data))
			wantRows(t, got, err, "upr-info-csv", want)
		})
	}
}

// Files that are not what they say, or that are made to do harm.
func TestRefused(t *testing.T) {
	table := `<worksheet><sheetData><row><c t="inlineStr"><is><t>Text</t></is></c></row></sheetData></worksheet>`
	header := strings.Join(uhriColumns(), ",") + "\n"
	for name, c := range map[string]struct {
		data string
		key  string
	}{
		"empty":       {"", "previous.file.empty"},
		"blank":       {" \n", "previous.file.columns"},
		"header only": {header, "previous.file.empty"},
		"pdf":         {"%PDF-1.7", "previous.file.pdf"},
		"old office":  {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "previous.file.old-office"},
		"nothing":     {"a,b\n1,2\n", "previous.file.columns"},
		"binary":      {"a\x00b", "previous.file.unknown"},
		"zip":         {string(pack(t, "a.txt", "x")), "previous.file.unknown"},
		"cut zip":     {string(sheet(t, [][]string{uhriColumns()})[:200]), "previous.file.damaged"},
		"no columns":  {string(pack(t, "xl/workbook.xml", workbook, "xl/worksheets/sheet1.xml", table)), "previous.file.columns"},
		"no sheet":    {string(pack(t, "xl/workbook.xml", workbook, "../../xl/worksheets/sheet1.xml", table)), "previous.file.damaged"},
		"entities":    {string(pack(t, "word/document.xml", `<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>`)), "previous.file.damaged"},
		"file entity": {string(pack(t, "xl/workbook.xml", workbook, "xl/worksheets/sheet1.xml", `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>`)), "previous.file.damaged"},
		"deep":        {string(pack(t, "word/document.xml", strings.Repeat("<a>", 100_000))), "previous.file.damaged"},
		"bomb":        {string(pack(t, "word/document.xml", "<a>"+strings.Repeat(" ", 8<<20)+"</a>")), "previous.file.large"},
		"no tables":   {string(pack(t, "word/document.xml", "<document/>")), "previous.file.tables"},
		"cut json":    {`[{"Text":"a long one"},`, "previous.file.damaged"},
		"json":        {`{"a":1}`, "previous.file.damaged"},
		"deep json":   {strings.Repeat("[", 1_000_000), "previous.file.damaged"},
		"long entry":  {`[{"Text":"` + strings.Repeat("a", 5<<20) + `"}]`, "previous.file.large"},
		"open quote":  {header + `"` + strings.Repeat("a\n", 5<<20), "previous.file.large"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := read(t, []byte(c.data))
			var known *upr.Error
			if !errors.As(err, &known) || known.Key != c.key {
				t.Errorf("got %v, want %s", err, c.key)
			}
		})
	}
}

func TestLongCells(t *testing.T) {
	row := uhriRow(strings.Repeat("long ", 5_000), "Slovenia", "", "", "")
	huge := uhriRow(strings.Repeat("huge ", 50_000), "Slovenia", "", "", "")
	got, err := read(t, sheet(t, [][]string{uhriColumns(), row, huge, make([]string, 20)}))
	if err != nil || len(got.Rows) != 0 || len(got.Unread) != 2 {
		t.Fatalf("%+v, %v", got, err)
	}
}
