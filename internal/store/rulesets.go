package store

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// A RuleSetOrigin says where a version of a rule set comes from.
type RuleSetOrigin string

// The origins.
const (
	ProgramOrigin RuleSetOrigin = "program" // it is part of the program
	FolderOrigin  RuleSetOrigin = "folder"  // the operator put it into the folder of the configuration
	UploadOrigin  RuleSetOrigin = "upload"  // an administrator gave a file
	ChangeOrigin  RuleSetOrigin = "change"  // an administrator changed a value
)

// A RuleSetVersion is one version of a rule set. It never changes.
type RuleSetVersion struct {
	Set     string        `db:"set_id"`
	Version int           `db:"version"` // from 1
	Content string        `db:"content"` // what package rules reads and writes; at most 1 MiB
	Origin  RuleSetOrigin `db:"origin"`
	Base    int           `db:"base"`    // the version that it was made from; 0 for none
	By      string        `db:"by_name"` // name of who made it; "" for the server itself
	Made    time.Time     `db:"made_at"`
	InForce bool          `db:"in_force"` // submissions are begun with it
}

// A RuleSetChoice tells when a version came into force.
type RuleSetChoice struct {
	Version int       `db:"version"`
	By      string    `db:"by_name"` // "" for the server itself
	At      time.Time `db:"at"`
}

// inForce is the version of a rule set that is in force: of the set whose id an SQL expression gives; 1 before a server has
// started, which puts that in.
func inForce(set string) string {
	return `coalesce((SELECT c.version FROM rule_set_choices c WHERE c.set_id = ` + set + ` ORDER BY c.number DESC LIMIT 1), 1)`
}

// RuleSetsInForce returns the version in force of each set.
func (s *Store) RuleSetsInForce(ctx context.Context) (map[string]int, error) {
	found := make(map[string]int)
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		var rows []RuleSetVersion
		if err := tx.SelectContext(ctx, &rows, `
			SELECT DISTINCT ON (set_id) set_id, version FROM rule_set_choices ORDER BY set_id, number DESC`); err != nil {
			return fmt.Errorf("rule sets in force: %w", err)
		}
		for _, row := range rows {
			found[row.Set] = row.Version
		}
		return nil
	})
	return found, err
}

// RuleSetContent returns the content of a version; NotFound when there is none. Rules are nobody's secret, so no right is
// asked for.
func (s *Store) RuleSetContent(ctx context.Context, set string, version int) (string, error) {
	var content string
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		return tx.GetContext(ctx, &content, `
			SELECT content FROM rule_set_versions WHERE set_id = $1 AND version = $2`, set, version)
	})
	return content, err
}

// maxRuleSetVersions is how many versions of a set are listed, the latest first; more are kept.
const maxRuleSetVersions = 200

// RuleSetVersions returns the versions of a set without their contents, the latest first, and when which of them came
// into force, the latest first; for administrators. NotFound when there is no such set.
func (s *Store) RuleSetVersions(ctx context.Context, by upr.Actor, set string) ([]RuleSetVersion, []RuleSetChoice, error) {
	var versions []RuleSetVersion
	var choices []RuleSetChoice
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireAdmin(ctx, tx, by); err != nil {
			return err
		}
		if err := tx.SelectContext(ctx, &versions, `
			SELECT v.set_id, v.version, v.origin, coalesce(v.base, 0) AS base, coalesce(u.name, '') AS by_name, v.made_at,
				v.version = `+inForce("v.set_id")+` AS in_force
			FROM rule_set_versions v LEFT JOIN users u ON u.id = v.made_by
			WHERE v.set_id = $1 ORDER BY v.version DESC LIMIT $2`, set, maxRuleSetVersions); err != nil {
			return fmt.Errorf("versions of rule set: %w", err)
		}
		if len(versions) == 0 {
			return notFound(nil)
		}
		if err := tx.SelectContext(ctx, &choices, `
			SELECT c.version, coalesce(u.name, '') AS by_name, c.at
			FROM rule_set_choices c LEFT JOIN users u ON u.id = c.by_user
			WHERE c.set_id = $1 ORDER BY c.number DESC LIMIT $2`, set, maxRuleSetVersions); err != nil {
			return fmt.Errorf("choices of rule set: %w", err)
		}
		return nil
	})
	return versions, choices, err
}

// AddRuleSetVersion keeps a new version of a set, for administrators, and returns its number. It does not come into force:
// see ChooseRuleSetVersion. A content that is there already is not kept twice: then the number is that of the earlier
// version, and fresh is false. The caller has validated the content, which bears the id of the set.
func (s *Store) AddRuleSetVersion(
	ctx context.Context, by upr.Actor, v RuleSetVersion, now time.Time,
) (version int, fresh bool, err error) {
	err = s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireAdmin(ctx, tx, by); err != nil {
			return err
		}
		if version, fresh, err = keepRuleSet(ctx, tx, by.User, v); err != nil || !fresh {
			return err
		}
		return logAct(ctx, tx, by, upr.RulesKeptAct, now, nil, upr.RulesRef{Set: v.Set, Version: version})
	})
	return version, fresh, err
}

