package previous

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// readCSV reads the exports of UPR Info. The encoding is UTF-8, UTF-16 with its mark, or else Windows-1252; cells are parted
// by commas, semicolons or tabs; lines end in any of the three ways.
func readCSV(c *collector, r io.ReadSeeker, head []byte) error {
	text, err := decoded(r, head)
	if err != nil {
		return err
	}
	lines := bufio.NewReaderSize(&lineEnds{r: bufio.NewReader(text)}, 64<<10)
	first, err := lines.Peek(4096)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if bytes.IndexByte(first, 0) >= 0 {
		return broken("previous.file.unknown", nil)
	}
	in := csv.NewReader(lines)
	in.Comma = separator(string(first))
	in.FieldsPerRecord = -1
	in.LazyQuotes = true // people write quotation marks as they are
	in.ReuseRecord = true
	t := &table{c: c, name: nameCSV}
	for {
		cells, err := in.Read()
		switch {
		case errors.Is(err, io.EOF):
			return t.end()
		case errors.Is(err, errLine):
			return tooMuch(err)
		case errors.As(err, new(*csv.ParseError)):
			if err := t.unreadable(); err != nil {
				return err
			}
			continue
		case err != nil:
			return err
		}
		if t.header != nil && c.found.Format == formatOldCSV {
			cells = slices.Clone(cells)
			for i, to := range t.header {
				if to == themesColumn && i < len(cells) {
					cells[i] = strings.ReplaceAll(cells[i], ",", "\n")
				}
			}
		}
		if err := t.row(cells); err != nil {
			return err
		}
	}
}

// nameCSV tells the old export of UPR Info from that of today.
func nameCSV(_ header, cells []string) string {
	for _, cell := range cells {
		if plainName(cell) == "to" {
			return formatOldCSV
		}
	}
	return formatCSV
}

// separator is the sign that parts the cells of the first line, outside of quotation marks.
func separator(text string) rune {
	counts := map[rune]int{}
	quoted := false
	for _, r := range text {
		if r == '"' {
			quoted = !quoted
		}
		if r == '\n' && !quoted && len(counts) > 0 {
			break
		}
		if !quoted && (r == ',' || r == ';' || r == '\t') {
			counts[r]++
		}
	}
	best := ','
	for _, r := range []rune{';', '\t'} {
		if counts[r] > counts[best] {
			best = r
		}
	}
	return best
}

// decoded gives the text of a file as UTF-8, without a mark at its beginning.
func decoded(r io.ReadSeeker, head []byte) (io.Reader, error) {
	switch {
	case bytes.HasPrefix(head, []byte("\xFF\xFE")), bytes.HasPrefix(head, []byte("\xFE\xFF")):
		return transform.NewReader(r, unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder()), nil
	case bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")):
		_, err := r.Seek(3, io.SeekStart)
		return r, err
	}
	valid, err := isUTF8(r)
	if err != nil {
		return nil, err
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil || valid {
		return r, err
	}
	return transform.NewReader(r, charmap.Windows1252.NewDecoder()), nil
}

// isUTF8 reads all of a file to know whether it is in UTF-8: one name with an accent may come late.
func isUTF8(r io.Reader) (bool, error) {
	buffer := make([]byte, 64<<10)
	kept := 0
	for {
		n, err := r.Read(buffer[kept:])
		data := buffer[:kept+n]
		for len(data) > 0 {
			if size := 1; data[0] < utf8.RuneSelf {
				data = data[size:]
				continue
			}
			if !utf8.FullRune(data) {
				break
			}
			char, size := utf8.DecodeRune(data)
			if char == utf8.RuneError && size == 1 {
				return false, nil
			}
			data = data[size:]
		}
		kept = copy(buffer, data)
		if errors.Is(err, io.EOF) {
			return kept == 0, nil
		}
		if err != nil {
			return false, err
		}
	}
}

// maxLine bounds a record with all its cells: an open quotation mark would otherwise take the rest of the file into one.
const maxLine = 8 << 20

var errLine = errors.New("a row without an end")

// lineEnds ends every line by \n, also in files from old Macs, and refuses a file whose quotation marks do not close.
type lineEnds struct {
	r      *bufio.Reader
	quoted bool
	length int  // since a line last ended outside of quotation marks
	after  bool // the last byte was \r
}

func (l *lineEnds) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		b, err := l.r.ReadByte()
		if err != nil {
			if n > 0 {
				return n, nil
			}
			return 0, err
		}
		if l.after && b == '\n' {
			l.after = false
			continue
		}
		l.after = b == '\r'
		if l.after {
			b = '\n'
		}
		if b == '"' {
			l.quoted = !l.quoted
		}
		if l.length++; l.length > maxLine {
			return n, errLine
		}
		if b == '\n' && !l.quoted {
			l.length = 0
		}
		p[n] = b
		n++
		if b == '\n' && n > 4096 {
			return n, nil
		}
	}
	return n, nil
}
