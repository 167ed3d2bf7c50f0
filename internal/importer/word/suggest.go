package word

import (
	"strings"

	"upright/internal/lazyregexp"
	"upright/internal/prose"
)

// A Use says what becomes of a section: the kind of the part that it begins, or one of the two below.
type Use string

// What a section can be beside the beginning of a part.
const (
	LeaveOut Use = "leave"
	Within   Use = "within" // its heading is a subheading in the part before it
)

// Part returns the use of a section that begins a part.
func Part(kind prose.PartKind) Use { return Use(kind) }

// Valid reports whether there is such a use.
func (u Use) Valid() bool {
	if u == LeaveOut || u == Within {
		return true
	}
	for _, kind := range prose.PartKinds() {
		if u == Part(kind) {
			return true
		}
	}
	return false
}

// longCover is how many words may stand before the first heading and still be a cover.
const longCover = 200

// suggest guesses what a section is, from its heading and what stands in it.
func (s *Section) suggest(part int, only bool) Use {
	switch {
	case s.Annex:
		return LeaveOut // Upright made it from what the submission says, and makes it again
	case s.Heading == nil && !only && !s.numbered() && s.Words() < longCover:
		return LeaveOut // a cover
	case s.Heading == nil:
		return Part(prose.Other)
	case s.Level > part:
		return Within
	case s.Level < part && len(s.Blocks) == 0:
		return LeaveOut // the title of the text
	}
	return Part(kindOf(s.Name()))
}

func (s *Section) numbered() bool {
	for _, b := range s.Blocks {
		if p, ok := b.(*prose.Paragraph); ok && p.Numbered {
			return true
		}
	}
	return false
}

// kindOf guesses the kind of a part by words in its title, in the languages of the United Nations. The first row that
// matches wins.
func kindOf(title string) prose.PartKind {
	title = strings.ToLower(title)
	for _, row := range telling {
		if row.words.MatchString(title) {
			return row.kind
		}
	}
	return prose.Other
}

var telling = []struct {
	kind  prose.PartKind
	words *lazyregexp.Regexp
}{
	{prose.Recommendations, lazyregexp.New(`recommend|recommand|recomend|рекомендаци|توصيات|建议`)},
	{prose.Solidarity, lazyregexp.New(`solidarit|solidarid|солидарност|التضامن|团结`)},
	{prose.FollowUp, lazyregexp.New(`follow.?up|previous (review|cycle|recommend)|implementation of|suivi|examen précédent|` +
		`seguimiento|examen anterior|предыдущ|последующ|متابعة|الاستعراض السابق|上次审议|后续`)},
	{prose.Summary, lazyregexp.New(`summary|introduction|key words|résumé|resumen|introducción|synthèse|резюме|введение|` +
		`موجز|ملخص|مقدمة|提要|摘要|引言|导言`)},
	{prose.Methodology, lazyregexp.New(`methodolog|consultation|méthodolog|metodolog|consultas|методолог|консультаци|` +
		`المنهجية|التشاور|方法|磋商`)},
	{prose.Achievements, lazyregexp.New(`achievement|best practice|good practice|challenge|progrès|bonnes pratiques|` +
		`meilleures pratiques|difficultés|logros|buenas prácticas|mejores prácticas|retos|достижени|практик|الإنجازات|الممارسات|التحديات|成就|最佳做法|挑战`)},
	{prose.Framework, lazyregexp.New(`framework|background|institution|normative|legislat|obligations|cadre|contexte|` +
		`marco|antecedentes|контекст|основ[аы]|рамк|الإطار|خلفية|框架|背景`)},
	{prose.Rights, lazyregexp.New(`right|freedom|torture|violence|discriminat|detention|situation|droit|liberté|` +
		`derecho|libertad|situación|прав[а ]|права|свобод|положени|حق|حرية|حالة|权|自由`)},
}
