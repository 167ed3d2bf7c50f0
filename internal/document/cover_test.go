package document_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"upright/internal/document"
	"upright/internal/upr"
)

// front writes a cover in few words.
func front(blocks []document.Block) string {
	var lines []string
	for _, b := range blocks {
		switch b := b.(type) {
		case *document.Title:
			lines = append(lines, "title: "+b.Text)
		case *document.Subtitle:
			lines = append(lines, "subtitle: "+b.Text)
		case *document.Logos:
			for _, i := range b.Images {
				lines = append(lines, "logo: "+i.Alt)
			}
		case *document.Fields:
			for _, f := range b.Items {
				lines = append(lines, f.Label+": "+line(f.Value))
			}
		case *document.Paragraph:
			lines = append(lines, "paragraph: "+line(b.Text))
		case *document.Contents:
			lines = append(lines, "contents")
		}
	}
	return strings.Join(lines, "\n")
}

func TestCover(t *testing.T) {
	member := upr.Organization{Name: "Casa", City: "Tijuana", Country: "MEX"}
	whole := upr.Organization{
		Name: "Example House", Acronym: "EH", City: "Puebla", Country: "MEX", Founded: 2014, Description: "We help.",
		ConsultativeStatus: upr.SpecialStatus, Website: "https://eh.example", Email: "post@eh.example", Phone: "+52 1",
		Address: "Calle 1\nPuebla", Logo: &upr.Image{Format: "png"},
	}
	for _, test := range []struct {
		name   string
		change func(*upr.Submission)
		want   string
	}{
		{"individual", func(s *upr.Submission) { s.Organizations = []upr.Organization{whole} }, `logo: Logo of Example House
title: Return in dignity
subtitle: Individual submission to the UN Universal Periodic Review
Submitted by: Example House (EH), Puebla (Mexico)
State under review: Mexico
Session of the Working Group: 59th session, January 2029
Cycle: 5th cycle
Language: English
Date: 3 June 2028
Key words: return; identity
paragraph: We help.
Founded: 2014
Consultative status with ECOSOC: special
Website: https://eh.example
E-mail: post@eh.example
Telephone: +52 1
Address: Calle 1 Puebla
contents`},
		{"joint", func(s *upr.Submission) {
			s.Details.Kind, s.Details.Title, s.Details.Keywords = upr.Joint, " ", nil
			s.Organizations = append(s.Organizations, member, upr.Organization{Name: "Sin ciudad", Country: "XXX"})
		}, `title: Joint submission to the UN Universal Periodic Review
Submitted by: Example House (EH), Puebla (Mexico)⏎Casa, Tijuana (Mexico)⏎Sin ciudad (XXX)
State under review: Mexico
Session of the Working Group: 59th session, January 2029
Cycle: 5th cycle
Language: English
Date: 3 June 2028
contents`},
		{"bare", func(s *upr.Submission) { *s = upr.Submission{} }, `title: Individual submission to the UN Universal Periodic Review
Language: English
contents`},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := submission()
			test.change(s)
			if diff := cmp.Diff(test.want, front(document.Build(s, options(t, "en")).Cover)); diff != "" {
				t.Errorf("cover (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAddressesLeadToThemselves(t *testing.T) {
	s := submission()
	s.Organizations[0].Email, s.Organizations[0].Website = "post@eh.example", "javascript:alert(1)"
	links := map[string]string{}
	for _, b := range document.Build(s, options(t, "en")).Cover {
		if f, ok := b.(*document.Fields); ok {
			for _, item := range f.Items {
				links[item.Label] = item.Value[0].(*document.Text).Link
			}
		}
	}
	if links["E-mail"] != "mailto:post@eh.example" || links["Website"] != "" {
		t.Errorf("links are %v", links)
	}
}

func TestMetadata(t *testing.T) {
	s := submission()
	s.Organizations = append(s.Organizations, upr.Organization{Name: "Casa"})
	d := document.Build(s, options(t, "en"))
	if d.Author != "Example House; Casa" || d.ShortTitle != "EH – individual UPR submission – Mexico" || d.RightToLeft {
		t.Errorf("author %q, short title %q, right to left %v", d.Author, d.ShortTitle, d.RightToLeft)
	}
	if want := time.Date(2028, time.June, 3, 0, 0, 0, 0, time.UTC); !d.Date.Equal(want) {
		t.Errorf("date %v, want %v", d.Date, want)
	}
	s.Organizations[0].Acronym, s.Organizations[0].Name = "", strings.Repeat("Very long name ", 9)
	if d = document.Build(s, options(t, "en")); d.ShortTitle != "Very long name Very long name Very long name…"+" – individual UPR submission – Mexico" {
		t.Errorf("short title %q", d.ShortTitle)
	}
	s.Details.Date, s.Details.Language = upr.Date{}, "ar"
	opt := options(t, "ar")
	if d = document.Build(s, opt); !d.Date.IsZero() || !d.RightToLeft {
		t.Errorf("date %v, right to left %v", d.Date, d.RightToLeft)
	}
	opt.Date = upr.Date{Year: 2028, Month: time.July, Day: 1}
	if d = document.Build(s, opt); d.Date.Month() != time.July {
		t.Errorf("date %v, want the one given", d.Date)
	}
}

func TestOrdinals(t *testing.T) {
	for _, test := range []struct {
		lang string
		n    int
		want string
	}{
		{"en", 41, "41st session"}, {"en", 42, "42nd session"}, {"en", 43, "43rd session"}, {"en", 54, "54th session"},
		{"en", 11, "11th session"}, {"fr", 1, "1re session"}, {"fr", 41, "41e session"}, {"es", 41, "41º período de sesiones"},
		{"ru", 53, "53-я сессия"}, {"zh", 42, "第42届会议"}, {"ar", 41, "الدورة 41"},
	} {
		s := submission()
		s.Details.Language, s.Details.Session = test.lang, test.n
		opt := options(t, test.lang)
		opt.SessionDate = upr.Date{}
		if got := front(document.Build(s, opt).Cover); !strings.Contains(got, ": "+test.want+"\n") {
			t.Errorf("%s %d: no %q in\n%s", test.lang, test.n, test.want, got)
		}
	}
}

// What an organization says of itself in English on an Arabic cover runs from left to right as a whole, else its full stop
// would stand before its first word; where Arabic letters are among it, the page's order holds.
func TestCoverInAnotherDirection(t *testing.T) {
	s := submission()
	s.Details.Language, s.Details.Kind = "ar", upr.Joint
	s.Organizations = []upr.Organization{
		{Name: "Example House Inc.", Description: "We help.", Address: "1 Street, Geneva."},
		{Name: "House البيت", Description: "نساعد House."},
	}
	languages := map[string]string{}
	note := func(spans []document.Span) {
		for _, span := range spans {
			if text, ok := span.(*document.Text); ok {
				languages[text.Text] = text.Language
			}
		}
	}
	for _, b := range document.Build(s, options(t, "ar")).Cover {
		switch b := b.(type) {
		case *document.Paragraph:
			note(b.Text)
		case *document.Fields:
			for _, item := range b.Items {
				note(item.Value)
			}
		}
	}
	for text, want := range map[string]string{
		"Example House Inc.": "und-Latn", "We help.": "und-Latn", "1 Street, Geneva.": "und-Latn", "House البيت": "", "نساعد House.": "",
	} {
		if got, ok := languages[text]; !ok || got != want {
			t.Errorf("%q is in %q (%v), want %q", text, got, ok, want)
		}
	}
}
