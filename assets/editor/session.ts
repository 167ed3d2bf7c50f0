// Opens the text: takes up unsent work that a closed or killed tab left on this device, begins the tab's own, and sends
// what further dead tabs left, each under its own name so that nothing is sent twice.
import type {Node} from "prosemirror-model"
import {EditorState, type Transaction} from "prosemirror-state"
import {collab} from "../shared/collab"
import {newRef} from "../shared/ids"
import {restore, type CollabState} from "../shared/pending"
import {schema} from "../shared/schema"
import type {Claims} from "./claims"
import {Connection} from "./connection"
import type {Beside, Clock, Line} from "./line"
import {LocalCopy, type Owner} from "./copy"
import {rawText, type Shelf} from "./shelf"
import type {Store, Work} from "./store"
import type {Transport} from "./transport"

export interface SessionOptions {
  readonly submission: string
  readonly user: string
  readonly bundle: string
  readonly store: Store
  readonly shelf: Shelf
  readonly claims: Claims
  readonly transport: Transport
  readonly clock: Clock
  /** Makes the state of the editor with all its plugins. */
  readonly makeState: (doc: Node, start: number | CollabState) => EditorState
  readonly show: (state: EditorState, tr: Transaction | null) => void
  readonly lineChanged: (line: Line) => void
  /** Called when the device cannot keep anything, and with null when it can again. */
  readonly unkept: (error: unknown) => void
  readonly beside?: Beside
  /** Told when the right to read has ended, and when it is there again. */
  readonly readable?: (may: boolean) => void
}

/** The text as it is open in this tab. */
export interface Session {
  /** Names this tab to the server, and with it to others. */
  readonly client: string
  readonly copy: LocalCopy
  readonly connection: Connection
}

interface Found {readonly client: string; readonly epoch: string; readonly doc: Node; readonly state: CollabState}

/** Opens the session. It begins with what the device has; the caller starts the connection. */
export async function openSession(o: SessionOptions): Promise<Session> {
  const {found, orphans, busy} = await takeUp(o).catch(error => {
    o.unkept(error)
    return {found: null, orphans: [], busy: []}
  })
  const client = found?.client ?? newRef()
  if (!found) await o.claims.take(client)
  const state = found && o.makeState(found.doc, found.state)
  const session = join(o, client, state, o.makeState, o.show, o.lineChanged, o.beside, o.readable, found?.epoch)
  for (const orphan of orphans) void sendOrphan(o, orphan)
  // A tab that lives sends its work itself; when it dies first, this one does.
  for (const other of busy) void o.claims.await(other).then(() => sendOrphan(o, other))
  return session
}

function join(
  o: SessionOptions, client: string, state: EditorState | null, makeState: SessionOptions["makeState"],
  show: SessionOptions["show"], lineChanged: SessionOptions["lineChanged"], beside?: Beside,
  readable?: SessionOptions["readable"], epoch = "",
): Session {
  const owner: Owner = {client, submission: o.submission, user: o.user, bundle: o.bundle}
  const copy = new LocalCopy({
    owner, store: o.store, begin: makeState, show, setAside: dropped => o.shelf.add(dropped, client), unkept: o.unkept,
  }, state, state !== null, epoch)
  const connection = new Connection({copy, transport: o.transport, client, bundle: o.bundle, clock: o.clock, changed: lineChanged, beside, readable})
  return {client, copy, connection}
}

async function takeUp(o: SessionOptions): Promise<{found: Found | null; orphans: string[]; busy: string[]}> {
  await o.shelf.load()
  const orphans: string[] = [], busy: string[] = []
  let found: Found | null = null
  for (const client of await o.store.clients(o.submission, o.user)) {
    if (!o.claims.able) await shelveWork(o, await o.store.work(client))
    else if (!await o.claims.take(client)) busy.push(client)
    else if (found) orphans.push(client)
    else found = await read(o, client)
  }
  return {found, orphans, busy}
}

// Reads a dead tab's work. What this build cannot read goes on the shelf as text.
async function read(o: SessionOptions, client: string): Promise<Found | null> {
  const work = await o.store.work(client)
  if (!work) return null
  try {
    return {client, epoch: work.epoch, ...restore(schema, work.kept)}
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    await shelveWork(o, work)
    o.claims.release(client)
    return null
  }
}

async function shelveWork(o: SessionOptions, work: Work | null): Promise<void> {
  if (!work) return
  await o.shelf.add([...work.kept.dropped, ...work.kept.pending.map(({step}) => ({step, text: rawText(step)}))])
  await o.store.remove(work.client)
}

/** Sends the work of a dead tab without showing it: the text in view gets it from the server like everybody else's. */
async function sendOrphan(o: SessionOptions, client: string): Promise<void> {
  const found = await read(o, client)
  if (!found) return o.claims.release(client)
  const bare = (doc: Node, start: number | CollabState) => EditorState.create({doc, plugins: [collab(start)]})
  let finish = () => {}
  const over = new Promise<void>(resolve => { finish = resolve })
  const check = () => {
    const {phase, reason} = session.connection.line
    if (session.copy.unsent === 0 || (phase === "ended" && reason !== "signed-out")) finish()
  }
  const session = join(o, client, bare(found.doc, found.state), bare, check, check, undefined, undefined, found.epoch)
  session.connection.dispatch({type: "start"})
  await over
  session.connection.dispatch({type: "stop"})
  await session.copy.save()
  session.copy.close()
  o.claims.release(client)
}
