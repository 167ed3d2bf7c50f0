package upr

// Annexes are what stands after the text and is not counted (UPR-LEN-03, not confirmed): tables that make themselves from
// what people recorded. An annex without rows is not printed.
type Annexes struct {
	Previous    []PreviousRecommendation
	Solidarity  []SolidarityEntry
	Signatories []Signatory
}

// A PreviousRecommendation is one that the State under review got in an earlier review, with what the authors of the
// submission say became of it.
type PreviousRecommendation struct {
	ID         string
	Symbol     string // of the report of the Working Group: "A/HRC/40/8"
	Number     string // its paragraph there: "132.45"
	Cycle      int    // of that review; 0 when not known
	Text       string
	States     []string // that recommended it: ISO 3166-1 alpha-3 or, where unknown, the name as imported
	Position   StatePosition
	Themes     []string // keys of the data on themes
	Groups     []string // of persons concerned; keys of the same data
	SDGs       []int    // 1 to 17
	Language   string   // of Text
	Assessed   Assessment
	Evidence   string   // what the assessment rests on
	Comment    string   // printed in the matrix
	Paragraphs []string // ids of the blocks of the manuscript that speak of it
}

// A StatePosition is what the State under review said to a recommendation.
type StatePosition string

// The positions. UPR practice knows supported and noted; older files also say partly or pending.
const (
	PositionUnknown   StatePosition = ""
	PositionSupported StatePosition = "supported"
	PositionNoted     StatePosition = "noted"
	PositionPartly    StatePosition = "partly"
	PositionPending   StatePosition = "pending"
)

// An Assessment is what the authors say became of a recommendation.
type Assessment string

// The assessments.
const (
	NotAssessed    Assessment = ""
	Implemented    Assessment = "implemented"
	PartlyDone     Assessment = "in-part"
	NotImplemented Assessment = "not-implemented"
	Reversed       Assessment = "reversed"
	NoInformation  Assessment = "no-information"
)

// A SolidarityEntry is one row of the solidarity matrix, in the terms of the revised draft declaration on the right to
// international solidarity (A/HRC/53/32, Annex I).
type SolidarityEntry struct {
	ID         string
	Form       SolidarityForm // article 2
	Holders    string         // who has the right (article 5)
	Bearer     DutyBearer     // who owes the duty (article 6)
	BearerName string         // "" for the State under review itself
	Duty       Duty           // article 6: only States protect and fulfil
	Right      string         // substantive right that solidarity enables here
	Basis      string         // binding provision, cited first: "ICCPR, article 22"
	Measure    string         // law, budget, agreement (article 8(1))
	Indicator  string         // article 8(1)
	Paragraphs []string       // ids of the blocks of the manuscript that speak of it
}

// A SolidarityForm is a form of solidarity (article 2 of the draft declaration).
type SolidarityForm string

// The forms.
const (
	NoForm          SolidarityForm = ""
	PreventiveForm  SolidarityForm = "preventive"
	ReactiveForm    SolidarityForm = "reactive"
	CooperationForm SolidarityForm = "cooperation"
)

// A DutyBearer owes a duty (article 6 of the draft declaration).
type DutyBearer string

// The duty-bearers.
const (
	StateBearer         DutyBearer = "state"
	InternationalBearer DutyBearer = "international-organization"
	NonStateBearer      DutyBearer = "non-state-actor"
)

// A Duty is what a duty-bearer owes (article 6 of the draft declaration).
type Duty string

// The duties.
const (
	RespectDuty Duty = "respect"
	ProtectDuty Duty = "protect"
	FulfilDuty  Duty = "fulfil"
)

// A Signatory is an organization in the list of signatories, with the difference it recorded, if any.
type Signatory struct {
	Organization Organization
	Appearance   Appearance
	Represented  string   // name of the member that represents it; for RepresentedAppearance
	Signed       Date     // the day of its sign-off; zero while open
	Position     string   // a recorded difference, in the organization's own words; "" for none
	Paragraphs   []string // ids of the blocks that the position is about
}

// An Appearance is how a member of a coalition is named in the files.
type Appearance string

// The appearances. OHCHR takes no anonymous submission: who cannot be named is represented by a member that is, and is
// not named anywhere in the files.
const (
	FullAppearance        Appearance = "full"
	AcronymAppearance     Appearance = "acronym"
	RepresentedAppearance Appearance = "represented"
)
