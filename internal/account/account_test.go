package account_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"upright/internal/account"
	"upright/internal/mail"
	"upright/internal/store"
	"upright/internal/store/storetest"
	"upright/internal/upr"
)

const (
	good  = "three quiet harbours"
	other = "seven loud mountains"
)

// errHeld is what a wait ends with while the clock stands.
var errHeld = errors.New("the clock stands")

// A desk is a service with a clock that only the test and waits turn, a list of these waits, and a mailbox.
type desk struct {
	*account.Service
	store    *store.Store
	database string

	mu    sync.Mutex
	now   time.Time
	waits []time.Duration
	held  bool // the clock stands while somebody waits, who gets no further
	mails []mail.Message
	fails error // what sending answers
}

// Send puts a mail into the mailbox.
func (d *desk) Send(_ context.Context, m mail.Message) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.mails = append(d.mails, m)
	return d.fails
}

func open(t *testing.T) *desk {
	t.Helper()
	database := storetest.URL(t)
	d := &desk{store: storetest.Connect(t, database), database: database, now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	base, err := url.Parse("https://upright.example.org/base")
	if err != nil {
		t.Fatal(err)
	}
	d.Service = account.New(account.Config{
		Store: d.store, Mail: d, BaseURL: base, Log: slog.New(slog.DiscardHandler), Random: rand.Reader, Cost: account.Cost{Memory: 64, Time: 1, Threads: 1},
		Now: func() time.Time {
			d.mu.Lock()
			defer d.mu.Unlock()
			return d.now
		},
		Wait: func(ctx context.Context, w time.Duration) error {
			d.mu.Lock()
			defer d.mu.Unlock()
			d.waits = append(d.waits, w)
			if d.held {
				return errHeld
			}
			d.now = d.now.Add(w)
			return ctx.Err()
		},
	})
	t.Cleanup(func() {
		if err := d.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return d
}

func (d *desk) pass(step time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = d.now.Add(step)
}

// mailbox waits for what is under way and empties the mailbox.
func (d *desk) mailbox(t *testing.T) []mail.Message {
	t.Helper()
	if err := d.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	mails := d.mails
	d.mails = nil
	return mails
}

// setUp makes the administrator's account and returns its actor.
func (d *desk) setUp(t *testing.T) upr.Actor {
	t.Helper()
	link, err := d.StartSetUp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	u, err := d.SetUp(t.Context(), tokenOf(t, link), account.NewAccount{Name: "Root", Email: "Root@example.org ", Password: good, Language: "fr"})
	if err != nil {
		t.Fatal(err)
	}
	return upr.Actor{User: u.ID, Admin: u.Admin}
}

// tokenOf is the last part of a link.
func tokenOf(t *testing.T, link string) string {
	t.Helper()
	if !strings.HasPrefix(link, "https://upright.example.org/base/") {
		t.Fatalf("the link %q does not begin with the base", link)
	}
	return link[strings.LastIndexByte(link, '/')+1:]
}

func wantError(t *testing.T, err error, kind upr.ErrorKind, key, field string) {
	t.Helper()
	var known *upr.Error
	if !errors.As(err, &known) || known.Kind != kind || known.Key != key || known.Field != field {
		t.Errorf("got %v, want kind %d, %s (%s)", err, kind, key, field)
	}
}

func TestSetUp(t *testing.T) {
	ctx, d := t.Context(), open(t)
	first, err := d.StartSetUp(ctx)
	if err != nil {
		t.Fatal(err)
	}
	second, err := d.StartSetUp(ctx) // a restart
	if err != nil || second == first {
		t.Fatalf("the second start gives %q, %v", second, err)
	}
	token := tokenOf(t, first)
	if err := d.CheckSetUp(ctx, token); err != nil {
		t.Errorf("the link of the first start: %v", err)
	}
	_, err = d.SetUp(ctx, "guess", account.NewAccount{Name: "M", Email: "m@example.org", Password: good})
	wantError(t, err, upr.NotFound, "account.link.gone", "")
	_, err = d.SetUp(ctx, token, account.NewAccount{Name: "Root", Email: "root@example.org", Password: "short"})
	wantError(t, err, upr.Invalid, "account.password.short", "password")
	_, err = d.SetUp(ctx, token, account.NewAccount{Email: "root@example.org", Password: good})
	wantError(t, err, upr.Invalid, "value.required", "name")

	// Both links at once: one person becomes the administrator.
	errs := make([]error, 4)
	var group sync.WaitGroup
	for i := range errs {
		link := []string{first, second}[i%2]
		group.Go(func() {
			_, errs[i] = d.SetUp(ctx, tokenOf(t, link), account.NewAccount{
				Name: "Root", Email: fmt.Sprintf("root%d@example.org", i), Password: good,
			})
		})
	}
	group.Wait()
	winners := 0
	for _, err := range errs {
		if err == nil {
			winners++
		} else {
			wantError(t, err, upr.NotFound, "account.link.gone", "")
		}
	}
	if winners != 1 {
		t.Errorf("%d of %d became the first administrator", winners, len(errs))
	}
	if link, err := d.StartSetUp(ctx); err != nil || link != "" {
		t.Errorf("a later start gives %q, %v", link, err)
	}
}

func TestSignIn(t *testing.T) {
	ctx, d := t.Context(), open(t)
	root := d.setUp(t)
	const agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
	token, err := d.SignIn(ctx, " ROOT@example.org", good, agent)
	if err != nil {
		t.Fatal(err)
	}
	u, err := d.Session(ctx, token)
	if err != nil || u.ID != root.User || !u.Admin || u.Email != "root@example.org" || u.Language != "fr" {
		t.Errorf("signed in as %+v, %v", u, err)
	}
	sessions, err := d.Sessions(ctx, root)
	if err != nil || len(sessions) != 1 || sessions[0].Agent != "Firefox, Linux" || !account.IsOwn(sessions[0], token) || account.IsOwn(sessions[0], "x") {
		t.Errorf("sessions: %+v, %v", sessions, err)
	}
	for _, c := range [][2]string{{"root@example.org", other}, {"nobody@example.org", good}, {"", ""}, {"root@example.org", strings.Repeat("x", 5000)}} {
		_, err := d.SignIn(ctx, c[0], c[1], agent)
		wantError(t, err, upr.Invalid, "account.sign-in.wrong", "")
	}

	d.pass(account.SessionIdle - time.Second)
	if _, err := d.Session(ctx, token); err != nil {
		t.Errorf("just inside the idle limit: %v", err)
	}
	d.pass(account.SessionIdle)
	_, err = d.Session(ctx, token)
	wantError(t, err, upr.NotFound, "error.not-found", "")

	var tokens []string
	for range 3 {
		token, err := d.SignIn(ctx, "root@example.org", good, agent)
		if err != nil {
			t.Fatal(err)
		}
		tokens = append(tokens, token)
	}
	if err := d.SignOut(ctx, tokens[0]); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Session(ctx, tokens[1]); err != nil {
		t.Errorf("signing out one browser ended another: %v", err)
	}
	if err := d.SignOutEverywhere(ctx, root); err != nil {
		t.Fatal(err)
	}
	for _, token := range tokens {
		_, err = d.Session(ctx, token)
		wantError(t, err, upr.NotFound, "error.not-found", "")
	}
}

func TestSlowDown(t *testing.T) {
	ctx, d := t.Context(), open(t)
	d.setUp(t)
	for _, email := range []string{"root@example.org", "nobody@example.org"} { // the same for both
		d.waits = nil
		for range 11 {
			_, err := d.SignIn(ctx, email, other, "")
			wantError(t, err, upr.Invalid, "account.sign-in.wrong", "")
		}
		if got, want := fmt.Sprint(d.waits), "[500ms 1s 2s 4s 8s 8s]"; got != want {
			t.Errorf("%s: waits %s, want %s", email, got, want)
		}
	}
	// Never a lock-out: the right password is taken, after the wait, and the count begins anew.
	d.waits = nil
	if _, err := d.SignIn(ctx, "root@example.org", good, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := d.SignIn(ctx, "root@example.org", good, ""); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(d.waits) != "[8s]" {
		t.Errorf("waits %v, want one of 8s", d.waits)
	}
	// Who gives up waiting is not signed in.
	for range 6 {
		_, _ = d.SignIn(ctx, "root@example.org", other, "")
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	if token, err := d.SignIn(gone, "root@example.org", good, ""); err == nil || token != "" {
		t.Error("signed in without waiting")
	}
}

// Attempts that come at the same moment wait one after the other, and no longer than the queue may be.
func TestSlowDownOfManyAtOnce(t *testing.T) {
	ctx, d := t.Context(), open(t)
	d.setUp(t)
	d.held = true
	var wrong, held, tooMany int
	for range 14 {
		_, err := d.SignIn(ctx, "root@example.org", other, "")
		var known *upr.Error
		switch {
		case errors.Is(err, errHeld):
			held++
		case errors.As(err, &known) && known.Kind == upr.TooMany:
			tooMany++
		case errors.As(err, &known) && known.Kind == upr.Invalid:
			wrong++
		default:
			t.Fatal(err)
		}
	}
	if got, want := fmt.Sprint(d.waits), "[500ms 1.5s 3.5s 7.5s 15.5s]"; got != want {
		t.Errorf("waits %s, want %s", got, want)
	}
	if wrong != 5 || held != 5 || tooMany != 4 {
		t.Errorf("%d were judged, %d waited, %d were too many", wrong, held, tooMany)
	}
	// Not a lock-out: the attempts that were too many have not made the queue longer.
	d.held, d.waits = false, nil
	d.pass(15500 * time.Millisecond)
	if _, err := d.SignIn(ctx, "root@example.org", good, ""); err != nil || fmt.Sprint(d.waits) != "[8s]" {
		t.Errorf("the owner: %v after %v", err, d.waits)
	}
}

func TestSlowDownOfMany(t *testing.T) {
	ctx, d := t.Context(), open(t)
	for i := range 100 {
		if _, err := d.store.CountAttempt(ctx, account.EverybodyKey(), d.now, time.Hour); err != nil {
			t.Fatal(i, err)
		}
	}
	_, err := d.SignIn(ctx, "fresh@example.org", good, "")
	wantError(t, err, upr.Invalid, "account.sign-in.wrong", "")
	if fmt.Sprint(d.waits) != "[1s]" {
		t.Errorf("one password tried on many accounts: waits %v", d.waits)
	}
}

func TestInvitation(t *testing.T) {
	ctx, d := t.Context(), open(t)
	root := d.setUp(t)
	_, err := d.Invite(ctx, root, "a@b@c", "en")
	wantError(t, err, upr.Invalid, "value.email", "email")
	link, err := d.Invite(ctx, root, "", "en")
	if err != nil || len(d.mailbox(t)) != 0 {
		t.Fatalf("an invitation for whoever has the link: %v", err)
	}
	if email, err := d.CheckInvitation(ctx, tokenOf(t, link)); err != nil || email != "" {
		t.Errorf("it is for %q, %v", email, err)
	}
	bound, err := d.Invite(ctx, root, "Anna@example.org", "es")
	if err != nil {
		t.Fatal(err)
	}
	want := mail.Message{Kind: mail.Invitation, To: "anna@example.org", Language: "es", Link: bound, Valid: account.InvitationValid}
	if got := d.mailbox(t); len(got) != 1 || !reflect.DeepEqual(got[0], want) {
		t.Errorf("mailed %+v, want %+v", got, want)
	}

	// Twice at once: one account.
	errs := make([]error, 3)
	var group sync.WaitGroup
	for i := range errs {
		group.Go(func() {
			_, errs[i] = d.Accept(ctx, tokenOf(t, link), account.NewAccount{Name: "Ben", Email: fmt.Sprintf("ben%d@example.org", i), Password: good})
		})
	}
	group.Wait()
	winners := 0
	for _, err := range errs {
		if err == nil {
			winners++
		} else {
			wantError(t, err, upr.NotFound, "account.link.gone", "")
		}
	}
	if winners != 1 {
		t.Errorf("%d accounts from one invitation", winners)
	}

	u, err := d.Accept(ctx, tokenOf(t, bound), account.NewAccount{Name: "Anna", Email: "mallory@example.org", Password: good, Language: "en"})
	if err != nil || u.Email != "anna@example.org" || u.Admin {
		t.Errorf("accepted as %+v, %v", u, err)
	}
	_, err = d.Invite(ctx, upr.Actor{User: u.ID, Admin: true}, "", "en")
	wantError(t, err, upr.Forbidden, "error.forbidden", "")
	if _, err := d.SignIn(ctx, "anna@example.org", good, ""); err != nil {
		t.Errorf("sign in after accepting: %v", err)
	}

	d.pass(time.Minute) // so that it is the youngest
	third, err := d.Invite(ctx, root, "", "en")
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.Accept(ctx, tokenOf(t, third), account.NewAccount{Name: "A", Email: "anna@example.org", Password: good})
	wantError(t, err, upr.Conflict, "account.email.taken", "email")
	list, _, err := d.store.Invitations(ctx, root, store.Page{})
	if err != nil {
		t.Fatal(err)
	}
	renewed, err := d.RenewInvitation(ctx, root, list[0].ID, "en")
	if err != nil || renewed == third {
		t.Fatalf("renewed as %q, %v", renewed, err)
	}
	_, err = d.CheckInvitation(ctx, tokenOf(t, third))
	wantError(t, err, upr.NotFound, "account.link.gone", "")
	d.pass(account.InvitationValid)
	_, err = d.CheckInvitation(ctx, tokenOf(t, renewed))
	wantError(t, err, upr.NotFound, "account.link.gone", "")
}

func TestRegistration(t *testing.T) {
	ctx, d := t.Context(), open(t)
	root := d.setUp(t)
	wantError(t, d.SendRegistration(ctx, "new@example.org", "en"), upr.Forbidden, "account.registration.closed", "")
	if err := d.store.SetRegistration(ctx, root, store.OpenRegistration); err != nil {
		t.Fatal(err)
	}
	wantError(t, d.SendRegistration(ctx, "new@example.org\r\nBcc: b@example.org", "en"), upr.Invalid, "value.email", "email")
	// The answer is the same for an address that has an account; only its owner learns of it.
	for _, email := range []string{"new@example.org", "root@example.org"} {
		if err := d.SendRegistration(ctx, email, "en"); err != nil {
			t.Fatal(err)
		}
	}
	var link string
	for _, m := range d.mailbox(t) {
		switch {
		case m.Kind == mail.Registration && m.To == "new@example.org" && m.Language == "en":
			link = m.Link
		case m.Kind == mail.HaveAccount && m.To == "root@example.org" && m.Language == "fr" && m.Link == "https://upright.example.org/base/sign-in":
		default:
			t.Errorf("mailed %+v", m)
		}
	}
	if _, err := d.Accept(ctx, tokenOf(t, link), account.NewAccount{Name: "New", Password: good}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.SignIn(ctx, "new@example.org", good, ""); err != nil {
		t.Error(err)
	}
}

func TestReset(t *testing.T) {
	ctx, d := t.Context(), open(t)
	d.setUp(t)
	session, err := d.SignIn(ctx, "root@example.org", good, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, email := range []string{"root@example.org", "nobody@example.org"} {
		if err := d.SendReset(ctx, email, "en"); err != nil {
			t.Errorf("%s: %v", email, err)
		}
	}
	mails := d.mailbox(t)
	if len(mails) != 1 || mails[0].To != "root@example.org" || mails[0].Kind != mail.Reset || mails[0].Language != "fr" {
		t.Fatalf("mailed %+v", mails)
	}
	token := tokenOf(t, mails[0].Link)
	wantError(t, d.Reset(ctx, token, "root@example.org"), upr.Invalid, "account.password.email", "password")
	for range 7 {
		_, _ = d.SignIn(ctx, "root@example.org", "a guess by somebody", "")
	}
	if err := d.Reset(ctx, token, other); err != nil {
		t.Fatal(err)
	}
	wantError(t, d.Reset(ctx, token, good), upr.NotFound, "account.link.gone", "")
	_, err = d.Session(ctx, session)
	wantError(t, err, upr.NotFound, "error.not-found", "")
	d.waits = nil
	if _, err = d.SignIn(ctx, "root@example.org", other, ""); err != nil || len(d.waits) != 0 {
		t.Errorf("with the new password: %v after %v", err, d.waits)
	}
	_, err = d.SignIn(ctx, "root@example.org", good, "")
	wantError(t, err, upr.Invalid, "account.sign-in.wrong", "")

	link, err := d.ResetLink(ctx, "root@example.org")
	if err != nil {
		t.Fatal(err)
	}
	d.pass(account.ResetValid)
	wantError(t, d.CheckReset(ctx, tokenOf(t, link)), upr.NotFound, "account.link.gone", "")
}

// TestMailsAreBounded: anybody can ask for mails to an address, and still nobody's mailbox is flooded from here.
func TestMailsAreBounded(t *testing.T) {
	ctx, d := t.Context(), open(t)
	d.setUp(t)
	for range 10 {
		if err := d.SendReset(ctx, "root@example.org", "en"); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(d.mailbox(t)); n != 3 {
		t.Errorf("%d mails, want 3", n)
	}
}

func TestChangePassword(t *testing.T) {
	ctx, d := t.Context(), open(t)
	root := d.setUp(t)
	var tokens [2]string
	for i := range tokens {
		var err error
		if tokens[i], err = d.SignIn(ctx, "root@example.org", good, ""); err != nil {
			t.Fatal(err)
		}
	}
	wantError(t, d.ChangePassword(ctx, root, tokens[0], other, other), upr.Invalid, "account.password.wrong", "current")
	wantError(t, d.ChangePassword(ctx, root, tokens[0], good, "password1234"), upr.Invalid, "account.password.common", "password")
	if err := d.ChangePassword(ctx, root, tokens[0], good, other); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Session(ctx, tokens[0]); err != nil {
		t.Errorf("the session that changed it: %v", err)
	}
	_, err := d.Session(ctx, tokens[1])
	wantError(t, err, upr.NotFound, "error.not-found", "")
	if _, err := d.SignIn(ctx, "root@example.org", other, ""); err != nil {
		t.Error(err)
	}
}

func TestAdd(t *testing.T) {
	ctx, d := t.Context(), open(t)
	u, link, err := d.Add(ctx, "Op", "op@example.org", true)
	if err != nil || !u.Admin {
		t.Fatalf("%+v, %v", u, err)
	}
	for _, password := range []string{"", "!", good} { // there is none yet
		_, err = d.SignIn(ctx, "op@example.org", password, "")
		wantError(t, err, upr.Invalid, "account.sign-in.wrong", "")
	}
	if err := d.Reset(ctx, tokenOf(t, link), good); err != nil {
		t.Fatal(err)
	}
	if _, err := d.SignIn(ctx, "op@example.org", good, ""); err != nil {
		t.Error(err)
	}
	_, _, err = d.Add(ctx, "Op", "OP@example.org", false)
	wantError(t, err, upr.Conflict, "account.email.taken", "email")
}

func TestUpdateProfile(t *testing.T) {
	ctx, d := t.Context(), open(t)
	root := d.setUp(t)
	if err := d.UpdateProfile(ctx, root, "Ruth", "es", "America/Bogota"); err != nil {
		t.Fatal(err)
	}
	wantError(t, d.UpdateProfile(ctx, root, "", "es", ""), upr.Invalid, "value.required", "name")
	wantError(t, d.UpdateProfile(ctx, root, "Ruth", "de", ""), upr.Invalid, "value.choice", "language")
	wantError(t, d.UpdateProfile(ctx, root, "Ruth", "es", "../../etc/passwd"), upr.Invalid, "value.choice", "timezone")
	u, err := d.store.User(ctx, root)
	if err != nil || u.Name != "Ruth" || u.Timezone != "America/Bogota" {
		t.Errorf("%+v, %v", u, err)
	}
}

// TestNoSecretIsKept reads every column that could hold one.
func TestNoSecretIsKept(t *testing.T) {
	ctx, d := t.Context(), open(t)
	root := d.setUp(t)
	token, err := d.SignIn(ctx, "root@example.org", good, "")
	if err != nil {
		t.Fatal(err)
	}
	invitation, err := d.Invite(ctx, root, "", "en")
	if err != nil {
		t.Fatal(err)
	}
	reset, err := d.ResetLink(ctx, "root@example.org")
	if err != nil {
		t.Fatal(err)
	}
	kept := storetest.Dump(t, d.database)
	if !strings.Contains(kept, "root@example.org") {
		t.Fatal("the test does not see what is kept")
	}
	for _, secret := range []string{token, tokenOf(t, invitation), tokenOf(t, reset), good} {
		part := secret[:16] // binary columns are written in hexadecimal
		if strings.Contains(kept, part) || strings.Contains(kept, fmt.Sprintf("%x", part)) {
			t.Errorf("the database holds a part of %q", secret)
		}
	}
}
