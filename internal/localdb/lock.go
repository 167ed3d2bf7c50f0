package localdb

import (
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"
)

// A lock is an advisory lock on a file. The system releases it when the process dies, however it dies.
type lock struct{ file *os.File }

func openLock(path string, acct account) (*lock, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := acct.own(path); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &lock{file}, nil
}

// lockExclusive waits for an exclusive lock until ctx ends.
func lockExclusive(ctx context.Context, path string, acct account) (*lock, error) {
	l, err := openLock(path, acct)
	if err != nil {
		return nil, err
	}
	// flock cannot be interrupted, so it is tried again and again; starting a cluster takes seconds.
	for !l.tryExclusive() {
		select {
		case <-ctx.Done():
			l.release()
			return nil, fmt.Errorf("another process is starting or stopping it: %w", ctx.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
	return l, nil
}

// lockShared takes a shared lock at once; the holder of the mutex is the only one who ever asks for more.
func lockShared(path string, acct account) (*lock, error) {
	l, err := openLock(path, acct)
	if err != nil {
		return nil, err
	}
	if err := l.flock(syscall.LOCK_SH | syscall.LOCK_NB); err != nil {
		l.release()
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	return l, nil
}

// tryExclusive takes the lock exclusively, or turns a shared lock into an exclusive one, if nobody else holds it. When
// somebody does, a shared lock may be gone too.
func (l *lock) tryExclusive() bool {
	return l.flock(syscall.LOCK_EX|syscall.LOCK_NB) == nil
}

func (l *lock) flock(how int) error {
	for {
		err := syscall.Flock(int(l.file.Fd()), how)
		if !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}

// release gives the lock up. Closing a file that was only locked cannot lose anything.
func (l *lock) release() { _ = l.file.Close() }
