package word

import (
	"errors"
	"strings"
	"time"

	"upright/internal/prose"
	"upright/internal/upr"
)

var errTooManyNotes = errors.New("too many notes or comments")

// maxRemarks bounds the comments of a file.
const maxRemarks = 5_000

// A remark is a comment as the file has it: the first of a thread, or an answer.
type remark struct {
	reply    Reply
	last     string // id of its last paragraph, by which the file says which comment it answers
	answers  string // id of the last paragraph of the comment that it answers
	resolved bool
}

// A span is the place of a comment, worked out while the blocks are made.
type span struct {
	from, to       int
	fromID, toID   string
	opened, closed bool
	whole          string // a note that it stands in
	order          int    // of the comment in the file, from 1
}

// readComments reads the comments, and from a newer part which of them answer others.
func (r *reader) readComments(links map[string]relation) error {
	err := r.pack.elements(related(links, "comments"), func(x *xmlReader, n *node) error {
		if n.name != "w:comment" {
			return nil
		}
		if err := x.fill(n); err != nil {
			return err
		}
		if len(r.talk) >= maxRemarks {
			return tooMuch(errTooManyNotes)
		}
		if r.talk[n.attr("id")] != nil {
			return nil
		}
		re := &remark{reply: Reply{Text: commentText(n), Day: dayOf(n.attr("date"))}}
		if r.o.Names {
			re.reply.Author = excerpt(n.attr("author"), lostSize)
		}
		n.all(func(c *node) {
			if c.name == "w:p" && c.attr("paraId") != "" {
				re.last = c.attr("paraId")
			}
		})
		r.talk[n.attr("id")] = re
		r.spans[n.attr("id")] = &span{order: len(r.talk)}
		return nil
	})
	if err != nil {
		return err
	}
	ending := map[string]*remark{}
	for _, re := range r.talk {
		if re.last != "" {
			ending[re.last] = re
		}
	}
	return r.pack.elements(related(links, "commentsExtended"), func(_ *xmlReader, n *node) error {
		if re := ending[n.attr("paraId")]; n.name == "w15:commentEx" && re != nil {
			re.answers, re.resolved = n.attr("paraIdParent"), n.attr("done") == "1"
		}
		return nil
	})
}

// commentText is the text of a comment, cut to what a comment may have here.
func commentText(n *node) string {
	var b strings.Builder
	n.all(func(c *node) {
		switch c.name {
		case "w:p":
			if b.Len() > 0 {
				b.WriteByte('\n')
			}
		case "w:t":
			b.WriteString(c.content())
		case "w:tab":
			b.WriteByte(' ')
		}
	})
	text := []rune(strings.TrimSpace(b.String()))
	const room = 200 // for who said it when
	if len(text) > upr.MaxComment-room {
		text = append(text[:upr.MaxComment-room-1], '…')
	}
	return string(text)
}

func dayOf(date string) upr.Date {
	t, err := time.Parse(time.RFC3339, date)
	if err != nil {
		return upr.Date{}
	}
	return upr.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}
}

// threads puts comments and their answers together, in the order of the file. One without text, or without a place in the
// text, is none.
func (r *reader) threads() []Comment {
	first := map[string]string{} // id of the comment by its last paragraph
	for id, re := range r.talk {
		if re.last != "" {
			first[re.last] = id
		}
	}
	root := func(id string) string {
		for n := 0; n < maxBased; n++ {
			above, ok := first[r.talk[id].answers]
			if r.talk[id].answers == "" || !ok || above == id {
				break
			}
			id = above
		}
		return id
	}
	ordered := make([]string, len(r.talk))
	for id, s := range r.spans {
		ordered[s.order-1] = id
	}
	at := map[string]int{}
	var out []Comment
	for _, id := range ordered {
		re, top := r.talk[id], root(id)
		if re.reply.Text == "" {
			continue
		}
		if i, ok := at[top]; ok {
			if len(out[i].Replies) < upr.MaxThreadComments {
				out[i].Replies = append(out[i].Replies, re.reply)
			}
			continue
		}
		c, ok := r.spans[top].comment()
		if !ok {
			continue
		}
		c.Resolved, c.Replies = r.talk[top].resolved, []Reply{re.reply}
		at[top] = len(out)
		out = append(out, c)
	}
	return out
}

// comment is the place of a span; false when it has none in the text.
func (s *span) comment() (Comment, bool) {
	switch {
	case s.whole != "":
		return Comment{Block: s.whole}, true
	case s.opened && s.closed && (s.fromID != s.toID || s.from < s.to):
		return Comment{Block: s.fromID, FromBlock: s.fromID, ToBlock: s.toID, From: s.from, To: s.to}, true
	case s.opened:
		return Comment{Block: s.fromID}, s.fromID != ""
	}
	return Comment{}, false
}

// anchorPiece notes the place of comments that begin or end before the inline at an offset of a block.
func (r *reader) anchorPiece(p piece, block string, offset int) {
	if s := r.spans[p.opens]; p.opens != "" && s != nil && !s.opened {
		s.opened, s.fromID, s.from = true, block, offset
	}
	if s := r.spans[p.closes]; p.closes != "" && s != nil && s.opened && !s.closed {
		s.closed, s.toID, s.to = true, block, offset
	}
}

// size is how much room an inline takes in the editor's count of positions.
func size(in prose.Inline) int {
	switch in := in.(type) {
	case *prose.Text:
		return units(in.Text)
	case *prose.Endnote:
		n := 2
		for _, t := range in.Content {
			n += units(t.Text)
		}
		return n
	}
	return 1
}

// units counts UTF-16 code units, as the editor does.
func units(text string) int {
	n := 0
	for _, c := range text {
		if n++; c > 0xffff {
			n++
		}
	}
	return n
}
