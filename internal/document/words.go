package document

import (
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"upright/internal/prose"
)

// Words are all words that Build prints beside what people wrote, in the language of the text. In a template {n},
// {state} and the like stand for what Build puts in.
type Words struct {
	Labels Labels

	Language string // the name of the language of the text, in itself

	Individual, Joint           string // line below the title: "Individual submission to the UN Universal Periodic Review"
	ShortIndividual, ShortJoint string // in the running head and in names of files: "individual UPR submission"
	RunningHead                 string // {organization}, {kind}, {state}
	FileName                    string // {organization}, {kind}, {state}, {date}; FileNameUndated has no {date}
	FileNameUndated             string
	Subject                     string // {state}

	StateUnderReview, Session, Cycle, TextLanguage, Date, SubmittedBy, Keywords string // labels of the fields on the cover
	Founded, Status, Website, Email, Phone, Address                             string // labels of an organization's fields

	Sessions, Cycles Ordinal // "{n}th session", "{n}th cycle"
	InMonth          string  // {session}, {date}: "59th session, January 2029"

	Day   func(time.Time) string // writes a date: "15 January 2029"
	Month func(time.Time) string // writes a month with its year: "January 2029"

	General, Special, Roster string // consultative status with ECOSOC
	Organization             string // {name}, {acronym}
	Place                    string // {organization}, {city}, {country}; PlaceCountry has no {city}
	PlaceCountry             string
	Separator                string // between key words
	AddressedTo              string // {name}: whom a recommendation is addressed to

	Parts map[prose.PartKind]string // headings of parts whose author gave none

	FieldsIntro string // above what is to be pasted into the registration system

	Annex AnnexWords
	State StateWords
}

// An Ordinal holds the forms of a template with an ordinal number {n}, one for each plural category that the languages
// of the United Nations use for ordinals (CLDR): "1st", "2nd", "3rd" and "4th" in English.
type Ordinal struct{ One, Two, Few, Other string }

// NewWords reads the words through text, which returns the entry of a catalogue for a key; day and month write dates as
// the language does.
func NewWords(text func(key string) string, day, month func(time.Time) string) Words {
	w := Words{
		Labels: Labels{
			Contents: text("contents"), Endnotes: text("endnotes"), Page: text("page"), Table: text("table"),
			Caption: text("caption"), NoteBack: text("note_back"), NoteMark: text("note_mark"), Logo: text("logo"),
			Tracked: tracked(text),
		},
		Language:   text("language"),
		Individual: text("individual"), Joint: text("joint"),
		ShortIndividual: text("short_individual"), ShortJoint: text("short_joint"),
		RunningHead: text("running_head"), FileName: text("file_name"), FileNameUndated: text("file_name_undated"),
		Subject:          text("subject"),
		StateUnderReview: text("field.state"), Session: text("field.session"), Cycle: text("field.cycle"),
		TextLanguage: text("field.language"), Date: text("field.date"), SubmittedBy: text("field.submitted_by"),
		Keywords: text("field.keywords"), Founded: text("field.founded"), Status: text("field.status"),
		Website: text("field.website"), Email: text("field.email"), Phone: text("field.phone"), Address: text("field.address"),
		Sessions: ordinal(text, "session"), Cycles: ordinal(text, "cycle"), InMonth: text("in_month"),
		Day: day, Month: month,
		General: text("status.general"), Special: text("status.special"), Roster: text("status.roster"),
		Organization: text("organization"), Place: text("place"), PlaceCountry: text("place_country"),
		Separator: text("separator"), AddressedTo: text("addressed_to"),
		Parts:       map[prose.PartKind]string{},
		FieldsIntro: text("fields.intro"),
		Annex:       annexWords(text),
		State: StateWords{
			Draft: text("draft"), DraftVersion: text("draft.version"), DraftRevision: text("draft.revision"), Final: text("final"),
			Copy: text("copy"),
		},
	}
	for _, kind := range prose.PartKinds() {
		w.Parts[kind] = text("part." + string(kind))
	}
	return w
}

func tracked(text func(string) string) Tracked {
	of := func(key string) string { return text("tracked." + key) }
	return Tracked{
		Author: of("author"), Inserted: of("inserted"), Deleted: of("deleted"), Restyled: of("restyled"), End: of("end"),
		Split: of("split"), Joined: of("joined"), MovedTo: of("moved_to"), MovedUp: of("moved_up"), Was: of("was"),
		Legend: of("legend"), LegendInserted: of("legend_inserted"), LegendDeleted: of("legend_deleted"),
	}
}

func ordinal(text func(string) string, key string) Ordinal {
	return Ordinal{One: text(key + ".one"), Two: text(key + ".two"), Few: text(key + ".few"), Other: text(key + ".other")}
}

// in returns the form for n in the language.
func (o Ordinal) in(lang string, n int) string {
	form := o.Other
	switch plural.Ordinal.MatchPlural(language.Make(lang), n, 0, 0, 0, 0) {
	case plural.One:
		form = o.One
	case plural.Two:
		form = o.Two
	case plural.Few:
		form = o.Few
	}
	return fill(form, "n", strconv.Itoa(n))
}

// fill puts values into a template: fill("Page {page}", "page", "3").
func fill(template string, pairs ...string) string {
	if len(pairs) == 2 { // as most are; a Replacer takes a thousand times the memory
		return strings.ReplaceAll(template, "{"+pairs[0]+"}", pairs[1])
	}
	named := make([]string, len(pairs))
	for i, s := range pairs {
		if i%2 == 0 {
			s = "{" + s + "}"
		}
		named[i] = s
	}
	return strings.NewReplacer(named...).Replace(template)
}
