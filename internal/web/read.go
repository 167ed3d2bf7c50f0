package web

import (
	"bytes"
	"html/template"
	"net/http"
	"slices"

	"upright/internal/export"
	"upright/internal/prose"
	"upright/internal/upr"
)

// readPage is the text to read, as it will be printed, with the comments at their paragraphs: for who reviews it, and for
// browsers without JavaScript.
type readPage struct {
	basePage
	heading
	Chunks     []readChunk
	Elsewhere  []threadView // of parts that are not printed
	Form       *commentForm // the one that is open, wherever it stands; nil for none
	Adrift     *commentForm // the same, when its place is gone from the text
	CanComment bool
	All        bool // resolved ones too
	Threads    int
	Shown      int    // of them, on this page
	More       string // address of the next ones; "" for none
}

func (readPage) template() string { return "read" }

// Step is none: the text to read stands beside the steps.
func (readPage) Step() string { return "" }

// A passage is the text up to the end of a block that can be commented on.
type passage struct {
	Text  template.HTML // made by render/html, which escapes everything; cut between blocks
	Block string        // its id; "" after the last block
	Place string        // what it is called: "Paragraph 12"
}

// A readChunk is a passage with what is said beside it.
type readChunk struct {
	passage
	Threads []threadView
	Form    *commentForm // opened here; nil for none
}

// readQuery says what of the comments a page shows.
type readQuery struct {
	all    bool
	from   int    // the first thread
	thread string // shown whole, resolved or not
	on     string // block with an open form
	reply  string // thread with an open form
	edit   string // own comment with an open form
}

// threadsAtOnce bounds the threads of a page, commentsAtOnce the comments that each shows, the latest.
const (
	threadsAtOnce  = 50
	commentsAtOnce = 10
)

// showRead answers GET /submissions/:submission/read.
func (s *Server) showRead(v *visit) error {
	return s.renderRead(v, http.StatusOK, queryOf(v), nil)
}

// renderRead answers with the page; form is one that was refused.
func (s *Server) renderRead(v *visit, status int, q readQuery, form *commentForm) error {
	one, err := s.withText(v)
	if err != nil {
		return err
	}
	ctx := v.Request().Context()
	said := discussion{query: q, form: form}
	if said.threads, _, err = s.Texts.Threads(ctx, v.actor(), one.ID); err != nil {
		return err
	}
	if said.authors, err = s.Store.Authors(ctx, v.actor(), one.ID); err != nil {
		return err
	}
	if said.rights, err = s.commentRights(v); err != nil {
		return err
	}
	p, err := s.readPage(v, one, said)
	if err != nil {
		return err
	}
	return s.render(v, status, p)
}

// A discussion is what is said beside a text.
type discussion struct {
	query   readQuery
	threads []upr.Thread
	authors []upr.Author
	rights  commentRights
	form    *commentForm
}

func (s *Server) readPage(v *visit, one *upr.Submission, said discussion) (readPage, error) {
	p := readPage{basePage: s.base(v), heading: s.heading(v, one), CanComment: said.rights.Comment, All: said.query.all}
	passages, places, err := cutText(v, s.Press, one)
	if err != nil {
		return p, err
	}
	views := s.threadViews(v, &p, said, places)
	if p.Form = said.form; p.Form == nil && p.CanComment {
		p.Form = openForm(v, said.query)
	}
	for _, one := range passages {
		chunk := readChunk{passage: one}
		if one.Block != "" {
			chunk.Threads = views[one.Block]
			delete(views, one.Block)
			if p.Form != nil && p.Form.On == one.Block {
				chunk.Form = p.Form
			}
		}
		p.Chunks = append(p.Chunks, chunk)
	}
	for _, part := range one.Manuscript.Parts { // what is left, in the order of the text
		for _, id := range places.of(part) {
			p.Elsewhere = append(p.Elsewhere, views[id]...)
		}
	}
	p.Failed = said.form != nil
	p.placeForm()
	return p, nil
}

// cutText renders the text and cuts it behind each block.
func cutText(v *visit, press *export.Press, one *upr.Submission) ([]passage, *places, error) {
	var fragment bytes.Buffer
	type cut struct {
		block string
		at    int
	}
	var cuts []cut
	if err := press.WriteReading(&fragment, one, func(anchor string, at int) { cuts = append(cuts, cut{anchor, at}) }); err != nil {
		return nil, nil, err
	}
	printed := make(map[string]bool, len(cuts))
	for _, c := range cuts {
		printed[c.block] = true
	}
	places := newPlaces(one.Manuscript, printed)
	text, start := fragment.Bytes(), 0
	var list []passage
	for _, c := range cuts {
		list = append(list, passage{Text: template.HTML(text[start:c.at]), Block: c.block, Place: places.name(v, c.block)})
		start = c.at
	}
	return append(list, passage{Text: template.HTML(text[start:])}), places, nil
}

// placeForm gives a form whose place is gone from the text a choice of others, so that what was typed finds one.
func (p *readPage) placeForm() {
	if p.Form == nil || slices.ContainsFunc(p.Chunks, func(c readChunk) bool {
		return c.Form != nil || slices.ContainsFunc(c.Threads, func(t threadView) bool { return t.Form != nil })
	}) || slices.ContainsFunc(p.Elsewhere, func(t threadView) bool { return t.Form != nil }) {
		return
	}
	p.Form.Reply = ""
	for _, c := range p.Chunks {
		if c.Block != "" {
			p.Form.Places = append(p.Form.Places, choice{Value: c.Block, Label: c.Place})
		}
	}
	p.Adrift = p.Form
}

// places know at which printed block something stands, and what it is called.
type places struct {
	numbers prose.Numbers
	printed map[string]string // by the id of anything in the text; "" when it is not printed
	parts   map[string][]string
}

// newPlaces finds for everything in the text the block at which it is printed: what stands in a list is found at the
// block before it, a note where its mark stands.
func newPlaces(m *prose.Manuscript, printed map[string]bool) *places {
	p := &places{numbers: prose.Number(m), printed: make(map[string]string), parts: make(map[string][]string)}
	for _, part := range m.Parts {
		last := ""
		put := func(id string) {
			if printed[id] {
				last = id
			}
			at := last
			if at == "" {
				at = id
			}
			p.printed[id] = at
			p.parts[part.ID] = append(p.parts[part.ID], id)
		}
		put(part.ID)
		for b := range part.All() {
			put(prose.BlockID(b))
		}
		for note, block := range part.Notes() {
			p.printed[note.ID] = p.printed[prose.BlockID(block)]
			p.parts[part.ID] = append(p.parts[part.ID], note.ID)
		}
	}
	return p
}

// at is the block at which something is shown; itself when nothing around it is printed.
func (p *places) at(id string) string {
	if at, ok := p.printed[id]; ok {
		return at
	}
	return id
}

// of lists what stands in a part.
func (p *places) of(part *prose.Part) []string { return p.parts[part.ID] }

// name is what a block is called on a page.
func (p *places) name(v *visit, id string) string {
	label, _ := p.numbers.Label(id)
	switch {
	case p.numbers.Paragraphs[id] > 0:
		return v.words.T("editor.comments.place.paragraph", "label", label)
	case p.numbers.Recommendations[id] > 0:
		return v.words.T("editor.comments.place.recommendation", "label", label)
	case p.numbers.Tables[id] > 0:
		return v.words.T("editor.comments.place.table", "label", label)
	case p.numbers.Notes[id] > 0:
		return v.words.T("editor.comments.place.endnote", "label", label)
	}
	return v.words.T("editor.comments.place.text")
}
