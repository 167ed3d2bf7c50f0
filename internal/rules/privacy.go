package rules

import (
	"slices"
	"strings"

	"upright/internal/lazyregexp"
)

// personal is a pattern of data that can lead to a person. The submission is published as it is.
type personal struct {
	what string
	// hints are in lower case; a text without any of them is not searched. Almost no text has one, and looking for a
	// word is a hundred times faster than looking for a pattern.
	hints     []string
	wordsOnly bool // the pattern needs no digit near the hint
	pattern   *lazyregexp.Regexp
}

// personalData are the patterns of UPR-PUB-02: what can be recognized without knowing any names.
var personalData = []personal{
	{"email", []string{"@"}, true, lazyregexp.New(`[\p{Latin}\p{Cyrillic}\p{Arabic}\pN._%+-]+@[\pL\pN.-]+\.\pL{2,}`)},
	{"phone",
		[]string{"+", "tel", "phone", "mobile", "tél", "móvil", "celular", "тел", "هاتف", "电话", "手机"}, false,
		lazyregexp.New(`\+[0-9][0-9 ()./-]{6,}[0-9]|(?i:\b(?:tel|phone|mobile|tél|téléphone|teléfono|móvil|celular)|тел|телефон|هاتف|电话|手机)\pL*[.:：]?\s*\(?[0-9][0-9 ()./-]{5,}[0-9]`)},
	{"birth",
		[]string{"born", "birth", "dob", "né", "nacid", "nacim", "nació", "родил", "рожд", "р.", "出生", "生于", "ميلاد", "مولود", "لد"}, false,
		lazyregexp.New(`(?i)(?:\b(?:born|date of birth|dob|née? le|date de naissance|nacid[oa]|nació|fecha de nacimiento)(?:\b|\s)|родил|дата рождения|г\.\s?р\.|出生|生于|تاريخ الميلاد|المولود|من مواليد|(?:^|\s)ول[ِ]?دت? في)[^0-9\n]{0,20}(?:[0-9]{1,2}(?:st|nd|rd|th|er|º|o)?[\s./-]+(?:de\s+)?(?:\pL{3,}|[0-9]{1,2})|(?:19|20)[0-9]{2}\s?(?:[-./]|年)\s?[0-9]{1,2})|(?:19|20)[0-9]{2}\s?г\.\s?р\.`)},
	{"identity",
		[]string{"passport", "id ", "identi", "security", "passeport", "pasaporte", "cédula", "curp", "dni", "паспорт", "снилс", "инн", "иин", "sécurité sociale", "seguro social", "الرقم القومي", "护照", "身份证", "جواز", "هوية"}, false,
		lazyregexp.New(`(?i)(?:\b(?:passport|national id|id (?:no|number|card)|identity (?:card|number)|social security|passeport|carte d['’]identité|sécurité sociale|seguro social|pasaporte|documento de identidad|cédula|curp|dni)\b|паспорт|снилс|(?:^|[\s(,;])(?:инн|иин)[\s:№]|护照|身份证|جواز سفر|رقم الهوية|الرقم القومي)[^0-9\n]{0,25}[A-Z]{0,4}[0-9][0-9A-Z -]{5,}|\b[A-Z]{4}[0-9]{6}[HM][A-Z]{5}[0-9A-Z][0-9]\b`)},
	{"address",
		[]string{"street", "avenue", "road", "lane", "st.", "ave", "calle", "avenida", "av.", "colonia", "carrera", " c/", "rue", "boulevard", "impasse", "улиц", "ул.", "проспект", "переул", "شارع", "زقاق", "号"}, false,
		lazyregexp.New(`\b[0-9]{1,5}[a-zA-Z]?,? (?:\p{Lu}[\pL’'-]+ ){1,3}(?:Street|St\.|Avenue|Ave\.|Road|Rd\.|Lane|Boulevard|Drive|Square)` +
			`|(?i:\b(?:calle|avenida|av\.|carrera|colonia|pasaje|c/)) (?:(?:de|del|la|las|los|el) )*[\p{Lu}0-9][\pL0-9’'-]*(?: [\pL’'-]+){0,4}?,?(?: (?i:núm\.|n\.º|no\.|#))? ?[0-9]{1,4}\b(?:[^0-9]|$)` +
			`|\b[0-9]{1,4}(?: bis| ter)?,? (?:rue|avenue|boulevard|impasse|allée|chemin|quai) (?:(?:de|du|des|la|les) |de l[’'])*\p{Lu}[\pL’'-]*` +
			`|(?i:ул\.|улиц[аеуы]|проспект[еа]?|пр-т|переул\pL+|пер\.) ?\p{Lu}[\pL -]{2,40},? (?i:д\.|дом)? ?[0-9]{1,4}` +
			`|(?:شارع|زقاق) [\pL ]{2,40}?،? ?(?:رقم )?[0-9]{1,4}|\p{Han}{2,8}(?:路|街|巷|大道|胡同|弄)[0-9]{1,5}号`)},
	{"plate",
		[]string{"plate", "placa", "matrícula", "immatricul", "номер", "госномер", "لوحة", "车"}, false,
		lazyregexp.New(`(?:(?i:\b(?:(?:licen[cs]e )?plates?|licen[cs]e number|placas?|matrículas?|immatricul\pL*)\b|госномер\pL*|номерн\pL* знак\pL*|регистрационн\pL* номер\pL*)|لوحة|车牌)[^0-9\n]{0,25}(?:[A-ZА-Я]{1,3}[ -]?[0-9]{2,4}|[0-9]{2,4}[ -]?[A-ZА-Я]{1,3}|[0-9]{5,6})(?:[ -]?[A-ZА-Я0-9]{1,4}){0,2}` +
			`|لوحة[^0-9\n]{0,25}[0-9]{3,5}\b|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·•]?[A-Z0-9]{5,6}`)},
	{"coordinates", []string{"°", "."}, false,
		lazyregexp.New(`[0-9]{1,3} ?° ?[0-9]{1,2} ?['’′](?: ?[0-9.]{1,5} ?["”″])? ?[NSEWOсюзв]?|-?[0-9]{1,2}[.][0-9]{4,} ?°? ?[NS]?[,;/ ] ?-?[0-9]{1,3}[.][0-9]{4,}`)},
}

