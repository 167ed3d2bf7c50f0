package rules

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"upright/internal/lazyregexp"
	"upright/internal/prose"
	"upright/internal/upr"
)

// checkStructure finds kinds of part that the general guidelines name and the text does not have (UPR-CON-04). A part
// that is there and empty is the matter of UPRIGHT-PART.
func checkStructure(c *checker) {
	for _, kind := range c.rule.Check.list("required") {
		if !slices.ContainsFunc(c.parts, func(p *prose.Part) bool { return string(p.Kind) == kind }) {
			c.whole(Warning, kind, nil)
		}
	}
}

// checkSummary wants a summary of a certain length (UPR-CON-05).
func checkSummary(c *checker) {
	least, most := int(c.rule.Check.number("min_words")), int(c.rule.Check.number("max_words"))
	var summary *prose.Part
	words := 0
	for _, part := range c.parts {
		if part.Kind == prose.Summary {
			body, _ := part.Count()
			words += body.Words - prose.CountWords(part.Title).Words
			summary = part
		}
	}
	args := map[string]any{"n": words, "min": least, "max": most}
	switch {
	case summary == nil:
		c.whole(Warning, "missing", args)
	case words == 0: // UPRIGHT-PART says so
	case words < least:
		c.part(Warning, summary, "short", args)
	case words > most:
		c.part(Warning, summary, "long", args)
	}
}

// checkKeywords wants a few key words (UPR-CON-06).
func checkKeywords(c *checker) {
	least, most, n := int(c.rule.Check.number("min")), int(c.rule.Check.number("max")), len(c.s.Details.Keywords)
	args := map[string]any{"n": n, "min": least, "max": most}
	switch {
	case n == 0:
		c.field(Warning, "keywords", "none", args)
		c.offerKeywords()
	case n < least:
		c.field(Warning, "keywords", "few", args)
		c.offerKeywords()
	case n > most:
		c.field(Warning, "keywords", "many", args)
	}
}

// checkPriorities advises to choose when there are many themes: first-level subheadings of the parts on rights, or the
// part itself when it has none (UPR-CON-10).
func checkPriorities(c *checker) {
	most := int(c.rule.Check.number("max_issues_individual"))
	if c.s.Details.Kind == upr.Joint {
		most = int(c.rule.Check.number("max_issues_joint"))
	}
	issues := 0
	for _, part := range c.parts {
		if part.Kind != prose.Rights {
			continue
		}
		headings := 0
		for _, b := range part.Blocks {
			if h, ok := b.(*prose.Heading); ok && h.Level == 1 {
				headings++
			}
		}
		issues += max(1, headings)
	}
	if issues > most {
		c.whole(Advice, "many", map[string]any{"n": issues, "limit": most})
	}
}

// instruments are words that name what a State is measured against, in the six languages (UPR-CON-03). Acronyms are
// matched as they are written, the rest in any case.
var instruments = lazyregexp.New(`\b(?:UDHR|ICCPR|ICESCR|ICERD|CERD|CEDAW|CRC|CAT|OPCAT|CMW|ICRMW|CRPD|ICPPED|CPED|DUDH|PIDCP|PIDESC|CEDEF|CDE|CDPH|CIDPH)\b` +
	`|(?i:covenant|convention|charter of the united nations|un charter|universal declaration|geneva conventions` +
	`|pacte international|charte des nations unies|déclaration universelle` +
	`|pacto internacional|convención|carta de las naciones unidas|declaración universal` +
	`|пакт|конвенци|устав организации объединенных наций|всеобщ\pL* деклараци` +
	`|العهد الدولي|اتفاقية|ميثاق الأمم المتحدة|الإعلان العالمي|公约|联合国宪章|世界人权宣言)`)

// instrumentHints are parts of what instruments finds, the first in any case and the others as they are written: the pattern
// is slow, and a text without any of them is not searched.
var (
	instrumentHints = []string{
		"covenant", "convention", "charter", "universal declaration", "pacte", "charte", "déclaration universelle", "pacto",
		"convención", "carta de", "declaración universal", "пакт", "конвенци", "устав", "всеобщ", "العهد الدولي", "اتفاقية", "ميثاق",
		"الإعلان العالمي", "公约", "宪章", "宣言",
	}
	instrumentAcronyms = []string{
		"UDHR", "ICCPR", "ICESCR", "CERD", "CEDAW", "CRC", "CAT", "CMW", "ICRMW", "CRPD", "CPED", "CPPED", "DUDH", "PIDCP", "PIDESC", "CEDEF",
		"CDE", "CDPH", "CIDPH",
	}
)

// namesInstrument reports whether a text, which is lower in lower case, names what a State is measured against.
func namesInstrument(text, lower string) bool {
	return (containsAny(lower, instrumentHints) || containsAny(text, instrumentAcronyms)) && instruments.MatchString(text)
}

// checkBasis advises to measure the State against the instruments that bind it (UPR-CON-03).
func checkBasis(c *checker) {
	if c.count.Body.Words < shortBody {
		return // hardly begun
	}
	for _, s := range c.spots {
		if namesInstrument(s.text, s.lower) || s.notes != "" && namesInstrument(s.notes, strings.ToLower(s.notes)) {
			return
		}
	}
	c.whole(Advice, "none", nil)
}

