// Package localdb runs a private PostgreSQL cluster for people who have none configured: on a laptop, in tests, on a
// small server. The cluster lives in one folder, listens on a Unix socket that only its account may open, never on the
// network, and writes durably (fsync stays on).
//
// It refuses to touch what it did not make: a folder that holds anything else is left alone, an existing cluster is
// never deleted or initialised again, and one that another version of PostgreSQL made is not opened. It does not tune,
// back up or upgrade; who needs that runs a PostgreSQL server and sets DATABASE_URL.
package localdb

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"time"
)

// Names inside the data folder.
const (
	clusterName = "cluster"      // PostgreSQL's own data directory
	socketName  = "socket"       // where the Unix socket is, if its path is short enough
	logName     = "postgres.log" // what the server prints
	mutexName   = "upright.lock" // held while the cluster is being started or stopped; also marks the folder as ours
	usersName   = "users.lock"   // shared by every process that uses the cluster, for as long as it does
)

// databaseName is the one database in the cluster, and the one role.
const databaseName = "upright"

// startTimeout bounds one start. Recovery after a power cut replays at most a gigabyte of log, well within it.
const startTimeout = 2 * time.Minute

// A Cluster is a running private PostgreSQL cluster, as one of its users sees it.
type Cluster struct {
	folder  folder
	install install
	account account
	socket  string
	users   *lock
	log     *slog.Logger
}

// Start makes sure that the cluster in dir runs and returns it. A missing or empty dir is initialised, an existing
// cluster is started, one that already runs (started by another process, or left over by one that was killed) is
// joined. Several processes may call Start on one dir at the same time.
//
// Started as root, the cluster runs as the account that owns it, or for a new one as the first that exists of upright,
// postgres and nobody, since PostgreSQL refuses root. Only folders that Start makes, or finds empty, change hands.
//
// Start fails, with a message fit for the person who started the program, when PostgreSQL is not installed or has the
// wrong version, when dir holds something else, or when the cluster does not come up before ctx ends.
func Start(ctx context.Context, dir string, log *slog.Logger) (*Cluster, error) {
	c, err := start(ctx, dir, log)
	if err != nil {
		return nil, fmt.Errorf("the built-in database in %s: %w", dir, err)
	}
	return c, nil
}

func start(ctx context.Context, dir string, log *slog.Logger) (*Cluster, error) {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	f := folder(abs)
	acct, err := f.open()
	if err != nil {
		return nil, err
	}
	mutex, err := lockExclusive(ctx, f.path(mutexName), acct)
	if err != nil {
		return nil, err
	}
	defer mutex.release()

	c := &Cluster{folder: f, account: acct, log: log}
	if err := c.prepare(ctx); err != nil {
		return nil, err
	}
	if err := c.run(ctx); err != nil {
		return nil, err
	}
	if c.users, err = lockShared(f.path(usersName), acct); err != nil {
		return nil, err
	}
	if err := c.createDatabase(ctx); err != nil {
		return nil, errors.Join(err, c.leave())
	}
	return c, nil
}

// prepare finds the installation that fits the cluster and makes the cluster if there is none.
func (c *Cluster) prepare(ctx context.Context) error {
	version, err := c.folder.version()
	if err != nil {
		return err
	}
	found := findInstalls(ctx)
	if c.install, err = choose(found, version); err != nil {
		return err
	}
	if version != 0 {
		return nil
	}
	return c.initialise(ctx)
}

// URL is the connection string of the database in the cluster, for lib/pq. It holds no password: the socket's folder is
// what keeps others out.
func (c *Cluster) URL() string { return c.url(databaseName) }

func (c *Cluster) url(database string) string {
	u := url.URL{
		Scheme:   "postgres",
		User:     url.User(databaseName),
		Path:     "/" + database,
		RawQuery: url.Values{"host": {c.socket}, "sslmode": {"disable"}}.Encode(),
	}
	return u.String()
}

// Stop ends this process's use of the cluster. The last process to stop shuts the cluster down, cleanly and without
// waiting for clients; while others use it, it goes on. A second Stop does nothing.
func (c *Cluster) Stop() error {
	if c.users == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	mutex, err := lockExclusive(ctx, c.folder.path(mutexName), c.account)
	if err != nil {
		return fmt.Errorf("stop the built-in database: %w", err)
	}
	defer mutex.release()
	if err := c.leave(); err != nil {
		return fmt.Errorf("stop the built-in database: %w", err)
	}
	return nil
}

// leave gives up the shared lock and shuts the cluster down if nobody else holds it. The caller holds the mutex.
func (c *Cluster) leave() error {
	last := c.users.tryExclusive()
	c.users.release()
	c.users = nil
	if !last {
		c.log.Info("database left running for another process", "folder", string(c.folder))
		return nil
	}
	return c.shutDown()
}

// removeSocketFolder removes a socket folder outside the data folder; PostgreSQL has emptied it.
func (c *Cluster) removeSocketFolder() {
	if c.socket == c.folder.path(socketName) {
		return
	}
	if err := os.Remove(c.socket); err != nil && !errors.Is(err, os.ErrNotExist) {
		c.log.Warn("socket folder stays behind", "folder", c.socket, "error", err)
	}
}
