package web

import (
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

// showRights gives the rights to the editor, which asks when somebody's have changed.
func (s *Server) showRights(v *visit) error {
	if err := samePerson(v); err != nil {
		return err
	}
	in, err := s.Store.Standing(v.Request().Context(), v.actor(), submissionOf(v))
	if err != nil {
		return err
	}
	return v.JSON(http.StatusOK, rightsOf(v, in))
}
