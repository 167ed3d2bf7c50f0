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

type organizationRow struct {
	ID                 upr.OrganizationID     `db:"id"`
	Name               string                 `db:"name"`
	Acronym            string                 `db:"acronym"`
	City               string                 `db:"city"`
	Country            string                 `db:"country"`
	Founded            int                    `db:"founded"`
	Description        string                 `db:"description"`
	ConsultativeStatus upr.ConsultativeStatus `db:"consultative_status"`
	Website            string                 `db:"website"`
	Email              string                 `db:"email"`
	Phone              string                 `db:"phone"`
	Address            string                 `db:"address"`
	Type               upr.OrganizationType   `db:"type"`
	Example            bool                   `db:"example"`
	UpdatedAt          time.Time              `db:"updated_at"`
}

// organizationColumns are the columns of organizationRow, of a table called o.
const organizationColumns = `o.id, o.name, o.acronym, o.city, o.country, o.founded, o.description, o.consultative_status,
	o.website, o.email, o.phone, o.address, o.type, o.example, o.updated_at`

func (r organizationRow) organization() upr.Organization {
	return upr.Organization{
		ID: r.ID, Name: r.Name, Acronym: r.Acronym, City: r.City, Country: r.Country, Founded: r.Founded,
		Description: r.Description, ConsultativeStatus: r.ConsultativeStatus, Website: r.Website, Email: r.Email,
		Phone: r.Phone, Address: r.Address, Type: r.Type, Example: r.Example, UpdatedAt: r.UpdatedAt.UTC(),
	}
}

// organizationArgs are the values of the columns that people fill in, in the order of the two statements below.
func organizationArgs(id upr.OrganizationID, o upr.Organization) []any {
	return []any{
		id, o.Name, o.Acronym, o.City, o.Country, o.Founded, o.Description, o.ConsultativeStatus, o.Website, o.Email,
		o.Phone, o.Address, o.Type,
	}
}

// CreateOrganization adds an organization of which the actor becomes the administrator. The logo comes with SetLogo.
func (s *Store) CreateOrganization(ctx context.Context, by upr.Actor, o upr.Organization) (upr.OrganizationID, error) {
	if !upr.Allowed(by, upr.NoRole, upr.UseAccount) {
		return "", forbidden(upr.UseAccount)
	}
	var id upr.OrganizationID
	err := s.inTx(ctx, func(tx *sqlx.Tx) (err error) {
		id, err = insertOrganization(ctx, tx, by, o)
		return err
	})
	return id, err
}

func insertOrganization(ctx context.Context, tx *sqlx.Tx, by upr.Actor, o upr.Organization) (upr.OrganizationID, error) {
	id := upr.OrganizationID(upr.NewID())
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO organizations (id, name, acronym, city, country, founded, description, consultative_status,
			website, email, phone, address, type, example)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		append(organizationArgs(id, o), o.Example)...); err != nil {
		return "", fmt.Errorf("add organization: %w", err)
	}
	return id, insertMember(ctx, tx, id, by.User, upr.OrganizationAdmin)
}

// UpdateOrganization replaces an organization's profile, but for the logo, for who manages it.
func (s *Store) UpdateOrganization(ctx context.Context, by upr.Actor, id upr.OrganizationID, o upr.Organization) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireOrganization(ctx, tx, by, id, upr.ManageOrganization); err != nil {
			return err
		}
		if err := keepsAcronym(ctx, tx, id, o.Acronym); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `
			UPDATE organizations SET name = $2, acronym = $3, city = $4, country = $5, founded = $6, description = $7,
				consultative_status = $8, website = $9, email = $10, phone = $11, address = $12, type = $13, updated_at = now()
			WHERE id = $1`, organizationArgs(id, o)...); err != nil {
			return fmt.Errorf("update organization: %w", err)
		}
		return nil
	})
}

