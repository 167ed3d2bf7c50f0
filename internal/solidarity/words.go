package solidarity

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"upright/internal/prose"
	"upright/internal/upr"
)

// MaxRights is how many binding provisions the question on rights has room for; rows of the matrix name more.
const MaxRights = 5

// A Right is a binding provision with the substantive right that it guarantees, as answered.
type Right struct {
	Field string // number of the field, from 1
	Basis string
	Right string
}

// Rights are the provisions in the answer to AskRights; those without a word are left out.
func Rights(a upr.SolidarityAnswer) []Right {
	var list []Right
	for i := 1; i <= MaxRights; i++ {
		n := strconv.Itoa(i)
		r := Right{Field: n, Basis: oneLine(a.Fields["basis"+n]), Right: oneLine(a.Fields["right"+n])}
		if r.Basis+r.Right != "" {
			list = append(list, r)
		}
	}
	return list
}

// in reports whether a row of the matrix names the provision, or the right where there is none.
func (r Right) in(e *upr.SolidarityEntry) bool {
	if r.Basis == "" {
		return strings.Contains(oneLine(e.Right), r.Right)
	}
	return strings.Contains(oneLine(e.Basis), r.Basis)
}

// beginWords are the words around answers in one language.
type beginWords struct {
	Line      string                        `json:"line"`  // {label} and {text}
	Aside     string                        `json:"aside"` // {text} and {aside}
	Between   string                        `json:"between"`
	End       string                        `json:"end"`
	List      string                        `json:"list"` // between what is listed
	Holders   string                        `json:"holders"`
	Bearer    string                        `json:"bearer"`
	Measure   string                        `json:"measure"`
	Indicator string                        `json:"indicator"`
	Form      string                        `json:"form"`
	Bearers   map[upr.DutyBearer]string     `json:"bearers"`
	Duties    map[upr.Duty]string           `json:"duties"`
	Forms     map[upr.SolidarityForm]string `json:"forms"`
	Reports   map[string]string             `json:"reports"` // whether the national report gives indicators: "yes", "no"
	Headings  map[string]string             `json:"headings"`
	Source    string                        `json:"source"` // of the draft in full: {article}
	Again     string                        `json:"again"`  // the same where another note gives it in full
}

// readWords reads the data once; nothing changes it.
var readWords = sync.OnceValues(func() (map[string]*beginWords, error) {
	data, err := embedded.ReadFile("data/words.json")
	if err != nil {
		return nil, fmt.Errorf("solidarity: %w", err)
	}
	var file struct {
		Languages map[string]*beginWords `json:"languages"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("solidarity: words.json: %w", err)
	}
	return file.Languages, nil
})

func wordsOf(lang string) (*beginWords, error) {
	all, err := readWords()
	if err != nil {
		return nil, err
	}
	w, ok := all[lang]
	if !ok {
		return nil, fmt.Errorf("solidarity: no words in %q", lang)
	}
	return w, nil
}

// line is a text after the word that says what it is; "" without a text.
func (w *beginWords) line(label, text string) string {
	if text = oneLine(text); text == "" {
		return ""
	}
	return strings.NewReplacer("{label}", label, "{text}", text).Replace(w.Line)
}

// aside is a text with a second one in brackets.
func (w *beginWords) aside(text, aside string) string {
	return strings.NewReplacer("{text}", text, "{aside}", aside).Replace(w.Aside)
}

// sentences joins what is said, each with its full stop once.
func (w *beginWords) sentences(said []string) string {
	var list []string
	for _, s := range said {
		if s = strings.TrimRight(oneLine(s), ".。"); s != "" {
			list = append(list, s)
		}
	}
	if len(list) == 0 {
		return ""
	}
	return strings.Join(list, w.Between) + w.End
}

// oneLine makes a text fit for one paragraph.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// lines are the lines of a text that say something.
func lines(text string) []string {
	var list []string
	for line := range strings.Lines(text) {
		if line = oneLine(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

func numbered(key string, i int) string { return key + "-" + strconv.Itoa(i+1) }

func plain(text string) []prose.Inline { return []prose.Inline{&prose.Text{Text: text}} }
