package engine

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
)

// What the script answered in V8, written by assets/authority/recording.test.ts.
//
//go:embed recording.json
var recording []byte

type recorded struct {
	SchemaVersion string
	Texts         []recordedText
	Refused       []string
	Parts         []struct{ Doc, Part, Steps string }
}

type recordedText struct {
	Doc   string
	Calls []struct {
		Base           int64
		Steps, By, Out string
	}
	Snapshot string
}

// check runs a recording and compares byte for byte.
func (p *Program) check(recording []byte) error {
	var want recorded
	if err := json.Unmarshal(recording, &want); err != nil {
		return fmt.Errorf("read the recording: %w", err)
	}
	if len(want.Texts) == 0 || len(want.Refused) == 0 || len(want.Parts) == 0 {
		return errors.New("the recording is empty")
	}
	if got := fmt.Sprint(p.schema); got != want.SchemaVersion {
		return fmt.Errorf("schema version %s, recorded %s", got, want.SchemaVersion)
	}
	for i, text := range want.Texts {
		if err := p.checkText(text); err != nil {
			return fmt.Errorf("text %d: %w", i, err)
		}
	}
	if err := p.checkRefused(want.Texts[0].Snapshot, want.Refused); err != nil {
		return err
	}
	for i, part := range want.Parts {
		t, err := p.Open([]byte(part.Doc), 0, nil)
		if err != nil {
			return fmt.Errorf("part %d: %w", i, err)
		}
		if steps, err := t.ReplacePart([]byte(part.Part)); err != nil || string(steps) != part.Steps {
			return fmt.Errorf("part %d: other steps (error: %v)", i, err)
		}
	}
	return nil
}

func (p *Program) checkText(text recordedText) error {
	t, err := p.Open([]byte(text.Doc), 0, nil)
	if err != nil {
		return err
	}
	for i, call := range text.Calls {
		out, err := t.machine.call(deadline, "receive", key, call.Base, call.Steps, "", call.By)
		if err != nil {
			return fmt.Errorf("commit %d: %w", i, err)
		}
		if out != call.Out {
			return fmt.Errorf("commit %d: another answer", i)
		}
	}
	snapshot, err := t.Snapshot()
	if err != nil {
		return err
	}
	if string(snapshot) != text.Snapshot {
		return errors.New("another document in the end")
	}
	return nil
}

func (p *Program) checkRefused(doc string, commits []string) error {
	t, err := p.Open([]byte(doc), 0, nil)
	if err != nil {
		return err
	}
	for i, steps := range commits {
		var refused *Error
		if _, err := t.Receive(0, []byte(steps), nil, Sender{}); !errors.As(err, &refused) || refused.Code != Refused {
			return fmt.Errorf("commit %d should be refused (error: %v)", i, err)
		}
	}
	return nil
}
