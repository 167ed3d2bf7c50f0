package notice_test

import (
	"context"
	"errors"
	"testing"
	"time"
)

// What a process did not finish, the next turn of any other does.
func TestRemindFollowsTheCalendar(t *testing.T) {
	o := newOffice(t)
	published := o.now.AddDate(0, 1, 0).UTC().Truncate(time.Second)
	fails := errors.New("no database")
	o.Deadlines = func(context.Context) (map[int]time.Time, error) { return map[int]time.Time{54: published}, fails }
	if err := o.Service.Remind(t.Context()); !errors.Is(err, fails) {
		t.Fatalf("%v", err)
	}
	fails = nil
	must(t, o.Service.Remind(t.Context()))
	one, err := o.Submission(t.Context(), o.anna, o.id)
	if err != nil || !one.Details.Deadline.At.Equal(published) {
		t.Errorf("the deadline is %v, %v", one.Details.Deadline.At, err)
	}
}
