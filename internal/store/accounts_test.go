package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"upright/internal/store"
	"upright/internal/store/storetest"
	"upright/internal/upr"
)

func TestUsers(t *testing.T) {
	ctx, s := t.Context(), storetest.Open(t)
	anna := addUser(t, s, "anna@example.org", false)
	root := addUser(t, s, "root@example.org", true)

	_, err := s.CreateUser(ctx, store.NewUser{Name: "Another", Email: "anna@example.org", PasswordHash: "x"})
	wantKind(t, err, upr.Conflict)
	_, err = s.CreateUser(ctx, store.NewUser{Name: "Loud", Email: "Loud@example.org", PasswordHash: "x"})
	wantKind(t, err, upr.Invalid)
	_, err = s.CreateUser(ctx, store.NewUser{Name: "a\x00b", Email: "nul@example.org", PasswordHash: "x"})
	wantKind(t, err, upr.Invalid)
	_, _, err = s.Credentials(ctx, "nobody@example.org")
	wantKind(t, err, upr.NotFound)

	if err := s.UpdateProfile(ctx, anna, "Anna B.", "fr", "Europe/Zurich"); err != nil {
		t.Fatal(err)
	}
	if err := s.SetLanguage(ctx, anna, "es"); err != nil {
		t.Fatal(err)
	}
	wantKind(t, s.UpdateProfile(ctx, upr.Actor{}, "Nobody", "", ""), upr.NotFound)
	wantKind(t, s.SetLanguage(ctx, anna, "de"), upr.Invalid)
	got, err := s.User(ctx, anna)
	if err != nil {
		t.Fatal(err)
	}
	want := upr.User{ID: anna.User, Name: "Anna B.", Email: "anna@example.org", Language: "es", Timezone: "Europe/Zurich", CreatedAt: got.CreatedAt}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}

	_, _, err = s.Users(ctx, anna, store.Page{})
	wantKind(t, err, upr.Forbidden)
	_, _, err = s.Users(ctx, upr.Actor{User: anna.User, Admin: true}, store.Page{})
	wantKind(t, err, upr.Forbidden) // the actor's own word is not enough
	var emails []string
	for page := (store.Page{Size: 1}); ; {
		users, next, err := s.Users(ctx, root, page)
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range users {
			emails = append(emails, u.Email)
		}
		if next == "" || len(emails) > 10 {
			break
		}
		page.After = next
	}
	if fmt.Sprint(emails) != "[anna@example.org root@example.org]" {
		t.Errorf("listed %v", emails)
	}
	_, _, err = s.Users(ctx, root, store.Page{After: "nonsense"})
	wantKind(t, err, upr.NotFound)
}

func TestSessions(t *testing.T) {
	ctx, s := t.Context(), storetest.Open(t)
	anna, ben := addUser(t, s, "anna@example.org", false), addUser(t, s, "ben@example.org", false)
	const idle = time.Hour
	begin := func(by upr.Actor, token string) {
		t.Helper()
		if err := s.CreateSession(ctx, store.Session{
			TokenHash: hashOf(token), User: by.User, Agent: "Firefox, Linux",
			Created: noon(), Seen: noon(), Expires: noon().Add(3 * time.Hour),
		}); err != nil {
			t.Fatal(err)
		}
	}
	alive := func(token string, at time.Time) bool {
		t.Helper()
		_, _, err := s.Session(ctx, hashOf(token), at, idle)
		if err != nil {
			wantKind(t, err, upr.NotFound)
		}
		return err == nil
	}
	begin(anna, "desk")
	begin(anna, "phone")
	begin(ben, "ben")

	session, user, err := s.Session(ctx, hashOf("desk"), noon().Add(50*time.Minute), idle)
	if err != nil {
		t.Fatal(err)
	}
	if user.ID != anna.User || user.Email != "anna@example.org" || session.Agent != "Firefox, Linux" || !session.Created.Equal(noon()) {
		t.Errorf("got %+v of %+v", session, user)
	}
	// desk was seen at +50 and again at +100 and +150; phone never.
	if !alive("desk", noon().Add(100*time.Minute)) || !alive("desk", noon().Add(150*time.Minute)) {
		t.Error("a session that is used ended at the idle limit")
	}
	if alive("phone", noon().Add(time.Hour)) {
		t.Error("a session lived on past the idle limit")
	}
	if alive("desk", noon().Add(3*time.Hour)) {
		t.Error("a session lived on past the absolute limit")
	}
	if alive("guess", noon()) {
		t.Error("a token that nobody has opened a session")
	}
	list, err := s.Sessions(ctx, anna, noon().Add(10*time.Minute), idle)
	if err != nil || len(list) != 2 || !bytes.Equal(list[0].TokenHash, hashOf("desk")) {
		t.Errorf("sessions of anna: %v, %v", list, err)
	}

	if err := s.EndSession(ctx, hashOf("desk")); err != nil {
		t.Fatal(err)
	}
	if alive("desk", noon()) || !alive("phone", noon()) {
		t.Error("signing out one browser ended the wrong sessions")
	}
	if err := s.EndSessions(ctx, anna); err != nil {
		t.Fatal(err)
	}
	if alive("phone", noon()) || !alive("ben", noon()) {
		t.Error("signing out everywhere ended the wrong sessions")
	}
}

