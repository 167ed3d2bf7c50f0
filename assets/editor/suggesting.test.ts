// What the keys make as suggestions, block by block: which paragraph is new, and which one keeps its id.
import assert from "node:assert/strict"
import {test} from "node:test"
import {deleteSelection, joinBackward} from "prosemirror-commands"
import {closeHistory, history, redo, undo} from "prosemirror-history"
import type {Node} from "prosemirror-model"
import {EditorState, TextSelection, type Command, type Transaction} from "prosemirror-state"
import {schema} from "../shared/schema"
import {suggest} from "../shared/suggest"
import {decide} from "../shared/suggest_decide"
import {backspace, enter, toggleList} from "./blocks"
import {asSuggested, suggestingMode} from "./suggesting"

const block = (type: string, id: string, words: string) => schema.node(type, {id}, schema.text(words))
const doc = schema.node("doc", null, schema.node("part", {id: "p"}, [
  schema.node("part_title", null, schema.text("Title")), block("paragraph", "a", "One two"), block("heading", "h", "Heading"),
  block("paragraph", "b", "Three four"), block("recommendation", "r", "Recommend"),
  schema.node("bullet_list", {id: "l"}, schema.node("list_item", null, block("paragraph", "i", "Item"))),
]))

function at(id: string, offset: number): number {
  let found = -1
  doc.descendants((node, pos) => { if (node.attrs["id"] === id) found = pos + 1 + offset })
  return found
}

/** Blocks as "a: kept -gone- +new+", "new<: …" for one split off, "new>" where the block after it is the one kept, "^" for joined. */
function shape(after: Node): string {
  const lines: string[] = []
  after.firstChild!.forEach((node, _, i) => {
    if (!i || !node.isTextblock) return
    const signs = node.marks.map(mark => (mark.type.name === "split" ? "<" : "^") + (mark.attrs["kept"] === "after" ? ">" : "")).join("")
    const words = node.content.content.map(one => ({insertion: `+${one.text}+`, deletion: `-${one.text}-`}[one.marks[0]?.type.name ?? ""] ?? one.text)).join("")
    lines.push(`${node.attrs["id"]}${signs}: ${words}`)
  })
  return lines.join(" | ")
}

function suggested(from: number, to: number, command: Command): string {
  let state = EditorState.create({doc}), made: Transaction | null = null
  state = state.apply(state.tr.setSelection(TextSelection.create(doc, from, to)))
  command(state, tr => { made = tr })
  const result = suggest(state, made!, {id: "s", user: "u", at: 0}, () => "new")
  return "refused" in result ? result.refused : `${shape(result.tr.doc)} @${result.tr.selection.$head.parent.attrs["id"]}`
}

const rest = "r: Recommend", whole = "a: One two | h: Heading | b: Three four"
const typed: Command = (state, dispatch) => { dispatch?.(state.tr.insertText("X")); return true }

for (const [name, got, want] of [
  ["Enter in a paragraph", suggested(at("a", 3), at("a", 3), enter), `a: One | new<:  two | h: Heading | b: Three four | ${rest} @new`],
  ["Enter at its start leaves it its id", suggested(at("a", 0), at("a", 0), enter), `new:  | a<>: One two | h: Heading | b: Three four | ${rest} @a`],
  ["Enter behind a heading", suggested(at("h", 7), at("h", 7), enter), `a: One two | h: Heading | new<:  | b: Three four | ${rest} @new`],
  ["Enter before a heading", suggested(at("h", 0), at("h", 0), enter), `a: One two | new:  | h<>: Heading | b: Three four | ${rest} @h`],
  ["Enter in a recommendation", suggested(at("r", 3), at("r", 3), enter), `${whole} | r: Rec | new<: ommend @new`],
  ["Enter over words", suggested(at("a", 1), at("a", 4), enter), `a: O-ne - | new<: two | h: Heading | b: Three four | ${rest} @new`],
  ["Backspace at a start", suggested(at("b", 0), at("b", 0), joinBackward), `a: One two | h: Heading | b^: Three four | ${rest} @h`],
  ["deleting over blocks", suggested(at("a", 3), at("b", 2), deleteSelection), `a: One- two- | h^: -Heading- | b^: -Th-ree four | ${rest} @a`],
  ["deleting a block", suggested(at("b", 0), at("r", 0), deleteSelection), `a: One two | h: Heading | b^: -Three four- | ${rest} @r`],
  ["typing over blocks", suggested(at("a", 3), at("b", 2), typed), `a: One- two- | h^: -Heading- | b^: -Th-+X+ree four | ${rest} @b`],
  ["the kind of a block", suggested(at("h", 0), at("h", 0), backspace), "kind"],
  ["the first block of a part in a list", suggested(at("a", 0), at("a", 0), toggleList("bullet_list")), "list"],
  ["hiding a part", suggested(at("a", 0), at("a", 0), (state, dispatch) => { dispatch?.(state.tr.setNodeAttribute(0, "hidden", true)); return true }), "part"],
  ["an item of a list", suggested(at("i", 2), at("i", 2), enter), "list"],
] as const) {
  test(name, () => assert.equal(got, want))
}

test("what others accepted is not undone by who may only suggest, and what was written before it still is", () => {
  const told: string[] = []
  let state = EditorState.create({doc, plugins: [history(), suggestingMode(() => true)]})
  const dispatch = (tr: Transaction) => {
    const made = asSuggested(tr, state, "u", reason => told.push(reason))
    if (made) state = state.apply(made)
  }
  const type = (id: string, text: string) => dispatch(closeHistory(state.tr.insertText(text, at(id, 0) + state.doc.content.size - doc.content.size)))
  type("a", "First ")
  type("b", "Second ")
  const second = state.doc.nodeAt(at("b", 0) + "First ".length)!.marks[0]!
  state = state.apply(decide(state, mark => mark.eq(second) ? "accept" : "keep")!.setMeta("addToHistory", false))
  const accepted = state.doc
  undo(state, dispatch)
  assert.deepEqual(told, ["decided"])
  assert.ok(state.doc.eq(accepted))
  undo(state, dispatch)
  assert.equal(state.doc.textContent, doc.textContent.replace("Three", "Second Three"))
  redo(state, dispatch)
  assert.ok(state.doc.eq(accepted))
  redo(state, dispatch)
  assert.ok(state.doc.eq(accepted), "done a second time")
  assert.deepEqual(told, ["decided", "decided"])
})
