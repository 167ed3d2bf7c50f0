package notice_test

import (
	"database/sql"
	"encoding/json"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"net/mail"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"upright/internal/calendar"
	"upright/internal/config"
	"upright/internal/i18n"
	ourmail "upright/internal/mail"
	"upright/internal/notice"
	"upright/internal/store"
	"upright/internal/store/storetest"
	"upright/internal/upr"
	"upright/templates"
)

// An office is a submission with a mail server, and a clock that stands still until it is moved.
type office struct {
	*store.Store
	*notice.Service
	t      *testing.T
	db     *sql.DB
	server *server
	now    time.Time
	anna   upr.Actor
	id     upr.SubmissionID
	log    strings.Builder
}

const title = "The secret title of Anna"

func newOffice(t *testing.T) *office {
	t.Helper()
	databaseURL := storetest.URL(t)
	db, err := sql.Open("postgres", databaseURL)
	must(t, err)
	t.Cleanup(func() { _ = db.Close() })
	o := &office{t: t, db: db, Store: storetest.Connect(t, databaseURL), server: serve(t), now: time.Now()}
	o.Service = o.service(t)
	o.anna = o.person("anna", "en")
	organization, err := o.CreateOrganization(t.Context(), o.anna, upr.Organization{Name: "Identity Now"})
	must(t, err)
	made, err := o.CreateSubmission(t.Context(), o.anna, organization,
		upr.Details{State: "MEX", Session: 54, Cycle: 4, Kind: upr.Joint, Language: "en", Title: title},
		"cycle-4", json.RawMessage(`{"type":"doc"}`))
	must(t, err)
	o.id = made
	return o
}

// service makes one more process.
func (o *office) service(t *testing.T) *notice.Service {
	t.Helper()
	words, err := i18n.Load()
	must(t, err)
	files, err := templates.Mails()
	must(t, err)
	writer, err := ourmail.NewWriter(files, func(language, key string, args map[string]any) string {
		return words.Printer(language).Message(key, args)
	})
	must(t, err)
	states, err := calendar.Default()
	must(t, err)
	clock := func() time.Time { return o.now }
	return notice.New(notice.Config{
		Store: o.Store, BaseURL: &url.URL{Scheme: "https", Host: "upright.example.org"}, StateName: states.StateName,
		Log: slog.New(slog.NewTextHandler(&o.log, nil)), Now: clock,
		Mail: ourmail.NewSMTP(writer, config.SMTP{Host: "localhost", Port: o.server.port, TLS: config.NoTLS},
			&mail.Address{Name: "Upright", Address: "upright@example.org"}, clock),
	})
}

// person makes an account with the right to write.
func (o *office) person(name, language string) upr.Actor {
	o.t.Helper()
	user, err := o.CreateUser(o.t.Context(), store.NewUser{
		Name: name, Email: name + "@example.org", Language: language, PasswordHash: "x", Admin: name == "anna",
	})
	must(o.t, err)
	by := upr.Actor{User: user.ID, Admin: name == "anna"}
	if o.id != "" {
		_, err := o.db.ExecContext(o.t.Context(), `
			INSERT INTO submission_people (submission_id, user_id, role, began_at) VALUES ($1, $2, 'editor', now())`, o.id, user.ID)
		must(o.t, err)
	}
	return by
}

// mention has Anna name people in a comment.
func (o *office) mention(names ...string) {
	o.t.Helper()
	c := upr.NewComment{
		ID: upr.CommentID(upr.NewID()), Thread: upr.ThreadID(upr.NewID()), Body: "Hush: @" + strings.Join(names, ", @"),
	}
	must(o.t, o.StartThread(o.t.Context(), o.anna, o.id, c, upr.Anchor{Block: "p", Quote: "hidden words", Shown: "p", Part: "a"}))
}

