package rules

import (
	"slices"
	"strings"
	"unicode/utf8"

	"upright/internal/prose"
	"upright/internal/upr"
)

// A check looks for what breaks a rule. It needs the named parameters.
type check struct {
	run func(*checker)
	// words are the rules that the catalogues have words for its findings under. A rule of another id, from a set that
	// an administrator wrote, speaks with those of the first.
	words   []string
	numbers []string
	lists   []string
	hours   []string // of the day, as 15:04
	flags   []string // yes or no; one that is missing is no
}

// checks are all checks by the name that the data gives them.
func checks() map[string]check {
	return map[string]check{
		"length":          {run: checkLength, words: ids("UPR-LEN-01", "UPR-LEN-02"), numbers: []string{"max_words", "warn_at_ratio"}},
		"lengthWithNotes": {run: checkLengthWithNotes, words: ids("UPR-LEN-03"), flags: []string{"count_notes"}},
		"notes":           {run: checkNotes, words: ids("UPR-LEN-04"), numbers: []string{"max_words_per_note", "max_notes_ratio"}},

		"language":  {run: checkLanguage, words: ids("UPR-FMT-01"), lists: []string{"allowed", "preferred"}},
		"numbering": {run: checkNumbering, words: ids("UPR-FMT-05")},
		"order":     {run: checkOrder, words: ids("UPR-STR-01")},
		"settled":   {run: checkSettled, words: ids("UPR-FMT-09")},

		"identity":       {run: checkIdentity, words: ids("UPR-COV-01"), lists: []string{"required", "recommended"}},
		"presentation":   {run: checkPresentation, words: ids("UPR-COV-02"), numbers: []string{"min_words", "max_words"}},
		"occasion":       {run: checkOccasion, words: ids("UPR-COV-03")},
		"privateContact": {run: checkPrivateContact, words: ids("UPR-COV-04"), lists: []string{"providers"}},
		"signatories":    {run: checkSignatories, words: ids("UPR-JNT-01"), numbers: []string{"min_organizations"}},
		"oneIndividual":  {run: checkOneIndividual, words: ids("UPR-JNT-03")},

		"deadline":      {run: checkDeadline, words: ids("UPR-DL-01"), numbers: []string{"soon_days"}},
		"hour":          {run: checkHour, words: ids("UPR-DL-02"), hours: []string{"hour_seen", "hour_unconfirmed"}},
		"deadlineKnown": {run: checkDeadlineKnown, words: ids("UPR-DL-03")},

		"privacy": {run: checkPrivacy, words: ids("UPR-PUB-02")},

		"followUp":        {run: checkFollowUp, words: ids("UPR-CON-01")},
		"period":          {run: checkPeriod, words: ids("UPR-CON-02")},
		"basis":           {run: checkBasis, words: ids("UPR-CON-03")},
		"structure":       {run: checkStructure, words: ids("UPR-CON-04"), lists: []string{"required"}},
		"summary":         {run: checkSummary, words: ids("UPR-CON-05"), numbers: []string{"min_words", "max_words"}},
		"keywords":        {run: checkKeywords, words: ids("UPR-CON-06"), numbers: []string{"min", "max"}},
		"sources":         {run: checkSources, words: ids("UPR-CON-07")},
		"quotations":      {run: checkQuotations, words: ids("UPR-CON-09")},
		"priorities":      {run: checkPriorities, words: ids("UPR-CON-10"), numbers: []string{"max_issues_individual", "max_issues_joint"}},
		"recommendations": {run: checkRecommendations, words: ids("UPR-CON-11"), numbers: []string{"warn_below_category", "max_words"}},
		"citations":       {run: checkCitations, words: ids("UPR-CON-13")},

		"title":                {run: checkTitle, words: ids("UPRIGHT-TITLE")},
		"text":                 {run: checkText, words: ids("UPRIGHT-TEXT")},
		"emptyParts":           {run: checkEmptyParts, words: ids("UPRIGHT-PART"), lists: []string{"required"}},
		"partTitles":           {run: checkPartTitles, words: ids("UPRIGHT-PART-TITLE")},
		"headings":             {run: checkHeadings, words: ids("UPRIGHT-HEADING")},
		"references":           {run: checkReferences, words: ids("UPRIGHT-REFERENCE")},
		"emptyNotes":           {run: checkEmptyNotes, words: ids("UPRIGHT-NOTE")},
		"emptyRecommendations": {run: checkEmptyRecommendations, words: ids("UPRIGHT-RECOMMENDATION")},
		"captions":             {run: checkCaptions, words: ids("UPRIGHT-CAPTION")},
		"identifiers":          {run: checkIdentifiers, words: ids("UPRIGHT-ID")},

		"matrixParagraphs": {run: checkMatrixParagraphs, words: ids("UPRIGHT-SOLIDARITY-TEXT")},
		"matrixBasis":      {run: checkMatrixBasis, words: ids("UPRIGHT-SOLIDARITY-BASIS")},
		"matrixIndicators": {run: checkMatrixIndicators, words: ids("UPRIGHT-SOLIDARITY-INDICATOR")},

		"names":       {run: checkNames, words: ids("UPRIGHT-NAME")},
		"claims":      {run: checkClaims, words: ids("UPRIGHT-CLAIM")},
		"noteSources": {run: checkNoteSources, words: ids("UPRIGHT-SOURCE")},
		"symbols":     {run: checkSymbols, words: ids("UPRIGHT-SYMBOL")},
		"figures":     {run: checkFigures, words: ids("UPRIGHT-FIGURE")},
		"repeats":     {run: checkRepeats, words: ids("UPRIGHT-TWICE")},
		"acronyms":    {run: checkAcronyms, words: ids("UPRIGHT-ACRONYM")},
		"addressee":   {run: checkAddressee, words: ids("UPRIGHT-ADDRESSEE")},
		"support":     {run: checkSupport, words: ids("UPRIGHT-SUPPORT")},
		"verbs":       {run: checkVerbs, words: ids("UPRIGHT-VERB"), numbers: []string{"warn_below_category"}},
	}
}

