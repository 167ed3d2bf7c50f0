// Nothing typed is lost and nothing is sent twice, whatever happens to tabs and lines.
import assert from "node:assert/strict"
import {test} from "node:test"
import {times} from "./line"
import {Device, type Tab} from "./testing/browser"
import {FakeClock} from "./testing/clock"
import {FakeServer, settle} from "./testing/server"

const count = (text: string, word: string) => text.split(word).length - 1
const serverText = (server: FakeServer) => server.authority.doc.textContent

async function offline() {
  const server = new FakeServer(), clock = new FakeClock(), device = new Device(server, clock), tab = await device.open()
  await settle()
  server.fault = () => "lost"
  server.drop()
  return {server, clock, device, tab}
}

test("a tab killed with unsent text: the next one shows it and sends it once", async () => {
  const {server, clock, device, tab} = await offline()
  tab.type("in flight ")
  await clock.pass(times.gather)
  tab.type("waiting ")
  await tab.session.copy.save()
  tab.kill()
  const next = await device.open()
  await settle()
  assert.match(next.text, /waiting in flight /, "shown before there is a connection")
  server.fault = () => null
  await clock.pass(times.retryMost)
  assert.equal(next.phase, "online")
  assert.equal(count(serverText(server), "waiting in flight "), 1)
  await next.session.copy.save()
  assert.deepEqual(await next.store.clients("s", "u"), [], "nothing is left on the device")
})

test("a tab killed after the server took its commit: it is not sent as another one", async () => {
  const {server, clock, device, tab} = await offline()
  server.fault = request => (request === "commit" ? "unanswered" : "lost")
  tab.type("taken ")
  await clock.pass(times.gather)
  assert.equal(count(serverText(server), "taken "), 1)
  tab.kill()
  server.fault = () => null
  const next = await device.open()
  await clock.pass(times.retryMost)
  assert.equal(count(serverText(server), "taken "), 1)
  assert.equal(next.text, serverText(server))
})

test("two tabs with unsent text, both killed: the next tab sends both, each once", async () => {
  const {server, clock, device, tab} = await offline()
  server.fault = () => null
  const other = await device.open()
  await settle()
  server.fault = () => "lost"
  server.drop()
  tab.type("one ")
  other.type("two ", 1)
  await Promise.all([tab.session.copy.save(), other.session.copy.save()])
  tab.kill()
  other.kill()
  server.fault = () => null
  const next = await device.open()
  await clock.pass(times.retryMost)
  assert.equal(count(serverText(server), "one "), 1)
  assert.equal(count(serverText(server), "two "), 1)
  assert.equal(next.text, serverText(server))
  await next.session.copy.save()
  assert.deepEqual(await next.store.clients("s", "u"), [])
})

test("a second tab leaves the work of a living one alone, and sends it when that one dies", async () => {
  const {server, clock, device, tab} = await offline()
  tab.type("mine ")
  await tab.session.copy.save()
  tab.line.cut()
  server.fault = () => null
  const second = await device.open()
  await clock.pass(times.retryMost)
  assert.equal(count(serverText(server), "mine "), 0, "the first tab lives and has no line")
  tab.kill()
  await clock.pass(times.retryMost)
  assert.equal(count(serverText(server), "mine "), 1)
  assert.equal(second.text, serverText(server))
})

test("somebody else on the same device does not send it", async () => {
  const {server, clock, device, tab} = await offline()
  tab.type("private ")
  await tab.session.copy.save()
  tab.kill()
  server.fault = () => null
  const stranger = new Device(server, clock, "other")
  Object.assign(stranger, {factory: device.factory})
  const theirs = await stranger.open()
  await clock.pass(times.retryMost)
  assert.doesNotMatch(theirs.text, /private/)
  assert.equal(count(serverText(server), "private "), 0)
  const own = await device.open()
  await clock.pass(times.retryMost)
  assert.match(own.text, /private/)
})

test("work that this build cannot read is offered as text", async () => {
  const {server, clock, device, tab} = await offline()
  tab.type("old words ")
  await tab.session.copy.save()
  const work = (await tab.store.work((await tab.store.clients("s", "u"))[0]!))!
  await tab.store.save({...work, kept: {...work.kept, schema: -1}}, {})
  tab.kill()
  server.fault = () => null
  const next = await device.open()
  await clock.pass(1_000)
  assert.equal(next.phase, "online")
  assert.deepEqual(next.shelf.list.map(aside => aside.text), ["old words "])
  assert.deepEqual(await next.store.clients("s", "u"), [])
})

test("without locks, work of another tab is offered as text and never sent", async () => {
  const {server, clock, device, tab} = await offline()
  tab.type("whose? ")
  await tab.session.copy.save()
  tab.kill()
  device.locks = false
  server.fault = () => null
  const next = await device.open()
  await clock.pass(times.retryMost)
  assert.equal(count(serverText(server), "whose? "), 0)
  assert.deepEqual(next.shelf.list.map(aside => aside.text), ["whose? "])
})

test("without locks, what a tab writes after another one has set its work aside is offered too", async () => {
  const {device, tab} = await offline()
  device.locks = false
  tab.type("before ")
  await tab.session.copy.save()
  await device.open()
  tab.type("after ")
  await tab.session.copy.save()
  tab.kill()
  assert.ok((await device.open()).shelf.list.some(aside => aside.text.includes("after ")))
})

