package store_test

import (
	"crypto/sha256"
	"errors"
	"sync"
	"testing"
	"time"

	"upright/internal/store"
	"upright/internal/upr"
)

// noon is the time of tests that need one.
func noon() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

// hashOf is what the store sees of a secret.
func hashOf(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// addUser makes an account and returns its actor.
func addUser(t *testing.T, s *store.Store, email string, admin bool) upr.Actor {
	t.Helper()
	u, err := s.CreateUser(t.Context(), store.NewUser{Name: "Name of " + email, Email: email, Admin: admin, PasswordHash: "hash of " + email})
	if err != nil {
		t.Fatal(err)
	}
	return upr.Actor{User: u.ID, Admin: u.Admin}
}

// addOrganization makes an organization that the actor administers.
func addOrganization(t *testing.T, s *store.Store, by upr.Actor, name string) upr.OrganizationID {
	t.Helper()
	id, err := s.CreateOrganization(t.Context(), by, upr.Organization{Name: name})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// wantKind makes sure that an error is one that a person can act on, of a kind.
func wantKind(t *testing.T, err error, kind upr.ErrorKind) {
	t.Helper()
	var known *upr.Error
	if !errors.As(err, &known) || known.Kind != kind {
		t.Errorf("got %v, want an error of kind %d", err, kind)
	}
}

// atOnce runs f several times at once and returns the errors.
func atOnce(n int, f func(i int) error) []error {
	errs := make([]error, n)
	start := make(chan struct{})
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() {
			<-start
			errs[i] = f(i)
		})
	}
	close(start)
	group.Wait()
	return errs
}

// wantOneWinner makes sure that one of several who did the same at once succeeded and the others got errors of a kind.
func wantOneWinner(t *testing.T, errs []error, kind upr.ErrorKind) {
	t.Helper()
	winners := 0
	for _, err := range errs {
		if err == nil {
			winners++
			continue
		}
		wantKind(t, err, kind)
	}
	if winners != 1 {
		t.Errorf("%d of %d succeeded, want one", winners, len(errs))
	}
}
