package pdf

import (
	"encoding/binary"
	"slices"
)

// Flags of a component of a composite glyph (OpenType, glyf table).
const (
	argsAreWords   = 0x0001
	hasScale       = 0x0008
	moreComponents = 0x0020
	hasXYScale     = 0x0040
	hasTwoByTwo    = 0x0080
)

// subset writes a font in which glyph i is used[i] of f, with that advance; used[0] must be glyph 0. What composite glyphs
// are made of follows behind.
func (f *sfnt) subset(used []glyphUse) ([]byte, error) {
	all := make([]int, len(used))
	for i, u := range used {
		all[i] = int(u.id)
	}
	components := map[int]uint16{} // glyph of f → glyph of the subset
	var glyf []byte
	loca := []byte{0, 0, 0, 0}
	for i := 0; i < len(all); i++ {
		data, err := f.outline(all[i])
		if err != nil {
			return nil, err
		}
		if len(data) > 10 && int16(binary.BigEndian.Uint16(data)) < 0 {
			if data, all, err = renumber(data, all, components); err != nil {
				return nil, err
			}
		}
		glyf = append(glyf, data...)
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
	}
	var hmtx []byte
	for i, g := range all {
		advance := f.advance(g)
		if i < len(used) {
			advance = used[i].advance
		}
		hmtx = binary.BigEndian.AppendUint16(hmtx, advance)
		hmtx = binary.BigEndian.AppendUint16(hmtx, f.bearing(g))
	}
	tables := map[string][]byte{
		"glyf": glyf,
		"loca": loca,
		"hmtx": hmtx,
		"head": patched(f.table("head"), 50, 1), // long loca
		"hhea": patched(f.table("hhea"), 34, uint16(len(all))),
		"maxp": patched(f.table("maxp"), 4, uint16(len(all))),
	}
	for _, tag := range hinting {
		if t := f.table(tag); len(t) > 0 {
			tables[tag] = t
		}
	}
	return assembleFont(tables), nil
}

// renumber returns a composite glyph with its components under the numbers of the subset; new ones join all.
func renumber(data []byte, all []int, components map[int]uint16) ([]byte, []int, error) {
	out := slices.Clone(data)
	for at := 10; ; {
		if at+4 > len(out) {
			return nil, nil, errFont
		}
		flags := binary.BigEndian.Uint16(out[at:])
		old := int(binary.BigEndian.Uint16(out[at+2:]))
		number, ok := components[old]
		if !ok {
			number = uint16(len(all))
			components[old] = number
			all = append(all, old)
		}
		binary.BigEndian.PutUint16(out[at+2:], number)
		at += componentSize(flags)
		if flags&moreComponents == 0 {
			return out, all, nil
		}
	}
}

func componentSize(flags uint16) int {
	size := 6
	if flags&argsAreWords != 0 {
		size += 2
	}
	switch {
	case flags&hasScale != 0:
		size += 2
	case flags&hasXYScale != 0:
		size += 4
	case flags&hasTwoByTwo != 0:
		size += 8
	}
	return size
}

func patched(table []byte, at int, v uint16) []byte {
	out := slices.Clone(table)
	binary.BigEndian.PutUint16(out[at:], v)
	return out
}

// assembleFont writes the table directory and the tables, with their checksums.
func assembleFont(tables map[string][]byte) []byte {
	tags := make([]string, 0, len(tables))
	for t := range tables {
		tags = append(tags, t)
	}
	slices.Sort(tags)
	binary.BigEndian.PutUint32(tables["head"][8:], 0)
	n, power := len(tags), 0
	for 1<<(power+1) <= n {
		power++
	}
	out := []byte{0, 1, 0, 0}
	for _, v := range []int{n, 16 << power, power, 16*n - 16<<power} {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	at, head := 12+16*n, 0
	for _, t := range tags {
		if t == "head" {
			head = at
		}
		out = append(out, t...)
		for _, v := range []uint32{checksum(tables[t]), uint32(at), uint32(len(tables[t]))} {
			out = binary.BigEndian.AppendUint32(out, v)
		}
		at += (len(tables[t]) + 3) &^ 3
	}
	out = slices.Grow(out, at)
	for _, t := range tags {
		out = append(out, tables[t]...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	binary.BigEndian.PutUint32(out[head+8:], 0xB1B0AFBA-checksum(out))
	return out
}

func checksum(b []byte) uint32 {
	var sum uint32
	for ; len(b) >= 4; b = b[4:] {
		sum += binary.BigEndian.Uint32(b)
	}
	var last [4]byte
	copy(last[:], b)
	return sum + binary.BigEndian.Uint32(last[:])
}
