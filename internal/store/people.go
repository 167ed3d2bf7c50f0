package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// A Person is somebody in a submission, with what they may do there.
type Person struct {
	upr.Author
	Role           upr.SubmissionRole // the highest of what was given and what organizations bring; none for a former one
	Given          upr.SubmissionRole // as a person; it may have ended
	ByOrganization bool               // an organization brings the role, or a part of it
	Pseudonym      bool               // Name is one
	Note           string             // for who manages the person; "" for others, and where it could tell who a pseudonym is
	Added          time.Time          // zero for who has no row of their own
	Ends           time.Time          // of what was given; zero: it lasts
	Left           time.Time          // zero for who did not leave
	Manageable     bool               // the actor may change what was given, or end it
}

// personRow is a Person as the database has it.
type personRow struct {
	User             upr.UserID         `db:"user_id"`
	Name             string             `db:"name"`
	Organization     upr.OrganizationID `db:"organization_id"`
	OrganizationName string             `db:"organization_name"`
	Given            upr.SubmissionRole `db:"given"`
	Lasts            bool               `db:"lasts"`
	Lead             upr.Role           `db:"lead"`
	Administers      upr.OrganizationID `db:"administers"` // one of them
	Pseudonym        bool               `db:"pseudonym"`
	Note             string             `db:"note"`
	Added            *time.Time         `db:"created_at"`
	Ends             *time.Time         `db:"ends_at"`
	Left             *time.Time         `db:"left_at"`
}

// standing is how the person stands to the submission.
func (r personRow) standing() upr.Standing {
	in := upr.Standing{Lead: r.Lead}
	if r.Lasts {
		in.Given = r.Given
	}
	if r.Administers != "" {
		in.Administers = []upr.OrganizationID{r.Administers}
	}
	return in
}

// person converts the row for somebody who stands as viewer does.
func (r personRow) person(viewer upr.Standing) Person {
	in := r.standing()
	role := in.Role()
	byOrganization := upr.Standing{Lead: in.Lead, Administers: in.Administers}.Role()
	p := Person{
		Author: upr.Author{
			User: r.User, Name: r.Name, Organization: r.Organization, OrganizationName: r.OrganizationName,
			Former: role == upr.NoSubmissionRole,
		},
		Role: role, Given: r.Given, ByOrganization: byOrganization != upr.NoSubmissionRole, Pseudonym: r.Pseudonym,
		Added: timeOf(r.Added), Ends: timeOf(r.Ends), Left: timeOf(r.Left),
		Manageable: r.Given != upr.NoSubmissionRole && r.Left == nil && viewer.MayGive(r.Organization, r.Given),
	}
	// What was noted about somebody can say who it is.
	if viewer.Manages(r.Organization) && (!r.Pseudonym || viewer.KnowsBehindPseudonyms(r.Organization)) {
		p.Note = r.Note
	}
	return p
}

// timeOf returns a time that may be missing; then it is zero.
func timeOf(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}

// Aliases returns what the people of a submission are called in what browsers receive of it. The caller has asked for the
// right to the submission.
func (s *Store) Aliases(ctx context.Context, id upr.SubmissionID) (upr.Aliases, error) {
	aliases, err := aliasesOf(ctx, s.db, id)
	return aliases, mapped(err)
}

func aliasesOf(ctx context.Context, db sqlx.QueryerContext, id upr.SubmissionID) (upr.Aliases, error) {
	var key []byte
	err := sqlx.GetContext(ctx, db, &key, `SELECT people_key FROM submissions WHERE id = $1`, id)
	if errors.Is(err, sql.ErrNoRows) {
		return upr.Aliases{}, notFound(err)
	}
	if err != nil {
		return upr.Aliases{}, fmt.Errorf("key of people: %w", err)
	}
	return upr.NewAliases(key)
}

