package store_test

import (
	"slices"
	"testing"

	"upright/internal/store"
	"upright/internal/upr"
)

// kindsOf lists the kinds of somebody's notices, sorted, unread ones with a star.
func kindsOf(t *testing.T, s *store.Store, who upr.Actor) []string {
	t.Helper()
	list, _, err := s.Notices(t.Context(), who, "", store.Page{})
	if err != nil {
		t.Fatal(err)
	}
	kinds := []string{}
	for _, n := range list {
		kind := string(n.Kind)
		if !n.Read {
			kind += "*"
		}
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	return kinds
}

func wantKinds(t *testing.T, s *store.Store, who upr.Actor, want ...string) {
	t.Helper()
	if got := kindsOf(t, s, who); !slices.Equal(got, want) {
		t.Errorf("told of %q, want %q", got, want)
	}
}

func TestNoticesOfComments(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	first := newComment("Is this so, @Name of ben@example.org and @Name of anna@example.org?")
	if err := d.StartThread(ctx, d.anna, d.id, first, onWords()); err != nil {
		t.Fatal(err)
	}
	wantKinds(t, d.Store, d.ben, "mention*")
	wantKinds(t, d.Store, d.anna) // one's own acts are no news
	wantKinds(t, d.Store, d.cy)
	if err := d.Reply(ctx, d.ben, d.id, answerTo(first, "It is.")); err != nil {
		t.Fatal(err)
	}
	wantKinds(t, d.Store, d.anna, "reply*")
	again := answerTo(first, "Sure, @Name of anna@example.org.")
	for range 2 { // sent twice, told once
		if err := d.Reply(ctx, d.ben, d.id, again); err != nil {
			t.Fatal(err)
		}
	}
	wantKinds(t, d.Store, d.anna, "mention*", "reply*")
	again.Body = "Quite sure, @Name of anna@example.org."
	list, _, err := d.Notices(ctx, d.anna, d.id, store.Page{})
	if err != nil || list[0].Ref != string(first.Thread) || list[0].By != "Name of ben@example.org" || list[0].Title == "" {
		t.Fatalf("%+v, %v", list, err)
	}
	if err := d.ReadNotices(ctx, d.anna, "", d.id); err != nil {
		t.Fatal(err)
	}
	if err := d.EditComment(ctx, d.ben, d.id, again); err != nil {
		t.Fatal(err)
	}
	wantKinds(t, d.Store, d.anna, "mention", "reply") // whoever was named before is not told again
	if err := d.SeeMentions(ctx, d.ben, d.id, first.Thread); err != nil {
		t.Fatal(err)
	}
	wantKinds(t, d.Store, d.ben, "mention")
}

func TestOpenNotice(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	if err := d.StartThread(ctx, d.anna, d.id, newComment("@Name of ben@example.org"), onWords()); err != nil {
		t.Fatal(err)
	}
	list, _, err := d.Notices(ctx, d.ben, "", store.Page{})
	if err != nil || len(list) != 1 {
		t.Fatalf("%+v, %v", list, err)
	}
	_, err = d.OpenNotice(ctx, d.cy, list[0].ID)
	wantKind(t, err, upr.NotFound)
	if err := d.ReadNotices(ctx, d.cy, list[0].ID, ""); err != nil {
		t.Fatal(err)
	}
	if n, err := d.UnreadNotices(ctx, d.ben); n != 1 || err != nil {
		t.Errorf("%d unread, %v", n, err)
	}
	if _, err := d.OpenNotice(ctx, d.ben, list[0].ID); err != nil {
		t.Fatal(err)
	}
	if n, err := d.UnreadNotices(ctx, d.ben); n != 0 || err != nil {
		t.Errorf("%d unread, %v", n, err)
	}
	if left, err := d.Mentions(ctx, d.ben, ""); len(left) != 0 || err != nil {
		t.Errorf("the mention is still unseen: %+v, %v", left, err)
	}
}

// TestNoticesOfTheCoalition: who is invited, and to whom something is assigned; nothing is told to who lost the right.
func TestNoticesOfTheCoalition(t *testing.T) {
	ctx, c := t.Context(), newCoalition(t)
	wantKinds(t, c.Store, c.anna, "joined*")
	writer := c.give("w@example.org", c.member, upr.Editor)
	if _, err := c.Assign(ctx, c.anna, c.id, upr.Assignment{Block: "p", Organization: c.member}); err != nil {
		t.Fatal(err)
	}
	wantKinds(t, c.Store, c.ben, "assignment*")
	wantKinds(t, c.Store, writer, "assignment*")
	if err := c.EndPerson(ctx, c.anna, c.id, writer.User); err != nil {
		t.Fatal(err)
	}
	wantKinds(t, c.Store, writer) // also what they were told before
	if _, err := c.Assign(ctx, c.anna, c.id, upr.Assignment{Block: "q", Organization: c.member}); err != nil {
		t.Fatal(err)
	}
	wantKinds(t, c.Store, c.ben, "assignment*", "assignment*")
	var kept int
	if err := c.db.QueryRowContext(ctx, `SELECT count(*) FROM notices WHERE user_id = $1`, writer.User).Scan(&kept); err != nil || kept != 1 {
		t.Errorf("%d notices kept for who left, %v", kept, err)
	}
	if submissions, err := c.NoticedSubmissions(ctx, c.ben); err != nil || len(submissions) != 1 || submissions[0].ID != c.id {
		t.Errorf("%+v, %v", submissions, err)
	}
}
