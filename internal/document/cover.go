package document

import (
	"strconv"
	"strings"

	"upright/internal/upr"
)

// A cover makes the first page as OHCHR's practice has it (UPR-COV-01 to -03, UPR-JNT-01): who submits, on which State,
// to which session, of which kind; for a joint submission all names at the beginning, each with city and country.
type cover struct {
	s             *upr.Submission
	opt           Options
	words         Words
	organizations []upr.Organization // as they may be named
}

func newCover(s *upr.Submission, opt Options) cover {
	return cover{s: s, opt: opt, words: opt.Words, organizations: appearing(s)}
}

func (c cover) blocks() []Block {
	blocks := []Block{}
	if logos := c.logos(); len(logos.Images) > 0 {
		blocks = append(blocks, logos)
	}
	blocks = append(blocks, &Title{Text: c.title()})
	if kind := c.kind(); kind != c.title() {
		blocks = append(blocks, &Subtitle{Text: kind})
	}
	if c.opt.Annexes == OnlyAnnexes {
		return append(blocks, &Subtitle{Text: c.words.Annex.All}, c.fields(), &Contents{})
	}
	blocks = append(blocks, c.fields())
	for i := range c.organizations {
		blocks = append(blocks, c.organization(&c.organizations[i])...)
	}
	return append(blocks, &Contents{})
}

// title returns the title people gave, or the kind of the submission.
func (c cover) title() string {
	if t := clean(c.s.Details.Title); t != "" {
		return t
	}
	return c.kind()
}

func (c cover) joint() bool { return c.s.Details.Kind == upr.Joint }

func (c cover) kind() string {
	if c.joint() {
		return c.words.Joint
	}
	return c.words.Individual
}

func (c cover) shortKind() string {
	if c.joint() {
		return c.words.ShortJoint
	}
	return c.words.ShortIndividual
}

// country names a country; an unknown code stands for itself.
func (c cover) country(code string) string {
	if name := clean(c.opt.Country(code)); name != "" {
		return name
	}
	return clean(code)
}

// maxLead is how much of the organization's name running heads and names of files have room for, in characters.
const maxLead = 48

func (c cover) runningHead() string {
	lead := c.lead()
	if short := shorten(lead, maxLead); short != lead {
		lead = short + "…"
	}
	return fill(c.words.RunningHead, "organization", lead, "kind", c.shortKind(), "state", c.country(c.s.Details.State))
}

// shorten cuts s after a word so that at most n characters are left; a first word that is longer is cut itself.
func shorten(s string, n int) string {
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	cut := string(runes[:n])
	if end := strings.LastIndexByte(cut, ' '); end > 0 && runes[n] != ' ' {
		cut = cut[:end]
	}
	return strings.TrimRight(cut, " ,;:–-")
}

// lead returns the short name of the first organization.
func (c cover) lead() string {
	if len(c.organizations) == 0 {
		return ""
	}
	o := c.organizations[0]
	if acronym := clean(o.Acronym); acronym != "" {
		return acronym
	}
	return clean(o.Name)
}

func (c cover) authors() string {
	var names []string
	for _, o := range c.organizations {
		if name := clean(o.Name); name != "" {
			names = append(names, name)
		}
	}
	return strings.Join(names, "; ")
}

func (c cover) keywords() []string {
	var words []string
	for _, k := range c.s.Details.Keywords {
		if k = clean(k); k != "" {
			words = append(words, k)
		}
	}
	return words
}

func (c cover) logos() *Logos {
	logos := &Logos{}
	for _, o := range c.organizations {
		if o.Logo != nil {
			logos.Images = append(logos.Images, Image{
				Data: o.Logo.Data, Format: o.Logo.Format, Width: o.Logo.Width, Height: o.Logo.Height,
				Alt: fill(c.words.Labels.Logo, "organization", clean(o.Name)),
			})
		}
	}
	return logos
}

func (c cover) date() upr.Date {
	if c.s.Details.Date != (upr.Date{}) {
		return c.s.Details.Date
	}
	return c.opt.Date
}

