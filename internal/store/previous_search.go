package store

import (
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"upright/internal/upr"
)

// A PreviousFilter chooses recommendations; an empty field chooses all.
type PreviousFilter struct {
	Words    string // of the text, or a number or symbol; all of them have to be there
	Theme    string
	Group    string
	State    string // that recommended it
	SDG      int
	Cycle    int
	Position *upr.StatePosition // nil is any; unknown is one of them
	Assessed *upr.Assessment    // nil is any; none is one of them
	IDs      []string
}

// A PreviousPage is a part of the list.
type PreviousPage struct {
	List  []upr.PreviousRecommendation
	Total int // that the filter chooses
	All   int // of the submission
}

// PreviousFacets are the values by which the recommendations of a submission can be filtered, each with how many have it.
type PreviousFacets struct {
	Themes, Groups, States []Facet
	SDGs, Cycles           []int
	Assessed               map[upr.Assessment]int
}

// A Facet is a value and how many recommendations have it.
type Facet struct {
	Value string `db:"value"`
	Count int    `db:"count"`
}

// maxSearchWords bounds what is searched for; longer is cut off.
const maxSearchWords = 200

// where is the condition of a filter on previous_recommendations, with its arguments after $1, the submission.
func (f *PreviousFilter) where(id upr.SubmissionID) (string, []any) {
	conditions, args := []string{"submission_id = $1"}, []any{id}
	add := func(condition string, value any) {
		args = append(args, value)
		conditions = append(conditions, fmt.Sprintf(condition, len(args)))
	}
	for _, one := range []struct{ column, value string }{{"themes", f.Theme}, {"groups", f.Group}, {"states", f.State}} {
		if one.value != "" {
			add("$%d = ANY ("+one.column+")", one.value)
		}
	}
	if f.SDG != 0 {
		add("$%d = ANY (sdgs)", f.SDG)
	}
	if f.Cycle != 0 {
		add("cycle = $%d", f.Cycle)
	}
	if f.Position != nil {
		add("answer = $%d", *f.Position)
	}
	if f.Assessed != nil {
		add("assessed = $%d", *f.Assessed)
	}
	if f.IDs != nil {
		add("id = ANY ($%d)", pq.Array(f.IDs))
	}
	words, chinese := searched(f.Words)
	if words != "" {
		// The words are looked for as each language has them: nobody says in which language they search.
		add(`search @@ (plainto_tsquery('english', $%[1]d) || plainto_tsquery('french', $%[1]d) || plainto_tsquery('spanish', $%[1]d)
			|| plainto_tsquery('arabic', $%[1]d) || plainto_tsquery('russian', $%[1]d) || plainto_tsquery('simple', $%[1]d))`, words)
	}
	if chinese != "" {
		add("search @@ to_tsquery('simple', $%d)", chinese)
	}
	return strings.Join(conditions, " AND "), args
}

// searched parts what is searched for into words, and Chinese characters as a query for their pairs.
func searched(text string) (words, chinese string) {
	if utf8.RuneCountInString(text) > maxSearchWords {
		text = string([]rune(text)[:maxSearchWords])
	}
	var rest strings.Builder
	var runs []string
	run := ""
	for _, r := range text + " " {
		if unicode.Is(unicode.Han, r) {
			run += string(r)
			continue
		}
		if run != "" {
			runs = append(runs, run)
			run = ""
			rest.WriteByte(' ')
		}
		rest.WriteRune(r)
	}
	var query []string
	for _, run := range runs {
		list := pairs(run)
		if last := len(list) - 1; last == 0 {
			query = append(query, "'"+list[0]+"':*")
		} else {
			for _, pair := range list[:last] {
				query = append(query, "'"+pair+"'")
			}
		}
	}
	return strings.TrimSpace(strings.ReplaceAll(rest.String(), "\x00", "")), strings.Join(query, " & ")
}

// Previous returns the recommendations that a filter chooses, from offset on, at most size of them and 200, for who may
// read the submission.
func (s *Store) Previous(
	ctx context.Context, by upr.Actor, id upr.SubmissionID, f PreviousFilter, offset, size int,
) (PreviousPage, error) {
	var page PreviousPage
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.ReadSubmission); err != nil {
			return err
		}
		where, args := f.where(id)
		if err := tx.GetContext(ctx, &page.Total, `SELECT count(*) FROM previous_recommendations WHERE `+where, args...); err != nil {
			return fmt.Errorf("count previous recommendations: %w", err)
		}
		if err := tx.GetContext(ctx, &page.All, `
			SELECT count(*) FROM previous_recommendations WHERE submission_id = $1`, id); err != nil {
			return fmt.Errorf("count all previous recommendations: %w", err)
		}
		var rows []previousRow
		n := len(args)
		if err := tx.SelectContext(ctx, &rows, fmt.Sprintf(`
			SELECT `+previousColumns+` FROM previous_recommendations WHERE `+where+`
			ORDER BY position, id OFFSET $%d LIMIT $%d`, n+1, n+2), append(args, max(offset, 0), Page{Size: size}.size())...); err != nil {
			return fmt.Errorf("previous recommendations: %w", err)
		}
		for i := range rows {
			page.List = append(page.List, rows[i].recommendation())
		}
		return nil
	})
	return page, err
}

// maxFacets is how many values of one kind can be filtered by, the commonest first.
const maxFacets = 300

// PreviousFacets returns what can be filtered by, for who may read the submission.
func (s *Store) PreviousFacets(ctx context.Context, by upr.Actor, id upr.SubmissionID) (PreviousFacets, error) {
	found := PreviousFacets{Assessed: make(map[upr.Assessment]int)}
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.ReadSubmission); err != nil {
			return err
		}
		for column, to := range map[string]*[]Facet{"themes": &found.Themes, "groups": &found.Groups, "states": &found.States} {
			if err := tx.SelectContext(ctx, to, `
				SELECT value, count(*) FROM previous_recommendations, unnest(`+column+`) AS value WHERE submission_id = $1
				GROUP BY value ORDER BY 2 DESC, 1 LIMIT $2`, id, maxFacets); err != nil {
				return fmt.Errorf("facets: %w", err)
			}
		}
		if err := tx.SelectContext(ctx, &found.SDGs, `
			SELECT DISTINCT n FROM previous_recommendations, unnest(sdgs) AS n WHERE submission_id = $1 ORDER BY 1`, id); err != nil {
			return fmt.Errorf("facets: %w", err)
		}
		if err := tx.SelectContext(ctx, &found.Cycles, `
			SELECT DISTINCT cycle FROM previous_recommendations WHERE submission_id = $1 AND cycle > 0 ORDER BY 1`, id); err != nil {
			return fmt.Errorf("facets: %w", err)
		}
		var assessed []Facet
		if err := tx.SelectContext(ctx, &assessed, `
			SELECT assessed AS value, count(*) FROM previous_recommendations WHERE submission_id = $1 GROUP BY 1`, id); err != nil {
			return fmt.Errorf("facets: %w", err)
		}
		for _, one := range assessed {
			found.Assessed[upr.Assessment(one.Value)] = one.Count
		}
		return nil
	})
	return found, err
}