// claims are the parts in which figures are claims that need a source.
func claims() []prose.PartKind {
	return []prose.PartKind{prose.Framework, prose.FollowUp, prose.Rights, prose.Solidarity, prose.Achievements, prose.Other}
}

var (
	// figure is a number that counts something: a percentage, or a number that is not part of a longer symbol.
	figure = lazyregexp.New(`(?i)[0-9][0-9.,]*\s?(?:%|٪|per cent|percent|pour cent|por ciento|процент)|(?:^|[\s(«"“])[0-9]{1,3}(?:[\s,. ][0-9]{3})+\b|(?:^|[\s(«"“])[0-9]{2,}(?:$|[\s.,;:)»"”]|[^\x00-\x7f])`)
	year   = lazyregexp.New(`\b(?:19[0-9]{2}|20[0-9]{2})\b`)
	// dayOfMonth is the day of a date, which counts nothing: "14 June", "May 4,", "12 de mayo", "5 января", "3 مايو", "3 أيار".
	dayOfMonth = lazyregexp.New(`(?i)\b[0-9]{1,2}(?:st|nd|rd|th|er)?(?:\s*(?:[-–]|and|to|au|et|et le|al|y|y el|по|и|و)\s*[0-9]{1,2})?\s+(?:of |de |d[’'])?(?:jan|feb|mar|apr|may|jun|jul|aug|sept|oct|nov|dec` +
		`|févr|avr|mai|juin|juil|août|déc|ene|abr|ago|dic|январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр` +
		`|يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر|كانون|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين)` +
		`|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\s+[0-9]{1,2}\b|[0-9]{1,2}\s?月\s?[0-9]{1,2}\s?日`)
	// reference is a number that names a place in a text.
	reference = lazyregexp.New(`(?i)(?:art(?:icle|iculo|ículo)?s?\.?|paras?(?:graphs?|graphes?)?\.?|párrafos?|parr\.|п(?:ункт\pL*|\.)|стать\pL*|ст\.|المادة|الفقرة|第|no\.|n[°º]|№|sessions?|décision|decision|resolution|résolution|resolución)\s*[0-9]+(?:[-–/.(][0-9a-z)]+)*` +
		`|(?i:recomm?[ea]nd\pL*|рекомендаци\pL*|توصي\pL*|建议)\s*[0-9]+\.[0-9]+(?:(?:,|,? and|,? et|,? y|,? и|،? و|、)\s?[0-9]+\.[0-9]+)*`)
)

// ourWords are what an organization calls itself, in the languages with words.
var ourWords = wordSet("our we us nous notre nos nosotros nosotras nuestro nuestra nuestros nuestras hemos documentamos registramos мы нами нам")

// ourParts are the same in Chinese and Arabic, where they stand within words.
var ourParts = []string{"我们", "本组织", "لدينا", "سجلنا", "وثقنا", "منظمتنا"}

// byOurselves reports whether a text in lower case says that the organization itself is the source.
func byOurselves(lower string) bool {
	for word := range strings.FieldsFuncSeq(lower, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if ourWords[word] || strings.HasPrefix(word, "наш") {
			return true
		}
	}
	return containsAny(lower, ourParts)
}

// checkSources advises a note where a paragraph gives figures and names no source, its own records included (UPR-CON-07).
func checkSources(c *checker) {
	for _, s := range c.spotsIn(claims()...) {
		folded := foldDigits(s.text)
		if _, ok := s.block.(*prose.Paragraph); !ok || s.notes != "" || !hasDigit(folded) || !figure.MatchString(folded) || byOurselves(s.lower) {
			continue
		}
		text := year.ReplaceAllString(dayOfMonth.ReplaceAllString(reference.ReplaceAllString(folded, " "), " "), " ")
		if at := figure.FindStringIndex(text); at != nil {
			c.block(Advice, s, s.text, "none", map[string]any{"figure": strings.Trim(text[at[0]:at[1]], " («\"“.,;:)»”،؛\n")})
		}
	}
}

// checkPeriod advises to write of the time since the previous review: it finds paragraphs that name years, all of them
// before it (UPR-CON-02). The framework may look back further, and so may references.
func checkPeriod(c *checker) {
	if c.ctx.PreviousReview.IsZero() {
		return
	}
	since := c.ctx.PreviousReview.Year()
	for _, s := range c.spotsIn(prose.FollowUp, prose.Rights, prose.Solidarity, prose.Achievements) {
		latest := latestYear(s.text)
		if cycle := c.earlierCycle(s); cycle > 0 && latest < since {
			c.block(Advice, s, s.text, "cycle", map[string]any{"cycle": strconv.Itoa(cycle), "last": strconv.Itoa(c.s.Details.Cycle - 1)})
			continue
		}
		if latest == 0 || latest >= since {
			continue // before the references are taken out, which is slow: they can only lower it
		}
		if latest := latestYear(reference.ReplaceAllString(s.text, " ")); latest > 0 {
			c.block(Advice, s, s.text, "before", map[string]any{"year": strconv.Itoa(latest), "since": strconv.Itoa(since)})
		}
	}
}

// latestYear returns the latest year that a text names; 0 for none.
func latestYear(text string) int {
	latest := 0
	if text = foldDigits(text); !hasDigit(text) {
		return latest
	}
	for _, match := range year.FindAllString(text, -1) {
		n, _ := strconv.Atoi(match) // four digits
		latest = max(latest, n)
	}
	return latest
}
