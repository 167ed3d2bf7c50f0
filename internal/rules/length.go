package rules

import "upright/internal/prose"

// checkLength compares the body with the limit (UPR-LEN-01, UPR-LEN-02). For a text with Chinese characters it says that
// it counts characters: how OHCHR counts words in Chinese was not found.
func checkLength(c *checker) {
	limit := int(c.rule.Check.number("max_words"))
	counted := c.count.Counted()
	words := counted.Words
	args := map[string]any{"n": words, "limit": limit, "over": words - limit}
	suffix := ""
	if counted.Han > 0 && c.s.Details.Language == "zh" {
		suffix = "-zh"
	}
	switch {
	case words > limit:
		c.whole(Error, "over"+suffix, args)
	case float64(words) > float64(limit)*c.rule.Check.number("warn_at_ratio"):
		args["left"] = limit - words
		c.whole(Advice, "near"+suffix, args)
	}
}

// checkLengthWithNotes shows the second number when it alone exceeds the limit: that notes do not count is not confirmed
// (UPR-LEN-03). A set in which they count has nothing to show here: the limit itself is compared with both.
func checkLengthWithNotes(c *checker) {
	if c.count.WithNotes {
		return
	}
	all := c.count.Body.Add(c.count.Notes)
	if c.count.Limit > 0 && c.count.Body.Words <= c.count.Limit && all.Words > c.count.Limit {
		c.whole(Warning, "notes", map[string]any{"n": all.Words, "body": c.count.Body.Words, "notes": c.count.Notes.Words, "limit": c.count.Limit})
	}
}

// shortBody is the length of a body below which the share of the notes says nothing.
const shortBody = 300

const (
	// severalSentences is how many sentences that name no source make an argument of a note.
	severalSentences = 2
	// minSentence is from how many words on something between full stops is a sentence: a title or a place is shorter. Of Han
	// characters it takes twice as many.
	minSentence = 6
)

// argument reports whether a note argues: whether several of its sentences name no source. Full stops in a reference part
// authors, titles and places, and one remark beside a source is none the worse.
func argument(note string) bool {
	n := 0
	for _, s := range cutSentences(note) {
		count := prose.CountWords(s)
		if count.Words >= minSentence && (count.Han == 0 || count.Han >= 2*minSentence) && !namesSource(s) {
			n++
		}
	}
	return n >= severalSentences
}

// checkNotes finds notes that carry more than a reference (UPR-LEN-04).
func checkNotes(c *checker) {
	most := int(c.rule.Check.number("max_words_per_note"))
	for _, s := range c.spots {
		for _, note := range notesOf(s.block) {
			text := note.Plain()
			if n := prose.CountWords(text).Words; n > most {
				c.note(Advice, s, note, text, "long", map[string]any{"n": n, "limit": most})
			} else if argument(text) {
				c.note(Advice, s, note, text, "sentences", nil)
			}
		}
	}
	body, notes := c.count.Body.Words, c.count.Notes.Words
	if body >= shortBody && float64(notes) > float64(body)*c.rule.Check.number("max_notes_ratio") {
		c.whole(Advice, "share", map[string]any{"notes": notes, "body": body, "percent": 100 * notes / body})
	}
}
