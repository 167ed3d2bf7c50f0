package rules

import (
	"slices"
	"strings"

	"upright/internal/upr"
)

// A Set is the rules for the submissions of one cycle. LoadSets makes them; they never change.
type Set struct {
	ID          string `json:"id"`                // "cycle-4"; submissions keep it
	Version     int    `json:"version,omitempty"` // counts the corrections of the data
	Cycle       int    `json:"cycle"`
	Title       string `json:"title"`    // in English, for who keeps the data; pages use TitleMessage
	Checked     string `json:"checked"`  // day on which somebody last compared the data with the sources
	Official    string `json:"official"` // the page where OHCHR publishes the guidelines
	Provisional bool   `json:"provisional"`
	Rules       []Rule `json:"rules"` // in the order in which they are shown

	verbs verbs
	known bool // the catalogues have its name: a set of the program, under the program's title
}

// A Rule is one rule with its source.
type Rule struct {
	ID        string   `json:"id"`
	Group     string   `json:"group"` // general, length, format, cover, joint, submission, deadline, publication, content …
	Title     string   `json:"title"` // in English, for who keeps the data; pages use TitleMessage
	Statement string   `json:"statement"`
	Level     Level    `json:"level"`
	Severity  Severity `json:"severity"` // the gravest that its findings can be
	Seen      []int    `json:"seen_for_cycles"`
	Paragraph string   `json:"paragraph,omitempty"` // of the source
	Only      upr.Kind `json:"only,omitempty"`      // the kind of submission it is for; "" for both
	// For are the types of organization that it is for, by the one that leads; empty for all. A rule for some takes the
	// place of the rule for all that the same check keeps.
	For           []upr.OrganizationType `json:"for,omitempty"`
	Sources       []Source               `json:"sources"`
	Label         string                 `json:"label"`      // a: seen in a source; b: general knowledge; a+b: partly seen
	SetConfidence Confidence             `json:"confidence"` // over all cycles; Set.Confidence gives the one for its cycle
	Check         CheckSpec              `json:"check"`
	Note          string                 `json:"note,omitempty"`

	foreign bool // from a file that is not part of the program, under an id that the catalogues do not know
}

// Level says whether a submission may be disregarded for breaking a rule, as far as known.
type Level string

// The levels.
const (
	Binding  Level = "binding"
	Advisory Level = "advisory"
)

// A Source is a document in which a rule was read.
type Source struct {
	Document string `json:"document"`
	URL      string `json:"url,omitempty"` // a web address or the symbol of a United Nations document
	Read     string `json:"read"`          // how much of it was read
}

// unread stands for a document in rules that no text confirms. It is no title, so pages say it in their language.
const unread = "General knowledge of the mechanism; no text could be opened"

// NameMessage returns the message with the name of the source. Documents keep the titles that they have.
func (s Source) NameMessage() Message {
	if s.Document == unread {
		return Message{Key: "rules.source.unread"}
	}
	return Message{Key: "rules.itself", Args: map[string]any{"text": s.Document}}
}

// A CheckSpec says how a rule is kept.
type CheckSpec struct {
	Kind CheckKind `json:"kind"`
	// By is the name of the check for Automatic and Semi, and for Construction the part of the program that makes files
	// the way the rule asks.
	By     string         `json:"by,omitempty"`
	Params map[string]any `json:"params,omitempty"`
	// Tick puts a rule that a check looks after on the checklist too: for what the check cannot see.
	Tick bool `json:"tick,omitempty"`
}

// CheckKind says who makes sure that a rule is kept.
type CheckKind string

// The kinds of check.
const (
	Automatic    CheckKind = "automatic"    // the program can tell
	Semi         CheckKind = "semi"         // the program gives a hint, people judge
	Construction CheckKind = "construction" // the program makes files in no other way
	Manual       CheckKind = "manual"       // people judge: an item of the checklist
	Information  CheckKind = "information"  // nothing to keep, good to know
)

// number returns a parameter; Load has made sure that it is there.
func (s CheckSpec) number(name string) float64 {
	n, _ := s.Params[name].(float64)
	return n
}

// flag returns a parameter that is yes or no; a missing one is no.
func (s CheckSpec) flag(name string) bool {
	yes, _ := s.Params[name].(bool)
	return yes
}

// list returns a parameter that is a list of words; Load has made sure that it is one.
func (s CheckSpec) list(name string) []string {
	values, _ := s.Params[name].([]any)
	list := make([]string, 0, len(values))
	for _, v := range values {
		if word, ok := v.(string); ok {
			list = append(list, word)
		}
	}
	return list
}

// Ticked reports whether people confirm the rule, be it that no program can check it or that one cannot check all of it.
func (r Rule) Ticked() bool { return r.Check.Kind == Manual || r.Check.Tick }

// Own reports whether the rule is one of Upright itself and not of OHCHR.
func (r Rule) Own() bool { return strings.HasPrefix(r.ID, "UPRIGHT-") }

