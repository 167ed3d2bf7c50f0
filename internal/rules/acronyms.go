package rules

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// commonAcronyms are those that every reader of a submission knows, in the six languages: they need not be spelled out.
var commonAcronyms = wordSet(`
UN UPR NGO NGOS NHRI OHCHR CSO CSOS EU UK US USA AU OAS ILO WHO UNHCR UNICEF UNDP UNESCO IOM WTO ECOSOC HIV AIDS COVID SDG SDGS
LGBT LGBTI LGBTIQ LGBTQ LGBTQI LGBTIQA PDF TV SMS GPS DNA ID IT CEO PHD MP MPS VAT GDP
ONU EPU ONG ONGS INDH HCDH OSC UE VIH SIDA ODD OIT OMS HCR PNUD OEA UA ODS ADN PIB ACNUDH ACNUR OIM INDDHH CIDH
UDHR ICCPR ICESCR ICERD CERD CEDAW CRC CAT OPCAT CMW ICRMW CRPD ICPPED CPED CCPR CESCR CED SPT HRC
DUDH PIDCP PIDESC CEDEF CDE CDPH CIDPH CEDM CIEDR CADH
ООН УПО НПО НПЗУ УВКПЧ УВКБ ЕС США СНГ ОБСЕ ВИЧ СПИД ЦУР МОТ ВОЗ СМИ ЛГБТ РФ ПДФ ВВП ДНК МПГПП МПЭСКП КПР КЛДЖ КПП КПИ
JS WG SR ISBN ISSN CO ADD REV CORR OP DOI HTTP HTTPS WWW
`)

func wordSet(text string) map[string]bool {
	set := make(map[string]bool)
	for _, w := range strings.Fields(text) {
		set[w] = true
	}
	return set
}

// checkAcronyms finds acronyms that are nowhere spelled out (UPRIGHT-ACRONYM): each once, where it stands first. Spelled out
// is one with brackets beside it, "Registro Civil (RC)" or "RC (Registro Civil)", and one of an organization on the cover.
func checkAcronyms(c *checker) {
	known := map[string]bool{}
	type place struct {
		spot  *spot
		words string
	}
	var order []string
	first := map[string]place{}
	for i := range c.spots {
		s := &c.spots[i]
		for _, text := range []string{s.text, s.notes} {
			for _, a := range acronymsIn(text) {
				if a.explained {
					known[a.word] = true
				}
				if _, seen := first[a.word]; !seen && !commonAcronyms[a.word] {
					first[a.word] = place{s, a.word}
					order = append(order, a.word)
				}
			}
		}
	}
	for i := range c.s.Organizations {
		known[strings.ToUpper(c.s.Organizations[i].Acronym)] = true
	}
	for _, word := range order {
		singular := strings.TrimSuffix(word, "S")
		if known[word] || known[singular] || commonAcronyms[singular] || c.ofOrganizations(word) {
			continue
		}
		c.block(Advice, *first[word].spot, first[word].words, "unknown", map[string]any{"acronym": word})
	}
}

// An acronym is a word in capitals; explained when its long form stands beside it.
type acronym struct {
	word      string
	explained bool
}

const (
	minAcronym = 2
	maxAcronym = 7
)

// acronymsIn returns the words in capitals of a text: from two to seven letters, without those of symbols of documents,
// of words that are wholly in capitals because their neighbours are, and of Roman numbers.
func acronymsIn(text string) []acronym {
	var list []acronym
	capitals := 0 // words in capitals one behind the other
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			at += size
			continue
		}
		end, upper, letters := wordAt(text, at)
		word := text[at:end]
		before, after := text[:at], text[end:]
		switch {
		case !upper || letters != utf8.RuneCountInString(word) || letters < minAcronym || letters > maxAcronym || isRoman(word):
			capitals = 0
		case strings.HasSuffix(before, "/") || strings.HasPrefix(after, "/") || strings.HasPrefix(after, ".") && len(after) > 1 && unicode.IsLetter(rune(after[1])):
		default:
			if capitals++; capitals < 4 {
				inside := strings.HasSuffix(before, "(") || strings.HasSuffix(before, "（")
				outside := strings.HasPrefix(after, " (") || strings.HasPrefix(after, "（") || strings.HasPrefix(after, ", ") && inside
				list = append(list, acronym{word, inside || outside})
			}
		}
		at = end
	}
	return list
}

// wordAt returns where the word ends that begins at a place, whether all its letters are capitals, but for an s behind them,
// and how many letters those are.
func wordAt(text string, at int) (end int, upper bool, letters int) {
	upper = true
	end = len(text)
	for i, r := range text[at:] {
		switch {
		case unicode.IsUpper(r):
			letters++
		case unicode.IsLetter(r):
			upper = false
			letters++
		case unicode.IsDigit(r) || r == '_' || r == '-' || r == '@' || r == '’' || r == '\'':
			if r == '’' || r == '\'' {
				return at + i, upper, letters
			}
			if letters > 0 || unicode.IsDigit(r) {
				upper = false
			}
		default:
			return at + i, upper, letters
		}
	}
	return end, upper, letters
}

// isRoman reports whether a word is a Roman number below forty, which is how parts and annexes are numbered, or a century.
func isRoman(word string) bool { return strings.Trim(word, "IVX") == "" }
