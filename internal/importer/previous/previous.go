// Package previous reads files with recommendations that a State got in earlier reviews: the XLSX and JSON exports of
// OHCHR's Universal Human Rights Index (UHRI), OHCHR's matrices and thematic lists in Word, and the CSV exports of UPR
// Info's database, old and new. Columns are found by their names, with the spellings that occur, never by their place.
//
// Files may come from anywhere. They are read as a stream, row by row, with bounds on bytes, rows and cells; what a zip
// file calls its entries is only compared, entities of XML are not expanded, and a formula is the text that was stored
// with it. It refuses to guess: what a cell does not say stays empty, and a row that cannot be read is named. It stores
// nothing.
package previous

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"

	"upright/internal/upr"
)

// Bounds of a file.
const (
	MaxBytes    = 64 << 20  // of the file
	maxInflated = 384 << 20 // of what is packed in it
	maxEntries  = 4_000     // of a zip file
	maxShared   = 128 << 20 // bytes of the texts that cells of a sheet share
	maxTexts    = 1_000_000 // of these texts: the exports repeat most
	maxRows     = 200_000
	maxColumns  = 100
	maxCell     = 128 << 10 // bytes
)

// The formats.
const (
	formatSheet  = "uhri-xlsx"
	formatJSON   = "uhri-json"
	formatWord   = "ohchr-docx"
	formatCSV    = "upr-info-csv"
	formatOldCSV = "upr-info-csv-old"
	formatChosen = "chosen"
)

// Options say what is wanted of a file.
type Options struct {
	Name  string                   // of the file, shown to people
	State string                   // under review, ISO 3166-1 alpha-3: rows about others are left out
	Code  func(name string) string // gives the code of a State by a name for it, "" when no State has it
	// Columns, where it is not nil, says what the columns of a table are, by their place, as one of upr.PreviousColumns or
	// "" for nothing: a person has looked at upr.PreviousTable and corrected it. The names in the file do not count then.
	// FirstRow is the number of the first row with a recommendation. In a list of entries with named fields the columns are
	// Fields, as upr.PreviousTable had them, and every entry is a recommendation.
	Columns  []string
	FirstRow int
	Fields   []string
	// Progress, where it is not nil, is told from time to time how many rows were read.
	Progress func(rows int)
}

// Read reads a file. What is wrong with it as a whole is an Invalid or TooMany upr.Error whose key begins with
// "previous.file."; the reading ends early with ctx. Where no columns were recognized in a table (UnknownColumns) what
// was found holds its beginning.
func Read(ctx context.Context, r io.ReaderAt, size int64, o Options) (*upr.PreviousImport, error) {
	if size > MaxBytes {
		return nil, tooMuch(errors.New("the file is too large"))
	}
	if size == 0 {
		return nil, broken("previous.file.empty", nil)
	}
	if o.Columns != nil && !slices.Contains(o.Columns, "text") {
		return nil, broken("previous.file.columns", nil)
	}
	head := make([]byte, min(size, 4096))
	if _, err := r.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	c := newCollector(ctx, o)
	if err := read(c, r, size, head); err != nil {
		if cause := ctx.Err(); cause != nil {
			return nil, cause
		}
		if UnknownColumns(err) && c.found.Table != nil {
			return &c.found, err
		}
		return nil, err
	}
	return c.finish()
}

// UnknownColumns reports whether the error of Read is that it did not recognize the columns of a table.
func UnknownColumns(err error) bool {
	var known *upr.Error
	return errors.As(err, &known) && (known.Key == "previous.file.columns" || known.Key == "previous.file.tables")
}

// read finds out by the first bytes, not by the name, what kind of file it is.
func read(c *collector, r io.ReaderAt, size int64, head []byte) error {
	switch first := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")), " \t\r\n"); {
	case bytes.HasPrefix(head, []byte("PK")):
		return readZip(c, r, size)
	case bytes.HasPrefix(head, []byte("\xD0\xCF\x11\xE0")): // Word and Excel before 2007, and encrypted files
		return broken("previous.file.old-office", nil)
	case bytes.HasPrefix(head, []byte("%PDF")):
		return broken("previous.file.pdf", nil)
	case bytes.HasPrefix(first, []byte("[")), bytes.HasPrefix(first, []byte("{")):
		mark := int64(len(head) - len(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF"))))
		return readJSON(c, io.NewSectionReader(r, mark, size-mark))
	}
	return readCSV(c, io.NewSectionReader(r, 0, size), head)
}

// broken says what is wrong with a file.
func broken(key string, cause error) error {
	return &upr.Error{Kind: upr.Invalid, Key: key, Err: cause}
}

// tooMuch says that a file exceeds a bound.
func tooMuch(cause error) error {
	return &upr.Error{Kind: upr.TooMany, Key: "previous.file.large", Err: cause}
}
