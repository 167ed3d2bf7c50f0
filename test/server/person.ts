// One browser tab without a browser: the editor's own end of co-editing (assets/shared/collab) over a line that drops,
// repeats, delays and reorders, against the running program.
import {EditorState, type Transaction} from "prosemirror-state"
import {history, redo, undo} from "prosemirror-history"
import {Node} from "prosemirror-model"
import {collab, collabState, Gap, receiveAll, takeCommit, type CommitJSON} from "../../assets/shared/collab"
import {ids} from "../../assets/shared/ids"
import type {InFlight} from "../../assets/shared/pending"
import {schema} from "../../assets/shared/schema"
import {Writer, type Random} from "../../assets/shared/testing/random"
import type {Account, Answer} from "./account"

const letters = "abcdefghijklmnopqrstuvwxyz234567"
/** An identifier as the editor makes them, by the random numbers of the seed. */
export const identifier = (r: Random, length = 20): string => Array.from({length}, () => letters[Math.floor(r() * 32)]).join("")

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))

/** A person with the text open. */
export class Person {
  state!: EditorState
  /** The commits that were refused because the right was away; their text was lost on purpose. */
  refused = 0
  private readonly client: string
  private readonly writer: Writer
  private readonly speed: number
  private bundle = ""
  private readonly base: string

  constructor(readonly account: Account, submission: string, readonly name: string, private readonly r: Random) {
    this.base = `/submissions/${submission}/text`
    this.client = identifier(r)
    this.writer = new Writer(r, name)
    this.speed = .3 + r() * .7
  }

  /** Fetches the text, as a page that is loaded does; what was not saved is given up. */
  async open(): Promise<void> {
    const {version, doc, bundle} = (await this.account.json("GET", this.base)).body as {version: number; doc: unknown; bundle: string}
    this.bundle = bundle
    this.state = EditorState.create({doc: Node.fromJSON(schema, doc), plugins: [history(), collab(version), ids(() => identifier(this.r, 12))]})
  }

  /** Does a number of things, each as its chance wants. */
  async work(moments: number): Promise<void> {
    for (let n = 0; n < moments; n++) {
      if (this.r() < this.speed) this.edit()
      if (this.r() < .5) await this.send(true)
      if (this.r() < .5) await this.pull(true)
      if (this.r() < .3) await pause(this.r() * 4)
    }
  }

  /** Sends and reads until there is nothing left at this end. */
  async settle(): Promise<void> {
    for (let round = 0; ; round++) {
      if (round > 500) throw new Error(`${this.name} does not come to rest`)
      await this.send(false)
      await this.pull(false)
      const now = collabState(this.state)
      if (!now.inFlight && !now.pending.length) return
    }
  }

  /** Reads on until the version is here. */
  async reach(version: number): Promise<void> {
    for (let round = 0; collabState(this.state).version < version; round++) {
      if (round > 500) throw new Error(`${this.name} never reaches version ${version}`)
      await this.pull(false)
    }
  }

  private edit(): void {
    const what = this.r()
    if (what < .05) undo(this.state, this.dispatch)
    else if (what < .07) redo(this.state, this.dispatch)
    else {
      const tr = this.writer.edit(this.state)
      if (tr) this.dispatch(tr)
    }
  }

  private async send(faults: boolean): Promise<void> {
    const taken = takeCommit(this.state, identifier(this.r))
    if (taken) this.dispatch(taken.tr)
    const commit = collabState(this.state).inFlight
    if (!commit) return
    const fault = faults ? this.r() : 1
    if (fault < .1) return // the request is lost; it is sent again some time
    if (fault < .2) { // it arrives, the answer does not
      await this.post(commit)
      return
    }
    // The same commit twice at once, as after a line that was thought dead.
    const answers = await Promise.all(fault < .3 ? [this.post(commit), this.post(commit)] : [this.post(commit)])
    for (const answer of answers) await this.answered(commit, answer)
  }

  private post({ref, base, steps}: InFlight): Promise<Answer> {
    // Who has a stream is answered with the own commit alone, and reads what came before it there.
    const head = JSON.stringify({bundle: this.bundle, client: this.client, ref, base, heard: this.r() < .5})
    return this.account.json("POST", this.base + "/commits", head.slice(0, -1) + ',"steps":' + steps + "}")
  }

  private async answered(commit: InFlight, {status, body}: Answer): Promise<void> {
    switch (status) {
      case 200: {
        const list = (body as {commits: CommitJSON[]}).commits, own = list[list.length - 1]!
        if (own.ref !== commit.ref) throw new Error(`the answer to ${commit.ref} ends with ${own.ref}`)
        return this.take(list)
      }
      case 403: case 404: // the right is away: what was typed is not this text's any more
        this.refused++
        return await this.readable() ? this.open() : undefined
      case 422: // who may only suggest, for now, is held to it; every other reason is a fault
        if (!JSON.stringify(body).includes("Who may only suggest")) throw new Error(`${this.name}: ${JSON.stringify(body)}`)
        this.refused++
        return this.open()
      case 503: return // busy: sent again
      default: throw new Error(`${this.name}: ${status} ${JSON.stringify(body)}`)
    }
  }

  private async readable(): Promise<boolean> {
    return (await this.account.json("GET", this.base)).status === 200
  }

  private async pull(faults: boolean): Promise<void> {
    const {version} = collabState(this.state)
    // Sometimes from too early on, as the answer to a commit and the stream overlap.
    const from = faults && this.r() < .2 ? Math.max(0, version - 2) : version
    const list = await this.account.commits(this.base, from)
    if (faults && this.r() < .1) return
    if (list) this.take(list)
  }

  private take(list: readonly CommitJSON[]): void {
    try {
      receiveAll(this.state, list, this.dispatch)
    } catch (error) {
      if (!(error instanceof Gap)) throw error // what is missing is read by the next pull
    }
  }

  private readonly dispatch = (tr: Transaction): EditorState => this.state = this.state.apply(tr)
}
