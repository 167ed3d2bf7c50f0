import assert from "node:assert/strict"
import {test} from "node:test"
import {EditorState} from "prosemirror-state"
import {collab} from "../shared/collab"
import {dropStep} from "../shared/pending"
import {joined, rawText} from "./shelf"
import {manuscript} from "./testing/server"
import {unsentText} from "./unsent"

function typed(...edits: [text: string, pos: number][]) {
  let state = EditorState.create({doc: manuscript(["First.", "Second.", "Third."]), plugins: [collab(0)]})
  const steps = edits.map(([text, pos]) => {
    const tr = state.tr.insertText(text, pos)
    state = state.apply(tr)
    return tr.steps[0]!
  })
  return {state, steps}
}
const start = 9 // before "First."

test("lost letters join into the words they were", () => {
  const {steps} = typed(["w", start], ["o", start + 1], ["r", start + 2], ["d", start + 3], ["other", start + 12])
  assert.equal(joined(steps.map(dropStep)), "word\nother")
  assert.equal(steps.map(step => rawText(dropStep(step).step)).join(" "), "w o r d other")
})

test("unsent text is that of the blocks it touches", () => {
  const {state} = typed(["new ", start], ["also ", start + 12])
  assert.equal(unsentText(state), "new First.\n\nalso Second.")
})
