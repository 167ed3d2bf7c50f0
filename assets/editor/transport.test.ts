import assert from "node:assert/strict"
import {test} from "node:test"
import {httpTransport, type Listener} from "./transport"

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
    return Promise.resolve(new Response(answer))
  }
  const transport = httpTransport({urls: {text: "/t", commits: "/c", events: "/e?as=u"}, bundle: "b", fetch: fetch as typeof globalThis.fetch})
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
