package persons

import (
	"strings"
	"unicode/utf8"
)

// cyrillic finds Russian names: a patronymic or two initials beside a word with a capital, or a given name beside a
// surname, in every case of the declension.
func cyrillic(text string, words []word) []Name {
	var found []Name
	for i := 0; i < len(words); i++ {
		if !words[i].upper || words[i].script != cyrillicScript {
			continue
		}
		from, to := i, i+1
		for to < len(words) && words[to].upper && words[to].script == cyrillicScript && near(text, words[to-1], words[to]) {
			to++
		}
		i = to - 1
		if from, to = russianName(text, words, from, to); from < to && !russianOfficial(text, words, from, to) {
			found = append(found, Name{words[from].start, words[to-1].end, text[words[from].start:words[to-1].end]})
		}
	}
	return found
}

// near is together, also for initials without a space between them.
func near(text string, a, b word) bool {
	return together(text, a, b) || between(text, a, b) == "." && initial(a)
}

func initial(w word) bool { return w.upper && utf8.RuneCountInString(w.text) == 1 }

// russianName returns which words of a run with capitals are a name; none when from is to.
func russianName(text string, words []word, from, to int) (int, int) {
	addressed := russianForm(text, words, from)
	for from < to && words[from].upper && russianForms.has(words[from].text) { // at the beginning of a sentence
		addressed = !several(words[from].text)
		from++
	}
	run := words[from:to]
	for i, w := range run {
		if russianThings.has(w.text) {
			return 0, 0
		}
		if i == 0 {
			continue
		}
		if patronymic(strings.ToLower(w.text)) { // "Анна Петровна", "Иванова Анна Петровна", "Анны Петровны Ивановой"
			begin := i - 1
			if begin > 0 && surname(strings.ToLower(run[begin-1].text)) {
				begin--
			}
			return from + begin, min(to, from+max(begin+3, i+1))
		}
	}
	for i := 0; i+1 < len(run); i++ {
		switch {
		case initial(run[i]) && initial(run[i+1]): // "И. И. Иванов", "Иванов И. И."
			if i+2 < len(run) && !initial(run[i+2]) {
				return from + i, from + i + 3
			}
			if i > 0 && surname(strings.ToLower(run[i-1].text)) {
				return from + i - 1, from + i + 2
			}
		case russianGiven.has(run[i].text) && surname(strings.ToLower(run[i+1].text)),
			russianGiven.has(run[i+1].text) && surname(strings.ToLower(run[i].text)):
			return from + i, from + i + 2
		}
	}
	if afflicted(text, words, from, to) {
		return from, to
	}
	if addressed { // "гражданка Ли": what follows such a word is a name, whatever it looks like
		return from, to
	}
	return 0, 0
}

// endings of patronymics and surnames, in all cases.
var (
	patronymics = strings.Fields(`ович овича овичу овичем овиче евич евича евичу евичем евиче ьич ьича ьичу ьичем ьиче
		овна овны овне овну овной евна евны евне евну евной ична ичны ичне ичну ичной оглы кызы улы`)
	surnames = strings.Fields(`ов ова ову овым ове овой ев ева еву евым еве евой ёв ёва ёву ёвым ёвой ин ина ину иным ине иной
		ын ына ыну ыным ыной ский ского скому ским ском ская скую ской цкий цкого цкому цким цком цкая цкой цкую енко ук юк чук ко
		ян яна яну яном дзе швили ашвили их ых ая ий ец ца цу як яка нов
		ука уку уком уке юка юку юком юке`)
	plainSurnames = strings.Fields(`ов ова ову овым ове овой ев ева еву евым еве евой ёв ёва ин ина ину иным ине иной енко швили дзе улы кызы`)
	adjectives    = strings.Fields(`ый ий ой ая яя ое ее ые ие ого его ому ему ым им ом ем ую юю ых их`)
)

