package web

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"upright/internal/rules"
	"upright/internal/store"
	"upright/internal/upr"
)

// ruleSetsPage is the list of rule sets, for administrators of the installation.
type ruleSetsPage struct {
	basePage
	Sets []ruleSetRow
	Form form
}

func (ruleSetsPage) template() string { return "rule-sets" }

// A ruleSetRow is the version of a set that is in force.
type ruleSetRow struct {
	Path        string
	Title       string
	Cycle       string
	Version     string
	Checked     string
	Rules       int
	Provisional bool
}

// ruleFileForm is a file with a whole rule set.
type ruleFileForm struct {
	File string `form:"file" input:"file"`
}

// showRuleSets answers GET /administration/rules.
func (s *Server) showRuleSets(v *visit) error { return s.answerRuleSets(v, http.StatusOK, nil) }

func (s *Server) answerRuleSets(v *visit, status int, wrong problems) error {
	sets, err := s.rules.InForce(v.Request().Context())
	if err != nil {
		return err
	}
	return s.render(v, status, s.ruleSetsPage(v, sets, wrong))
}

func (s *Server) ruleSetsPage(v *visit, sets map[string]*rules.Set, wrong problems) ruleSetsPage {
	p := ruleSetsPage{basePage: s.base(v), Form: newForm(v.words, "rule-file", &ruleFileForm{}, wrong)}
	p.Failed = len(wrong) > 0
	for id, set := range sets {
		p.Sets = append(p.Sets, ruleSetRow{
			Path: ruleSetPath(id), Title: setName(v, set), Cycle: strconv.Itoa(set.Cycle), Version: strconv.Itoa(set.Version),
			Checked: s.dayOf(v, set.Checked), Rules: len(set.Rules), Provisional: set.Provisional,
		})
	}
	slices.SortFunc(p.Sets, func(a, b ruleSetRow) int { return cmp.Or(cmp.Compare(a.Cycle, b.Cycle), cmp.Compare(a.Path, b.Path)) })
	return p
}

// ruleSetPath is the address of a rule set.
func ruleSetPath(set string) string { return "/administration/rules/" + set }

// ruleVersionPath is the address of one version of it.
func ruleVersionPath(set string, version int) string {
	return ruleSetPath(set) + "/versions/" + strconv.Itoa(version)
}

// uploadRuleSet answers POST /administration/rules: a file becomes a version, which the administrator then looks at before
// it comes into force.
func (s *Server) uploadRuleSet(v *visit) error {
	wrong, err := bind(v.Request(), &ruleFileForm{})
	if isTooLarge(err) {
		return s.answerRuleSets(v, http.StatusRequestEntityTooLarge, problems{"file": {key: "rules.flaw.large"}})
	}
	if err != nil {
		return err
	}
	data, err := uploaded(v, "file")
	if err != nil {
		return err
	}
	if len(data) == 0 {
		wrong["file"] = problem{key: "rule-file.missing"}
		return s.answerRuleSets(v, http.StatusUnprocessableEntity, wrong)
	}
	set, err := rules.Parse(data)
	if found, ok := rules.AsFlaw(err); ok {
		wrong["file"] = flawProblem(v, found)
		return s.answerRuleSets(v, http.StatusUnprocessableEntity, wrong)
	}
	if err != nil {
		return err
	}
	return s.keepRuleSet(v, set, store.UploadOrigin, 0)
}

// flawProblem tells what is wrong with a rule set, and in which rule.
func flawProblem(v *visit, found *rules.Flaw) problem {
	if found.Rule == "" {
		return problem{key: found.Message.Key, args: found.Message.Args}
	}
	what := v.words.Message(found.Message.Key, found.Message.Args)
	return problem{key: "rules.flaw.in", args: map[string]any{"rule": found.Rule, "what": what}}
}

// keepRuleSet keeps a set as a version and leads to it. What is there already is not kept twice.
func (s *Server) keepRuleSet(v *visit, set *rules.Set, origin store.RuleSetOrigin, base int) error {
	version, fresh, err := s.Store.AddRuleSetVersion(v.Request().Context(), v.actor(), store.RuleSetVersion{
		Set: set.ID, Version: 1, Content: set.Content(), Origin: origin, Base: base,
	}, s.Now())
	if err != nil {
		return err
	}
	notice := "notice.rules-kept"
	if !fresh {
		notice = "notice.rules-known"
	}
	return s.done(v, ruleVersionPath(set.ID, version), notice)
}

// ruleSetPage is the version of a rule set that is in force, with all of its rules and its history.
type ruleSetPage struct {
	basePage
	Set         string
	Title       string
	Version     string
	Checked     string
	Official    string
	Provisional string
	Rules       []ruleRow
	Own         int // rules of Upright itself, which every set has
	Versions    []ruleVersionRow
	Choices     []ruleChoiceRow
}

func (ruleSetPage) template() string { return "rule-set" }

// A ruleVersionRow is one version of a set.
type ruleVersionRow struct {
	Path    string
	Version string
	Origin  string // in words
	When    string
	By      string // "" for the server itself
	InForce bool
}

// A ruleChoiceRow tells when a version came into force.
type ruleChoiceRow struct{ Version, When, By string }

