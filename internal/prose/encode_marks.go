package prose

import "strconv"

// marks writes the marks of a run of text, in the order of the schema.
func (e *encoder) marks(t *Text) {
	n := 0
	next := func(mark string) {
		if n == 0 {
			e.raw(`,"marks":[`)
		}
		e.comma(n)
		e.raw(mark)
		n++
	}
	for _, kind := range []SuggestionKind{Insertion, Deletion, Format} {
		for _, s := range t.Suggested {
			if s.Kind == kind {
				next("")
				e.suggestion(s)
			}
		}
	}
	if t.Link != "" {
		if !SafeLink(t.Link) {
			e.fail("a link is not a web or mail address")
		}
		next(`{"type":"link","attrs":{"href":`)
		e.str(t.Link)
		e.raw(`}}`)
	}
	if t.Em {
		next(`{"type":"em"}`)
	}
	if t.Strong {
		next(`{"type":"strong"}`)
	}
	if n > 0 {
		e.raw(`]`)
	}
}

// boundary writes the suggestions about the boundary before a block.
func (e *encoder) boundary(list []Suggestion) {
	for i, s := range list {
		if s.Kind != Split && s.Kind != Join {
			e.fail("a %s on a block", s.Kind)
		}
		if i == 0 {
			e.raw(`,"marks":[`)
		}
		e.comma(i)
		e.suggestion(s)
	}
	if len(list) > 0 {
		e.raw(`]`)
	}
}

func (e *encoder) suggestion(s Suggestion) {
	if !token.MatchString(s.ID) || !token.MatchString(s.User) || s.At < 0 || s.At > maxTime {
		e.fail("a suggestion has no id, person or time")
	}
	e.raw(`{"type":"` + string(s.Kind) + `","attrs":{"id":`)
	e.str(s.ID)
	e.raw(`,"user":`)
	e.str(e.people.id(s.User))
	e.raw(`,"at":` + strconv.FormatInt(s.At, 10))
	switch s.Kind {
	case Format:
		e.raw(`,"mark":`)
		e.str(s.Mark)
		e.raw(`,"was":`)
		if s.Had {
			e.str(s.Was)
		} else {
			e.raw(`null`)
		}
	case Split, Join:
		e.raw(`,"kept":`)
		if s.KeepsAfter {
			e.str("after")
		} else {
			e.str("before")
		}
	}
	e.raw(`}}`)
}
