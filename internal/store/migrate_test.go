package store_test

import (
	"errors"
	"flag"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"upright/internal/store"
	"upright/internal/store/storetest"
	"upright/migrations"
)

var update = flag.Bool("update", false, "write migrations/schema.sql anew")

const snapshot = "../../migrations/schema.sql"

func TestSchemaIsWhatTheMigrationsMake(t *testing.T) {
	got := describeSchema(t, storetest.Open(t))
	if *update {
		if err := os.WriteFile(snapshot, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(snapshot)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("migrations/schema.sql is not what the migrations make (-file +database); run this test with -update:\n%s", diff)
	}
}

func TestMigrateTwiceDoesNothing(t *testing.T) {
	ctx := t.Context()
	s := storetest.Connect(t, storetest.Empty(t))
	if err := s.CheckSchema(ctx); !errors.Is(err, store.ErrOldDatabase) {
		t.Errorf("an empty database: %v, want ErrOldDatabase", err)
	}
	want, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	first, err := s.Migrate(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(first, want) {
		t.Errorf("applied %v, want %v", first, want)
	}
	if err := s.CheckSchema(ctx); err != nil {
		t.Errorf("after migrating: %v", err)
	}
	second, err := s.Migrate(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if len(second) != 0 {
		t.Errorf("applied again: %v", second)
	}
}

func TestMigrateAtOnce(t *testing.T) {
	url := storetest.Empty(t)
	var group sync.WaitGroup
	var mu sync.Mutex
	var applied []string
	for range 4 {
		s := storetest.Connect(t, url)
		group.Go(func() {
			names, err := s.Migrate(t.Context())
			if err != nil {
				t.Errorf("migrate: %v", err)
			}
			mu.Lock()
			defer mu.Unlock()
			applied = append(applied, names...)
		})
	}
	group.Wait()
	slices.Sort(applied)
	want, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(applied, want) {
		t.Errorf("applied %v, want each of %v once", applied, want)
	}
}

func TestMigrateRefuses(t *testing.T) {
	ctx := t.Context()
	one := fstest.MapFS{"0001_a.sql": {Data: []byte(`CREATE TABLE a ();`)}}
	two := fstest.MapFS{"0001_a.sql": one["0001_a.sql"], "0002_b.sql": {Data: []byte(`CREATE TABLE b (); CREATE TABLE c ();`)}}

	t.Run("a newer database", func(t *testing.T) {
		s := storetest.Connect(t, storetest.Empty(t))
		if _, err := s.MigrateFrom(ctx, two); err != nil {
			t.Fatal(err)
		}
		if _, err := s.MigrateFrom(ctx, one); !errors.Is(err, store.ErrNewerDatabase) || !strings.Contains(err.Error(), "0002_b.sql") {
			t.Errorf("got %v, want ErrNewerDatabase naming 0002_b.sql", err)
		}
	})
	t.Run("a database with another history", func(t *testing.T) {
		s := storetest.Connect(t, storetest.Empty(t))
		if _, err := s.MigrateFrom(ctx, one); err != nil {
			t.Fatal(err)
		}
		other := fstest.MapFS{"0001_other.sql": {Data: []byte(`SELECT 1`)}}
		if _, err := s.MigrateFrom(ctx, other); err == nil || !strings.Contains(err.Error(), "0001_other.sql") {
			t.Errorf("got %v, want an error naming both files", err)
		}
	})
	t.Run("a gap in the numbers", func(t *testing.T) {
		s := storetest.Connect(t, storetest.Empty(t))
		gap := fstest.MapFS{"0001_a.sql": one["0001_a.sql"], "0003_c.sql": {Data: []byte(`SELECT 1`)}}
		if _, err := s.MigrateFrom(ctx, gap); err == nil || !strings.Contains(err.Error(), "0002 was expected") {
			t.Errorf("got %v, want an error about 0002", err)
		}
	})
	t.Run("half of a failing file", func(t *testing.T) {
		s := storetest.Connect(t, storetest.Empty(t))
		broken := fstest.MapFS{
			"0001_a.sql": one["0001_a.sql"],
			"0002_b.sql": {Data: []byte(`CREATE TABLE b (); CREATE TABLE nonsense (x no_such_type);`)},
		}
		applied, err := s.MigrateFrom(ctx, broken)
		if err == nil || !strings.Contains(err.Error(), "0002_b.sql") {
			t.Errorf("got %v, want an error naming the file", err)
		}
		if !slices.Equal(applied, []string{"0001_a.sql"}) {
			t.Errorf("applied %v, want only the first", applied)
		}
		if applied, err = s.MigrateFrom(ctx, two); err != nil || !slices.Equal(applied, []string{"0002_b.sql"}) {
			t.Errorf("mended file: applied %v, %v: the failing one left something behind", applied, err)
		}
	})
}
