package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"upright/internal/importer"
	"upright/internal/upr"
)

// An unreadableError is a file that is not there, is damaged, or is none of ours.
type unreadableError struct {
	name string
	err  error
}

func (e unreadableError) Error() string { return e.name + ": " + e.err.Error() }

func (e unreadableError) Unwrap() error { return e.err }

// unreadable says that the file of a name cannot be read. The system's own errors name it too; once is enough.
func unreadable(name string, err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return unreadableError{name, err}
}

// readSubmission reads a portable submission from a file, or from standard input when the name is "-".
func (p program) readSubmission(name string) (*upr.Submission, error) {
	in, name, done, err := p.openFile(name)
	if err != nil {
		return nil, err
	}
	defer done()
	s, err := importer.Read(in)
	if err != nil {
		return nil, unreadable(name, err)
	}
	return s, nil
}

// openFile opens a file to read, or standard input when the name is "-", and returns what people call it.
func (p program) openFile(name string) (in io.Reader, shown string, done func(), err error) {
	if name == "-" {
		return p.stdin, "standard input", func() {}, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, name, nil, unreadable(name, err)
	}
	return f, name, func() { _ = f.Close() }, nil // nothing was written
}

// writeFile lets write fill a new file beside the one named and puts it in its place when it is whole and on the disk:
// whoever looks finds the old file or the new one, never half of one. Like a file that is written in place it gets the
// mode that the umask leaves, and a link is followed.
func writeFile(ctx context.Context, name string, write func(io.Writer) error) (err error) {
	if target, failed := filepath.EvalSymlinks(name); failed == nil {
		name = target
	}
	// A device or a pipe must not be replaced by a file.
	if info, failed := os.Stat(name); failed == nil && !info.Mode().IsRegular() {
		return usageError{fmt.Sprintf("%s is not a regular file", name)}
	}
	part := filepath.Join(filepath.Dir(name), "."+filepath.Base(name)+"."+rand.Text()[:8]+".part")
	f, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(part))
		}
	}()
	if err = errors.Join(write(f), f.Sync(), f.Close(), ctx.Err()); err != nil {
		return err
	}
	if err = os.Rename(part, name); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}
