package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"upright/internal/upr"
)

// Tabs of one browser share its session. A tab that stayed open while somebody else signed in must not send the words of
// one person in the name of the other, even when both may write this text.
func TestTextIsSentByWhoWroteIt(t *testing.T) {
	d := newDesk(t)
	page := d.grace.get("/submissions/" + string(d.id) + "/write").want(http.StatusOK)
	_, script, _ := strings.Cut(page.Body, `id="editor-config">`)
	var config editorConfig
	if err := json.NewDecoder(strings.NewReader(script)).Decode(&config); err != nil {
		t.Fatal(err)
	}
	commit := func(address string) *reply {
		body, err := json.Marshal(insertion(0, "x"))
		if err != nil {
			t.Fatal(err)
		}
		return d.grace.send(http.MethodPost, address, string(body), "Content-Type", "application/json", "Sec-Fetch-Site", "same-origin")
	}
	events := func(address string) *reply { return d.grace.get(address + "&version=0") }
	d.grace.get(config.URLs.Text).want(http.StatusOK)
	commit(config.URLs.Commits).want(http.StatusOK)
	events(config.URLs.Events).want(http.StatusOK)

	of := func(address string) string { return strings.Replace(address, string(d.actor.User), upr.NewID(), 1) }
	for name, answer := range map[string]*reply{
		"the text": d.grace.get(of(config.URLs.Text)),
		"a commit": commit(of(config.URLs.Commits)),
		"events":   events(of(config.URLs.Events)),
	} {
		if answer.Status != http.StatusUnauthorized || !strings.Contains(answer.Body, "signed-out") {
			t.Errorf("%s is answered with %d: %s", name, answer.Status, answer.Body)
		}
	}
}