func TestSetPassword(t *testing.T) {
	ctx, s := t.Context(), storetest.Open(t)
	anna := addUser(t, s, "anna@example.org", false)
	for _, token := range []string{"this", "other"} {
		if err := s.CreateSession(ctx, store.Session{
			TokenHash: hashOf(token), User: anna.User, Created: noon(), Seen: noon(), Expires: noon().Add(time.Hour),
		}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.CreateReset(ctx, anna.User, hashOf("link"), noon().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	wantKind(t, s.SetPassword(ctx, anna.User, "not the hash", "new", nil), upr.Conflict)
	if err := s.SetPassword(ctx, anna.User, "hash of anna@example.org", "new", hashOf("this")); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Session(ctx, hashOf("this"), noon(), time.Hour); err != nil {
		t.Errorf("the session that changed the password ended: %v", err)
	}
	_, _, err := s.Session(ctx, hashOf("other"), noon(), time.Hour)
	wantKind(t, err, upr.NotFound)
	_, err = s.Reset(ctx, hashOf("link"), noon())
	wantKind(t, err, upr.NotFound)

	if err := s.RenewHash(ctx, anna.User, "stale", "never"); err != nil {
		t.Fatal(err)
	}
	if err := s.SetPassword(ctx, anna.User, "", "by the operator", nil); err != nil {
		t.Fatal(err)
	}
	_, _, err = s.Session(ctx, hashOf("this"), noon(), time.Hour)
	wantKind(t, err, upr.NotFound)
	if _, hash, err := s.OwnCredentials(ctx, anna); err != nil || hash != "by the operator" {
		t.Errorf("hash %q, %v", hash, err)
	}
}

func TestResetOnce(t *testing.T) {
	ctx, s := t.Context(), storetest.Open(t)
	anna := addUser(t, s, "anna@example.org", false)
	for _, link := range []string{"first", "second"} {
		if err := s.CreateReset(ctx, anna.User, hashOf(link), noon().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	_, err := s.UseReset(ctx, hashOf("first"), noon().Add(time.Hour), "late")
	wantKind(t, err, upr.NotFound)
	if u, err := s.Reset(ctx, hashOf("first"), noon()); err != nil || u.ID != anna.User {
		t.Errorf("reset of %+v, %v", u, err)
	}
	wantOneWinner(t, atOnce(4, func(i int) error {
		_, err := s.UseReset(ctx, hashOf("first"), noon(), fmt.Sprint("password ", i))
		return err
	}), upr.NotFound)
	_, err = s.UseReset(ctx, hashOf("second"), noon(), "again")
	wantKind(t, err, upr.NotFound) // a used link ends the others
}

// An administrator can also be made on the command line. A set-up link that was printed before is good no more.
func TestAdministratorEndsSetUp(t *testing.T) {
	ctx, s := t.Context(), storetest.Open(t)
	if err := s.AddSetupToken(ctx, hashOf("printed"), noon()); err != nil {
		t.Fatal(err)
	}
	addUser(t, s, "anna@example.org", false)
	if err := s.CheckSetup(ctx, hashOf("printed")); err != nil {
		t.Errorf("the link ended with somebody who is no administrator: %v", err)
	}
	addUser(t, s, "root@example.org", true)
	wantKind(t, s.CheckSetup(ctx, hashOf("printed")), upr.NotFound)
	wantKind(t, s.AddSetupToken(ctx, hashOf("next start"), noon()), upr.Conflict)
}

func TestSetUpOnce(t *testing.T) {
	ctx, s := t.Context(), storetest.Open(t)
	if settings, err := s.Settings(ctx); err != nil || settings != (store.Settings{Registration: store.ByInvitation, Keeping: store.Keeping{DeletionDays: 7}}) {
		t.Fatalf("a new installation has %+v, %v", settings, err)
	}
	for i, link := range []string{"start 1", "start 2"} {
		if err := s.AddSetupToken(ctx, hashOf(link), noon().Add(time.Duration(i)*time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	wantKind(t, s.CheckSetup(ctx, hashOf("guess")), upr.NotFound)
	_, err := s.SetUp(ctx, hashOf("guess"), store.NewUser{Name: "Mallory", Email: "m@example.org", PasswordHash: "x"})
	wantKind(t, err, upr.NotFound)
	if err := s.CheckSetup(ctx, hashOf("start 1")); err != nil {
		t.Errorf("the link of an earlier start: %v", err)
	}
	wantOneWinner(t, atOnce(4, func(i int) error {
		link := []string{"start 1", "start 2"}[i%2]
		u, err := s.SetUp(ctx, hashOf(link), store.NewUser{Name: "First", Email: fmt.Sprintf("first%d@example.org", i), PasswordHash: "x"})
		if err == nil && !u.Admin {
			return fmt.Errorf("the first account does not administer")
		}
		return err
	}), upr.NotFound)
	wantKind(t, s.CheckSetup(ctx, hashOf("start 1")), upr.NotFound)
	wantKind(t, s.AddSetupToken(ctx, hashOf("start 3"), noon()), upr.Conflict)
	if settings, err := s.Settings(ctx); err != nil || !settings.SetUp {
		t.Errorf("after set-up: %+v, %v", settings, err)
	}
}

func TestInvitations(t *testing.T) {
	ctx, s := t.Context(), storetest.Open(t)
	root, anna := addUser(t, s, "root@example.org", true), addUser(t, s, "anna@example.org", false)
	expires := noon().Add(time.Hour)
	invite := func(token, email string) string {
		t.Helper()
		id, err := s.CreateInvitation(ctx, root, store.NewInvitation{TokenHash: hashOf(token), Email: email, Created: noon(), Expires: expires})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	accept := func(token string, at time.Time, email string) (upr.User, error) {
		return s.AcceptInvitation(ctx, hashOf(token), at, store.NewUser{Name: "New", Email: email, PasswordHash: "x", Admin: true})
	}
	_, err := s.CreateInvitation(ctx, anna, store.NewInvitation{TokenHash: hashOf("x"), Created: noon(), Expires: expires})
	wantKind(t, err, upr.Forbidden)

	open, bound := invite("open", ""), invite("bound", "claire@example.org")
	_, err = accept("open", expires, "late@example.org")
	wantKind(t, err, upr.NotFound)
	_, err = accept("open", noon(), "anna@example.org")
	wantKind(t, err, upr.Conflict)
	if u, err := accept("bound", noon(), "other@example.org"); err != nil || u.Email != "claire@example.org" || u.Admin {
		t.Errorf("accepted as %+v, %v", u, err)
	}
	wantKind(t, s.WithdrawInvitation(ctx, root, bound), upr.NotFound)
	_, err = s.RenewInvitation(ctx, root, bound, hashOf("again"), expires)
	wantKind(t, err, upr.NotFound)

	wantKind(t, s.WithdrawInvitation(ctx, anna, open), upr.Forbidden)
	_, err = s.RenewInvitation(ctx, anna, open, hashOf("renewed"), expires)
	wantKind(t, err, upr.Forbidden)
	if _, err := s.RenewInvitation(ctx, root, open, hashOf("renewed"), expires); err != nil {
		t.Fatal(err)
	}
	_, err = s.Invitation(ctx, hashOf("open"), noon())
	wantKind(t, err, upr.NotFound)
	wantOneWinner(t, atOnce(4, func(i int) error {
		_, err := accept("renewed", noon(), fmt.Sprintf("dora%d@example.org", i))
		return err
	}), upr.NotFound)

	gone := invite("gone", "")
	if err := s.WithdrawInvitation(ctx, root, gone); err != nil {
		t.Fatal(err)
	}
	_, err = accept("gone", noon(), "e@example.org")
	wantKind(t, err, upr.NotFound)

	list, next, err := s.Invitations(ctx, root, store.Page{})
	if err != nil || len(list) != 2 || next != "" {
		t.Fatalf("listed %+v, next %q, %v", list, next, err)
	}
	for _, i := range list {
		if i.AcceptedBy != "New" || !i.Accepted.Equal(noon()) {
			t.Errorf("%+v is not accepted by New at noon", i)
		}
	}
	_, _, err = s.Invitations(ctx, anna, store.Page{})
	wantKind(t, err, upr.Forbidden)
}

func TestRegistration(t *testing.T) {
	ctx, s := t.Context(), storetest.Open(t)
	root, anna := addUser(t, s, "root@example.org", true), addUser(t, s, "anna@example.org", false)
	ask := store.NewInvitation{TokenHash: hashOf("link"), Email: "new@example.org", Created: noon(), Expires: noon().Add(time.Hour)}

	wantKind(t, s.CreateRegistration(ctx, ask), upr.Forbidden)
	wantKind(t, s.SetRegistration(ctx, anna, store.OpenRegistration), upr.Forbidden)
	wantKind(t, s.SetRegistration(ctx, root, "anyhow"), upr.Invalid)
	if err := s.SetRegistration(ctx, root, store.OpenRegistration); err != nil {
		t.Fatal(err)
	}
	if err := s.CreateRegistration(ctx, ask); err != nil {
		t.Fatal(err)
	}
	if list, _, err := s.Invitations(ctx, root, store.Page{}); err != nil || len(list) != 0 {
		t.Errorf("who asked for an account stands among the invited: %v, %v", list, err)
	}
	u, err := s.AcceptInvitation(ctx, hashOf("link"), noon(), store.NewUser{Name: "New", PasswordHash: "x"})
	if err != nil || u.Email != "new@example.org" {
		t.Errorf("registered %+v, %v", u, err)
	}
}

func TestThrottle(t *testing.T) {
	ctx, s := t.Context(), storetest.Open(t)
	const window = time.Hour
	key, other := hashOf("anna"), hashOf("everybody")
	count := func(key []byte, at time.Time) int {
		t.Helper()
		n, err := s.CountAttempt(ctx, key, at, window)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if a, b := count(key, noon()), count(key, noon().Add(59*time.Minute)); a != 1 || b != 2 {
		t.Errorf("counted %d, %d, want 1, 2", a, b)
	}
	if n := count(key, noon().Add(118*time.Minute)); n != 3 {
		t.Errorf("the window counts from the first attempt and not from the last: %d", n)
	}
	if n := count(key, noon().Add(178*time.Minute)); n != 1 {
		t.Errorf("after a pause of the window %d", n)
	}
	if n := count(other, noon()); n != 1 {
		t.Errorf("another key counts %d", n)
	}
	if err := s.ForgetAttempts(ctx, key); err != nil {
		t.Fatal(err)
	}
	if n := count(key, noon()); n != 1 {
		t.Errorf("after forgetting %d", n)
	}
	for _, err := range atOnce(8, func(int) error { _, err := s.CountAttempt(ctx, other, noon(), window); return err }) {
		if err != nil {
			t.Fatal(err)
		}
	}
	for range 8 {
		if err := s.TakeBackAttempt(ctx, other); err != nil {
			t.Fatal(err)
		}
	}
	if n := count(other, noon()); n != 2 {
		t.Errorf("9 counted, 8 taken back, 1 counted: %d, want 2", n)
	}
}

func TestReserveAttempt(t *testing.T) {
	ctx, s := t.Context(), storetest.Open(t)
	key := hashOf("anna")
	second := func(int) time.Duration { return time.Second }
	// All at once, and no two have the same turn.
	const most = 5 * time.Second
	var mu sync.Mutex
	var waits []time.Duration
	full := 0
	for _, err := range atOnce(8, func(int) error {
		wait, err := s.ReserveAttempt(ctx, key, noon(), time.Hour, second, most)
		mu.Lock()
		defer mu.Unlock()
		if errors.Is(err, store.ErrQueueFull) {
			full++
			return nil
		}
		waits = append(waits, wait)
		return err
	}) {
		if err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(waits)
	if fmt.Sprint(waits) != "[1s 2s 3s 4s 5s]" || full != 3 {
		t.Errorf("waits %v, %d found the queue full", waits, full)
	}
	// Those that found it full were not counted.
	var n int
	if _, err := s.ReserveAttempt(ctx, key, noon().Add(most), time.Hour, func(i int) time.Duration { n = i; return 0 }, most); err != nil || n != 6 {
		t.Errorf("counted %d, %v, want 6", n, err)
	}
}

func TestSweep(t *testing.T) {
	ctx, s := t.Context(), storetest.Open(t)
	anna := addUser(t, s, "anna@example.org", true)
	later := noon().Add(time.Hour)
	for token, expires := range map[string]time.Time{"ended": noon(), "living": later} {
		if err := s.CreateSession(ctx, store.Session{TokenHash: hashOf(token), User: anna.User, Created: noon(), Seen: noon(), Expires: expires}); err != nil {
			t.Fatal(err)
		}
		if err := s.CreateReset(ctx, anna.User, hashOf(token), expires); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.CreateInvitation(ctx, anna, store.NewInvitation{TokenHash: hashOf("i"), Created: noon(), Expires: noon()}); err != nil {
		t.Fatal(err)
	}
	if err := s.Sweep(ctx, noon(), time.Hour, time.Hour); err != nil {
		t.Fatal(err)
	}
	for table, want := range map[string]int{"sessions": 1, "password_resets": 1, "invitations": 1} {
		var n int
		if err := s.DB().GetContext(ctx, &n, `SELECT count(*) FROM `+table); err != nil {
			t.Fatal(err)
		}
		if n != want {
			t.Errorf("%s: %d left, want %d", table, n, want)
		}
	}
}
