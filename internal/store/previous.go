package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"upright/internal/upr"
)

type previousRow struct {
	ID         string            `db:"id" json:"id"`
	Identity   string            `db:"-" json:"identity"`
	Position   int               `db:"-" json:"position"`
	Symbol     string            `db:"symbol" json:"symbol"`
	Number     string            `db:"number" json:"number"`
	Cycle      int               `db:"cycle" json:"cycle"`
	Text       string            `db:"text" json:"text"`
	States     pq.StringArray    `db:"states" json:"states"`
	Answer     upr.StatePosition `db:"answer" json:"answer"`
	Themes     pq.StringArray    `db:"themes" json:"themes"`
	Groups     pq.StringArray    `db:"groups" json:"groups"`
	SDGs       pq.Int64Array     `db:"sdgs" json:"sdgs"`
	Language   string            `db:"language" json:"language"`
	Assessed   upr.Assessment    `db:"assessed" json:"assessed"`
	Evidence   string            `db:"evidence" json:"evidence"`
	Comment    string            `db:"comment" json:"comment"`
	Paragraphs pq.StringArray    `db:"paragraphs" json:"paragraphs"`
	Config     string            `db:"-" json:"config"`
	Words      string            `db:"-" json:"words"`
}

const previousColumns = `id, symbol, number, cycle, text, states, answer, themes, groups, sdgs, language, assessed, evidence,
	comment, paragraphs`

func (r *previousRow) recommendation() upr.PreviousRecommendation {
	out := upr.PreviousRecommendation{
		ID: r.ID, Symbol: r.Symbol, Number: r.Number, Cycle: r.Cycle, Text: r.Text, States: nilIfNone(r.States),
		Position: r.Answer, Themes: nilIfNone(r.Themes), Groups: nilIfNone(r.Groups), Language: r.Language,
		Assessed: r.Assessed, Evidence: r.Evidence, Comment: r.Comment, Paragraphs: nilIfNone(r.Paragraphs),
	}
	for _, n := range r.SDGs {
		out.SDGs = append(out.SDGs, int(n))
	}
	return out
}

// nilIfNone makes an empty list none, as it is everywhere but in the database.
func nilIfNone(list []string) []string {
	if len(list) == 0 {
		return nil
	}
	return list
}

func rowOfPrevious(r *upr.PreviousRecommendation, position int) previousRow {
	list := func(l []string) pq.StringArray { return append(pq.StringArray{}, l...) }
	row := previousRow{
		ID: r.ID, Identity: r.Identity(), Position: position, Symbol: r.Symbol, Number: r.Number, Cycle: r.Cycle, Text: r.Text,
		States: list(r.States), Answer: r.Position, Themes: list(r.Themes), Groups: list(r.Groups), SDGs: pq.Int64Array{},
		Language: r.Language, Assessed: r.Assessed, Evidence: r.Evidence, Comment: r.Comment, Paragraphs: list(r.Paragraphs),
	}
	for _, n := range r.SDGs {
		row.SDGs = append(row.SDGs, int64(n))
	}
	row.Config, row.Words = searchConfig(r.Language), searchWords(r)
	return row
}

// addPrevious puts the recommendations of earlier reviews among the annexes of a submission.
func addPrevious(ctx context.Context, tx *sqlx.Tx, one *upr.Submission) error {
	var rows []previousRow
	if err := tx.SelectContext(ctx, &rows, `
		SELECT `+previousColumns+` FROM previous_recommendations WHERE submission_id = $1 ORDER BY position, id`, one.ID); err != nil {
		return fmt.Errorf("previous recommendations: %w", err)
	}
	for i := range rows {
		one.Annexes.Previous = append(one.Annexes.Previous, rows[i].recommendation())
	}
	return nil
}

// insertBatch is how many recommendations travel to the database at once.
const insertBatch = 500

