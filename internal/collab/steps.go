package collab

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// Bounds of one commit. The engine has no limit of memory, and ProseMirror accepts some nonsense: both are held off here,
// before a step reaches them.
const (
	maxCommitBytes = 1 << 20
	maxCommitSteps = 200
	maxStepDepth   = 64      // of arrays and objects in one another
	maxPosition    = 1 << 30 // far beyond the largest document
	maxNumber      = 16      // characters of any number
)

// checkSteps checks the shape of the steps of a commit: its size, its depth, that all of it can be stored (no NUL, no half
// of a surrogate pair, no number beyond any bound: PostgreSQL refuses these, and with them every commit of the same
// batch, again and again), and that each step is of a known type with whole positions in order. Whether the steps fit the document is for the engine to say.
// The error is a *upr.Error, TooLarge or Invalid.
func checkSteps(data []byte) error {
	if len(data) > maxCommitBytes {
		return tooLarge(fmt.Errorf("%d bytes", len(data)))
	}
	if err := checkText(data); err != nil {
		return refused(err)
	}
	var steps []json.RawMessage
	if err := json.Unmarshal(data, &steps); err != nil {
		// The decoder's own message may quote the draft.
		return refused(errors.New("steps are no array"))
	}
	if len(steps) == 0 {
		return refused(errors.New("no steps"))
	}
	if len(steps) > maxCommitSteps {
		return tooLarge(fmt.Errorf("%d steps", len(steps)))
	}
	for i, step := range steps {
		if err := checkStep(step, false); err != nil {
			return refused(fmt.Errorf("step %d: %w", i, err))
		}
	}
	return nil
}

// fieldKind is what a field of a step holds.
type fieldKind int

const (
	aPosition fieldKind = iota
	aText
	aFlag
	aSlice
	aMark
	anyValue // of an attribute
	aSet     // of mark steps
)

// A field of a step. Those that need not be there default to what leaves them out in the JSON of the editor.
type field struct {
	kind     fieldKind
	required bool
}

// stepFields says which fields a step of each type has; nil for an unknown type. "docAttr" is left out: the document has
// no attributes.
func stepFields(stepType string) map[string]field {
	need := func(kind fieldKind) field { return field{kind, true} }
	may := func(kind fieldKind) field { return field{kind, false} }
	switch stepType {
	case "replace":
		return map[string]field{"from": need(aPosition), "to": need(aPosition), "slice": may(aSlice), "structure": may(aFlag)}
	case "replaceAround":
		return map[string]field{
			"from": need(aPosition), "to": need(aPosition), "gapFrom": need(aPosition), "gapTo": need(aPosition),
			"insert": need(aPosition), "slice": may(aSlice), "structure": may(aFlag),
		}
	case "addMark", "removeMark":
		return map[string]field{"from": need(aPosition), "to": need(aPosition), "mark": need(aMark)}
	case "addNodeMark", "removeNodeMark":
		return map[string]field{"pos": need(aPosition), "mark": need(aMark)}
	case "attr":
		return map[string]field{"pos": need(aPosition), "attr": need(aText), "value": need(anyValue)}
	case "markSet":
		return map[string]field{"steps": need(aSet)}
	}
	return nil
}

// checkStep checks one step. Fields are looked up by their exact name: encoding/json would take "From" for "from" in a
// struct, the engine would not.
func checkStep(data json.RawMessage, inSet bool) error {
	var step map[string]json.RawMessage
	if err := json.Unmarshal(data, &step); err != nil || step == nil {
		return errors.New("no object")
	}
	var stepType string
	if err := json.Unmarshal(step["stepType"], &stepType); err != nil {
		return errors.New("no type")
	}
	fields := stepFields(stepType)
	if fields == nil || inSet && stepType != "addMark" && stepType != "removeMark" {
		return errors.New("unknown type")
	}
	positions := make(map[string]int64, 5)
	for name, value := range step {
		want, known := fields[name]
		switch {
		case name == "stepType":
			continue
		case !known:
			return errors.New("unknown field")
		}
		n, err := checkField(want.kind, value)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		positions[name] = n
	}
	for name, want := range fields {
		if _, given := step[name]; want.required && !given {
			return fmt.Errorf("%s is missing", name)
		}
	}
	return checkOrder(positions, stepType == "replaceAround")
}