func ids(list ...string) []string { return list }

// Check looks at a submission with the rules of a set. The manuscript may be nil: then it is a text without parts.
//
// Findings stand in the order of Report; the same submission, set and context give the same report.
func Check(set *Set, s *upr.Submission, ctx Context) Report {
	c := newChecker(set, s, ctx)
	known := checks()
	for i := range set.Rules {
		c.rule = &set.Rules[i]
		by, ok := known[c.rule.Check.By]
		if ok && set.applies(c.rule, s) && (c.rule.Check.Kind == Automatic || c.rule.Check.Kind == Semi) {
			c.words = by.words[0]
			if slices.Contains(by.words, c.rule.ID) {
				c.words = c.rule.ID
			}
			by.run(c)
		}
	}
	slices.SortStableFunc(c.found, func(a, b found) int {
		if a.Severity != b.Severity {
			return grade(a.Severity) - grade(b.Severity)
		}
		return a.at - b.at
	})
	report := Report{Count: c.count}
	for _, f := range c.found {
		report.Findings = append(report.Findings, f.Finding)
	}
	return report
}

// grade orders severities, gravest first.
func grade(s Severity) int { return slices.Index([]Severity{Error, Warning, Advice}, s) }

// Measure counts a submission by a set's way of counting, without checking it.
func Measure(set *Set, s *upr.Submission) Count {
	var count Count
	count.Limit, count.LimitRule = set.Limit(s)
	count.WithNotes = set.CountsNotes(s)
	if s.Manuscript == nil {
		return count
	}
	for part := range s.Manuscript.Visible() {
		body, notes := part.Count()
		count.Parts = append(count.Parts, PartCount{ID: part.ID, Body: body, Notes: notes})
		count.Body, count.Notes = count.Body.Add(body), count.Notes.Add(notes)
	}
	return count
}

// A checker is what the checks share: the submission, its text made plain once, and the findings.
type checker struct {
	set     *Set
	rule    *Rule
	words   string // the rule whose words the findings use
	s       *upr.Submission
	ctx     Context
	numbers prose.Numbers
	count   Count
	parts   []*prose.Part // visible
	spots   []spot
	found   []found
	cover   *string // what ofOrganizations looks into, once it was asked
}

// A spot is a block that stands directly in a visible part.
type spot struct {
	part  *prose.Part
	block prose.Block
	text  string // with everything nested in it, notes left out
	lower string // the same in lower case
	notes string // one line for each note
	at    int    // place in the order of the text, from 1
}

// A found is a finding with its place in the order of the text; what is not in the text comes first.
type found struct {
	Finding
	at int
}

func newChecker(set *Set, s *upr.Submission, ctx Context) *checker {
	c := &checker{set: set, s: s, ctx: ctx, count: Measure(set, s)}
	if s.Manuscript == nil {
		return c
	}
	c.numbers = prose.Number(s.Manuscript)
	at := 0
	for part := range s.Manuscript.Visible() {
		c.parts = append(c.parts, part)
		at++ // the part itself
		for _, b := range part.Blocks {
			at++
			text := c.numbers.PlainBlock(b)
			c.spots = append(c.spots, spot{part: part, block: b, text: text, lower: strings.ToLower(text), notes: plainNotes(b), at: at})
		}
	}
	return c
}

