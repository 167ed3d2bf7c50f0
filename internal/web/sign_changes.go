package web

import (
	"bytes"
	"html/template"
	"strconv"
	"strings"

	"upright/internal/export"
	"upright/internal/i18n"
	"upright/internal/upr"
)

// A renewalView is what changed since an organization signed, in full, with what it can do about it.
type renewalView struct {
	Text     template.HTML // redline of what changed in the text; "" for nothing. Made by render/html, which escapes everything
	Compare  string        // address of the whole text compared; "" where no word changed
	Tables   template.HTML // redline of the rows of the annexes that changed, likewise
	Cover    []coverChange
	Touched  []string // paragraphs its position names that changed, as they were numbered then
	CanRenew bool     // with one press; else the coordinator has not frozen yet what stands now
}

// A coverChange is something that the cover says otherwise.
type coverChange struct{ Label, Was, Is string }

// sinceSigned tells what changed since the organization signed whose sign-off was reopened.
func (s *Server) sinceSigned(v *visit, d signing, organization upr.OrganizationID) (*renewalView, error) {
	last, to := d.now.Last[organization], d.renewed(organization)
	was := d.signed[last.Revision.Number]
	now, newer := d.stands, v.words.T("sign.now")
	if to == d.frozen {
		now, newer = d.now.Request.Seal, v.words.T("signoff.revision", "n", d.latest())
	}
	c := export.Comparison{Older: was, Newer: to, OlderName: v.words.T("signoff.revision", "n", last.Revision.Number), NewerName: newer}
	changes := now.Since(last.Seal)
	p := &renewalView{CanRenew: d.canRenew(organization), Cover: s.coverChanges(v, was, to, changes.Cover)}
	if now.Text != last.Seal.Text {
		made, err := s.Press.Redline(c)
		if err != nil {
			return nil, err
		}
		made.Mark = "" // the headings of the page say which texts these are
		var text bytes.Buffer
		if err := s.Press.WriteRedlineExcerpt(&text, made, "since-"); err != nil {
			return nil, err
		}
		p.Text = template.HTML(text.String()) // see renewalView
		p.Compare = "/submissions/" + string(d.one.ID) + "/compare?from=" + strconv.FormatInt(was.Head, 10) + "&to=" + strconv.FormatInt(to.Head, 10)
	}
	if changes.Annexes {
		made, err := s.Press.AnnexRedline(c)
		if err != nil {
			return nil, err
		}
		made.Legend, made.Mark = nil, ""
		var tables bytes.Buffer
		if err := s.Press.WriteRedlineExcerpt(&tables, made, "tables-"); err != nil {
			return nil, err
		}
		p.Tables = template.HTML(tables.String()) // see renewalView
	}
	return p, nil
}

// coverChanges says what the cover said and says now.
func (s *Server) coverChanges(v *visit, was, is *upr.Submission, fields []upr.CoverField) []coverChange {
	var list []coverChange
	for _, field := range fields {
		list = append(list, coverChange{
			Label: v.words.T("sign.cover." + string(field)), Was: s.onCover(v, was, field), Is: s.onCover(v, is, field),
		})
	}
	return list
}

// onCover is what the cover of a submission says, in the language of the page; what people wrote, as they wrote it.
func (s *Server) onCover(v *visit, one *upr.Submission, field upr.CoverField) string {
	d := one.Details
	names := make([]string, len(one.Organizations))
	for i, o := range one.Organizations {
		names[i] = o.Name
	}
	switch field {
	case upr.TitleField:
		return d.Title
	case upr.KindField:
		return v.words.T("sign.kind." + string(d.Kind))
	case upr.StateField:
		return s.stateName(v, d.State)
	case upr.SessionField:
		return strconv.Itoa(d.Session)
	case upr.CycleField:
		return strconv.Itoa(d.Cycle)
	case upr.LanguageField:
		return i18n.Name(d.Language)
	case upr.DateField:
		return dayOf(v, d.Date)
	case upr.KeywordsField:
		return strings.Join(d.Keywords, "; ")
	case upr.LeadField:
		return strings.Join(names[:min(len(names), 1)], "")
	case upr.OrganizationsField:
		return strings.Join(names, "; ")
	}
	return ""
}
