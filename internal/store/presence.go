package store

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

// presenceChannel is where processes tell each other who is where in which text. What is said there is of the moment:
// no table holds it, and a process that did not listen has missed it.
const presenceChannel = "upright_presence"

// MaxPresence is the most bytes of one message of TellPresence: PostgreSQL takes 8,000 less one.
const MaxPresence = 7_900

// TellPresence tells every process that listens, this one included, who is where; what the messages say is agreed between
// the processes (package collab). A message of more than MaxPresence bytes is refused, and none is told then. The transaction
// does not wait for the disk, because nothing in it has to outlive anything.
func (s *Store) TellPresence(ctx context.Context, messages []string) error {
	for _, m := range messages {
		if len(m) > MaxPresence {
			return fmt.Errorf("tell presence: a message of %d bytes, %d are the most", len(m), MaxPresence)
		}
	}
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if _, err := tx.ExecContext(ctx, `SET LOCAL synchronous_commit = off`); err != nil {
			return fmt.Errorf("not wait for the disk: %w", err)
		}
		if _, err := tx.ExecContext(ctx,
			`SELECT pg_notify('`+presenceChannel+`', message) FROM unnest($1::text[]) AS message`, pq.Array(messages)); err != nil {
			return fmt.Errorf("tell presence: %w", err)
		}
		return nil
	})
}
