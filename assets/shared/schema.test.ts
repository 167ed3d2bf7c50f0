// The vectors that internal/prose reads too: what is a manuscript here is one there.
import assert from "node:assert/strict"
import {readFileSync} from "node:fs"
import {test} from "node:test"
import {type Node} from "prosemirror-model"
import {checkChanged, maxDepth, readManuscript} from "./check"
import {manuscript} from "./testing/random"

interface Vector { name: string; valid: boolean; doc: unknown }
const vectors = JSON.parse(readFileSync("assets/shared/testdata/manuscripts.json", "utf8")) as Vector[]

test("there are vectors of both kinds", () => {
  assert.ok(vectors.filter(v => v.valid).length >= 20)
  assert.ok(vectors.filter(v => !v.valid).length >= 40)
})

for (const {name, valid, doc} of vectors) {
  test(`${valid ? "valid" : "not valid"}: ${name}`, () => {
    if (!valid) {
      assert.throws(() => readManuscript(doc), RangeError)
      return
    }
    const node = readManuscript(doc)
    node.check()
    assert.ok(readManuscript(JSON.parse(JSON.stringify(node))).eq(node), "changed by a round trip")
  })
}

test("a check of what changed finds what a full check finds", () => {
  const doc = manuscript(1), part = doc.child(0)
  const broken = doc.copy(doc.content.replaceChild(0, part.copy(part.content.cut(part.child(0).nodeSize))))
  assert.throws(() => broken.check(), RangeError)
  assert.throws(() => checkChanged(doc, broken), RangeError)
  checkChanged(doc, doc.copy(doc.content.cut(0, part.nodeSize)))
})

test("depth is counted on the changed path", () => {
  const doc = manuscript(1), {bullet_list: list, list_item: item, paragraph} = doc.type.schema.nodes
  const part = doc.child(0), withBlock = (block: Node) => doc.copy(doc.content.replaceChild(0, part.copy(part.content.addToEnd(block))))
  // A block of a part stands at depth 2; each list around it puts it two deeper.
  let block = paragraph!.create(), depth = 2
  for (; depth + 2 <= maxDepth; depth += 2) {
    block = list!.create(null, item!.create(null, block.type === list ? [paragraph!.create(), block] : block))
  }
  checkChanged(doc, withBlock(block))
  assert.throws(() => checkChanged(doc, withBlock(list!.create(null, item!.create(null, [paragraph!.create(), block])))), /too deep/)
})