// checkField checks one field and returns its number when it is a position.
func checkField(kind fieldKind, value json.RawMessage) (int64, error) {
	value = bytes.TrimSpace(value)
	switch kind {
	case aPosition:
		return checkPosition(value)
	case aText:
		if value[0] != '"' {
			return 0, errors.New("no text")
		}
	case aFlag:
		if value[0] != 't' && value[0] != 'f' {
			return 0, errors.New("neither true nor false")
		}
	case aSlice:
		return 0, checkSlice(value)
	case aMark:
		return 0, checkMark(value)
	case aSet:
		return 0, checkSet(value)
	case anyValue:
	}
	return 0, nil
}

// checkPosition takes digits only: no fraction, no exponent, no sign.
func checkPosition(value json.RawMessage) (int64, error) {
	n, err := strconv.ParseUint(string(value), 10, 64)
	if err != nil || n > maxPosition {
		return 0, errors.New("no position")
	}
	return int64(n), nil
}

func checkSet(value json.RawMessage) error {
	var steps []json.RawMessage
	// Not bounded by number: to set a whole text in bold takes one step for each run of it.
	if err := json.Unmarshal(value, &steps); err != nil || len(steps) == 0 {
		return errors.New("no set of steps")
	}
	for i, step := range steps {
		if err := checkStep(step, true); err != nil {
			return fmt.Errorf("%d: %w", i, err)
		}
	}
	return nil
}

func checkOrder(at map[string]int64, around bool) error {
	if at["from"] > at["to"] {
		return errors.New("from is after to")
	}
	if around && (at["gapFrom"] < at["from"] || at["gapTo"] < at["gapFrom"] || at["to"] < at["gapTo"]) {
		return errors.New("the gap is not inside")
	}
	return nil
}

// checkText checks that data is JSON that the engine and the database read in the same way.
func checkText(data []byte) error {
	if !utf8.Valid(data) {
		return errors.New("no UTF-8")
	}
	if !json.Valid(data) {
		return errors.New("no JSON")
	}
	depth := 0
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '[', '{':
			if depth++; depth > maxStepDepth {
				return errors.New("nested too deep")
			}
		case ']', '}':
			depth--
		case '"':
			end, err := checkString(data, i+1)
			if err != nil {
				return err
			}
			i = end
		case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
			end, err := checkNumber(data, i)
			if err != nil {
				return err
			}
			i = end
		}
	}
	return nil
}

// checkNumber checks the length of a number that begins at start and returns where its last character is. Where nobody
// expects a number the engine ignores it, but PostgreSQL would have to store it. An exponent is refused: the schema has
// small whole numbers only, and 1e-999999 is short.
func checkNumber(data []byte, start int) (int, error) {
	end := start
	for end+1 < len(data) && bytes.IndexByte([]byte("0123456789.+-eE"), data[end+1]) >= 0 {
		end++
	}
	number := data[start : end+1]
	if len(number) > maxNumber || bytes.ContainsAny(number, "eE") {
		return 0, errors.New("a number that is none here")
	}
	return end, nil
}

// checkString checks the escapes of a string that begins at start and returns where its closing quote is.
func checkString(data []byte, start int) (int, error) {
	for i := start; ; i++ {
		switch data[i] {
		case '"':
			return i, nil
		case '\\':
			i++
			if data[i] != 'u' {
				continue
			}
			code := hex4(data[i+1:])
			i += 4
			switch {
			case code == 0:
				return 0, errors.New("a NUL")
			case 0xDC00 <= code && code <= 0xDFFF:
				return 0, errors.New("half of a surrogate pair")
			case 0xD800 <= code && code <= 0xDBFF:
				next := data[i+1:]
				if next[0] != '\\' || next[1] != 'u' || hex4(next[2:])>>10 != 0xDC00>>10 {
					return 0, errors.New("half of a surrogate pair")
				}
				i += 6
			}
		}
	}
}

// hex4 reads four hexadecimal digits; json.Valid has seen to it that they are there.
func hex4(digits []byte) uint64 {
	n, _ := strconv.ParseUint(string(digits[:4]), 16, 32)
	return n
}
