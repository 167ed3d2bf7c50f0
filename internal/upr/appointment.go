package upr

import "time"

// An Appointment is a day or a moment that somebody keeps in a calendar.
type Appointment struct {
	// UID names it for as long as it is there, whatever changes about it.
	UID        string
	Kind       NoticeKind // DeadlineNotice or DueNotice
	Submission SubmissionID
	State      string    // State under review, ISO 3166-1 alpha-3
	At         time.Time // of a deadline; zero for a day
	Day        Date      // of something assigned
	Changed    time.Time
	Sequence   int64 // grows with each change
}
