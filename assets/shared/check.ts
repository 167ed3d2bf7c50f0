// What makes a document a manuscript, checked by the authority for every commit and by the browser for what it loads.
import {Mark, Node} from "prosemirror-model"
import {schema} from "./schema"

/**
 * How deep a node may stand below the document: fifteen lists inside one another. The schema itself sets no bound, and
 * everything that walks the tree, here and in Go, does so by recursion.
 */
export const maxDepth = 32

/** Reads a manuscript from its JSON form. Throws a RangeError for anything that the schema does not allow. */
export function readManuscript(json: unknown): Node {
  const doc = Node.fromJSON(schema, json)
  if (doc.type !== schema.topNodeType) throw new RangeError("a manuscript cannot be a " + doc.type.name)
  checkChanged(null, doc)
  return doc
}

/**
 * Node.check() for what differs between a document that was checked before and the one that an edit made of it. Subtrees
 * that both share were checked then, so that a typed character costs the path to it and not the whole text. Attributes
 * are checked by prosemirror-model when a node or mark is made (since 1.25.12); this checks content, marks and depth.
 */
export function checkChanged(before: Node | null, after: Node, depth = 0): void {
  if (before === after) return
  checkDepth(depth)
  const old = before ? before.content.content : [], now = after.content.content
  let start = 0, oldEnd = old.length, end = now.length
  while (start < oldEnd && start < end && old[start] === now[start]) start++
  while (oldEnd > start && end > start && old[oldEnd - 1] === now[end - 1]) { oldEnd--; end-- }

  if (!before || !sameShape(before, after, start, oldEnd, end)) {
    if (!after.type.validContent(after.content)) throw new RangeError(`this cannot be the content of a ${after.type.name}`)
  }
  if (after.marks !== before?.marks && !areMarksSound(after.marks)) {
    throw new RangeError("marks of a " + after.type.name + " that cannot stand together")
  }
  for (let i = start; i < end; i++) {
    const child = now[i]!, was = i < oldEnd ? old[i]! : null
    // A subtree that moved may stand deeper than it did, so only one that kept its place is compared.
    checkChanged(was && was.type === child.type ? was : null, child, depth + 1)
  }
}

/** Refuses a node that stands too deep below the document. */
export function checkDepth(depth: number): void {
  if (depth > maxDepth) throw new RangeError("nested too deep")
}

// When each changed child was replaced by one of the same type and marks, the content match cannot have changed.
function sameShape(before: Node, after: Node, start: number, oldEnd: number, end: number): boolean {
  if (before.type !== after.type || oldEnd !== end) return false
  for (let i = start; i < end; i++) {
    const a = before.child(i), b = after.child(i)
    if (a.type !== b.type || !Mark.sameSet(a.marks, b.marks)) return false
  }
  return true
}

/** Whether marks can stand together, in the order in which they do. */
export function areMarksSound(marks: readonly Mark[]): boolean {
  if (!marks.length) return true
  let set = Mark.none
  for (const mark of marks) set = mark.addToSet(set)
  return Mark.sameSet(set, marks)
}
