package pdfcheck

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
)

// A File is a parsed PDF.
type File struct {
	raw     []byte
	objects map[Ref]any
	trailer Dict
	pages   []Dict
	pageOf  map[Ref]int // object of a page → its index
}

var errFile = errors.New("pdfcheck: not a file of this project")

// Open parses a file from front to back. It reads what render/pdf writes: no incremental updates, no encryption, Flate
// alone, lengths given directly.
func Open(b []byte) (*File, error) {
	f := &File{raw: b, objects: map[Ref]any{}, pageOf: map[Ref]int{}}
	l := &lexer{in: b, at: bytes.Index(b, []byte(" 0 obj"))}
	if !bytes.HasPrefix(b, []byte("%PDF-")) || l.at < 0 {
		return nil, errFile
	}
	for l.at > 0 && !white(b[l.at-1]) {
		l.at--
	}
	for !l.done() && !l.peek("startxref") {
		if err := f.readObject(l); err != nil {
			return nil, fmt.Errorf("pdfcheck: %w", err)
		}
	}
	if f.trailer == nil {
		return nil, fmt.Errorf("%w: no cross-reference stream", errFile)
	}
	root := f.Dict(f.trailer["Root"])
	if err := f.readPages(root["Pages"], 0); err != nil {
		return nil, err
	}
	return f, nil
}

func (f *File) readObject(l *lexer) error {
	number := l.regular()
	var n Ref
	if _, err := fmt.Sscan(number, &n); err != nil {
		return l.fail("object number expected, not %q", number)
	}
	l.space()
	l.regular() // generation
	l.space()
	if l.regular() != "obj" {
		return l.fail("obj expected")
	}
	o, err := l.object()
	if err != nil {
		return err
	}
	l.space()
	if d, ok := o.(Dict); ok && l.peek("stream\n") {
		if o, err = l.stream(d); err != nil {
			return fmt.Errorf("object %d: %w", n, err)
		}
		l.space()
	}
	if l.regular() != "endobj" {
		return l.fail("endobj expected after object %d", n)
	}
	f.objects[n] = o
	if s, ok := o.(*Stream); ok {
		switch s.Dict["Type"] {
		case Name("ObjStm"):
			return f.readObjectStream(s)
		case Name("XRef"):
			f.trailer = s.Dict
		}
	}
	return nil
}

func (l *lexer) stream(d Dict) (*Stream, error) {
	size, ok := d["Length"].(float64)
	from := l.at + len("stream\n")
	to := from + int(size)
	if !ok || size < 0 || to > len(l.in) {
		return nil, l.fail("stream without a good length")
	}
	data := l.in[from:to]
	l.at = to
	l.space()
	if l.regular() != "endstream" {
		return nil, l.fail("endstream expected")
	}
	if d["Filter"] == Name("FlateDecode") {
		z, err := zlib.NewReader(bytes.NewReader(data))
		if err != nil {
			return nil, err
		}
		if data, err = io.ReadAll(z); err != nil {
			return nil, err
		}
	}
	return &Stream{Dict: d, Data: data}, nil
}

func (f *File) readObjectStream(s *Stream) error {
	n, _ := s.Dict["N"].(float64)
	first, _ := s.Dict["First"].(float64)
	head := &lexer{in: s.Data}
	for range int(n) {
		number, err := head.object()
		if err != nil {
			return err
		}
		at, err := head.object()
		if err != nil {
			return err
		}
		num, ok1 := number.(float64)
		off, ok2 := at.(float64)
		if !ok1 || !ok2 {
			return head.fail("bad object stream")
		}
		body := &lexer{in: s.Data, at: int(first) + int(off)}
		if f.objects[Ref(num)], err = body.object(); err != nil {
			return err
		}
	}
	return nil
}

func (f *File) readPages(o any, depth int) error {
	d := f.Dict(o)
	if depth > 20 {
		return fmt.Errorf("%w: page tree too deep", errFile)
	}
	if d["Type"] == Name("Page") {
		if r, ok := o.(Ref); ok {
			f.pageOf[r] = len(f.pages)
		}
		f.pages = append(f.pages, d)
		return nil
	}
	for _, k := range f.Array(d["Kids"]) {
		if err := f.readPages(k, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// Resolve follows a reference.
func (f *File) Resolve(o any) any {
	if r, ok := o.(Ref); ok {
		return f.objects[r]
	}
	return o
}

// Dict is o as a dictionary, or that of a stream; nil when it is neither.
func (f *File) Dict(o any) Dict {
	switch o := f.Resolve(o).(type) {
	case Dict:
		return o
	case *Stream:
		return o.Dict
	}
	return nil
}

// Array is o as an array, or nil.
func (f *File) Array(o any) Array {
	a, _ := f.Resolve(o).(Array)
	return a
}

// Stream is o as a stream, or nil.
func (f *File) Stream(o any) *Stream {
	s, _ := f.Resolve(o).(*Stream)
	return s
}

// Pages is the number of pages.
func (f *File) Pages() int { return len(f.pages) }

// Catalog is the document catalogue.
func (f *File) Catalog() Dict { return f.Dict(f.trailer["Root"]) }

// Info is the information dictionary.
func (f *File) Info() Dict { return f.Dict(f.trailer["Info"]) }
