package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"upright/internal/export"
	"upright/internal/prose"
	"upright/internal/upr"
)

// The endpoints of the panel with previous recommendations in the editor: a page of the list as it is filtered, and the
// links from recommendations to blocks of the text.

// previousJSON is a page of the list.
type previousJSON struct {
	List  []citedJSON `json:"list"`
	Total int         `json:"total"` // that the filter chooses
	All   int         `json:"all"`   // of the submission
}

// citedJSON is a recommendation with the words that cite it.
type citedJSON struct {
	ID         string          `json:"id"`
	Place      string          `json:"place"`
	Text       string          `json:"text"`
	Language   string          `json:"language"`
	States     string          `json:"states"`
	Position   string          `json:"position"`
	Assessed   string          `json:"assessed"`
	Paragraphs []string        `json:"paragraphs"`
	Citation   export.Citation `json:"citation"`
}

// listed is how many recommendations the panel shows at once.
const listed = 30

// listPrevious answers GET /submissions/:submission/previous/list; the parameters are those of the table.
func (s *Server) listPrevious(v *visit) error {
	if err := samePerson(v); err != nil {
		return err
	}
	ctx, id := v.Request().Context(), submissionOf(v)
	one, err := s.Store.Outline(ctx, v.actor(), id)
	if err != nil {
		return err
	}
	offset, _ := strconv.Atoi(v.QueryParam("from"))
	page, err := s.Store.Previous(ctx, v.actor(), id, readPreviousFilter(v.QueryParams()).filter(), min(max(offset, 0), upr.MaxPrevious), listed)
	if err != nil {
		return err
	}
	citations, err := s.Press.Citations(&one, page.List)
	if err != nil {
		return err
	}
	answer := previousJSON{Total: page.Total, All: page.All, List: []citedJSON{}}
	for i := range page.List {
		r := &page.List[i]
		position, assessed := string(r.Position), string(r.Assessed)
		if position == "" {
			position = noValue
		}
		if assessed == "" {
			assessed = noValue
		}
		row := s.previousRow(v, "", r, prose.Numbers{})
		answer.List = append(answer.List, citedJSON{
			ID: r.ID, Place: row.Place, Text: r.Text, Language: r.Language, States: row.Names, Citation: citations[i],
			Position: v.words.T("position." + position), Assessed: v.words.T("assessment." + assessed),
			Paragraphs: append([]string{}, r.Paragraphs...),
		})
	}
	return v.JSON(http.StatusOK, answer)
}

// citeInput links a recommendation to a block of the text, or takes the link back.
type citeInput struct {
	ID     string `json:"id"`
	Block  string `json:"block"`
	Linked bool   `json:"linked"`
}

// linkPrevious answers POST /submissions/:submission/previous/links. The block has been saved before: it is of the text.
func (s *Server) linkPrevious(v *visit) error {
	if err := samePerson(v); err != nil {
		return err
	}
	var in citeInput
	if err := json.NewDecoder(v.Request().Body).Decode(&in); err != nil {
		return &upr.Error{Kind: upr.Invalid, Key: "error.invalid", Err: errors.New("a link that is no JSON")}
	}
	one, err := s.outlineWithText(v.Request().Context(), v.actor(), submissionOf(v))
	if err != nil {
		return err
	}
	if _, there := s.placeOf(v, one, in.Block); in.Linked && !there {
		return &upr.Error{Kind: upr.Invalid, Key: "previous.block.gone"}
	}
	if err := s.Store.LinkPrevious(v.Request().Context(), v.actor(), one.ID, in.ID, in.Block, in.Linked); err != nil {
		return err
	}
	return v.JSON(http.StatusOK, struct{}{})
}
