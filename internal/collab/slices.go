package collab

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// What is in a slice and in a mark is read twice: by ProseMirror, which looks a type up as the name of a field (so that a
// list of one name will do), takes attributes that are no object for none, and ignores fields that it does not know; and
// by encoding/json, which refuses the first two and takes "Text" for "text". Steps that the two would read differently
// are refused: one accepted would stop, or mislead, all that follows the log in Go, such as the places of comments.

// A member checks the value of a field of an object.
type member func(value json.RawMessage) error

// checkMembers checks an object whose fields are all known, by their exact names; those named as needed have to be there.
func checkMembers(data json.RawMessage, members map[string]member, needed ...string) error {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(data, &object); err != nil || object == nil {
		return errors.New("no object")
	}
	for name, value := range object {
		check := members[name]
		if check == nil {
			return errors.New("unknown field")
		}
		if err := check(bytes.TrimSpace(value)); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	for _, name := range needed {
		if _, given := object[name]; !given {
			return fmt.Errorf("%s is missing", name)
		}
	}
	return nil
}

func checkSlice(data json.RawMessage) error {
	return checkMembers(data, map[string]member{"content": each(checkNode), "openStart": isPosition, "openEnd": isPosition})
}

// checkNode checks a node and what is in it. How deep that goes has been bounded for the commit as a whole.
func checkNode(data json.RawMessage) error {
	return checkMembers(data, map[string]member{
		"type": begins('"'), "attrs": orNull(begins('{')), "content": orNull(each(checkNode)), "marks": orNull(each(checkMark)), "text": begins('"'),
	}, "type")
}

func checkMark(data json.RawMessage) error {
	return checkMembers(data, map[string]member{"type": begins('"'), "attrs": orNull(begins('{'))}, "type")
}

func isPosition(value json.RawMessage) error {
	_, err := checkPosition(value)
	return err
}

// begins is true of a text for '"' and of an object for '{'.
func begins(character byte) member {
	return func(value json.RawMessage) error {
		if value[0] != character {
			return errors.New("of another kind")
		}
		return nil
	}
}

func each(check member) member {
	return func(value json.RawMessage) error {
		var list []json.RawMessage
		if err := json.Unmarshal(value, &list); err != nil || list == nil {
			return errors.New("no list")
		}
		for i, one := range list {
			if err := check(one); err != nil {
				return fmt.Errorf("%d: %w", i, err)
			}
		}
		return nil
	}
}

// orNull lets null stand for what is not there.
func orNull(check member) member {
	return func(value json.RawMessage) error {
		if value[0] == 'n' {
			return nil
		}
		return check(value)
	}
}
