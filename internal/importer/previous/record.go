package previous

import (
	"slices"
	"strings"

	"upright/internal/lazyregexp"
	"upright/internal/upr"
)

// A column is something that files say of a recommendation, under different names.
type column int

const (
	noColumn column = iota
	textColumn
	countryColumn
	bodyColumn
	symbolColumn
	themesColumn
	groupsColumn
	goalsColumn
	statesColumn
	positionColumn
	kindColumn
	sessionColumn
	cycleColumn
	actionColumn
	columns
)

// columnNames are the names of columns, as plainName has them: UHRI's XLSX with its two misspellings and the right
// spelling, UHRI's JSON, OHCHR's Word tables of the third and fourth cycle, UPR Info old and new.
func columnNames() map[string]column {
	names := map[string]column{}
	for to, list := range map[column]string{
		textColumn:     "text|recommendation|recommendations|recommendation and recommending state|title",
		countryColumn:  "countries concerned|countries|country|country concerned|to|state under review|state_under_review",
		bodyColumn:     "reccomending body|recommending body|body",
		symbolColumn:   "document symbol|symbol",
		themesColumn:   "themes|issues|issue|full list of themes|human rights themes and groups of persons|themes and groups of persons",
		groupsColumn:   "affected persons|affectedpersons|groups of persons",
		goalsColumn:    "sdgs|relevant sdgs|sdg",
		statesColumn:   "upr reccomending states|upr recommending states|uprrecommendingcountry|from|recommending state|recommending states|recommending_state",
		positionColumn: "upr position|uprpositions|position|position of the state under review|position of the state|response",
		kindColumn:     "type|annotationtype|template",
		sessionColumn:  "upr session|uprsession|session",
		cycleColumn:    "uprcycle|upr cycle|cycle",
		actionColumn:   "action|action category|action_category",
	} {
		for _, name := range strings.Split(list, "|") {
			names[name] = to
		}
	}
	return names
}

// plainName is the name of a column without what differs from file to file.
func plainName(name string) string {
	name = strings.ToLower(strings.Join(strings.Fields(plain(name)), " "))
	return strings.TrimRight(name, " :.*")
}

// A record is a row of a file: the values of its columns as they stand there.
type record struct {
	values [columns]string
	has    [columns]bool // the file has the column
	theme  string        // of the heading above the row, in a Word list
	mixed  bool          // groups of persons can stand among the themes
}

func (r *record) set(to column, value string) {
	// A file can have two columns for one thing, such as the title of an entry and its text: the longer says more.
	if r.has[to] = true; to != noColumn && len(value) > len(r.values[to]) {
		r.values[to] = value
	}
}

// elsewhere reports whether the row is about another State or of another body than the review.
func (r *record) elsewhere(o Options) bool {
	if r.has[countryColumn] && !slices.ContainsFunc(terms(r.values[countryColumn], true), func(name string) bool {
		return name == o.State || o.Code(name) == o.State
	}) {
		return true
	}
	if kind := strings.ToLower(plain(r.values[kindColumn])); strings.Contains(kind, "pledge") || strings.Contains(kind, "concern") && !strings.Contains(kind, "recommendation") {
		return true
	}
	body := strings.ToLower(r.values[bodyColumn])
	return body != "" && !strings.Contains(body, "upr") && !strings.Contains(body, "universal periodic review")
}

var (
	// number is how a recommendation begins in lists: "140.7 ", also "140.7." and "- 140.7".
	number = lazyregexp.New(`^([0-9]{1,3}\.[0-9]{1,3})[.:)]?\s+`)
	// source is what OHCHR's lists say behind a recommendation.
	source = lazyregexp.New(`(?is)[;.]?\s*Source of Position\s*:\s*(\S*)(.*)$`)
	// symbolForm is the symbol of a report of the Working Group, which an addendum begins with.
	symbolForm = lazyregexp.New(`(?i)\b(A/HRC/(?:WG\.6/)?[0-9]{1,3}/(?:[A-Z]{3}/)?[0-9]{1,3})\b`)
)

