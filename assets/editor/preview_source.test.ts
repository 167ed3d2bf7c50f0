import assert from "node:assert/strict"
import {test} from "node:test"
import {Follower} from "./preview_follow"
import {Source, type Page, type Wish} from "./preview_source"

const signal = new AbortController().signal
const urls = {preview: "/p?as=me", pictures: "/pictures/", glyphs: "/glyphs/"}

/** A server with pages whose drawings hold the given glyphs of font 0; says what it was asked. */
function server(pages: readonly {hash: string; glyphs: readonly number[]; picture?: string}[], fonts = "f1") {
  const asked: string[] = []
  const state = {fonts, status: 200}
  const fetcher = ((address: string) => {
    asked.push(address)
    const url = new URL(address, "http://upright.example")
    const answer = (body: unknown) => Promise.resolve(new Response(JSON.stringify(body), {status: state.status}))
    if (url.pathname.startsWith("/pictures/")) return Promise.resolve(new Response("x"))
    if (url.pathname.startsWith("/glyphs/")) {
      return answer(Object.fromEntries(url.searchParams.getAll("g").map(group => {
        const [font, list] = group.split(":")
        return [font, {em: 2048, glyphs: Object.fromEntries(list!.split(",").map(glyph => [glyph, {a: 500, d: "M0 0Z"}]))}]
      })))
    }
    const number = Number(url.searchParams.get("page")), {hash, glyphs, picture} = pages[number - 1]!
    const here = url.searchParams.get("have")!.split(",").includes(hash)
    const drawing = {letters: [{f: 0, s: 12, y: 1, w: [[0, ...glyphs]]}], areas: [], ...picture ? {pictures: [{n: picture, box: [0, 0, 1, 1]}]} : {}}
    return answer({version: 1, saved: "", pages: pages.length, page: number, width: 2, height: 3, fonts: state.fonts, hash, ...here ? {} : {drawing}})
  }) as typeof fetch
  return {asked, state, source: new Source({urls, fetch: fetcher, picture: () => Promise.resolve({} as ImageBitmap)})}
}

test("a page, a shape and a picture come once", async () => {
  const {asked, source} = server([{hash: "a", glyphs: [5, 3], picture: "logo"}, {hash: "b", glyphs: [3, 4], picture: "logo"}])
  await source.page({at: ["x", "y"], page: 1}, signal)
  await source.page({at: [], page: 2}, signal)
  const again = await source.page({at: [], page: 1}, signal)
  assert.equal(again.drawing.letters.length, 1)
  assert.deepEqual(asked, [
    "/p?as=me&at=x%2Cy&page=1&have=", "/glyphs/f1?g=0:3,5", "/pictures/logo",
    "/p?as=me&at=&page=2&have=a", "/glyphs/f1?g=0:4",
    "/p?as=me&at=&page=1&have=a%2Cb",
  ])
  assert.equal(source.em(0), 2048)
  assert.deepEqual(source.glyph(0, 5), {a: 500, d: "M0 0Z"})
})

test("shapes of other fonts are fetched anew", async () => {
  const {asked, source, state} = server([{hash: "a", glyphs: [5]}])
  await source.page({at: [], page: 1}, signal)
  state.fonts = "f2"
  await source.page({at: [], page: 1}, signal)
  assert.equal(asked.at(-1), "/glyphs/f2?g=0:5")
})

test("many shapes are asked for in parts, and few pages are kept", async () => {
  const many = Array.from({length: 900}, (_, i) => i + 1)
  const {asked, source} = server([{hash: "big", glyphs: many}, ...Array.from({length: 40}, (_, i) => ({hash: "h" + i, glyphs: [1]}))])
  await source.page({at: [], page: 1}, signal)
  assert.equal(asked.filter(one => one.startsWith("/glyphs/")).length, 3)
  for (let page = 2; page <= 41; page++) await source.page({at: [], page}, signal)
  await source.page({at: [], page: 1}, signal)
  const have = new URL(asked.at(-1)!, "http://upright.example").searchParams.get("have")!.split(",")
  assert.equal(have.length, 24)
  assert.ok(!have.includes("big"))
})

test("a refusal is an error", async () => {
  const {source, state} = server([{hash: "a", glyphs: [5]}])
  state.status = 503
  await assert.rejects(source.page({at: [], page: 1}, signal), /503/)
})

