package upr_test

import (
	"testing"
	"time"

	"upright/internal/upr"
)

func TestRetention(t *testing.T) {
	now := time.Date(2026, time.November, 23, 12, 0, 0, 0, time.UTC)
	in := func(days int) time.Time { return now.AddDate(0, 0, days) }
	never, soonest := time.Time{}, now.Add(upr.RetentionWarning)
	warned := func(due time.Time) upr.Retention { return upr.Retention{Stood: in(-1), Due: due} }
	away := func(days, due int) upr.Retention { return upr.Retention{Stood: in(-days), Due: in(due)} }
	for name, c := range map[string]struct {
		is   upr.Retention
		ends time.Time
		step upr.RetentionStep
		due  time.Time
	}{
		"kept for ever":                           {upr.Retention{}, never, upr.RetentionStays, never},
		"far away":                                {upr.Retention{}, in(31), upr.RetentionStays, never},
		"near":                                    {upr.Retention{}, in(30), upr.RetentionWarns, soonest},
		"long over when the rule is made":         {upr.Retention{}, in(-900), upr.RetentionWarns, soonest},
		"long over, but a coordinator wants it":   {upr.Retention{Kept: in(200)}, in(-900), upr.RetentionStays, never},
		"what a coordinator wanted ends":          {upr.Retention{Kept: in(20)}, in(-900), upr.RetentionWarns, soonest},
		"wanted for less time than the rule":      {upr.Retention{Kept: in(-5)}, in(200), upr.RetentionStays, never},
		"warned":                                  {warned(in(20)), in(-900), upr.RetentionStays, in(20)},
		"the rule became shorter":                 {warned(in(20)), in(2), upr.RetentionStays, in(20)},
		"the session was put off a little":        {warned(in(20)), in(25), upr.RetentionMoves, in(25)},
		"the session was put off":                 {warned(in(20)), in(100), upr.RetentionTaken, never},
		"the rule was taken back":                 {warned(in(20)), never, upr.RetentionTaken, never},
		"the rule was taken back at the last day": {warned(in(0)), never, upr.RetentionTaken, never},
		"over": {warned(in(0)), in(-1), upr.RetentionEnds, in(0)},
		"over while the server was off for a weekend": {away(3, -1), in(-60), upr.RetentionEnds, in(-1)},
		"no server ran since the warning":             {away(80, -50), in(-60), upr.RetentionMoves, soonest},
		"no server ran for the last ten days":         {away(10, 0), in(-60), upr.RetentionMoves, in(10)},
		"no server ran for ten days before the end":   {away(10, 5), in(-60), upr.RetentionMoves, in(15)},
		"no server ran, and the session was put off":  {away(80, -50), in(100), upr.RetentionTaken, never},
		"no server ran, and the rule was taken back":  {away(80, -50), never, upr.RetentionTaken, never},
		"warned with the last day of the rule":        {warned(in(30)), in(30), upr.RetentionStays, in(30)},
	} {
		if step, due := c.is.Next(now, c.ends); step != c.step || !due.Equal(c.due) {
			t.Errorf("%s: %d at %v, want %d at %v", name, step, due, c.step, c.due)
		}
	}
}
