package web

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"upright/internal/store"
	"upright/internal/upr"
)

// logPage is what administrators of the installation did.
type logPage struct {
	basePage
	Rows  []logRow
	Pager pager
}

func (logPage) template() string { return "administration-log" }

// A logRow is one act.
type logRow struct {
	At                       time.Time
	By                       string // "" when the account is gone
	Act, What, Before, After string
}

// showLog answers GET /administration/log.
func (s *Server) showLog(v *visit) error {
	list, next, err := s.Store.AdministrationLog(v.Request().Context(), v.actor(), pageOf(v, "after"))
	if err != nil {
		return err
	}
	return s.render(v, http.StatusOK, s.logPage(v, list, next))
}

func (s *Server) logPage(v *visit, list []upr.AdministrationEntry, next store.Next) logPage {
	p := logPage{basePage: s.base(v), Pager: s.pager(v, v.words.T("log.title"), "after", next)}
	for _, one := range list {
		row := logRow{At: one.At, By: one.Name, Act: v.words.T("log.act." + string(one.Kind))}
		logged := s.logged
		if one.Kind == upr.RulesKeptAct || one.Kind == upr.RulesChosenAct {
			logged = loggedRules
		}
		row.What, row.Before = logged(v, one.Before)
		if what, says := logged(v, one.After); what != "" {
			row.What, row.After = what, says
		}
		p.Rows = append(p.Rows, row)
	}
	return p
}

// logged says what an entry of the calendar, as it stands in the log, is about, and what it says.
func (s *Server) logged(v *visit, data json.RawMessage) (what, says string) {
	var e upr.CalendarEntry
	if len(data) == 0 || json.Unmarshal(data, &e) != nil {
		return "", ""
	}
	says = s.said(v, s.Calendar.With([]upr.CalendarEntry{e}), e.Key()) + " · " + e.Source
	return s.whatOf(v, e.Key()), says
}

// loggedRules is logged for a version of a rule set.
func loggedRules(v *visit, data json.RawMessage) (what, says string) {
	var ref upr.RulesRef
	if len(data) == 0 || json.Unmarshal(data, &ref) != nil {
		return "", ""
	}
	return ref.Set, v.words.T("rule-set.version", "version", strconv.Itoa(ref.Version))
}
