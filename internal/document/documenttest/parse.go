package documenttest

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"regexp"
	"strconv"
	"strings"
	"time"

	"upright/internal/document"
)

// Parse reads a document from a notation of one line for each block:
//
//	language: fr            also title, short, author, keywords, date, mark, foot, page, table (labels)
//	[cover]
//	logo 40x20 Logo of the organization
//	title Text
//	subtitle Text
//	field Label = text
//	contents
//	[body]
//	h1 {anchor} text        h2, h3
//	num 1 {anchor} text     a numbered paragraph
//	p {anchor} text         a paragraph without a number
//	rec 1 {anchor} To: the Senate | text
//	- item                  + in an ordered list, & for another paragraph of the item above; two blanks for each level
//	table 1 {anchor} caption	0 as number in an annex
//	widths 3 2 1            of the columns of the table above
//	! head | head           a row of header cells
//	| text | text           a row; <<2 and ^^3 at the end of a cell make it span columns and rows, ¶ parts
//	                        paragraphs and items of lists
//	                        ▮0:3,2:1/6 what it shows is a bar: counts by tone, and what the whole width stands for
//	[notes]
//	1 {anchor} text
//	[annex]                 or [wide annex], as often as there are annexes; blocks as in the body
//
// The {anchor} may be missing. In a text **strong**, //emphasis//, [text](address), ^1 for a note mark, @anchor=text; for
// a reference, ⟨fr:text⟩ for a text whose language is known and ⏎ for a line break.
func Parse(source string) (*document.Document, error) {
	p := &parser{d: &document.Document{Language: "en", Labels: labels()}}
	for i, line := range strings.Split(source, "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		if err := p.line(line); err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	return p.d, nil
}

func labels() document.Labels {
	return document.Labels{
		Contents: "Contents", Endnotes: "Endnotes", Page: "Page {page} of {pages}", Table: "Table {n}",
		Caption: "{table}. {caption}", NoteBack: "Back to the text, note {n}", NoteMark: "Note {n}", Logo: "Logo of {organization}",
	}
}

type parser struct {
	d       *document.Document
	section string
}

func (p *parser) line(line string) error {
	switch line {
	case "[cover]", "[body]", "[notes]":
		p.section = strings.Trim(line, "[]")
		return nil
	case "[annex]", "[wide annex]":
		p.section = "annex"
		p.d.Annexes = append(p.d.Annexes, &document.Annex{Landscape: line == "[wide annex]"})
		return nil
	}
	switch p.section {
	case "":
		return p.setting(line)
	case "notes":
		return p.note(line)
	case "cover":
		return p.block(&p.d.Cover, line)
	case "annex":
		return p.block(&p.d.Annexes[len(p.d.Annexes)-1].Blocks, line)
	}
	return p.block(&p.d.Body, line)
}

func (p *parser) setting(line string) error {
	name, value, _ := strings.Cut(line, ": ")
	var err error
	switch name {
	case "language":
		p.d.Language, p.d.RightToLeft = value, value == "ar" || value == "he"
	case "title":
		p.d.Title = value
	case "short":
		p.d.ShortTitle = value
	case "author":
		p.d.Author = value
	case "keywords":
		p.d.Keywords = strings.Split(value, ", ")
	case "date":
		p.d.Date, err = time.Parse(time.DateOnly, value)
	case "mark":
		p.d.Mark = value
	case "foot":
		p.d.Foot = value
	case "page":
		p.d.Labels.Page = value
	case "table":
		p.d.Labels.Table = value
	default:
		err = fmt.Errorf("unknown setting %q", name)
	}
	return err
}

func (p *parser) note(line string) error {
	number, rest, _ := strings.Cut(line, " ")
	n, err := strconv.Atoi(number)
	anchor, text := cutAnchor(rest)
	p.d.Notes = append(p.d.Notes, &document.Note{Number: n, Anchor: anchor, Text: spans(text)})
	return err
}

func (p *parser) block(blocks *[]document.Block, line string) error {
	depth := (len(line) - len(strings.TrimLeft(line, " "))) / 2
	word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	var err error
	switch word {
	case "title":
		*blocks = append(*blocks, &document.Title{Text: rest})
	case "subtitle":
		*blocks = append(*blocks, &document.Subtitle{Text: rest})
	case "contents":
		*blocks = append(*blocks, &document.Contents{})
	case "logo":
		err = logo(blocks, rest)
	case "field":
		label, value, _ := strings.Cut(rest, " = ")
		f := last[*document.Fields](blocks)
		f.Items = append(f.Items, document.Field{Label: label, Value: spans(value)})
	case "h1", "h2", "h3":
		anchor, text := cutAnchor(rest)
		*blocks = append(*blocks, &document.Heading{Level: int(word[1] - '0'), Anchor: anchor, Text: spans(text)})
	case "p":
		anchor, text := cutAnchor(rest)
		*blocks = append(*blocks, &document.Paragraph{Anchor: anchor, Text: spans(text)})
	case "widths":
		err = widths(last[*document.Table](blocks), rest)
	case "num", "rec", "table":
		err = numbered(blocks, word, rest)
	case "-", "+", "&":
		item(blocks, depth, word, rest)
	case "!", "|":
		row(last[*document.Table](blocks), word == "!", rest)
	default:
		err = fmt.Errorf("unknown block %q", word)
	}
	return err
}

func numbered(blocks *[]document.Block, word, rest string) error {
	number, rest, _ := strings.Cut(rest, " ")
	n, err := strconv.Atoi(number)
	anchor, text := cutAnchor(rest)
	switch word {
	case "num":
		*blocks = append(*blocks, &document.Paragraph{Anchor: anchor, Number: n, Text: spans(text)})
	case "rec":
		addressee, text, found := strings.Cut(text, " | ")
		if !found {
			addressee, text = "", addressee
		}
		*blocks = append(*blocks, &document.Recommendation{
			Anchor: anchor, Number: n, Label: "R" + number, Addressee: addressee, Text: spans(text),
		})
	case "table":
		*blocks = append(*blocks, &document.Table{Anchor: anchor, Number: n, Caption: text})
	}
	return err
}

// last returns the last block when it is a B, and appends a new one otherwise.
func last[B interface {
	*T
	document.Block
}, T any](blocks *[]document.Block) B {
	if n := len(*blocks); n > 0 {
		if b, ok := (*blocks)[n-1].(B); ok {
			return b
		}
	}
	b := B(new(T))
	*blocks = append(*blocks, b)
	return b
}

// item adds to the list at a depth below blocks.
func item(blocks *[]document.Block, depth int, word, text string) {
	list := last[*document.List](blocks)
	if depth > 0 {
		item(&list.Items[len(list.Items)-1], depth-1, word, text)
		return
	}
	paragraph := &document.Paragraph{Text: spans(text)}
	if word == "&" {
		list.Items[len(list.Items)-1] = append(list.Items[len(list.Items)-1], paragraph)
		return
	}
	if len(list.Items) > 0 && list.Ordered != (word == "+") {
		list = &document.List{}
		*blocks = append(*blocks, list)
	}
	list.Ordered = word == "+"
	list.Items = append(list.Items, []document.Block{paragraph})
}

// row adds a row to a table; the first one says how many columns there are.
func row(table *document.Table, header bool, text string) {
	var cells []document.Cell
	columns := 0
	for _, field := range strings.Split(text, " | ") {
		c := document.Cell{Header: header, Colspan: 1, Rowspan: 1}
		field = strings.TrimSpace(field)
		if before, n, ok := strings.Cut(field, "^^"); ok {
			field = before
			c.Rowspan, _ = strconv.Atoi(n)
		}
		if before, n, ok := strings.Cut(field, "<<"); ok {
			field = before
			c.Colspan, _ = strconv.Atoi(n)
		}
		for _, line := range strings.Split(field, " ¶ ") {
			if strings.HasPrefix(line, "- ") {
				item(&c.Blocks, 0, "-", line[2:])
			} else if after, ok := strings.CutPrefix(line, "▮"); ok {
				c.Blocks = append(c.Blocks, bar(after))
			} else {
				c.Blocks = append(c.Blocks, &document.Paragraph{Text: spans(line)})
			}
		}
		columns += c.Colspan
		cells = append(cells, c)
	}
	if len(table.Rows) == 0 {
		table.Columns = columns
	}
	if header && table.Head == len(table.Rows) {
		table.Head++
	}
	table.Rows = append(table.Rows, cells)
}

func widths(table *document.Table, text string) error {
	for _, field := range strings.Fields(text) {
		n, err := strconv.Atoi(field)
		if err != nil {
			return err
		}
		table.Widths = append(table.Widths, n)
	}
	return nil
}

// bar reads "0:3,2:1/6 alternative text". What is no number counts as 0.
func bar(text string) *document.Bar {
	figures, alt, _ := strings.Cut(text, " ")
	parts, whole, _ := strings.Cut(figures, "/")
	b := &document.Bar{Alt: alt}
	b.Whole, _ = strconv.Atoi(whole)
	for _, part := range strings.Split(parts, ",") {
		tone, count, _ := strings.Cut(part, ":")
		t, _ := strconv.Atoi(tone)
		n, _ := strconv.Atoi(count)
		b.Parts = append(b.Parts, document.BarPart{Tone: document.Tone(t), Count: n})
	}
	return b
}

func logo(blocks *[]document.Block, text string) error {
	var width, height int
	size, alt, _ := strings.Cut(text, " ")
	if _, err := fmt.Sscanf(size, "%dx%d", &width, &height); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		return err
	}
	logos := last[*document.Logos](blocks)
	logos.Images = append(logos.Images, document.Image{Data: b.Bytes(), Format: "png", Width: width, Height: height, Alt: alt})
	return nil
}

