package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime/debug"
	"time"

	"upright/internal/importer/previous"
	"upright/internal/store"
	"upright/internal/upr"
)

// Files with recommendations are read beside the request that brought them: a large one takes longer than people wait for
// a page. Where it is, every server process knows from the database; the file itself has the process that took it.

const (
	// again is when the page of a file that is read asks anew, in seconds.
	again = "2"
	// readingTime bounds the reading of one file.
	readingTime = 10 * time.Minute
	// silence is after how long without a sign of life the process that reads a file is taken for dead.
	silence = time.Minute
	// sign is how often it gives one.
	sign = time.Second
	// readings is how many files are read at once: each takes memory.
	readings = 2
)

// previousReadingPage says how far the reading of a file is. It asks anew by itself.
type previousReadingPage struct {
	basePage
	heading
	Import string
	File   string
	Rows   int
}

func (previousReadingPage) template() string { return "previous-reading" }

// Step is none: the page stands beside the steps.
func (previousReadingPage) Step() string { return "" }

// An upload is a file that was sent.
type upload interface {
	io.ReaderAt
	io.Closer
}

// beginReading keeps that a file is read and begins with it. The file is closed in the end.
func (s *Server) beginReading(v *visit, state, name string, file upload, size int64) (string, error) {
	var whole []byte
	if size <= store.MaxKeptImport {
		whole = make([]byte, size)
		if _, err := file.ReadAt(whole, 0); err != nil && !errors.Is(err, io.EOF) {
			return "", err
		}
	}
	kept, err := s.Store.BeginPreviousImport(v.Request().Context(), v.actor(), submissionOf(v), name, whole)
	if err != nil {
		return "", err
	}
	s.read(v, kept, file, size, previous.Options{Name: name, State: state, Code: s.Calendar.Codes()})
	return kept, nil
}

// read reads a file beside the request, and waits a little for it: most are read by then.
func (s *Server) read(v *visit, kept string, file upload, size int64, o previous.Options) {
	done := make(chan struct{})
	ctx := context.WithoutCancel(v.Request().Context())
	go func() {
		defer close(done)
		if err := errors.Join(s.readSafely(ctx, kept, file, size, o), file.Close()); err != nil {
			s.Log.ErrorContext(ctx, "read recommendations", "error", err)
		}
	}()
	wait := time.NewTimer(s.waits.reading)
	defer wait.Stop()
	select {
	case <-done:
	case <-wait.C:
	case <-v.Request().Context().Done():
	}
}

// readSafely is readFile for a goroutine of its own: what would end a request must not end the server.
func (s *Server) readSafely(ctx context.Context, kept string, file io.ReaderAt, size int64, o previous.Options) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
			err = errors.Join(err, s.Store.FinishPreviousImport(ctx, kept, nil, "previous.file.damaged"))
		}
	}()
	return s.readFile(ctx, kept, file, size, o)
}

// readFile reads a file, tells how far it is, and keeps what was found or why nothing could be.
func (s *Server) readFile(ctx context.Context, kept string, file io.ReaderAt, size int64, o previous.Options) error {
	work, cancel := context.WithTimeout(ctx, readingTime)
	defer cancel()
	defer context.AfterFunc(s.ending, cancel)()
	told := s.Now()
	tell := func(rows int) {
		if now := s.Now(); now.Sub(told) >= sign {
			told = now
			switch err := s.Store.ProgressPreviousImport(work, kept, rows); {
			case isNotFound(err):
				cancel() // nobody waits for it any more: each holds a file of up to 64 MiB
			case err != nil && work.Err() == nil:
				s.Log.WarnContext(ctx, "progress of reading", "error", err)
			}
		}
	}
	if err := s.readingTurn(work, tell); err != nil {
		return s.Store.FinishPreviousImport(ctx, kept, nil, "previous.file.cut-off")
	}
	defer func() { <-s.readings }()
	o.Progress = tell
	found, err := previous.Read(work, file, size, o)
	var known *upr.Error
	switch {
	case err == nil:
		return s.Store.FinishPreviousImport(ctx, kept, found, "")
	case errors.As(err, &known):
		return s.Store.FinishPreviousImport(ctx, kept, found, known.Key)
	case work.Err() != nil:
		return s.Store.FinishPreviousImport(ctx, kept, nil, "previous.file.cut-off")
	}
	return errors.Join(err, s.Store.FinishPreviousImport(ctx, kept, nil, "previous.file.cut-off"))
}

// readingTurn waits for a turn, with signs of life.
func (s *Server) readingTurn(ctx context.Context, tell func(rows int)) error {
	ticker := time.NewTicker(sign)
	defer ticker.Stop()
	for {
		select {
		case s.readings <- struct{}{}:
			return nil
		case <-ticker.C:
			tell(0)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// afterReading leads to what was found, or shows the form again with what is wrong with the file.
func (s *Server) afterReading(v *visit, kept string) error {
	ctx, id := v.Request().Context(), submissionOf(v)
	reading, err := s.Store.PreviousReading(ctx, v.actor(), id, kept)
	if err != nil {
		return err
	}
	unknown := reading.Kept && previous.UnknownColumns(&upr.Error{Key: reading.Failure})
	if reading.Failure != "" && !unknown {
		return s.renderPreviousImport(v, http.StatusUnprocessableEntity, problems{"file": {key: reading.Failure}})
	}
	return v.Redirect(http.StatusSeeOther, "/submissions/"+string(id)+"/previous/import/"+kept)
}

// renderReading shows how far the reading of a file is. The page asks anew by a header: it works without scripts, and who
// hears it is not interrupted by a change within it.
func (s *Server) renderReading(v *visit, one *upr.Submission, kept string, reading upr.PreviousReading) error {
	if s.Now().Sub(reading.Seen) > silence {
		wrong := problems{"file": {key: "previous.file.cut-off"}}
		return s.render(v, http.StatusUnprocessableEntity, s.previousImportPage(v, one, wrong))
	}
	v.Response().Header().Set("Refresh", again)
	return s.render(v, http.StatusOK, s.previousReadingPage(v, one, kept, reading))
}

func (s *Server) previousReadingPage(v *visit, one *upr.Submission, kept string, reading upr.PreviousReading) previousReadingPage {
	return previousReadingPage{
		basePage: s.base(v), heading: s.heading(v, one), Import: kept, File: reading.File, Rows: reading.Rows,
	}
}
