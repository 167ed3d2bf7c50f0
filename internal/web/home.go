package web

import (
	"net/http"
	"time"

	"upright/internal/i18n"
	"upright/internal/store"
	"upright/internal/upr"
)

// homePage lists what a person works on, and says what to do first where there is nothing.
type homePage struct {
	basePage
	Organizations []upr.Organization
	Submissions   []submissionCard
	Mentions      []mentionView
	Leaving       []leavingView
	Pager         pager
}

func (homePage) template() string { return "home" }

// A submissionCard is one submission in a list.
type submissionCard struct {
	Path         string
	Title        string
	Language     string // of the title
	State        string // its name in the language of the page
	Session      int
	Organization string
	Deadline     string // "" for none
	Updated      time.Time
}

// showHome answers GET /.
func (s *Server) showHome(v *visit) error {
	ctx := v.Request().Context()
	organizations, err := s.Store.Organizations(ctx, v.actor())
	if err != nil {
		return err
	}
	list, next, err := s.Store.Submissions(ctx, v.actor(), pageOf(v, "after"))
	if err != nil {
		return err
	}
	p := s.homePage(v, organizations, list, next)
	if p.Mentions, err = s.mentions(v, ""); err != nil {
		return err
	}
	if p.Leaving, err = s.leaving(ctx, v); err != nil {
		return err
	}
	return s.render(v, http.StatusOK, p)
}

func (s *Server) homePage(v *visit, organizations []upr.Organization, list []upr.Submission, next store.Next) homePage {
	p := homePage{basePage: s.base(v), Organizations: organizations, Pager: s.pager(v, v.words.T("home.title"), "after", next)}
	for _, one := range list {
		p.Submissions = append(p.Submissions, s.card(v, one))
	}
	return p
}

// card makes the entry of a submission in a list.
func (s *Server) card(v *visit, one upr.Submission) submissionCard {
	c := submissionCard{
		Path:     "/submissions/" + string(one.ID),
		Title:    one.Details.Title,
		Language: one.Details.Language,
		State:    s.stateName(v, one.Details.State),
		Session:  one.Details.Session,
		Updated:  one.Updated,
	}
	if len(one.Organizations) > 0 {
		c.Organization = one.Organizations[0].Name
	}
	if d := one.Details.Deadline; !d.At.IsZero() {
		c.Deadline = v.words.T("home.deadline", "when", v.words.DateTime(d.At.In(s.Calendar.Geneva())))
	}
	return c
}

// A pager leads through a long list. Lists know where the next page begins, not how many there are.
type pager struct {
	words *i18n.Printer
	List  string // its name, for who hears the links without seeing where they stand
	First string // address of the first page; "" when this is it
	Next  string // address of the next page; "" when there is none
}

// T returns a message, for the partial.
func (p pager) T(key string, pairs ...any) string { return p.words.T(key, pairs...) }

// pageOf reads the place in a list from a parameter of the address.
func pageOf(v *visit, parameter string) store.Page {
	return store.Page{After: store.Next(v.QueryParam(parameter)), Size: 25}
}

// pager makes the links through a list. A page with two lists gives each a parameter of its own.
func (s *Server) pager(v *visit, list, parameter string, next store.Next) pager {
	p := pager{words: v.words, List: list}
	here := v.Request().URL
	query := here.Query()
	if query.Has(parameter) {
		query.Del(parameter)
		p.First = here.Path
		if rest := query.Encode(); rest != "" {
			p.First += "?" + rest
		}
	}
	if next != "" {
		query.Set(parameter, string(next))
		p.Next = here.Path + "?" + query.Encode()
	}
	return p
}
