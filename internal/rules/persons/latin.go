package persons

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// latin finds names in Latin letters, in whatever language the text is: a run of words with capitals that begins with a
// given name, or that a form of address or a word for somebody stands before.
func latin(text string, words []word) []Name {
	var found []Name
	for i := 0; i < len(words); i++ {
		if !words[i].upper || words[i].script != latinScript {
			continue
		}
		from, to := latinRun(text, words, i)
		i = to - 1
		if from == to {
			continue
		}
		if n, ok := latinName(text, words, from, to); ok {
			found = append(found, n)
		}
	}
	return found
}

// latinRun returns where a run of words with capitals begins and ends that starts at words[i]; small words such as "de"
// may stand inside it. A form of address at its beginning is not part of it.
func latinRun(text string, words []word, i int) (from, to int) {
	from, to = i, i+1
	for next := i + 1; next < len(words) && together(text, words[next-1], words[next]); next++ {
		switch w := words[next]; {
		case w.script != latinScript:
			return from, to
		case w.upper:
			to = next + 1
		case !particles[strings.ToLower(w.text)]:
			return from, to
		}
	}
	return from, to
}

// latinName decides whether a run of words is a name.
func latinName(text string, words []word, from, to int) (Name, bool) {
	addressed := false
	for from < to && (form(words[from]) || monsieur(text, words, from)) {
		addressed = true
		from++
		if from < to && between(text, words[from-1], words[from]) == "" {
			return Name{}, false
		}
	}
	if !addressed && from > 0 && formBefore(text, words, from) {
		addressed = true
	}
	if from == to {
		return Name{}, false
	}
	cued := false
	for from+1 < to && people[strings.ToLower(words[from].text)] && begins(text, words[from]) { // "Blogger Le Van Dung"
		cued = true
		from++
	}
	if !addressed && !cued {
		from = pastOpening(text, words, from, to)
	}
	capitals := 0
	for _, w := range words[from:to] {
		if nameless(w.text) {
			return Name{}, false
		}
		if w.upper {
			capitals++
		}
	}
	if onlyInitials(words[from:to]) { // "a girl, A.B.,": that hides the person already
		return Name{}, false
	}
	if capitals > 6 || placeBefore(text, words, from) || official(text, words, from, to) || caseLaw(text, words, from, to) {
		return Name{}, false
	}
	first := fold(words[from].text)
	introduced := introducedBefore(text, words, from)
	cued = cued || introduced || cueBefore(text, words, from)
	rest := text[words[to-1].end:]
	switch {
	case (addressed || introduced) && len(words[from].text) > 1:
	case given[first] && (capitals > 1 || cued): // "the victim Maria": a first name leads to somebody too
	case given[first] && (sourceBefore(text, words, from) || sibling(text, words, to)):
	case capitals > 1 && (cued || agedBehind(rest) || given[fold(words[from+1].text)] || suffers(text, words, from, to)):
	default:
		return Name{}, false
	}
	end := words[to-1].end
	for _, possessive := range []string{"’s", "'s"} {
		end = words[from].start + len(strings.TrimSuffix(text[words[from].start:end], possessive))
	}
	return Name{words[from].start, end, text[words[from].start:end]}, true
}

// pastOpening leaves out what begins a sentence, and months and days, before a given name: "When Maria Lopez came", "In May
// Maria Lopez".
func pastOpening(text string, words []word, from, to int) int {
	for at := from; at < to; at++ {
		switch {
		case given[fold(words[at].text)]:
			return at
		case !begins(text, words[at]) && !calendar[fold(words[at].text)]:
			return from
		}
	}
	return from
}

// monsieur reports whether a word is the French form of address, or the initial of a given name, which leads as far.
func monsieur(text string, words []word, at int) bool {
	return words[at].text == "M" && at+1 < len(words) && strings.HasPrefix(between(text, words[at], words[at+1]), ".")
}

// fold writes a word in small letters without accents, as the lists have them. Of a name with a hyphen the first part
// counts.
func fold(s string) string {
	s, _, _ = strings.Cut(s, "-")
	return strings.Map(func(r rune) rune {
		if r < 0x80 {
			return unicode.ToLower(r)
		}
		if plain, ok := accents[unicode.ToLower(r)]; ok {
			return plain
		}
		return unicode.ToLower(r)
	}, s)
}