// fields are what identifies the submission. A field without a value is left out.
func (c cover) fields() *Fields {
	d := c.s.Details
	f := &Fields{}
	f.add(c.words.SubmittedBy, c.submitters()...)
	f.add(c.words.StateUnderReview, plain(c.country(d.State))...)
	f.add(c.words.Session, plain(c.session())...)
	if d.Cycle > 0 {
		f.add(c.words.Cycle, plain(c.words.Cycles.in(d.Language, d.Cycle))...)
	}
	f.add(c.words.TextLanguage, plain(c.words.Language)...)
	if date := c.date(); date != (upr.Date{}) {
		f.add(c.words.Date, plain(c.words.Day(day(date)))...)
	}
	f.add(c.words.Keywords, plain(strings.Join(c.keywords(), c.words.Separator))...)
	return f
}

func (c cover) session() string {
	n := c.s.Details.Session
	if n == 0 {
		return ""
	}
	session := c.words.Sessions.in(c.s.Details.Language, n)
	if c.opt.SessionDate == (upr.Date{}) {
		return session
	}
	return fill(c.words.InMonth, "session", session, "date", c.words.Month(month(c.opt.SessionDate)))
}

// submitters are all organizations, one on a line, as OHCHR prints them in its notes: name, acronym, city, country.
func (c cover) submitters() []Span {
	var spans []Span
	for i := range c.organizations {
		if i > 0 {
			spans = append(spans, &Break{})
		}
		spans = append(spans, &Text{Text: c.place(&c.organizations[i])})
	}
	return spans
}

func (c cover) place(o *upr.Organization) string {
	name, city, country := c.fullName(o), clean(o.City), ""
	if o.Country != "" {
		country = c.country(o.Country)
	}
	switch {
	case country == "":
		return name
	case city == "":
		return fill(c.words.PlaceCountry, "organization", name, "country", country)
	}
	return fill(c.words.Place, "organization", name, "city", city, "country", country)
}

func (c cover) fullName(o *upr.Organization) string {
	name, acronym := clean(o.Name), clean(o.Acronym)
	if acronym == "" || acronym == name {
		return name
	}
	return fill(c.words.Organization, "name", name, "acronym", acronym)
}

// organization presents one organization: its name where there are several, its paragraph, its public contact.
func (c cover) organization(o *upr.Organization) []Block {
	var blocks []Block
	if len(c.organizations) > 1 {
		blocks = append(blocks, &Paragraph{Text: c.said(c.fullName(o), true)})
	}
	if description := clean(o.Description); description != "" {
		blocks = append(blocks, &Paragraph{Text: c.said(description, false)})
	}
	f := &Fields{}
	if o.Founded > 0 {
		f.add(c.words.Founded, plain(strconv.Itoa(o.Founded))...)
	}
	f.add(c.words.Status, plain(c.status(o.ConsultativeStatus))...)
	f.add(c.words.Website, linked(o.Website, "")...)
	f.add(c.words.Email, linked(o.Email, "mailto:")...)
	f.add(c.words.Phone, phone(o.Phone)...)
	f.add(c.words.Address, c.said(clean(o.Address), false)...)
	if len(f.Items) > 0 {
		blocks = append(blocks, f)
	}
	if len(c.organizations) > 1 && len(blocks) == 1 {
		return nil // nothing but its name, which stands in the list of those who submit
	}
	return blocks
}

// said is what an organization says of itself. A text that is wholly in another language and runs the other way keeps its
// own order: its full stop stays behind its last word.
func (c cover) said(text string, strong bool) []Span {
	if text == "" {
		return nil
	}
	return []Span{&Text{Text: text, Strong: strong, Language: wholly(text, c.s.Details.Language)}}
}

func (c cover) status(s upr.ConsultativeStatus) string {
	switch s {
	case upr.GeneralStatus:
		return c.words.General
	case upr.SpecialStatus:
		return c.words.Special
	case upr.RosterStatus:
		return c.words.Roster
	}
	return ""
}

func (f *Fields) add(label string, value ...Span) {
	if len(value) > 0 {
		f.Items = append(f.Items, Field{Label: label, Value: value})
	}
}

// plain returns a span for a text that is not empty.
func plain(s string) []Span {
	if s == "" {
		return nil
	}
	return []Span{&Text{Text: s}}
}

// linked returns an address that leads to itself; one that may not be a link is printed all the same.
func linked(address, scheme string) []Span {
	address = clean(address)
	if address == "" {
		return nil
	}
	return []Span{&Text{Text: address, Link: SafeLink(scheme + address), LeftToRight: true}}
}

func phone(number string) []Span {
	if number = clean(number); number == "" {
		return nil
	}
	return []Span{&Text{Text: number, LeftToRight: true}}
}
