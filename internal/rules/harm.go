package rules

import (
	"strings"
	"unicode/utf8"

	"upright/internal/rules/persons"
	"upright/internal/upr"
)

// Harm says whether a finding is about words that could lead to somebody.
type Harm string

// The values of Finding.Harm.
const (
	NoHarm      Harm = ""
	OpenHarm    Harm = "open"
	CoveredHarm Harm = "covered" // a case of the record of consents lists the words: see Context.Consents
)

// A passage is a text in which somebody could be found, with its place.
type passage struct {
	text, lower string
	kind        persons.Kind
	tell        func(severity Severity, words, what string, args map[string]any)
}

// passages are all texts of a submission that will be public and that people write freely.
func (c *checker) passages() []passage {
	var list []passage
	title := c.s.Details.Title
	list = append(list, passage{title, strings.ToLower(title), persons.Body, func(severity Severity, words, what string, args map[string]any) {
		c.report(severity, 0, Place{Kind: FieldPlace, ID: "title", Quote: quote(words)}, what, args)
	}})
	for i := range c.s.Annexes.Solidarity {
		list = append(list, c.rowPassage(&c.s.Annexes.Solidarity[i]))
	}
	for i := range c.s.Annexes.Previous {
		if r := &c.s.Annexes.Previous[i]; r.Comment+r.Evidence != "" {
			list = append(list, c.commentPassage(r))
		}
	}
	for _, s := range c.spots {
		list = append(list, passage{s.text, s.lower, persons.Body, func(severity Severity, words, what string, args map[string]any) {
			c.block(severity, s, words, what, args)
		}})
		if s.notes == "" {
			continue
		}
		for _, note := range notesOf(s.block) {
			text := note.Plain()
			list = append(list, passage{text, strings.ToLower(text), persons.Note, func(severity Severity, words, what string, args map[string]any) {
				c.note(severity, s, note, words, what, args)
			}})
		}
	}
	return list
}

// rowPassage is what a row of the solidarity matrix says of people.
func (c *checker) rowPassage(e *upr.SolidarityEntry) passage {
	text := strings.Join([]string{e.Holders, e.BearerName, e.Measure, e.Indicator}, "\n")
	return passage{text, strings.ToLower(text), persons.Body, func(severity Severity, words, what string, args map[string]any) {
		c.report(severity, 0, Place{Kind: SolidarityPlace, ID: e.ID, Quote: quote(words)}, what, args)
	}}
}

// commentPassage is what the authors say of a recommendation of an earlier review: the matrix prints it.
func (c *checker) commentPassage(r *upr.PreviousRecommendation) passage {
	text := r.Comment + "\n" + r.Evidence
	return passage{text, strings.ToLower(text), persons.Body, func(severity Severity, words, what string, args map[string]any) {
		c.report(severity, 0, Place{Kind: PreviousPlace, ID: r.ID, Quote: quote(words)}, what, args)
	}}
}

// harmful reports words that could lead to somebody, or that they are covered. Words of the organizations themselves are
// not reported. Of two cases that list the words, the one that forbids them counts.
func (c *checker) harmful(p passage, words, what string) {
	if c.ofOrganizations(words) {
		return
	}
	var covering, unseen *upr.Consent
	for i := range c.ctx.Consents {
		switch k := &c.ctx.Consents[i]; {
		case !k.Extent.Covers():
			switch {
			case !k.Lists(words):
			case k.In(p.lower) == "": // a part of what the case lists
				c.open(p, words, what, nil)
				return
			default: // checkNames says so
				return
			}
		case !k.Lists(words):
		case k.Holds():
			covering = k
		default:
			unseen = k
		}
	}
	switch {
	case covering != nil:
		p.tell(Advice, words, "covered", map[string]any{"label": covering.Label})
		c.found[len(c.found)-1].Harm = CoveredHarm
	case unseen != nil:
		c.open(p, words, "unseen", map[string]any{"label": unseen.Label})
	default:
		c.open(p, words, what, nil)
	}
}

// open reports words that nothing covers.
func (c *checker) open(p passage, words, what string, args map[string]any) {
	p.tell(Warning, words, what, args)
	c.found[len(c.found)-1].Harm = OpenHarm
}

// ofOrganizations reports whether words are part of what the submitting organizations say of themselves on the cover.
func (c *checker) ofOrganizations(words string) bool {
	return strings.Contains(c.covered(), strings.ToLower(words))
}

// covered is the text of the cover that organizations fill in, in lower case.
func (c *checker) covered() string {
	if c.cover != nil {
		return *c.cover
	}
	var b strings.Builder
	for i := range c.s.Organizations {
		o := &c.s.Organizations[i]
		for _, text := range []string{o.Name, o.Acronym, o.Email, o.Website, o.Phone, o.Address} {
			b.WriteString(strings.ToLower(text) + "\n")
		}
	}
	for i := range c.s.Annexes.Signatories {
		b.WriteString(strings.ToLower(c.s.Annexes.Signatories[i].Organization.Name) + "\n")
	}
	text := b.String()
	c.cover = &text
	return text
}

// checkNames finds what may be names of persons, and words of cases that are not to stand in the text at all (UPRIGHT-NAME).
func checkNames(c *checker) {
	list := c.passages()
	forbidding := c.forbidding(list)
	for _, p := range list {
		for _, k := range forbidding {
			if words := k.In(p.lower); words != "" {
				c.open(p, words, string(k.Extent), map[string]any{"label": k.Label})
			}
		}
		seen := map[string]bool{}
		for _, name := range persons.Find(p.text, p.kind) {
			if !seen[name.Text] {
				seen[name.Text] = true
				c.harmful(p, name.Text, "person")
			}
		}
	}
}

// forbidding returns the cases that forbid words of which one stands somewhere. There can be many cases, and most of them are
// kept: to ask each of every passage would be slow.
func (c *checker) forbidding(list []passage) []*upr.Consent {
	var all strings.Builder
	var cases []*upr.Consent
	for i := range c.ctx.Consents {
		k := &c.ctx.Consents[i]
		if k.Extent.Covers() {
			continue
		}
		if all.Len() == 0 {
			for _, p := range list {
				all.WriteString(p.lower + "\n")
			}
		}
		if k.In(all.String()) != "" {
			cases = append(cases, k)
		}
	}
	return cases
}

// foldDigits writes Arabic, Persian and full-width digits as 0 to 9, character by character.
func foldDigits(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return r >= 0x660 && zero(r) != 0 }) {
		return text
	}
	return strings.Map(func(r rune) rune {
		if z := zero(r); z != 0 {
			return '0' + r - z
		}
		return r
	}, text)
}

// zero is the nought of the digits that a character is one of; 0 for none.
func zero(r rune) rune {
	for _, z := range []rune{'٠', '۰', '０'} {
		if r >= z && r <= z+9 {
			return z
		}
	}
	return 0
}

// unfold returns what stands in a text where folded[start:end] stands in its folded form.
func unfold(text, folded string, start, end int) string {
	if len(text) == len(folded) {
		return text[start:end]
	}
	letters := []rune(text)
	from := utf8.RuneCountInString(folded[:start])
	return string(letters[from : from+utf8.RuneCountInString(folded[start:end])])
}
