package word

import (
	"cmp"
	"strings"

	"upright/internal/prose"
)

// A piece is a bit of the content of a paragraph: an inline of the manuscript, or a place in it.
type piece struct {
	inline prose.Inline
	style  string // name of the character style
	mark   string // a bookmark begins here
	opens  string // a comment begins here
	closes string // a comment ends here
	size   int    // of its letters in half points
	number bool   // the number that Word counts for a caption ended here
	ref    *reference
}

// A reference is a field that repeats the number of what a bookmark stands at; result is what it showed.
type reference struct {
	bookmark string
	result   []piece
}

// A story collects the pieces of a paragraph, or of a note.
type story struct {
	pieces []piece
	link   string
	look   look // of the paragraph's style
	hidden bool
}

func (st *story) add(p piece) { st.pieces = append(st.pieces, p) }

// add adds a piece, which counts.
func (r *reader) add(st *story, p piece) {
	r.pieces++
	st.add(p)
}

// A look is what a run looks like, as far as a manuscript can.
type look struct {
	bold, italic bool
	size         int // of letters in half points
}

// inlines reads what stands in a paragraph, or in an element of one that only wraps it.
func (r *reader) inlines(n *node, st *story) {
	for _, c := range n.children {
		switch c.name {
		case "w:r":
			r.run(c, st)
		case "w:hyperlink":
			before := st.link
			st.link = r.address(c, st)
			r.inlines(c, st)
			st.link = before
		case "w:ins", "w:del", "w:moveFrom", "w:moveTo":
			r.tracking.open(c)
			r.inlines(c, st)
			r.tracking.close(c)
		case "w:smartTag", "w:customXml", "w:dir", "w:bdo":
			r.inlines(c, st)
		case "w:sdt":
			r.inlines(control(c), st)
		case "w:fldSimple":
			r.openField(st)
			r.code(c.attr("instr"))
			r.showField(st)
			r.inlines(c, st)
			r.closeField(st)
		case "mc:AlternateContent":
			r.inlines(alternative(c), st)
		case "m:oMath", "m:oMathPara":
			r.equation(c, st)
		case "w:subDoc":
			r.lose(LostObject, "")
		default:
			r.place(c, st)
		}
	}
}

// place takes in an element that stands at a place and holds nothing.
func (r *reader) place(c *node, st *story) {
	switch c.name {
	case "w:bookmarkStart":
		if name := c.attr("name"); name != "" && name != "_GoBack" {
			r.add(st, piece{mark: name})
		}
	case "w:commentRangeStart":
		r.add(st, piece{opens: c.attr("id")})
	case "w:commentRangeEnd":
		r.add(st, piece{closes: c.attr("id")})
	case "w:moveFromRangeStart", "w:moveToRangeStart":
		r.tracking.move = c.attr("name")
	case "w:moveFromRangeEnd", "w:moveToRangeEnd":
		r.tracking.move = ""
	}
}

// alternative chooses among several forms of the same content. Those that ask for a newer Word are taken when they hold
// text; drawings are told of by what older programs show instead (ECMA-376 part 3, 7.6).
func alternative(n *node) *node {
	choice, fallback := n.child("mc:Choice"), n.child("mc:Fallback")
	if choice.name != "" && (fallback.name == "" || !choice.has("w:drawing", "w:pict", "w:object")) {
		return choice
	}
	return fallback
}

// address is where a link leads, "" when a manuscript may not lead there.
func (r *reader) address(n *node, st *story) string {
	id := n.attr("id")
	if id == "" {
		return st.link // a place in the file
	}
	to := r.links[id]
	address := to.target
	if anchor := n.attr("anchor"); anchor != "" && !strings.Contains(address, "#") {
		address += "#" + anchor
	}
	return r.safeLink(address)
}

func (r *reader) safeLink(address string) string {
	address = strings.TrimSpace(address)
	if prose.SafeLink(address) {
		return address
	}
	r.lose(LostLink, address)
	return ""
}

