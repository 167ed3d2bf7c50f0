package localdb

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// ownerVariable makes the test binary start the cluster in the folder it names, print its URL and wait: a process that
// the tests can kill.
const ownerVariable = "LOCALDB_TEST_OWNER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(ownerVariable); dir != "" {
		c, err := Start(context.Background(), dir, slog.New(slog.DiscardHandler))
		if err != nil {
			fmt.Println("error:", err)
			os.Exit(1)
		}
		fmt.Println(c.URL())
		_, _ = io.Copy(io.Discard, os.Stdin) // until the parent closes it
		if err := c.Stop(); err != nil {
			fmt.Println("error:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// tempDir is a folder that other accounts may pass through, which t.TempDir is not.
func tempDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "localdb-test-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

func mustStart(t *testing.T, dir string) *Cluster {
	t.Helper()
	c, err := Start(t.Context(), dir, slog.New(slog.NewTextHandler(t.Output(), nil)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Stop(); err != nil {
			t.Error(err)
		}
	})
	return c
}

func mustStop(t *testing.T, c *Cluster) {
	t.Helper()
	if err := c.Stop(); err != nil {
		t.Fatal(err)
	}
}

func execute(t *testing.T, url, query string) {
	t.Helper()
	db, err := sql.Open("postgres", url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), query); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func queryRow(t *testing.T, url, query string) string {
	t.Helper()
	db, err := sql.Open("postgres", url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var s string
	if err := db.QueryRowContext(t.Context(), query).Scan(&s); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return s
}

func running(c *Cluster) bool { return c.ping(context.Background()) == answers }

func TestStopAndStart(t *testing.T) {
	dir := filepath.Join(tempDir(t), "new", "data")
	c := mustStart(t, dir)
	execute(t, c.URL(), "CREATE TABLE kept AS SELECT 'Überprüfung' AS text")
	mustStop(t, c)
	if running(c) {
		t.Fatal("the cluster still answers after Stop")
	}
	mustStop(t, c) // a second Stop does nothing

	c = mustStart(t, dir)
	if got := queryRow(t, c.URL(), "SELECT text FROM kept"); got != "Überprüfung" {
		t.Errorf("text after a restart: %q", got)
	}
	for setting, want := range map[string]string{
		"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "data_checksums": "on",
		"listen_addresses": "", "log_min_error_statement": "panic", "server_encoding": "UTF8",
	} {
		if got := queryRow(t, c.URL(), "SHOW "+setting); got != want {
			t.Errorf("%s = %q, want %q", setting, got, want)
		}
	}
	if got := queryRow(t, c.URL(), "SELECT lower('ÉÇ')"); got != "éç" {
		t.Errorf("lower('ÉÇ') = %q: the locale knows ASCII only", got)
	}
	foldersAreClosedToOthers(t, dir, c)
	failedStatementsStayOutOfTheLog(t, dir, c)
}

func foldersAreClosedToOthers(t *testing.T, dir string, c *Cluster) {
	t.Helper()
	for _, p := range []string{dir, c.socket, filepath.Join(dir, clusterName)} {
		info, err := os.Stat(p)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o700 {
			t.Errorf("%s has mode %v", p, info.Mode().Perm())
		}
	}
}

func failedStatementsStayOutOfTheLog(t *testing.T, dir string, c *Cluster) {
	t.Helper()
	execute(t, c.URL(), "CREATE TABLE person (name text UNIQUE)")
	db, err := sql.Open("postgres", c.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	const secret = "name of a witness"
	for _, q := range []string{
		"INSERT INTO person VALUES ('" + secret + "'), ('" + secret + "')",
		"SELECT no_such_column, '" + secret + "'",
	} {
		if _, err := db.ExecContext(t.Context(), q); err == nil {
			t.Fatalf("%s: no error", q)
		}
	}
	b, err := os.ReadFile(filepath.Join(dir, logName))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(b), "duplicate key") {
		t.Error("the log does not hold the error at all")
	}
	if strings.Contains(string(b), secret) {
		t.Errorf("the log holds the data of a failed statement:\n%s", b)
	}
}

// owner is another process that uses the cluster.
type owner struct {
	cmd   *exec.Cmd
	stdin io.Closer
	url   string
}

func startOwner(t *testing.T, dir string) *owner {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), ownerVariable+"="+dir)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil || strings.HasPrefix(line, "error:") {
		t.Fatalf("the other process: %q, %v", line, err)
	}
	return &owner{cmd, stdin, strings.TrimSpace(line)}
}

func (o *owner) kill(t *testing.T) {
	t.Helper()
	if err := o.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	var exit *exec.ExitError
	if err := o.cmd.Wait(); !errors.As(err, &exit) {
		t.Fatal(err)
	}
}

func (o *owner) stop(t *testing.T) {
	t.Helper()
	if err := o.stdin.Close(); err != nil {
		t.Fatal(err)
	}
	if err := o.cmd.Wait(); err != nil {
		t.Fatal(err)
	}
}

func TestClusterOfAKilledProcessIsJoinedAndStopped(t *testing.T) {
	dir := filepath.Join(tempDir(t), "data")
	o := startOwner(t, dir)
	execute(t, o.url, "CREATE TABLE kept AS SELECT 'there' AS text")
	o.kill(t)

	c := mustStart(t, dir)
	if c.URL() != o.url {
		t.Errorf("joined %s, want %s", c.URL(), o.url)
	}
	if got := queryRow(t, c.URL(), "SELECT text FROM kept"); got != "there" {
		t.Errorf("text = %q", got)
	}
	mustStop(t, c)
	if running(c) {
		t.Error("the cluster of a killed process outlives its last user")
	}
}

func TestLastUserStopsTheCluster(t *testing.T) {
	dir := filepath.Join(tempDir(t), "data")
	o := startOwner(t, dir)
	c := mustStart(t, dir)
	if c.URL() != o.url {
		t.Errorf("second user got %s, want %s", c.URL(), o.url)
	}
	o.stop(t)
	if !running(c) {
		t.Fatal("the first user stopped the cluster under the second")
	}
	o = startOwner(t, dir)
	mustStop(t, c)
	queryRow(t, o.url, "SELECT 'still there'")
	o.stop(t)
	if running(c) {
		t.Error("the cluster outlives its last user")
	}
}

func TestManyStartersShareOneCluster(t *testing.T) {
	dir := filepath.Join(tempDir(t), "data")
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	var wg sync.WaitGroup
	clusters := make([]*Cluster, 5)
	for i := range clusters {
		wg.Go(func() {
			c, err := Start(t.Context(), dir, log)
			if err != nil {
				t.Error(err)
				return
			}
			clusters[i] = c
			if got := queryRow(t, c.URL(), "SELECT 'yes'"); got != "yes" {
				t.Errorf("got %q", got)
			}
		})
	}
	wg.Wait()
	if t.Failed() {
		t.FailNow()
	}
	for _, c := range clusters {
		if c.URL() != clusters[0].URL() {
			t.Errorf("two clusters: %s and %s", c.URL(), clusters[0].URL())
		}
	}
	for i, c := range clusters {
		if !running(c) {
			t.Errorf("stopped before user %d was done", i)
		}
		mustStop(t, c)
	}
	if running(clusters[0]) {
		t.Error("the cluster outlives its last user")
	}
}

func TestServerThatDiedLeavesAStaleFileBehind(t *testing.T) {
	dir := filepath.Join(tempDir(t), "data")
	c := mustStart(t, dir)
	execute(t, c.URL(), "CREATE TABLE kept AS SELECT 'there' AS text")
	p, err := c.postmaster()
	if err != nil {
		t.Fatal(err)
	}
	// A power cut takes the program and the database at once; SIGKILL to the server is as near as a test gets.
	if err := syscall.Kill(p.pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	c.users.release()
	c.users = nil
	for deadline := time.Now().Add(10 * time.Second); running(c); {
		if time.Now().After(deadline) {
			t.Fatal("the killed server still answers")
		}
	}
	c = mustStart(t, dir)
	if got := queryRow(t, c.URL(), "SELECT text FROM kept"); got != "there" {
		t.Errorf("after recovery: %q", got)
	}

	end := c.command("pg_ctl", "stop", "--pgdata="+c.folder.path(clusterName), "--mode=immediate", "--silent")
	if out, err := runUntil(t.Context(), end); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if err := c.Stop(); err != nil {
		t.Errorf("Stop after somebody else stopped the server: %v", err)
	}
}

func TestForeignFoldersAreRefused(t *testing.T) {
	tests := map[string]struct {
		files map[string]string
		want  string
	}{
		"photos":              {map[string]string{"holiday.jpg": "…"}, "not one that Upright made"},
		"bare cluster":        {map[string]string{"PG_VERSION": "15\n"}, "not one that Upright made"},
		"broken cluster":      {map[string]string{"cluster/base": "…"}, "no PG_VERSION"},
		"senseless version":   {map[string]string{"cluster/PG_VERSION": "fifteen"}, "does not hold a version"},
		"version not here":    {map[string]string{"cluster/PG_VERSION": "9\n"}, "made by PostgreSQL 9"},
		"future version here": {map[string]string{"cluster/PG_VERSION": "99\n"}, "made by PostgreSQL 99"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			dir := tempDir(t)
			for file, text := range tt.files {
				path := filepath.Join(dir, file)
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			giveAway(t, filepath.Join(dir, clusterName))
			c, err := Start(t.Context(), dir, slog.New(slog.DiscardHandler))
			if err == nil {
				t.Fatal(errors.Join(errors.New("the folder was accepted"), c.Stop()))
			}
			if !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), dir) {
				t.Errorf("error %q does not say %q and name the folder", err, tt.want)
			}
			for file, text := range tt.files {
				if b, err := os.ReadFile(filepath.Join(dir, file)); err != nil || string(b) != text {
					t.Errorf("%s was touched: %q, %v", file, b, err)
				}
			}
		})
	}
}

