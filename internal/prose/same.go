package prose

import (
	"crypto/sha256"
	"strconv"
	"strings"
	"unicode"
)

// SameWords reports whether two texts say the same and differ at most in how they are set: in marks (strong, emphasized),
// in blanks, in the shape of quotation marks, apostrophes, dashes and dots, and in signs that nobody sees. Everything
// else is a change of words: letters and their case, other punctuation, the order and kind of blocks, what is numbered,
// what a reference or a link leads to, notes, and whether a part is printed.
func SameWords(a, b *Manuscript) bool { return wording(a) == wording(b) }

// WordsSum is the SHA-256 of what SameWords compares: two texts have the same exactly when they have the same words.
func WordsSum(m *Manuscript) [32]byte { return sha256.Sum256([]byte(wording(m))) }

// SetAlike is SameWords for a line of plain text, such as a title.
func SetAlike(a, b string) bool { return setAlike(a) == setAlike(b) }

// Reworded returns those of the ids whose blocks say something else in the newer text or are no longer printed there, in
// the order given. A block that only got another number, because of what stands before it, says the same; what it refers
// to by number is part of what it says. An id that the older text does not have is not returned.
func Reworded(older, newer *Manuscript, ids []string) []string {
	was, is := blockWordings(older), blockWordings(newer)
	var list []string
	for _, id := range ids {
		if words, there := was[id]; there && is[id] != words {
			list = append(list, id)
		}
	}
	return list
}

// blockWordings writes down, by their ids, what the blocks of the printed parts say. None is empty.
func blockWordings(m *Manuscript) map[string]string {
	numbers, all := Number(m), make(map[string]string)
	for part := range m.Visible() {
		for _, block := range part.Blocks {
			w := &worder{numbers: numbers}
			w.blocks([]Block{block})
			all[BlockID(block)] = w.out.String()
		}
	}
	return all
}

// wording writes down what SameWords compares.
func wording(m *Manuscript) string {
	w := &worder{numbers: Number(m)}
	for _, part := range m.Parts {
		w.mark("part", string(part.Kind), strconv.FormatBool(part.Hidden), setAlike(part.Title))
		w.blocks(part.Blocks)
	}
	return w.out.String()
}

type worder struct {
	out     strings.Builder
	numbers Numbers
}

// mark writes fields, none of which can be taken for another's end.
func (w *worder) mark(fields ...string) {
	for _, f := range fields {
		w.out.WriteString(strconv.Quote(f))
	}
	w.out.WriteByte('\n')
}

func (w *worder) blocks(blocks []Block) {
	for _, block := range blocks {
		switch b := block.(type) {
		case *Paragraph:
			w.mark("paragraph", strconv.FormatBool(b.Numbered))
			w.inlines(b.Content)
		case *Heading:
			w.mark("heading", strconv.Itoa(b.Level))
			w.inlines(b.Content)
		case *Recommendation:
			w.mark("recommendation", setAlike(b.Addressee))
			w.inlines(b.Content)
		case *List:
			w.mark("list", strconv.FormatBool(b.Ordered))
			for _, item := range b.Items {
				w.mark("item")
				w.blocks(item.Blocks)
			}
			w.mark("end")
		case *Table:
			w.table(b)
		}
	}
}

func (w *worder) table(t *Table) {
	w.mark("table", setAlike(t.Caption))
	for _, row := range t.Rows {
		w.mark("row")
		for _, cell := range row.Cells {
			w.mark("cell", strconv.FormatBool(cell.Header), strconv.Itoa(cell.Colspan), strconv.Itoa(cell.Rowspan))
			w.blocks(cell.Blocks)
		}
	}
	w.mark("end")
}

// inlines writes the runs of a block as one, since marks cut it; a link is written where its words end.
func (w *worder) inlines(content []Inline) {
	var run strings.Builder
	flush := func(fields ...string) {
		w.mark(append([]string{setAlike(run.String())}, fields...)...)
		run.Reset()
	}
	link := ""
	for _, inline := range content {
		t, is := inline.(*Text)
		if is && t.Link == link {
			run.WriteString(t.Text)
			continue
		}
		if link != "" || is {
			flush("link", link)
			link = ""
		}
		switch in := inline.(type) {
		case *Text:
			link = in.Link
			run.WriteString(in.Text)
		case *Endnote:
			flush("note")
			w.inlines(noteInlines(in))
		case *CrossReference:
			label, _ := w.numbers.Label(in.Target)
			flush("reference", label)
		case *HardBreak:
			run.WriteByte(' ') // where a line ends is how it is set
		}
	}
	flush("link", link)
}

func noteInlines(n *Endnote) []Inline {
	list := make([]Inline, len(n.Content))
	for i, t := range n.Content {
		list[i] = t
	}
	return list
}

// setAlike writes text without what only sets it. Blanks stay between words; beside other signs languages differ in them.
func setAlike(text string) string {
	var out []rune
	blank := false
	for _, r := range text {
		switch {
		case unicode.IsSpace(r):
			blank = len(out) > 0
			continue
		case unicode.Is(unicode.Cf, r) && r != '\u200c' && r != '\u200d': // the two join letters or keep them apart
			continue
		}
		shape := plainSign(r)
		if blank && wordish(out[len(out)-1]) && wordish(shape[0]) {
			out = append(out, ' ')
		}
		blank = false
		out = append(out, shape...)
	}
	return string(out)
}

func wordish(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// plainSign is a sign in its plainest shape.
func plainSign(r rune) []rune {
	switch r {
	case '“', '”', '„', '‟', '«', '»', '″':
		return []rune{'"'}
	case '‘', '’', '‚', '‛', '‹', '›', '′', '`', '´', 'ʼ':
		return []rune{'\''}
	case '‐', '‑', '‒', '–', '—', '―', '−':
		return []rune{'-'}
	case '…':
		return []rune("...")
	}
	return []rune{r}
}
