package upr

import "time"

// Bounds of what an administrator decides about how long submissions are kept. The database has them too.
const (
	MinDeletionDays    = 1
	MaxDeletionDays    = 90
	MaxRetentionMonths = 120
)

// UsualDeletionWait is how long a submission that somebody wants to delete stays, unless a second person confirms, where
// the administrator has not decided otherwise.
const UsualDeletionWait = 7 * 24 * time.Hour

// RetentionWarning is how long before a submission goes its people are told, at least.
const RetentionWarning = 30 * 24 * time.Hour

// RetentionAway is how long no server may look at a submission whose people were warned before the time counts as one in
// which nobody could see the warning: a night or a weekend is no such time.
const RetentionAway = 3 * 24 * time.Hour

// MaxExtensionReason bounds why somebody wants a submission to stay, in characters.
const MaxExtensionReason = 500

// ExtensionMonths are for how many months a coordinator can keep a submission at a time.
func ExtensionMonths() []int { return []int{3, 6, 12, 24} }

// An Extension is what a coordinator answered to a warning.
type Extension struct {
	By     UserID // "" where that is not known any more
	At     time.Time
	Until  time.Time
	Reason string
}

// A Retention is how far the end of a submission is. The zero value is one that stays.
type Retention struct {
	Stood time.Time // when a server last looked while the warning stood; zero while its people are not warned
	Due   time.Time // when it goes, as they are told
	Kept  time.Time // until when coordinators want it to stay; zero when they said nothing
}

// Warned reports whether its people are told that it goes.
func (r Retention) Warned() bool { return !r.Stood.IsZero() }

// A RetentionStep is what is to be done with a submission.
type RetentionStep int

// The steps.
const (
	RetentionStays RetentionStep = iota // nothing
	RetentionWarns                      // its people are told that it goes
	RetentionMoves                      // it goes later than they were told
	RetentionTaken                      // it does not go after all, for now: the warning is taken back
	RetentionEnds                       // its time is over
)

// Next says what is to be done with a submission now, when by the rule of the installation it is kept until ends, and
// when it goes. ends is zero where submissions are kept for ever, or where nobody knows when the session is. No submission
// goes without a warning that stood for RetentionWarning while a server ran, so that mails left and pages could be opened,
// nor before the day that people were told: the time in which no server looked is added to it.
func (r Retention) Next(now, ends time.Time) (step RetentionStep, due time.Time) {
	if ends.IsZero() {
		if !r.Warned() {
			return RetentionStays, time.Time{}
		}
		return RetentionTaken, time.Time{}
	}
	if r.Kept.After(ends) {
		ends = r.Kept
	}
	if away := now.Sub(r.Stood); r.Warned() && away > RetentionAway && ends.Before(r.Due.Add(away)) {
		ends = r.Due.Add(away)
	}
	soonest := now.Add(RetentionWarning)
	switch warned := r.Warned(); {
	case !warned && ends.After(soonest):
		return RetentionStays, time.Time{}
	case !warned:
		return RetentionWarns, soonest
	case ends.After(soonest) && ends.After(r.Due):
		return RetentionTaken, time.Time{}
	case ends.After(r.Due):
		return RetentionMoves, ends
	case r.Due.After(now):
		return RetentionStays, r.Due
	}
	return RetentionEnds, r.Due
}
