package prose

// Reopen takes what somebody made of a part in a form, which shows it without its open suggestions, and puts the
// suggestions back into the blocks that were left as they were. Those in blocks that were changed are gone: lost says how
// many. Neither part is changed.
func Reopen(edited, was *Part) (part *Part, lost int) {
	open := was.Suggestions()
	if open == 0 {
		return edited, 0
	}
	settled, origins := was.settled()
	places := map[string]int{}
	for i, b := range settled.Blocks {
		if id := BlockID(b); id != "" {
			places[id] = i
		}
	}
	out := *edited
	out.Blocks = nil
	for _, b := range edited.Blocks {
		i, known := places[BlockID(b)]
		if !known || !sameBlock(b, settled.Blocks[i]) {
			out.Blocks = append(out.Blocks, b)
			continue
		}
		out.Blocks = append(out.Blocks, origins[i]...)
		delete(places, BlockID(b))
	}
	return &out, open - out.Suggestions()
}

// sameBlock reports whether two blocks are written alike. One that cannot be written is like no other.
func sameBlock(a, b Block) bool {
	first, second := encoder{}, encoder{}
	first.block(a)
	second.block(b)
	return first.err == nil && second.err == nil && string(first.out) == string(second.out)
}
