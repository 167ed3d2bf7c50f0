package export

import (
	"upright/internal/document"
	"upright/internal/upr"
)

// A Citation names a recommendation in a text, in the language of the text.
type Citation struct {
	Text string `json:"text"` // in the sentence
	Note string `json:"note"` // in the endnote
}

// Citations returns how the text of a submission names each of the recommendations: see document.Cite.
func (p *Press) Citations(s *upr.Submission, list []upr.PreviousRecommendation) ([]Citation, error) {
	opt, err := p.options(s)
	if err != nil {
		return nil, err
	}
	out := make([]Citation, len(list))
	for i := range list {
		out[i].Text, out[i].Note = document.Cite(&list[i], opt.Words, opt.Country)
	}
	return out, nil
}
