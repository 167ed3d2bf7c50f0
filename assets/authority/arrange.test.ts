import assert from "node:assert/strict"
import {test} from "node:test"
import {Fragment, type Node} from "prosemirror-model"
import {Transform} from "prosemirror-transform"
import {schema} from "../shared/schema"
import {manuscript, random} from "../shared/testing/random"
import {arrangeParts} from "./arrange"

const ids = (doc: Node) => doc.content.content.map(part => part.attrs["id"] as string)

test("parts come back in their order, and those in both texts are left alone", () => {
  for (let seed = 1; seed <= 200; seed++) {
    const next01 = random(seed), r = (n: number) => Math.floor(next01() * n), whole = manuscript(seed)
    // The parts there are, under ids that any two texts share some of.
    const pool = ["a", "b", "c", "d", "e"].map(id => schema.nodes["part"]!.create(
      {...whole.child(0).attrs, id}, whole.child(0).content))
    const some = () => {
      const left = [...pool], chosen: Node[] = []
      for (let n = 1 + r(5); n > 0; n--) chosen.push(...left.splice(r(left.length), 1))
      return whole.copy(Fragment.from(chosen))
    }
    const doc = some(), next = some()
    const tr = new Transform(doc)
    for (const step of arrangeParts(doc, next)) tr.step(step)
    tr.doc.check()
    assert.deepEqual(ids(tr.doc), ids(next), `seed ${seed}`)
    if (ids(doc).join() === ids(next).join()) assert.equal(tr.steps.length, 0)
  }
})
