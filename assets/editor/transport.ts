// The editor's requests: the text, commits up, news down as a stream or by long polling. No state and no retries here.
import type {CommitJSON} from "../shared/collab"
import type {InFlight} from "../shared/pending"

// The kinds of the server's errors that the editor acts on; any other means: try again. "busy" and "internal" mean that too,
// but the line is there: it is the server that cannot.
const known = ["refused", "too-large", "stale-bundle", "gone", "forbidden", "signed-out", "busy", "internal", "not-found"] as const

/** Why a request failed, in the server's words; "offline" when there was no answer or none that it could have given. */
export type ProblemKind = typeof known[number] | "offline"

/** A request that failed. */
export class Problem extends Error {
  constructor(readonly kind: ProblemKind, message: string) { super(message) }
}

/** The text as the server has it. */
export interface Text {readonly version: number; readonly doc: unknown; readonly bundle: string; readonly epoch: string}

/** What a reader of news is told. Any byte that arrives is a beat: the line is alive. */
export interface Listener {
  beat(): void
  commits(list: CommitJSON[]): void
  /** Something beside the text changed; mark is where to go on from. No topics: only the mark is new. */
  topics(list: readonly string[], mark: string): void
  presence(presence: PresenceJSON): void
  /** The server asks to fetch the text again. */
  reload(): void
  /** The person has too many tabs open, and this one is not to hold a line: it asks now and then. */
  crowded(): void
  /** The server has ended the stream for good: the right is withdrawn or the person signed out. */
  end(): void
}

/** Where one browser tab is: a selection in the text at version v. */
export interface PlaceJSON {readonly client: string; readonly user: string; readonly v: number; readonly a: number; readonly h: number}

/** Who is where: everybody when all is set, so that whoever is not in it has gone, or those who moved. */
export interface PresenceJSON {readonly all: boolean; readonly here: readonly PlaceJSON[]}

interface EventsJSON {readonly commits: CommitJSON[]; readonly presence?: PresenceJSON; readonly news?: string[]; readonly mark?: string; readonly crowded?: boolean}

export interface Transport {
  text(signal: AbortSignal): Promise<Text>
  /**
   * epoch is that of the text the commit was made on: after a restore of a backup the server has another. heard says that
   * a stream brings what others write: then the answer is the own commit alone.
   */
  commit(client: string, commit: InFlight, signal: AbortSignal, epoch: string, heard: boolean): Promise<CommitJSON[]>
  /**
   * Resolves when the stream or the poll is over, rejects with a Problem. mark asks for what happens beside the text too:
   * "" from the beginning, else from where the last news were; null does not ask.
   */
  news(version: number, mode: "stream" | "poll", mark: string | null, listener: Listener, signal: AbortSignal, epoch: string): Promise<void>
}

interface Options {readonly urls: {readonly text: string; readonly commits: string; readonly events: string}; readonly bundle: string; readonly fetch: typeof fetch}

export function httpTransport({urls, bundle, fetch}: Options): Transport {
  async function ask(url: string, init: RequestInit): Promise<Response> {
    let response: Response
    try {
      response = await fetch(url, {credentials: "same-origin", cache: "no-store", redirect: "manual", ...init})
    } catch (error) {
      throw new Problem("offline", String(error))
    }
    if (response.ok) return response
    // The server redirects none of these. A network that one has to sign in to first does.
    if (response.type === "opaqueredirect") throw new Problem("offline", "redirected")
    throw await problem(response)
  }
  // has names what every answer of the server holds: another is of something on the way that answers in its place.
  async function json<T extends object>(url: string, has: keyof T & string, init: RequestInit): Promise<T> {
    const response = await ask(url, init)
    let answer: T | null
    try {
      answer = await response.json() as T | null
    } catch (error) {
      throw new Problem("offline", String(error))
    }
    if (answer?.[has] === undefined) throw new Problem("offline", "no answer of the server")
    return answer
  }
  return {
    text: signal => json<Text>(urls.text, "bundle", {signal, headers: {Accept: "application/json"}}),
    async commit(client, {ref, base, steps}, signal, epoch, heard) {
      // The steps go as the text that was kept, so that a repeat is the same byte for byte.
      const head = JSON.stringify({bundle, client, ref, base, epoch, heard})
      const body = head.slice(0, -1) + ',"steps":' + steps + "}"
      const answer = await json<{commits: CommitJSON[]}>(urls.commits, "commits", {
        method: "POST", signal, body, headers: {"Content-Type": "application/json", Accept: "application/json"},
      })
      return answer.commits
    },
    async news(version, mode, mark, listener, signal, epoch) {
      const query = "version=" + version + "&epoch=" + encodeURIComponent(epoch) + (mark === null ? "" : "&news=" + encodeURIComponent(mark))
      const url = urls.events + (urls.events.includes("?") ? "&" : "?") + query
      if (mode === "poll") {
        const {commits, presence, news, mark: next, crowded} = await json<EventsJSON>(url, "commits", {signal, headers: {Accept: "application/json"}})
        listener.beat()
        if (commits.length) listener.commits(commits)
        if (presence) listener.presence(presence)
        if (next) listener.topics(news ?? [], next)
        if (crowded) listener.crowded()
        return
      }
      const response = await ask(url, {signal, headers: {Accept: "text/event-stream"}})
      // A page that a network puts in its place would pass for a line that is alive.
      if (!response.headers.get("Content-Type")?.startsWith("text/event-stream")) throw new Problem("offline", "no stream")
      await readEvents(response, listener)
    },
  }
}

async function problem(response: Response): Promise<Problem> {
  try {
    const {error} = await response.json() as {error: {kind: string; message: string}}
    if (error.kind) return new Problem(known.find(kind => kind === error.kind) ?? "offline", error.message)
  } catch {
    // Not in the server's words: see below.
  }
  // A proxy on the way, or a page to sign in to a network: they know nothing of the text, and nothing is set aside or
  // ended because of them. But a proxy that takes no request of that size does not take it the next time either.
  return new Problem(response.status === 413 ? "too-large" : "offline", "")
}

// EventSource hides the status of a refusal and the comments that keep the line alive; both are needed here.
async function readEvents(response: Response, listener: Listener): Promise<void> {
  if (!response.body) throw new Problem("offline", "no stream")
  const reader = response.body.getReader(), decoder = new TextDecoder()
  let rest = ""
  for (;;) {
    let chunk: ReadableStreamReadResult<Uint8Array>
    try {
      chunk = await reader.read()
    } catch (error) {
      throw new Problem("offline", String(error))
    }
    if (chunk.done) return
    listener.beat()
    const events = (rest + decoder.decode(chunk.value, {stream: true})).split(/\r?\n\r?\n/)
    rest = events.pop()!
    for (const event of events) tell(event, listener)
  }
}

function tell(event: string, listener: Listener): void {
  let name = "message", data = ""
  for (const line of event.split(/\r?\n/)) {
    const [, field, value] = /^(\w*): ?(.*)$/.exec(line) ?? []
    if (field === "event") name = value!
    else if (field === "data") data += (data && "\n") + value
  }
  if (name === "presence") listener.presence(JSON.parse(data) as PresenceJSON)
  else if (name === "news") {
    const {topics, mark} = JSON.parse(data) as {topics: string[]; mark: string}
    listener.topics(topics, mark)
  } else if (name === "commits") listener.commits((JSON.parse(data) as {commits: CommitJSON[]}).commits)
  else if (name === "reload") listener.reload()
  else if (name === "crowded") listener.crowded()
  else if (name === "end") listener.end()
}
