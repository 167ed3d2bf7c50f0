// What the text is when suggestions are accepted or refused. Pure: the editor's steps (suggest_decide.ts), the authority's
// rule for those who may only suggest, counts and tests all stand on this one definition. internal/prose/settle.go is the
// same in Go.
import {Fragment, type Mark, type Node} from "prosemirror-model"
import {deletion, format, hasSuggestions, insertion, isSuggestion, join, split, valueOf, withValue, type Kept} from "./suggest_marks"

export type Verdict = "accept" | "refuse" | "keep"
/** Says what becomes of a suggestion, by its mark. */
export type Decide = (mark: Mark) => Verdict

export const acceptAll: Decide = () => "accept"
export const refuseAll: Decide = () => "refuse"

/** Refuses what one person suggested and leaves the rest open. */
export const refuseOf = (user: string): Decide => mark => mark.attrs["user"] === user ? "refuse" : "keep"

/** What nodes are with suggestions decided in one way, kept for the next time: nodes never change. */
export type Settled = WeakMap<Node, Node>

/** A node with suggestions decided. What holds none of them is returned as it is. `known` must be of the same `decide`. */
export function settle(node: Node, decide: Decide, known?: Settled): Node {
  if (!hasSuggestions(node) || node.isText || node.isLeaf) return node
  let settled = known?.get(node)
  if (settled) return settled
  settled = node.copy(node.inlineContent ? settleInline(node.content, decide) : settleBlocks(node, decide, known))
  known?.set(node, settled)
  return settled
}

/** Blocks of which two can be one: all of them hold the same content. */
export const canFold = (node: Node): boolean => node.isTextblock && node.type.name !== "part_title"

function settleInline(content: Fragment, decide: Decide): Fragment {
  const out: Node[] = []
  content.forEach(child => {
    const marks = settleMarks(child.marks, decide)
    if (marks) out.push(settle(child, decide).mark(marks))
  })
  return Fragment.fromArray(out)
}

/** The marks that are left of something inline; null when it goes. */
export function settleMarks(marks: readonly Mark[], decide: Decide): readonly Mark[] | null {
  let left = marks
  for (const mark of marks) {
    if (mark.type !== insertion && mark.type !== deletion) continue
    const verdict = decide(mark)
    if (verdict === (mark.type === insertion ? "refuse" : "accept")) return null
    if (verdict !== "keep") left = mark.removeFromSet(left)
  }
  // The last first: what it changed is what those before it left.
  for (const mark of marks.filter(mark => mark.type === format).reverse()) {
    const verdict = decide(mark)
    if (verdict === "refuse") left = takeBack(left, mark)
    else if (verdict === "accept") left = mark.removeFromSet(left)
  }
  return left
}

// Takes back one change of a mark. When somebody changed the same mark after it, theirs goes on from what was before.
function takeBack(marks: readonly Mark[], mark: Mark): readonly Mark[] {
  const name = mark.attrs["mark"] as string, was = mark.attrs["was"] as string | null
  const [later, more] = marks.slice(marks.indexOf(mark) + 1).filter(next => next.type === format && next.attrs["mark"] === name)
  const rest = mark.removeFromSet(marks)
  if (!later) return withValue(rest, name, was)
  if (!more && valueOf(marks, name) === was) return later.removeFromSet(rest)
  return rest.map(next => next === later ? format.create({...later.attrs, was}) : next)
}

function settleBlocks(parent: Node, decide: Decide, known?: Settled): Fragment {
  const out: Node[] = []
  parent.forEach(child => {
    const block = settle(child, decide, known), {left, gone} = boundary(child.marks, decide), before = out[out.length - 1]
    if (gone && before && canFold(before) && canFold(block)) out[out.length - 1] = fold(before, block, gone)
    else out.push(block.mark(left))
  })
  return Fragment.fromArray(out)
}

/** What becomes of the boundary before a block: the marks that are left on it, and the mark by which it goes. */
export function boundary(marks: readonly Mark[], decide: Decide): {left: readonly Mark[]; gone: Mark | null} {
  let left = marks, gone: Mark | null = null
  for (const mark of marks) {
    if (!isSuggestion(mark)) continue
    const verdict = decide(mark)
    if (verdict !== "keep") left = mark.removeFromSet(left)
    if ((mark.type === split && verdict === "refuse") || (mark.type === join && verdict === "accept")) gone ??= mark
  }
  return {left, gone}
}

function fold(before: Node, after: Node, gone: Mark): Node {
  const kept = gone.attrs["kept"] as Kept, block = kept === "after" ? after : before
  return block.type.create(block.attrs, before.content.append(after.content), joinedMarks(before.marks, kept))
}

/**
 * The marks of the boundary before two blocks that become one. Of several blocks that become one, the last that is kept
 * counts, in whatever order they are joined: so the boundary before one that is the block behind it keeps that as well.
 */
export function joinedMarks(before: readonly Mark[], kept: Kept): readonly Mark[] {
  if (kept === "before") return before
  return before.map(mark => mark.type === split || mark.type === join ? mark.type.create({...mark.attrs, kept}) : mark)
}
