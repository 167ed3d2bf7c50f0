package web

import (
	"bytes"
	"html/template"
	"slices"

	"upright/internal/prose"
	"upright/internal/upr"
)

// wordOutcome shows what comes of a choice; one that makes no text is a problem of the form.
func (s *Server) wordOutcome(v *visit, p *wordFoundPage, k *keptWord, f *wordFoundForm, wrong problems) error {
	if _, refused := wrong["use"]; refused {
		return nil
	}
	given, err := s.wordText(k, f)
	if err != nil {
		return wrong.takeFor("use", err)
	}
	for _, part := range given.Parts {
		p.Changes += part.Suggestions()
		for range part.Notes() {
			p.Notes++
		}
		title := part.Title
		if title == "" {
			title = s.partTitle(k.one, part)
		}
		p.Outcome = append(p.Outcome, wordOutcome{Title: title, Into: s.wordInto(v, k.one, part, f.Place), Words: partLength(part)})
	}
	if f.Act != "show" {
		return nil
	}
	after := *k.one
	after.SetText(given)
	var text bytes.Buffer
	if err := s.Press.WriteBody(&text, &after); err != nil {
		return err
	}
	p.Text = template.HTML(text.String()) // made by render/html, which escapes everything
	return nil
}

// wordInto says where a part of a file goes.
func (s *Server) wordInto(v *visit, one *upr.Submission, part *prose.Part, place string) string {
	if part.Kind == prose.Other {
		return v.words.T("word.into.new")
	}
	i := slices.IndexFunc(one.Text().Parts, func(p *prose.Part) bool { return p.Kind == part.Kind })
	if i < 0 {
		return v.words.T("word.into.new")
	}
	old := one.Text().Parts[i]
	switch {
	case old.Empty():
		return v.words.T("word.into.empty", "part", s.partTitle(one, old))
	case place == wordInstead:
		return v.words.T("word.into.instead", "part", s.partTitle(one, old))
	}
	return v.words.T("word.into.behind", "part", s.partTitle(one, old))
}

// partLength is the length of a part without its notes, Chinese characters as words.
func partLength(part *prose.Part) int {
	body, _ := part.Count()
	return body.Words + body.Han
}

// written reports whether there is anything in a text beside the titles of its parts.
func written(m *prose.Manuscript) bool {
	return slices.ContainsFunc(m.Parts, func(p *prose.Part) bool { return !p.Empty() })
}
