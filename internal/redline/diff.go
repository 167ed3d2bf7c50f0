package redline

import (
	"slices"

	"upright/internal/document"
)

const (
	// maxEdits is how many tokens may differ before a stretch is compared by its rare tokens first. The path that Myers'
	// algorithm keeps takes its square in memory: 4 MB.
	maxEdits = 1000
	// maxDepth is how often a stretch is cut at its rare tokens.
	maxDepth = 16
)

// An op is one step of a comparison: a token kept (with its place in both), deleted (older) or inserted (newer).
type op struct {
	change       document.Change
	older, newer int
}

// A comparison finds what two sequences have in common (E. W. Myers, "An O(ND) Difference Algorithm and Its Variations",
// Algorithmica 1, 1986), within bounds: where too much differs it first matches what stands once in both, as patience
// diff does, and at last takes a stretch as replaced.
type comparison struct {
	a, b []int32
	work *int
	ops  []op
}

// compare returns the steps from a to b.
func compare(a, b []int32, work *int) []op {
	c := &comparison{a: a, b: b, work: work, ops: make([]op, 0, max(len(a), len(b)))}
	c.between(0, len(a), 0, len(b), 0)
	return c.ops
}

func (c *comparison) kept(i, j, n int) {
	for k := range n {
		c.ops = append(c.ops, op{document.Kept, i + k, j + k})
	}
}

func (c *comparison) replaced(i, i2, j, j2 int) {
	for ; i < i2; i++ {
		c.ops = append(c.ops, op{document.Deleted, i, j})
	}
	for ; j < j2; j++ {
		c.ops = append(c.ops, op{document.Inserted, i, j})
	}
}

// between compares a[i:i2] with b[j:j2].
func (c *comparison) between(i, i2, j, j2, depth int) {
	n := 0
	for i+n < i2 && j+n < j2 && c.a[i+n] == c.b[j+n] {
		n++
	}
	c.kept(i, j, n)
	i, j = i+n, j+n
	tail := 0
	for i < i2-tail && j < j2-tail && c.a[i2-tail-1] == c.b[j2-tail-1] {
		tail++
	}
	i2, j2 = i2-tail, j2-tail
	*c.work -= n + tail + i2 - i + j2 - j
	if i == i2 || j == j2 || !(c.myers(i, i2, j, j2) || c.rare(i, i2, j, j2, depth)) {
		c.replaced(i, i2, j, j2)
	}
	c.kept(i2, j2, tail)
}

// myers compares, and reports false when more than maxEdits tokens differ or the work is used up.
func (c *comparison) myers(i, i2, j, j2 int) bool {
	n, m := i2-i, j2-j
	limit := min(n+m, maxEdits)
	reach := make([]int32, 2*limit+3) // by diagonal, shifted: how far along a one gets
	zero := limit + 1
	var trace [][]int32 // reach of the diagonals -d … d before each round
	for d := 0; d <= limit; d++ {
		if *c.work < 0 {
			return false
		}
		trace = append(trace, slices.Clone(reach[zero-d:zero+d+1]))
		for k := -d; k <= d; k += 2 {
			x := reach[zero+k-1] + 1
			if k == -d || k != d && reach[zero+k-1] < reach[zero+k+1] {
				x = reach[zero+k+1]
			}
			from := x
			for int(x) < n && int(x)-k < m && c.a[i+int(x)] == c.b[j+int(x)-k] {
				x++
			}
			*c.work -= int(x-from) + 1
			reach[zero+k] = x
			if int(x) >= n && int(x)-k >= m {
				c.walkBack(trace, i, i2, j, j2)
				return true
			}
		}
	}
	return false
}

// walkBack finds the way that myers took.
func (c *comparison) walkBack(trace [][]int32, i, i2, j, j2 int) {
	from := len(c.ops)
	x, y := i2-i, j2-j
	for d := len(trace) - 1; d > 0; d-- {
		at := func(k int) int { return int(trace[d][k+d]) }
		k := x - y
		before := k - 1
		if k == -d || k != d && at(k-1) < at(k+1) {
			before = k + 1
		}
		px := at(before)
		py := px - before
		for x > px && y > py {
			x, y = x-1, y-1
			c.ops = append(c.ops, op{document.Kept, i + x, j + y})
		}
		if x == px {
			y--
			c.ops = append(c.ops, op{document.Inserted, i + x, j + y})
		} else {
			x--
			c.ops = append(c.ops, op{document.Deleted, i + x, j + y})
		}
	}
	for x > 0 && y > 0 {
		x, y = x-1, y-1
		c.ops = append(c.ops, op{document.Kept, i + x, j + y})
	}
	slices.Reverse(c.ops[from:])
}

// rare cuts both where a token stands once in each, and compares what is between. It reports false when there is none.
func (c *comparison) rare(i, i2, j, j2, depth int) bool {
	if depth >= maxDepth || *c.work < 0 {
		return false
	}
	*c.work -= 4 * (i2 - i + j2 - j)
	const many = -1
	places := func(list []int32, from int) map[int32]int {
		found := make(map[int32]int)
		for k, id := range list {
			if _, twice := found[id]; twice {
				found[id] = many
			} else {
				found[id] = from + k
			}
		}
		return found
	}
	inB, inA := places(c.b[j:j2], j), places(c.a[i:i2], i)
	var pairs [][2]int
	for k := i; k < i2; k++ {
		if at, ok := inB[c.a[k]]; ok && at != many && inA[c.a[k]] != many {
			pairs = append(pairs, [2]int{k, at})
		}
	}
	if len(pairs) == 0 {
		return false
	}
	for _, p := range rising(pairs) {
		if p[0] < i || p[1] < j {
			continue // the stretch before it has taken it as its own end
		}
		c.between(i, p[0], j, p[1], depth+1)
		c.kept(p[0], p[1], 1)
		i, j = p[0]+1, p[1]+1
	}
	c.between(i, i2, j, j2, depth+1)
	return true
}

// rising returns a longest run of pairs, sorted by their first, in which the second rises, too.
func rising(pairs [][2]int) [][2]int {
	var tops []int // index of the pair that ends the best run of each length
	before := make([]int, len(pairs))
	for i, p := range pairs {
		n, _ := slices.BinarySearchFunc(tops, p[1], func(t, second int) int { return pairs[t][1] - second })
		before[i] = -1
		if n > 0 {
			before[i] = tops[n-1]
		}
		if n == len(tops) {
			tops = append(tops, i)
		} else {
			tops[n] = i
		}
	}
	out := make([][2]int, len(tops))
	if len(tops) > 0 {
		for at, k := tops[len(tops)-1], len(tops)-1; at >= 0; at, k = before[at], k-1 {
			out[k] = pairs[at]
		}
	}
	return out
}
