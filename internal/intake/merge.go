package intake

import (
	"slices"

	"upright/internal/prose"
)

// Merge returns the text as it will be when another one is taken into it: parts of a kind that the text has go into that
// part, behind what stands there or, with replace, instead of it; others are put in where they stand in the other text.
// Parts of the kind "other" are always new. An empty part takes over the title. renamed says which part of the text became
// of which part of the other. Neither text is changed.
func Merge(text, given *prose.Manuscript, replace bool) (merged *prose.Manuscript, renamed map[string]string) {
	merged, renamed = &prose.Manuscript{Parts: slices.Clone(text.Parts)}, map[string]string{}
	at := 0 // where a new part goes
	for _, part := range given.Parts {
		i := -1
		if part.Kind != prose.Other {
			i = slices.IndexFunc(merged.Parts, func(p *prose.Part) bool { return p.Kind == part.Kind })
		}
		if i < 0 {
			merged.Parts = slices.Insert(merged.Parts, at, part)
			at++
			continue
		}
		old := merged.Parts[i]
		merged.Parts[i] = joined(old, part, replace)
		renamed[part.ID] = old.ID
		at = i + 1
	}
	return merged, renamed
}

// joined is a part with the text of another in it.
func joined(old, given *prose.Part, replace bool) *prose.Part {
	part := *old
	part.Hidden = false
	if replace || old.Empty() {
		part.Blocks = given.Blocks
		if given.Title != "" {
			part.Title = given.Title
		}
		return &part
	}
	part.Blocks = slices.Concat(old.Blocks, given.Blocks)
	return &part
}
