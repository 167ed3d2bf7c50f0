// Package notice brings what the store knows people should be told to where they see it: it sends the mails of the queue,
// each in the language of who gets it, has people reminded of last days, and told when what they signed has changed.
//
// A mail says of each thing its kind and the State under review, and no more: no title, no name, no words of a text or a
// comment. Those stand behind the link, where somebody has to sign in.
//
// What it promises: nothing that was to be mailed is lost, whatever process dies; a mail comes twice only if a process
// dies after the mail server took it and before the store knew, which SMTP cannot exclude, and has the same Message-ID
// then. It refuses to know HTTP, to decide who is told of what (the store does, in the transaction of the thing itself),
// and to send what holds a secret: links to set a password or to accept an invitation are mailed at once by package
// account, and kept nowhere.
package notice

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"time"

	"upright/internal/mail"
	"upright/internal/store"
	"upright/internal/upr"
)

// A Mailer hands a mail to a mail server. An answer that means "never" is a mail.Refused.
type Mailer interface {
	Send(ctx context.Context, m mail.Message) error
}

// Config is what a Service is made of. All fields are required unless they say otherwise.
type Config struct {
	Store     *store.Store
	Mail      Mailer   // nil when no mail server is configured: then people find everything in their news
	BaseURL   *url.URL // the address people see; links begin with it
	StateName func(code, language string) string
	// Seal tells what would be signed of a submission as it stands (upr.SealOf), whoever may read it.
	Seal func(ctx context.Context, id upr.SubmissionID) (upr.Seal, error)
	// Deadlines gives the published deadlines, by session: submissions that stand on one follow it before anybody is
	// reminded. Nil: none does.
	Deadlines func(ctx context.Context) (map[int]time.Time, error)
	Log       *slog.Logger
	Now       func() time.Time
}

// A Service does what the package says. Any number of them, in any number of processes, can work on one database.
type Service struct {
	Config
}

// New makes a service.
func New(cfg Config) *Service { return &Service{Config: cfg} }

// How often things are looked at. A mail that is to come at once is late by the first at most, beside what the store
// waits for more to come.
const (
	turnEvery    = 5 * time.Second
	compareEvery = 20 * time.Second
	remindEvery  = 15 * time.Minute
)

// Run sends and reminds until ctx ends; a mail that is on its way then is finished. What fails is tried at the next turn.
func (s *Service) Run(ctx context.Context) {
	turns, comparisons, reminders := time.NewTicker(turnEvery), time.NewTicker(compareEvery), time.NewTicker(remindEvery)
	defer turns.Stop()
	defer comparisons.Stop()
	defer reminders.Stop()
	work := func(what string, f func(context.Context) error) {
		if err := f(ctx); err != nil && ctx.Err() == nil {
			s.Log.ErrorContext(ctx, what, "error", err)
		}
	}
	work("remind", s.Remind)
	for {
		select {
		case <-ctx.Done():
			return
		case <-reminders.C:
			work("remind", s.Remind)
		case <-comparisons.C:
			work("compare with what was signed", s.Compare)
		case <-turns.C:
			work("send mails", s.Send)
		}
	}
}

// Remind has submissions follow the published deadlines, people reminded of last days that are near, and what is old
// removed.
func (s *Service) Remind(ctx context.Context) error {
	return errors.Join(s.follow(ctx), s.Store.Remind(ctx, s.Now()), s.Store.SweepNotices(ctx, s.Now()))
}

// follow catches up with what administrators entered into the calendar while the process that they asked did not finish.
func (s *Service) follow(ctx context.Context) error {
	if s.Deadlines == nil {
		return nil
	}
	published, err := s.Deadlines(ctx)
	if err != nil {
		return err
	}
	_, err = s.Store.FollowDeadlines(ctx, published, s.Now())
	return err
}

// rest is how long nothing changes before what stands is compared with what was signed: nobody is told at each keystroke.
const rest = time.Minute

// Compare has people told that something has changed since they signed it. A submission that cannot be read does not keep
// the others waiting.
func (s *Service) Compare(ctx context.Context) error {
	rested, err := s.Store.RestedSinceSigned(ctx, s.Now().Add(-rest))
	for _, r := range rested {
		stands, wrong := s.Seal(ctx, r.Submission)
		if wrong == nil {
			wrong = s.Store.TellChanged(ctx, r, stands)
		}
		err = errors.Join(err, wrong)
	}
	return err
}

