package store_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"upright/internal/store"
	"upright/internal/store/storetest"
	"upright/internal/upr"
)

// written returns a text with n commits, each of so many bytes of steps, a minute apart from a day on.
func written(t *testing.T, n, bytes int) (*store.Store, upr.Actor, upr.SubmissionID) {
	t.Helper()
	url := storetest.URL(t)
	s, err := store.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	const user, org, sub = "aaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbb", "cccccccccccccccccccc"
	for _, q := range []string{
		`INSERT INTO users (id, name, email, password_hash) VALUES ('` + user + `', 'Ana', 'a@example.org', '')`,
		`INSERT INTO organizations (id, name) VALUES ('` + org + `', 'O')`,
		`INSERT INTO organization_members (organization_id, user_id, role) VALUES ('` + org + `', '` + user + `', 'administrator')`,
		`INSERT INTO submissions (id, state, session, cycle, kind, language, title, date, rule_set, created_by)
			VALUES ('` + sub + `', 'FRA', 54, 4, 'individual', 'en', 'T', '2026-11-23', 'r', '` + user + `')`,
		`INSERT INTO submission_organizations VALUES ('` + sub + `', '` + org + `', 0)`,
		fmt.Sprintf(`INSERT INTO manuscripts (submission_id, schema, head) VALUES ('%s', 1, %d)`, sub, n),
		`INSERT INTO manuscript_snapshots (submission_id, version, doc) VALUES ('` + sub + `', 0, '{}')`,
		fmt.Sprintf(`INSERT INTO manuscript_commits (submission_id, version, ref, client, user_id, base, steps, created_at)
			SELECT '%s', v, translate(lpad(v::text, 20, 'a'), '0189', 'bcde'), '%s', CASE WHEN v %% 2 = 0 THEN '%s' END, v - 1,
				jsonb_build_array(repeat('x', %d)), '2026-11-20 10:00Z'::timestamptz + v * interval '1 minute'
			FROM generate_series(1, %d) AS v`, sub, user, user, bytes, n),
	} {
		if _, err := s.DB().ExecContext(t.Context(), q); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
	return s, upr.Actor{User: user}, sub
}

func TestCommitsWithin(t *testing.T) {
	s, _, id := written(t, 10, 1000)
	for _, test := range []struct {
		after, upTo int64
		bytes, want int
	}{{0, 10, 1 << 20, 10}, {0, 10, 3100, 3}, {4, 7, 1 << 20, 3}, {0, 10, 10, 1}, {9, 10, 0, 1}, {10, 20, 100, 0}} {
		list, err := s.CommitsWithin(t.Context(), id, test.after, test.upTo, test.bytes)
		if err != nil || len(list) != test.want || len(list) > 0 && list[0].Version != test.after+1 {
			t.Errorf("%+v: %d commits, %v", test, len(list), err)
		}
	}
	if n, err := s.MissedBytes(t.Context(), id, 8); err != nil || n < 2000 || n > 2100 {
		t.Errorf("%d bytes, %v", n, err)
	}
}

func TestSittings(t *testing.T) {
	s, by, id := written(t, 90, 1) // from 10:01 to 11:30: two hours begin, none has a pause
	list, err := s.Sittings(t.Context(), by, id, 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 2 || list[0].First != 60 || list[0].Last != 90 || list[1].First != 1 || list[1].Commits != 59 ||
		!slices.Equal(list[1].Writers, []upr.UserID{by.User}) || list[0].To.Sub(list[1].From) != 89*time.Minute {
		t.Errorf("sittings are %+v", list)
	}
	if list, err = s.Sittings(t.Context(), by, id, 60, 10); err != nil || len(list) != 1 || list[0].Last != 59 {
		t.Errorf("before version 60: %+v, %v", list, err)
	}
	_, err = s.Sittings(t.Context(), upr.Actor{User: "dddddddddddddddddddd"}, id, 0, 10)
	wantKind(t, err, upr.NotFound)
}

func TestSnapshotsAreThinned(t *testing.T) {
	s, by, id := written(t, 6000, 1)
	if _, err := s.AddRevision(t.Context(), by, id, 1400, "Sent", [32]byte{}); err != nil {
		t.Fatal(err)
	}
	for v := int64(200); v <= 6000; v += 200 {
		if err := s.SaveSnapshot(t.Context(), id, v, json.RawMessage(`{}`), json.RawMessage(`[]`)); err != nil {
			t.Fatal(err)
		}
	}
	var versions []string
	if err := s.DB().SelectContext(t.Context(), &versions,
		`SELECT version::text FROM manuscript_snapshots WHERE submission_id = '`+string(id)+`' ORDER BY manuscript_snapshots.version`); err != nil {
		t.Fatal(err)
	}
	want := "0 600 1000 1400 1600 2000 2600 3000 3600 4000 4200 4400 4600 4800 5000 5200 5400 5600 5800 6000"
	if got := strings.Join(versions, " "); got != want {
		t.Errorf("snapshots are of %s, want %s", got, want)
	}
	text, err := s.Text(t.Context(), id, 3999)
	if err != nil || text.Version != 3600 || len(text.Commits) != 399 {
		t.Errorf("version 3999 is read from %+v, %v", text.Version, err)
	}
}
