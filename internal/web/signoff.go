package web

import (
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"upright/internal/export"
	"upright/internal/prose"
	"upright/internal/store"
	"upright/internal/upr"
)

// signoffPage tells how the sign-off of a submission stands: what is asked, what each organization said to which text in
// which words, what is final, and what was handed in.
type signoffPage struct {
	basePage
	heading
	Alone         bool // one organization decides for itself
	Request       *requestView
	Changed       upr.Changes // of what stands now since it was frozen
	Rows          []signoffRow
	Final         *finalView // what is final now
	Before        []finalView
	Coordinates   bool
	CanFinish     bool   // all have answered, or the last day has passed
	Next          string // what is waited for; "" for nothing
	Head          int64
	HasSuggestion bool
}

func (signoffPage) template() string { return "signoff" }

// Step is the page's own in the steps.
func (signoffPage) Step() string { return "signoff" }

// A revisionView is a frozen text with its addresses.
type revisionView struct {
	Number  int
	Version int64
	Hash    string // SHA-256 of the text, in hexadecimal
	Read    string
	Files   []file
}

// A requestView is what organizations are asked.
type requestView struct {
	revisionView
	Message string
	Until   string // the last day, in words
	Passed  bool
	By      string
	At      time.Time
	Open    bool
	Same    bool // marked as one whose words are those of an older revision: what was signed holds
}

// A signoffRow is one organization on the page.
type signoffRow struct {
	ID          upr.OrganizationID
	Name        string
	Lead        bool
	Represented bool // nowhere named in the files
	State       upr.SignoffState
	Answer      upr.SignoffAnswer // the last; "" for none
	By          string
	At          time.Time
	Revision    int
	Hash        string
	Words       string
	About       []string // labels of paragraphs
	Touched     []string // those of them that changed since, as they were numbered then
	Sign        string   // address of its own page; "" for who does not sign for it
}

// A finalView is a revision that is or was final.
type finalView struct {
	revisionView
	Sum      string
	By       string
	At       time.Time
	Reopened time.Time
	HandedIn *upr.HandedIn
	Recorder string
	Receipt  string // address; "" for none
}

// signing is all that the pages around the sign-off are made of.
type signing struct {
	one     *upr.Submission
	now     *store.Signing
	members []store.CoalitionMember
	names   map[upr.UserID]string
	in      upr.Standing
	naming  upr.Naming              // with harms, on the page that makes the text final: see loadNaming
	harms   int                     // findings that may lead to a person and that no case covers
	stands  upr.Seal                // of one
	open    int                     // points of the checklist that nobody has confirmed for this text, on that page too
	frozen  *upr.Submission         // as the request froze it; nil without one
	signed  map[int]*upr.Submission // revisions that were signed and have changed since: see loadSigned
}

// withSigning loads it for the submission of the address.
func (s *Server) withSigning(v *visit) (signing, error) {
	var d signing
	var err error
	ctx := v.Request().Context()
	if d.one, err = s.withText(v); err != nil {
		return d, err
	}
	if d.now, err = s.Store.Signing(ctx, v.actor(), d.one.ID); err != nil {
		return d, err
	}
	if d.members, err = s.Store.Coalition(ctx, v.actor(), d.one.ID); err != nil {
		return d, err
	}
	if d.names, err = s.authorNames(ctx, v, d.one.ID); err != nil {
		return d, err
	}
	if d.in, err = s.Store.Standing(ctx, v.actor(), d.one.ID); err != nil {
		return d, err
	}
	if d.stands, err = upr.SealOf(d.one); err != nil {
		return d, err
	}
	if q := d.now.Request; q != nil {
		if d.frozen, err = s.frozenAt(v, d.one, q.Revision); err != nil {
			return d, err
		}
	}
	return d, nil
}

// canFinish reports whether the last word can be spoken: all have answered or the last day has passed, and the lead has
// signed. The store decides again.
func (d signing) canFinish(today upr.Date) bool {
	if len(d.members) < 2 {
		return true
	}
	if d.now.Request == nil || d.wasFinal() || d.state(d.members[0].Organization.ID) != upr.SignedState {
		return false
	}
	if d.now.Request.Until.Before(today) {
		return true
	}
	for _, m := range d.members {
		if !d.state(m.Organization.ID).Answered() {
			return false
		}
	}
	return true
}

// wasFinal reports whether what is asked about was final once: reopened, it becomes another revision before it is again.
func (d signing) wasFinal() bool {
	return slices.ContainsFunc(d.now.Finals, func(f upr.FinalText) bool { return f.Revision.Number == d.latest() })
}

