package web

import (
	"database/sql"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"syscall"
	"testing"
	"time"

	"upright/internal/example/exampletest"
	"upright/internal/prose"
)

// BenchmarkPages asks for pages of a submission as long as OHCHR takes them, with 10,000 more in the database that the
// same person sees, through the whole handler: session, rights, queries, text, checks, template.
func BenchmarkPages(b *testing.B) {
	d := newDesk(b)
	path := d.crowd(b)
	for _, page := range []struct{ name, path string }{
		{"home", "/"},
		{"organization", "/organizations/" + string(d.lead(b))},
		{"new", "/submissions/new"},
		{"tasks", path},
		{"details", path + "/details"},
		{"write", path + "/write"},
		{"part", path + "/parts/part-rights"},
		{"read", path + "/read"},
		{"check", path + "/check"},
		{"answers", path + "/answers"},
		{"findings", path + "/findings"},
		{"text", path + "/text"},
	} {
		b.Run(page.name, func(b *testing.B) { d.measure(b, page.path) })
	}
}

// measure asks for a page in the process itself, without a network, and reports how long answers take and are, and the
// time of processors in this process: unlike the others it says the same on a machine that is busy.
func (d *desk) measure(b *testing.B, path string) {
	address, err := url.Parse(d.url)
	if err != nil {
		b.Fatal(err)
	}
	cookies := d.grace.http.Jar.Cookies(address)
	var took []time.Duration
	var size int
	begin := processorTime(b)
	for b.Loop() {
		r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, path, nil)
		for _, c := range cookies {
			r.AddCookie(c)
		}
		w := httptest.NewRecorder()
		asked := time.Now()
		d.Handler().ServeHTTP(w, r)
		took = append(took, time.Since(asked))
		if size = w.Body.Len(); w.Code != http.StatusOK {
			b.Fatalf("%s: status %d: %s", path, w.Code, w.Body)
		}
	}
	busy := processorTime(b) - begin
	slices.Sort(took)
	for _, p := range []int{50, 95} {
		b.ReportMetric(float64(took[(len(took)-1)*p/100].Microseconds())/1000, fmt.Sprintf("ms-p%d", p))
	}
	b.ReportMetric(float64(busy.Microseconds())/1000/float64(b.N), "ms-cpu")
	b.ReportMetric(float64(size)/1000, "kB")
}

// processorTime is what this process has used so far.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// crowd makes one joint submission at its limit and 10,000 more of the same organization, each with a text, and returns
// the address of the first.
func (d *desk) crowd(b *testing.B) string {
	b.Helper()
	joint, err := exampletest.Joint()
	if err != nil {
		b.Fatal(err)
	}
	text, err := prose.Encode(joint.Manuscript)
	if err != nil {
		b.Fatal(err)
	}
	id, err := d.Store.CreateSubmission(b.Context(), d.actor, d.lead(b), joint.Details, joint.RuleSet, text)
	if err != nil {
		b.Fatal(err)
	}
	db, err := sql.Open("postgres", d.database)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	// In few statements: ten thousand transactions would take a minute, most of it waiting for the disk.
	for _, query := range []string{`
		INSERT INTO submissions (id, state, session, cycle, kind, language, title, rule_set, created_at)
		SELECT translate(substr(md5(n::text), 1, 20), '0189', 'ghij'), (ARRAY['MEX', 'KEN', 'FRA', 'IND', 'PER'])[1 + n % 5],
			50 + n % 14, 4, 'individual', 'en', 'Submission ' || n, 'cycle-4', now() - n * interval '1 minute'
		FROM generate_series(1, 10000) n`, `
		INSERT INTO submission_organizations (submission_id, organization_id, position, created_at)
		SELECT id, (SELECT organization_id FROM submission_organizations LIMIT 1), 0, created_at
		FROM submissions s WHERE title ~ '^Submission \d'`, `
		INSERT INTO manuscripts (submission_id, head, schema)
		SELECT id, 0, (SELECT max(schema) FROM manuscripts) FROM submissions WHERE title ~ '^Submission \d'`, `
		INSERT INTO manuscript_snapshots (submission_id, version, doc)
		SELECT s.id, 0, given.doc
		FROM submissions s, (SELECT doc FROM manuscript_snapshots ORDER BY length(doc::text) LIMIT 1) given
		WHERE s.title ~ '^Submission \d'`, `
		VACUUM ANALYZE`,
	} {
		if _, err := db.ExecContext(b.Context(), query); err != nil {
			b.Fatalf("%v in %s", err, query)
		}
	}
	return "/submissions/" + string(id)
}
