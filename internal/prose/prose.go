// Package prose is the manuscript as Go sees it: a sealed tree of parts, blocks and inline content, its JSON form (the
// one the editor uses), its plain text, its numbering and its word counts.
//
// It refuses to know anything of submissions, databases, languages of pages or the clock. It never changes a
// manuscript in place: edits are made by the editing authority (internal/collab), which runs the editor's own model.
package prose

// PartKind names what a part of a submission is for.
type PartKind string

// The kinds of part, in the standard order: the order in which OHCHR summarizes stakeholders' information.
const (
	Summary         PartKind = "summary"         // executive summary; key words belong to the submission
	Methodology     PartKind = "methodology"     // methodology and consultation
	Framework       PartKind = "framework"       // background, normative and institutional framework
	FollowUp        PartKind = "followup"        // follow-up to the previous review
	Rights          PartKind = "rights"          // rights on the ground, by theme
	Solidarity      PartKind = "solidarity"      // international solidarity, Article 8(1) of the revised draft declaration
	Achievements    PartKind = "achievements"    // achievements, best practices, challenges
	Recommendations PartKind = "recommendations" // what the organization recommends
	Other           PartKind = "other"           // a part the author added
)

// PartKinds lists the kinds in the standard order.
func PartKinds() []PartKind {
	return []PartKind{Summary, Methodology, Framework, FollowUp, Rights, Solidarity, Achievements, Recommendations, Other}
}

// A Manuscript is the text of one submission. It has at least one part.
type Manuscript struct {
	Parts []*Part
}

// A Part is a top-level division of the manuscript. It has at least one block.
type Part struct {
	ID     string
	Kind   PartKind
	Hidden bool   // kept in the text; left out of counts, numbering and files
	Title  string // plain text; may be empty while it is being written
	Blocks []Block
}

// A Block is one of *Paragraph, *Heading, *Recommendation, *List, *Table.
type Block interface{ block() }

// A Paragraph is numbered when Numbered is set and it stands directly in a part.
type Paragraph struct {
	ID        string
	Numbered  bool
	Content   []Inline
	Suggested []Suggestion // about the boundary before it, as for every block
}

// A Heading is a subheading inside a part. Level is 1 (below the part title) or 2 (below level 1).
type Heading struct {
	ID        string
	Level     int
	Content   []Inline
	Suggested []Suggestion
}

// A Recommendation is one of the organization's own recommendations, numbered R1, R2 and so on. An empty Addressee
// means the State under review.
type Recommendation struct {
	ID        string
	Addressee string
	Content   []Inline
	Suggested []Suggestion
}

// A List is bulleted or, when Ordered, numbered from 1. It has at least one item.
type List struct {
	ID        string
	Ordered   bool
	Items     []*ListItem
	Suggested []Suggestion
}

// A ListItem begins with a *Paragraph; more paragraphs and nested lists may follow.
type ListItem struct {
	Blocks []Block
}

// A Table has at least one row; rows have at least one cell.
type Table struct {
	ID        string
	Caption   string
	Rows      []*Row
	Suggested []Suggestion
}

// A Row is one row of a table.
type Row struct {
	Cells []*Cell
}

// A Cell holds paragraphs and lists. Colspan and Rowspan are at least 1.
type Cell struct {
	Header           bool
	Colspan, Rowspan int
	Blocks           []Block
}

func (*Paragraph) block()      {}
func (*Heading) block()        {}
func (*Recommendation) block() {}
func (*List) block()           {}
func (*Table) block()          {}

// An Inline is one of *Text, *Endnote, *CrossReference, *HardBreak.
type Inline interface{ inline() }

// A Text is a run of characters with the same marks. It is never empty.
type Text struct {
	Text      string
	Strong    bool
	Em        bool
	Link      string       // http, https or mailto; "" for none
	Suggested []Suggestion // as for every inline, in the order in which they were made
}

// An Endnote stands where its mark stands; its number follows from the order in the text.
type Endnote struct {
	ID        string
	Content   []*Text
	Suggested []Suggestion
}

// A CrossReference shows the present number of the block with the id Target.
type CrossReference struct {
	Target    string
	Suggested []Suggestion
}

// A HardBreak is a line break inside a block.
type HardBreak struct {
	Suggested []Suggestion
}

func (*Text) inline()           {}
func (*Endnote) inline()        {}
func (*CrossReference) inline() {}
func (*HardBreak) inline()      {}
