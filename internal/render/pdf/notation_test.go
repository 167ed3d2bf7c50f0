package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"regexp"
	"strconv"
	"strings"
	"time"

	"upright/internal/document"
)

// parseDocument reads the notation of the test cases:
//
//	key: value            language, title, short, author, subject, keywords, date, mark, foot; until [cover] or [body]
//	[cover] [body] [notes]
//	title: T   subtitle: S   logos: N   field: label = value   contents      (cover)
//	# text {anchor}       heading, up to ###
//	12. text {anchor}     numbered paragraph
//	R1/13 @to = text      recommendation R1, paragraph 13, addressee "to" (may be empty)
//	* item, ** nested     bullets; + and ++ numbered
//	table N H: caption    number, head rows; then rows "| cell | cell", with (CxR) for spans and ! for a header cell
//	anything else         paragraph
//	1 text                note (after [notes])
//
// Inline: *bold*, _italic_, [text](url), ^3 (note mark), <anchor:text> (reference), // (line break), \uXXXX.
func parseDocument(s string) (*document.Document, error) {
	d := &document.Document{Language: "en", Date: time.Date(2027, 1, 15, 9, 30, 0, 0, time.UTC), Labels: labels["en"]}
	p := notation{doc: d, section: "head"}
	for n, ln := range strings.Split(strings.TrimRight(s, "\n"), "\n") {
		if err := p.line(unescape(strings.TrimRight(ln, " "))); err != nil {
			return nil, fmt.Errorf("line %d: %w", n+1, err)
		}
	}
	return d, nil
}

var labels = map[string]document.Labels{
	"en": {Contents: "Contents", Endnotes: "Endnotes", Page: "Page {page} of {pages}", Table: "Table {n}", NoteBack: "Back to the text, note {n}", NoteMark: "Note {n}", Logo: "Logo of {organization}"},
	"fr": {Contents: "Table des matières", Endnotes: "Notes", Page: "Page {page} sur {pages}", Table: "Tableau {n}", NoteBack: "Retour au texte, note {n}", NoteMark: "Note {n}"},
	"es": {Contents: "Índice", Endnotes: "Notas", Page: "Página {page} de {pages}", Table: "Cuadro {n}", NoteBack: "Volver al texto, nota {n}", NoteMark: "Nota {n}"},
	"ru": {Contents: "Содержание", Endnotes: "Примечания", Page: "Стр. {page} из {pages}", Table: "Таблица {n}", NoteBack: "Назад к тексту, примечание {n}", NoteMark: "Примечание {n}"},
	"he": {Contents: "תוכן", Endnotes: "הערות", Page: "עמוד {page} מתוך {pages}", Table: "טבלה {n}", NoteBack: "חזרה להערה {n}", NoteMark: "הערה {n}"},
}

type notation struct {
	doc     *document.Document
	section string
	table   *document.Table
}

var (
	headingLine = regexp.MustCompile(`^(#{1,4}) (.*)$`)
	numberLine  = regexp.MustCompile(`^(\d+)\. (.*)$`)
	recLine     = regexp.MustCompile(`^(R\d+)/(\d+) @(.*?) ?= (.*)$`)
	listLine    = regexp.MustCompile(`^(\*+|\++) (.*)$`)
	tableLine   = regexp.MustCompile(`^table (\d+) (\d+):(.*)$`)
	noteLine    = regexp.MustCompile(`^(\d+) (.*)$`)
	anchorEnd   = regexp.MustCompile(` \{(\w+)\}$`)
	spanStart   = regexp.MustCompile(`^\((\d+)x(\d+)\)`)
	inlineToken = regexp.MustCompile(`\*[^*]+\*|_[^_]+_|\[[^\]]*\]\([^)]*\)|\^\d+|<\w+:[^>]*>| // `)
	escapes     = regexp.MustCompile(`\\u[0-9A-Fa-f]{4}`)
)

func unescape(s string) string {
	return escapes.ReplaceAllStringFunc(s, func(e string) string {
		n, _ := strconv.ParseUint(e[2:], 16, 32)
		return string(rune(n))
	})
}

func (p *notation) line(ln string) error {
	if strings.HasPrefix(ln, "[") && strings.HasSuffix(ln, "]") && !strings.Contains(ln, "(") {
		p.section, p.table = ln[1:len(ln)-1], nil
		return nil
	}
	if ln == "" {
		p.table = nil
		return nil
	}
	switch p.section {
	case "head":
		return p.head(ln)
	case "cover":
		return p.cover(ln)
	case "notes":
		m := noteLine.FindStringSubmatch(ln)
		if m == nil {
			return fmt.Errorf("no note: %q", ln)
		}
		n, _ := strconv.Atoi(m[1])
		p.doc.Notes = append(p.doc.Notes, &document.Note{Number: n, Anchor: "note" + m[1], Text: spansOf(m[2])})
		return nil
	default:
		p.body(ln)
		return nil
	}
}

func (p *notation) head(ln string) error {
	key, value, _ := strings.Cut(ln, ": ")
	d := p.doc
	switch key {
	case "language":
		d.Language, d.RightToLeft, d.Labels = value, value == "ar" || value == "he", labels[value]
	case "title":
		d.Title = value
	case "short":
		d.ShortTitle = value
	case "author":
		d.Author = value
	case "subject":
		d.Subject = value
	case "keywords":
		d.Keywords = strings.Split(value, ", ")
	case "mark":
		d.Mark = value
	case "foot":
		d.Foot = value
	case "date":
		at, err := time.Parse(time.RFC3339, value)
		d.Date = at
		return err
	default:
		return fmt.Errorf("unknown key %q", key)
	}
	return nil
}

