// A part as a form without JavaScript returns it, turned into steps like those that an editor would have made, so that
// they can be rebased over what others wrote while the form was open.
import {Slice, type Node} from "prosemirror-model"
import {ReplaceStep, Transform, type Step} from "prosemirror-transform"
import {tryApply} from "../shared/rebase"
import {Refusal} from "./refusal"

/** The most steps that a commit may have; the Go side refuses more (internal/collab/steps.go). */
const maxSteps = 200

/**
 * The steps that make the part with the id of `next` equal to it. Blocks are matched by id and changed where they
 * differ only; a single replacement from the first difference to the last would take everything between along, and with
 * it what others wrote there. Only when that makes more steps than a commit may have is the whole content replaced.
 */
export function replacePart(doc: Node, next: Node): readonly Step[] {
  const at = findPart(doc, next.attrs["id"] as string), old = doc.nodeAt(at)!
  const tr = new Transform(doc)
  for (const name of ["kind", "hidden"]) {
    if (old.attrs[name] !== next.attrs[name]) tr.setNodeAttribute(at, name, next.attrs[name])
  }
  const attributes = tr.steps.slice()
  // From the end to the beginning: positions before a change stay what they are.
  for (const change of changes(old, next).reverse()) replaceRange(tr, at, old, next, change)
  if (tr.steps.length <= maxSteps && tr.doc.nodeAt(at)!.eq(next)) return tr.steps
  // The whole content, which is always right. For another reason than the number of steps: not seen so far.
  return [...attributes, new ReplaceStep(at + 1, at + 1 + old.content.size, new Slice(next.content, 0, 0))]
}

function findPart(doc: Node, id: string): number {
  let at = -1
  doc.forEach((part, offset) => { if (at < 0 && id && part.attrs["id"] === id) at = offset })
  if (at < 0) throw new Refusal("no-part", id)
  return at
}

// A run of children, from first up to but without end.
interface Run { first: number; end: number }
// The run of the old part that becomes the run of the new one.
interface Change { from: Run; to: Run }

// Blocks are matched by id, in order; what stands between two matches goes together. The title, which has no id, is the
// first child on both sides.
function changes(old: Node, next: Node): Change[] {
  const places = new Map<unknown, number>()
  for (let i = old.childCount - 1; i > 0; i--) places.set(old.child(i).attrs["id"], i)
  places.delete("")
  const list: Change[] = []
  let done = 0, seen = 0
  for (let i = 0; i < next.childCount; i++) {
    const place = i ? places.get(next.child(i).attrs["id"]) : 0
    if (place === undefined || place < done) continue
    list.push({from: {first: done, end: place}, to: {first: seen, end: i}})
    list.push({from: {first: place, end: place + 1}, to: {first: i, end: i + 1}})
    done = place + 1
    seen = i + 1
  }
  list.push({from: {first: done, end: old.childCount}, to: {first: seen, end: next.childCount}})
  return list
}

// Makes one replacement, as small as it can be.
function replaceRange(tr: Transform, at: number, old: Node, next: Node, {from, to}: Change) {
  const fromStart = offsetOf(old, from.first), toStart = offsetOf(next, to.first)
  const a = old.content.cut(fromStart, offsetOf(old, from.end)), b = next.content.cut(toStart, offsetOf(next, to.end))
  const first = a.findDiffStart(b)
  if (first === null) return
  let {a: lastA, b: lastB} = a.findDiffEnd(b)!
  // From "aa" to "aaa" the same letter counts from both sides.
  const overlap = first - Math.min(lastA, lastB)
  if (overlap > 0) { lastA += overlap; lastB += overlap }
  const slice = next.slice(toStart + first, toStart + lastB), start = at + 1 + fromStart
  const step = new ReplaceStep(start + first, start + lastA, slice)
  if (tryApply(step, tr.doc)) tr.step(step)
}

function offsetOf(node: Node, index: number): number {
  let offset = 0
  for (let i = 0; i < index; i++) offset += node.child(i).nodeSize
  return offset
}
