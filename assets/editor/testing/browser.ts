// One device with tabs that can be killed: a store and locks, shared by its tabs, and for each tab a line to the server.
import {IDBFactory} from "fake-indexeddb"
import {history} from "prosemirror-history"
import {EditorState} from "prosemirror-state"
import {collab} from "../../shared/collab"
import type {Claims} from "../claims"
import {openSession, type Session} from "../session"
import {Shelf} from "../shelf"
import {Store} from "../store"
import type {Clock} from "../line"
import type {FakeServer} from "./server"

export class Device {
  readonly factory = new IDBFactory()
  readonly held = new Map<string, Tab>()
  readonly waiting = new Map<string, {tab: Tab; run: () => void}[]>()
  /** False for a page that does not come over https: its browser has no locks. */
  locks = true
  constructor(readonly server: FakeServer, readonly clock: Clock, readonly user = "u") {}

  async open(): Promise<Tab> {
    const tab = new Tab(this)
    await tab.start()
    return tab
  }

  free(tab: Tab): void {
    for (const [name, owner] of [...this.held]) if (owner === tab) this.release(name)
    for (const [name, list] of this.waiting) this.waiting.set(name, list.filter(one => one.tab !== tab))
  }

  release(name: string): void {
    this.held.delete(name)
    const next = this.waiting.get(name)?.shift()
    if (next) {
      this.held.set(name, next.tab)
      next.run()
    }
  }
}

export class Tab {
  session!: Session
  readonly shelf: Shelf
  readonly store: Store
  readonly line: ReturnType<FakeServer["line"]>
  unkept: unknown = null
  /** What the server last said about the right to read. */
  readable: boolean | null = null
  private dead = false

  constructor(private readonly device: Device) {
    this.line = device.server.line()
    this.store = new Store(device.factory)
    this.shelf = new Shelf(this.store, "s", device.user, () => {})
  }

  async start(): Promise<void> {
    const {device} = this
    const claims: Claims = {
      able: device.locks,
      take: async name => {
        if (!device.locks) return false
        if (device.held.has(name)) return device.held.get(name) === this
        device.held.set(name, this)
        return true
      },
      await: name => new Promise(run => {
        if (!device.held.has(name)) { device.held.set(name, this); run() }
        else device.waiting.set(name, [...device.waiting.get(name) ?? [], {tab: this, run}])
      }),
      release: name => { if (device.held.get(name) === this) device.release(name) },
    }
    this.session = await openSession({
      submission: "s", user: device.user, bundle: "build", store: this.store, shelf: this.shelf, claims, transport: this.line,
      clock: {random: () => device.clock.random(), after: (wait, run) => device.clock.after(wait, () => { if (!this.dead) run() })},
      makeState: (doc, start) => EditorState.create({doc, plugins: [history(), collab(start)]}),
      show: (_state, tr) => { if (tr?.docChanged && !this.dead) this.session.connection.dispatch({type: "edited"}) },
      lineChanged: () => {},
      unkept: error => { this.unkept = error },
      readable: may => { this.readable = may },
    })
    this.session.connection.dispatch({type: "start"})
  }

  get text(): string { return this.session.copy.state?.doc.textContent ?? "" }
  get phase(): string { return this.session.connection.line.phase }

  /** Types into a paragraph of the only part: 0 is the first. */
  type(text: string, paragraph = 0, offset = 0): void {
    const {copy} = this.session, {doc} = copy.state!
    let pos = 1 + doc.firstChild!.firstChild!.nodeSize
    for (let i = 1; i <= paragraph; i++) pos += doc.firstChild!.child(i).nodeSize
    copy.apply(copy.state!.tr.insertText(text, pos + 1 + offset))
  }

  /** The tab is gone at once: nothing more is written, sent or received. Locks fall. */
  kill(): void {
    this.dead = true
    this.line.cut()
    // A dead tab runs nothing: what its promises still do here must reach neither the device nor the server.
    const never = () => new Promise<never>(() => {})
    Object.assign(this.store, {save: never, remove: never, setAside: never})
    this.session.connection.dispatch({type: "stop"})
    this.device.free(this)
  }
}
