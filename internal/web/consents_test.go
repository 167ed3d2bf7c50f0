package web

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
)

// TestConsents walks from a name that the check finds to a final text that names somebody: a case, seen by a second person,
// and two who confirm. Nobody else learns of it, and no file holds a word of it.
func TestConsents(t *testing.T) {
	d := newDesk(t)
	home := "/submissions/" + string(d.id)
	edi, rea := d.given(t, "Edi", "editor", nil), d.given(t, "Rea", "reader", nil)
	d.grace.commit(d.path, insertion(0, "In May Maria Lopez Soto was taken away. ")).want(http.StatusOK)

	// The finding leads to a case, for who may keep one, and the address holds no name.
	link := home + "/consents/new?at=bbbbbbbbbbbb"
	d.grace.get(home+"/check").want(http.StatusOK).has("may be the name of a person", "Maria Lopez Soto", link)
	rea.get(home + "/check").want(http.StatusOK).has("may be the name of a person").hasNot(link)
	d.grace.get(home+"/findings", "Accept", "application/json").want(http.StatusOK).has(`"consent":"` + link)
	rea.get(home+"/findings", "Accept", "application/json").want(http.StatusOK).hasNot("consents/new")
	if words := d.grace.get(link).want(http.StatusOK).text("textarea", "name", "names"); words != "Maria Lopez Soto" {
		t.Errorf("the case begins with %q", words)
	}

	// A text with a name is not final: the page says who is missing, and a form that is sent all the same is refused.
	final := d.grace.get(home+"/signoff/final").want(http.StatusOK).has("Two different people have to confirm", "2 more people").hasNot(`name="sure"`)
	if final.find("input", "name", "version") != nil {
		t.Error("the text can be made final")
	}
	d.grace.post(home+"/signoff/final", "sure", "yes", "version", "1", "seen", "0").want(http.StatusUnprocessableEntity).has("Two different people")

	// The form comes back as typed; a day that is none, and one before the other.
	values := []string{
		"label", "Case 7", "extent", "named", "names", "Maria Lopez Soto\n\nMaria Lopez", "terms", "Only <b>this</b>", "obtainer", "R. S.",
		"kept", "The safe", "obtained", "2026-03-01", "review", "2027-03-01",
	}
	changed := func(name, value string) []string {
		list := append([]string{}, values...)
		for i := 0; i < len(list); i += 2 {
			if list[i] == name {
				list[i+1] = value
			}
		}
		return list
	}
	for name, value := range map[string]string{"obtained": "1.3.", "review": "2026-02-01", "names": "A", "terms": "", "extent": "all", "label": strings.Repeat("x", 101)} {
		d.grace.post(home+"/consents/new", changed(name, value)...).want(http.StatusUnprocessableEntity).has("The safe")
	}
	d.grace.post(home+"/consents/new", values...).want(http.StatusSeeOther)
	d.grace.post(home+"/consents/new", values...).want(http.StatusUnprocessableEntity).has("Another case has this label")
	d.grace.get(home + "/check").want(http.StatusOK).has("No second person has seen the case yet")

	// Who wrote it is no second person.
	list := d.grace.get(home+"/consents").want(http.StatusOK).has("Case 7", "Only &lt;b&gt;this&lt;/b&gt;", "Not yet").hasNot("/seen\"")
	_, rest, _ := strings.Cut(list.Body, `id="case-`)
	path := home + "/consents/" + rest[:20]
	d.grace.post(path+"/seen", "version", "1").want(http.StatusConflict).has("You wrote this case yourself")
	edi.post(path+"/seen", "version", "1").want(http.StatusSeeOther)
	edi.get(home+"/check").want(http.StatusOK).has("Case 7", "covers it").hasNot("may be the name of a person")
	rea.get(home + "/check").want(http.StatusOK).has("may be the name of a person").hasNot("Case 7")
	for _, where := range []string{home + "/consents", path} {
		rea.get(where).want(http.StatusForbidden).hasNot("Case 7")
	}

	// Two people confirm; who has not looked is told so, and a change of the text takes it back.
	d.grace.post(home+"/naming", "version", "1").want(http.StatusUnprocessableEntity).has("Tick this if you have looked")
	d.grace.post(home+"/naming", "version", "1", "looked", "yes").want(http.StatusSeeOther)
	edi.post(home+"/naming", "version", "1", "looked", "yes").want(http.StatusSeeOther)
	edi.get(home + "/consents").want(http.StatusOK).has("You have confirmed this version")
	d.grace.commit(d.path, insertion(1, "So it was. ")).want(http.StatusOK)
	d.grace.get(home + "/signoff/final").want(http.StatusOK).has("2 more people")
	edi.post(home+"/naming", "version", "1", "looked", "yes").want(http.StatusConflict)
	edi.post(home+"/naming", "version", "2", "looked", "yes").want(http.StatusSeeOther)
	d.grace.get(home + "/signoff/final").want(http.StatusOK).has("1 more person")
	d.grace.post(home+"/naming", "version", "2", "looked", "yes").want(http.StatusSeeOther)

	// What of the checklist is open is told and keeps nothing back; a point that was confirmed for another text is open.
	page := d.grace.get(home+"/signoff/final").want(http.StatusOK).has("7 points of the checklist", home+"/check#checklist", `name="sure"`)
	tick := []string{"done", "yes", "sum", hidden(t, d.grace.get(home+"/check").Body, "sum")}
	d.grace.post(home+"/checklist/UPR-PUB-01", tick...).want(http.StatusSeeOther)
	d.grace.get(home + "/signoff/final").want(http.StatusOK).has("6 points of the checklist")
	d.grace.post(home+"/checklist/UPR-CON-12", append(tick[:3], strings.Repeat("0", 64))...).want(http.StatusSeeOther)
	d.grace.get(home + "/signoff/final").want(http.StatusOK).has("6 points of the checklist")
	if page.find("input", "name", "version") == nil {
		t.Error("open points keep the text from being final")
	}
	d.grace.post(home+"/signoff/final", "sure", "yes", "version", "2", "seen", "0").want(http.StatusSeeOther)

	// What was agreed stands in no file.
	for _, name := range []string{"html", "upright.json", "zip", "docx"} {
		file := d.grace.get(home + "/files/" + name).want(http.StatusOK).Body
		for _, word := range []string{"Case 7", "The safe", "R. S."} {
			if strings.Contains(unpacked(t, file), word) {
				t.Errorf("%s holds %q", name, word)
			}
		}
	}

	// Somebody else changed the case meanwhile: what was typed comes back beside it. Then it is removed.
	edi.post(path, append(changed("extent", "withdrawn"), "version", "1")...).want(http.StatusSeeOther)
	d.grace.post(path, append(changed("terms", "Mine"), "version", "1")...).want(http.StatusConflict).has("Mine", "Only &lt;b&gt;this&lt;/b&gt;")
	d.grace.get(home + "/check").want(http.StatusOK).has("took the agreement back")
	removal := d.grace.get(path + "/remove").want(http.StatusOK).has("Remove the case Case 7").Body
	d.grace.post(path+"/remove", "version", "1").want(http.StatusConflict)
	d.grace.post(path+"/remove", "version", hidden(t, removal, "version")).want(http.StatusSeeOther)
	d.grace.get(home + "/consents").want(http.StatusOK).has("There is no case yet")
	if got, err := d.Store.Consents(t.Context(), d.actor, d.id); err != nil || len(got) != 0 {
		t.Errorf("%d cases, %v", len(got), err)
	}
}

// unpacked is a file with all that stands in it, where it is an archive.
func unpacked(t *testing.T, file string) string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader([]byte(file)), int64(len(file)))
	if err != nil {
		return file
	}
	var all strings.Builder
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all.WriteString(f.Name + "\n" + unpacked(t, string(data)) + "\n")
	}
	return all.String()
}
