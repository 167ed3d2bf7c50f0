package main

import (
	"context"
	"time"
)

// A deadline is shared by everything that is ended one after the other: it is a time after the first of it began.
type deadline struct {
	most time.Duration
	at   time.Time // zero before the first
}

func newDeadline(most time.Duration) *deadline { return &deadline{most: most} }

// within ends something with a context that is done at the deadline.
func (d *deadline) within(end func(context.Context) error) error {
	if d.at.IsZero() {
		d.at = time.Now().Add(d.most)
	}
	ctx, cancel := context.WithDeadline(context.Background(), d.at)
	defer cancel()
	return end(ctx)
}
