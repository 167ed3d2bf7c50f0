package word

import (
	"time"

	"upright/internal/prose"
	"upright/internal/upr"
)

// A change is a tracked change: who made it when, as the file says it. The zero value is none.
type change struct {
	kind   prose.SuggestionKind // Insertion or Deletion
	author string
	at     int64 // in seconds since 1970, 0 when it is not said
	id     string
}

// tracking follows the tracked changes of a file and gives those that belong together one id: Word marks each run, each
// end of a paragraph and each half of a move on its own.
type tracking struct {
	user  string
	stack []change
	move  string            // the move that is open
	moves map[string]string // ids by the names of moves
	last  change
	kept  bool // text that nobody changed stands behind the last change
}

// nobody stands for whoever makes suggestions in a text that nobody keeps.
const nobody = "nobody"

func newTracking(user upr.UserID) tracking {
	t := tracking{user: string(user), moves: map[string]string{}}
	if user == "" {
		t.user = nobody
	}
	return t
}

// together is how far apart two changes of one person may be and still be one: they typed on.
const together = 2 * time.Minute

// read makes a change of an element.
func (t *tracking) read(n *node) change {
	c := change{kind: prose.Insertion, author: n.attr("author")}
	moved := n.name == "w:moveFrom" || n.name == "w:moveTo"
	if n.name == "w:del" || n.name == "w:moveFrom" {
		c.kind = prose.Deletion
	}
	if at, err := time.Parse(time.RFC3339, n.attr("date")); err == nil && at.Unix() > 0 && at.Unix() < 1e11 {
		c.at = at.Unix()
	}
	if moved && t.move != "" {
		if t.moves[t.move] == "" {
			t.moves[t.move] = prose.NewID()
		}
		c.id = t.moves[t.move]
		return c
	}
	apart := time.Duration(max(c.at-t.last.at, t.last.at-c.at)) * time.Second
	if t.last.id != "" && !t.kept && t.last.author == c.author && apart <= together {
		c.id = t.last.id
	} else {
		c.id = prose.NewID()
	}
	t.last, t.kept = c, false
	return c
}

func (t *tracking) open(n *node) { t.stack = append(t.stack, t.read(n)) }

func (t *tracking) close(*node) { t.stack = t.stack[:len(t.stack)-1] }

// passed notes that text stands here; without a change around it, the next change is another one.
func (t *tracking) passed() { t.kept = t.kept || len(t.stack) == 0 }

// suggestions are the changes around the place that is being read, in the order of the schema. Text that one person put in
// and another took out has both.
func (t *tracking) suggestions() []prose.Suggestion {
	var list []prose.Suggestion
	for _, kind := range []prose.SuggestionKind{prose.Insertion, prose.Deletion} {
		for _, c := range t.stack {
			if c.kind == kind {
				list = append(list, t.suggestion(c, kind))
				break
			}
		}
	}
	return list
}

func (t *tracking) suggestion(c change, kind prose.SuggestionKind) prose.Suggestion {
	return prose.Suggestion{Kind: kind, ID: c.id, User: t.user, At: c.at}
}

// format is a change of the look of text.
func (t *tracking) format(n *node, mark string, had bool) prose.Suggestion {
	s := t.suggestion(t.read(n), prose.Format)
	s.Mark, s.Had = mark, had
	return s
}

// end reads what is tracked of the end of a paragraph: it was put in, or is to go.
func (t *tracking) end(props *node) change {
	for _, name := range []string{"w:ins", "w:moveTo", "w:del", "w:moveFrom"} {
		if n := props.child("w:rPr", name); n.name != "" {
			return t.read(n)
		}
	}
	t.kept = true
	return change{}
}

// boundaries turns the tracked ends of paragraphs into suggestions about the boundary between two blocks. Word gives what
// comes of both the look of the second one, whose end stays. Where a boundary cannot be suggested (before a list, a table
// or the title of a part) but the whole paragraph was put in, or is to go, the boundary before it stands for the other.
func (r *reader) boundaries(list []*built) {
	for i, b := range list {
		if b.end.id == "" {
			continue
		}
		var next, before *built
		if i+1 < len(list) {
			next = list[i+1]
		}
		if i > 0 {
			before = list[i-1]
		}
		switch {
		case foldable(b) && foldable(next):
			r.suggestBoundary(next.block, b.end, true)
		case foldable(before) && foldable(b) && before.end.id == "" && wholly(prose.Content(b.block), b.end.kind):
			r.suggestBoundary(b.block, b.end, false)
		default:
			r.loseAt(LostBoundary, b.under, plainText(prose.Content(b.block)))
		}
	}
}

func (r *reader) suggestBoundary(b prose.Block, c change, after bool) {
	kind := prose.Split
	if c.kind == prose.Deletion {
		kind = prose.Join
	}
	s := r.tracking.suggestion(c, kind)
	s.KeepsAfter = after
	suggest(b, []prose.Suggestion{s})
}

// suggest puts suggestions about the boundary before a block on it, instead of those that it has.
func suggest(b prose.Block, list []prose.Suggestion) {
	switch b := b.(type) {
	case *prose.Paragraph:
		b.Suggested = list
	case *prose.Heading:
		b.Suggested = list
	case *prose.Recommendation:
		b.Suggested = list
	}
}

// suggestedOf returns the suggestions about the boundary before a block.
func suggestedOf(b prose.Block) []prose.Suggestion {
	switch b := b.(type) {
	case *prose.Paragraph:
		return b.Suggested
	case *prose.Heading:
		return b.Suggested
	case *prose.Recommendation:
		return b.Suggested
	}
	return nil
}

// foldable reports whether a block can become one with a neighbour.
func foldable(b *built) bool {
	if b == nil {
		return false
	}
	switch b.block.(type) {
	case *prose.Paragraph, *prose.Heading, *prose.Recommendation:
		return true
	}
	return false
}

// wholly reports whether all of a content was put in, or is to go.
func wholly(content []prose.Inline, kind prose.SuggestionKind) bool {
	for _, in := range content {
		found := false
		for _, s := range suggestionsOf(in) {
			found = found || s.Kind == kind
		}
		if !found {
			return false
		}
	}
	return true
}

func suggestionsOf(in prose.Inline) []prose.Suggestion {
	switch in := in.(type) {
	case *prose.Text:
		return in.Suggested
	case *prose.Endnote:
		return in.Suggested
	case *prose.CrossReference:
		return in.Suggested
	case *prose.HardBreak:
		return in.Suggested
	}
	return nil
}
