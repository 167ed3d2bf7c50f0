package prose

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// The form of a part is plain text with light markup, for editing without JavaScript:
//
//	## A subheading              ### One below it
//	A paragraph. *Italic*, **bold**, [a link](https://example.org), a note^[Its text.], see paragraph {ref:id}.
//	(unnumbered) A paragraph without a number.        (empty) is a paragraph without text
//	R: A recommendation.         R (addressee): One to somebody else than the State under review.
//	- A list item                1. An item of a numbered list; what belongs to an item stands indented below it
//	(list)                       begins another list right after a list of the same kind
//	| Head | Head |
//	| --- | --- |                the rows above are headers
//	| Cell | Cell |
//	Caption: The caption of the table
//
// Blocks are separated by blank lines. A backslash takes away the meaning of the sign after it, at the end of a line it
// is a line break, and \u{a0} is the character with that number. A table that rows cannot show (cells that span, or hold
// lists or several paragraphs) is written with (table), (row), (header) and (cell 2x1) on lines of their own and the
// content of each cell indented below.
const (
	markUnnumbered = "(unnumbered)"
	markEmpty      = "(empty)"
	markList       = "(list)"
	markTable      = "(table)"
	markRow        = "(row)"
	markCaption    = "Caption:"
)

// maxFormDepth is how deep lists may nest in the form. The editor's own bound (MaxDepth) allows no more.
const maxFormDepth = 16

// A FormProblem says what is wrong with the text of a form; it completes a message key.
type FormProblem string

// The problems of a form.
const (
	OpenEmphasis  FormProblem = "emphasis"  // * or ** without its partner
	OpenNote      FormProblem = "note"      // ^[ without ]
	OpenReference FormProblem = "reference" // {ref: without }
	UnsafeLink    FormProblem = "link"      // an address that is not http, https or mailto
	BrokenTable   FormProblem = "table"     // (row) or (cell) in the wrong place, a row without a cell
	TooDeep       FormProblem = "deep"      // lists in lists in lists …
)

// A FormError says on which line, counted from 1, the text of a form cannot be understood. It carries none of it.
type FormError struct {
	Line    int
	Problem FormProblem
}

func (e *FormError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Problem) }

// ParseForm reads what WriteForm wrote and a person may have changed. Id, kind, title and the state of being hidden are
// those of old; blocks and notes keep the ids they have there when their text is the same or similar, and get new ids
// otherwise. The text of a form that is empty makes one empty paragraph. Old itself is not changed.
//
// Errors are *FormError, ErrTooLarge and ErrNotText.
func ParseForm(text string, old *Part) (*Part, error) {
	if len(text) > MaxBytes {
		return nil, ErrTooLarge
	}
	if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return nil, ErrNotText
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	var lines []line
	for i, s := range strings.Split(text, "\n") {
		lines = append(lines, line{n: i + 1, text: s})
	}
	p := formParser{}
	blocks := p.blocks(lines)
	if p.err != nil {
		return nil, p.err
	}
	if len(blocks) == 0 {
		blocks = []Block{&Paragraph{Numbered: true}}
	}
	part := &Part{ID: old.ID, Kind: old.Kind, Hidden: old.Hidden, Title: old.Title, Blocks: blocks}
	keepIDs(old, part)
	if _, err := Encode(&Manuscript{Parts: []*Part{part}}); errors.Is(err, ErrTooDeep) {
		return nil, &FormError{Line: 1, Problem: TooDeep}
	} else if err != nil {
		return nil, err
	}
	return part, nil
}
