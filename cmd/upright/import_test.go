package main

import (
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"upright/internal/example"
	"upright/internal/importer"
	"upright/internal/picture"
	"upright/internal/store"
	"upright/internal/store/storetest"
	"upright/internal/upr"
)

// A line is one command line run inside the test.
type line struct {
	status         int
	stdout, stderr string
}

func runLine(t *testing.T, env map[string]string, args ...string) line {
	t.Helper()
	var stdout, stderr bytes.Buffer
	p := program{getenv: func(k string) string { return env[k] }, stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr}
	status := p.report(p.run(t.Context(), args))
	return line{status, stdout.String(), stderr.String()}
}

// portable writes the example, with all that a file can carry, and returns its name and text.
func portable(t *testing.T, change func(*upr.Submission)) (string, string) {
	t.Helper()
	s, err := example.Submission("en")
	if err != nil {
		t.Fatal(err)
	}
	m := image.NewNRGBA(image.Rect(0, 0, 40, 30))
	m.Set(5, 5, color.NRGBA{B: 200, A: 255})
	var logo bytes.Buffer
	if err := png.Encode(&logo, m); err != nil {
		t.Fatal(err)
	}
	if s.Organizations[0].Logo, err = picture.Decode(&logo); err != nil {
		t.Fatal(err)
	}
	s.Ready = []string{"part-summary", "part-framework"}
	s.Details.Deadline = upr.Deadline{At: time.Date(2028, 7, 1, 10, 0, 0, 0, time.UTC), Source: upr.OwnDeadline}
	change(s)
	var b bytes.Buffer
	if err := importer.Write(&b, s); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "submission.upright.json")
	if err := os.WriteFile(name, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return name, b.String()
}

// withAna returns the environment of a fresh database in which Ana has an account.
func withAna(t *testing.T) (map[string]string, *store.Store, upr.Actor) {
	t.Helper()
	url := storetest.URL(t)
	s := storetest.Connect(t, url)
	ana, err := s.CreateUser(t.Context(), store.NewUser{Name: "Ana", Email: "ana@example.org", PasswordHash: "hash"})
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{"DATABASE_URL": url, "UPRIGHT_PUBLIC_URL": "https://upright.example.org"}, s, upr.Actor{User: ana.ID}
}

// take imports a file and returns the id that the command prints.
func take(t *testing.T, env map[string]string, args ...string) string {
	t.Helper()
	got := runLine(t, env, append([]string{"import", "-user", "Ana@Example.org"}, args...)...)
	id, address, _ := strings.Cut(strings.TrimSpace(got.stdout), "\n")
	if got.status != statusOK || len(id) != 20 || address != "https://upright.example.org/submissions/"+id {
		t.Fatalf("import %v: %+v", args, got)
	}
	return id
}

func TestImportAndExportKeepTheFile(t *testing.T) {
	env, _, _ := withAna(t)
	name, text := portable(t, func(*upr.Submission) {})
	id := take(t, env, name)
	if got := runLine(t, env, "export", id); got.status != statusOK || got.stdout != text || got.stderr != "" {
		t.Errorf("export is another file:\n%s", firstDifference(text, got.stdout+got.stderr))
	}
	out := filepath.Join(t.TempDir(), "again.upright.json")
	if got := runLine(t, env, "export", id, "-o", out); got.status != statusOK || got.stdout != "" {
		t.Fatalf("%+v", got)
	}
	if got, err := os.ReadFile(out); err != nil || string(got) != text {
		t.Errorf("the file is another one: %v\n%s", err, firstDifference(text, string(got)))
	}

	// A joint submission keeps its organizations and their order.
	name, text = portable(t, func(s *upr.Submission) {
		s.Details.Kind = upr.Joint
		s.Organizations[0].Name = "First of several"
		s.Organizations = append(s.Organizations, upr.Organization{
			Name: "Second", City: "Bern", Country: "CHE", UpdatedAt: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
		})
	})
	if got := runLine(t, env, "export", take(t, env, name)); got.stdout != text {
		t.Errorf("the joint submission is another file:\n%s", firstDifference(text, got.stdout))
	}
}

