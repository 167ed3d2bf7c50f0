package prose

import "strings"

// Plain returns the text without marks. Endnotes and cross-references leave no trace; a line break is "\n".
func Plain(content []Inline) string {
	return plain(content, func(*CrossReference) string { return "" })
}

// Plain returns the text as a reader sees it: like the function Plain, with cross-references as the label of their
// target, or "?" when they have lost it.
func (n Numbers) Plain(content []Inline) string {
	return plain(content, func(r *CrossReference) string {
		if label, ok := n.Label(r.Target); ok {
			return label
		}
		return "?"
	})
}

// Plain returns the text of the note without marks.
func (e *Endnote) Plain() string {
	var s strings.Builder
	for _, t := range e.Content {
		s.WriteString(t.Text)
	}
	return s.String()
}

// PlainBlock returns the text of a block as a reader sees it, one line for each paragraph nested in it; for a table
// the caption stands first.
func (n Numbers) PlainBlock(b Block) string {
	var lines []string
	if t, ok := b.(*Table); ok && t.Caption != "" {
		lines = append(lines, t.Caption)
	}
	for inner := range Nested(b) {
		if content := Content(inner); len(content) > 0 {
			lines = append(lines, n.Plain(content))
		}
	}
	return strings.Join(lines, "\n")
}

func plain(content []Inline, reference func(*CrossReference) string) string {
	var s strings.Builder
	for _, inline := range content {
		switch inline := inline.(type) {
		case *Text:
			s.WriteString(inline.Text)
		case *CrossReference:
			s.WriteString(reference(inline))
		case *HardBreak:
			s.WriteByte('\n')
		}
	}
	return s.String()
}

// Empty reports whether nothing would be printed for a block: no text but white space, no note, no reference.
func Empty(b Block) bool {
	if t, ok := b.(*Table); ok && strings.TrimSpace(t.Caption) != "" {
		return false
	}
	for inner := range Nested(b) {
		for _, inline := range Content(inner) {
			switch inline := inline.(type) {
			case *Text:
				if strings.TrimSpace(inline.Text) != "" {
					return false
				}
			case *Endnote, *CrossReference:
				return false
			}
		}
	}
	return true
}

// Empty reports whether the part has no block that prints anything. Its title does not count.
func (p *Part) Empty() bool {
	for _, b := range p.Blocks {
		if !Empty(b) {
			return false
		}
	}
	return true
}
