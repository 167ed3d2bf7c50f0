package web

import (
	"context"
	"net/http"
	"strconv"

	"upright/internal/rules"
	"upright/internal/upr"
)

// submissionRulesPage is the rules that a submission is held to, and the newer ones that it could take.
type submissionRulesPage struct {
	basePage
	heading
	Set         string
	Version     string
	Checked     string
	Official    string
	Provisional string
	Rules       []ruleRow
	Offer       *rulesOffer // nil for none
	MayDecide   bool        // the visitor coordinates, and the text is not final
}

func (submissionRulesPage) template() string { return "submission-rules" }

// Step is none: the page stands beside the steps.
func (submissionRulesPage) Step() string { return "" }

// A rulesOffer is another version of the rules, as pages offer it.
type rulesOffer struct {
	Title       string // of the set
	Set         string // its id
	Version     string
	Differences differencesView
	Left        bool // the coordinators looked at it and left it
}

// rulesOffer is what is offered to a submission; nil when it has the rules in force. Final texts are offered nothing.
func (s *Server) rulesOffer(ctx context.Context, v *visit, one *upr.Submission) (*rulesOffer, error) {
	if one.Final > 0 {
		return nil, nil
	}
	newer, err := s.rules.Newer(ctx, one)
	if err != nil || newer == nil {
		return nil, err
	}
	set, err := s.ruleSet(ctx, one)
	if err != nil {
		return nil, err
	}
	return s.offerOf(v, one, set, newer), nil
}

func (s *Server) offerOf(v *visit, one *upr.Submission, set, newer *rules.Set) *rulesOffer {
	return &rulesOffer{
		Title: setName(v, newer), Set: newer.ID, Version: strconv.Itoa(newer.Version), Differences: s.differences(v, set, newer),
		Left: one.Left == upr.RulesRef{Set: newer.ID, Version: newer.Version},
	}
}

// showSubmissionRules answers GET /submissions/:submission/rules.
func (s *Server) showSubmissionRules(v *visit) error {
	ctx := v.Request().Context()
	one, err := s.Store.Submission(ctx, v.actor(), submissionOf(v))
	if err != nil {
		return err
	}
	set, err := s.ruleSet(ctx, &one)
	if err != nil {
		return err
	}
	p := s.submissionRulesPage(v, &one, set)
	if p.Offer, err = s.rulesOffer(ctx, v, &one); err != nil {
		return err
	}
	p.MayDecide = one.Final == 0 && s.Store.RequireSubmission(ctx, v.actor(), one.ID, upr.Coordinate) == nil
	return s.render(v, http.StatusOK, p)
}

func (s *Server) submissionRulesPage(v *visit, one *upr.Submission, set *rules.Set) submissionRulesPage {
	p := submissionRulesPage{
		basePage: s.base(v), heading: s.heading(v, one), Set: setName(v, set), Version: strconv.Itoa(set.Version),
		Checked: s.dayOf(v, set.Checked), Official: webAddress(set.Official), Provisional: s.provisional(v, set),
	}
	for _, r := range set.For(one) {
		p.Rules = append(p.Rules, s.ruleRow(v, set, r))
	}
	return p
}

// rulesForm is what the coordinators decide about a version that was offered.
type rulesForm struct {
	Set     string `form:"set" validate:"required,max=100"`
	Version string `form:"version" validate:"required,number,max=7"`
	Had     string `form:"had" validate:"required,number,max=7"` // version that the submission had on the page
	Do      string `form:"do" validate:"required,oneof=take leave"`
}

// updateSubmissionRules answers POST /submissions/:submission/rules: the coordinators take what is offered, or leave it.
// Only what is in force can be taken: an offer that is out of date meanwhile is a Conflict.
func (s *Server) updateSubmissionRules(v *visit) error {
	ctx := v.Request().Context()
	var f rulesForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return &upr.Error{Kind: upr.Invalid, Key: "error.invalid"}
	}
	one, err := s.Store.Submission(ctx, v.actor(), submissionOf(v))
	if err != nil {
		return err
	}
	newer, err := s.rules.Newer(ctx, &one)
	if err != nil {
		return err
	}
	if newer == nil || newer.ID != f.Set || strconv.Itoa(newer.Version) != f.Version || strconv.Itoa(one.RuleVersion) != f.Had {
		return &upr.Error{Kind: upr.Conflict, Key: "error.conflict"}
	}
	page := "/submissions/" + string(one.ID) + "/rules"
	next := upr.RulesRef{Set: newer.ID, Version: newer.Version}
	if f.Do == "leave" {
		if err := s.Store.LeaveRules(ctx, v.actor(), one.ID, next); err != nil {
			return err
		}
		return s.done(v, page, "notice.rules-left")
	}
	set, err := s.ruleSet(ctx, &one)
	if err != nil {
		return err
	}
	had := upr.RulesRef{Set: one.RuleSet, Version: one.RuleVersion}
	if err := s.Store.TakeRules(ctx, v.actor(), one.ID, had, next, changedRules(set, newer)); err != nil {
		return err
	}
	return s.done(v, page, "notice.rules-taken")
}
