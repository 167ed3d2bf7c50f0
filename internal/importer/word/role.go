package word

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"upright/internal/lazyregexp"
	"upright/internal/prose"
)

// A role is what a paragraph of the file is in a manuscript.
type role int

const (
	plainRole role = iota
	headingRole
	numberedRole // a paragraph with a number of the whole text
	listRole
	continueRole // a further paragraph of the item of a list before it
	recommendationRole
	captionRole
)

// classify finds out what the paragraphs of the text are.
func (r *reader) classify() {
	r.fakeHeadings()
	r.placeLosses()
	running := r.runningNumbers()
	for i, it := range r.items {
		if it.para == nil {
			continue
		}
		it.para.role = it.para.roleIn(running)
		if it.para.role == captionRole {
			it.para.tableID = r.captioned(i)
			if it.para.tableID == "" {
				it.para.role = plainRole
			}
		}
	}
	r.typedNumbers()
}

func (p *para) roleIn(running map[string]bool) role {
	switch {
	case p.level > 0:
		return headingRole
	case p.style == "caption":
		return captionRole
	case p.style == "recommendation":
		return recommendationRole
	case p.style == "numberedparagraph" && p.num.id != "":
		return numberedRole
	case strings.HasPrefix(p.style, "listcontinue"), strings.HasPrefix(p.style, "tablecontinue"):
		return continueRole
	case p.num.id == "":
		return plainRole
	case p.num.level == 0 && p.num.counts() && running[p.num.id] && !strings.HasPrefix(p.style, "listnumber"):
		return numberedRole
	}
	return listRole
}

// captioned gives a table its caption, which stands before it or behind it, and returns the table's id.
func (r *reader) captioned(i int) string {
	for _, j := range []int{i + 1, i - 1} {
		if j < 0 || j >= len(r.items) || r.items[j].table == nil || r.items[j].table.caption != "" {
			continue
		}
		t, p := r.items[j].table, r.items[i].para
		t.caption = captionText(p)
		return t.id
	}
	return ""
}

// labelled is a label of a table that was typed, in the languages of the United Nations.
var labelled = lazyregexp.New(`(?i)^(?:table|tableau|cuadro|tabla|таблица|الجدول|جدول|表)[\s\x{a0}]*[0-9٠-٩]+`)

// captionText is a caption without its label and its number.
func captionText(p *para) string {
	text := plainText(settled(p.pieces))
	for i, piece := range p.pieces {
		if piece.number {
			text = plainText(settled(p.pieces[i:]))
			break
		}
	}
	text = labelled.ReplaceAllString(strings.TrimSpace(text), "")
	return strings.TrimSpace(strings.TrimLeft(text, " \u00a0\u3000.:：–—-"))
}

// settled are the inlines of pieces without those that are to go.
func settled(pieces []piece) []prose.Inline {
	var out []prose.Inline
	for _, p := range pieces {
		if p.inline != nil && !wholly([]prose.Inline{p.inline}, prose.Deletion) {
			out = append(out, p.inline)
		}
	}
	return out
}

// Where numbers begin to look like those of paragraphs and not of a list.
const (
	longItem    = 25 // words of a paragraph, on average
	typedEnough = 3  // typed numbers in a row
	typedGap    = 5  // from one typed number to the next
)

// runningNumbers finds the numberings that count the paragraphs of the text: those that go on after other things stood
// between, those whose paragraphs are long, and those that begin where another one ended, which is how programs write
// numbers that were told to go on. Short items in one row are a list.
func (r *reader) runningNumbers() map[string]bool {
	type tally struct{ start, paragraphs, words, stretches int }
	ended := map[int]string{} // numberings by the number that would be their next
	count := map[string]*tally{}
	last := ""
	for _, it := range r.items {
		p := it.para
		if p == nil || p.num.id == "" || p.level > 0 {
			if p == nil || !p.empty() {
				last = ""
			}
			continue
		}
		if p.num.level > 0 {
			continue // what stands below a numbered paragraph belongs to it
		}
		t := count[p.num.id]
		if t == nil {
			t = &tally{start: p.num.start}
			count[p.num.id] = t
			if before := ended[t.start]; before != "" && p.num.format == "decimal" && last != before {
				t.stretches++
				count[before].stretches++
			}
		}
		delete(ended, t.start+t.paragraphs)
		t.paragraphs++
		if p.num.format == "decimal" {
			ended[t.start+t.paragraphs] = p.num.id
		}
		t.words += wordsOf(p.text())
		if last != p.num.id {
			t.stretches++
		}
		last = p.num.id
	}
	running := map[string]bool{}
	for id, t := range count {
		running[id] = t.stretches > 1 || t.words >= longItem*t.paragraphs
	}
	return running
}

// wordsOf counts words, and Chinese characters for half a word each.
func wordsOf(text string) int {
	han := 0
	for _, c := range text {
		if c >= 0x4e00 && c <= 0x9fff {
			han++
		}
	}
	return len(strings.Fields(text)) + han/2
}

