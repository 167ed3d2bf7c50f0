// Typed text takes over the marks around it, and the second half of a split block those of the first. For suggestions that
// is wrong: nobody suggested what was just typed, and text behind a deleted word is not deleted.
import {type Node} from "prosemirror-model"
import {Transform} from "prosemirror-transform"
import {deletion, format, insertion, isSuggestion} from "./suggest_marks"
import {type Range} from "./suggest_ranges"

/** Takes the suggestions off everything that an edit inserted. Only what was inserted: the rest keeps its own. */
export function withoutInherited(before: Node, after: Node, ranges: readonly Range[]): Transform {
  const tr = new Transform(after)
  for (const range of ranges) clean(tr, before, range, () => true)
  return tr
}

/**
 * Takes off a plain edit the suggestions that what it inserted has taken over from its surroundings. A paragraph or part
 * that was moved keeps those inside it.
 */
export function cleanInherited<T extends Transform>(tr: T, before: Node, ranges: readonly Range[]): T {
  for (const range of ranges) {
    const around = before.resolve(range.fromA).marks().concat(before.resolve(range.toA).marks())
    clean(tr, before, range, id => around.some(mark => mark.attrs["id"] === id))
  }
  return tr
}

function clean(tr: Transform, before: Node, {fromA, toA, fromB, toB}: Range, inherited: (id: string) => boolean) {
  if (fromB === toB) return
  const opened = blocksIn(before, fromA, toA)
  for (const {pos, node} of blocksIn(tr.doc, fromB, toB)) {
    const same = opened.find(one => one.node.attrs["id"] === node.attrs["id"])
    for (const mark of node.marks) if (isSuggestion(mark) && !(same && mark.isInSet(same.node.marks))) tr.removeNodeMark(pos, mark)
  }
  tr.doc.nodesBetween(fromB, toB, (node, pos) => {
    for (const mark of node.marks) {
      if (![insertion, deletion, format].includes(mark.type) || !inherited(mark.attrs["id"] as string)) continue
      tr.removeMark(Math.max(fromB, pos), Math.min(toB, pos + node.nodeSize), mark)
    }
  })
}

// The blocks that begin between two positions.
function blocksIn(doc: Node, from: number, to: number): {pos: number; node: Node}[] {
  const list: {pos: number; node: Node}[] = []
  doc.nodesBetween(from, to, (node, pos) => { if (node.isBlock && pos >= from && pos < to) list.push({pos, node}) })
  return list
}
