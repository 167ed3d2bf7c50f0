package web

import (
	"context"
	"net/http"

	"upright/internal/upr"
)

// editorRights are what the person may do in the submission, for the editor to show what they can do and no more. The
// server asks again for each thing that they do.
type editorRights struct {
	Comment    bool `json:"comment"`
	Suggest    bool `json:"suggest"`
	Edit       bool `json:"edit"`
	Coordinate bool `json:"coordinate"`
	Final      bool `json:"final"` // nobody writes any more
}

func rightsOf(v *visit, in upr.Standing) editorRights {
	may := func(right upr.Right) bool { return upr.AllowedIn(v.actor(), in, right) }
	return editorRights{
		Comment: may(upr.CommentText), Suggest: may(upr.SuggestText), Edit: may(upr.EditText), Coordinate: may(upr.Coordinate),
		Final: in.Final,
	}
}

// editorTerms are what can change while an editor is open: what its person may do, and how long the text may be.
type editorTerms struct {
	editorRights
	Limit *editorLimit `json:"limit"` // null for none
}

// limitOf is how long the text of a submission may be; nil for no limit. Its organizations and its session decide.
func (s *Server) limitOf(ctx context.Context, one *upr.Submission) (*editorLimit, error) {
	set, err := s.ruleSet(ctx, one)
	if err != nil {
		return nil, err
	}
	words, rule := set.Limit(one)
	if words == 0 {
		return nil, nil
	}
	return &editorLimit{Words: words, Rule: rule, Notes: set.CountsNotes(one)}, nil
}

// showRights gives the editor the rights of its person and the limit of its text. It asks when these may have changed.
func (s *Server) showRights(v *visit) error {
	if err := samePerson(v); err != nil {
		return err
	}
	ctx := v.Request().Context()
	in, err := s.Store.Standing(ctx, v.actor(), submissionOf(v))
	if err != nil {
		return err
	}
	one, err := s.Store.Submission(ctx, v.actor(), submissionOf(v))
	if err != nil {
		return err
	}
	limit, err := s.limitOf(ctx, &one)
	if err != nil {
		return err
	}
	return v.JSON(http.StatusOK, editorTerms{rightsOf(v, in), limit})
}
