// Who wrote what: an author for each position of a document, which follows the steps of each commit.
//
// What a step inserts is its author's. What only changes place or looks keeps its author: marks, attributes, wrapping and
// splitting insert no text, an accepted suggestion is a mark that goes. Text that was taken out not long ago and is put
// back is its first author's again (removed.ts says when): undoing, moving a paragraph, cutting and pasting.
import {type Node, type ResolvedPos} from "prosemirror-model"
import {AddMarkStep, AddNodeMarkStep, AttrStep, RemoveMarkStep, RemoveNodeMarkStep, type ReplaceStep, type Step} from "prosemirror-transform"
import {typedBy} from "../shared/typed"
import {Removed, type PieceJSON} from "./removed"
import {Runs, type Run} from "./runs"

/** Who made a commit, and when, in seconds since 1970. */
export interface By { readonly user: string; readonly at: number }

/** When a paragraph was touched last, and by whom (an index of users). */
type Touch = [user: number, at: number]

/** The state as it is stored with a snapshot. */
export interface AuthorsJSON {
  /** Ids; "" is somebody who is not known any more. */
  users: string[]
  /** Lengths and indexes of users, by turns. They add up to the size of the document. */
  runs: number[]
  /** By the id of the block. */
  touched: Record<string, Touch>
  removed: PieceJSON[]
}

export class Authors {
  private readonly numbers = new Map<string, number>()

  private constructor(
    private readonly users: string[], private readonly runs: Runs,
    private readonly touched: Map<string, Touch>, private readonly removed: Removed,
  ) {
    users.forEach((user, i) => this.numbers.set(user, i))
  }

  /** All of a document is by one person. */
  static of(doc: Node, user: string): Authors {
    return new Authors([user], new Runs([[doc.content.size, 0]]), new Map(), new Removed())
  }

  /** Reads what toJSON wrote. Throws a RangeError when it does not belong to the document. */
  static read(doc: Node, json: AuthorsJSON): Authors {
    const runs: Run[] = []
    for (let i = 0; i + 1 < json.runs.length; i += 2) runs.push([json.runs[i]!, json.runs[i + 1]!])
    const list = new Runs(runs)
    if (list.length !== doc.content.size) throw new RangeError(`authors of ${list.length} positions for ${doc.content.size}`)
    return new Authors(json.users.slice(), list, new Map(Object.entries(json.touched)), Removed.read(json.removed))
  }

  /** Writes down the state; doc is the document that it belongs to. */
  toJSON(doc: Node): AuthorsJSON {
    const touched: Record<string, Touch> = {}
    doc.descendants(node => {
      const id = node.attrs["id"] as unknown, touch = typeof id === "string" && this.touched.get(id)
      if (touch) touched[id as string] = touch
      return !node.isTextblock
    })
    return {users: this.users, runs: this.runs.flat, touched, removed: this.removed.toJSON()}
  }

  /**
   * Follows a step that turned one document into the next, in the commit that made a version. `path`, of a step that
   * types, are the nodes that are other ones by it, from the innermost on.
   */
  follow(before: Node, after: Node, step: Step, by: By, version: number, path: readonly Node[] | null = null): void {
    const user = this.number(by.user), touch: Touch = [user, by.at]
    const found = places(step)
    if (found) {
      for (const [from, to] of found) this.touch(after, from, to, touch)
      return
    }
    const map = step.getMap(), typed = typedBy(step)?.text
    if (typed) {
      const at = (step as ReplaceStep).from
      this.removed.moved(map)
      const back = this.removed.take(hash(typed), typed.length, at, version)
      if (back) this.runs.replace(at, at, back)
      else this.runs.insert(at, typed.length, user)
      if (path) this.markOne(path, touch)
      else this.touch(after, at, at + typed.length, touch)
      return
    }
    const changes: Change[] = []
    map.forEach((from, to, start, end) => changes.push({from, to, start, end}))
    this.removed.moved(map)
    for (const {from, to, start} of changes) {
      for (const piece of pieces(before, from, to)) {
        this.removed.add(hash(piece.key), piece.to - piece.from, this.runs.slice(piece.from, piece.to), start, version)
      }
    }
    // From the first to the last, each moves those after it: start and end are of the document after the step.
    for (const change of changes) this.change(after, change, user, version)
    for (const {start, end} of changes) this.touch(after, start, end, touch)
  }

