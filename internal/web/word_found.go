package web

import (
	"context"
	"errors"
	"html/template"
	"net/http"
	"strconv"

	"upright/internal/i18n"
	"upright/internal/importer/word"
	"upright/internal/intake"
	"upright/internal/prose"
	"upright/internal/store"
	"upright/internal/upr"
)

// wordFoundPage asks which heading of a Word file is which part, and shows what comes of it, before anything of it is in
// the text.
type wordFoundPage struct {
	basePage
	heading
	Form     form
	Import   string
	File     string
	Sections []wordSection
	Written  bool     // the text has words already: they are kept or replaced
	Places   []choice // what can become of them
	Words    int
	Notes    int
	Changes  int
	Comments int
	Outcome  []wordOutcome
	Text     template.HTML // what comes of the file, as it will be printed; "" until there is something
	Lost     []wordLoss
	More     int    // that are not listed
	Foreign  string // name of the language of the file, where it is another one than that of the submission
	Expected string // name of that one
}

func (wordFoundPage) template() string { return "word-found" }

// Step is none: the page stands beside the steps.
func (wordFoundPage) Step() string { return "" }

// A wordSection is a heading of the file, to be given a use.
type wordSection struct {
	ID        string // of the field
	Name      string // "" for the text before the first heading
	Deep      bool   // below the headings that seem to begin parts
	Beginning string
	Words     int
	Uses      []choice
}

// A wordOutcome is a part as it will be.
type wordOutcome struct {
	Title string
	Into  string // where it goes, as a message
	Words int
}

// A wordLoss is something that could not be taken over.
type wordLoss struct{ What, Under, Words string }

// Where the text of a file goes when there is text already.
const (
	wordBehind  = "behind"
	wordInstead = "instead"
)

// wordFoundForm has a use for each heading, in their order.
type wordFoundForm struct {
	Uses      []string `form:"use" input:"select" validate:"max=400"`
	Number    bool     `form:"number" input:"checkbox"`
	Recommend bool     `form:"recommend" input:"checkbox"`
	Place     string   `form:"place" input:"radios" validate:"omitempty,oneof=behind instead"`
	Act       string   `form:"act" input:"hidden" validate:"omitempty,oneof=show take"`
}

// uses are what the form says of each heading.
func (f *wordFoundForm) uses() []word.Use {
	list := make([]word.Use, len(f.Uses))
	for i, u := range f.Uses {
		list[i] = word.Use(u)
	}
	return list
}

// A keptWord is a file that was read, with the submission that it is for.
type keptWord struct {
	id    string
	found store.WordImport
	one   *upr.Submission
	draft *word.Draft
}

// keptWord loads what was read of a file.
func (s *Server) keptWord(v *visit) (*keptWord, error) {
	found, err := s.Store.WordImport(v.Request().Context(), v.actor(), submissionOf(v), v.Param("import"))
	if err != nil {
		return nil, err
	}
	one, err := s.withText(v)
	if err != nil {
		return nil, err
	}
	draft, err := word.Decode(found.Draft)
	return &keptWord{id: v.Param("import"), found: found, one: one, draft: draft}, err
}

// showWordFound answers GET /submissions/:submission/word/:import.
func (s *Server) showWordFound(v *visit) error {
	k, err := s.keptWord(v)
	if err != nil {
		return err
	}
	usual := k.draft.Usual()
	f := &wordFoundForm{Number: usual.Number, Recommend: usual.Recommend, Place: wordBehind}
	for _, u := range k.draft.Suggested() {
		f.Uses = append(f.Uses, string(u))
	}
	return s.answerWordFound(v, http.StatusOK, k, f, problems{})
}

// takeWord answers POST /submissions/:submission/word/:import: it shows what comes of a choice, or takes the text in.
func (s *Server) takeWord(v *visit) error {
	k, err := s.keptWord(v)
	if err != nil {
		return err
	}
	f := &wordFoundForm{}
	wrong, err := bind(v.Request(), f)
	if err != nil {
		return err
	}
	if len(wrong) > 0 || f.Act != "take" {
		return s.answerWordFound(v, statusOf(wrong), k, f, wrong)
	}
	comments := k.draft.Comments
	notice := "notice.word"
	given, err := s.wordText(k, f)
	if err == nil {
		notice, err = s.putWord(v, k, given, comments, f.Place == wordInstead)
	}
	if isNotFound(err) { // the button was pressed twice: the text is there, or comes
		return v.Redirect(http.StatusSeeOther, "/submissions/"+string(k.one.ID)+"/write")
	}
	if err := wrong.takeFor("use", err); err != nil {
		return err
	}
	if len(wrong) > 0 {
		if k, err = s.keptWord(v); err != nil { // the text has the blocks of the draft by now
			return err
		}
		return s.answerWordFound(v, http.StatusUnprocessableEntity, k, f, wrong)
	}
	return s.done(v, "/submissions/"+string(k.one.ID)+"/write", notice)
}

