package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"upright/internal/collab"
	"upright/internal/store"
	"upright/internal/upr"
)

// waits is how long things may take. Tests wait less.
type waits struct {
	heartbeat time.Duration // of a stream, by which the editor notices a dead line
	poll      time.Duration // after which a waiting request is answered with nothing: proxies give up at 30 s
	write     time.Duration // a reader who takes longer over a few bytes is cut; it asks again from the version it has
	check     time.Duration // between two questions whether the reader is still signed in
	reading   time.Duration // after which the answer to a file with recommendations does not wait for it to be read
	lapse     time.Duration // after which a stream on which nothing happens asks for all rights again: some end by the clock
}

func usualWaits() waits {
	return waits{heartbeat: 15 * time.Second, poll: 25 * time.Second, write: 20 * time.Second, check: time.Second, lapse: 3 * time.Second, reading: 2 * time.Second}
}

// errSignedOutMeanwhile ends a stream whose reader signed out in another tab, or was.
var errSignedOutMeanwhile = errors.New("signed out while reading")

// textEvents tells the editor what others do: as a stream where it can read one, else by an answer that waits. Who has too
// many of them open (maxLines) loses the oldest to a new stream, and gets answers that do not wait: each says that it is
// crowded, and the editor asks now and then until there is room.
func (s *Server) textEvents(v *visit) error {
	if err := samePerson(v); err != nil {
		return err
	}
	version, err := versionOf(v)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(v.Request().Context())
	defer cancel()
	defer context.AfterFunc(s.ending, cancel)()
	stream := strings.Contains(v.Request().Header.Get("Accept"), "text/event-stream")
	ctx, free := s.lines.take(ctx, v.actor().User, stream)
	if free != nil {
		defer free()
	}
	reader, err := s.follow(ctx, v, version)
	var known *upr.Error
	if stream && errors.As(err, &known) && known.Kind == upr.Stale {
		return s.streamReload(v)
	}
	if err != nil {
		return err
	}
	defer reader.Close()
	if marks := v.QueryParams()[newsKey]; len(marks) > 0 {
		reader.Watch(marks[0])
	}
	f := &follower{server: s, visit: v, reader: reader, checked: s.Now(), crowded: free == nil}
	if stream {
		return f.stream(ctx)
	}
	return f.poll(ctx)
}

// follow begins to read for a client that has the text at a version, of an epoch.
func (s *Server) follow(ctx context.Context, v *visit, version int64) (*collab.Reader, error) {
	if err := s.sameEpoch(v, v.QueryParam("epoch")); err != nil {
		return nil, err
	}
	return s.Texts.Follow(ctx, v.actor(), submissionOf(v), version)
}

// newsKey is the parameter by which the editor asks for what happens beside the text too: empty at first, then the mark of
// the last news.
const newsKey = "news"

// calm is for how long a request that waits is not answered when nothing happened but that somebody moved: each answer
// costs one more request.
const calm = 2 * time.Second

// eventsJSON is what happened since a reader last asked: all of it in the answer to one that waited, each event with its
// part of it in a stream ("commits", "presence", "news").
type eventsJSON struct {
	commitsJSON
	Presence json.RawMessage `json:"presence,omitempty"`
	newsJSON
	Crowded bool `json:"crowded,omitempty"` // the person has too many lines open: see maxLines
}

// empty says whether there is nothing to tell.
func (e *eventsJSON) empty() bool {
	return len(e.Commits) == 0 && len(e.Topics) == 0 && e.Presence == nil
}

// newsJSON tells what changed beside the text.
type newsJSON struct {
	Topics []store.Topic `json:"news,omitempty"`
	Mark   string        `json:"mark,omitempty"` // to go on from
}

// A follower is somebody who reads along.
type follower struct {
	server  *Server
	visit   *visit
	reader  *collab.Reader
	checked time.Time // when the reader was last known to be signed in
	crowded bool      // there is no line for it: it is not to wait
}