  private change(after: Node, {from, to, start, end}: Change, user: number, version: number): void {
    const runs: Run[] = []
    let done = start
    for (const piece of pieces(after, start, end)) {
      const back = this.removed.take(hash(piece.key), piece.to - piece.from, start, version)
      if (!back) continue
      runs.push([piece.from - done, user], ...back)
      done = piece.to
    }
    runs.push([end - done, user])
    this.runs.replace(start, start + to - from, runs)
  }

  private number(user: string): number {
    const known = this.numbers.get(user)
    if (known !== undefined) return known
    this.numbers.set(user, this.users.length)
    return this.users.push(user) - 1
  }

  private touch(doc: Node, from: number, to: number, touch: Touch): void {
    const $at = doc.resolve(from)
    if (from < to && !within($at, to)) {
      doc.nodesBetween(from, to, node => {
        if (node.isInline) return false
        if (node.isTextblock) this.mark(node, touch)
        return !node.isTextblock
      })
    }
    // Where something was taken out, what is around it is another now.
    for (let depth = $at.depth; depth > 0; depth--) if (this.mark($at.node(depth), touch)) return
  }

  // Touches the innermost block of a path.
  private markOne(path: readonly Node[], touch: Touch): void {
    for (const node of path) if (this.mark(node, touch)) return
  }

  private mark(node: Node, touch: Touch): boolean {
    const id = node.attrs["id"] as unknown
    if (typeof id !== "string" || !id || node.isInline) return false
    this.touched.set(id, touch)
    return true
  }
}

// A range of the document before a step, and what stands there after it.
interface Change { from: number; to: number; start: number; end: number }

// The ranges of a step that leaves all positions as they are; null for one that does not.
function places(step: Step): [number, number][] | null {
  if (step instanceof AddMarkStep || step instanceof RemoveMarkStep) return [[step.from, step.to]]
  if (step instanceof AttrStep || step instanceof AddNodeMarkStep || step instanceof RemoveNodeMarkStep) return [[step.pos + 1, step.pos + 1]]
  const {steps} = step as {steps?: readonly Step[]} // a set of marks
  return steps ? steps.flatMap(one => places(one) ?? []) : null
}

// A stretch of the text of one block.
interface Piece { from: number; to: number; key: string }

function pieces(doc: Node, from: number, to: number): Piece[] {
  const list: Piece[] = []
  if (from >= to) return list
  const $from = doc.resolve(from)
  // Nearly all changes are within one paragraph: the rest of the text is not walked through for them.
  if (within($from, to)) {
    const {parent, parentOffset} = $from
    list.push({from, to, key: keyOf(parent, parentOffset, parentOffset + to - from)})
  } else {
    doc.nodesBetween(from, to, (node, pos) => {
      if (!node.isTextblock || node.isInline) return !node.isTextblock
      const start = Math.max(from, pos + 1), end = Math.min(to, pos + 1 + node.content.size)
      if (start < end) list.push({from: start, to: end, key: keyOf(node, start - pos - 1, end - pos - 1)})
      return false
    })
  }
  return list
}

// Whether a range that begins at a position stays in the text of one block.
const within = ($from: ResolvedPos, to: number) => $from.parent.isTextblock && to <= $from.end()

// The text with what stands in it, which tells stretches of the same size apart.
function keyOf(block: Node, from: number, to: number): string {
  let key = ""
  block.nodesBetween(from, to, (node, pos) => {
    if (node.isText) key += node.text!.slice(Math.max(0, from - pos), to - pos)
    else key += "\u0000" + node.type.name
  })
  return key
}

// cyrb53: 53 bits, which is enough for some hundred pieces. What a collision could do is to name a wrong author.
function hash(text: string): number {
  let a = 0xdeadbeef, b = 0x41c6ce57
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 2654435761)
    b = Math.imul(b ^ code, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return 4294967296 * (2097151 & b) + (a >>> 0)
}
