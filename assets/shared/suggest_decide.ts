// Accepting and refusing suggestions: the ordinary steps that make of a text what settle() says.
import {Slice, type Node} from "prosemirror-model"
import {type EditorState, type Transaction} from "prosemirror-state"
import {RemoveNodeMarkStep, ReplaceStep} from "prosemirror-transform"
import {joinAt} from "./suggest_build"
import {put} from "./suggest_format"
import {hasSuggestions, settledMeta, type Kept} from "./suggest_marks"
import {boundary, canFold, settleMarks, type Decide} from "./suggest_settle"

/** Decides suggestions. What is accepted keeps its author: marks go, the text stays. Null when there is nothing to do. */
export function decide(state: EditorState, verdict: Decide): Transaction | null {
  const tr = state.tr
  children(tr, state.doc, 0, verdict)
  return tr.steps.length ? tr.setMeta(settledMeta, true) : null
}

// From the end to the beginning: positions before a change stay what they are.
function children(tr: Transaction, parent: Node, start: number, verdict: Decide) {
  if (!hasSuggestions(parent)) return
  const places: {node: Node; pos: number}[] = []
  parent.forEach((node, offset) => places.push({node, pos: start + offset}))
  for (const {node, pos} of places.reverse()) {
    if (!hasSuggestions(node)) continue
    if (node.isInline) inline(tr, node, pos, verdict)
    else {
      children(tr, node, pos + 1, verdict)
      block(tr, node, pos, verdict)
    }
  }
}

function inline(tr: Transaction, node: Node, pos: number, verdict: Decide) {
  const marks = settleMarks(node.marks, verdict)
  if (!marks) return void tr.step(new ReplaceStep(pos, pos + node.nodeSize, Slice.empty))
  children(tr, node, pos + 1, verdict)
  put({tr}, pos, node.nodeSize, node, marks)
}

function block(tr: Transaction, node: Node, pos: number, verdict: Decide) {
  // As they are now: the block behind may have been joined with it.
  const {marks} = tr.doc.nodeAt(pos)!
  const {left, gone} = boundary(marks, verdict), before = tr.doc.resolve(pos).nodeBefore
  if (gone && before && canFold(before) && canFold(node)) return joinAt(tr, pos, gone.attrs["kept"] as Kept)
  for (const mark of marks) if (!mark.isInSet(left)) tr.step(new RemoveNodeMarkStep(pos, mark))
}
