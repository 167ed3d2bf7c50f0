package collab

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"regexp"

	"upright/internal/collab/engine"
	"upright/internal/store"
	"upright/internal/upr"
)

// A Proposal is a commit as a client sends it.
type Proposal struct {
	Client string // one browser tab; an identifier
	Ref    string // an identifier: the same commit, sent again, is taken once
	Base   int64  // the version it was made on
	Steps  json.RawMessage

	entry *store.Entry // goes into the record of the submission with the commit; nil for none
}

// An identifier as clients make them for themselves and their commits.
var identifier = regexp.MustCompile(`^[a-z2-7]{20}$`)

// Commit takes a commit by somebody who may edit the text, or only suggest changes of it, and returns, once it is durable,
// all commits after its base up to and with it. Sent again it returns the same. Errors are *upr.Error: Invalid (it can never be taken), TooLarge, Stale
// (made on what this text never was, or too long ago), Busy (send it again), NotFound, Forbidden.
func (h *Hub) Commit(ctx context.Context, by upr.Actor, id upr.SubmissionID, p Proposal) ([]store.Commit, error) {
	return h.commit(ctx, by, id, p, false)
}

// commit is Commit. Of steps that were made here from versions of the text, it lets through suggestions of anybody: they
// were in the text at some time.
func (h *Hub) commit(ctx context.Context, by upr.Actor, id upr.SubmissionID, p Proposal, madeHere bool) ([]store.Commit, error) {
	if !identifier.MatchString(p.Client) || !identifier.MatchString(p.Ref) || p.Base < 0 {
		return nil, refused(errors.New("no client, ref or base"))
	}
	if err := checkSteps(p.Steps); err != nil {
		return nil, err
	}
	if err := h.Admit(ctx, by, id); err != nil {
		return nil, err
	}
	t, err := h.acquire(ctx, id)
	if err != nil {
		return nil, err
	}
	defer h.release(t)
	if err := h.boundMissed(ctx, t, p.Base); err != nil {
		return nil, err
	}
	sender := engine.Sender{User: by.User, At: h.options.Now().Unix(), MadeHere: madeHere}
	in := &incoming{proposal: p, sender: sender, answer: make(chan answer, 1)}
	if err := h.post(ctx, t, job{commit: in}); err != nil {
		return nil, err
	}
	version, err := receiveAnswer(ctx, t, in)
	if err != nil {
		return nil, err
	}
	if version <= p.Base {
		return nil, refused(errors.New("the ref of a commit before its base"))
	}
	return h.between(ctx, t, p.Base, version)
}

func receiveAnswer(ctx context.Context, t *text, in *incoming) (int64, error) {
	select {
	case a := <-in.answer:
		return a.version, a.err
	case <-ctx.Done():
		return 0, ctx.Err()
	case <-t.gone:
		// The actor may have answered with its last breath.
		select {
		case a := <-in.answer:
			return a.version, a.err
		default:
			return 0, busy(errClosing)
		}
	}
}

// post puts a job into the mailbox of a text.
func (h *Hub) post(ctx context.Context, t *text, j job) error {
	select {
	case t.mailbox <- j:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-h.ctx.Done():
		return busy(errClosing)
	}
}

// between returns the commits after one version up to another that is known to be there.
func (h *Hub) between(ctx context.Context, t *text, after, upTo int64) ([]store.Commit, error) {
	if list, here := t.since(after, math.MaxInt); here && after+int64(len(list)) >= upTo {
		return list[:upTo-after], nil
	}
	return h.store.Commits(ctx, t.id, after, upTo)
}

// Manuscript returns the document of a text as JSON, and its version, for somebody who may read it: at least what any
// process had acknowledged before the call.
func (h *Hub) Manuscript(ctx context.Context, by upr.Actor, id upr.SubmissionID) (json.RawMessage, int64, error) {
	if err := h.store.RequireSubmission(ctx, by, id, upr.OpenPaper); err != nil {
		return nil, 0, err
	}
	t, err := h.acquire(ctx, id)
	if err != nil {
		return nil, 0, err
	}
	defer h.release(t)
	type result struct {
		doc     json.RawMessage
		version int64
		err     error
	}
	done := make(chan result, 1)
	if err := h.post(ctx, t, job{do: func(ctx context.Context, a *actor) {
		doc, version, err := a.document(ctx)
		done <- result{doc, version, err}
	}}); err != nil {
		return nil, 0, err
	}
	select {
	case r := <-done:
		return r.doc, r.version, r.err
	case <-ctx.Done():
		return nil, 0, ctx.Err()
	case <-t.gone:
		return nil, 0, busy(errClosing)
	}
}

