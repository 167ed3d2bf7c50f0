package localdb

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// oldest is the oldest major version of PostgreSQL that the migrations are tested with.
const oldest = 15

// An install is one installed version of PostgreSQL.
type install struct {
	bin     string // the folder with initdb, postgres and pg_ctl
	version int    // its major version
}

func (i install) program(name string) string { return filepath.Join(i.bin, name) }

// places are the folders in which the packages of common systems put the server's programs, which are often not on the
// PATH: Debian and Ubuntu, Red Hat, Homebrew on both kinds of Mac, and FreeBSD.
var places = []string{
	"/usr/lib/postgresql/*/bin",
	"/usr/pgsql-*/bin",
	"/opt/homebrew/opt/postgresql@*/bin",
	"/usr/local/opt/postgresql@*/bin",
	"/usr/local/bin",
}

// findInstalls returns what is installed, newest first; on a tie the one on the PATH.
func findInstalls(ctx context.Context) []install {
	var bins []string
	if p, err := exec.LookPath("postgres"); err == nil {
		// Debian's /usr/bin holds wrappers for clients only, so the link is followed to the folder that has initdb too.
		if real, err := filepath.EvalSymlinks(p); err == nil {
			bins = append(bins, filepath.Dir(real))
		}
	}
	for _, place := range places {
		found, err := filepath.Glob(place)
		if err != nil {
			panic(err) // a pattern of ours is malformed
		}
		bins = append(bins, found...)
	}
	var all []install
	for _, bin := range bins {
		if i, err := inspect(ctx, bin); err == nil {
			all = append(all, i)
		}
	}
	slices.SortStableFunc(all, func(a, b install) int { return b.version - a.version })
	return all
}

var versionPattern = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// inspect returns the installation in bin, or an error if one of the programs is missing there.
func inspect(ctx context.Context, bin string) (install, error) {
	for _, name := range []string{"initdb", "pg_ctl", "postgres"} {
		if _, err := exec.LookPath(filepath.Join(bin, name)); err != nil {
			return install{}, err
		}
	}
	out, err := exec.CommandContext(ctx, filepath.Join(bin, "postgres"), "--version").Output()
	if err != nil {
		return install{}, err
	}
	m := versionPattern.FindSubmatch(out)
	if m == nil {
		return install{}, fmt.Errorf("no version in %q", out)
	}
	v, err := strconv.Atoi(string(m[1]))
	return install{bin: bin, version: v}, err
}

// choose picks the installation for a cluster made by the given major version; 0 asks for a new cluster.
func choose(found []install, version int) (install, error) {
	if len(found) == 0 {
		return install{}, errors.New("PostgreSQL is not installed (looked on the PATH and in " + strings.Join(places, ", ") +
			"); install it, or set DATABASE_URL to a server")
	}
	if version == 0 {
		if found[0].version < oldest {
			return install{}, fmt.Errorf("PostgreSQL %d or newer is needed; found: %s", oldest, list(found))
		}
		return found[0], nil
	}
	i := slices.IndexFunc(found, func(i install) bool { return i.version == version })
	if i < 0 {
		return install{}, fmt.Errorf("the cluster was made by PostgreSQL %d, which is not installed (found: %s); "+
			"install version %[1]d, make a backup with it and restore it into a new folder", version, list(found))
	}
	return found[i], nil
}

func list(found []install) string {
	var s []string
	for _, i := range found {
		s = append(s, fmt.Sprintf("%d in %s", i.version, i.bin))
	}
	return strings.Join(s, ", ")
}
