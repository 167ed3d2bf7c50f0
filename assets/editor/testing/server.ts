// A server in memory that speaks the editor's protocol with the real authority behind it, on a line that can fail.
import {Text as Authority} from "../../authority/text"
import type {CommitJSON} from "../../shared/collab"
import {stepsFromJSON, stepsToJSON, type StepJSON} from "../../shared/flat"
import type {InFlight} from "../../shared/pending"
import {schema} from "../../shared/schema"
import {Problem, type Listener, type ProblemKind, type Text, type Transport} from "../transport"

/** What happens to the next request: lost before or after the server saw it, never answered, taken twice, or refused. */
export type Fault = "lost" | "unanswered" | "hangs" | "twice" | ProblemKind | null

interface Reader {client: object; version: number; listener: Listener; close: () => void; end?: () => void}

export class FakeServer {
  readonly authority: Authority
  readonly commits: CommitJSON[] = []
  /** What was sent for each ref: a repeat must be the same. */
  readonly sent = new Map<string, string>()
  posts = 0
  bundle = "build"
  /** Another after a restore of a backup. */
  epoch = "epoch 1"
  /** Decides about each request. */
  fault: (request: "text" | "commit" | "news") => Fault = () => null
  /** Streams are opened but bring nothing, as behind a proxy that holds them back. */
  withheld = false
  /** Streams are open, and what they are to bring is on its way. */
  delayed = false
  /** Nobody is given a line: who asks is answered at once. */
  crowded = false
  /** How often the news were asked for without a stream. */
  polls = 0
  private readonly readers = new Set<Reader>()

  constructor(doc = manuscript(["First.", "Second.", "Third."])) { this.authority = new Authority(doc, 0) }

  /** A line of one browser; cut it to kill the browser. */
  line(): Transport & {cut(): void} {
    const client = {}
    let dead = false
    const gone = () => { if (dead) throw new Problem("offline", "cut") }
    return {
      cut: () => { dead = true; this.drop(client) },
      text: async () => {
        gone()
        await this.fail("text")
        return {version: this.authority.version, doc: this.authority.doc.toJSON(), bundle: this.bundle, epoch: this.epoch} satisfies Text
      },
      commit: async (id, commit, signal, epoch, heard) => {
        gone()
        this.check(epoch)
        await tick()
        const fault = this.fault("commit")
        if (fault === "lost") throw new Problem("offline", "lost")
        if (fault === "hangs") await new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Problem("offline", "aborted"))))
        else if (fault !== null && fault !== "unanswered" && fault !== "twice") throw new Problem(fault, fault)
        const answer = this.take(id, commit)
        if (fault === "twice") this.take(id, commit)
        await tick()
        if (fault === "unanswered" || dead) throw new Problem("offline", "no answer")
        return JSON.parse(JSON.stringify(heard ? answer.slice(-1) : answer)) as CommitJSON[]
      },
      news: async (version, mode, _mark, listener, signal, epoch) => {
        gone()
        this.check(epoch)
        await this.fail("news")
        if (mode === "poll") this.polls++
        if (mode === "poll" && this.crowded) {
          listener.beat()
          if (this.authority.version > version) listener.commits(this.since(version))
          return listener.crowded()
        }
        if (mode === "poll") {
          if (this.authority.version === version) await this.next(client, version, signal)
          listener.beat()
          if (this.authority.version > version) listener.commits(this.since(version))
          return
        }
        if (this.withheld) return await new Promise<void>((_, reject) => signal.addEventListener("abort", () => reject(new Problem("offline", "aborted"))))
        listener.beat()
        await new Promise<void>((resolve, reject) => {
          const reader: Reader = {client, version, listener, close: () => { this.readers.delete(reader); reject(new Problem("offline", "closed")) }, end: () => { this.readers.delete(reader); listener.crowded(); resolve() }}
          signal.addEventListener("abort", reader.close)
          this.readers.add(reader)
          this.tell(reader)
        })
      },
    }
  }

  private check(epoch: string) {
    if (epoch !== this.epoch) throw new Problem("gone", "another epoch")
  }

  /** How many streams and polls are open. */
  get listened(): number { return this.readers.size }

  /** Ends the oldest line, because the person has too many. */
  crowd(): void { [...this.readers][0]?.end?.() }

  /** Closes the streams, all or those of one browser. */
  drop(client?: object): void {
    for (const reader of [...this.readers]) if (!client || reader.client === client) reader.close()
  }

  private since(version: number): CommitJSON[] {
    return JSON.parse(JSON.stringify(this.commits.slice(version))) as CommitJSON[]
  }

  private async fail(request: "text" | "news"): Promise<void> {
    await tick()
    const fault = this.fault(request)
    if (fault === "lost" || fault === "unanswered" || fault === "hangs") throw new Problem("offline", fault)
    if (fault !== null && fault !== "twice") throw new Problem(fault, fault)
  }

  private next(client: object, version: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const listener: Listener = {beat() {}, topics() {}, presence() {}, commits: () => { this.readers.delete(reader); resolve() }, reload() {}, crowded() {}, end() {}}
      const reader: Reader = {client, version, listener, close: () => { this.readers.delete(reader); reject(new Problem("offline", "closed")) }}
      signal.addEventListener("abort", reader.close)
      this.readers.add(reader)
    })
  }

  private take(client: string, {ref, base, steps}: InFlight): CommitJSON[] {
    this.posts++
    const body = JSON.stringify({client, base, steps}), before = this.sent.get(ref)
    if (before !== undefined && before !== body) throw new Error("a repeat of " + ref + " differs")
    this.sent.set(ref, body)
    if (before === undefined) this.accept(client, {ref, base, steps})
    const own = this.commits.find(commit => commit.ref === ref)!
    return this.commits.slice(base, own.v).map(commit => (commit === own && commit.as ? {...commit, steps: []} : commit)).map(trim)
  }

  private accept(client: string, {ref, base, steps}: InFlight): void {
    const late = base < this.authority.version
    const result = this.authority.receive(base, stepsFromJSON(schema, JSON.parse(steps) as StepJSON[]), null, steps.length)
    const commit: CommitJSON = {v: this.authority.version, ref, client, user: "u", steps: stepsToJSON(result.steps), ...(late ? {kept: result.kept} : {as: true})}
    this.commits.push(commit)
    for (const reader of [...this.readers]) this.tell(reader)
  }

  /** What was delayed arrives. */
  arrive(): void {
    this.delayed = false
    for (const reader of [...this.readers]) this.tell(reader)
  }

  private tell(reader: Reader): void {
    if (this.delayed) return
    const list = this.since(reader.version)
    if (list.length === 0) return
    reader.version = this.authority.version
    reader.listener.commits(list)
  }
}

// The server leaves the steps of an own commit out when it was accepted as sent.
const trim = (commit: CommitJSON): CommitJSON => {
  if (!commit.as || commit.steps?.length) return commit
  const {steps: _, ...rest} = commit
  return rest
}

/** Lets everything that is ready run. fake-indexeddb works with timers of its own. */
export const tick = () => new Promise<void>(resolve => setImmediate(resolve))
export const settle = async (rounds = 30) => { for (let i = 0; i < rounds; i++) await tick() }

/** A manuscript of one part with paragraphs. */
export function manuscript(texts: readonly string[]) {
  return schema.node("doc", null, [schema.node("part", {id: "part", kind: "rights"}, [
    schema.node("part_title", null, [schema.text("Title")]),
    ...texts.map((text, i) => schema.node("paragraph", {id: "p" + i}, text ? [schema.text(text)] : [])),
  ])])
}
