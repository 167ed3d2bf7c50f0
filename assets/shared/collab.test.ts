import assert from "node:assert/strict"
import {test} from "node:test"
import {history, undo} from "prosemirror-history"
import {EditorState, TextSelection, type Transaction} from "prosemirror-state"
import {AddMarkStep} from "prosemirror-transform"
import {collab, collabState, forgetDropped, Gap, receiveAll, refuse, takeCommit, type CommitJSON} from "./collab"
import {stepsToJSON, type StepJSON} from "./flat"
import {keep, restore, type Kept} from "./pending"
import {schema} from "./schema"

const text = (content: string) => schema.node("doc", null, [schema.node("part", {id: "part"}, [
  schema.node("part_title"), schema.node("paragraph", {id: "p"}, content ? [schema.text(content)] : []),
])])
const start = 4 // the position before the first character

class Tab {
  state: EditorState
  constructor() { this.state = EditorState.create({doc: text("Hello world."), plugins: [history(), collab(0)]}) }
  readonly dispatch = (tr: Transaction): EditorState => this.state = this.state.apply(tr)
  type(what: string, at: number) { this.dispatch(this.state.tr.insertText(what, start + at)); return this }
  take(ref: string) {
    const taken = takeCommit(this.state, ref)
    if (taken) this.dispatch(taken.tr)
    return taken?.commit ?? null
  }
  receive(...commits: CommitJSON[]) { receiveAll(this.state, commits, this.dispatch); return this }
  get text() { return this.state.doc.textContent }
  get collab() { return collabState(this.state) }
}

// A commit that somebody else made on a text with this content.
function foreign(v: number, what: string, at: number): CommitJSON {
  const tr = EditorState.create({doc: text("Hello world, and a good deal more.")}).tr.insertText(what, start + at)
  return {v, ref: "foreign" + v, client: "other", user: "other", steps: stepsToJSON(tr.steps), as: true}
}
const confirm = (v: number, ref: string): CommitJSON => ({v, ref, client: "me", user: "me", as: true})

test("a run of typing goes as one step", () => {
  const tab = new Tab()
  tab.type("a", 0).type("b", 1).type("c", 2)
  const commit = tab.take("one")!
  assert.equal(commit.base, 0)
  assert.equal((JSON.parse(commit.steps) as StepJSON[]).length, 1)
  assert.equal(tab.take("two"), null, "a second one while one is in flight")
  tab.receive(confirm(1, "one"))
  assert.deepEqual([tab.collab.version, tab.collab.pending.length, tab.collab.inFlight], [1, 0, null])
  assert.equal(tab.take("three"), null, "nothing to send")
})

test("a commit has bounds", () => {
  const tab = new Tab()
  for (let i = 0; i < 10; i++) tab.type("a".repeat(50), 0)
  const taken = takeCommit(tab.state, "ref", {steps: 6, bytes: 100_000})!
  assert.equal(collabState(tab.state.apply(taken.tr)).pending.filter(p => p.ref).length, 6)
  const small = takeCommit(tab.state, "ref", {steps: 10, bytes: 400})!
  assert.ok(small.commit.steps.length <= 400)
})

test("what others wrote comes in under what is not confirmed", () => {
  const tab = new Tab().type("mine ", 0)
  tab.take("one")
  tab.receive(foreign(1, "Oh! ", 12))
  assert.equal(tab.text, "mine Hello world.Oh! ")
  assert.equal(tab.collab.pending[0]!.before.textContent, "Hello world.Oh! ")
  tab.receive({...confirm(2, "one"), as: false, steps: stepsToJSON(tab.collab.pending.map(p => p.step)), kept: [0]} as CommitJSON)
  assert.equal(tab.collab.pending.length, 0)
  assert.equal(tab.collab.version, 2)
})

test("the server's form of the own commit wins", () => {
  const tab = new Tab().type("mine", 0)
  tab.take("one")
  tab.type("!", 12)
  const theirs = EditorState.create({doc: text("Hello world.")}).tr.insertText("MINE", start)
  tab.receive({v: 1, ref: "one", client: "me", user: "me", steps: stepsToJSON(theirs.steps), kept: [0]})
  assert.equal(tab.text, "MINEHello wo!rld.")
  assert.equal(tab.collab.pending.length, 1)
})

