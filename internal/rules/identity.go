package rules

import (
	"strings"

	"upright/internal/lazyregexp"
)

// numberOfPerson returns where in a text the first number stands that a State gives to persons and that carries a check
// digit: it says by itself that it is meant, so that no word has to stand beside it. Other numbers are found by the words of
// personalData. The digits of the text are 0 to 9.
func numberOfPerson(text string) []int {
	if !manyDigits(text) {
		return nil
	}
	for _, at := range longNumber.FindAllStringIndex(text, 100) {
		match := text[at[0]:at[1]]
		compact := strings.Map(func(r rune) rune {
			if r == ' ' || r == '-' || r == '.' || r == '\u00a0' {
				return -1
			}
			return r
		}, strings.ToUpper(match))
		if chinese(compact) || spanish(compact) || snils(match, compact) || french(compact) || chilean(match, compact) || egyptian(compact) {
			return at
		}
	}
	return nil
}

// manyDigits reports whether seven digits stand in a text with at most one character between each two: else the pattern,
// which is slow, finds nothing.
func manyDigits(text string) bool {
	n, gap := 0, 0
	for i := range len(text) {
		switch {
		case isDigit(text[i]):
			n, gap = n+1, 0
			if n == 7 {
				return true
			}
		default:
			if gap++; gap > 1 {
				n = 0
			}
		}
	}
	return false
}

// longNumber is what can be such a number, with what people put between its digits.
var longNumber = lazyregexp.New(`\b[XYZxyz]?[0-9](?:[-. ]?[0-9]){6,17}(?:[- ]?[A-Za-z])?\b`)

// digits returns the values of digits; false when there is something else.
func digits(s string) ([]int, bool) {
	list := make([]int, len(s))
	for i := range len(s) {
		if !isDigit(s[i]) {
			return nil, false
		}
		list[i] = int(s[i] - '0')
	}
	return list, true
}

// chinese is the resident identity number, GB 11643: 17 digits, a date of birth among them, and a check character by ISO 7064
// mod 11-2.
func chinese(s string) bool {
	if len(s) != 18 || !date(s[6:10], s[10:12], s[12:14]) {
		return false
	}
	list, ok := digits(s[:17])
	if !ok {
		return false
	}
	sum := 0
	for i, weight := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += list[i] * weight
	}
	return "10X98765432"[sum%11] == s[17]
}

// spanish is the DNI, 8 digits and a letter that is their remainder by 23, or the NIE of foreigners, with X, Y or Z for the
// first digit.
func spanish(s string) bool {
	if len(s) != 9 {
		return false
	}
	if at := strings.IndexByte("XYZ", s[0]); at >= 0 {
		s = string(rune('0'+at)) + s[1:]
	}
	list, ok := digits(s[:8])
	if !ok {
		return false
	}
	n := 0
	for _, d := range list {
		n = 10*n + d
	}
	return "TRWAGMYFPDXBNJZSQVHLCKE"[n%23] == s[8]
}

// snils is the Russian insurance number, written 112-233-445 95: the last two digits are the weighted sum of the others.
func snils(written, s string) bool {
	list, ok := digits(s)
	if !ok || len(s) != 11 || strings.Count(written, "-") != 2 && strings.Count(written, "-") != 3 {
		return false
	}
	sum := 0
	for i, d := range list[:9] {
		sum += d * (9 - i)
	}
	return sum%101%100 == 10*list[9]+list[10]
}

// french is the number of social security: sex, year and month of birth first, and a key of two digits by 97.
func french(s string) bool {
	list, ok := digits(s)
	if !ok || len(s) != 15 || list[0] != 1 && list[0] != 2 {
		return false
	}
	rest := 0
	for _, d := range list[:13] {
		rest = (10*rest + d) % 97
	}
	return 97-rest == 10*list[13]+list[14]
}

// chilean is the RUT, written 12.345.678-5: a check character by 11. Without its points and hyphen any number could be one.
func chilean(written, s string) bool {
	if len(s) != 9 && len(s) != 8 || !strings.Contains(written, "-") || strings.Count(written, ".") != 2 {
		return false
	}
	list, ok := digits(s[:len(s)-1])
	if !ok {
		return false
	}
	sum, weight := 0, 2
	for i := len(list) - 1; i >= 0; i-- {
		sum += list[i] * weight
		if weight++; weight > 7 {
			weight = 2
		}
	}
	return "0K987654321"[sum%11] == s[len(s)-1]
}

// egyptian is the national number: the century, the date of birth, the governorate, and a number; 14 digits.
func egyptian(s string) bool {
	if len(s) != 14 || s[0] != '2' && s[0] != '3' {
		return false
	}
	_, ok := digits(s)
	return ok && date(map[byte]string{'2': "19", '3': "20"}[s[0]]+s[1:3], s[3:5], s[5:7]) && s[7:9] >= "01" && s[7:9] <= "88"
}

// date reports whether digits are those of a day on which somebody alive may have been born.
func date(year, month, day string) bool {
	return year >= "1900" && year <= "2099" && month >= "01" && month <= "12" && day >= "01" && day <= "31"
}
