// Package engine runs the editing authority (assets/authority: ProseMirror's own model and transform, with the schema and
// the rebase that the browser uses) inside this process.
//
// It refuses to guess: a script that answers the recorded commits differently from V8 by one byte is not run at all. It
// knows nothing of databases, people and networks, and it bounds time and call depth, but not memory: what it is given
// must have been bounded before (package collab).
package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"strconv"
	"sync"
	"time"

	"github.com/dop251/goja"

	"upright/internal/upr"
)

const (
	deadline  = 2 * time.Second  // of a call with what a client sent
	patience  = 30 * time.Second // of a call with what was accepted before: a text of 4 MB takes a second or two to open
	callDepth = 2000             // of calls in the script; the engine's own default is none
	key       = "text"           // one text to a virtual machine: its only name there
)

// A Program is the compiled authority. It is safe for concurrent use.
type Program struct {
	program *goja.Program
	schema  int
}

// Compile compiles the script of the authority and holds it to the recording. The error says where they differ.
func Compile(script string) (*Program, error) {
	program, err := goja.Compile("authority.js", script, true)
	if err != nil {
		return nil, fmt.Errorf("compile the editing authority: %w", err)
	}
	p := &Program{program: program}
	m, err := p.machine()
	if err != nil {
		return nil, err
	}
	version, err := m.call(patience, "schemaVersion")
	if err != nil {
		return nil, err
	}
	if p.schema, err = strconv.Atoi(version); err != nil {
		return nil, fmt.Errorf("schema version of the editing authority: %w", err)
	}
	if err := p.check(recording); err != nil {
		return nil, fmt.Errorf("the editing authority does not answer as recorded: %w", err)
	}
	return p, nil
}

// SchemaVersion is the version of the schema that this build writes.
func (p *Program) SchemaVersion() int { return p.schema }

// A Text is one open text in a virtual machine of its own (about 2.5 MB with a long text). It must not be used by two
// goroutines at once. After an error with the code Broken or Deadline it must not be used any more.
type Text struct{ machine *machine }

// Open opens a text at a version. Authors is what Text.Authors gave for that version, or nil when nobody knows.
// The error has the code Refused when it is not a manuscript of this schema, or the authors are not its own.
func (p *Program) Open(doc []byte, version int64, authors []byte) (*Text, error) {
	m, err := p.machine()
	if err != nil {
		return nil, err
	}
	if _, err := m.call(patience, "open", key, string(doc), version, string(authors)); err != nil {
		return nil, err
	}
	return &Text{machine: m}, nil
}

// Rebased is what became of a commit that had missed others.
type Rebased struct {
	Steps json.RawMessage `json:"steps"`
	Kept  []int           `json:"kept"` // which of the sent steps are left
}

// A Sender is who makes a commit, when, and what is special about their rights. See assets/authority/sender.ts.
type Sender struct {
	User     upr.UserID `json:"user"` // "" when the account is gone
	At       int64      `json:"at"`   // seconds since 1970
	Locked   []string   `json:"locked,omitempty"`
	Suggests bool       `json:"suggests,omitempty"`
	MadeHere bool       `json:"madeHere,omitempty"`
}

func (s Sender) json() string {
	text, err := json.Marshal(s)
	if err != nil {
		panic(err) // strings and numbers
	}
	return string(text)
}

// Receive accepts a commit made at version base; the text has one version more then. The answer is nil when the commit
// was accepted as sent. Older is nil, or a JSON array with the steps of the commits after base up to the version that an
// error with the code Older named.
func (t *Text) Receive(base int64, steps, older []byte, by Sender) (*Rebased, error) {
	out, err := t.machine.call(deadline, "receive", key, base, string(steps), string(older), by.json())
	if err != nil || out == "" {
		return nil, err
	}
	rebased := new(Rebased)
	if err := json.Unmarshal([]byte(out), rebased); err != nil {
		return nil, &Error{Code: Broken, Message: "answer to a commit: " + err.Error()}
	}
	return rebased, nil
}

