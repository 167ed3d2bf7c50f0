import assert from "node:assert/strict"
import {test} from "node:test"
import {showDownloads} from "./download"

// As much of a page as the module needs.
class Link extends EventTarget {
  readonly attributes = new Map<string, string>()
  readonly href = "/files/pdf"
  readonly download = "A $& name.pdf"
  setAttribute(name: string, value: string) { this.attributes.set(name, value) }
  getAttribute(name: string) { return this.attributes.get(name) ?? null }
  removeAttribute(name: string) { this.attributes.delete(name) }
  /** Clicks, and says whether the browser is left to follow the link. */
  click(keys: object = {}): boolean { return this.dispatchEvent(Object.assign(new Event("click", {cancelable: true}), {button: 0, ...keys})) }
}

function page(answer: () => Promise<unknown>) {
  const link = new Link(), status = {className: "", textContent: ""}, saved: string[] = [], went: string[] = []
  let asked = 0
  const place = {dataset: {making: "Making %", made: "Made %", failed: "Failed %"}, querySelector: () => status, querySelectorAll: () => [link]}
  showDownloads({querySelectorAll: () => [place]} as unknown as Document, {
    fetch: (() => { asked++; return answer() }) as unknown as typeof fetch,
    save: (_, name) => { saved.push(name) },
    go: address => { went.push(address) },
  })
  return {link, status, saved, went, asked: () => asked}
}
const settled = () => new Promise(done => setImmediate(done))
const file = {ok: true, type: "basic", blob: () => Promise.resolve({})}

test("a quick file is saved without a word", async () => {
  const {link, status, saved} = page(() => Promise.resolve(file))
  assert.equal(link.click(), false)
  await settled()
  assert.deepEqual([saved, status.textContent, link.getAttribute("aria-busy")], [["A $& name.pdf"], "", null])
})

test("a slow one is told of, asked for once, and told of when it is there", async t => {
  t.mock.timers.enable({apis: ["setTimeout"]})
  let give: (answer: unknown) => void = () => {}
  const {link, status, saved, asked} = page(() => new Promise(done => { give = done }))
  link.click()
  t.mock.timers.tick(999)
  assert.equal(status.textContent, "")
  t.mock.timers.tick(1)
  assert.equal(status.textContent, "Making A $& name.pdf")
  link.click()
  assert.equal(asked(), 1)
  give(file)
  await settled()
  assert.deepEqual([saved.length, status.textContent], [1, "Made A $& name.pdf"])
})

test("a failure is told in the page, and the link works again", async () => {
  let answer: Promise<unknown> = Promise.reject(new TypeError("no network"))
  const {link, status, saved} = page(() => answer)
  link.click()
  await settled()
  assert.equal(status.textContent, "Failed A $& name.pdf")
  answer = Promise.resolve({ok: false, status: 503, type: "basic"})
  link.click()
  await settled()
  assert.match(status.className, /warn/)
  answer = Promise.resolve(file)
  link.click()
  await settled()
  assert.equal(saved.length, 1)
})

test("who is signed out is led to the page for that, and a click with a key is the browser's", async () => {
  const {link, went, saved} = page(() => Promise.resolve({ok: false, type: "opaqueredirect", status: 0}))
  link.click()
  await settled()
  assert.deepEqual([went, saved], [["/files/pdf"], []])
  assert.equal(link.click({ctrlKey: true}), true)
})
