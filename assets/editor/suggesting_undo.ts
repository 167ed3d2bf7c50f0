// Undo of who may only suggest. What others have accepted is part of the text since, and no longer theirs to take back: the
// server would refuse it. Such a step back is told, left out, and the one before it comes next.
import type {EditorState, Transaction} from "prosemirror-state"
import {refuseOf, settle} from "../shared/suggest_settle"

// The name under which prosemirror-history keeps its state and its metas.
const history = "history$"

/** Whether a change touches nothing but the suggestions of a person. */
export function ownOnly(tr: Transaction, state: EditorState, user: string): boolean {
  const without = refuseOf(user)
  return settle(tr.doc, without).eq(settle(state.doc, without))
}

/**
 * Goes past a step of undo or redo without a change of the text: the history is what it would be had the step been done and
 * something else brought the text back. Null when the step cannot be gone past.
 */
export function passOver(tr: Transaction, state: EditorState): Transaction | null {
  const done = state.apply(tr), back = done.tr.setMeta("addToHistory", false)
  try {
    for (let i = tr.steps.length - 1; i >= 0; i--) back.step(tr.steps[i]!.invert(tr.docs[i]!))
  } catch (error) {
    if (error instanceof RangeError || (error as Error).name === "TransformError") return null
    throw error
  }
  const past = (done.apply(back) as unknown as Record<string, unknown>)[history]
  return state.tr.setMeta(history, {...tr.getMeta(history) as object, historyState: past})
}