func (p *notation) cover(ln string) error {
	key, value, _ := strings.Cut(ln, ": ")
	d := p.doc
	switch key {
	case "title":
		d.Cover = append(d.Cover, &document.Title{Text: value})
	case "subtitle":
		d.Cover = append(d.Cover, &document.Subtitle{Text: value})
	case "contents":
		d.Cover = append(d.Cover, &document.Contents{})
	case "logos":
		n, err := strconv.Atoi(value)
		if err != nil {
			return err
		}
		l := &document.Logos{}
		for i := range n {
			l.Images = append(l.Images, testLogo(i))
		}
		d.Cover = append(d.Cover, l)
	case "field":
		label, text, _ := strings.Cut(value, " = ")
		f := document.Field{Label: label, Value: spansOf(text)}
		if last, ok := lastOf(d.Cover).(*document.Fields); ok {
			last.Items = append(last.Items, f)
		} else {
			d.Cover = append(d.Cover, &document.Fields{Items: []document.Field{f}})
		}
	default:
		d.Cover = append(d.Cover, &document.Paragraph{Text: spansOf(ln)})
	}
	return nil
}

func lastOf(bs []document.Block) document.Block {
	if len(bs) == 0 {
		return nil
	}
	return bs[len(bs)-1]
}

func (p *notation) body(ln string) {
	anchor := ""
	if m := anchorEnd.FindStringSubmatch(ln); m != nil {
		anchor, ln = m[1], strings.TrimSuffix(ln, m[0])
	}
	add := func(b document.Block) { p.doc.Body = append(p.doc.Body, b) }
	if strings.HasPrefix(ln, "| ") && p.table != nil {
		p.row(ln)
		return
	}
	if m := headingLine.FindStringSubmatch(ln); m != nil {
		add(&document.Heading{Level: len(m[1]), Anchor: anchor, Text: spansOf(m[2])})
	} else if m := numberLine.FindStringSubmatch(ln); m != nil {
		n, _ := strconv.Atoi(m[1])
		add(&document.Paragraph{Anchor: anchor, Number: n, Text: spansOf(m[2])})
	} else if m := recLine.FindStringSubmatch(ln); m != nil {
		n, _ := strconv.Atoi(m[2])
		add(&document.Recommendation{Anchor: anchor, Number: n, Label: m[1], Addressee: m[3], Text: spansOf(m[4])})
	} else if m := listLine.FindStringSubmatch(ln); m != nil {
		p.doc.Body = listItem(p.doc.Body, len(m[1]), m[1][0] == '+', &document.Paragraph{Text: spansOf(m[2])})
	} else if m := tableLine.FindStringSubmatch(ln); m != nil {
		n, _ := strconv.Atoi(m[1])
		head, _ := strconv.Atoi(m[2])
		p.table = &document.Table{Anchor: anchor, Number: n, Head: head, Caption: strings.TrimSpace(m[3])}
		add(p.table)
	} else {
		add(&document.Paragraph{Anchor: anchor, Text: spansOf(ln)})
	}
}

func listItem(blocks []document.Block, depth int, ordered bool, para document.Block) []document.Block {
	l, ok := lastOf(blocks).(*document.List)
	if !ok || depth == 1 && l.Ordered != ordered {
		l = &document.List{Ordered: ordered}
		blocks = append(blocks, l)
	}
	if depth == 1 || len(l.Items) == 0 {
		l.Items = append(l.Items, []document.Block{para})
		return blocks
	}
	i := len(l.Items) - 1
	l.Items[i] = listItem(l.Items[i], depth-1, ordered, para)
	return blocks
}

func (p *notation) row(ln string) {
	var row []document.Cell
	width := 0
	for _, c := range strings.Split(strings.TrimPrefix(ln, "| "), " | ") {
		cell := document.Cell{Colspan: 1, Rowspan: 1}
		if m := spanStart.FindStringSubmatch(c); m != nil {
			cell.Colspan, _ = strconv.Atoi(m[1])
			cell.Rowspan, _ = strconv.Atoi(m[2])
			c = strings.TrimPrefix(c, m[0])
		}
		if strings.HasPrefix(c, "!") {
			cell.Header, c = true, c[1:]
		}
		for _, part := range strings.Split(c, " ;; ") {
			if m := listLine.FindStringSubmatch(part); m != nil {
				cell.Blocks = listItem(cell.Blocks, len(m[1]), m[1][0] == '+', &document.Paragraph{Text: spansOf(m[2])})
			} else if part != "" {
				cell.Blocks = append(cell.Blocks, &document.Paragraph{Text: spansOf(part)})
			}
		}
		width += cell.Colspan
		row = append(row, cell)
	}
	if p.table.Columns == 0 {
		p.table.Columns = width
	}
	p.table.Rows = append(p.table.Rows, row)
}

func spansOf(s string) []document.Span {
	var out []document.Span
	text := func(t document.Text) { out = append(out, &t) }
	for s != "" {
		at := inlineToken.FindStringIndex(s)
		if at == nil {
			text(document.Text{Text: s})
			break
		}
		if at[0] > 0 {
			text(document.Text{Text: s[:at[0]]})
		}
		tok := s[at[0]:at[1]]
		s = s[at[1]:]
		inner := tok[1 : len(tok)-1]
		switch tok[0] {
		case '*':
			text(document.Text{Text: inner, Strong: true})
		case '_':
			text(document.Text{Text: inner, Em: true})
		case '[':
			label, link, _ := strings.Cut(inner, "](")
			text(document.Text{Text: label, Link: link})
		case '^':
			n, _ := strconv.Atoi(tok[1:])
			out = append(out, &document.NoteMark{Number: n})
		case '<':
			anchor, label, _ := strings.Cut(inner, ":")
			out = append(out, &document.Reference{Anchor: anchor, Text: label})
		default:
			out = append(out, &document.Break{})
		}
	}
	return out
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
