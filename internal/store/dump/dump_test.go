package dump_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"upright/internal/store"
	"upright/internal/store/dump"
	"upright/internal/store/storetest"
	"upright/internal/upr"
)

// nasty holds everything that a text format can trip over.
const nasty = "tab\there, new\nline, back\\slash, \\N, \"quotes\", {braces}, 'single', ünïcode, \u2028, 😀, العربية"

func open(t *testing.T, url string) *sql.DB {
	t.Helper()
	db, err := sql.Open("postgres", url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// filled returns the address of a database with rows of many types in tables that refer to each other.
func filled(t *testing.T) string {
	t.Helper()
	url := storetest.URL(t)
	db := open(t, url)
	const user, org, sub, other = "aaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbb", "cccccccccccccccccccc", "dddddddddddddddddddd"
	for _, q := range []struct {
		sql  string
		args []any
	}{
		{`INSERT INTO users (id, name, email, password_hash, created_at) VALUES ($1, $2, 'a@example.org', '', '2026-11-23 12:00:00.123456+03')`,
			[]any{user, nasty}},
		{`INSERT INTO organizations (id, name, description) VALUES ($1, 'O', $2)`, []any{org, nasty}},
		{`INSERT INTO organization_logos (organization_id, data, format, width, height) VALUES ($1, $2, 'png', 1, 1)`,
			[]any{org, []byte{0, 1, 0xff, '\\', '\n'}}},
		{`INSERT INTO submissions (id, state, session, cycle, kind, language, title, keywords, date, rule_set, created_by)
			VALUES ($1, 'FRA', 54, 4, 'joint', 'ar', 'T', ARRAY[$2, 'NULL', ''], '2026-11-23', 'r', $3)`, []any{sub, nasty, user}},
		{`INSERT INTO submission_organizations VALUES ($1, $2, 0)`, []any{sub, org}},
		{`INSERT INTO submissions (id, state, session, cycle, kind, language, title, keywords, rule_set, created_by)
			VALUES ($1, 'MEX', 59, 5, 'individual', 'en', 'O', '{}', 'r', $2)`, []any{other, user}},
		{`INSERT INTO related_submissions (id, one_id, other_id, made_by) VALUES (repeat('r', 20), $1, $2, $3)`, []any{sub, other, user}},
		{`INSERT INTO taken_passages (id, submission_id, kind, block, taken_by) VALUES (repeat('t', 20), $1, 'note', 'b', $2)`, []any{sub, user}},
		{`INSERT INTO taken_sources (passage_id, source_id, block, version, words) VALUES (repeat('t', 20), $1, 'b', 3, $2)`, []any{other, nasty}},
		{`INSERT INTO manuscripts (submission_id, schema, final) VALUES ($1, 1, 1)`, []any{sub}},
		{`INSERT INTO manuscript_revisions (submission_id, number, version, name, sha256) VALUES ($1, 1, 0, 'R', $2)`,
			[]any{sub, make([]byte, 32)}},
		{`INSERT INTO signoff_requests (submission_id, revision, until, words, cover, annexes, annexes_sum)
			VALUES ($1, 1, '2026-12-01', sha256('a'), '{"Title": "Kenya"}', '{"Previous": null}', sha256('b'))`, []any{sub}},
		{`INSERT INTO signoff_answers (submission_id, number, revision, organization_id, answer, words, paragraphs)
			VALUES ($1, 1, 1, $2, 'position', $3, ARRAY['a'])`, []any{sub, org, nasty}},
		{`INSERT INTO signoff_finals (submission_id, revision, portable, sum, receipt, receipt_type)
			VALUES ($1, 1, $2, repeat('a', 64), $2, 'png')`, []any{sub, []byte{0, 1, 0xff, '\\', '\n'}}},
	} {
		if _, err := db.ExecContext(t.Context(), q.sql, q.args...); err != nil {
			t.Fatalf("%s: %v", q.sql, err)
		}
	}
	return url
}

func mustWrite(t *testing.T, url string) (string, dump.Manifest) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "backup")
	m, err := dump.Write(t.Context(), url, dir, time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	return dir, m
}

// rows are the contents of all files of rows.
func rows(t *testing.T, dir string) map[string]string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.gz"))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		zip, err := gzip.NewReader(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(zip)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(name)] = string(text)
	}
	return all
}

