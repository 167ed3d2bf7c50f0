package html

import (
	"regexp"
	"strings"
)

// symbol is that of a document of the Human Rights Council, the General Assembly or a treaty body, as it is printed.
var symbol = regexp.MustCompile(`\b(?:A/HRC|A/RES|A/[0-9]{2}|E/C\.12|(?:CCPR|CEDAW|CRC|CAT|CERD|CMW|CRPD|CED)/(?:C|OP|SP))(?:/[A-Za-z0-9][A-Za-z0-9.-]*)+`)

// symbolsOf is where documents of the United Nations are found by their symbols.
const symbolsOf = "https://undocs.org/"

// linked writes a text with links from the symbols in it to the documents, where that is asked for. The words stay the same.
func (p *page) linked(text string) {
	if !p.opt.Symbols || !strings.Contains(text, "/") {
		p.text(text)
		return
	}
	done := 0
	for _, at := range symbol.FindAllStringIndex(text, -1) {
		found := strings.TrimRight(text[at[0]:at[1]], ".-")
		if !strings.ContainsAny(found[len(found)-1:], "0123456789") {
			continue // cut off, or no number of a document
		}
		p.text(text[done:at[0]])
		p.open("a", "href", symbolsOf+found, "rel", "noopener noreferrer")
		p.text(found)
		p.close("a")
		done = at[0] + len(found)
	}
	p.text(text[done:])
}
