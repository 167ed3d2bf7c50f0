package i18n

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// A Printer speaks one language. It can be used by any number of goroutines.
type Printer struct {
	language string
	tag      language.Tag
	messages map[string]message

	// isolates keeps names, codes and addresses that are filled in from changing places with the words around them, which
	// the bidirectional algorithm does where Latin letters or signs stand in Arabic.
	isolates bool
	// unchecked says that no native speaker has read the catalogue; terms are its keys to look at first.
	unchecked bool
	terms     []string
}

// Language returns the language's code, for the lang attribute.
func (p *Printer) Language() string { return p.language }

// Direction returns "rtl" for a language written from right to left, and "ltr".
func (p *Printer) Direction() string { return Direction(p.language) }

// Direction returns in which direction lang is written: "rtl" or "ltr".
func Direction(lang string) string {
	if lang == "ar" {
		return "rtl"
	}
	return "ltr"
}

// Has says whether the catalogue knows the key.
func (p *Printer) Has(key string) bool {
	_, ok := p.messages[key]
	return ok
}

// Keys returns every key, sorted.
func (p *Printer) Keys() []string { return slices.Sorted(maps.Keys(p.messages)) }

// T returns the message of key with its parameters filled in: T("signin.tries", "n", 3, "name", "Amina").
// Whole numbers are written the way the language writes them, and n chooses the plural form; a number that is a name (a
// year, a paragraph) is given as a string. A key that is not there comes back in ⟦brackets⟧, which no test lets pass.
func (p *Printer) T(key string, pairs ...any) string {
	args := make(map[string]any, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		args[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return p.Message(key, args)
}

// Message is T for arguments that travelled as a map: those of errors and findings.
func (p *Printer) Message(key string, args map[string]any) string {
	m, ok := p.messages[key]
	if !ok {
		return "⟦" + key + "⟧"
	}
	text := m.text
	if m.forms != nil {
		n, _ := whole(args["n"])
		if text, ok = m.forms[pluralForm(p.tag, n)]; !ok {
			text = m.forms["other"]
		}
	}
	if len(args) == 0 {
		return text
	}
	// One pass, so that braces inside an argument stay what somebody typed.
	pairs := make([]string, 0, 4*len(args))
	for name, value := range args {
		written := p.value(value)
		if endsInStop(written) {
			pairs = append(pairs, "{"+name+"}.", written)
		}
		pairs = append(pairs, "{"+name+"}", written)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// endsInStop says whether what is filled in brings the full stop of its sentence along: "23 ноября 2026 г." and "Example
// Inc." do, and no language with this stop writes a second one after that of an abbreviation. An ellipsis is none.
func endsInStop(written string) bool {
	text := strings.TrimSuffix(written, popIsolate)
	return strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "..")
}

// value writes an argument.
func (p *Printer) value(v any) string {
	if n, ok := whole(v); ok {
		return p.Number(n)
	}
	text := fmt.Sprint(v)
	if p.isolates && text != "" {
		return firstStrongIsolate + text + popIsolate
	}
	return text
}

// Signs of the bidirectional algorithm (Unicode Annex 9). They are not seen; <bdi> does the same in HTML, but a message is
// also the subject of a mail, the name of a calendar and a line of a terminal.
const (
	firstStrongIsolate = "\u2068"
	popIsolate         = "\u2069"
)

// whole returns a whole number of any of the types that arguments come in: a JSON number is a float64.
func whole(v any) (int, bool) {
	switch n := v.(type) {
	case int:
		return n, true
	case int64:
		return int(n), true
	case float64:
		return int(n), n == float64(int(n))
	}
	return 0, false
}

// Number writes a whole number with the language's grouping: 2,815 in English.
func (p *Printer) Number(n int) string {
	if n < 0 {
		return "−" + p.Number(-n)
	}
	digits := strconv.Itoa(n)
	if len(digits) <= 3 {
		return digits
	}
	return p.Number(n/1000) + groupSeparator(p.language) + digits[len(digits)-3:]
}

// groupSeparator stands between groups of three digits.
func groupSeparator(lang string) string {
	switch lang {
	case "fr":
		return "\u202f" // narrow no-break space
	case "ru":
		return "\u00a0" // no-break space
	case "es":
		return "."
	}
	return ","
}

// Comma is what stands between the items of a list, with its space: "، " in Arabic, "、" in Chinese.
func (p *Printer) Comma() string {
	switch p.language {
	case "ar":
		return "، "
	case "zh":
		return "、"
	}
	return ", "
}

// pluralForm returns the CLDR name of the form that n takes.
func pluralForm(tag language.Tag, n int) string {
	if n < 0 {
		n = -n
	}
	// The rules only look at the last digits: the package asks for the value modulo ten million.
	switch plural.Cardinal.MatchPlural(tag, n%10_000_000, 0, 0, 0, 0) {
	case plural.Zero:
		return "zero"
	case plural.One:
		return "one"
	case plural.Two:
		return "two"
	case plural.Few:
		return "few"
	case plural.Many:
		return "many"
	}
	return "other"
}

// Messages returns the messages whose keys begin with prefix, as the catalogue has them: a text with {parameters}, or a
// map of plural forms. It is for scripts that fill in parameters themselves.
func (p *Printer) Messages(prefix string) map[string]any {
	found := make(map[string]any)
	for key, m := range p.messages {
		switch {
		case !strings.HasPrefix(key, prefix):
		case m.forms != nil:
			found[key] = m.forms
		default:
			found[key] = m.text
		}
	}
	return found
}