// patronymic reports whether a word in lower case is made of a father's name.
func patronymic(lower string) bool {
	return utf8.RuneCountInString(lower) > 5 && endsIn(lower, patronymics)
}

// surname reports whether a word in lower case ends as many surnames do.
func surname(lower string) bool { return utf8.RuneCountInString(lower) > 3 && endsIn(lower, surnames) }

func endsIn(lower string, endings []string) bool {
	for _, ending := range endings {
		if strings.HasSuffix(lower, ending) {
			return true
		}
	}
	return false
}

// stems are words of a language that declines: a word is one of them when it is a stem with a short ending.
type stems map[string]bool

// has reports whether a word, in whatever case, has one of the stems.
func (s stems) has(w string) bool {
	lower := []rune(strings.ToLower(w))
	for cut := 0; cut <= 4 && len(lower)-cut > 2; cut++ {
		if s[string(lower[:len(lower)-cut])] {
			return true
		}
	}
	return false
}

// russianForm reports whether a word stands before another after which a name follows: "гражданин", "потерпевшая".
func russianForm(text string, words []word, at int) bool {
	if at == 0 || between(text, words[at-1], words[at]) != " " {
		return false
	}
	w := words[at-1]
	return w.script == cyrillicScript && russianForms.has(w.text) && !several(w.text) || byName(text, words, at)
}

// byName reports whether "по имени" stands before a word: what follows is a name, whatever it looks like.
func byName(text string, words []word, at int) bool {
	return at > 1 && strings.EqualFold(words[at-1].text, "имени") && strings.EqualFold(words[at-2].text, "по") &&
		between(text, words[at-2], words[at-1]) == " " && between(text, words[at-1], words[at]) == " "
}

// plurals are endings of words for several people. Behind those stands where they come from, more often than a name:
// "журналистов Казахстана". Endings that a woman alone has as well, as in "активистки Ивановой", are not among them.
var plurals = strings.Fields(`ов ев елей ам ям ами ями ах ях ых их ыми ими ые ие ели ники исты енты еры каты не`)

// several reports whether a word for somebody means several people.
func several(w string) bool { return endsIn(strings.ToLower(w), plurals) }

// afflicted reports whether two or three words with capitals, of which the last is like a surname and the first is not like
// an adjective, are whom a verb of arrest or violence is about: "Айдос Нурланов, водитель, был задержан", "задержали Айдоса
// Нурланова".
func afflicted(text string, words []word, from, to int) bool {
	const far = 6 // words
	if to-from < 2 || to-from > 3 || !endsIn(strings.ToLower(words[to-1].text), plainSurnames) || endsIn(strings.ToLower(words[from].text), adjectives) {
		return false
	}
	for at := to; at < len(words) && at < to+far && !strings.ContainsAny(between(text, words[at-1], words[at]), ".;:()\n"); at++ {
		if russianAfflictions.has(words[at].text) {
			return true
		}
	}
	return from > 0 && between(text, words[from-1], words[from]) == " " && russianAfflictions.has(words[from-1].text)
}

// russianOfficial reports whether the name is that of the holder of an office, or of something called after somebody.
func russianOfficial(text string, words []word, from, to int) bool {
	if byName(text, words, from) {
		return false
	}
	for back := 1; back <= 6 && from-back >= 0; back++ {
		w := words[from-back]
		if strings.ContainsAny(text[w.end:words[from-back+1].start], ".;:()\n") && !strings.EqualFold(w.text, "ул") && !strings.EqualFold(w.text, "им") {
			return false
		}
		if russianOffices.has(w.text) || strings.EqualFold(w.text, "им") || strings.EqualFold(w.text, "ул") {
			return true
		}
		if back > 2 && !w.upper && !russianJoints[w.text] {
			break
		}
	}
	if to < len(words) && between(text, words[to-1], words[to]) == ", " {
		return russianOffices.has(words[to].text)
	}
	return false
}
