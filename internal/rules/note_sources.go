package rules

import (
	"strings"
	"unicode"

	"upright/internal/lazyregexp"
	"upright/internal/prose"
)

const (
	// maxReference is how many words, and how many sentences, a note has at most that is taken for a reference: a longer one
	// is a remark.
	maxReference, maxSentences = 30, 2
	// minFull is from how many words on a reference is one in full, which stands once; of Han characters it takes twice as many.
	minFull = 8
)

var (
	onlyAddress = lazyregexp.New(`^\s*<?(?:https?://|www\.)\S+>?[.\s]*$`)
	webAddress  = lazyregexp.New(`(?:https?://|www\.)[^\s<>]+`)
	// pointsBack is a note that leads to another one, or to a place in this text.
	pointsBack = lazyregexp.New(`(?i)\b(?:ibid|idem|op\. ?cit|supra|infra|see (?:above|below|note|para)|note [0-9]|voir|véase|cf\.|nota [0-9])|там же|см\.|انظر|المرجع نفسه|同上|见`)
	// ruleOfLaw names a norm, which needs no date.
	ruleOfLaw = lazyregexp.New(`(?i)\b(?:act|code|constitution|penal|law no|loi|code|ley|código|constitución|statute)\b|закон|кодекс|конституци|قانون|دستور|法|条例|宪`)
)

// A citedNote is an endnote with what the check needs of it.
type citedNote struct {
	spot    spot
	note    *prose.Endnote
	text    string
	plain   string // letters and digits only, in lower case
	opening string // the first words, up to a comma or a colon, the same way
	address string // the first web address in it
	count   prose.Count
}

// citedNotes returns the endnotes in the order of the text.
func (c *checker) citedNotes() []citedNote {
	var list []citedNote
	for _, s := range c.spots {
		if s.notes == "" {
			continue
		}
		for _, note := range notesOf(s.block) {
			text := strings.TrimSpace(note.Plain())
			if text == "" {
				continue // UPRIGHT-NOTE says so
			}
			n := citedNote{spot: s, note: note, text: text, plain: bare(text), count: prose.CountWords(text)}
			opening := text
			if at := strings.IndexAny(text, ",:;，：；،؛.。"); at > 0 {
				opening = text[:at]
			}
			n.opening = bare(opening)
			n.address = strings.TrimRight(webAddress.FindString(text), ".,;:)]")
			for _, t := range note.Content {
				if n.address == "" {
					n.address = t.Link
				}
			}
			list = append(list, n)
		}
	}
	return list
}

// bare returns the letters and digits of a text in lower case, with one space between words.
func bare(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r)
	}), " ")
}

// full reports whether a note gives a source in full: long enough that it should stand once.
func (n *citedNote) full() bool {
	return n.count.Words >= minFull && (n.count.Han == 0 || n.count.Han >= 2*minFull) && !pointsBack.MatchString(n.text)
}

// reference reports whether a note is short enough to be a reference and no remark.
func (n *citedNote) reference() bool {
	sentences := 0
	for _, s := range cutSentences(n.text) {
		if strings.TrimSpace(s) != "" {
			sentences++
		}
	}
	return n.count.Words <= maxReference && sentences <= maxSentences
}

// found reports whether a reader can find the source by the note alone: by a date, an address, a symbol, or a norm.
func (n *citedNote) found() bool { return n.address != "" || namesSource(n.text) }

// namesSource reports whether words lead to a source.
func namesSource(text string) bool {
	return webAddress.MatchString(text) || year.MatchString(foldDigits(text)) || treatyBodySymbol.MatchString(text) ||
		symbolLike.MatchString(text) || namesInstrument(text, strings.ToLower(text)) || ruleOfLaw.MatchString(text) || pointsBack.MatchString(text) ||
		byOurselves(strings.ToLower(text))
}

// checkNoteSources looks whether a reader finds what the notes cite, and whether one source is cited in full twice
// (UPRIGHT-SOURCE).
func checkNoteSources(c *checker) {
	notes := c.citedNotes()
	var sources []string // notes by which something can be found
	for i := range notes {
		if notes[i].found() {
			sources = append(sources, " "+notes[i].plain+" ")
		}
	}
	first := map[string]int{} // of a text in full, and of an address
	for i := range notes {
		n := &notes[i]
		switch {
		case onlyAddress.MatchString(n.text):
			c.note(Advice, n.spot, n.note, n.text, "address", nil)
			continue
		case n.reference() && !n.found() && !shortOf(n.opening, sources):
			c.note(Advice, n.spot, n.note, n.text, "bare", nil)
			continue
		case !n.full() || instruments.MatchString(n.text) && n.address == "":
			continue
		}
		for _, key := range []string{n.plain, n.address} {
			if key == "" {
				continue
			}
			if before, twice := first[key]; twice {
				label, _ := c.numbers.Label(notes[before].note.ID)
				c.note(Advice, n.spot, n.note, n.text, "twice", map[string]any{"note": label})
				break
			}
			first[key] = i
		}
	}
}

// shortOf reports whether the first words of a note are those by which another one, that gives the source in full, can be
// known again.
func shortOf(opening string, sources []string) bool {
	if opening == "" {
		return false
	}
	for _, s := range sources {
		if strings.Contains(s, " "+opening+" ") || strings.Contains(s, opening) && strings.ContainsFunc(opening, isHan) {
			return true
		}
	}
	return false
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }
