package previous

import (
	"context"
	"errors"
	"slices"

	"upright/internal/upr"
)

// progressEvery is after how many rows progress is told and the context is asked.
const progressEvery = 1_000

// A collector gathers the recommendations of a file and joins those that are the same.
type collector struct {
	ctx   context.Context
	o     Options
	found upr.PreviousImport
	byID  map[string]int // identity → index of found.Rows
	rows  int            // of the file, empty ones too
}

func newCollector(ctx context.Context, o Options) *collector {
	return &collector{ctx: ctx, o: o, found: upr.PreviousImport{File: o.Name}, byID: make(map[string]int)}
}

// count counts a row before it is looked at.
func (c *collector) count() error {
	c.rows++
	if c.rows > maxRows {
		return tooMuch(errors.New("too many rows"))
	}
	if c.rows%progressEvery == 0 {
		if c.o.Progress != nil {
			c.o.Progress(c.rows)
		}
		return c.ctx.Err()
	}
	return nil
}

// unread notes a row that could not be read.
func (c *collector) unread(row int, reason string) {
	if len(c.found.Unread) >= upr.MaxUnread {
		c.found.MoreUnread++
		return
	}
	c.found.Unread = append(c.found.Unread, upr.UnreadRow{Row: row, Reason: reason})
}

// take takes a record of the file's row.
func (c *collector) take(row int, rec *record) error {
	c.found.Read++
	if rec.elsewhere(c.o) {
		c.found.Others++
		return nil
	}
	r, reason := rec.recommendation(c.o)
	if reason == "" && r.Validate() != nil {
		reason = "previous.unread.long"
	}
	if reason != "" {
		c.unread(row, reason)
		return nil
	}
	identity := c.identity(r)
	if at, there := c.byID[identity]; there {
		c.found.Joined++
		join(&c.found.Rows[at], &r)
		return nil
	}
	if len(c.found.Rows) == upr.MaxPrevious {
		return tooMuch(errors.New("too many recommendations"))
	}
	c.byID[identity] = len(c.found.Rows)
	r.ID = upr.NewID()
	c.found.Rows = append(c.found.Rows, r)
	return nil
}

// identity is that of a recommendation in its file. UPR Info has a row for each recommending State, without a number: there
// the same words with the same answer are one recommendation; where the answers differ, two States made one each.
func (c *collector) identity(r upr.PreviousRecommendation) string {
	if slices.Contains([]string{formatCSV, formatOldCSV, formatChosen}, c.found.Format) {
		r.States = nil
		return r.Identity() + "\x00" + string(r.Position)
	}
	return r.Identity()
}

// finish returns what was found; a file in which nothing could be read is an error.
func (c *collector) finish() (*upr.PreviousImport, error) {
	if c.found.Format == "" {
		return nil, broken("previous.file.unknown", nil)
	}
	if c.found.Read == 0 {
		return nil, broken("previous.file.empty", nil)
	}
	if c.o.Progress != nil {
		c.o.Progress(c.rows)
	}
	return &c.found, nil
}

// join adds to a recommendation what another entry about it says. Where one says supported and the other noted, the State
// did both.
func join(to, from *upr.PreviousRecommendation) {
	to.States = union(to.States, from.States)
	to.Themes = union(to.Themes, from.Themes)
	to.Groups = union(to.Groups, from.Groups)
	for _, n := range from.SDGs {
		if !slices.Contains(to.SDGs, n) {
			to.SDGs = append(to.SDGs, n)
		}
	}
	slices.Sort(to.SDGs)
	to.Cycle = max(to.Cycle, from.Cycle)
	switch {
	case to.Position == upr.PositionUnknown:
		to.Position = from.Position
	case from.Position != upr.PositionUnknown && from.Position != to.Position:
		to.Position = upr.PositionPartly
	}
}

// union adds to a list what it does not have, up to the bound.
func union(to, from []string) []string {
	for _, one := range from {
		if !slices.Contains(to, one) && len(to) < upr.MaxPreviousList {
			to = append(to, one)
		}
	}
	return to
}
