package web

import (
	"strconv"
	"strings"
	"time"

	"upright/internal/calendar"
	"upright/internal/i18n"
	"upright/internal/rules"
	"upright/internal/upr"
)

// reviewForm is the first question of a new submission: who submits on which State, and in which language.
type reviewForm struct {
	Organization string `form:"organization" input:"select" validate:"required"`
	State        string `form:"state" input:"select" validate:"required"`
	Language     string `form:"language" input:"select" validate:"required,oneof=en fr es ar ru zh"`
	Word         bool   `form:"word" input:"checkbox"` // there is a draft as a Word file
}

// detailsForm is what is said about a submission outside its text, as typed.
type detailsForm struct {
	State    string `form:"state" input:"select" validate:"required"`
	Session  string `form:"session" input:"year" validate:"required,number,max=3"`
	Language string `form:"language" input:"select" validate:"required,oneof=en fr es ar ru zh"`
	Title    string `form:"title" validate:"required,max=300"`
	Keywords string `form:"keywords" input:"lines" validate:"max=3200"`
	Day      string `form:"deadline" input:"date" validate:"max=10"`
	Hour     string `form:"hour" input:"time" validate:"max=5"`
	Date     string `form:"date" input:"date" validate:"max=10"`
	Version  string `form:"version" input:"hidden" validate:"max=19"`
	Draft    string `form:"draft" input:"hidden" validate:"omitempty,oneof=word"` // of a new one: taken in next
}

// newDetailsForm puts kept details into a form. The deadline is shown the way OHCHR states it, in Geneva time.
func newDetailsForm(d upr.Details, version int64, geneva *time.Location) *detailsForm {
	f := &detailsForm{
		State: d.State, Language: d.Language, Title: d.Title, Keywords: strings.Join(d.Keywords, "\n"),
		Version: strconv.FormatInt(version, 10),
	}
	if d.Session != 0 {
		f.Session = strconv.Itoa(d.Session)
	}
	if !d.Deadline.At.IsZero() {
		at := d.Deadline.At.In(geneva)
		f.Day, f.Hour = at.Format(time.DateOnly), at.Format("15:04")
	}
	if d.Date != (upr.Date{}) {
		f.Date = time.Date(d.Date.Year, d.Date.Month, d.Date.Day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	}
	return f
}

// details converts the form; what cannot be joins wrong. Session and cycle go together: the calendar knows which. The sets
// are the rules in force.
func (s *Server) details(
	dates *calendar.Calendar, sets map[string]*rules.Set, f *detailsForm, kind upr.Kind, wrong problems,
) (upr.Details, error) {
	d := upr.Details{State: f.State, Kind: kind, Language: f.Language, Title: f.Title, Keywords: keywordsOf(f.Keywords)}
	if _, bad := wrong["session"]; !bad {
		number, err := strconv.Atoi(f.Session)
		session, known := dates.Session(number)
		if err != nil || !known {
			wrong["session"] = problem{key: "details.session.unknown"}
		}
		d.Session, d.Cycle = number, session.Cycle
	}
	hour := f.Hour
	if set, ok := sets[rules.SetFor(sets, d.Cycle)]; ok && hour == "" {
		hour = set.DeadlineHour()
	}
	d.Deadline = givenDeadline(dates, f, hour, d.Session, wrong)
	if f.Date != "" {
		day, err := time.Parse(time.DateOnly, f.Date)
		if err != nil {
			wrong["date"] = problem{key: "value.date"}
		}
		d.Date = upr.Date{Year: day.Year(), Month: day.Month(), Day: day.Day()}
	}
	if len(wrong) > 0 {
		return d, nil
	}
	return d, wrong.take(d.Validate())
}

// givenDeadline reads the deadline of a form. Without one, the published deadline of the session is taken, if there is one.
// The hour is the one typed, or the one that the rules give (UPR-DL-02).
func givenDeadline(dates *calendar.Calendar, f *detailsForm, hour string, session int, wrong problems) upr.Deadline {
	published, known := dates.Deadline(session)
	if f.Day == "" {
		if f.Hour != "" {
			wrong["deadline"] = problem{key: "details.deadline.day"}
		}
		if known {
			return upr.Deadline{At: published.At, Source: upr.CalendarDeadline}
		}
		return upr.Deadline{}
	}
	at, err := time.ParseInLocation(time.DateOnly+" 15:04", f.Day+" "+hour, dates.Geneva())
	if err != nil {
		wrong["deadline"] = problem{key: "value.date"}
		return upr.Deadline{}
	}
	if known && at.Equal(published.At) {
		return upr.Deadline{At: published.At, Source: upr.CalendarDeadline}
	}
	return upr.Deadline{At: at.UTC(), Source: upr.OwnDeadline}
}

// keywordsOf reads key words, one a line or between semicolons or commas of any script; each once.
func keywordsOf(text string) []string {
	var words []string
	seen := make(map[string]bool)
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\n;,،；，、", r) }) {
		word = strings.Join(strings.Fields(word), " ")
		if word == "" || seen[strings.ToLower(word)] {
			continue
		}
		seen[strings.ToLower(word)] = true
		words = append(words, word)
	}
	return words
}

// textLanguages are the languages a text can be written in, each under its own name.
func textLanguages() []choice {
	var choices []choice
	for _, lang := range i18n.Papers() {
		choices = append(choices, choice{Value: lang, Label: i18n.Name(lang)})
	}
	return choices
}
