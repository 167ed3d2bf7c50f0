import assert from "node:assert/strict"
import {readFileSync} from "node:fs"
import {test} from "node:test"
import {EditorState, TextSelection} from "prosemirror-state"
import {collab, collabKey, collabState, receiveAll, takeCommit, type CommitJSON} from "../shared/collab"
import type {CollabState} from "../shared/pending"
import {schema} from "../shared/schema"
import {random, Writer} from "../shared/testing/random"
import {paint, stretches} from "./authors_colours"
import {wordsBy} from "./authors_words"
import {Passed} from "./comments_versions"
import {keepsLocked} from "./locks"
import {Place, Tabs} from "./presence_places"
import {pace, Teller, type Message} from "./presence_send"
import {colours, initials} from "./team"
import {FakeClock} from "./testing/clock"
import {manuscript} from "./testing/server"

// A page: its state, and the way from version to version.
class Page {
  passed = new Passed()
  constructor(readonly name: string, public state = EditorState.create({doc: manuscript(["One two three.", "Second."]), plugins: [collab(0)]})) {}

  dispatch(tr: EditorState["tr"]): EditorState {
    const was = collabState(this.state), now = (tr.getMeta(collabKey) as CollabState | undefined) ?? was
    this.passed = this.passed.after(tr, was, now)
    return this.state = this.state.apply(tr)
  }

  type(text: string, at: number): this {
    this.dispatch(this.state.tr.insertText(text, at))
    return this
  }

  take(ref: string): CommitJSON {
    const {commit, tr} = takeCommit(this.state, ref)!
    this.dispatch(tr)
    return {v: commit.base + 1, ref, client: this.name, user: this.name, steps: JSON.parse(commit.steps) as never, as: true}
  }

  receive(...commits: CommitJSON[]): this {
    receiveAll(this.state, commits, tr => this.dispatch(tr))
    return this
  }

  get now() { return collabState(this.state) }
}

const tell = (client: string, v: number, a: number, h = a) => ({client, user: client, v, a, h})
const shown = (page: Page, tabs: Tabs) => tabs.follow(page.passed, page.now.version).all[0]!.place.shown(page.now, page.state.doc.content.size)

test("a cursor follows what others type, and what is typed here and not sent yet", () => {
  const page = new Page("me"), tabs = new Tabs().told(true, [tell("ben", 0, 12)], 0)
  assert.deepEqual(shown(page, tabs), {anchor: 12, head: 12})
  page.type("mine ", 10)
  assert.equal(shown(page, tabs).head, 17, "my unsent text moves it along")
  const other = new Page("cleo").type("hers ", 10).take("r1")
  page.receive(other)
  assert.equal(shown(page, tabs).head, 22)
  assert.equal(page.now.version, 1)
})

test("the cursor of who types goes on behind what they typed, without a word", () => {
  const page = new Page("me"), tabs = new Tabs().told(true, [tell("ben", 0, 12), tell("cleo", 0, 12)], 0)
  page.receive(new Page("ben").type("typed", 12).take("r1"))
  const [ben, cleo] = tabs.follow(page.passed, 1).all
  assert.deepEqual([ben!.place.head, cleo!.place.head], [17, 12])
})

test("a cursor told for a version that has not come yet waits for it, and one from before catches up", () => {
  const page = new Page("me"), early = new Tabs().told(true, [tell("ben", 1, 15)], 0)
  assert.equal(early.follow(page.passed, 0).all[0]!.place.version, 1)
  page.receive(new Page("cleo").type("abc", 10).take("r1"))
  assert.equal(early.follow(page.passed, 1).all[0]!.place.head, 15)
  assert.equal(new Tabs().told(true, [tell("ben", 0, 12)], 0).follow(page.passed, 1).all[0]!.place.head, 15)
})

test("who is told to be gone is gone, and who did not move stays when others do", () => {
  let tabs = new Tabs().told(true, [tell("ben", 0, 3), tell("cleo", 0, 4)], 1)
  tabs = tabs.told(false, [tell("ben", 0, 9)], 2)
  assert.deepEqual(tabs.all.map(tab => [tab.client, tab.place.head, tab.moved]), [["ben", 9, 2], ["cleo", 4, 1]])
  tabs = tabs.told(true, [tell("cleo", 0, 4)], 3)
  assert.deepEqual(tabs.all.map(tab => [tab.client, tab.moved]), [["cleo", 1]])
})

test("what is told of oneself and what others make of it stay the same through random work of three people", async () => {
  for (let seed = 1; seed <= 8; seed++) {
    const r = random(seed), clock = new FakeClock()
    const pages = ["a", "b", "c"].map(name => new Page(name)), log: CommitJSON[] = []
    const said = new Map<string, Message>()
    const tellers = pages.map(page => new Teller({client: page.name, clock, post: message => said.set(page.name, message)}))
    const writers = pages.map(page => new Writer(r, page.name))
    for (let i = 0; i < 60; i++) {
      const n = Math.floor(r() * 3), page = pages[n]!
      const tr = r() < .8 ? writers[n]!.edit(page.state) : page.state.tr.setSelection(TextSelection.near(page.state.doc.resolve(Math.floor(r() * page.state.doc.content.size))))
      if (tr) page.dispatch(tr)
      page.receive(...log.slice(page.now.version))
      if (page.now.pending.length) {
        const commit = page.take("r" + i)
        log.push(commit)
        page.receive(commit)
      }
      const {anchor, head} = page.state.selection
      tellers[n]!.update(anchor, head, page.now, page.passed)
      await clock.pass(pace.between)
    }
    for (const page of pages) page.receive(...log.slice(page.now.version))
    pages.forEach((page, n) => tellers[n]!.update(page.state.selection.anchor, page.state.selection.head, page.now, page.passed))
    await clock.pass(pace.between)
    for (const page of pages) {
      const others = [...said.values()].filter(message => message.client !== page.name)
      const tabs = new Tabs().told(true, others.map(({client, v, a, h}) => tell(client, v!, a!, h!)), 0).follow(page.passed, page.now.version)
      for (const {client, place} of tabs.all) {
        const whose = pages.find(one => one.name === client)!.state.selection
        assert.deepEqual(place.shown(page.now, page.state.doc.content.size), {anchor: whose.anchor, head: whose.head}, `seed ${seed}: ${client} as ${page.name} sees it`)
      }
    }
  }
})

