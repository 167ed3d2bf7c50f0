package pdf

import (
	"strconv"

	"upright/internal/document"
)

// notes sets the endnotes after the text, each with a number that leads back to its mark.
func (l *layout) notes() {
	if len(l.doc.Notes) == 0 || l.err != nil || l.ctx.Err() != nil {
		return
	}
	fr := frame{width: bodyWidth, parent: l.root.child("Part")}
	head := &document.Heading{Level: 1, Text: []document.Span{&document.Text{Text: l.doc.Labels.Endnotes}}}
	l.boxes = append(l.boxes, l.heading(head, fr)...)
	for i, n := range l.doc.Notes {
		if l.ctx.Err() != nil {
			return
		}
		l.boxes = append(l.boxes, l.note(i, n, fr)...)
	}
}

func (l *layout) note(i int, n *document.Note, fr frame) []*box {
	el := fr.parent.child("Note")
	el.id = "note-" + strconv.Itoa(i+1)
	lbl, body := el.child("Lbl"), el.child("P")
	boxes := l.lines(l.inline(n.Text, 0), noteStyle, fr.indent+noteHang, fr.width-noteHang, body)
	number := []run{
		{text: n.Name(), dest: markPlace(n.Number), spoken: l.doc.Labels.NoteBackName(n.Number), group: 1},
		{text: " "},
	}
	boxes = l.label(boxes, number, noteStyle, fr.indent, noteHang, lbl)
	return mark(mark(boxes, notePlace(n.Number)), blockPlace(n.Anchor))
}