// showSignoff answers GET /submissions/:submission/signoff.
func (s *Server) showSignoff(v *visit) error {
	d, err := s.withSigning(v)
	if err != nil {
		return err
	}
	for _, m := range d.members {
		if last := d.now.Last[m.Organization.ID]; last != nil && last.Answer == upr.WithPosition {
			if err := s.loadSigned(v, &d, m.Organization.ID); err != nil {
				return err
			}
		}
	}
	return s.render(v, http.StatusOK, s.signoffPage(v, d))
}

// signoffPage fills the page; the gallery calls it with made-up answers.
func (s *Server) signoffPage(v *visit, d signing) signoffPage {
	p := signoffPage{
		basePage: s.base(v), heading: s.heading(v, d.one), Alone: len(d.members) < 2, Changed: d.changes(),
		Coordinates: upr.AllowedIn(v.actor(), d.in, upr.Coordinate), Head: d.one.Head,
		HasSuggestion: d.one.OpenSuggestions() > 0,
	}
	p.CanFinish, p.Next = d.now.Final == nil && d.canFinish(s.today(v)), d.next(v, s.today(v))
	if q := d.now.Request; q != nil {
		p.Request = &requestView{
			revisionView: p.revision(q.Revision), Message: q.Message, Until: dayOf(v, q.Until), Passed: q.Until.Before(s.today(v)),
			By: d.names[q.By], At: q.At, Open: q.Open, Same: q.Wordless,
		}
	}
	for _, m := range d.members {
		p.Rows = append(p.Rows, p.row(v, d, m))
	}
	for _, f := range d.now.Finals {
		view := finalView{
			revisionView: p.revision(f.Revision), Sum: f.Sum, By: d.names[f.By], At: f.At, Reopened: f.Reopened, HandedIn: f.HandedIn,
		}
		if f.HandedIn != nil {
			view.Recorder = d.names[f.HandedIn.By]
			if f.HandedIn.Receipt != "" {
				view.Receipt = fmt.Sprintf("%s/revisions/%d/receipt", p.Home, f.Revision.Number)
			}
		}
		if f.Reopened.IsZero() {
			p.Final = &view
		} else {
			p.Before = append(p.Before, view)
		}
	}
	return p
}

// revision is a frozen text with its addresses.
func (h heading) revision(r upr.Revision) revisionView {
	out := revisionView{
		Number: r.Number, Version: r.Version, Hash: fmt.Sprintf("%x", r.SHA256),
		Read: h.Home + "/history/" + strconv.FormatInt(r.Version, 10),
	}
	for _, format := range []export.Format{export.Package, export.Word, export.PDF, export.Portable} {
		out.Files = append(out.Files, file{Format: format, Path: fmt.Sprintf("%s/revisions/%d/files/%s", h.Home, r.Number, format)})
	}
	return out
}

// row tells what an organization said.
func (p *signoffPage) row(v *visit, d signing, m store.CoalitionMember) signoffRow {
	id := m.Organization.ID
	row := signoffRow{
		ID: id, Name: m.Organization.Name, Lead: m.Lead, Represented: m.Appearance == upr.RepresentedAppearance,
		State: d.state(id),
	}
	if d.in.SignsFor(id) && (d.now.Request != nil || d.now.Last[id] != nil) {
		row.Sign = p.Home + "/signoff/" + string(id)
	}
	last := d.now.Last[id]
	if last == nil {
		return row
	}
	row.Answer, row.By, row.At, row.Words = last.Answer, d.names[last.By], last.At, last.Words
	row.Revision, row.Hash = last.Revision.Number, fmt.Sprintf("%x", last.Revision.SHA256)
	row.About = labelsOf(d.one.Manuscript, last.Paragraphs)
	if was := d.signed[last.Revision.Number]; was != nil && row.State == upr.ReopenedState {
		row.Touched = labelsOf(was.Manuscript, prose.Reworded(was.Manuscript, d.renewed(id).Manuscript, last.Paragraphs))
	}
	return row
}

// labelsOf are the numbers of blocks as they stand now; what is gone has none.
func labelsOf(m *prose.Manuscript, ids []string) []string {
	numbers := prose.Number(m)
	var list []string
	for _, id := range ids {
		if label, there := numbers.Label(id); there {
			list = append(list, label)
		}
	}
	return list
}

// paperText is a text as HTML to stand inside a page, in a state that its pages say.
func paperText(press *export.Press, one *upr.Submission) (template.HTML, error) {
	var text strings.Builder
	if err := press.WriteFragment(&text, one); err != nil {
		return "", err
	}
	return template.HTML(text.String()), nil // made by render/html, which escapes everything
}
