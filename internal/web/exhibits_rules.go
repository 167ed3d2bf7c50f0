package web

import (
	"strings"
	"time"

	"upright/internal/rules"
	"upright/internal/store"
	"upright/internal/upr"
)

// exhibitsOfRules are rule sets and their versions, and what a submission is told of them.
func exhibitsOfRules() []exhibit {
	page := func(make func(*Server, *visit, *rules.Set) view) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view { return make(s, v, s.Rules["cycle-4"]) })
	}
	wrong := problems{"file": {key: "rules.flaw.in", args: map[string]any{"rule": "UPR-LEN-01", "what": "…"}}}
	return []exhibit{
		{"sets", page(func(s *Server, v *visit, _ *rules.Set) view { return s.ruleSetsPage(v, s.Rules, nil) })},
		{"refused file", page(func(s *Server, v *visit, _ *rules.Set) view { return s.ruleSetsPage(v, s.Rules, wrong) })},
		{"one set", page(func(s *Server, v *visit, set *rules.Set) view {
			return s.ruleSetPage(v, set, exhibitVersions(), []store.RuleSetChoice{{Version: 1, At: exhibitTime()}})
		})},
		{"in force", page(func(s *Server, v *visit, set *rules.Set) view { return s.ruleVersionPage(v, set, set) })},
		{"differences", page(func(s *Server, v *visit, set *rules.Set) view {
			return s.ruleVersionPage(v, exhibitNewRules(set), set)
		})},
		{"new set", page(func(s *Server, v *visit, set *rules.Set) view { return s.ruleVersionPage(v, set, nil) })},
		{"limit", page(func(s *Server, v *visit, set *rules.Set) view {
			r, _ := set.Rule("UPR-LEN-01")
			return s.ruleChangePage(v, set, r, valuesOf(set, r), nil)
		})},
		{"list, errors", page(func(s *Server, v *visit, set *rules.Set) view {
			r, _ := set.Rule("UPR-COV-04")
			wrong := problems{"checked": {key: "rules.flaw.checked"}, "": {key: "rules.flaw.long"}}
			return s.ruleChangePage(v, set, r, valuesOf(set, r), wrong)
		})},
		{"example", page(func(s *Server, v *visit, _ *rules.Set) view {
			one := exhibitExample()
			return s.submissionRulesPage(v, one, s.Rules[one.RuleSet])
		})},
		{"offer", page(func(s *Server, v *visit, set *rules.Set) view {
			p := s.submissionRulesPage(v, exhibitOverfull(), set)
			p.Offer, p.MayDecide = s.offerOf(v, exhibitOverfull(), set, exhibitNewRules(set)), true
			return p
		})},
		{"offer that was left", page(func(s *Server, v *visit, set *rules.Set) view {
			p := s.submissionRulesPage(v, exhibitExample(), set)
			p.Offer = s.offerOf(v, exhibitExample(), set, exhibitNewRules(set))
			p.Offer.Left = true
			return p
		})},
	}
}

// exhibitNewRules is a set in which much is different.
func exhibitNewRules(set *rules.Set) *rules.Set {
	changed := *set
	changed.Version, changed.Checked = 2, "2027-02-01"
	changed.Rules = append([]rules.Rule{}, set.Rules[1:]...)
	for i, r := range changed.Rules {
		switch r.ID {
		case "UPR-LEN-01":
			changed.Rules[i].Check.Params = map[string]any{"max_words": 3000.0, "warn_at_ratio": 0.95}
			changed.Rules[i].Seen = []int{2, 4}
		case "UPR-COV-04":
			changed.Rules[i].Severity, changed.Rules[i].Note = rules.Warning, strings.Repeat("Long words of a note. ", 10)
		}
	}
	added := changed.Rules[0]
	added.ID = "UPR-NEW-01"
	changed.Rules = append(changed.Rules, added)
	made, err := rules.Stored(changed.Content(), 2)
	if err != nil {
		panic(err) // made-up data that is no rule set: a test fails
	}
	return made
}

func exhibitVersions() []store.RuleSetVersion {
	return []store.RuleSetVersion{
		{Set: "cycle-4", Version: 3, Origin: store.ChangeOrigin, By: "Amina Example", Made: exhibitTime(), Base: 1},
		{Set: "cycle-4", Version: 2, Origin: store.UploadOrigin, By: strings.Repeat("Long Name ", 12), Made: exhibitTime()},
		{Set: "cycle-4", Version: 1, Origin: store.ProgramOrigin, Made: exhibitTime().Add(-time.Hour), InForce: true},
	}
}

// exhibitChecklist has an item of each kind: open, confirmed, and confirmed for another text.
func exhibitChecklist(s *Server, v *visit, one *upr.Submission) (checklist, error) {
	set := s.Rules[one.RuleSet]
	people := exhibitTeam(one).people
	ticks := map[string]store.Tick{}
	for i, r := range set.Checklist(one) {
		tick := store.Tick{Rule: r.ID, By: people[0].User, At: exhibitTime()}
		if i == 1 {
			sum, err := textSum(one)
			if err != nil {
				return checklist{}, err
			}
			tick.Text = sum
		}
		if i < 3 {
			ticks[r.ID] = tick
		}
	}
	list, err := s.checklistOf(v, one, set, ticks, people)
	list.MayTick = true
	return list, err
}
