package calendar

import (
	"embed"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"upright/internal/upr"
)

//go:embed data/calendar.json data/states.csv data/treaties.json
var embedded embed.FS

// The files of the data.
const (
	calendarFile = "calendar.json"
	statesFile   = "states.csv"
)

// Default returns the calendar that is part of the program.
func Default() (*Calendar, error) { return Load(nil) }

// Load reads calendar.json and states.csv; a file that fsys does not have is taken from the program. A nil fsys has
// none. Errors name the file, and the session or line.
func Load(fsys fs.FS) (*Calendar, error) {
	c := &Calendar{}
	var err error
	if c.geneva, err = time.LoadLocation("Europe/Zurich"); err != nil {
		return nil, fmt.Errorf("calendar: %w", err)
	}
	data, err := read(fsys, statesFile)
	if err != nil {
		return nil, err
	}
	if err := c.readStates(data); err != nil {
		return nil, fmt.Errorf("calendar: %s: %w", statesFile, err)
	}
	if data, err = read(fsys, calendarFile); err != nil {
		return nil, err
	}
	if err := c.readSessions(data); err != nil {
		return nil, fmt.Errorf("calendar: %s: %w", calendarFile, err)
	}
	return c, nil
}

func read(fsys fs.FS, name string) ([]byte, error) {
	if fsys != nil {
		data, err := fs.ReadFile(fsys, name)
		if !errors.Is(err, fs.ErrNotExist) {
			return data, err
		}
	}
	return embedded.ReadFile("data/" + name)
}

func (c *Calendar) readStates(data []byte) error {
	r := csv.NewReader(strings.NewReader(string(data)))
	rows, err := r.ReadAll()
	if err != nil {
		return err
	}
	header := []string{"iso3", "un_member", "name_en", "name_fr", "name_es", "name_ar", "name_ru", "name_zh"}
	if len(rows) < 2 || !slices.Equal(rows[0], header) {
		return fmt.Errorf("the first line is not %s", strings.Join(header, ","))
	}
	c.states = make(map[string]stateNames, len(rows))
	for i, row := range rows[1:] {
		if _, twice := c.states[row[0]]; twice || len(row[0]) != 3 || slices.Contains(row, "") {
			return fmt.Errorf("line %d: a code stands twice or is no code, or a name is missing", i+2)
		}
		names := map[string]string{}
		for _, lang := range upr.Languages() {
			names[lang] = row[slices.Index(header, "name_"+lang)]
		}
		c.states[row[0]] = stateNames{member: row[1] == "1", names: names}
	}
	return nil
}

// calendarJSON is the file as it is written; data/README.md explains it.
type calendarJSON struct {
	Title   string `json:"title"`
	Checked string `json:"checked"`
	Order   struct {
		First  int    `json:"first"`
		Last   int    `json:"last"`
		Source string `json:"source"`
		URL    string `json:"url"`
	} `json:"order"`
	Sessions []sessionJSON `json:"sessions"`
	Unplaced []struct {
		State    string `json:"state"`
		Expected int    `json:"expected"`
	} `json:"unplaced"`
}

type sessionJSON struct {
	Session            int        `json:"session"`
	Cycle              int        `json:"cycle"`
	Year               int        `json:"year"`
	Month              time.Month `json:"month"`
	LastMonth          time.Month `json:"last_month"`
	Start              day        `json:"start"`
	End                day        `json:"end"`
	Dates              Confidence `json:"dates"`
	States             []string   `json:"states"`
	StatesConfidence   Confidence `json:"states_confidence"`
	ConfirmedStates    []string   `json:"confirmed_states"`
	Deadline           day        `json:"deadline"`
	DeadlineConfidence Confidence `json:"deadline_confidence"`
	Moved              []move     `json:"moved"`
	Sources            []Source   `json:"sources"`
	Note               string     `json:"note"`
}

// A day is a Date written as 2006-01-02.
type day upr.Date

