package collab

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// The pause between two batches grows with the readers to the third, and is made only where many read and something has just
// come. The clock of the bubble stands still but for the pause itself.
func TestPaceOfBatches(t *testing.T) {
	for _, c := range []struct {
		readers int32
		since   time.Duration // since the last batch began
		want    time.Duration
	}{
		{0, 0, 0},
		{manyReaders - 1, 0, 0},
		{manyReaders, 0, 16 * time.Microsecond},
		{50, 0, 2 * time.Millisecond},
		{100, 0, 16 * time.Millisecond},
		{100, 10 * time.Millisecond, 6 * time.Millisecond},
		{100, time.Second, 0},
		{1000, 0, mostGather},
	} {
		synctest.Test(t, func(t *testing.T) {
			a := &actor{hub: &Hub{ctx: t.Context()}, text: &text{}, worked: time.Now()}
			a.text.readers.Store(c.readers)
			time.Sleep(c.since)
			began := time.Now()
			if a.gather(); time.Since(began) != c.want {
				t.Errorf("%d readers, %v after the last batch: a pause of %v, want %v", c.readers, c.since, time.Since(began), c.want)
			}
		})
	}
}

// A server that shuts down pauses for nobody.
func TestNoPaceAtTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		a := &actor{hub: &Hub{ctx: ctx}, text: &text{}, worked: time.Now()}
		a.text.readers.Store(1000)
		time.AfterFunc(time.Millisecond, cancel)
		began := time.Now()
		if a.gather(); time.Since(began) != time.Millisecond {
			t.Errorf("the pause went on for %v", time.Since(began))
		}
	})
}
