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

type cached struct {
	key   lineKey
	lines []line
	size  int
}

func newLineCache(limit int) *lineCache {
	return &lineCache{limit: limit, byKey: map[lineKey]*list.Element{}, order: list.New()}
}

func (c *lineCache) get(k lineKey) ([]line, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.byKey[k]
	if e == nil {
		return nil, false
	}
	c.order.MoveToFront(e)
	return e.Value.(*cached).lines, true
}

func (c *lineCache) put(k lineKey, lines []line) {
	size := footprint(lines)
	if size > c.limit/4 {
		return // one huge text must not push out all others
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.byKey[k] != nil {
		return
	}
	c.byKey[k] = c.order.PushFront(&cached{key: k, lines: lines, size: size})
	c.size += size
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
	b = append(b, 0, boolByte(s.rtl), byte(a))
	b = binary.BigEndian.AppendUint64(b, math.Float64bits(size))
	b = binary.BigEndian.AppendUint64(b, math.Float64bits(width))
	for i := range runs {
		r := &runs[i]
		b = append(b, byte(r.style), boolByte(r.raised), boolByte(r.end))
		b = binary.BigEndian.AppendUint32(b, uint32(len(r.text)))
		b = append(b, r.text...)
	}
	return sha256.Sum256(b)
}

func boolByte(v bool) byte {
	if v {
		return 1
	}
	return 0
}
