// Package intake makes a submission that came in a portable file one of this installation. Pages and the command line
// take files in here, so both keep the same things.
//
// It refuses to read files, which is the importer's, and to take half a submission.
package intake

import (
	"context"
	"errors"
	"fmt"

	"upright/internal/prose"
	"upright/internal/rules"
	"upright/internal/store"
	"upright/internal/upr"
)

// Take stores a submission as importer.Read returned it and gives it an id of its own: details, marks of ready parts,
// dates and text are kept. With an empty into the organizations are made anew from the file, logos included, and belong
// to the actor; else into leads the submission in place of the file's first organization, whose profile is dropped.
//
// The submission itself is not changed. Errors: those of RuleSet; NotFound or Forbidden when the actor may not edit
// submissions of into.
func Take(
	ctx context.Context, st *store.Store, sets map[string]*rules.Set, by upr.Actor, s *upr.Submission, into upr.OrganizationID,
) (upr.SubmissionID, error) {
	if s.Manuscript == nil || len(s.Organizations) == 0 {
		return "", errors.New("take submission: it has no text or no organization")
	}
	set, err := RuleSet(sets, s)
	if err != nil {
		return "", err
	}
	text, err := prose.Encode(s.Text())
	if err != nil {
		return "", fmt.Errorf("take submission: %w", err)
	}
	given := *s
	given.RuleSet = set.ID
	return st.TakeSubmission(ctx, by, into, &given, text)
}

// RuleSet returns the rule set for a submission: the one it was begun with if that is among sets, else the one for its
// cycle (rules.SetFor). Without either it is Invalid with the key import.rules.
func RuleSet(sets map[string]*rules.Set, s *upr.Submission) (*rules.Set, error) {
	if set, ok := sets[s.RuleSet]; ok {
		return set, nil
	}
	if set, ok := sets[rules.SetFor(sets, s.Details.Cycle)]; ok {
		return set, nil
	}
	return nil, &upr.Error{
		Kind: upr.Invalid, Key: "import.rules", Field: "cycle", Args: map[string]any{"cycle": fmt.Sprint(s.Details.Cycle)},
	}
}

// Home returns the organization of the actor's that has the name of the one that leads a submission, so that a file that
// comes back does not make its organization twice; "" when there is none.
func Home(ctx context.Context, st *store.Store, by upr.Actor, s *upr.Submission) (upr.OrganizationID, error) {
	own, err := st.Organizations(ctx, by)
	if err != nil {
		return "", err
	}
	for _, o := range own {
		if len(s.Organizations) > 0 && o.Name == s.Organizations[0].Name && o.Example == s.Organizations[0].Example {
			return o.ID, nil
		}
	}
	return "", nil
}
