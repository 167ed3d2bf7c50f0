package collab

import (
	"encoding/json"
	"fmt"
	"time"

	"upright/internal/store"
	"upright/internal/upr"
)

// Told is a commit as those who read along are told it.
type Told struct {
	Version int64           `json:"v"`
	Ref     string          `json:"ref"`
	Client  string          `json:"client"`
	User    upr.Alias       `json:"user"`
	At      time.Time       `json:"at"`
	Steps   json.RawMessage `json:"steps,omitempty"`
	As      bool            `json:"as,omitempty"`   // accepted as sent
	Kept    json.RawMessage `json:"kept,omitempty"` // which of the sent steps are left, otherwise
}

// Tell puts a commit as it is told, with people by their aliases.
func Tell(people upr.Aliases, c store.Commit) Told {
	told := Told{
		Version: c.Version, Ref: c.Ref, Client: c.Client, User: people.Of(c.User), At: c.At.UTC(), Steps: Alias(people, c.Steps),
	}
	if c.Kept == nil || string(c.Kept) == "null" {
		told.As = true
	} else {
		told.Kept = c.Kept
	}
	return told
}

// TellJSON returns Tell of a commit as JSON. For one that was taken here a moment ago it was written once, for everybody.
func TellJSON(people upr.Aliases, c store.Commit) (json.RawMessage, error) {
	if c.Told != nil {
		return c.Told, nil
	}
	text, err := json.Marshal(Tell(people, c))
	if err != nil {
		return nil, fmt.Errorf("commit %d as it is told: %w", c.Version, err)
	}
	return text, nil
}
