package web

import (
	"strconv"

	"upright/internal/i18n"
)

// A span is the part of a list of known length that stands on a page. It travels in the address as ?from=.
type span struct {
	words       *i18n.Printer
	First, Last int    // numbers of the rows that are shown, from 1
	Total       int    // rows in all
	Before      string // address of the page before; "" on the first
	Next        string // address of the next page; "" on the last
	begin, end  int
}

// newSpan is the page of size rows that begins at from, or the nearest one that there is.
func newSpan(v *visit, from, size, total int) span {
	begin := min(max(from, 0), max(total-1, 0)) / size * size
	end := min(begin+size, total)
	p := span{words: v.words, First: begin + 1, Last: end, Total: total, begin: begin, end: end}
	at := func(from int) string {
		q := v.Request().URL.Query()
		q.Del("from")
		if from > 0 {
			q.Set("from", strconv.Itoa(from))
		}
		if rest := q.Encode(); rest != "" {
			return v.Request().URL.Path + "?" + rest
		}
		return v.Request().URL.Path
	}
	if begin > 0 {
		p.Before = at(begin - size)
	}
	if end < total {
		p.Next = at(end)
	}
	return p
}

// T returns a message, for the partial.
func (p span) T(key string, pairs ...any) string { return p.words.T(key, pairs...) }

// Many reports whether the list has more than one page.
func (p span) Many() bool { return p.Before != "" || p.Next != "" }
