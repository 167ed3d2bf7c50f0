package document

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"upright/internal/upr"
)

// maxName is the longest name of a file without its extension, in bytes. 255 is what file systems take; archives,
// copies ("name (2)") and encrypted folders need the rest.
const maxName = 160

// FileName returns the name of a file with the submission: main organization, kind, State, month and year of the
// session, the pattern that OHCHR asked for (UPR-SUB-03). ext is "docx", "pdf" and the like.
//
// The name is safe on all file systems in use: letters and digits of all scripts, blanks, and few signs; in NFC; of
// bounded length; neither beginning nor ending with a dot or blank; never the name of a device of Windows.
func FileName(s *upr.Submission, opt Options, ext string) string {
	c := newCover(s, opt)
	template, date := opt.Words.FileNameUndated, ""
	if opt.SessionDate != (upr.Date{}) {
		template, date = opt.Words.FileName, opt.Words.Month(month(opt.SessionDate))
	}
	lead := shorten(c.lead(), maxLead)
	name := fill(template, "organization", lead, "kind", c.shortKind(), "state", c.country(s.Details.State), "date", date)
	if opt.Annexes == OnlyAnnexes {
		name = fill(opt.Words.Annex.FileName, "name", name)
	}
	return safeName(name) + "." + ext
}

func safeName(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsDigit(r), strings.ContainsRune("-_.,()+&'’·", r):
			return r
		case unicode.IsSpace(r), unicode.IsControl(r):
			return ' '
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return '-'
	}, norm.NFC.String(strings.ToValidUTF8(name, "-")))
	name = strings.Join(strings.Fields(name), " ")
	for len(name) > maxName {
		_, size := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-size]
	}
	name = strings.Trim(name, " .-")
	if name == "" || isDevice(name) {
		return strings.TrimSpace("submission " + name)
	}
	return name
}

// isDevice reports names that Windows keeps for devices, with any extension.
func isDevice(name string) bool {
	base, _, _ := strings.Cut(strings.ToUpper(name), ".")
	switch base = strings.TrimRight(base, " "); base {
	case "CON", "PRN", "AUX", "NUL":
		return true
	}
	return len(base) == 4 && (base[:3] == "COM" || base[:3] == "LPT") && base[3] >= '0' && base[3] <= '9'
}
