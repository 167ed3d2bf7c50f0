package main

import (
	"context"
	"os"
	"regexp"
	"testing"
	"time"
)

func TestDeadlineIsShared(t *testing.T) {
	d := newDeadline(time.Minute)
	var ends []time.Time
	for range 2 {
		if err := d.within(func(ctx context.Context) error {
			end, _ := ctx.Deadline()
			ends = append(ends, end)
			return ctx.Err()
		}); err != nil {
			t.Fatal(err)
		}
	}
	if ends[0].IsZero() || !ends[1].Equal(ends[0]) {
		t.Errorf("deadlines %v are not one", ends)
	}
}

// A server that is killed before it has ended by itself loses what it was writing.
func TestComposeWaitsLonger(t *testing.T) {
	file, err := os.ReadFile("../../compose.yaml")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`stop_grace_period: (\S+)`).FindSubmatch(file)
	if found == nil {
		t.Fatal("no stop_grace_period")
	}
	grace, err := time.ParseDuration(string(found[1]))
	if err != nil {
		t.Fatal(err)
	}
	if grace < shutdownTime+5*time.Second {
		t.Errorf("compose.yaml waits %v, ending takes up to %v", grace, shutdownTime)
	}
}
