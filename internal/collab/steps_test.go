package collab_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"upright/internal/collab"
	"upright/internal/upr"
)

const deepest = 64

func nested(depth int) string {
	// The array of steps and the step are two already.
	return `[{"stepType":"attr","pos":1,"attr":"x","value":` + strings.Repeat("[", depth-2) + strings.Repeat("]", depth-2) + `}]`
}

func goodSteps() map[string]string {
	return map[string]string{
		"insert":         `[{"stepType":"replace","from":4,"to":4,"slice":{"content":[{"type":"text","text":"x"}]}}]`,
		"delete":         `[{"stepType":"replace","from":4,"to":9}]`,
		"structure":      `[{"stepType":"replace","from":4,"to":9,"structure":true}]`,
		"wrap":           `[{"stepType":"replaceAround","from":4,"to":9,"gapFrom":4,"gapTo":9,"insert":1,"slice":{"content":[{"type":"bullet_list"}]},"structure":true}]`,
		"marks":          `[{"stepType":"addMark","mark":{"type":"em"},"from":4,"to":9},{"stepType":"removeMark","mark":{"type":"em"},"from":4,"to":9}]`,
		"mark of a node": `[{"stepType":"addNodeMark","pos":4,"mark":{"type":"em"}},{"stepType":"removeNodeMark","pos":4,"mark":{"type":"em"}}]`,
		"attributes":     `[{"stepType":"attr","pos":4,"attr":"id","value":"x"},{"stepType":"attr","pos":4,"attr":"hidden","value":true},{"stepType":"attr","pos":4,"attr":"x","value":null}]`,
		"set of marks":   `[{"stepType":"markSet","steps":[{"stepType":"addMark","mark":{"type":"em"},"from":4,"to":9}]}]`,
		"numbers":        `[{"stepType":"attr","pos":4,"attr":"level","value":2},{"stepType":"attr","pos":4,"attr":"x","value":[-1,0.5,true,false]}]`,
		"surrogate pair": `[{"stepType":"replace","from":4,"to":4,"slice":{"content":[{"type":"text","text":"\ud83d\udE00 😀 \\ud83d \\u0000"}]}}]`,
		"deepest":        nested(deepest),
		"most":           `[` + strings.Repeat(`{"stepType":"replace","from":4,"to":4},`, 199) + `{"stepType":"replace","from":4,"to":4}]`,
		"spaces":         " [ { \"stepType\" : \"replace\" , \"from\" : 4 ,\n\"to\" : 4 } ] ",
	}
}

