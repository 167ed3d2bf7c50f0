package store

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

const (
	sessionsGap  = 4 * time.Millisecond // from one answer to the next question, when they come that quickly
	sessionsTime = 15 * time.Second     // for the database, whoever still waits
)

// A sessionDesk asks for sessions. Every request needs one, and two hundred people who type make a thousand of them in a
// second: those that come while another is asked for, or right after, are asked for together. Nothing is remembered: the
// answer is never older than the question. It is safe for concurrent use.
type sessionDesk struct {
	rows sqlx.QueryerContext

	mu      sync.Mutex
	waiting []sessionQuestion // guarded by mu
	open    bool              // guarded by mu: somebody asks, and will for those who wait
}

type sessionQuestion struct {
	tokenHash []byte
	answer    chan<- sessionAnswer // takes one, never blocks
}

type sessionAnswer struct {
	row sessionOfUser
	err error // sql.ErrNoRows when there is none
}

type sessionOfUser struct {
	sessionRow
	userRow
}

// find returns a session, past its limits or not, and its person. The error is sql.ErrNoRows when there is none.
func (d *sessionDesk) find(ctx context.Context, tokenHash []byte) (sessionOfUser, error) {
	answer := make(chan sessionAnswer, 1)
	d.mu.Lock()
	d.waiting = append(d.waiting, sessionQuestion{tokenHash, answer})
	begin := !d.open
	d.open = true
	d.mu.Unlock()
	if begin {
		go d.serve()
	}
	select {
	case a := <-answer:
		return a.row, a.err
	case <-ctx.Done():
		return sessionOfUser{}, ctx.Err()
	}
}

// serve asks until nobody waits.
func (d *sessionDesk) serve() {
	for {
		d.mu.Lock()
		list := d.waiting
		d.waiting = nil
		d.open = len(list) > 0
		d.mu.Unlock()
		if len(list) == 0 {
			return
		}
		d.answer(list)
		time.Sleep(sessionsGap)
	}
}

func (d *sessionDesk) answer(list []sessionQuestion) {
	ctx, cancel := context.WithTimeout(context.Background(), sessionsTime)
	defer cancel()
	hashes := make(pq.ByteaArray, len(list))
	for i, q := range list {
		hashes[i] = q.tokenHash
	}
	var rows []sessionOfUser
	err := sqlx.SelectContext(ctx, d.rows, &rows, `
		SELECT `+sessionColumns+`, `+userColumns+`
		FROM sessions s JOIN users u ON u.id = s.user_id
		WHERE s.token_hash = ANY($1)`, hashes)
	found := make(map[string]sessionOfUser, len(rows))
	for _, row := range rows {
		found[string(row.TokenHash)] = row
	}
	for _, q := range list {
		row, there := found[string(q.tokenHash)]
		switch {
		case err != nil:
			q.answer <- sessionAnswer{err: fmt.Errorf("ask for sessions: %w", err)}
		case !there:
			q.answer <- sessionAnswer{err: sql.ErrNoRows}
		default:
			q.answer <- sessionAnswer{row: row}
		}
	}
}