// insertPrevious adds recommendations behind those that are there. One that is there already keeps what people said of it:
// only what the file knows better is taken over.
func insertPrevious(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, list []upr.PreviousRecommendation) error {
	var next int
	if err := tx.GetContext(ctx, &next, `
		SELECT coalesce(max(position) + 1, 0) FROM previous_recommendations WHERE submission_id = $1`, id); err != nil {
		return fmt.Errorf("last previous recommendation: %w", err)
	}
	for begin := 0; begin < len(list); begin += insertBatch {
		var rows []previousRow
		for i := begin; i < min(begin+insertBatch, len(list)); i++ {
			rows = append(rows, rowOfPrevious(&list[i], next+i))
		}
		data, err := json.Marshal(rows)
		if err != nil {
			return fmt.Errorf("encode previous recommendations: %w", err)
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO previous_recommendations AS r (submission_id, identity, position, `+previousColumns+`, search)
			SELECT $1, n.identity, n.position, n.id, n.symbol, n.number, n.cycle, n.text, n.states, n.answer, n.themes, n.groups,
				n.sdgs, n.language, n.assessed, n.evidence, n.comment, n.paragraphs,
				to_tsvector(n.config::regconfig, n.text) || to_tsvector('simple', n.words)
			FROM jsonb_to_recordset($2::jsonb) AS n (identity text, position integer, id text, symbol text, number text,
				cycle integer, text text, states text[], answer text, themes text[], groups text[], sdgs integer[],
				language text, assessed text, evidence text, comment text, paragraphs text[], config text, words text)
			ON CONFLICT (submission_id, identity) DO UPDATE SET
				cycle = CASE WHEN excluded.cycle > 0 THEN excluded.cycle ELSE r.cycle END,
				answer = CASE WHEN excluded.answer <> '' THEN excluded.answer ELSE r.answer END,
				states = CASE WHEN cardinality(excluded.states) > 0 THEN excluded.states ELSE r.states END,
				themes = CASE WHEN cardinality(excluded.themes) > 0 THEN excluded.themes ELSE r.themes END,
				groups = CASE WHEN cardinality(excluded.groups) > 0 THEN excluded.groups ELSE r.groups END,
				sdgs = CASE WHEN cardinality(excluded.sdgs) > 0 THEN excluded.sdgs ELSE r.sdgs END`, id, string(data)); err != nil {
			return fmt.Errorf("add previous recommendations: %w", err)
		}
	}
	return nil
}

// takePrevious gives a new submission its recommendations, which the caller has validated, with their ids: the text may
// link to them.
func takePrevious(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, list []upr.PreviousRecommendation) error {
	given := make(map[string]bool, len(list))
	kept := make([]upr.PreviousRecommendation, 0, len(list))
	same := make(map[string]bool, len(list))
	for _, r := range list {
		if same[r.Identity()] {
			continue
		}
		same[r.Identity()] = true
		if r.ID == "" || given[r.ID] {
			r.ID = upr.NewID()
		}
		given[r.ID] = true
		kept = append(kept, r)
	}
	return insertPrevious(ctx, tx, id, kept)
}

// searchConfig is the text search configuration of PostgreSQL for a language. Chinese has none: see searchWords.
func searchConfig(language string) string {
	switch language {
	case "en":
		return "english"
	case "fr":
		return "french"
	case "es":
		return "spanish"
	case "ar":
		return "arabic"
	case "ru":
		return "russian"
	}
	return "simple"
}

// searchWords are the words of a recommendation that are the same in every language: its number and symbol, and the
// characters of Chinese text in pairs, for want of spaces between its words.
func searchWords(r *upr.PreviousRecommendation) string {
	words := []string{r.Number, r.Symbol}
	words = append(words, pairs(r.Text)...)
	return strings.Join(words, " ")
}

// pairs are all pairs of neighbouring Chinese characters, and the last character of each run on its own, so that the
// beginning of a word finds every one.
func pairs(text string) []string {
	var list []string
	var before rune
	for _, r := range text + " " {
		han := unicode.Is(unicode.Han, r)
		switch {
		case han && before != 0:
			list = append(list, string([]rune{before, r}))
		case !han && before != 0:
			list = append(list, string(before))
		}
		if before = 0; han {
			before = r
		}
	}
	return list
}
