package rules

import (
	"slices"
	"strings"
	"unicode/utf8"

	"upright/internal/prose"
	"upright/internal/upr"
)

// A check looks for what breaks one rule. It needs the named parameters.
type check struct {
	run     func(*checker)
	numbers []string
	lists   []string
}

// checks are all checks by the name that the data gives them.
func checks() map[string]check {
	return map[string]check{
		"length":          {run: checkLength, numbers: []string{"max_words", "warn_at_ratio"}},
		"lengthWithNotes": {run: checkLengthWithNotes},
		"notes":           {run: checkNotes, numbers: []string{"max_words_per_note", "max_notes_ratio"}},

		"language":  {run: checkLanguage, lists: []string{"allowed", "preferred"}},
		"numbering": {run: checkNumbering},
		"order":     {run: checkOrder},

		"identity":       {run: checkIdentity, lists: []string{"required", "recommended"}},
		"presentation":   {run: checkPresentation, numbers: []string{"min_words", "max_words"}},
		"occasion":       {run: checkOccasion},
		"privateContact": {run: checkPrivateContact, lists: []string{"providers"}},
		"signatories":    {run: checkSignatories, numbers: []string{"min_organizations"}},
		"oneIndividual":  {run: checkOneIndividual},

		"deadline":      {run: checkDeadline, numbers: []string{"soon_days"}},
		"hour":          {run: checkHour},
		"deadlineKnown": {run: checkDeadlineKnown},

		"privacy": {run: checkPrivacy},

		"followUp":        {run: checkFollowUp},
		"period":          {run: checkPeriod},
		"basis":           {run: checkBasis},
		"structure":       {run: checkStructure, lists: []string{"required"}},
		"summary":         {run: checkSummary, numbers: []string{"min_words", "max_words"}},
		"keywords":        {run: checkKeywords, numbers: []string{"min", "max"}},
		"sources":         {run: checkSources},
		"quotations":      {run: checkQuotations},
		"priorities":      {run: checkPriorities, numbers: []string{"max_issues_individual", "max_issues_joint"}},
		"recommendations": {run: checkRecommendations, numbers: []string{"warn_below_category", "max_words"}},
		"citations":       {run: checkCitations},

		"title":                {run: checkTitle},
		"text":                 {run: checkText},
		"emptyParts":           {run: checkEmptyParts, lists: []string{"required"}},
		"partTitles":           {run: checkPartTitles},
		"headings":             {run: checkHeadings},
		"references":           {run: checkReferences},
		"emptyNotes":           {run: checkEmptyNotes},
		"emptyRecommendations": {run: checkEmptyRecommendations},
		"captions":             {run: checkCaptions},
		"identifiers":          {run: checkIdentifiers},
	}
}

// Check looks at a submission with the rules of a set. The manuscript may be nil: then it is a text without parts.
//
// Findings stand in the order of Report; the same submission, set and context give the same report.
func Check(set *Set, s *upr.Submission, ctx Context) Report {
	c := newChecker(set, s, ctx)
	known := checks()
	for i := range set.Rules {
		c.rule = &set.Rules[i]
		by, ok := known[c.rule.Check.By]
		if ok && c.rule.appliesTo(s.Details.Kind) && (c.rule.Check.Kind == Automatic || c.rule.Check.Kind == Semi) {
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
	count.Limit, count.LimitRule = set.Limit(s.Details.Kind)
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
	s       *upr.Submission
	ctx     Context
	numbers prose.Numbers
	count   Count
	parts   []*prose.Part // visible
	spots   []spot
	found   []found
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
	key := "rule." + c.rule.ID + "." + what
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
