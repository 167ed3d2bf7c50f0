package pdf

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// TestPaginate breaks lines of 10 points on pages of 50. In the pattern each letter is a box: lower case may end a page,
// upper case must be followed on the same page, "|" begins a page with the next box.
func TestPaginate(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"fills pages", "abcdefg", "abcde fg"},
		{"goes back to the last break", "abcDEf", "abc DEf"},
		{"keeps a heading with its text", "abcdEf", "abcd Ef"},
		{"fresh page", "ab|cd", "ab cd"},
		{"a chain longer than a page is cut off", "ABCDEFGh", "ABCDE FGh"},
		{"nothing", "", ""},
	} {
		pages, err := paginate(t.Context(), pattern(c.in), 50)
		if err != nil {
			t.Fatal(err)
		}
		if got := names(pages); got != c.want {
			t.Errorf("%s: %q became %q, want %q", c.name, c.in, got, c.want)
		}
	}
}

func pattern(s string) []*box {
	var out []*box
	fresh := false
	for _, r := range s {
		if r == '|' {
			fresh = true
			continue
		}
		out = append(out, &box{height: 10, keep: r >= 'A' && r <= 'Z', fresh: fresh, places: []place{{name: string(r)}}})
		fresh = false
	}
	return out
}

func names(pages []sheet) string {
	var out []string
	for _, s := range pages {
		line := ""
		for _, p := range s {
			if p.again {
				line += "^"
			}
			for _, pl := range p.box.places {
				line += pl.name
			}
		}
		out = append(out, line)
	}
	return strings.Join(out, " ")
}

func TestTogether(t *testing.T) {
	for n, want := range []string{"", ".", "k.", "kk.", "k.k.", "k..k.", "k...k."} {
		lines := make([]*box, n)
		for i := range lines {
			lines[i] = &box{}
		}
		together(lines)
		got := ""
		for _, b := range lines {
			got += map[bool]string{true: "k", false: "."}[b.keep]
		}
		if got != want {
			t.Errorf("%d lines: %s, want %s", n, got, want)
		}
	}
}

func TestHeadsAndRoom(t *testing.T) {
	head := &box{height: 10, keep: true, places: []place{{name: "H"}}}
	rows := pattern("abcdef")
	for _, r := range rows {
		r.head = []*box{head}
	}
	pages, err := paginate(t.Context(), append([]*box{head}, rows...), 40)
	if err != nil {
		t.Fatal(err)
	}
	if got := names(pages); got != "Habc ^Hdef" {
		t.Errorf("heads: %q", got)
	}
	boxes := pattern("abcd")
	boxes[2].need = 30
	if pages, err = paginate(t.Context(), boxes, 45); err != nil || names(pages) != "ab cd" {
		t.Errorf("need: %q, %v", names(pages), err)
	}
}

func TestTooLong(t *testing.T) {
	boxes := make([]*box, maxPages+1)
	for i := range boxes {
		boxes[i] = &box{height: 10, fresh: true, places: []place{{name: fmt.Sprint(i)}}}
	}
	if _, err := paginate(t.Context(), boxes, 50); !errors.Is(err, ErrTooLong) {
		t.Errorf("got %v", err)
	}
}
