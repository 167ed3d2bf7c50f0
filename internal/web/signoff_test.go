package web

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"upright/internal/upr"
)

// hidden reads the value of a hidden field of a page.
func hidden(t *testing.T, body, name string) string {
	t.Helper()
	found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(body)
	if found == nil {
		t.Fatalf("the page has no hidden field %s", name)
	}
	return found[1]
}

// TestSignoff takes two organizations from the first request to the receipt.
func TestSignoff(t *testing.T) {
	d := newDesk(t)
	home := "/submissions/" + string(d.id)
	member := d.member(t, "Marta")
	own := organizationsOf(t, d)
	d.grace.get(home+"/signoff").want(http.StatusOK).has("Not asked yet", "Freeze the text and ask")
	member.get(home + "/signoff").want(http.StatusOK).hasNot("Freeze the text and ask")
	member.get(home + "/signoff/" + own[1]).want(http.StatusConflict).has("Nobody is asked")

	// What is frozen is what the page showed, whatever was written since.
	ask := d.grace.get(home + "/signoff/ask").want(http.StatusOK).Body
	d.grace.post(home+"/signoff/ask", "until", "2001-01-01", "version", "0", "latest", "0").want(http.StatusUnprocessableEntity).has("must be today or later")
	d.grace.post(home+"/signoff/ask", "until", "tomorrow", "version", "0", "latest", "0").want(http.StatusUnprocessableEntity)
	d.grace.commit(d.path, insertion(0, "Later ")).want(http.StatusOK)
	request := []string{"until", "2099-12-31", "message", "Please <read>", "version", hidden(t, ask, "version"), "latest", hidden(t, ask, "latest"), "details", hidden(t, ask, "details")}
	d.grace.post(home+"/signoff/ask", request...).want(http.StatusSeeOther)
	d.grace.post(home+"/signoff/ask", request...).want(http.StatusConflict).has("Somebody else froze the text")
	member.get(home+"/signoff").want(http.StatusOK).has("Please &lt;read&gt;", "Revision 1 is to be signed", "Words of the text have changed")
	member.get(home).want(http.StatusOK).has("Organization of Marta is asked whether it stands behind revision 1", "Last day to answer: 31 December 2099")
	sign := member.get(home + "/signoff/" + own[1]).want(http.StatusOK).has("Hello.").hasNot("Later Hello").Body

	// A position names paragraphs and has words.
	position := func(paragraphs, words string) []string {
		return []string{"answer", "position", "paragraphs", paragraphs, "words", words, "revision", hidden(t, sign, "revision")}
	}
	path := home + "/signoff/" + own[1]
	member.post(path, "revision", "1").want(http.StatusUnprocessableEntity)
	member.post(path, position("", "We differ.")...).want(http.StatusUnprocessableEntity).has("Enter the numbers of the paragraphs", "We differ.")
	member.post(path, position("99", "We differ.")...).want(http.StatusUnprocessableEntity).has("has the number 99")
	member.post(path, position("1", strings.Repeat("word ", 301))...).want(http.StatusUnprocessableEntity).has("301 words")
	d.grace.post(path, position("1", "We differ.")...).want(http.StatusForbidden)
	member.post(path, position("1, 1", "We differ.")...).want(http.StatusSeeOther)
	member.get(home+"/signoff").want(http.StatusOK).has("Signed with a position", "We differ.", "About paragraphs 1")

	// A change of words reopens it; the redline says what changed, and one button renews.
	again := d.grace.get(home + "/signoff/ask").want(http.StatusOK).Body
	request[5], request[7], request[9] = hidden(t, again, "version"), hidden(t, again, "latest"), hidden(t, again, "details")
	d.grace.post(home+"/signoff/ask", append(request, "wordless", "yes")...).want(http.StatusUnprocessableEntity).has("The words differ, or what the cover")
	d.grace.post(home+"/signoff/ask", request...).want(http.StatusSeeOther)
	member.post(path, position("1", "We differ.")...).want(http.StatusConflict).has("Another text is asked about by now")
	member.get(path).want(http.StatusOK).has("<ins>", "Later ", "Sign this text too, with the same position")
	member.post(path, "answer", "renewed", "revision", "2").want(http.StatusSeeOther)
	d.grace.get(home + "/signoff/final").want(http.StatusOK).has("1 organization has not answered yet")
	d.grace.get(home+"/signoff").want(http.StatusOK).has("1 organization has not answered yet", "or after 31 December 2099")
	member.get(home).want(http.StatusOK).hasNot("is asked whether it stands behind")
	d.grace.get(home).want(http.StatusOK).has("Example Association is asked whether it stands behind revision 2", home+"/signoff/"+own[0])
	d.grace.post(home+"/signoff/"+own[0], "answer", "endorsed", "revision", "2").want(http.StatusSeeOther)

	d.grace.get(home + "/signoff").want(http.StatusOK).has("Make it final").hasNot("not answered yet")
	d.grace.get(home).want(http.StatusOK).hasNot("is asked whether it stands behind")
	d.grace.get(home + "/files/pdf").want(http.StatusOK)
	final := d.grace.get(home + "/signoff/final").want(http.StatusOK).Body
	end := []string{"version", hidden(t, final, "version"), "seen", hidden(t, final, "seen")}
	d.grace.post(home+"/signoff/final", end...).want(http.StatusUnprocessableEntity).has("Confirm that nobody")
	member.post(home+"/signoff/final", append(end, "sure", "yes")...).want(http.StatusForbidden)
	d.grace.post(home+"/signoff/final", append(end, "sure", "yes")...).want(http.StatusSeeOther)
	d.isFinal(t, home, member)
	d.handsIn(t, home)
}

