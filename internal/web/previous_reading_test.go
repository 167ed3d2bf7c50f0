package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"upright/internal/importer/previous"
)

// A table that nobody knows is read as its owner says what its columns are.
func TestPreviousColumns(t *testing.T) {
	d := newDesk(t)
	home := "/submissions/" + string(d.id) + "/previous"
	file := "Notes <b>of the team</b>;;\nWas;Wer;Antwort\nRatify the Convention;Norway;Noted\nStudy it;Chile;Supported\n"
	page := d.grace.upload(home+"/import", "file", []byte(file)).want(http.StatusSeeOther).Header.Get("Location")
	shown := d.grace.get(page).want(http.StatusOK).has("What the columns are", "Notes &lt;b&gt;of the team", "Antwort", "Norway")
	checkPage(t, shown, "en")
	refused := d.grace.post(page+"/columns", "column", "", "column", "states", "head", "2").want(http.StatusUnprocessableEntity)
	checkPage(t, refused.has("which column has the text"), "en")
	d.grace.post(page+"/columns", "column", "text", "column", "evil", "head", "2").want(http.StatusUnprocessableEntity)
	d.grace.post(page+"/columns", "column", "text", "head", "-7").want(http.StatusUnprocessableEntity)
	d.person(t, "Eve").post(page+"/columns", "column", "text").want(http.StatusNotFound)
	d.grace.post(page).want(http.StatusNotFound) // there is nothing to take in yet

	chosen := []string{"column", "text", "column", "states", "column", "position", "head", "2"}
	d.grace.follow(d.grace.post(page+"/columns", chosen...), page).want(http.StatusOK).
		has("2 recommendations can be taken in", "Columns as you chose them", "Ratify the Convention", page+"?columns=yes")
	// Corrected once more: now the first row is one too.
	d.grace.get(page + "?columns=yes").want(http.StatusOK).has("Correct what is wrong")
	chosen[len(chosen)-1] = ""
	d.grace.follow(d.grace.post(page+"/columns", chosen...), page).has("4 recommendations can be taken in")
	chosen[len(chosen)-1] = "2"
	d.grace.post(page+"/columns", chosen...).want(http.StatusSeeOther)
	d.grace.follow(d.grace.post(page), home).want(http.StatusOK).has("Ratify the Convention", "Norway")
	d.grace.get(page).want(http.StatusNotFound)

	// A list whose entries name their fields otherwise is read the same way; no row has the names there.
	file = `[{"Wer":"Norway","Was":"Release them"},{"Antwort":"Noted","Was":"Protect them","Wer":"Chile"}]`
	page = d.grace.upload(home+"/import", "file", []byte(file)).want(http.StatusSeeOther).Header.Get("Location")
	shown = d.grace.get(page).want(http.StatusOK).has("The names of the columns are none that are known", "<bdi>Was</bdi>", "<bdi>Antwort</bdi>").
		hasNot("Everything up to this row")
	checkPage(t, shown, "en")
	d.grace.follow(d.grace.post(page+"/columns", "column", "states", "column", "text", "column", "position"), page).
		has("2 recommendations can be taken in", "Columns as you chose them", "Protect them", "Chile")
	d.grace.follow(d.grace.post(page), home).want(http.StatusOK).has("Release them", "Protect them")
}

// While a file is read the page says how far that is, and asks anew without a script.
func TestPreviousReading(t *testing.T) {
	d := newDesk(t)
	home := "/submissions/" + string(d.id) + "/previous"
	d.waits.reading = time.Millisecond
	for range readings {
		d.readings <- struct{}{} // other files are read
	}
	page := d.grace.upload(home+"/import", "file", uhriFile()).want(http.StatusSeeOther).Header.Get("Location")
	shown := d.grace.get(page).want(http.StatusOK).has("The file is being read", "It waits for its turn")
	if shown.Header.Get("Refresh") != again {
		t.Errorf("it asks anew after %q", shown.Header.Get("Refresh"))
	}
	checkPage(t, shown, "en")
	// Files that another process reads, and one that read them and died.
	other := func(id, seen string) string {
		d.exec(t, `INSERT INTO previous_imports (id, submission_id, user_id, name, read_rows, seen_at)
			SELECT $1, submission_id, user_id, name, 12345, now() - $2::interval FROM previous_imports LIMIT 1`, id, seen)
		return home + "/import/" + id
	}
	d.grace.get(other(strings.Repeat("b", 20), "1 second")).want(http.StatusOK).has("12,345 rows read so far")
	d.grace.get(other(strings.Repeat("c", 20), "2 minutes")).want(http.StatusUnprocessableEntity).has("was cut off")
	// What nobody waits for any more, because another file took its place, does not wait for its turn.
	ended := make(chan error, 1)
	go func() { ended <- d.readFile(t.Context(), "gone", strings.NewReader("a"), 1, previous.Options{}) }()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("a file that is gone is still to be read")
	}
	for range readings {
		<-d.readings
	}
	for begun := time.Now(); ; time.Sleep(5 * time.Millisecond) {
		if page := d.grace.get(page).want(http.StatusOK); strings.Contains(page.Body, "2 recommendations can be taken in") {
			if page.Header.Get("Refresh") != "" {
				t.Error("what was found asks anew too")
			}
			break
		}
		if time.Since(begun) > 20*time.Second {
			t.Fatal("it is not read")
		}
	}
}
