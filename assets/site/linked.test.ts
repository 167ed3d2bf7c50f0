import assert from "node:assert/strict"
import {test} from "node:test"
import {watchLink} from "./linked"

/** As much of a page as the module needs. */
function page(answer: () => Promise<unknown>) {
  const areas = [{value: "Never sent.", readOnly: false, closest: () => ({textContent: "Never sent."})}, {value: " ", closest: () => null}]
  const place = {
    dataset: {linkState: "/links/x/state", linkTitle: "A text"}, shown: ["the text"] as string[], querySelectorAll: () => areas,
    replaceChildren(...now: {textContent: string}[]) { this.shown = now.map(one => one.textContent) },
  }
  let asked = 0, ended = false, ask = () => {}
  watchLink({querySelector: () => place, createElement: () => ({setAttribute() {}})} as unknown as Document, {
    fetch: (() => { asked++; return answer() }) as unknown as (address: string) => Promise<Response>,
    repeat: f => { ask = f; return () => { ended = true } },
    shown: () => {},
  })
  return {place, ask: async () => { ask(); await new Promise(done => setImmediate(done)) }, asked: () => asked, ended: () => ended}
}
const refused = (status: number, message: string) => Promise.resolve({status, json: () => Promise.resolve({error: {message}})})

test("a link that was withdrawn takes the text from the screen, says why, once, and leaves what was never sent", async () => {
  const {place, ask, ended} = page(() => refused(410, "Withdrawn."))
  await ask()
  assert.deepEqual([place.shown, ended()], [["A text", "Withdrawn.", "Never sent."], true])
})

test("a link that works, a line that is down and a fault of the server change nothing", async () => {
  for (const answer of [
    () => Promise.resolve({status: 200}), () => Promise.reject(new TypeError("no network")), () => refused(503, "Busy."), () => refused(429, "Wait."),
    () => Promise.resolve({status: 404, json: () => Promise.reject(new SyntaxError("a page of a hotel"))}),
    () => Promise.resolve({status: 403, json: () => Promise.resolve({})}),
  ]) {
    const {place, ask, ended} = page(answer)
    await ask()
    assert.deepEqual([place.shown, ended()], [["the text"], false])
  }
})

test("an answer that takes long is not asked for twice", async () => {
  const {ask, asked} = page(() => new Promise(() => {}))
  await ask()
  await ask()
  assert.equal(asked(), 1)
})