// send lets a minute pass and sends what is due.
func (o *office) send() []*received {
	o.t.Helper()
	o.now = o.now.Add(time.Minute)
	must(o.t, o.Send(o.t.Context()))
	return o.server.take()
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// parts reads the text and the HTML of a mail as a mail program does.
func (m *received) parts(t *testing.T) (text, html string) {
	t.Helper()
	kind, params, err := mime.ParseMediaType(m.header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("it is %s, %v", kind, err)
	}
	reader := multipart.NewReader(strings.NewReader(m.body), params["boundary"])
	var read []string
	for {
		part, err := reader.NextPart()
		if err == io.EOF {
			break
		}
		must(t, err)
		body, err := io.ReadAll(part)
		must(t, err)
		read = append(read, part.Header.Get("Content-Type")[:9]+strings.ReplaceAll(string(body), "\r\n", "\n"))
	}
	if len(read) != 2 || !strings.HasPrefix(read[0], "text/plai") || !strings.HasPrefix(read[1], "text/html") {
		t.Fatalf("its parts are %q", read)
	}
	return read[0][9:], read[1][9:]
}

func subject(t *testing.T, m *received) string {
	t.Helper()
	text, err := new(mime.WordDecoder).DecodeHeader(m.header.Get("Subject"))
	must(t, err)
	return text
}

func TestMailsInThreeLanguages(t *testing.T) {
	o := newOffice(t)
	want := map[string][2]string{ // subject, and a line of the mail
		"en": {"Upright: somebody mentioned you in a comment", "Mexico: somebody mentioned you in a comment"},
		"fr": {"Upright\u00a0: quelqu’un vous a mentionné dans un commentaire", "Mexique\u00a0: quelqu’un vous a mentionné dans un commentaire"},
		"es": {"Upright: alguien le mencionó en un comentario", "México: alguien le mencionó en un comentario"},
	}
	for language := range want {
		o.person("to-"+language, language)
	}
	o.mention("to-en", "to-fr", "to-es")
	mails := o.send()
	if len(mails) != len(want) {
		t.Fatalf("%d mails", len(mails))
	}
	for _, m := range mails {
		language := m.header.Get("Content-Language")
		if m.to != "to-"+language+"@example.org" || subject(t, m) != want[language][0] {
			t.Errorf("to %s in %s: %q", m.to, language, subject(t, m))
		}
		text, html := m.parts(t)
		for _, part := range []string{text, html} {
			if !strings.Contains(part, want[language][1]) {
				t.Errorf("%s: a part does not say %q:\n%s", language, want[language][1], part)
			}
			for _, secret := range []string{title, "secret", "Hush", "hidden", "anna", "Anna", "Identity Now"} {
				if strings.Contains(part, secret) {
					t.Errorf("%s: a part holds %q:\n%s", language, secret, part)
				}
			}
			if strings.Contains(part, "⟦") || strings.Count(part, "https://upright.example.org/news/") == 0 {
				t.Errorf("%s: a part reads\n%s", language, part)
			}
		}
		if !strings.Contains(html, `<html lang="`+language+`" dir="ltr">`) || strings.Contains(html, "src=") {
			t.Errorf("%s: the HTML is\n%s", language, html)
		}
		for name, want := range map[string]string{
			"List-Unsubscribe-Post": "List-Unsubscribe=One-Click", "Auto-Submitted": "auto-generated",
		} {
			if got := m.header.Get(name); got != want {
				t.Errorf("%s: %q", name, got)
			}
		}
		o.stop(t, m)
	}
	o.mention("to-en", "to-fr", "to-es")
	if again := o.send(); len(again) != 0 {
		t.Errorf("%d mails to who stopped them", len(again))
	}
}

// stop follows the link that ends mails, as the header and the text give it.
func (o *office) stop(t *testing.T, m *received) {
	t.Helper()
	link := strings.Trim(m.header.Get("List-Unsubscribe"), "<>")
	text, html := m.parts(t)
	if !strings.Contains(text, link) || !strings.Contains(html, link) || !strings.HasPrefix(link, "https://upright.example.org/unsubscribe/") {
		t.Errorf("the link %q is not in\n%s", link, text)
	}
	token := path.Base(link)
	stop, err := o.ReadStop(t.Context(), token)
	if err != nil || !slices.Equal(stop.Kinds(), []upr.NoticeKind{upr.MentionNotice}) {
		t.Fatalf("%+v, %v", stop, err)
	}
	for _, forged := range []string{
		strings.Replace(token, "mention", "all", 1), strings.Replace(token, "mention", "due", 1), token[1:], token + "x", "", "a.b.c",
		string(o.anna.User) + token[20:],
	} {
		if _, err := o.ReadStop(t.Context(), forged); err == nil {
			t.Errorf("%q is taken for a link of ours", forged)
		}
	}
	must(t, o.StopMails(t.Context(), stop.User, stop.Kinds()))
}

// TestDigest: all of a day in one mail, counted by State and kind, in the morning.
func TestDigest(t *testing.T) {
	o := newOffice(t)
	ben := o.person("ben", "fr")
	must(t, o.SetPaces(t.Context(), ben, map[upr.NoticeKind]upr.Pace{"mention": upr.Daily, "assignment": upr.Daily}))
	for range 3 {
		o.mention("ben")
	}
	_, err := o.Assign(t.Context(), o.anna, o.id, upr.Assignment{Block: "p", User: ben.User})
	must(t, err)
	if early := o.send(); len(early) != 0 {
		t.Errorf("%d mails before the morning", len(early))
	}
	o.now = o.now.Add(24 * time.Hour)
	mails := o.send()
	if len(mails) != 1 || subject(t, mails[0]) != "Upright\u00a0: vos nouvelles du jour" {
		t.Fatalf("%d mails", len(mails))
	}
	text, html := mails[0].parts(t)
	for _, line := range []string{
		"Mexique\u00a0: quelqu’un vous a mentionné dans un commentaire (3 fois)",
		"Mexique\u00a0: une tâche vous a été attribuée, à vous ou à votre organisation",
	} {
		if !strings.Contains(text, "\n– "+line+"\n") || !strings.Contains(html, ">"+line+"</li>") {
			t.Errorf("no line %q in\n%s\n%s", line, text, html)
		}
	}
	stop, err := o.ReadStop(t.Context(), path.Base(strings.Trim(mails[0].header.Get("List-Unsubscribe"), "<>")))
	if err != nil || len(stop.Kinds()) != len(upr.NoticeKinds()) {
		t.Errorf("%+v, %v", stop, err)
	}
}

func TestRefusedMails(t *testing.T) {
	o := newOffice(t)
	o.person("gone", "en")
	o.person("full", "en")
	o.person("there", "en")
	o.server.refuse("gone@example.org", 550)
	o.server.refuse("full@example.org", 452)
	o.mention("gone", "full", "there")
	if mails := o.send(); len(mails) != 1 || mails[0].to != "there@example.org" {
		t.Fatalf("%+v", mails)
	}
	q, err := o.Mails(t.Context(), o.anna)
	must(t, err)
	if len(q.Failed) != 1 || q.Failed[0].Answer != 550 || q.Failed[0].Tries != 1 || q.Waiting != 1 || q.Retried != 1 {
		t.Errorf("%+v", q)
	}
	if strings.Contains(o.log.String(), "@") || !strings.Contains(o.log.String(), "code=550") {
		t.Errorf("the log says %s", o.log.String())
	}
	delete(o.server.refuses, "full@example.org")
	if mails := o.send(); len(mails) != 1 || mails[0].to != "full@example.org" {
		t.Errorf("after a minute: %+v", mails)
	}
	// An address that is full for ever is given up after three days, and not before.
	o.server.refuse("there@example.org", 452)
	o.mention("there")
	begin, tries := o.now, 0
	for ; tries < 1000; tries++ {
		o.send()
		if q, err = o.Mails(t.Context(), o.anna); err != nil || len(q.Failed) == 2 {
			break
		}
		o.now = o.now.Add(time.Hour)
	}
	if took := o.now.Sub(begin); err != nil || took < 48*time.Hour || took > 96*time.Hour || q.Failed[0].Tries != 10 {
		t.Errorf("given up after %v: %+v, %v", took, q, err)
	}
}

// TestTheSameNameAtEachTry: a process that dies after the server has taken a mail makes it come twice, under one name.
func TestTheSameNameAtEachTry(t *testing.T) {
	o := newOffice(t)
	o.person("ben", "en")
	o.mention("ben")
	first := o.send()
	if len(first) != 1 {
		t.Fatalf("%d mails", len(first))
	}
	// As it is when the process died before it said so.
	_, err := o.db.ExecContext(t.Context(), `UPDATE mails SET sent_at = NULL, taken_until = $1`, o.now.Add(3*time.Minute))
	must(t, err)
	other := o.service(t)
	must(t, other.Send(t.Context()))
	if early := o.server.take(); len(early) != 0 {
		t.Errorf("%d mails while it belongs to the first", len(early))
	}
	o.now = o.now.Add(4 * time.Minute)
	must(t, other.Send(t.Context()))
	second := o.server.take()
	if len(second) != 1 || second[0].header.Get("Message-Id") != first[0].header.Get("Message-Id") {
		t.Errorf("%+v after %+v", second, first)
	}
}

func TestWithoutAMailServer(t *testing.T) {
	o := newOffice(t)
	ben := o.person("ben", "en")
	o.mention("ben")
	o.Mail = nil
	if mails := o.send(); len(mails) != 0 {
		t.Errorf("%d mails", len(mails))
	}
	o.Service = o.service(t) // one is configured later
	if mails := o.send(); len(mails) != 0 {
		t.Errorf("%d old mails", len(mails))
	}
	if n, err := o.UnreadNotices(t.Context(), ben); n != 1 || err != nil {
		t.Errorf("%d in the news, %v", n, err)
	}
}
