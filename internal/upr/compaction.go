package upr

import "time"

// A Compaction says what became of the older part of a text's log. The zero value: every commit is there.
type Compaction struct {
	Floor int64     // the commits up to this version are gone
	Until time.Time // when that version was reached
	At    time.Time // when the log was last compacted
	Kept  []KeptVersion
}

// A KeptVersion is a version whose commit is gone and that can be read all the same. The text as it began is not listed:
// it always can.
type KeptVersion struct {
	Version int64
	At      time.Time // when it was reached
	By      UserID    // who wrote last; "" when the account is gone
}

// Last returns the latest kept version from one version to another.
func (c Compaction) Last(from, to int64) (KeptVersion, bool) {
	for i := len(c.Kept) - 1; i >= 0; i-- {
		if k := c.Kept[i]; k.Version >= from && k.Version <= to {
			return k, true
		}
	}
	return KeptVersion{}, false
}