func statusOf(wrong problems) int {
	if len(wrong) > 0 {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// wordText is the text that a choice makes of the file.
func (s *Server) wordText(k *keptWord, f *wordFoundForm) (*prose.Manuscript, error) {
	words, ok := s.Words.Paper(k.one.Details.Language)
	if !ok {
		return nil, &upr.Error{Kind: upr.Invalid, Key: "value.choice", Field: "language"}
	}
	return k.draft.Manuscript(f.uses(), word.Wishes{
		Number: f.Number, Recommend: f.Recommend,
		Title: func(kind prose.PartKind) string { return words.T("part." + string(kind)) },
	})
}

// putWord takes a text into the submission, as changes by the visitor that the editing authority merges with everybody
// else's, then its comments, as far as there is room for them. It returns what to tell the visitor.
func (s *Server) putWord(v *visit, k *keptWord, given *prose.Manuscript, comments []word.Comment, replace bool) (notice string, err error) {
	merged, renamed := intake.Merge(k.one.Text(), given, replace)
	doc, err := prose.Encode(merged)
	if errors.Is(err, prose.ErrTooLarge) {
		return "", &upr.Error{Kind: upr.Invalid, Key: "word.file.large", Err: err}
	}
	if err != nil {
		return "", err
	}
	ctx := v.Request().Context()
	// Whoever presses the button twice wants the text once.
	if err := s.Store.TakeWordImport(ctx, v.actor(), k.one.ID, k.id); err != nil {
		return "", err
	}
	if _, _, err := s.Texts.Replace(ctx, v.actor(), k.one.ID, k.one.Head, doc); err != nil {
		return "", errors.Join(err, s.Store.ReturnWordImport(context.WithoutCancel(ctx), v.actor(), k.one.ID, k.id, k.found))
	}
	_, err = s.Texts.TakeRemarks(ctx, v.actor(), k.one.ID, intake.Remarks(comments, renamed))
	if known := new(upr.Error); errors.As(err, &known) && known.Kind == upr.TooMany {
		return "notice.word-comments", nil
	}
	return "notice.word", err
}

// answerWordFound shows the page.
func (s *Server) answerWordFound(v *visit, status int, k *keptWord, f *wordFoundForm, wrong problems) error {
	p, err := s.wordFoundPage(v, k, f, wrong)
	if err != nil {
		return err
	}
	return s.render(v, status, p)
}

func (s *Server) wordFoundPage(v *visit, k *keptWord, f *wordFoundForm, wrong problems) (wordFoundPage, error) {
	p := wordFoundPage{
		basePage: s.base(v), heading: s.heading(v, k.one), Import: k.id, File: k.found.File, More: k.draft.MoreLost,
		Written: written(k.one.Text()), Comments: len(k.draft.Comments),
	}
	if lang := k.draft.Language; lang != "" && lang != k.one.Details.Language {
		p.Foreign, p.Expected = i18n.Name(lang), i18n.Name(k.one.Details.Language)
	}
	for i := range k.draft.Sections {
		p.Sections = append(p.Sections, s.wordSection(v, &k.draft.Sections[i], i, f.Uses))
		p.Words += p.Sections[i].Words
	}
	for _, l := range k.draft.Lost {
		p.Lost = append(p.Lost, wordLoss{What: v.words.T("word.lost." + string(l.Kind)), Under: l.Under, Words: l.Words})
	}
	for _, place := range []string{wordBehind, wordInstead} {
		p.Places = append(p.Places, choice{Value: place, Label: v.words.T("word-found.place." + place)})
	}
	p.Places[1].Hint = v.words.T("word-found.place.instead.hint")
	if err := s.wordOutcome(v, &p, k, f, wrong); err != nil {
		return p, err
	}
	p.Form = newForm(v.words, "word-found", f, wrong)
	p.Failed = len(wrong) > 0
	return p, nil
}

// wordSection is a heading with what it can be.
func (s *Server) wordSection(v *visit, section *word.Section, i int, uses []string) wordSection {
	row := wordSection{
		ID: "use-" + strconv.Itoa(i+1), Name: section.Name(), Deep: section.Suggested == word.Within, Words: section.Words(),
		Beginning: section.Beginning(120),
	}
	names, _ := s.Words.Paper(v.words.Language())
	for _, kind := range prose.PartKinds() {
		label := v.words.T("word.use.part", "part", names.T("part."+string(kind)))
		if kind == prose.Other {
			label = v.words.T("word.use.other")
		}
		row.Uses = append(row.Uses, choice{Value: string(kind), Label: label})
	}
	row.Uses = append(row.Uses,
		choice{Value: string(word.Within), Label: v.words.T("word.use.within")},
		choice{Value: string(word.LeaveOut), Label: v.words.T("word.use.leave")})
	for j := range row.Uses {
		row.Uses[j].Chosen = i < len(uses) && uses[i] == row.Uses[j].Value
	}
	return row
}
