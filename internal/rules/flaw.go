package rules

import (
	"errors"
	"fmt"
)

// A Flaw is what is wrong with a rule set that somebody gave. It speaks twice: as an error in English for operators, and as
// a message of the catalogues for administrators.
type Flaw struct {
	Rule    string  // id of the rule; "" for the set as a whole
	Message Message // says what is wrong and what would be right
	text    string
}

// Error implements error, in English.
func (f *Flaw) Error() string {
	if f.Rule == "" {
		return f.text
	}
	return "rule " + f.Rule + ": " + f.text
}

// flaw makes one of a message's last part and the English words; pairs are the named arguments of both messages.
func flaw(key, text string, pairs ...string) *Flaw {
	f := &Flaw{Message: Message{Key: "rules.flaw." + key}, text: text}
	for i := 0; i+1 < len(pairs); i += 2 {
		if f.Message.Args == nil {
			f.Message.Args = map[string]any{}
		}
		f.Message.Args[pairs[i]] = pairs[i+1]
	}
	return f
}

// in names the rule that has the flaw.
func (f *Flaw) in(rule string) *Flaw {
	f.Rule = rule
	return f
}

// AsFlaw returns the flaw that an error of Parse is about; false for any other error.
func AsFlaw(err error) (*Flaw, bool) {
	var f *Flaw
	ok := errors.As(err, &f)
	return f, ok
}

// damagedJSON is the flaw of a file that does not decode.
func damagedJSON(err error) *Flaw {
	return flaw("json", fmt.Sprintf("it is not the JSON of a rule set: %v", err), "detail", err.Error())
}