// nameless reports whether a word with a capital says that what it belongs to is not a person: "City", "Convention", an
// acronym.
func nameless(s string) bool {
	if things[fold(s)] {
		return true
	}
	small := strings.IndexFunc(s, unicode.IsLower) >= 0
	return !small && len(s) > 2 // USA; "J" is an initial
}

// begins reports whether a word begins a text or a sentence.
func begins(text string, w word) bool {
	before := strings.TrimRight(text[:w.start], " \u00a0“«\"(")
	return before == "" || strings.ContainsAny(before[len(before)-1:], ".!?:;\n")
}

// form reports whether a word is a form of address. Short ones are written with a capital: 14 ms are no Ms.
func form(w word) bool {
	return forms[strings.ToLower(w.text)] && (w.upper || len(w.text) > 4 || w.text == "don")
}

// formBefore reports whether a form of address stands before a word, such as "Mr." or "don".
func formBefore(text string, words []word, at int) bool {
	w := words[at-1]
	gap := between(text, w, words[at])
	return form(w) && (gap == " " || gap == ". " || gap == ".ª " || gap == ".\u00a0" || gap == "\u00a0")
}

// cueBefore reports whether a word for somebody to whom something happens stands before a word: "the detainee", with a
// comma or a word such as "named" between at most.
func cueBefore(text string, words []word, at int) bool {
	for back := 1; back <= 3 && at-back >= 0; back++ {
		w := words[at-back]
		gap := between(text, w, words[at-back+1])
		if gap != " " && gap != ", " && gap != "\u00a0" || w.upper && !begins(text, w) {
			return false
		}
		if people[strings.ToLower(w.text)] {
			return true
		}
		if !naming[strings.ToLower(w.text)] {
			return false
		}
	}
	return false
}

// sourceBefore reports whether a word stands before another with which a text says who told something: "according to Maria".
func sourceBefore(text string, words []word, at int) bool {
	if at == 0 || between(text, words[at-1], words[at]) != " " {
		return false
	}
	w := strings.ToLower(words[at-1].text)
	return sources[w] || w == "to" && at > 1 && strings.EqualFold(words[at-2].text, "according")
}

// sibling reports whether "and" follows with another name behind it: "Rosa and Elvia Choc".
func sibling(text string, words []word, to int) bool {
	return to+2 < len(words) && ands[words[to].text] && between(text, words[to-1], words[to]) == " " && words[to+1].upper &&
		words[to+2].upper && words[to+2].script == latinScript && together(text, words[to+1], words[to+2]) &&
		!nameless(words[to+1].text) && !nameless(words[to+2].text)
}

// suffers reports whether a run is what a verb of arrest or violence is said of: "they beat Thandiwe Nkosi", "Hong Sovann was
// arrested".
func suffers(text string, words []word, from, to int) bool {
	before := from - 1
	if before >= 0 && (words[before].text == "a" || words[before].text == "à") {
		before-- // "amenazaron a …"
	}
	if before >= 0 && between(text, words[from-1], words[from]) == " " && sufferings[fold(words[before].text)] {
		return true
	}
	to, apposed := pastApposition(text, words, to)
	for ahead := to; ahead < len(words) && ahead < to+3 && words[ahead].script == latinScript; ahead++ {
		gap := between(text, words[ahead-1], words[ahead])
		if gap != " " && !(apposed && ahead == to && gap == ", ") || words[ahead].upper {
			return false
		}
		if lower := fold(words[ahead].text); sufferings[lower] {
			return true
		} else if !auxiliaries[lower] {
			return false
		}
	}
	return false
}

// pastApposition returns where a sentence goes on behind what it says of somebody between commas, "…, a farmer from the
// north, was": to, and false, where it says nothing of the kind.
func pastApposition(text string, words []word, to int) (int, bool) {
	const far = 9 // words
	if to >= len(words) || between(text, words[to-1], words[to]) != ", " || !articles[fold(words[to].text)] && !people[strings.ToLower(words[to].text)] {
		return to, false
	}
	for at := to + 1; at < len(words) && at < to+far; at++ {
		switch gap := between(text, words[at-1], words[at]); {
		case gap == ", ":
			return at, true
		case strings.ContainsAny(gap, ".;:()\n"):
			return to, false
		}
	}
	return to, false
}

