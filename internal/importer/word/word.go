// Package word reads a draft that was written as a Word file (.docx, ECMA-376) into the types of a manuscript: headings,
// numbered paragraphs, lists, tables, bold, italic, links, footnotes and endnotes, references, tracked changes as
// suggestions, comments. Read gives a Draft in sections, one for each heading; once a person has said which of them is
// which part of a submission, Draft.Manuscript puts them together. What could not be taken over is listed with its place.
//
// Files may come from anywhere. They are read as a stream, with bounds on bytes, on what is packed in them, on parts,
// depth and blocks; no part is written to disk, no address in them is asked for, no program, object or picture in them is
// opened, and a document type is refused. It refuses to store anything, to guess what a drawing says, and to keep the
// names of authors unless it is asked to.
package word

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"upright/internal/prose"
	"upright/internal/upr"
)

// Options say what is wanted of a file.
type Options struct {
	// User is whose suggestions tracked changes become: who takes the file in. "" in a text that nobody keeps.
	User upr.UserID
	// Comments says that comments are wanted, Names that the names of who wrote them are.
	Comments, Names bool
}

// A Draft is what was found in a file.
type Draft struct {
	Language string // of the United Nations that most of the text is in; "" when it is in another one
	Title    string // the first paragraph in the style of titles; "" for none
	Sections []Section
	Comments []Comment
	Lost     []Loss
	MoreLost int // that are not listed

	// Numbered says that some paragraphs of the file have a number, Styled that some have Upright's style for
	// recommendations.
	Numbered, Styled bool
}

// A Section is a heading with the text up to the next one.
type Section struct {
	// Heading is nil for the text before the first heading.
	Heading *prose.Heading
	// Level is that of the heading in the file, 1 to 9; 0 without one.
	Level  int
	Blocks []prose.Block // may be empty
	// Annex says that Upright itself made the section, from what a submission says, and will make it again.
	Annex bool
	// Suggested is what the section seems to be.
	Suggested Use
}

// A Comment is a thread of comments on a place of the text.
type Comment struct {
	// Block is the id of the block or endnote it is about. From and To are positions inside of the blocks FromBlock and
	// ToBlock, counted as the editor counts them; FromBlock is "" for a comment on a whole block.
	Block              string
	FromBlock, ToBlock string
	From, To           int
	Resolved           bool
	Replies            []Reply // the comment itself first
}

// A Reply is one text of a thread.
type Reply struct {
	Author string // "" unless names are wanted
	Day    upr.Date
	Text   string
}

// A Loss is something that could not be taken over, or not as it was.
type Loss struct {
	Kind  LossKind
	Under string // the heading it stands under; "" before the first one
	Words string // words at the place, or of the thing itself
}

// Read reads a file of at most MaxBytes. What is wrong with it as a whole is an Invalid or TooMany upr.Error whose key
// begins with "word.file."; the reading ends early with ctx.
func Read(ctx context.Context, r io.Reader, o Options) (*Draft, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read word file: %w", err)
	}
	p, err := openPack(ctx, data)
	if err != nil {
		return nil, err
	}
	main, err := p.mainPart()
	if err != nil {
		return nil, err
	}
	rd, err := newReader(p, main, o)
	if err != nil {
		return nil, err
	}
	if err := rd.body(main); err != nil {
		return nil, err
	}
	if !rd.seen.body {
		return nil, refuse("damaged", errors.New("no body"))
	}
	return rd.draft()
}

// A reader reads one file.
type reader struct {
	*sheet
	o     Options
	pack  *pack
	links map[string]relation   // of the part that is being read
	notes map[string]*noteStory // footnotes and endnotes by kind and id
	talk  map[string]*remark    // comments by id

	items    []item // of the body, as they come
	under    string // heading of the place that is being read
	lost     []Loss
	moreLost int
	unplaced [][2]int // of lost, with the item that was read
	fields   []*field // that are open
	boxes    []*node  // text boxes of the paragraph that is being read
	tracking tracking
	spans    map[string]*span // of comments by id
	language map[string]int   // characters by language
	seen     struct{ body bool }
	amount   // read so far
}

func newReader(p *pack, main string, o Options) (*reader, error) {
	rd := &reader{
		sheet: &sheet{styles: map[string]*style{}, abstracts: map[string]*abstract{}, numbers: map[string]string{}, starts: map[string]int{}},
		o:     o, pack: p, notes: map[string]*noteStory{}, talk: map[string]*remark{}, spans: map[string]*span{},
		language: map[string]int{}, tracking: newTracking(o.User),
	}
	links, err := p.relations(main)
	if err != nil {
		return nil, err
	}
	if err := p.readStyles(rd.sheet, related(links, "styles")); err != nil {
		return nil, err
	}
	if err := p.readNumbering(rd.sheet, related(links, "numbering")); err != nil {
		return nil, err
	}
	if o.Comments {
		if err := rd.readComments(links); err != nil {
			return nil, err
		}
	}
	for _, kind := range []string{"footnote", "endnote"} {
		if err := rd.readNotes(kind, related(links, kind+"s")); err != nil {
			return nil, err
		}
	}
	if err := rd.readFurniture(links); err != nil {
		return nil, err
	}
	rd.links = links
	return rd, nil
}

// languageOf is the language of the United Nations that a tag means; "" for another one.
func languageOf(tag string) string {
	short, _, _ := strings.Cut(strings.ToLower(tag), "-")
	switch short {
	case "en", "fr", "es", "ru", "ar", "zh":
		return short
	}
	return ""
}