/** A follower with a clock and a source of the test: answers come when the test gives them. */
function follower() {
  let now = 0, timers: {at: number; run: () => void}[] = []
  const shown: string[] = [], wishes: Wish[] = [], signals: AbortSignal[] = []
  let failed = 0, settle: {give: (page: Page) => void; refuse: () => void} | null = null
  const page = (number: number, version: number): Page => ({version, saved: "", pages: 9, page: number, width: 1, height: 1, hash: "h", drawing: {letters: [], areas: []}})
  const one = new Follower({
    source: {page: (wish, asked) => {
      wishes.push(wish)
      signals.push(asked)
      return new Promise((give, refuse) => {
        settle = {give, refuse: () => refuse(new Error("no"))}
        asked.addEventListener("abort", () => refuse(new Error("aborted")))
      })
    }},
    now: () => now,
    after: (wait, run) => {
      const timer = {at: now + wait, run}
      timers.push(timer)
      return () => { timers = timers.filter(other => other !== timer) }
    },
    show: (page, turned) => shown.push(`${page.page}@${page.version}${turned ? " turned" : ""}`),
    fail: () => failed++,
  })
  return {
    one, shown, wishes, signals, failed: () => failed,
    pass(ms: number) {
      now += ms
      for (const timer of timers.filter(timer => timer.at <= now)) {
        timers = timers.filter(other => other !== timer)
        timer.run()
      }
    },
    async give(number: number, version: number) {
      settle!.give(page(number, version))
      await new Promise(done => setImmediate(done))
    },
    async refuse() {
      settle!.refuse()
      await new Promise(done => setImmediate(done))
    },
  }
}

test("nothing is asked for while nobody looks, and one page when somebody does", async () => {
  const f = follower()
  f.one.saved(3)
  f.one.follow(["a"])
  f.pass(60_000)
  assert.equal(f.wishes.length, 0)
  f.one.watch(true)
  f.pass(0)
  assert.deepEqual(f.wishes, [{at: ["a"], page: 1}])
  await f.give(2, 3)
  f.pass(60_000)
  assert.deepEqual([f.shown, f.wishes.length], [["2@3"], 1])
})

test("saves while a page is on its way make one more request, after a pause as long as the line is slow", async () => {
  const f = follower()
  f.one.watch(true)
  f.pass(0)
  for (const version of [4, 5, 6]) f.one.saved(version)
  f.pass(1_000)
  assert.equal(f.wishes.length, 1)
  await f.give(1, 4)
  f.pass(3_999)
  assert.equal(f.wishes.length, 1)
  f.pass(1)
  assert.deepEqual(f.wishes[1], {at: [], page: 1})
  await f.give(1, 6)
  f.pass(60_000)
  assert.equal(f.wishes.length, 2)
})

test("turning goes on from the page that was asked for, and stops at the ends", async () => {
  const f = follower()
  f.one.watch(true)
  f.pass(0)
  await f.give(8, 1)
  f.one.turn(1)
  f.one.turn(1)
  f.pass(0)
  assert.deepEqual(f.wishes.at(-1), {at: [], page: 9})
  await f.give(9, 1)
  assert.equal(f.shown.at(-1), "9@1 turned")
  f.one.turn(1)
  f.pass(60_000)
  assert.equal(f.wishes.length, 2)
})

test("a failure is told, and tried again later; closing is none", async () => {
  const f = follower()
  f.one.watch(true)
  f.pass(0)
  await f.refuse()
  assert.equal(f.failed(), 1)
  f.pass(4_999)
  assert.equal(f.wishes.length, 1)
  f.pass(1)
  assert.equal(f.wishes.length, 2)
  f.one.watch(false)
  await new Promise(done => setImmediate(done))
  assert.ok(f.signals[1]!.aborted)
  assert.equal(f.failed(), 1)
  f.one.watch(true)
  f.pass(0)
  assert.equal(f.wishes.length, 3)
})

test("an answer that never comes is given up", async () => {
  const f = follower()
  f.one.watch(true)
  f.pass(0)
  f.pass(20_000)
  await new Promise(done => setImmediate(done))
  assert.deepEqual([f.signals[0]!.aborted, f.failed()], [true, 1])
})