// introducedBefore reports whether a text says that somebody has the name that follows: "a boy called", "una niña de 14
// años de nombre".
func introducedBefore(text string, words []word, at int) bool {
	if at < 2 || between(text, words[at-1], words[at]) != " " || between(text, words[at-2], words[at-1]) != " " {
		return false
	}
	last, before := strings.ToLower(words[at-1].text), strings.ToLower(words[at-2].text)
	return last == "nombre" && before == "de" || introductions[last] && people[before] && !introductions[before]
}

// onlyInitials reports whether a run is made of single letters.
func onlyInitials(run []word) bool {
	return !slices.ContainsFunc(run, func(w word) bool { return utf8.RuneCountInString(w.text) > 1 })
}

// placeBefore reports whether a word stands before a run that makes a place, a law or an institution of it: "calle", "rue".
func placeBefore(text string, words []word, at int) bool {
	for back := 1; back <= 2 && at-back >= 0; back++ {
		w := words[at-back]
		if strings.ContainsAny(text[w.end:words[at-back+1].start], ".,;:()") {
			return false
		}
		lower := fold(w.text)
		if named[lower] {
			return true
		}
		if !particles[lower] {
			return false
		}
	}
	return false
}

// official reports whether somebody is named as the holder of an office: "President Juan Pérez", "the Minister of Health,
// Juan Pérez", "Juan Pérez, Minister of Health". What somebody does in office is public.
func official(text string, words []word, from, to int) bool {
	for at := from; at < to; at++ {
		if offices[fold(words[at].text)] {
			return true
		}
	}
	const far = 12
	apposed := false // "the Special Rapporteur on torture, Maria Lopez": what stands between is not looked at
	for from > 0 && (form(words[from-1]) || monsieur(text, words, from-1)) {
		from-- // "the Minister, Mrs. Durand"
	}
	for back := 1; back <= far && from-back >= 0; back++ {
		w := words[from-back]
		if strings.ContainsAny(text[w.end:words[from-back+1].start], ".;:()\n") {
			break
		}
		lower := fold(w.text)
		if back == 1 {
			apposed = strings.HasPrefix(text[w.end:], ",")
		}
		if offices[lower] {
			return true
		}
		if people[strings.ToLower(w.text)] || !apposed && !w.upper && !particles[lower] && !joints[lower] {
			break
		}
	}
	if to >= len(words) || between(text, words[to-1], words[to]) != ", " && between(text, words[to-1], words[to]) != " (" {
		return false
	}
	for ahead := to; ahead < len(words) && ahead < to+3; ahead++ {
		if lower := fold(words[ahead].text); offices[lower] {
			return true
		} else if !joints[lower] && !particles[lower] && lower != "l" {
			break
		}
	}
	return false
}

// caseLaw reports whether a run is the name of a decided case, which courts publish: "Radilla Pacheco v. Mexico".
func caseLaw(text string, words []word, from, to int) bool {
	if to < len(words) && (words[to].text == "v" || words[to].text == "vs" || words[to].text == "c" || words[to].text == "contra") &&
		between(text, words[to-1], words[to]) == " " {
		return true
	}
	for back := 1; back <= 2 && from-back >= 0; back++ {
		if w := words[from-back].text; w == "v" || w == "vs" || w == "c" || w == "Caso" || w == "Affaire" || w == "Case" {
			return true
		}
	}
	return false
}

// agedBehind reports whether an age follows: ", aged 23", " (23 years old)", ", de 23 años", ", 23 ans".
func agedBehind(rest string) bool {
	const most = 24 // bytes
	if len(rest) > most {
		rest = rest[:most]
	}
	if !strings.HasPrefix(rest, ", ") && !strings.HasPrefix(rest, " (") || !strings.ContainsAny(rest, "0123456789") {
		return false
	}
	for _, w := range []string{"aged", "age ", "years", "year-old", " ans", "âgé", " años"} {
		if strings.Contains(rest, w) {
			return true
		}
	}
	return false
}
