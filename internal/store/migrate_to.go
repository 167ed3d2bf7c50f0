package store

import (
	"context"
	"fmt"
	"slices"

	"upright/migrations"
)

// MigrateTo is Migrate up to and including the file of the given name and no further: the schema that a backup of an
// older version fits into. It returns ErrNewerDatabase for a name that this program does not have.
func (s *Store) MigrateTo(ctx context.Context, last string) error {
	wanted, err := readMigrations(migrations.Files)
	if err != nil {
		return err
	}
	end := slices.IndexFunc(wanted, func(m migration) bool { return m.name == last })
	if end < 0 {
		return fmt.Errorf("%w (it has %s)", ErrNewerDatabase, last)
	}
	for {
		name, err := s.migrateOnce(ctx, wanted[:end+1])
		if err != nil || name == "" {
			return err
		}
	}
}
