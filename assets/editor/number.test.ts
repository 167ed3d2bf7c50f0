import assert from "node:assert/strict"
import {readFileSync} from "node:fs"
import {test} from "node:test"
import type {Node} from "prosemirror-model"
import {readManuscript} from "../shared/check"
import {schema} from "../shared/schema"
import {label, number} from "./number"

const node = (type: string, attrs: Record<string, unknown>, ...content: Node[]) => schema.node(type, attrs, content)
const p = (id: string, numbered = true, ...content: Node[]) => node("paragraph", {id, numbered}, ...content)
const note = (id: string) => node("endnote", {id})
const ref = (target: string) => node("cross_reference", {target})
const part = (hidden: boolean, ...blocks: Node[]) => node("part", {hidden}, node("part_title", {}), ...blocks)
const labels = (doc: Node) => Object.fromEntries([...number(doc).byId].map(([id, place]) => [id, place.kind + " " + label(place)]))

test("numbers run through the visible parts", () => {
  const doc = node("doc", {},
    part(false, p("a", true, note("n1")), p("plain", false), node("heading", {id: "h"}), node("recommendation", {id: "r1"}, note("n2"))),
    part(true, p("hidden", true, note("n3"), ref("a")), node("recommendation", {id: "r2"})),
    part(false,
      node("bullet_list", {id: "l"}, node("list_item", {}, p("in-list", true, note("n4")))),
      node("table", {id: "t"}, node("table_row", {}, node("table_cell", {}, p("in-cell", true, note("n5"))))),
      p("b"), p("", true), p("c", true, ref("gone")), node("recommendation", {id: "r3"})))
  assert.deepEqual(labels(doc), {
    a: "paragraph 1", n1: "endnote 1", r1: "recommendation R1", n2: "endnote 2", n4: "endnote 3", t: "table 1", n5: "endnote 4",
    b: "paragraph 2", c: "paragraph 4", r3: "recommendation R2",
  })
  assert.deepEqual(number(doc).references.map(one => one.node.attrs["target"]), ["a", "gone"])
})

test("an id that stands twice belongs to the first place; both are numbered", () => {
  const found = number(node("doc", {}, part(false, p("a"), p("a"), p("b"))))
  assert.equal(found.byId.get("a")!.number, 1)
  assert.equal(found.byId.get("b")!.number, 3)
})

test("positions are those of the nodes", () => {
  const doc = node("doc", {}, part(false, p("a", true, schema.text("x"), note("n"), ref("a")), node("table", {id: "t"}, node("table_row", {}, node("table_cell", {}, p("", true, note("m")))))))
  const found = number(doc)
  for (const place of found.places) assert.equal(doc.nodeAt(place.pos), place.node)
  for (const one of found.references) assert.equal(doc.nodeAt(one.pos), one.node)
})

test("numbers are those of the text without its open suggestions", () => {
  const vectors = JSON.parse(readFileSync("assets/shared/testdata/suggestions.json", "utf8")) as {doc: unknown; settled: unknown}[]
  const labels = (json: unknown) => number(readManuscript(json)).places.map(({kind, id, number}) => `${kind} ${id} ${number}`)
  for (const {doc, settled} of vectors) assert.deepEqual(labels(doc), labels(settled))
})
