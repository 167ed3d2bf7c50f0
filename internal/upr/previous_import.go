package upr

import "time"

// A PreviousImport is what was found in a file with recommendations, before anything of it is taken in.
type PreviousImport struct {
	Format string // "uhri-xlsx", "uhri-json", "ohchr-docx", "upr-info-csv", "upr-info-csv-old", or "chosen" by the person
	File   string // its name, for the person who sent it
	Rows   []PreviousRecommendation
	Read   int // rows of the file that hold something
	Others int // rows about another State, or of another body than the review
	Joined int // rows that say the same as one before
	Unread []UnreadRow
	// MoreUnread counts the rows beyond MaxUnread that could not be read.
	MoreUnread int
	// Table is how a file with columns begins: its row with their names, and some below; of a list, its first entries. Nil
	// for a file without columns.
	Table *PreviousTable
}

// A PreviousTable is the beginning of a table, for a person to say which column is what.
type PreviousTable struct {
	Rows    [][]string // as they stand there, long cells cut off; empty ones are left out
	Numbers []int      // of the rows in the file, from 1
	Columns []string   // what was recognized, by the place: one of PreviousColumns; "" for nothing
	Fields  []string   // the names of the columns, where each entry of the file names its own; nil where a row has them
}

// Bounds of a PreviousTable.
const (
	MaxPreviousTableRows = 6
	MaxPreviousTableCell = 120 // characters
	MaxPreviousColumns   = 100
)

// PreviousColumns are what a column of a file can hold, the text of the recommendation first.
func PreviousColumns() []string {
	return []string{
		"text", "country", "body", "symbol", "themes", "groups", "goals", "states", "position", "kind", "session", "cycle", "action",
	}
}

// A PreviousReading says how far the reading of a file is.
type PreviousReading struct {
	File    string    // its name
	Rows    int       // read so far
	Seen    time.Time // when the process that reads it last said so
	Done    bool
	Failure string // message key; "" for none
	Kept    bool   // the file is there to be read again, with other columns
}

// MaxUnread is how many rows that could not be read are listed.
const MaxUnread = 200

// An UnreadRow is a row of a file that could not be read.
type UnreadRow struct {
	Row    int    // in the file, from 1
	Reason string // message key
}
