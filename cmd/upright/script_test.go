package main

import (
	"os"
	"path/filepath"
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
