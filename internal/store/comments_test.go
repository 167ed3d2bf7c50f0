package store_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"upright/internal/store"
	"upright/internal/store/storetest"
	"upright/internal/upr"
)

// desk is a submission of Anna's organization, with Ben in the organization and Cy outside.
type desk struct {
	*store.Store
	id            upr.SubmissionID
	anna, ben, cy upr.Actor
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	s := storetest.Open(t)
	d := &desk{Store: s, anna: addUser(t, s, "anna@example.org", false), ben: addUser(t, s, "ben@example.org", false), cy: addUser(t, s, "cy@example.org", true)}
	org := addOrganization(t, s, d.anna, "Identity Now")
	d.id = addSubmission(t, s, d.anna, org, someDetails())
	join(t, s, d.ben, org)
	return d
}

func newComment(body string) upr.NewComment {
	return upr.NewComment{ID: upr.CommentID(upr.NewID()), Thread: upr.ThreadID(upr.NewID()), Body: body}
}

func answerTo(c upr.NewComment, body string) upr.NewComment {
	next := newComment(body)
	next.Thread = c.Thread
	return next
}

func onWords() upr.Anchor {
	return upr.Anchor{Block: "p", Ranged: true, From: 10, To: 14, Quote: "هوية", Shown: "p", Part: "part"}
}