func TestRoundTrip(t *testing.T) {
	url := filled(t)
	dir, m := mustWrite(t, url)
	if m.Rows() < 5 {
		t.Fatalf("only %d rows copied", m.Rows())
	}
	empty := storetest.Empty(t)
	restored, err := dump.Restore(t.Context(), empty, dir)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(m, restored); diff != "" {
		t.Error(diff)
	}
	again, _ := mustWrite(t, empty)
	before, after := rows(t, dir), rows(t, again)
	const texts = "manuscripts.jsonl.gz"
	if before[texts] == after[texts] {
		t.Error("the epoch of a restored text is the old one")
	}
	epoch := regexp.MustCompile(`"[0-9a-f]{32}"`)
	before[texts], after[texts] = epoch.ReplaceAllString(before[texts], "epoch"), epoch.ReplaceAllString(after[texts], "epoch")
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("a backup of what was restored differs:\n%s", diff)
	}
	db := open(t, empty)
	var name, key string
	var logo []byte
	var at time.Time
	err = db.QueryRowContext(t.Context(), `
		SELECT u.name, u.created_at, s.keywords[1], l.data FROM users u, submissions s, organization_logos l WHERE s.state = 'FRA'`).Scan(&name, &at, &key, &logo)
	if err != nil {
		t.Fatal(err)
	}
	if name != nasty || key != nasty || !bytes.Equal(logo, []byte{0, 1, 0xff, '\\', '\n'}) {
		t.Errorf("restored name %q, key word %q, logo %q", name, key, logo)
	}
	if want := time.Date(2026, 11, 23, 9, 0, 0, 123456000, time.UTC); !at.Equal(want) {
		t.Errorf("restored time %v, want %v", at, want)
	}
	s, err := store.Open(t.Context(), empty)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.CheckSchema(t.Context()); err != nil {
		t.Errorf("schema after the restore: %v", err)
	}
}

func TestEndedAccessDoesNotComeBack(t *testing.T) {
	url := filled(t)
	db := open(t, url)
	token := bytes.Repeat([]byte{7}, 32)
	const far = "2100-01-01"
	for _, q := range []struct {
		sql  string
		args []any
	}{
		{`INSERT INTO sessions (token_hash, user_id, created_at, seen_at, expires_at) SELECT $1, id, $2, $2, $2 FROM users`, []any{token, far}},
		{`INSERT INTO password_resets (token_hash, user_id, expires_at) SELECT $1, id, $2 FROM users`, []any{token, far}},
		{`INSERT INTO setup_tokens (token_hash, created_at) VALUES ($1, $2)`, []any{token, far}},
		{`INSERT INTO invitations (id, token_hash, kind, created_at, expires_at) VALUES (repeat('i', 20), $1, 'invitation', now(), $2)`, []any{token, far}},
		{`INSERT INTO people_invitations (id, submission_id, organization_id, role, created_at, expires_at)
			SELECT repeat('i', 20), submission_id, organization_id, 'editor', now(), $1 FROM submission_organizations`, []any{far}},
		{`INSERT INTO people_invitation_tokens (token_hash, invitation_id) VALUES ($1, repeat('i', 20))`, []any{token}},
	} {
		if _, err := db.ExecContext(t.Context(), q.sql, q.args...); err != nil {
			t.Fatalf("%s: %v", q.sql, err)
		}
	}
	dir, _ := mustWrite(t, url)
	empty := storetest.Empty(t)
	if _, err := dump.Restore(t.Context(), empty, dir); err != nil {
		t.Fatal(err)
	}
	var sessions, resets, setups, users int
	err := open(t, empty).QueryRowContext(t.Context(), `SELECT (SELECT count(*) FROM sessions),
		(SELECT count(*) FROM password_resets), (SELECT count(*) FROM setup_tokens), (SELECT count(*) FROM users)`).
		Scan(&sessions, &resets, &setups, &users)
	if err != nil {
		t.Fatal(err)
	}
	s := storetest.Connect(t, empty)
	// An invitation that was accepted or withdrawn after the backup must not work again.
	var gone *upr.Error
	if _, err := s.Invitation(t.Context(), token, time.Now()); !errors.As(err, &gone) || gone.Kind != upr.NotFound {
		t.Errorf("the link of an invitation to the installation: %v", err)
	}
	if _, err := s.InvitationByLink(t.Context(), token, time.Now()); !errors.As(err, &gone) || gone.Kind != upr.NotFound {
		t.Errorf("the link of an invitation to a submission: %v", err)
	}
	if sessions+resets+setups > 0 || users != 1 {
		t.Errorf("%d sessions, %d resets and %d set-up links after a restore, with %d users", sessions, resets, setups, users)
	}
}

