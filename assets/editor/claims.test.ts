import assert from "node:assert/strict"
import {test} from "node:test"
import {browserClaims} from "./claims"
import {settle} from "./testing/server"

/** Locks as browsers have them: one holder, the others wait in a row. */
function fakeLocks(): LockManager {
  const held = new Set<string>(), waiting = new Map<string, (() => void)[]>()
  const request = async (name: string, options: LockOptions, run: (lock: Lock | null) => unknown) => {
    if (held.has(name)) {
      if (options.ifAvailable) return void run(null)
      await new Promise<void>(resolve => waiting.set(name, [...waiting.get(name) ?? [], resolve]))
    }
    held.add(name)
    await run({name, mode: "exclusive"})
    held.delete(name)
    waiting.get(name)?.shift()?.()
  }
  return {request} as unknown as LockManager
}

test("a name belongs to one tab until it is released", async () => {
  const locks = fakeLocks(), one = browserClaims(locks), two = browserClaims(locks)
  assert.equal(await one.take("work"), true)
  assert.equal(await one.take("work"), true, "one's own")
  assert.equal(await two.take("work"), false)
  let got = false
  void two.await("work").then(() => { got = true })
  await settle(3)
  assert.equal(got, false)
  one.release("work")
  await settle(3)
  assert.equal(got, true)
  assert.equal(await one.take("work"), false)
})

test("without locks nothing is ever taken", async () => {
  const claims = browserClaims(undefined)
  assert.equal(claims.able, false)
  assert.equal(await claims.take("work"), false)
})
