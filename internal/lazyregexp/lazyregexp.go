// Package lazyregexp holds patterns that are compiled when they are first used. Compiling those of the rules alone takes a
// tenth of the time in which the program makes a whole PDF, and a command that checks nothing should not pay for it.
//
// It does what the package of the same name does inside Go's own source, and has only the methods that Upright needs. A
// pattern whose first use is sure, or that a person wrote, is one for regexp itself.
package lazyregexp

import (
	"os"
	"regexp"
	"strings"
	"sync"
)

// A Regexp is a pattern that is compiled at its first use. It is safe for concurrent use. Its methods do what those of
// regexp.Regexp do.
type Regexp struct {
	compiled func() *regexp.Regexp
}

// New returns the pattern of an expression. Its first use panics when the expression is wrong; in a test that is found at
// once, whether or not the test uses it.
func New(expression string) *Regexp {
	r := &Regexp{compiled: sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })}
	if inTest() {
		r.compiled()
	}
	return r
}

// inTest reports whether the program is a test as the go command builds them.
func inTest() bool { return len(os.Args) > 0 && strings.HasSuffix(os.Args[0], ".test") }

// MatchString reports whether s holds a match.
func (r *Regexp) MatchString(s string) bool { return r.compiled().MatchString(s) }

// FindString returns the leftmost match in s, or "".
func (r *Regexp) FindString(s string) string { return r.compiled().FindString(s) }

// FindStringIndex returns where the leftmost match in s begins and ends, or nil.
func (r *Regexp) FindStringIndex(s string) []int { return r.compiled().FindStringIndex(s) }

// FindStringSubmatch returns the leftmost match in s and those of its groups, or nil.
func (r *Regexp) FindStringSubmatch(s string) []string { return r.compiled().FindStringSubmatch(s) }

// FindAllString returns the first n matches in s, all of them when n is negative.
func (r *Regexp) FindAllString(s string, n int) []string { return r.compiled().FindAllString(s, n) }

// FindAllStringIndex returns where the first n matches in s begin and end, of all of them when n is negative.
func (r *Regexp) FindAllStringIndex(s string, n int) [][]int {
	return r.compiled().FindAllStringIndex(s, n)
}

// FindAllStringSubmatch returns the first n matches in s with those of their groups, all of them when n is negative.
func (r *Regexp) FindAllStringSubmatch(s string, n int) [][]string {
	return r.compiled().FindAllStringSubmatch(s, n)
}

// ReplaceAllString returns s with its matches replaced by a template.
func (r *Regexp) ReplaceAllString(s, template string) string {
	return r.compiled().ReplaceAllString(s, template)
}

// ReplaceAllStringFunc returns s with each of its matches replaced by what a function makes of it.
func (r *Regexp) ReplaceAllStringFunc(s string, replace func(string) string) string {
	return r.compiled().ReplaceAllStringFunc(s, replace)
}
