package web

import (
	"strings"
	"time"

	"upright/internal/prose"
	"upright/internal/store"
	"upright/internal/upr"
)

// exhibitsOfSignoff are a coalition on its way to a final text, and one organization alone.
func exhibitsOfSignoff() []exhibit {
	page := func(make func() signing) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view { return s.signoffPage(v, make()) })
	}
	sign := func(member int, f *signForm, wrong problems) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view {
			d := exhibitSigning()
			d.signed = map[int]*upr.Submission{2: exhibitSigned(d.one)}
			p, err := s.signPage(v, d, d.members[member], f, wrong)
			if err != nil {
				panic(err) // made-up data that does not fit its page: a test fails
			}
			return p
		})
	}
	ask := &askForm{Until: "2026-12-07", Version: "60", Latest: "0"}
	return append([]exhibit{
		{"alone", page(exhibitSigningAlone)},
		{"not asked", page(func() signing {
			d := exhibitSigning()
			d.now, d.frozen = &store.Signing{Last: map[upr.OrganizationID]*upr.Signoff{}}, nil
			return d
		})},
		{"answers of all kinds, coordinator", page(exhibitSigning)},
		{"words and title changed", page(func() signing {
			d := exhibitSigning()
			d.stands.Words, d.stands.Cover.Title, d.in = [32]byte{7}, "Else", upr.Standing{Given: upr.Reader}
			return d
		})},
		{"typography changed", page(func() signing {
			d := exhibitSigning()
			d.stands.Text, d.now.Request.Wordless = [32]byte{7}, true
			return d
		})},
		{"final, handed in, reopened before", page(exhibitFinal)},
		{"first", signedIn(func(s *Server, v *visit) view { return s.askPage(v, exhibitSigningAlone(), ask, nil) })},
		{"again, errors", signedIn(func(s *Server, v *visit) view {
			return s.askPage(v, exhibitSigning(), &askForm{Until: "31.12.", Wordless: true}, problems{
				"until": {key: "ask.until.past"}, "message": {key: "ask.message.long"}, "wordless": {key: "ask.wordless.not"},
			})
		})},
		{"first", sign(0, &signForm{}, nil)},
		{"changed since it was frozen", signedIn(func(s *Server, v *visit) view {
			d := exhibitSigning()
			d.signed = map[int]*upr.Submission{3: exhibitSigned(d.one)}
			d.stands.Words, d.stands.Text = [32]byte{7}, [32]byte{7}
			p, err := s.signPage(v, d, d.members[0], &signForm{}, nil)
			if err != nil {
				panic(err)
			}
			return p
		})},
		{"changed since, errors", sign(1, &signForm{Answer: "position"}, problems{
			"words": {key: "sign.words.many", args: map[string]any{"n": 312, "max": 300}}, "paragraphs": {key: "sign.paragraphs.none"},
		})},
	}, exhibitsOfFinal()...)
}

// exhibitsOfFinal are the last word on a text, and what became of it.
func exhibitsOfFinal() []exhibit {
	handed := func(d func() signing, f *handedInForm, wrong problems) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view {
			made := d()
			return s.handedInPage(v, made.one, made.now.Final, f, wrong)
		})
	}
	return []exhibit{
		{"alone", signedIn(func(s *Server, v *visit) view { return s.finalPage(v, exhibitSigningAlone(), &finalForm{}, nil) })},
		{"some left out, errors", signedIn(func(s *Server, v *visit) view {
			d := exhibitSigning()
			d.now.Request.Until, d.open = upr.Date{Year: 2020, Month: time.May, Day: 1}, 7
			return s.finalPage(v, d, &finalForm{}, problems{"sure": {key: "final.sure.missing"}})
		})},
		{"waiting", signedIn(func(s *Server, v *visit) view { return s.finalPage(v, exhibitSigning(), &finalForm{}, nil) })},
		{"reopen", signedIn(func(s *Server, v *visit) view { return s.reopenPage(v, exhibitFinal()) })},
		{"first", handed(exhibitFinal, &handedInForm{Day: "2026-11-20", Hour: "10:00"}, nil)},
		{"errors", handed(exhibitFinal, &handedInForm{}, problems{
			"day": {key: "value.date"}, "hour": {key: "value.required"}, "confirmation": {key: "handed-in.confirmation.missing"},
			"receipt": {key: "handed-in.receipt.type"},
		})},
	}
}