func (d *desk) threads(t *testing.T) []upr.Thread {
	t.Helper()
	list, err := d.Threads(t.Context(), d.anna, d.id)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// bodies are the words of the only thread; a stone is "–".
func (d *desk) bodies(t *testing.T) []string {
	t.Helper()
	var list []string
	for _, thread := range d.threads(t) {
		for _, c := range thread.Comments {
			if !c.Deleted.IsZero() {
				c.Body = "–"
			}
			list = append(list, c.Body)
		}
	}
	return list
}

func TestComments(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	first := newComment("Is this so?\nسؤال")
	if err := d.StartThread(ctx, d.ben, d.id, first, onWords()); err != nil {
		t.Fatal(err)
	}
	if err := d.Reply(ctx, d.anna, d.id, answerTo(first, "Yes.")); err != nil {
		t.Fatal(err)
	}
	list := d.threads(t)
	if len(list) != 1 || list[0].Anchor != onWords() || len(list[0].Comments) != 2 || list[0].Comments[0].Body != first.Body ||
		list[0].Comments[0].User != d.ben.User || list[0].Comments[1].User != d.anna.User || !list[0].Resolved.IsZero() {
		t.Errorf("threads: %+v", list)
	}
	// Sent again, it is the same one; another's id is refused.
	if err := d.StartThread(ctx, d.ben, d.id, first, onWords()); err != nil {
		t.Error(err)
	}
	wantKind(t, d.Reply(ctx, d.anna, d.id, first), upr.Conflict)
	if got := d.bodies(t); len(got) != 2 {
		t.Errorf("sent twice: %q", got)
	}

	changed := first
	changed.Body = "Is this still so?"
	if err := d.EditComment(ctx, d.ben, d.id, changed); err != nil {
		t.Error(err)
	}
	wantKind(t, d.EditComment(ctx, d.anna, d.id, changed), upr.NotFound)
	if one := d.threads(t)[0].Comments[0]; one.Body != changed.Body || one.Edited.IsZero() {
		t.Errorf("changed: %+v", one)
	}

	if err := d.ResolveThread(ctx, d.anna, d.id, first.Thread, true); err != nil {
		t.Error(err)
	}
	if one := d.threads(t)[0]; one.Resolved.IsZero() || one.ResolvedBy != d.anna.User {
		t.Errorf("resolved: %+v", one)
	}
	if err := d.ResolveThread(ctx, d.ben, d.id, first.Thread, false); err != nil || !d.threads(t)[0].Resolved.IsZero() {
		t.Errorf("opened again: %+v, %v", d.threads(t)[0], err)
	}
	wantKind(t, d.ResolveThread(ctx, d.ben, d.id, "aaaaaaaaaaaaaaaaaaaa", true), upr.NotFound)
}

// Comments of one submission are reached through no other, and by nobody else.
func TestCommentsOfOthers(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	first := newComment("Secret.")
	if err := d.StartThread(ctx, d.anna, d.id, first, onWords()); err != nil {
		t.Fatal(err)
	}
	other := addSubmission(t, d.Store, d.cy, addOrganization(t, d.Store, d.cy, "Others"), someDetails())
	for name, err := range map[string]error{
		"start":                   d.StartThread(ctx, d.cy, d.id, newComment("x"), onWords()),
		"reply":                   d.Reply(ctx, d.cy, d.id, answerTo(first, "x")),
		"edit":                    d.EditComment(ctx, d.cy, d.id, first),
		"delete":                  d.DeleteComment(ctx, d.cy, d.id, first.Thread, first.ID),
		"resolve":                 d.ResolveThread(ctx, d.cy, d.id, first.Thread, true),
		"see":                     d.SeeMentions(ctx, d.cy, d.id, ""),
		"reply through another":   d.Reply(ctx, d.cy, other, answerTo(first, "x")),
		"edit through another":    d.EditComment(ctx, d.cy, other, first),
		"delete through another":  d.DeleteComment(ctx, d.cy, other, first.Thread, first.ID),
		"resolve through another": d.ResolveThread(ctx, d.cy, other, first.Thread, true),
	} {
		t.Run(name, func(t *testing.T) { wantKind(t, err, upr.NotFound) })
	}
	_, err := d.Threads(ctx, d.cy, d.id)
	wantKind(t, err, upr.NotFound)
	// Two threads with one id: the second has another submission.
	again := newComment("x")
	again.Thread = first.Thread
	wantKind(t, d.StartThread(ctx, d.cy, other, again, onWords()), upr.NotFound)
	now := time.Now()
	if _, err := d.DeleteSubmission(ctx, d.anna, d.id, now); err != nil {
		t.Fatal(err)
	}
	if err := d.SweepDeletions(ctx, now.Add(upr.UsualDeletionWait)); err != nil {
		t.Fatal(err)
	}
	if list, err := d.Threads(ctx, d.cy, other); err != nil || len(list) != 0 {
		t.Errorf("threads of the other: %+v, %v", list, err)
	}
}

func TestDeleteComment(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	first := newComment("one")
	list := []upr.NewComment{first, answerTo(first, "two"), answerTo(first, "three")}
	for i, c := range list {
		by, write := d.ben, d.Reply
		if i == 0 {
			by = d.anna
			if err := d.StartThread(ctx, by, d.id, c, onWords()); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := write(ctx, by, d.id, c); err != nil {
			t.Fatal(err)
		}
	}
	remove := func(by upr.Actor, i int) error { return d.DeleteComment(ctx, by, d.id, first.Thread, list[i].ID) }
	wantKind(t, remove(d.ben, 0), upr.Forbidden)
	for _, step := range []struct {
		by   upr.Actor
		i    int
		want []string
	}{
		{d.anna, 0, []string{"–", "two", "three"}}, // answered: a stone
		{d.anna, 1, []string{"–", "–", "three"}},   // another's, by somebody who coordinates
		{d.ben, 2, nil}, // only stones were left: the thread is gone
	} {
		if err := remove(step.by, step.i); err != nil {
			t.Fatal(err)
		}
		if got := d.bodies(t); !slices.Equal(got, step.want) {
			t.Errorf("after %d: %q, want %q", step.i, got, step.want)
		}
	}
	wantKind(t, remove(d.ben, 2), upr.NotFound)
}

func TestMentions(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	first := newComment("Please look, @Name of ben@example.org and @Name of anna@example.org; not @Name of cy@example.org")
	if err := d.StartThread(ctx, d.anna, d.id, first, onWords()); err != nil {
		t.Fatal(err)
	}
	named := func(by upr.Actor, id upr.SubmissionID) []upr.Mention {
		t.Helper()
		list, err := d.Mentions(ctx, by, id)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	got := named(d.ben, "")
	if len(got) != 1 || got[0].Comment != first.ID || got[0].Thread != first.Thread || got[0].By.User != d.anna.User || got[0].Title != someDetails().Title {
		t.Errorf("mentions of Ben: %+v", got)
	}
	if len(named(d.anna, "")) != 0 || len(named(d.cy, "")) != 0 {
		t.Error("who names herself is told, or a stranger")
	}
	if mentions := d.threads(t)[0].Comments[0].Mentions; len(mentions) != 2 {
		t.Errorf("stored: %v", mentions)
	}
	if err := d.SeeMentions(ctx, d.ben, d.id, first.Thread); err != nil || len(named(d.ben, d.id)) != 0 {
		t.Errorf("seen: %v, %v", named(d.ben, d.id), err)
	}
	// Changed words name nobody; then Ben again, who has seen the first.
	changed := first
	changed.Body = "Nobody."
	if err := d.EditComment(ctx, d.anna, d.id, changed); err != nil {
		t.Fatal(err)
	}
	if err := d.EditComment(ctx, d.anna, d.id, first); err != nil || len(named(d.ben, d.id)) != 1 {
		t.Errorf("named anew: %v, %v", named(d.ben, d.id), err)
	}
	if err := d.DeleteComment(ctx, d.anna, d.id, first.Thread, first.ID); err != nil || len(named(d.ben, "")) != 0 {
		t.Errorf("of a deleted one: %v, %v", named(d.ben, ""), err)
	}
}

// Who only commented and has left keeps the name beside the comment, and is told of nothing any more.
func TestFormerCommenter(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	if err := d.StartThread(ctx, d.ben, d.id, newComment("I leave."), onWords()); err != nil {
		t.Fatal(err)
	}
	if err := d.StartThread(ctx, d.anna, d.id, newComment("Stay, @Name of ben@example.org"), onWords()); err != nil {
		t.Fatal(err)
	}
	if _, err := d.DB().ExecContext(ctx, `DELETE FROM organization_members WHERE user_id = $1`, d.ben.User); err != nil {
		t.Fatal(err)
	}
	authors, err := d.Authors(ctx, d.anna, d.id)
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(authors, func(a upr.Author) bool { return a.User == d.ben.User })
	if at < 0 || !authors[at].Former || authors[at].Name != "Name of ben@example.org" {
		t.Errorf("authors: %+v", authors)
	}
	if list, err := d.Mentions(ctx, d.ben, ""); err != nil || len(list) != 0 {
		t.Errorf("mentions of a former member: %+v, %v", list, err)
	}
	late := newComment("Again, @Name of ben@example.org")
	if err := d.StartThread(ctx, d.anna, d.id, late, onWords()); err != nil {
		t.Fatal(err)
	}
	for _, thread := range d.threads(t) {
		if thread.ID == late.Thread && len(thread.Comments[0].Mentions) != 0 {
			t.Error("a former member is mentioned")
		}
	}
}

// Limits of size, number and rate are those that upr states.
func TestCommentLimits(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	first := newComment(strings.Repeat("ع", upr.MaxComment))
	if err := d.StartThread(ctx, d.anna, d.id, first, onWords()); err != nil {
		t.Fatal(err)
	}
	for _, body := range []string{"", " \n ", strings.Repeat("a", upr.MaxComment+1), "a\x00b", "a\xff"} {
		wantKind(t, d.Reply(ctx, d.anna, d.id, answerTo(first, body)), upr.Invalid)
	}
	odd := answerTo(first, "x")
	odd.ID = "short"
	wantKind(t, d.Reply(ctx, d.anna, d.id, odd), upr.Invalid)
	wide := onWords()
	wide.Quote = strings.Repeat("a", upr.MaxQuote+1)
	wantKind(t, d.StartThread(ctx, d.anna, d.id, newComment("x"), wide), upr.Invalid)
	back := onWords()
	back.From, back.To = 5, 4
	wantKind(t, d.StartThread(ctx, d.anna, d.id, newComment("x"), back), upr.Invalid)

	for i := 1; i < upr.MaxCommentsOften; i++ {
		if err := d.Reply(ctx, d.anna, d.id, answerTo(first, "again")); err != nil {
			t.Fatalf("comment %d: %v", i, err)
		}
	}
	wantKind(t, d.Reply(ctx, d.anna, d.id, answerTo(first, "too often")), upr.TooMany)
	if err := d.Reply(ctx, d.ben, d.id, answerTo(first, "another person")); err != nil {
		t.Error(err)
	}
	// Later, until the thread is full.
	backdate(t, d.Store, first.Thread, upr.MaxThreadComments)
	wantKind(t, d.Reply(ctx, d.anna, d.id, answerTo(first, "full")), upr.TooMany)
}

// MoveThreads keeps only what is newer.
func TestMoveThreads(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	first := newComment("one")
	if err := d.StartThread(ctx, d.anna, d.id, first, onWords()); err != nil {
		t.Fatal(err)
	}
	moved := d.threads(t)
	moved[0].Anchor = upr.Anchor{Block: "q", Ranged: true, Version: 7, From: 3, To: 3, Quote: onWords().Quote, Lost: true, Shown: "p", Part: "part"}
	old := slices.Clone(moved)
	old[0].Anchor.Version, old[0].Anchor.From, old[0].Anchor.To = 6, 1, 1
	for _, list := range [][]upr.Thread{moved, old} {
		if err := d.MoveThreads(ctx, d.id, list); err != nil {
			t.Fatal(err)
		}
	}
	if got := d.threads(t)[0].Anchor; got != moved[0].Anchor {
		t.Errorf("moved: %+v", got)
	}
}

// A change is told to who has the text open; one that was refused is not.
func TestCommentsAreAnnounced(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	heard := make(chan store.TextChange, 100)
	if err := d.Listen(ctx, func(c store.TextChange) { heard <- c }); err != nil {
		t.Fatal(err)
	}
	wantKind(t, d.StartThread(ctx, d.cy, d.id, newComment("x"), onWords()), upr.NotFound)
	if err := d.StartThread(ctx, d.anna, d.id, newComment("one"), onWords()); err != nil {
		t.Fatal(err)
	}
	for deadline := time.After(10 * time.Second); ; {
		select {
		case c := <-heard:
			if c.ID == d.id && c.Topic == store.TopicComments {
				return
			}
		case <-deadline:
			t.Fatal("nothing was announced")
		}
	}
}

// join makes somebody a member of an organization.
func join(t *testing.T, s *store.Store, who upr.Actor, org upr.OrganizationID) {
	t.Helper()
	if _, err := s.DB().ExecContext(t.Context(),
		`INSERT INTO organization_members (user_id, organization_id, role) VALUES ($1, $2, 'member')`, who.User, org); err != nil {
		t.Fatal(err)
	}
}

// backdate lets all comments of a thread be long ago, and fills it up to a number.
func backdate(t *testing.T, s *store.Store, thread upr.ThreadID, upTo int) {
	t.Helper()
	var n int
	if err := s.DB().GetContext(t.Context(), &n, `SELECT count(*) FROM comments WHERE thread_id = $1`, thread); err != nil {
		t.Fatal(err)
	}
	for ; n < upTo; n++ {
		if _, err := s.DB().ExecContext(t.Context(),
			`INSERT INTO comments (id, thread_id, body) VALUES ($1, $2, 'x')`, upr.NewID(), thread); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.DB().ExecContext(t.Context(),
		`UPDATE comments SET created_at = created_at - interval '1 day' WHERE thread_id = $1`, thread); err != nil {
		t.Fatal(err)
	}
}
