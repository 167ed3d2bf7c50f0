// Brings back the parts of an older version: which there are, in which order. What stands in those that are in both texts
// is left alone; replacePart brings it back block by block, so that the two can be rebased over what others write.
import {Fragment, Slice, type Node} from "prosemirror-model"
import {ReplaceStep, Transform, type Step} from "prosemirror-transform"

/** The steps after which `doc` has the parts of `next` in their order; new ones are taken from `next` whole. */
export function arrangeParts(doc: Node, next: Node): readonly Step[] {
  const gaps = gapsBetween(doc, next)
  const tr = new Transform(doc)
  // From the end to the beginning: positions before a change stay what they are.
  for (const {from, to, parts} of gaps.reverse()) {
    if (from < to || parts.length > 0) tr.step(new ReplaceStep(from, to, new Slice(Fragment.from(parts), 0, 0)))
  }
  return tr.steps
}

// What goes, from one position to another, and what comes instead.
interface Gap { from: number; to: number; parts: Node[] }

function gapsBetween(doc: Node, next: Node): Gap[] {
  const places = new Map<unknown, {index: number; start: number; end: number}>()
  doc.forEach((part, offset, index) => {
    if (!places.has(part.attrs["id"])) places.set(part.attrs["id"], {index, start: offset, end: offset + part.nodeSize})
  })
  const gaps: Gap[] = []
  let gap: Gap = {from: 0, to: 0, parts: []}, done = -1
  next.forEach(part => {
    const place = places.get(part.attrs["id"])
    if (!place || place.index <= done) {
      gap.parts.push(part)
      return
    }
    gaps.push({...gap, to: place.start})
    gap = {from: place.end, to: place.end, parts: []}
    done = place.index
  })
  gaps.push({...gap, to: doc.content.size})
  return gaps
}
