import assert from "node:assert/strict"
import {test} from "node:test"
import {httpTransport, Problem, type Listener} from "./transport"

const urls = {text: "/t", commits: "/c", events: "/e?as=u"}

// What a listener is told, in order.
async function told(mode: "stream" | "poll", mark: string | null, answer: string): Promise<{url: string; heard: unknown[]}> {
  const heard: unknown[] = []
  let url = ""
  const listener: Listener = {
    beat() {}, commits: list => heard.push(["commits", list.length]), topics: (topics, next) => heard.push(["topics", topics, next]),
    presence: ({all, here}) => heard.push(["presence", all, here.length]), reload: () => heard.push("reload"), crowded: () => heard.push("crowded"), end: () => heard.push("end"),
  } as Listener
  const fetch = (input: string) => {
    url = input
    return Promise.resolve(new Response(answer, {headers: {"Content-Type": mode === "stream" ? "text/event-stream" : "application/json"}}))
  }
  const transport = httpTransport({urls, bundle: "b", fetch: fetch as typeof globalThis.fetch})
  await transport.news(7, mode, mark, listener, new AbortController().signal, "ep")
  return {url, heard}
}

test("a stream brings commits, who moved, and what changed beside the text", async () => {
  const answer = [
    ": here", 'event: commits\ndata: {"commits":[{"v":8}]}', 'event: presence\ndata: {"all":true,"here":[]}',
    'event: news\ndata: {"topics":["comments"],"mark":"a.1.2"}', "event: end\ndata: {}", "",
  ].join("\n\n")
  const {url, heard} = await told("stream", "", answer)
  assert.equal(url, "/e?as=u&version=7&epoch=ep&news=")
  assert.deepEqual(heard, [["commits", 1], ["presence", true, 0], ["topics", ["comments"], "a.1.2"], "end"])
})

test("so does the answer to a request that waits; who does not ask is told commits alone", async () => {
  const poll = await told("poll", "a.1.2", '{"commits":[],"presence":{"all":false,"here":[{"client":"c"}]},"mark":"a.1.3"}')
  assert.equal(poll.url, "/e?as=u&version=7&epoch=ep&news=a.1.2")
  assert.deepEqual(poll.heard, [["presence", false, 1], ["topics", [], "a.1.3"]])
  assert.deepEqual((await told("poll", null, '{"commits":[],"crowded":true}')).heard, ["crowded"])
  assert.deepEqual((await told("stream", null, "event: crowded\ndata: {}\n\n")).heard, ["crowded"])
  const quiet = await told("poll", null, '{"commits":[]}')
  assert.deepEqual([quiet.url, quiet.heard], ["/e?as=u&version=7&epoch=ep", []])
})

// What each request makes of an answer, "no problem" when it takes it for one of the server.
async function problems(answer: () => Response): Promise<{kinds: string[]; words: string[]; beats: number}> {
  let beats = 0
  const listener = new Proxy({} as Listener, {get: () => () => { beats++ }}), {signal} = new AbortController()
  const transport = httpTransport({urls, bundle: "b", fetch: () => Promise.resolve(answer())})
  const asked = await Promise.allSettled([
    transport.text(signal), transport.commit("c", {ref: "r", base: 0, steps: "[]"}, signal, "e", true),
    transport.news(0, "stream", "", listener, signal, "e"), transport.news(0, "poll", "", listener, signal, "e"),
  ])
  const failed = asked.map(one => one.status === "rejected" ? one.reason as Problem : null)
  return {kinds: failed.map(one => one?.kind ?? "no problem"), words: failed.map(one => one?.message ?? ""), beats}
}

// A page to sign in to a network, a proxy's error: each said before that all was saved, that the person was signed out, or
// that the text was refused.
test("what answers in the server's place is no line, ends nothing and takes nothing from the text", async () => {
  const page = (status: number) => () => new Response("<h1>Welcome to the hotel</h1>", {status, headers: {"Content-Type": "text/html"}})
  const redirect = () => ({ok: false, type: "opaqueredirect", status: 0}) as Response
  const other = (status: number) => () => Response.json({error: "room number"}, {status})
  for (const answer of [page(200), redirect, other(200), ...[400, 401, 403, 404, 409, 410, 422, 429, 500, 502, 503, 511].flatMap(status => [page(status), other(status)])]) {
    const {kinds, beats} = await problems(answer)
    assert.deepEqual([kinds, beats], [["offline", "offline", "offline", "offline"], 0], `${answer().status} ${answer().type}`)
  }
  assert.deepEqual((await problems(page(413))).kinds[1], "too-large", "sent again it would be too large again")
})

test("the server's own refusals come in its words, whatever their status", async () => {
  for (const kind of ["refused", "too-large", "stale-bundle", "gone", "forbidden", "signed-out", "busy", "internal", "not-found"]) {
    const {kinds, words} = await problems(() => Response.json({error: {kind, message: "in words"}}, {status: 400}))
    assert.deepEqual([new Set(kinds), new Set(words)], [new Set([kind]), new Set(["in words"])])
  }
  assert.deepEqual(new Set((await problems(() => Response.json({error: {kind: "of another build", message: ""}}, {status: 500}))).kinds), new Set(["offline"]))
})
