package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"upright/internal/upr"
)

// An Event is something that people are told about.
type Event struct {
	Kind         upr.NoticeKind
	Submission   upr.SubmissionID
	Organization upr.OrganizationID // instead, for what is about an organization and no submission
	To           []upr.UserID       // in any order; see notify for who of them is told
	By           upr.UserID         // "" when nobody did it, or somebody without an account
	Ref          string             // what it is about: see upr.NoticeKind
}

// notify tells people about something, in the transaction in which it happens: both are kept or neither. It stands in
// their news at once, and is mailed at the pace that each has chosen. Who did it is not told, nor who may not read the
// submission (or is no member of the organization); who has an unread notice of the same kind about the same is told
// nothing new, the notice moves up.
func notify(ctx context.Context, tx *sqlx.Tx, e Event) error {
	rows, err := recipients(ctx, tx, e)
	if err != nil || len(rows) == 0 {
		return err
	}
	return keepNotices(ctx, tx, e, "", rows)
}

// recipients are who is told of an event, each as they have chosen.
func recipients(ctx context.Context, tx *sqlx.Tx, e Event) ([]recipientRow, error) {
	var rows []recipientRow
	if err := tx.SelectContext(ctx, &rows, `
		SELECT u.id, u.timezone, coalesce(c.pace, $1) AS pace, now() AS now
		FROM users u LEFT JOIN notice_choices c ON c.user_id = u.id AND c.kind = $2
		WHERE u.id = ANY ($3::text[]) AND u.id <> $4
			AND `+mayBeTold(`nullif($5, '')`, `nullif($6, '')`, `u.id`)+` ORDER BY u.id`,
		upr.UsualPace(e.Kind), e.Kind, userArray(e.To), string(e.By), string(e.Submission), string(e.Organization)); err != nil {
		return nil, fmt.Errorf("who is told: %w", err)
	}
	return rows, nil
}

type recipientRow struct {
	User     upr.UserID `db:"id"`
	Timezone string     `db:"timezone"`
	Pace     upr.Pace   `db:"pace"`
	Now      time.Time  `db:"now"`
}

// keepNotices writes the notices of an event. Those of a reminder have a name, once, under which nobody gets a second.
func keepNotices(ctx context.Context, tx *sqlx.Tx, e Event, once string, to []recipientRow) error {
	var ids, users []string
	var daily []bool
	var due []*time.Time
	for _, r := range to {
		ids, users = append(ids, upr.NewID()), append(users, string(r.User))
		daily = append(daily, r.Pace == upr.Daily)
		due = append(due, mailDue(r))
	}
	again := `(user_id, kind, (coalesce(submission_id::text, organization_id::text)), ref) WHERE read_at IS NULL AND once = ''
		DO UPDATE SET created_at = now(), by_user = excluded.by_user`
	if once != "" {
		again = `(user_id, once) WHERE once <> '' DO NOTHING`
	}
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO notices (id, user_id, submission_id, organization_id, kind, by_user, ref, daily, mail_due, once)
		SELECT n.id, n.user_id, nullif($5, ''), nullif($6, ''), $7, nullif($8, ''), $9, n.daily, n.due, $10
		FROM unnest($1::text[], $2::text[], $3::boolean[], $4::timestamptz[]) AS n (id, user_id, daily, due)
		ON CONFLICT `+again,
		pq.Array(ids), pq.Array(users), pq.Array(daily), timeArray(due), string(e.Submission), string(e.Organization),
		e.Kind, string(e.By), e.Ref, once); err != nil {
		return fmt.Errorf("keep notices: %w", err)
	}
	if e.Submission == "" {
		return nil
	}
	return announce(ctx, tx, e.Submission, TopicNotices)
}

// gathering is how long a mail waits for more that happens in the same moment.
const gathering = 20 * time.Second

// mailDue is when a notice made now is to be mailed; nil for never.
func mailDue(r recipientRow) *time.Time {
	at := r.Now.Add(gathering)
	switch r.Pace {
	case upr.Never:
		return nil
	case upr.Daily:
		at = upr.NextMorning(r.Now, zoneOf(r.Timezone))
	}
	return &at
}

// zoneOf is the zone of a person, Geneva's where none is known.
func zoneOf(name string) *time.Location {
	for _, name := range []string{name, "Europe/Zurich"} {
		if zone, err := time.LoadLocation(name); err == nil && name != "" {
			return zone
		}
	}
	return time.UTC
}

// mayBeTold is true, in SQL, of a user who may read a submission, or who is a member of an organization where the
// submission is null. The arguments are expressions.
func mayBeTold(submission, organization, user string) string {
	return `(EXISTS (SELECT FROM submission_people p
			WHERE p.submission_id = ` + submission + ` AND p.user_id = ` + user + ` AND ` + roleLasts + `)
		OR EXISTS (SELECT FROM submission_organizations so JOIN organization_members m ON m.organization_id = so.organization_id
			WHERE so.submission_id = ` + submission + ` AND m.user_id = ` + user + ` AND ` + membershipCounts + `)
		OR ` + submission + ` IS NULL AND EXISTS (SELECT FROM organization_members m
			WHERE m.organization_id = ` + organization + ` AND m.user_id = ` + user + `))`
}

// whoMay lists the people who have a right to a submission now, for who tells them something.
func whoMay(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, right upr.Right) ([]upr.UserID, error) {
	var all []upr.UserID
	if err := tx.SelectContext(ctx, &all, `
		SELECT p.user_id FROM submission_people p WHERE p.submission_id = $1 AND `+roleLasts+`
		UNION
		SELECT m.user_id FROM submission_organizations so JOIN organization_members m ON m.organization_id = so.organization_id
		WHERE so.submission_id = $1 AND `+membershipCounts+` ORDER BY 1`, id); err != nil {
		return nil, fmt.Errorf("people of submission: %w", err)
	}
	if right == upr.ReadSubmission {
		return all, nil
	}
	var able []upr.UserID
	for _, user := range all {
		by := upr.Actor{User: user}
		in, err := standing(ctx, tx, by, id)
		if err != nil {
			return nil, err
		}
		if upr.AllowedIn(by, in, right) {
			able = append(able, user)
		}
	}
	return able, nil
}

func userArray(users []upr.UserID) pq.StringArray {
	list := make(pq.StringArray, len(users))
	for i, u := range users {
		list[i] = string(u)
	}
	slices.Sort(list) // rows are locked in one order, whoever notifies
	return slices.Compact(list)
}

// timeArray writes moments for a timestamptz[]; nil is null.
func timeArray(moments []*time.Time) any {
	list := make([]*string, len(moments))
	for i, at := range moments {
		if at != nil {
			text := at.UTC().Format(time.RFC3339Nano)
			list[i] = &text
		}
	}
	return pq.Array(list)
}
