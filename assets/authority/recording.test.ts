import assert from "node:assert/strict"
import {readFileSync, writeFileSync} from "node:fs"
import {test} from "node:test"
import {record} from "./recording"

// UPRIGHT_UPDATE=1 writes it anew, after a change of the schema, the rebase or the versions of prosemirror.
const file = "internal/collab/engine/recording.json"

test("the recording that the server checks itself against is of this build", () => {
  const recording = record(), commits = recording.texts.flatMap(text => text.calls)
  assert.ok(commits.length >= 50, `${commits.length} commits`)
  assert.ok(commits.filter(call => call.out).length >= 20, "too few are rebased")
  const now = JSON.stringify(recording, null, 1) + "\n"
  if (process.env["UPRIGHT_UPDATE"]) writeFileSync(file, now)
  assert.equal(readFileSync(file, "utf8"), now)
})