test("the teller is silent while nothing moves and while its person types, and never quick", async () => {
  const clock = new FakeClock(), sent: Message[] = [], page = new Page("me")
  const teller = new Teller({client: "me", clock, post: message => sent.push(message)})
  const at = (pos: number) => teller.update(pos, pos, page.now, page.passed)
  at(12)
  assert.deepEqual(sent, [{client: "me", v: 0, a: 12, h: 12}])
  for (let pos = 13; pos < 20; pos++) at(pos)
  assert.equal(sent.length, 1, "at once only the first")
  await clock.pass(pace.between)
  assert.deepEqual(sent[1], {client: "me", v: 0, a: 19, h: 19})
  for (let i = 0; i < 10; i++) {
    page.type("x", 19 + i)
    at(20 + i)
    page.receive(page.take("r" + i))
    at(20 + i)
    await clock.pass(pace.between)
  }
  assert.equal(sent.length, 2, "typing says it by itself")
  await clock.pass(pace.alive)
  assert.deepEqual(sent[2], {client: "me", v: 10, a: 29, h: 29}, "still here")
  teller.leave()
  assert.deepEqual(sent[3], {client: "me", gone: true})
  await clock.pass(3 * pace.alive)
  at(5)
  assert.equal(sent.length, 4, "nothing from who is away")
  teller.back()
  assert.deepEqual(sent[4], {client: "me", v: 10, a: 5, h: 5})
})

test("a locked part is kept whole: not changed, deleted or doubled; it can stand elsewhere", () => {
  const part = (id: string, text: string) => schema.node("part", {id, kind: "other"}, [schema.node("part_title"), schema.node("paragraph", {id: "p" + id}, [schema.text(text)])])
  const doc = schema.node("doc", null, [part("a", "One"), part("b", "Two")]), locked = (id: string) => id === "b"
  const after = (...parts: ReturnType<typeof part>[]) => keepsLocked(doc, schema.node("doc", null, parts), locked)
  assert.ok(after(part("a", "Changed"), part("b", "Two")))
  assert.ok(after(part("b", "Two"), part("a", "One")))
  assert.ok(!after(part("a", "One"), part("b", "Two!")))
  assert.ok(!after(part("a", "One")))
})

test("words count for who wrote most of them; hidden parts do not count", () => {
  const state = EditorState.create({doc: manuscript(["One two three."])}), size = state.doc.content.size
  const list = stretches({version: 0, users: ["ana", "ben"], runs: [14, 0, 2, 1, size - 16, 0], touched: {}})
  // "One t" is Ana’s, "wo" Ben’s, the rest Ana’s again.
  assert.equal(state.doc.textBetween(14, 16), "wo")
  assert.deepEqual([...wordsBy(state.doc, list)], [["ana", 3], ["ben", 1]])
  const hidden = state.tr.setNodeAttribute(0, "hidden", true).doc
  assert.deepEqual([...wordsBy(hidden, list)], [])
  const marks = paint(state, list, user => ({class: "author " + user, title: user}))
  assert.ok(marks.doc.eq(state.doc), "colours are no change of the text")
})

test("initials of names in many scripts", () => {
  const of: Record<string, string> = {
    "Ana María Pérez": "AP", "ben": "B", "王小明": "小明", "محمد علي": "مع", "": "?", "…": "?", "jean-luc picard": "JP", "R. (pseudonym)": "RP",
  }
  assert.deepEqual(Object.fromEntries(Object.keys(of).map(name => [name, initials(name)])), of)
})

test("the colours of people can be read on paper and as ground under white letters", () => {
  const css = readFileSync("assets/css/_editor-together.css", "utf8")
  const found = [...css.matchAll(/\.who-(\d) \{ --who: #(\w{6}); \}/g)]
  assert.equal(found.length, colours)
  for (const [, n, hex] of found) assert.ok(contrast(hex!) >= 5, `colour ${n}: ${contrast(hex!)}`)
  function contrast(hex: string): number {
    const [r, g, b] = [0, 2, 4].map(at => parseInt(hex.slice(at, at + 2), 16) / 255).map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    return 1.05 / (.2126 * r! + .7152 * g! + .0722 * b! + .05)
  }
})

test("a place is the same for who tells it and who reads it", () => {
  const page = new Page("me").type("unsent ", 10)
  const place = Place.of(14, 20, page.now) // inside of what is not sent, and behind it
  assert.deepEqual([place.anchor, place.head], [10, 13])
})