// isFinal makes sure that nothing changes any more, and that the files say so.
func (d *desk) isFinal(t *testing.T, home string, member *browser) {
	t.Helper()
	d.grace.commit(d.path, insertion(1, "Too late ")).want(http.StatusForbidden).has("This submission is final")
	d.grace.get(home + "/details").want(http.StatusForbidden).has("This submission is final")
	d.grace.get(home + "/write").want(http.StatusOK).has("only when a coordinator reopens it")
	d.grace.get(home + "/preview").want(http.StatusOK)
	page := d.grace.get(home + "/signoff").want(http.StatusOK).has("Revision 2 is final").Body
	sum := regexp.MustCompile(`Sum of the submission, printed in its files:\s*<code[^>]*>([0-9a-f]{64})`).FindStringSubmatch(page)
	if sum == nil {
		t.Fatal("the page does not tell the sum")
	}
	for _, at := range []string{"/files/", "/revisions/2/files/"} {
		html := member.get(home+at+"html").want(http.StatusOK).has("We differ.", "Later Hello", "Marta")
		if strings.Contains(html.Body, "Draft") {
			t.Errorf("%s is a draft", at)
		}
		member.get(home + at + "upright.json").want(http.StatusOK).has(sum[1])
		packed := member.get(home + at + "zip").want(http.StatusOK)
		z, err := zip.NewReader(strings.NewReader(packed.Body), int64(len(packed.Body)))
		if err != nil {
			t.Fatal(err)
		}
		if word := wordText(t, z, "annex"); !strings.Contains(word, "Recorded positions") || !strings.Contains(word, "We differ.") {
			t.Errorf("the annex of the package under %s has no position", at)
		}
	}
	member.get(home + "/revisions/1/files/html").want(http.StatusOK).has("Hello.").hasNot("Later Hello")
	member.get(home + "/revisions/3/files/html").want(http.StatusNotFound)
}

// wordText reads all XML of the Word file in a package whose name has a word in it.
func wordText(t *testing.T, z *zip.Reader, word string) string {
	t.Helper()
	for _, f := range z.File {
		if !strings.HasSuffix(f.Name, ".docx") || !strings.Contains(strings.ToLower(f.Name), word) {
			continue
		}
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		docx, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		for _, part := range docx.File {
			in, err := part.Open()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.Copy(&text, in); err != nil {
				t.Fatal(err)
			}
		}
		return text.String()
	}
	t.Fatalf("the package has no Word file named %q", word)
	return ""
}

