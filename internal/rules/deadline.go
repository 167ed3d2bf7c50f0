package rules

import (
	"math"
	"time"

	"upright/internal/upr"
)

// checkDeadline says when the deadline has passed or comes near (UPR-DL-01).
func checkDeadline(c *checker) {
	at := c.s.Details.Deadline.At
	if at.IsZero() || c.ctx.Now.IsZero() {
		return
	}
	left := at.Sub(c.ctx.Now)
	switch {
	case left < 0:
		c.field(Error, "deadline", "past", nil)
	case left <= time.Duration(c.rule.Check.number("soon_days")*24)*time.Hour:
		c.field(Advice, "deadline", "soon", map[string]any{"n": int(math.Ceil(left.Hours() / 24))})
	}
}

// checkHour warns that sources give two hours, when the deadline was taken from the calendar (UPR-DL-02). A deadline
// that people gave is theirs to know, and a set in which both hours are the same is sure.
func checkHour(c *checker) {
	seen, other := c.rule.Check.Params["hour_seen"], c.rule.Check.Params["hour_unconfirmed"]
	if c.s.Details.Deadline.Source == upr.CalendarDeadline && seen != other {
		c.field(Advice, "deadline", "hour", map[string]any{"hour_seen": seen, "hour_unconfirmed": other})
	}
}

// checkDeadlineKnown asks for the deadline when there is none (UPR-DL-03).
func checkDeadlineKnown(c *checker) {
	if c.s.Details.Deadline.At.IsZero() {
		c.field(Advice, "deadline", "unknown", nil)
	}
}
