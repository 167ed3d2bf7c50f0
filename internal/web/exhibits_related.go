package web

import (
	"strings"

	"upright/internal/takeover"
	"upright/internal/upr"
)

// exhibitsOfRelated are the linked submissions: none, some in every state, and those of who may read neither.
func exhibitsOfRelated() []exhibit {
	page := func(data func() relatedData, f *relateForm, wrong problems) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view {
			p, err := s.relatedPage(v, data(), f, wrong)
			if err != nil {
				panic(err) // made-up data that does not fit its page: a test fails
			}
			return p
		})
	}
	return []exhibit{
		{"none", page(func() relatedData {
			d := newRelatedData()
			d.one, d.edits, d.leads = exhibitEmpty(), true, true
			return d
		}, &relateForm{}, nil)},
		{"all states", page(exhibitRelated, &relateForm{}, nil)},
		{"errors", page(exhibitRelated, &relateForm{Other: "o"}, problems{"other": {key: "related.same-state"}})},
		{"a reader", page(func() relatedData {
			d := exhibitRelated()
			d.edits, d.leads = false, false
			return d
		}, &relateForm{}, nil)},
		{"overfull", page(func() relatedData {
			d := exhibitRelated()
			d.one = exhibitOverfull()
			for _, other := range d.others {
				other.Details.Title = strings.Repeat("Solidarność", 30)
			}
			return d
		}, &relateForm{}, nil)},
	}
}

// exhibitRelated is the worked example with a submission that has the same text, and passages in every state.
func exhibitRelated() relatedData {
	one, other := exhibitExample(), exhibitExample()
	other.ID, other.Details.State, other.Details.Title = "other", "HND", "Water for those on the road"
	author := map[upr.UserID]string{"u": "Amina Example"}
	d := newRelatedData()
	d.one, d.edits, d.leads = one, true, true
	d.others[other.ID], d.names[one.ID], d.names[other.ID] = other, author, author
	d.relations = []upr.Relation{{ID: "r", Other: other.ID, By: "u", At: exhibitTime()}, {ID: "s", At: exhibitTime()}}
	d.choices = []upr.Submission{*other}
	list := takeover.List(one.Manuscript)
	for i, state := range []passageState{passageSame, passageChanged, passageMissing, passageDeleted, passageClosed, passageParted} {
		p := exhibitPassage(one, other, list[i+5], state)
		d.into = append(d.into, p)
		if state == passageSame || state == passageMissing {
			p.Into, p.Block = other.ID, p.Source.Block
			d.from = append(d.from, p)
		}
	}
	lost := d.into[0]
	lost.Block = "gone"
	d.into = append(d.into, lost)
	return d
}

// exhibitPassage was taken from other; what is changed was another passage then.
func exhibitPassage(one, other *upr.Submission, p takeover.Passage, state passageState) upr.Passage {
	words, err := takeover.Words(p.Text)
	if err != nil {
		panic(err) // embedded: a test would have failed
	}
	out := upr.Passage{
		ID: string(state), Kind: p.Kind, Into: one.ID, Block: p.ID, By: "u", At: exhibitTime(), Linked: state != passageParted,
		Gone:   state == passageDeleted,
		Source: upr.PassageSource{Submission: other.ID, Block: p.ID, Label: p.Label, Version: 12, Words: words},
	}
	switch state {
	case passageSame:
		out.SeenBy, out.SeenAt = "u", exhibitTime()
	case passageDeleted, passageClosed:
		out.Source, out.By = upr.PassageSource{}, ""
	case passageMissing:
		out.Source.Block = "gone"
	case passageChanged:
		was := takeover.List(one.Manuscript)[0]
		if out.Source.Words, err = takeover.Words(was.Text); err != nil {
			panic(err)
		}
	case passageParted:
	}
	return out
}
