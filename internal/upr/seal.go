package upr

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"

	"upright/internal/prose"
)

// A Seal is what an organization puts its name under when it signs a revision: the whole text, what the cover says, and
// the tables of the annexes. Whether a later change affects what it signed is decided by Seal.Since, and nowhere else:
//
//   - A change of words affects it, in whichever part of the text: who signs stands behind every word. Words are what
//     prose.SameWords compares. So does one of the title, of the State, session, cycle, kind, language, key words or date
//     on the cover, of a table of the annexes, of who leads, and an organization that was not named before: nobody's name
//     comes to stand beside another that they did not see.
//   - How text and title are set (blanks, quotation marks, dashes, emphasis) does not, once the coordinator marks the
//     change as one that touches no words; the words are compared all the same. Unmarked, it affects what was signed.
//   - What another organization says of itself (its name, description, logo, city, address, and whether it is named in
//     full or by its acronym) does not: that is signed by nobody but itself. Nor does the order of names, nor that one is
//     named no longer: who left, declined or has others represent it takes nothing from what the others said. Where only
//     one is left, the kind changes, and that does.
//   - Positions of others are not part of what one signs.
//
// The same holds for an organization that appears by another's voice. Where a change is taken back, what was signed holds
// again: it is the words that are signed and not their history.
type Seal struct {
	Text    [32]byte // SHA-256 of the text in its canonical form: Revision.SHA256
	Words   [32]byte // prose.WordsSum of it
	Cover   Cover
	Annexes [32]byte // SealedAnnexes.Sum
}

// A Cover is what people recorded that is printed on the first page, beside how organizations present themselves.
type Cover struct {
	Title         string
	State         string // ISO 3166-1 alpha-3
	Session       int
	Cycle         int
	Kind          Kind
	Language      string
	Keywords      []string
	Date          Date
	Organizations []OrganizationID // that are named, the lead first
}

// CoverOf returns what the cover of a submission says.
func CoverOf(s *Submission) Cover {
	d := s.Details
	c := Cover{
		Title: d.Title, State: d.State, Session: d.Session, Cycle: d.Cycle, Kind: d.Kind, Language: d.Language,
		Keywords: slices.Clone(d.Keywords), Date: d.Date,
	}
	for _, o := range s.Organizations {
		c.Organizations = append(c.Organizations, o.ID)
	}
	return c
}

// Details are the details of a submission with what the cover says in place of what they say by now.
func (c Cover) Details(now Details) Details {
	now.Title, now.State, now.Session, now.Cycle, now.Kind = c.Title, c.State, c.Session, c.Cycle, c.Kind
	now.Language, now.Keywords, now.Date = c.Language, c.Keywords, c.Date
	return now
}

// SealedAnnexes are the tables of the annexes that are signed with the text. The list of signatories is not among them:
// it is made of what they say.
type SealedAnnexes struct {
	Previous   []PreviousRecommendation // without what is not printed
	Solidarity []SolidarityEntry
}

// SealedAnnexesOf returns those of a submission.
func SealedAnnexesOf(s *Submission) SealedAnnexes {
	a := SealedAnnexes{Previous: slices.Clone(s.Annexes.Previous), Solidarity: s.Annexes.Solidarity}
	for i := range a.Previous {
		a.Previous[i].Evidence = "" // what an assessment rests on is for those who write
	}
	return a
}

// Sum is the SHA-256 of the tables.
func (a SealedAnnexes) Sum() [32]byte {
	data, err := json.Marshal(a)
	if err != nil {
		panic(fmt.Sprintf("upr: tables of texts and numbers cannot be written: %v", err))
	}
	return sha256.Sum256(data)
}

// SealOf returns what would be signed of a submission whose Manuscript is filled. Suggestions that are open are not in it.
func SealOf(s *Submission) (Seal, error) {
	text, err := prose.Encode(s.Manuscript)
	if err != nil {
		return Seal{}, fmt.Errorf("seal of a submission: %w", err)
	}
	return Seal{
		Text: sha256.Sum256(text), Words: prose.WordsSum(s.Manuscript), Cover: CoverOf(s), Annexes: SealedAnnexesOf(s).Sum(),
	}, nil
}

// Changes are how what stands now differs from what was sealed. The zero value: not at all.
type Changes struct {
	Set     bool         // text or title are set otherwise
	Words   bool         // of the text
	Cover   []CoverField // that say something else, in their order on the page
	Annexes bool
}

// A CoverField is something on the cover.
type CoverField string

// The fields.
const (
	TitleField         CoverField = "title"
	KindField          CoverField = "kind"
	StateField         CoverField = "state"
	SessionField       CoverField = "session"
	CycleField         CoverField = "cycle"
	LanguageField      CoverField = "language"
	DateField          CoverField = "date"
	KeywordsField      CoverField = "keywords"
	LeadField          CoverField = "lead"          // another organization leads
	OrganizationsField CoverField = "organizations" // one is named that was not
)

// CoverFields are all fields, in their order on the page.
func CoverFields() []CoverField {
	return []CoverField{
		TitleField, KindField, StateField, SessionField, CycleField, LanguageField, DateField, KeywordsField, LeadField,
		OrganizationsField,
	}
}

// Affect reports whether the changes reopen what was signed, whatever anybody says of them.
func (c Changes) Affect() bool { return c.Words || c.Annexes || len(c.Cover) > 0 }

// None reports whether everything stands as it did.
func (c Changes) None() bool { return !c.Set && !c.Affect() }

// Since says how what stands now differs from an older seal.
func (s Seal) Since(older Seal) Changes {
	was, is := older.Cover, s.Cover
	c := Changes{
		Words: s.Words != older.Words, Annexes: s.Annexes != older.Annexes,
		Set: s.Words == older.Words && s.Text != older.Text || is.Title != was.Title && prose.SetAlike(is.Title, was.Title),
	}
	other := map[CoverField]bool{
		TitleField: !prose.SetAlike(is.Title, was.Title), KindField: is.Kind != was.Kind, StateField: is.State != was.State,
		SessionField: is.Session != was.Session, CycleField: is.Cycle != was.Cycle, LanguageField: is.Language != was.Language,
		DateField: is.Date != was.Date, KeywordsField: !slices.Equal(is.Keywords, was.Keywords),
		LeadField: lead(is) != lead(was), OrganizationsField: len(is.Joined(was)) > 0,
	}
	for _, field := range CoverFields() {
		if other[field] {
			c.Cover = append(c.Cover, field)
		}
	}
	return c
}

// Joined are the organizations that a cover names and an older one does not.
func (c Cover) Joined(older Cover) []OrganizationID {
	return slices.DeleteFunc(slices.Clone(c.Organizations), func(id OrganizationID) bool {
		return slices.Contains(older.Organizations, id)
	})
}

func lead(c Cover) OrganizationID {
	if len(c.Organizations) == 0 {
		return ""
	}
	return c.Organizations[0]
}
