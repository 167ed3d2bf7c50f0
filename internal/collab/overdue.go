package collab

const (
	maxOverdue  = 3   // times that a commit may hit the deadline of the engine
	keptOverdue = 500 // refs that are remembered
)

// overdue counts by ref how often a commit hit the deadline of the engine. One that always does would otherwise cost
// everybody the engine, and its batch, each time its client sends it again.
type overdue map[string]int

// add counts one time, and reports whether it was the last that is borne.
func (o overdue) add(ref string) bool {
	if _, known := o[ref]; !known && len(o) >= keptOverdue {
		clear(o) // a slow machine, or somebody who makes up refs: to begin anew only bears them a little longer
	}
	o[ref]++
	return o.hopeless(ref)
}

// hopeless reports whether a commit is not to be tried again.
func (o overdue) hopeless(ref string) bool { return o[ref] >= maxOverdue }
