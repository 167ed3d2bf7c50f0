package prose

// Numbers is the numbering of a manuscript: one truth for the editor, comments, findings, Word and PDF. Hidden parts
// are not numbered. Keys are ids of blocks and endnotes; where an id stands twice, the first place counts.
type Numbers struct {
	Paragraphs      map[string]int // from 1, through the whole manuscript
	Recommendations map[string]int // from 1: R1, R2 …
	Tables          map[string]int // from 1
	Notes           map[string]int // from 1, in the order of the marks
}
