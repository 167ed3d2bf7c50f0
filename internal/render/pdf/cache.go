package pdf

import (
	"container/list"
	"crypto/sha256"
	"encoding/binary"
	"math"
	"sync"
	"unsafe"
)

// A lineKey names a text with everything its lines depend on.
type lineKey [sha256.Size]byte

// A lineCache keeps the lines of texts set lately, up to a number of bytes; the least recently used go first.
type lineCache struct {
	mu    sync.Mutex
	limit int
	size  int
	byKey map[lineKey]*list.Element
	order *list.List // of *cached, most recent first
}

// A cached text has lines or, where only these were asked for, widths.
type cached struct {
	key         lineKey
	lines       []line
	word, whole float64 // see setter.measure
	size        int
}

func newLineCache(limit int) *lineCache {
	return &lineCache{limit: limit, byKey: map[lineKey]*list.Element{}, order: list.New()}
}

// get returns what is kept under k, or nil.
func (c *lineCache) get(k lineKey) *cached {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.byKey[k]
	if e == nil {
		return nil
	}
	c.order.MoveToFront(e)
	return e.Value.(*cached)
}

// put keeps v, which must not change any more.
func (c *lineCache) put(v *cached) {
	v.size = footprint(v.lines)
	if v.size > c.limit/4 {
		return // one huge text must not push out all others
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.byKey[v.key] != nil {
		return
	}
	c.byKey[v.key] = c.order.PushFront(v)
	c.size += v.size
	for c.size > c.limit {
		old := c.order.Remove(c.order.Back()).(*cached)
		delete(c.byKey, old.key)
		c.size -= old.size
	}
}

// footprint is about what lines take in memory, with the texts their glyphs point into.
func footprint(lines []line) int {
	n := int(unsafe.Sizeof(cached{})) + 200 // and the map's and list's entries
	for i := range lines {
		n += int(unsafe.Sizeof(lines[i]))
		for j := range lines[i].pieces {
			p := &lines[i].pieces[j]
			n += int(unsafe.Sizeof(*p)) + cap(p.glyphs)*(int(unsafe.Sizeof(glyph{}))+2)
		}
	}
	return n
}

// key hashes what the lines of runs depend on: texts and styles, and how and for whom they are set.
func (s *setter) key(runs []run, size, width float64, a align) lineKey {
	b := make([]byte, 0, 512)
	b = append(b, s.lang...)
	b = append(b, 0, bit(s.rtl), byte(a))
	b = binary.BigEndian.AppendUint64(b, math.Float64bits(size))
	b = binary.BigEndian.AppendUint64(b, math.Float64bits(width))
	for i := range runs {
		r := &runs[i]
		b = append(b, byte(r.style), bit(r.raised), bit(r.end))
		b = binary.BigEndian.AppendUint32(b, uint32(len(r.text)))
		b = append(b, r.text...)
	}
	return sha256.Sum256(b)
}

func bit(v bool) byte {
	if v {
		return 1
	}
	return 0
}