// handsIn records the handing in, then reopens the text.
func (d *desk) handsIn(t *testing.T, home string) {
	t.Helper()
	send := func(receipt string, fields ...string) *reply {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		for i := 0; i < len(fields); i += 2 {
			_ = form.WriteField(fields[i], fields[i+1])
		}
		if receipt != "" {
			w, _ := form.CreateFormFile("receipt", "../x.exe")
			_, _ = io.WriteString(w, receipt)
		}
		_ = form.Close()
		return d.grace.send(http.MethodPost, home+"/signoff/handed-in", body.String(), "Content-Type", form.FormDataContentType())
	}
	good := []string{"day", "2026-01-02", "hour", "10:30", "confirmation", "Number <7>"}
	send("PK\x03\x04", good...).want(http.StatusUnprocessableEntity).has("no PDF, PNG picture or plain text", "Number &lt;7&gt;")
	send("", "day", "2999-01-02", "hour", "10:30", "confirmation", "x").want(http.StatusUnprocessableEntity).has("still to come")
	send("", "day", "2026-01-02", "hour", "10:30").want(http.StatusUnprocessableEntity)
	send(strings.Repeat("x", 3*upr.MaxReceipt), good...).want(http.StatusUnprocessableEntity).has("more than 5 MB", "Number &lt;7&gt;")
	send(strings.Repeat("x", 5*upr.MaxReceipt), good...).want(http.StatusRequestEntityTooLarge)
	send("%PDF-1.7 received", good...).want(http.StatusSeeOther)
	d.grace.get(home+"/signoff").want(http.StatusOK).has("Number &lt;7&gt;", "Download the receipt")
	receipt := d.grace.get(home + "/revisions/2/receipt").want(http.StatusOK)
	if receipt.Body != "%PDF-1.7 received" || receipt.Header.Get("Content-Type") != "application/pdf" ||
		!strings.HasPrefix(receipt.Header.Get("Content-Disposition"), "attachment; filename=receipt-2.pdf") {
		t.Errorf("the receipt comes as %v", receipt.Header)
	}
	d.grace.get(home + "/signoff/reopen").want(http.StatusOK).has("might not be accepted")
	d.grace.post(home + "/signoff/reopen").want(http.StatusSeeOther)
	d.grace.post(home + "/signoff/reopen").want(http.StatusConflict)
	d.grace.get(home + "/signoff").want(http.StatusOK).has("Freeze the text as it is now and ask again").hasNot("Make it final")
	d.grace.get(home + "/signoff/final").want(http.StatusConflict).has("This revision was final before")
	d.grace.commit(d.path, insertion(1, "Again ")).want(http.StatusOK)
	d.grace.get(home + "/revisions/2/files/html").want(http.StatusOK).has("Later Hello").hasNot("Again")
	d.grace.get(home+"/signoff").want(http.StatusOK).has("Final once, reopened since", "Download the receipt", fmt.Sprintf("%s/revisions/2/files/zip", home))
}

// organizationsOf are the organizations of the desk's submission, lead first.
func organizationsOf(t *testing.T, d *desk) []string {
	t.Helper()
	members, err := d.Store.Coalition(t.Context(), d.actor, d.id)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, m := range members {
		ids = append(ids, string(m.Organization.ID))
	}
	return ids
}

// TestFinalAlone makes the submission of one organization final in one step.
func TestFinalAlone(t *testing.T) {
	d := newDesk(t)
	home := "/submissions/" + string(d.id)
	final := d.grace.get(home + "/signoff/final").want(http.StatusOK).Body
	d.grace.commit(d.path, insertion(0, "Meanwhile ")).want(http.StatusOK)
	end := []string{"sure", "yes", "version", hidden(t, final, "version"), "seen", "0"}
	d.grace.post(home+"/signoff/final", end...).want(http.StatusConflict).has("somebody wrote in it meanwhile")
	end[3] = "1"
	d.grace.post(home+"/signoff/final", end...).want(http.StatusSeeOther)
	d.grace.get(home + "/signoff").want(http.StatusOK).has("Revision 1 is final")
	d.grace.get(home + "/files/html").want(http.StatusOK).has("Meanwhile Hello")
}
