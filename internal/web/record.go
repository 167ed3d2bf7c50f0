package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"upright/internal/i18n"
	"upright/internal/store"
	"upright/internal/upr"
)

// recordPage is the record of a submission: who did what to whom, when.
type recordPage struct {
	basePage
	heading
	Whole  bool
	Length int
	Broken int    // number of the first entry that does not continue the record
	Sum    string // of the last entry, in hexadecimal digits
	Filter form
	People []choice
	Kinds  []choice
	Rows   []recordView
	First  string // address of the latest entries; "" where these are shown
	Older  string // address of the entries before; "" at the beginning
}

func (recordPage) template() string { return "record" }

// Step is none: the page stands beside the steps.
func (recordPage) Step() string { return "" }

// recordView is an entry on a page.
type recordView struct {
	Number int64
	At     time.Time
	By     string // "" for the server itself
	What   string
	About  []string // to whom, and what else is known
}

// recordFilter is the form above the record; it travels in the address.
type recordFilter struct {
	Person string `form:"person" input:"select"`
	Kind   string `form:"kind" input:"select"`
	From   string `form:"from" input:"date"`
	Until  string `form:"until" input:"date"`
}

// recordSize is how many entries stand on a page.
const recordSize = 50

// recordData is what the page is made of.
type recordData struct {
	one     *upr.Submission
	people  []upr.Author
	members []store.CoalitionMember
	state   store.RecordState
	entries []store.KeptEntry // one more than fits the page, where there is more
	filter  *recordFilter
	before  int64
}

// showRecord answers GET /submissions/:submission/record.
func (s *Server) showRecord(v *visit) error {
	d, err := s.recordData(v)
	if err != nil {
		return err
	}
	return s.render(v, http.StatusOK, s.recordPage(v, d))
}

func (s *Server) recordData(v *visit) (recordData, error) {
	ctx, by, id := v.Request().Context(), v.actor(), submissionOf(v)
	d := recordData{filter: readRecordFilter(v.QueryParams())}
	d.before, _ = strconv.ParseInt(v.QueryParam("before"), 10, 64)
	d.before = max(d.before, 0)
	var err error
	if d.people, err = s.Store.Authors(ctx, by, id); err != nil {
		return d, err
	}
	if d.entries, err = s.Store.RecordEntries(ctx, by, id, d.filter.filter(d.people, v.zone(), d.before)); err != nil {
		return d, err
	}
	if d.state, err = s.Store.EachRecordEntry(ctx, by, id, nil); err != nil {
		return d, err
	}
	one, err := s.Store.Submission(ctx, by, id)
	if err != nil {
		return d, err
	}
	d.one = &one
	d.members, err = s.Store.Coalition(ctx, by, id)
	return d, err
}

// readRecordFilter reads the filter from an address; what is no filter chooses all.
func readRecordFilter(q url.Values) *recordFilter {
	f := &recordFilter{Person: clean(q.Get("person"), ""), Kind: q.Get("kind"), From: q.Get("from"), Until: q.Get("until")}
	if len(f.Person) > 40 {
		f.Person = ""
	}
	if !slices.Contains(upr.RecordKinds(), upr.RecordKind(f.Kind)) {
		f.Kind = ""
	}
	for _, day := range []*string{&f.From, &f.Until} {
		if _, err := time.Parse(time.DateOnly, *day); err != nil {
			*day = ""
		}
	}
	return f
}

// filter is what the store is asked for; days are those of the reader's zone, the last one included.
func (f *recordFilter) filter(people []upr.Author, zone *time.Location, before int64) store.RecordFilter {
	out := store.RecordFilter{Kind: upr.RecordKind(f.Kind), Before: before, AtMost: recordSize + 1}
	if i := slices.IndexFunc(people, func(p upr.Author) bool { return f.Person != "" && string(p.Alias) == f.Person }); i >= 0 {
		out.Person = people[i].User
	} else {
		f.Person = "" // nobody here
	}
	if from, err := time.ParseInLocation(time.DateOnly, f.From, zone); err == nil {
		out.From = from
	}
	if until, err := time.ParseInLocation(time.DateOnly, f.Until, zone); err == nil {
		out.Until = until.AddDate(0, 0, 1)
	}
	return out
}

