import assert from "node:assert/strict"
import {test} from "node:test"
import {times} from "./line"
import {Device, type Tab} from "./testing/browser"
import {FakeClock} from "./testing/clock"
import {FakeServer, settle, type Fault} from "./testing/server"

async function setup() {
  const server = new FakeServer(), clock = new FakeClock(), device = new Device(server, clock), tab = await device.open()
  await settle()
  return {server, clock, device, tab}
}
const once = (fault: Fault, of = "commit") => {
  let left = 1
  return (request: string) => (request === of && left-- > 0 ? fault : null)
}
const count = (text: string, word: string) => text.split(word).length - 1
const serverText = (server: FakeServer) => server.authority.doc.textContent

test("what is typed is gathered into one commit and saved", async () => {
  const {server, clock, tab} = await setup()
  assert.equal(tab.phase, "online")
  for (const letter of "olleh") tab.type(letter)
  assert.equal(server.posts, 0)
  await clock.pass(times.gather)
  assert.equal(server.posts, 1)
  assert.equal(server.commits.length, 1)
  assert.equal(tab.session.copy.unsent, 0)
  assert.equal(tab.phase, "online")
  assert.match(serverText(server), /TitlehelloFirst/)
})

for (const fault of ["lost", "unanswered", "twice", "busy"] as const) {
  test(`a commit that is ${fault} arrives once`, async () => {
    const {server, clock, tab} = await setup()
    server.fault = once(fault)
    tab.type("word ")
    await clock.pass(times.gather)
    if (fault === "lost" || fault === "busy") {
      assert.equal(tab.phase, "offline")
      assert.equal(tab.session.copy.unsent, 1)
    }
    await clock.pass(times.retryMost)
    assert.equal(tab.phase, "online")
    assert.equal(tab.session.copy.unsent, 0)
    assert.equal(count(serverText(server), "word "), 1)
    assert.equal(tab.text, serverText(server))
  })
}

// Two tabs of which one writes first; what the other hears of it is on its way.
async function late() {
  const world = await setup(), other = await new Device(world.server, world.clock).open()
  await settle()
  world.server.delayed = true
  other.type("first ")
  await world.clock.pass(times.gather)
  world.tab.type("second ")
  await world.clock.pass(times.gather)
  assert.equal(world.server.commits.length, 2)
  assert.equal(world.tab.session.copy.unsent, 1, "what came before it is not here")
  return {...world, other}
}

test("an answer leaves to the stream what others wrote", async () => {
  const {server, clock, tab, other} = await late()
  tab.type("third ")
  await clock.pass(times.gather)
  assert.equal(server.posts, 2, "one commit at a time")
  server.arrive()
  await clock.pass(times.gather)
  assert.equal(server.posts, 3)
  assert.equal(tab.session.copy.unsent, 0)
  assert.equal(tab.phase, "online")
  assert.match(serverText(server), /third/)
  for (const one of [tab, other]) assert.equal(one.text, serverText(server))
})

test("when the stream does not bring it, the commit is sent again and answered with all of it", async () => {
  const {server, clock, tab} = await late()
  await clock.pass(times.overdue + times.gather)
  assert.equal(server.posts, 3)
  assert.equal(server.commits.length, 2)
  assert.equal(tab.session.copy.unsent, 0)
  assert.equal(tab.text, serverText(server))
})

test("when the stream ends before it has brought it, the commit is sent again at once", async () => {
  const {server, clock, tab} = await late()
  server.fault = once("lost", "news") // nor does the next
  server.drop()
  await clock.pass(times.gather)
  assert.equal(server.commits.length, 2)
  assert.equal(tab.session.copy.unsent, 0)
  assert.equal(tab.text, serverText(server))
})

test("an answer that is lost comes with the news", async () => {
  const {server, clock, tab} = await setup()
  server.fault = request => (request === "commit" ? "unanswered" : null)
  tab.type("word ")
  await clock.pass(times.gather)
  assert.equal(tab.session.copy.unsent, 0, "the stream brought the own commit")
  server.fault = () => null
  await clock.pass(times.retryMost)
  assert.equal(tab.phase, "online")
  assert.equal(server.posts, 1)
})

test("retries wait longer and longer, up to half a minute, and go at once when the browser is back online", async () => {
  const {server, clock, tab} = await setup()
  const asked: number[] = []
  server.fault = request => {
    if (request === "commit") asked.push(clock.now)
    return "lost"
  }
  server.drop()
  tab.type("word ")
  await clock.pass(200_000)
  const waits = asked.slice(1).map((at, i) => at - asked[i]!)
  assert.ok(waits[0]! < 3_000, `first wait ${waits[0]}`)
  assert.ok(waits.at(-1)! > 15_000 && waits.at(-1)! <= 30_000, `last wait ${waits.at(-1)}`)
  assert.ok(waits.every(wait => wait <= 30_000))
  assert.equal(tab.phase, "offline")
  server.fault = () => null
  tab.session.connection.dispatch({type: "wake"})
  await settle()
  assert.equal(tab.phase, "online")
  assert.equal(count(serverText(server), "word "), 1)
})

