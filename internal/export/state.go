package export

import (
	"upright/internal/calendar"
	"upright/internal/document"
	"upright/internal/upr"
)

// As returns a Press that makes its files in a state: press.As(document.Final(3, sum)) prints revision 3 as final, and
// press.As(document.DraftRevision(3)) the same text as a draft. It shares everything else with p. Without it, every file
// is a draft with the version of its text: only a person may call a text final.
//
// The sum is importer.Sum of the submission as the revision holds it.
func (p *Press) As(state document.State) *Press {
	in := *p
	in.state = &state
	return &in
}

// Dated returns a Press whose papers say the month of a session as latest knows it when they are made: an administrator may
// have entered it since the server started. It shares everything else with p.
func (p *Press) Dated(latest func() *calendar.Calendar) *Press {
	in := *p
	in.dates = latest
	return &in
}

// For returns a Press whose PDFs say on each page whose copy they are, so that one that turns up elsewhere can be traced.
// It shares everything else with p. Word files say nothing of it: they are handed in.
func (p *Press) For(name string) *Press {
	in := *p
	in.copyOf = name
	return &in
}

// stateOf is what the pages say of a submission.
func (p *Press) stateOf(s *upr.Submission) document.State {
	if p.state != nil {
		return *p.state
	}
	return document.Draft(s.Head)
}
