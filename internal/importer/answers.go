package importer

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"upright/internal/upr"
)

// answer is what the file says of one guiding question on solidarity. Answers are no part of the paper: they stand beside
// the submission and have a sum of their own, so that the sum of what is printed says nothing of them.
type answer struct {
	Question upr.SolidarityQuestion `json:"question"`
	Fields   map[string]string      `json:"fields"`
}

// ofAnswers returns the answers as they stand in the file with their sum; nothing for none.
func ofAnswers(list []upr.SolidarityAnswer) (data json.RawMessage, sum string, err error) {
	var out []answer
	for _, a := range list {
		if len(a.Fields) > 0 {
			out = append(out, answer{a.Question, a.Fields})
		}
	}
	if len(out) == 0 {
		return nil, "", nil
	}
	if data, err = marshal(out); err != nil {
		return nil, "", fmt.Errorf("write portable submission: %w", err)
	}
	return data, sumOf(data), nil
}

func sumOf(data json.RawMessage) string {
	sum := sha256.Sum256([]byte(compacted(data)))
	return hex.EncodeToString(sum[:])
}

// answers checks the answers of a file and gives them as the domain has them.
func (p *portable) answers() ([]upr.SolidarityAnswer, error) {
	if len(p.Answers) == 0 {
		return nil, nil
	}
	if p.Version < versionWithAnswers {
		return nil, damaged(fmt.Errorf("answers in version %d", p.Version))
	}
	if p.AnswersSHA256 != "" && p.AnswersSHA256 != sumOf(p.Answers) {
		return nil, damaged(errors.New("the checksum of the answers does not agree"))
	}
	var list []answer
	if err := strict(p.Answers, &list); err != nil {
		return nil, damaged(err)
	}
	var out []upr.SolidarityAnswer
	for _, a := range list {
		one := upr.SolidarityAnswer{Question: a.Question, Fields: a.Fields}
		if slices.ContainsFunc(out, func(before upr.SolidarityAnswer) bool { return before.Question == a.Question }) {
			return nil, damaged(errors.New("two answers to one question"))
		}
		if err := one.Validate(); err != nil || len(a.Fields) == 0 {
			return nil, damaged(fmt.Errorf("answer %d: %w", len(out)+1, err))
		}
		out = append(out, one)
	}
	return out, nil
}