func plainNotes(b prose.Block) string {
	var lines []string
	for inner := range prose.Nested(b) {
		for _, inline := range prose.Content(inner) {
			if note, ok := inline.(*prose.Endnote); ok {
				lines = append(lines, note.Plain())
			}
		}
	}
	return strings.Join(lines, "\n")
}

// spotsIn yields the spots of the parts of some kinds; of all parts when none is named.
func (c *checker) spotsIn(kinds ...prose.PartKind) []spot {
	if len(kinds) == 0 {
		return c.spots
	}
	var list []spot
	for _, s := range c.spots {
		if slices.Contains(kinds, s.part.Kind) {
			list = append(list, s)
		}
	}
	return list
}

// report keeps a finding of the present rule. Its severity is bounded by the rule's own, and by Warning when the rule
// was not seen for the cycle of the set.
func (c *checker) report(severity Severity, at int, place Place, what string, args map[string]any) {
	limit := c.rule.Severity
	if !c.set.Seen(*c.rule) && limit == Error {
		limit = Warning
	}
	if grade(severity) < grade(limit) {
		severity = limit
	}
	key := "rule." + c.words + "." + what
	c.found = append(c.found, found{at: at, Finding: Finding{
		Rule: c.rule.ID, Severity: severity, Confidence: c.set.Confidence(*c.rule), Place: place,
		Message: Message{Key: key, Args: args}, Mend: Message{Key: key + ".mend", Args: args},
	}})
}

// whole reports a finding on the submission as a whole.
func (c *checker) whole(severity Severity, what string, args map[string]any) {
	c.report(severity, 0, Place{Kind: WholePlace}, what, args)
}

// field reports a finding on a field of the details.
func (c *checker) field(severity Severity, name, what string, args map[string]any) {
	c.report(severity, 0, Place{Kind: FieldPlace, ID: name}, what, args)
}

// organization reports a finding on a field of an organization, whose name is quoted.
func (c *checker) organization(severity Severity, o *upr.Organization, field, what string, args map[string]any) {
	c.report(severity, 0, Place{Kind: OrganizationPlace, ID: field, Quote: quote(o.Name)}, what, args)
}

// part reports a finding on a part.
func (c *checker) part(severity Severity, part *prose.Part, what string, args map[string]any) {
	at := 0
	for _, s := range c.spots {
		if s.part == part {
			at = s.at - 1
			break
		}
	}
	c.report(severity, at, Place{Kind: PartPlace, ID: part.ID, Part: part.ID, Quote: quote(part.Title)}, what, args)
}

// block reports a finding on a block; words are the ones concerned, "" for the whole block.
func (c *checker) block(severity Severity, s spot, words, what string, args map[string]any) {
	id := prose.BlockID(s.block)
	number, _ := c.numbers.Label(id)
	if _, table := s.block.(*prose.Table); table {
		number = "" // tables are counted apart: a 2 would be taken for paragraph 2
	}
	c.report(severity, s.at, Place{Kind: BlockPlace, ID: id, Part: s.part.ID, Number: number, Quote: quote(words)}, what, args)
}

// note reports a finding on an endnote of a spot.
func (c *checker) note(severity Severity, s spot, note *prose.Endnote, words, what string, args map[string]any) {
	number, _ := c.numbers.Label(note.ID)
	c.report(severity, s.at, Place{Kind: NotePlace, ID: note.ID, Part: s.part.ID, Number: number, Quote: quote(words)}, what, args)
}

// notesOf returns the endnotes of a block with everything nested in it.
func notesOf(b prose.Block) []*prose.Endnote {
	var notes []*prose.Endnote
	for inner := range prose.Nested(b) {
		for _, inline := range prose.Content(inner) {
			if note, ok := inline.(*prose.Endnote); ok {
				notes = append(notes, note)
			}
		}
	}
	return notes
}

// maxQuote bounds Place.Quote, in characters.
const maxQuote = 120

// quote makes words fit for Place.Quote: one line, cut at a space where that can be.
func quote(words string) string {
	words = strings.Join(strings.Fields(words), " ")
	if utf8.RuneCountInString(words) <= maxQuote {
		return words
	}
	cut := string([]rune(words)[:maxQuote-1])
	if space := strings.LastIndexByte(cut, ' '); space > len(cut)/2 {
		cut = cut[:space]
	}
	return cut + "…"
}