// address is the filter as an address, from an entry on; 0 for the latest.
func (f *recordFilter) address(page string, before int64) string {
	q := url.Values{}
	for name, value := range map[string]string{"person": f.Person, "kind": f.Kind, "from": f.From, "until": f.Until} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if before > 0 {
		q.Set("before", strconv.FormatInt(before, 10))
	}
	if len(q) == 0 {
		return page
	}
	return page + "?" + q.Encode()
}

func (s *Server) recordPage(v *visit, d recordData) recordPage {
	p := recordPage{
		basePage: s.base(v), heading: s.heading(v, d.one), Sum: hexSum(d.state.Sum),
		Whole: d.state.Whole, Length: int(d.state.Length), Broken: int(d.state.Broken),
		Filter: newForm(v.words, "record", d.filter, nil),
		People: []choice{{Label: v.words.T("record.everybody")}}, Kinds: []choice{{Label: v.words.T("record.everything")}},
	}
	for _, person := range d.people {
		p.People = append(p.People, choice{Value: string(person.Alias), Label: person.Name})
	}
	for _, kind := range upr.RecordKinds() {
		p.Kinds = append(p.Kinds, choice{Value: string(kind), Label: v.words.T("record.kind." + string(kind))})
	}
	page := p.Home + "/record"
	if d.before > 0 {
		p.First = d.filter.address(page, 0)
	}
	if len(d.entries) > recordSize {
		d.entries = d.entries[:recordSize]
		p.Older = d.filter.address(page, d.entries[recordSize-1].Number)
	}
	for _, e := range d.entries {
		view := recordView{
			Number: e.Number, At: e.At, By: d.person(v.words, e.By), What: v.words.T("record.kind." + string(e.Kind)),
			About: d.about(v.words, e),
		}
		p.Rows = append(p.Rows, view)
	}
	return p
}

// person is the name under which somebody appears in the submission; "" for nobody.
func (d recordData) person(words *i18n.Printer, user upr.UserID) string {
	if user == "" {
		return ""
	}
	for _, p := range d.people {
		if p.User == user {
			return p.Name
		}
	}
	return words.T("authors.unknown")
}

// about tells to whom something was done, and what else an entry holds.
func (d recordData) about(words *i18n.Printer, e store.KeptEntry) []string {
	var list []string
	if e.Person != "" {
		list = append(list, d.person(words, e.Person))
	}
	if e.Organization != "" {
		list = append(list, d.organization(words, e.Organization))
	}
	switch e.Kind {
	case upr.RevisionRecord, upr.SignoffAskedRecord, upr.SignedRecord, upr.FinalRecord, upr.ReopenedRecord, upr.HandedInRecord:
		list = append(list, words.T("record.revision", "n", e.Ref))
	case upr.LockedRecord, upr.UnlockedRecord, upr.ReadyRecord, upr.UnreadyRecord:
		list = append(list, words.T("record.part", "id", e.Ref))
	}
	switch e.Kind {
	case upr.RoleRecord, upr.InvitedRecord, upr.InvitationRenewedRecord, upr.InvitationWithdrawnRecord, upr.JoinedRecord,
		upr.MemberRecord:
		list = append(list, words.T("role."+e.Value))
	case upr.AppearanceRecord:
		list = append(list, words.T("appearance."+e.Value))
	case upr.DownloadedRecord, upr.RecordTakenRecord, upr.RetentionWarnedRecord, upr.RetentionMovedRecord, upr.ExtendedRecord,
		upr.DeadlineMovedRecord:
		list = append(list, e.Value)
	case upr.DetailsRecord:
		list = append(list, words.T("record.version", "n", e.Value))
	case upr.SignedRecord:
		list = append(list, words.T("record.answer."+e.Value))
	case upr.TickedRecord, upr.UntickedRecord:
		list = append(list, e.Ref)
	case upr.RulesTakenRecord, upr.RulesLeftRecord:
		list = append(list, words.T("record.rules", "set", e.Ref, "version", e.Value))
	}
	return list
}

func (d recordData) organization(words *i18n.Printer, id upr.OrganizationID) string {
	for _, m := range d.members {
		if m.Organization.ID == id {
			return m.Organization.Name
		}
	}
	return words.T("record.organization-gone")
}
