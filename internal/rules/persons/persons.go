// Package persons finds what may be the name of a person in a text, in the six official languages of the United Nations.
//
// It knows given names, patronymics, forms of address and the words with which a text brings in somebody (a witness, a
// detainee), and it knows what looks alike and is none: places, laws, organizations, holders of an office. It cannot be
// sure, and it misses names that it has no word for: whoever shows what it found says "may be", and nobody takes silence
// for a clean text.
//
// It refuses to know submissions, rules and consents, and where a text comes from.
package persons

import (
	"cmp"
	"slices"
	"strings"
)

// A Name is what may be the name of a person: Text[Start:End] of the text that was looked at, in bytes.
type Name struct {
	Start, End int
	Text       string
}

// A Kind says in what sort of text names are looked for.
type Kind int

// The kinds of text.
const (
	Body Kind = iota
	Note      // an endnote, where most names are those of authors: only who was spoken to is found
)

// Find returns what may be names of persons in a text, in its order and without overlaps.
func Find(text string, kind Kind) []Name {
	if kind == Note && !spokenTo(text) {
		return nil
	}
	words := split(text)
	var found []Name
	found = append(found, latin(text, words)...)
	found = append(found, cyrillic(text, words)...)
	found = append(found, arabic(text, words)...)
	found = append(found, han(text)...)
	found = slices.DeleteFunc(found, func(n Name) bool { return disguised(text[n.End:]) })
	slices.SortFunc(found, func(a, b Name) int { return cmp.Compare(a.Start, b.Start) })
	last := 0
	return slices.DeleteFunc(found, func(n Name) bool {
		if n.Start < last {
			return true
		}
		last = n.End
		return false
	})
}

// conversations are words, in lower case, for what a person told: in an endnote they stand before the name of a source
// who is not an author.
var conversations = []string{
	"interview", "testimony", "statement by", "conversation with", "told us",
	"entretien", "entrevue", "témoignage", "entrevista", "testimonio", "declaración de", "comunicación personal",
	"интервью", "показани", "беседа с", "свидетельств", "مقابلة", "شهادة", "إفادة", "采访", "访谈", "证词", "口述",
}

func spokenTo(text string) bool {
	lower := strings.ToLower(text)
	return slices.ContainsFunc(conversations, func(word string) bool { return strings.Contains(lower, word) })
}

// disguises are words, in lower case, that say behind a name that it is not the true one.
var disguises = []string{
	"changed", "pseudonym", "not her real", "not his real", "not their real", "fictitious", "alias",
	"modifié", "d’emprunt", "d'emprunt", "pseudonyme", "fictif", "ficticio", "seudónimo", "cambiado", "no es su nombre",
	"изменен", "псевдоним", "вымышлен", "مستعار", "اسم غير حقيقي", "تم تغيير", "化名", "假名",
}

// disguised reports whether what follows a name says, within a few words, that it is not the true one.
func disguised(rest string) bool {
	const most = 60 // bytes
	if len(rest) > most {
		rest = rest[:most]
	}
	rest, _, _ = strings.Cut(rest, ".")
	if !strings.ContainsAny(rest, "(（,，[–—") {
		return false
	}
	rest = strings.ToLower(rest)
	return slices.ContainsFunc(disguises, func(word string) bool { return strings.Contains(rest, word) })
}
