import assert from "node:assert/strict"
import {test} from "node:test"
import {Fragment, Slice, type Node} from "prosemirror-model"
import {schema} from "../shared/schema"
import {flatten} from "./notes"
import {withoutParts} from "./paste"
import {stripNumbers} from "./paste_numbers"

const p = (text: string) => schema.node("paragraph", null, text ? [schema.text(text)] : [])
const slice = (...nodes: Node[]) => new Slice(Fragment.from(nodes), 0, 0)
const texts = (of: Slice) => { const list: string[] = []; of.content.forEach(node => list.push(node.textContent)); return list }

for (const {name, given, want, count} of [
  {name: "numbers that count on", given: ["12. Twelve", "13. Thirteen", "14.\u00a0Fourteen"], want: ["Twelve", "Thirteen", "Fourteen"], count: 3},
  {name: "with headings between", given: ["1. One", "A heading", "2. Two"], want: ["One", "A heading", "Two"], count: 2},
  {name: "with brackets", given: ["(1) One", "(2) Two"], want: ["One", "Two"], count: 2},
  {name: "a single one", given: ["12. Twelve", "no number"], want: ["12. Twelve", "no number"], count: 0},
  {name: "a year", given: ["2019. A year", "2020. Another"], want: ["2019. A year", "2020. Another"], count: 0},
  {name: "numbers that do not count on", given: ["1. One", "5. Five"], want: ["1. One", "5. Five"], count: 0},
  {name: "a decimal", given: ["1.5 million", "2.5 million"], want: ["1.5 million", "2.5 million"], count: 0},
]) {
  test("typed numbers: " + name, () => {
    const result = stripNumbers(slice(...given.map(p)))
    assert.deepEqual(texts(result.slice), want)
    assert.equal(result.count, count)
  })
}

test("copied parts come in as blocks, their titles as headings", () => {
  const part = schema.node("part", {id: "x"}, [schema.node("part_title", null, [schema.text("Title")]), p("Text")])
  const result = withoutParts(new Slice(Fragment.from([part, part]), 1, 3))
  assert.deepEqual(result.content.content.map(node => node.type.name), ["heading", "paragraph", "heading", "paragraph"])
  assert.ok(result.openEnd <= 1)
  const piece = withoutParts(new Slice(Fragment.from(schema.node("part_title", null, [schema.text("itl")])), 1, 1))
  assert.deepEqual([piece.content.firstChild!.type.name, piece.openStart, piece.openEnd], ["paragraph", 1, 1])
})

test("what is pasted into a note is one line of text", () => {
  const bold = schema.text("bold", [schema.mark("strong")])
  const result = flatten(slice(schema.node("heading", null, [schema.text("One")]), schema.node("paragraph", null, [bold, schema.node("endnote", null, [schema.text("inner")])])))
  assert.equal(result.content.textBetween(0, result.content.size), "One bold")
  assert.ok(schema.node("endnote", null, result.content))
})
