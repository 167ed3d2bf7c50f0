package upr

import (
	"encoding/json"
	"time"
)

// An AdministrationAct is one of the things that an administrator of the installation does and that its log tells of.
type AdministrationAct string

// The acts. Before and After of an entry hold what is said behind each.
const (
	CalendarAddedAct     AdministrationAct = "calendar-added"     // After is a CalendarEntry
	CalendarCorrectedAct AdministrationAct = "calendar-corrected" // both are
	CalendarRemovedAct   AdministrationAct = "calendar-removed"   // Before is one
	RulesKeptAct         AdministrationAct = "rules-kept"         // a version was made and is not in force yet; After is a RulesRef
	RulesChosenAct       AdministrationAct = "rules-chosen"       // it came into force; both are, but for a new set
)

// An AdministrationEntry tells what an administrator of the installation did, and when.
type AdministrationEntry struct {
	At            time.Time
	By            UserID
	Name          string // of them; "" when the account is gone
	Kind          AdministrationAct
	Before, After json.RawMessage // what stood there; nil for nothing
}
