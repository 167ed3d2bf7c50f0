// Package config reads how a server is set up: from environment variables and, for what is changed by hand, from flags,
// which win. Every option is one row of a table with its default and its meaning.
//
// A value that cannot be is refused with a message that names the option; nothing is corrected silently, and no option
// is read from anywhere else in the program.
package config

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/mail"
	"net/url"
	"strings"
)

// Config is how one server is set up. All values are checked.
type Config struct {
	Addr        string        // HOST:PORT to listen on
	Data        string        // folder of the built-in database, used when DatabaseURL is empty
	DatabaseURL string        // "postgres://…"; empty: the built-in database
	PublicURL   *url.URL      // the address people see, without a path
	SMTP        *SMTP         // nil: no mail is sent
	MailFrom    *mail.Address // set whenever SMTP is
	MetricsAddr string        // HOST:PORT for metrics; empty: none
	RulesDir    string        // folder with rule sets that replace or add to the built-in ones; empty: none
	ExitURL     *url.URL      // where "Exit this page" leads; nil: a blank page
	LogLevel    slog.Level
	LogFormat   string // "text" or "json"
	Gallery     bool   // development: templates are read anew for each page, and every page is shown with made-up data

	values []Setting
}

// A Setting is one option as it was set, for people to read: secrets are left out.
type Setting struct {
	Name  string // the environment variable, or the flag with its dash
	Value string
	From  string // "default", "environment" or "flag"
}

// FromEnv reads the configuration from the environment and the arguments of a command (without its name). It returns
// flag.ErrHelp when help was asked for, and otherwise one error that names every wrong option.
func FromEnv(getenv func(string) string, args []string) (*Config, error) {
	flags := flag.NewFlagSet("", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // the caller reports
	gallery := flags.Bool("gallery", false, "")
	given := map[string]*string{}
	for _, o := range options() {
		if o.flag != "" {
			given[o.flag] = flags.String(o.flag, "", "")
		}
	}
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	if flags.NArg() > 0 {
		return nil, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	onLine := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { onLine[f.Name] = true })

	c := &Config{Gallery: *gallery}
	var wrong []error
	for _, o := range options() {
		value, from := o.def, "default"
		if v := getenv(o.env); v != "" {
			value, from = v, "environment"
		}
		if onLine[o.flag] {
			value, from = *given[o.flag], "flag"
		}
		if err := o.set(c, value); err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %w", o.name(), err))
		}
		c.values = append(c.values, Setting{o.env, o.shown(value), from})
	}
	if len(wrong) > 0 {
		return nil, errors.Join(wrong...)
	}
	if err := c.complete(); err != nil {
		return nil, err
	}
	return c, nil
}

// complete derives what follows from other options and checks what must go together.
func (c *Config) complete() error {
	if c.PublicURL == nil {
		host, port, err := net.SplitHostPort(c.Addr)
		if err != nil {
			return err
		}
		if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
			host = "localhost"
		}
		c.PublicURL = &url.URL{Scheme: "http", Host: net.JoinHostPort(host, port)}
	}
	if c.SMTP != nil && c.MailFrom == nil {
		return errors.New("UPRIGHT_MAIL_FROM: needed with UPRIGHT_SMTP_URL, the address that mails come from")
	}
	return nil
}

// Settings lists all options in the order of Usage, without secrets.
func (c *Config) Settings() []Setting { return c.values }

// Usage writes the table of all options.
func Usage(w io.Writer) {
	for _, o := range options() {
		fmt.Fprintf(w, "  %s\n", o.name())
		for line := range strings.Lines(o.meaning) {
			fmt.Fprintf(w, "        %s\n", strings.TrimSpace(line))
		}
		if o.def != "" {
			fmt.Fprintf(w, "        default: %s\n", o.def)
		}
	}
	fmt.Fprint(w, "  -gallery\n        for development: read templates anew for each page, list all pages at /gallery\n")
}

// Logger makes the log that the configuration asks for.
func (c *Config) Logger(w io.Writer) *slog.Logger {
	o := &slog.HandlerOptions{Level: c.LogLevel}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, o))
	}
	return slog.New(slog.NewTextHandler(w, o))
}