// Send sends every mail that is due, one after the other.
func (s *Service) Send(ctx context.Context) error {
	if s.Mail == nil {
		return s.Store.DropMails(ctx, s.Now())
	}
	if err := s.Store.PlanMails(ctx, s.Now()); err != nil {
		return err
	}
	key, err := s.Store.UnsubscribeKey(ctx)
	if err != nil {
		return err
	}
	for ctx.Err() == nil {
		now := s.Now()
		m, found, err := s.Store.TakeMail(ctx, now, now.Add(lease))
		if err != nil || !found {
			return err
		}
		if err := s.deliver(ctx, key, m); err != nil {
			return err
		}
	}
	return nil
}

const (
	// sendTime bounds the talk with the mail server about one mail, also when the program is ending.
	sendTime = 25 * time.Second
	// lease is how long a mail belongs to a process: far longer than it can take.
	lease = 3 * time.Minute
)

// deliver hands over one mail and notes what became of it.
func (s *Service) deliver(ctx context.Context, key []byte, m store.Mail) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), sendTime)
	defer cancel()
	var err error
	if len(m.Notices) > 0 {
		err = s.Mail.Send(ctx, s.message(key, m))
	}
	if ctx.Err() != nil { // the mail server was slow; the store is asked anew
		var end context.CancelFunc
		ctx, end = context.WithTimeout(context.WithoutCancel(ctx), sendTime)
		defer end()
	}
	if err == nil {
		return s.Store.SentMail(ctx, m.ID, s.Now())
	}
	var refused *mail.Refused
	pause, again := pauseAfter(m.Tries)
	switch {
	case !errors.As(err, &refused):
		s.Log.WarnContext(ctx, "mail server not reached", "mail", m.ID, "try", m.Tries, "error", err)
		refused = &mail.Refused{}
	default: // its words can hold the address
		s.Log.WarnContext(ctx, "mail refused", "mail", m.ID, "try", m.Tries, "code", refused.Code, "forever", refused.Forever)
	}
	if refused.Forever || !again {
		return s.Store.RefuseMail(ctx, m.ID, s.Now(), refused.Code)
	}
	return s.Store.DelayMail(ctx, m.ID, s.Now().Add(pause), refused.Code)
}

// pauseAfter is how long a mail waits after a number of tries, which is false when there were enough: after three days.
func pauseAfter(tries int) (time.Duration, bool) {
	pauses := []time.Duration{
		time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour,
		24 * time.Hour, 24 * time.Hour,
	}
	if tries > len(pauses) {
		return 0, false
	}
	return pauses[max(tries, 1)-1], true
}

// message makes what a mail says.
func (s *Service) message(key []byte, m store.Mail) mail.Message {
	language := m.To.Language
	if language == "" {
		language = "en"
	}
	out := mail.Message{
		Kind: mail.News, To: m.To.Email, Language: language, Link: s.BaseURL.JoinPath("news").String(), ID: m.ID,
	}
	if m.Daily {
		out.Kind = mail.Digest
	}
	if len(m.Notices) == 1 {
		out.Link = s.BaseURL.JoinPath("news", m.Notices[0].ID).String()
	}
	kinds := make(map[upr.NoticeKind]bool)
	for _, n := range m.Notices {
		kinds[n.Kind] = true
		out.Items = count(out.Items, mail.Item{Kind: n.Kind, State: s.stateName(n.State, language), Count: 1})
	}
	stop := Stop{User: m.To.ID}
	if len(kinds) == 1 {
		stop.Kind = m.Notices[0].Kind
	}
	out.Stop = s.BaseURL.JoinPath("unsubscribe", stop.Token(key)).String()
	return out
}

func (s *Service) stateName(code, language string) string {
	if code == "" {
		return ""
	}
	return s.StateName(code, language)
}

// count adds an item, to the one of the same kind and State if there is one.
func count(items []mail.Item, item mail.Item) []mail.Item {
	for i := range items {
		if items[i].Kind == item.Kind && items[i].State == item.State {
			items[i].Count++
			return items
		}
	}
	return append(items, item)
}

// errStop is what a link that ends mails is when it is not ours.
var errStop = errors.New("not a link of this installation")

// ReadStop reads the token of a link that ends mails. Its error is not found when it was tampered with or is from another
// installation.
func (s *Service) ReadStop(ctx context.Context, token string) (Stop, error) {
	key, err := s.Store.UnsubscribeKey(ctx)
	if err != nil {
		return Stop{}, err
	}
	stop, err := readStop(key, token)
	if err != nil {
		return Stop{}, &upr.Error{Kind: upr.NotFound, Key: "error.not-found", Err: fmt.Errorf("link that ends mails: %w", err)}
	}
	return stop, nil
}
