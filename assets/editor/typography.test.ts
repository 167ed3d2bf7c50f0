import assert from "node:assert/strict"
import {test} from "node:test"
import {history, undo} from "prosemirror-history"
import type {Node} from "prosemirror-model"
import {EditorState, type Transaction} from "prosemirror-state"
import type {EditorView} from "prosemirror-view"
import {schema} from "../shared/schema"
import {whileTyping} from "./typography"
import {mending, scan} from "./typography_scan"

const {part, part_title, paragraph, endnote, cross_reference} = schema.nodes
const document = (...content: Node[]) => schema.node("doc", null, [part!.create({id: "p"}, [part_title!.create(), paragraph!.create({id: "b"}, content)])])
const text = (words: string, ...marks: string[]) => schema.text(words, marks.map(name => schema.mark(name, name === "link" ? {href: "https://example.org/?"} : null)))
const body = (state: EditorState) => state.doc.textContent.replaceAll("\u00a0", "~")
const stateOf = (doc: Node) => EditorState.create({doc, plugins: [history()]})

test("mends blocks and notes, keeps marks, leaves links, and is one change to undo", () => {
  const doc = document(text("Quoi ?", "strong"), text(" Le lien ?", "link"), endnote!.create({id: "n"}, text("Voir l'acte")), text(" ; fin"), cross_reference!.create({target: "b"}), text(" !"))
  let state = stateOf(doc)
  const places = scan(doc, "fr")
  assert.deepEqual(places.map(place => place.kind), ["spaces", "apostrophes", "spaces", "spaces"])
  assert.deepEqual([places[0]!.before.slice(0, 6), places[0]!.after.slice(0, 6)], ["Quoi·?", "Quoi°?"])
  state = state.apply(mending(state, places)!)
  assert.equal(body(state), "Quoi~? Le lien ?Voir l’acte~; fin~!")
  assert.ok(state.doc.nodeAt(4)!.marks.some(mark => mark.type.name === "strong"))
  assert.deepEqual(scan(state.doc, "fr"), [])
  undo(state, tr => { state = state.apply(tr) })
  assert.ok(state.doc.eq(doc))
})

test("a place where something is put in takes the marks before it", () => {
  let state = stateOf(document(text("Quoi", "em"), text("?")))
  state = state.apply(mending(state, scan(state.doc, "fr"))!)
  assert.equal(body(state), "Quoi~?")
})

test("nothing to mend makes no change", () => {
  assert.equal(mending(stateOf(document(text("Rien."))), []), null)
})

// As much of a view as the plugin needs, with the cursor at the end of the paragraph.
function typed(words: string, on: boolean, key = " ", composing = false) {
  const told: string[][] = []
  const doc = document(text(words)), at = doc.content.size - 2
  let state = stateOf(doc)
  state = state.apply(state.tr.setSelection((state.selection.constructor as unknown as {create(doc: Node, at: number): typeof state.selection}).create(doc, at)))
  const view = {get state() { return state }, composing, dispatch: (tr: Transaction) => { state = state.apply(tr) }} as unknown as EditorView
  const plugin = whileTyping({language: "fr", on: () => on, changed: (...both) => told.push(both)})
  const handled = plugin.props.handleTextInput!.call(plugin, view, at, at, key, () => state.tr)
  return {handled, told, undo: () => undo(state, tr => { state = state.apply(tr) }), now: () => body(state)}
}

test("while typing: off until wanted, only at a blank, only for the word just typed, and undone alone", () => {
  assert.equal(typed("Quoi?", false).handled, false)
  assert.equal(typed("Quoi?", true, "x").handled, false)
  assert.equal(typed("Quoi?", true, " ", true).handled, false)
  assert.equal(typed("Quoi? Rien du tout", true).handled, false)
  assert.equal(typed("https://example.org/?", true).handled, false)
  const one = typed("Et quoi?", true)
  assert.equal(one.handled, true)
  assert.equal(one.now(), "Et quoi~? ")
  assert.deepEqual(one.told, [["quoi?", "quoi\u00a0?"]])
  one.undo()
  assert.equal(one.now(), "Et quoi? ")
})
