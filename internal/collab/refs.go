package collab

import "upright/internal/store"

// keptRefs bounds how many refs of a text are remembered; at most twice as many.
const keptRefs = 2000

// refs knows the commits after a version by their ref, to recognize one that is sent again. A commit made on that version
// or a later one is here or was never taken.
type refs struct {
	floor  int64
	list   []string // list[i] made version floor+1+i
	number map[string]int64
}

func newRefs(floor int64) *refs { return &refs{floor: floor, number: make(map[string]int64)} }

// find returns the version that the commit with a ref made. It is not certain for a base before the floor that a ref
// which is not here is new.
func (r *refs) find(ref string, base int64) (version int64, certain bool) {
	version = r.number[ref]
	return version, version > 0 || base >= r.floor
}

// add remembers commits, which follow on the last.
func (r *refs) add(commits []store.Commit) {
	for _, c := range commits {
		r.list = append(r.list, c.Ref)
		r.number[c.Ref] = c.Version
	}
	if len(r.list) <= 2*keptRefs {
		return
	}
	drop := len(r.list) - keptRefs
	for _, ref := range r.list[:drop] {
		delete(r.number, ref)
	}
	r.list = append([]string(nil), r.list[drop:]...)
	r.floor += int64(drop)
}
