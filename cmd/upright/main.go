// Upright is the one program of the project: the server, and the commands for whoever looks after it. It only wires; what
// is decided is decided in the packages under internal.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"upright/internal/i18n"
	"upright/internal/upr"
)

// The statuses that the program ends with.
const (
	statusOK     = 0
	statusFailed = 1
	statusUsage  = 2 // the command line makes no sense, or the file it names cannot be read
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second interrupt does not wait
	p := program{getenv: os.Getenv, stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr}
	os.Exit(p.report(p.run(ctx, os.Args[1:])))
}

// A program is what a command gets of the world.
type program struct {
	getenv         func(string) string
	stdin          io.Reader
	stdout, stderr io.Writer
}

// A command is one row of the table of commands.
type command struct {
	name    string
	args    string // as the usage shows them
	summary string
	run     func(p program, ctx context.Context, args []string) error
}

// commands is the table, in the order of the usage.
func commands() []command {
	return []command{
		{"serve", "[-addr HOST:PORT] [-data DIR]", "run the server", program.serve},
		{"migrate", "[-data DIR]", "bring the database up to date and end", program.migrate},
		{"user add", "[-data DIR] [-admin] NAME EMAIL", "make an account; prints a link to choose the password", program.userAdd},
		{"user reset", "[-data DIR] EMAIL", "print a link to choose a new password", program.userReset},
		{"example", "[-lang en|fr|es|ru|ar|zh]", "write the worked example to standard output", program.example},
		{"check", "[-json] [-lang en|fr|es|ru|ar|zh] [-state CODE] [-text LANGUAGE] [-joint] FILE",
			"say what is wrong in a submission, or in a draft in Word (FILE can be -); status 1 when there are errors", program.check},
		{"render", "-o OUT.pdf|OUT.docx|OUT.html|OUT.zip FILE", "make a file of a submission (FILE can be -)", program.render},
		{"import", "[-data DIR] [-organization ID] -user EMAIL [-state CODE [-text LANGUAGE] [-title TITLE] [-joint] [-comments [-names]]] FILE",
			"take a submission into the database, or a draft in Word about a State (a code as MEX)", program.importFile},
		{"export", "[-data DIR] [-o FILE] ID", "write a submission of the database as .upright.json", program.export},
		{"compact", "[-data DIR] [-n] [-older-than 180d] [ID…]",
			"remove single changes that are old, of these texts or of all; -n only says which", program.compact},
		{"verify-record", "[-data DIR]", "check that nobody changed the records of who did what", program.verifyRecord},
		{"backup", "[-data DIR] DIR", "copy the whole database into a new folder", program.backup},
		{"restore", "[-data DIR] DIR", "fill an empty database from a backup", program.restore},
		{"version", "", "print the version", program.version},
	}
}

// A usageError is a mistake in the command line.
type usageError struct{ message string }

func (e usageError) Error() string { return e.message }

// run runs the command that the arguments name. It returns flag.ErrHelp when help was asked for.
func (p program) run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		p.usage(p.stderr)
		return usageError{"no command given"}
	}
	switch args[0] {
	case "-h", "-help", "--help", "help":
		p.usage(p.stdout)
		return nil
	}
	for _, c := range commands() {
		words := strings.Fields(c.name)
		if len(args) < len(words) || !slices.Equal(args[:len(words)], words) {
			continue
		}
		err := c.run(p, ctx, args[len(words):])
		if errors.Is(err, flag.ErrHelp) {
			fmt.Fprintf(p.stdout, "usage: %s\n\n%s\n", c.synopsis(), c.summary)
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
		return nil
	}
	return usageError{fmt.Sprintf("unknown command %q; \"upright help\" lists them", args[0])}
}

func (c command) synopsis() string { return strings.TrimSpace("upright " + c.name + " " + c.args) }

func (p program) usage(w io.Writer) {
	fmt.Fprint(w, "Upright helps to write submissions to the Universal Periodic Review.\n\nusage:\n")
	for _, c := range commands() {
		fmt.Fprintf(w, "  %s\n        %s\n", c.synopsis(), c.summary)
	}
	fmt.Fprint(w, "\nThe server is set up by environment variables; \"upright serve -h\" lists them.\n")
}

// report prints an error, if there is one, and returns the status to end with.
func (p program) report(err error) int {
	if err == nil {
		return statusOK
	}
	if errors.Is(err, errFindings) { // told already
		return statusFailed
	}
	fmt.Fprintln(p.stderr, "upright:", explain(err))
	var wrong usageError
	var unreadable unreadableError
	if errors.As(err, &wrong) || errors.As(err, &unreadable) {
		return statusUsage
	}
	return statusFailed
}

// explain is what an error says to a person: the words of the catalogue where it has some, else the error itself.
func explain(err error) string {
	var unreadable unreadableError
	if errors.As(err, &unreadable) {
		return unreadable.name + ": " + explain(unreadable.err)
	}
	var known *upr.Error
	if !errors.As(err, &known) {
		return err.Error()
	}
	words, failed := i18n.Load()
	if failed != nil {
		return errors.Join(err, failed).Error()
	}
	if english := words.Printer("en"); english.Has(known.Key) {
		// Messages about a field say its label, which on a command line is its name.
		args := maps.Clone(known.Args)
		if args == nil {
			args = map[string]any{}
		}
		args["label"] = known.Field
		return english.Message(known.Key, args)
	}
	return err.Error()
}

// anyNumber is how many arguments a command takes that takes as many as there are.
const anyNumber = -1

// parse reads the flags of a command, which may stand before and behind its arguments, and returns the arguments, which
// must be as many as it takes.
func parse(flags *flag.FlagSet, args []string, want int) ([]string, error) {
	flags.SetOutput(io.Discard)
	var given []string
	for len(args) > 0 {
		err := flags.Parse(args)
		switch {
		case errors.Is(err, flag.ErrHelp):
			return nil, err
		case err != nil:
			return nil, usageError{err.Error()}
		}
		rest := flags.Args()
		if ended := len(args) - len(rest); ended > 0 && args[ended-1] == "--" {
			given = append(given, rest...)
			break
		}
		if len(rest) == 0 {
			break
		}
		given, args = append(given, rest[0]), rest[1:]
	}
	if want != anyNumber && len(given) != want {
		return nil, usageError{fmt.Sprintf("%d arguments given, %d needed (-h explains)", len(given), want)}
	}
	return given, nil
}
