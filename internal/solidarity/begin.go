package solidarity

import (
	"slices"
	"strings"

	"upright/internal/prose"
	"upright/internal/upr"
)

// A Passage is one block of the text that is begun from the answers, for a person to choose.
type Passage struct {
	Key   string // names it while the answers stay as they are
	Entry string // id of the row of the matrix that it tells; "" for none
	Text  string // plain, without its note
	Block prose.Block
	group group
	// article is what its note cites of the draft; "" for no note.
	article string
	note    *prose.Endnote
}

// A group gives passages a heading.
type group string

const (
	owed     group = "owed"     // who may claim, and who owes what
	practice group = "practice" // acts, penalties, spaces
	claims   group = "claims"
	law      group = "law"
	measures group = "measures"
	asked    group = "" // recommendations, without a heading
)

// Begin makes the passages that answers and rows give: first the rows, the binding provision at the head of each, and the
// provisions that no row names, then what was answered in the writer's own words, last what the State is asked to do as
// recommendations. state is the name of the State under review in the language of the text. Blocks have new ids each time.
func Begin(
	lang, state string, entries []upr.SolidarityEntry, answers map[upr.SolidarityQuestion]upr.SolidarityAnswer,
) ([]Passage, error) {
	w, err := wordsOf(lang)
	if err != nil {
		return nil, err
	}
	b := beginner{words: w, state: state}
	for i := range entries {
		b.entry(&entries[i])
	}
	b.rights(answers[upr.AskRights], entries)
	b.told(answers)
	b.demands(firstBasis(entries, answers[upr.AskRights]), answers[upr.AskDemand].Fields["demand"])
	return b.list, nil
}

// told tells what was answered in the writer's own words, and what was chosen.
func (b *beginner) told(answers map[upr.SolidarityQuestion]upr.SolidarityAnswer) {
	duties := answers[upr.AskDuties].Fields
	for _, from := range []struct {
		question upr.SolidarityQuestion
		group    group
		article  string
		who      string // whose name stands before each passage; "" for nobody's
		fields   []string
	}{
		{upr.AskHolders, owed, "5", "", []string{"who", "abroad"}},
		{upr.AskDuties, owed, "6(1)", "", []string{"respect", "protect", "fulfil"}},
		{upr.AskDuties, owed, "6(2)", duties["organization"], []string{"abstain"}},
		{upr.AskDuties, owed, "6(3)", duties["actor"], []string{"refrain"}},
		{upr.AskForm, practice, "2", "", []string{"how"}},
		{upr.AskActs, practice, "3(6)", "", []string{"acts", "penalties"}},
		{upr.AskSpaces, practice, "8(3)", "", []string{"spaces"}},
		{upr.AskClaims, claims, "6(3)", "", []string{"claims", "answers"}},
		{upr.AskLaw, law, "", "", []string{"law"}},
		{upr.AskMeasures, measures, "8(1)", "", []string{"measures", "agreements"}},
		{upr.AskIndicators, measures, "8(1)", "", []string{"indicators"}},
		{upr.AskAssessment, measures, "7(3)", "", []string{"assessment"}},
		{upr.AskAssessment, measures, "7(4)", "", []string{"participation"}},
	} {
		if from.question == upr.AskForm {
			b.forms(answers[upr.AskForm])
		}
		for _, field := range from.fields {
			b.answer(from.group, from.article, string(from.question)+"-"+field, from.who, answers[from.question].Fields[field])
		}
		if from.question == upr.AskIndicators {
			b.add(measures, "indicators-report", "", b.words.Reports[answers[upr.AskIndicators].Fields["report"]], "8(1)")
		}
	}
}

// Blocks are passages as blocks of a part, with a heading before each group. The first note that cites the draft gives it
// in full and says that it is one; the others are short, and all of them where the text cites it before.
func Blocks(lang string, chosen []Passage, cited bool) ([]prose.Block, error) {
	w, err := wordsOf(lang)
	if err != nil {
		return nil, err
	}
	var blocks []prose.Block
	var last group
	for _, p := range chosen {
		if p.group != last && p.group != asked {
			blocks = append(blocks, &prose.Heading{ID: prose.NewID(), Level: 1, Content: plain(w.Headings[string(p.group)])})
		}
		last = p.group
		if p.note != nil && cited {
			p.note.Content = []*prose.Text{{Text: strings.ReplaceAll(w.Again, "{article}", p.article)}}
		}
		cited = cited || p.note != nil
		blocks = append(blocks, p.Block)
	}
	return blocks, nil
}