// run reads a run: characters that look the same.
func (r *reader) run(n *node, st *story) {
	props := n.child("w:rPr")
	if r.isHidden(props) || st.hidden {
		if text := textOf(n); strings.TrimSpace(text) != "" && !r.fieldHidden() {
			r.lose(LostHidden, text)
		}
		return
	}
	r.runContent(n, props, st)
}

func (r *reader) runContent(n, props *node, st *story) {
	for _, c := range n.children {
		switch c.name {
		case "w:t", "w:delText":
			r.text(unfenced(characters(c), props), props, st)
		case "w:tab", "w:ptab":
			r.text(" ", props, st)
		case "w:noBreakHyphen":
			r.text("\u2011", props, st)
		case "w:softHyphen":
			r.text("\u00ad", props, st)
		case "w:sym":
			r.symbol(c, props, st)
		case "w:br", "w:cr":
			if kind := c.attr("type"); kind == "" || kind == "textWrapping" {
				r.inline(&prose.HardBreak{Suggested: r.tracking.suggestions()}, "", st)
			}
		case "w:footnoteReference":
			r.note("footnote", c, st)
		case "w:endnoteReference":
			r.note("endnote", c, st)
		case "w:commentReference":
			r.add(st, piece{opens: c.attr("id")})
			r.add(st, piece{closes: c.attr("id")})
		case "w:fldChar":
			r.fieldChar(c, st)
		case "w:instrText", "w:delInstrText":
			r.code(c.content())
		case "w:drawing", "w:pict", "w:object":
			r.drawing(c)
		case "w:ruby":
			for _, base := range c.child("w:rubyBase").children {
				r.runContent(base, props, st)
			}
		case "mc:AlternateContent":
			r.runContent(alternative(c), props, st)
		}
	}
}

// characters is the text of an element, as Word shows it.
func characters(n *node) string {
	text := n.content()
	if n.attr("space") != "preserve" {
		text = strings.Trim(text, " \t\r\n")
	}
	return strings.NewReplacer("\t", " ", "\r\n", " ", "\n", " ", "\r", " ").Replace(text)
}

// unfenced takes away the left-to-right marks around a text whose run says by itself that it runs from left to right:
// Upright's own files have them (render/docx), for programs that go by the characters.
func unfenced(text string, props *node) string {
	if rtl, told := props.on("w:rtl"); told && !rtl {
		return strings.Trim(text, "\u200e")
	}
	return text
}

// text adds characters.
func (r *reader) text(text string, props *node, st *story) {
	if text == "" || r.fieldHidden() {
		return
	}
	now := r.lookOf(props, st)
	t := &prose.Text{Text: text, Strong: now.bold, Em: now.italic, Link: r.linkOf(st), Suggested: r.tracking.suggestions()}
	t.Suggested = append(t.Suggested, r.formatted(props, now, st)...)
	if raised := r.raised(props); raised != "" && strings.TrimSpace(text) != "" {
		r.lose(raised, text)
	}
	r.speak(text, props.child("w:lang").attr("val"))
	styleName := ""
	if s := r.styles[props.child("w:rStyle").attr("val")]; s != nil {
		styleName = s.name
	}
	r.shown(piece{inline: t, style: styleName, size: now.size}, st)
}

// inline adds an inline, unless it stands in a field that shows nothing of its own.
func (r *reader) inline(in prose.Inline, styleName string, st *story) {
	r.shown(piece{inline: in, style: styleName}, st)
}

func (r *reader) shown(p piece, st *story) {
	if r.fieldHidden() {
		return
	}
	r.tracking.passed()
	if t, ok := p.inline.(*prose.Text); ok {
		r.bytes += len(t.Text)
	}
	r.add(st, p)
}

