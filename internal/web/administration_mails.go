package web

import (
	"net/http"
	"time"

	"upright/internal/store"
)

// mailsPage says an administrator of the installation how mails are doing.
type mailsPage struct {
	basePage
	Queue  store.MailQueue
	Facts  []fact
	Failed []failedMailRow
}

func (mailsPage) template() string { return "administration-mails" }

// A failedMailRow is a mail that was given up.
type failedMailRow struct {
	ID    string
	Name  string
	Email string
	When  time.Time
	Why   string
}

// showMails answers GET /administration/mails.
func (s *Server) showMails(v *visit) error {
	queue, err := s.Store.Mails(v.Request().Context(), v.actor())
	if err != nil {
		return err
	}
	return s.render(v, http.StatusOK, s.mailsPage(v, queue))
}

func (s *Server) mailsPage(v *visit, queue store.MailQueue) mailsPage {
	p := mailsPage{basePage: s.base(v), Queue: queue}
	p.Facts = []fact{
		{v.words.T("mails.waiting"), v.words.Number(queue.Waiting)},
		{v.words.T("mails.retried"), v.words.Number(queue.Retried)},
		{v.words.T("mails.sent"), v.words.Number(queue.Sent)},
	}
	if !queue.Oldest.IsZero() {
		p.Facts = append(p.Facts, fact{v.words.T("mails.oldest"), p.DateTime(queue.Oldest)})
	}
	for _, m := range queue.Failed {
		row := failedMailRow{ID: m.ID, Name: m.To.Name, Email: m.To.Email, When: m.Failed}
		row.Why = v.words.T("mails.unreached", "n", m.Tries)
		if m.Answer != 0 {
			row.Why = v.words.T("mails.refused", "code", v.words.Number(m.Answer))
		}
		p.Failed = append(p.Failed, row)
	}
	return p
}

// retryMail answers POST /administration/mails/:mail/retry.
func (s *Server) retryMail(v *visit) error {
	if err := s.Store.RetryMail(v.Request().Context(), v.actor(), v.Param("mail"), s.Now()); err != nil {
		return err
	}
	return s.done(v, "/administration/mails", "notice.mail-retried")
}
