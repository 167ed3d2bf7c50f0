package document

import (
	"strconv"
	"strings"
)

// A State says how far a text is: a draft, or the final text of a revision. The zero value is a draft without a number,
// so that nothing looks final by mistake.
type State struct {
	final    bool
	version  int64
	revision int
	hash     string
}

// Draft is a text that is being written; version is that of the text, 0 when it is not known.
func Draft(version int64) State { return State{version: version} }

// DraftRevision is a revision that nobody has marked as final.
func DraftRevision(revision int) State { return State{revision: revision} }

// Final is a revision that somebody marked as final. hash is the SHA-256, in hexadecimal, of the submission and its text in
// their portable form, as importer.Sum computes it and as the portable file of the same revision carries it: whoever has
// that file can tell whether a PDF shows the same text. It is not the hash of the PDF.
func Final(revision int, hash string) State {
	return State{final: true, revision: revision, hash: hash}
}

// hashLength is how many characters of the hash are printed: 48 bits tell all revisions of all submissions apart.
const hashLength = 12

// StateWords are the words for the state of a text.
type StateWords struct {
	Draft         string
	DraftVersion  string // {n}: of the text as it is being written
	DraftRevision string // {n}
	Final         string // {n}, {hash}
	Copy          string // {name}: whose copy it is
}

// copyMark returns what each page of somebody's copy carries.
func (o Options) copyMark() string {
	if o.Copy == "" {
		return ""
	}
	return fill(o.Words.State.Copy, "name", clean(o.Copy))
}

// mark returns what each page of a draft carries.
func (s State) mark(w StateWords) string {
	switch {
	case s.final:
		return ""
	case s.revision > 0:
		return fill(w.DraftRevision, "n", strconv.Itoa(s.revision))
	case s.version > 0:
		return fill(w.DraftVersion, "n", strconv.FormatInt(s.version, 10))
	}
	return w.Draft
}

// foot returns what stands in the foot of a final text.
func (s State) foot(w StateWords) string {
	if !s.final {
		return ""
	}
	hash := strings.ToLower(clean(s.hash))
	return fill(w.Final, "n", strconv.Itoa(s.revision), "hash", hash[:min(len(hash), hashLength)])
}