// Replay applies a commit that was accepted before.
func (t *Text) Replay(steps []byte, by Sender) error {
	_, err := t.machine.call(patience, "replay", key, string(steps), by.json())
	return err
}

// Authors returns who wrote what in the present document, as JSON: see assets/authority/authors.ts.
func (t *Text) Authors() ([]byte, error) {
	out, err := t.machine.call(patience, "authors", key)
	return []byte(out), err
}

// Mark remembers the present state for Rollback.
func (t *Text) Mark() error {
	_, err := t.machine.call(patience, "mark", key)
	return err
}

// Rollback forgets everything since Mark.
func (t *Text) Rollback() error {
	_, err := t.machine.call(patience, "rollback", key)
	return err
}

// Snapshot returns the document as JSON.
func (t *Text) Snapshot() ([]byte, error) {
	out, err := t.machine.call(patience, "snapshot", key)
	return []byte(out), err
}

// ReplacePart returns the steps that turn the part with the same id into the given one, without applying them. The error
// has the code NoPart when there is none.
func (t *Text) ReplacePart(part []byte) (json.RawMessage, error) {
	out, err := t.machine.call(deadline, "replacePart", key, string(part))
	return json.RawMessage(out), err
}

// Authorship returns who wrote what for people, as JSON: the runs, who touched each block last, and each block's shares.
func (t *Text) Authorship() ([]byte, error) {
	out, err := t.machine.call(patience, "authorship", key)
	return []byte(out), err
}

// A machine is a virtual machine in which the script has run.
type machine struct {
	vm        *goja.Runtime
	authority *goja.Object
}

func (p *Program) machine() (*machine, error) {
	vm := goja.New()
	vm.SetMaxCallStackSize(callDepth)
	if _, err := vm.RunProgram(p.program); err != nil {
		return nil, &Error{Code: Broken, Message: "start: " + err.Error()}
	}
	object, ok := vm.Get("authority").(*goja.Object)
	if !ok {
		return nil, &Error{Code: Broken, Message: "the script has no authority"}
	}
	return &machine{vm: vm, authority: object}, nil
}

// call calls a function of the authority, and breaks it off when it takes too long.
func (m *machine) call(most time.Duration, name string, args ...any) (out string, err error) {
	function, ok := goja.AssertFunction(m.authority.Get(name))
	if !ok {
		return "", &Error{Code: Broken, Message: "no function " + name}
	}
	values := make([]goja.Value, len(args))
	for i, arg := range args {
		values[i] = m.vm.ToValue(arg)
	}
	defer m.limit(most)()
	defer func() {
		if r := recover(); r != nil {
			out, err = "", &Error{Code: Broken, Message: fmt.Sprintf("%s: panic: %v\n%s", name, r, debug.Stack())}
		}
	}()
	value, err := function(m.authority, values...)
	if err != nil {
		return "", asError(name, err)
	}
	return value.String(), nil
}

// limit interrupts the machine after a time, until the function it returns has been called.
func (m *machine) limit(most time.Duration) func() {
	var mu sync.Mutex
	over := false
	timer := time.AfterFunc(most, func() {
		mu.Lock()
		defer mu.Unlock()
		// Without the lock an interrupt could come late and hit the next call.
		if !over {
			m.vm.Interrupt("deadline")
		}
	})
	return func() {
		mu.Lock()
		over = true
		mu.Unlock()
		timer.Stop()
		m.vm.ClearInterrupt()
	}
}

func asError(call string, err error) *Error {
	var interrupted *goja.InterruptedError
	if errors.As(err, &interrupted) {
		return &Error{Code: Deadline, Message: call}
	}
	var thrown *goja.Exception
	if !errors.As(err, &thrown) {
		return &Error{Code: Broken, Message: call + ": " + err.Error()} // the call stack, for example
	}
	e := &Error{Code: Refused, Message: thrown.Error()}
	if object, ok := thrown.Value().(*goja.Object); ok {
		if code := object.Get("code"); code != nil && !goja.IsUndefined(code) {
			e.Code = Code(code.String())
			e.Message = object.Get("message").String()
		}
	}
	return e
}
