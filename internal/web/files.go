package web

import (
	"bytes"
	"mime"
	"net/http"
	"strings"
	"time"

	"upright/internal/export"
	"upright/internal/rules"
	"upright/internal/store"
	"upright/internal/upr"
)

// answersPage shows everything that will be printed and published, to be checked before the files are taken.
type answersPage struct {
	basePage
	heading
	Details     []fact
	Profile     []fact // of the organization
	ProfilePath string
	Parts       []task
	Count       length
	Errors      int
	Warnings    int
	Unprinted   []unprinted
	Checklist   checklist // what people confirm
	Files       []file
}

func (answersPage) template() string { return "answers" }

// Step is the page's own in the steps.
func (answersPage) Step() string { return "answers" }

// A fact is one answer with its question.
type fact struct{ Label, Value string }

// A file is something to download.
type file struct {
	Format export.Format
	Name   string // of the file
	Path   string
}

// showAnswers answers GET /submissions/:submission/answers.
func (s *Server) showAnswers(v *visit) error {
	one, report, err := s.checked(v)
	if err != nil {
		return err
	}
	p, err := s.answersPage(v, one, report)
	if err != nil {
		return err
	}
	if p.Checklist, err = s.checklist(v.Request().Context(), v, one); err != nil {
		return err
	}
	return s.render(v, http.StatusOK, p)
}

func (s *Server) answersPage(v *visit, one *upr.Submission, report rules.Report) (answersPage, error) {
	tasks, err := s.tasksPage(v, one, report)
	if err != nil {
		return answersPage{}, err
	}
	p := answersPage{
		basePage: s.base(v), heading: tasks.heading, Count: tasks.Count,
		Errors: tasks.Errors, Warnings: tasks.Warnings, ProfilePath: tasks.Profile.Path,
	}
	for _, part := range tasks.Parts {
		if !part.Hidden {
			p.Parts = append(p.Parts, part)
		}
	}
	p.Details = s.factsOfDetails(v, one)
	if len(one.Organizations) > 0 {
		p.Profile = factsOfOrganization(s, v, one.Organizations[0])
	}
	if p.Unprinted, err = s.unprinted(v, one); err != nil {
		return p, err
	}
	for _, format := range []export.Format{export.Package, export.Word, export.PDF, export.HTML, export.Portable} {
		name, err := s.Press.FileName(one, format)
		if err != nil {
			return p, err
		}
		p.Files = append(p.Files, file{Format: format, Name: name, Path: p.Home + "/files/" + string(format)})
	}
	return p, nil
}

// factsOfDetails are the answers around the text, as the form asks for them.
func (s *Server) factsOfDetails(v *visit, one *upr.Submission) []fact {
	f := newForm(v.words, "details", newDetailsForm(one.Details, one.Version, s.Calendar.Geneva()), nil)
	var facts []fact
	for _, name := range f.order {
		value := f.fields[name].Value
		switch name {
		case "version", "hour":
			continue
		case "state":
			value = s.stateName(v, value)
		case "language":
			for _, lang := range textLanguages() {
				if lang.Value == value {
					value = lang.Label
				}
			}
		case "deadline":
			if d := s.deadlineView(v, one.Details.Deadline); d != nil {
				value = v.words.T("answers.deadline", "when", d.Geneva)
			}
		case "date":
			value = s.dayOf(v, value)
		}
		facts = append(facts, fact{f.fields[name].Label, value})
	}
	return facts
}

// dayOf writes a day of a form or of a rule set, "2027-01-31", for a reader; what is no day stays as it is.
func (s *Server) dayOf(v *visit, day string) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return v.words.Date(at)
}

func factsOfOrganization(s *Server, v *visit, o upr.Organization) []fact {
	f := newForm(v.words, "organization", newOrganizationForm(o), nil)
	var facts []fact
	for _, name := range f.order {
		value := f.fields[name].Value
		switch name {
		case "country":
			value = s.stateName(v, value)
		case "consultative_status":
			if value != "" {
				value = v.words.T("organization.status." + value)
			}
		}
		if value != "" {
			facts = append(facts, fact{f.fields[name].Label, value})
		}
	}
	return facts
}

// downloadFile answers GET /submissions/:submission/files/:format.
func (s *Server) downloadFile(v *visit) error {
	one, err := s.withText(v)
	if err != nil {
		return err
	}
	press, paper, err := s.paperOf(v, one)
	if err != nil {
		return err
	}
	// A final text goes as it was printed; one that is written goes whole, to be written on elsewhere.
	if paper == one && export.Format(v.Param("format")) == export.Portable {
		answers, err := s.Store.SolidarityAnswers(v.Request().Context(), v.actor(), one.ID)
		if err != nil {
			return err
		}
		for _, q := range upr.SolidarityQuestions() {
			if a, answered := answers[q]; answered {
				one.Answers = append(one.Answers, a)
			}
		}
	}
	return s.sendFile(v, press, paper)
}

// sendFile answers with the file of a paper in the format of the address.
func (s *Server) sendFile(v *visit, press *export.Press, paper *upr.Submission) error {
	format := export.Format(v.Param("format"))
	switch format {
	case export.Package, export.Word, export.PDF, export.HTML, export.Portable:
	default:
		return &upr.Error{Kind: upr.NotFound, Key: "error.not-found"}
	}
	name, err := press.FileName(paper, format)
	if err != nil {
		return err
	}
	// Into memory first: an error halfway through is a page that says so, not half a file.
	var data bytes.Buffer
	if err := press.Write(v.Request().Context(), &data, paper, format); err != nil {
		return err
	}
	if err := s.recordDownload(v, format); err != nil {
		return err
	}
	v.Response().Header().Set("Content-Disposition", attachment(name))
	return v.Blob(http.StatusOK, format.MediaType(), data.Bytes())
}

// recordDownload records that somebody with an account takes a file; what is taken with a reader link, its own page tells.
func (s *Server) recordDownload(v *visit, format export.Format) error {
	id := submissionOf(v)
	if id == "" {
		return nil
	}
	return s.Store.Record(v.Request().Context(), v.actor(), store.Entry{
		Submission: id, Kind: upr.DownloadedRecord, Value: string(format), Ref: v.Param("revision"),
	})
}

// attachment names a file for saving: in ASCII for old programs, and in full (RFC 6266, RFC 8187).
func attachment(name string) string {
	plain := strings.Map(func(r rune) rune {
		if r < 0x20 || r > 0x7e || strings.ContainsRune(`"\%`, r) {
			return '_'
		}
		return r
	}, name)
	if plain == name {
		return mime.FormatMediaType("attachment", map[string]string{"filename": name})
	}
	full := mime.FormatMediaType("attachment", map[string]string{"filename": name})
	return strings.Replace(full, "attachment;", `attachment; filename="`+plain+`";`, 1)
}
