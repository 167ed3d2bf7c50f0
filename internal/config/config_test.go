package config_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"upright/internal/config"
)

func env(m map[string]string) func(string) string { return func(k string) string { return m[k] } }

func mustRead(t *testing.T, m map[string]string, args ...string) *config.Config {
	t.Helper()
	c, err := config.FromEnv(env(m), args)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestDefaults(t *testing.T) {
	c := mustRead(t, nil)
	if c.Addr != "127.0.0.1:8080" || c.Data != "data" || c.DatabaseURL != "" || c.SMTP != nil || c.MetricsAddr != "" ||
		c.ExitURL != nil || c.Gallery || c.LogLevel != slog.LevelInfo || c.LogFormat != "text" {
		t.Errorf("defaults: %+v", c)
	}
	if got := c.PublicURL.String(); got != "http://127.0.0.1:8080" {
		t.Errorf("PublicURL = %s", got)
	}
}

func TestFlagsWinOverTheEnvironment(t *testing.T) {
	m := map[string]string{"UPRIGHT_ADDR": ":1111", "UPRIGHT_DATA": "of-env"}
	c := mustRead(t, m, "-addr", ":2222", "-gallery")
	if c.Addr != ":2222" || c.Data != "of-env" || !c.Gallery {
		t.Errorf("got %+v", c)
	}
	if got := c.PublicURL.String(); got != "http://localhost:2222" {
		t.Errorf("PublicURL = %s", got)
	}
	want := []config.Setting{
		{Name: "UPRIGHT_ADDR", Value: ":2222", From: "flag"},
		{Name: "UPRIGHT_DATA", Value: "of-env", From: "environment"},
		{Name: "DATABASE_URL", Value: "", From: "default"},
	}
	if diff := cmp.Diff(want, c.Settings()[:3]); diff != "" {
		t.Error(diff)
	}
}

func TestMailServers(t *testing.T) {
	tests := map[string]*config.SMTP{
		"smtps://me:p%40ss@mail.example.org":        {Host: "mail.example.org", Port: 465, User: "me", Password: "p@ss", TLS: config.TLSFromStart},
		"smtp://me:pass@mail.example.org":           {Host: "mail.example.org", Port: 587, User: "me", Password: "pass", TLS: config.StartTLS},
		"smtp://mail.example.org:25?tls=none":       {Host: "mail.example.org", Port: 25, TLS: config.NoTLS},
		"smtp://mail.example.org:2465?tls=implicit": {Host: "mail.example.org", Port: 2465, TLS: config.TLSFromStart},
	}
	for address, want := range tests {
		c := mustRead(t, map[string]string{"UPRIGHT_SMTP_URL": address, "UPRIGHT_MAIL_FROM": "Upright <u@example.org>"})
		if diff := cmp.Diff(want, c.SMTP); diff != "" {
			t.Errorf("%s: %s", address, diff)
		}
	}
}

func TestWrongValuesAreNamed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, value string }{
		{"UPRIGHT_ADDR", "8080"},
		{"UPRIGHT_ADDR", "localhost:http"},
		{"UPRIGHT_ADDR", "localhost:65536"},
		{"DATABASE_URL", "mysql://me:sesame@host/db"},
		{"DATABASE_URL", "host=db password=sesame"},
		{"DATABASE_URL", "postgres://me:sesame@[broken/db"},
		{"UPRIGHT_PUBLIC_URL", "upright.example.org"},
		{"UPRIGHT_PUBLIC_URL", "ftp://upright.example.org"},
		{"UPRIGHT_PUBLIC_URL", "https://example.org/upright"},
		{"UPRIGHT_SMTP_URL", "mail.example.org:25"},
		{"UPRIGHT_SMTP_URL", "http://me:sesame@mail.example.org"},
		{"UPRIGHT_SMTP_URL", "smtp://me:sesame@mail.example.org?tls=maybe"},
		{"UPRIGHT_SMTP_URL", "smtp://me:sesame@mail.example.org?tls=none"},
		{"UPRIGHT_SMTP_URL", "smtp://me:sesame@mail.example.org:0"},
		{"UPRIGHT_MAIL_FROM", "nobody"},
		{"UPRIGHT_METRICS_ADDR", "9090"},
		{"UPRIGHT_RULES_DIR", file},
		{"UPRIGHT_RULES_DIR", file + "/none"},
		{"UPRIGHT_EXIT_URL", "javascript:alert(1)"},
		{"UPRIGHT_LOG_LEVEL", "loud"},
		{"UPRIGHT_LOG_FORMAT", "xml"},
	}
	for _, tt := range tests {
		c, err := config.FromEnv(env(map[string]string{tt.name: tt.value}), nil)
		if err == nil {
			t.Errorf("%s=%s is taken: %+v", tt.name, tt.value, c)
			continue
		}
		if !strings.HasPrefix(err.Error(), tt.name) {
			t.Errorf("%s=%s: the error does not begin with the option: %v", tt.name, tt.value, err)
		}
		if strings.Contains(err.Error(), "sesame") {
			t.Errorf("%s=%s: the error holds the password: %v", tt.name, tt.value, err)
		}
	}
}

