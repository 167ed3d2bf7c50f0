package notice_test

import (
	"io"
	"log"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-smtp"
)

// A server is a real mail server on this machine. It keeps what it takes, and refuses some addresses.
type server struct {
	port int

	mu      sync.Mutex
	mails   []*received
	refuses map[string]*smtp.SMTPError
}

// A received mail is what the server took, with its body still encoded.
type received struct {
	to     string
	header mail.Header
	body   string
}

func (s *server) NewSession(*smtp.Conn) (smtp.Session, error) { return &session{server: s}, nil }

// take returns the mails since the last call.
func (s *server) take() []*received {
	s.mu.Lock()
	defer s.mu.Unlock()
	mails := s.mails
	s.mails = nil
	return mails
}

func (s *server) refuse(to string, code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuses[to] = &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 1, 1}, Message: "not " + to}
}

type session struct {
	server *server
	to     string
}

func (s *session) Mail(string, *smtp.MailOptions) error { return nil }
func (s *session) Reset()                               {}
func (s *session) Logout() error                        { return nil }

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	s.to = to
	if refusal, is := s.server.refuses[to]; is {
		return refusal
	}
	return nil
}

func (s *session) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	m, err := mail.ReadMessage(strings.NewReader(string(data)))
	if err != nil {
		return err
	}
	body, err := io.ReadAll(m.Body)
	if err != nil {
		return err
	}
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	s.server.mails = append(s.server.mails, &received{to: s.to, header: m.Header, body: string(body)})
	return nil
}

// serve starts a mail server.
func serve(t *testing.T) *server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &server{port: listener.Addr().(*net.TCPAddr).Port, refuses: make(map[string]*smtp.SMTPError)}
	smtpServer := smtp.NewServer(s)
	smtpServer.Domain, smtpServer.ErrorLog = "localhost", log.New(io.Discard, "", 0)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = smtpServer.Serve(listener)
	}()
	t.Cleanup(func() {
		_ = smtpServer.Close()
		<-done
	})
	return s
}
