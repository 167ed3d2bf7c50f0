package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"upright": main})
}

// TestScripts runs the program as people do, by the scripts in testdata/script. Each has an empty folder of its own; a
// command that needs the database starts the private one in it.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"status": expectStatus, "writeold": writeOld},
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir)
			// The account of the database has to pass through.
			for dir := env.WorkDir; dir != os.TempDir() && dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
				if err := os.Chmod(dir, 0o711); err != nil {
					return err
				}
			}
			return nil
		},
	})
}

// expectStatus is the command "status N PROGRAM ARGUMENT...": it runs a program as exec does and wants it to end with
// status N exactly.
func expectStatus(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N PROGRAM ARGUMENT...")
	}
	status := "0"
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var ended *exec.ExitError
		if !errors.As(err, &ended) {
			ts.Fatalf("%v", err)
		}
		status = strconv.Itoa(ended.ExitCode())
	}
	if status != args[0] {
		ts.Fatalf("status is %s, not %s", status, args[0])
	}
}
