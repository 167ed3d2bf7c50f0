package engine

import "encoding/json"

// ArrangeParts returns the steps that give the text the parts of another manuscript, in its order, without applying them.
// Parts that both have are left as they are: ReplacePart changes them.
func (t *Text) ArrangeParts(doc []byte) (json.RawMessage, error) {
	out, err := t.machine.call(deadline, "arrangeParts", key, string(doc))
	return json.RawMessage(out), err
}
