package store_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"upright/internal/store"
	"upright/internal/upr"
)

// aLink makes a link of a submission and returns the hash of its address.
func (d *desk) aLink(t *testing.T, change func(*upr.NewReaderLink)) (upr.LinkID, []byte) {
	t.Helper()
	l := upr.NewReaderLink{Submission: d.id, Kind: upr.CommentLink, Label: "the focal point"}
	change(&l)
	hash := slices.Concat([]byte(upr.NewID()), make([]byte, 12))
	id, err := d.CreateLink(t.Context(), d.anna, l, hash, "")
	if err != nil {
		t.Fatal(err)
	}
	return id, hash
}

// visit opens a link and returns who acts with it.
func (d *desk) visit(t *testing.T, hash []byte) upr.Actor {
	t.Helper()
	secret := slices.Concat([]byte(upr.NewID()), make([]byte, 12))
	l, err := d.OpenLink(t.Context(), hash, time.Now(), secret)
	if err != nil {
		t.Fatal(err)
	}
	v, err := d.LinkVisit(t.Context(), l.ID, secret, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return upr.Actor{Link: l.ID, Visit: v.ID}
}

func (d *desk) exec(t *testing.T, query string, args ...any) {
	t.Helper()
	if _, err := d.DB().ExecContext(t.Context(), query, args...); err != nil {
		t.Fatal(err)
	}
}

func plain(*upr.NewReaderLink) {}

// What a link of each kind opens, and that nothing else is opened by one that works, one of another submission, one that
// has ended in any way, and one whose visit has ended: for every right there is.
func TestRightsOfLinks(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	kind := func(k upr.LinkKind) func(*upr.NewReaderLink) { return func(l *upr.NewReaderLink) { l.Kind = k } }
	opened := func(change func(*upr.NewReaderLink), then string) upr.Actor {
		id, hash := d.aLink(t, change)
		by := d.visit(t, hash)
		if then != "" {
			d.exec(t, then, id)
		}
		return by
	}
	elsewhere := d.id
	d.id = addSubmission(t, d.Store, d.anna, addOrganization(t, d.Store, d.anna, "Others"), someDetails())
	foreign := opened(plain, "")
	d.id = elsewhere
	works := opened(kind(upr.CommentLink), "")
	rights := []upr.Right{
		upr.OpenPaper, upr.ReadPaper, upr.CommentPaper, upr.ReadSubmission, upr.CommentText, upr.SuggestText, upr.EditText,
		upr.EditDetails, upr.ManagePeople, upr.Coordinate, upr.DeleteSubmission, upr.UseAccount, upr.Visit, "made-up",
	}
	for _, c := range []struct {
		name string
		by   upr.Actor
		want string
	}{
		{"PDF", opened(kind(upr.PDFLink), ""), "y-------------"},
		{"read", opened(kind(upr.ReadLink), ""), "yy------------"},
		{"comment", works, "yyy-----------"},
		{"its last use", opened(func(l *upr.NewReaderLink) { l.MaxUses = 1 }, ""), "yyy-----------"},
		{"of another submission", foreign, "--------------"},
		{"withdrawn", opened(plain, `UPDATE reader_links SET withdrawn_at = now() WHERE id = $1`), "--------------"},
		{"expired", opened(plain, `UPDATE reader_links SET ends_at = now() WHERE id = $1`), "--------------"},
		{"visit over", opened(plain, `UPDATE reader_visits SET ends_at = now() WHERE link_id = $1`), "--------------"},
		{"closed", opened(plain, `DELETE FROM reader_visits WHERE link_id = $1`), "--------------"},
		{"visit of another link", upr.Actor{Link: works.Link, Visit: foreign.Visit}, "--------------"},
		{"without a visit", upr.Actor{Link: works.Link}, "--------------"},
		{"made up", upr.Actor{Link: "aaaaaaaaaaaaaaaaaaaa", Visit: works.Visit}, "--------------"},
		{"with a person who may all", upr.Actor{Link: works.Link, Visit: works.Visit, User: d.anna.User, Admin: true}, "yyy-----------"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for i, right := range rights {
				err := d.RequireSubmission(ctx, c.by, d.id, right)
				if got, want := err == nil, c.want[i] == 'y'; got != want {
					t.Errorf("%s: %v", right, err)
				} else if !got {
					wantKind(t, err, upr.NotFound) // whoever may not is told that it is not there
				}
			}
		})
	}
}

