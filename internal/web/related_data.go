package web

import (
	"errors"
	"fmt"
	"slices"

	"upright/internal/prose"
	"upright/internal/takeover"
	"upright/internal/upr"
)

// relatedData is what is known of the submissions linked with one, and of what was taken over.
type relatedData struct {
	one       *upr.Submission
	relations []upr.Relation
	others    map[upr.SubmissionID]*upr.Submission // that the visitor may read, with their texts
	names     map[upr.SubmissionID]map[upr.UserID]string
	into      []upr.Passage
	from      []upr.Passage
	indexes   map[*prose.Manuscript]*takeover.Index // of texts in which passages were looked for
	choices   []upr.Submission                      // that can be linked, for who coordinates
	edits     bool
	leads     bool // coordinates
}

func newRelatedData() relatedData {
	return relatedData{
		others: map[upr.SubmissionID]*upr.Submission{}, names: map[upr.SubmissionID]map[upr.UserID]string{},
		indexes: map[*prose.Manuscript]*takeover.Index{},
	}
}

// find finds a passage in a text. Each text is read once: hundreds of passages can come from one.
func (d relatedData) find(m *prose.Manuscript, kind upr.PassageKind, id string) (takeover.Passage, bool) {
	if d.indexes[m] == nil {
		d.indexes[m] = takeover.NewIndex(m)
	}
	return d.indexes[m].Find(kind, id)
}

// withRelated loads the submission of the address with all that it is linked with.
func (s *Server) withRelated(v *visit) (relatedData, error) {
	d, err := s.withRelations(v)
	if err != nil {
		return d, err
	}
	in, err := s.Store.Standing(v.Request().Context(), v.actor(), d.one.ID)
	if err != nil {
		return d, err
	}
	d.edits, d.leads = upr.AllowedIn(v.actor(), in, upr.EditText), upr.AllowedIn(v.actor(), in, upr.Coordinate)
	return d, s.loadOthers(v, &d)
}

// withRelations loads the submission of the address and says what it is linked with, without the others' texts.
func (s *Server) withRelations(v *visit) (relatedData, error) {
	ctx, by := v.Request().Context(), v.actor()
	d := newRelatedData()
	var err error
	if d.one, err = s.withText(v); err != nil {
		return d, err
	}
	if d.relations, err = s.Store.Relations(ctx, by, d.one.ID); err != nil {
		return d, err
	}
	d.into, d.from, err = s.Store.Passages(ctx, by, d.one.ID)
	return d, err
}

// loadOthers reads the submissions on the other side, and who wrote in them. One to which the right ended a moment ago is
// left out.
func (s *Server) loadOthers(v *visit, d *relatedData) error {
	ctx := v.Request().Context()
	wanted := []upr.SubmissionID{d.one.ID}
	for _, r := range d.relations {
		wanted = append(wanted, r.Other)
	}
	for _, p := range d.into {
		wanted = append(wanted, p.Source.Submission)
	}
	for _, p := range d.from {
		wanted = append(wanted, p.Into)
	}
	for _, id := range wanted {
		if _, known := d.names[id]; known || id == "" {
			continue
		}
		names, err := s.authorNames(ctx, v, id)
		if err == nil && id != d.one.ID {
			d.others[id], err = s.textFor(ctx, v.actor(), id)
		}
		if isNotFound(err) {
			delete(d.others, id)
			names, err = map[upr.UserID]string{}, nil
		}
		if err != nil {
			return err
		}
		d.names[id] = names
	}
	return nil
}

func isNotFound(err error) bool {
	var known *upr.Error
	return errors.As(err, &known) && known.Kind == upr.NotFound
}

// A passageState says how a passage stands to its source.
type passageState string

// The states of a passage that was taken over.
const (
	passageSame    passageState = "same"    // the source says what was taken, or what was left
	passageChanged passageState = "changed" // its words changed since
	passageMissing passageState = "missing" // the source has no such passage any more: deleted, or joined with another
	passageDeleted passageState = "deleted" // the whole source was deleted
	passageClosed  passageState = "closed"  // the visitor may not read the source
	passageParted  passageState = "parted"  // the two are not linked any more
)

// A comparedPassage is a passage that was taken over, compared with its source.
type comparedPassage struct {
	upr.Passage
	state  passageState
	here   takeover.Passage  // in the text that it was taken into
	now    takeover.Passage  // in its source; only where it is there and may be read
	was    *prose.Manuscript // as it was when it was taken, or settled last; only where it changed
	names  string            // the State of the source, where the passage names it still
	source *upr.Submission   // nil where it may not be read
}

// comparedPassages compares the passages that are in the text still, those that changed first; lost is how many are not.
func (s *Server) comparedPassages(d relatedData) (list []comparedPassage, lost int, err error) {
	for _, p := range d.into {
		here, there := d.standing(d.one, p.Kind, p.Block)
		if !there {
			lost++
			continue
		}
		c := comparedPassage{Passage: p, here: here, source: d.others[p.Source.Submission]}
		if c.state, err = c.compare(d); err != nil {
			return nil, 0, fmt.Errorf("passage %s: %w", p.ID, err)
		}
		if c.source != nil {
			state := s.Calendar.StateName(c.source.Details.State, d.one.Details.Language)
			if c.source.Details.State != d.one.Details.State && takeover.Names(here.Text, state) {
				c.names = state
			}
		}
		list = append(list, c)
	}
	slices.SortStableFunc(list, func(a, b comparedPassage) int { return b.state.urgent() - a.state.urgent() })
	return list, lost, nil
}

// urgent is 1 for what somebody should look at.
func (s passageState) urgent() int {
	if s == passageChanged {
		return 1
	}
	return 0
}

// standing finds a passage in a text, or among what is suggested there: then it has no number yet.
func (d relatedData) standing(one *upr.Submission, kind upr.PassageKind, id string) (takeover.Passage, bool) {
	found, there := d.find(one.Manuscript, kind, id)
	if !there {
		found, there = d.find(one.Text(), kind, id)
		found.Label = ""
	}
	return found, there
}

// compare finds the state, and what it rests on.
func (c *comparedPassage) compare(d relatedData) (passageState, error) {
	switch {
	case c.Gone:
		return passageDeleted, nil
	case c.source == nil:
		return passageClosed, nil
	case !c.Linked:
		return passageParted, nil
	}
	var there bool
	if c.now, there = d.find(c.source.Manuscript, c.Kind, c.Source.Block); !there {
		return passageMissing, nil
	}
	was, err := takeover.Read(c.Source.Words)
	if err != nil {
		return "", err
	}
	if takeover.Same(was, c.now.Text) {
		return passageSame, nil
	}
	c.was = was
	return passageChanged, nil
}

// became says what the blocks of a source became in the text, for references to them.
func (d relatedData) became(source upr.SubmissionID) map[string]string {
	became := map[string]string{}
	for _, p := range d.into {
		if p.Source.Submission != source || p.Kind == upr.NotePassage {
			continue
		}
		if _, there := d.standing(d.one, p.Kind, p.Block); there {
			became[p.Source.Block] = p.Block
		}
	}
	return became
}

// by is the name under which somebody appears in a submission; "" where that is not known.
func (d relatedData) by(id upr.SubmissionID, user upr.UserID) string { return d.names[id][user] }