// giveAway gives an existing cluster folder to the account that a cluster would have.
func giveAway(t *testing.T, cluster string) {
	t.Helper()
	acct, err := accountFor(filepath.Join(cluster, "absent"))
	if err != nil {
		t.Fatal(err)
	}
	if err := acct.own(cluster); err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
}

func TestLongPathsGetAShortSocketFolder(t *testing.T) {
	dir := filepath.Join(tempDir(t), strings.Repeat("long", 20), "data")
	c := mustStart(t, dir)
	if strings.HasPrefix(c.socket, dir) {
		t.Errorf("the socket folder is %s, too long for a socket", c.socket)
	}
	info, err := os.Stat(c.socket)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o700 {
		t.Errorf("mode %v", info.Mode().Perm())
	}
	second := mustStart(t, dir)
	if second.socket != c.socket {
		t.Errorf("the second user looks in %s, the socket is in %s", second.socket, c.socket)
	}
	mustStop(t, c)
	mustStop(t, second)
	if _, err := os.Stat(c.socket); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the socket folder is left behind: %v", err)
	}
}

func TestClosedParentIsNamed(t *testing.T) {
	dir := tempDir(t)
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	acct := account{name: "somebody", uid: 4242, gid: 4242, switched: true}
	err := acct.canEnter(dir)
	if err == nil || !strings.Contains(err.Error(), dir) || !strings.Contains(err.Error(), "somebody") {
		t.Errorf("error %v does not name the folder and the account", err)
	}
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	if err := acct.canEnter(dir); err != nil {
		t.Errorf("a folder open to all: %v", err)
	}
}

func TestChoose(t *testing.T) {
	found := []install{{"/new", 17}, {"/old", 15}}
	tests := map[string]struct {
		found   []install
		version int
		bin     string
		err     string
	}{
		"newest for a new cluster":  {found, 0, "/new", ""},
		"same for an old cluster":   {found, 15, "/old", ""},
		"none for a foreign one":    {found, 16, "", "made by PostgreSQL 16, which is not installed (found: 17 in /new, 15 in /old)"},
		"nothing installed":         {nil, 0, "", "PostgreSQL is not installed"},
		"too old for a new cluster": {[]install{{"/old", 13}}, 0, "", "PostgreSQL 15 or newer is needed; found: 13 in /old"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := choose(tt.found, tt.version)
			if got.bin != tt.bin {
				t.Errorf("chose %q, want %q", got.bin, tt.bin)
			}
			if tt.err == "" && err != nil || tt.err != "" && (err == nil || !strings.Contains(err.Error(), tt.err)) {
				t.Errorf("error %v, want %q", err, tt.err)
			}
		})
	}
}
