// Package document is the paper: what a reader of the finished file sees, in order, with every number, label and date
// already decided. Build makes it from a submission; the renderers (render/html, render/pdf, render/docx) only draw it.
//
// It refuses to know Postgres, HTTP, the clock, a language file or a page size.
package document

import "time"

// A Document is one finished submission.
type Document struct {
	Language    string // BCP 47: en, fr, es, ru, ar, zh
	RightToLeft bool
	Title       string
	ShortTitle  string // for the running head
	Subject     string
	Author      string // the submitting organization; goes into the metadata
	Keywords    []string
	Date        time.Time // the submission's date; the only date in the files
	Mark        string    // what a draft carries on each page of the PDF; "" for a final text
	Foot        string    // what a final text carries in the foot of the PDF; never in the Word file
	Copy        string    // whose copy it is, on each page of the PDF; "" for one that is nobody's
	Labels      Labels

	Cover []Block // first page: Logos, Title, Subtitle, Fields, then Paragraphs and Fields on each organization, Contents
	Body  []Block
	Notes []*Note // in the order of their marks

	Annexes []*Annex // after the endnotes; outside the numbering of paragraphs and tables

	// Legend says in a redline which versions it compares and how changes look; nil in every other paper. It stands on the
	// first page; in a Word file Word says it.
	Legend []Span
}

// Labels are the words the renderers themselves add, in the language of the document.
type Labels struct {
	Contents string // heading of the contents
	Endnotes string // heading of the endnotes
	Page     string // "Page {page} of {pages}"; each stands once, in either order
	Table    string // "Table {n}"
	Caption  string // a table's label with its caption: "{table}. {caption}"
	NoteBack string // accessible name of the link from a note to its mark: "Back to the text, note {n}"
	NoteMark string // accessible name of a note mark: "Note {n}"
	Logo     string // alternative text of a logo: "Logo of {organization}"

	Tracked Tracked
}

// A Block is one of *Title, *Subtitle, *Logos, *Fields, *Contents, *Heading, *Paragraph, *Recommendation, *List, *Table, and
// in the cells of a Table *Bar.
type Block interface{ block() }

// A Title is the title of the submission on the cover.
type Title struct{ Text string }

// A Subtitle is a line below the title.
type Subtitle struct{ Text string }

// Logos stand in even rows on the cover.
type Logos struct{ Images []Image }

// An Image is a decoded and re-encoded picture. Data is PNG (8 bits, not interlaced) or baseline JPEG.
type Image struct {
	Data          []byte
	Format        string // "png" or "jpeg"
	Width, Height int    // pixels
	Alt           string
}

// Fields are label and value pairs on the cover.
type Fields struct{ Items []Field }

// A Field is one label with its value.
type Field struct {
	Label string
	Value []Span
}

// Contents stands for the table of contents; renderers fill it from Document.Headings.
type Contents struct{}

// A Heading begins a part (Level 1) or a division inside one (Levels 2 and 3).
//
// Anchors are unique in a Document that Build made; a block whose id already stood before has the Anchor "".
type Heading struct {
	Level  int
	Anchor string // id of the block in the manuscript
	Text   []Span
	Revised
}

// A Paragraph has Number 0 when it is not numbered.
type Paragraph struct {
	Anchor string
	Number int
	Text   []Span
	Revised
}

// A Recommendation carries its label ("R1") and whom it is addressed to, both ready for print.
type Recommendation struct {
	Anchor    string
	Number    int
	Label     string
	Addressee string // "" when it need not be said
	Text      []Span
	Revised
}

// A List is bulleted or numbered from 1. Items hold paragraphs (Number 0) and nested lists.
type List struct {
	Ordered bool
	Items   [][]Block
}

// A Table has its number and caption; the caption may be empty. A table of an annex has the number 0: the heading of the
// annex stands for a caption, which is not printed and only names the table for those who do not see it.
type Table struct {
	Anchor  string
	Number  int
	Caption string
	Columns int      // width of the grid
	Head    int      // leading rows repeated on each page
	Rows    [][]Cell // cells in grid order; a cell covered by a span is absent
	Widths  []int    // of the columns, in proportion to each other; nil where they follow from the text

	Revised
	RowChanges []Change // of each row in a redline; nil when no row was added or taken away
	Redlined   []Span   // the caption in a redline, where it changed; Text spans only
}

// A Cell holds paragraphs and lists. Spans are at least 1.
type Cell struct {
	Header           bool
	Colspan, Rowspan int
	Blocks           []Block
}

func (*Title) block()          {}
func (*Subtitle) block()       {}
func (*Logos) block()          {}
func (*Fields) block()         {}
func (*Contents) block()       {}
func (*Heading) block()        {}
func (*Paragraph) block()      {}
func (*Recommendation) block() {}
func (*List) block()           {}
func (*Table) block()          {}

// A Span is one of *Text, *NoteMark, *Reference, *Break.
type Span interface{ span() }

// A Text is a run of characters in one style.
type Text struct {
	Text   string
	Strong bool
	Em     bool
	Link   string // http, https or mailto; "" for none
	// LeftToRight is set for telephone numbers and addresses, which keep their order inside a text from right to left.
	LeftToRight bool
	// Language is a BCP 47 tag where somebody said it; "" means that of the document, as far as Stretches says no other.
	Language string

	Change Change
	Before *Style // where its look was changed; nil otherwise
}

// A NoteMark is the place where the note with this number is called. In a redline, where notes of both versions stand,
// Label is what is printed: the number that the note has in the newer version, or had in the older one.
type NoteMark struct {
	Number int
	Label  string // "" means the number
	Change Change
}

// A Reference points to a block of Body, or to a note, by its Anchor; Text is what is printed: "12" for a paragraph, "R3"
// for a recommendation, "2" for a table or a note. A reference that lost its target has the Anchor "" and the Text "[?]".
type Reference struct {
	Anchor string
	Text   string

	Change Change
	Before string // what was printed before, where the number of the target changed; "" otherwise
}

// A Break is a line break inside a block.
type Break struct{ Change Change }

func (*Text) span()      {}
func (*NoteMark) span()  {}
func (*Reference) span() {}
func (*Break) span()     {}

// A Note is an endnote.
type Note struct {
	Number int
	Anchor string
	Text   []Span // Text spans only

	Label  string // see NoteMark
	Change Change
}
