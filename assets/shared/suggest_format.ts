// Suggested formatting: the mark is put on or taken away, and a mark of the suggestion says what was there before.
import {type Mark, type Node} from "prosemirror-model"
import {type Transaction} from "prosemirror-state"
import {AddMarkStep, AddNodeMarkStep, RemoveMarkStep, RemoveNodeMarkStep} from "prosemirror-transform"
import {type Pen} from "./suggest_build"
import {deletion, format, formats, insertion, markOf, valueOf, withValue} from "./suggest_marks"
import {forward, type Range} from "./suggest_ranges"

/** Suggests the changes of marks that a transaction made outside of what it replaced. */
export function suggestFormats(pen: Pen, plain: Transaction, ranges: readonly Range[]) {
  for (const {from, to} of reach(plain)) {
    for (let pos = from; pos < to;) {
      const inRange = ranges.find(range => pos >= range.fromA && pos < range.toA)
      if (inRange) {
        pos = inRange.toA
        continue
      }
      const next = ranges.find(range => range.fromA > pos)?.fromA ?? to
      pos = compare(pen, ranges, pos, Math.min(to, next))
    }
  }
}

// From where to where mark steps reach, in the text before.
function reach(plain: Transaction): {from: number; to: number}[] {
  const list: {from: number; to: number}[] = []
  plain.steps.forEach((step, i) => {
    if (!(step instanceof AddMarkStep || step instanceof RemoveMarkStep)) return
    const back = plain.mapping.slice(0, i).invert()
    list.push({from: back.map(step.from, -1), to: back.map(step.to, 1)})
  })
  list.sort((a, b) => a.from - b.from)
  return list.reduce<{from: number; to: number}[]>((out, one) => {
    const last = out[out.length - 1]
    if (last && one.from <= last.to) last.to = Math.max(last.to, one.to)
    else out.push(one)
    return out
  }, [])
}

// Compares what stands at a position before and after; returns the position behind it.
function compare(pen: Pen, ranges: readonly Range[], pos: number, end: number): number {
  const node = pen.before.resolve(pos).nodeAfter, now = pen.after.resolve(forward(ranges, pos, 1)).nodeAfter
  if (!node || !now || !node.isInline) return pos + 1
  const size = node.isText ? Math.min(node.text!.length, now.text?.length ?? 1, end - pos) : node.nodeSize
  const marks = rewrite(pen, node, now)
  if (marks) put(pen, pos, size, node, marks)
  return node.isText || node.isLeaf ? pos + size : pos + 1
}

// The marks that a node has with the suggestion; null when there is nothing to do.
function rewrite({who}: Pen, node: Node, now: Node): readonly Mark[] | null {
  if (deletion.isInSet(node.marks)) return null
  const own = markOf(node.marks, insertion, who.user) !== undefined
  let marks: readonly Mark[] | null = null
  for (const name of formats) {
    const was = valueOf(node.marks, name), is = valueOf(now.marks, name)
    if (was === is) continue
    marks = withValue(marks ?? node.marks, name, is)
    if (own) continue
    const changes = marks.filter(mark => mark.type === format && mark.attrs["mark"] === name), last = changes[changes.length - 1]
    if (last?.attrs["user"] !== who.user) marks = format.create({...who, mark: name, was}).addToSet(marks)
    else if (last!.attrs["was"] === is) marks = last!.removeFromSet(marks)
  }
  return marks
}

/** Gives an inline node, or a piece of a text, another set of marks. */
export function put(pen: {readonly tr: Transaction}, pos: number, size: number, node: Node, marks: readonly Mark[]) {
  const inLine = node.isText || node.isLeaf, {tr} = pen
  for (const mark of node.marks) {
    if (mark.isInSet(marks)) continue
    tr.step(inLine ? new RemoveMarkStep(pos, pos + size, mark) : new RemoveNodeMarkStep(pos, mark))
  }
  for (const mark of marks) {
    if (mark.isInSet(node.marks)) continue
    tr.step(inLine ? new AddMarkStep(pos, pos + size, mark) : new AddNodeMarkStep(pos, mark))
  }
}
