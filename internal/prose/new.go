package prose

import (
	"crypto/rand"
	"strings"
)

// idLength is the length of the ids that the editor makes too.
const idLength = 12

// NewID returns an id for a part, block or endnote: 12 characters of lower-case base 32 from a cryptographic source.
func NewID() string { return strings.ToLower(rand.Text()[:idLength]) }

// NewPart returns a part to begin writing in: its title and one empty numbered paragraph, or one empty recommendation
// where recommendations belong.
func NewPart(kind PartKind, title string) *Part {
	part := &Part{ID: NewID(), Kind: kind, Title: title}
	if kind == Recommendations {
		part.Blocks = []Block{&Recommendation{ID: NewID()}}
	} else {
		part.Blocks = []Block{&Paragraph{ID: NewID(), Numbered: true}}
	}
	return part
}
