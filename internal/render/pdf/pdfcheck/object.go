package pdfcheck

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
)

// The objects of PDF as Go values: bool, float64, Name, String, Array, Dict, Ref, *Stream, nil; and Operator in content
// streams.
type (
	// Name is a name without its slash.
	Name string
	// String holds the bytes of a string.
	String string
	// Array is an array.
	Array []any
	// Dict is a dictionary.
	Dict map[Name]any
	// Ref is the number of an indirect object.
	Ref int
	// Operator is an operator of a content stream.
	Operator string
)

// A Stream is a stream with its data decoded.
type Stream struct {
	Dict Dict
	Data []byte
}

// Text is s as a text string: UTF-16 with its mark, or Latin.
func (s String) Text() string {
	if !strings.HasPrefix(string(s), "\xFE\xFF") {
		return string(s)
	}
	var u []uint16
	for i := 2; i+1 < len(s); i += 2 {
		u = append(u, uint16(s[i])<<8|uint16(s[i+1]))
	}
	return string(utf16.Decode(u))
}

// A lexer reads objects from bytes. It is made for the files of this project: no comments inside objects.
type lexer struct {
	in []byte
	at int
}

type syntaxError struct {
	at  int
	msg string
}

func (e *syntaxError) Error() string { return fmt.Sprintf("byte %d: %s", e.at, e.msg) }

func (l *lexer) fail(format string, args ...any) error {
	return &syntaxError{l.at, fmt.Sprintf(format, args...)}
}

func white(c byte) bool {
	return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' '
}

func delimiter(c byte) bool { return strings.IndexByte("()<>[]{}/%", c) >= 0 }

func (l *lexer) space() {
	for l.at < len(l.in) && white(l.in[l.at]) {
		l.at++
	}
}

func (l *lexer) done() bool {
	l.space()
	return l.at >= len(l.in)
}

func (l *lexer) peek(s string) bool {
	return strings.HasPrefix(string(l.in[l.at:min(len(l.in), l.at+len(s))]), s)
}

// object reads the next object or operator.
func (l *lexer) object() (any, error) {
	if l.done() {
		return nil, l.fail("object expected")
	}
	switch {
	case l.peek("<<"):
		return l.dict()
	case l.peek("<"):
		return l.hex()
	case l.peek("("):
		return l.literal()
	case l.peek("["):
		return l.array()
	case l.peek("/"):
		l.at++
		return Name(l.regular()), nil
	}
	word := l.regular()
	if word == "" {
		return nil, l.fail("unexpected %q", l.in[l.at])
	}
	switch word {
	case "true", "false":
		return word == "true", nil
	case "null":
		return nil, nil
	}
	if f, err := strconv.ParseFloat(word, 64); err == nil {
		return l.reference(f), nil
	}
	return Operator(word), nil
}

// reference turns "12 0 R" into a Ref.
func (l *lexer) reference(f float64) any {
	start := l.at
	l.space()
	if l.regular() == "0" {
		l.space()
		if l.peek("R") && (l.at+1 == len(l.in) || white(l.in[l.at+1]) || delimiter(l.in[l.at+1])) {
			l.at++
			return Ref(f)
		}
	}
	l.at = start
	return f
}

func (l *lexer) regular() string {
	start := l.at
	for l.at < len(l.in) && !white(l.in[l.at]) && !delimiter(l.in[l.at]) {
		l.at++
	}
	return string(l.in[start:l.at])
}

func (l *lexer) dict() (any, error) {
	l.at += 2
	d := Dict{}
	for {
		l.space()
		if l.peek(">>") {
			l.at += 2
			return d, nil
		}
		key, err := l.object()
		if err != nil {
			return nil, err
		}
		name, ok := key.(Name)
		if !ok {
			return nil, l.fail("key %v is no name", key)
		}
		if _, twice := d[name]; twice {
			return nil, l.fail("key %s twice", name)
		}
		if d[name], err = l.object(); err != nil {
			return nil, err
		}
	}
}

func (l *lexer) array() (any, error) {
	l.at++
	a := Array{}
	for {
		l.space()
		if l.peek("]") {
			l.at++
			return a, nil
		}
		o, err := l.object()
		if err != nil {
			return nil, err
		}
		a = append(a, o)
	}
}

func (l *lexer) hex() (any, error) {
	end := bytes.IndexByte(l.in[l.at:], '>')
	if end < 0 {
		return nil, l.fail("string without end")
	}
	b, err := hex.DecodeString(string(l.in[l.at+1 : l.at+end]))
	if err != nil {
		return nil, l.fail("%v", err)
	}
	l.at += end + 1
	return String(b), nil
}

func (l *lexer) literal() (any, error) {
	depth := 0
	var b []byte
	for ; l.at < len(l.in); l.at++ {
		switch c := l.in[l.at]; c {
		case '(':
			if depth++; depth > 1 {
				b = append(b, c)
			}
		case ')':
			if depth--; depth == 0 {
				l.at++
				return String(b), nil
			}
			b = append(b, c)
		case '\\':
			l.at++
			b = append(b, l.in[min(l.at, len(l.in)-1)])
		default:
			b = append(b, c)
		}
	}
	return nil, l.fail("string without end")
}