// peopleOf reads everybody who has or had a part in a submission, or wrote in it, by name.
func peopleOf(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID) ([]personRow, error) {
	var rows []personRow
	if err := tx.SelectContext(ctx, &rows, `
		WITH member AS (
			SELECT m.user_id, max(m.role) FILTER (WHERE so.position = 0) AS lead,
				min(so.organization_id) FILTER (WHERE m.role = 'administrator') AS administers,
				(array_agg(so.organization_id ORDER BY so.position))[1] AS organization_id
			FROM submission_organizations so JOIN organization_members m ON m.organization_id = so.organization_id
			WHERE so.submission_id = $1 AND `+membershipCounts+` GROUP BY m.user_id
		), person AS (
			SELECT * FROM submission_people WHERE submission_id = $1
		), wrote AS (
			SELECT user_id FROM manuscript_commits WHERE submission_id = $1 AND user_id IS NOT NULL
			UNION
			SELECT user_id FROM manuscript_sitting_writers WHERE submission_id = $1
			UNION
			SELECT c.user_id FROM comments c JOIN comment_threads t ON t.id = c.thread_id
			WHERE t.submission_id = $1 AND c.user_id IS NOT NULL
		), everybody AS (
			SELECT user_id FROM member UNION SELECT user_id FROM person UNION SELECT user_id FROM wrote
		)
		SELECT u.id AS user_id, coalesce(nullif(p.pseudonym, ''), u.name) AS name,
			coalesce(o.id, '') AS organization_id, coalesce(nullif(o.acronym, ''), o.name, '') AS organization_name,
			coalesce(p.role, '') AS given, coalesce(`+roleLasts+`, false) AS lasts, coalesce(m.lead, '') AS lead,
			coalesce(m.administers, '') AS administers, coalesce(p.pseudonym, '') <> '' AS pseudonym,
			coalesce(p.note, '') AS note, p.created_at, p.ends_at, p.left_at
		FROM everybody e JOIN users u ON u.id = e.user_id
		LEFT JOIN member m ON m.user_id = e.user_id LEFT JOIN person p ON p.user_id = e.user_id
		-- Who has left one organization and is there for another speaks for that.
		LEFT JOIN organizations o ON o.id = CASE WHEN p.left_at IS NULL OR m.user_id IS NULL
			THEN coalesce(p.organization_id, m.organization_id) ELSE m.organization_id END
		ORDER BY lower(coalesce(nullif(p.pseudonym, ''), u.name)), u.id LIMIT 1000`, id); err != nil {
		return nil, fmt.Errorf("people of submission: %w", err)
	}
	return rows, nil
}

// People lists everybody who has or had a part in a submission, by name, for who may read it.
func (s *Store) People(ctx context.Context, by upr.Actor, id upr.SubmissionID) ([]Person, error) {
	var list []Person
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		in, err := requireStanding(ctx, tx, by, id, upr.ReadSubmission)
		if err != nil {
			return err
		}
		rows, err := peopleOf(ctx, tx, id)
		if err != nil {
			return err
		}
		aliases, err := aliasesOf(ctx, tx, id)
		if err != nil {
			return err
		}
		for _, row := range rows {
			person := row.person(in)
			person.Alias = aliases.Of(person.User)
			list = append(list, person)
		}
		return nil
	})
	return list, err
}

// Authors lists everybody who has a part in a submission or ever wrote in it, by name, for who may read it. Who has left
// is Former and keeps name and organization.
func (s *Store) Authors(ctx context.Context, by upr.Actor, id upr.SubmissionID) ([]upr.Author, error) {
	people, err := s.People(ctx, by, id)
	if err != nil {
		return nil, err
	}
	list := make([]upr.Author, len(people))
	for i, p := range people {
		list[i] = p.Author
	}
	return list, nil
}

// Standing returns how the actor stands to a submission that they may read.
func (s *Store) Standing(ctx context.Context, by upr.Actor, id upr.SubmissionID) (upr.Standing, error) {
	in, err := requireStanding(ctx, s.hot, by, id, upr.ReadSubmission)
	return in, mapped(err)
}

// OwnName returns the name under which the actor appears in a submission: the pseudonym, where they chose one.
func (s *Store) OwnName(ctx context.Context, by upr.Actor, id upr.SubmissionID) (string, error) {
	var name string
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.ReadSubmission); err != nil {
			return err
		}
		if err := tx.GetContext(ctx, &name, `
			SELECT coalesce(nullif(p.pseudonym, ''), u.name) FROM users u
			LEFT JOIN submission_people p ON p.user_id = u.id AND p.submission_id = $2
			WHERE u.id = $1`, by.User, id); err != nil {
			return fmt.Errorf("own name: %w", err)
		}
		return nil
	})
	return name, err
}

