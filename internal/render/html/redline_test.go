package html

import (
	"strings"
	"testing"

	"upright/internal/document"
	"upright/internal/document/documenttest"
	"upright/internal/redline"
)

// What changed stands in <ins> and <del>, and in words for those who cannot see that.
func TestRedline(t *testing.T) {
	parse := func(body string) *document.Document {
		d, err := documenttest.Parse("title: T\n[body]\n" + body)
		if err != nil {
			t.Fatal(err)
		}
		d.Labels.Tracked = document.Tracked{
			Inserted: "[inserted:", Deleted: "[deleted:", Restyled: "[look:", End: "]", Split: "[divided]", Was: "was {number}",
			Legend: "{old} {new} {inserted} {deleted}", LegendInserted: "added", LegendDeleted: "removed",
		}
		return d
	}
	got := fragment(t, redline.Compare(
		parse("num 1 {a} The <State> ended bail. More words of the same one.\nrec 1 {r} To: the Senate | **Do** it."),
		parse("num 1 {x} New.\nnum 2 {a} The <State> abolished bail.\nnum 3 {b} More words of the same one.\nrec 1 {r} To: the House | Do it."),
		"<Monday>", "{inserted}"))
	for _, want := range []string{
		`<p class="legend">&lt;Monday&gt; {inserted} <ins>`,
		`<p class="numbered inserted" id="block-x">`,
		`<del><span class="visually-hidden"> [deleted: </span>ended<span class="visually-hidden"> ] </span></del>`,
		`<ins><span class="visually-hidden"> [inserted: </span>abolished<span class="visually-hidden"> ] </span></ins> bail.`,
		`<ins class="end">¶</ins><span class="visually-hidden"> [divided] </span>`,
		`(was 1)`, `<span class="restyled">`, `To: the Senate</em>`, `To: the House</em>`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
}