// ManuscriptAt returns the document of a text as it was at a version, as JSON, for somebody who may read it. A version
// that the text has not reached is Stale.
func (h *Hub) ManuscriptAt(ctx context.Context, by upr.Actor, id upr.SubmissionID, version int64) (json.RawMessage, error) {
	if err := h.store.RequireSubmission(ctx, by, id, upr.OpenPaper); err != nil {
		return nil, err
	}
	opened, err := h.openAt(ctx, id, version)
	if err != nil {
		return nil, ofEngine(err)
	}
	return opened.Snapshot()
}

// ReplacePart takes a part as a form returns it that was filled in on version base, for somebody who may edit the text:
// the part with the same id becomes it, block by block, and what others wrote since in other blocks stays. It returns the
// new version (base when nothing was changed) and how many changes could not be merged, because others had removed their
// place. The part is ProseMirror JSON. Errors are those of Commit.
func (h *Hub) ReplacePart(
	ctx context.Context, by upr.Actor, id upr.SubmissionID, base int64, part json.RawMessage,
) (version int64, lost int, err error) {
	return h.replacePart(ctx, by, id, base, part, nil)
}

// replacePart is ReplacePart with an entry for the record, nil for none.
func (h *Hub) replacePart(
	ctx context.Context, by upr.Actor, id upr.SubmissionID, base int64, part json.RawMessage, entry *store.Entry,
) (version int64, lost int, err error) {
	if err := h.store.RequireSubmission(ctx, by, id, upr.EditText); err != nil {
		return 0, 0, err
	}
	if err := checkText(part); err != nil {
		return 0, 0, refused(err)
	}
	steps, err := h.stepsToReplace(ctx, id, base, part)
	if err != nil {
		return 0, 0, ofEngine(err)
	}
	return h.commitSteps(ctx, by, id, base, steps, entry)
}

// commitSteps makes steps that the server worked out on version base a commit, with an entry for the record or nil. It
// returns what ReplacePart does.
func (h *Hub) commitSteps(
	ctx context.Context, by upr.Actor, id upr.SubmissionID, base int64, steps json.RawMessage, entry *store.Entry,
) (version int64, lost int, err error) {
	if string(steps) == "[]" {
		return base, 0, nil
	}
	commits, err := h.commit(ctx, by, id, Proposal{Client: upr.NewID(), Ref: upr.NewID(), Base: base, Steps: steps, entry: entry}, true)
	if err != nil {
		return 0, 0, err
	}
	own := commits[len(commits)-1]
	var sent, left []json.RawMessage
	if err := errors.Join(json.Unmarshal(steps, &sent), json.Unmarshal(own.Steps, &left)); err != nil {
		return 0, 0, fmt.Errorf("count changes: %w", err)
	}
	return own.Version, len(sent) - len(left), nil
}

// stepsToReplace works out the steps on the version that the form was filled in on.
func (h *Hub) stepsToReplace(ctx context.Context, id upr.SubmissionID, base int64, part json.RawMessage) (json.RawMessage, error) {
	opened, err := h.openAt(ctx, id, base)
	if err != nil {
		return nil, err
	}
	return opened.ReplacePart(part)
}

// openAt opens a text as it was at a version, apart from the one that is being written.
func (h *Hub) openAt(ctx context.Context, id upr.SubmissionID, version int64) (*engine.Text, error) {
	if version < 0 {
		return nil, gone(errors.New("negative version"))
	}
	done, err := h.turn(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	stored, err := h.store.Text(ctx, id, version)
	if isKind(err, upr.NotFound) {
		return nil, gone(err)
	}
	if err != nil {
		return nil, err
	}
	return openText(h.program, stored)
}

// Load is the function of that name for a server, which reads texts for itself.
func (h *Hub) Load(ctx context.Context, id upr.SubmissionID) (json.RawMessage, int64, error) {
	done, err := h.turn(ctx)
	if err != nil {
		return nil, 0, err
	}
	defer done()
	return Load(ctx, h.store, h.program, id)
}

// Load returns the document of a text and its version without asking for a right and without a Hub: for the command
// line, whose user has the database anyway.
func Load(ctx context.Context, s *store.Store, program *engine.Program, id upr.SubmissionID) (json.RawMessage, int64, error) {
	stored, err := s.Text(ctx, id, -1)
	if err != nil {
		return nil, 0, err
	}
	opened, err := openText(program, stored)
	if err != nil {
		return nil, 0, err
	}
	doc, err := opened.Snapshot()
	return doc, stored.Head(), err
}
