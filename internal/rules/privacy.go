package rules

import (
	"regexp"
	"slices"
	"strings"
)

// personal is a pattern of data that can lead to a person. The submission is published as it is.
type personal struct {
	what string
	// hints are in lower case; a text without any of them is not searched. Almost no text has one, and looking for a
	// word is a hundred times faster than looking for a pattern.
	hints     []string
	wordsOnly bool // the pattern needs no digit near the hint
	pattern   *regexp.Regexp
}

// personalData are the patterns of UPR-PUB-02: what can be recognized without knowing any names.
var personalData = []personal{
	{"email", []string{"@"}, true, regexp.MustCompile(`[\pL\pN._%+-]+@[\pL\pN.-]+\.\pL{2,}`)},
	{"phone",
		[]string{"+", "tel", "phone", "mobile", "tél", "móvil", "celular", "тел", "هاتف", "电话", "手机"}, false,
		regexp.MustCompile(`\+[0-9][0-9 ()./-]{6,}[0-9]|(?i:\b(?:tel|phone|mobile|tél|téléphone|teléfono|móvil|celular)|тел|телефон|هاتف|电话|手机)\pL*[.:：]?\s*\(?[0-9][0-9 ()./-]{5,}[0-9]`)},
	{"birth",
		[]string{"born", "birth", "dob", "né", "nacid", "nacim", "родил", "рожд", "р.", "出生", "生于", "ميلاد", "مولود", "لد"}, false,
		regexp.MustCompile(`(?i)(?:\b(?:born|date of birth|dob|née? le|date de naissance|nacid[oa]|fecha de nacimiento)\b|родил|дата рождения|г\.\s?р\.|出生|生于|تاريخ الميلاد|المولود)[^0-9\n]{0,20}(?:[0-9]{1,2}(?:st|nd|rd|th|er|º|o)?[\s./-]+(?:de\s+)?(?:\pL{3,}|[0-9]{1,2})|(?:19|20)[0-9]{2}\s?(?:[-./]|年)\s?[0-9]{1,2})`)},
	{"identity",
		[]string{"passport", "id ", "identi", "security", "passeport", "pasaporte", "cédula", "curp", "dni", "паспорт", "снилс", "护照", "身份证", "جواز", "هوية"}, false,
		regexp.MustCompile(`(?i)(?:\b(?:passport|national id|id (?:no|number|card)|identity (?:card|number)|social security|passeport|carte d['’]identité|pasaporte|documento de identidad|cédula|curp|dni)\b|паспорт|снилс|护照|身份证|جواز سفر|رقم الهوية)[^0-9\n]{0,25}[A-Z]{0,4}[0-9][0-9A-Z -]{5,}|\b[A-Z]{4}[0-9]{6}[HM][A-Z]{5}[0-9A-Z][0-9]\b`)},
}

// near is within how many bytes of a hint a digit has to stand: the longest that a pattern allows between the two, with
// room for the rest of the word.
const near = 120

// in returns the words of a text that fit the pattern, "" for none.
func (p personal) in(text, lower string) string {
	if !slices.ContainsFunc(p.hints, func(hint string) bool { return p.hinted(lower, hint) }) {
		return ""
	}
	return p.pattern.FindString(text)
}

// hinted reports whether a hint stands in a text, with a digit near it unless the pattern needs none.
func (p personal) hinted(lower, hint string) bool {
	for at := 0; ; {
		next := strings.Index(lower[at:], hint)
		if next < 0 {
			return false
		}
		at += next + len(hint)
		if p.wordsOnly || hasDigit(lower[max(0, at-near):min(at+near, len(lower))]) {
			return true
		}
	}
}

// checkPrivacy finds data of persons in the text and in the notes (UPR-PUB-02).
func checkPrivacy(c *checker) {
	for _, s := range c.spots {
		for _, data := range personalData {
			if words := data.in(s.text, s.lower); words != "" {
				c.block(Warning, s, words, data.what, nil)
			}
		}
		if s.notes == "" {
			continue
		}
		for _, note := range notesOf(s.block) {
			text := note.Plain()
			lower := strings.ToLower(text)
			for _, data := range personalData {
				if words := data.in(text, lower); words != "" {
					c.note(Warning, s, note, words, data.what, nil)
				}
			}
		}
	}
}
