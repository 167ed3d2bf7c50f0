package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

type solidarityAnswerRow struct {
	Question upr.SolidarityQuestion `db:"question"`
	Answer   json.RawMessage        `db:"answer"`
	Version  int64                  `db:"version"`
	By       upr.UserID             `db:"changed_by"`
	At       time.Time              `db:"changed_at"`
}

// SolidarityAnswers returns what was answered to the guiding questions on solidarity, for who may read the submission.
// What was not answered is not in it.
func (s *Store) SolidarityAnswers(
	ctx context.Context, by upr.Actor, id upr.SubmissionID,
) (map[upr.SolidarityQuestion]upr.SolidarityAnswer, error) {
	answers := make(map[upr.SolidarityQuestion]upr.SolidarityAnswer)
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.ReadSubmission); err != nil {
			return err
		}
		list, err := solidarityAnswers(ctx, tx, id)
		for _, a := range list {
			answers[a.Question] = a
		}
		return err
	})
	return answers, err
}

// solidarityAnswers lists the answers in the order of the questions.
func solidarityAnswers(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID) ([]upr.SolidarityAnswer, error) {
	var rows []solidarityAnswerRow
	if err := tx.SelectContext(ctx, &rows, `
		SELECT question, answer, version, coalesce(changed_by, '') AS changed_by, changed_at
		FROM solidarity_answers WHERE submission_id = $1`, id); err != nil {
		return nil, fmt.Errorf("solidarity answers: %w", err)
	}
	var list []upr.SolidarityAnswer
	for _, row := range rows {
		a := upr.SolidarityAnswer{Question: row.Question, Version: row.Version, By: row.By, At: row.At.UTC()}
		if err := json.Unmarshal(row.Answer, &a.Fields); err != nil {
			return nil, fmt.Errorf("solidarity answer %s: %w", row.Question, err)
		}
		list = append(list, a)
	}
	order := upr.SolidarityQuestions()
	slices.SortFunc(list, func(a, b upr.SolidarityAnswer) int {
		return slices.Index(order, a.Question) - slices.Index(order, b.Question)
	})
	return list, nil
}

// takeAnswers gives a new submission the answers that it brought, which the caller has validated.
func takeAnswers(ctx context.Context, tx *sqlx.Tx, by upr.Actor, id upr.SubmissionID, list []upr.SolidarityAnswer) error {
	for _, a := range list {
		fields, err := json.Marshal(a.Fields)
		if err != nil {
			return fmt.Errorf("encode answer: %w", err)
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO solidarity_answers (submission_id, question, answer, changed_by) VALUES ($1, $2, $3, $4)`,
			id, a.Question, string(fields), by.User); err != nil {
			return fmt.Errorf("take solidarity answer: %w", err)
		}
	}
	return nil
}

// SaveSolidarityAnswer replaces the answer to a question, for who may edit the text. The version of the answer is the one
// that it was read with, 0 for the first; when somebody else saved since, it is a Conflict.
func (s *Store) SaveSolidarityAnswer(ctx context.Context, by upr.Actor, id upr.SubmissionID, a upr.SolidarityAnswer) error {
	if err := a.Validate(); err != nil {
		return err
	}
	fields, err := json.Marshal(a.Fields)
	if err != nil {
		return fmt.Errorf("encode answer: %w", err)
	}
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.EditText); err != nil {
			return err
		}
		statement := `
			UPDATE solidarity_answers SET answer = $3, version = version + 1, changed_by = $4, changed_at = now()
			WHERE submission_id = $1 AND question = $2 AND version = $5`
		args := []any{id, a.Question, string(fields), by.User, a.Version}
		if a.Version == 0 {
			statement = `
				INSERT INTO solidarity_answers (submission_id, question, answer, changed_by) VALUES ($1, $2, $3, $4)
				ON CONFLICT DO NOTHING`
			args = args[:4]
		}
		result, err := tx.ExecContext(ctx, statement, args...)
		if err != nil {
			return fmt.Errorf("save solidarity answer: %w", err)
		}
		if err := affected(result, conflict()); err != nil {
			return err
		}
		return announce(ctx, tx, id, TopicSolidarity)
	})
}
