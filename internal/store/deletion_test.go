package store_test

import (
	"testing"
	"time"

	"upright/internal/store"
	"upright/internal/upr"
)

// leftOf returns the tables that still have a row of the submission, among all that have such a column.
func (c *coalition) leftOf(id upr.SubmissionID) []string {
	c.t.Helper()
	rows, err := c.db.QueryContext(c.t.Context(), `
		SELECT table_name FROM information_schema.columns
		WHERE table_schema = 'public' AND column_name = 'submission_id' ORDER BY table_name`)
	if err != nil {
		c.t.Fatal(err)
	}
	defer rows.Close()
	var tables []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			c.t.Fatal(err)
		}
		tables = append(tables, name)
	}
	if len(tables) < 15 {
		c.t.Fatalf("only %d tables have a submission_id: %v", len(tables), tables)
	}
	var left []string
	for _, name := range tables {
		var n int
		if err := c.db.QueryRowContext(c.t.Context(), `SELECT count(*) FROM `+name+` WHERE submission_id = $1`, id).Scan(&n); err != nil {
			c.t.Fatal(err)
		}
		if n > 0 {
			left = append(left, name)
		}
	}
	return left
}

func TestDeletionByTwo(t *testing.T) {
	c := newCoalition(t)
	ctx, now := t.Context(), time.Now()
	if gone, err := c.DeleteSubmission(ctx, c.anna, c.id, now); err != nil || gone {
		t.Fatalf("gone %v, %v: one person is enough", gone, err)
	}
	if gone, err := c.DeleteSubmission(ctx, c.anna, c.id, now.Add(time.Hour)); err != nil || gone {
		t.Fatalf("gone %v, %v: who asked has confirmed", gone, err)
	}
	_, err := c.DeleteSubmission(ctx, c.ben, c.id, now)
	wantKind(t, err, upr.Forbidden)
	wantKind(t, c.CallOffDeletion(ctx, c.ben, c.id), upr.Forbidden)
	if asked, err := c.Deletion(ctx, c.ben, c.id); err != nil || asked.By != c.anna.User || asked.Due.Sub(asked.At) != upr.UsualDeletionWait {
		t.Errorf("a reader sees %+v, %v", asked, err)
	}
	if err := c.CallOffDeletion(ctx, c.anna, c.id); err != nil {
		t.Fatal(err)
	}
	if err := c.SweepDeletions(ctx, now.Add(2*upr.UsualDeletionWait)); err != nil {
		t.Fatal(err)
	}
	list := c.record()
	if a, b := list[len(list)-2].Kind, list[len(list)-1].Kind; a != upr.DeletionAskedRecord || b != upr.DeletionCalledOffRecord {
		t.Errorf("the record ends with %s, %s", a, b)
	}
	// A second coordinator confirms.
	cy := addUser(t, c.Store, "cy@example.org", false)
	if _, err := c.Join(ctx, cy, c.invite(c.anna, c.lead, upr.Coordinator, time.Time{}), now, store.Joining{}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.DeleteSubmission(ctx, c.anna, c.id, now); err != nil {
		t.Fatal(err)
	}
	if gone, err := c.DeleteSubmission(ctx, cy, c.id, now); err != nil || !gone {
		t.Fatalf("gone %v, %v after a second person confirmed", gone, err)
	}
	if left := c.leftOf(c.id); left != nil {
		t.Errorf("left in %v", left)
	}
}

func TestDeletionAfterTheWait(t *testing.T) {
	c := newCoalition(t)
	ctx, now := t.Context(), time.Now()
	if _, err := c.DeleteSubmission(ctx, c.anna, c.id, now); err != nil {
		t.Fatal(err)
	}
	if err := c.SweepDeletions(ctx, now.Add(upr.UsualDeletionWait-time.Minute)); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Submission(ctx, c.ben, c.id); err != nil {
		t.Fatalf("gone too early: %v", err)
	}
	// Several processes sweep.
	for i, err := range atOnce(4, func(int) error { return c.SweepDeletions(ctx, now.Add(upr.UsualDeletionWait+time.Minute)) }) {
		if err != nil {
			t.Errorf("sweep %d: %v", i, err)
		}
	}
	if left := c.leftOf(c.id); left != nil {
		t.Errorf("left in %v", left)
	}
}

func TestDeletionOfWhatNobodyElseSaw(t *testing.T) {
	c := newCoalition(t)
	ctx, now := t.Context(), time.Now()
	alone := addSubmission(t, c.Store, c.anna, c.lead, someDetails())
	if gone, err := c.DeleteSubmission(ctx, c.anna, alone, now); err != nil || !gone {
		t.Errorf("gone %v, %v: nobody wrote in it", gone, err)
	}
	if left := c.leftOf(alone); left != nil {
		t.Errorf("left in %v", left)
	}
}