// keepsAcronym refuses to take the acronym of an organization that appears by it in a submission.
func keepsAcronym(ctx context.Context, tx *sqlx.Tx, id upr.OrganizationID, acronym string) error {
	if acronym != "" {
		return nil
	}
	var needed bool
	if err := tx.GetContext(ctx, &needed, `
		SELECT EXISTS (SELECT FROM submission_organizations WHERE organization_id = $1 AND appearance = 'acronym')`, id); err != nil {
		return fmt.Errorf("how the organization appears: %w", err)
	}
	if needed {
		return &upr.Error{Kind: upr.Conflict, Key: "organization.acronym.needed", Field: "acronym"}
	}
	return nil
}

// SetLogo replaces an organization's logo, or removes it when nil, for who manages it.
func (s *Store) SetLogo(ctx context.Context, by upr.Actor, id upr.OrganizationID, logo *upr.Image) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireOrganization(ctx, tx, by, id, upr.ManageOrganization); err != nil {
			return err
		}
		if logo == nil {
			if _, err := tx.ExecContext(ctx, `DELETE FROM organization_logos WHERE organization_id = $1`, id); err != nil {
				return fmt.Errorf("remove logo: %w", err)
			}
		} else if _, err := tx.ExecContext(ctx, `
			INSERT INTO organization_logos (organization_id, data, format, width, height) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (organization_id) DO UPDATE SET
				data = excluded.data, format = excluded.format, width = excluded.width, height = excluded.height`,
			id, logo.Data, logo.Format, logo.Width, logo.Height); err != nil {
			return fmt.Errorf("set logo: %w", err)
		}
		if _, err := tx.ExecContext(ctx, `UPDATE organizations SET updated_at = now() WHERE id = $1`, id); err != nil {
			return fmt.Errorf("note change of logo: %w", err)
		}
		return nil
	})
}

// Organization returns one organization of the actor's, with its logo.
func (s *Store) Organization(ctx context.Context, by upr.Actor, id upr.OrganizationID) (upr.Organization, error) {
	var o upr.Organization
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		var row organizationRow
		if err := tx.GetContext(ctx, &row, `
			SELECT `+organizationColumns+`
			FROM organizations o JOIN organization_members m ON m.organization_id = o.id
			WHERE o.id = $1 AND m.user_id = $2`, id, by.User); err != nil {
			return fmt.Errorf("organization: %w", err)
		}
		o = row.organization()
		var err error
		o.Logo, err = logoOf(ctx, tx, id)
		return err
	})
	return o, err
}

// Organizations lists the actor's organizations by name, without their logos.
func (s *Store) Organizations(ctx context.Context, by upr.Actor) ([]upr.Organization, error) {
	var list []upr.Organization
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		var rows []organizationRow
		if err := tx.SelectContext(ctx, &rows, `
			SELECT `+organizationColumns+`
			FROM organizations o JOIN organization_members m ON m.organization_id = o.id
			WHERE m.user_id = $1
			ORDER BY o.name, o.id LIMIT 1000`, by.User); err != nil {
			return fmt.Errorf("organizations: %w", err)
		}
		for _, row := range rows {
			list = append(list, row.organization())
		}
		return nil
	})
	return list, err
}

// insertMember makes a person a member, or changes their role.
func insertMember(ctx context.Context, tx *sqlx.Tx, id upr.OrganizationID, user upr.UserID, role upr.Role) error {
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO organization_members (organization_id, user_id, role) VALUES ($1, $2, $3)
		ON CONFLICT (user_id, organization_id) DO UPDATE SET role = excluded.role`, id, user, role); err != nil {
		return fmt.Errorf("add member: %w", err)
	}
	return nil
}

// logoOf returns an organization's logo, or nil when it has none.
func logoOf(ctx context.Context, tx *sqlx.Tx, id upr.OrganizationID) (*upr.Image, error) {
	var row struct {
		Data   []byte `db:"data"`
		Format string `db:"format"`
		Width  int    `db:"width"`
		Height int    `db:"height"`
	}
	err := tx.GetContext(ctx, &row,
		`SELECT data, format, width, height FROM organization_logos WHERE organization_id = $1`, id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("logo: %w", err)
	}
	return &upr.Image{Data: row.Data, Format: row.Format, Width: row.Width, Height: row.Height}, nil
}
