import assert from "node:assert/strict"
import {test} from "node:test"
import {times} from "./line"
import {Device} from "./testing/browser"
import {FakeClock} from "./testing/clock"
import {FakeServer, settle} from "./testing/server"

async function setup() {
  const server = new FakeServer(), clock = new FakeClock(), tab = await new Device(server, clock).open()
  await settle()
  return {server, clock, tab}
}

// It said "no connection", and each letter of everybody who typed asked once more.
test("a server in trouble is said to be that, is left alone for seconds, and is asked until it can", async () => {
  for (const kind of ["internal", "busy"] as const) {
    const {server, clock, tab} = await setup()
    let asked = 0
    server.fault = request => (request === "commit" ? (asked++, kind) : null)
    tab.type("a")
    await clock.pass(times.gather)
    assert.deepEqual(tab.session.connection.line, {phase: "offline", reason: "troubled"})
    asked = 0
    for (let i = 0; i < 60; i++) {
      tab.type("b")
      if (i === 30) server.drop() // what the next stream brings is no sign that the server can save
      await clock.pass(1_000)
      assert.equal(tab.phase, "offline")
    }
    assert.ok(asked >= 60_000 / times.troubled - 1 && asked <= 40, `asked ${asked} times`)
    server.fault = () => null
    await clock.pass(times.troubled)
    assert.deepEqual([tab.phase, tab.session.connection.line.reason, tab.session.copy.unsent], ["online", null, 0])
    assert.equal(server.authority.doc.textContent.split("b").length - 1, 60)
  }
})

test("a server in trouble with nothing to be sent is well when its stream begins", async () => {
  const {server, clock, tab} = await setup()
  server.fault = request => (request === "news" ? "internal" : null)
  server.drop()
  await clock.pass(times.retryFirst)
  assert.deepEqual(tab.session.connection.line, {phase: "offline", reason: "troubled"})
  server.fault = () => null
  await clock.pass(times.troubled)
  assert.equal(tab.phase, "online")
})