// Methods that are for people are closed to a link that may comment.
func TestLinkReachesNothingElse(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	first := newComment("Between us.")
	if err := d.StartThread(ctx, d.anna, d.id, first, onWords()); err != nil {
		t.Fatal(err)
	}
	_, hash := d.aLink(t, func(l *upr.NewReaderLink) { l.Others = true })
	by := d.visit(t, hash)
	if list, err := d.ReaderThreads(ctx, by, d.id); err != nil || len(list) != 0 {
		t.Errorf("a reader sees %+v, %v", list, err)
	}
	wantKind(t, d.ReplyAsReader(ctx, by, d.id, "Eve", answerTo(first, "x")), upr.NotFound)
	wantKind(t, d.ReplyAsReader(ctx, d.anna, d.id, "Eve", answerTo(first, "x")), upr.Forbidden) // a person is no reader
	for name, call := range map[string]func() error{
		"threads":   func() error { _, err := d.Threads(ctx, by, d.id); return err },
		"authors":   func() error { _, err := d.Authors(ctx, by, d.id); return err },
		"people":    func() error { _, err := d.People(ctx, by, d.id); return err },
		"revisions": func() error { _, err := d.Revisions(ctx, by, d.id); return err },
		"sittings":  func() error { _, err := d.Sittings(ctx, by, d.id, 0, 1); return err },
		"links":     func() error { _, err := d.Links(ctx, by, d.id); return err },
		"start":     func() error { return d.StartThread(ctx, by, d.id, newComment("x"), onWords()) },
		"reply":     func() error { return d.Reply(ctx, by, d.id, answerTo(first, "x")) },
		"resolve":   func() error { return d.ResolveThread(ctx, by, d.id, first.Thread, true) },
		"delete":    func() error { return d.DeleteComment(ctx, by, d.id, first.Thread, first.ID) },
		"withdraw":  func() error { return d.WithdrawLink(ctx, by, d.id, by.Link) },
		"make": func() error {
			_, err := d.CreateLink(ctx, by, upr.NewReaderLink{Submission: d.id}, hash, "")
			return err
		},
	} {
		t.Run(name, func(t *testing.T) { wantKind(t, call(), upr.NotFound) })
	}
}

// Of thirty who open a link at once that has three uses left, three get in, and the count is right.
func TestRaceForUses(t *testing.T) {
	d := newDesk(t)
	_, hash := d.aLink(t, func(l *upr.NewReaderLink) { l.MaxUses = 3 })
	results := make([]error, 30)
	start := make(chan struct{})
	var all sync.WaitGroup
	for i := range results {
		all.Go(func() {
			secret := slices.Concat([]byte(upr.NewID()), make([]byte, 12))
			<-start
			_, results[i] = d.OpenLink(t.Context(), hash, time.Now(), secret)
		})
	}
	close(start)
	all.Wait()
	in := 0
	for _, err := range results {
		if err == nil {
			in++
			continue
		}
		wantKind(t, err, upr.Conflict)
	}
	l, _, err := d.LinkByAddress(t.Context(), hash)
	if err != nil || in != 3 || l.Uses != 3 || l.State(time.Now()) != upr.LinkUsedUp {
		t.Errorf("%d got in, %d uses, %s, %v", in, l.Uses, l.State(time.Now()), err)
	}
}

// A link says why it does not work: that it was withdrawn before anything else.
func TestLinkStates(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	id, hash := d.aLink(t, func(l *upr.NewReaderLink) { l.MaxUses, l.Ends = 1, time.Now().Add(time.Hour) })
	state := func(ahead time.Duration) upr.LinkState {
		t.Helper()
		l, _, err := d.LinkByAddress(ctx, hash)
		if err != nil {
			t.Fatal(err)
		}
		_, err = d.OpenLink(ctx, hash, time.Now().Add(ahead), make([]byte, 32))
		if works := l.State(time.Now().Add(ahead)) == upr.LinkWorks; works != (err == nil) {
			t.Errorf("%s, but opening says %v", l.State(time.Now().Add(ahead)), err)
		}
		return l.State(time.Now().Add(ahead))
	}
	for _, step := range []struct {
		ahead time.Duration
		want  upr.LinkState
		then  string
	}{
		{2 * time.Hour, upr.LinkExpired, ""},
		{0, upr.LinkWorks, ""}, // and opens
		{0, upr.LinkUsedUp, ""},
		{2 * time.Hour, upr.LinkExpired, `UPDATE reader_links SET withdrawn_at = now() WHERE id = $1`},
		{2 * time.Hour, upr.LinkWithdrawn, ""},
	} {
		if got := state(step.ahead); got != step.want {
			t.Errorf("%s, want %s", got, step.want)
		}
		if step.then != "" {
			d.exec(t, step.then, id)
		}
	}
	d.exec(t, `DELETE FROM reader_link_tokens WHERE link_id = $1`, id)
	_, _, err := d.LinkByAddress(ctx, hash)
	wantKind(t, err, upr.NotFound)
	list, err := d.Links(ctx, d.anna, d.id)
	if err != nil || len(list) != 1 || !list[0].Lost {
		t.Errorf("after a restore: %+v, %v", list, err)
	}
	wantKind(t, d.WithdrawLink(ctx, d.anna, d.id, "aaaaaaaaaaaaaaaaaaaa"), upr.NotFound)
	wantKind(t, d.WithdrawLink(ctx, d.ben, d.id, id), upr.Forbidden)
}

