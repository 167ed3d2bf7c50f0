package rules

import "upright/internal/lazyregexp"

// cycleWords name the cycles of the review by their numbers, from the first, in the six languages.
var cycleWords = []*lazyregexp.Regexp{
	lazyregexp.New(`(?i)\b(?:first|1st) (?:upr )?cycle|\bpremier cycle|\bprimer ciclo|перв\pL+ цикл|الجولة الأولى|الدورة الأولى|第一轮|第一周期`),
	lazyregexp.New(`(?i)\b(?:second|2nd) (?:upr )?cycle|\bdeuxième cycle|\bsecond cycle|\bsegundo ciclo|втор\pL+ цикл|الجولة الثانية|الدورة الثانية|第二轮|第二周期`),
	lazyregexp.New(`(?i)\b(?:third|3rd) (?:upr )?cycle|\btroisième cycle|\btercer ciclo|трет\pL+ цикл|الجولة الثالثة|الدورة الثالثة|第三轮|第三周期`),
	lazyregexp.New(`(?i)\b(?:fourth|4th) (?:upr )?cycle|\bquatrième cycle|\bcuarto ciclo|четверт\pL+ цикл|الجولة الرابعة|الدورة الرابعة|第四轮|第四周期`),
	lazyregexp.New(`(?i)\b(?:fifth|5th) (?:upr )?cycle|\bcinquième cycle|\bquinto ciclo|пят\pL+ цикл|الجولة الخامسة|الدورة الخامسة|第五轮|第五周期`),
}

// cycleHints are parts of what cycleWords find; a text without any of them is not searched.
var cycleHints = []string{"cycle", "ciclo", "цикл", "الجولة", "الدورة", "轮", "周期"}

// earlierCycle returns the latest cycle that a text names, where that is one before the cycle of the previous review; 0
// otherwise.
func (c *checker) earlierCycle(s spot) int {
	if !containsAny(s.lower, cycleHints) {
		return 0
	}
	for n := len(cycleWords); n > 0; n-- {
		if cycleWords[n-1].MatchString(s.text) {
			if n < c.s.Details.Cycle-1 {
				return n
			}
			return 0
		}
	}
	return 0
}
