package upr

// A PreviousImport is what was found in a file with recommendations, before anything of it is taken in.
type PreviousImport struct {
	Format string // "uhri-xlsx", "uhri-json", "ohchr-docx", "upr-info-csv" or "upr-info-csv-old"
	File   string // its name, for the person who sent it
	Rows   []PreviousRecommendation
	Read   int // rows of the file that hold something
	Others int // rows about another State, or of another body than the review
	Joined int // rows that say the same as one before
	Unread []UnreadRow
	// MoreUnread counts the rows beyond MaxUnread that could not be read.
	MoreUnread int
}

// MaxUnread is how many rows that could not be read are listed.
const MaxUnread = 200

// An UnreadRow is a row of a file that could not be read.
type UnreadRow struct {
	Row    int    // in the file, from 1
	Reason string // message key
}