// UnmarshalText reads the day, and refuses one that does not exist.
func (d *day) UnmarshalText(text []byte) error {
	t, err := time.Parse(time.DateOnly, string(text))
	if err != nil {
		return err
	}
	*d = day{Year: t.Year(), Month: t.Month(), Day: t.Day()}
	return nil
}

func (c *Calendar) readSessions(data []byte) error {
	var file calendarJSON
	d := json.NewDecoder(strings.NewReader(string(data)))
	d.DisallowUnknownFields()
	if err := d.Decode(&file); err != nil {
		return err
	}
	c.first, c.last = file.Order.First, file.Order.Last
	if c.first < 1 || c.last < c.first {
		return errors.New("order: first and last are not the sessions of a cycle")
	}
	c.orderSource = Source{Document: file.Order.Source, URL: file.Order.URL}
	c.sessions = make(map[int]Session, len(file.Sessions))
	for _, s := range file.Sessions {
		if err := c.addSession(s); err != nil {
			return fmt.Errorf("session %d: %w", s.Session, err)
		}
	}
	for n := c.first; n <= c.last; n++ {
		if _, ok := c.sessions[n]; !ok {
			return fmt.Errorf("session %d is missing", n)
		}
	}
	c.plan = c.sessions
	c.unplaced = map[string]int{}
	for _, u := range file.Unplaced {
		if _, ok := c.sessions[u.Expected]; !ok || c.StateName(u.State, "en") == "" {
			return fmt.Errorf("unplaced: %s in session %d: no such State or session", u.State, u.Expected)
		}
		c.unplaced[u.State] = u.Expected
	}
	return nil
}

// addSession checks a session and keeps it.
func (c *Calendar) addSession(s sessionJSON) error {
	if _, twice := c.sessions[s.Session]; twice || s.Session < 1 || s.Cycle < 1 {
		return errors.New("stands twice, or a number is missing")
	}
	if s.Year < 2008 || s.Month < 1 || s.Month > 12 || s.LastMonth < 0 || s.LastMonth > 12 {
		return errors.New("year or month is wrong")
	}
	if s.LastMonth == 0 {
		s.LastMonth = s.Month
	}
	start, end, deadline := upr.Date(s.Start), upr.Date(s.End), upr.Date(s.Deadline)
	none := upr.Date{}
	if start != none && (start.Year != s.Year || start.Month != s.Month) {
		return errors.New("start is not in the month")
	}
	if end != none && (start == none || before(end, start)) {
		return errors.New("end is before start")
	}
	if !known(s.Dates) || !known(s.StatesConfidence) || (deadline != none) != known(s.DeadlineConfidence) {
		return errors.New("a confidence is missing or unknown")
	}
	for _, code := range slices.Concat(s.States, s.ConfirmedStates) {
		if c.StateName(code, "en") == "" {
			return fmt.Errorf("unknown State %s", code)
		}
	}
	for _, m := range s.Moved {
		if !slices.Contains(s.States, m.State) || !known(m.Confidence) {
			return fmt.Errorf("moved: %s is not in this session, or its confidence is unknown", m.State)
		}
	}
	if c.sessions == nil {
		c.sessions = map[int]Session{}
	}
	c.sessions[s.Session] = Session{
		Number: s.Session, Cycle: s.Cycle, Year: s.Year, Month: s.Month, LastMonth: s.LastMonth,
		Start: start, End: end, Dates: s.Dates,
		States: s.States, StatesConfidence: s.StatesConfidence, Sources: s.Sources, Note: s.Note,
		deadline: deadline, deadlineConfidence: s.DeadlineConfidence, certain: s.ConfirmedStates, moved: s.Moved,
	}
	return nil
}

func known(c Confidence) bool {
	return slices.Contains([]Confidence{Confirmed, PartlyConfirmed, Conflicting, Derived, Unconfirmed}, c)
}

func before(a, b upr.Date) bool {
	return time.Date(a.Year, a.Month, a.Day, 0, 0, 0, 0, time.UTC).Before(time.Date(b.Year, b.Month, b.Day, 0, 0, 0, 0, time.UTC))
}
