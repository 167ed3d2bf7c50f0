package storetest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/localdb"
	"upright/internal/store"
	"upright/migrations"
)

// server returns the address of the server for this test process.
func server() (string, error) {
	if given := os.Getenv("UPRIGHT_TEST_DATABASE_URL"); given != "" {
		return given, nil
	}
	own, err := private()
	return own.url, err
}

// A privateServer ends when its pipe closes, so the pipe must be reachable as long as the process lives: closed by the
// garbage collector it would end the server in the middle of a test.
type privateServer struct {
	url     string
	cluster *localdb.Cluster
	pipe    io.WriteCloser
}

// private starts the server of this test process, at most once.
var private = sync.OnceValues(func() (privateServer, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	dir, err := os.MkdirTemp("", "upright-test-")
	if err != nil {
		return privateServer{}, fmt.Errorf("folder for the private server: %w", err)
	}
	pipe, err := stopWithProcess(dir)
	if err != nil {
		return privateServer{}, err
	}
	cluster, err := localdb.Start(ctx, dir, slog.New(slog.DiscardHandler))
	if err != nil {
		return privateServer{}, fmt.Errorf("start private server: %w", err)
	}
	return privateServer{url: cluster.URL(), cluster: cluster, pipe: pipe}, nil
})

// stopWithProcess makes sure that the server under dir ends and dir goes when this process ends, however it ends: a
// shell waits for the end of the pipe that is returned and that only this process holds. Nothing that a test process does
// at its own end would also cover a panic, a timeout and a kill.
func stopWithProcess(dir string) (io.WriteCloser, error) {
	const script = `cat >/dev/null
find "$1" -name postmaster.pid | while read -r file; do kill -QUIT "$(head -n 1 "$file")"; done
for try in 1 2 3 4 5; do rm -rf "$1" 2>/dev/null && exit; sleep 1; done`
	watch := exec.Command("sh", "-c", script, "sh", dir)
	watch.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // an interrupt from the terminal must not reach it first
	pipe, err := watch.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("watch private server: %w", err)
	}
	if err := watch.Start(); err != nil {
		return nil, fmt.Errorf("watch private server: %w", err)
	}
	return pipe, nil
}

// migratedTemplate returns the name of the database that fresh ones are copied from, made at most once per process. Its
// name carries a hash of the migrations: on a server that outlives the tests an old template is never taken for a new.
var migratedTemplate = sync.OnceValues(func() (string, error) {
	base, err := server()
	if err != nil {
		return "", err
	}
	hash, err := hashMigrations()
	if err != nil {
		return "", err
	}
	name := "upright_template_" + hash
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := sweep(ctx, base); err != nil {
		return "", err
	}
	return name, alone(ctx, base, func(conn *sqlx.Conn) error { return makeTemplate(ctx, conn, base, name) })
})

// makeTemplate creates and migrates the template, unless it is there. It has to run alone.
func makeTemplate(ctx context.Context, conn *sqlx.Conn, base, name string) error {
	var exists bool
	if err := conn.GetContext(ctx, &exists, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, name); err != nil {
		return fmt.Errorf("look for template: %w", err)
	}
	if !exists {
		if _, err := conn.ExecContext(ctx, `CREATE DATABASE "`+name+`" TEMPLATE template0`); err != nil {
			return fmt.Errorf("create template: %w", err)
		}
	}
	address, err := withDatabase(base, name)
	if err != nil {
		return err
	}
	s, err := store.Open(ctx, address)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	if _, err := s.Migrate(ctx); err != nil {
		return fmt.Errorf("migrate template: %w", err)
	}
	return nil
}

// withDatabase returns the server's address with another database.
func withDatabase(base, name string) (string, error) {
	u, err := url.Parse(base)
	if err != nil {
		return "", fmt.Errorf("address of the server: %w", err)
	}
	u.Path = "/" + name
	return u.String(), nil
}

func hashMigrations() (string, error) {
	names, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil {
		return "", fmt.Errorf("list migrations: %w", err)
	}
	sum := sha256.New()
	for _, name := range names {
		text, err := fs.ReadFile(migrations.Files, name)
		if err != nil {
			return "", fmt.Errorf("read migration: %w", err)
		}
		fmt.Fprintf(sum, "%s %d\n%s", name, len(text), text)
	}
	return hex.EncodeToString(sum.Sum(nil)[:8]), nil
}
