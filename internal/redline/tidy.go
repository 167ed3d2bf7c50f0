package redline

import "upright/internal/document"

// leastKept is the share of words that a text must have kept to be read word by word; below it, it is shown as replaced:
// an "and" here and a "the" there explain nothing.
const leastKept = 0.2

// tidy makes a comparison readable without making it wrong: blanks and signs alone between two replaced words are
// replaced with them, a text of which hardly a word is left is replaced as a whole, and in each place deletions come
// before insertions.
func (w *writer) tidy(ops []op) []op {
	rewritten := w.rewritten(ops)
	var loose []op
	for from := 0; from < len(ops); {
		to := from
		for to < len(ops) && (ops[to].change == document.Kept) == (ops[from].change == document.Kept) {
			to++
		}
		run := ops[from:to]
		if ops[from].change == document.Kept && (rewritten || from > 0 && to < len(ops) && w.weak(run) &&
			replaces(ops, from, -1) && replaces(ops, to-1, 1)) {
			for _, o := range run {
				if kind := w.newer[o.newer].kind; kind == end || kind == other {
					loose = append(loose, o)
					continue
				}
				loose = append(loose, op{document.Deleted, o.older, o.newer}, op{document.Inserted, o.older, o.newer})
			}
		} else {
			loose = append(loose, run...)
		}
		from = to
	}
	return deletionsFirst(loose)
}

// rewritten reports whether hardly a word is left.
func (w *writer) rewritten(ops []op) bool {
	kept, older, newer := 0, 0, 0
	for _, o := range ops {
		if o.change != document.Inserted && w.older[o.older].kind == word {
			older++
		}
		if o.change != document.Deleted && w.newer[o.newer].kind == word {
			newer++
			if o.change == document.Kept {
				kept++
			}
		}
	}
	return kept > 0 && kept < older && kept < newer && float64(kept) < leastKept*float64(max(older, newer))
}

// weak reports whether kept tokens are blanks and signs only, and few.
func (w *writer) weak(run []op) bool {
	const few = 2
	for _, o := range run {
		if kind := w.newer[o.newer].kind; kind != blank && kind != sign {
			return false
		}
	}
	return len(run) <= few
}

// replaces reports whether the change next to ops[at], in a direction, both deletes and inserts.
func replaces(ops []op, at, step int) bool {
	deletes, inserts := false, false
	for i := at + step; i >= 0 && i < len(ops) && ops[i].change != document.Kept; i += step {
		deletes = deletes || ops[i].change == document.Deleted
		inserts = inserts || ops[i].change == document.Inserted
	}
	return deletes && inserts
}

// deletionsFirst sorts each stretch of changes.
func deletionsFirst(ops []op) []op {
	out := make([]op, 0, len(ops))
	var inserted []op
	for _, o := range ops {
		switch o.change {
		case document.Deleted:
			out = append(out, o)
		case document.Inserted:
			inserted = append(inserted, o)
		default:
			out = append(append(out, inserted...), o)
			inserted = inserted[:0]
		}
	}
	return append(out, inserted...)
}
