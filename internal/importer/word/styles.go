package word

import (
	"errors"
	"io"
	"strconv"
	"strings"

	"upright/internal/lazyregexp"
)

// A style is what a style of the file says that matters to the text. Nil pointers say nothing.
type style struct {
	name         string // lower case, without blanks: "heading1", "listbullet2"
	based        string
	outline      int // of a heading, from 0; -1 for none
	num          *numRef
	bold, italic *bool
	hidden       bool
	raised       string // superscript, subscript
	size         int    // of letters in half points, 0 where it is not said
	struck       bool
}

// A numRef is a numbering that a paragraph or a style asks for. level is -1 where it is not said.
type numRef struct {
	id    string
	level int
}

// sheet is all styles and numberings of the file.
type sheet struct {
	styles    map[string]*style
	standard  string // id of the style of paragraphs that name none
	abstracts map[string]*abstract
	numbers   map[string]string // abstract numbering by the id of a numbering
	starts    map[string]int    // where a numbering begins that does not begin where the abstract one does, by its id
	language  string            // that most of the text is in, as far as the defaults say
	size      int               // of letters in half points, as far as the defaults say
}

// An abstract is how a numbering looks, level by level.
type abstract struct {
	levels [levels]level
	link   string // the style that has its levels instead
}

// levels is how many levels a numbering has.
const levels = 9

type level struct {
	format string // decimal, bullet, none …
	style  string // the paragraph style that stands at this level
	start  int    // the first number; 0 when it is not said
}

// Bounds of the definitions; a file that lost count of them is no draft.
const (
	maxStyles     = 10_000
	maxNumberings = 20_000
	maxBased      = 20 // styles below each other
)

// readStyles reads the styles of the file; without any everything is plain.
func (p *pack) readStyles(s *sheet, part string) error {
	return p.elements(part, func(x *xmlReader, n *node) error {
		switch n.name {
		case "w:docDefaults":
			if err := x.fill(n); err != nil {
				return err
			}
			usual := n.child("w:rPrDefault", "w:rPr")
			s.language, s.size = usual.child("w:lang").attr("val"), sizeOf(usual)
		case "w:style":
			if err := x.fill(n); err != nil {
				return err
			}
			if len(s.styles) >= maxStyles {
				return tooMuch(errors.New("too many styles"))
			}
			id := n.attr("styleId")
			s.styles[id] = styleOf(n)
			if n.attr("type") == "paragraph" && (n.attr("default") == "1" || n.attr("default") == "true") {
				s.standard = id
			}
		}
		return nil
	})
}

// elements calls take for each element of a part; take may fill it. A part that is not there has none.
func (p *pack) elements(part string, take func(x *xmlReader, n *node) error) error {
	if part == "" {
		return nil
	}
	x, err := p.open(part)
	if errors.Is(err, errNoPart) {
		return nil
	}
	if err != nil {
		return err
	}
	defer x.close()
	for {
		n, err := x.element()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := take(x, n); err != nil {
			return err
		}
	}
}

var blanks = lazyregexp.New(`[\s_-]+`)

func styleOf(n *node) *style {
	s := &style{
		name: blanks.ReplaceAllString(strings.ToLower(n.child("w:name").attr("val")), ""), based: n.child("w:basedOn").attr("val"),
		outline: -1,
	}
	p, r := n.child("w:pPr"), n.child("w:rPr")
	if level, err := strconv.Atoi(p.child("w:outlineLvl").attr("val")); err == nil && level >= 0 && level < levels {
		s.outline = level
	}
	s.num = numRefOf(p)
	s.bold, s.italic = toggle(r, "w:b", "w:bCs"), toggle(r, "w:i", "w:iCs")
	s.hidden, _ = r.on("w:vanish")
	s.struck, _ = r.on("w:strike")
	s.raised = r.child("w:vertAlign").attr("val")
	s.size = sizeOf(r)
	if s.outline < 0 {
		s.outline = headingName(s.name)
	}
	return s
}

// headingName is the level in the name of a built-in style of headings, which files write in English whatever the
// language of Word; -1 for other names.
func headingName(name string) int {
	if digit, ok := strings.CutPrefix(name, "heading"); ok && len(digit) == 1 && digit[0] >= '1' && digit[0] <= '9' {
		return int(digit[0] - '1')
	}
	return -1
}

// unsaidSize is the size of letters in half points where nothing says it (ECMA-376 part 1, 17.3.2.38).
const unsaidSize = 20

// sizeOf is the size of letters in half points that properties say, 0 for none. Word has one for scripts that run from
// right to left beside the other: the larger one counts.
func sizeOf(props *node) int {
	size := 0
	for _, name := range []string{"w:sz", "w:szCs"} {
		if n, err := strconv.Atoi(props.child(name).attr("val")); err == nil && n < 3277 { // ECMA-376 part 1, 17.18.42
			size = max(size, n)
		}
	}
	return size
}

