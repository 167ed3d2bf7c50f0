package pdfcheck

import "math"

// Limits of what a file may hold (ISO 19005-2, 6.1.13, after ISO 32000-1, annex C).
const (
	maxString  = 32767     // bytes
	maxName    = 127       // bytes
	maxInteger = 1<<31 - 1 // and one more below zero
	maxObjects = 8388607
	maxSaved   = 28      // graphics states saved inside each other
	leastPage  = 3.0     // points
	mostPage   = 14400.0 // points
	maxReal    = math.MaxFloat32
)

// objects checks what holds for each object of a file, whatever it is for.
func (c *checker) objects() {
	if len(c.file.objects) > maxObjects {
		c.problem("A2 6.1.13", "%d objects", len(c.file.objects))
	}
	for r, o := range c.file.objects {
		if s, ok := o.(*Stream); ok {
			c.stream(r, s.Dict)
			o = s.Dict
		}
		c.value(r, o)
	}
	for i, p := range c.file.pages {
		box := c.file.Array(p["MediaBox"])
		if len(box) != 4 {
			c.problem("A2 6.1.13", "page %d has no size of its own", i+1)
			continue
		}
		for k := range 2 {
			from, _ := box[k].(float64)
			to, _ := box[k+2].(float64)
			if size := to - from; size < leastPage || size > mostPage {
				c.problem("A2 6.1.13", "page %d measures %g points", i+1, size)
			}
		}
	}
}

// stream checks that data stand in the file, packed by filters that PDF/A knows.
func (c *checker) stream(r Ref, d Dict) {
	if d["F"] != nil || d["FFilter"] != nil || d["FDecodeParms"] != nil {
		c.problem("A2 6.1.7.1", "the data of object %d stand in another file", r)
	}
	switch c.file.Resolve(d["Filter"]) {
	case nil, Name("FlateDecode"), Name("DCTDecode"):
	default:
		c.problem("A2 6.1.7.2", "object %d is packed by %v", r, d["Filter"])
	}
	if d["Subtype"] == Name("PS") || d["PS"] != nil || d["Subtype2"] == Name("PS") {
		c.problem("A2 6.2.9.2", "object %d is PostScript", r)
	}
	if d["Subtype"] == Name("Form") && (d["Ref"] != nil || d["OPI"] != nil) {
		c.problem("A2 6.2.9.1", "form %d refers to another file", r)
	}
}

// value checks the size of a value and of those inside it. Parsed objects are trees: what they refer to has its turn.
func (c *checker) value(r Ref, o any) {
	switch o := o.(type) {
	case String:
		if len(o) > maxString {
			c.problem("A2 6.1.13", "object %d holds a string of %d bytes", r, len(o))
		}
	case Name:
		if len(o) > maxName {
			c.problem("A2 6.1.13", "object %d holds a name of %d bytes", r, len(o))
		}
	case float64:
		if whole := o == math.Trunc(o); whole && (o > maxInteger || o < -maxInteger-1) || math.Abs(o) > maxReal {
			c.problem("A2 6.1.13", "object %d holds the number %g", r, o)
		}
	case Array:
		for _, inner := range o {
			c.value(r, inner)
		}
	case Dict:
		for key, inner := range o {
			c.value(r, key)
			c.value(r, inner)
		}
	}
}
