package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"upright/internal/prose"
	"upright/internal/rules"
	"upright/internal/store"
	"upright/internal/upr"
)

// A checkItem is a rule that people confirm, with the sentence to confirm and who did.
type checkItem struct {
	ruleNote
	Text    string
	Done    bool
	Who     string // as everybody in the submission sees them
	When    time.Time
	Changed bool // the text is another one since
}

// checklist is the list of what people confirm, as a page shows it.
type checklist struct {
	Items   []checkItem
	Done    int    // confirmed, of whatever text
	Changed int    // of these, those of another text
	Sum     string // of the text on the page, which is what is confirmed
	MayTick bool
}

// open is how many points nobody has confirmed for the text as it is.
func (c checklist) open() int { return len(c.Items) - c.Done + c.Changed }

// checklistOf makes the list from what is kept.
func (s *Server) checklistOf(
	v *visit, one *upr.Submission, set *rules.Set, ticks map[string]store.Tick, people []upr.Author,
) (checklist, error) {
	sum, err := textSum(one)
	if err != nil {
		return checklist{}, err
	}
	list := checklist{Sum: hex.EncodeToString(sum[:])}
	for _, rule := range set.Checklist(one) {
		say := rule.TickMessage()
		item := checkItem{ruleNote: s.ruleNote(v, set, rule), Text: v.words.Message(say.Key, say.Args)}
		if tick, ok := ticks[rule.ID]; ok {
			item.Done, item.When, item.Changed = true, tick.At, tick.Text != sum
			item.Who = authorName(v, people, tick.By)
			list.Done++
			if item.Changed {
				list.Changed++
			}
		}
		list.Items = append(list.Items, item)
	}
	return list, nil
}

// authorName is the name under which somebody appears in a submission.
func authorName(v *visit, people []upr.Author, user upr.UserID) string {
	i := slices.IndexFunc(people, func(a upr.Author) bool { return user != "" && a.User == user })
	if i < 0 {
		return v.words.T("authors.unknown")
	}
	return people[i].Name
}

// textSum is the SHA-256 of the text that counts, without suggestions that are open.
func textSum(one *upr.Submission) ([32]byte, error) {
	text, err := prose.Encode(one.Manuscript)
	if err != nil {
		return [32]byte{}, fmt.Errorf("sum of text: %w", err)
	}
	return sha256.Sum256(text), nil
}

// checklist loads the list of a submission that has its text.
func (s *Server) checklist(ctx context.Context, v *visit, one *upr.Submission) (checklist, error) {
	set, err := s.ruleSet(ctx, one)
	if err != nil {
		return checklist{}, err
	}
	ticks, err := s.Store.Ticks(ctx, v.actor(), one.ID)
	if err != nil {
		return checklist{}, err
	}
	people, err := s.Store.Authors(ctx, v.actor(), one.ID)
	if err != nil {
		return checklist{}, err
	}
	list, err := s.checklistOf(v, one, set, ticks, people)
	list.MayTick = s.Store.RequireSubmission(ctx, v.actor(), one.ID, upr.EditDetails) == nil
	return list, err
}

// tickForm confirms a rule for the text with a sum, or takes that back.
type tickForm struct {
	Sum  string `form:"sum" validate:"max=64"`
	Done bool   `form:"done"`
}

// updateTick answers POST /submissions/:submission/checklist/:rule. Who confirms confirms the text that the page was made
// of: if others wrote meanwhile, the list says so at once.
func (s *Server) updateTick(v *visit) error {
	ctx, rule := v.Request().Context(), v.Param("rule")
	var f tickForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	one, err := s.Store.Submission(ctx, v.actor(), submissionOf(v))
	if err != nil {
		return err
	}
	set, err := s.ruleSet(ctx, &one)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(set.Checklist(&one), func(r rules.Rule) bool { return r.ID == rule }) {
		return &upr.Error{Kind: upr.NotFound, Key: "error.not-found"}
	}
	back := "/submissions/" + string(one.ID) + "/check#tick-" + rule
	if !f.Done {
		if err := s.Store.UntickRule(ctx, v.actor(), one.ID, rule); err != nil {
			return err
		}
		return s.done(v, back, "notice.unticked")
	}
	sum, err := hex.DecodeString(f.Sum)
	if err != nil || len(wrong) > 0 || len(sum) != sha256.Size {
		return &upr.Error{Kind: upr.Invalid, Key: "error.invalid", Err: err}
	}
	if err := s.Store.TickRule(ctx, v.actor(), one.ID, rule, [32]byte(sum)); err != nil {
		return err
	}
	return s.done(v, back, "notice.ticked")
}
