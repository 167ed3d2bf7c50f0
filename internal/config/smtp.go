package config

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
)

// TLS says how the connection to the mail server is protected.
type TLS string

// The ways to protect it. None is chosen by falling back.
const (
	TLSFromStart TLS = "implicit" // encrypted from the first byte, usually port 465
	StartTLS     TLS = "starttls" // encrypted before anything is said; a server that cannot is refused
	NoTLS        TLS = "none"     // plain, for a server on the same machine
)

// SMTP is the mail server to hand mails to.
type SMTP struct {
	Host     string
	Port     int
	User     string // empty: without signing in
	Password string
	TLS      TLS
}

func setSMTP(c *Config, v string) error {
	if v == "" {
		return nil
	}
	u, err := url.Parse(v)
	if err != nil || u.Hostname() == "" {
		return errors.New("is not smtp://USER:PASSWORD@HOST:PORT") // the value itself holds a password
	}
	s := &SMTP{Host: u.Hostname(), User: u.User.Username()}
	s.Password, _ = u.User.Password()
	switch u.Scheme {
	case "smtps":
		s.TLS, s.Port = TLSFromStart, 465
	case "smtp":
		s.TLS, s.Port = StartTLS, 587
	default:
		return fmt.Errorf("the scheme %q is not smtp or smtps", u.Scheme)
	}
	if tls := u.Query().Get("tls"); tls != "" {
		if err := oneOf(tls, string(TLSFromStart), string(StartTLS), string(NoTLS)); err != nil {
			return fmt.Errorf("tls: %w", err)
		}
		s.TLS = TLS(tls)
	}
	if s.TLS == NoTLS && s.Password != "" {
		return errors.New("a password is not sent over an unencrypted connection; leave out tls=none or the password")
	}
	if p := u.Port(); p != "" {
		n, err := strconv.ParseUint(p, 10, 16)
		if err != nil || n == 0 {
			return fmt.Errorf("%q is not a port", p)
		}
		s.Port = int(n)
	}
	c.SMTP = s
	return nil
}
