package localdb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/lib/pq"
)

// join waits for a server that is already there to answer. It reports false when there is none.
func (c *Cluster) join(ctx context.Context) (bool, error) {
	// A process id in the file may by now belong to somebody else (after a restart of the machine), or the server may
	// not listen yet (started a moment ago by a process that was killed). So a live process that does not answer gets
	// a short time; after that PostgreSQL itself, started on the cluster, decides.
	const patience = 3 * time.Second
	silentSince := time.Now()
	for {
		p, err := c.postmaster()
		if err != nil || p.pid == 0 {
			return false, err
		}
		c.socket = p.socket
		switch c.ping(ctx) {
		case answers:
			c.log.Info("joined the running database", "folder", string(c.folder), "pid", p.pid)
			return true, nil
		case starting:
			silentSince = time.Now()
		case silent:
			if !alive(p.pid) || time.Since(silentSince) > patience {
				return false, nil
			}
		}
		if err := pause(ctx); err != nil {
			return false, fmt.Errorf("waiting for the running server: %w", err)
		}
	}
}

// A postmaster is what the file of that name says about the running server.
type postmaster struct {
	pid    int // 0: none
	socket string
}

// postmaster reads postmaster.pid, in which PostgreSQL keeps the process id on line 1 and the socket folder on line 5.
func (c *Cluster) postmaster() (postmaster, error) {
	b, err := os.ReadFile(filepath.Join(c.folder.path(clusterName), "postmaster.pid"))
	if errors.Is(err, os.ErrNotExist) {
		return postmaster{}, nil
	}
	if err != nil {
		return postmaster{}, err
	}
	lines := strings.Split(string(b), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(lines[0]))
	if err != nil || pid <= 0 {
		return postmaster{}, nil // being written just now, or damaged: PostgreSQL decides
	}
	p := postmaster{pid: pid}
	if len(lines) >= 5 {
		p.socket = strings.TrimSpace(lines[4])
	}
	return p, nil
}

func alive(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}

// What a server says when it is called.
type answer int

const (
	silent   answer = iota // nobody listens
	starting               // it is starting, recovering or stopping
	answers                // it serves this cluster
)

const pollInterval = 20 * time.Millisecond

func pause(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(pollInterval):
		return nil
	}
}

// ping asks the server behind the socket whether it serves this cluster.
func (c *Cluster) ping(ctx context.Context) answer {
	if c.socket == "" {
		return silent
	}
	db, err := sql.Open("postgres", c.url("postgres"))
	if err != nil {
		return silent
	}
	defer db.Close()
	var dir string
	err = db.QueryRowContext(ctx, "SHOW data_directory").Scan(&dir)
	var refused *pq.Error
	switch {
	case errors.As(err, &refused) && refused.Code == "57P03": // cannot_connect_now
		return starting
	case err != nil:
		return silent
	}
	if !sameFolder(dir, c.folder.path(clusterName)) {
		return silent
	}
	return answers
}

func sameFolder(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}