// showRuleSet answers GET /administration/rules/:set.
func (s *Server) showRuleSet(v *visit) error {
	ctx, id := v.Request().Context(), v.Param("set")
	versions, choices, err := s.Store.RuleSetVersions(ctx, v.actor(), id)
	if err != nil {
		return err
	}
	set, err := s.ruleSetInForce(v, id)
	if err != nil {
		return err
	}
	return s.render(v, http.StatusOK, s.ruleSetPage(v, set, versions, choices))
}

// ruleSetInForce is the version of a set that is in force; NotFound when none is.
func (s *Server) ruleSetInForce(v *visit, id string) (*rules.Set, error) {
	sets, err := s.rules.InForce(v.Request().Context())
	if err != nil {
		return nil, err
	}
	set, ok := sets[id]
	if !ok {
		return nil, &upr.Error{Kind: upr.NotFound, Key: "error.not-found"}
	}
	return set, nil
}

func (s *Server) ruleSetPage(
	v *visit, set *rules.Set, versions []store.RuleSetVersion, choices []store.RuleSetChoice,
) ruleSetPage {
	p := ruleSetPage{
		basePage: s.base(v), Set: set.ID, Title: setName(v, set), Version: strconv.Itoa(set.Version), Checked: s.dayOf(v, set.Checked),
		Official: webAddress(set.Official), Provisional: s.provisional(v, set),
	}
	for _, r := range set.Rules {
		if r.Own() {
			p.Own++
			continue
		}
		row := s.ruleRow(v, set, r)
		row.Change = ruleSetPath(set.ID) + "/rules/" + r.ID
		p.Rules = append(p.Rules, row)
	}
	for _, one := range versions {
		p.Versions = append(p.Versions, ruleVersionRow{
			Path: ruleVersionPath(one.Set, one.Version), Version: strconv.Itoa(one.Version), InForce: one.InForce, By: one.By,
			When: p.DateTime(one.Made), Origin: v.words.T("rules.origin." + string(one.Origin)),
		})
	}
	for _, c := range choices {
		p.Choices = append(p.Choices, ruleChoiceRow{Version: strconv.Itoa(c.Version), When: p.DateTime(c.At), By: c.By})
	}
	return p
}

// ruleVersionPage is one version of a set beside the one in force.
type ruleVersionPage struct {
	basePage
	Set         string
	Title       string
	Version     string
	InForce     bool   // this is the one
	Now         string // version in force; "" for none
	Differences differencesView
	Rules       int
}

func (ruleVersionPage) template() string { return "rule-version" }

// Address of the version itself, for its form and its file.
func (p ruleVersionPage) Address() string { return ruleSetPath(p.Set) + "/versions/" + p.Version }

// showRuleVersion answers GET /administration/rules/:set/versions/:version.
func (s *Server) showRuleVersion(v *visit) error {
	set, err := s.ruleVersion(v)
	if err != nil {
		return err
	}
	now, err := s.ruleSetInForce(v, set.ID)
	var known *upr.Error
	if err != nil && !(errors.As(err, &known) && known.Kind == upr.NotFound) {
		return err
	}
	return s.render(v, http.StatusOK, s.ruleVersionPage(v, set, now))
}

// ruleVersion reads the version that the address names; NotFound when there is none.
func (s *Server) ruleVersion(v *visit) (*rules.Set, error) {
	version, err := strconv.Atoi(v.Param("version"))
	if err != nil || version < 1 {
		return nil, &upr.Error{Kind: upr.NotFound, Key: "error.not-found"}
	}
	content, err := s.Store.RuleSetContent(v.Request().Context(), v.Param("set"), version)
	if err != nil {
		return nil, err
	}
	return rules.Stored(content, version)
}

func (s *Server) ruleVersionPage(v *visit, set, now *rules.Set) ruleVersionPage {
	p := ruleVersionPage{
		basePage: s.base(v), Set: set.ID, Title: setName(v, set), Version: strconv.Itoa(set.Version), Rules: len(set.Rules),
	}
	if now != nil {
		p.Now, p.InForce = strconv.Itoa(now.Version), now.Version == set.Version
		p.Differences = s.differences(v, now, set)
	}
	return p
}

// downloadRuleVersion answers GET /administration/rules/:set/versions/:version/file: what can be changed and uploaded.
func (s *Server) downloadRuleVersion(v *visit) error {
	set, err := s.ruleVersion(v)
	if err != nil {
		return err
	}
	v.Response().Header().Set("Content-Disposition", `attachment; filename="`+set.ID+"-"+strconv.Itoa(set.Version)+`.json"`)
	return v.Blob(http.StatusOK, "application/json", []byte(set.File()))
}

// chooseRuleVersion answers POST /administration/rules/:set/versions/:version: it comes into force.
func (s *Server) chooseRuleVersion(v *visit) error {
	var f struct {
		Seen string `form:"seen" validate:"omitempty,number,max=7"`
	}
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	set, err := s.ruleVersion(v)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return &upr.Error{Kind: upr.Invalid, Key: "error.invalid"}
	}
	seen, _ := strconv.Atoi(f.Seen) // "" is none
	if err := s.Store.ChooseRuleSetVersion(v.Request().Context(), v.actor(), set.ID, set.Version, seen, s.Now()); err != nil {
		return err
	}
	return s.done(v, ruleSetPath(set.ID), "notice.rules-chosen")
}
