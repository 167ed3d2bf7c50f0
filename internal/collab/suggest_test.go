package collab_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"upright/internal/collab"
	"upright/internal/upr"
)

// suggester is somebody who may suggest changes of the submission, and nothing else.
func (w *world) suggester(t testing.TB, email string) upr.Actor {
	t.Helper()
	person := w.user(t, email)
	w.exec(t, `INSERT INTO submission_people (submission_id, user_id, role, began_at) VALUES ($1, $2, 'suggester', now())`, w.id, person.User)
	return person
}

// mark is a mark of a suggestion.
func mark(kind, id string, by upr.Actor, more string) string {
	return fmt.Sprintf(`{"type":%q,"attrs":{"id":%q,"user":%q,"at":1%s}}`, kind, id, by.User, more)
}

// inserted is a step that inserts a text with marks.
func inserted(at int, text string, marks ...string) string {
	return fmt.Sprintf(`{"stepType":"replace","from":%d,"to":%d,"slice":{"content":[{"type":"text","text":%q,"marks":[%s]}]}}`,
		at, at, text, strings.Join(marks, ","))
}

func marked(step string, from, to int, mark string) string {
	return fmt.Sprintf(`{"stepType":%q,"from":%d,"to":%d,"mark":%s}`, step, from, to, mark)
}

func removed(from, to int) string {
	return fmt.Sprintf(`{"stepType":"replace","from":%d,"to":%d}`, from, to)
}

// splitAt is a step that splits the first paragraph, with marks on the second half.
func splitAt(at int, marks string) string {
	return fmt.Sprintf(`{"stepType":"replace","from":%d,"to":%d,"slice":{"content":[{"type":"paragraph"},`+
		`{"type":"paragraph","attrs":{"id":"new"}%s}],"openStart":1,"openEnd":1}}`, at, at, marks)
}

// commitSteps gives a hub one commit on the newest version.
func (w *world) commitSteps(t testing.TB, h *collab.Hub, by upr.Actor, steps ...string) error {
	t.Helper()
	head, err := w.store.TextHead(t.Context(), w.id)
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.Commit(t.Context(), by, w.id, proposal(head, "["+strings.Join(steps, ",")+"]"))
	return err
}

func wantNotOwn(t testing.TB, what string, err error) {
	t.Helper()
	var known *upr.Error
	if !errors.As(err, &known) || known.Kind != upr.Invalid || known.Key != "text.not-own" {
		t.Errorf("%s: the error is %v", what, err)
	}
}

