// Package mail writes the few mails that Upright sends, in the language of who gets them, and hands them to a mail
// server; without one it tells the operator, in the log, what would have been sent.
//
// It refuses to send anything that a person wrote: a mail holds a link and words of the catalogue, nothing of a draft and
// no name, and it asks nobody's computer to load anything.
package mail

import (
	"bytes"
	"fmt"
	htmltemplate "html/template"
	"io/fs"
	texttemplate "text/template"
	"time"

	"upright/internal/upr"
)

// A Kind is one of the mails there are.
type Kind string

// The kinds of mail. Their words are the messages "mail.<kind>.…" of the catalogue.
const (
	Reset        Kind = "reset"        // a link to choose a new password
	Registration Kind = "registration" // a link to make an account, asked for on the page
	HaveAccount  Kind = "have-account" // somebody asked for an account for an address that has one
	Invitation   Kind = "invitation"   // a link to make an account, from an administrator
	Join         Kind = "join"         // a link into a submission or an organization, from who manages its people
	News         Kind = "news"         // what has happened just now
	Digest       Kind = "digest"       // what happened since the day before
)

// A Message is one mail.
type Message struct {
	Kind     Kind
	To       string // a plain address; anything else is refused
	Language string // of the pages: en, fr, es
	Link     string
	Valid    time.Duration // how long the link is good; 0 when it does not end

	// What follows is for News and Digest.
	ID    string // names the mail, the same whenever it is tried again; "" for mails that are tried once
	Items []Item
	Stop  string // address that ends such mails by one click, without signing in
}

// An Item says what happened in one of the submissions, or several times the same: the kind and the State, and nothing
// more. Titles and names can say more than a mail, which many computers read on its way, should.
type Item struct {
	Kind  upr.NoticeKind
	State string // its name in the language of the mail; "" when it is about no State
	Count int    // from 1
}

// Words returns the message of a key in a language, with its parameters filled in.
type Words func(language, key string, args map[string]any) string

// A Writer makes the text of mails from templates and words.
type Writer struct {
	html  *htmltemplate.Template
	text  *texttemplate.Template
	words Words
}

// NewWriter reads message.html and message.txt.
func NewWriter(templates fs.FS, words Words) (*Writer, error) {
	html, err := htmltemplate.New("message.html").Option("missingkey=error").ParseFS(templates, "message.html")
	if err != nil {
		return nil, fmt.Errorf("mail: %w", err)
	}
	text, err := texttemplate.New("message.txt").Option("missingkey=error").ParseFS(templates, "message.txt")
	if err != nil {
		return nil, fmt.Errorf("mail: %w", err)
	}
	return &Writer{html: html, text: text, words: words}, nil
}

// page is what the two templates print.
type page struct {
	Language string
	Subject  string
	Why      string // why this mail came
	Action   string // words on the link
	Link     string
	Valid    string // until when it is good; "" when it does not end
	Plain    string // above the link in full
	Ignore   string // what to do when one did not ask
	From     string // who sends
	Items    []string
	Stop     string // ends such mails; "" where there is nothing to end
	StopWhat string // words on that link
}

// Direction is in which direction the language is written, for the dir attribute.
func (p page) Direction() string {
	if p.Language == "ar" {
		return "rtl"
	}
	return "ltr"
}

// A Letter is a written mail.
type Letter struct {
	Subject string
	Text    string
	HTML    string
}

// Write writes a mail as plain text and as HTML.
func (w *Writer) Write(m Message) (Letter, error) {
	say := func(key string) string { return w.words(m.Language, "mail."+key, nil) }
	p := page{
		Language: m.Language,
		Subject:  say(string(m.Kind) + ".subject"),
		Why:      say(string(m.Kind) + ".why"),
		Action:   say(string(m.Kind) + ".action"),
		Link:     m.Link,
		Plain:    say("plain"),
		Ignore:   say(string(m.Kind) + ".ignore"),
		From:     say("from"),
	}
	if m.Valid > 0 {
		p.Valid = w.valid(m)
	}
	if m.Stop != "" {
		p.Stop, p.StopWhat = m.Stop, say("stop")
	}
	for _, item := range m.Items {
		p.Items = append(p.Items, w.item(m, item))
	}
	if m.Kind == News && len(m.Items) == 1 {
		p.Subject = w.words(m.Language, "mail.news.subject.one", map[string]any{"what": w.what(m, m.Items[0])})
	}
	var html, text bytes.Buffer
	if err := w.html.Execute(&html, p); err != nil {
		return Letter{}, fmt.Errorf("mail %s: %w", m.Kind, err)
	}
	if err := w.text.Execute(&text, p); err != nil {
		return Letter{}, fmt.Errorf("mail %s: %w", m.Kind, err)
	}
	return Letter{Subject: p.Subject, Text: text.String(), HTML: html.String()}, nil
}

// what says what happened, without where.
func (w *Writer) what(m Message, item Item) string {
	return w.words(m.Language, "mail.notice."+string(item.Kind), nil)
}

// item says what happened, where, and how often.
func (w *Writer) item(m Message, item Item) string {
	what := w.what(m, item)
	if item.Count > 1 {
		what = w.words(m.Language, "mail.times", map[string]any{"what": what, "n": item.Count})
	}
	if item.State == "" {
		return what
	}
	return w.words(m.Language, "mail.where", map[string]any{"state": item.State, "what": what})
}

// valid says how long a link is good, in whole days when there are, else in hours.
func (w *Writer) valid(m Message) string {
	const day = 24 * time.Hour
	if m.Valid > day && m.Valid%day == 0 {
		return w.words(m.Language, "mail.days", map[string]any{"n": int(m.Valid / day)})
	}
	return w.words(m.Language, "mail.hours", map[string]any{"n": int(m.Valid / time.Hour)})
}
