package web

import (
	"strings"
	"time"

	"upright/internal/store"
	"upright/internal/upr"
)

// exhibitsOfNews are what a person is told, how they choose about it, and how mails are doing.
func exhibitsOfNews() []exhibit {
	news := func(list []upr.Notice, next store.Next, about []upr.Submission) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view {
			p := s.newsPage(v, list, next, about, "")
			p.Unread = len(list) * 10
			return p
		})
	}
	choices := func(f *newsChoicesForm, wrong problems, since time.Time) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view { return s.newsChoicesPage(v, f, wrong, since) })
	}
	usual := &newsChoicesForm{}
	for kind, field := range usual.fields() {
		field.SetString(string(upr.UsualPace(kind)))
	}
	stop := func(kind upr.NoticeKind, done bool) func(*Server, *visit) view {
		return func(s *Server, v *visit) view { return s.unsubscribePage(v, kind, done) }
	}
	mails := func(q store.MailQueue) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view { return s.mailsPage(v, q) })
	}
	return []exhibit{
		{"empty", news(nil, "", nil)},
		{"every kind", news(exhibitNotices(), "more", exhibitNoticed())},
		{"usual", choices(usual, nil, time.Time{})},
		{"with a calendar, errors", choices(&newsChoicesForm{}, problems{"mention": {key: "value.choice"}}, exhibitTime())},
		{"one kind", stop(upr.MentionNotice, false)},
		{"everything", stop("", false)},
		{"done", stop(upr.DueNotice, true)},
		{"as it is", signedIn(func(s *Server, v *visit) view {
			link := "https://upright.example.org/calendar/" + strings.Repeat("a", 43) + ".ics"
			return feedMadePage{basePage: s.base(v), Link: link}
		})},
		{"quiet", mails(store.MailQueue{})},
		{"trouble", mails(store.MailQueue{
			Waiting: 1200, Retried: 30, Sent: 15_000, Oldest: exhibitTime().Add(-50 * time.Hour),
			Failed: []store.FailedMail{
				{ID: "a", To: *exhibitUser(), Tries: 1, Answer: 550, Failed: exhibitTime()},
				{ID: "b", To: upr.User{Name: strings.Repeat("Long Name ", 15), Email: strings.Repeat("long.", 40) + "@example.org"}, Tries: 10, Failed: exhibitTime()},
			},
		})},
	}
}

// exhibitNotices has a notice of each kind, some of them read, by people of all sorts.
func exhibitNotices() []upr.Notice {
	names := []string{"Amina Example", "", "ليلى أحمد", strings.TrimSpace(strings.Repeat("Very Long Name ", 10))}
	titles := []upr.Notice{
		{Title: "The right to a name", Language: "en", State: "MEX"},
		{Title: "الحق في الهوية للجميع", Language: "ar", State: "PSE"},
		{Title: strings.TrimSpace(strings.Repeat("Droits humains et solidarité internationale ", 6)), Language: "fr", State: "BOL"},
	}
	var list []upr.Notice
	for i, kind := range upr.NoticeKinds() {
		n := titles[i%len(titles)]
		n.ID, n.Kind, n.Submission, n.By = upr.NewID(), kind, "s", names[i%len(names)]
		n.At, n.Read = exhibitTime().Add(-time.Duration(i)*7*time.Hour), i%3 == 1
		list = append(list, n)
	}
	return append(list, upr.Notice{
		ID: "o", Kind: upr.JoinedNotice, Organization: "o", Title: "Example Association", By: "Ben", At: exhibitTime(),
	})
}

func exhibitNoticed() []upr.Submission {
	return []upr.Submission{
		{ID: "s", Details: upr.Details{Title: "The right to a name", Language: "en", State: "MEX"}},
		{ID: "t", Details: upr.Details{Title: "الحق في الهوية للجميع", Language: "ar", State: "PSE"}},
	}
}
