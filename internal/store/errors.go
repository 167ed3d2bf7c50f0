package store

import (
	"database/sql"
	"errors"

	"github.com/lib/pq"

	"upright/internal/upr"
)

// SQLSTATE codes of PostgreSQL, appendix A of its manual.
const (
	foreignKeyViolation  = "23503"
	uniqueViolation      = "23505"
	checkViolation       = "23514"
	stringTooLong        = "22001"
	invalidText          = "22021" // a NUL or broken UTF-8
	serializationFailure = "40001"
	deadlockDetected     = "40P01"
)

// constraintError says what a violated constraint means to a person.
func constraintError(constraint string) *upr.Error {
	switch constraint {
	case "users_email_key":
		return &upr.Error{Kind: upr.Conflict, Key: "account.email.taken", Field: "email"}
	case "submission_organizations_pkey":
		return &upr.Error{Kind: upr.Conflict, Key: "coalition.there", Field: "organization"}
	case "consents_submission_id_label_key":
		return &upr.Error{Kind: upr.Conflict, Key: "consent.label.taken", Field: "label"}
	case "submission_organizations_organization_id_fkey":
		return &upr.Error{Kind: upr.Conflict, Key: "organization.in-use"}
	}
	return nil
}

// notFound answers for what is not there and for what is not the actor's; the two are not told apart.
func notFound(cause error) error {
	return &upr.Error{Kind: upr.NotFound, Key: "error.not-found", Err: cause}
}

// conflict answers when somebody else was first.
func conflict() error {
	return &upr.Error{Kind: upr.Conflict, Key: "error.conflict"}
}

// mapped turns an error of the driver into one that a person can act on, where there is such a thing. Everything else
// passes unchanged, for the log. This is the only place that knows the driver's codes.
func mapped(err error) error {
	var known *upr.Error
	if errors.As(err, &known) {
		return err
	}
	if errors.Is(err, sql.ErrNoRows) {
		return notFound(err)
	}
	var violation *pq.Error
	if !errors.As(err, &violation) {
		return err
	}
	switch violation.Code {
	case uniqueViolation, foreignKeyViolation:
		if e := constraintError(violation.Constraint); e != nil {
			e.Err = err
			return e
		}
		return &upr.Error{Kind: upr.Conflict, Key: "error.conflict", Err: err}
	case checkViolation, stringTooLong, invalidText:
		return &upr.Error{Kind: upr.Invalid, Key: "error.invalid", Err: err}
	case serializationFailure, deadlockDetected:
		return &upr.Error{Kind: upr.Conflict, Key: "error.conflict", Err: err}
	}
	return err
}

// forbidden answers who can see a thing but not do this to it.
func forbidden(right upr.Right) error {
	return &upr.Error{Kind: upr.Forbidden, Key: "error.forbidden", Args: map[string]any{"right": string(right)}}
}
