package localdb

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// A folder is the absolute path of a data folder.
type folder string

func (f folder) path(name string) string { return filepath.Join(string(f), name) }

// open makes the folder if it is missing, refuses it if it holds something that is not ours, and returns the account
// that the cluster in it runs as.
func (f folder) open() (account, error) {
	// The parents belong to whoever starts the program; only the folder itself is private.
	if err := os.MkdirAll(filepath.Dir(string(f)), 0o755); err != nil {
		return account{}, err
	}
	if err := os.Mkdir(string(f), 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return account{}, err
	}
	entries, err := os.ReadDir(string(f))
	if err != nil {
		return account{}, err
	}
	if !ours(entries) {
		return account{}, fmt.Errorf("the folder is not empty and not one that Upright made; nothing in it was changed. " +
			"Choose an empty or new folder with -data")
	}
	acct, err := accountFor(f.path(clusterName))
	if err != nil {
		return account{}, err
	}
	if len(entries) == 0 {
		if err := acct.own(string(f)); err != nil {
			return account{}, err
		}
	}
	return acct, acct.canEnter(string(f))
}

// ours tells whether a folder with these entries is one that this package made or may use.
func ours(entries []fs.DirEntry) bool {
	if len(entries) == 0 {
		return true
	}
	for _, e := range entries {
		// A copy made with a file manager may lack the lock file but never the cluster.
		if e.Name() == mutexName || e.Name() == clusterName && e.IsDir() {
			return true
		}
	}
	return false
}

// version is the major version of PostgreSQL that made the cluster, 0 when there is no cluster yet.
func (f folder) version() (int, error) {
	cluster := f.path(clusterName)
	if _, err := os.Stat(cluster); errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	b, err := os.ReadFile(filepath.Join(cluster, "PG_VERSION"))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, fmt.Errorf("%s is there but is not a PostgreSQL cluster (no PG_VERSION); nothing in it was changed", cluster)
	}
	if err != nil {
		return 0, err
	}
	v, err := strconv.Atoi(strings.TrimSpace(string(b)))
	if err != nil || v <= 0 {
		return 0, fmt.Errorf("%s/PG_VERSION does not hold a version: %q", cluster, b)
	}
	return v, nil
}

// maxSocketPath is the longest path of a Unix socket: 107 bytes on Linux, 103 on macOS and the BSDs. The smaller one
// costs nothing.
const maxSocketPath = 103

// socketFile is the name PostgreSQL gives the socket of its default port, which connection strings assume.
const socketFile = ".s.PGSQL.5432"

// socketFolder returns a private folder for the socket: inside the data folder, or if that path is too long for a
// socket a new one under the system's folder for temporary files.
func (f folder) socketFolder(acct account) (string, error) {
	dir := f.path(socketName)
	if fitsSocket(dir) {
		if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return "", err
		}
		return dir, acct.own(dir)
	}
	dir, err := os.MkdirTemp("", "upright-")
	if err != nil {
		return "", err
	}
	if !fitsSocket(dir) {
		return "", errors.Join(
			fmt.Errorf("no folder short enough for a socket: %s and %s are both too long; set TMPDIR to a shorter one",
				f.path(socketName), dir),
			os.Remove(dir))
	}
	return dir, acct.own(dir)
}

func fitsSocket(dir string) bool {
	return len(filepath.Join(dir, socketFile)) <= maxSocketPath
}
