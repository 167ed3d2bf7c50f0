package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"upright/internal/collab"
	"upright/internal/prose"
	"upright/internal/upr"
)

// authorsPage is who wrote what, without the colours of the editor: the shares, and for each paragraph who changed it
// last.
type authorsPage struct {
	basePage
	heading
	People        []shareView
	Organizations []shareView
	Parts         []authoredPart
	More          int // the most places that are listed, when there are more; else 0
}

func (authorsPage) template() string { return "authors" }

// Step is none: the page stands beside the steps.
func (authorsPage) Step() string { return "" }

// A shareView is how much of the text somebody wrote.
type shareView struct {
	Name       string
	Former     bool
	Characters int
	Percent    int
}

// An authoredPart is a part with its blocks.
type authoredPart struct {
	Title  string
	Blocks []authoredBlock
}

// An authoredBlock is a paragraph, or another block with text of its own.
type authoredBlock struct {
	Label string // its number; "" without
	Start string // its first words
	Path  string // there, in the editor
	Name  string // who changed it last; "" when nobody did since the text was begun
	When  time.Time
}

// Bounds of the page: a text can have thousands of blocks.
const (
	maxAuthoredBlocks = 250
	startRunes        = 60
)

// showAuthors answers GET /submissions/:submission/authors.
func (s *Server) showAuthors(v *visit) error {
	one, err := s.withText(v)
	if err != nil {
		return err
	}
	found, err := s.Texts.Authorship(v.Request().Context(), v.actor(), one.ID, -1)
	if err != nil {
		return err
	}
	people, err := s.Store.Authors(v.Request().Context(), v.actor(), one.ID)
	if err != nil {
		return err
	}
	return s.render(v, http.StatusOK, s.authorsPage(v, one, found, people))
}

func (s *Server) authorsPage(v *visit, one *upr.Submission, found *collab.Authorship, people []upr.Author) authorsPage {
	p := authorsPage{basePage: s.base(v), heading: s.heading(v, one)}
	of := func(user upr.UserID) upr.Author {
		for _, person := range people {
			if person.User == user {
				return person
			}
		}
		return upr.Author{User: user, Name: v.words.T("authors.unknown"), Former: true}
	}
	byPerson, byOrganization := make(map[shareView]int), make(map[shareView]int)
	for _, counts := range found.Shares {
		for i := 0; i+1 < len(counts); i += 2 {
			person := of(found.Users[counts[i]])
			byPerson[shareView{Name: person.Name, Former: person.Former}] += counts[i+1]
			byOrganization[shareView{Name: person.OrganizationName}] += counts[i+1]
		}
	}
	p.People = shareViews(byPerson)
	if p.Organizations = shareViews(byOrganization); len(p.Organizations) < 2 {
		p.Organizations = nil // it says nothing
	}
	p.addParts(s, one, found, of)
	return p
}

// shareViews sorts shares, the largest first.
func shareViews(counts map[shareView]int) []shareView {
	total := 0
	for _, n := range counts {
		total += n
	}
	var list []shareView
	for share, n := range counts {
		share.Characters, share.Percent = n, percent(n, total)
		list = append(list, share)
	}
	slices.SortFunc(list, func(a, b shareView) int {
		if a.Characters != b.Characters {
			return b.Characters - a.Characters
		}
		return strings.Compare(a.Name, b.Name)
	})
	return list
}

func (p *authorsPage) addParts(s *Server, one *upr.Submission, found *collab.Authorship, of func(upr.UserID) upr.Author) {
	numbers, listed := prose.Number(one.Manuscript), 0
	for _, part := range one.Manuscript.Parts {
		view := authoredPart{Title: s.partTitle(one, part)}
		for block := range part.All() {
			id, start := prose.BlockID(block), startOf(numbers.Plain(prose.Content(block)))
			if start == "" || id == "" {
				continue
			}
			if listed++; listed > maxAuthoredBlocks {
				p.More = maxAuthoredBlocks
				continue
			}
			b := authoredBlock{Start: start, Path: p.Home + "/write#" + id}
			b.Label, _ = numbers.Label(id)
			if touch, touched := found.Touched[id]; touched {
				by := of(found.Users[touch[0]])
				b.Name, b.When = by.Name, time.Unix(touch[1], 0)
				if by.Former && by.Alias != "" {
					b.Name += " " + p.words.T("editor.comments.former")
				}
			}
			view.Blocks = append(view.Blocks, b)
		}
		if len(view.Blocks) > 0 {
			p.Parts = append(p.Parts, view)
		}
	}
}

// startOf is the beginning of a text, in whole words where there are any.
func startOf(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	runes := []rune(text)
	if len(runes) <= startRunes {
		return text
	}
	cut := string(runes[:startRunes])
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return cut + "…"
}