// TitleMessage returns the message with the set's name. One that an administrator named speaks for itself.
func (s *Set) TitleMessage() Message {
	if s.known {
		return Message{Key: "rule-set.name." + s.ID}
	}
	return Message{Key: "rules.itself", Args: map[string]any{"text": s.Title}}
}

// TitleMessage returns the message with the rule's name.
func (r Rule) TitleMessage() Message { return r.message("title", r.Title) }

// StatementMessage returns the message that says what the rule asks.
func (r Rule) StatementMessage() Message {
	if r.Check.By == "lengthWithNotes" && r.Check.flag("count_notes") {
		return r.message("statement-counted", r.Statement)
	}
	return r.message("statement", r.Statement)
}

// TickMessage returns the sentence that a person confirms, for a rule of the checklist.
func (r Rule) TickMessage() Message { return r.message("tick", r.Statement) }

// message carries the numbers and hours of the check, so that a rule set with others speaks of those. A rule that the
// catalogues do not know speaks for itself, in the one language it was written in.
func (r Rule) message(what, itself string) Message {
	if r.foreign {
		return Message{Key: "rules.itself", Args: map[string]any{"text": itself}}
	}
	m := Message{Key: "rule." + r.ID + "." + what}
	for name, value := range r.Check.Params {
		switch value.(type) {
		case float64, string:
			if m.Args == nil {
				m.Args = map[string]any{}
			}
			m.Args[name] = value
		}
	}
	return m
}

// Rule returns the rule with the id.
func (s *Set) Rule(id string) (Rule, bool) {
	i := slices.IndexFunc(s.Rules, func(r Rule) bool { return r.ID == id })
	if i < 0 {
		return Rule{}, false
	}
	return s.Rules[i], true
}

// Seen reports whether the rule was read in a source for the cycle of the set. Rules of Upright itself need none.
func (s *Set) Seen(r Rule) bool { return r.Own() || slices.Contains(r.Seen, s.Cycle) }

// Confidence returns how well a rule is known for the cycle of the set: what was seen for other cycles only is not
// confirmed for this one.
func (s *Set) Confidence(r Rule) Confidence {
	if r.SetConfidence == Confirmed && !s.Seen(r) {
		return ConfirmedOlderCycle
	}
	return r.SetConfidence
}

// Checklist returns the rules that people confirm, for a submission, in order.
func (s *Set) Checklist(one *upr.Submission) []Rule {
	var list []Rule
	for _, r := range s.For(one) {
		if r.Ticked() {
			list = append(list, r)
		}
	}
	return list
}

// For returns the rules that a submission is held to, in order: those for its kind, and for the type of the organization
// that leads it.
func (s *Set) For(one *upr.Submission) []Rule {
	var list []Rule
	for i := range s.Rules {
		if s.applies(&s.Rules[i], one) {
			list = append(list, s.Rules[i])
		}
	}
	return list
}

// applies reports whether a submission is held to a rule.
func (s *Set) applies(r *Rule, one *upr.Submission) bool {
	return r.concerns(one) && !(len(r.For) == 0 && slices.ContainsFunc(s.Rules, func(other Rule) bool {
		return r.Check.By != "" && len(other.For) > 0 && other.Check.By == r.Check.By && other.concerns(one)
	}))
}

// concerns reports whether a rule is for submissions of this kind and this leading organization. Without an organization,
// it is a civil society organization's.
func (r *Rule) concerns(one *upr.Submission) bool {
	lead := upr.CivilSociety
	if len(one.Organizations) > 0 {
		lead = one.Organizations[0].Type
	}
	return (r.Only == "" || r.Only == one.Details.Kind) && (len(r.For) == 0 || slices.Contains(r.For, lead))
}

// Limit returns the word limit for a submission and the id of its rule; 0 and "" when the set has none.
func (s *Set) Limit(one *upr.Submission) (words int, rule string) {
	for i := range s.Rules {
		if r := &s.Rules[i]; r.Check.By == "length" && s.applies(r, one) {
			return int(r.Check.number("max_words")), r.ID
		}
	}
	return 0, ""
}

// CountsNotes reports whether the endnotes of a submission count towards its word limit (UPR-LEN-03). That they do not is
// assumed, so a set can say otherwise.
func (s *Set) CountsNotes(one *upr.Submission) bool {
	return slices.ContainsFunc(s.Rules, func(r Rule) bool {
		return r.Check.By == "lengthWithNotes" && s.applies(&r, one) && r.Check.flag("count_notes")
	})
}

// DeadlineHour is the hour of the day, as 15:04 in Geneva, that is taken for a deadline of which only the day is known:
// the one that was seen in a source, and the earlier of two that sources give.
func (s *Set) DeadlineHour() string {
	for _, r := range s.Rules {
		if hour, ok := r.Check.Params["hour_seen"].(string); ok && r.Check.By == "hour" {
			return hour
		}
	}
	return "12:00"
}
