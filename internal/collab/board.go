package collab

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"upright/internal/upr"
)

// Bounds of presence. It is told no more often than every few milliseconds for each tab there: a move of one is sent to
// all others, and what many people make would otherwise grow with their square.
const (
	maxHere       = 500 // browser tabs in one text; more are not shown
	maxHereOfUser = 8   // tabs of one person; the one that moved the longest time ago goes
	presencePause = 80 * time.Millisecond
	pausePerTab   = 5 * time.Millisecond
	// A tab says once in a while that it is still there (assets/editor/presence.ts: every 20 s); one that has not for so
	// long is gone.
	presenceLife = 50 * time.Second
)

// A board holds who is where in one text. It lives in memory only, in each process that has the text open, and is guarded
// by text.mu.
type board struct {
	here  map[string]*standing // by client
	moved int64                // counts moves
	left  int64                // moved, when somebody left: readers from before are told everybody
	shown int64                // moved, as far as readers have been woken for it
	told  time.Time            // when that was
	soon  bool                 // a timer will wake them
	aging bool                 // a timer will look for those who are gone

	aliases upr.Aliases // by which readers are told who it is

	cached             json.RawMessage // what readers at one count are told
	cachedAt, cachedTo int64
}

// A standing is a place with when it was heard of.
type standing struct {
	Place
	own   bool // it was told to this process
	seen  time.Time
	moved int64
}

func (b *board) pause() time.Duration {
	return presencePause + time.Duration(len(b.here))*pausePerTab
}

// move puts a tab somewhere. It reports false when the text is full of people, and for a tab that is somebody else's.
func (b *board) move(p Place, own bool, now time.Time) bool {
	old := b.here[p.Client]
	if old == nil {
		b.makeRoom(p.User)
		if len(b.here) >= maxHere {
			return false
		}
	} else if old.User != p.User {
		return false
	}
	if old != nil && old.Place == p {
		old.seen, old.own = now, own // still there
		return true
	}
	b.moved++
	if b.here == nil {
		b.here = make(map[string]*standing)
	}
	b.here[p.Client] = &standing{Place: p, own: own, seen: now, moved: b.moved}
	return true
}

// makeRoom takes a tab of somebody away who has too many.
func (b *board) makeRoom(user upr.UserID) {
	count, oldest := 0, ""
	for client, one := range b.here {
		if one.User != user {
			continue
		}
		count++
		if oldest == "" || one.seen.Before(b.here[oldest].seen) {
			oldest = client
		}
	}
	if count >= maxHereOfUser {
		b.remove(oldest)
	}
}

// leave takes a tab away, and reports whether it was there and the person's.
func (b *board) leave(client string, user upr.UserID) bool {
	one := b.here[client]
	if one == nil || one.User != user {
		return false
	}
	b.remove(client)
	return true
}

func (b *board) remove(client string) {
	delete(b.here, client)
	b.moved++
	b.left = b.moved
}

// age takes away those who have not been heard of for long.
func (b *board) age(now time.Time) {
	for client, one := range b.here {
		if now.Sub(one.seen) > presenceLife {
			b.remove(client)
		}
	}
}

// since returns what readers are told who know the moves up to a count; nil when there is nothing.
func (b *board) since(count int64) json.RawMessage {
	if count >= b.shown {
		return nil
	}
	if b.cached != nil && b.cachedAt == count && b.cachedTo == b.moved {
		return b.cached
	}
	p := Presence{All: count < b.left || count == unknown, Here: []Place{}}
	for _, one := range b.here {
		if p.All || one.moved > count {
			place := one.Place
			place.User = upr.UserID(b.aliases.Of(place.User))
			p.Here = append(p.Here, place)
		}
	}
	slices.SortFunc(p.Here, func(x, y Place) int { return strings.Compare(x.Client, y.Client) })
	encoded, err := json.Marshal(p)
	if err != nil {
		panic(err) // strings and numbers
	}
	b.cached, b.cachedAt, b.cachedTo = encoded, count, b.moved
	return encoded
}