type beginner struct {
	words *beginWords
	state string
	list  []Passage
}

// add keeps a passage; a text of nothing is none. article is what its note cites; "" for no note.
func (b *beginner) add(g group, key, entry, text, article string) {
	text = oneLine(text)
	if text == "" {
		return
	}
	content := plain(text)
	var note *prose.Endnote
	if article != "" {
		source := strings.ReplaceAll(b.words.Source, "{article}", article)
		note = &prose.Endnote{ID: prose.NewID(), Content: []*prose.Text{{Text: source}}}
		content = append(content, note)
	}
	var block prose.Block = &prose.Paragraph{ID: prose.NewID(), Numbered: true, Content: content}
	if g == asked {
		block = &prose.Recommendation{ID: prose.NewID(), Content: content}
	}
	b.list = append(b.list, Passage{Key: key, Entry: entry, Text: text, Block: block, group: g, article: article, note: note})
}

// entry tells a row: the binding provision, the right, who claims, who owes what, measure and indicator.
func (b *beginner) entry(e *upr.SolidarityEntry) {
	w := b.words
	var said []string
	switch basis, right := strings.TrimSpace(e.Basis), strings.TrimSpace(e.Right); {
	case basis != "" && right != "":
		said = append(said, w.aside(basis, right))
	default:
		said = append(said, basis+right)
	}
	bearer := strings.TrimSpace(e.BearerName)
	switch {
	case bearer == "" && e.Bearer == upr.StateBearer:
		bearer = b.state
	case bearer == "":
		bearer = w.Bearers[e.Bearer]
	}
	said = append(said,
		w.line(w.Holders, e.Holders), w.line(w.Bearer, w.aside(bearer, w.Duties[e.Duty])),
		w.line(w.Measure, e.Measure), w.line(w.Indicator, e.Indicator))
	b.add(owed, "row-"+e.ID, e.ID, w.sentences(said), articleOf(e.Bearer))
}

// articleOf is the paragraph of the draft that says what a duty-bearer owes.
func articleOf(b upr.DutyBearer) string {
	switch b {
	case upr.InternationalBearer:
		return "6(2)"
	case upr.NonStateBearer:
		return "6(3)"
	case upr.StateBearer:
	}
	return "6(1)"
}

// rights tells the binding provisions that no row names yet.
func (b *beginner) rights(a upr.SolidarityAnswer, entries []upr.SolidarityEntry) {
	for _, r := range Rights(a) {
		if slices.ContainsFunc(entries, func(e upr.SolidarityEntry) bool { return r.in(&e) }) {
			continue
		}
		text := r.Basis + r.Right
		if r.Basis != "" && r.Right != "" {
			text = b.words.line(r.Basis, r.Right)
		}
		b.add(owed, "right-"+r.Field, "", b.words.sentences([]string{text}), "")
	}
}

// answer tells an answer in the writer's words: a passage for each of its paragraphs, after the name of whom it is about.
func (b *beginner) answer(g group, article, key, who, text string) {
	for i, line := range lines(text) {
		if who = oneLine(who); who != "" {
			line = b.words.line(who, line)
		}
		b.add(g, numbered(key, i), "", line, article)
	}
}

// forms tells which forms of solidarity were chosen.
func (b *beginner) forms(a upr.SolidarityAnswer) {
	var chosen []string
	for _, form := range upr.SolidarityForms() {
		if a.Fields[string(form)] != "" {
			chosen = append(chosen, b.words.Forms[form])
		}
	}
	b.add(practice, "form-forms", "", b.words.sentences([]string{b.words.line(b.words.Form, strings.Join(chosen, b.words.List))}), "2")
}

// demands are recommendations, one for each line, the binding provision first.
func (b *beginner) demands(basis, text string) {
	for i, line := range lines(text) {
		if basis != "" {
			line = b.words.line(basis, line)
		}
		b.add(asked, numbered("demand", i), "", line, "")
	}
}

// firstBasis is the binding provision that recommendations begin with.
func firstBasis(entries []upr.SolidarityEntry, rights upr.SolidarityAnswer) string {
	for i := range entries {
		if basis := oneLine(entries[i].Basis); basis != "" {
			return basis
		}
	}
	for _, r := range Rights(rights) {
		if r.Basis != "" {
			return r.Basis
		}
	}
	return ""
}
