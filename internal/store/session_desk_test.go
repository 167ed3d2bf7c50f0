package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"upright/internal/store"
	"upright/internal/store/storetest"
	"upright/internal/upr"
)

// Sessions that are asked for at the same time are asked for together: everybody finds their own, and one that ended is
// not found by the next who asks.
func TestSessionsAtOnce(t *testing.T) {
	const people, rounds = 12, 20
	ctx, s := t.Context(), storetest.Open(t)
	var users []upr.Actor
	token := func(i int) []byte { return hashOf(fmt.Sprint("token ", i)) }
	for i := range people {
		users = append(users, addUser(t, s, fmt.Sprintf("person-%d@example.org", i), false))
		if err := s.CreateSession(ctx, store.Session{
			TokenHash: token(i), User: users[i].User, Created: noon(), Seen: noon(), Expires: noon().Add(time.Hour),
		}); err != nil {
			t.Fatal(err)
		}
	}
	var asking sync.WaitGroup
	for i := range people {
		asking.Go(func() {
			for range rounds {
				if _, user, err := s.Session(ctx, token(i), noon(), time.Hour); err != nil || user.ID != users[i].User {
					t.Errorf("person %d found %v, %v", i, user.ID, err)
				}
			}
			if err := s.EndSession(ctx, token(i)); err != nil {
				t.Error(err)
			}
			_, _, err := s.Session(ctx, token(i), noon(), time.Hour)
			wantKind(t, err, upr.NotFound)
			if lives, err := s.SessionLives(ctx, token(i), noon(), time.Hour); lives || err != nil {
				t.Errorf("the ended session of person %d: %v, %v", i, lives, err)
			}
		})
	}
	asking.Wait()
}

// Who does not wait any more takes nobody along.
func TestSessionOfOneWhoLeft(t *testing.T) {
	ctx, s := t.Context(), storetest.Open(t)
	anna := addUser(t, s, "anna@example.org", false)
	if err := s.CreateSession(ctx, store.Session{
		TokenHash: hashOf("anna"), User: anna.User, Created: noon(), Seen: noon(), Expires: noon().Add(time.Hour),
	}); err != nil {
		t.Fatal(err)
	}
	left, leave := context.WithCancel(ctx)
	leave()
	var asking sync.WaitGroup
	for range 10 {
		asking.Go(func() {
			if _, err := s.SessionLives(left, hashOf("anna"), noon(), time.Hour); err != nil && !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		})
		asking.Go(func() {
			if lives, err := s.SessionLives(ctx, hashOf("anna"), noon(), time.Hour); !lives || err != nil {
				t.Errorf("lives: %v, %v", lives, err)
			}
		})
	}
	asking.Wait()
}
