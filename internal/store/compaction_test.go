package store_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"upright/internal/store"
	"upright/internal/upr"
)

// kept lists the versions up to another that have a snapshot.
func kept(t *testing.T, s *store.Store, upTo int64) []int64 {
	t.Helper()
	var list []int64
	if err := s.DB().SelectContext(t.Context(), &list,
		`SELECT version FROM manuscript_snapshots WHERE version <= $1 ORDER BY version`, upTo); err != nil {
		t.Fatal(err)
	}
	return list
}

// A compaction is refused while anything needs what it would take, and what it keeps is kept for good.
func TestCompact(t *testing.T) {
	s, by, id := written(t, 6000, 1) // a minute apart, from 10:01 on: sittings end with 59, 119, …
	ctx, doc, authors := t.Context(), json.RawMessage(`{}`), json.RawMessage(`[]`)
	for v := int64(200); v <= 3000; v += 200 {
		if err := s.SaveSnapshot(ctx, id, v, doc, authors); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.AddRevision(ctx, by, id, 1234, "Sent", [32]byte{}); err != nil {
		t.Fatal(err)
	}
	before := time.Date(2026, 11, 21, 20, 30, 0, 0, time.UTC) // version 2070
	plan, err := s.PlanCompaction(ctx, id, before, 0)
	if err != nil || plan.Cut != 2039 || plan.Commits != 2039 || plan.Kept != len(kept(t, s, 2039))+1 || !slices.Equal(plan.Missing, []int64{1234, 2039}) {
		t.Fatalf("%+v, %v", plan, err)
	}
	if plan, err := s.PlanCompaction(ctx, id, before, 4500); err != nil || plan.Cut != 1499 {
		t.Errorf("4500 behind: %+v, %v", plan, err)
	}
	refused := func(why string, cut int64) {
		t.Helper()
		if err := s.Compact(ctx, id, cut); !errors.Is(err, store.ErrMovedOn) {
			t.Errorf("%s: %v", why, err)
		}
	}
	refused("no snapshots", plan.Cut)
	for _, v := range plan.Missing {
		refused("not all snapshots", plan.Cut)
		if err := s.KeepSnapshot(ctx, id, v, doc, authors); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.DB().ExecContext(ctx, `INSERT INTO comment_threads (id, submission_id, block, ranged, version, from_pos, to_pos, quote, shown, part)
		VALUES (repeat('t', 20), $1, 'b', true, 2038, 1, 2, 'q', 'b', 'p')`, id); err != nil {
		t.Fatal(err)
	}
	refused("a comment on an older version", plan.Cut)
	if _, err := s.DB().ExecContext(ctx, `DELETE FROM comment_threads`); err != nil {
		t.Fatal(err)
	}
	refused("within a sitting", 1234)
	if n, err := s.MissedBytes(ctx, id, 0); err != nil || n < 6000 {
		t.Fatalf("a refused compaction left %d bytes, %v", n, err)
	}

	if err := s.Compact(ctx, id, plan.Cut); err != nil {
		t.Fatal(err)
	}
	if err := s.Compact(ctx, id, plan.Cut); err != nil {
		t.Errorf("again: %v", err)
	}
	stay := kept(t, s, plan.Cut)
	for v := int64(5000); v <= 6000; v += 200 { // each thins out what is far behind
		if err := s.SaveSnapshot(ctx, id, v, doc, authors); err != nil {
			t.Fatal(err)
		}
	}
	if now := kept(t, s, plan.Cut); !slices.Equal(now, stay) {
		t.Errorf("snapshots %v of %v are left", now, stay)
	}
	found, err := s.Compaction(ctx, by, id)
	if err != nil || found.Floor != 2039 || len(found.Kept) != len(stay)-1 || found.Until.Sub(before) > -30*time.Minute {
		t.Errorf("%+v, %v", found, err)
	}
	if last, ok := found.Last(1201, 1300); !ok || last.Version != 1234 {
		t.Errorf("the last of 1201 to 1300 is %+v", last)
	}
	_, err = s.Compaction(ctx, upr.Actor{User: "dddddddddddddddddddd"}, id)
	wantKind(t, err, upr.NotFound)
}

// Commits that were compacted away are never answered with those behind them.
func TestCommitsBeforeTheFloor(t *testing.T) {
	s, _, id := written(t, 200, 1)
	ctx := t.Context()
	if err := s.KeepSnapshot(ctx, id, 119, json.RawMessage(`{}`), json.RawMessage(`[]`)); err != nil {
		t.Fatal(err)
	}
	if err := s.Compact(ctx, id, 119); err != nil {
		t.Fatal(err)
	}
	for _, after := range []int64{0, 60, 118} {
		for what, ask := range map[string]func() error{
			"commits":        func() error { _, err := s.Commits(ctx, id, after, 200); return err },
			"none":           func() error { _, err := s.Commits(ctx, id, after, 119); return err },
			"commits within": func() error { _, err := s.CommitsWithin(ctx, id, after, 200, 1<<20); return err },
			"commit by ref":  func() error { _, err := s.CommitVersion(ctx, id, fmt.Sprint(after), after); return err },
		} {
			if err := ask(); !store.IsCompacted(err) {
				t.Errorf("%s after %d: %v", what, after, err)
			}
		}
	}
	for _, version := range []int64{1, 118} {
		if _, err := s.Text(ctx, id, version); !store.IsCompacted(err) {
			t.Errorf("version %d: %v", version, err)
		}
	}
	if list, err := s.Commits(ctx, id, 119, 200); err != nil || len(list) != 81 {
		t.Errorf("%d commits, %v", len(list), err)
	}
	for version, commits := range map[int64]int{0: 0, 119: 0, 120: 1, -1: 81} {
		if text, err := s.Text(ctx, id, version); err != nil || len(text.Commits) != commits {
			t.Errorf("version %d: %+v, %v", version, text, err)
		}
	}
}
