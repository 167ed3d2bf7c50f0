package web

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"upright/internal/example"
	"upright/internal/importer"
	"upright/internal/upr"
)

// TestImport takes the worked example in, hands it out, takes that in again elsewhere, and gets the same file.
func TestImport(t *testing.T) {
	d := newDesk(t)
	one, err := example.Submission("en")
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := importer.Write(&file, one); err != nil {
		t.Fatal(err)
	}
	eve := d.person(t, "Eve") // has no organization: the file's is chosen already
	chosen := eve.get("/submissions/import").want(http.StatusOK).find("input", "type", "radio", "checked", "")
	if len(chosen) != 1 || attribute(chosen[0], "value") != ofFile {
		t.Errorf("%d organizations are chosen for somebody who has none", len(chosen))
	}
	path := eve.importFile(file.Bytes(), ofFile).want(http.StatusSeeOther).Header.Get("Location")
	if notice := eve.get(path).want(http.StatusOK).text("div", "class", "notice"); !strings.Contains(notice, "imported") {
		t.Errorf("the notice says %q", notice)
	}
	out := eve.get(path + "/files/upright.json").want(http.StatusOK).Body
	if out != file.String() {
		t.Errorf("what came out is not what went in:\n%s", firstDifference(out, file.String()))
	}

	// The organization that has the name already is taken, not made again.
	eve.importFile([]byte(out), ofFile).want(http.StatusSeeOther)
	own, err := d.Store.Organizations(t.Context(), d.actorOf(t, "eve@example.org"))
	if err != nil || len(own) != 1 {
		t.Errorf("%d organizations, %v", len(own), err)
	}

	// Into an organization of one's own; never into another's.
	path = d.grace.importFile([]byte(out), string(d.lead(t))).want(http.StatusSeeOther).Header.Get("Location")
	if said := d.grace.get(path).want(http.StatusOK).text("main"); !strings.Contains(said, "Example Association") || strings.Contains(said, one.Organizations[0].Name) {
		t.Error("the submission is not in the name of the chosen organization")
	}
	eve.importFile([]byte(out), string(d.lead(t))).want(http.StatusUnprocessableEntity)
}

// TestImportRefuses hands in what is no submission, or none any more.
func TestImportRefuses(t *testing.T) {
	d := newDesk(t)
	good := d.grace.get("/submissions/" + string(d.id) + "/files/upright.json").want(http.StatusOK).Body
	for name, c := range map[string]struct {
		file string
		want string // of the message
	}{
		"nothing":        {"", "Choose a file"},
		"a picture":      {"\x89PNG\r\n\x1a\n", "not a submission written by Upright"},
		"other JSON":     {`{"hello":"world"}`, "not a submission written by Upright"},
		"cut off":        {good[:len(good)/2], "damaged"},
		"changed":        {strings.Replace(good, "Hello.", "Hullo.", 1), "damaged"},
		"newer":          {strings.Replace(good, `"version":1`, `"version":99`, 1), "newer version"},
		"deep":           {`{"format":"upright-submission","version":1,"submission":` + strings.Repeat("[", 1<<20), "damaged"},
		"too large":      {strings.Repeat(" ", importer.MaxBytes+1), "too large"},
		"far too large":  {strings.Repeat(" ", importer.MaxBytes+(1<<20)), "too large"},
		"bad field":      {unsigned(t, strings.Replace(good, "Birth registration", strings.Repeat("long ", 100), 1)), "Title, in the file"},
		"unknown cycle":  {unsigned(t, strings.Replace(strings.Replace(good, `"cycle":5`, `"cycle":1`, 1), "cycle-5-provisional", "cycle-1", 1)), "no rule set"},
		"script in text": {"<script>alert(1)</script>", "not a submission written by Upright"},
	} {
		r := d.grace.importFile([]byte(c.file), string(d.lead(t)))
		if r.Status != http.StatusUnprocessableEntity && r.Status != http.StatusRequestEntityTooLarge {
			t.Errorf("%s: status %d", name, r.Status)
			continue
		}
		if said := r.text("p", "class", "error"); !strings.Contains(said, c.want) {
			t.Errorf("%s: the form says %q, want %q", name, said, c.want)
		}
		checkPage(t, r, "en")
	}
	if got := cards(d.grace.get("/")); got != 1 {
		t.Errorf("%d submissions after files that were refused", got)
	}
	if r := d.grace.importFile([]byte(good), "").want(http.StatusUnprocessableEntity); len(r.find("a", "href", "#import-organization")) == 0 {
		t.Error("the summary of errors does not lead to the organization")
	}
}

// unsigned takes the checksum out of a file, so that what else is wrong with it is found.
func unsigned(t *testing.T, file string) string {
	t.Helper()
	before, after, ok := strings.Cut(file, `,"sha256":"`)
	_, rest, whole := strings.Cut(after, `"`)
	if !ok || !whole {
		t.Fatalf("no checksum in %.200s", file)
	}
	return before + rest
}

// actorOf is somebody with an account.
func (d *desk) actorOf(t *testing.T, email string) upr.Actor {
	t.Helper()
	user, _, err := d.Store.Credentials(t.Context(), email)
	if err != nil {
		t.Fatal(err)
	}
	return upr.Actor{User: user.ID}
}

// importFile sends the form of the import page.
func (b *browser) importFile(file []byte, organization string) *reply {
	b.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "a.upright.json")
	if err == nil {
		_, err = part.Write(file)
	}
	if err == nil {
		err = form.WriteField("organization", organization)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		b.t.Fatal(fmt.Errorf("form: %w", err))
	}
	return b.send(http.MethodPost, "/submissions/import", body.String(), "Content-Type", form.FormDataContentType())
}

// firstDifference is where two texts part, with what stands around it.
func firstDifference(a, b string) string {
	at := 0
	for at < min(len(a), len(b)) && a[at] == b[at] {
		at++
	}
	around := func(s string) string { return s[max(0, at-100):min(len(s), at+200)] }
	return around(a) + "\n" + around(b)
}
