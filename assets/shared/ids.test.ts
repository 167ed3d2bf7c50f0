import assert from "node:assert/strict"
import {test} from "node:test"
import {EditorState, type Transaction} from "prosemirror-state"
import {collabKey, collab, collabState} from "./collab"
import {ids, newBlockId, newRef} from "./ids"
import {schema} from "./schema"

const paragraph = (id: string, content: string) => schema.node("paragraph", {id}, content ? [schema.text(content)] : [])
const open = (...blocks: ReturnType<typeof paragraph>[]) => {
  let count = 0
  const doc = schema.node("doc", null, [schema.node("part", {id: "part"}, [schema.node("part_title"), ...blocks])])
  return EditorState.create({doc, plugins: [collab(0), ids(() => "new" + count++)]})
}
const blockIds = (state: EditorState) => {
  const list: unknown[] = []
  state.doc.child(0).forEach((block, _, i) => { if (i) list.push(block.attrs["id"]) })
  return list
}
const apply = (state: EditorState, tr: Transaction) => state.apply(tr)

test("ids have the agreed form", () => {
  assert.match(newBlockId(), /^[a-z2-7]{12}$/)
  assert.match(newRef(), /^[a-z2-7]{20}$/)
  assert.notEqual(newRef(), newRef())
})

test("of a split paragraph the first half keeps the id", () => {
  const state = open(paragraph("p", "onetwo"))
  assert.deepEqual(blockIds(apply(state, state.tr.split(7))), ["p", "new0"])
})

test("Enter at the start leaves the id with the text", () => {
  const state = open(paragraph("p", "onetwo"))
  const next = apply(state, state.tr.split(4))
  assert.deepEqual(blockIds(next), ["new0", "p"])
  assert.equal(collabState(next).pending.length, 2, "the mending is sent too")
})

test("what has no id gets one", () => {
  const state = open(paragraph("p", "one"))
  assert.deepEqual(blockIds(apply(state, state.tr.insert(3, paragraph("", "x")))), ["new0", "p"])
})

test("what others made double is left to them", () => {
  const state = open(paragraph("p", "onetwo"))
  const tr = state.tr.split(7)
  assert.deepEqual(blockIds(apply(state, tr.setMeta(collabKey, collabState(state)))), ["p", "p"])
})
