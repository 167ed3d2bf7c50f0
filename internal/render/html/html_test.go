package html

import (
	"bytes"
	"errors"
	"flag"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"upright/internal/document"
	"upright/internal/document/documenttest"
)

var update = flag.Bool("update", false, "write the sections of the cases anew")

// picture is the data of a picture, which changes with the encoder.
var picture = regexp.MustCompile(`base64,[^"]+`)

func fragment(t *testing.T, d *document.Document) string {
	return render(t, d, Options{Fragment: true})
}

func render(t *testing.T, d *document.Document, opt Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, d, opt); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestCases(t *testing.T) {
	documenttest.Cases(t, "../testdata", "html", *update, func(t *testing.T, d *document.Document) string {
		got := fragment(t, d)
		balanced(t, got)
		links(t, got)
		return picture.ReplaceAllString(got, "base64,…")
	})
}

// balanced fails unless a parser of HTML reads the fragment as it was written, which it does not do for elements that
// stand where they may not, like a list in a paragraph.
func balanced(t *testing.T, source string) {
	t.Helper()
	context := &html.Node{Type: html.ElementNode, DataAtom: atom.Main, Data: "main"}
	nodes, err := html.ParseFragment(strings.NewReader(source), context)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	for _, n := range nodes {
		if err := html.Render(&b, n); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := shape(b.String()), shape(source); got != want {
		t.Errorf("a browser would read\n%s\nfor\n%s", got, want)
	}
}

// shape returns the tags of a source in order.
func shape(source string) string {
	var tags []string
	z := html.NewTokenizer(strings.NewReader(source))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return strings.Join(tags, " ")
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			tags = append(tags, string(name))
		case html.EndTagToken:
			name, _ := z.TagName()
			tags = append(tags, "/"+string(name))
		}
	}
}

// links fails for an id that stands twice and for a link that leads nowhere in the fragment.
func links(t *testing.T, source string) {
	t.Helper()
	ids, hrefs := map[string]bool{}, []string{}
	z := html.NewTokenizer(strings.NewReader(source))
	for z.Next() != html.ErrorToken {
		for _, a := range z.Token().Attr {
			switch {
			case a.Key == "id" && ids[a.Val]:
				t.Errorf("id %q stands twice", a.Val)
			case a.Key == "id":
				ids[a.Val] = true
			case a.Key == "href":
				hrefs = append(hrefs, a.Val)
			case a.Key == "aria-labelledby":
				hrefs = append(hrefs, "#"+a.Val)
			case a.Key == "style", strings.HasPrefix(a.Key, "on"):
				t.Errorf("attribute %s", a.Key)
			}
		}
	}
	for _, href := range hrefs {
		if strings.HasPrefix(href, "#") && !ids[href[1:]] {
			t.Errorf("%s leads nowhere", href)
		}
	}
}

// Whatever a document holds, it comes out as text: no element, attribute or link of its own.
func TestNothingEscapes(t *testing.T) {
	evil := `"><script>alert(1)</script><img src=x onerror=alert(1)> ' & </style></title> javascript:alert(1)`
	spans := []document.Span{
		&document.Text{Text: evil, Strong: true},
		&document.Text{Text: "x", Link: "javascript:alert(1)"},
		&document.Text{Text: "y", Link: `https://example.org/"onclick="alert(1)`},
		&document.Reference{Anchor: evil, Text: evil},
		&document.NoteMark{Number: 1},
	}
	d := &document.Document{
		Language: evil, Title: evil, Subject: evil, Author: evil, Mark: evil, Foot: evil, Date: time.Unix(0, 0),
		Labels: document.Labels{Contents: evil, Endnotes: evil, Table: evil, Caption: evil, NoteBack: evil, NoteMark: evil},
		Cover: []document.Block{
			&document.Title{Text: evil}, &document.Subtitle{Text: evil}, &document.Contents{},
			&document.Logos{Images: []document.Image{{Format: "png", Alt: evil}}},
			&document.Fields{Items: []document.Field{{Label: evil, Value: spans[:1]}}},
		},
		Body: []document.Block{
			&document.Heading{Level: 1, Anchor: evil, Text: spans[:1]},
			&document.Paragraph{Anchor: evil + "p", Number: 1, Text: spans},
			&document.Recommendation{Label: evil, Addressee: evil, Text: spans[:4]},
			&document.Table{Anchor: evil + "t", Caption: evil, Columns: 1, Rows: [][]document.Cell{{{Blocks: []document.Block{&document.Paragraph{Text: spans[:1]}}}}}},
		},
		Notes: []*document.Note{{Number: 1, Text: spans[:3]}},
	}
	allowed := map[string]bool{}
	for _, name := range strings.Fields(`html head meta title style body main article header footer h1 h2 h3 h4 p a em strong sup br span
		img dl dt dd nav ul ol li section div table caption tbody tr td`) {
		allowed[name] = true
	}
	for _, opt := range []Options{{Fragment: true}, {}} {
		z := html.NewTokenizer(strings.NewReader(render(t, d, opt)))
		for z.Next() != html.ErrorToken {
			token := z.Token()
			if (token.Type == html.StartTagToken || token.Type == html.EndTagToken) && !allowed[token.Data] {
				t.Errorf("element %s", token.Data)
			}
			for _, a := range token.Attr {
				if strings.HasPrefix(a.Key, "on") || a.Key == "href" && strings.HasPrefix(a.Val, "javascript:") {
					t.Errorf("attribute %s=%q", a.Key, a.Val)
				}
			}
		}
	}
}

