package upr

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Bounds of the part on international solidarity.
const (
	MaxSolidarityEntries    = 200  // rows of the matrix
	MaxSolidarityText       = 2000 // characters of one text of a row
	MaxSolidarityName       = 300  // characters of the name of a duty-bearer
	MaxSolidarityParagraphs = 200  // linked to one row
	MaxSolidarityAnswer     = 5000 // characters of one field of an answer
	MaxSolidarityFields     = 20   // of an answer
	MaxSolidarityBytes      = 150_000
)

// A SolidarityQuestion is one of the guiding questions. Its value stands in addresses and in the database.
type SolidarityQuestion string

// The questions. The numbers IS-1 to IS-7 are those of the checklist in package solidarity.
const (
	AskRights     SolidarityQuestion = "rights"     // IS-7: which binding provision says the same; it is cited first
	AskForm       SolidarityQuestion = "form"       // IS-1, article 2
	AskHolders    SolidarityQuestion = "holders"    // IS-2, article 5
	AskDuties     SolidarityQuestion = "duties"     // IS-3, article 6
	AskActs       SolidarityQuestion = "acts"       // acts of solidarity, and what people suffered for them
	AskSpaces     SolidarityQuestion = "spaces"     // article 8(3)
	AskClaims     SolidarityQuestion = "claims"     // article 6(3): put to non-State actors, and their answers
	AskLaw        SolidarityQuestion = "law"        // domestic law that makes the right justiciable
	AskMeasures   SolidarityQuestion = "measures"   // IS-4, article 8(1)
	AskIndicators SolidarityQuestion = "indicators" // IS-5, article 8(1)
	AskAssessment SolidarityQuestion = "assessment" // IS-6, article 7(3) and 7(4)
	AskDemand     SolidarityQuestion = "demand"     // what the State is asked to do
)

// SolidarityQuestions lists the questions in the order in which they are asked: binding law first.
func SolidarityQuestions() []SolidarityQuestion {
	return []SolidarityQuestion{
		AskRights, AskForm, AskHolders, AskDuties, AskActs, AskSpaces, AskClaims, AskLaw, AskMeasures, AskIndicators,
		AskAssessment, AskDemand,
	}
}

// A SolidarityAnswer is what was answered to one question.
type SolidarityAnswer struct {
	Question SolidarityQuestion
	Fields   map[string]string // by the name of the field; without those that are empty
	Version  int64             // 0 before the first answer
	By       UserID            // "" when the account is gone
	At       time.Time
}

// fieldName is what the fields of answers are called.
var fieldName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,29}$`)

// Validate checks an answer on its own. The error is an *Error of the kind Invalid, NotFound or TooLarge.
func (a SolidarityAnswer) Validate() error {
	if !slices.Contains(SolidarityQuestions(), a.Question) {
		return &Error{Kind: NotFound, Key: "error.not-found"}
	}
	bytes := 0
	for name, text := range a.Fields {
		if !fieldName.MatchString(name) || strings.ContainsRune(text, 0) || !utf8.ValidString(text) {
			return &Error{Kind: Invalid, Key: "error.invalid"}
		}
		bytes += len(text)
		if utf8.RuneCountInString(text) > MaxSolidarityAnswer {
			return &Error{Kind: Invalid, Key: "value.long", Field: name, Args: map[string]any{"n": MaxSolidarityAnswer}}
		}
	}
	if len(a.Fields) > MaxSolidarityFields || bytes > MaxSolidarityBytes {
		return &Error{Kind: TooLarge, Key: "solidarity.answer.large"}
	}
	return nil
}

// Owes reports whether a duty-bearer owes a duty by article 6 of the draft declaration: States respect, protect and
// fulfil; international organizations and non-State actors respect.
func (b DutyBearer) Owes(d Duty) bool {
	switch b {
	case StateBearer:
		return d == RespectDuty || d == ProtectDuty || d == FulfilDuty
	case InternationalBearer, NonStateBearer:
		return d == RespectDuty
	}
	return false
}

// DutyBearers lists the duty-bearers in the order of article 6.
func DutyBearers() []DutyBearer {
	return []DutyBearer{StateBearer, InternationalBearer, NonStateBearer}
}

// Duties lists the duties in the order of article 6.
func Duties() []Duty { return []Duty{RespectDuty, ProtectDuty, FulfilDuty} }

// SolidarityForms lists the forms of article 2.
func SolidarityForms() []SolidarityForm {
	return []SolidarityForm{PreventiveForm, ReactiveForm, CooperationForm}
}

// Validate checks a row of the matrix on its own. The error is an *Error of the kind Invalid, with the field.
func (e *SolidarityEntry) Validate() error {
	switch {
	case e.Form != NoForm && !slices.Contains(SolidarityForms(), e.Form):
		return &Error{Kind: Invalid, Key: "value.choice", Field: "kind"}
	case !slices.Contains(DutyBearers(), e.Bearer):
		return &Error{Kind: Invalid, Key: "value.choice", Field: "bearer"}
	case !slices.Contains(Duties(), e.Duty):
		return &Error{Kind: Invalid, Key: "value.choice", Field: "duty"}
	case !e.Bearer.Owes(e.Duty):
		return &Error{Kind: Invalid, Key: "solidarity.entry.not-owed", Field: "duty"}
	case utf8.RuneCountInString(e.BearerName) > MaxSolidarityName:
		return &Error{Kind: Invalid, Key: "value.long", Field: "bearer_name", Args: map[string]any{"n": MaxSolidarityName}}
	case len(e.Paragraphs) > MaxSolidarityParagraphs:
		return &Error{Kind: Invalid, Key: "solidarity.entry.paragraphs.many", Field: "paragraphs", Args: map[string]any{"n": MaxSolidarityParagraphs}}
	}
	for _, text := range []struct{ field, value string }{
		{"holders", e.Holders}, {"right", e.Right}, {"basis", e.Basis}, {"measure", e.Measure}, {"indicator", e.Indicator},
	} {
		if utf8.RuneCountInString(text.value) > MaxSolidarityText {
			return &Error{Kind: Invalid, Key: "value.long", Field: text.field, Args: map[string]any{"n": MaxSolidarityText}}
		}
	}
	for _, id := range e.Paragraphs {
		if id == "" || len(id) > maxManuscriptIDLen {
			return &Error{Kind: Invalid, Key: "solidarity.entry.paragraphs.gone", Field: "paragraphs"}
		}
	}
	return nil
}
