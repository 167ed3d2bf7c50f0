// Several people on one text, in memory: lost messages, repeats, lines cut for a while, reloads, undo.
import {redo, undo, history} from "prosemirror-history"
import {EditorState, type Transaction} from "prosemirror-state"
import {authority} from "../../authority/main"
import {collab, collabState, receiveAll, refuse, takeCommit, type CommitJSON} from "../collab"
import {type StepJSON} from "../flat"
import {ids} from "../ids"
import {keep, restore, type InFlight, type Kept} from "../pending"
import {readManuscript} from "../check"
import {schema} from "../schema"
import {suggest} from "../suggest"
import {decide} from "../suggest_decide"
import {manuscript, random, Writer, type Random} from "./random"

/** What went into the authority and what came out, to be compared with other engines. */
export interface Call { base: number; steps: string; by: string; out: string }

/** The server: the authority, the log, and the refs that make a repeat harmless. */
export class Server {
  readonly log: CommitJSON[] = []
  readonly calls: Call[] = []
  readonly first: string
  /** Commits that were refused because the person may only suggest: what they meant had changed under them. */
  refused = 0
  private readonly refs = new Set<string>()

  constructor(seed: number) {
    this.first = JSON.stringify(manuscript(seed))
    authority.open("text", this.first, 0)
  }

  /** Takes a commit. False when it is refused. */
  commit(client: string, {ref, base, steps}: InFlight, suggests: boolean): boolean {
    if (this.refs.has(ref)) return true
    const by = JSON.stringify({user: client, at: 0, suggests})
    let out: string
    try {
      out = authority.receive("text", base, steps, "", by)
    } catch (error) {
      if ((error as {code?: string}).code !== "not-own" || !suggests) throw error
      this.refused++
      return false
    }
    this.refs.add(ref)
    this.calls.push({base, steps, by, out})
    const same = {v: this.log.length + 1, ref, client, user: client}
    this.log.push(out ? {...same, ...JSON.parse(out) as {steps: StepJSON[]; kept: number[]}} : {...same, steps: JSON.parse(steps) as StepJSON[], as: true})
    return true
  }

  knows(ref: string) { return this.refs.has(ref) }
  snapshot() { return authority.snapshot("text") }
}

/** One browser tab. */
export class Browser {
  state: EditorState
  private outbox: InFlight[] = []
  private away = 0
  private readonly writer: Writer
  private readonly speed: number
  /** Writes, or may only suggest, or does now the one and now the other and decides what others suggest. */
  private readonly role: "editor" | "suggester" | "both"

  constructor(readonly name: string, private readonly server: Server, private readonly r: Random) {
    this.writer = new Writer(r, name)
    this.speed = .1 + r() * .9
    this.role = r() < .6 ? "editor" : r() < .6 ? "suggester" : "both"
    this.state = this.fresh(readManuscript(JSON.parse(server.first)), collab(0))
  }

  /** One moment: perhaps an edit, perhaps something sent, received, lost, or the tab reloaded. */
  moment() {
    const {r} = this
    if (r() < this.speed) this.edit()
    if (r() < .005) this.reload()
    if (this.away > 0) {
      this.away--
      const {inFlight} = collabState(this.state)
      if (this.away === 0 && inFlight) this.outbox.push(inFlight)
      return
    }
    if (r() < .01) {
      this.away = 5 + Math.floor(r() * 40)
      if (r() < .5) this.outbox = []
      return
    }
    if (r() < .5) this.send()
    if (r() < .6) this.deliver()
    if (r() < .5) this.pull(1 + Math.floor(r() * 10))
  }

  /** Sends and receives everything there is now. */
  settle() {
    this.away = 0
    this.send()
    const {inFlight} = collabState(this.state)
    if (inFlight && !this.server.knows(inFlight.ref) && !this.outbox.length) this.outbox.push(inFlight)
    while (this.outbox.length) this.deliver()
    this.pull(Infinity)
  }