// What was written since the import is in the export.
func TestExportHasTheLatestText(t *testing.T) {
	env, s, ana := withAna(t)
	name, _ := portable(t, func(*upr.Submission) {})
	id := take(t, env, name)
	// Position 2 is the beginning of the first part's title.
	const insert = `[{"stepType":"replace","from":2,"to":2,"slice":{"content":[{"type":"text","text":"Newer "}]}}]`
	commit := store.Commit{
		Version: 1, Ref: upr.NewID(), Client: upr.NewID(), User: ana.User, Steps: json.RawMessage(insert), Kept: json.RawMessage("null"),
	}
	if _, err := s.AddCommits(t.Context(), upr.SubmissionID(id), 0, []store.Commit{commit}); err != nil {
		t.Fatal(err)
	}
	got := runLine(t, env, "export", id)
	exported, err := importer.Read(strings.NewReader(got.stdout))
	if err != nil {
		t.Fatalf("%v: %+v", err, got)
	}
	if title := exported.Manuscript.Parts[0].Title; title != "Newer Executive summary" {
		t.Errorf("the title is %q", title)
	}
}

func TestImportChoosesTheOrganization(t *testing.T) {
	env, s, ana := withAna(t)
	name, _ := portable(t, func(*upr.Submission) {})
	lead := func(id string) upr.Organization {
		t.Helper()
		got, err := s.Submission(t.Context(), ana, upr.SubmissionID(id))
		if err != nil {
			t.Fatal(err)
		}
		return got.Organizations[0]
	}
	first, second := lead(take(t, env, name)), lead(take(t, env, name))
	if first.ID != second.ID || !first.Example {
		t.Errorf("the organization was made twice, or is no example: %+v, %+v", first, second)
	}
	other, err := s.CreateOrganization(t.Context(), ana, upr.Organization{Name: "Other"})
	if err != nil {
		t.Fatal(err)
	}
	if got := lead(take(t, env, name, "-organization", string(other))); got.ID != other {
		t.Errorf("it went to %+v", got)
	}
}

func TestImportAndExportRefuse(t *testing.T) {
	env, s, ana := withAna(t)
	name, text := portable(t, func(*upr.Submission) {})
	damaged := filepath.Join(t.TempDir(), "damaged.upright.json")
	if err := os.WriteFile(damaged, []byte(strings.Replace(text, "412", "413", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		args   string
		status int
		stderr string
	}{
		{"import " + name, statusUsage, "-user EMAIL is needed"},
		{"import -user ana@example.org", statusUsage, "0 arguments given"},
		{"import -user ana@example.org " + damaged, statusUsage, "damaged.upright.json: The file is damaged"},
		{"import -user ana@example.org missing.json", statusUsage, "missing.json: no such file"},
		{"import -user ben@example.org " + name, statusFailed, "nobody here has the address ben@example.org"},
		{"import -user ana@example.org -organization aaaaaaaaaaaaaaaaaaaa " + name, statusFailed, "in no organization aaaaaaaaaaaaaaaaaaaa"},
		{"export aaaaaaaaaaaaaaaaaaaa", statusFailed, "there is no submission aaaaaaaaaaaaaaaaaaaa"},
		{"export no-id", statusFailed, "there is no submission no-id"},
		{"export", statusUsage, "0 arguments given"},
	} {
		got := runLine(t, env, strings.Fields(tt.args)...)
		if got.status != tt.status || !strings.Contains(got.stderr, tt.stderr) || got.stdout != "" {
			t.Errorf("%s: %+v", tt.args, got)
		}
	}
	if own, err := s.Organizations(t.Context(), ana); err != nil || len(own) != 0 {
		t.Errorf("something was left: %v, %v", own, err)
	}
}

// firstDifference shows where two files part.
func firstDifference(want, got string) string {
	n := 0
	for n < len(want) && n < len(got) && want[n] == got[n] {
		n++
	}
	around := func(s string) string { return s[max(0, min(n-60, len(s))):min(n+60, len(s))] }
	return "want …" + around(want) + "…\ngot  …" + around(got) + "…"
}