// A PersonChange is what can be changed about what somebody was given.
type PersonChange struct {
	Role upr.SubmissionRole
	Ends time.Time // zero: it lasts
	Note string
}

// SetPerson changes the role of somebody who was given one, for who manages them. It is a Conflict when it would take
// the last coordinator, and for somebody whose role an organization brings. A note that the actor is not shown stays unless
// there is another.
func (s *Store) SetPerson(
	ctx context.Context, by upr.Actor, id upr.SubmissionID, user upr.UserID, change PersonChange,
) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		in, given, err := managed(ctx, tx, by, id, user)
		if err != nil {
			return err
		}
		if !in.MayGive(given.Organization, change.Role) {
			return forbidden(upr.Coordinate)
		}
		if _, err := tx.ExecContext(ctx, `
			UPDATE submission_people SET role = $3, ends_at = $4,
				note = CASE WHEN $5 = '' AND pseudonym <> '' AND NOT $6 THEN note ELSE $5 END
			WHERE submission_id = $1 AND user_id = $2`,
			id, user, change.Role, moment(change.Ends), change.Note, in.KnowsBehindPseudonyms(given.Organization)); err != nil {
			return fmt.Errorf("change person: %w", err)
		}
		if err := requireCoordinator(ctx, tx, id); err != nil {
			return err
		}
		if err := record(ctx, tx, Entry{
			Submission: id, By: by.User, Kind: upr.RoleRecord, Person: user, Value: string(change.Role),
		}); err != nil {
			return err
		}
		return announce(ctx, tx, id, TopicPeople)
	})
}

// EndPerson ends what somebody was given, for who manages them, and for themselves. What they wrote keeps their name. It
// is a Conflict as in SetPerson.
func (s *Store) EndPerson(ctx context.Context, by upr.Actor, id upr.SubmissionID, user upr.UserID) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := lockSubmission(ctx, tx, id); err != nil {
			return err
		}
		if user == by.User {
			if err := requireSubmission(ctx, tx, by, id, upr.ReadSubmission); err != nil {
				return err
			}
		} else if _, _, err := managed(ctx, tx, by, id, user); err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx, `
			UPDATE submission_people SET left_at = now()
			WHERE submission_id = $1 AND user_id = $2 AND role <> '' AND left_at IS NULL`, id, user)
		if err != nil {
			return fmt.Errorf("end role: %w", err)
		}
		if err := affected(result, &upr.Error{Kind: upr.Conflict, Key: "people.by-organization"}); err != nil {
			return err
		}
		if err := requireCoordinator(ctx, tx, id); err != nil {
			return err
		}
		if err := record(ctx, tx, Entry{Submission: id, By: by.User, Kind: upr.LeftRecord, Person: user}); err != nil {
			return err
		}
		return announce(ctx, tx, id, TopicPeople)
	})
}

// SetPseudonym makes the actor appear under another name everywhere in a submission, or under their own when it is empty.
func (s *Store) SetPseudonym(ctx context.Context, by upr.Actor, id upr.SubmissionID, name string) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.ReadSubmission); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO submission_people (submission_id, user_id, organization_id, pseudonym, began_at)
			SELECT s.id, $2::identifier, (
				SELECT so.organization_id
				FROM submission_organizations so JOIN organization_members m ON m.organization_id = so.organization_id
				WHERE so.submission_id = s.id AND m.user_id = $2::identifier AND `+membershipCounts+`
				ORDER BY so.position LIMIT 1), $3, s.created_at
			FROM submissions s WHERE s.id = $1
			ON CONFLICT (submission_id, user_id) DO UPDATE SET pseudonym = excluded.pseudonym`,
			id, by.User, name); err != nil {
			return fmt.Errorf("set pseudonym: %w", err)
		}
		return announce(ctx, tx, id, TopicPeople)
	})
}
