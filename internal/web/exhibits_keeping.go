package web

import (
	"strings"
	"time"

	"upright/internal/store"
	"upright/internal/upr"
)

// exhibitsOfKeeping are how long submissions are kept: the rules of the installation, and one submission on its way.
func exhibitsOfKeeping() []exhibit {
	rules := func(f *keepingForm, wrong problems) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view { return s.keepingPage(v, f, wrong) })
	}
	one := func(d retentionData, f *extendForm, wrong problems) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view {
			d.one = *exhibitExample()
			return s.retentionPage(v, d, f, wrong)
		})
	}
	days := func(n int) time.Time { return exhibitTime().AddDate(0, 0, n) }
	warned := upr.Retention{Stood: days(-1), Due: days(29)}
	long := []upr.Extension{
		{By: "a", At: days(-100), Until: days(29), Reason: "The report on the follow-up is due in spring."},
		{By: "gone", At: days(-500), Until: days(-100), Reason: strings.Repeat("Because it is still needed. ", 17)},
		{By: "b", At: days(-900), Until: days(-500), Reason: strings.Repeat("ضروري ", 20)},
	}
	names := map[upr.UserID]string{"a": "Amina Example", "b": strings.Repeat("Very Long Name ", 8)}
	return []exhibit{
		{"for ever", rules(&keepingForm{Days: "7"}, nil)},
		{"some months, errors", rules(&keepingForm{Days: "0", Months: "many"}, problems{
			"days":   {key: "keeping.range", args: map[string]any{"least": upr.MinDeletionDays, "most": upr.MaxDeletionDays}},
			"months": {key: "keeping.range", args: map[string]any{"least": 1, "most": upr.MaxRetentionMonths}},
		})},
		{"for ever", one(retentionData{}, &extendForm{}, nil)},
		{"a reader", one(retentionData{months: 1, is: warned}, &extendForm{}, nil)},
		{"a coordinator, errors", one(retentionData{months: 12, is: warned, mayExtend: true, extensions: long, names: names},
			&extendForm{}, problems{"months": {key: "value.required"}, "reason": {key: "value.required"}})},
		{"kept", one(retentionData{months: 12, is: upr.Retention{Kept: days(200)}, extensions: long, names: names}, &extendForm{}, nil)},
		{"submissions that leave", signedIn(func(s *Server, v *visit) view {
			o := upr.Organization{ID: "o", Name: "Example Association"}
			p := s.homePage(v, []upr.Organization{o}, exhibitSubmissions(o), "")
			p.Leaving = leavingViews(v, []store.Leaving{
				{Submission: *exhibitExample(), Due: days(3), Asked: true}, {Submission: *exhibitOverfull(), Due: days(29)},
			})
			return p
		})},
	}
}
