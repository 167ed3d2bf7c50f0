// Texts with suggestions, each with what it is without them, for internal/prose to be held to. UPRIGHT_UPDATE=1 writes
// them anew, after a change of the schema or of what suggestions are.
import assert from "node:assert/strict"
import {readFileSync, writeFileSync} from "node:fs"
import {test} from "node:test"
import {type Node} from "prosemirror-model"
import {EditorState} from "prosemirror-state"
import {measure} from "../editor/count"
import {suggest} from "./suggest"
import {deletion, format, insertion, join, split} from "./suggest_marks"
import {refuseAll, settle} from "./suggest_settle"
import {manuscript, random, Writer} from "./testing/random"

const file = "assets/shared/testdata/suggestions.json"

function suggested(seed: number): {doc: Node; settled: Node; open: number} {
  const r = random(seed), writer = new Writer(r, "w"), used = new Set<string>()
  let state = EditorState.create({doc: manuscript(seed, 2, 1)})
  for (let i = 0; i < 30; i++) {
    const plain = writer.edit(state)
    const result = plain && suggest(state, plain, {id: "s" + i, user: ["ann", "ben"][i % 2]!, at: 1_700_000_000 + i}, () => "n" + i + Math.floor(r() * 1e6))
    if (result && "tr" in result) state = state.apply(result.tr)
  }
  state.doc.descendants(node => { for (const mark of node.marks) if (mark.attrs["id"]) used.add(mark.attrs["id"] as string) })
  return {doc: state.doc, settled: settle(state.doc, refuseAll), open: used.size}
}

test("the vectors are of this build", () => {
  const list = [1, 2, 3, 4, 5, 6].map(suggested)
  for (const kind of [insertion, deletion, format, split, join]) {
    assert.ok(list.some(({doc}) => JSON.stringify(doc).includes(`"type":"${kind.name}"`)), kind.name)
  }
  const now = JSON.stringify(list.map(one => ({...one, length: measure(one.settled)}))).replaceAll("{\"doc\"", "\n{\"doc\"") + "\n"
  if (process.env["UPRIGHT_UPDATE"]) writeFileSync(file, now)
  assert.equal(readFileSync(file, "utf8"), now)
})
