import assert from "node:assert/strict"
import {test} from "node:test"
import {readFileSync} from "node:fs"
import {schema} from "../shared/schema"
import {countWords, measure, nearSegments} from "./count"

interface Case {name: string; text: string; words: number; han: number}
const cases = JSON.parse(readFileSync("assets/shared/testdata/counts.json", "utf8")) as Case[]

test("texts count as they do in Go", () => {
  assert.ok(cases.length >= 60, `${cases.length} cases`)
  for (const {name, text, words, han} of cases) assert.deepEqual(countWords(text), {words, han}, name)
})

// As Chromium's segmenter does, beyond what UAX #29 says.
const partedAtStops = (text: string) => {
  const segments = new Intl.Segmenter("und", {granularity: "word"})
  return text.split(/(?<=\p{L})[.\uFF0E](?=\p{L})/u).flatMap(some => Array.from(segments.segment(some), one => one.segment))
}

test("a browser that parts words at full stops counts the same", () => {
  for (const {name, text, words, han} of cases) assert.deepEqual(countWords(text, partedAtStops), {words, han}, name)
})

test("without a segmenter the count is near", () => {
  for (const {name, text, words} of cases) {
    const near = countWords(text, nearSegments).words
    assert.ok(Math.abs(near - words) <= 2, `${name}: ${near}, not ${words}`)
  }
})

const text = (value: string) => schema.text(value)
const paragraph = (...content: Parameters<typeof schema.node>[2][]) => schema.node("paragraph", null, content.flat() as never)
const note = (value: string) => schema.node("endnote", {id: "n"}, [text(value)])
const part = (hidden: boolean, title: string, ...blocks: ReturnType<typeof paragraph>[]) =>
  schema.node("part", {hidden}, [schema.node("part_title", null, [text(title)]), ...blocks])

test("a manuscript counts titles, captions, lists and references, notes apart, hidden parts not", () => {
  const table = schema.node("table", {caption: "Three words here"}, [schema.node("table_row", null, [schema.node("table_cell", null, [paragraph(text("one cell"))])])])
  const list = schema.node("bullet_list", null, [schema.node("list_item", null, [paragraph(text("an item"))])])
  const doc = schema.node("doc", null, [
    part(false, "Two words", paragraph(text("law"), note("see the source"), text("s end")), table, list,
      paragraph(text("see "), schema.node("cross_reference", {target: "x"}), text(" above"), schema.node("hard_break"), text("below"))),
    part(true, "Hidden part", paragraph(text("not counted at all"), note("nor this"))),
  ])
  // Two words + laws end + caption 3 + one cell + an item + see 0 above below
  assert.deepEqual(measure(doc), {body: {words: 2 + 2 + 3 + 2 + 2 + 4, han: 0}, notes: {words: 3, han: 0}})
  assert.deepEqual(measure(doc.child(1)).body, {words: 6, han: 0}, "a hidden part by itself")
})
