package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"upright/internal/config"
	"upright/internal/i18n"
	"upright/internal/importer/word"
	"upright/internal/prose"
	"upright/internal/rules"
	"upright/internal/upr"
)

// wordFlags say what a Word file does not say of a submission.
type wordFlags struct {
	state, language, title string
	joint, comments, names bool
}

func addWordFlags(flags *flag.FlagSet) *wordFlags {
	f := &wordFlags{}
	flags.StringVar(&f.state, "state", "", "")
	flags.StringVar(&f.language, "text", "", "")
	flags.StringVar(&f.title, "title", "", "")
	flags.BoolVar(&f.joint, "joint", false, "")
	flags.BoolVar(&f.comments, "comments", false, "")
	flags.BoolVar(&f.names, "names", false, "")
	return f
}

// isWord reports whether a file is to be read as a text of a word processor: by what is in it, and by its name, so that a web
// page or nothing at all under the name of a Word file is refused in words that say what to do.
func isWord(name string, data []byte) bool {
	return word.Recognizes(data) || strings.EqualFold(filepath.Ext(name), ".docx")
}

// wordSubmission makes a submission of a Word file: each heading becomes what it seems to be, which the pages ask about and
// a command cannot. What could not be taken over is listed on standard error.
func (p program) wordSubmission(
	ctx context.Context, cfg *config.Config, data []byte, f *wordFlags, user upr.UserID,
) (*upr.Submission, []word.Comment, error) {
	draft, err := word.Read(ctx, bytes.NewReader(data), word.Options{User: user, Comments: f.comments, Names: f.names})
	if err != nil {
		return nil, nil, err
	}
	catalogue, err := i18n.Load()
	if err != nil {
		return nil, nil, err
	}
	details, err := f.details(cfg, catalogue, draft)
	if err != nil {
		return nil, nil, err
	}
	paper, _ := catalogue.Paper(details.Language)
	wishes := draft.Usual()
	wishes.Title = func(kind prose.PartKind) string { return paper.T("part." + string(kind)) }
	p.tellLost(catalogue.Printer(environmentLanguage(p.getenv)), draft)
	comments := draft.Comments
	text, err := draft.Manuscript(draft.Suggested(), wishes)
	if err != nil {
		return nil, nil, err
	}
	s := &upr.Submission{Details: details}
	s.SetText(text)
	return s, comments, nil
}

// details are those that the flags and the file give.
func (f *wordFlags) details(cfg *config.Config, words *i18n.Catalogue, draft *word.Draft) (upr.Details, error) {
	d := upr.Details{State: strings.ToUpper(f.state), Language: f.language, Title: f.title, Kind: upr.Individual}
	if f.joint {
		d.Kind = upr.Joint
	}
	if d.Language == "" {
		d.Language = draft.Language
	}
	paper, ok := words.Paper(d.Language)
	if !ok {
		return d, usageError{fmt.Sprintf("-text LANGUAGE is needed: one of %s", strings.Join(i18n.Papers(), ", "))}
	}
	dates, err := loadCalendar(cfg)
	if err != nil {
		return d, err
	}
	sets, err := loadRules(cfg)
	if err != nil {
		return d, err
	}
	for _, set := range sets {
		d.Cycle = max(d.Cycle, set.Cycle)
	}
	name := dates.StateName(d.State, d.Language)
	if d.State != "" && name == "" {
		return d, usageError{fmt.Sprintf("-state %s is no State: it takes a code of three letters, as MEX", d.State)}
	}
	if next, ok := dates.Suggest(d.State, time.Now()); ok {
		d.Session, d.Cycle = next.Session.Number, next.Session.Cycle
		if published, ok := dates.Deadline(d.Session); ok {
			d.Deadline = upr.Deadline{At: published.At, Source: upr.CalendarDeadline}
		}
	}
	if d.Title == "" {
		d.Title = draft.Title
	}
	if d.Title == "" {
		d.Title = paper.T(string(d.Kind)) + " – " + name
	}
	return d, nil
}

// tellLost lists what could not be taken over.
func (p program) tellLost(words *i18n.Printer, draft *word.Draft) {
	if len(draft.Lost) == 0 {
		return
	}
	fmt.Fprintf(p.stderr, "%s:\n", words.T("word-found.lost"))
	for _, l := range draft.Lost {
		line := "  " + words.T("word.lost."+string(l.Kind))
		if l.Under != "" {
			line += " · " + words.T("command.place.part", "title", l.Under)
		}
		if l.Words != "" {
			line += " · " + words.T("command.quote", "quote", l.Words)
		}
		fmt.Fprintln(p.stderr, harmless(line))
	}
	if draft.MoreLost > 0 {
		fmt.Fprintln(p.stderr, "  "+words.T("word-found.more", "n", draft.MoreLost))
	}
}

// sayable leaves out findings about what a Word file cannot say: details of the submission, and the organization.
func sayable(found rules.Report) rules.Report {
	found.Findings = slices.DeleteFunc(slices.Clone(found.Findings), func(f rules.Finding) bool {
		return f.Place.Kind == rules.FieldPlace || f.Place.Kind == rules.OrganizationPlace
	})
	return found
}

// readAll reads a file, or standard input when the name is "-", up to the largest that is read of any kind. The name that
// it returns is for people.
func (p program) readAll(name string) (string, []byte, error) {
	in, shown, done, err := p.openFile(name)
	if err != nil {
		return shown, nil, err
	}
	defer done()
	data, err := io.ReadAll(io.LimitReader(in, word.MaxBytes+1))
	if err != nil {
		return shown, nil, unreadable(shown, err)
	}
	return shown, data, nil
}
