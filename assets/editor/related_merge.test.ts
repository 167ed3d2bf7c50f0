// Newer words of a source in a text that has changes of its own.
import assert from "node:assert/strict"
import {test} from "node:test"
import {Fragment, type Node} from "prosemirror-model"
import {schema} from "../shared/schema"
import {merge} from "./related_merge"

const note = (id: string, text: string) => schema.nodes["endnote"]!.create({id}, schema.text(text))
const of = (...parts: (string | Node)[]) => Fragment.from(parts.map(part => typeof part === "string" ? schema.text(part) : part))

/** The text here after the changes; null for a conflict. */
function merged(was: Fragment, now: Fragment, here: Fragment): Fragment | null {
  const changes = merge(was, now, here)
  return changes && changes.slice().reverse().reduce((text, {from, to, content}) => text.cut(0, from).append(content).append(text.cut(to)), here)
}

const shown = (node: Node) => node.type.name === "endnote" ? `[${node.textContent}]` : node.textContent
const plain = (text: Fragment | null) => text && Array.from({length: text.childCount}, (_, i) => shown(text.child(i))).join("")

test("changes of both sides come together where they are at different places", () => {
  for (const [was, now, here, want] of [
    ["In Mexico 40 were returned.", "In Mexico 52 were returned.", "In Mexico 40 were returned.", "In Mexico 52 were returned."],
    ["In Mexico 40 were returned.", "In Mexico 52 were returned.", "In Honduras 40 were returned.", "In Honduras 52 were returned."],
    ["A b c.", "A b c. D e.", "X b c.", "X b c. D e."],
    ["A b c.", "First. A b c.", "A b z.", "First. A b z."],
    ["A b c d.", "A d.", "A b c d e.", "A d e."],
    ["A b c.", "A b c.", "Z.", "Z."],
    ["", "New words.", "", "New words."],
    ["All of it.", "", "All of it.", ""],
    ["A b c.", "A x c.", "A x c.", "A x c."],
    ["一二三", "一四三", "一二三五", "一四三五"],
  ] as const) {
    const text = (words: string) => words ? of(words) : Fragment.empty
    assert.equal(plain(merged(text(was), text(now), text(here))), want, `${was} → ${now}, here ${here}`)
  }
})

test("what both sides changed is a conflict", () => {
  for (const [was, now, here] of [
    ["In Mexico 40 were.", "In Mexico 52 were.", "In Mexico 41 were."],
    ["A b c.", "A x c.", "A c."],
    ["A b c.", "Entirely other words", "Nothing of that stayed"],
  ] as const) assert.equal(merge(of(was), of(now), of(here)), null, here)
})

test("notes are told apart by their words", () => {
  const was = of("A", note("a", "Source."), " b.")
  assert.equal(plain(merged(was, of("A", note("a", "Source, 2026."), " b."), of("Z A", note("n", "Source."), " b."))), "Z A[Source, 2026.] b.")
  assert.equal(plain(merged(was, of("A b."), of("A", note("n", "Source."), " b. More."))), "A b. More.")
  assert.equal(merge(was, of("A", note("a", "Source, 2026."), " b."), of("A", note("n", "Own source."), " b.")), null)
})

test("what was suggested here is a change of here", () => {
  const suggested = schema.marks["insertion"]!.create({id: "s", user: "u", at: 1})
  const here = of("A b", schema.text(" new", [suggested]), " c.")
  assert.equal(plain(merged(of("A b c."), of("A b c. D."), here)), "A b new c. D.")
  assert.equal(merge(of("A b c."), of("A."), here), null)
})

test("a text too long to compare changes at one place", () => {
  const words = Array.from({length: 6_000}, (_, i) => "w" + i).join(" ")
  assert.equal(plain(merged(of(words), of(words + " end"), of(words))), words + " end")
})
