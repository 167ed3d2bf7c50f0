package web

import (
	"net/http"
	"strconv"
	"strings"

	"upright/internal/rules"
	"upright/internal/store"
	"upright/internal/upr"
)

// ruleChangePage is the form that changes one rule of a set without a new file.
type ruleChangePage struct {
	basePage
	Set     string
	Title   string // of the set
	Version string // that the change starts from
	Rule    ruleRow
	Form    form
	Fields  []field
}

func (ruleChangePage) template() string { return "rule-change" }

// ruleValues is what the form holds, by the names of its fields: "param_" and the name of a value that the check goes by.
type ruleValues map[string]string

const paramField = "param_"

// valuesOf are those of a rule as it is.
func valuesOf(set *rules.Set, r rules.Rule) ruleValues {
	values := ruleValues{
		"severity": string(r.Severity), "confidence": string(r.SetConfidence), "paragraph": r.Paragraph, "note": r.Note,
		"checked": set.Checked,
	}
	var seen []string
	for _, cycle := range r.Seen {
		seen = append(seen, strconv.Itoa(cycle))
	}
	values["seen"] = strings.Join(seen, ", ")
	if len(r.Sources) > 0 {
		values["document"], values["url"], values["read"] = r.Sources[0].Document, r.Sources[0].URL, r.Sources[0].Read
	}
	for _, p := range r.Params() {
		values[paramField+p.Name] = p.Text
	}
	return values
}

// request is what the values ask for.
func (values ruleValues) request() rules.RuleChangeRequest {
	want := rules.RuleChangeRequest{
		Params: map[string]string{}, Severity: rules.Severity(values["severity"]),
		Confidence: rules.Confidence(values["confidence"]), Seen: values["seen"], Paragraph: values["paragraph"],
		Source: rules.Source{Document: values["document"], URL: values["url"], Read: values["read"]},
		Note:   values["note"], Checked: values["checked"],
	}
	for name, value := range values {
		if param, ok := strings.CutPrefix(name, paramField); ok {
			want.Params[param] = value
		}
	}
	return want
}

// showRuleChange answers GET /administration/rules/:set/rules/:rule.
func (s *Server) showRuleChange(v *visit) error {
	set, err := s.ruleSetInForce(v, v.Param("set"))
	if err != nil {
		return err
	}
	r, err := changeable(set, v.Param("rule"))
	if err != nil {
		return err
	}
	return s.render(v, http.StatusOK, s.ruleChangePage(v, set, r, valuesOf(set, r), nil))
}

// changeable is a rule of a set that administrators may change; NotFound for one of Upright itself.
func changeable(set *rules.Set, id string) (rules.Rule, error) {
	r, ok := set.Rule(id)
	if !ok || r.Own() {
		return r, &upr.Error{Kind: upr.NotFound, Key: "error.not-found"}
	}
	return r, nil
}

// changeRule answers POST /administration/rules/:set/rules/:rule: the change becomes a version, which the administrator
// then looks at before it comes into force.
func (s *Server) changeRule(v *visit) error {
	var f struct {
		Version string `form:"version" validate:"required,number,max=7"`
	}
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	version, err := strconv.Atoi(f.Version)
	if err != nil || len(wrong) > 0 {
		return &upr.Error{Kind: upr.Invalid, Key: "error.invalid", Err: err}
	}
	content, err := s.Store.RuleSetContent(v.Request().Context(), v.Param("set"), version)
	if err != nil {
		return err
	}
	set, err := rules.Stored(content, version)
	if err != nil {
		return err
	}
	r, err := changeable(set, v.Param("rule"))
	if err != nil {
		return err
	}
	values := valuesOf(set, r)
	for name := range values {
		given := strings.ReplaceAll(v.Request().PostForm.Get(name), "\r\n", "\n")
		values[name] = clean(given, "")
	}
	made, err := set.With(r.ID, values.request())
	if found, ok := rules.AsFlaw(err); ok {
		wrong := problems{fieldOfFlaw(found): {key: found.Message.Key, args: found.Message.Args}}
		return s.render(v, http.StatusUnprocessableEntity, s.ruleChangePage(v, set, r, values, wrong))
	}
	if err != nil {
		return err
	}
	return s.keepRuleSet(v, made, store.ChangeOrigin, version)
}

// fieldOfFlaw is the field that a flaw is about; "" for the form as a whole.
func fieldOfFlaw(found *rules.Flaw) string {
	kind := strings.TrimPrefix(found.Message.Key, "rules.flaw.")
	switch kind {
	case "number", "list", "hour", "flag":
		name, _ := found.Message.Args["name"].(string)
		return paramField + name
	case "seen", "severity", "confidence", "checked":
		return kind
	case "source":
		return "document"
	}
	return ""
}

func (s *Server) ruleChangePage(v *visit, set *rules.Set, r rules.Rule, values ruleValues, wrong problems) ruleChangePage {
	p := ruleChangePage{
		basePage: s.base(v), Set: set.ID, Title: setName(v, set), Version: strconv.Itoa(set.Version), Rule: s.ruleRow(v, set, r),
	}
	p.Failed = len(wrong) > 0
	p.Form = form{words: v.words, prefix: "rule", fields: map[string]field{}}
	add := func(made field) {
		made.words, made.ID, made.Value = v.words, "rule-"+made.Name, values[made.Name]
		if made.Label == "" {
			made.Label = v.words.T("rule-change." + made.Name)
		}
		if hint := "rule-change." + made.Name + ".hint"; v.words.Has(hint) {
			made.Hint = v.words.T(hint)
		}
		if w, ok := wrong[made.Name]; ok {
			made.Error = w.tell(v.words, made.Label)
		}
		for i := range made.Choices {
			made.Choices[i].Chosen = made.Choices[i].Value == made.Value
		}
		p.Form.order = append(p.Form.order, made.Name)
		p.Form.fields[made.Name] = made
		p.Fields = append(p.Fields, made)
	}
	if w, ok := wrong[""]; ok {
		p.Form.order = []string{""}
		p.Form.fields[""] = field{ID: "rule-form", Error: w.tell(v.words, "")}
	}
	for _, param := range r.Params() {
		made := field{Name: paramField + param.Name, Type: "short", Label: paramName(v, param.Name)}
		switch param.Kind {
		case rules.ListParam:
			made.Type, made.Hint = "lines", v.words.T("rule-change.list.hint")
		case rules.FlagParam:
			made.Type = "select"
			for _, value := range []string{"false", "true"} {
				made.Choices = append(made.Choices, choice{Value: value, Label: v.words.T("rules.truth." + value)})
			}
		}
		add(made)
	}
	for _, made := range s.ruleFields(v) {
		add(made)
	}
	return p
}

// ruleFields are the fields that the form has for every rule.
func (s *Server) ruleFields(v *visit) []field {
	severity := field{Name: "severity", Type: "select"}
	for _, one := range rules.Severities() {
		severity.Choices = append(severity.Choices, choice{Value: string(one), Label: v.words.T("severity." + string(one))})
	}
	confidence := field{Name: "confidence", Type: "select"}
	for _, one := range rules.Confidences() {
		confidence.Choices = append(confidence.Choices, choice{Value: string(one), Label: v.words.T("confidence." + string(one))})
	}
	return []field{
		{Name: "checked", Type: "date"}, {Name: "document", Type: "text"}, {Name: "url", Type: "text", Optional: true},
		{Name: "read", Type: "text", Optional: true}, {Name: "paragraph", Type: "text", Optional: true},
		{Name: "seen", Type: "short", Optional: true}, confidence, severity, {Name: "note", Type: "text", Optional: true},
	}
}
