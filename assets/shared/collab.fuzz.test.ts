// Whatever several people do, over whatever line, all end with the text that the server has.
// UPRIGHT_SEED=17 plays one session again; UPRIGHT_SESSIONS=5000 plays more of them.
import assert from "node:assert/strict"
import {test} from "node:test"
import {play} from "./testing/session"

const one = process.env["UPRIGHT_SEED"], count = Number(process.env["UPRIGHT_SESSIONS"] ?? 200)

test("browsers converge", () => {
  let commits = 0, rebased = 0
  for (let seed = one ? Number(one) : 1; seed <= (one ? Number(one) : count); seed++) {
    try {
      const server = play(seed, [2, 3, 5, 8][seed % 4]!, 60)
      commits += server.log.length
      rebased += server.log.filter(commit => !commit.as).length
    } catch (error) {
      throw new Error(`session ${seed} (play it again with UPRIGHT_SEED=${seed})`, {cause: error})
    }
  }
  // Sessions in which nobody is ever late would prove nothing.
  if (!one) assert.ok(rebased > commits / 4, `${rebased} of ${commits} commits were late`)
})