// lookOf resolves bold, italic and size: said of the run, by its style, or by that of the paragraph.
func (r *reader) lookOf(props *node, st *story) look {
	out := st.look
	bold, italic, size := toggle(props, "w:b", "w:bCs"), toggle(props, "w:i", "w:iCs"), sizeOf(props)
	for _, s := range r.chain(props.child("w:rStyle").attr("val")) {
		if bold == nil {
			bold = s.bold
		}
		if italic == nil {
			italic = s.italic
		}
		size = cmp.Or(size, s.size)
	}
	out.size = cmp.Or(size, out.size)
	if bold != nil {
		out.bold = *bold
	}
	if italic != nil {
		out.italic = *italic
	}
	return out
}

// formatted returns the suggestions that a tracked change of the look of a run is: for bold, for italic, or both.
func (r *reader) formatted(props *node, now look, st *story) []prose.Suggestion {
	change := props.child("w:rPrChange")
	if change.name == "" {
		return nil
	}
	was := r.lookOf(change.child("w:rPr"), st)
	var list []prose.Suggestion
	if was.bold != now.bold {
		list = append(list, r.tracking.format(change, "strong", was.bold))
	}
	if was.italic != now.italic {
		list = append(list, r.tracking.format(change, "em", was.italic))
	}
	return list
}

// isHidden reports whether Word shows a run at all.
func (r *reader) isHidden(props *node) bool {
	if value, told := props.on("w:vanish"); told {
		return value
	}
	for _, s := range r.chain(props.child("w:rStyle").attr("val")) {
		if s.hidden {
			return true
		}
	}
	return false
}

// raised says which look of a run a manuscript does not have although it may carry meaning; "" for none.
func (r *reader) raised(props *node) LossKind {
	align := props.child("w:vertAlign").attr("val")
	struck, _ := props.on("w:strike")
	double, _ := props.on("w:dstrike")
	for _, s := range r.chain(props.child("w:rStyle").attr("val")) {
		if align == "" {
			align = s.raised
		}
		struck = struck || s.struck
	}
	switch {
	case struck || double:
		return LostStrike
	case align == "superscript" || align == "subscript":
		return LostRaised
	}
	return ""
}

// symbol takes over a character of a symbol font where it stands for one that every font has.
func (r *reader) symbol(n *node, props *node, st *story) {
	switch strings.ToUpper(n.attr("char")) {
	case "F0B7", "00B7":
		r.text("•", props, st)
	case "F0E0", "F0AE":
		r.text("→", props, st)
	case "F0FC", "F0FE":
		r.text("✓", props, st)
	case "F02D", "F0A7", "F0D8":
		r.text("–", props, st)
	default:
		r.lose(LostSymbol, n.attr("font"))
	}
}

// note adds the endnote that a mark calls. Word calls each note once; one that is called again counts again, or a file of
// a few marks could ask for gigabytes.
func (r *reader) note(kind string, n *node, st *story) {
	told := r.notes[kind+n.attr("id")]
	if told == nil || r.fieldHidden() {
		return
	}
	if told.called {
		r.pieces, r.bytes = r.pieces+told.amount.pieces, r.bytes+told.amount.bytes
		if r.full() {
			return // the file is refused
		}
	}
	told.called = true
	own := r.tracking.suggestions()
	note := &prose.Endnote{ID: prose.NewID(), Content: noteText(told.pieces, len(own) > 0), Suggested: own}
	for _, p := range told.pieces {
		if s := r.spans[p.opens]; p.opens != "" && s != nil {
			s.whole = note.ID
		}
	}
	r.inline(note, "", st)
}

// speak counts the characters of a language.
func (r *reader) speak(text, tag string) {
	if tag == "" {
		tag = r.sheet.language
	}
	lang := languageOf(tag)
	for _, c := range text {
		switch {
		case c >= 0x0600 && c <= 0x06ff:
			r.language["ar"]++
		case c >= 0x0400 && c <= 0x04ff:
			r.language["ru"]++
		case c >= 0x4e00 && c <= 0x9fff:
			r.language["zh"] += 3 // says as much as three letters
		case lang != "ar" && lang != "ru" && lang != "zh" && c > ' ':
			r.language[lang]++
		}
	}
}