// toggle reads a property that is on or off; nil when it is not said. Word has one for scripts that run from right to
// left beside the other: either counts.
func toggle(n *node, names ...string) *bool {
	var out *bool
	for _, name := range names {
		if value, told := n.on(name); told && (out == nil || value) {
			out = &value
		}
	}
	return out
}

// numRefOf reads the numbering that properties of a paragraph ask for; nil when they say nothing.
func numRefOf(p *node) *numRef {
	n := p.child("w:numPr")
	if n.name == "" {
		return nil
	}
	ref := &numRef{id: n.child("w:numId").attr("val"), level: -1}
	if level, err := strconv.Atoi(n.child("w:ilvl").attr("val")); err == nil {
		ref.level = min(max(level, 0), levels-1)
	}
	return ref
}

// chain yields a style and those it is based on.
func (s *sheet) chain(id string) []*style {
	var list []*style
	for len(list) < maxBased {
		found := s.styles[id]
		if found == nil {
			break
		}
		list = append(list, found)
		id = found.based
	}
	return list
}

// readNumbering reads the numberings of the file.
func (p *pack) readNumbering(s *sheet, part string) error {
	return p.elements(part, func(x *xmlReader, n *node) error {
		if n.name != "w:abstractNum" && n.name != "w:num" {
			return nil
		}
		if err := x.fill(n); err != nil {
			return err
		}
		if len(s.abstracts)+len(s.numbers) >= maxNumberings {
			return tooMuch(errors.New("too many numberings"))
		}
		if n.name == "w:num" {
			s.numbers[n.attr("numId")] = n.child("w:abstractNumId").attr("val")
			for _, c := range n.children {
				if c.name == "w:lvlOverride" && c.attr("ilvl") == "0" {
					s.starts[n.attr("numId")] = max(startOf(c.child("w:startOverride")), startOf(c.child("w:lvl", "w:start")))
				}
			}
			return nil
		}
		a := &abstract{link: n.child("w:numStyleLink").attr("val")}
		for _, c := range n.children {
			at, err := strconv.Atoi(c.attr("ilvl"))
			if c.name != "w:lvl" || err != nil || at < 0 || at >= levels {
				continue
			}
			a.levels[at] = level{format: levelFormat(c), style: c.child("w:pStyle").attr("val"), start: startOf(c.child("w:start"))}
		}
		s.abstracts[n.attr("abstractNumId")] = a
		return nil
	})
}

// levelFormat reads the format of a level; newer versions of Word write some in an alternative.
func levelFormat(n *node) string {
	format := n.child("w:numFmt")
	if format.name == "" {
		format = n.child("mc:AlternateContent", "mc:Fallback", "w:numFmt")
	}
	return format.attr("val")
}

// startOf reads where a numbering begins; 0 when it is not said, or is no number of a paragraph.
func startOf(n *node) int {
	const most = 100_000
	if at, err := strconv.Atoi(n.attr("val")); err == nil && 0 < at && at < most {
		return at
	}
	return 0
}

// A numbering is where in which numbering a paragraph stands. The zero value is none.
type numbering struct {
	id       string // of the numbering
	abstract string
	level    int
	format   string
	start    int // the first number at its highest level
}

// counts says whether the numbering counts; bullets do not.
func (n numbering) counts() bool { return n.id != "" && n.format != "bullet" }

// numbering resolves what a paragraph asks for, by itself or by its style.
func (s *sheet) numbering(own *numRef, styleID string) numbering {
	ref, from := own, ""
	if ref == nil {
		for id, n := styleID, 0; id != "" && n < maxBased; n++ {
			st := s.styles[id]
			if st == nil {
				return numbering{}
			}
			if st.num != nil {
				ref, from = st.num, id
				break
			}
			id = st.based
		}
	}
	if ref == nil || ref.id == "" || ref.id == "0" {
		return numbering{}
	}
	found := numbering{id: ref.id, abstract: s.numbers[ref.id], level: max(ref.level, 0)}
	a := s.definition(found.abstract)
	if a == nil {
		return numbering{}
	}
	if ref.level < 0 && from != "" { // the level that belongs to the style
		for i := range a.levels {
			if a.levels[i].style == from {
				found.level = i
			}
		}
	}
	if found.format = a.levels[found.level].format; found.format == "none" || found.format == "" {
		return numbering{}
	}
	found.start = max(s.starts[found.id], 1)
	if s.starts[found.id] == 0 {
		found.start = max(a.levels[0].start, 1)
	}
	return found
}

// definition returns an abstract numbering, by way of the style that has its levels where it only names one.
func (s *sheet) definition(id string) *abstract {
	a := s.abstracts[id]
	for n := 0; a != nil && a.link != "" && n < maxBased; n++ {
		st := s.styles[a.link]
		if st == nil || st.num == nil {
			break
		}
		a = s.abstracts[s.numbers[st.num.id]]
	}
	return a
}