// TestMailsAreNotSentAgain: what waited to be mailed when the backup was made was most likely sent since.
func TestMailsAreNotSentAgain(t *testing.T) {
	url := filled(t)
	for _, sql := range []string{
		`INSERT INTO notices (id, user_id, submission_id, kind, mail_due)
			SELECT repeat('n', 20), u.id, s.id, 'deadline', now() FROM users u, submissions s WHERE s.state = 'FRA'`,
		`INSERT INTO mails (id, user_id, daily, due_at, created_at) SELECT repeat('m', 20), id, true, now(), now() FROM users`,
		`INSERT INTO mail_notices (mail_id, notice_id) VALUES (repeat('m', 20), repeat('n', 20))`,
		`INSERT INTO calendar_feeds (user_id, token_hash, created_at) SELECT id, sha256('x'), now() FROM users`,
	} {
		if _, err := open(t, url).ExecContext(t.Context(), sql); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	dir, _ := mustWrite(t, url)
	empty := storetest.Empty(t)
	if _, err := dump.Restore(t.Context(), empty, dir); err != nil {
		t.Fatal(err)
	}
	var notices, due, mails, feeds int
	if err := open(t, empty).QueryRowContext(t.Context(), `SELECT (SELECT count(*) FROM notices),
		(SELECT count(*) FROM notices WHERE mail_due IS NOT NULL), (SELECT count(*) FROM mails), (SELECT count(*) FROM calendar_feeds)`).
		Scan(&notices, &due, &mails, &feeds); err != nil {
		t.Fatal(err)
	}
	if notices != 1 || due+mails+feeds > 0 {
		t.Errorf("%d notices, %d of them to be mailed, %d mails and %d addresses of calendars after a restore", notices, due, mails, feeds)
	}
}

func TestBackupIsOfOneMoment(t *testing.T) {
	url := filled(t)
	db := open(t, url)
	// A writer keeps the two tables in step; a copy that read them at different moments would catch them out of step.
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		for i := 0; ctx.Err() == nil; i++ {
			_, err := db.Exec(`WITH o AS (UPDATE organizations SET city = $1) UPDATE users SET timezone = $1`, fmt.Sprint(i))
			if err != nil {
				done <- err
				return
			}
		}
		done <- nil
	}()
	for range 3 {
		dir, _ := mustWrite(t, url)
		all := rows(t, dir)
		var city, zone string
		restored := storetest.Empty(t)
		if _, err := dump.Restore(t.Context(), restored, dir); err != nil {
			t.Fatal(err)
		}
		err := open(t, restored).QueryRowContext(t.Context(), `SELECT o.city, u.timezone FROM organizations o, users u`).Scan(&city, &zone)
		if err != nil || city != zone {
			t.Errorf("city %q, time zone %q, %v: not of one moment\n%v", city, zone, err, all)
		}
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestWriteNeedsAnEmptyFolder(t *testing.T) {
	url := storetest.URL(t)
	dir, _ := mustWrite(t, url)
	if _, err := dump.Write(t.Context(), url, dir, time.Now()); err == nil {
		t.Error("a backup went over another one")
	}
	info, err := os.Stat(dir)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o700 {
		t.Errorf("the folder has mode %v", info.Mode().Perm())
	}
}

func TestWriteNeedsASchema(t *testing.T) {
	if _, err := dump.Write(t.Context(), storetest.Empty(t), filepath.Join(t.TempDir(), "b"), time.Now()); err == nil {
		t.Error("a backup of nothing was made")
	}
}

func TestSequencesAreRefused(t *testing.T) {
	url := storetest.URL(t)
	if _, err := open(t, url).ExecContext(t.Context(), `CREATE SEQUENCE lost`); err != nil {
		t.Fatal(err)
	}
	_, err := dump.Write(t.Context(), url, filepath.Join(t.TempDir(), "b"), time.Now())
	if err == nil || !strings.Contains(err.Error(), "sequences") {
		t.Errorf("error %v", err)
	}
}

func TestRestoreNeedsAnEmptyDatabase(t *testing.T) {
	url := filled(t)
	dir, _ := mustWrite(t, url)
	if _, err := dump.Restore(t.Context(), url, dir); !errors.Is(err, dump.ErrNotEmpty) {
		t.Errorf("error %v, want ErrNotEmpty", err)
	}
}

func TestDamagedBackupsAreRefused(t *testing.T) {
	url := filled(t)
	tests := map[string]struct {
		damage func(t *testing.T, dir string)
		want   string
	}{
		"rows changed":      {flip("users.jsonl.gz"), "users.jsonl.gz is damaged"},
		"rows cut":          {cut("submissions.jsonl.gz"), "submissions.jsonl.gz is damaged"},
		"rows gone":         {remove("organizations.jsonl.gz"), "organizations.jsonl.gz"},
		"manifest changed":  {flip("manifest.json"), "manifest.json is damaged"},
		"manifest gone":     {remove("manifest.json"), "manifest.json"},
		"sums gone":         {remove("SHA256SUMS"), "not a complete backup"},
		"sums cut":          {cut("SHA256SUMS"), "no such file"},
		"sums cut at a row": {cutLine, "different files"},
		"of the future":     {edit("\"format\": 1", "\"format\": 2"), "format 2"},
		"newer schema":      {edit("\"schema\": \"0", "\"schema\": \"9"), "newer version"},
		"row count":         {edit("\"rows\": 1", "\"rows\": 2"), "in the manifest"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			dir, _ := mustWrite(t, url)
			tt.damage(t, dir)
			_, err := dump.Restore(t.Context(), storetest.Empty(t), dir)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v does not say %q", err, tt.want)
			}
		})
	}
}

