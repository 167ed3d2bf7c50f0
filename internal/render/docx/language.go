package docx

import "upright/internal/document"

// A wordLanguage is what a run says of its language. Word keeps three for each run: of Latin, Greek and Cyrillic letters,
// of East Asian ones, and of those that run from right to left or are joined. The zero value says nothing, and the
// languages of styles.xml hold.
type wordLanguage struct{ latin, eastAsian, complex string }

// none is a language that Word does not check the spelling of.
const none = "x-none"

// languageOf returns what a run in another language than the document's says.
func languageOf(tag, document string) wordLanguage {
	switch tag {
	case "", "zh": // the East Asian language of all files
		return wordLanguage{}
	case "ar":
		return wordLanguage{} // the right-to-left language of all files
	case "und-Latn":
		if document == "ru" {
			return wordLanguage{latin: none}
		}
		return wordLanguage{} // see locale
	case "und-Cyrl":
		return wordLanguage{latin: none}
	case "und-Arab":
		return wordLanguage{complex: none}
	case "he":
		return wordLanguage{complex: "he-IL"}
	case "th":
		return wordLanguage{complex: "th-TH"}
	case "ja":
		return wordLanguage{eastAsian: "ja-JP"}
	case "ko":
		return wordLanguage{eastAsian: "ko-KR"}
	case "el":
		return wordLanguage{latin: "el-GR"}
	case "hy":
		return wordLanguage{latin: "hy-AM"}
	case "ka":
		return wordLanguage{latin: "ka-GE"}
	}
	return wordLanguage{latin: locale(tag)}
}

func (s *story) language(l wordLanguage) {
	if l == (wordLanguage{}) {
		return
	}
	var attrs []string
	for _, a := range [][2]string{{"w:val", l.latin}, {"w:eastAsia", l.eastAsian}, {"w:bidi", l.complex}} {
		if a[1] != "" {
			attrs = append(attrs, a[0], a[1])
		}
	}
	s.empty("w:lang", attrs...)
}

// spelled writes a text span, each stretch of it in the language it is in. Stretches of which a run says the same stay
// together.
func (s *story) spelled(t *document.Text) {
	parts := t.Spelled(s.doc.Language)
	for i := 0; i < len(parts); {
		run := *parts[i]
		says := languageOf(run.Language, s.doc.Language)
		for i++; i < len(parts) && languageOf(parts[i].Language, s.doc.Language) == says; i++ {
			run.Text += parts[i].Text
		}
		s.styled(&run)
	}
}
