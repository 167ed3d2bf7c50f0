// A backup is restored while browsers have the text: they are ahead of it, or it got other commits under their versions.
import assert from "node:assert/strict"
import {test} from "node:test"
import {times} from "./line"
import {Device} from "./testing/browser"
import {FakeClock} from "./testing/clock"
import {FakeServer, settle} from "./testing/server"

const serverText = (server: FakeServer) => server.authority.doc.textContent

/** Puts the text of another server in place of the present one, as a restore does: the same versions, other commits. */
function restore(server: FakeServer, backup: FakeServer): void {
  Object.assign(server, {authority: backup.authority, commits: backup.commits, epoch: "epoch 2"})
  server.drop()
}

/** A server whose text has as many commits as words were typed. */
async function typed(words: string) {
  const server = new FakeServer(), clock = new FakeClock(), device = new Device(server, clock), tab = await device.open()
  await settle()
  tab.type(words)
  await clock.pass(times.gather)
  await settle()
  assert.equal(server.authority.version, 1)
  return {server, clock, device, tab}
}

test("an open tab takes the restored text, though it has the same version, and keeps what was not sent", async () => {
  const {server, clock, tab} = await typed("lost with the disk ")
  const backup = await typed("written since the restore ")
  server.fault = () => "lost"
  tab.type("unsent ")
  await clock.pass(times.gather)
  restore(server, backup.server)
  server.fault = () => null
  await clock.pass(times.retryMost)
  await settle()
  await tab.session.copy.save()
  assert.equal(tab.phase, "online")
  assert.equal(tab.text, serverText(server))
  assert.doesNotMatch(serverText(server), /lost with|unsent/, "nothing of the old history is merged into the new one")
  assert.deepEqual(tab.shelf.list.map(aside => aside.text), ["unsent "])
})

test("what a killed tab left is set aside, not sent into the restored text", async () => {
  const {server, clock, device, tab} = await typed("before ")
  const backup = await typed("other ")
  server.fault = () => "lost"
  tab.type("unsent ")
  await clock.pass(times.gather)
  await tab.session.copy.save()
  tab.kill()
  restore(server, backup.server)
  server.fault = () => null
  const next = await device.open()
  await clock.pass(times.retryMost)
  await settle()
  await next.session.copy.save()
  assert.equal(next.text, serverText(server))
  assert.doesNotMatch(serverText(server), /unsent/)
  assert.deepEqual(next.shelf.list.map(aside => aside.text), ["unsent "])
})