  /** Whether there is nothing left to send or to receive. */
  atRest(): boolean {
    const now = collabState(this.state)
    return !now.pending.length && !now.inFlight && now.version === this.server.log.length
  }

  // The step numbers of a browser's commits count over reloads.
  private sent = 0
  private made = 0

  private edit() {
    const what = this.r()
    if (what < .05) undo(this.state, this.dispatch)
    else if (what < .07) redo(this.state, this.dispatch)
    else {
      const tr = this.writer.edit(this.state)
      if (tr && (this.role === "suggester" || (this.role === "both" && what < .5))) this.suggest(tr)
      else if (this.role === "both" && what > .92) this.decide()
      else if (tr) this.dispatch(tr)
    }
  }

  private suggest(tr: Transaction) {
    const id = `${this.name}s${this.made++}`
    const result = suggest(this.state, tr, {id, user: this.name, at: 0}, () => `${this.name}n${this.made++}`)
    if ("tr" in result) this.dispatch(result.tr)
  }

  private decide() {
    const whose = "c" + Math.floor(this.r() * 5), verdict = this.r() < .5 ? "accept" : "refuse"
    const tr = decide(this.state, mark => mark.attrs["user"] === whose ? verdict : "keep")
    if (tr) this.dispatch(tr)
  }

  private send() {
    const taken = takeCommit(this.state, `${this.name}:${this.sent}`)
    if (!taken) return
    this.sent++
    this.dispatch(taken.tr)
    this.outbox.push(taken.commit)
  }

  private deliver() {
    const commit = this.outbox.shift()
    if (!commit || this.server.commit(this.name, commit, this.role === "suggester")) return
    if (collabState(this.state).inFlight?.ref === commit.ref) this.dispatch(refuse(this.state))
  }

  private pull(most: number) {
    const have = collabState(this.state).version, {log} = this.server
    // Sometimes from too early on, as the answer to a commit and the stream overlap.
    const from = Math.max(0, have - (this.r() < .2 ? 2 : 0))
    if (most > 0 && have < log.length) receiveAll(this.state, log.slice(from, Math.min(log.length, have + most)), tr => this.dispatch(tr))
  }

  private reload() {
    const kept = JSON.parse(JSON.stringify(keep(this.state.doc, collabState(this.state)))) as Kept
    const {doc, state} = restore(schema, kept)
    if (!doc.eq(this.state.doc)) throw new Error("the reload shows another text")
    this.state = this.fresh(doc, collab(state))
    if (state.inFlight) this.outbox = [state.inFlight]
  }

  private fresh(doc: EditorState["doc"], plugin: ReturnType<typeof collab>) {
    let count = 0
    const makeId = () => `${this.name}m${this.sent}-${count++}`
    // To mend what others left double would be more than to suggest.
    const mending = this.role === "suggester" ? [] : [ids(makeId)]
    return EditorState.create({doc, plugins: [history(), plugin, ...mending]})
  }

  private readonly dispatch = (tr: Transaction): EditorState => this.state = this.state.apply(tr)
}

/** Plays a whole session. Throws when in the end a browser shows another text than the server has. */
export function play(seed: number, people: number, moments: number): Server {
  const r = random(seed), server = new Server(seed)
  const browsers = Array.from({length: people}, (_, i) => new Browser("c" + i, server, r))
  for (let i = 0; i < moments; i++) for (const browser of browsers) browser.moment()
  for (let round = 0; round === 0 || !browsers.every(browser => browser.atRest()); round++) {
    if (round > 200) throw new Error("does not come to rest")
    for (const browser of browsers) browser.settle()
  }
  const want = server.snapshot()
  readManuscript(JSON.parse(want))
  for (const browser of browsers) {
    if (JSON.stringify(browser.state.doc) !== want) throw new Error(`${browser.name} shows another text than the server has`)
  }
  return server
}
