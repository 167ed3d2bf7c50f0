package word

import (
	"cmp"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"upright/internal/prose"
)

// An item is a paragraph or a table of the file, before it is known what it is in a manuscript.
type item struct {
	para  *para
	table *table
}

// A para is a paragraph of the file.
type para struct {
	story
	id      string // that its block will have
	style   string // name of its style, see style.name
	level   int    // of a heading, from 1; 0 for none
	num     numbering
	end     change
	joins   bool // the end of the paragraph before is tracked
	under   string
	role    role
	tableID string // of a caption: the id of its table
}

// Bounds of the text of a file. A manuscript is smaller: this only keeps memory from being taken for one that cannot be.
const (
	maxItems  = 20_000         // paragraphs and tables
	maxPieces = 150_000        // runs, marks of notes, breaks, bookmarks and ends of comments
	maxText   = prose.MaxBytes // bytes of characters
)

// An amount is how much of the text of a file was read.
type amount struct{ pieces, bytes int }

// full reports whether more was read than a manuscript holds.
func (r *reader) full() bool {
	return len(r.items) > maxItems || r.pieces > maxPieces || r.bytes > maxText
}

// body reads the text. Each block of it is read as a whole, then let go.
func (r *reader) body(part string) error {
	x, err := r.pack.open(part)
	if err != nil {
		return err
	}
	defer x.close()
	for !r.seen.body {
		n, err := x.element()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		r.seen.body = n.name == "w:body"
	}
	for end := x.depth; x.depth >= end; {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if start, ok := token.(xml.StartElement); ok {
			n := nodeOf(start)
			if err := x.fill(n); err != nil {
				return err
			}
			r.items = r.block(n, r.items)
			if r.full() {
				return tooMuch(errors.New("too much text"))
			}
		}
	}
	for { // to the end of the part, or what was cut off there would not be noticed
		if _, err := x.next(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// block reads an element that stands among paragraphs, and appends what is in it.
func (r *reader) block(n *node, to []item) []item {
	switch n.name {
	case "w:p":
		return r.boxed(append(to, item{para: r.paragraph(n)}))
	case "w:tbl":
		return append(to, item{table: r.table(n)})
	case "w:sdt":
		if strings.HasPrefix(n.child("w:sdtPr", "w:docPartObj", "w:docPartGallery").attr("val"), "Table of Contents") {
			return to // Upright makes its own
		}
		return r.blocks(control(n), to)
	case "w:customXml", "w:smartTag":
		return r.blocks(n, to)
	case "w:ins", "w:del", "w:moveFrom", "w:moveTo":
		r.tracking.open(n)
		defer r.tracking.close(n)
		return r.blocks(n, to)
	case "mc:AlternateContent":
		return r.blocks(alternative(n), to)
	case "w:altChunk", "w:subDoc":
		r.lose(LostObject, "")
	case "m:oMathPara", "m:oMath":
		p := &para{id: prose.NewID(), under: r.under}
		r.equation(n, &p.story)
		return append(to, item{para: p})
	case "w:bookmarkStart", "w:commentRangeStart", "w:commentRangeEnd", "w:moveFromRangeStart", "w:moveFromRangeEnd",
		"w:moveToRangeStart", "w:moveToRangeEnd":
		return r.between(n, to)
	}
	return to
}

func (r *reader) blocks(n *node, to []item) []item {
	for _, c := range n.children {
		to = r.block(c, to)
	}
	return to
}

// boxed appends what stands in the text boxes of the paragraph before, which float beside it in the file.
func (r *reader) boxed(to []item) []item {
	boxes := r.boxes
	r.boxes = nil
	for _, box := range boxes {
		for _, it := range r.blocks(box, nil) {
			if it.table != nil || !it.para.empty() {
				to = append(to, it)
			}
		}
	}
	return to
}

// control is the content of a content control, but for the words by which Word asks to fill it in.
func control(n *node) *node {
	if prompt, _ := n.child("w:sdtPr").on("w:showingPlcHdr"); prompt {
		return &node{}
	}
	return n.child("w:sdtContent")
}

// between takes in a place between two paragraphs: it is the end of the one before.
func (r *reader) between(n *node, to []item) []item {
	if len(to) == 0 || to[len(to)-1].para == nil {
		r.place(n, &story{})
		return to
	}
	r.place(n, &to[len(to)-1].para.story)
	return to
}

// paragraph reads a paragraph.
func (r *reader) paragraph(n *node) *para {
	props := n.child("w:pPr")
	styleID := props.child("w:pStyle").attr("val")
	if styleID == "" {
		styleID = r.standard
	}
	p := &para{id: prose.NewID(), num: r.numbering(numRefOf(props), styleID)}
	chain := r.chain(styleID)
	if len(chain) > 0 {
		p.style = chain[0].name
	}
	p.level = headingLevel(props, chain)
	p.look = paragraphLook(p.style, p.level, chain)
	p.look.size = cmp.Or(r.size, unsaidSize)
	for _, s := range slices.Backward(chain) {
		p.look.size = cmp.Or(s.size, p.look.size)
	}
	for _, s := range chain {
		p.hidden = p.hidden || s.hidden
	}
	r.inlines(n, &p.story)
	p.end = r.tracking.end(props)
	if p.level > 0 {
		if text := strings.TrimSpace(p.text()); text != "" {
			r.under = excerpt(text, lostSize)
		} else {
			p.level = 0
		}
	}
	p.under = r.under
	return p
}

// headingLevel is the level of a heading from 1, by the paragraph itself or by its style; 0 for other paragraphs.
func headingLevel(props *node, chain []*style) int {
	if own, err := strconv.Atoi(props.child("w:outlineLvl").attr("val")); err == nil {
		if own < 0 || own >= levels {
			return 0
		}
		return own + 1
	}
	for _, s := range chain {
		if s.outline >= 0 {
			return s.outline + 1
		}
	}
	return 0
}

// paragraphLook is the look that a style gives to all of a paragraph. Headings, captions and heads of tables are bold by
// what they are: in Upright, too.
func paragraphLook(name string, level int, chain []*style) look {
	var out look
	if level > 0 || strings.Contains(name, "heading") || strings.Contains(name, "caption") || strings.Contains(name, "title") ||
		strings.Contains(name, "header") {
		return out
	}
	var bold, italic *bool
	for _, s := range chain {
		if bold == nil {
			bold = s.bold
		}
		if italic == nil {
			italic = s.italic
		}
	}
	out.bold, out.italic = bold != nil && *bold, italic != nil && *italic
	return out
}

// text is the text of a paragraph without its notes.
func (st *story) text() string {
	var b strings.Builder
	for _, p := range st.pieces {
		switch in := p.inline.(type) {
		case *prose.Text:
			b.WriteString(in.Text)
		case *prose.HardBreak:
			b.WriteByte(' ')
		}
		if p.ref != nil {
			sub := story{pieces: p.ref.result}
			b.WriteString(sub.text())
		}
	}
	return b.String()
}

// empty reports whether nothing stands in a paragraph but blanks.
func (st *story) empty() bool {
	for _, p := range st.pieces {
		switch in := p.inline.(type) {
		case nil, *prose.HardBreak:
			if p.ref != nil {
				return false
			}
		case *prose.Text:
			if strings.TrimSpace(in.Text) != "" {
				return false
			}
		default:
			return false
		}
	}
	return true
}

func isLetter(c rune) bool { return unicode.IsLetter(c) }