func exhibitRevision(number int) upr.Revision {
	r := upr.Revision{Number: number, Version: int64(number) * 20, Name: "Sign-off", By: "u", At: exhibitTime()}
	for i := range r.SHA256 {
		r.SHA256[i] = byte(i*37 + number)
	}
	return r
}

// exhibitSigning has an organization in each state, with long names and words.
func exhibitSigning() signing {
	people := exhibitCoalition()
	d := signing{
		one: &people.one, members: people.members, in: upr.Standing{Given: upr.Coordinator, Administers: []upr.OrganizationID{"o", "p"}},
		names: map[upr.UserID]string{"u": "Amina", "p": strings.TrimSpace(strings.Repeat("Long Name ", 8))},
		now:   &store.Signing{Last: make(map[upr.OrganizationID]*upr.Signoff)},
	}
	d.one.Head = 60
	d.now.Request = &upr.SignoffRequest{
		Revision: exhibitRevision(3), Message: "Please read paragraph 4.\n" + strings.Repeat("نص طويل ", 30),
		Until: upr.Date{Year: 2099, Month: time.December, Day: 7}, By: "u", At: exhibitTime(), Open: true,
	}
	d.frozen = d.one
	d.stands = exhibitSeal(d.one)
	d.now.Request.Seal = d.stands
	answers := []upr.Signoff{
		{Revision: exhibitRevision(3), Answer: upr.WithPosition, Words: strings.TrimSpace(strings.Repeat("Constitutionally different. ", 30)), By: "u"},
		{Revision: exhibitRevision(2), Answer: upr.Endorsed, By: "p"},
		{Revision: exhibitRevision(3), Answer: upr.Declined, Words: "لا نوقع", By: "gone"},
		{Revision: exhibitRevision(3), Answer: upr.Withdrawn, By: "u"},
	}
	for part := range d.one.Manuscript.Visible() {
		for _, block := range part.Blocks {
			answers[0].Paragraphs = append(answers[0].Paragraphs, prose.BlockID(block))
		}
	}
	for i := range min(len(answers), len(d.members)) {
		answers[i].Organization, answers[i].At = d.members[i].Organization.ID, exhibitTime()
		if answers[i].Seal = d.stands; answers[i].Revision.Number < 3 {
			answers[i].Seal = exhibitSeal(exhibitSigned(d.one))
		}
		d.now.Last[answers[i].Organization] = &answers[i]
	}
	return d
}

// exhibitSigned is what was signed of a submission before its text, its title and a table changed.
func exhibitSigned(one *upr.Submission) *upr.Submission {
	was := *exhibitOlder(one)
	was.Details.Title, was.Details.Keywords = "What it was called before", nil
	was.Annexes.Previous = append([]upr.PreviousRecommendation{{
		Symbol: "A/HRC/40/8", Number: "132.45", Text: "Ratify the Convention.", States: []string{"FRA"}, Position: upr.PositionSupported,
		Assessed: upr.NotImplemented, Comment: "Nothing was done.",
	}}, was.Annexes.Previous...)
	return &was
}

// exhibitSeal is upr.SealOf of made-up data, which has a text.
func exhibitSeal(one *upr.Submission) upr.Seal {
	seal, err := upr.SealOf(one)
	if err != nil {
		panic(err)
	}
	return seal
}

func exhibitSigningAlone() signing {
	d := exhibitSigning()
	d.members, d.now, d.frozen = d.members[:1], &store.Signing{Last: map[upr.OrganizationID]*upr.Signoff{}}, nil
	return d
}

func exhibitFinal() signing {
	d := exhibitSigning()
	sum := strings.Repeat("0123456789abcdef", 4)
	handed := &upr.HandedIn{
		At: exhibitTime().Add(-time.Hour), Confirmation: "Submission received.\nNumber 2026-0471", By: "p", Recorded: exhibitTime(), Receipt: upr.PDFReceipt,
	}
	d.now.Request.Open = false
	d.now.Finals = []upr.FinalText{
		{Revision: exhibitRevision(3), Sum: sum, By: "u", At: exhibitTime(), HandedIn: handed},
		{Revision: exhibitRevision(1), Sum: sum, By: "gone", At: exhibitTime().Add(-72 * time.Hour), Reopened: exhibitTime().Add(-48 * time.Hour), HandedIn: handed},
	}
	d.now.Final, d.one.Final = &d.now.Finals[0], 3
	return d
}
