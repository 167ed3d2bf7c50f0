package web

import (
	"strings"
	"time"

	"upright/internal/upr"
)

// exhibitsOfLinks are the reader links, for who makes them and for who follows one.
func exhibitsOfLinks() []exhibit {
	links := func(d func() linksData, f *linkForm, wrong problems) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view { return s.linksPage(v, d(), f, wrong) })
	}
	none := func() linksData { return linksData{one: *exhibitExample()} }
	wrong := problems{
		"label": {key: "value.required"}, "kind": {key: "value.required"}, "ends": {key: "people.ends.past"},
		"phrase": {key: "account.password.short", args: map[string]any{"n": 12}},
		"uses":   {key: "links.uses.range", args: map[string]any{"n": upr.MaxLinkUses}},
	}
	made := func(phrase bool) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view {
			return linkMadePage{
				basePage: s.base(v), Label: "The Ministry’s focal point", Phrase: phrase, Back: "/submissions/s/links",
				Link: "https://upright.example.org/links/" + strings.Repeat("a1B2", 10),
			}
		})
	}
	front := func(change func(*upr.ReaderLink), wrong problems) func(*Server, *visit) view {
		return func(s *Server, v *visit) view {
			l := exhibitLink(upr.CommentLink)
			change(&l)
			return s.linkPage(v, l, wrong)
		}
	}
	return append([]exhibit{
		{"none", links(none, &linkForm{}, nil)},
		{"all states", links(exhibitLinks, &linkForm{Kind: "comment", Others: true}, nil)},
		{"errors", links(exhibitLinks, &linkForm{Phrase: "short", Uses: "many", Ends: "2020-01-01"}, wrong)},
		{"plain", made(false)},
		{"with a pass phrase", made(true)},
		{"to open", front(func(*upr.ReaderLink) {}, nil)},
		{"with a pass phrase", front(func(l *upr.ReaderLink) { l.Phrase = true }, nil)},
		{"wrong pass phrase", front(func(l *upr.ReaderLink) { l.Phrase = true }, problems{"phrase": {key: "link.phrase.wrong"}})},
		{"withdrawn", front(func(l *upr.ReaderLink) { l.Withdrawn = exhibitTime() }, nil)},
		{"expired", front(func(l *upr.ReaderLink) { l.Ends = time.Unix(1, 0) }, nil)},
		{"used up", front(func(l *upr.ReaderLink) { l.MaxUses, l.Uses = 1, 1 }, nil)},
		{"ended by a restored backup", front(func(l *upr.ReaderLink) { l.Lost = true }, nil)},
	}, exhibitsOfLinked()...)
}

// exhibitsOfLinked are what a reader sees who has opened a link.
func exhibitsOfLinked() []exhibit {
	page := func(kind upr.LinkKind, change func(*readerVisit), threads bool, asked readQuery, refused problems) func(*Server, *visit) view {
		return func(s *Server, v *visit) view {
			inside := *v
			inside.reader = &readerVisit{link: exhibitLink(kind), visit: upr.LinkVisit{ID: "own"}}
			change(inside.reader)
			one := exhibitExample()
			var said []upr.Thread
			if threads {
				said = exhibitReaderThreads(one)
			}
			var form *readerForm
			if refused != nil {
				form = newReaderForm(&inside, one.Manuscript.Parts[0].ID, "", upr.NewID(), &readerFields{Name: "Amina"}, refused)
			}
			shown := linkedPaper{press: s.Press, paper: one, revision: inside.reader.link.Revision, final: kind == upr.PDFLink}
			p, err := s.linkedPage(&inside, one, shown, said, asked, form)
			if err != nil {
				panic(err) // made-up data that does not fit its page: a test fails
			}
			return p
		}
	}
	same := func(*readerVisit) {}
	long := func(r *readerVisit) {
		r.link.Label, r.visit.Name = strings.Repeat("Longname", 15), strings.Repeat("Longname ", 20)
		r.link.Revision, r.link.Others, r.link.Ends = 3, true, exhibitTime()
	}
	gone := problems{"body": {key: "comment.gone"}}
	return []exhibit{
		{"PDF only, final", page(upr.PDFLink, func(r *readerVisit) { r.link.Revision = 4 }, false, readQuery{}, nil)},
		{"to read", page(upr.ReadLink, same, false, readQuery{}, nil)},
		{"to comment", page(upr.CommentLink, same, false, readQuery{}, nil)},
		{"comments, long names", page(upr.CommentLink, long, true, readQuery{reply: "answered"}, nil)},
		{"own comment being changed", page(upr.CommentLink, long, true, readQuery{edit: "edited"}, nil)},
		{"errors", page(upr.CommentLink, same, true, readQuery{}, problems{"name": {key: "value.required"}, "body": {key: "value.required"}})},
		{"place gone", page(upr.CommentLink, same, true, readQuery{on: "nowhere"}, nil)},
		{"comment refused", page(upr.CommentLink, long, true, readQuery{}, gone)},
	}
}

