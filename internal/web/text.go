package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"upright/internal/collab"
	"upright/internal/store"
	"upright/internal/upr"
)

// The endpoints of the editor. Commits of steps come in by POST; what others did goes out as server-sent events, or as
// the answer to a request that waits (text_events.go).

// errStaleBundle means that a page of another build sent steps: its schema may be another too.
var errStaleBundle = errors.New("the page is of another build")

// asKey is the parameter by which the editor's addresses name the person its page was made for.
const asKey = "as"

// samePerson refuses a page that was made for somebody else. Tabs share one session: when another person signs in on the
// same device, a tab left open must not send what the one before wrote in the name of the one now. For it, its person is
// signed out, and it waits for them to come back.
func samePerson(v *visit) error {
	if as := v.QueryParam(asKey); as != "" && upr.UserID(as) != v.actor().User {
		return errSignedOut
	}
	return nil
}

// textJSON is the text with the version that commits are to be made on.
type textJSON struct {
	Version int64           `json:"version"`
	Doc     json.RawMessage `json:"doc"`
	Bundle  string          `json:"bundle"` // of this build: see errStaleBundle
	Epoch   string          `json:"epoch"`  // of the database's copy: see collab.Hub.RequireEpoch
}

// showText gives the text to the editor.
func (s *Server) showText(v *visit) error {
	if err := samePerson(v); err != nil {
		return err
	}
	doc, version, err := s.Texts.Manuscript(v.Request().Context(), v.actor(), submissionOf(v))
	if err != nil {
		return err
	}
	epoch, err := s.Texts.Epoch(v.Request().Context(), submissionOf(v))
	if err != nil {
		return err
	}
	people, err := s.Texts.Aliases(v.Request().Context(), submissionOf(v))
	if err != nil {
		return err
	}
	return v.JSON(http.StatusOK, textJSON{Version: version, Doc: collab.Alias(people, doc), Bundle: s.Assets.Bundle, Epoch: epoch})
}

// commitForm is a commit as the editor sends it.
type commitForm struct {
	Bundle string          `json:"bundle"`
	Client string          `json:"client"`
	Ref    string          `json:"ref"`
	Base   int64           `json:"base"`
	Epoch  string          `json:"epoch"` // that the text had; "" from programs that hold no text between two requests
	Heard  bool            `json:"heard"` // the client has a stream that brings it what others write
	Steps  json.RawMessage `json:"steps"`
}

// commitText takes a commit and answers, once it is durable, with everything after its base up to and with it; who has a
// stream is answered with the commit alone.
func (s *Server) commitText(v *visit) error {
	if err := s.Texts.Admit(v.Request().Context(), v.actor(), submissionOf(v)); err != nil {
		return err
	}
	if err := samePerson(v); err != nil {
		return err
	}
	var f commitForm
	if err := json.NewDecoder(v.Request().Body).Decode(&f); err != nil {
		if isTooLarge(err) {
			return &upr.Error{Kind: upr.TooLarge, Key: "text.too-large"}
		}
		// Its message may quote the draft.
		return &upr.Error{Kind: upr.Invalid, Key: "text.refused", Err: errors.New("a commit that is no JSON")}
	}
	if f.Bundle != s.Assets.Bundle {
		return errStaleBundle
	}
	if err := s.sameEpoch(v, f.Epoch); err != nil {
		return err
	}
	people, err := s.Texts.Aliases(v.Request().Context(), submissionOf(v))
	if err != nil {
		return err
	}
	if f.Steps, err = collab.Unalias(people, f.Steps); err != nil {
		return err
	}
	commits, err := s.Texts.Commit(v.Request().Context(), v.actor(), submissionOf(v), collab.Proposal{
		Client: f.Client, Ref: f.Ref, Base: f.Base, Steps: f.Steps,
	})
	if err != nil {
		return err
	}
	if f.Heard {
		commits = commits[len(commits)-1:]
	}
	answer, err := commitsOf(people, commits)
	if err != nil {
		return err
	}
	if own := collab.Tell(people, commits[len(commits)-1]); own.As {
		own.Steps = nil // the editor has them
		if answer.Commits[len(commits)-1], err = json.Marshal(own); err != nil {
			return err
		}
	}
	return v.JSONBlob(http.StatusOK, answer.appendTo(make([]byte, 0, answer.size())))
}

// sameEpoch refuses a client that has the text from before a backup was restored: 410, and it begins anew.
func (s *Server) sameEpoch(v *visit, epoch string) error {
	if epoch == "" {
		return nil
	}
	return s.Texts.RequireEpoch(v.Request().Context(), submissionOf(v), epoch)
}

// commitsJSON is a run of commits, each a collab.Told.
type commitsJSON struct {
	Commits []json.RawMessage `json:"commits"`
}

// appendTo writes the run as encoding/json does, but reads its commits not once more for each of many who get them.
func (c commitsJSON) appendTo(text []byte) []byte {
	text = append(text, `{"commits":[`...)
	for i, one := range c.Commits {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(text, one...)
	}
	return append(text, "]}"...)
}

// size is how many bytes appendTo needs at most.
func (c commitsJSON) size() int {
	size := 64
	for _, one := range c.Commits {
		size += len(one) + 1
	}
	return size
}

func commitsOf(people upr.Aliases, commits []store.Commit) (commitsJSON, error) {
	list := make([]json.RawMessage, len(commits))
	for i, c := range commits {
		var err error
		if list[i], err = collab.TellJSON(people, c); err != nil {
			return commitsJSON{}, err
		}
	}
	return commitsJSON{Commits: list}, nil
}

// submissionOf is the submission that the address names.
func submissionOf(v *visit) upr.SubmissionID { return upr.SubmissionID(v.Param("submission")) }

// versionOf is the version that a reader of events has.
func versionOf(v *visit) (int64, error) {
	var version int64
	if err := json.Unmarshal([]byte(v.QueryParam("version")), &version); err != nil {
		return 0, &upr.Error{Kind: upr.Invalid, Key: "error.invalid", Err: fmt.Errorf("version: %w", err)}
	}
	return version, nil
}
