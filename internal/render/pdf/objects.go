package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
)

// objects are the numbered objects of a file that is being put together; number 0 is never used.
type objects struct {
	bodies []string
	raw    []rawStream // the bodies of which are still missing: pack compresses all of them at once
}

// A rawStream is a stream as it was before compression.
type rawStream struct {
	number  int
	entries string // of its dictionary, besides those of compression
	data    []byte
}

// reserve takes the next number for an object that is set later.
func (o *objects) reserve() int {
	o.bodies = append(o.bodies, "")
	return len(o.bodies) - 1
}

func (o *objects) set(n int, body string) { o.bodies[n] = body }

func (o *objects) add(body string) int {
	n := o.reserve()
	o.set(n, body)
	return n
}

const (
	streamBegin = "stream\n"
	streamEnd   = "\nendstream"
)

// stream adds a stream with further dictionary entries, which will be compressed. The data must not change any more.
func (o *objects) stream(entries string, data []byte) int {
	n := o.reserve()
	o.setStream(n, entries, data)
	return n
}

func (o *objects) setStream(n int, entries string, data []byte) {
	o.raw = append(o.raw, rawStream{n, entries, data})
}

// plainStream adds a stream that tools can read without inflating it (ISO 19005-2, 6.6.2.1, for metadata).
func (o *objects) plainStream(entries string, data []byte) int {
	return o.add(fmt.Sprintf("<<%s /Length %d>>\nstream\n%s"+streamEnd, entries, len(data), data))
}

// perStream is how many objects share an object stream.
const perStream = 200

// A packer writes a file with object streams and a cross-reference stream (ISO 32000-1, 7.5.7 and 7.5.8): a structure
// tree of ten thousand small objects takes a third of the room.
type packer struct {
	objects *objects
	out     bytes.Buffer
	entries []xrefEntry
}

type xrefEntry struct {
	kind   byte // 0 free, 1 at an offset, 2 in an object stream
	first  uint32
	second uint16
}

// pack writes the file. Its identifier depends on the content alone.
func (o *objects) pack(root, info int) []byte {
	var small []int
	raw := make(map[int]bool, len(o.raw))
	for _, s := range o.raw {
		raw[s.number] = true
	}
	for n := 1; n < len(o.bodies); n++ {
		if !raw[n] && !strings.HasSuffix(o.bodies[n], streamEnd) {
			small = append(small, n)
		}
	}
	p := &packer{objects: o, entries: make([]xrefEntry, len(o.bodies))}
	groups := slices.Collect(slices.Chunk(small, perStream))
	first := len(o.bodies) // number of the first object stream
	for i, group := range groups {
		o.reserve()
		p.group(first+i, group)
	}
	d := newDeflater()
	o.compress(d)
	p.out.Grow(o.size())
	p.out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	p.entries = append(p.entries, make([]xrefEntry, len(groups))...)
	p.entries[0] = xrefEntry{second: 65535}
	for n := 1; n < len(o.bodies); n++ {
		if strings.HasSuffix(o.bodies[n], streamEnd) {
			p.entries[n] = xrefEntry{kind: 1, first: uint32(p.out.Len())}
			fmt.Fprintf(&p.out, "%d 0 obj\n%s\nendobj\n", n, o.bodies[n])
		}
	}
	return p.finish(root, info, d)
}

// size is about how long the file will be, at least.
func (o *objects) size() int {
	const around = 24 // the number of a stream, its end, and what the cross-reference table says of it
	n := 1024
	for _, body := range o.bodies {
		if strings.HasSuffix(body, streamEnd) {
			n += len(body) + around
		}
	}
	return n
}

// group puts small objects into the object stream of a number.
func (p *packer) group(stream int, numbers []int) {
	var head, body bytes.Buffer
	for i, n := range numbers {
		fmt.Fprintf(&head, "%d %d ", n, body.Len())
		body.WriteString(p.objects.bodies[n])
		body.WriteByte('\n')
		p.entries[n] = xrefEntry{kind: 2, first: uint32(stream), second: uint16(i)}
	}
	first := head.Len()
	head.Write(body.Bytes())
	p.objects.setStream(stream, fmt.Sprintf("/Type /ObjStm /N %d /First %d", len(numbers), first), head.Bytes())
}

func (p *packer) finish(root, info int, d *deflater) []byte {
	self, at := len(p.entries), p.out.Len()
	p.entries = append(p.entries, xrefEntry{kind: 1, first: uint32(at)})
	var table []byte
	for _, e := range p.entries {
		table = append(table, e.kind)
		table = binary.BigEndian.AppendUint32(table, e.first)
		table = binary.BigEndian.AppendUint16(table, e.second)
	}
	sum := sha256.Sum256(p.out.Bytes())
	id := fmt.Sprintf("<%x>", sum[:16])
	z := d.deflate(table)
	fmt.Fprintf(&p.out, "%d 0 obj\n<</Type /XRef /Size %d /W [1 4 2] /Root %d 0 R /Info %d 0 R /ID [%s %s] /Filter /FlateDecode"+
		" /Length %d>>\nstream\n%s"+streamEnd+"\nendobj\nstartxref\n%d\n%%%%EOF\n", self, len(p.entries), root, info, id, id, len(z), z, at)
	return p.out.Bytes()
}

// textString is a text string in hexadecimal UTF-16 (ISO 32000-1, 7.9.2.2), with broken UTF-8 mended.
func textString(s string) string { return "<FEFF" + hex16(strings.ToValidUTF8(s, "\uFFFD")) + ">" }