func TestAllWrongValuesAreReportedAtOnce(t *testing.T) {
	_, err := config.FromEnv(env(map[string]string{"UPRIGHT_LOG_LEVEL": "loud", "UPRIGHT_LOG_FORMAT": "xml"}), []string{"-addr", "x"})
	for _, want := range []string{"UPRIGHT_LOG_LEVEL", "UPRIGHT_LOG_FORMAT", "-addr"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not name %s", err, want)
		}
	}
}

func TestArguments(t *testing.T) {
	if _, err := config.FromEnv(env(nil), []string{"-h"}); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("-h: %v", err)
	}
	for _, args := range [][]string{{"-port", "1"}, {"extra"}, {"-data", ""}} {
		if _, err := config.FromEnv(env(nil), args); err == nil {
			t.Errorf("%q is taken", args)
		}
	}
	if _, err := config.FromEnv(env(map[string]string{"UPRIGHT_SMTP_URL": "smtp://mail.example.org"}), nil); err == nil ||
		!strings.Contains(err.Error(), "UPRIGHT_MAIL_FROM") {
		t.Errorf("mail without a sender: %v", err)
	}
}

func TestSecretsAreHidden(t *testing.T) {
	c := mustRead(t, map[string]string{
		"DATABASE_URL":      "postgres://me:sesame@db.example.org/upright?password=sesame",
		"UPRIGHT_SMTP_URL":  "smtp://me:sesame@mail.example.org",
		"UPRIGHT_MAIL_FROM": "u@example.org",
	})
	shown := fmt.Sprint(c.Settings())
	if strings.Contains(shown, "sesame") {
		t.Errorf("the settings hold a password: %s", shown)
	}
	for _, want := range []string{"postgres://db.example.org/", "smtp://mail.example.org/"} {
		if !strings.Contains(shown, want) {
			t.Errorf("the settings do not show %s: %s", want, shown)
		}
	}
}

func TestUsageNamesEveryOption(t *testing.T) {
	var b bytes.Buffer
	config.Usage(&b)
	for _, s := range mustRead(t, nil).Settings() {
		if !strings.Contains(b.String(), s.Name) {
			t.Errorf("%s is missing", s.Name)
		}
	}
}

func TestLogger(t *testing.T) {
	var b bytes.Buffer
	log := mustRead(t, map[string]string{"UPRIGHT_LOG_FORMAT": "json", "UPRIGHT_LOG_LEVEL": "warn"}).Logger(&b)
	log.Info("quiet")
	log.Warn("loud")
	if got := b.String(); !strings.HasPrefix(got, "{") || strings.Contains(got, "quiet") || !strings.Contains(got, "loud") {
		t.Errorf("log: %s", got)
	}
}
