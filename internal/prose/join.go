package prose

import (
	"slices"
	"strings"
)

// Joined returns content in which texts that follow each other with the same marks are one. It takes over the slice and
// the texts in it. Every character is copied once: adding text to text would copy all that stands already for each of the
// many runs that a hostile file can cut a paragraph into.
func Joined[T Inline](content []T) []T {
	out := content[:0]
	for i := 0; i < len(content); {
		first, end := content[i], i+1
		if t, ok := Inline(first).(*Text); ok {
			for end < len(content) && continues(t, content[end]) {
				end++
			}
			t.Text = text(content[i:end])
		}
		out = append(out, first)
		i = end
	}
	clear(content[len(out):])
	return out
}

// continues reports whether an inline is a text with the marks of the one before.
func continues(t *Text, next Inline) bool {
	b, ok := next.(*Text)
	return ok && t.Strong == b.Strong && t.Em == b.Em && t.Link == b.Link && slices.Equal(t.Suggested, b.Suggested)
}

// text is the characters of texts.
func text[T Inline](list []T) string {
	if len(list) == 1 {
		return Inline(list[0]).(*Text).Text
	}
	var b strings.Builder
	for _, in := range list {
		b.WriteString(Inline(in).(*Text).Text)
	}
	return b.String()
}
