// Turns an edit into a suggestion: what it took away is marked and stays, what it brought is marked as new.
//
// The edit is not followed step by step: what it replaced is compared before and after, and the suggestion is built on the
// text before in the fewest steps, so that others who write there meanwhile lose nothing. Two things then hold, and what
// does not pass them is refused with a reason: with everything accepted the text is what the edit would have made of it,
// and with this person's suggestions refused it is what it was.
import {type Node} from "prosemirror-model"
import {NodeSelection, Selection, TextSelection, type EditorState, type Transaction} from "prosemirror-state"
import {AddMarkStep, AttrStep, RemoveMarkStep} from "prosemirror-transform"
import {blockChange, deleteInline, insertInline, type Pen} from "./suggest_build"
import {withoutInherited} from "./suggest_clean"
import {suggestFormats} from "./suggest_format"
import {NoSuggestion, settledMeta, type Unsuitable, type Who} from "./suggest_marks"
import {changedRanges, type Range} from "./suggest_ranges"
import {acceptAll, refuseOf, settle} from "./suggest_settle"

/** What became of an edit: the transaction to apply instead, or why there is none. */
export type Suggested = {readonly tr: Transaction} | {readonly refused: Unsuitable}

/** Turns a transaction made on a state into a suggestion. newId makes ids of blocks and endnotes. */
export function suggest(state: EditorState, plain: Transaction, who: Who, newId: () => string): Suggested {
  const ranges = changedRanges(plain.mapping.maps)
  const pen: Pen = {tr: state.tr, before: state.doc, after: plain.doc, who, newId, ids: idsOf(state.doc)}
  try {
    for (const range of ranges.slice().reverse()) change(pen, range)
    if (plain.steps.some(step => step instanceof AddMarkStep || step instanceof RemoveMarkStep)) suggestFormats(pen, plain, ranges)
    verify(pen, state.doc, withoutInherited(state.doc, plain.doc, ranges).doc)
  } catch (error) {
    if (error instanceof NoSuggestion) return {refused: ofPart(plain) ? "part" : error.reason}
    if (error instanceof RangeError || (error as Error).name === "ReplaceError" || (error as Error).name === "TransformError") return {refused: "kind"}
    throw error
  }
  carryOver(pen.tr, plain, state, ranges)
  return {tr: pen.tr}
}

// Whether an edit hides or shows a part, or says anything else about it.
const ofPart = (plain: Transaction) =>
  plain.steps.some((step, i) => step instanceof AttrStep && plain.docs[i]!.nodeAt(step.pos)?.type.name === "part")

function idsOf(doc: Node): Set<string> {
  const ids = new Set<string>()
  doc.descendants(node => { if (node.attrs["id"]) ids.add(node.attrs["id"] as string) })
  return ids
}

// One range: inside one line of text, or over blocks that stand beside one another.
function change(pen: Pen, range: Range) {
  const {before, after} = pen, {fromA, toA, fromB, toB} = range
  const $fromA = before.resolve(fromA), $toA = before.resolve(toA), $fromB = after.resolve(fromB), $toB = after.resolve(toB)
  const depth = Math.min($fromA.sharedDepth(toA), $fromB.sharedDepth(toB)), around = $fromA.node(depth)
  if (around.type.name === "part_title") throw new NoSuggestion("title")
  if (!around.inlineContent) return blockChange(pen, range, depth)
  if ([$fromA, $toA, $fromB, $toB].some($pos => $pos.depth !== depth)) throw new NoSuggestion("kind")
  const inserted = after.slice(fromB, toB).content
  insertInline(pen, toA, inserted)
  deleteInline(pen, fromA, toA)
}

function verify(pen: Pen, before: Node, after: Node) {
  const {tr, who} = pen
  const same = settle(tr.doc, refuseOf(who.user)).eq(settle(before, refuseOf(who.user)))
  if (!same || !sameText(settle(tr.doc, acceptAll), settle(after, acceptAll))) throw new NoSuggestion("kind")
}

/** Whether two nodes differ in nothing but the ids of what is in them. */
export function sameText(a: Node, b: Node): boolean {
  if (a === b) return true
  if (a.type !== b.type || a.childCount !== b.childCount || a.text !== b.text || a.marks.length !== b.marks.length) return false
  if (!a.marks.every((mark, i) => mark.eq(b.marks[i]!))) return false
  for (const name of Object.keys(a.attrs)) if (name !== "id" && a.attrs[name] !== b.attrs[name]) return false
  for (let i = 0; i < a.childCount; i++) if (!sameText(a.child(i), b.child(i))) return false
  return true
}

// The selection, the metas and the rest of what an edit is besides its steps.
function carryOver(tr: Transaction, plain: Transaction, state: EditorState, ranges: readonly Range[]) {
  const at = (pos: number) => placeOf(tr, state, ranges, pos), {selection} = plain, limit = tr.doc.content.size
  const anchor = Math.min(at(selection.anchor), limit), head = Math.min(at(selection.head), limit)
  if (selection instanceof NodeSelection && tr.doc.nodeAt(at(selection.from))?.type === selection.node.type) {
    tr.setSelection(NodeSelection.create(tr.doc, at(selection.from)))
  } else if (selection instanceof TextSelection) {
    tr.setSelection(TextSelection.between(tr.doc.resolve(anchor), tr.doc.resolve(head)))
  } else {
    tr.setSelection(Selection.near(tr.doc.resolve(head)))
  }
  // The metas of a transaction are kept in this one field, which its types leave out.
  Object.assign((tr as unknown as {meta: object}).meta, (plain as unknown as {meta: object}).meta)
  tr.setMeta(settledMeta, true)
  if (plain.storedMarksSet) tr.setStoredMarks(plain.storedMarks)
  if (plain.scrolledIntoView) tr.scrollIntoView()
}

// A position after the plain edit, in the text with the suggestion. Behind what was inserted; with nothing inserted on the
// side of what was deleted to which the person was going: before it with Backspace, behind it with Delete.
function placeOf(tr: Transaction, state: EditorState, ranges: readonly Range[], pos: number): number {
  const range = ranges.find(one => pos >= one.fromB && pos <= one.toB)
  if (!range) {
    let inA = pos, shift = 0
    for (const {fromB, toA, toB} of ranges) if (pos >= fromB) shift = toA - toB
    inA += shift
    return tr.mapping.map(inA)
  }
  const {fromA, toA, fromB, toB} = range
  if (toB > fromB) return Math.max(0, tr.mapping.map(toA, 1) - (toB - pos))
  const {head, empty} = state.selection
  return empty && head <= fromA ? tr.mapping.map(toA, 1) : tr.mapping.map(fromA, -1)
}
