package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strings"
)

// objects are the numbered objects of a file that is being put together; number 0 is never used.
type objects struct {
	bodies []string
	zip    *zlib.Writer // reused: a new one takes a megabyte
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

// stream adds a compressed stream with further dictionary entries.
func (o *objects) stream(entries string, data []byte) int {
	n := o.reserve()
	o.setStream(n, entries, data)
	return n
}

func (o *objects) setStream(n int, entries string, data []byte) {
	z := o.deflate(data)
	o.set(n, fmt.Sprintf("<<%s /Filter /FlateDecode /Length %d>>\nstream\n%s"+streamEnd, entries, len(z), z))
}

// plainStream adds a stream that tools can read without inflating it (ISO 19005-2, 6.6.2.1, for metadata).
func (o *objects) plainStream(entries string, data []byte) int {
	return o.add(fmt.Sprintf("<<%s /Length %d>>\nstream\n%s"+streamEnd, entries, len(data), data))
}

// level of compression: against the usual 6, a third of a render's time is saved for a tenth more bytes.
const level = 4

func (o *objects) deflate(data []byte) []byte {
	var b bytes.Buffer
	if o.zip == nil {
		o.zip, _ = zlib.NewWriterLevel(&b, level) // the level is a good one
	} else {
		o.zip.Reset(&b)
	}
	o.zip.Write(data) // a bytes.Buffer takes everything
	o.zip.Close()
	return b.Bytes()
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
	p := &packer{objects: o, entries: make([]xrefEntry, len(o.bodies))}
	p.out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	p.entries[0] = xrefEntry{second: 65535}
	var small []int
	for n := 1; n < len(o.bodies); n++ {
		if !strings.HasSuffix(o.bodies[n], streamEnd) {
			small = append(small, n)
			continue
		}
		p.entries[n] = xrefEntry{kind: 1, first: uint32(p.out.Len())}
		fmt.Fprintf(&p.out, "%d 0 obj\n%s\nendobj\n", n, o.bodies[n])
	}
	for from := 0; from < len(small); from += perStream {
		p.packSmall(small[from:min(from+perStream, len(small))])
	}
	return p.finish(root, info)
}

func (p *packer) packSmall(numbers []int) {
	stream := len(p.entries)
	var head, body bytes.Buffer
	for i, n := range numbers {
		fmt.Fprintf(&head, "%d %d ", n, body.Len())
		body.WriteString(p.objects.bodies[n])
		body.WriteByte('\n')
		p.entries[n] = xrefEntry{kind: 2, first: uint32(stream), second: uint16(i)}
	}
	first := head.Len()
	head.Write(body.Bytes())
	z := p.objects.deflate(head.Bytes())
	p.entries = append(p.entries, xrefEntry{kind: 1, first: uint32(p.out.Len())})
	fmt.Fprintf(&p.out, "%d 0 obj\n<</Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d>>\nstream\n%s"+streamEnd+"\nendobj\n",
		stream, len(numbers), first, len(z), z)
}

func (p *packer) finish(root, info int) []byte {
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
	z := p.objects.deflate(table)
	fmt.Fprintf(&p.out, "%d 0 obj\n<</Type /XRef /Size %d /W [1 4 2] /Root %d 0 R /Info %d 0 R /ID [%s %s] /Filter /FlateDecode"+
		" /Length %d>>\nstream\n%s"+streamEnd+"\nendobj\nstartxref\n%d\n%%%%EOF\n", self, len(p.entries), root, info, id, id, len(z), z, at)
	return p.out.Bytes()
}

// textString is a text string in hexadecimal UTF-16 (ISO 32000-1, 7.9.2.2), with broken UTF-8 mended.
func textString(s string) string { return "<FEFF" + hex16(strings.ToValidUTF8(s, "\uFFFD")) + ">" }
