package word

import (
	"slices"
	"strings"
)

// A field is text that Word works out (ECMA-376 part 1, 17.16): a code, and then what it gave last. It may reach over
// several paragraphs.
type field struct {
	code  strings.Builder
	shown bool // the code is over
	words []string
	link  string
	drop  bool   // what it shows is made anew by Upright
	home  *story // where its result begins, and at which piece
	from  int
}

// maxFields bounds fields inside of each other, maxCode what is kept of a code.
const (
	maxFields = 50
	maxCode   = 8 << 10
)

func (r *reader) fieldChar(n *node, st *story) {
	switch n.attr("fldCharType") {
	case "begin":
		r.openField(st)
	case "separate":
		r.showField(st)
	case "end":
		r.closeField(st)
	}
}

func (r *reader) openField(st *story) {
	if len(r.fields) < maxFields {
		r.fields = append(r.fields, &field{home: st, from: len(st.pieces)})
	}
}

// code adds to the code of the innermost field.
func (r *reader) code(text string) {
	if n := len(r.fields); n > 0 && !r.fields[n-1].shown && r.fields[n-1].code.Len() < maxCode {
		r.fields[n-1].code.WriteString(text)
	}
}

// showField ends the code: what follows is the result.
func (r *reader) showField(st *story) {
	if len(r.fields) == 0 {
		return
	}
	f := r.fields[len(r.fields)-1]
	if f.shown {
		return
	}
	f.shown, f.words, f.home, f.from = true, codeWords(f.code.String()), st, len(st.pieces)
	switch f.kind() {
	case "HYPERLINK":
		if address := f.argument(); address != "" {
			f.link = r.safeLink(address)
		}
	case "TOC", "INDEX", "TOA", "BIBLIOGRAPHY":
		f.drop = f.kind() != "BIBLIOGRAPHY"
		if f.kind() != "TOC" {
			r.lose(LostField, f.kind())
		}
	case "REF", "NOTEREF", "PAGEREF", "SEQ", "PAGE", "NUMPAGES", "":
	default:
		r.lose(LostField, f.kind())
	}
}

// closeField ends a field. Where it repeats the number of a paragraph, a table or a note it becomes a reference; what the
// bookmark stands at is known at the end of the file only.
func (r *reader) closeField(st *story) {
	if len(r.fields) == 0 {
		return
	}
	f := r.fields[len(r.fields)-1]
	r.fields = r.fields[:len(r.fields)-1]
	if !f.shown || f.home != st || f.from > len(st.pieces) {
		return
	}
	switch f.kind() {
	case "SEQ":
		st.add(piece{number: true})
	case "REF", "NOTEREF":
		if name := f.argument(); name != "" && !f.drop {
			result := slices.Clone(st.pieces[f.from:])
			st.pieces = append(st.pieces[:f.from], piece{ref: &reference{bookmark: name, result: result}})
		}
	}
}

// fieldHidden reports whether what is being read is the code of a field, or a result that is not wanted.
func (r *reader) fieldHidden() bool {
	return slices.ContainsFunc(r.fields, func(f *field) bool { return !f.shown || f.drop })
}

// linkOf is where the text that is being read leads.
func (r *reader) linkOf(st *story) string {
	for i := len(r.fields) - 1; i >= 0; i-- {
		if r.fields[i].link != "" {
			return r.fields[i].link
		}
	}
	return st.link
}

func (f *field) kind() string {
	if len(f.words) == 0 {
		return ""
	}
	return strings.ToUpper(f.words[0])
}

// argument is the first argument of a field; "" when a switch stands in its place.
func (f *field) argument() string {
	if len(f.words) < 2 || strings.HasPrefix(f.words[1], `\`) {
		return ""
	}
	return f.words[1]
}

// codeWords cuts the code of a field into words; quotation marks keep blanks together.
func codeWords(code string) []string {
	var words []string
	for code = strings.TrimSpace(code); code != ""; code = strings.TrimSpace(code) {
		if rest, ok := strings.CutPrefix(code, `"`); ok {
			word, after, _ := strings.Cut(rest, `"`)
			words, code = append(words, word), after
			continue
		}
		end := strings.IndexAny(code, " \t\r\n\"")
		if end < 0 {
			end = len(code)
		}
		words, code = append(words, code[:end]), code[end:]
	}
	return words
}
