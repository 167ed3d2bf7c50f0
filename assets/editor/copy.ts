// The copy of the text in this browser: an editor state with co-editing, and what the device keeps of it.
import type {Node} from "prosemirror-model"
import type {EditorState, Transaction} from "prosemirror-state"
import {readManuscript} from "../shared/check"
import {collabKey, collabState, forgetDropped, receiveAll, refuse, takeCommit, type CommitJSON} from "../shared/collab"
import {newRef} from "../shared/ids"
import {dropStep, keep, type Dropped, type InFlight} from "../shared/pending"
import type {Copy} from "./line"
import {later} from "./dom"
import type {Store} from "./store"
import type {Text} from "./transport"

/** Who writes what. */
export interface Owner {readonly client: string; readonly submission: string; readonly user: string; readonly bundle: string}

interface Options {
  readonly owner: Owner
  readonly store: Store
  /** Makes a state of a text that the server sent. */
  readonly begin: (doc: Node, version: number) => EditorState
  /** Called with each new state, and the transaction that made it; none when it begins anew. */
  readonly show: (state: EditorState, tr: Transaction | null) => void
  readonly setAside: (dropped: readonly Dropped[]) => Promise<void>
  /** Called when the device cannot keep anything: private windows, a full disk. With null when it can again. */
  readonly unkept: (error: unknown) => void
}

/** How long a change may lie in memory only, in milliseconds. */
const keepAfter = 150

export class LocalCopy implements Copy {
  private saving: Promise<void> = Promise.resolve()
  private kept = false
  private failing = false
  private readonly saveSoon = later(keepAfter, () => void this.save())
  private firstUnsaved: number | null = null
  private closed = false

  /** epoch is that of the text that the state stands on. */
  constructor(private readonly o: Options, public state: EditorState | null, restored = false, public epoch = "") { this.kept = restored }

  get version() { return this.state && collabState(this.state).version }
  get inFlight() { return this.state && collabState(this.state).inFlight }
  get waiting() { return this.state !== null && collabState(this.state).pending.some(one => one.ref === null) }
  /** The steps that are not confirmed. */
  get unsent() { return this.state ? collabState(this.state).pending.length : 0 }

  /** Whether what is not confirmed is in this tab only, because the device could not keep it. */
  get tabOnly() { return this.failing && this.unsent > 0 }

  /** Takes a transaction of the person, or of the merge, into the state. */
  apply(tr: Transaction): EditorState {
    this.state = this.state!.apply(tr)
    this.o.show(this.state, tr)
    if (tr.docChanged || tr.getMeta(collabKey)) this.changed()
    return this.state
  }

  // Saves once typing pauses, and at the latest after that time while it does not.
  private changed(): void {
    const now = Date.now()
    this.firstUnsaved ??= now
    if (now - this.firstUnsaved >= keepAfter) void this.save()
    else this.saveSoon()
  }

  /** Writes to the device what must survive a closed tab. Never rejects. */
  save(): Promise<void> {
    this.firstUnsaved = null
    return this.saving = this.saving.then(() => this.write()).catch(error => this.failed(error))
  }

  /** The same, for a page that may end at any moment: not behind writes under way. The database keeps them in order. */
  saveAtOnce(): void {
    if (this.state && collabState(this.state).dropped.length === 0) void this.write().catch(error => this.failed(error))
    else void this.save()
  }

  private failed(error: unknown): void {
    this.failing = true
    this.o.unkept(error)
  }

  /** Writes nothing more: the work belongs to another tab from now on. */
  close(): void { this.closed = true }

  private async write(): Promise<void> {
    await this.shelve()
    if (!this.state || this.closed) return
    const state = this.state, now = collabState(state), {owner, store} = this.o
    if (now.pending.length) {
      this.kept = true
      const {client, submission, user, bundle} = owner
      await store.save({client, submission, user, bundle, epoch: this.epoch, kept: keep(state.doc, now)}, now.base(state.doc))
      if (!this.failing) return
      this.failing = false
      this.o.unkept(null)
    } else if (this.kept) {
      await store.remove(owner.client)
      this.kept = false
    }
  }

  // Lost steps leave the state only when they lie on the shelf; more can be lost while that is written.
  private async shelve(): Promise<void> {
    for (let done = 0; this.state;) {
      const {dropped} = collabState(this.state)
      if (dropped.length === 0) return
      if (dropped.length === done) return void this.apply(forgetDropped(this.state))
      await this.o.setAside(dropped.slice(done))
      done = dropped.length
    }
  }

  async take(): Promise<InFlight | null> {
    const taken = this.state && takeCommit(this.state, newRef())
    if (!taken) return null
    this.apply(taken.tr)
    await this.save()
    return taken.commit
  }

  receive(commits: readonly CommitJSON[]): void {
    receiveAll(this.state!, commits, tr => this.apply(tr))
    this.changed()
  }

  refuse(): void {
    this.apply(refuse(this.state!))
    void this.save()
  }

  replace(text: Text): void {
    const old = this.state && collabState(this.state), fresh = this.o.begin(readManuscript(text.doc), text.version)
    // The next save puts them on the shelf. If it cannot, the device keeps the work as it was: nothing is removed before.
    const dropped = old ? [...old.dropped, ...old.pending.map(({step}) => dropStep(step))] : []
    this.epoch = text.epoch
    this.state = dropped.length ? fresh.apply(fresh.tr.setMeta(collabKey, collabState(fresh).with({dropped}))) : fresh
    this.o.show(this.state, null)
    void this.save()
  }
}