test("a device that cannot set a text aside keeps it as unsent", async () => {
  const {server, device, tab} = await offline()
  tab.type("words ")
  await tab.session.copy.save()
  tab.store.setAside = () => Promise.reject(new Error("the disk is full"))
  tab.session.copy.replace({version: 0, doc: server.authority.doc.toJSON(), bundle: "build", epoch: server.epoch})
  await tab.session.copy.save()
  assert.ok(tab.unkept)
  tab.kill()
  assert.match((await device.open()).text, /words/)
})

test("what was set aside stays over a reload until it is discarded", async () => {
  const {server, clock, device, tab} = await offline()
  server.fault = request => (request === "commit" ? "refused" : null)
  tab.type("lost? ")
  tab.session.connection.dispatch({type: "wake"})
  await clock.pass(times.gather)
  await tab.session.copy.save()
  tab.kill()
  server.fault = () => null
  const next = await device.open()
  await settle()
  assert.deepEqual(next.shelf.list.map(aside => aside.text), ["lost? "])
  await next.shelf.discard(next.shelf.list[0]!.id)
  next.kill()
  assert.deepEqual((await device.open()).shelf.list, [])
})

// A session of chance: three tabs on two devices, a bad line, tabs that are killed. Each word that a tab had saved on
// the device is in the end in the text, once.
async function play(seed: number): Promise<void> {
  let state = seed * 2654435761 >>> 0
  const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32
  const pick = (n: number) => Math.floor(random() * n)
  const server = new FakeServer(), clock = new FakeClock(random)
  const devices = [new Device(server, clock), new Device(server, clock)]
  const tabs: {tab: Tab; device: Device}[] = []
  const open = async (device: Device) => tabs.push({tab: await device.open(), device})
  for (const device of [devices[0]!, devices[0]!, devices[1]!]) await open(device)
  await settle()
  const words: string[] = []
  let bad = 0
  server.fault = () => (random() < bad ? (["lost", "unanswered", "twice", "busy"] as const)[pick(4)]! : null)
  for (let i = 0; i < 60; i++) {
    const at = pick(tabs.length), {tab, device} = tabs[at]!
    const chance = random()
    if (chance < 0.6 && tab.session.copy.state) {
      const word = `<${seed}.${i}>`
      tab.type(word, pick(3))
      words.push(word)
      await tab.session.copy.save()
    } else if (chance < 0.7) {
      tabs.splice(at, 1)
      tab.kill()
      await open(device)
    } else if (chance < 0.8) bad = [0, 0.3, 0.9][pick(3)]!
    else if (chance < 0.9) server.drop()
    else await clock.pass(pick(4_000))
  }
  bad = 0
  await clock.pass(120_000)
  for (const word of words) assert.equal(count(serverText(server), word), 1, `${word} of session ${seed}`)
  for (const {tab} of tabs) {
    assert.equal(tab.text, serverText(server), `session ${seed}`)
    assert.equal(tab.phase, "online", `session ${seed}`)
    assert.equal(tab.unkept, null)
  }
}

test("sessions of chance lose nothing and double nothing", async () => {
  const one = process.env["UPRIGHT_SEED"], sessions = Number(process.env["UPRIGHT_SESSIONS"] ?? 25)
  if (one) return play(Number(one))
  for (let seed = 1; seed <= sessions; seed++) await play(seed)
})

// Each key put the same text on the shelf once more.
test("a device that keeps nothing: the text is sent all the same, and what cannot be merged is offered once", async () => {
  const {server, clock, tab} = await offline()
  const refuse = () => Promise.reject(new Error("no storage here"))
  Object.assign(tab.store, {save: refuse, remove: refuse, setAside: refuse, discard: refuse})
  server.fault = request => (request === "commit" ? "refused" : null)
  tab.type("dropped ")
  await clock.pass(times.retryMost)
  assert.match(String(tab.unkept), /no storage/)
  assert.equal(tab.session.copy.tabOnly, false, "what was refused is not on its way")
  server.fault = () => null
  for (const letter of "olleh") {
    tab.type(letter)
    await tab.session.copy.save()
  }
  await clock.pass(times.retryMost)
  assert.deepEqual(tab.shelf.list.map(aside => aside.text), ["dropped "])
  assert.equal(tab.phase, "online")
  assert.equal(count(serverText(server), "hello"), 1)
  await tab.shelf.discard(tab.shelf.list[0]!.id).catch(() => {})
  await tab.session.copy.save()
  assert.deepEqual(tab.shelf.list, [], "the person has seen to it")
})

test("unsent text is in the tab only while the device has no room, and the page is told when there is room again", async () => {
  const {device, tab} = await offline(), {copy} = tab.session, {save} = tab.store
  tab.store.save = () => Promise.reject(new Error("no room"))
  tab.type("one ")
  await copy.save()
  assert.deepEqual([copy.tabOnly, String(tab.unkept)], [true, "Error: no room"])
  tab.store.save = save
  tab.type("two ")
  await copy.save()
  assert.deepEqual([copy.tabOnly, tab.unkept], [false, null])
  tab.kill()
  assert.match((await device.open()).text, /one two |two one /)
})
