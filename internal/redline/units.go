package redline

import "maps"

// A unit is what is merged at once: items of the older version with those of the newer one that they became.
type unit struct{ older, olderEnd, newer, newerEnd int }

// units puts items into the order of the redline: pairs in their order, in each gap what is gone before what is new.
// Blocks of text that a paragraph was cut into, or that were joined into one, make one unit with it.
func (m *merger) units(a, b []item, p pairing) []unit {
	var pairs []unit
	for i, j := range p.older {
		if j >= 0 {
			pairs = append(pairs, unit{i, i + 1, j, j + 1})
		}
	}
	for k := range pairs {
		m.grow(a, b, p, pairs, k)
	}
	var out []unit
	i, j := 0, 0
	for _, u := range append(pairs, unit{len(a), len(a), len(b), len(b)}) {
		for ; i < u.older; i++ {
			out = append(out, unit{i, i + 1, j, j})
		}
		for ; j < u.newer; j++ {
			out = append(out, unit{i, i, j, j + 1})
		}
		if u.older < u.olderEnd {
			out = append(out, u)
		}
		i, j = u.olderEnd, u.newerEnd
	}
	return out
}

// grow takes the neighbours of a pair into it whose words come out of it.
func (m *merger) grow(a, b []item, p pairing, pairs []unit, k int) {
	u := &pairs[k]
	was, is := &a[u.older], &b[u.newer]
	if !was.text {
		return
	}
	before, after := unit{}, unit{older: len(a), newer: len(b)}
	if k > 0 {
		before = pairs[k-1]
	}
	if k+1 < len(pairs) {
		after = pairs[k+1]
	}
	gone, come := without(was.words, is.words), without(is.words, was.words)
	takes := func(one *item, partner int, out map[int32]int) bool {
		n := common(one.words, out)
		if partner != single || !one.text || one.count == 0 || float64(n) < cutShare*float64(one.count) {
			return false
		}
		for id, count := range one.words {
			out[id] -= min(count, out[id])
		}
		return true
	}
	// Only one side can have several: a text that was cut and joined at once is shown as replaced.
	for u.newerEnd < after.newer && takes(&b[u.newerEnd], p.newer[u.newerEnd], gone) {
		u.newerEnd++
	}
	for u.newer > before.newerEnd && takes(&b[u.newer-1], p.newer[u.newer-1], gone) {
		u.newer--
	}
	if u.newerEnd-u.newer > 1 {
		return
	}
	for u.olderEnd < after.older && takes(&a[u.olderEnd], p.older[u.olderEnd], come) {
		u.olderEnd++
	}
	for u.older > before.olderEnd && takes(&a[u.older-1], p.older[u.older-1], come) {
		u.older--
	}
}

// without returns the words of a that b does not have.
func without(a, b map[int32]int) map[int32]int {
	out := maps.Clone(a)
	for id := range out {
		out[id] -= min(out[id], b[id])
	}
	return out
}
