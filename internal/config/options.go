package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/mail"
	"net/url"
	"os"
	"strconv"
)

// An option is one row of the table of options.
type option struct {
	env     string // the environment variable
	flag    string // the flag of the same meaning; "" for none
	def     string // used when neither is set
	meaning string
	secret  bool // its value holds a password
	set     func(c *Config, value string) error
}

// options is the table. An empty value is given to set only where the default is empty: then it means "none".
func options() []option {
	return []option{
		{"UPRIGHT_ADDR", "addr", "127.0.0.1:8080", "HOST:PORT to listen on", false,
			func(c *Config, v string) error { c.Addr = v; return checkAddr(v) }},
		{"UPRIGHT_DATA", "data", "data", "folder of the built-in database, used without DATABASE_URL", false,
			func(c *Config, v string) error { c.Data = v; return checkPath(v) }},
		{"DATABASE_URL", "", "", "PostgreSQL server, postgres://USER:PASSWORD@HOST:PORT/DATABASE;\n" +
			"without it a private PostgreSQL is started in the data folder", true, setDatabase},
		{"UPRIGHT_PUBLIC_URL", "", "", "address that people see, https://upright.example.org: links in mails begin\n" +
			"with it, and with https the cookies need it; without it http:// and the address listened on", false, setPublicURL},
		{"UPRIGHT_SMTP_URL", "", "", "mail server: smtps://USER:PASSWORD@HOST:465 (TLS), smtp://USER:PASSWORD@HOST:587\n" +
			"(STARTTLS, required) or smtp://HOST:25?tls=none; without it links are printed to the log", true, setSMTP},
		{"UPRIGHT_MAIL_FROM", "", "", "sender of mails, \"Upright <upright@example.org>\"", false, setMailFrom},
		{"UPRIGHT_METRICS_ADDR", "", "", "HOST:PORT for Prometheus metrics, not for the public; without it none", false,
			setMetricsAddr},
		{"UPRIGHT_RULES_DIR", "", "", "folder with rule sets (*.json), calendar.json and states.csv that replace\n" +
			"those of the program; one that is wrong stops the start and is named", false, setRulesDir},
		{"UPRIGHT_EXIT_URL", "", "", "where \"Exit this page\" leads; without it to a blank page", false, setExitURL},
		{"UPRIGHT_LOG_LEVEL", "", "info", "debug, info, warn or error", false,
			setLogLevel},
		{"UPRIGHT_LOG_FORMAT", "", "text", "text or json", false,
			func(c *Config, v string) error { c.LogFormat = v; return oneOf(v, "text", "json") }},
	}
}

func (o option) name() string {
	if o.flag == "" {
		return o.env
	}
	return o.env + " (or -" + o.flag + ")"
}

// shown is a value as people may see it. Of a secret only scheme and host are left: a password can also stand in the
// query.
func (o option) shown(value string) string {
	if !o.secret || value == "" {
		return value
	}
	u, err := url.Parse(value)
	if err != nil || u.Host == "" {
		return "(hidden)"
	}
	return u.Scheme + "://" + u.Host + "/…"
}

func checkAddr(v string) error {
	_, port, err := net.SplitHostPort(v)
	if err != nil {
		return fmt.Errorf("%q is not HOST:PORT", v)
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return fmt.Errorf("%q has no port from 0 to 65535", v)
	}
	return nil
}

func checkPath(v string) error {
	if v == "" {
		return errors.New("is empty")
	}
	return nil
}

func oneOf(v string, allowed ...string) error {
	for _, a := range allowed {
		if v == a {
			return nil
		}
	}
	return fmt.Errorf("%q is not one of %q", v, allowed)
}

func setDatabase(c *Config, v string) error {
	if v == "" {
		return nil
	}
	u, err := url.Parse(v)
	// The error of url.Parse quotes the address, password and all.
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return errors.New("is not postgres://USER:PASSWORD@HOST:PORT/DATABASE")
	}
	c.DatabaseURL = v
	return nil
}

// site parses the address of a web site.
func site(v string) (*url.URL, error) {
	u, err := url.Parse(v)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return nil, fmt.Errorf("%q is not https://HOST", v)
	}
	return u, nil
}

func setPublicURL(c *Config, v string) error {
	if v == "" {
		return nil
	}
	u, err := site(v)
	if err != nil {
		return err
	}
	if u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Errorf("%q has a path; the site needs a host of its own", v)
	}
	c.PublicURL = &url.URL{Scheme: u.Scheme, Host: u.Host}
	return nil
}

func setExitURL(c *Config, v string) (err error) {
	if v != "" {
		c.ExitURL, err = site(v)
	}
	return err
}

func setMailFrom(c *Config, v string) error {
	if v == "" {
		return nil
	}
	a, err := mail.ParseAddress(v)
	if err != nil {
		return fmt.Errorf("%q is not NAME <ADDRESS>", v)
	}
	c.MailFrom = a
	return nil
}

func setMetricsAddr(c *Config, v string) error {
	if v == "" {
		return nil
	}
	c.MetricsAddr = v
	return checkAddr(v)
}

func setRulesDir(c *Config, v string) error {
	if v == "" {
		return nil
	}
	if info, err := os.Stat(v); err != nil || !info.IsDir() {
		return fmt.Errorf("%q is not a folder", v)
	}
	c.RulesDir = v
	return nil
}

func setLogLevel(c *Config, v string) error {
	if err := oneOf(v, "debug", "info", "warn", "error"); err != nil {
		return err
	}
	levels := map[string]slog.Level{
		"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError,
	}
	c.LogLevel = levels[v]
	return nil
}