func badSteps() map[string]string {
	step := func(fields string) string { return `[{"stepType":"replace",` + fields + `}]` }
	return map[string]string{
		"nothing":                   ``,
		"not JSON":                  `[`,
		"an object":                 `{}`,
		"no step":                   `[]`,
		"null":                      `null`,
		"a null step":               `[null]`,
		"a number":                  `[1]`,
		"no type":                   `[{"from":1,"to":1}]`,
		"unknown type":              `[{"stepType":"magic","from":1,"to":1}]`,
		"attribute of the document": `[{"stepType":"docAttr","attr":"x","value":1}]`,
		"fraction":                  step(`"from":60.5,"to":61`),
		"exponent":                  step(`"from":1,"to":1e3`),
		"negative":                  step(`"from":-1,"to":1`),
		"beyond":                    step(`"from":1,"to":99999999999`),
		"text for a position":       step(`"from":"1","to":2`),
		"no to":                     step(`"from":1`),
		"backwards":                 step(`"from":2,"to":1`),
		"other case":                step(`"From":1,"from":1,"to":1`),
		"unknown field":             step(`"from":1,"to":1,"extra":1`),
		"slice is a list":           step(`"from":1,"to":1,"slice":[]`),
		"structure is a number":     step(`"from":1,"to":1,"structure":1`),
		"gap outside":               `[{"stepType":"replaceAround","from":4,"to":9,"gapFrom":3,"gapTo":9,"insert":1}]`,
		"gap backwards":             `[{"stepType":"replaceAround","from":4,"to":9,"gapFrom":6,"gapTo":5,"insert":1}]`,
		"attr is a number":          `[{"stepType":"attr","pos":4,"attr":1,"value":1}]`,
		"no value":                  `[{"stepType":"attr","pos":4,"attr":"id"}]`,
		"empty set":                 `[{"stepType":"markSet","steps":[]}]`,
		"set of replacements":       `[{"stepType":"markSet","steps":[{"stepType":"replace","from":1,"to":1}]}]`,
		"set in a set":              `[{"stepType":"markSet","steps":[{"stepType":"markSet","steps":[]}]}]`,
		"NUL":                       `[{"stepType":"attr","pos":4,"attr":"id","value":"\u0000"}]`,
		"NUL in a name":             `[{"stepType":"attr","pos":4,"attr":"id","value":{"\u0000":1}}]`,
		"high half":                 `[{"stepType":"attr","pos":4,"attr":"id","value":"\ud83dx"}]`,
		"high half at the end":      `[{"stepType":"attr","pos":4,"attr":"id","value":"\ud83d"}]`,
		"two high halves":           `[{"stepType":"attr","pos":4,"attr":"id","value":"\ud83d\ud83d"}]`,
		"low half":                  `[{"stepType":"attr","pos":4,"attr":"id","value":"\ude00"}]`,
		"not UTF-8":                 "[{\"stepType\":\"attr\",\"pos\":4,\"attr\":\"id\",\"value\":\"\xff\"}]",
		"surrogate in UTF-8":        "[{\"stepType\":\"attr\",\"pos\":4,\"attr\":\"id\",\"value\":\"\xed\xa0\xbd\"}]",
		"a number with an exponent": step(`"from":1,"to":1,"slice":{"content":[{"type":"text","text":"x","n":1e-999999}]}`),
		"a number without an end":   step(`"from":1,"to":1,"slice":{"x":` + strings.Repeat("9", 200_000) + `}`),
		"too deep":                  nested(deepest + 1),
		"very deep":                 nested(100_000),
	}
}

func TestCheckSteps(t *testing.T) {
	for name, steps := range goodSteps() {
		if err := collab.CheckSteps([]byte(steps)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, steps := range badSteps() {
		err := collab.CheckSteps([]byte(steps))
		if err == nil {
			t.Errorf("%s was taken", name)
			continue
		}
		wantKind(t, err, upr.Invalid)
	}
	for name, steps := range map[string]string{
		"many steps": `[` + strings.Repeat(`{"stepType":"replace","from":4,"to":4},`, 200) + `{"stepType":"replace","from":4,"to":4}]`,
		"many bytes": `[{"stepType":"attr","pos":4,"attr":"id","value":"` + strings.Repeat("x", 1<<20) + `"}]`,
	} {
		t.Run(name, func(t *testing.T) { wantKind(t, collab.CheckSteps([]byte(steps)), upr.TooLarge) })
	}
}

// What is taken can be read by anybody in the same way, and stored. The seeds run with every test.
func FuzzDecodeSteps(f *testing.F) {
	for _, steps := range goodSteps() {
		f.Add([]byte(steps))
	}
	for _, steps := range badSteps() {
		f.Add([]byte(steps))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if collab.CheckSteps(data) != nil {
			return
		}
		var steps []map[string]any
		if err := json.Unmarshal(data, &steps); err != nil || len(steps) == 0 || len(steps) > 200 {
			t.Fatalf("%d steps, %v", len(steps), err)
		}
		for _, step := range steps {
			from, _ := step["from"].(float64)
			to, _ := step["to"].(float64)
			if from > to || from != float64(int64(from)) {
				t.Errorf("from %v to %v", from, to)
			}
		}
		again, err := json.Marshal(steps)
		if err != nil || !utf8.Valid(again) || strings.Contains(fmt.Sprint(steps), "\x00") {
			t.Errorf("cannot be stored: %q, %v", again, err)
		}
		// Go reads half of a surrogate pair as this character; only one that was sent may be there.
		if strings.Contains(string(again), "\uFFFD") && !strings.Contains(string(data), "\uFFFD") && !strings.Contains(strings.ToLower(string(data)), `\ufffd`) {
			t.Errorf("half of a surrogate pair in %q", data)
		}
	})
}
