import assert from "node:assert/strict"
import {test} from "node:test"
import {history, undo} from "prosemirror-history"
import type {Node} from "prosemirror-model"
import {EditorState} from "prosemirror-state"
import {schema} from "../shared/schema"
import {suggest} from "../shared/suggest"
import {fixing, type Fix} from "./findings_mend"

const {part, part_title, paragraph, heading, endnote, cross_reference, recommendation} = schema.nodes
const stateOf = (...blocks: Node[]) => EditorState.create({
  doc: schema.node("doc", null, [part!.create({id: "p"}, [part_title!.create(), ...blocks])]), plugins: [history()],
})
const words = (text: string, ...marks: string[]) => schema.text(text, marks.map(name => schema.mark(name, name === "link" ? {href: "https://example.org"} : null)))
const offer = (kind: Fix["kind"], old = "", put = ""): Fix => ({kind, old, new: put, offer: ""})

/** The text after a fix, undone once to see that it is one change. */
function fixed(state: EditorState, id: string, fix: Fix): string | null {
  const tr = fixing(state, id, fix)
  if (!tr) return null
  let now = state.apply(tr)
  now.doc.check()
  const text = now.doc.textContent
  undo(now, back => { now = now.apply(back) })
  assert.ok(now.doc.eq(state.doc), "undo takes it back")
  return text
}

test("replaces the words of the finding where they are whole, with their marks, also in a note", () => {
  const state = stateOf(
    paragraph!.create({id: "a"}, [words("In 140.85 and "), words("140.8", "strong"), words(" it says."), endnote!.create({id: "n"}, words("See a/hrc/56/9, 140.8."))]),
    paragraph!.create({id: "b"}, words("140.8")))
  assert.equal(fixed(state, "a", offer("replace", "140.8", "140.7")), "In 140.85 and 140.7 it says.See a/hrc/56/9, 140.8.140.8")
  assert.equal(fixed(state, "n", offer("replace", "140.8", "140.7")), "In 140.85 and 140.8 it says.See a/hrc/56/9, 140.7.140.8")
  assert.equal(fixed(state, "a", offer("replace", "a/hrc/56/9", "A/HRC/56/9")), "In 140.85 and 140.8 it says.See A/HRC/56/9, 140.8.140.8")
  const bold = state.apply(fixing(state, "a", offer("replace", "140.8", "140.7"))!)
  let strong = ""
  bold.doc.descendants(node => { if (node.marks.some(mark => mark.type.name === "strong")) strong += node.text ?? "" })
  assert.equal(strong, "140.7")
})

test("changes nothing when the words are gone, are a link, or the block is not there", () => {
  const state = stateOf(paragraph!.create({id: "a"}, [words("See "), words("140.8", "link")]))
  assert.equal(fixed(state, "a", offer("replace", "140.8", "140.7")), null)
  assert.equal(fixed(state, "a", offer("replace", "141.8", "140.7")), null)
  assert.equal(fixed(state, "gone", offer("replace", "See", "Look")), null)
  assert.equal(fixed(state, "a", offer("replace", "", "Look")), null)
  assert.equal(fixed(state, "a", offer("keywords")), null)
})

test("takes out what is empty and nothing else", () => {
  const state = stateOf(
    paragraph!.create({id: "a"}, [words("Text."), endnote!.create({id: "n"}, words(" "))]), paragraph!.create({id: "b"}, words(" ")),
    recommendation!.create({id: "r"}), paragraph!.create({id: "c"}, cross_reference!.create({target: "a"})))
  for (const id of ["n", "b", "r"]) {
    const left = state.apply(fixing(state, id, offer("remove"))!)
    let there = false
    left.doc.descendants(node => { there ||= node.attrs["id"] === id })
    assert.equal(there, false, id)
  }
  assert.equal(fixed(state, "a", offer("remove")), null)
  assert.equal(fixed(state, "c", offer("remove")), null, "a reference is no words, and something")
})

test("numbers a paragraph and raises a subheading, once", () => {
  const state = stateOf(paragraph!.create({id: "a", numbered: false}, words("Text.")), heading!.create({id: "h", level: 2}, words("Low")))
  const numbered = state.apply(fixing(state, "a", offer("number"))!), raised = state.apply(fixing(state, "h", offer("raise"))!)
  assert.equal(numbered.doc.child(0).child(1).attrs["numbered"], true)
  assert.equal(raised.doc.child(0).child(2).attrs["level"], 1)
  assert.equal(fixing(numbered, "a", offer("number")), null)
  assert.equal(fixing(raised, "h", offer("raise")), null)
  assert.equal(fixing(state, "h", offer("number")), null)
})

test("is a suggestion in the mode in which changes are suggestions", () => {
  const state = stateOf(paragraph!.create({id: "a"}, words("Recommendation 140.8 was noted.")))
  const result = suggest(state, fixing(state, "a", offer("replace", "140.8", "140.7"))!, {id: "s", user: "u", at: 1}, () => "new")
  assert.ok("tr" in result)
  const doc = result.tr.doc, marked: string[] = []
  doc.descendants(node => { for (const mark of node.marks) marked.push(`${mark.type.name} ${node.text}`) })
  assert.match(marked.join(", "), /deletion/)
  assert.match(marked.join(", "), /insertion/)
  assert.match(doc.textContent, /140\.[78]/)
})