// exhibitLink is a link in its best days.
func exhibitLink(kind upr.LinkKind) upr.ReaderLink {
	return upr.ReaderLink{
		ID: "k3f7qzaaaaaaaaaaaaaa", Submission: "s", Kind: kind, Label: "The Ministry’s focal point", Created: exhibitTime(),
	}
}

// exhibitLinks are links in every state.
func exhibitLinks() linksData {
	d := linksData{
		one:       *exhibitExample(),
		revisions: []upr.Revision{{Number: 2, Name: "For the consultation"}, {Number: 1, Name: strings.Repeat("Long name ", 19)}},
		names:     map[upr.UserID]string{"a": "Amina Example"},
	}
	add := func(kind upr.LinkKind, change func(*upr.ReaderLink)) {
		l := exhibitLink(kind)
		l.ID, l.By = upr.LinkID(upr.NewID()), "a"
		change(&l)
		d.links = append(d.links, l)
	}
	add(upr.CommentLink, func(l *upr.ReaderLink) {
		l.Phrase, l.Others, l.MaxUses, l.Uses = true, true, 5, 2
		for i, kind := range []upr.LinkEventKind{upr.LinkCommented, upr.LinkPDF, upr.LinkRead, upr.LinkOpened} {
			l.Events = append(l.Events, upr.LinkEvent{Kind: kind, At: exhibitTime().Add(-time.Duration(i) * time.Hour)})
		}
	})
	add(upr.ReadLink, func(l *upr.ReaderLink) { l.Revision, l.Label = 2, strings.Repeat("Longname", 15) })
	add(upr.PDFLink, func(l *upr.ReaderLink) { l.Withdrawn = exhibitTime() })
	add(upr.PDFLink, func(l *upr.ReaderLink) { l.Ends = time.Unix(1, 0) })
	add(upr.PDFLink, func(l *upr.ReaderLink) { l.MaxUses, l.Uses, l.By = 1, 1, "" })
	add(upr.PDFLink, func(l *upr.ReaderLink) { l.Lost = true })
	return d
}

// exhibitReaderThreads are what readers said, one answered by the team, one on a passage that is not in the text.
func exhibitReaderThreads(one *upr.Submission) []upr.Thread {
	part := one.Manuscript.Parts[0].ID
	said := func(name, body string, visit upr.VisitID) upr.Comment {
		return upr.Comment{ID: upr.CommentID(upr.NewID()), Reader: name, Visit: visit, Body: body, Created: exhibitTime()}
	}
	own := said("Amina", "And this?", "own")
	own.ID, own.Edited = "edited", exhibitTime()
	stone := said("Grace", "", "other")
	stone.Deleted = exhibitTime()
	return []upr.Thread{
		{ID: "answered", Anchor: upr.Anchor{Block: part, Shown: part, Part: part, Quote: "free by law"}, Comments: []upr.Comment{
			said("Amina", "هل هذا صحيح؟", "own"), said("", "Yes: see note 4.", ""), stone,
			said(strings.Repeat("Longname ", 20), strings.Repeat("A long comment. ", 40), "other"),
		}},
		{ID: "gone", Anchor: upr.Anchor{Block: "gone", Shown: "gone"}, Comments: []upr.Comment{own}},
	}
}