// A line whose packets vanish says nothing for half a minute, and asked to try again waited on with it.
test("what hangs on the network before is given up when the person or the browser says that there is another", async () => {
  const {server, clock, tab} = await setup()
  server.fault = request => (request === "commit" ? "hangs" : "lost")
  server.drop()
  tab.type("word ")
  await clock.pass(times.answer / 2)
  server.fault = () => null
  tab.session.connection.dispatch({type: "wake"})
  await settle()
  assert.equal(tab.session.copy.unsent, 1, "a timer gives nothing up")
  tab.session.connection.dispatch({type: "again"})
  await clock.pass(times.retryFirst)
  assert.deepEqual([tab.phase, tab.session.copy.unsent, server.posts], ["online", 0, 1])
  assert.equal(count(serverText(server), "word "), 1)
})

test("news from others arrive by stream, and by polling where streams are held back", async () => {
  for (const withheld of [false, true]) {
    const {server, clock, device, tab} = await setup()
    server.withheld = withheld
    const reader = await device.open()
    await settle()
    if (withheld) await clock.pass(times.firstByte + 1_000)
    tab.type("news ")
    await clock.pass(times.gather)
    assert.match(reader.text, /news /, `withheld ${withheld}`)
    tab.type("more ")
    await clock.pass(1_000)
    assert.match(reader.text, /more /, `withheld ${withheld}, second`)
  }
})

test("a stream that falls silent is opened again", async () => {
  const {server, clock, device, tab} = await setup()
  const reader = await device.open()
  await settle()
  // The line is dead but nobody says so: the reader's stream gets nothing any more.
  const readers = (server as unknown as {readers: Set<unknown>}).readers
  readers.clear()
  tab.type("late ")
  await clock.pass(times.gather)
  assert.doesNotMatch(reader.text, /late /)
  await clock.pass(times.heartbeat + 1_000)
  assert.match(reader.text, /late /)
})

test("a tab that is given no line asks now and then, sends on, and listens again when there is room or somebody looks", async () => {
  const {server, clock, device, tab} = await setup()
  const crowded = await device.open(), {connection} = crowded.session
  await settle()
  server.crowded = true
  server.crowd() // the oldest is the first tab's
  await clock.pass(times.crowded - 1)
  assert.deepEqual([server.listened, tab.phase], [1, "online"])
  const polls = server.polls
  crowded.type("news ")
  await clock.pass(times.gather)
  await clock.pass(2 * times.crowded)
  assert.ok(server.polls - polls <= 3, `asked ${server.polls - polls} times`)
  assert.equal(tab.text, serverText(server), "the news come all the same")
  tab.type("own ")
  await clock.pass(times.gather)
  assert.match(serverText(server), /own /)
  server.crowded = false
  await clock.pass(times.crowded + times.poll + times.retryMost)
  assert.equal(server.listened, 2, "there is room again")
  server.crowded = true
  server.crowd()
  await settle()
  assert.equal(server.listened, 1)
  for (const one of [tab.session.connection, connection]) {
    one.dispatch({type: "hidden"})
    one.dispatch({type: "visible"})
  }
  await settle()
  assert.equal(server.listened, 2, "somebody looks at it")
})

test("a page that is hidden for a while gives its stream back, sends on, and has the news when it is seen again", async () => {
  const {server, clock, device, tab} = await setup()
  const hidden = await device.open(), {connection} = hidden.session
  await settle()
  assert.equal(server.listened, 2)
  connection.dispatch({type: "hidden"})
  await clock.pass(times.hidden - 1)
  connection.dispatch({type: "visible"})
  await clock.pass(times.hidden)
  assert.equal(server.listened, 2, "hidden for a moment only")

  connection.dispatch({type: "hidden"})
  hidden.type("unsent ")
  await clock.pass(times.hidden)
  assert.equal(server.listened, 1)
  tab.type("unseen ")
  connection.dispatch({type: "wake"})
  await clock.pass(times.heartbeat * 2)
  assert.equal(server.listened, 1, "no timer and no news of the network opens it")
  assert.doesNotMatch(hidden.text, /unseen/)
  hidden.type("late ")
  await clock.pass(times.gather)
  assert.equal(count(serverText(server), "late "), 1)

  tab.type("more ")
  await clock.pass(times.gather)
  connection.dispatch({type: "visible"})
  await settle()
  assert.equal(server.listened, 2)
  assert.equal(hidden.text, serverText(server))
  assert.equal(count(hidden.text, "unsent "), 1)
  assert.equal(hidden.phase, "online")
})

test("a hidden page that fails to send goes on trying", async () => {
  const {server, clock, tab} = await setup()
  tab.session.connection.dispatch({type: "hidden"})
  await clock.pass(times.hidden)
  server.fault = request => (request === "commit" ? "lost" : null)
  tab.type("word ")
  await clock.pass(times.gather + 10_000)
  assert.equal(tab.phase, "offline")
  server.fault = () => null
  await clock.pass(times.retryMost)
  assert.equal(tab.phase, "online")
  assert.equal(server.listened, 0)
  assert.equal(count(serverText(server), "word "), 1)
})