func TestWholePage(t *testing.T) {
	d, err := documenttest.Parse("language: ar\ntitle: عنوان\nauthor: A\ndate: 2028-06-03\n[cover]\ntitle عنوان\n[body]\nnum 1 نص")
	if err != nil {
		t.Fatal(err)
	}
	got := render(t, d, Options{})
	for _, want := range []string{
		"<!DOCTYPE html>\n", `<html lang="ar" dir="rtl">`, `<meta charset="utf-8">`, "<title>عنوان</title>",
		`<meta name="author" content="A">`, `<meta name="dcterms.date" content="2028-06-03">`, "<main>", "</html>",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s", want)
		}
	}
	if !strings.HasSuffix(got, "</main>\n</body>\n</html>\n") || strings.Contains(got, "<script") || strings.Contains(got, "url(") {
		t.Error("the page does not end, or fetches something")
	}
	if part := fragment(t, d); strings.Contains(part, "<style") || strings.Contains(part, "<html") || !strings.Contains(got, part) {
		t.Error("the fragment is not the page without its frame")
	}
}

func TestWriteFails(t *testing.T) {
	mark := func(n int) *document.Paragraph {
		return &document.Paragraph{Text: []document.Span{&document.NoteMark{Number: n}}}
	}
	notes := []*document.Note{{Number: 1}}
	for name, d := range map[string]*document.Document{
		"has no note":        {Body: []document.Block{mark(1)}},
		"has two marks":      {Body: []document.Block{mark(1), mark(1)}, Notes: notes},
		`image format "gif"`: {Cover: []document.Block{&document.Logos{Images: []document.Image{{Format: "gif"}}}}},
	} {
		if err := Write(&bytes.Buffer{}, d, Options{}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("error is %v, want %q", err, name)
		}
	}
	broken := errors.New("broken")
	if err := Write(writer(func([]byte) (int, error) { return 0, broken }), &document.Document{}, Options{}); !errors.Is(err, broken) {
		t.Errorf("error is %v", err)
	}
}

type writer func([]byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }

// A paper and an excerpt of it can stand on one page: no id is there twice, no link of the one leads into the other, and
// one of them alone has the landmark of the notes.
func TestExcerptBesideItsPaper(t *testing.T) {
	d, err := documenttest.Parse(
		"title: T\n[body]\nh1 {h} Rights^1\nnum 1 {a} Word, see @t=1;.\ntable 1 {t} Caption\n| cell\n[notes]\n1 {n} Source\n")
	if err != nil {
		t.Fatal(err)
	}
	excerpt := render(t, d, Options{Fragment: true, Prefix: "since-", Excerpt: true})
	links(t, fragment(t, d)+excerpt)
	for _, want := range []string{`id="since-block-a"`, `href="#since-note-1"`, `href="#since-block-t"`, `aria-labelledby="since-caption-1"`} {
		if !strings.Contains(excerpt, want) {
			t.Errorf("no %s in\n%s", want, excerpt)
		}
	}
	if strings.Contains(strings.ReplaceAll(excerpt, `href="#since-`, ""), `href="#`) || strings.Contains(excerpt, "doc-endnotes") || strings.Contains(excerpt, "region") {
		t.Errorf("it leads elsewhere, or is a landmark:\n%s", excerpt)
	}
}

// TestSymbols leads from symbols to documents, changes no word, and only where it is asked for.
func TestSymbols(t *testing.T) {
	text := func(s string) *document.Document {
		return &document.Document{Language: "en", Body: []document.Block{&document.Paragraph{Text: []document.Span{
			&document.Text{Text: s}, &document.Text{Text: "A/HRC/1/1", Link: "https://example.org/"},
		}}}}
	}
	for given, want := range map[string]string{
		"See A/HRC/56/9, para. 3.":      `See <a href="https://undocs.org/A/HRC/56/9" rel="noopener noreferrer">A/HRC/56/9</a>, para. 3.`,
		"In CCPR/C/MEX/CO/6.":           `In <a href="https://undocs.org/CCPR/C/MEX/CO/6" rel="noopener noreferrer">CCPR/C/MEX/CO/6</a>.`,
		"(E/C.12/MEX/CO/5-6)":           `(<a href="https://undocs.org/E/C.12/MEX/CO/5-6" rel="noopener noreferrer">E/C.12/MEX/CO/5-6</a>)`,
		"A/HRC/WG.6/45/MEX/1/Add.2 too": `<a href="https://undocs.org/A/HRC/WG.6/45/MEX/1/Add.2" rel="noopener noreferrer">A/HRC/WG.6/45/MEX/1/Add.2</a> too`,
		"and/or CRC/CEDAW A/B":          "and/or CRC/CEDAW A/B",
		"A/HRC/RES <b>":                 "A/HRC/RES &lt;b&gt;",
	} {
		plain, got := render(t, text(given), Options{Fragment: true}), render(t, text(given), Options{Fragment: true, Symbols: true})
		if !strings.Contains(got, want) || strings.Contains(plain, "undocs") || strings.Count(got, "https://example.org/") != 1 {
			t.Errorf("%q\n%s", given, got)
		}
		if tags := regexp.MustCompile("<[^>]*>"); tags.ReplaceAllString(got, "") != tags.ReplaceAllString(plain, "") {
			t.Errorf("%q: the words differ", given)
		}
	}
}
