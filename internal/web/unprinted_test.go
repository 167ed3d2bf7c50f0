package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"upright/internal/upr"
)

// Before anything is downloaded, the page of the files and the check list what the PDF cannot show, with its place.
func TestUnprintedIsListedWithItsPlace(t *testing.T) {
	d := newDesk(t)
	const text = `{"type":"doc","content":[{"type":"part","attrs":{"id":"aaaaaaaaaaaa","kind":"rights"},"content":[{"type":"part_title"},
		{"type":"paragraph","attrs":{"id":"bbbbbbbbbbbb"},"content":[{"type":"text","text":"All is well."}]},
		{"type":"paragraph","attrs":{"id":"cccccccccccc"},"content":[{"type":"text","text":"A crab 🦀 on the beach"},
			{"type":"endnote","attrs":{"id":"eeeeeeeeeeee"},"content":[{"type":"text","text":"Seen by 🦉 at night."}]}]}]}]}`
	details := upr.Details{State: "KEN", Session: 55, Cycle: 5, Kind: upr.Individual, Language: "en", Title: "A unicorn: 🦄"}
	id, err := d.Store.CreateSubmission(t.Context(), d.actor, d.lead(t), details, "cycle-5-provisional", json.RawMessage(text))
	if err != nil {
		t.Fatal(err)
	}
	home := "/submissions/" + string(id)
	for _, path := range []string{"/answers", "/check"} {
		page := d.grace.get(home + path).want(http.StatusOK)
		said := page.text("main")
		for _, want := range []struct{ place, code, quote, link string }{
			{"Title", "U+1F984", "A unicorn: 🦄", home + "/details#details-title"},
			{"Paragraph 2", "U+1F980", "A crab 🦀 on the beach", home + "/write#cccccccccccc"},
			{"Endnote 1", "U+1F989", "Seen by 🦉 at night.", home + "/write#eeeeeeeeeeee"},
		} {
			links := page.find("a", "href", want.link)
			if len(links) == 0 || !strings.Contains(textOf(links[0]), want.place) {
				t.Errorf("%s: no link %q to %s", path, want.place, want.link)
			}
			if !strings.Contains(said, want.code) || !strings.Contains(said, want.quote) {
				t.Errorf("%s: %s with %q is not listed in %q", path, want.code, want.quote, said)
			}
		}
	}
	d.grace.get(home + "/files/pdf").want(http.StatusOK)
	if said := d.grace.get("/submissions/" + string(d.id) + "/answers").want(http.StatusOK).text("main"); strings.Contains(said, "U+") {
		t.Errorf("a text without such characters is told of some: %q", said)
	}
}
