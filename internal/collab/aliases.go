package collab

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"regexp"
	"slices"

	"upright/internal/upr"
)

// People are in a text by the identifiers of their accounts: commits, presence and the marks of suggestions name them. What
// browsers receive, and send back, has the aliases of the submission in their place.

// Aliases returns what the people of a submission are called in what browsers receive of its text. The caller has asked for
// the right to it.
func (h *Hub) Aliases(ctx context.Context, id upr.SubmissionID) (upr.Aliases, error) {
	t, err := h.acquire(ctx, id)
	if err != nil {
		return upr.Aliases{}, err
	}
	defer h.release(t)
	return t.board.aliases, nil
}

// Aliases returns what the people of the text are called in what the reader is told.
func (r *Reader) Aliases() upr.Aliases { return r.text.board.aliases }

// suggestedBy is whoever made a suggestion, in a document or in steps as this server writes them: quotes in a text are
// escaped, so that the name of a field is nothing else.
var suggestedBy = regexp.MustCompile(`("user": ?")([a-z2-7]{20})"`)

// Alias names those who suggest something in a document or in steps by their aliases. Nearly no steps suggest anything; they
// are returned as they are.
func Alias(a upr.Aliases, data json.RawMessage) json.RawMessage {
	if !bytes.Contains(data, []byte(`"user"`)) {
		return data
	}
	return suggestedBy.ReplaceAllFunc(data, func(found []byte) []byte {
		parts := suggestedBy.FindSubmatch(found)
		return slices.Concat(parts[1], []byte(a.Of(upr.UserID(parts[2]))), []byte{'"'})
	})
}

// Unalias is Alias undone in steps that came from a browser. Identifiers of accounts are refused: none was ever told there,
// and which of them is taken would say who somebody is.
func Unalias(a upr.Aliases, steps json.RawMessage) (json.RawMessage, error) {
	if !bytes.Contains(steps, []byte(`"user"`)) && !bytes.Contains(steps, []byte(`\u`)) {
		return steps, nil
	}
	if err := checkSteps(steps); err != nil { // what encoding/json would mend is refused before it does
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(steps))
	decoder.UseNumber()
	var list any
	if err := decoder.Decode(&list); err != nil {
		return nil, refused(errors.New("steps that are no JSON"))
	}
	if !named(a, list) {
		return nil, refused(errors.New("somebody who is not named by an alias"))
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(list); err != nil {
		return nil, refused(errors.New("steps that are no JSON"))
	}
	return bytes.TrimSpace(out.Bytes()), nil
}

// named puts accounts in the place of aliases, and reports whether there were only these.
func named(a upr.Aliases, value any) bool {
	switch value := value.(type) {
	case []any:
		for _, one := range value {
			if !named(a, one) {
				return false
			}
		}
	case map[string]any:
		for name, one := range value {
			text, isText := one.(string)
			if name != "user" || !isText {
				if !named(a, one) {
					return false
				}
				continue
			}
			if a.Of(upr.UserID(text)) != upr.Alias(text) {
				return false // an account
			}
			if user, ok := a.User(upr.Alias(text)); ok {
				value[name] = string(user)
			}
		}
	}
	return true
}
