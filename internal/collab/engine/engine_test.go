package engine

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"upright/assets"
)

func script(t testing.TB) string {
	t.Helper()
	manifest, err := assets.Load(assets.Dist)
	if err != nil {
		t.Fatal(err)
	}
	script, err := manifest.Authority()
	if err != nil {
		t.Fatal(err)
	}
	return script
}

// compileOnce serves the tests that do not change the script.
var compileOnce = sync.OnceValues(func() (*Program, error) {
	manifest, err := assets.Load(assets.Dist)
	if err != nil {
		return nil, err
	}
	script, err := manifest.Authority()
	if err != nil {
		return nil, err
	}
	return Compile(script)
})

func compile(t testing.TB) *Program {
	t.Helper()
	p, err := compileOnce()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func code(err error) Code {
	var e *Error
	errors.As(err, &e)
	if e == nil {
		return ""
	}
	return e.Code
}

const small = `{"type":"doc","content":[{"type":"part","attrs":{"id":"aaaaaaaaaaaa","kind":"rights"},"content":[
	{"type":"part_title"},{"type":"paragraph","attrs":{"id":"bbbbbbbbbbbb"},"content":[{"type":"text","text":"Hello."}]}]}]}`

func insert(text string) []byte {
	return []byte(`[{"stepType":"replace","from":4,"to":4,"slice":{"content":[{"type":"text","text":"` + text + `"}]}}]`)
}

// A script that goja runs wrongly, or that was changed without recording it anew, must not get as far as a text.
func TestCompileRefusesOtherAnswers(t *testing.T) {
	script := script(t)
	if _, err := Compile(strings.Replace(script, "RegExp.prototype.exec = function", "RegExp.prototype.other = function", 1)); err == nil {
		t.Error("compiled without the mended regular expressions")
	}
	if _, err := Compile(strings.Replace(script, `content: "part_title block+"`, `content: "part_title paragraph+"`, 1)); err == nil {
		t.Error("compiled with another schema")
	}
	if _, err := Compile("not a script ("); err == nil {
		t.Error("compiled what is no script")
	}
	if _, err := Compile("1"); code(err) != Broken {
		t.Errorf("compiled a script without authority: %v", err)
	}
	p := compile(t)
	if err := p.check([]byte(`{}`)); err == nil {
		t.Error("an empty recording passed")
	}
}

// Classes like \p{L} silently match nothing in goja.
func TestScriptUsesNoUnicodeClasses(t *testing.T) {
	if strings.Contains(script(t), `\p{`) {
		t.Error(`the script of the authority contains \p{`)
	}
}

func TestReceive(t *testing.T) {
	text, err := compile(t).Open([]byte(small), 41, nil)
	if err != nil {
		t.Fatal(err)
	}
	if rebased, err := text.Receive(41, insert("a"), nil, Sender{}); err != nil || rebased != nil {
		t.Errorf("a commit that missed nothing: %v, %v", rebased, err)
	}
	rebased, err := text.Receive(41, insert("b"), nil, Sender{})
	if err != nil || rebased == nil || len(rebased.Kept) != 1 || !strings.Contains(string(rebased.Steps), `"from":5`) {
		t.Errorf("a late commit: %+v, %v", rebased, err)
	}
	for steps, want := range map[string]Code{
		`[{"stepType":"replace","from":900,"to":900}]`: Refused,
		`nonsense`: Refused,
		`[null]`:   Refused,
	} {
		if _, err := text.Receive(43, []byte(steps), nil, Sender{}); code(err) != want {
			t.Errorf("%s: %v", steps, err)
		}
	}
	if _, err := text.Receive(44, insert("c"), nil, Sender{}); code(err) != Ahead {
		t.Errorf("ahead: %v", err)
	}
	if _, err := text.Receive(40, insert("c"), nil, Sender{}); code(err) != Older {
		t.Errorf("older: %v", err)
	}
	doc, err := text.Snapshot()
	if err != nil || !strings.Contains(string(doc), "abHello.") {
		t.Errorf("in the end: %s, %v", doc, err)
	}
}

func TestMarkAndRollback(t *testing.T) {
	text, err := compile(t).Open([]byte(small), 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(text.Mark(), text.Replay(insert("gone"), Sender{}), text.Rollback(), text.Replay(insert("kept"), Sender{})); err != nil {
		t.Fatal(err)
	}
	if doc, err := text.Snapshot(); err != nil || !strings.Contains(string(doc), `"keptHello."`) {
		t.Errorf("%s, %v", doc, err)
	}
}

func TestOpenRefusesWhatIsNoManuscript(t *testing.T) {
	p := compile(t)
	for _, doc := range []string{``, `[]`, `{"type":"paragraph"}`, strings.Replace(small, `"rights"`, `"poetry"`, 1)} {
		if _, err := p.Open([]byte(doc), 0, nil); code(err) != Refused {
			t.Errorf("%.40s: %v", doc, err)
		}
	}
}

// The text of a draft must not reach a log.
func TestRefusalDoesNotQuote(t *testing.T) {
	_, err := compile(t).Open([]byte(`{"type":"doc","content":[{"type":"secret-name"}]}`), 0, nil)
	if code(err) != Refused || strings.Contains(err.Error(), "secret-name") {
		t.Errorf("error: %v", err)
	}
}

func TestEndlessCallsEnd(t *testing.T) {
	for name, body := range map[string]struct {
		script string
		want   Code
	}{
		"loop":      {"for (;;) {}", Deadline},
		"recursion": {"(function f() { f() })()", Broken},
	} {
		t.Run(name, func(t *testing.T) {
			p := compile(t)
			m, err := p.machine()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := m.vm.RunString(`authority.endless = function () { ` + body.script + ` }`); err != nil {
				t.Fatal(err)
			}
			if _, err := m.call(50*time.Millisecond, "endless"); code(err) != body.want {
				t.Errorf("error: %v", err)
			}
			if out, err := m.call(deadline, "schemaVersion"); err != nil || out == "" {
				t.Errorf("afterwards: %q, %v", out, err)
			}
		})
	}
}
