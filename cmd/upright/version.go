package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"

	"upright/assets"
)

// version is the command of that name.
func (p program) version(_ context.Context, args []string) error {
	if _, err := parse(noFlags(), args, 0); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "upright %s, built with %s\n", programVersion(), runtime.Version())
	m, err := assets.Load(assets.Dist)
	if err != nil {
		return err
	}
	fmt.Fprintln(p.stdout, "editing protocol", m.Bundle)
	return nil
}

// programVersion is the tag or commit that Go has recorded in the program.
func programVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	version := info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && version == "(devel)" {
			version = s.Value
		}
	}
	return version
}
