package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"upright/internal/prose"
	"upright/internal/takeover"
	"upright/internal/upr"
)

// The endpoints of the panel with linked submissions in the editor: what came from where and went where, the passages of a
// linked submission, and taking one over.

// relatedJSON is what the panel shows.
type relatedJSON struct {
	Others []otherJSON   `json:"others"`
	Into   []passageJSON `json:"into"`
	From   []passageJSON `json:"from"`
}

// otherJSON is a linked submission that the visitor may read.
type otherJSON struct {
	ID   upr.SubmissionID `json:"id"`
	Name string           `json:"name"`
}

// passageJSON is a passage that was taken over, in the words of the page.
type passageJSON struct {
	ID       string       `json:"id"`
	Kind     string       `json:"kind"`
	Block    string       `json:"block"` // in this text
	Place    string       `json:"place"`
	Told     string       `json:"told"` // where it came from or went to, who took it, when
	Since    []string     `json:"since"`
	URL      string       `json:"url"` // of the other side; "" for who may not read it
	State    passageState `json:"state"`
	Names    string       `json:"names"`
	Language string       `json:"language"`
	Runs     []run        `json:"runs"`
	// What newer words are, for an edit that takes them over, and how they are settled. Only where they changed.
	Was  json.RawMessage `json:"was,omitempty"`
	Now  json.RawMessage `json:"now,omitempty"`
	Seen string          `json:"seen"`
	Sum  string          `json:"sum"`
}

// listRelated answers GET /submissions/:submission/related/state.
func (s *Server) listRelated(v *visit) error {
	if err := samePerson(v); err != nil {
		return err
	}
	d, err := s.withRelated(v)
	if err != nil {
		return err
	}
	answer, err := s.relatedJSON(v, d)
	if err != nil {
		return err
	}
	return v.JSON(http.StatusOK, answer)
}

func (s *Server) relatedJSON(v *visit, d relatedData) (relatedJSON, error) {
	answer := relatedJSON{Others: []otherJSON{}, Into: []passageJSON{}, From: []passageJSON{}}
	for _, r := range d.relations {
		if other := d.others[r.Other]; other != nil {
			answer.Others = append(answer.Others, otherJSON{other.ID, s.nameOfSubmission(v, other)})
		}
	}
	list, _, err := s.comparedPassages(d)
	if err != nil {
		return answer, err
	}
	changed := 0
	for _, c := range list {
		row, err := s.cameFrom(v, d, c, changed < maxRedlines)
		if err != nil {
			return answer, err
		}
		told := passageJSONOf(row, c.Block)
		if c.state == passageChanged && changed < maxRedlines {
			changed++
			if told.Was, told.Now, err = bothWords(c, d.became(c.Source.Submission)); err != nil {
				return answer, err
			}
		}
		answer.Into = append(answer.Into, told)
	}
	for _, p := range d.from {
		if other := d.others[p.Into]; other != nil {
			answer.From = append(answer.From, passageJSONOf(s.wentTo(v, d, p, other), p.Source.Block))
		}
	}
	return answer, nil
}

// bothWords are the older and the newer words of a passage as they would stand in the text.
func bothWords(c comparedPassage, became map[string]string) (was, now json.RawMessage, err error) {
	for to, m := range map[*json.RawMessage]*prose.Manuscript{&was: c.was, &now: c.now.Text} {
		words, err := takeover.Words(takeover.Translated(m, became))
		if err != nil {
			return nil, nil, err
		}
		*to = json.RawMessage(words)
	}
	return was, now, nil
}

func passageJSONOf(row passageRow, block string) passageJSON {
	return passageJSON{
		ID: row.ID, Kind: string(row.Kind), Block: block, Place: row.Place, Told: row.Told, URL: row.OtherURL, State: row.State,
		Since: append([]string{}, row.Since...), Names: row.Names, Language: row.Language, Runs: append([]run{}, row.Runs...), Seen: row.Seen, Sum: row.Sum,
	}
}

// offersJSON is a page of the passages of a linked submission.
type offersJSON struct {
	Language string      `json:"language"`
	List     []offerJSON `json:"list"`
	Total    int         `json:"total"`
}

