package example_test

import (
	"fmt"
	"regexp"
	"slices"
	"testing"
	"unicode"

	"upright/internal/example"
	"upright/internal/prose"
)

// A translation has the blocks of the English text in the same order, each with the same endnotes, cross-references and
// figures, and none of them left in English.
func TestTranslationsSayTheSame(t *testing.T) {
	english := shapes(t, "en")
	for _, lang := range example.Languages()[1:] {
		translated := shapes(t, lang)
		if len(translated) != len(english) {
			t.Errorf("%s: %d blocks, want %d", lang, len(translated), len(english))
			continue
		}
		for i, want := range english {
			got := translated[i]
			if got.kind != want.kind {
				t.Errorf("%s: block %d is a %s, want a %s: %s", lang, i, got.kind, want.kind, got.text)
			}
			if !slices.Equal(got.references, want.references) {
				t.Errorf("%s: references to %v, want %v: %s", lang, got.references, want.references, got.text)
			}
			if got.notes != want.notes {
				t.Errorf("%s: %d endnotes, want %d: %s", lang, got.notes, want.notes, got.text)
			}
			if !slices.Equal(got.figures, want.figures) {
				t.Errorf("%s: figures %v, want %v: %s", lang, got.figures, want.figures, got.text)
			}
			if got.text == want.text && slices.ContainsFunc([]rune(got.text), unicode.IsLetter) {
				t.Errorf("%s: not translated: %s", lang, got.text)
			}
		}
	}
}

// A shape is what a block has in common with its translations, and its text to find it by.
type shape struct {
	kind       string   // with the level of a heading and the shape of a table
	references []string // what they refer to, in the order of the text
	notes      int
	figures    []string // of text and endnotes, sorted: the order of words differs
	text       string
}

// shapes describes the parts of the example in a language, their titles, and their blocks.
func shapes(t *testing.T, lang string) []shape {
	t.Helper()
	s, err := example.Submission(lang)
	if err != nil {
		t.Fatal(err)
	}
	list := []shape{{kind: "title", text: s.Details.Title}}
	for range s.Details.Keywords {
		list = append(list, shape{kind: "key word"}) // "migrants" is the same word in French
	}
	for _, organization := range s.Organizations {
		list = append(list, shape{kind: "organization", text: organization.Description})
	}
	for _, part := range s.Manuscript.Parts {
		list = append(list, shape{kind: "part", figures: figures(part.Title), text: part.Title})
		for b := range part.All() {
			list = append(list, shapeOf(b))
		}
	}
	return list
}

func shapeOf(b prose.Block) shape {
	var s shape
	switch b := b.(type) {
	case *prose.Heading:
		s.kind = fmt.Sprintf("heading of level %d", b.Level)
	case *prose.Recommendation:
		s.kind = fmt.Sprintf("recommendation, to somebody else: %t", b.Addressee != "")
	case *prose.Table:
		s.kind, s.text = "table", b.Caption
		for _, row := range b.Rows {
			for _, cell := range row.Cells {
				s.kind += fmt.Sprintf(" %t %dx%d", cell.Header, cell.Colspan, cell.Rowspan)
			}
			s.kind += "\n"
		}
	default:
		s.kind = fmt.Sprintf("%T", b)
	}
	s.text += prose.Plain(prose.Content(b))
	said := s.text
	for _, inline := range prose.Content(b) {
		switch inline := inline.(type) {
		case *prose.CrossReference:
			s.references = append(s.references, inline.Target)
		case *prose.Endnote:
			s.notes++
			said += "\n" + inline.Plain()
		}
	}
	s.figures = figures(said)
	return s
}

var (
	digits = regexp.MustCompile(`[0-9]+`)
	// month is a month in Chinese, where it is a number: 2024年2月.
	month = regexp.MustCompile(`[0-9]+月`)
)

func figures(text string) []string {
	list := digits.FindAllString(month.ReplaceAllString(text, " "), -1)
	slices.Sort(list)
	return list
}

// Each language has its own punctuation. A slip of a translator is hard to see on the page: a space that may break before
// a French colon, a Latin comma among Arabic letters or Chinese characters.
func TestPunctuationIsOfTheLanguage(t *testing.T) {
	wrong := map[string]*regexp.Regexp{
		"en": regexp.MustCompile(`["'«»]`),
		"fr": regexp.MustCompile(`["'“”]|[^\x{202f}][;!?]|[\pL )]»|«[^\x{a0}]| :`),
		"es": regexp.MustCompile(`["'«»]| [;:!?,.]`),
		"ru": regexp.MustCompile(`["'“”ёЁ]| [;:!?,.]|\p{Cyrillic} - `),
		"ar": regexp.MustCompile(`["'“”]|\p{Arabic}[,;?]|[,;?] ?\p{Arabic}| [،؛؟:.]|[٠-٩]`),
		"zh": regexp.MustCompile(`["'「」]|\p{Han}[ ,.;:?!()]|[ ,.;:?!()]\p{Han}`),
	}
	for _, lang := range example.Languages() {
		s, err := example.Submission(lang)
		if err != nil {
			t.Fatal(err)
		}
		texts := append([]string{s.Details.Title, s.Organizations[0].Name, s.Organizations[0].Description}, s.Details.Keywords...)
		numbers := prose.Number(s.Manuscript)
		for _, part := range s.Manuscript.Parts {
			texts = append(texts, part.Title)
			for b := range part.All() {
				texts = append(texts, numbers.Plain(prose.Content(b)))
				if table, ok := b.(*prose.Table); ok {
					texts = append(texts, table.Caption)
				}
				if recommendation, ok := b.(*prose.Recommendation); ok {
					texts = append(texts, recommendation.Addressee)
				}
			}
			for note := range part.Notes() {
				texts = append(texts, note.Plain())
			}
		}
		for _, text := range texts {
			if slip := wrong[lang].FindString(text); slip != "" {
				t.Errorf("%s: %q in: %s", lang, slip, text)
			}
		}
	}
}

// The solidarity matrix is the same in all languages but for its words, and refers to paragraphs that the text has.
func TestSolidarityMatrix(t *testing.T) {
	want, err := example.Solidarity("en")
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range example.Languages() {
		s, err := example.Submission(lang)
		if err != nil {
			t.Fatal(err)
		}
		got, err := example.Solidarity(lang)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != len(want) || len(got) == 0 {
			t.Fatalf("%s: %d rows, want %d", lang, len(got), len(want))
		}
		numbers := prose.Number(s.Manuscript)
		for i, e := range got {
			if e.ID != want[i].ID || e.Form != want[i].Form || e.Bearer != want[i].Bearer || e.Duty != want[i].Duty ||
				!slices.Equal(e.Paragraphs, want[i].Paragraphs) || (e.Indicator == "") != (want[i].Indicator == "") || (e.BearerName == "") != (want[i].BearerName == "") {
				t.Errorf("%s: row %d says something else than in English", lang, i+1)
			}
			if e.Basis == "" || e.Measure == "" || lang != "en" && (e.Basis == want[i].Basis || e.Holders == want[i].Holders) {
				t.Errorf("%s: row %d is not translated or not whole", lang, i+1)
			}
			for _, id := range e.Paragraphs {
				if numbers.Paragraphs[id] == 0 {
					t.Errorf("%s: row %d refers to %s, which is no numbered paragraph", lang, i+1, id)
				}
			}
		}
	}
}