// keepRuleSet keeps a version under the next number, or finds the one that has the same content. A number that the version
// brings is kept where it is higher than all before.
func keepRuleSet(ctx context.Context, tx *sqlx.Tx, by upr.UserID, v RuleSetVersion) (version int, fresh bool, err error) {
	if err := lockRuleSet(ctx, tx, v.Set); err != nil {
		return 0, false, err
	}
	sum := sha256.Sum256([]byte(v.Content))
	var known []int
	if err := tx.SelectContext(ctx, &known, `
		SELECT version FROM rule_set_versions WHERE set_id = $1 AND sum = $2`, v.Set, sum[:]); err != nil {
		return 0, false, fmt.Errorf("rule set of the same content: %w", err)
	}
	if len(known) > 0 {
		return known[0], false, nil
	}
	if err := tx.GetContext(ctx, &version, `
		INSERT INTO rule_set_versions (set_id, version, content, sum, origin, base, made_by)
		VALUES ($1, greatest($2, (SELECT coalesce(max(version), 0) + 1 FROM rule_set_versions WHERE set_id = $1)), $3, $4, $5,
			nullif($6, 0), nullif($7, ''))
		RETURNING version`, v.Set, v.Version, v.Content, sum[:], v.Origin, v.Base, string(by)); err != nil {
		return 0, false, fmt.Errorf("keep rule set: %w", err)
	}
	return version, true, nil
}

// lockRuleSet makes those who change a set take turns, over all servers, until the transaction ends.
func lockRuleSet(ctx context.Context, tx *sqlx.Tx, set string) error {
	if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtext('rule set ' || $1))`, set); err != nil {
		return fmt.Errorf("lock rule set: %w", err)
	}
	return nil
}

// ChooseRuleSetVersion brings a version into force, be it a new one or one from before, for administrators. Submissions
// that were begun keep theirs until their coordinators take it. Seen is the version that was in force when the
// administrator looked, 0 for none: if it is another one meanwhile, this is a Conflict.
func (s *Store) ChooseRuleSetVersion(ctx context.Context, by upr.Actor, set string, version, seen int, now time.Time) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := lockRuleSet(ctx, tx, set); err != nil {
			return err
		}
		if err := requireAdmin(ctx, tx, by); err != nil {
			return err
		}
		last, err := lastRuleSetChoice(ctx, tx, set)
		if err != nil {
			return err
		}
		if last.Version != seen {
			return conflict()
		}
		if last.Version == version {
			return nil // it is in force, and the list of choices should not say so twice
		}
		var there bool
		if err := tx.GetContext(ctx, &there, `
			SELECT EXISTS (SELECT FROM rule_set_versions WHERE set_id = $1 AND version = $2)`, set, version); err != nil {
			return fmt.Errorf("version of rule set: %w", err)
		}
		if !there {
			return notFound(nil)
		}
		if err := chooseRuleSet(ctx, tx, by.User, set, version); err != nil {
			return err
		}
		var before any
		if seen > 0 {
			before = upr.RulesRef{Set: set, Version: seen}
		}
		return logAct(ctx, tx, by, upr.RulesChosenAct, now, before, upr.RulesRef{Set: set, Version: version})
	})
}

// lastChoice is the end of the list of choices of a set.
type lastChoice struct {
	Version int  `db:"version"` // 0 where nothing was chosen yet
	Own     bool `db:"own"`     // by the server itself
}

func lastRuleSetChoice(ctx context.Context, tx *sqlx.Tx, set string) (lastChoice, error) {
	var last []lastChoice
	if err := tx.SelectContext(ctx, &last, `
		SELECT version, own FROM rule_set_choices WHERE set_id = $1 ORDER BY number DESC LIMIT 1`, set); err != nil {
		return lastChoice{}, fmt.Errorf("rule set in force: %w", err)
	}
	if len(last) == 0 {
		return lastChoice{Own: true}, nil
	}
	return last[0], nil
}

// chooseRuleSet adds to the list of choices. An empty user is the server itself.
func chooseRuleSet(ctx context.Context, tx *sqlx.Tx, by upr.UserID, set string, version int) error {
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO rule_set_choices (set_id, number, version, by_user, own)
		VALUES ($1, (SELECT coalesce(max(number), 0) + 1 FROM rule_set_choices WHERE set_id = $1), $2, nullif($3, ''), $3 = '')`,
		set, version, string(by)); err != nil {
		return fmt.Errorf("choose rule set: %w", err)
	}
	return nil
}

// KeepRuleSets keeps the sets that a server starts with. One that was not here before comes into force, unless an
// administrator chose otherwise since: then a set of the program only waits to be chosen. What the operator newly put
// into the folder always comes into force: nobody does that without wanting it.
func (s *Store) KeepRuleSets(ctx context.Context, given []RuleSetVersion) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		for _, v := range given {
			version, fresh, err := keepRuleSet(ctx, tx, "", v)
			if err != nil {
				return err
			}
			last, err := lastRuleSetChoice(ctx, tx, v.Set)
			if err != nil {
				return err
			}
			if last.Version == version || !last.Own && !(fresh && v.Origin == FolderOrigin) {
				continue
			}
			if err := chooseRuleSet(ctx, tx, "", v.Set, version); err != nil {
				return err
			}
		}
		return nil
	})
}
