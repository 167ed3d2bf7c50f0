// Package store keeps what people write in PostgreSQL. One file per aggregate, the SQL in the method that needs it.
//
// An exported method is one transaction. A method that reads or changes somebody's data takes the actor and filters by
// them: what is not theirs is not found. Uniqueness and bounds are answered by constraints, never by looking first.
// It refuses to decide anything about a submission's content, to know the pages, and to read the clock: where the time
// decides something it is an argument; times that only record are the database's.
package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	_ "github.com/lib/pq" // the driver "postgres"
)

// connections bounds the pool of one process, well under PostgreSQL's default of 100 for a few processes together.
const connections = 20

// A Store is a pool of connections to one database. It is safe for concurrent use.
type Store struct {
	db       *sqlx.DB
	hot      *hot
	sessions *sessionDesk
	url      string // for the connection that listens (Listen)
}

// Open connects to the database of the URL ("postgres://…") and makes sure that it answers. It neither creates nor
// migrates anything: see Migrate.
func Open(ctx context.Context, url string) (*Store, error) {
	db, err := sqlx.Open("postgres", url)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	db.SetConnMaxIdleTime(5 * time.Minute)
	if err := db.PingContext(ctx); err != nil {
		_ = db.Close()
		return nil, fmt.Errorf("reach database: %w", err)
	}
	quick := &hot{db: db, prepared: make(map[string]*sqlx.Stmt)}
	return &Store{db: db, hot: quick, sessions: &sessionDesk{rows: quick}, url: url}, nil
}

// Close closes the pool; running queries end first.
func (s *Store) Close() error { return s.db.Close() }

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	if err := s.db.PingContext(ctx); err != nil {
		return fmt.Errorf("reach database: %w", err)
	}
	return nil
}