// What is said with a link: by whom, who sees it, and that all readers of it together are held to the rate of one person.
func TestReaderComments(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	_, apart := d.aLink(t, plain)
	_, together := d.aLink(t, func(l *upr.NewReaderLink) { l.Others = true })
	write := func(by upr.Actor, name string, c upr.NewComment) {
		t.Helper()
		if err := d.StartReaderThread(ctx, by, d.id, name, c, onWords()); err != nil {
			t.Fatal(err)
		}
	}
	seen := func(by upr.Actor) (bodies []string) {
		t.Helper()
		list, err := d.ReaderThreads(ctx, by, d.id)
		if err != nil {
			t.Fatal(err)
		}
		for _, thread := range list {
			for _, c := range thread.Comments {
				bodies = append(bodies, c.Reader+": "+c.Body)
			}
		}
		return bodies
	}
	eve, fay := d.visit(t, apart), d.visit(t, apart)
	gil, hal := d.visit(t, together), d.visit(t, together)
	first, second := newComment("one"), newComment("two")
	wantKind(t, d.StartReaderThread(ctx, eve, d.id, " ", first, onWords()), upr.Invalid)
	write(eve, " Eve \n", first)
	write(eve, "Somebody else", first) // sent again
	write(gil, "Gil", second)
	for _, c := range []upr.NewComment{answerTo(first, "for Eve"), answerTo(second, "for all")} {
		if err := d.Reply(ctx, d.anna, d.id, c); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.ReplyAsReader(ctx, hal, d.id, "Hal", answerTo(second, "three")); err != nil {
		t.Fatal(err)
	}
	wantKind(t, d.ReplyAsReader(ctx, fay, d.id, "Fay", answerTo(first, "x")), upr.NotFound)
	wantKind(t, d.ReplyAsReader(ctx, hal, d.id, "Hal", answerTo(first, "x")), upr.NotFound)
	for _, c := range []struct {
		by   upr.Actor
		want []string
	}{
		{eve, []string{"Eve: one"}}, {fay, nil},
		{gil, []string{"Gil: two", ": for all", "Hal: three"}}, {hal, []string{"Gil: two", ": for all", "Hal: three"}},
	} {
		if got := seen(c.by); !slices.Equal(got, c.want) {
			t.Errorf("a reader sees %q, want %q", got, c.want)
		}
	}
	for _, thread := range d.threads(t) {
		if thread.ID == first.Thread && (thread.Comments[0].Reader != "Eve" || thread.Comments[0].User != "") {
			t.Errorf("the team sees %+v", thread.Comments[0])
		}
	}
	for i := 1; i < upr.MaxCommentsOften; i++ {
		write(fay, "Fay", newComment("again"))
	}
	wantKind(t, d.StartReaderThread(ctx, eve, d.id, "", newComment("too often"), onWords()), upr.TooMany)
	write(gil, "", newComment("another link"))
}

// What was done is told without who, the latest first; the same within a minute once.
func TestLinkEvents(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	heard := make(chan store.TextChange, 100)
	if err := d.Listen(ctx, func(c store.TextChange) { heard <- c }); err != nil {
		t.Fatal(err)
	}
	_, hash := d.aLink(t, plain)
	by := d.visit(t, hash)
	for _, kind := range []upr.LinkEventKind{upr.LinkRead, upr.LinkRead, upr.LinkPDF} {
		if err := d.NoteLink(ctx, by, d.id, kind); err != nil {
			t.Fatal(err)
		}
	}
	list, err := d.Links(ctx, d.anna, d.id)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []upr.LinkEventKind
	for _, e := range list[0].Events {
		kinds = append(kinds, e.Kind)
	}
	if want := []upr.LinkEventKind{upr.LinkPDF, upr.LinkRead, upr.LinkOpened}; !slices.Equal(kinds, want) {
		t.Errorf("events %q, want %q", kinds, want)
	}
	for deadline := time.After(10 * time.Second); ; {
		select {
		case c := <-heard:
			if c.ID == d.id && c.Topic == store.TopicLinks {
				return
			}
		case <-deadline:
			t.Fatal("nothing was announced")
		}
	}
}
