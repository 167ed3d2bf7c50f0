package store

import (
	"context"
	"database/sql"
	"fmt"
	"sync"

	"github.com/jmoiron/sqlx"
)

// hot asks what is asked for each letter that somebody types: who is there, what they may do, the commit itself. Each text
// of a query is prepared once for a connection, so that it is planned once, and asked in one round trip where an unnamed
// statement takes two. It is safe for concurrent use. It is only for a few queries that are constants: what it prepares
// stays until the pool is closed.
type hot struct {
	db *sqlx.DB

	mu       sync.Mutex
	prepared map[string]*sqlx.Stmt // guarded by mu
}

func (h *hot) statement(ctx context.Context, query string) (*sqlx.Stmt, error) {
	h.mu.Lock()
	stmt := h.prepared[query]
	h.mu.Unlock()
	if stmt != nil {
		return stmt, nil
	}
	made, err := h.db.PreparexContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("prepare: %w", err)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if stmt = h.prepared[query]; stmt != nil { // somebody was quicker
		return stmt, made.Close()
	}
	h.prepared[query] = made
	return made, nil
}

// QueryContext implements sqlx.QueryerContext.
func (h *hot) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	stmt, err := h.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(ctx, args...)
}

// QueryxContext implements sqlx.QueryerContext.
func (h *hot) QueryxContext(ctx context.Context, query string, args ...any) (*sqlx.Rows, error) {
	stmt, err := h.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	return stmt.QueryxContext(ctx, args...)
}

// QueryRowxContext implements sqlx.QueryerContext. A query that cannot be prepared is asked as it is: that says why.
func (h *hot) QueryRowxContext(ctx context.Context, query string, args ...any) *sqlx.Row {
	stmt, err := h.statement(ctx, query)
	if err != nil {
		return h.db.QueryRowxContext(ctx, query, args...)
	}
	return stmt.QueryRowxContext(ctx, args...)
}
