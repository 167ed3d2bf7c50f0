package persons

import "strings"

// arabic finds names in Arabic, which has no capitals: a given name that is rarely anything else, with what follows of it;
// one that is a common word as well only beside another one, or behind a word for somebody.
func arabic(text string, words []word) []Name {
	var found []Name
	for i := 0; i < len(words); i++ {
		if words[i].script != arabicScript {
			continue
		}
		bare := plainArabic(words[i].text)
		cued := arabicCue(text, words, i)
		mother := (bare == "ام" || bare == "ابو") && i+1 < len(words) && together(text, words[i], words[i+1]) &&
			arabicGiven[plainArabic(words[i+1].text)]
		if !arabicGiven[bare] && !(cued && (arabicDoubtful[bare] || unknownName(text, words, i))) && !mother && !servant(text, words, i) {
			continue
		}
		to := arabicEnd(text, words, i)
		whole := to - i
		if servant(text, words, i) {
			whole-- // "servant of God" is one name of two words
		}
		if (cued || whole > 1 || mother || arabicGiven[bare]) && !arabicOfficial(text, words, i) {
			found = append(found, Name{words[i].start, words[to-1].end, text[words[i].start:words[to-1].end]})
		}
		i = to - 1
	}
	return found
}

// arabicEnd returns where a name ends that begins at a word: given names, "son of", and one word more with the article,
// which is where the family comes from.
func arabicEnd(text string, words []word, from int) int {
	to := from + 1
	if servant(text, words, from) {
		to++
	}
	for ; to < len(words) && to < from+6 && between(text, words[to-1], words[to]) == " "; to++ {
		bare := plainArabic(words[to].text)
		switch {
		case arabicGiven[bare] || arabicDoubtful[bare] || servant(text, words, to) || servant(text, words, to-1):
		case kin[bare] && to+1 < len(words) && between(text, words[to], words[to+1]) == " ":
			to++ // whatever stands behind "son of" is a name
		default:
			if lineage(bare) || arabicGiven[plainArabic(words[from].text)] && strings.HasPrefix(bare, "ال") && len([]rune(bare)) > 5 {
				to++
			}
			return to
		}
	}
	return min(to, len(words))
}

// unknownName reports whether a word behind one for somebody can be a name that no list has: it has no article, is no
// small word and no verb in the present, and another word like it follows.
func unknownName(text string, words []word, at int) bool {
	if at+1 >= len(words) || !together(text, words[at], words[at+1]) {
		return false
	}
	for _, w := range words[at : at+2] {
		bare := plainArabic(w.text)
		if arabicNever[bare] || strings.HasPrefix(bare, "ال") || strings.HasPrefix(bare, "لل") || len([]rune(bare)) < 4 ||
			strings.ContainsRune("يتسنوبفلك", []rune(bare)[0]) || strings.HasSuffix(bare, "ة") || strings.HasSuffix(bare, "ا") {
			return false
		}
	}
	return true
}

// lineage reports whether a word is like the names of families and places of origin: "التونسي", "الهاشمي".
func lineage(bare string) bool {
	return strings.HasPrefix(bare, "ال") && strings.HasSuffix(bare, "ي") && len([]rune(bare)) > 4
}

// servant reports whether a word is the first of a name such as "عبد الرحمن".
func servant(text string, words []word, at int) bool {
	return at >= 0 && plainArabic(words[at].text) == "عبد" && at+1 < len(words) && words[at+1].script == arabicScript &&
		between(text, words[at], words[at+1]) == " " && strings.HasPrefix(plainArabic(words[at+1].text), "ال")
}

// arabicCue reports whether a word for somebody, or a form of address, stands before a word.
func arabicCue(text string, words []word, at int) bool {
	for back := 1; back <= 2 && at-back >= 0; back++ {
		if gap := between(text, words[at-back], words[at-back+1]); gap != " " && gap != "، " {
			return false
		}
		if holds(arabicPeople, words[at-back].text) {
			return true
		}
	}
	return false
}

// arabicOfficial reports whether the name is that of the holder of an office, or of something called after somebody.
func arabicOfficial(text string, words []word, at int) bool {
	for back := 1; back <= 4 && at-back >= 0; back++ {
		if strings.ContainsAny(text[words[at-back].end:words[at-back+1].start], ".؛:()\n") {
			return false
		}
		if holds(arabicOffices, words[at-back].text) {
			return true
		}
	}
	return false
}

// plainArabic takes vowel signs and the stretching of letters out of a word, and writes the forms of alif as one.
func plainArabic(s string) string {
	if s == "على" {
		return s // "on", which is no Ali
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0x64b && r <= 0x65f || r == 0x670 || r == 'ـ':
			return -1
		case r == 'أ' || r == 'إ' || r == 'آ' || r == 'ٱ':
			return 'ا'
		case r == 'ى':
			return 'ي'
		}
		return r
	}, s)
}

// holds reports whether a set has a word, also behind a letter for "and", "to" or "by".
func holds(set map[string]bool, s string) bool {
	s = plainArabic(s)
	if set[s] {
		return true
	}
	if rest, ok := strings.CutPrefix(s, "لل"); ok {
		return set["ال"+rest]
	}
	for _, prefix := range []string{"و", "ب", "ف", "ك", "ل"} {
		if rest, ok := strings.CutPrefix(s, prefix); ok && set[rest] {
			return true
		}
	}
	return false
}