// near is within how many bytes of a hint a digit has to stand: the longest that a pattern allows between the two, with
// room for the rest of the word.
const near = 120

// maxPersonal bounds how many words of one sort are reported of one text.
const maxPersonal = 10

// in returns the words of a text that fit the pattern. The digits of the text are 0 to 9.
func (p personal) in(text, lower string) [][]int {
	if !slices.ContainsFunc(p.hints, func(hint string) bool { return p.hinted(lower, hint) }) {
		return nil
	}
	return p.pattern.FindAllStringIndex(text, maxPersonal)
}

// hinted reports whether a hint stands in a text, with a digit near it unless the pattern needs none.
func (p personal) hinted(lower, hint string) bool {
	for at := 0; ; {
		next := strings.Index(lower[at:], hint)
		if next < 0 {
			return false
		}
		at += next + len(hint)
		if p.what == "coordinates" && hint == "." {
			if decimals(lower, at) {
				return true
			}
			continue
		}
		if p.wordsOnly || hasDigit(lower[max(0, at-near):min(at+near, len(lower))]) {
			return true
		}
	}
}

// decimals reports whether so many digits follow a place in a text that they are degrees and no amount of money.
func decimals(text string, at int) bool {
	const least = 4
	if at+least > len(text) {
		return false
	}
	_, ok := digits(text[at : at+least])
	return ok
}

// checkPrivacy finds data of persons in the text and in the notes (UPR-PUB-02).
func checkPrivacy(c *checker) {
	for _, p := range c.passages() {
		text, lower := p.text, p.lower
		if folded := foldDigits(text); len(folded) != len(text) {
			text, lower = folded, strings.ToLower(folded)
		}
		for _, data := range personalData {
			for _, at := range data.in(text, lower) {
				c.harmful(p, strings.TrimSpace(unfold(p.text, text, at[0], at[1])), data.what)
			}
		}
		if at := numberOfPerson(text); at != nil {
			c.harmful(p, unfold(p.text, text, at[0], at[1]), "identity")
		}
	}
}
