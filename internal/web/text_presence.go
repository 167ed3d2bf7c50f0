package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"upright/internal/collab"
	"upright/internal/upr"
)

// forPresence is the kind of the route on which editors say where their person is: little, and often.
func forPresence() routeKind {
	return routeKind{body: 1 << 10, deadline: 5 * time.Second, json: true}
}

// presenceForm is where somebody is, or that they close the tab.
type presenceForm struct {
	Client  string `json:"client"`
	Version int64  `json:"v"`
	Anchor  int64  `json:"a"`
	Head    int64  `json:"h"`
	Gone    bool   `json:"gone"`
}

// movePresence answers POST /submissions/:submission/text/presence. Everybody who may read the text is seen by the others
// who have it open, readers too: who is not to know may not be let in. Browsers send it as text when the page closes.
func (s *Server) movePresence(v *visit) error {
	if err := samePerson(v); err != nil {
		return err
	}
	var f presenceForm
	if err := json.NewDecoder(v.Request().Body).Decode(&f); err != nil {
		if isTooLarge(err) {
			return err
		}
		return &upr.Error{Kind: upr.Invalid, Key: "error.invalid", Err: errors.New("a place that is no JSON")}
	}
	ctx, id := v.Request().Context(), submissionOf(v)
	err := error(nil)
	if f.Gone {
		err = s.Texts.Leave(ctx, v.actor(), id, f.Client)
	} else {
		err = s.Texts.Move(ctx, v.actor(), id, collab.Place{Client: f.Client, Version: f.Version, Anchor: f.Anchor, Head: f.Head})
	}
	if err != nil {
		return err
	}
	return v.NoContent(http.StatusNoContent)
}

// listAuthorship answers GET /submissions/:submission/text/authors: who wrote what, at ?version= or now.
func (s *Server) listAuthorship(v *visit) error {
	if err := samePerson(v); err != nil {
		return err
	}
	version := int64(-1)
	if v.QueryParam("version") != "" {
		var err error
		if version, err = versionOf(v); err != nil {
			return err
		}
	}
	found, err := s.Texts.Authorship(v.Request().Context(), v.actor(), submissionOf(v), version)
	if err != nil {
		return err
	}
	people, err := s.Texts.Aliases(v.Request().Context(), submissionOf(v))
	if err != nil {
		return err
	}
	for i, user := range found.Users { // it was read for this request
		found.Users[i] = upr.UserID(people.Of(user))
	}
	return v.JSON(http.StatusOK, found)
}
