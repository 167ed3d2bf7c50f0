package web

import (
	"context"
	"fmt"

	"upright/internal/i18n"
	"upright/internal/prose"
	"upright/internal/rules"
	"upright/internal/upr"
)

// withText loads the submission of the address with its text.
func (s *Server) withText(v *visit) (*upr.Submission, error) {
	return s.textFor(v.Request().Context(), v.actor(), submissionOf(v))
}

// textFor loads a submission with its text as it is now.
func (s *Server) textFor(ctx context.Context, by upr.Actor, id upr.SubmissionID) (*upr.Submission, error) {
	one, err := s.Store.Submission(ctx, by, id)
	if err != nil {
		return nil, err
	}
	return s.addText(ctx, by, &one)
}

// outlineWithText is textFor without logos and annexes.
func (s *Server) outlineWithText(ctx context.Context, by upr.Actor, id upr.SubmissionID) (*upr.Submission, error) {
	one, err := s.Store.Outline(ctx, by, id)
	if err != nil {
		return nil, err
	}
	return s.addText(ctx, by, &one)
}

// addText fills in the text as it is now.
func (s *Server) addText(ctx context.Context, by upr.Actor, one *upr.Submission) (*upr.Submission, error) {
	text, head, err := s.Texts.Manuscript(ctx, by, one.ID)
	if err != nil {
		return nil, err
	}
	decoded, err := prose.Decode(text)
	if err != nil {
		return nil, fmt.Errorf("text of %s at version %d: %w", one.ID, head, err)
	}
	one.SetText(decoded)
	one.Head = head
	return one, nil
}

// checked loads the submission of the address with its text and checks it against the rule set it was begun with.
func (s *Server) checked(v *visit) (*upr.Submission, rules.Report, error) {
	one, err := s.withText(v)
	if err != nil {
		return nil, rules.Report{}, err
	}
	report, err := s.check(v.Request().Context(), v.actor(), one)
	return one, report, err
}

// check checks a submission that has its text.
func (s *Server) check(ctx context.Context, by upr.Actor, one *upr.Submission) (rules.Report, error) {
	duplicates, err := s.Store.Duplicates(ctx, by, one.ID)
	if err != nil {
		return rules.Report{}, err
	}
	now := s.Now()
	about := rules.Context{Now: now, Duplicates: duplicates}
	dates, _, err := s.live.Now(ctx)
	if err != nil {
		return rules.Report{}, err
	}
	if previous, ok := dates.PreviousReview(one.Details.State, now); ok {
		about.PreviousReview = previous.Opens()
	}
	if about.Consents, err = s.consentsFor(ctx, by, one.ID); err != nil {
		return rules.Report{}, err
	}
	set, err := s.ruleSet(ctx, one)
	if err != nil {
		return rules.Report{}, err
	}
	return rules.Check(set, one, about), nil
}

// ruleSet is the version of the rules that a submission was begun with, or came to since.
func (s *Server) ruleSet(ctx context.Context, one *upr.Submission) (*rules.Set, error) {
	set, err := s.rules.Set(ctx, upr.RulesRef{Set: one.RuleSet, Version: one.RuleVersion})
	if err != nil {
		return nil, fmt.Errorf("rules of submission %s: %w", one.ID, err)
	}
	return set, nil
}

// A heading is what every page of one submission says above itself.
type heading struct {
	Home         string // address of the submission: "/submissions/<id>"
	Title        string
	TextLanguage string // of the title and the text
	State        string // its name in the language of the page
	Session      int
	Organization string
	// OpenSuggestions is how many are neither accepted nor refused, on pages that have the text.
	OpenSuggestions int
}

func (s *Server) heading(v *visit, one *upr.Submission) heading {
	h := heading{
		Home:         "/submissions/" + string(one.ID),
		Title:        one.Details.Title,
		TextLanguage: one.Details.Language,
		State:        s.stateName(v, one.Details.State),
		Session:      one.Details.Session,

		OpenSuggestions: one.OpenSuggestions(),
	}
	if len(one.Organizations) > 0 {
		h.Organization = one.Organizations[0].Name
	}
	return h
}

// TextDirection is the direction of the title and the text, for the dir attribute.
func (h heading) TextDirection() string { return i18n.Direction(h.TextLanguage) }
