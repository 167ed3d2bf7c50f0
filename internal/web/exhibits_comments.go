package web

import (
	"strings"
	"time"

	"upright/internal/upr"
)

// exhibitDiscussion is what is said beside a text: an answered thread on words, one on a whole block by somebody with a
// long name, one that lost its words, one that is resolved, and an open form that was refused.
func exhibitDiscussion(v *visit, one *upr.Submission) discussion {
	part := one.Manuscript.Parts[0].ID
	said := func(user upr.UserID, body string, hours int) upr.Comment {
		return upr.Comment{ID: upr.CommentID(upr.NewID()), User: user, Body: body, Created: exhibitTime().Add(-time.Duration(hours) * time.Hour)}
	}
	thread := func(at upr.Anchor, comments ...upr.Comment) upr.Thread {
		at.Block, at.Shown, at.Part = part, part, part
		return upr.Thread{ID: upr.ThreadID(upr.NewID()), Anchor: at, Comments: comments}
	}
	stone := said("former", "", 30)
	stone.Deleted = exhibitTime()
	edited := said(exhibitUser().ID, "Yes: see note 4. @Grace please check.", 28)
	edited.Edited = exhibitTime()
	resolved := thread(upr.Anchor{}, said("long", "Settled.", 3))
	resolved.Resolved, resolved.ResolvedBy = exhibitTime(), exhibitUser().ID
	reader := said("", "هل هذا صحيح؟", 2)
	reader.Reader = "A reader"
	d := discussion{
		query:  readQuery{all: true, on: part},
		rights: commentRights{Comment: true, Coordinate: true},
		threads: []upr.Thread{
			thread(upr.Anchor{Ranged: true, Quote: "free by law"}, stone, edited),
			thread(upr.Anchor{}, said("long", strings.Repeat("A long comment. ", 40), 5), reader),
			thread(upr.Anchor{Ranged: true, Lost: true, Quote: strings.Repeat("gone", 60)}, said("former", "Where is it?", 4)),
			resolved,
		},
		authors: []upr.Author{
			{User: exhibitUser().ID, Name: exhibitUser().Name, OrganizationName: "EXA"},
			{User: "long", Name: strings.Repeat("Longname ", 20), OrganizationName: strings.Repeat("Organization", 8)},
			{User: "former", Name: "Former Member", OrganizationName: "EXA", Former: true},
		},
	}
	d.form = newCommentForm(v, part, "", upr.NewID(), &commentFields{}, problems{"body": {key: "value.required"}})
	return d
}

// exhibitMentions are two places where the reader was named.
func exhibitMentions() []upr.Mention {
	long := strings.TrimSpace(strings.Repeat("Longname ", 20))
	return []upr.Mention{
		{Submission: "s", Title: "Birth registration in Kenya", Language: "en", Thread: "t", By: upr.Author{Name: "Grace"}, At: exhibitTime()},
		{Submission: "s", Title: long, Language: "en", Thread: "u", By: upr.Author{Name: long}, At: exhibitTime()},
	}
}