test("what was received before is skipped, a gap is an error", () => {
  const tab = new Tab()
  const one = foreign(1, "a", 0), two = foreign(2, "b", 0), four = foreign(4, "d", 0)
  tab.receive(one).receive(one, two)
  assert.equal(tab.text, "baHello world.")
  assert.throws(() => tab.receive(four), (error: Gap) => error instanceof Gap && error.version === 2 && error.received === 4)
  assert.equal(tab.text, "baHello world.")
})

test("a cursor stays before what others write at it", () => {
  const tab = new Tab()
  tab.dispatch(tab.state.tr.setSelection(TextSelection.create(tab.state.doc, start + 5)))
  tab.receive(foreign(1, "XX", 5))
  assert.equal(tab.state.selection.head, start + 5)
  // and after what one has written oneself, though that is taken back and redone
  const writer = new Tab()
  writer.dispatch(writer.state.tr.setSelection(TextSelection.create(writer.state.doc, start + 5)).insertText("abc"))
  writer.receive(foreign(1, "XX", 2))
  assert.equal(writer.text, "HeXXlloabc world.")
  assert.equal(writer.state.selection.head, start + 10)
})

test("a step whose place was deleted is kept aside with its text", () => {
  const tab = new Tab().type("precious ", 6)
  const gone = EditorState.create({doc: text("Hello world.")}).tr.delete(start, start + 12)
  tab.receive({v: 1, ref: "f", client: "o", user: "o", steps: stepsToJSON(gone.steps), as: true})
  assert.equal(tab.text, "")
  assert.deepEqual(tab.collab.dropped.map(d => d.text), ["precious "])
  tab.dispatch(forgetDropped(tab.state))
  assert.equal(tab.collab.dropped.length, 0)
})

test("a refused commit is taken back and what came after it stays", () => {
  const tab = new Tab().type("bad ", 0)
  tab.take("one")
  tab.type(" good", 16)
  tab.dispatch(refuse(tab.state))
  assert.equal(tab.text, "Hello world. good")
  assert.deepEqual(tab.collab.dropped.map(d => d.text), ["bad "])
  assert.deepEqual([tab.collab.inFlight, tab.collab.pending.length, tab.collab.version], [null, 1, 0])
})

// Step.invert would take the emphasis from the words in an endnote that had it before the whole sentence got it.
test("taking back is exact", () => {
  const em = schema.marks["em"]!.create()
  const note = schema.node("endnote", {id: "n"}, schema.text("note", [em]))
  const doc = schema.node("doc", null, schema.node("part", {id: "part"}, [
    schema.node("part_title"), schema.node("paragraph", {id: "p"}, [schema.text("before "), note, schema.text(" after")]),
  ]))
  const tab = new Tab()
  tab.state = EditorState.create({doc, plugins: [history(), collab(0)]})
  tab.dispatch(tab.state.tr.step(new AddMarkStep(start, doc.content.size - 2, em)))
  tab.take("one")
  tab.dispatch(refuse(tab.state))
  assert.ok(tab.state.doc.eq(doc))
})

test("undo takes back the own edit only, also after others wrote", () => {
  const tab = new Tab().type("mine ", 0)
  tab.receive(foreign(1, "Oh! ", 12))
  undo(tab.state, tab.dispatch)
  assert.equal(tab.text, "Hello world.Oh! ")
})

test("what is not confirmed survives a reload", () => {
  const tab = new Tab().type("sent ", 0)
  const commit = tab.take("one")!
  tab.type("waiting ", 5)
  tab.receive(foreign(1, "Oh! ", 12))
  const kept = JSON.parse(JSON.stringify(keep(tab.state.doc, tab.collab))) as Kept
  const back = restore(schema, kept), again = new Tab()
  again.state = EditorState.create({doc: back.doc, plugins: [history(), collab(back.state)]})
  assert.equal(again.text, tab.text)
  assert.deepEqual(again.collab.inFlight, commit)
  assert.deepEqual(again.collab.pending.map(p => p.ref), ["one", null])
  again.dispatch(refuse(again.state))
  assert.equal(again.text, "waiting Hello world.Oh! ")

  assert.throws(() => restore(schema, {...kept, schema: 0}), RangeError)
  const elsewhere = {...kept.pending[0]!, step: {...kept.pending[0]!.step, from: 900, to: 900}}
  assert.throws(() => restore(schema, {...kept, pending: [elsewhere]}), RangeError)
})
