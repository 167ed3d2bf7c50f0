package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"upright/internal/document"
	"upright/internal/document/documenttest"
	"upright/internal/fonts"
)

var english = document.Labels{Contents: "Contents", Endnotes: "Endnotes", Page: "Page {page} of {pages}", Table: "Table {n}",
	Caption: "{table}. {caption}", NoteBack: "Back to the text, note {n}", NoteMark: "Note {n}", Logo: "Logo of {organization}"}

// families returns the fonts of the build.
func families(t testing.TB) []fonts.Family {
	t.Helper()
	all, err := fonts.All()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// spansOf reads the inline notation of documenttest.
func spansOf(text string) []document.Span {
	d, err := documenttest.Parse("[body]\np " + strings.ReplaceAll(text, "\n", " "))
	if err != nil {
		panic(err)
	}
	return d.Body[0].(*document.Paragraph).Text
}

// testLogo draws a small picture, each of another shape; some have an alpha channel.
func testLogo(i int) document.Image {
	w, h := 90+(i*67)%160, 60+(i*41)%90
	im := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.NRGBA{uint8(40 * i), uint8(90 + x%100), uint8(200 - y), 255}
			if i%2 == 1 && (x-w/2)*(x-w/2)*h*h+(y-h/2)*(y-h/2)*w*w > w*w*h*h/4 {
				c.A = 0
			}
			im.SetNRGBA(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, im); err != nil {
		panic(err)
	}
	return document.Image{Data: b.Bytes(), Format: "png", Width: w, Height: h, Alt: fmt.Sprintf("Logo of organization %d", i+1)}
}

const vocabulary = `the of and to in right freedom expression association assembly State government civil society
organisations human defenders journalists impunity legislation amendments recommendation accepted noted implemented
partially fully Constitution Parliament judiciary independence torture detention prison women children persons with
disabilities indigenous peoples minorities migrants education health housing water climate environment business
participation elections discrimination violence domestic gender equality trafficking labour unions strike wages poverty
development sustainable international treaty ratification Optional Protocol Convention against Committee report session
Working Group Universal Periodic Review national institution Paris Principles accreditation police use force excessive
protest demonstration internet shutdown surveillance privacy data protection law 2019 2021 2024 2026 during since before
continued remains despite although however therefore commission ombudsman budget allocation access justice remedies`

// bigDocument is a made-up joint submission: words in numbered paragraphs, notes spread over them, two tables.
func bigDocument(words, notes int) *document.Document {
	rnd := rand.New(rand.NewPCG(7, 7))
	voc := strings.Fields(vocabulary)
	sentence := func(k int) string {
		s := make([]string, k)
		for i := range s {
			s[i] = voc[rnd.IntN(len(voc))]
		}
		s[0] = strings.ToUpper(s[0][:1]) + s[0][1:]
		return strings.Join(s, " ") + "."
	}
	d := &document.Document{Language: "en", Title: "Joint submission to the Universal Periodic Review of Examplia",
		ShortTitle: "Joint submission on Examplia", Author: "Coalition for Rights in Examplia", Subject: "UPR, 55th session",
		Keywords: []string{"freedom of expression", "impunity"}, Labels: english, Mark: "Draft, revision 3",
		Date: time.Date(2027, 1, 15, 9, 30, 0, 0, time.UTC)}
	d.Cover = []document.Block{&document.Logos{Images: []document.Image{testLogo(0), testLogo(3)}},
		&document.Title{Text: d.Title}, &document.Subtitle{Text: "55th session of the Working Group, fourth cycle"},
		&document.Fields{Items: []document.Field{{Label: "State under review", Value: spansOf("Examplia")}, {Label: "Submitted by", Value: spansOf("Coalition for Rights in Examplia (CRE), Capital City")}}},
		&document.Contents{}}
	w, n := 0, 0
	const perParagraph = 85
	for para := 0; w < words; para++ {
		if para%6 == 0 {
			d.Body = append(d.Body, &document.Heading{Level: 1, Anchor: fmt.Sprintf("h%d", para), Text: spansOf(fmt.Sprintf("%c. %s", 'A'+para/6, sentence(5)))})
		} else if para%3 == 0 {
			d.Body = append(d.Body, &document.Heading{Level: 2, Anchor: fmt.Sprintf("h%d", para), Text: spansOf(sentence(4))})
		}
		p := &document.Paragraph{Anchor: fmt.Sprintf("p%d", para+1), Number: para + 1}
		for have := 0; have < perParagraph && w < words; {
			k := min(14+rnd.IntN(12), words-w)
			w, have = w+k, have+k
			p.Text = append(p.Text, &document.Text{Text: sentence(k)})
			if n*words < notes*w {
				n++
				p.Text = append(p.Text, &document.NoteMark{Number: n})
			}
			switch rnd.IntN(4) {
			case 0:
				p.Text = append(p.Text, &document.Text{Text: " "}, &document.Text{Text: "inter alia", Em: true})
			case 1:
				p.Text = append(p.Text, &document.Text{Text: " "}, &document.Text{Text: "OHCHR", Link: "https://www.ohchr.org/en/hr-bodies/upr"})
			}
			p.Text = append(p.Text, &document.Text{Text: " "})
		}
		d.Body = append(d.Body, p)
		if para%5 == 4 {
			l := &document.List{}
			for range 3 {
				l.Items = append(l.Items, []document.Block{&document.Paragraph{Text: spansOf(sentence(14))}})
			}
			d.Body = append(d.Body, l)
		}
	}
	for ; n < notes; n++ {
		last := d.Body[len(d.Body)-1].(*document.Paragraph)
		last.Text = append(last.Text, &document.NoteMark{Number: n + 1})
	}
	t := &document.Table{Anchor: "t1", Number: 1, Caption: "Previous recommendations", Columns: 3, Head: 1}
	cell := func(s string) document.Cell {
		return document.Cell{Colspan: 1, Rowspan: 1, Blocks: []document.Block{&document.Paragraph{Text: spansOf(s)}}}
	}
	t.Rows = append(t.Rows, []document.Cell{cell("Recommendation"), cell("Position"), cell("Assessment")})
	for i := range 24 {
		t.Rows = append(t.Rows, []document.Cell{cell(fmt.Sprintf("118.%d %s", i+1, sentence(18))), cell([]string{"Supported", "Noted"}[i%2]), cell(sentence(16))})
	}
	d.Body = append(d.Body, &document.Heading{Level: 1, Anchor: "annex", Text: spansOf("Annex")}, t)
	for i := range notes {
		url := fmt.Sprintf("https://undocs.org/A/HRC/%d/%d", 20+i%40, 1+i%20)
		d.Notes = append(d.Notes, &document.Note{Number: i + 1, Anchor: fmt.Sprintf("n%d", i+1),
			Text: spansOf(fmt.Sprintf("A/HRC/%d/%d, para. %d.%d; see //Report of the Working Group//, available at [%s](%s).", 20+i%40, 1+i%20, 100+i%90, i%60, url, url))})
	}
	return d
}
