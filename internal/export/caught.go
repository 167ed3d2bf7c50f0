package export

import (
	"fmt"
	"runtime"
	"strings"
)

// caught turns a panic below into an error: a text that a renderer cannot cope with costs its own file, not the server.
// The error says where it happened and not with what, because that may quote the text.
func caught(err *error) {
	problem := recover()
	if problem == nil {
		return
	}
	what := fmt.Sprintf("%T", problem)
	if known, ok := problem.(runtime.Error); ok {
		what = known.Error() // an index or a missing value, never a text
	}
	*err = fmt.Errorf("export: panic at %s: %s", panicked(), what)
}

// panicked names the function of ours that panicked, with its line.
func panicked() string {
	stack := make([]uintptr, 64)
	frames := runtime.CallersFrames(stack[:runtime.Callers(3, stack)])
	for {
		frame, more := frames.Next()
		if strings.HasPrefix(frame.Function, "upright/") {
			return fmt.Sprintf("%s:%d", frame.Function, frame.Line)
		}
		if !more {
			return "an unknown place"
		}
	}
}
