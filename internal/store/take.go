package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"upright/internal/upr"
)

// TakeSubmission stores a submission that was made elsewhere, all of it or nothing: its details, ready marks, rule set
// and dates, and its text as the JSON of a ProseMirror document. The organization lead leads it, for who may begin one
// there; with an empty lead the first of the submission's organizations is made. Its other organizations are made in any
// case. The actor becomes the administrator of each organization made. The caller has validated every value.
func (s *Store) TakeSubmission(
	ctx context.Context, by upr.Actor, lead upr.OrganizationID, given *upr.Submission, manuscript json.RawMessage,
) (upr.SubmissionID, error) {
	if !upr.Allowed(by, upr.NoRole, upr.UseAccount) {
		return "", forbidden(upr.UseAccount)
	}
	id := upr.SubmissionID(upr.NewID())
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		ids, err := takeOrganizations(ctx, tx, by, lead, given.Organizations)
		if err != nil {
			return err
		}
		var created time.Time
		if err := tx.GetContext(ctx, &created, `
			INSERT INTO submissions (id, state, session, cycle, language, title, keywords, deadline, deadline_source,
				date, kind, rule_set, created_by, ready, created_at, updated_at,
				rule_version)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, coalesce($15, now()), coalesce($16, now()),
				`+inForce("$12")+`)
			RETURNING created_at`,
			append(detailsArgs(id, given.Details), given.Details.Kind, given.RuleSet, by.User, pq.Array(append([]string{}, given.Ready...)),
				moment(given.Created), moment(given.Updated))...); err != nil {
			return fmt.Errorf("take submission: %w", err)
		}
		for i, organization := range ids {
			if _, err := tx.ExecContext(ctx, `
				INSERT INTO submission_organizations (submission_id, organization_id, position, created_at, appearance)
				VALUES ($1, $2, $3, $4, $5)`, id, organization, i, created, takenAppearance(given, i)); err != nil {
				return fmt.Errorf("take organization of submission: %w", err)
			}
		}
		if err := takePrevious(ctx, tx, id, given.Annexes.Previous); err != nil {
			return err
		}
		if err := takeSolidarity(ctx, tx, id, given.Annexes.Solidarity); err != nil {
			return err
		}
		if err := takeAnswers(ctx, tx, by, id, given.Answers); err != nil {
			return err
		}
		if err := createManuscript(ctx, tx, id, manuscript); err != nil {
			return err
		}
		return record(ctx, tx, Entry{Submission: id, By: by.User, Kind: upr.ImportedRecord, Organization: ids[0]})
	})
	return id, err
}

// takenAppearance says how an organization of a submission that was made elsewhere appears: as its signatory of the same
// name. The lead appears in full; one that others represent is in no file.
func takenAppearance(given *upr.Submission, i int) upr.Appearance {
	if i > 0 && i < len(given.Organizations) && given.Organizations[i].Acronym != "" {
		for _, s := range given.Annexes.Signatories {
			if s.Organization.Name == given.Organizations[i].Name && s.Appearance == upr.AcronymAppearance {
				return upr.AcronymAppearance
			}
		}
	}
	return upr.FullAppearance
}

// takeOrganizations returns the ids of the organizations of a submission, in order, and makes those that are not here.
func takeOrganizations(
	ctx context.Context, tx *sqlx.Tx, by upr.Actor, lead upr.OrganizationID, given []upr.Organization,
) ([]upr.OrganizationID, error) {
	ids := make([]upr.OrganizationID, 0, len(given)+1)
	if lead != "" {
		if err := requireOrganization(ctx, tx, by, lead, upr.BeginSubmission); err != nil {
			return nil, err
		}
		ids = append(ids, lead)
	}
	for _, o := range given[min(len(ids), len(given)):] {
		id := upr.OrganizationID(upr.NewID())
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO organizations (id, name, acronym, city, country, founded, description, consultative_status,
				website, email, phone, address, type, example, updated_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, coalesce($15, now()))`,
			append(organizationArgs(id, o), o.Example, moment(o.UpdatedAt))...); err != nil {
			return nil, fmt.Errorf("take organization: %w", err)
		}
		if o.Logo != nil {
			if _, err := tx.ExecContext(ctx, `
				INSERT INTO organization_logos (organization_id, data, format, width, height) VALUES ($1, $2, $3, $4, $5)`,
				id, o.Logo.Data, o.Logo.Format, o.Logo.Width, o.Logo.Height); err != nil {
				return nil, fmt.Errorf("take logo: %w", err)
			}
		}
		if err := insertMember(ctx, tx, id, by.User, upr.OrganizationAdmin); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// moment is a time as an argument; the zero time is none.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