func cutAnchor(text string) (anchor, rest string) {
	if after, ok := strings.CutPrefix(text, "{"); ok {
		if anchor, rest, ok := strings.Cut(after, "}"); ok {
			return anchor, strings.TrimSpace(rest)
		}
	}
	return "", text
}

// token finds what is not plain text.
var token = regexp.MustCompile(`\*\*.+?\*\*|//[^/].*?//|\[[^]]+\]\([^)]+\)|\^\d+|@\w*=[^;]+;|⟨[\w-]+:[^⟩]*⟩|⏎`)

func spans(text string) []document.Span {
	var out []document.Span
	plain := func(s string) {
		if s != "" {
			out = append(out, &document.Text{Text: s})
		}
	}
	for {
		at := token.FindStringIndex(text)
		if at == nil {
			plain(text)
			return out
		}
		plain(text[:at[0]])
		t := text[at[0]:at[1]]
		text = text[at[1]:]
		if tagged, ok := strings.CutPrefix(t, "⟨"); ok {
			language, words, _ := strings.Cut(strings.TrimSuffix(tagged, "⟩"), ":")
			out = append(out, &document.Text{Text: words, Language: language})
			continue
		}
		switch t[0] {
		case '*':
			out = append(out, &document.Text{Text: strings.Trim(t, "*"), Strong: true})
		case '/':
			out = append(out, &document.Text{Text: strings.Trim(t, "/"), Em: true})
		case '[':
			label, address, _ := strings.Cut(strings.Trim(t, "[)"), "](")
			out = append(out, &document.Text{Text: label, Link: address})
		case '^':
			n, _ := strconv.Atoi(t[1:])
			out = append(out, &document.NoteMark{Number: n})
		case '@':
			anchor, label, _ := strings.Cut(strings.Trim(t, "@;"), "=")
			out = append(out, &document.Reference{Anchor: anchor, Text: label})
		default:
			out = append(out, &document.Break{})
		}
	}
}
