package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"upright/internal/example"
	"upright/internal/importer"
)

// example is the command of that name.
func (p program) example(_ context.Context, args []string) error {
	flags := noFlags()
	lang := flags.String("lang", example.Languages()[0], "")
	if _, err := parse(flags, args, 0); err != nil {
		return err
	}
	if !slices.Contains(example.Languages(), *lang) {
		return usageError{fmt.Sprintf("there is no example in %q, only in %s", *lang, strings.Join(example.Languages(), ", "))}
	}
	s, err := example.Submission(*lang)
	if err != nil {
		return err
	}
	return importer.Write(p.stdout, s)
}
