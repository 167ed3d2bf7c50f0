package web

import (
	"sync"
	"time"

	"upright/internal/upr"
)

// How many commits of one person this process takes, of all their texts and tabs: a number each second in the long run, and
// more at once. An open editor sends four a second at most; this is for programs that went wild, whose commits would keep
// everybody else's waiting. With several processes each counts its own.
const (
	commitsPerSecond = 500
	commitsAtOnce    = 5000
)

// manyPaces is how many people are remembered before those are looked for who need not be.
const manyPaces = 1000

// paces are those of people who send commits. The zero value knows nobody.
type paces struct {
	mu sync.Mutex
	// until is when a person's commits so far would have been sent at the steady pace. Guarded by mu.
	until map[upr.UserID]time.Time
	many  int // guarded by mu: with more, who is not ahead of their pace is forgotten
}

// take counts a commit of a person, and reports whether it may be taken now. One that may not does not count.
func (p *paces) take(user upr.UserID, now time.Time) bool {
	const each = time.Second / commitsPerSecond
	p.mu.Lock()
	defer p.mu.Unlock()
	until := p.until[user]
	if until.Before(now) {
		until = now
	}
	if until = until.Add(each); until.Sub(now) > commitsAtOnce*each {
		return false
	}
	if p.until == nil {
		p.until = make(map[upr.UserID]time.Time)
	}
	p.until[user] = until
	if len(p.until) > max(p.many, manyPaces) {
		for one, until := range p.until {
			if until.Before(now) {
				delete(p.until, one)
			}
		}
		p.many = 2 * len(p.until)
	}
	return true
}