// offerJSON is a passage that can be taken over.
type offerJSON struct {
	Kind  upr.PassageKind `json:"kind"`
	Block string          `json:"block"`
	Place string          `json:"place"`
	Text  string          `json:"text"`
	Here  string          `json:"here"` // where it stands already; "" for nowhere
	Notes []offerJSON     `json:"notes"`
}

// listOffers answers GET /submissions/:submission/related/text/:other; q searches, from goes on.
func (s *Server) listOffers(v *visit) error {
	if err := samePerson(v); err != nil {
		return err
	}
	d, err := s.withRelations(v)
	if err != nil {
		return err
	}
	id := upr.SubmissionID(v.Param("other"))
	if !d.isLinked(id) {
		return &upr.Error{Kind: upr.NotFound, Key: "error.not-found"}
	}
	other, err := s.textFor(v.Request().Context(), v.actor(), id)
	if err != nil {
		return err
	}
	from, _ := strconv.Atoi(v.QueryParam("from"))
	from = max(from, 0)
	word := strings.ToLower(strings.TrimSpace(v.QueryParam("q")))
	answer := offersJSON{Language: other.Details.Language, List: []offerJSON{}}
	for _, p := range takeover.List(other.Manuscript) {
		offer := d.offer(v, other.ID, p)
		if !offer.holds(word) {
			continue
		}
		if answer.Total++; answer.Total > from && len(answer.List) < listed {
			answer.List = append(answer.List, offer)
		}
	}
	return v.JSON(http.StatusOK, answer)
}

func (d relatedData) isLinked(id upr.SubmissionID) bool {
	for _, r := range d.relations {
		if r.Other == id {
			return true
		}
	}
	return false
}

func (d relatedData) offer(v *visit, source upr.SubmissionID, p takeover.Passage) offerJSON {
	o := offerJSON{Kind: p.Kind, Block: p.ID, Place: placeOfPassage(v, p.Kind, p.Label), Text: p.Plain, Notes: []offerJSON{}}
	for _, taken := range d.into {
		if taken.Source.Submission != source || taken.Source.Block != p.ID {
			continue
		}
		if here, there := d.standing(d.one, taken.Kind, taken.Block); there {
			o.Here = placeOfPassage(v, here.Kind, here.Label)
		}
	}
	for _, note := range p.Notes {
		o.Notes = append(o.Notes, d.offer(v, source, note))
	}
	return o
}

// holds reports whether a passage or one of its notes has a word, given in small letters.
func (o offerJSON) holds(word string) bool {
	if word == "" || strings.Contains(strings.ToLower(o.Place+"\n"+o.Text), word) {
		return true
	}
	for _, note := range o.Notes {
		if note.holds(word) {
			return true
		}
	}
	return false
}

// takeInput says what is taken over, and under which id it will stand in the text.
type takeInput struct {
	Source upr.SubmissionID `json:"source"`
	Kind   upr.PassageKind  `json:"kind"`
	Block  string           `json:"block"`
	Into   string           `json:"into"`
}

// takenJSON is a passage as it is to be put into the text.
type takenJSON struct {
	ID  string          `json:"id"`
	Doc json.RawMessage `json:"doc"`
}

// takePassage answers POST /submissions/:submission/related/passages. What is taken is noted before the editor has it, so
// that no words go from one text to another without a trace.
func (s *Server) takePassage(v *visit) error {
	if err := samePerson(v); err != nil {
		return err
	}
	var in takeInput
	if err := json.NewDecoder(v.Request().Body).Decode(&in); err != nil {
		return &upr.Error{Kind: upr.Invalid, Key: "error.invalid", Err: errors.New("a passage that is no JSON")}
	}
	d, err := s.withRelations(v)
	if err != nil {
		return err
	}
	source, err := s.sourceNow(v, in.Source, in.Kind, in.Block)
	if err != nil {
		return err
	}
	given, err := s.Store.TakePassage(v.Request().Context(), v.actor(), upr.Passage{
		Kind: in.Kind, Into: d.one.ID, Block: in.Into, Source: source,
	})
	if err != nil {
		return err
	}
	taken, err := takeover.Read(source.Words)
	if err != nil {
		return err
	}
	words, err := takeover.Words(takeover.Translated(taken, d.became(in.Source)))
	if err != nil {
		return err
	}
	return v.JSON(http.StatusOK, takenJSON{ID: given, Doc: json.RawMessage(words)})
}