// change rewrites a file of a backup.
func change(t *testing.T, dir, name string, by func([]byte) []byte) {
	t.Helper()
	path := filepath.Join(dir, name)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	changed := by(bytes.Clone(b))
	if bytes.Equal(b, changed) {
		t.Fatalf("%s was not changed", name)
	}
	if err := os.WriteFile(path, changed, 0o600); err != nil {
		t.Fatal(err)
	}
}

func flip(name string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		t.Helper()
		change(t, dir, name, func(b []byte) []byte { b[len(b)/2] ^= 1; return b })
	}
}

func cut(name string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		t.Helper()
		change(t, dir, name, func(b []byte) []byte { return b[:len(b)-10] })
	}
}

func remove(name string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		t.Helper()
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
}

func cutLine(t *testing.T, dir string) {
	t.Helper()
	change(t, dir, "SHA256SUMS", func(b []byte) []byte {
		return b[:bytes.LastIndexByte(b[:len(b)-1], '\n')+1]
	})
}

// edit changes the manifest and mends the sums, as a mistaken hand would.
func edit(from, to string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		t.Helper()
		var before, after [32]byte
		change(t, dir, "manifest.json", func(b []byte) []byte {
			before = sha256.Sum256(b)
			b = bytes.Replace(b, []byte(from), []byte(to), 1)
			after = sha256.Sum256(b)
			return b
		})
		change(t, dir, "SHA256SUMS", func(b []byte) []byte {
			return bytes.Replace(b, fmt.Appendf(nil, "%x", before), fmt.Appendf(nil, "%x", after), 1)
		})
	}
}
