import assert from "node:assert/strict"
import {test} from "node:test"
import {Fragment, Slice, type Mark, type Node} from "prosemirror-model"
import {ReplaceStep} from "prosemirror-transform"
import {schema} from "./schema"
import {manuscript} from "./testing/random"
import {applyTyped} from "./typed"

const {marks} = schema
const looks: Mark[][] = [[], [marks["em"]!.create()], [marks["link"]!.create({href: "https://example.org/3"})]]

const link = (n: string) => marks["link"]!.create({href: "https://example.org/" + n})

/** What the library makes of a step; null where it does not apply. */
function byLibrary(step: ReplaceStep, doc: Node): Node | null {
  try {
    return step.apply(doc).doc
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

test("a letter typed anywhere, in any look, makes the same document as a step of the library", () => {
  let typed = 0
  for (const doc of [manuscript(1, 2, 1), manuscript(2, 1, 2)]) {
    for (let pos = 0; pos <= doc.content.size + 1; pos++) {
      for (const look of looks) {
        const step = new ReplaceStep(pos, pos, new Slice(Fragment.from(schema.text("é", look)), 0, 0))
        const path: Node[] = [], mine = applyTyped(step, doc, path), theirs = byLibrary(step, doc)
        assert.equal(mine !== null, theirs !== null && doc.resolve(pos).parent.inlineContent, `at ${pos} of ${doc}`)
        assert.equal(path.length > 0, mine !== null)
        if (!mine) continue
        typed++
        const $at = mine.resolve(pos + 1)
        assert.equal(path.length, $at.depth + 1)
        path.forEach((node, i) => assert.equal(node, $at.node($at.depth - i), `path of ${pos}`))
        assert.equal(JSON.stringify(mine), JSON.stringify(theirs), `at ${pos}`)
        assert.ok(mine.eq(theirs!))
        assert.equal(mine.nodeSize, theirs!.nodeSize)
      }
    }
  }
  assert.ok(typed > 500, `${typed} letters`)
})

test("what is more than a typed letter is left to the library", () => {
  const doc = manuscript(1), text = new Slice(Fragment.from(schema.text("a")), 0, 0)
  const inside = doc.child(0).child(0).nodeSize + 3
  assert.ok(applyTyped(new ReplaceStep(inside, inside, text), doc))
  for (const step of [
    new ReplaceStep(inside, inside + 1, text),
    new ReplaceStep(inside, inside, Slice.empty),
    new ReplaceStep(inside, inside, new Slice(Fragment.from(schema.text("a", [link("1"), link("2")])), 0, 0)),
    new ReplaceStep(inside, inside, new Slice(Fragment.from(schema.nodes["hard_break"]!.create()), 0, 0)),
    new ReplaceStep(inside, inside, new Slice(Fragment.from(schema.nodes["paragraph"]!.create(null, schema.text("a"))), 1, 1)),
  ]) assert.equal(applyTyped(step, doc), null)
})
