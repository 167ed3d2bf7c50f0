// Whatever several people do, over whatever line, all end with the text that the server has.
// UPRIGHT_SEED=17 plays one session again; UPRIGHT_SESSIONS=5000 plays more of them.
import assert from "node:assert/strict"
import {test} from "node:test"
import {EditorState} from "prosemirror-state"
import {readManuscript} from "./check"
import {decide} from "./suggest_decide"
import {hasSuggestions} from "./suggest_marks"
import {acceptAll, refuseAll} from "./suggest_settle"
import {play} from "./testing/session"

const one = process.env["UPRIGHT_SEED"], count = Number(process.env["UPRIGHT_SESSIONS"] ?? 200)

// Whatever people suggested and decided at the same time, deciding the rest leaves none of it, in notes neither.
function decideAll(text: string): boolean {
  const doc = readManuscript(JSON.parse(text))
  for (const verdict of [acceptAll, refuseAll]) {
    const settled = decide(EditorState.create({doc}), verdict)?.doc ?? doc
    assert.ok(!hasSuggestions(settled), "a suggestion is left")
    readManuscript(JSON.parse(JSON.stringify(settled)))
  }
  return hasSuggestions(doc)
}

test("browsers converge", () => {
  let commits = 0, rebased = 0, suggesting = 0, refused = 0
  for (let seed = one ? Number(one) : 1; seed <= (one ? Number(one) : count); seed++) {
    try {
      const server = play(seed, [2, 3, 5, 8][seed % 4]!, 60)
      commits += server.log.length
      rebased += server.log.filter(commit => !commit.as).length
      refused += server.refused
      if (decideAll(server.snapshot())) suggesting++
    } catch (error) {
      throw new Error(`session ${seed} (play it again with UPRIGHT_SEED=${seed})`, {cause: error})
    }
  }
  // Sessions in which nobody is ever late would prove nothing.
  if (one) return
  assert.ok(rebased > commits / 4, `${rebased} of ${commits} commits were late`)
  assert.ok(suggesting > count / 4, `only ${suggesting} texts have suggestions in the end`)
  // Of those who may only suggest some lose a commit, when what they had written was accepted or changed meanwhile.
  assert.ok(refused < commits / 50, `${refused} of ${commits} commits were refused`)
})
