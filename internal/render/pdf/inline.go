package pdf

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"upright/internal/document"
)

// A run is a stretch of one text in one style with one purpose. A text is a slice of runs; lines refer to its runs by
// index, so that lines can be kept while links and notes around them change.
type run struct {
	text   string // clean
	style  style
	raised bool
	end    bool   // a line break stands after this run
	link   string // web address
	dest   string // place inside the document that a click leads to
	place  string // place that this run is
	spoken string // accessible name of the link
	group  int    // runs of one link have the same
	lang   string // BCP 47; "" for the language of the document
	change document.Change
}

// maxLink is the length of an address that no browser follows. It would stand in the file once for every line.
const maxLink = 2048

// Places are named by what they hold: blocks by anchor, notes and their first marks by number.
func blockPlace(anchor string) string { return "b:" + anchor }
func notePlace(n int) string          { return "n:" + strconv.Itoa(n) }
func markPlace(n int) string          { return "m:" + strconv.Itoa(n) }

// inline turns spans into runs.
type inline struct {
	fonts  *fontSet
	lang   string // of the document
	labels document.Labels
	rtl    bool
	base   style
	runs   []run
	groups int // links so far
	link   run // what the runs of the present link share
}

func (l *layout) inline(spans []document.Span, base style) []run {
	in := inline{fonts: l.set.fonts, lang: l.doc.Language, labels: l.doc.Labels, rtl: l.doc.RightToLeft, base: base}
	spans = l.restyled(spans)
	linked := 0 // spans that still belong to a link
	for i, s := range spans {
		first := len(in.runs)
		switch s := s.(type) {
		case *document.Text:
			if linked == 0 {
				if linked = document.SameLink(spans[i:]); linked > 0 {
					in.beginLink(s.Link, spans[i:i+linked])
				}
			}
			for _, part := range s.Spelled(in.lang) {
				in.addText(part, linked > 0, part == s)
			}
			linked = max(linked-1, 0)
		case *document.NoteMark:
			in.addMark(s, i > 0 && isMark(spans[i-1]))
		case *document.Reference:
			in.addReference(s)
		case *document.Break:
			in.addBreak()
		default:
			panic(fmt.Sprintf("unknown span %T", s))
		}
		for k := first; k < len(in.runs); k++ {
			in.runs[k].change = document.ChangeOf(s)
		}
	}
	return in.runs
}

func isMark(s document.Span) bool {
	_, ok := s.(*document.NoteMark)
	return ok
}

// addReference adds a link to a block; one without words is no link, since nobody could follow it.
func (in *inline) addReference(ref *document.Reference) {
	r := run{text: in.fonts.clean(ref.Text), style: in.base}
	if r.spoken = strings.TrimSpace(drawn(r.text)); r.spoken != "" {
		in.groups++
		r.dest, r.group = blockPlace(ref.Anchor), in.groups
	}
	if r.text == "" {
		return
	}
	if n := len(in.runs); n > 0 && strings.HasSuffix(in.runs[n-1].text, " ") {
		r.text = wordJoiner + r.text // "paragraph 18" stays on one line
	}
	in.runs = append(in.runs, r)
}

// beginLink begins a link that spans words in several styles.
func (in *inline) beginLink(address string, spans []document.Span) {
	in.groups++
	in.link = run{link: address, spoken: strings.TrimSpace(drawn(in.fonts.clean(plainSpans(spans)))), group: in.groups}
	if len(address) > maxLink {
		in.link = run{}
	}
}

// addText adds a text; a whole one, whose language somebody said, keeps its own order of words and signs.
func (in *inline) addText(t *document.Text, linked, whole bool) {
	text := jointed(in.fonts.clean(t.Text))
	if text == "" {
		return
	}
	switch {
	case t.LeftToRight && in.rtl, whole && t.Language != "" && in.rtl && !document.RightToLeft(t.Language):
		text = leftToRightIsolate + text + popIsolate
	case whole && !in.rtl && document.RightToLeft(t.Language):
		text = rightToLeftIsolate + text + popIsolate
	}
	var r run
	if linked {
		r = in.link
	}
	r.text, r.style, r.lang = text, in.base, t.Language
	if t.Strong {
		r.style |= bold
	}
	if t.Em {
		r.style ^= italic // emphasis inside italics stands upright
	}
	in.runs = append(in.runs, r)
}

// addMark adds a raised note number that stays on the line of the word before it. Right-to-left marks keep it apart
// from a number before it; a comma keeps it apart from a mark before it.
func (in *inline) addMark(mark *document.NoteMark, afterMark bool) {
	n := mark.Number
	if afterMark {
		in.runs = append(in.runs, run{text: wordJoiner + ",", style: in.base, raised: true})
	}
	text := mark.Name()
	if in.rtl {
		text = rightToLeftMark + text + rightToLeftMark
	}
	in.groups++
	in.runs = append(in.runs, run{text: wordJoiner + text, style: in.base, raised: true, group: in.groups,
		dest: notePlace(n), place: markPlace(n), spoken: in.labels.NoteMarkName(n)})
}

func (in *inline) addBreak() {
	if len(in.runs) == 0 || in.runs[len(in.runs)-1].end {
		in.runs = append(in.runs, run{text: " ", style: in.base})
	}
	in.runs[len(in.runs)-1].end = true
}

// longest is how many bytes are shaped at once. The shaper's 26.6 fixed-point numbers overflow in the width of a word of
// 50,000 letters, and nothing stops it when time is up.
const longest = 16 << 10

// chunked returns runs cut so that no line break is further than longest away: at a blank where there is one.
func chunked(runs []run) []run {
	total := 0
	for i := range runs {
		total += len(runs[i].text)
	}
	if total <= longest {
		return runs
	}
	var out []run
	size := 0
	for _, r := range runs {
		for size+len(r.text) > longest {
			head := r
			head.text, r.text = cutText(r.text, longest-size)
			head.end = true
			out = append(out, head)
			size = 0
		}
		out = append(out, r)
		if size += len(r.text); r.end {
			size = 0
		}
	}
	return out
}

// cutText cuts text after a blank, or at least between characters, so that the head has at most n bytes.
func cutText(text string, n int) (head, tail string) {
	if i := strings.LastIndexByte(text[:n], ' '); i > n/2 {
		return text[:i+1], text[i+1:]
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n], text[n:]
}

// plainSpans is the text of spans without marks, for the outline and the contents.
func plainSpans(spans []document.Span) string {
	var b strings.Builder
	for _, s := range spans {
		switch s := s.(type) {
		case *document.Text:
			b.WriteString(s.Text)
		case *document.Reference:
			b.WriteString(s.Text)
		case *document.Break:
			b.WriteByte(' ')
		case *document.NoteMark:
		}
	}
	return b.String()
}