// next waits at most so long for news; none is no error. Whoever is not signed in any more gets none: the reader asks
// for the right to the text, the session is asked for here.
func (f *follower) next(ctx context.Context, wait time.Duration) (*eventsJSON, error) {
	waiting, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	news, err := f.reader.Next(waiting)
	if err != nil && waiting.Err() == nil {
		return nil, err
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil { // a long wait, in which nobody was asked
		if err := f.reader.Check(ctx); err != nil {
			return nil, err
		}
	}
	if now := f.server.Now(); now.Sub(f.checked) >= f.server.waits.check {
		lives, err := f.server.Accounts.SessionLives(ctx, f.visit.token)
		if err != nil {
			return nil, err
		}
		if !lives {
			return nil, errSignedOutMeanwhile
		}
		f.checked = now
	}
	commits, err := commitsOf(f.reader.Aliases(), news.Commits)
	if err != nil {
		return nil, err
	}
	return &eventsJSON{commitsJSON: commits, Presence: news.Presence, newsJSON: newsJSON{news.Topics, news.Mark}}, nil
}

// poll answers once there is something, or nothing for a while.
func (f *follower) poll(ctx context.Context) error {
	answer, err := f.await(ctx)
	switch {
	case err != nil && context.Cause(ctx) == errCrowded:
		return f.visit.JSON(http.StatusOK, eventsJSON{commitsJSON: commitsJSON{Commits: []json.RawMessage{}}, Crowded: true})
	case errors.Is(err, errSignedOutMeanwhile):
		return errSignedOut
	case err != nil && f.server.ending.Err() != nil:
		return &upr.Error{Kind: upr.Busy, Key: "text.busy", Err: err}
	case err != nil:
		return err
	}
	return f.visit.JSON(http.StatusOK, answer)
}

// await is next for a request that waits; on one without a line it looks once.
func (f *follower) await(ctx context.Context) (*eventsJSON, error) {
	if f.crowded {
		answer, err := f.next(ctx, time.Millisecond)
		if err == nil {
			answer.Crowded = true
		}
		return answer, err
	}
	f.reader.Calm(true)
	answer, err := f.next(ctx, min(calm, f.server.waits.poll))
	if err == nil && answer.empty() {
		f.reader.Calm(false)
		answer, err = f.next(ctx, f.server.waits.poll-calm)
	}
	return answer, err
}

// stream sends commits as they come, until the reader goes, the server ends, or the right to read does.
func (f *follower) stream(ctx context.Context) error {
	out, err := f.server.beginStream(f.visit)
	if err != nil {
		return err
	}
	beat := f.server.Now()
	for {
		answer, err := f.next(ctx, min(f.server.waits.heartbeat, f.server.waits.lapse))
		var known *upr.Error
		switch {
		case errors.Is(err, errSignedOutMeanwhile):
			return out.event("end", struct{}{})
		case err != nil && context.Cause(ctx) == errCrowded:
			return out.event("crowded", struct{}{})
		case errors.As(err, &known) && (known.Kind == upr.NotFound || known.Kind == upr.Forbidden):
			return out.event("end", struct{}{})
		case err != nil && (ctx.Err() != nil || errors.As(err, &known)):
			return nil // the reader is gone, or the server ends: the editor connects again
		case err != nil:
			return err
		case answer.empty() && f.server.Now().Sub(beat) < f.server.waits.heartbeat:
			continue
		default:
			beat = f.server.Now()
			err = out.send(answer)
		}
		if err != nil {
			return nil // nobody reads any more
		}
	}
}

// streamReload tells the editor to fetch the text again: the version it has never was one of this text.
func (s *Server) streamReload(v *visit) error {
	out, err := s.beginStream(v)
	if err != nil {
		return err
	}
	return out.event("reload", struct{}{})
}

// An eventStream is an answer that stays open.
type eventStream struct {
	visit    *visit
	control  *http.ResponseController
	patience time.Duration
}

// beginStream sends the header and a first byte, by which the editor sees that streams come through.
func (s *Server) beginStream(v *visit) (*eventStream, error) {
	h := v.Response().Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("X-Accel-Buffering", "no") // nginx would wait for more
	out := &eventStream{visit: v, control: http.NewResponseController(v.Response()), patience: s.waits.write}
	// The time to read a request is over when it has been read; a stream lives longer.
	if err := out.control.SetReadDeadline(time.Time{}); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return nil, err
	}
	v.Response().WriteHeader(http.StatusOK)
	return out, out.write([]byte(": here\n\n"))
}

func (e *eventStream) event(name string, data any) error {
	text, err := json.Marshal(data)
	if err != nil {
		return err
	}
	return e.write([]byte("event: " + name + "\ndata: " + string(text) + "\n\n"))
}

// commits sends commits in the words that were written once for all readers.
func (e *eventStream) commits(list commitsJSON) error {
	const before, after = "event: commits\ndata: ", "\n\n"
	text := make([]byte, 0, list.size()+len(before)+len(after))
	text = append(list.appendTo(append(text, before...)), after...)
	return e.write(text)
}

// send sends what happened: commits first, nobody waits for them because of a cursor.
func (e *eventStream) send(news *eventsJSON) error {
	if news.empty() {
		return e.write([]byte(": still here\n\n"))
	}
	if len(news.Commits) > 0 {
		if err := e.commits(news.commitsJSON); err != nil {
			return err
		}
	}
	if news.Presence != nil {
		if err := e.event("presence", news.Presence); err != nil {
			return err
		}
	}
	if len(news.Topics) > 0 {
		return e.event("news", struct {
			Topics []store.Topic `json:"topics"`
			Mark   string        `json:"mark"`
		}{news.Topics, news.Mark})
	}
	return nil
}

func (e *eventStream) write(text []byte) error {
	// The real clock: this is about the connection.
	if err := e.control.SetWriteDeadline(time.Now().Add(e.patience)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	if _, err := e.visit.Response().Write(text); err != nil {
		return err
	}
	return e.control.Flush()
}