// recommendation turns a record into a recommendation, or gives the reason why it cannot be read.
func (r *record) recommendation(o Options) (upr.PreviousRecommendation, string) {
	out := upr.PreviousRecommendation{Language: "en"}
	text := strings.Join(strings.Fields(plain(r.values[textColumn])), " ")
	out.Symbol = symbolOf(r.values[symbolColumn])
	if match := source.FindStringSubmatch(text); match != nil {
		text = strings.TrimSpace(strings.TrimSuffix(text, match[0]))
		if out.Symbol == "" {
			out.Symbol = symbolOf(match[1])
		}
	}
	if match := number.FindStringSubmatch(text); match != nil {
		out.Number, text = match[1], strings.TrimSpace(text[len(match[0]):])
	}
	for _, name := range terms(r.values[statesColumn], true) {
		out.States = union(out.States, statesIn(o, name))
	}
	text, named := statesBehind(o, text)
	out.States = union(out.States, named)
	if out.Text = text; len([]rune(text)) < 3 {
		return out, "previous.unread.text"
	}
	out.Language = languageOf(text)
	out.Position = positionOf(r.values[positionColumn])
	r.addThemes(&out)
	out.SDGs = goals(r.values[goalsColumn])
	out.Cycle = cycleOf(r.values[cycleColumn], r.values[sessionColumn])
	return out, ""
}

// addThemes reads themes and groups of persons, which OHCHR's lists have in one column: there a line "Affected persons:"
// makes groups of those below it.
func (r *record) addThemes(out *upr.PreviousRecommendation) {
	out.Groups = terms(r.values[groupsColumn], false)
	for _, cell := range []string{r.values[themesColumn], r.theme} {
		r.addTerms(out, terms(cell, false))
	}
}

func (r *record) addTerms(out *upr.PreviousRecommendation, list []string) {
	persons := false // the lines are about
	for _, term := range list {
		if rest, ok := cutLabel(term, "affected persons", "groups of persons"); ok {
			persons = r.mixed && rest == ""
			out.Groups = union(out.Groups, terms(rest, false))
			continue
		}
		if rest, ok := cutLabel(term, "themes", "theme"); ok {
			term, persons = rest, false
		}
		if term != "" && (persons || r.mixed && isGroup(term)) {
			out.Groups = union(out.Groups, []string{term})
		} else if term != "" {
			out.Themes = union(out.Themes, []string{term})
		}
	}
}

// cutLabel removes a label with a colon from the beginning of a text.
func cutLabel(text string, labels ...string) (string, bool) {
	before, after, ok := strings.Cut(text, ":")
	return strings.TrimSpace(after), ok && slices.Contains(labels, strings.ToLower(strings.TrimSpace(before)))
}

// symbolOf finds the symbol of the report of the Working Group; that of its addendum begins with it.
func symbolOf(text string) string {
	return strings.ToUpper(symbolForm.FindString(text))
}

// statesBehind takes the recommending States from the end of a text, where they stand in parentheses: "… (Norway) (Chile);".
// What is in parentheses and is not States stays in the text.
func statesBehind(o Options, text string) (string, []string) {
	var states []string
	for {
		before, inside, ok := bracketed(text)
		if !ok {
			return text, states
		}
		var here []string
		for _, name := range terms(inside, true) {
			here = append(here, statesIn(o, name)...)
		}
		if len(here) == 0 || slices.ContainsFunc(here, func(state string) bool { return len(state) != len("ISO") || o.Code(state) != state }) {
			return text, states
		}
		states = union(here, states)
		text = before
	}
}

// maxBracketed is how many bytes can stand in parentheses at the end of a text.
const maxBracketed = 400

// bracketed parts a text from what stands in parentheses at its end. There can be parentheses in it, as in
// "(Iran (Islamic Republic of))".
func bracketed(text string) (before, inside string, ok bool) {
	text = strings.TrimRight(text, " ;.,")
	if !strings.HasSuffix(text, ")") {
		return "", "", false
	}
	depth := 0
	for at := len(text) - 1; at >= max(0, len(text)-maxBracketed); at-- {
		switch text[at] {
		case ')':
			depth++
		case '(':
			depth--
		}
		if depth == 0 {
			return strings.TrimSpace(text[:at]), text[at+1 : len(text)-1], true
		}
	}
	return "", "", false
}

// statesIn gives the code of a State or, for several with commas between them, of each. A name that no State has stays.
func statesIn(o Options, name string) []string {
	if code := o.Code(name); code != "" {
		return []string{code}
	}
	var codes []string
	for _, part := range strings.Split(name, ",") {
		code := o.Code(strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(part), "and ")))
		if code == "" {
			return []string{name}
		}
		codes = union(codes, []string{code})
	}
	return codes
}
