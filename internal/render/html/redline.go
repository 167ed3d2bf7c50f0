package html

import (
	"strconv"
	"strings"

	"upright/internal/document"
)

// How a redline looks. What changed stands in <ins> and <del>, which styles underline and strike; whoever cannot see that
// reads or hears it in words, which are hidden from view only.

// change begins an element for what changed and returns what ends it.
func (p *page) change(c document.Change) (end func()) {
	name, word := "", ""
	switch c {
	case document.Inserted:
		name, word = "ins", p.doc.Labels.Tracked.Inserted
	case document.Deleted:
		name, word = "del", p.doc.Labels.Tracked.Deleted
	default:
		return func() {}
	}
	p.open(name)
	p.aside(word)
	return func() {
		p.aside(p.doc.Labels.Tracked.End)
		p.close(name)
	}
}

// aside writes words for those who cannot see how the text looks.
func (p *page) aside(words string) {
	if words == "" {
		return
	}
	p.open("span", "class", "visually-hidden")
	p.text(" " + words + " ")
	p.close("span")
}

// was says which number stood here before.
func (p *page) was(number string) {
	if number == "" {
		return
	}
	p.open("span", "class", "was")
	p.text(" (" + p.doc.Labels.Tracked.WasNumber(number) + ")")
	p.close("span")
}

// revised writes the text of a block with what a redline says of the block.
func (p *page) revised(r document.Revised, text []document.Span) {
	words := p.doc.Labels.Tracked
	switch was := r.Before.(type) {
	case *document.Paragraph:
		if was.Number > 0 {
			p.was(strconv.Itoa(was.Number))
			p.text(" ")
		}
	case *document.Recommendation:
		if was.Label != "" {
			p.was(was.Label)
			p.text(" ")
		}
	}
	if r.Moved {
		word := words.MovedUp
		if r.Change == document.Deleted {
			word = words.MovedTo
		}
		p.visible("moved", word)
		p.spans(text)
		p.visible("moved", words.End)
		return
	}
	p.spans(text)
	if r.Change == document.Kept || wholly(text, r.Change) {
		return
	}
	// The block goes on in the next one, or did.
	name, word := "ins", words.Split
	if r.Change == document.Deleted {
		name, word = "del", words.Joined
	}
	p.open(name, "class", "end")
	p.text("¶")
	p.close(name)
	p.aside(word)
}

// addressee writes whom a recommendation is addressed to, on a line of its own.
func (p *page) addressee(r *document.Recommendation) {
	write := func(name string, c document.Change) {
		if name == "" {
			return
		}
		end := p.change(c)
		p.open("em", "class", "addressee")
		p.words(name)
		p.close("em")
		end()
		p.empty("br")
	}
	if was, ok := r.Before.(*document.Recommendation); ok && was.Addressee != r.Addressee {
		write(was.Addressee, document.Deleted)
		write(r.Addressee, document.Inserted)
		return
	}
	write(r.Addressee, r.Change)
}

// visible writes words that everybody sees.
func (p *page) visible(class, words string) {
	p.open("span", "class", class)
	p.text(words)
	p.close("span")
	p.text(" ")
}

// wholly reports whether all of a text changed in one way.
func wholly(text []document.Span, c document.Change) bool {
	return len(text) == 0 || document.ChangeOf(text[0]) == c && document.SameChange(text) == len(text)
}

// changed returns the class of a block that is new or gone.
func changed(r document.Revised) string {
	return [...]string{document.Kept: "", document.Inserted: "inserted", document.Deleted: "deleted"}[r.Change]
}

// rowChange returns the class of a row.
func rowChange(t *document.Table, row int) string {
	if t.RowChanges == nil {
		return ""
	}
	return changed(document.Revised{Change: t.RowChanges[row]})
}

// both joins two classes.
func both(a, b string) string { return strings.TrimSpace(a + " " + b) }

// caption writes what stands above a table.
func (p *page) caption(t *document.Table) {
	if t.Redlined == nil {
		p.words(p.doc.Labels.TableCaption(t))
	} else {
		before, after := p.doc.Labels.AroundCaption(t)
		p.text(before)
		p.spans(t.Redlined)
		p.text(after)
	}
	if was, ok := t.Before.(*document.Table); ok {
		p.was(strconv.Itoa(was.Number))
	}
}

// legend says what is compared.
func (p *page) legend() {
	if !p.doc.Tracks() {
		return
	}
	p.open("p", "class", "legend")
	p.spans(p.doc.Legend)
	p.close("p")
	p.newline()
}
