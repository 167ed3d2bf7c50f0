package web

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestPreview(t *testing.T) {
	d := newDesk(t)
	home := "/submissions/" + string(d.id)
	d.person(t, "Eve").get(home + "/preview").want(http.StatusNotFound)
	d.browser(t).get(home + "/preview").want(http.StatusUnauthorized)
	d.grace.get(home + "/preview?as=somebody-else").want(http.StatusUnauthorized)

	var first, text previewJSON
	d.grace.get(home + "/preview").want(http.StatusOK).decode(&first)
	d.grace.get(home + "/preview?at=bbbbbbbbbbbb").want(http.StatusOK).decode(&text)
	if first.Page != 1 || text.Page != 2 || text.Pages != 2 || text.Version != 0 || text.Drawing == nil {
		t.Fatalf("the cover is page %d, the text page %d of %d at version %d", first.Page, text.Page, text.Pages, text.Version)
	}
	if said := said(text); !strings.Contains(said, "Hello.") {
		t.Errorf("the page of the text says %q", said)
	}

	// A page that the browser has is not sent again; after a change of the text it is.
	again := home + "/preview?page=2&have=" + first.Hash + "," + text.Hash
	var same, changed previewJSON
	d.grace.get(again).want(http.StatusOK).decode(&same)
	if same.Drawing != nil || same.Hash != text.Hash {
		t.Error("a page came twice")
	}
	d.grace.commit(d.path, insertion(0, "b")).want(http.StatusOK)
	d.grace.get(again).want(http.StatusOK).decode(&changed)
	if changed.Drawing == nil || changed.Version != 1 || !strings.Contains(said(changed), "bHello.") {
		t.Errorf("after a change the page says %q at version %d", said(changed), changed.Version)
	}

	for _, tt := range []struct {
		query string
		page  int
	}{{"page=99", 2}, {"at=nowhere&page=2", 2}, {"at=nowhere", 1}, {"at=nowhere,bbbbbbbbbbbb&page=1", 2}} {
		var got previewJSON
		d.grace.get(home + "/preview?" + tt.query).want(http.StatusOK).decode(&got)
		if got.Page != tt.page {
			t.Errorf("%s leads to page %d", tt.query, got.Page)
		}
	}
	for _, query := range []string{"page=0", "page=-1", "page=x", "page=99999999999999999999"} {
		d.grace.get(home + "/preview?" + query).want(http.StatusUnprocessableEntity)
	}
}

// said is what a page says.
func said(p previewJSON) string {
	if p.Drawing == nil {
		return ""
	}
	var lines []string
	for _, a := range p.Drawing.Areas {
		lines = append(lines, a.Lines...)
	}
	return strings.Join(lines, "\n")
}

// The letters of a page have shapes, which are kept for good; what is asked for by mistake is refused.
func TestPreviewGlyphs(t *testing.T) {
	d := newDesk(t)
	var page previewJSON
	d.grace.get("/submissions/" + string(d.id) + "/preview?page=2").want(http.StatusOK).decode(&page)
	word := page.Drawing.Letters[0]
	path := "/preview/glyphs/" + page.Fonts + "?g="
	reply := d.grace.get(path + fmt.Sprintf("%d:%d", word.Font, word.Words[0][1])).want(http.StatusOK)
	if got := reply.Header.Get("Cache-Control"); !strings.Contains(got, "immutable") {
		t.Errorf("Cache-Control: %s", got)
	}
	var shapes map[string]struct {
		Em     int `json:"em"`
		Glyphs map[string]struct {
			Advance int    `json:"a"`
			Path    string `json:"d"`
		} `json:"glyphs"`
	}
	reply.decode(&shapes)
	shape := shapes[strconv.Itoa(word.Font)]
	if glyph := shape.Glyphs[strconv.Itoa(word.Words[0][1])]; shape.Em < 1000 || glyph.Advance <= 0 || !strings.HasPrefix(glyph.Path, "M") {
		t.Errorf("the shape is %+v", shape)
	}
	for _, bad := range []string{"", "x", "0:", "0:x", "0", "0:1" + strings.Repeat("&g=0:1", 700)} {
		d.grace.get(path + bad).want(http.StatusUnprocessableEntity)
	}
	for _, none := range []string{"99:1", "0:99999", "-1:1", "0:-1"} {
		d.grace.get(path + none).want(http.StatusNotFound)
	}
	d.grace.get("/preview/glyphs/0123456789abcdef?g=0:1").want(http.StatusNotFound)
}

// The pages are those of the PDF that the same person downloads, in number and in words.
func TestPreviewIsTheDownload(t *testing.T) {
	d := newDesk(t)
	home := "/submissions/" + string(d.id)
	file := filepath.Join(t.TempDir(), "file.pdf")
	if err := os.WriteFile(file, []byte(d.grace.get(home+"/files/pdf").want(http.StatusOK).Body), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-raw", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	pages := bytes.Split(bytes.TrimSuffix(out, []byte("\f")), []byte("\f"))
	for i, page := range pages {
		var got previewJSON
		d.grace.get(home + "/preview?page=" + strconv.Itoa(i+1)).want(http.StatusOK).decode(&got)
		if got.Pages != len(pages) {
			t.Fatalf("the preview has %d pages, the file %d", got.Pages, len(pages))
		}
		for _, word := range strings.Fields(said(got)) {
			if !slices.Contains(strings.Fields(string(page)), word) {
				t.Errorf("page %d of the file lacks %q", i+1, word)
			}
		}
	}
}