test("signed out: the text stays, and goes when the person has signed in elsewhere", async () => {
  const {server, clock, tab} = await setup()
  server.fault = () => "signed-out"
  tab.type("word ")
  await clock.pass(times.gather)
  assert.deepEqual(tab.session.connection.line, {phase: "ended", reason: "signed-out"})
  tab.type("more ")
  server.fault = () => null
  await clock.pass(times.retryMost + 1_000)
  assert.equal(tab.phase, "online")
  assert.equal(count(serverText(server), "more word "), 1)
})

test("signed out: the device is cleared when the server says so, and kept when a session ran out while the line was down", async () => {
  for (const [told, readable] of [[false, true], [true, false]] as const) {
    const {server, clock, tab} = await setup()
    server.fault = () => "signed-out"
    if (told) tab.session.connection.dispatch({type: "end"})
    else tab.type("word ")
    await clock.pass(times.gather)
    assert.deepEqual(tab.session.connection.line, {phase: "ended", reason: "signed-out"})
    assert.equal(tab.readable, readable)
    server.fault = () => null
    await clock.pass(times.retryMost + 1_000)
    assert.equal(tab.readable, true)
  }
})

test("another build: nothing is sent, everything is kept", async () => {
  const {server, clock, device, tab} = await setup()
  server.fault = once("stale-bundle")
  tab.type("word ")
  await clock.pass(times.gather)
  assert.deepEqual(tab.session.connection.line, {phase: "ended", reason: "stale-bundle"})
  await clock.pass(300_000)
  assert.equal(serverText(server).includes("word"), false)
  await tab.session.copy.save()
  tab.kill()
  const again = await device.open()
  await clock.pass(times.retryMost)
  assert.equal(count(serverText(server), "word "), 1)
  assert.equal(again.text, serverText(server))
})

test("a refused commit goes to the shelf, what was typed after it goes on", async () => {
  const {server, clock, tab} = await setup()
  server.fault = once("refused")
  tab.type("refused ")
  await clock.pass(times.gather)
  assert.equal(tab.phase, "refused")
  assert.doesNotMatch(tab.text, /refused/)
  tab.type("accepted ", 1)
  await clock.pass(times.gather)
  await tab.session.copy.save()
  assert.equal(tab.phase, "online")
  assert.match(serverText(server), /accepted/)
  assert.deepEqual(tab.shelf.list.map(aside => aside.text), ["refused "])
})

test("a base that the server has forgotten: a fresh copy, unsent text on the shelf", async () => {
  const {server, clock, tab} = await setup()
  server.fault = once("gone")
  tab.type("unsent ")
  await clock.pass(times.gather)
  await clock.pass(1_000)
  await tab.session.copy.save()
  assert.equal(tab.phase, "online")
  assert.equal(tab.text, serverText(server))
  assert.deepEqual(tab.shelf.list.map(aside => aside.text), ["unsent "])
})

test("who may not write any more goes on reading, with what was typed set aside", async () => {
  const {server, clock, tab} = await setup()
  server.fault = request => (request === "commit" ? "forbidden" : null)
  tab.type("word ")
  await clock.pass(times.gather)
  assert.equal(tab.phase, "refused")
  await tab.session.copy.save()
  assert.deepEqual(tab.shelf.list.map(aside => aside.text), ["word "])
  assert.doesNotMatch((tab as Tab).text, /word/)
  assert.equal(server.listened, 1)
})

test("a right to read that is withdrawn ends it, and nothing is sent", async () => {
  const {server, clock, tab} = await setup()
  server.fault = request => (request === "commit" ? "lost" : "not-found")
  tab.type("word ")
  await clock.pass(times.gather)
  tab.session.connection.dispatch({type: "end"})
  await clock.pass(1_000)
  assert.deepEqual(tab.session.connection.line, {phase: "ended", reason: "not-found"})
  assert.equal(tab.readable, false)
  const posts = server.posts
  await clock.pass(300_000)
  assert.equal(server.posts, posts)
  assert.match((tab as Tab).text, /word/) // in memory, to be copied
})

test("an error while one event is handled does not end the sending", async () => {
  const {server, clock, tab} = await setup(), {copy, connection} = tab.session
  const {refuse, take} = copy, dispatch = connection.dispatch.bind(connection), errors: unknown[] = []
  connection.dispatch = event => { try { dispatch(event) } catch (error) { errors.push(error) } }
  server.fault = once("refused")
  copy.refuse = () => { copy.refuse = refuse; throw new Error("in what shows the text") }
  tab.type("one ")
  await clock.pass(times.gather)
  assert.equal(errors.length, 1)
  copy.take = async () => { copy.take = take; throw new Error("in what shows the text") }
  tab.type("two ")
  await clock.pass(times.retryMost)
  assert.equal(copy.unsent, 0)
  assert.equal(count(serverText(server), "two one "), 1)
})
