package localdb

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"time"

	"github.com/lib/pq"
)

// settings are given on the command line at every start and so hold for clusters of every age.
var settings = []string{
	"listen_addresses=",
	"unix_socket_permissions=0700",
	// Drafts can name people in danger: neither the text of a failed statement nor the values in it may reach the log.
	"log_min_error_statement=panic",
	"log_error_verbosity=terse",
	"log_checkpoints=off",
}

// command is a program of the installation, run as the account, knowing nothing of our environment: PGDATA, PGOPTIONS
// and the like would change what it does, and a DATABASE_URL is none of its business.
func (c *Cluster) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(c.install.program(name), args...)
	cmd.Dir = string(c.folder)
	cmd.Env = []string{"PATH=" + c.install.bin + ":/usr/bin:/bin", "LC_ALL=C", "TZ=UTC"}
	cmd.SysProcAttr = c.account.sysProcAttr()
	return cmd
}

// initialise makes the cluster beside its place and moves it there when it is complete: a start that was killed half
// way leaves a folder to throw away, never half a cluster.
func (c *Cluster) initialise(ctx context.Context) error {
	tmp, err := os.MkdirTemp(string(c.folder), "unfinished-")
	if err != nil {
		return err
	}
	if err := c.account.own(tmp); err != nil {
		return err
	}
	c.log.Info("making a new database", "folder", string(c.folder), "postgres", c.install.version, "account", c.account.name)
	cmd := c.command("initdb", "--pgdata="+tmp, "--username="+databaseName, "--auth=trust",
		"--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums")
	out, err := runUntil(ctx, cmd)
	if err != nil {
		return errors.Join(fmt.Errorf("initdb: %w: %s", err, bytes.TrimSpace(out)), os.RemoveAll(tmp))
	}
	if err := os.Rename(tmp, c.folder.path(clusterName)); err != nil {
		return err
	}
	return syncFolder(string(c.folder))
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// runUntil runs a command and returns what it printed; it is killed when ctx ends.
func runUntil(ctx context.Context, cmd *exec.Cmd) ([]byte, error) {
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { _ = cmd.Process.Kill() })
	defer stop()
	err := cmd.Wait()
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	return out.Bytes(), err
}

// run joins the server of the cluster if it runs and starts it otherwise. The caller holds the mutex.
func (c *Cluster) run(ctx context.Context) error {
	joined, err := c.join(ctx)
	if joined || err != nil {
		return err
	}
	if c.socket, err = c.folder.socketFolder(c.account); err != nil {
		return err
	}
	return c.launch(ctx)
}

// launch starts the server and waits until it answers. The server is not bound to ctx: it outlives a process that is
// killed, and the next one joins it.
func (c *Cluster) launch(ctx context.Context) error {
	logFile, err := os.OpenFile(c.folder.path(logName), os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer logFile.Close()
	before, err := logFile.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	args := []string{"-D", c.folder.path(clusterName), "-k", c.socket}
	for _, s := range settings {
		args = append(args, "-c", s)
	}
	cmd := c.command("postgres", args...)
	cmd.Stdout, cmd.Stderr = logFile, logFile
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start PostgreSQL: %w", err)
	}
	exited := make(chan error, 1)
	go func() { exited <- cmd.Wait() }() // also keeps a stopped server from staying a zombie
	for {
		if c.ping(ctx) == answers {
			c.log.Info("database started", "folder", string(c.folder), "pid", cmd.Process.Pid)
			return nil
		}
		select {
		case err := <-exited:
			c.removeSocketFolder()
			return fmt.Errorf("PostgreSQL ended at once (%v): %s", err, printedSince(logFile, before))
		case <-ctx.Done():
			_ = cmd.Process.Signal(syscall.SIGINT)
			<-exited
			return fmt.Errorf("PostgreSQL did not answer: %w: %s", ctx.Err(), printedSince(logFile, before))
		case <-time.After(pollInterval):
		}
	}
}

// printedSince returns what the server has printed after the given place in its log, shortened from the front.
func printedSince(log *os.File, from int64) string {
	b, err := io.ReadAll(io.NewSectionReader(log, from, 1<<20))
	if err != nil {
		return err.Error()
	}
	const enough = 2000
	b = bytes.TrimSpace(b)
	return string(b[max(0, len(b)-enough):])
}

// shutDown stops the server: it refuses new connections, ends the running ones and writes everything down.
func (c *Cluster) shutDown() error {
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	cmd := c.command("pg_ctl", "stop", "--pgdata="+c.folder.path(clusterName), "--mode=fast", "--silent",
		"--timeout="+strconv.Itoa(int(startTimeout.Seconds())))
	if out, err := runUntil(ctx, cmd); err != nil {
		if p, perr := c.postmaster(); perr == nil && p.pid == 0 {
			return nil // somebody else has stopped it
		}
		return fmt.Errorf("pg_ctl stop: %w: %s", err, bytes.TrimSpace(out))
	}
	c.removeSocketFolder()
	c.log.Info("database stopped", "folder", string(c.folder))
	return nil
}

// createDatabase makes the one database on the first start.
func (c *Cluster) createDatabase(ctx context.Context) error {
	db, err := sql.Open("postgres", c.url("postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	var there bool
	err = db.QueryRowContext(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", databaseName).Scan(&there)
	if err != nil || there {
		return err
	}
	_, err = db.ExecContext(ctx, "CREATE DATABASE "+pq.QuoteIdentifier(databaseName))
	return err
}
