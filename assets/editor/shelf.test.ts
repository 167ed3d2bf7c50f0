import assert from "node:assert/strict"
import {test} from "node:test"
import {EditorState} from "prosemirror-state"
import {collab} from "../shared/collab"
import {dropStep} from "../shared/pending"
import {IDBFactory} from "fake-indexeddb"
import {joined, rawText, Shelf} from "./shelf"
import {Store} from "./store"
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

// Who was made a reader while typing fast found one sentence cut into four texts.
test("what a tab loses in one go is one text, until the person has seen to it", async () => {
  const shelf = new Shelf(new Store(new IDBFactory()), "s", "u", () => {}), texts = () => shelf.list.map(({text}) => text)
  const lost = (text: string, pos: number) => typed([text, pos]).steps.map(dropStep)
  // Refused, the first words are taken out, and those that follow stand where they began.
  await shelf.add(lost("words in ", start), "tab")
  await shelf.add(lost("a row ", start), "tab")
  await shelf.add(lost("elsewhere", start + 9), "tab")
  assert.deepEqual(texts(), ["words in a row \nelsewhere"])
  await shelf.add(lost("of another", start), "other tab")
  assert.equal(shelf.list.length, 2)
  await shelf.discard(shelf.list[0]!.id)
  await shelf.add(lost("later", start), "tab")
  assert.deepEqual(texts(), ["of another", "later"])
})

test("unsent text is that of the blocks it touches", () => {
  const {state} = typed(["new ", start], ["also ", start + 12])
  assert.equal(unsentText(state), "new First.\n\nalso Second.")
})
