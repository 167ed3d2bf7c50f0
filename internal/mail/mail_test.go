package mail_test

import (
	"bytes"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"regexp"
	"strings"
	"testing"
	"time"

	"upright/internal/config"
	"upright/internal/i18n"
	"upright/internal/mail"
	"upright/templates"
)

const link = "https://upright.example.org/reset/AbC_d-1?x=1&y=2"

func noon() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

func newWriter(t *testing.T) *mail.Writer {
	t.Helper()
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	files, err := templates.Mails()
	if err != nil {
		t.Fatal(err)
	}
	w, err := mail.NewWriter(files, func(language, key string, args map[string]any) string {
		return words.Printer(language).Message(key, args)
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func newSMTP(t *testing.T, s *server, tls config.TLS, user, password string) *mail.SMTP {
	t.Helper()
	from := &netmail.Address{Name: "Upright – Genève", Address: "upright@example.org"}
	m := mail.NewSMTP(newWriter(t), config.SMTP{Host: "localhost", Port: s.port, User: user, Password: password, TLS: tls}, from, noon)
	m.TrustOnly(s.roots)
	return m
}

func TestEveryMailInEveryLanguage(t *testing.T) {
	w := newWriter(t)
	unknown := regexp.MustCompile(`⟦|\{\w+\}|%!|<no value>`)
	seen := make(map[string]bool)
	for _, language := range i18n.Pages() {
		for _, kind := range []mail.Kind{mail.Reset, mail.Registration, mail.HaveAccount, mail.Invitation, mail.Join} {
			for _, valid := range []time.Duration{0, time.Hour, 24 * time.Hour, 7 * 24 * time.Hour} {
				letter, err := w.Write(mail.Message{Kind: kind, To: "a@example.org", Language: language, Link: link, Valid: valid})
				if err != nil {
					t.Fatal(err)
				}
				for _, text := range []string{letter.Subject, letter.Text, letter.HTML} {
					if found := unknown.FindString(text); found != "" {
						t.Errorf("%s %s has %q:\n%s", language, kind, found, text)
					}
				}
				if !strings.Contains(letter.Text, "\n"+link+"\n") {
					t.Errorf("%s %s: the link does not stand on a line of its own:\n%s", language, kind, letter.Text)
				}
				if n := strings.Count(letter.HTML, strings.ReplaceAll(link, "&", "&amp;")); n != 3 {
					t.Errorf("%s %s: the page has the link %d times, want 3", language, kind, n)
				}
				if strings.Count(letter.HTML, "http") != 3 || strings.Contains(letter.HTML, "src=") {
					t.Errorf("%s %s: the page points elsewhere:\n%s", language, kind, letter.HTML)
				}
				if !strings.Contains(letter.HTML, `lang="`+language+`"`) {
					t.Errorf("%s %s: the page does not say its language", language, kind)
				}
				seen[letter.Text] = true
			}
		}
	}
	if want := len(i18n.Pages()) * 5 * 4; len(seen) != want {
		t.Errorf("%d different mails, want %d", len(seen), want)
	}
}

func TestSend(t *testing.T) {
	for _, c := range []struct {
		name                string
		fromStart, offerTLS bool
		tls                 config.TLS
		user, password      string
		fails               bool
	}{
		{"encrypted from the start", true, true, config.TLSFromStart, "me", "sesame", false},
		{"STARTTLS", false, true, config.StartTLS, "me", "sesame", false},
		{"plain, without signing in", false, false, config.NoTLS, "", "", false},
		{"a wrong password", false, true, config.StartTLS, "me", "open", true},
		{"a server that cannot encrypt", false, false, config.StartTLS, "me", "sesame", true},
		{"the same, without signing in", false, false, config.StartTLS, "", "", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := serve(t, c.fromStart, c.offerTLS)
			err := newSMTP(t, s, c.tls, c.user, c.password).Send(t.Context(),
				mail.Message{Kind: mail.Reset, To: "anna@example.org", Language: "fr", Link: link, Valid: time.Hour})
			got := s.backend.all()
			if c.fails {
				if err == nil || len(got) != 0 {
					t.Errorf("%v; the server got %+v", err, got)
				}
				return
			}
			if err != nil || len(got) != 1 {
				t.Fatalf("%v; the server got %+v", err, got)
			}
			if got[0].from != "upright@example.org" || got[0].to != "anna@example.org" ||
				got[0].encrypted != c.offerTLS || got[0].user != c.user {
				t.Errorf("the server got %+v", got[0])
			}
			checkMail(t, got[0].data)
		})
	}
}

// checkMail reads a mail as a mail program does.
func checkMail(t *testing.T, data string) {
	t.Helper()
	m, err := netmail.ReadMessage(strings.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	decode := new(mime.WordDecoder).DecodeHeader
	subject, err := decode(m.Header.Get("Subject"))
	if err != nil || subject != "Choisissez un nouveau mot de passe pour Upright" {
		t.Errorf("subject %q, %v", subject, err)
	}
	from, err := m.Header.AddressList("From")
	if err != nil || len(from) != 1 || from[0].Name != "Upright – Genève" {
		t.Errorf("from %v, %v", from, err)
	}
	if date, err := m.Header.Date(); err != nil || !date.Equal(noon()) {
		t.Errorf("date %v, %v", date, err)
	}
	if id := m.Header.Get("Message-Id"); !regexp.MustCompile(`^<[a-z2-7]+@example\.org>$`).MatchString(id) {
		t.Errorf("message id %q", id)
	}
	for name := range m.Header {
		if strings.HasPrefix(name, "X-") || name == "User-Agent" {
			t.Errorf("there is a header %s", name)
		}
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("it is %s, %v", kind, err)
	}
	reader := multipart.NewReader(m.Body, params["boundary"])
	var kinds []string
	for {
		part, err := reader.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(part) // the reader undoes quoted-printable
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(body, []byte("demandé un nouveau mot de passe")) {
			t.Errorf("a part reads %q", body)
		}
		kinds = append(kinds, part.Header.Get("Content-Type"))
	}
	if len(kinds) != 2 || !strings.HasPrefix(kinds[0], "text/plain; charset=UTF-8") || !strings.HasPrefix(kinds[1], "text/html; charset=UTF-8") {
		t.Errorf("its parts are %q; the plain one comes first", kinds)
	}
}

func TestSendRefuses(t *testing.T) {
	s := serve(t, false, false)
	m := newSMTP(t, s, config.NoTLS, "", "")
	for _, to := range []string{
		"", "a@example.org\r\nBcc: b@example.org", "a@example.org, b@example.org", "Anna <a@example.org>",
		"a@example.org>\r\nRCPT TO:<b@example.org", "a@example.org\n",
	} {
		if err := m.Send(t.Context(), mail.Message{Kind: mail.Reset, To: to, Language: "en", Link: link}); err == nil {
			t.Errorf("%q: sent", to)
		}
	}
	files, err := templates.Mails()
	if err != nil {
		t.Fatal(err)
	}
	w, err := mail.NewWriter(files, func(_, key string, _ map[string]any) string { return key + "\r\nBcc: b@example.org" })
	if err != nil {
		t.Fatal(err)
	}
	from := &netmail.Address{Address: "upright@example.org"}
	m = mail.NewSMTP(w, config.SMTP{Host: "localhost", Port: s.port, TLS: config.NoTLS}, from, noon)
	if err := m.Send(t.Context(), mail.Message{Kind: mail.Reset, To: "a@example.org", Language: "en", Link: link}); err == nil {
		t.Error("a subject of two lines was sent")
	}
	if got := s.backend.all(); len(got) != 0 {
		t.Errorf("the server got %+v", got)
	}
}

// TestLinkIsEscaped: a link is our own, but its base comes from the configuration.
func TestLinkIsEscaped(t *testing.T) {
	letter, err := newWriter(t).Write(mail.Message{Kind: mail.Reset, Language: "en", Link: `javascript:alert("x")//<b>`})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(letter.HTML, `href="javascript`) || strings.Contains(letter.HTML, "<b>") {
		t.Errorf("the link is not escaped:\n%s", letter.HTML)
	}
}

func TestLog(t *testing.T) {
	var out bytes.Buffer
	m := mail.NewLog(slog.New(slog.NewTextHandler(&out, nil)))
	if err := m.Send(t.Context(), mail.Message{Kind: mail.Invitation, To: "a@example.org", Language: "en", Link: link, Valid: time.Hour}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"no mail server is configured", link, "a@example.org", "invitation", "level=WARN"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the log does not say %q:\n%s", want, out.String())
		}
	}
}
