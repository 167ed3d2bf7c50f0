package store_test

import (
	"testing"

	"upright/internal/store"
	"upright/internal/store/storetest"
	"upright/internal/upr"
)

// BenchmarkSubmissions lists a page among 10,000 submissions: the first and one deep in the list, for a person who sees
// all of them and for one who sees twenty.
func BenchmarkSubmissions(b *testing.B) {
	ctx, s := b.Context(), storetest.Open(b)
	actor := func(email string) upr.Actor {
		u, err := s.CreateUser(ctx, store.NewUser{Name: email, Email: email, PasswordHash: "x"})
		if err != nil {
			b.Fatal(err)
		}
		return upr.Actor{User: u.ID}
	}
	many, few := actor("many@example.org"), actor("few@example.org")
	add := func(by upr.Actor, n int) {
		lead, err := s.CreateOrganization(ctx, by, upr.Organization{Name: "Organization"})
		if err != nil {
			b.Fatal(err)
		}
		// In one statement: ten thousand transactions would take a minute, most of it waiting for the disk.
		if _, err := s.DB().ExecContext(ctx, `
			WITH made AS (
				INSERT INTO submissions (id, state, session, cycle, kind, language, title, rule_set, created_at)
				SELECT translate(substr(md5($1 || n::text), 1, 20), '0189', 'ghij'), 'XXA', 54, 4, 'individual', 'en',
					'Submission ' || n, 'cycle-4', now() - n * interval '1 minute'
				FROM generate_series(1, $2::int) n
				RETURNING id, created_at
			)
			INSERT INTO submission_organizations (submission_id, organization_id, position, created_at)
			SELECT id, $1, 0, created_at FROM made`, lead, n); err != nil {
			b.Fatal(err)
		}
	}
	add(few, 20)
	add(many, 10_000)
	if _, err := s.DB().ExecContext(ctx, `ANALYZE`); err != nil {
		b.Fatal(err)
	}
	deep := store.Page{Size: 200}
	for range 40 {
		_, next, err := s.Submissions(ctx, many, deep)
		if err != nil {
			b.Fatal(err)
		}
		deep.After = next
	}
	deep.Size = 50
	for _, c := range []struct {
		name string
		by   upr.Actor
		page store.Page
		want int
	}{
		{"many/first", many, store.Page{}, 50},
		{"many/deep", many, deep, 50},
		{"few", few, store.Page{}, 20},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				list, _, err := s.Submissions(ctx, c.by, c.page)
				if err != nil || len(list) != c.want {
					b.Fatalf("%d submissions, %v", len(list), err)
				}
			}
		})
	}
}