// typed is a number in front of a paragraph, as it is typed in the languages of the United Nations: "12. ", "١٢- ", "12、".
var typed = lazyregexp.New(`^\s*([0-9]{1,3}|[٠-٩]{1,3})(?:[.)\-–][\s\x{a0}]+|[、．）][\s\x{a0}\x{3000}]*)`)

// numberOf is a typed number, 0 for none.
func numberOf(digits string) int {
	n := 0
	for _, c := range digits {
		if c >= '٠' {
			c -= '٠' - '0'
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// typedNumbers takes numbers that were typed in front of paragraphs for what they are, where they count from 1 on. Whoever
// types them leaves some out.
func (r *reader) typedNumbers() {
	var found []*para
	next := 1
	for _, it := range r.items {
		if it.para == nil || it.para.role != plainRole {
			continue
		}
		m := typed.FindStringSubmatch(it.para.lead())
		if m == nil {
			continue
		}
		if n := numberOf(m[1]); n == next || next > 1 && n > next && n < next+typedGap {
			found = append(found, it.para)
			next = n + 1
		}
	}
	if len(found) < typedEnough {
		return
	}
	for _, p := range found {
		p.role = numberedRole
		p.cutLead(len(typed.FindString(p.lead())))
	}
}

// lead is the text that a paragraph begins with, up to the first note, break or reference.
func (st *story) lead() string {
	var b strings.Builder
	for _, p := range st.pieces {
		t, ok := p.inline.(*prose.Text)
		if !ok && (p.inline != nil || p.ref != nil) {
			break
		}
		if ok {
			b.WriteString(t.Text)
		}
	}
	return b.String()
}

// cutLead takes n bytes off the text that a paragraph begins with.
func (st *story) cutLead(n int) {
	for _, p := range st.pieces {
		if t, ok := p.inline.(*prose.Text); ok {
			cut := min(n, len(t.Text))
			t.Text, n = t.Text[cut:], n-cut
		}
	}
}

// longHeading is how long a line may be that is taken for a heading by its look, in characters.
const longHeading = 100

// largerBy is how much larger the letters of a line are that is taken for a heading by them, in half points.
const largerBy = 3

// fakeHeadings takes lines that are bold or larger as a whole for headings, in a file that has none in the styles of
// headings, or only one: its title.
func (r *reader) fakeHeadings() {
	large := r.usualSize() + largerBy
	var lines []*para
	level, styled := 1, 0
	for _, it := range r.items {
		p := it.para
		if p == nil {
			continue
		}
		if p.level > 0 {
			if styled++; styled > 1 || len(lines) > 0 {
				return
			}
			level = p.level + 1
			continue
		}
		text := strings.TrimSpace(p.text())
		if text != "" && p.style != "caption" && p.style != "title" && p.style != "subtitle" && (p.allBold() || p.allLarge(large)) &&
			utf8.RuneCountInString(text) <= longHeading && !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "。") {
			lines = append(lines, p)
		}
	}
	if styled > 0 && len(lines) < 2 {
		return
	}
	for _, p := range lines {
		p.level, p.num = min(level, levels), numbering{}
	}
	under := ""
	for _, it := range r.items {
		switch {
		case it.table != nil:
			it.table.under = under
		case it.para.level > 0:
			under = excerpt(it.para.text(), lostSize)
			fallthrough
		default:
			it.para.under = under
		}
	}
}

// allBold reports whether all text of a story is bold.
func (st *story) allBold() bool {
	some := false
	for _, p := range st.pieces {
		if t, ok := p.inline.(*prose.Text); ok && strings.TrimSpace(t.Text) != "" {
			if !t.Strong {
				return false
			}
			some = true
		}
	}
	return some
}

// usualSize is the size that most text has beside tables and notes, in half points.
func (r *reader) usualSize() int {
	sizes, usual := map[int]int{}, 0
	for _, it := range r.items {
		if it.para == nil {
			continue
		}
		for _, p := range it.para.pieces {
			if t, ok := p.inline.(*prose.Text); ok {
				sizes[p.size] += len(t.Text)
			}
		}
	}
	for _, size := range slices.Sorted(maps.Keys(sizes)) {
		if sizes[size] > sizes[usual] {
			usual = size
		}
	}
	return usual
}

// allLarge reports whether all text of a story has at least a size, in half points.
func (st *story) allLarge(size int) bool {
	return !slices.ContainsFunc(st.pieces, func(p piece) bool {
		t, ok := p.inline.(*prose.Text)
		return ok && strings.TrimSpace(t.Text) != "" && p.size < size
	})
}

// unbold takes bold away from all text of a story: what is bold as a whole is so by what it is.
func (st *story) unbold() {
	for _, p := range st.pieces {
		if t, ok := p.inline.(*prose.Text); ok {
			t.Strong = false
		}
	}
}
