package document_test

import (
	"strings"
	"testing"

	"upright/internal/document"
)

func TestStretches(t *testing.T) {
	for _, test := range []struct{ lang, text, want string }{
		{"en", "", ""},
		{"en", "plain text, 12.", "plain text, 12."},
		{"fr", "Été à Genève", "Été à Genève"},
		{"en", "the ministry (الوزارة) said", "the ministry (|ar:الوزارة|) said"},
		{"en", "محمود پور", "und-Arab:محمود پور"},
		{"en", "مدرسہ", "und-Arab:مدرسہ"},
		{"en", "王小明 and 東京の人", "zh:王小明| and |ja:東京の人"},
		{"en", "Мария 12", "und-Cyrl:Мария| 12"},
		{"en", "Ελένη, שלום, 한국, ไทย, Հայ, ქარ", "el:Ελένη|, |he:שלום|, |ko:한국|, |th:ไทย|, |hy:Հայ|, |ka:ქარ"},
		{"ru", "см. A/HRC/53/32, п. 4", "см. |und-Latn:A/HRC/53/32|, п. 4"},
		{"ru", "p. 14", "und-Latn:p|. 14"},
		{"zh", "说“State’s “Report””", "说“|und-Latn:State’s “Report”|”"},
		{"ar", "Puebla، Tijuana", "und-Latn:Puebla|، |und-Latn:Tijuana"},
		{"zh", "（INM）、R1", "（|und-Latn:INM|）、|und-Latn:R1"},
		{"ar", "قرار A/HRC/53/32 (2024) في", "قرار |und-Latn:A/HRC/53/32 (2024)| في"},
		{"ar", "قرار 53/32", "قرار 53/32"},
		{"en", "سَلَام", "ar:سَلَام"},
		{"en", "a\xffб\xff", "a\xff|und-Cyrl:б|\xff"},
		{"ru", "É\u0301t", "und-Latn:É\u0301t"},
	} {
		var got []string
		for _, s := range document.Stretches(test.text, test.lang) {
			if s.Language != "" {
				s.Text = s.Language + ":" + s.Text
			}
			got = append(got, s.Text)
		}
		if joined := strings.Join(got, "|"); joined != test.want {
			t.Errorf("%s %q:\n got %q\nwant %q", test.lang, test.text, joined, test.want)
		}
	}
}

// An address has no language, a text whose language is known keeps it, and no character is lost.
func TestSpelled(t *testing.T) {
	for _, test := range []struct {
		in   document.Text
		want string
	}{
		{document.Text{Text: "https://example.org", Link: "https://example.org/"}, "https://example.org"},
		{document.Text{Text: "Отчёт по UPR", Link: "https://example.org/"}, "Отчёт по |und-Latn:UPR"},
		{document.Text{Text: "UPR 12", LeftToRight: true}, "UPR 12"},
		{document.Text{Text: "The state", Language: "en"}, "en:The state"},
		{document.Text{Text: "Отчёт UPR", Language: "ru"}, "Отчёт |und-Latn:UPR"},
	} {
		var got []string
		for _, part := range test.in.Spelled("ru") {
			if part.Link != test.in.Link {
				t.Errorf("%q lost its link", part.Text)
			}
			if part.Language != "" {
				part = &document.Text{Text: part.Language + ":" + part.Text}
			}
			got = append(got, part.Text)
		}
		if joined := strings.Join(got, "|"); joined != test.want {
			t.Errorf("got %q, want %q", joined, test.want)
		}
	}
}

func FuzzStretches(f *testing.F) {
	f.Add("the ministry (الوزارة) 王 \xff й", "ar")
	f.Fuzz(func(t *testing.T, text, lang string) {
		var b strings.Builder
		for _, s := range document.Stretches(text, lang) {
			b.WriteString(s.Text)
		}
		if b.String() != text {
			t.Errorf("%q became %q", text, b.String())
		}
	})
}