// Somebody who may only suggest can suggest anything, take it back, and change nothing else.
func TestWhoMayOnlySuggestIsHeldToIt(t *testing.T) {
	w := newWorld(t)
	h := w.hub(t, collab.Options{})
	sam := w.suggester(t, "sam@example.org")
	const mine, theirs = "s-mine", "s-anna"

	if err := w.commitSteps(t, h, w.anna, inserted(start, "Anna's ", mark("insertion", theirs, w.anna, ""))); err != nil {
		t.Fatal(err)
	}
	word := start + len("Anna's ")
	before, _ := w.manuscript(t, h)
	split := `,"marks":[` + mark("split", mine, sam, `,"kept":"before"`) + `]`
	for what, steps := range map[string][]string{
		"plain text":               {inserted(start, "plain")},
		"a plain deletion":         {removed(word, word+3)},
		"a plain split":            {splitAt(word, "")},
		"bold without a word":      {marked("addMark", word, word+3, `{"type":"strong"}`)},
		"another's name":           {inserted(start, "x", mark("insertion", "s-new", w.anna, ""))},
		"an id of another":         {inserted(start, "x", mark("insertion", theirs, sam, ""))},
		"under another's id":       {inserted(start, "x", mark("insertion", theirs, w.anna, ""))},
		"accepting another's":      {marked("removeMark", start, word, mark("insertion", theirs, w.anna, ""))},
		"refusing another's":       {removed(start, word)},
		"accepting one's own":      {inserted(word, "new", mark("insertion", mine, sam, "")), marked("removeMark", word, word+3, mark("insertion", mine, sam, ""))},
		"an attribute":             {`{"stepType":"attr","pos":9,"attr":"numbered","value":false}`},
		"a hidden part":            {`{"stepType":"attr","pos":0,"attr":"hidden","value":true}`},
		"a title":                  {inserted(3, "x")},
		"a wrong value before":     {marked("addMark", word, word+3, mark("format", mine, sam, `,"mark":"em","was":""`))},
		"one plain among many":     {inserted(word, "new", mark("insertion", mine, sam, "")), removed(word+5, word+6)},
		"a split that hides one":   {splitAt(word+3, split), inserted(word+3, "x")},
		"a deletion by two people": {marked("addMark", word, word+3, mark("deletion", mine, sam, "")), marked("addMark", word+4, word+5, mark("deletion", mine, w.anna, ""))},
	} {
		wantNotOwn(t, what, w.commitSteps(t, h, sam, steps...))
	}
	if now, _ := w.manuscript(t, h); now != before {
		t.Fatalf("a refused commit changed the text:\n%s\n%s", before, now)
	}
	for what, steps := range map[string][]string{
		"a deletion":           {marked("addMark", word, word+3, mark("deletion", mine, sam, ""))},
		"of another's as well": {marked("addMark", start, start+3, mark("deletion", mine, sam, ""))},
		"bold": {
			marked("addMark", word+4, word+6, `{"type":"strong"}`),
			marked("addMark", word+4, word+6, mark("format", mine, sam, `,"mark":"strong","was":null`)),
		},
		"a split": {splitAt(word+8, split)},
	} {
		if err := w.commitSteps(t, h, sam, steps...); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// Own suggestions can be taken back, also by somebody who may only suggest.
func TestOwnSuggestionsAreTakenBack(t *testing.T) {
	w := newWorld(t)
	h := w.hub(t, collab.Options{})
	sam := w.suggester(t, "sam@example.org")
	before, _ := w.manuscript(t, h)
	for _, steps := range []string{
		inserted(start, "new", mark("insertion", "s-1", sam, "")),
		removed(start, start+3),
		marked("addMark", start, start+3, mark("deletion", "s-2", sam, "")),
		marked("removeMark", start, start+3, mark("deletion", "s-2", sam, "")),
		splitAt(start+3, `,"marks":[`+mark("split", "s-3", sam, `,"kept":"before"`)+`]`),
		removed(start+3, start+5),
	} {
		if err := w.commitSteps(t, h, sam, steps); err != nil {
			t.Errorf("%s: %v", steps, err)
		}
	}
	if after, _ := w.manuscript(t, h); after != before {
		t.Errorf("the text was\n%s\nand is\n%s", before, after)
	}
}

// Nobody suggests in another name. What others suggested can be moved, and comes back by undo.
func TestSuggestionsAreInOnesOwnName(t *testing.T) {
	w := newWorld(t)
	h := w.hub(t, collab.Options{})
	ben := w.member(t, "ben@example.org")
	forged := inserted(start, "x", mark("insertion", "s-forged", ben, ""))
	wantNotOwn(t, "another's name", w.commitSteps(t, h, w.anna, forged))
	wantNotOwn(t, "another's name, on a block", w.commitSteps(t, h, w.anna,
		fmt.Sprintf(`{"stepType":"addNodeMark","pos":31,"mark":%s}`, mark("join", "s-forged", ben, `,"kept":"before"`))))
	wantNotOwn(t, "another's name, in a set", w.commitSteps(t, h, w.anna,
		`{"stepType":"markSet","steps":[`+marked("addMark", start, start+3, mark("deletion", "s-forged", ben, ""))+`]}`))

	bens := inserted(start, "new", mark("insertion", "s-ben", ben, ""))
	for who, steps := range []string{bens, removed(start, start+3), bens} {
		by := []upr.Actor{ben, w.anna, w.anna}[who]
		if err := w.commitSteps(t, h, by, steps); err != nil {
			t.Errorf("step %d: %v", who, err)
		}
	}
	wantNotOwn(t, "an id that is taken", w.commitSteps(t, h, w.anna, inserted(start, "x", mark("insertion", "s-ben", w.anna, ""))))

	// Another process knows what the text has, and what its log has since the last snapshot.
	other := w.hub(t, collab.Options{})
	if err := w.commitSteps(t, other, w.anna, removed(start, start+3)); err != nil {
		t.Error(err)
	}
	if err := w.commitSteps(t, h, w.anna, bens); err != nil {
		t.Errorf("after a commit of another process: %v", err)
	}
}

// The rule holds for what a late commit has become.
func TestALateSuggestionIsHeldToTheTextOfNow(t *testing.T) {
	w := newWorld(t)
	h := w.hub(t, collab.Options{})
	sam := w.suggester(t, "sam@example.org")
	if err := w.commitSteps(t, h, sam, inserted(start, "new ", mark("insertion", "s-1", sam, ""))); err != nil {
		t.Fatal(err)
	}
	// Anna accepts it, while Sam takes a word of it back.
	if err := w.commitSteps(t, h, w.anna, marked("removeMark", start, start+4, mark("insertion", "s-1", sam, ""))); err != nil {
		t.Fatal(err)
	}
	_, err := h.Commit(t.Context(), sam, w.id, proposal(1, "["+removed(start, start+3)+"]"))
	wantNotOwn(t, "taking back what was accepted", err)
	if _, err := h.Commit(t.Context(), sam, w.id, proposal(1, "["+marked("addMark", start+6, start+8, mark("deletion", "s-2", sam, ""))+"]")); err != nil {
		t.Errorf("a late suggestion: %v", err)
	}
	doc, _ := w.manuscript(t, h)
	wantText(t, doc, "new ")
}

// A version is brought back with the suggestions that were open in it, also by a process that has not seen them before.
func TestRestoreBringsBackSuggestions(t *testing.T) {
	w := newWorld(t)
	first := w.hub(t, collab.Options{})
	ben := w.member(t, "ben@example.org")
	if err := w.commitSteps(t, first, ben, inserted(start, "new ", mark("insertion", "s-ben", ben, ""))); err != nil {
		t.Fatal(err)
	}
	if err := w.commitSteps(t, first, w.anna, removed(start, start+4)); err != nil {
		t.Fatal(err)
	}
	for range 200 { // a snapshot without it
		if err := w.commitSteps(t, first, w.anna, inserted(start, "x")); err != nil {
			t.Fatal(err)
		}
	}
	closeHub(t, first)
	other := w.hub(t, collab.Options{})
	head, err := w.store.TextHead(t.Context(), w.id)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := other.Restore(t.Context(), w.anna, w.id, head, 1, ""); err != nil {
		t.Fatal(err)
	}
	doc, _ := w.manuscript(t, other)
	wantText(t, doc, "s-ben")
}
