package localdb

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
)

// An account is the operating system's account that the cluster runs as.
type account struct {
	name     string
	uid, gid uint32
	groups   []uint32
	switched bool // it is not the one this process runs as
}

// unprivileged are the accounts tried in place of root, best first.
var unprivileged = []string{"upright", "postgres", "nobody"}

// accountFor is the account for the cluster: the owner of an existing one, else this process's own, else (as root) the
// first unprivileged one.
func accountFor(cluster string) (account, error) {
	self := uint32(os.Geteuid())
	info, err := os.Stat(cluster)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if self != 0 {
			return account{name: nameOf(self), uid: self, gid: uint32(os.Getegid())}, nil
		}
		return firstUnprivileged()
	case err != nil:
		return account{}, err
	}
	owner := info.Sys().(*syscall.Stat_t).Uid
	switch {
	case owner == 0:
		return account{}, fmt.Errorf("%s belongs to root, and PostgreSQL does not run as root; "+
			"give the folder to another account (chown -R)", cluster)
	case owner == self:
		return account{name: nameOf(self), uid: self, gid: uint32(os.Getegid())}, nil
	case self == 0:
		u, err := user.LookupId(strconv.FormatUint(uint64(owner), 10))
		if err != nil {
			return account{}, fmt.Errorf("%s belongs to an account that does not exist here: %w", cluster, err)
		}
		return fromUser(u)
	}
	return account{}, fmt.Errorf("%s belongs to the account %s; start the program as %[2]s", cluster, nameOf(owner))
}

func firstUnprivileged() (account, error) {
	for _, name := range unprivileged {
		if u, err := user.Lookup(name); err == nil {
			return fromUser(u)
		}
	}
	return account{}, fmt.Errorf("PostgreSQL does not run as root and none of the accounts %q exists; "+
		"start the program as another account", unprivileged)
}

func fromUser(u *user.User) (account, error) {
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return account{}, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return account{}, err
	}
	a := account{name: u.Username, uid: uint32(uid), gid: uint32(gid), switched: true}
	ids, err := u.GroupIds()
	if err != nil {
		return account{}, fmt.Errorf("groups of %s: %w", u.Username, err)
	}
	for _, id := range ids {
		if n, err := strconv.ParseUint(id, 10, 32); err == nil {
			a.groups = append(a.groups, uint32(n))
		}
	}
	return a, nil
}

func nameOf(uid uint32) string {
	id := strconv.FormatUint(uint64(uid), 10)
	if u, err := user.LookupId(id); err == nil {
		return u.Username
	}
	return id
}

// own gives the file or folder at path to the account.
func (a account) own(path string) error {
	if !a.switched {
		return nil
	}
	return os.Chown(path, int(a.uid), int(a.gid))
}

// sysProcAttr runs a command as the account and in a session of its own: an interrupt typed at the terminal is for this
// program, which shuts the database down when its own work is done.
func (a account) sysProcAttr() *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Setsid: true}
	if a.switched {
		attr.Credential = &syscall.Credential{Uid: a.uid, Gid: a.gid, Groups: a.groups}
	}
	return attr
}

// canEnter reports the first folder on the way to dir that the account may not enter. PostgreSQL would only say
// "permission denied" about the last one.
func (a account) canEnter(dir string) error {
	if !a.switched {
		return nil
	}
	for p := dir; ; p = filepath.Dir(p) {
		info, err := os.Stat(p)
		if err != nil {
			return err
		}
		if !a.mayEnter(info) {
			return fmt.Errorf("PostgreSQL runs as the account %s, which may not enter %s (mode %v); "+
				"choose another folder with -data, for example /var/lib/upright, or do not start as root",
				a.name, p, info.Mode().Perm())
		}
		if p == filepath.Dir(p) {
			return nil
		}
	}
}

func (a account) mayEnter(info fs.FileInfo) bool {
	owner := info.Sys().(*syscall.Stat_t)
	switch {
	case owner.Uid == a.uid:
		return info.Mode()&0o100 != 0
	case owner.Gid == a.gid || slices.Contains(a.groups, owner.Gid):
		return info.Mode()&0o010 != 0
	}
	return info.Mode()&0o001 != 0
}
