package web

import (
	"strings"
	"time"

	"upright/internal/prose"
	"upright/internal/upr"
)

// exhibitSittings are three: of two people, of one with a long name, of an account that is gone.
func exhibitSittings() []upr.Sitting {
	at := exhibitTime()
	return []upr.Sitting{
		{First: 41, Last: 60, From: at.Add(-time.Hour), To: at.Add(-10 * time.Minute), Commits: 20, Writers: []upr.UserID{"a", "b"}},
		{First: 12, Last: 40, From: at.Add(-26 * time.Hour), To: at.Add(-25 * time.Hour), Commits: 29, Writers: []upr.UserID{"b"}},
		{First: 1, Last: 11, From: at.Add(-28 * time.Hour), To: at.Add(-27 * time.Hour), Commits: 11},
	}
}

func exhibitRevisions() []upr.Revision {
	return []upr.Revision{
		{Number: 2, Version: 40, Name: strings.Repeat("للأعضاء ", 20), By: "b", At: exhibitTime().Add(-25 * time.Hour)},
		{Number: 1, Version: 11, Name: "Sent to all members", By: "a", At: exhibitTime().Add(-27 * time.Hour)},
	}
}

func exhibitHistory(s *Server, v *visit, one *upr.Submission) view {
	names := map[upr.UserID]string{"a": "Amina", "b": strings.TrimSpace(strings.Repeat("Long Name ", 8))}
	list, revisions := exhibitSittings(), exhibitRevisions()
	if len(one.Details.Keywords) == 0 { // the empty submission
		list, revisions = nil, nil
	}
	p := s.historyView(v, one, list, revisions, names, newForm(v.words, "revision", &nameForm{}, problems{"name": {key: "history.name.empty"}}))
	p.CanEdit = true
	return p
}

// exhibitCompaction is of a log whose changes up to the middle sitting are gone.
func exhibitCompaction() upr.Compaction {
	at := exhibitTime()
	return upr.Compaction{Floor: 40, Until: at.Add(-25 * time.Hour), At: at, Kept: []upr.KeptVersion{
		{Version: 30, At: at.Add(-26 * time.Hour), By: "b"}, {Version: 40, At: at.Add(-25 * time.Hour), By: "b"},
	}}
}

// exhibitCompacted is the history of such a log: of the first sitting nothing can be read any more.
func exhibitCompacted(s *Server, v *visit, one *upr.Submission) view {
	list, compacted := exhibitSittings(), exhibitCompaction()
	for i := range list {
		list[i].Compacted = list[i].Last <= compacted.Floor
	}
	p := s.historyView(v, one, list, exhibitRevisions()[:1], map[upr.UserID]string{"a": "Amina", "b": "Boris"},
		newForm(v.words, "revision", &nameForm{}, nil))
	p.compact(compacted)
	p.CanEdit = true
	return p
}

// exhibitOlder is the submission before its last paragraph was written and its first one changed.
func exhibitOlder(one *upr.Submission) *upr.Submission {
	older := *one
	older.Manuscript = &prose.Manuscript{Parts: append([]*prose.Part(nil), one.Manuscript.Parts...)}
	for i, part := range older.Manuscript.Parts {
		if n := len(part.Blocks); n > 0 {
			was := *part
			was.Blocks = append([]prose.Block{&prose.Paragraph{ID: "before", Numbered: true, Content: []prose.Inline{&prose.Text{Text: "Gone since."}}}},
				part.Blocks[:n-1]...)
			older.Manuscript.Parts[i] = &was
		}
	}
	return &older
}

func exhibitCompare(s *Server, v *visit, one *upr.Submission) (view, error) {
	h := s.heading(v, one)
	older := exhibitOlder(one)
	p, err := s.comparePage(v, one,
		version{older, h.moment(11, "Sent to all members", exhibitTime().Add(-27*time.Hour))}, version{one, h.moment(60, "", exhibitTime())})
	p.IsNow, p.CanEdit = true, true
	return p, err
}

func exhibitRestore(s *Server, v *visit, one *upr.Submission) (view, error) {
	from := s.heading(v, one).moment(11, "Sent to all members", exhibitTime().Add(-27*time.Hour))
	return s.restorePage(v, one, exhibitOlder(one), from, &restoreForm{Base: "60"})
}
