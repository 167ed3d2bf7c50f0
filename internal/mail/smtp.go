package mail

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	netmail "net/mail"
	"slices"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"upright/internal/config"
	"upright/internal/upr"
)

// sendTimeout bounds each step of the talk with the mail server.
const sendTimeout = 20 * time.Second

// An SMTP hands mails to a mail server. It is safe for concurrent use: each mail is a connection of its own.
type SMTP struct {
	writer *Writer
	server config.SMTP
	from   *netmail.Address
	now    func() time.Time
	roots  *x509.CertPool // nil: those of the machine
}

// NewSMTP makes a mailer for a server. Nothing is sent unencrypted to a server that was configured with encryption, also
// when the server offers nothing else.
func NewSMTP(w *Writer, server config.SMTP, from *netmail.Address, now func() time.Time) *SMTP {
	return &SMTP{writer: w, server: server, from: from, now: now}
}

// Send writes a mail and hands it to the server. It returns when the server has taken it.
func (s *SMTP) Send(ctx context.Context, m Message) error {
	letter, err := s.compose(m)
	if err != nil {
		return err
	}
	client, err := gomail.NewClient(s.server.Host, s.options()...)
	if err != nil {
		return fmt.Errorf("mail server: %w", err)
	}
	if err := client.DialAndSendWithContext(ctx, letter); err != nil && !letter.IsDelivered() {
		return refusal(fmt.Errorf("send mail: %w", err), letter)
	}
	return nil // also when it only failed to say goodbye: the server has it
}

// A Refused is the answer of a mail server that did not take a mail.
type Refused struct {
	Code    int  // of the answer, 400 to 599
	Forever bool // it is about this mail or its address, and will be the same the next time
	Err     error
}

// Error says what the server answered. It can hold the address.
func (r *Refused) Error() string { return r.Err.Error() }

// Unwrap returns the error of the connection.
func (r *Refused) Unwrap() error { return r.Err }

// refusal finds the server's answer in an error. One to the sender's address or to signing in is about the configuration,
// which somebody will mend: only what is said to the address and to the mail itself can be for ever.
func refusal(err error, letter *gomail.Msg) error {
	var said *gomail.SendError
	if !errors.As(letter.SendError(), &said) || said.ErrorCode() == 0 {
		return err
	}
	about := []gomail.SendErrReason{gomail.ErrSMTPRcptTo, gomail.ErrSMTPData, gomail.ErrSMTPDataClose}
	return &Refused{Code: said.ErrorCode(), Forever: !said.IsTemp() && slices.Contains(about, said.Reason), Err: err}
}

func (s *SMTP) options() []gomail.Option {
	options := []gomail.Option{
		gomail.WithPort(s.server.Port),
		gomail.WithTimeout(sendTimeout),
		gomail.WithTLSConfig(&tls.Config{ServerName: s.server.Host, MinVersion: tls.VersionTLS12, RootCAs: s.roots}),
	}
	switch s.server.TLS {
	case config.TLSFromStart:
		options = append(options, gomail.WithSSL())
	case config.StartTLS:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case config.NoTLS:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	}
	if s.server.User != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover),
			gomail.WithUsername(s.server.User), gomail.WithPassword(s.server.Password))
	}
	return options
}

// errAddress and errSubject refuse what could begin a header of its own.
var (
	errAddress = errors.New("mail: not one plain address")
	errSubject = errors.New("mail: a subject has one line")
)

// compose makes the mail with its headers.
func (s *SMTP) compose(m Message) (*gomail.Msg, error) {
	if !upr.IsEmail(m.To) {
		return nil, errAddress
	}
	letter, err := s.writer.Write(m)
	if err != nil {
		return nil, err
	}
	if strings.ContainsAny(letter.Subject, "\r\n") {
		return nil, errSubject
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	msg.FromMailAddress(s.from)
	msg.ToMailAddress(&netmail.Address{Address: m.To})
	msg.Subject(letter.Subject)
	msg.SetDateWithValue(s.now())
	// The library's own would name this machine. One that is the same at each try lets mail programs drop the second.
	id := m.ID
	if id == "" {
		id = strings.ToLower(rand.Text())
	}
	msg.SetMessageIDWithValue(id + s.from.Address[strings.LastIndexByte(s.from.Address, '@'):])
	if m.Stop != "" { // RFC 8058: the mail program can end such mails by a POST, and nothing less does
		msg.SetGenHeader(gomail.HeaderListUnsubscribe, "<"+m.Stop+">")
		msg.SetGenHeader(gomail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click")
	}
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no holiday answers, please
	msg.SetGenHeader("Content-Language", m.Language)
	msg.SetBodyString(gomail.TypeTextPlain, letter.Text)
	msg.AddAlternativeString(gomail.TypeTextHTML, letter.HTML)
	return msg, nil
}
